//! An office for tests: opened on a fresh folder, its clock set by hand.

use crate::engines::{Database, Kind};
use crate::parties::{self, Party};
use crate::quiet;
use case::case::Case;
use case::command::{Actor, Command, Order};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use law::calendar::Moment;
use law::identity::PartyCode;
use office::audit::{Report, audit};
use office::clock::Clock;
use office::execute::Receipt;
use office::failure::Failure;
use office::opening::{Office, Setup};
use office::replay::rehearse;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use store::row::{Bound, Row};
use tempfile::TempDir;

/// The name of the log of test offices.
pub const ORIGIN: &str = "xinbiao.example/log";
/// The public address of test offices.
pub const BASE: &str = "https://xinbiao.example";

static KEY: AtomicU64 = AtomicU64::new(0);

/// A key that no other command of this process has.
pub fn fresh_key() -> String {
    format!(
        "test-{}-{}",
        std::process::id(),
        KEY.fetch_add(1, Ordering::SeqCst)
    )
}

/// Ten in the morning of `day` (`2026-07-01`) where the regime applies.
///
/// # Panics
///
/// If `day` is no day.
pub fn moment(day: &str) -> Moment {
    let day: Date = day.parse().unwrap_or_else(|error| panic!("{day}: {error}"));
    let zone = TimeZone::get("Asia/Shanghai").expect("the zone comes with the program");
    let zoned = day.at(10, 0, 0, 0).to_zoned(zone);
    zoned
        .expect("ten o'clock is there every day")
        .timestamp()
        .as_millisecond()
}

/// An open office with parties, on SQLite, whose clock stands at ten in the
/// morning of `day`.
pub fn office(day: &str) -> TestOffice {
    office_on(Kind::Sqlite, day)
}

/// As [`office`], on a database of this kind.
pub fn office_on(kind: Kind, day: &str) -> TestOffice {
    let office = TestOffice::empty(kind, day);
    for order in parties::orders(&["label"], &[]) {
        office.execute(&Actor::Operator, order);
    }
    office
}

/// As [`office_on`], where the confidential regime [`crate::quiet::QUIET`] is in
/// force too.
///
/// # Panics
///
/// If it does not open.
pub fn quiet_office_on(kind: Kind, day: &str) -> TestOffice {
    let folder = TempDir::new().expect("the system gives temporary folders");
    quiet::write(folder.path());
    let mut office = TestOffice::closed(kind, day);
    office.schemes = Some(folder.path().to_owned());
    office.kept = Some(folder);
    office.open();
    for order in parties::orders(&["label", quiet::QUIET], &[]) {
        office.execute(&Actor::Operator, order);
    }
    office
}

/// As [`office`], with the schemes of a folder instead of those that come with
/// the program, and without parties.
pub fn empty_office_of(schemes: &Path, day: &str) -> TestOffice {
    let mut office = TestOffice::closed(Kind::Sqlite, day);
    office.schemes = Some(schemes.to_owned());
    office.open();
    office
}

/// As [`empty_office_of`], with parties, which are of the kinds `others` too.
pub fn office_of(schemes: &Path, others: &[&str], day: &str) -> TestOffice {
    let office = empty_office_of(schemes, day);
    for order in parties::orders(&["label"], others) {
        office.execute(&Actor::Operator, order);
    }
    office
}

/// An office for tests. Its methods panic where a command fails, except those
/// that are called `try_…`.
#[derive(Debug)]
pub struct TestOffice {
    office: Option<Office>,
    clock: Clock,
    schemes: Option<PathBuf>,
    // Gone in this order: first the office, then what it stood on.
    pub database: Database,
    pub folder: TempDir,
    /// A folder of schemes of its own.
    kept: Option<TempDir>,
}

impl TestOffice {
    /// An office without parties.
    ///
    /// # Panics
    ///
    /// If it does not open.
    pub fn empty(kind: Kind, day: &str) -> TestOffice {
        let mut office = TestOffice::closed(kind, day);
        office.open();
        office
    }

    fn closed(kind: Kind, day: &str) -> TestOffice {
        let clock = Clock::at(moment(day));
        let database = Database::new(kind);
        let folder = TempDir::new().expect("the system gives temporary folders");
        TestOffice {
            office: None,
            clock,
            schemes: None,
            database,
            folder,
            kept: None,
        }
    }

    /// How the office is opened.
    pub fn setup(&self) -> Setup {
        Setup {
            folder: self.folder.path().to_owned(),
            database: self.database.address.clone(),
            schemes: self.schemes.clone(),
            clock: self.clock.clone(),
            origin: ORIGIN.into(),
            base: BASE.into(),
        }
    }

    /// The office itself.
    ///
    /// # Panics
    ///
    /// If it was closed.
    pub fn office(&self) -> &Office {
        self.office.as_ref().expect("the office is open")
    }

    /// Closes the office; its folder stays.
    pub fn close(&mut self) {
        self.office = None;
    }

    /// Opens it again after [`TestOffice::close`].
    ///
    /// # Panics
    ///
    /// If it does not open.
    pub fn open(&mut self) {
        self.try_open()
            .unwrap_or_else(|failure| panic!("{failure}"));
    }

