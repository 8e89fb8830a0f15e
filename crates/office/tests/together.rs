//! Many at once: one order of all events, each command once, and what was
//! acknowledged is there for everybody.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::command::{Actor, Command, Given, Order};
use office::execute::Receipt;
use office::failure::Failure;
use office::opening::{Office, Setup};
use office::publish::publish_log;
use std::collections::BTreeSet;
use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::engine::Engine;
use store::error::StoreError;
use store::row::bind;
use store::statements as sql;
use testkit::engines::{Kind, engines};
use testkit::filing::given;
use testkit::office::{TestOffice, fresh_key, office, office_on};

fn fill(case: &str, text: &str) -> Order {
    Order::Fill {
        case: case.to_owned(),
        fields: [("firmware".into(), text.into())].into(),
    }
}

fn send(office: &Office, key: &str, actor: &Actor, order: Order) -> Result<Receipt, Failure> {
    office.execute_blocking(Command {
        key: key.to_owned(),
        actor: actor.clone(),
        expected: None,
        order,
    })
}

/// Does `work` on `count` threads at once.
fn at_once<T: Send>(count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = (0..count).map(|at| scope.spawn(move || work(at))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    })
}

#[test]
fn the_same_commands_give_the_same_tables_on_every_engine() {
    let mut hashes = BTreeSet::new();
    for kind in engines() {
        let office = office_on(kind, "2026-07-01");
        let first = office.file_label("EX-CAM-1");
        office.file_label("Ä-型号 1");
        office.submitted("EX-CAM-2");
        office.on("2026-08-03");
        office.take(&office.producer(), &first.case, "cancel", given(&[], false));
        // Reviewers are drawn by chance, but no table tells whom.
        hashes.insert(office.replay());
        office.audit();
    }
    assert_eq!(hashes.len(), 1, "{hashes:?}");
}

#[test]
fn the_same_key_is_carried_out_once_and_answered_alike() {
    for kind in engines() {
        let office = office_on(kind, "2026-07-01");
        let producer = office.producer();
        let case = office.draft("EX-CAM-1");
        let supplies = office.supplies("EX-CAM-1");
        let orders = [
            office.opening("EX-CAM-2"),
            fill(&case, "2"),
            Order::Supply {
                case: case.clone(),
                supplies,
            },
            office.step(&case, "submit", given(&[], true)),
        ];
        let mut answers = Vec::new();
        for order in &orders {
            let key = fresh_key();
            let first = send(office.office(), &key, &producer, order.clone()).unwrap();
            assert!(!first.repeated);
            answers.push((key, order.clone(), first));
        }
        for (key, order, first) in answers {
            let again = send(office.office(), &key, &producer, order).unwrap();
            let expected = Receipt {
                repeated: true,
                checkpoint: again.checkpoint.clone(),
                ..first
            };
            assert_eq!(again, expected, "{kind}");
            let other = send(office.office(), &key, &producer, office.opening("EX-CAM-9"));
            assert!(
                matches!(other, Err(Failure::KeyReused(_))),
                "{kind}: {other:?}"
            );
        }
        office.audit();
    }
}

#[test]
fn a_command_about_an_older_version_is_stale() {
    let office = office("2026-07-01");
    let case = office.draft("EX-CAM-1");
    let seen = office.case(&case).version;
    office.execute(&office.producer(), fill(&case, "2"));
    let stale = office.office().execute_blocking(Command {
        key: fresh_key(),
        actor: office.producer(),
        expected: Some(seen),
        order: fill(&case, "3"),
    });
    let Err(Failure::Stale { seen: told, now }) = stale else {
        panic!("{stale:?}");
    };
    assert_eq!((told, now), (seen, seen + 1));
    assert_eq!(office.case(&case).version, seen + 1);
}

/// T-LBL-05.
#[test]
fn two_hundred_submissions_of_one_filing_at_once_are_one() {
    for kind in engines() {
        let office = office_on(kind, "2026-07-01");
        let (case, producer, key) = (office.draft("EX-CAM-1"), office.producer(), fresh_key());
        let submit = || office.step(&case, "submit", given(&[], true));
        let same = at_once(100, |_| {
            send(office.office(), &key, &producer, submit()).unwrap()
        });
        assert_eq!(same.iter().filter(|receipt| !receipt.repeated).count(), 1);
        let positions: BTreeSet<u64> = same.iter().map(|receipt| receipt.position).collect();
        assert_eq!(positions.len(), 1);
        let own = at_once(100, |_| {
            send(office.office(), &fresh_key(), &producer, submit())
        });
        let refused = own
            .iter()
            .all(|answer| matches!(answer, Err(Failure::Refused { .. })));
        assert!(refused, "{own:?}");
        office.audit();
    }
}

