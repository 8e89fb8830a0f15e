//! What was handed in is kept for its term, then disposed of by two persons
//! (OPS-03); nobody disposes of what must be kept, and nobody takes away what
//! was not disposed of (T-RET-01, T-RET-02).

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::command::{Actor, Command, OnHold, Order};
use case::event::HoldAct;
use case::party::{Member, Membership, PersonId};
use office::audit::Rule;
use office::failure::Failure;
use std::collections::BTreeSet;
use store::row::bind;
use store::statements as sql;
use testkit::engines::{Kind, engines};
use testkit::filing::given;
use testkit::office::{TestOffice, fresh_key, office_on, quiet_office_on};
use testkit::parties::Party;
use testkit::quiet::QUIET;

/// A day on which files of cases that ended in July 2026 are due, and the last
/// one on which they are not.
const DUE: &str = "2036-07-10";
const LAST: &str = "2036-07-09";

/// An office with two archivists of the filing body.
fn kept_on(kind: Kind) -> TestOffice {
    archivists(office_on(kind, "2026-07-01"))
}

fn archivists(office: TestOffice) -> TestOffice {
    for person in ["archivist-1", "archivist-2"] {
        let member = Member {
            name: person.to_owned(),
            roles: ["archivist".into()].into(),
            state: Membership::Confirmed,
        };
        let order = Order::SetMember {
            party: Party::FilingBody.code(),
            person: PersonId(person.to_owned()),
            member,
        };
        office.execute(&Actor::Operator, order);
    }
    office
}

fn first() -> Actor {
    Party::FilingBody.person("archivist-1")
}

fn second() -> Actor {
    Party::FilingBody.person("archivist-2")
}

/// A label that was filed and given up on 9 July 2026; its case.
fn ended(office: &TestOffice, regime: &str, model: &str) -> String {
    office.on("2026-07-01");
    let filed = office.file_label_in(regime, model);
    office.on("2026-07-09");
    office.take(&office.producer(), &filed.case, "cancel", given(&[], false));
    filed.case
}

fn propose(case: &str) -> Order {
    Order::ProposeDisposal { case: case.into() }
}

fn dispose(case: &str) -> Order {
    Order::Dispose { case: case.into() }
}

fn put(on: OnHold, reference: &str) -> Order {
    Order::Hold {
        on,
        act: HoldAct::Put {
            reference: reference.into(),
            reason: "a lawsuit".into(),
        },
    }
}

fn lift(on: OnHold, reference: &str) -> Order {
    Order::Hold {
        on,
        act: HoldAct::Lifted {
            reference: reference.into(),
            reason: "it is over".into(),
        },
    }
}

/// The code of the refusal.
fn refused(office: &TestOffice, actor: &Actor, order: Order) -> &'static str {
    match office.try_execute(actor, order) {
        Err(Failure::Refused { refusal, .. }) => refusal.code(),
        other => panic!("{other:?}"),
    }
}

fn disposed(office: &TestOffice, case: &str) {
    office.execute(&first(), propose(case));
    office.execute(&second(), dispose(case));
}

fn contents(office: &TestOffice, case: &str) -> BTreeSet<String> {
    office.case(case).contents.keys().cloned().collect()
}

fn there(office: &TestOffice, sha256: &str) -> bool {
    office.office().blobs().holds(sha256).unwrap()
}

