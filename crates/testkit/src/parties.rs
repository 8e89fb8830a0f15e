//! The parties that every test office knows, and the persons who act for them.

use case::command::{Actor, Order};
use case::party::{Mandate, Member, Membership, PersonId, Qualified, Registration};
use jiff::civil::{Date, date};
use law::identity::{PartyCode, check_sign};
use law::name::{PartyKind, Scoped};

/// A code of nobody: the area 000000, then a serial number.
///
/// # Panics
///
/// If the serial has more than nine digits.
pub fn code(serial: u32) -> PartyCode {
    let first = format!("91000000{serial:09}");
    let sign = check_sign(&first).expect("the first 17 signs are digits");
    let code = format!("{first}{sign}");
    code.parse().expect("the check sign was computed")
}

/// A party with one person for each of its roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    Producer,
    /// Another producer, who must not see the first one's cases.
    Rival,
    Agent,
    Laboratory,
    /// A laboratory that may do penetration tests.
    Tester,
    FilingBody,
    Authority,
}

/// Every party of a test office.
pub const ALL: [Party; 7] = [
    Party::Producer,
    Party::Rival,
    Party::Agent,
    Party::Laboratory,
    Party::Tester,
    Party::FilingBody,
    Party::Authority,
];

impl Party {
    /// Its code.
    pub fn code(self) -> PartyCode {
        let at = ALL.iter().position(|party| *party == self).unwrap_or(0);
        code(u32::try_from(at + 1).unwrap_or(1))
    }

    /// Its members: person and roles.
    pub fn members(self) -> &'static [(&'static str, &'static [&'static str])] {
        match self {
            Party::Producer => &[
                ("producer-1", &["owner", "filer"]),
                ("producer-2", &["filer"]),
            ],
            Party::Rival => &[("rival-1", &["owner", "filer"])],
            Party::Agent => &[("agent-1", &["owner", "filer"])],
            Party::Laboratory => &[("laboratory-1", &["owner", "tester"])],
            Party::Tester => &[("tester-1", &["owner", "tester"])],
            Party::FilingBody => &[
                ("reviewer-1", &["reviewer"]),
                ("reviewer-2", &["reviewer"]),
                ("decider-1", &["decider"]),
                ("decider-2", &["decider"]),
                ("administrator-1", &["administrator", "registrar"]),
            ],
            Party::Authority => &[("inspector-1", &["inspector"])],
        }
    }

    /// Its member `person`, as an actor.
    pub fn person(self, person: &str) -> Actor {
        Actor::Person {
            person: PersonId(person.to_owned()),
            party: self.code(),
        }
    }

    fn registration(self, copies: &[&str], others: &[&str]) -> Registration {
        let (zh, en, kind, region) = match self {
            Party::Producer => (
                "示例智能设备有限公司",
                "Example Devices Ltd",
                "producer",
                "440300",
            ),
            Party::Rival => (
                "另一设备有限公司",
                "Other Devices Ltd",
                "producer",
                "330100",
            ),
            Party::Agent => ("示例代理有限公司", "Example Agents Ltd", "agent", "110100"),
            Party::Laboratory => (
                "示例检测有限公司",
                "Example Laboratory Ltd",
                "laboratory",
                "310100",
            ),
            Party::Tester => (
                "示例渗透测试有限公司",
                "Example Testers Ltd",
                "laboratory",
                "510100",
            ),
            Party::FilingBody => (
                "示例备案机构",
                "Example Filing Body",
                "filing-body",
                "110000",
            ),
            Party::Authority => ("示例主管部门", "Example Authority", "authority", "110000"),
        };
        let kind = PartyKind::from(kind);
        let of_copy = |regime: &&str| Scoped::of(regime, kind.clone());
        let others = others.iter().map(|other| Scoped::from(*other));
        let others = others.filter(|other| *other.name() == kind);
        Registration {
            code: self.code(),
            name_zh: zh.into(),
            name_en: en.into(),
            kinds: copies.iter().map(of_copy).chain(others).collect(),
            region: region.into(),
            domestic_agent: None,
            parent: None,
        }
    }
}

/// The orders by which the operator sets the parties up: for the regime of
/// labels and its copies under other names, and for kinds of the same name in
/// others, such as `bodies:laboratory`.
pub fn orders(copies: &[&str], others: &[&str]) -> Vec<Order> {
    let mut orders = Vec::new();
    for party in ALL {
        let registration = party.registration(copies, others);
        orders.push(Order::Register { registration });
        for (person, roles) in party.members() {
            let member = Member {
                name: (*person).to_owned(),
                roles: roles.iter().map(|role| Scoped::from(*role)).collect(),
                state: Membership::Confirmed,
            };
            orders.push(Order::SetMember {
                party: party.code(),
                person: PersonId((*person).to_owned()),
                member,
            });
        }
    }
    for regime in copies {
        orders.push(qualify(Party::Laboratory, regime, "accreditation"));
        orders.push(qualify(Party::Tester, regime, "accreditation"));
        orders.push(qualify(Party::Tester, regime, "penetration-test"));
    }
    orders.push(Order::Mandate {
        party: Party::Producer.code(),
        mandate: Mandate {
            agent: Party::Agent.code(),
            scope: std::collections::BTreeSet::new(),
            from: FROM,
            until: UNTIL,
        },
        basis: "measures/8.7".into(),
    });
    orders
}

const FROM: Date = date(2024, 1, 1);
const UNTIL: Date = date(2035, 12, 31);

fn qualify(party: Party, regime: &str, kind: &str) -> Order {
    Order::Qualify {
        party: party.code(),
        qualification: Qualified {
            kind: Scoped::of(regime, kind.into()),
            number: format!("{kind}-1"),
            scope: std::collections::BTreeSet::new(),
            from: FROM,
            until: UNTIL,
        },
        basis: "measures/8.6".into(),
    }
}