#[test]
fn two_hundred_decisions_on_one_filing_at_once_give_one_number() {
    let office = office("2026-07-01");
    let (case, other) = (office.proposed("EX-CAM-1"), office.proposed("EX-CAM-2"));
    let file = |case: &str| office.step(case, "file", given(&["reviewed", "publishable"], false));
    let answers = at_once(200, |at| {
        let actor = if at % 2 == 0 {
            office.decider()
        } else {
            office.other_decider()
        };
        send(office.office(), &fresh_key(), &actor, file(&case))
    });
    let done: Vec<_> = answers.into_iter().filter_map(Result::ok).collect();
    assert_eq!(done.len(), 1);
    assert!(
        done[0]
            .number
            .as_ref()
            .unwrap()
            .starts_with("CSL-2026-000001-")
    );
    let next = office.execute(&office.decider(), file(&other));
    assert!(next.number.unwrap().starts_with("CSL-2026-000002-"));
    office.audit();
}

/// The guard on shared reports holds also among commands that are recorded
/// together.
#[test]
fn one_report_does_not_serve_two_models_that_are_submitted_at_once() {
    let office = office("2026-07-01");
    let cases: Vec<String> = (0..8)
        .map(|at| {
            let case = office.draft(&format!("EX-CAM-{at}"));
            let mut supplies = office.supplies(&format!("EX-CAM-{at}"));
            supplies.retain(|supply| supply.material.as_str() == "report-data");
            supplies[0].document = office.document("report-data", "json", "the same content");
            let order = Order::Supply {
                case: case.clone(),
                supplies,
            };
            office.execute(&office.producer(), order);
            case
        })
        .collect();
    let answers = at_once(cases.len(), |at| {
        let order = office.step(&cases[at], "submit", given(&[], true));
        send(office.office(), &fresh_key(), &office.producer(), order)
    });
    assert_eq!(
        answers.iter().filter(|answer| answer.is_ok()).count(),
        1,
        "{answers:?}"
    );
}

#[test]
fn sixty_four_writers_leave_no_gap_and_everybody_reads_what_was_acknowledged() {
    for kind in engines() {
        let office = office_on(kind, "2026-07-01");
        let before = office.audit().events;
        let positions = at_once(64, |writer| {
            let opened =
                office.execute(&office.producer(), office.opening(&format!("EX-{writer}")));
            let case = opened.case.unwrap();
            let mut positions = vec![opened.position];
            for turn in 0..4 {
                let text = format!("{writer}.{turn}");
                let receipt = office.execute(&office.producer(), fill(&case, &text));
                let read = office.case(&case);
                assert_eq!(read.text("firmware"), Some(text.as_str()));
                assert_eq!(read.version, receipt.version);
                positions.push(receipt.position);
            }
            positions
        });
        let all: BTreeSet<u64> = positions.into_iter().flatten().collect();
        let expected: BTreeSet<u64> = (before + 1..=before + 64 * 5).collect();
        assert_eq!(all, expected, "{kind}");
        assert_eq!(office.audit().events, before + 64 * 5);
        office.replay();
    }
}

/// While a batch is written the next one is decided on it. Here the first is
/// not written, because another program holds the database; who waits behind it
/// does not notice, though all commands are about the same case.
#[test]
fn what_was_decided_on_a_batch_that_was_not_written_is_decided_anew() {
    let office = office("2026-07-01");
    let case = office.draft("EX-CAM-1");
    let before = office.case(&case).version;
    let mut holder = Engine::open(&office.office().folder().database()).unwrap();
    holder.begin().unwrap();
    let refused = AtomicBool::new(false);
    let write = |text: &str| {
        let order = fill(&case, text);
        send(office.office(), &fresh_key(), &office.producer(), order)
    };
    let holder = Mutex::new(holder);
    let answers = at_once(9, |writer| match writer {
        0 => {
            let answer = write("first");
            refused.store(true, Ordering::SeqCst);
            Some(answer)
        }
        8 => {
            while !refused.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(20));
            }
            holder.lock().unwrap().end().unwrap();
            None
        }
        _ => {
            std::thread::sleep(Duration::from_secs(1));
            Some(write(&format!("behind {writer}")))
        }
    });
    let mut answers = answers.into_iter().flatten();
    let first = answers.next();
    assert!(
        matches!(first, Some(Err(Failure::Store(StoreError::Locked(_))))),
        "{first:?}"
    );
    let mut versions: Vec<u64> = answers.map(|answer| answer.unwrap().version).collect();
    versions.sort_unstable();
    assert_eq!(versions, (before + 1..=before + 7).collect::<Vec<u64>>());
    assert_eq!(office.case(&case).version, before + 7);
    office.audit();
    office.replay();
}

