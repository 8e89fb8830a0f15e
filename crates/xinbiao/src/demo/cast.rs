//! Who takes part in the demonstration: plainly examples, with codes that
//! cannot belong to anybody (area 000000).

use super::names;
use case::command::{Actor, Command, Order};
use case::party::{Mandate, Member, Membership, PersonId, Qualified, Registration};
use jiff::civil::{Date, date};
use law::identity::{PartyCode, check_sign};
use law::name::Scoped;
use office::failure::Failure;
use office::opening::Office;
use std::collections::BTreeSet;

/// The last day of every qualification and mandate of the demonstration.
const LAST: Date = date(2035, 12, 31);

/// The parties of the demonstration.
#[derive(Debug)]
pub(crate) struct Cast {
    pub(crate) body: PartyCode,
    pub(crate) producers: Vec<PartyCode>,
    pub(crate) foreign: PartyCode,
    pub(crate) agent: PartyCode,
    pub(crate) laboratories: Vec<PartyCode>,
    pub(crate) tester: PartyCode,
    pub(crate) authority: PartyCode,
}

/// People of the filing body: person, name in Chinese, role.
pub(crate) const STAFF: [(&str, &str, &str); 8] = [
    ("admin", "示例管理员", "administrator"),
    ("registrar", "示例登记员", "registrar"),
    ("reviewer-1", "示例审查员一", "reviewer"),
    ("reviewer-2", "示例审查员二", "reviewer"),
    ("reviewer-3", "示例审查员三", "reviewer"),
    ("reviewer-4", "示例审查员四", "reviewer"),
    ("decider-1", "示例决定人一", "decider"),
    ("decider-2", "示例决定人二", "decider"),
];

const REGIONS: [(&str, &str, &str); 6] = [
    ("110000", "北京", "Beijing"),
    ("310000", "上海", "Shanghai"),
    ("440300", "深圳", "Shenzhen"),
    ("330100", "杭州", "Hangzhou"),
    ("510100", "成都", "Chengdu"),
    ("420100", "武汉", "Wuhan"),
];

/// A synthetic unified social credit code: area 000000, subject `serial`.
pub(crate) fn code(serial: u32) -> PartyCode {
    let first = format!("91000000{serial:09}");
    let sign = check_sign(&first).unwrap_or('0');
    format!("{first}{sign}")
        .parse()
        .unwrap_or_else(|error| unreachable!("the check sign was computed: {error}"))
}

/// The person who acts for a party in the demonstration.
pub(crate) fn person_of(party: &PartyCode) -> PersonId {
    PersonId(format!(
        "filer-{}",
        party.as_str().replace([':', '.'], "-").to_lowercase()
    ))
}

impl Cast {
    /// The cast, by code.
    pub(crate) fn new() -> Self {
        Cast {
            body: code(100_000_001),
            producers: (0..12).map(|at| code(200_000_000 + at)).collect(),
            foreign: "FI:0000000-0".parse().unwrap_or_else(|_| code(299_999_999)),
            agent: code(300_000_001),
            laboratories: (0..4).map(|at| code(400_000_000 + at)).collect(),
            tester: code(400_000_100),
            authority: code(500_000_001),
        }
    }

    /// Registers everybody, by commands of the operator.
    pub(crate) fn enter(&self, office: &Office) -> Result<(), Failure> {
        let stage = Stage { office };
        stage.party(
            &self.body,
            "示例备案机构",
            "Example Filing Body",
            &["filing-body"],
            "110000",
            None,
        )?;
        for (person, name, role) in STAFF {
            stage.member(&self.body, person, name, role)?;
        }
        stage.party(
            &self.authority,
            "示例主管部门",
            "Example Authority",
            &["authority"],
            "000000",
            None,
        )?;
        stage.member(&self.authority, "inspector-1", "示例监督员", "inspector")?;
        self.enter_producers(&stage)?;
        self.enter_agents(&stage)?;
        self.enter_laboratories(&stage)
    }

    fn enter_producers(&self, stage: &Stage<'_>) -> Result<(), Failure> {
        for (at, producer) in self.producers.iter().enumerate() {
            let (region, zh, en) = REGIONS[at % REGIONS.len()];
            let (word_zh, word_en) = names::word(at);
            let (zh, en) = (
                format!("{zh}示例{word_zh}智能科技有限公司"),
                format!("{en} Example {word_en} Smart Technology"),
            );
            // The first two have a laboratory of their own.
            let kinds: &[&str] = if at < 2 {
                &["producer", "laboratory"]
            } else {
                &["producer"]
            };
            stage.party(producer, &zh, &en, kinds, region, None)?;
            stage.filer(producer)?;
            if at < 2 {
                stage.qualify(producer, "own-laboratory", &format!("EX-OWN-{at:03}"))?;
            }
        }
        Ok(())
    }

