//! A program that is killed at any moment loses nothing that it acknowledged.
//!
//! The child works with eight writers, each of which notes in a journal what
//! it asks and what was acknowledged; the parent kills it and looks. How often
//! is said by `XINBIAO_KILLS`, with which chance by `XINBIAO_SEED`.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::command::{Command, Order};
use office::audit::audit;
use office::clock::Clock;
use office::opening::{Office, Setup};
use office::publish::publish_log;
use office::replay::rehearse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};
use store::engine::Engine;
use store::row::bind;
use store::statements as sql;
use testkit::filing::form;
use testkit::office::{BASE, ORIGIN, moment};
use testkit::parties::{self, Party};
use testkit::quiet::{self, QUIET};

const WRITERS: usize = 8;
/// After this many kills a new folder is taken.
const KILLS_PER_FOLDER: u64 = 20;
/// The child is this mode of the same program.
const CHILD: &str = "the_child_works_until_it_is_killed";
const FOLDER: &str = "XINBIAO_CHILD_FOLDER";
const ROUND: &str = "XINBIAO_CHILD_ROUND";
/// The child with this variable acknowledges before it has asked.
const HASTY: &str = "XINBIAO_CHILD_HASTY";

fn setup(folder: &Path, round: u64) -> Setup {
    Setup {
        folder: folder.join("data"),
        database: None,
        schemes: Some(folder.join("schemes")),
        clock: Clock::at(moment("2026-07-01") + 1000 * i64::try_from(round).unwrap()),
        origin: ORIGIN.into(),
        base: BASE.into(),
    }
}

/// What a writer's journal says: keys asked in order, with the case that each
/// was about, and keys acknowledged with the case in the answer.
#[derive(Default)]
struct Journal {
    asked: Vec<(String, String)>,
    acknowledged: BTreeMap<String, String>,
}

fn journal(folder: &Path, writer: usize) -> Journal {
    let text = fs::read_to_string(folder.join(format!("journal-{writer}"))).unwrap_or_default();
    let mut journal = Journal::default();
    // A last line without its end was being written when the child was killed.
    for line in text
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
    {
        match line.trim_end().split(' ').collect::<Vec<_>>().as_slice() {
            ["ask", key, case] => journal.asked.push(((*key).into(), (*case).into())),
            ["ack", key, case] => {
                journal.acknowledged.insert((*key).into(), (*case).into());
            }
            _ => (),
        }
    }
    journal
}

/// The command under a key: it opens a case, or fills in the form of `case`.
/// Every other writer works on what is confidential.
fn command(key: &str, case: &str) -> Command {
    let writer = key.trim_start_matches('w').split('-').next();
    let quiet = writer.is_some_and(|writer| writer.parse::<usize>().unwrap() % 2 == 1);
    let order = if case == "-" {
        Order::Open {
            regime: if quiet { QUIET } else { "label" }.into(),
            procedure: "filing".into(),
            holder: Some(Party::Producer.code()),
            step: "open".into(),
            given: case::command::Given {
                fields: form(key),
                ..case::command::Given::default()
            },
        }
    } else {
        Order::Fill {
            case: case.to_owned(),
            fields: [("firmware".into(), key.into())].into(),
        }
    };
    Command {
        key: key.to_owned(),
        actor: Party::Producer.person("producer-1"),
        expected: None,
        order,
    }
}

#[test]
#[ignore = "a mode of the kill harness, not a test"]
fn the_child_works_until_it_is_killed() {
    let (Ok(folder), Ok(round)) = (std::env::var(FOLDER), std::env::var(ROUND)) else {
        return;
    };
    let (folder, round) = (Path::new(&folder), round.parse().unwrap());
    let office = Office::open(setup(folder, round)).unwrap();
    File::create(folder.join(format!("ready-{round}"))).unwrap();
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let office = office.clone();
            scope.spawn(move || write(&office, folder, writer, round));
        }
        loop {
            publish_log(&office).unwrap();
            std::thread::sleep(Duration::from_millis(5));
        }
    });
}

fn write(office: &Office, folder: &Path, writer: usize, round: u64) {
    let hasty = std::env::var(HASTY).is_ok();
    let before = journal(folder, writer);
    let path = folder.join(format!("journal-{writer}"));
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .unwrap();
    // The first line ends whatever was torn.
    file.write_all(b"\n").unwrap();
    let mut send = |key: &str, case: &str| {
        file.write_all(format!("ask {key} {case}\n").as_bytes())
            .unwrap();
        if hasty {
            file.write_all(format!("ack {key} {case}\n").as_bytes())
                .unwrap();
        }
        let receipt = office.execute_blocking(command(key, case)).unwrap();
        let answered = receipt.case.clone().unwrap();
        file.write_all(format!("ack {key} {answered}\n").as_bytes())
            .unwrap();
        receipt
    };
    // What was asked and not answered is asked again; so is what was answered.
    for (key, case) in before.asked.iter().rev().take(3) {
        let receipt = send(key, case);
        if let Some(answered) = before.acknowledged.get(key).filter(|_| !hasty) {
            assert!(receipt.repeated, "{key} was carried out twice");
            assert_eq!(receipt.case.as_ref(), Some(answered));
        }
    }
    let mut case = None;
    for turn in 0.. {
        let key = format!("w{writer}-{round}-{turn}");
        let about = case.take();
        let receipt = send(&key, about.as_deref().unwrap_or("-"));
        case = receipt.case.filter(|_| about.is_none());
    }
}