#[test]
fn an_audit_finds_nothing_while_others_write_and_publish() {
    for kind in engines() {
        let office = office_on(kind, "2026-07-01");
        let (case, over) = (office.draft("EX-CAM-1"), AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                for turn in 0..400 {
                    office.execute(&office.producer(), fill(&case, &turn.to_string()));
                    if turn % 3 == 0 {
                        office.aside(|office| publish_log(office).unwrap());
                    }
                }
                over.store(true, Ordering::SeqCst);
            });
            let mut seen = 0;
            while !over.load(Ordering::SeqCst) {
                let now = office.audit().events;
                assert!(seen <= now, "{kind}");
                seen = now;
                office.replay();
            }
        });
    }
}

/// A second office on the database of the first, with its keys and head.
fn neighbour(office: &TestOffice) -> (tempfile::TempDir, Office) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("keys")).unwrap();
    for name in ["head", "keys/log.key", "keys/label.key"] {
        fs::copy(office.folder.path().join(name), folder.path().join(name)).unwrap();
    }
    let setup = Setup {
        folder: folder.path().to_owned(),
        ..office.setup()
    };
    let opened = Office::open(setup).unwrap();
    (folder, opened)
}

#[test]
fn two_offices_on_one_database_take_turns_and_neither_rests_on_what_is_outdated() {
    if !engines().contains(&Kind::Postgres) {
        eprintln!("no PostgreSQL server was given; two offices on one database were not tried");
        return;
    }
    let office = office_on(Kind::Postgres, "2026-07-01");
    let (_folder, other) = neighbour(&office);
    let offices = [office.office(), &other];
    let producer = office.producer();
    let before = office.audit().events;
    let done = at_once(16, |writer| {
        let here = offices[writer % 2];
        let opening = office.opening(&format!("EX-{writer}"));
        let opened = send(here, &fresh_key(), &producer, opening).unwrap();
        let case = opened.case.unwrap();
        let mut positions = vec![opened.position];
        for turn in 0..6 {
            // Each case is worked on through both offices.
            let there = offices[(writer + turn) % 2];
            let text = format!("{writer}.{turn}");
            let receipt = send(there, &fresh_key(), &producer, fill(&case, &text)).unwrap();
            positions.push(receipt.position);
        }
        let last = offices[(writer + 1) % 2];
        let withdraw = office.step(&case, "withdraw", Given::default());
        positions.push(
            send(last, &fresh_key(), &producer, withdraw)
                .unwrap()
                .position,
        );
        // The other office knows at once that the case is over.
        let outdated = send(
            offices[writer % 2],
            &fresh_key(),
            &producer,
            fill(&case, "late"),
        );
        assert!(
            matches!(outdated, Err(Failure::Refused { .. })),
            "{outdated:?}"
        );
        positions
    });
    let all: BTreeSet<u64> = done.into_iter().flatten().collect();
    assert_eq!(all, (before + 1..=before + 16 * 8).collect());
    office.audit();
    office.replay();
    let rows = office.read(&bind(sql::COUNTER_ALL, []));
    let filings = rows.iter().find(|row| row.text(0) == "label/filing");
    assert_eq!(filings.map(|row| row.count(2)), Some(16));
}

/// A refusal records nothing, so that nothing but a look at the head tells
/// that it rests on what is outdated.
#[test]
fn what_one_office_recorded_the_other_decides_on() {
    if !engines().contains(&Kind::Postgres) {
        eprintln!("no PostgreSQL server was given; two offices on one database were not tried");
        return;
    }
    let office = office_on(Kind::Postgres, "2026-07-01");
    let (_folder, other) = neighbour(&office);
    let case = office.draft("EX-CAM-1");
    let producer = office.producer();
    // The other office has seen the draft.
    let again = Order::Supply {
        case: case.clone(),
        supplies: office.supplies("EX-CAM-1"),
    };
    send(&other, &fresh_key(), &producer, again).unwrap();
    office.take(&producer, &case, "submit", given(&[], true));
    let reviewer = office.reviewer_of(&case);
    let accept = office.step(
        &case,
        "accept",
        given(&["all-present", "no-conflict"], false),
    );
    let accepted = send(&other, &fresh_key(), &reviewer, accept).unwrap();
    assert_eq!(accepted.state.as_deref(), Some("review"));
    office.audit();
}
