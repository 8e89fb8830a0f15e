//! Opening the office: one way to start, which is also the way to recover.

use crate::clock::Clock;
use crate::editions;
use crate::execute::Receipt;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::hot::Hot;
use crate::mover::Mover;
use crate::record::Head;
use crate::recorder::Recorder;
use crate::replay::freshen;
use crate::retention::Eraser;
use crate::sequencer::{Advanced, Job, Running, Sequencer};
use crate::signed;
use case::command::{Actor, Command, Order};
use case::world::World;
use law::library::Library;
use proof::checkpoint::Checkpoint;
use proof::digest::Digest;
use proof::key::SigningKey;
use proof::tree::Peaks;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use store::blobs::Blobs;
use store::engine::Engine;
use store::error::StoreError;
use store::headfile::HeadFile;
use store::migrate::migrate;
use store::row::{Bound, Row, bind};
use store::statements as sql;
use tokio::sync::{oneshot, watch};

/// How an office is opened.
#[derive(Debug, Clone)]
pub struct Setup {
    pub folder: PathBuf,
    /// A PostgreSQL address; none: a file in the folder.
    pub database: Option<String>,
    /// A folder of schemes instead of those that come with the program.
    pub schemes: Option<PathBuf>,
    pub clock: Clock,
    /// The log's name, also its key's: `xinbiao.example/log`.
    pub origin: String,
    /// Scheme and host of the public address, as the code on a label says it.
    pub base: String,
}

/// An open office. Cheap to clone; it closes when the last clone is gone.
#[derive(Debug, Clone)]
pub struct Office {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    setup: Setup,
    folder: Folder,
    sequencer: Running,
    library: Arc<Library>,
    texts: editions::Texts,
    blobs: Blobs,
    readers: Mutex<Vec<Engine>>,
    log_key: SigningKey,
    label_key: SigningKey,
    advanced: watch::Receiver<Advanced>,
}

impl Office {
    /// Opens the office: makes or migrates the tables, compares the database
    /// with the head kept outside it, loads the calendars that came with the
    /// program, starts the sequencer.
    ///
    /// # Errors
    ///
    /// What stands in the way and what to do about it. A database that is
    /// behind its last signed head is refused (T-LOG-04).
    pub fn open(setup: Setup) -> Result<Self, Failure> {
        let folder = Folder::open(&setup.folder, setup.database.as_deref())?;
        let texts = texts(&setup)?;
        let library = Arc::new(load(&texts)?);
        let log_key = key(&folder, "log.key", &setup.origin)?;
        let label_key = key(&folder, "label.key", &format!("{}/labels", setup.origin))?;
        let blobs = Blobs::open(&folder.blobs())?;
        let (sequencer, mut recorder, advanced) =
            sequencer(&setup, &folder, library.clone(), &log_key, &blobs)?;
        recorder.erase();
        let known_years = known_years(&sequencer.hot.world);
        let sequencer = sequencer.start(recorder)?;
        let readers = Mutex::new(Vec::new());
        let office = Office {
            inner: Arc::new(Inner {
                setup,
                folder,
                sequencer,
                library,
                texts,
                blobs,
                readers,
                log_key,
                label_key,
                advanced,
            }),
        };
        office.load_calendars(&known_years)?;
        Ok(office)
    }

    /// Carries out one command and waits until it is durable.
    ///
    /// # Errors
    ///
    /// [`Failure`]: refused, stale or broken. Nothing is recorded then.
    pub async fn execute(&self, command: Command) -> Result<Receipt, Failure> {
        self.send(command)?.await.map_err(|_| Failure::Closed)?
    }

    /// As [`Office::execute`], for callers that are not async.
    ///
    /// # Errors
    ///
    /// As [`Office::execute`].
    pub fn execute_blocking(&self, command: Command) -> Result<Receipt, Failure> {
        let answer = self.send(command)?;
        wait(answer).map_err(|_| Failure::Closed)?
    }

    fn send(
        &self,
        command: Command,
    ) -> Result<oneshot::Receiver<Result<Receipt, Failure>>, Failure> {
        let (answer, receiver) = oneshot::channel();
        self.inner.sequencer.send(Job { command, answer })?;
        Ok(receiver)
    }

    /// Asks the database one question, on a connection that only reads.
    ///
    /// # Errors
    ///
    /// The engine's.
    pub fn read(&self, bound: Bound) -> Result<Vec<Row>, StoreError> {
        let held = self.readers().pop();
        let mut engine = match held {
            Some(engine) => engine,
            None => Engine::open_reader(&self.inner.folder.database())?,
        };
        let rows = engine.query(bound)?;
        self.readers().push(engine);
        Ok(rows)
    }

    fn readers(&self) -> std::sync::MutexGuard<'_, Vec<Engine>> {
        self.inner
            .readers
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The editions that are loaded.
    pub fn library(&self) -> &Library {
        &self.inner.library
    }

    /// The texts of the schemes: templates, notices, the printed pages.
    pub fn texts(&self) -> &editions::Texts {
        &self.inner.texts
    }

    /// The materials.
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// The data folder.
    pub fn folder(&self) -> &Folder {
        &self.inner.folder
    }

    /// How the office was opened.
    pub fn setup(&self) -> &Setup {
        &self.inner.setup
    }

    /// What time it is.
    pub fn clock(&self) -> &Clock {
        &self.inner.setup.clock
    }