/// Numbers by chance from a seed (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }
}

fn start(folder: &Path, round: u64, hasty: bool) -> Child {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args([
        "--exact",
        CHILD,
        "--ignored",
        "--nocapture",
        "--test-threads=1",
    ]);
    child.env(FOLDER, folder).env(ROUND, round.to_string());
    child.stdout(Stdio::null()).stderr(Stdio::inherit());
    if hasty {
        child.env(HASTY, "1");
    }
    child.spawn().unwrap()
}

/// What the rounds on one folder showed.
#[derive(Debug, Default)]
struct Outcome {
    kills: u64,
    acknowledged: u64,
    lost: u64,
    doubled: u64,
    unsound: Vec<String>,
    slowest: Duration,
}

impl Outcome {
    fn violations(&self) -> u64 {
        self.lost + self.doubled + self.unsound.len() as u64
    }

    fn add(&mut self, other: Outcome) {
        self.kills += other.kills;
        self.acknowledged += other.acknowledged;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.unsound.extend(other.unsound);
        self.slowest = self.slowest.max(other.slowest);
    }
}

/// Kills children on one folder and looks at what they left.
fn campaign(kills: u64, chance: &mut Chance, hasty: bool) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    quiet::write(&folder.join("schemes"));
    let office = Office::open(setup(folder, 0)).unwrap();
    for (at, order) in parties::orders(&["label", QUIET], &[])
        .into_iter()
        .enumerate()
    {
        let key = format!("party-{at}");
        let actor = case::command::Actor::Operator;
        let command = Command {
            key,
            actor,
            expected: None,
            order,
        };
        office.execute_blocking(command).unwrap();
    }
    drop(office);
    let mut outcome = Outcome::default();
    for round in 1..=kills {
        let began = Instant::now();
        let mut child = start(folder, round, hasty);
        // One in five is killed while it opens, or soon after.
        if !hasty && chance.below(5) == 0 {
            std::thread::sleep(Duration::from_micros(chance.below(60_000)));
        } else {
            await_ready(folder, round, &mut child, began);
            outcome.slowest = outcome.slowest.max(began.elapsed());
            std::thread::sleep(Duration::from_micros(chance.below(150_000)));
        }
        if let Some(status) = child.try_wait().unwrap() {
            outcome.unsound.push(format!(
                "round {round}: the child ended by itself, {status}"
            ));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        outcome.kills += 1;
        look(
            folder,
            round,
            round % 5 == 0 || round == kills,
            &mut outcome,
        );
    }
    outcome
}

fn await_ready(folder: &Path, round: u64, child: &mut Child, began: Instant) {
    let ready = folder.join(format!("ready-{round}"));
    while !ready.exists() {
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "the child does not start");
        assert!(began.elapsed() < Duration::from_secs(30), "the child hangs");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn look(folder: &Path, round: u64, whole: bool, outcome: &mut Outcome) {
    let setup = setup(folder, round);
    let place = store::engine::Place::File(setup.folder.join("xinbiao.db"));
    let mut engine = Engine::open(&place).unwrap();
    let mut keys = BTreeSet::new();
    engine
        .each(
            &bind(sql::EVENT_PAGE, [0i64.into(), i64::MAX.into()]),
            &mut |row| {
                if let Some(key) = row.maybe_text(5)
                    && !keys.insert(key.to_owned())
                {
                    outcome.doubled += 1;
                }
                Ok(())
            },
        )
        .unwrap();
    drop(engine);
    outcome.acknowledged = 0;
    for writer in 0..WRITERS {
        let journal = journal(folder, writer);
        outcome.acknowledged += journal.acknowledged.len() as u64;
        let lost = journal
            .acknowledged
            .keys()
            .filter(|key| !keys.contains(*key));
        outcome.lost += lost.count() as u64;
    }
    if whole {
        // Opening is recovering: then everything must agree.
        drop(Office::open(setup.clone()).unwrap());
        let report = audit(&setup, &mut |_, _| ()).unwrap();
        let found = report
            .findings
            .iter()
            .map(|finding| format!("round {round}: {finding}"));
        outcome.unsound.extend(found);
        let replayed = rehearse(&setup, &mut |_, _| ()).unwrap();
        if replayed.hash_before != replayed.hash_after {
            outcome
                .unsound
                .push(format!("round {round}: the tables differ after replay"));
        }
    }
}

fn number(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn a_killed_program_loses_nothing_that_it_acknowledged() {
    let (kills, seed) = (number("XINBIAO_KILLS", 20), number("XINBIAO_SEED", 1));
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let began = Instant::now();
    let mut outcome = Outcome::default();
    while outcome.kills < kills {
        let some = (kills - outcome.kills).min(KILLS_PER_FOLDER);
        outcome.add(campaign(some, &mut chance, false));
    }
    let hasty = campaign(6, &mut chance, true);
    println!(
        "seed {seed}: {} kills, {} acknowledged, {} lost, {} doubled, {} unsound, ready after {:?} at most, {:?} in all; \
         the hasty child lost {}",
        outcome.kills,
        outcome.acknowledged,
        outcome.lost,
        outcome.doubled,
        outcome.unsound.len(),
        outcome.slowest,
        began.elapsed(),
        hasty.lost
    );
    assert_eq!(outcome.violations(), 0, "{outcome:#?}");
    assert!(
        outcome.slowest < Duration::from_secs(2),
        "{:?}",
        outcome.slowest
    );
    assert!(0 < hasty.lost, "no test: the seeded defect was not noticed");
}
