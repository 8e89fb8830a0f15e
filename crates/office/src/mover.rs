//! Moves the write-ahead log of a database file into the file, beside the
//! recorder, so that no batch waits for it. Nothing is lost if it never comes to
//! that: what is in the log is durable.

use crate::recorder::end_unless_certain;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use store::engine::{Engine, Place};
use store::error::StoreError;

/// After how many statements the log is moved: it is some megabytes long then.
const MOVED_AFTER: usize = 8_000;

/// The thread that moves it, with a connection of its own; it ends with this
/// value.
#[derive(Debug)]
pub(crate) struct Mover {
    ask: Option<Sender<()>>,
    moved: Receiver<()>,
    /// None on a server, which moves its log by itself.
    thread: Option<JoinHandle<()>>,
    /// How much was written since the thread was last asked.
    written: usize,
}

impl Mover {
    /// Starts the thread, unless the database is on a server.
    ///
    /// # Errors
    ///
    /// That there can be no more threads or connections.
    pub(crate) fn start(place: &Place) -> Result<Self, StoreError> {
        let (ask, asked) = channel();
        let (done, moved) = channel();
        if matches!(place, Place::Server(_)) {
            return Ok(Mover {
                ask: None,
                moved,
                thread: None,
                written: 0,
            });
        }
        let mut engine = Engine::open(place)?;
        let run = move || {
            while asked.recv().is_ok() {
                move_log(&mut engine);
                // Nobody listens any more when the office closes.
                let _ = done.send(());
            }
        };
        let thread = std::thread::Builder::new().name("mover".into()).spawn(run);
        Ok(Mover {
            ask: Some(ask),
            moved,
            thread: Some(thread.map_err(|error| StoreError::Other(error.to_string()))?),
            written: 0,
        })
    }

    /// Tells how much was written, on the connection that writes. Once the
    /// thread has moved the log, the writer moves what has come meanwhile,
    /// which is little: only then the log begins anew.
    pub(crate) fn wrote(&mut self, writer: &mut Engine, statements: usize) {
        self.written += statements;
        if self.moved.try_recv().is_ok() {
            self.written = 0;
            move_log(writer);
        } else if let Some(ask) = &self.ask
            && MOVED_AFTER <= self.written
        {
            self.written = 0;
            // Without the thread the writer moves it once it is very long.
            let _ = ask.send(());
        }
    }
}

impl Drop for Mover {
    fn drop(&mut self) {
        self.ask = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so already.
            let _ = thread.join();
        }
    }
}

/// A sync that fails is never tried again: starting again is recovering.
fn move_log(engine: &mut Engine) {
    if let Err(error) = engine.move_log() {
        tracing::error!(%error, "the write-ahead log was not moved");
        end_unless_certain(&error);
    }
}