    /// The key that signs the log's heads.
    pub fn log_key(&self) -> &SigningKey {
        &self.inner.log_key
    }

    /// The key that signs the codes on labels.
    pub fn label_key(&self) -> &SigningKey {
        &self.inner.label_key
    }

    /// Tells after each transaction how far the record is.
    pub fn advanced(&self) -> watch::Receiver<Advanced> {
        self.inner.advanced.clone()
    }

    fn load_calendars(&self, known: &[(String, i16)]) -> Result<(), Failure> {
        let years = editions::calendars(self.inner.setup.schemes.as_deref());
        for year in years.map_err(|error| Failure::Input(error.to_string()))? {
            if !known.contains(&(year.calendar.clone(), year.year)) {
                let key = format!("shipped/{}/{}", year.calendar, year.year);
                let order = Order::LoadCalendar { year };
                self.execute_blocking(Command {
                    key,
                    actor: Actor::Operator,
                    expected: None,
                    order,
                })?;
            }
        }
        Ok(())
    }
}

/// The editions that an office is opened with.
///
/// # Errors
///
/// What is wrong with them.
pub(crate) fn library(setup: &Setup) -> Result<Library, Failure> {
    load(&texts(setup)?)
}

fn load(texts: &editions::Texts) -> Result<Library, Failure> {
    editions::library(texts).map_err(|error| Failure::Input(error.to_string()))
}

fn texts(setup: &Setup) -> Result<editions::Texts, Failure> {
    match &setup.schemes {
        Some(path) => {
            editions::from_folder(path).map_err(|error| Failure::Input(error.to_string()))
        }
        None => Ok(editions::embedded()),
    }
}

/// Sequencer and recorder on a database that agrees with what was signed.
fn sequencer(
    setup: &Setup,
    folder: &Folder,
    library: Arc<Library>,
    key: &SigningKey,
    blobs: &Blobs,
) -> Result<(Sequencer, Recorder, watch::Receiver<Advanced>), Failure> {
    let head_file = HeadFile::open(&folder.head())?;
    let mut engine = Engine::open(&folder.database())?;
    migrate(&mut engine)?;
    let zero = [
        Digest::ZERO.to_string().into(),
        Peaks::default().to_text().into(),
    ];
    engine.commit(None, &[bind(sql::HEAD_BEGIN, zero)])?;
    freshen(&mut engine, &library)?;
    let head = read_head(&mut engine)?;
    signed::compare(&mut engine, &head, head_file.read()?.as_ref(), key)?;
    let first = Advanced {
        position: head.position,
        size: head.peaks.size(),
        checkpoint: Arc::from(""),
        record: Arc::from(""),
    };
    let (advance, advanced) = watch::channel(first);
    let mut recorder = Recorder {
        engine,
        head_file,
        key: key.clone(),
        origin: setup.origin.clone(),
        advanced: advance,
        mover: Mover::start(&folder.database())?,
        eraser: Eraser::new(blobs.clone()),
    };
    recorder.engine.leave_log()?;
    let mut engine = Engine::open_reader(&folder.database())?;
    let sequencer = Sequencer {
        head,
        hot: Hot::load(&mut engine, &library)?,
        engine,
        library,
        clock: setup.clock.clone(),
        blobs: blobs.clone(),
    };
    Ok((sequencer, recorder, advanced))
}

/// The calendar years that are on record.
fn known_years(world: &World) -> Vec<(String, i16)> {
    let years = world
        .calendars
        .iter()
        .flat_map(|(name, calendar)| calendar.years().map(move |year| (name.clone(), year.year)));
    years.collect()
}

/// Waits for an answer on this thread, also where the runtime would not let
/// its own threads wait.
fn wait<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    // A task that waits here has used up its turns with the runtime sooner or
    // later; it would then be told to come back for ever.
    let mut future = pin!(tokio::task::coop::unconstrained(future));
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// The head that the database holds.
pub(crate) fn read_head(engine: &mut Engine) -> Result<Head, StoreError> {
    let rows = engine.query(bind(sql::HEAD_READ, []))?;
    let row = rows
        .first()
        .ok_or_else(|| StoreError::Unsound("the head of the chain is missing".into()))?;
    let unsound =
        |what: &str| StoreError::Unsound(format!("the {what} of the chain's head cannot be read"));
    Ok(Head {
        position: row.count(0),
        at: row.int(1),
        chain: row.text(2).parse().map_err(|_| unsound("digest"))?,
        peaks: Peaks::parse(row.text(3)).map_err(|_| unsound("tree"))?,
    })
}

fn key(folder: &Folder, file: &str, name: &str) -> Result<SigningKey, Failure> {
    let make = || {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| error.to_string())?;
        let key = SigningKey::from_seed(name, seed).map_err(|error| error.to_string())?;
        Ok(key.to_secret_text())
    };
    let text = folder.secret(file, make)?;
    text.parse()
        .map_err(|error| Failure::Input(format!("keys/{file}: {error}")))
}

/// A checkpoint as published, opened with the log's own key.
///
/// # Errors
///
/// Why it is not this log's.
pub fn open_checkpoint(text: &str, key: &SigningKey) -> Result<Checkpoint, String> {
    Checkpoint::open(text.as_bytes(), &[key.verifying_key().clone()])
        .map_err(|error| error.to_string())
}