    /// The agent, and the foreign producer that it speaks for.
    fn enter_agents(&self, stage: &Stage<'_>) -> Result<(), Failure> {
        stage.party(
            &self.agent,
            "示例备案代理有限公司",
            "Example Filing Agents",
            &["agent"],
            "310000",
            None,
        )?;
        stage.filer(&self.agent)?;
        let foreign = (
            "示例境外生产者（公开测评材料）",
            "Example foreign producer (of a public dossier)",
        );
        stage.party(
            &self.foreign,
            foreign.0,
            foreign.1,
            &["producer"],
            "000000",
            Some(&self.agent),
        )?;
        stage.filer(&self.foreign)?;
        for holder in [&self.foreign, &self.producers[3], &self.producers[4]] {
            stage.mandate(holder, &self.agent)?;
        }
        Ok(())
    }

    fn enter_laboratories(&self, stage: &Stage<'_>) -> Result<(), Failure> {
        for (at, laboratory) in self.laboratories.iter().enumerate() {
            let (region, zh, en) = REGIONS[(at + 1) % REGIONS.len()];
            let (zh, en) = (
                format!("{zh}示例网络安全检测中心"),
                format!("{en} Example Security Test Centre"),
            );
            stage.party(laboratory, &zh, &en, &["laboratory"], region, None)?;
            stage.qualify(laboratory, "accreditation", &format!("EX-CMA-{at:03}"))?;
        }
        stage.party(
            &self.tester,
            "示例渗透测试实验室",
            "Example Penetration Laboratory",
            &["laboratory"],
            "110000",
            None,
        )?;
        stage.qualify(&self.tester, "accreditation", "EX-CMA-100")?;
        stage.qualify(&self.tester, "penetration-test", "EX-PEN-100")
    }
}

struct Stage<'a> {
    office: &'a Office,
}

impl Stage<'_> {
    fn ask(&self, key: String, order: Order) -> Result<(), Failure> {
        self.office
            .execute_blocking(Command {
                key,
                actor: Actor::Operator,
                expected: None,
                order,
            })
            .map(|_| ())
    }

    fn party(
        &self,
        code: &PartyCode,
        zh: &str,
        en: &str,
        kinds: &[&str],
        region: &str,
        agent: Option<&PartyCode>,
    ) -> Result<(), Failure> {
        let registration = Registration {
            code: code.clone(),
            name_zh: zh.to_owned(),
            name_en: en.to_owned(),
            kinds: kinds
                .iter()
                .map(|kind| Scoped::of("label", (*kind).into()))
                .collect(),
            region: region.to_owned(),
            domestic_agent: agent.cloned(),
            parent: None,
        };
        self.ask(
            format!("demo/party/{code}"),
            Order::Register { registration },
        )
    }

    fn filer(&self, party: &PartyCode) -> Result<(), Failure> {
        self.member(party, &person_of(party).0, "示例经办人", "filer")
    }

    fn member(
        &self,
        party: &PartyCode,
        person: &str,
        name: &str,
        role: &str,
    ) -> Result<(), Failure> {
        let member = Member {
            name: name.to_owned(),
            roles: BTreeSet::from([Scoped::of("label", role.into())]),
            state: Membership::Confirmed,
        };
        let order = Order::SetMember {
            party: party.clone(),
            person: PersonId(person.to_owned()),
            member,
        };
        self.ask(format!("demo/member/{party}/{person}"), order)
    }

    fn qualify(&self, party: &PartyCode, kind: &str, number: &str) -> Result<(), Failure> {
        let qualification = Qualified {
            kind: kind.into(),
            number: number.to_owned(),
            scope: BTreeSet::new(),
            from: date(2025, 1, 1),
            until: LAST,
        };
        let order = Order::Qualify {
            party: party.clone(),
            qualification,
            basis: "measures/8.6".into(),
        };
        self.ask(format!("demo/qualify/{party}/{number}"), order)
    }

    fn mandate(&self, holder: &PartyCode, agent: &PartyCode) -> Result<(), Failure> {
        let mandate = Mandate {
            agent: agent.clone(),
            scope: BTreeSet::from(["label".to_owned()]),
            from: date(2026, 1, 1),
            until: LAST,
        };
        let order = Order::Mandate {
            party: holder.clone(),
            mandate,
            basis: "measures/8.7".into(),
        };
        self.ask(format!("demo/mandate/{holder}"), order)
    }
}