/// OPS-03: nothing goes before its day; T-RET-01: nor by one person alone, by
/// somebody who is no archivist, or by an archivist elsewhere.
#[test]
fn a_file_is_disposed_of_when_its_term_is_over_by_two_archivists_of_its_body() {
    for kind in engines() {
        let office = kept_on(kind);
        let case = ended(&office, "label", "EX-CAM-1");
        let open = office.file_label("EX-CAM-2").case;
        office.on(LAST);
        assert_eq!(refused(&office, &first(), propose(&case)), "still-kept");
        office.on(DUE);
        assert_eq!(refused(&office, &first(), propose(&open)), "still-kept");
        assert_eq!(refused(&office, &first(), dispose(&case)), "not-proposed");
        let administrator = office.administrator();
        for (actor, code) in [
            (&administrator, "not-allowed"),
            (&office.decider(), "not-allowed"),
            (&office.producer(), "not-allowed"),
            (&office.rival(), "no-such-case"),
            (&Actor::Clock, "not-allowed"),
            (&Actor::Operator, "not-allowed"),
        ] {
            assert_eq!(refused(&office, actor, propose(&case)), code, "{actor:?}");
        }
        office.execute(&first(), propose(&case));
        assert_eq!(
            refused(&office, &second(), propose(&case)),
            "already-signed"
        );
        assert_eq!(refused(&office, &first(), dispose(&case)), "same-person");
        let digests = contents(&office, &case);
        assert_eq!(digests.len(), 6, "{kind}");
        assert!(digests.iter().all(|sha256| there(&office, sha256)));
        office.execute(&second(), dispose(&case));
        assert!(!digests.iter().any(|sha256| there(&office, sha256)));
        let after = office.case(&case);
        assert_eq!(after.kept_contents().count(), 0);
        let gone = after.gone(&after.documents["licence"].sha256).unwrap();
        assert_eq!(gone.last_day.to_string(), LAST);
        assert_eq!(gone.basis, "practice/31");
        assert_eq!(refused(&office, &first(), propose(&case)), "nothing-kept");
        office.audit();
        office.replay();
    }
}

/// OPS-03: the term of a file counts from the end of the entry, not from a
/// state in which the case came to rest before.
#[test]
fn the_term_runs_from_the_day_after_the_end() {
    let office = kept_on(Kind::Sqlite);
    let case = ended(&office, "label", "EX-CAM-1");
    let held = office.case(&case);
    let edition = office.office().edition(&held).unwrap();
    let world = office.aside(|office| office.world().unwrap());
    let file = case::retention::filed(&held, &edition.regime, &world);
    assert_eq!(file.since.unwrap().to_string(), "2026-07-09");
    assert_eq!(file.until.unwrap().to_string(), LAST);
    assert_eq!(file.term.unwrap().to_string(), "10 years");
    assert_eq!((file.kept, file.disposed), (6, 0));
}

/// OPS-03, T-RET-02: a content that another case needs stays until that case
/// gives it up too, and is back when it is handed in anew.
#[test]
fn a_content_stays_as_long_as_any_case_needs_it() {
    for kind in engines() {
        let office = kept_on(kind);
        let one = ended(&office, "label", "EX-CAM-1");
        office.on("2026-07-01");
        let two = shared(&office, "EX-CAM-2");
        office.take(&office.producer(), &two, "submit", given(&[], true));
        office.take(&office.producer(), &two, "withdraw", given(&[], false));
        let common = office.case(&one).documents["licence"].sha256.clone();
        assert_eq!(office.case(&two).documents["licence"].sha256, common);
        office.on(DUE);
        disposed(&office, &one);
        assert!(there(&office, &common), "{kind}: the other case needs it");
        let report = &office.case(&one).documents["report"].sha256;
        assert!(!there(&office, report), "{kind}: nobody needs it");
        office.audit();
        disposed(&office, &two);
        assert!(!there(&office, &common), "{kind}: nobody needs it now");
        office.audit();
        shared(&office, "EX-CAM-3");
        assert!(there(&office, &common), "{kind}: it was handed in anew");
        office.audit();
        office.replay();
    }
}

/// A draft of `model` with the licence of EX-CAM-1.
fn shared(office: &TestOffice, model: &str) -> String {
    let opening = office.opening(model);
    let case = office.execute(&office.producer(), opening).case.unwrap();
    let mut supplies = office.supplies(model);
    for supply in &mut supplies {
        if supply.material.as_str() == "licence" {
            supply.document = office.document("licence", "pdf", "licence of EX-CAM-1\n");
        }
    }
    let order = Order::Supply {
        case: case.clone(),
        supplies,
    };
    office.execute(&office.producer(), order);
    case
}

