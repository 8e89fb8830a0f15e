//! Fills an office with filings, in process, by the same commands as
//! everybody else's.

use anyhow::Context;
use base16ct::lower;
use case::case::Document;
use case::command::{Actor, Command, Given, Order, Supply};
use case::findings::{ArtworkCheck, Findings, Report, Verdict};
use case::party::{Member, Membership, PersonId, Qualified, Registration};
use case::value::Value;
use jiff::civil::{Date, date};
use law::identity::{PartyCode, check_sign};
use law::name::FieldName;
use office::clock::Clock;
use office::execute::Receipt;
use office::failure::Failure;
use office::opening::{Office, Setup};
use office::publish::publish_log;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// How a bench office is opened.
pub(crate) fn setup(folder: &Path, database: Option<&str>, base: &str) -> Setup {
    Setup {
        folder: folder.to_owned(),
        database: database.map(str::to_owned),
        schemes: None,
        clock: Clock::System,
        origin: "xinbiao.example/log".into(),
        base: base.into(),
    }
}

/// The parties of a bench office.
pub(crate) struct Parties {
    pub(crate) body: PartyCode,
    pub(crate) producer: PartyCode,
    pub(crate) laboratory: PartyCode,
}

/// The person who acts for the producer.
pub(crate) const FILER: &str = "filer";
/// The people of the filing body.
pub(crate) const REVIEWER: &str = "reviewer";
pub(crate) const DECIDER: &str = "decider";

/// The materials that are handed in as they are; each holds its own name.
const PLAIN: [&str; 4] = ["report", "declaration", "licence", "accreditation"];

impl Parties {
    /// Their codes, synthetic.
    pub(crate) fn new() -> Self {
        let code = |serial: u32| {
            let first = format!("91000000{serial:09}");
            let sign = check_sign(&first).unwrap_or('0');
            format!("{first}{sign}")
                .parse()
                .unwrap_or_else(|error| unreachable!("the check sign was computed: {error}"))
        };
        Parties {
            body: code(1),
            producer: code(2),
            laboratory: code(3),
        }
    }

    /// Registers them, and keeps the contents that all filings rest on: one
    /// that is not there is asked after each time it is handed in.
    pub(crate) fn enter(&self, office: &Office) -> anyhow::Result<()> {
        for name in PLAIN.iter().chain(&["artwork"]) {
            office.blobs().keep(name.as_bytes())?;
        }
        let ask = |key: String, order: Order| {
            office.execute_blocking(Command {
                key,
                actor: Actor::Operator,
                expected: None,
                order,
            })
        };
        let parties = [
            (&self.body, "filing-body", "示例备案机构"),
            (&self.producer, "producer", "示例生产者"),
            (&self.laboratory, "laboratory", "示例实验室"),
        ];
        for (code, kind, name) in parties {
            let registration = Registration {
                code: code.clone(),
                name_zh: name.into(),
                name_en: kind.into(),
                kinds: BTreeSet::from([kind.into()]),
                region: "110000".into(),
                domestic_agent: None,
                parent: None,
            };
            ask(format!("bench/{code}"), Order::Register { registration })?;
        }
        let members = [
            (&self.body, REVIEWER, "reviewer"),
            (&self.body, DECIDER, "decider"),
            (&self.producer, FILER, "filer"),
        ];
        for (party, person, role) in members {
            let member = Member {
                name: person.into(),
                roles: BTreeSet::from([role.into()]),
                state: Membership::Confirmed,
            };
            let order = Order::SetMember {
                party: party.clone(),
                person: PersonId(person.into()),
                member,
            };
            ask(format!("bench/{person}"), order)?;
        }
        let qualification = Qualified {
            kind: "accreditation".into(),
            number: "EX-1".into(),
            scope: BTreeSet::new(),
            from: date(2020, 1, 1),
            until: date(2040, 1, 1),
        };
        ask(
            "bench/accreditation".into(),
            Order::Qualify {
                party: self.laboratory.clone(),
                qualification,
                basis: "measures/8.6".into(),
            },
        )?;
        Ok(())
    }