    /// As [`TestOffice::open`].
    ///
    /// # Errors
    ///
    /// Why it does not open.
    pub fn try_open(&mut self) -> Result<(), Failure> {
        self.close();
        let setup = self.setup();
        // On a thread of its own, since tests may be async.
        let opened = std::thread::spawn(move || Office::open(setup)).join();
        self.office = Some(opened.expect("opening does not panic")?);
        Ok(())
    }

    /// Sets the clock to ten in the morning of `day`.
    pub fn on(&self, day: &str) -> &Self {
        self.clock.set(moment(day));
        self
    }

    /// Sets the clock.
    pub fn at(&self, moment: Moment) -> &Self {
        self.clock.set(moment);
        self
    }

    /// What time the clock shows.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Carries out an order under a fresh key.
    ///
    /// # Panics
    ///
    /// If it is refused or fails.
    pub fn execute(&self, actor: &Actor, order: Order) -> Receipt {
        let said = format!("{order:?}");
        self.try_execute(actor, order)
            .unwrap_or_else(|failure| panic!("{said}: {failure}"))
    }

    /// As [`TestOffice::execute`].
    ///
    /// # Errors
    ///
    /// Why it was not carried out.
    pub fn try_execute(&self, actor: &Actor, order: Order) -> Result<Receipt, Failure> {
        self.office().execute_blocking(Command {
            key: fresh_key(),
            actor: actor.clone(),
            expected: None,
            order,
        })
    }

    /// The producer's filer.
    pub fn producer(&self) -> Actor {
        Party::Producer.person("producer-1")
    }

    /// The filer of another producer.
    pub fn rival(&self) -> Actor {
        Party::Rival.person("rival-1")
    }

    /// The producer's agent.
    pub fn agent(&self) -> Actor {
        Party::Agent.person("agent-1")
    }

    /// A person of the laboratory.
    pub fn laboratory(&self) -> Actor {
        Party::Laboratory.person("laboratory-1")
    }

    /// The first of the filing body's two deciders.
    pub fn decider(&self) -> Actor {
        Party::FilingBody.person("decider-1")
    }

    /// The other decider.
    pub fn other_decider(&self) -> Actor {
        Party::FilingBody.person("decider-2")
    }

    /// Who keeps the filing body's members and records.
    pub fn administrator(&self) -> Actor {
        Party::FilingBody.person("administrator-1")
    }

    /// The authority's inspector.
    pub fn authority(&self) -> Actor {
        Party::Authority.person("inspector-1")
    }

    /// The reviewer who was drawn for the case.
    ///
    /// # Panics
    ///
    /// If nobody was drawn yet.
    pub fn reviewer_of(&self, case: &str) -> Actor {
        let found = self.case(case);
        let drawn = found.drawn.get("reviewer").and_then(|drawn| drawn.first());
        let person = drawn.unwrap_or_else(|| panic!("nobody was drawn for {case}"));
        Actor::Person {
            person: person.clone(),
            party: found.body.clone(),
        }
    }

    /// A case as the record has it.
    ///
    /// # Panics
    ///
    /// If there is none with this number.
    pub fn case(&self, number: &str) -> Case {
        let case = self.aside(|office| office.case(number));
        let case = case.unwrap_or_else(|failure| panic!("{failure}"));
        case.unwrap_or_else(|| panic!("there is no case {number}"))
    }

    /// Asks the database a question.
    ///
    /// # Panics
    ///
    /// If it does not answer.
    pub fn read(&self, ask: &Bound) -> Vec<Row> {
        let rows = self.aside(|office| office.read(ask.clone()));
        rows.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Works with the office on a thread of its own, since tests may be async
    /// and a PostgreSQL connection waits by itself.
    ///
    /// # Panics
    ///
    /// If the work panics.
    pub fn aside<T: Send>(&self, work: impl FnOnce(&Office) -> T + Send) -> T {
        let office = self.office();
        let done = std::thread::scope(|scope| scope.spawn(|| work(office)).join());
        done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    }

    /// Verifies the record, the derived tables and the published log.
    ///
    /// # Panics
    ///
    /// If anything is found.
    pub fn audit(&self) -> Report {
        let report = self.report();
        let found: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
        assert!(report.is_clean(), "{}", found.join("\n"));
        report
    }

    /// As [`TestOffice::audit`], but what is found is for the caller to judge.
    ///
    /// # Panics
    ///
    /// If the record cannot be read at all.
    pub fn report(&self) -> Report {
        let setup = self.setup();
        let done = std::thread::spawn(move || audit(&setup, &mut |_, _| ())).join();
        let report = done.expect("an audit does not panic");
        report.unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// Makes the derived tables anew, beside those that are there, and
    /// compares. Returns their hash.
    ///
    /// # Panics
    ///
    /// If they differ.
    pub fn replay(&self) -> String {
        let setup = self.setup();
        let done = std::thread::spawn(move || rehearse(&setup, &mut |_, _| ())).join();
        let replayed = done.expect("a replay does not panic");
        let replayed = replayed.unwrap_or_else(|failure| panic!("{failure}"));
        assert_eq!(
            replayed.hash_before, replayed.hash_after,
            "the tables differ"
        );
        replayed.hash_after
    }

    /// The code of one of the parties.
    pub fn code(&self, party: Party) -> PartyCode {
        party.code()
    }
}