/// T-RET-02: between looking at a file and recording it, its content may have
/// been disposed of elsewhere.
#[test]
fn what_is_not_there_any_more_cannot_be_handed_in() {
    let office = kept_on(Kind::Sqlite);
    let case = ended(&office, "label", "EX-CAM-1");
    office.on("2026-07-01");
    let opening = office.opening("EX-CAM-1");
    let again = office.execute(&office.producer(), opening).case.unwrap();
    // Looked at and kept, but not on record yet.
    let supplies = office.supplies("EX-CAM-1");
    office.on(DUE);
    disposed(&office, &case);
    let order = Order::Supply {
        case: again,
        supplies,
    };
    let code = refused(&office, &office.producer(), order.clone());
    assert_eq!(code, "material-wrong");
    office.supplies("EX-CAM-1");
    office.execute(&office.producer(), order);
    office.audit();
}

/// OPS-03, T-RET-01: what is on hold is not disposed of, whether the case is
/// or its holder; who put a hold does not lift it.
#[test]
fn a_hold_on_the_case_or_on_its_holder_stands_in_the_way() {
    for kind in engines() {
        let office = kept_on(kind);
        let case = ended(&office, "label", "EX-CAM-1");
        let on_case = || OnHold::Case(case.clone());
        let on_party = || OnHold::Party(Party::Producer.code());
        office.on(DUE);
        office.execute(&first(), propose(&case));
        office.execute(&second(), put(on_case(), "order 1"));
        assert_eq!(
            refused(&office, &first(), put(on_case(), "order 1")),
            "hold-stands"
        );
        assert_eq!(refused(&office, &first(), put(on_case(), " ")), "wrong");
        for order in [propose(&case), dispose(&case)] {
            assert_eq!(refused(&office, &second(), order), "on-hold");
        }
        assert_eq!(
            refused(&office, &second(), lift(on_case(), "order 1")),
            "own-hold"
        );
        assert_eq!(
            refused(&office, &first(), lift(on_case(), "order 2")),
            "no-such-hold"
        );
        office.execute(&first(), lift(on_case(), "order 1"));
        // Who proposed did not know of the hold: it is proposed anew.
        assert_eq!(refused(&office, &second(), dispose(&case)), "not-proposed");
        office.execute(&first(), propose(&case));
        assert_eq!(
            refused(&office, &Actor::Operator, put(on_party(), "order 3")),
            "not-allowed"
        );
        assert_eq!(
            refused(&office, &office.decider(), put(on_party(), "order 3")),
            "not-allowed"
        );
        office.execute(&first(), put(on_party(), "order 3"));
        assert_eq!(refused(&office, &second(), dispose(&case)), "on-hold");
        assert_eq!(
            refused(&office, &first(), lift(on_party(), "order 3")),
            "own-hold"
        );
        office.execute(&second(), lift(on_party(), "order 3"));
        office.execute(&second(), dispose(&case));
        office.audit();
        office.replay();
    }
}

/// T-RET-02: a program that stops between commit and erasing, or a folder of
/// contents that is restored from a backup, leaves contents that were disposed
/// of. The audit finds them, and opening the office erases them.
#[test]
fn what_was_left_is_found_and_erased_on_opening() {
    for kind in engines() {
        let mut office = kept_on(kind);
        let case = ended(&office, "label", "EX-CAM-1");
        let sha256 = office.case(&case).documents["licence"].sha256.clone();
        let blobs = office.setup().folder.join("blobs");
        let path = blobs.join(&sha256[..2]).join(&sha256);
        let content = std::fs::read(&path).unwrap();
        office.on(DUE);
        disposed(&office, &case);
        assert!(!path.exists());
        office.close();
        std::fs::write(&path, content).unwrap();
        let report = office.report();
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert_eq!(report.findings[0].rule, Rule::Document);
        assert!(report.findings[0].what.contains("disposed of it"));
        office.open();
        assert!(!path.exists(), "{kind}");
        office.audit();
    }
}

