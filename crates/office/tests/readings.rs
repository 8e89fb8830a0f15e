//! Who was shown what of a confidential case is on record (T-CNF-02).

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::command::{Actor, Order};
use case::event::View;
use office::failure::Failure;
use testkit::engines::{Kind, engines};
use testkit::filing::given;
use testkit::office::quiet_office_on;
use testkit::quiet::QUIET;

fn reading(case: &str, what: View) -> Order {
    Order::Read {
        case: case.to_owned(),
        what,
    }
}

/// T-CNF-02.
#[test]
fn each_reading_of_a_confidential_case_is_on_record_and_no_other() {
    for kind in engines() {
        let mut office = quiet_office_on(kind, "2026-07-01");
        let (open, quiet) = (
            office.submitted("EX-CAM-1"),
            office.draft_in(QUIET, "EX-QUIET-1"),
        );
        office.take(&office.producer(), &quiet, "submit", given(&[], true));
        let version = office.case(&quiet).version;
        let material = View::Material {
            material: "report".into(),
            sha256: office.case(&quiet).documents["report"].sha256.clone(),
        };
        for view in [View::Page, View::Answer, material.clone()] {
            office.execute(&office.decider(), reading(&quiet, view));
        }
        office.execute(&Actor::Operator, reading(&quiet, View::Export));
        office.close();
        office.open();
        office.execute(&office.producer(), reading(&quiet, View::Page));
        // A case that is not confidential is read without a word.
        office.execute(&office.decider(), reading(&open, View::Page));
        let nothing = office.aside(|office| office.readings(&open).unwrap());
        assert!(nothing.is_empty(), "{kind}");
        let told = office.aside(|office| office.readings(&quiet).unwrap());
        let who = |at: usize| {
            let who = &told[at].who;
            let person = who.person.as_ref().map(|person| person.0.clone());
            (person, who.capacity.to_string())
        };
        assert_eq!(told.len(), 5, "{kind}: {told:?}");
        assert_eq!(
            who(0),
            (Some("decider-1".into()), "decider".into()),
            "{kind}"
        );
        assert_eq!(told[2].what, material, "{kind}");
        assert_eq!(who(3), (None, "operator".into()), "{kind}");
        assert_eq!(who(4).0, Some("producer-1".into()), "{kind}");
        // Reading changes nothing about the case.
        assert_eq!(office.case(&quiet).version, version, "{kind}");
        office.audit();
        office.replay();
    }
}

/// T-AUZ-09.
#[test]
fn who_may_not_see_a_confidential_case_is_told_that_there_is_none_and_the_clock_reads_nothing() {
    let office = quiet_office_on(Kind::Sqlite, "2026-07-01");
    let quiet = office.draft_in(QUIET, "EX-QUIET-1");
    let refused = |actor: &Actor, case: &str| {
        let answer = office.try_execute(actor, reading(case, View::Page));
        let Err(Failure::Refused { refusal, .. }) = answer else {
            panic!("{answer:?}");
        };
        refusal.to_string().replace(case, "…")
    };
    let unknown = refused(&office.rival(), "QU209900000017");
    assert_eq!(refused(&office.rival(), &quiet), unknown);
    // A draft is its holder's alone.
    assert_eq!(refused(&office.decider(), &quiet), unknown);
    assert_ne!(refused(&Actor::Clock, &quiet), unknown);
    assert!(office.office().readings(&quiet).unwrap().is_empty());
    office.audit();
}

/// What is recorded as shown is what the case holds.
#[test]
fn a_content_that_a_case_does_not_hold_is_not_recorded_as_read() {
    let office = quiet_office_on(Kind::Sqlite, "2026-07-01");
    let quiet = office.draft_in(QUIET, "EX-QUIET-1");
    let what = View::Material {
        material: "report".into(),
        sha256: "0".repeat(64),
    };
    let answer = office.try_execute(&office.producer(), reading(&quiet, what));
    assert!(matches!(answer, Err(Failure::Refused { .. })), "{answer:?}");
    assert!(office.office().readings(&quiet).unwrap().is_empty());
}
