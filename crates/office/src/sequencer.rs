//! One thread orders all events. It gathers the commands that wait into one
//! transaction, so that the disk is synced once for all of them, and answers
//! only when that transaction and the head outside the database are durable.

use crate::ahead::questions;
use crate::clock::Clock;
use crate::execute::{Receipt, Spine};
use crate::failure::Failure;
use crate::hot::Hot;
use crate::record::{Batch, Head};
use crate::retention::Eraser;
use crate::signed;
use case::command::{Command, Order};
use law::library::Library;
use proof::checkpoint::Checkpoint;
use proof::key::SigningKey;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use store::engine::Engine;
use store::error::StoreError;
use store::headfile::HeadFile;
use tokio::sync::oneshot;

/// The most commands of one transaction.
const LARGEST_BATCH: usize = 256;

/// How often a batch is tried while other nodes are faster.
const MOST_TRIES: u32 = 50;

/// A command that waits, and where its answer goes.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) command: Command,
    pub(crate) answer: oneshot::Sender<Result<Receipt, Failure>>,
}

/// What is told after each transaction.
#[derive(Debug, Clone)]
pub struct Advanced {
    /// The position of the last event. Never to be shown: it counts
    /// confidential events too.
    pub position: u64,
    /// How many events are in the public log.
    pub size: u64,
    /// The signed head of the public log.
    pub checkpoint: Arc<str>,
    /// The signed head of the record, for those whom an event outside the log
    /// concerns.
    pub record: Arc<str>,
}

/// The sequencer while it runs. Dropping it waits until the thread has ended,
/// so that the folder is free for the next one.
#[derive(Debug)]
pub(crate) struct Running {
    jobs: Option<Sender<Job>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Running {
    /// Queues a job; gives it back if the sequencer has ended.
    pub(crate) fn send(&self, job: Job) -> Result<(), Box<Job>> {
        match &self.jobs {
            Some(jobs) => jobs.send(job).map_err(|error| Box::new(error.0)),
            None => Err(Box::new(job)),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so already.
            let _ = thread.join();
        }
    }
}

/// The sequencer's belongings.
#[derive(Debug)]
pub(crate) struct Sequencer {
    pub(crate) engine: Engine,
    pub(crate) head: Head,
    pub(crate) head_file: HeadFile,
    pub(crate) hot: Hot,
    pub(crate) library: Arc<Library>,
    pub(crate) clock: Clock,
    pub(crate) key: SigningKey,
    pub(crate) origin: String,
    pub(crate) advanced: tokio::sync::watch::Sender<Advanced>,
    /// Erases what was disposed of. That it works on this thread, which also
    /// looks whether a content that is handed in is there, is what keeps one
    /// from being erased that somebody hands in at this moment: nothing may be
    /// decided and not yet committed while it erases.
    pub(crate) eraser: Eraser,
}

impl Sequencer {
    /// Starts the thread. What is on record but not signed yet, because the
    /// program was stopped in between, is signed first.
    pub(crate) fn start(mut self) -> Result<Running, StoreError> {
        let record = signed::of(&self.head, &self.origin, &self.key)?;
        if self.head_file.read()?.as_ref() == Some(&record) {
            self.tell(record.text)?;
        } else {
            self.publish_head()?;
        }
        let (sender, receiver) = channel();
        let thread = std::thread::Builder::new()
            .name("sequencer".into())
            .spawn(move || self.run(&receiver))
            .map_err(|error| StoreError::Other(error.to_string()))?;
        Ok(Running {
            jobs: Some(sender),
            thread: Some(thread),
        })
    }

    fn run(&mut self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut batch = vec![first];
            while batch.len() < LARGEST_BATCH
                && let Ok(next) = jobs.try_recv()
            {
                batch.push(next);
            }
            self.carry_out(batch);
        }
    }

    fn carry_out(&mut self, jobs: Vec<Job>) {
        let mut tries = 1;
        let (outcomes, written) = loop {
            let (batch, outcomes) = self.decide(&jobs);
            let written = self.commit(batch);
            if let Err(error) = &written {
                self.recover(error);
            }
            // Another node was faster: all is decided anew on what it wrote.
            if matches!(written, Err(StoreError::Overtaken)) && tries < MOST_TRIES {
                tries += 1;
                continue;
            }
            break (outcomes, written);
        };
        let dispose = |job: &Job| matches!(job.command.order, Order::Dispose { .. });
        if written.is_ok() && jobs.iter().any(dispose) {
            self.erase();
        }
        let advanced = self.advanced.borrow().clone();
        for (job, outcome) in jobs.into_iter().zip(outcomes) {
            let answer = match &written {
                Ok(()) => outcome.map(|receipt| Receipt {
                    checkpoint: match receipt.unlogged {
                        true => advanced.record.clone(),
                        false => advanced.checkpoint.clone(),
                    },
                    ..receipt
                }),
                // Also a refusal: it may rest on what was not written.
                Err(error) => Err(Failure::Store(again(error))),
            };
            // A caller that went away gets no answer; its command stands.
            let _ = job.answer.send(answer);
        }
    }

