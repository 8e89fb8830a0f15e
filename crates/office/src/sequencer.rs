//! One thread orders all events. It decides on the commands that wait, batch
//! by batch; another one (`recorder.rs`) writes a batch while the next one is
//! decided. So the disk is synced once for many commands, and nobody waits for
//! it but those who are to be answered.
//!
//! A batch is decided on what the one before it will have left behind, as if
//! that were written. If it is not, what was decided after it is thrown away
//! and decided anew. Nobody is answered before that is known: batches are
//! written one at a time, in their order.

use crate::ahead::questions;
use crate::clock::Clock;
use crate::execute::{Receipt, Spine};
use crate::failure::Failure;
use crate::hot::Hot;
use crate::recent::Recent;
use crate::record::{Batch, Head};
use crate::recorder::{Decided, Recorder, Written, end_unless_certain, fail};
use case::command::{Command, Order};
use law::library::Library;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use store::blobs::Blobs;
use store::engine::Engine;
use store::error::StoreError;
use tokio::sync::oneshot;

/// The most commands of one transaction.
const LARGEST_BATCH: usize = 256;

/// How many commands are decided before the recorder is looked after: it may
/// wait for the batch. On a server what a piece will ask is asked in one go.
const PIECE: usize = 4;
const PIECE_ON_SERVER: usize = 32;

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

/// What the sequencer is told.
#[derive(Debug)]
enum Message {
    Job(Box<Job>),
    Written(Written),
    Close,
}

/// The sequencer while it runs. Dropping it waits until all that was sent is
/// written and the threads have ended, so that the folder is free for the next
/// one.
#[derive(Debug)]
pub(crate) struct Running {
    queue: Sender<Message>,
    threads: Vec<JoinHandle<()>>,
}

impl Running {
    /// Queues a job; an error if the sequencer has ended.
    pub(crate) fn send(&self, job: Job) -> Result<(), Failure> {
        let queued = self.queue.send(Message::Job(Box::new(job)));
        queued.map_err(|_| Failure::Closed)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.queue.send(Message::Close);
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so already.
            let _ = thread.join();
        }
    }
}

/// The sequencer's belongings.
#[derive(Debug)]
pub(crate) struct Sequencer {
    /// Reads what is written; the recorder has a connection of its own.
    pub(crate) engine: Engine,
    /// The head after the last batch that was handed over.
    pub(crate) head: Head,
    pub(crate) hot: Hot,
    pub(crate) library: Arc<Library>,
    pub(crate) clock: Clock,
    /// Where what is handed in must be.
    pub(crate) blobs: Blobs,
}

impl Sequencer {
    /// Starts the threads. What is on record but not signed yet, because the
    /// program was stopped in between, is signed first.
    pub(crate) fn start(self, mut recorder: Recorder) -> Result<Running, StoreError> {
        recorder.catch_up(&self.head)?;
        let (queue, messages) = channel();
        let (batches, decided) = channel();
        let back = queue.clone();
        let mut line = Line {
            office: self,
            waiting: VecDeque::new(),
            open: None,
            writing: false,
            disposing: false,
            behind: Recent::default(),
            tries: 0,
            closing: false,
        };
        let threads = vec![
            thread("sequencer", move || line.run(&messages, &batches))?,
            thread("recorder", move || {
                // Nobody listens any more if the sequencer has ended.
                let mut tell = |written| drop(back.send(Message::Written(written)));
                recorder.run(&decided, &mut tell);
            })?,
        ];
        Ok(Running { queue, threads })
    }

    fn reload(&mut self) -> Result<(), StoreError> {
        // The head first: what another node adds meanwhile is known then, but
        // not counted on, and the next move of the head fails.
        self.head = crate::opening::read_head(&mut self.engine)?;
        self.hot = Hot::load(&mut self.engine, &self.library)?;
        Ok(())
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
}

fn thread(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    let thread = std::thread::Builder::new().name(name.into()).spawn(run);
    thread.map_err(|error| StoreError::Other(error.to_string()))
}

/// A batch that commands are still added to.
#[derive(Debug)]
struct Open {
    batch: Batch,
    jobs: Vec<Job>,
    outcomes: Vec<Result<Receipt, Failure>>,
    /// Whether it disposes of the file of a case: then nothing is decided behind
    /// it until it is done, and contents are erased.
    disposes: bool,
}

/// The commands on their way: those that wait, those that are decided, and
/// those that are being written.
#[derive(Debug)]
struct Line {
    office: Sequencer,
    waiting: VecDeque<Job>,
    open: Option<Open>,
    /// Whether the recorder has a batch; never more than one.
    writing: bool,
    /// Whether that batch disposes of the file of a case.
    disposing: bool,
    /// What that batch brings about, until another one is opened behind it.
    behind: Recent,
    /// How often in a row another node was faster.
    tries: u32,
    closing: bool,
}

impl Line {
    fn run(&mut self, messages: &Receiver<Message>, batches: &Sender<Decided>) {
        while !self.closing || self.is_at_work() {
            self.listen(messages);
            self.decide();
            self.hand_over(batches);
        }
    }

