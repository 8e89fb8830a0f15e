//! The thread that writes what the sequencer has decided: one transaction,
//! then the signed head outside the database; and only when both are durable
//! each caller is answered. Meanwhile the sequencer decides the next batch.

use crate::execute::Receipt;
use crate::failure::Failure;
use crate::mover::Mover;
use crate::opening::read_head;
use crate::record::{Head, Ready};
use crate::retention::Eraser;
use crate::sequencer::{Advanced, Job};
use crate::signed;
use proof::checkpoint::Checkpoint;
use proof::key::SigningKey;
use std::sync::mpsc::Receiver;
use store::engine::Engine;
use store::error::StoreError;
use store::headfile::HeadFile;

/// A batch that is decided, and who waits for it.
#[derive(Debug)]
pub(crate) struct Decided {
    /// The position of the head that it was decided on.
    pub(crate) was: u64,
    /// What is to be written; nothing if there are only answers.
    pub(crate) ready: Option<Ready>,
    pub(crate) jobs: Vec<Job>,
    /// The answers, in the order of the jobs.
    pub(crate) outcomes: Vec<Result<Receipt, Failure>>,
    /// Whether the file of a case is disposed of. Nothing may be decided until
    /// such a batch is done.
    pub(crate) disposes: bool,
}

/// What has become of a batch.
#[derive(Debug)]
pub(crate) enum Written {
    /// It is durable.
    Done,
    /// Another node was faster; nothing was written and nobody answered.
    Overtaken(Vec<Job>),
    /// Nothing was written, and all were told so.
    Failed,
}

/// What the thread works with.
#[derive(Debug)]
pub(crate) struct Recorder {
    pub(crate) engine: Engine,
    pub(crate) head_file: HeadFile,
    pub(crate) key: SigningKey,
    pub(crate) origin: String,
    pub(crate) advanced: tokio::sync::watch::Sender<Advanced>,
    pub(crate) mover: Mover,
    /// Erases what was disposed of. Nothing may be decided and not yet committed
    /// while it does: otherwise a content could be erased that somebody hands in
    /// at this moment, who found that it is there.
    pub(crate) eraser: Eraser,
}

impl Recorder {
    /// Signs a head that is on record but not signed yet, because the program
    /// was stopped in between.
    ///
    /// # Errors
    ///
    /// That it cannot be signed or written.
    pub(crate) fn catch_up(&mut self, head: &Head) -> Result<(), StoreError> {
        let record = signed::of(head, &self.origin, &self.key)?;
        if self.head_file.read()?.as_ref() == Some(&record) {
            self.tell(head, record.text)
        } else {
            self.publish_head(head)
        }
    }

    /// Writes one batch after the other until no more can come.
    pub(crate) fn run(&mut self, batches: &Receiver<Decided>, tell: &mut dyn FnMut(Written)) {
        while let Ok(batch) = batches.recv() {
            match self.write(batch.was, batch.ready.as_ref()) {
                // The next batch need not wait until all are answered.
                Ok(()) => {
                    if batch.disposes {
                        self.erase();
                    }
                    tell(Written::Done);
                    let statements = batch.ready.as_ref().map_or(0, |ready| ready.writes.len());
                    self.answer(batch);
                    self.mover.wrote(&mut self.engine, statements);
                }
                Err(StoreError::Overtaken) => {
                    // Nobody else writes a file: a batch would have been decided
                    // on one that was not written.
                    debug_assert!(
                        self.engine.is_shared(),
                        "a batch does not follow the record"
                    );
                    tracing::debug!("another node moved the head");
                    tell(Written::Overtaken(batch.jobs));
                }
                Err(error) => {
                    tracing::error!(%error, "a transaction failed");
                    end_unless_certain(&error);
                    fail(batch.jobs, &error);
                    tell(Written::Failed);
                }
            }
        }
    }

    /// Writes what there is to be written.
    fn write(&mut self, was: u64, ready: Option<&Ready>) -> Result<(), StoreError> {
        let Some(ready) = ready else {
            return self.still(was);
        };
        self.engine.commit(Some(&ready.advance), &ready.writes)?;
        self.publish_head(&ready.head)
    }

    /// Erases the contents that were disposed of and that nobody needs. What
    /// cannot be erased now is tried again with the next disposal and when the
    /// office is opened.
    pub(crate) fn erase(&mut self) {
        if let Err(error) = self.eraser.erase(&mut self.engine) {
            tracing::error!(%error, "a content that was disposed of could not be erased");
        }
    }

    /// Answers that record nothing must not rest on an outdated record either.
    fn still(&mut self, was: u64) -> Result<(), StoreError> {
        if self.engine.is_shared() && read_head(&mut self.engine)?.position != was {
            return Err(StoreError::Overtaken);
        }
        Ok(())
    }

    fn answer(&self, batch: Decided) {
        let advanced = self.advanced.borrow().clone();
        for (job, outcome) in batch.jobs.into_iter().zip(batch.outcomes) {
            let answer = outcome.map(|receipt| Receipt {
                checkpoint: match receipt.unlogged {
                    true => advanced.record.clone(),
                    false => advanced.checkpoint.clone(),
                },
                ..receipt
            });
            // A caller that went away gets no answer; its command stands.
            let _ = job.answer.send(answer);
        }
    }

    fn publish_head(&mut self, head: &Head) -> Result<(), StoreError> {
        let record = signed::of(head, &self.origin, &self.key)?;
        self.head_file.write(&record)?;
        self.tell(head, record.text)
    }

    fn tell(&self, head: &Head, record: String) -> Result<(), StoreError> {
        let checkpoint = self.sign(head)?;
        self.advanced.send_replace(Advanced {
            position: head.position,
            size: head.peaks.size(),
            checkpoint: checkpoint.into(),
            record: record.into(),
        });
        Ok(())
    }

    /// The head of the public log. It says nothing of time, and the key signs
    /// the same text alike: as long as the log does not grow, it stays the same
    /// byte for byte (T-LOG-11).
    fn sign(&self, head: &Head) -> Result<String, StoreError> {
        let checkpoint = Checkpoint::new(&self.origin, head.peaks.size(), head.peaks.root());
        checkpoint
            .map_err(|error| StoreError::Other(error.to_string()))?
            .sign(&[&self.key])
            .map_err(|error| StoreError::Other(error.to_string()))
    }
}

/// Ends the process where it is not known whether a transaction took place:
/// starting again is recovering.
pub(crate) fn end_unless_certain(error: &StoreError) {
    let certain = matches!(
        error,
        StoreError::Full | StoreError::Locked(_) | StoreError::Overtaken | StoreError::Other(_)
    );
    if !certain {
        tracing::error!("the outcome is not known; the record must be opened anew");
        std::process::exit(70);
    }
}

/// Tells all the same failure. Also a refusal would not do: it may rest on what
/// was not written.
pub(crate) fn fail(jobs: Vec<Job>, error: &StoreError) {
    for job in jobs {
        // A caller that went away gets no answer.
        let _ = job.answer.send(Err(Failure::Store(again(error))));
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
