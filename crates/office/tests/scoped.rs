//! Regimes in one office that use a name for different things stay apart.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::authorize::{Ground, may_see};
use case::command::{Actor, Order};
use case::party::{Bar, Member, Membership, PersonId, Registration};
use jiff::civil::date;
use law::identity::{PartyCode, check_sign};
use law::name::{PartyKind, Scoped};
use testkit::engines::Kind;
use testkit::office::{TestOffice, office, quiet_office_on};
use testkit::parties::Party;
use testkit::quiet::QUIET;

fn code() -> PartyCode {
    let digits = "12000000000000099";
    let sign = check_sign(digits).unwrap();
    format!("{digits}{sign}").parse().unwrap()
}

fn officer() -> Actor {
    Actor::Person {
        person: PersonId("officer-1".into()),
        party: code(),
    }
}

fn register(kinds: &[&str]) -> Order {
    let registration = Registration {
        code: code(),
        name_zh: "示例管理局".into(),
        name_en: "Example Bureau".into(),
        kinds: kinds.iter().map(|kind| Scoped::from(*kind)).collect(),
        region: "110000".into(),
        domestic_agent: None,
        parent: None,
    };
    Order::Register { registration }
}

fn member(role: &str) -> Order {
    Order::SetMember {
        party: code(),
        person: PersonId("officer-1".into()),
        member: Member {
            name: "officer-1".into(),
            roles: [Scoped::from(role)].into(),
            state: Membership::Confirmed,
        },
    }
}

fn sees(office: &TestOffice, number: &str) -> bool {
    let (case, world) = (office.case(number), office.office().world().unwrap());
    let edition = office.office().edition(&case).unwrap();
    let ground = Ground {
        regime: &edition.regime,
        procedure: edition.procedure(&case.procedure).unwrap(),
        world: &world,
        today: date(2026, 7, 1),
        holder: &case.holder,
        case: Some(&case),
    };
    may_see(ground, &officer())
}

fn refused(office: &TestOffice, order: Order) -> String {
    let failure = office.try_execute(&Actor::Operator, order);
    failure.unwrap_err().to_string()
}

/// T-AUZ-01: who supervises one regime sees nothing of another that has a kind
/// of party by the same name.
#[test]
fn an_authority_of_one_regime_is_none_in_another() {
    let office = office("2026-07-01");
    let case = office.submitted("EX-CAM-1");
    office.execute(&Actor::Operator, register(&["assessment:authority"]));
    office.execute(&Actor::Operator, member("officer"));
    assert!(!sees(&office, &case));
    let both = ["assessment:authority", "label:authority"];
    office.execute(&Actor::Operator, register(&both));
    assert!(sees(&office, &case));
    office.audit();
}

/// T-AUZ-01: a kind that several regimes have is registered for the one that is
/// named; a kind that one regime has is registered for that.
#[test]
fn a_kind_is_of_one_regime_and_an_unclear_one_is_refused() {
    let office = office("2026-07-01");
    let unclear = refused(&office, register(&["authority"]));
    for named in ["assessment:authority", "label:authority"] {
        assert!(unclear.contains(named), "{unclear}");
    }
    let elsewhere = refused(&office, register(&["review:authority"]));
    assert!(elsewhere.contains("label:authority"), "{elsewhere}");
    let unknown = refused(&office, register(&["astronaut"]));
    assert!(
        unknown.contains("no regime has a kind of party `astronaut`"),
        "{unknown}"
    );
    office.execute(&Actor::Operator, register(&["filing-body"]));
    let world = office.office().world().unwrap();
    let party = world.party(&code()).unwrap();
    let kinds: Vec<String> = party
        .registration
        .kinds
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(kinds, ["label:filing-body"]);
}

/// T-AUZ-01: a role may be held in one regime only, and one that no regime has
/// is refused.
#[test]
fn a_role_may_be_held_in_one_regime_only() {
    let office = office("2026-07-01");
    office.execute(
        &Actor::Operator,
        register(&["label:inspectorate", "assessment:ministry"]),
    );
    office.execute(&Actor::Operator, member("assessment:director"));
    let world = office.office().world().unwrap();
    let party = world.party(&code()).unwrap();
    let held = party.confirmed(&PersonId("officer-1".into())).unwrap();
    assert!(held.has("assessment", &"director".into()));
    assert!(!held.has("label", &"director".into()));
    let unknown = refused(&office, member("astronaut"));
    assert!(
        unknown.contains("no regime has a role `astronaut`"),
        "{unknown}"
    );
    let elsewhere = refused(&office, member("label:director"));
    assert!(elsewhere.contains("assessment:director"), "{elsewhere}");
}

/// LBL-15.3: a sanction of one regime bars nobody in another that has one by the
/// same name.
#[test]
fn a_bar_of_one_regime_holds_in_that_one() {
    let office = quiet_office_on(Kind::Sqlite, "2026-07-01");
    let bar = |sanction: &str| Order::Bar {
        party: office.code(Party::Producer),
        bar: Bar {
            sanction: sanction.into(),
            from: date(2026, 7, 1),
            until: date(2027, 7, 1),
            because: "EX-1".into(),
        },
        basis: "measures/15".into(),
    };
    let unclear = refused(&office, bar("producer-bar"));
    assert!(
        unclear.contains("label:producer-bar or quiet:producer-bar"),
        "{unclear}"
    );
    office.execute(&Actor::Operator, bar("quiet:producer-bar"));
    let world = office.office().world().unwrap();
    let producer = world.party(&office.code(Party::Producer)).unwrap();
    let barred = |regime| producer.barred(regime, &"producer-bar".into(), date(2026, 7, 2));
    assert!(barred(QUIET).is_some());
    assert!(barred("label").is_none());
    office.submitted("EX-CAM-1");
    office.audit();
}

/// What older records keep without a regime holds in every regime.
#[test]
fn a_kind_without_a_regime_is_of_every_regime() {
    let (old, new): (Scoped<PartyKind>, _) = ("authority".into(), Scoped::from("label:authority"));
    assert!(old.is("label", &"authority".into()) && old.is("assessment", &"authority".into()));
    assert!(old.meets(&new) && new.meets(&old));
    assert!(!new.is("assessment", &"authority".into()));
    assert_eq!(serde_json::to_string(&new).unwrap(), "\"label:authority\"");
    assert_eq!(
        serde_json::from_str::<Scoped<PartyKind>>("\"label:authority\"").unwrap(),
        new
    );
}