/// T-RET-02: what is erased without an event is missing, and so is what only
/// one of two cases gave up.
#[test]
fn a_content_that_is_gone_without_an_event_is_found() {
    let office = kept_on(Kind::Sqlite);
    let one = ended(&office, "label", "EX-CAM-1");
    let two = shared(&office, "EX-CAM-2");
    let common = office.case(&two).documents["licence"].sha256.clone();
    let own = office.case(&two).documents["report"].sha256.clone();
    office.on(DUE);
    disposed(&office, &one);
    for sha256 in [common, own] {
        assert!(office.office().blobs().erase(&sha256).unwrap());
        let report = office.report();
        let found = report.findings.iter();
        let mut found = found.filter(|finding| finding.place.ends_with(&sha256));
        let finding = found.next().unwrap();
        assert_eq!(finding.rule, Rule::Document);
        assert!(finding.what.contains("is missing; event"), "{finding}");
    }
    assert_eq!(office.report().findings.len(), 2);
}

/// OPS-03, T-CNF-01: holds and disposals of confidential cases stay out of the
/// public log as all their events do.
#[test]
fn nothing_public_changes_when_a_confidential_file_is_disposed_of() {
    for kind in engines() {
        let office = archivists(quiet_office_on(kind, "2026-07-01"));
        let quiet = ended(&office, QUIET, "EX-QUIET-1");
        office.on(DUE);
        let advanced = office.office().advanced();
        let size = advanced.borrow().size;
        let on = || OnHold::Case(quiet.clone());
        office.execute(&first(), put(on(), "order 1"));
        office.execute(&second(), lift(on(), "order 1"));
        disposed(&office, &quiet);
        assert_eq!(advanced.borrow().size, size, "{kind}");
        assert_eq!(office.case(&quiet).kept_contents().count(), 0);
        office.audit();
        office.replay();
    }
}

/// T-RET-02: a list that an archivist saw is not approved after the case has
/// moved on; a command that is sent twice is carried out once.
#[test]
fn an_approval_rests_on_what_was_seen() {
    let office = kept_on(Kind::Sqlite);
    let case = ended(&office, "label", "EX-CAM-1");
    office.on(DUE);
    office.execute(&first(), propose(&case));
    let seen = office.case(&case).version;
    let command = |expected| Command {
        key: fresh_key(),
        actor: second(),
        expected: Some(expected),
        order: dispose(&case),
    };
    let stale = office.office().execute_blocking(command(seen - 1));
    assert!(matches!(stale, Err(Failure::Stale { .. })), "{stale:?}");
    let right = command(seen);
    office.office().execute_blocking(right.clone()).unwrap();
    let again = office.office().execute_blocking(right).unwrap();
    assert!(again.repeated);
    office.audit();
}

/// T-RET-02: a record from before there were these tables says what is needed
/// before anything is erased.
#[test]
fn an_older_record_is_read_before_anything_is_erased() {
    let mut office = kept_on(Kind::Sqlite);
    let case = ended(&office, "label", "EX-CAM-1");
    let other = shared(&office, "EX-CAM-2");
    office.close();
    let path = office.setup().folder.join("xinbiao.db");
    let database = rusqlite::Connection::open(path).unwrap();
    // As a migration leaves it: the tables are new and empty.
    database
        .execute_batch("DELETE FROM content; DELETE FROM retention; INSERT INTO stale VALUES (4)")
        .unwrap();
    drop(database);
    office.open();
    office.audit();
    assert!(office.read(&bind(sql::STALE_READ, [])).is_empty());
    office.on(DUE);
    disposed(&office, &case);
    let common = office.case(&other).documents["licence"].sha256.clone();
    assert!(there(&office, &common));
    office.audit();
}