    fn decide(&mut self, jobs: &[Job]) -> (Batch, Vec<Result<Receipt, Failure>>) {
        let mut batch = Batch::new(&self.head, self.clock.now());
        let mut outcomes = Vec::with_capacity(jobs.len());
        self.look_ahead(jobs);
        for job in jobs {
            let mut spine = Spine {
                engine: &mut self.engine,
                hot: &mut self.hot,
                library: &self.library,
                batch: &mut batch,
                blobs: self.eraser.blobs(),
            };
            outcomes.push(spine.carry_out(&job.command));
        }
        self.engine.forget();
        (batch, outcomes)
    }

    fn look_ahead(&mut self, jobs: &[Job]) {
        if self.engine.is_shared() {
            let commands = jobs.iter().map(|job| &job.command);
            let questions =
                commands.flat_map(|command| questions(&self.hot, &self.library, command));
            if let Err(error) = self.engine.look_ahead(questions.collect()) {
                // Each question is asked again by itself, and fails there.
                tracing::warn!(%error, "nothing could be asked ahead");
            }
        }
    }

    fn commit(&mut self, batch: Batch) -> Result<(), StoreError> {
        let was = self.head.position;
        if batch.head.position == was {
            return self.still(was);
        }
        let (advance, writes, head) = batch.finish(was);
        self.engine.commit(Some(&advance), &writes)?;
        self.head = head;
        self.publish_head()
    }

    /// Answers that record nothing must not rest on an outdated record either.
    fn still(&mut self, was: u64) -> Result<(), StoreError> {
        if self.engine.is_shared() && crate::opening::read_head(&mut self.engine)?.position != was {
            return Err(StoreError::Overtaken);
        }
        Ok(())
    }

    /// Erases the contents that were disposed of and that nobody needs. What
    /// cannot be erased now is tried again with the next disposal and when the
    /// office is opened.
    pub(crate) fn erase(&mut self) {
        if let Err(error) = self.eraser.erase(&mut self.engine) {
            tracing::error!(%error, "a content that was disposed of could not be erased");
        }
    }

    fn publish_head(&mut self) -> Result<(), StoreError> {
        let record = signed::of(&self.head, &self.origin, &self.key)?;
        self.head_file.write(&record)?;
        self.tell(record.text)
    }

    fn tell(&self, record: String) -> Result<(), StoreError> {
        let checkpoint = self.sign()?;
        self.advanced.send_replace(Advanced {
            position: self.head.position,
            size: self.head.peaks.size(),
            checkpoint: checkpoint.into(),
            record: record.into(),
        });
        Ok(())
    }

    /// The head of the public log. It says nothing of time, and the key signs
    /// the same text alike: as long as the log does not grow, it stays the same
    /// byte for byte (T-LOG-11).
    fn sign(&self) -> Result<String, StoreError> {
        let peaks = &self.head.peaks;
        let checkpoint = Checkpoint::new(&self.origin, peaks.size(), peaks.root());
        checkpoint
            .map_err(|error| StoreError::Other(error.to_string()))?
            .sign(&[&self.key])
            .map_err(|error| StoreError::Other(error.to_string()))
    }

    /// After a failed transaction nothing in memory is believed. Where it is
    /// not known whether it took place, the process ends: starting again is
    /// recovering.
    fn recover(&mut self, error: &StoreError) {
        if matches!(error, StoreError::Overtaken) {
            tracing::debug!("another node moved the head");
        } else {
            tracing::error!(%error, "a transaction failed");
        }
        let certain = matches!(
            error,
            StoreError::Full | StoreError::Locked(_) | StoreError::Overtaken | StoreError::Other(_)
        );
        let reread = if certain {
            self.reload()
        } else {
            Err(StoreError::Lost("the outcome is not known".into()))
        };
        if let Err(error) = reread {
            tracing::error!(%error, "the record must be opened anew");
            std::process::exit(70);
        }
    }

    fn reload(&mut self) -> Result<(), StoreError> {
        self.hot = Hot::load(&mut self.engine, &self.library)?;
        self.head = crate::opening::read_head(&mut self.engine)?;
        Ok(())
    }
}

/// The same failure for each of several callers.
fn again(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Locked(why) => StoreError::Locked(why.clone()),
        StoreError::Lost(why) => StoreError::Lost(why.clone()),
        StoreError::Overtaken => StoreError::Overtaken,
        StoreError::Unsound(why) => StoreError::Unsound(why.clone()),
        StoreError::Version { .. } | StoreError::Open { .. } | StoreError::Other(_) => {
            StoreError::Other(error.to_string())
        }
    }
}