    fn is_at_work(&self) -> bool {
        self.writing || self.open.is_some() || !self.waiting.is_empty()
    }

    /// Takes in what has come; waits if there is nothing else to do.
    fn listen(&mut self, messages: &Receiver<Message>) {
        if self.waiting.is_empty() || LARGEST_BATCH <= self.decided() || self.is_held() {
            match messages.recv() {
                Ok(message) => self.take(message),
                Err(_) => self.closing = true,
            }
        }
        while let Ok(message) = messages.try_recv() {
            self.take(message);
        }
    }

    /// Whether nothing may be decided until a disposal is done.
    fn is_held(&self) -> bool {
        self.disposing || self.open.as_ref().is_some_and(|open| open.disposes)
    }

    /// How many commands of the next batch are decided.
    fn decided(&self) -> usize {
        self.open.as_ref().map_or(0, |open| open.jobs.len())
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Job(job) => self.waiting.push_back(*job),
            Message::Written(written) => self.settle(written),
            Message::Close => self.closing = true,
        }
    }

    /// Goes on from what has become of the batch that was being written.
    fn settle(&mut self, written: Written) {
        self.writing = false;
        self.disposing = false;
        self.behind = Recent::default();
        let undone = match written {
            Written::Done => {
                self.tries = 0;
                if let Some(open) = &mut self.open {
                    open.batch.unseen.forget_behind();
                }
                return;
            }
            Written::Failed => Vec::new(),
            Written::Overtaken(jobs) => {
                self.tries += 1;
                if self.tries < MOST_TRIES {
                    jobs
                } else {
                    self.tries = 0;
                    fail(jobs, &StoreError::Overtaken);
                    Vec::new()
                }
            }
        };
        self.decide_anew(undone);
    }

    /// After a failed transaction nothing in memory is believed: what was
    /// decided behind it comes in line again, behind what was in it.
    fn decide_anew(&mut self, undone: Vec<Job>) {
        let open = self.open.take().map(|open| open.jobs);
        let again = undone.into_iter().chain(open.into_iter().flatten());
        let again: Vec<Job> = again.chain(self.waiting.drain(..)).collect();
        self.waiting = again.into();
        if let Err(error) = self.office.reload() {
            tracing::error!(%error, "the record must be opened anew");
            std::process::exit(70);
        }
    }

    /// Decides on a piece of what waits, as far as there is room in the batch.
    fn decide(&mut self) {
        if self.waiting.is_empty() || self.is_held() {
            return;
        }
        let mut open = self.open.take().unwrap_or_else(|| {
            self.office.hot.age();
            Open {
                batch: Batch::new(&self.office.head, std::mem::take(&mut self.behind)),
                jobs: Vec::new(),
                outcomes: Vec::new(),
                disposes: false,
            }
        });
        let office = &mut self.office;
        let piece = match office.engine.is_shared() {
            true => PIECE_ON_SERVER,
            false => PIECE,
        };
        let room = LARGEST_BATCH.saturating_sub(open.jobs.len()).min(piece);
        let jobs: Vec<Job> = self.waiting.drain(..room.min(self.waiting.len())).collect();
        office.look_ahead(&jobs);
        open.batch.tick(office.clock.now());
        for job in jobs {
            let mut spine = Spine {
                engine: &mut office.engine,
                hot: &mut office.hot,
                library: &office.library,
                batch: &mut open.batch,
                blobs: &office.blobs,
            };
            let outcome = spine.carry_out(&job.command);
            if let Err(Failure::Store(error)) = &outcome
                && office.engine.is_shared()
            {
                // A connection that is gone does not come back.
                end_unless_certain(error);
            }
            open.disposes |= matches!(job.command.order, Order::Dispose { .. });
            open.outcomes.push(outcome);
            open.jobs.push(job);
        }
        office.engine.forget();
        self.open = Some(open);
    }

    /// Gives the batch to the recorder, if that has none.
    fn hand_over(&mut self, batches: &Sender<Decided>) {
        if self.writing {
            return;
        }
        let Some(Open {
            batch,
            jobs,
            outcomes,
            disposes,
        }) = self.open.take()
        else {
            return;
        };
        let was = self.office.head.position;
        let ready = (batch.head.position != was).then(|| {
            let (ready, recent) = batch.finish(was);
            self.office.head = ready.head.clone();
            self.behind = recent;
            ready
        });
        let decided = Decided {
            was,
            ready,
            jobs,
            outcomes,
            disposes,
        };
        match batches.send(decided) {
            Ok(()) => (self.writing, self.disposing) = (true, disposes),
            // The recorder has ended, and has said why.
            Err(_) => self.closing = true,
        }
    }
}