    /// The six commands of one lifecycle. The first opens the case; the
    /// others need its number.
    pub(crate) fn open(&self, model: &str, today: Date) -> Order {
        let tested = case::world::days_after(today, -10).to_string();
        let fields: [(&str, &str); 13] = [
            ("product-name", "示例摄像头"),
            ("model", model),
            ("category", "camera"),
            ("level", "basic"),
            ("connected", "yes"),
            ("dedicated", "no"),
            ("firmware", "1.0.0"),
            ("standard", "ETSI EN 303 645 V3.1.3"),
            ("laboratory", self.laboratory.as_str()),
            ("tested-on", &tested),
            ("support-until", "2035-12-31"),
            ("contact", "filing@producer.example"),
            ("models", ""),
        ];
        let fields: BTreeMap<FieldName, Value> = fields
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| ((*name).into(), Value::from(*value)))
            .collect();
        Order::Open {
            regime: "label".into(),
            procedure: "filing".into(),
            holder: Some(self.producer.clone()),
            step: "open".into(),
            given: Given {
                fields,
                ..Given::default()
            },
        }
    }

    /// Everything that the filing needs, with what was read out of it.
    pub(crate) fn supply(
        &self,
        case: &str,
        model: &str,
        today: Date,
        verdicts: &BTreeMap<String, Verdict>,
    ) -> Order {
        let document = |kind: &str, of: &str| Document {
            sha256: hex(of),
            sm3: hex(of),
            bytes: 1000,
            kind: kind.into(),
            name: format!("example.{kind}"),
        };
        let report = Report {
            number: "EX".into(),
            model: model.into(),
            standard: "ETSI EN 303 645 V3.1.3".into(),
            laboratories: vec![self.laboratory.to_string()],
            tested_on: case::world::days_after(today, -10),
            cases: 100,
            verdicts: verdicts.clone(),
            penetration: None,
        };
        let plain = |name: &str| Supply {
            material: name.into(),
            document: document("pdf", name),
            findings: None,
            evidence: None,
        };
        let supplies = vec![
            Supply {
                material: "report-data".into(),
                document: document("json", model),
                findings: Some(Findings::TestReport(report)),
                evidence: None,
            },
            Supply {
                material: "artwork".into(),
                document: document("svg", "artwork"),
                findings: Some(Findings::Artwork(ArtworkCheck {
                    faults: Vec::new(),
                    said: BTreeMap::new(),
                })),
                evidence: None,
            },
        ];
        let supplies = supplies.into_iter().chain(PLAIN.map(plain)).collect();
        Order::Supply {
            case: case.into(),
            supplies,
        }
    }

    /// The steps after opening and supplying: who takes which with what.
    pub(crate) fn steps(&self) -> [(&PartyCode, &'static str, &'static str, Given); 4] {
        let checks = |names: &[&str]| Given {
            checks: names.iter().map(|name| (*name).into()).collect(),
            ..Given::default()
        };
        [
            (
                &self.producer,
                FILER,
                "submit",
                Given {
                    statement: true,
                    ..Given::default()
                },
            ),
            (
                &self.body,
                REVIEWER,
                "accept",
                checks(&["all-present", "no-conflict"]),
            ),
            (
                &self.body,
                REVIEWER,
                "propose",
                checks(&["authentic", "accurate", "complete"]),
            ),
            (
                &self.body,
                DECIDER,
                "file",
                checks(&["reviewed", "publishable"]),
            ),
        ]
    }
}

/// Verdicts that reach the basic level of the camera rule.
pub(crate) fn verdicts(office: &Office) -> anyhow::Result<BTreeMap<String, Verdict>> {
    let (_, edition) = office
        .library()
        .all()
        .find(|(id, _)| id.regime == "label")
        .context("the label regime is not loaded")?;
    let rule = edition
        .regime
        .reference("category", "camera")
        .context("the camera rule")?;
    Ok(rule
        .items
        .values()
        .flat_map(|item| &item.provisions)
        .map(|provision| (provision.clone(), Verdict::Pass))
        .collect())
}

/// How many labels are filed at once: enough to fill the largest transactions.
const WRITERS: usize = 512;

/// Files labels until there are `count`, with many writers at once, and
/// publishes the log.
pub(crate) fn labels(
    office: &Office,
    parties: Parties,
    count: u32,
    seen: impl Fn(),
) -> anyhow::Result<()> {
    let world = office.world()?;
    let calendar = world.calendars.values().next().context("a calendar")?;
    let filler = Arc::new(Filler {
        verdicts: verdicts(office)?,
        today: calendar.day(office.clock().now()),
        office: office.clone(),
        parties,
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let mut filing = tokio::task::JoinSet::new();
        for at in 0..count {
            if WRITERS <= filing.len()
                && let Some(done) = filing.join_next().await
            {
                done??;
                seen();
            }
            let filler = filler.clone();
            filing.spawn(async move { filler.one(at).await });
        }
        while let Some(done) = filing.join_next().await {
            done??;
            seen();
        }
        anyhow::Ok(())
    })?;
    publish_log(office)?;
    Ok(())
}

/// What every label is filed with.
struct Filler {
    office: Office,
    parties: Parties,
    today: Date,
    verdicts: BTreeMap<String, Verdict>,
}

impl Filler {
    /// One lifecycle.
    async fn one(&self, at: u32) -> anyhow::Result<()> {
        let (parties, model) = (&self.parties, format!("BN-{at:07}"));
        let open = parties.open(&model, self.today);
        let opened = self.ask(at, "open", (&parties.producer, FILER), open);
        let case = opened.await?.case.context("a case")?;
        let supply = parties.supply(&case, &model, self.today, &self.verdicts);
        self.ask(at, "supply", (&parties.producer, FILER), supply)
            .await?;
        for (party, person, step, given) in parties.steps() {
            let order = Order::Step {
                case: case.clone(),
                step: step.into(),
                given,
            };
            self.ask(at, step, (party, person), order).await?;
        }
        Ok(())
    }

    async fn ask(
        &self,
        at: u32,
        name: &str,
        (party, person): (&PartyCode, &str),
        order: Order,
    ) -> Result<Receipt, Failure> {
        let command = Command {
            key: format!("fill/{at}/{name}"),
            actor: Actor::Person {
                person: PersonId(person.into()),
                party: party.clone(),
            },
            expected: None,
            order,
        };
        self.office.execute(command).await
    }
}

fn hex(of: &str) -> String {
    lower::encode_string(&Sha256::digest(of.as_bytes()))
}
