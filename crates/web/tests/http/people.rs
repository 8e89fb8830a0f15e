//! Accounts and tokens of an office.

use case::party::{Member, Membership, PersonId};
use office::people::{People, PeopleError};
use testkit::office::{TestOffice, office};
use testkit::parties::Party;

const RIGHT: &str = "correct horse battery";

fn person(id: &str) -> PersonId {
    PersonId(id.into())
}

fn people(office: &TestOffice) -> People {
    office.aside(|office| People::open(office).unwrap())
}

#[test]
fn a_token_holds_over_a_restart_until_it_ends_or_is_signed_out() {
    let office = office("2026-07-01");
    let before = people(&office);
    let until = office.now() + 1000;
    let producer = Party::Producer.code();
    let token = before
        .issue_token(&person("producer-1"), &producer, until)
        .unwrap();
    let other = before
        .issue_token(&person("producer-2"), &producer, until)
        .unwrap();
    assert_ne!(token, other);
    assert_eq!(token.len(), 43, "32 bytes, base64url");
    drop(before);
    let after = people(&office);
    let session = after.session(&token).unwrap();
    assert_eq!(
        (&session.person, &session.party),
        (&person("producer-1"), &producer)
    );
    after.sign_out(&other).unwrap();
    assert_eq!(after.session(&other), None);
    assert_eq!(people(&office).session(&other), None);
    office.at(until);
    assert_eq!(after.session(&token), None);
    assert_eq!(after.session(""), None);
}

#[test]
fn a_password_lets_its_owner_in_for_a_party_that_confirmed_them() {
    let office = office("2026-07-01");
    let people = people(&office);
    let world = office.aside(|office| office.world().unwrap());
    people
        .set_account(&person("producer-1"), "Wang", "王小明", RIGHT)
        .unwrap();
    let token = people.sign_in("wang", RIGHT, "here", &world).unwrap();
    let session = people.session(&token).unwrap();
    assert_eq!(
        (session.party.clone(), session.name.as_str()),
        (Party::Producer.code(), "王小明")
    );
    let stranger = people.create_account("li", "李", RIGHT).unwrap();
    assert!(matches!(
        people.sign_in("li", RIGHT, "here", &world),
        Err(PeopleError::NoParty)
    ));
    assert!(matches!(
        people.create_account("wang", "x", RIGHT),
        Err(PeopleError::Taken(_))
    ));
    assert!(matches!(
        people.create_account("x", "x", "short"),
        Err(PeopleError::Password)
    ));
    assert!(matches!(
        people.create_account("王", "x", RIGHT),
        Err(PeopleError::Login)
    ));
    let foreign = people.switch(&token, &Party::Rival.code(), &world);
    assert!(matches!(foreign, Err(PeopleError::NoParty)));
    let member = Member {
        name: "李".into(),
        roles: ["filer".into()].into(),
        state: Membership::Invited,
    };
    let order = case::command::Order::SetMember {
        party: Party::Rival.code(),
        person: stranger,
        member,
    };
    office.execute(&case::command::Actor::Operator, order);
    let world = office.aside(|office| office.world().unwrap());
    let invited = people.sign_in("li", RIGHT, "here", &world);
    assert!(
        matches!(invited, Err(PeopleError::NoParty)),
        "who is only invited is not in"
    );
}

/// T-ATN-01: guessing is slowed down, and nobody shuts somebody else out.
#[test]
fn who_guesses_waits_and_the_owner_elsewhere_does_not() {
    let office = office("2026-07-01");
    let people = people(&office);
    let world = office.aside(|office| office.world().unwrap());
    people
        .set_account(&person("producer-1"), "wang", "王", RIGHT)
        .unwrap();
    for _ in 0..5 {
        assert!(matches!(
            people.sign_in("wang", "guess", "there", &world),
            Err(PeopleError::Wrong)
        ));
    }
    assert!(matches!(
        people.sign_in("wang", RIGHT, "there", &world),
        Err(PeopleError::Wait { seconds: 300 })
    ));
    assert!(people.sign_in("wang", RIGHT, "here", &world).is_ok());
    office.at(office.now() + 300_000);
    assert!(people.sign_in("wang", RIGHT, "there", &world).is_ok());
}
