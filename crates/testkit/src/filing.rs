//! Filings taken from the first form to the register by real commands, with
//! documents whose contents are kept and whose findings are made here.

use crate::office::TestOffice;
use crate::parties::Party;
use case::case::Document;
use case::command::{Actor, Given, Order, Supply};
use case::findings::{ArtworkCheck, Findings, Report, Verdict};
use case::value::Value;
use jiff::civil::{Date, date};
use law::name::{FieldName, LevelName, MaterialName};
use law::regime::Regime;
use office::execute::Receipt;
use std::collections::BTreeMap;

/// A filed label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The case's number.
    pub case: String,
    /// The label's number.
    pub number: String,
}

/// The day on which testing ended, in every filing made here.
pub const TESTED_ON: Date = date(2026, 6, 15);

/// The form of a filing of `model` at the level `basic`.
pub fn form(model: &str) -> BTreeMap<FieldName, Value> {
    let laboratory = Party::Laboratory.code();
    let texts = [
        ("product-name", "家用智能摄像头"),
        ("model", model),
        ("category", "camera"),
        ("level", "basic"),
        ("connected", "yes"),
        ("dedicated", "no"),
        ("firmware", "1.0.0"),
        ("standard", "ETSI EN 303 645 V3.1.3"),
        ("laboratory", laboratory.as_str()),
        ("tested-on", "2026-06-15"),
        ("support-until", "2031-12-31"),
        ("contact", "filing@producer.example"),
    ];
    texts
        .into_iter()
        .map(|(name, text)| (FieldName::from(name), Value::from(text)))
        .collect()
}

/// What a step is taken with: checks and a statement.
pub fn given(checks: &[&str], statement: bool) -> Given {
    Given {
        checks: checks.iter().map(|check| (*check).into()).collect(),
        statement,
        ..Given::default()
    }
}

/// The test report of `model`: all that the level `basic` demands passed.
pub fn report(regime: &Regime, model: &str) -> Report {
    let rule = regime
        .references
        .get("category")
        .and_then(|items| items.get("camera"));
    let level = LevelName::from("basic");
    let verdicts: BTreeMap<String, Verdict> = rule
        .iter()
        .flat_map(|rule| rule.demanded(&level))
        .flat_map(|(_, item)| item.provisions.iter().cloned())
        .map(|provision| (provision, Verdict::Pass))
        .collect();
    Report {
        number: format!("R-{model}"),
        model: model.to_owned(),
        standard: "ETSI EN 303 645 V3.1.3".into(),
        laboratories: vec![Party::Laboratory.code().to_string()],
        tested_on: TESTED_ON,
        cases: u32::try_from(verdicts.len()).unwrap_or(u32::MAX),
        verdicts,
        penetration: None,
    }
}

impl TestOffice {
    /// The order that opens a filing of `model`.
    pub fn opening(&self, model: &str) -> Order {
        self.opening_in("label", model)
    }

    /// The order that opens a filing of `model` in one of the regimes.
    pub fn opening_in(&self, regime: &str, model: &str) -> Order {
        Order::Open {
            regime: regime.into(),
            procedure: "filing".into(),
            holder: Some(Party::Producer.code()),
            step: "open".into(),
            given: Given {
                fields: form(model),
                ..Given::default()
            },
        }
    }

    /// The order of a step on a case.
    pub fn step(&self, case: &str, step: &str, given: Given) -> Order {
        Order::Step {
            case: case.to_owned(),
            step: step.into(),
            given,
        }
    }

    /// Takes a step, or panics.
    pub fn take(&self, actor: &Actor, case: &str, step: &str, given: Given) -> Receipt {
        self.execute(actor, self.step(case, step, given))
    }

    /// A document whose content is kept among the materials.
    ///
    /// # Panics
    ///
    /// If it cannot be kept.
    pub fn document(&self, name: &str, kind: &str, content: &str) -> Document {
        let kept = self.office().blobs().keep(content.as_bytes());
        let digests = kept.unwrap_or_else(|error| panic!("{error}"));
        Document {
            sha256: digests.sha256,
            sm3: digests.sm3,
            bytes: digests.bytes,
            kind: kind.to_owned(),
            name: format!("{name}.{kind}"),
        }
    }

    /// All documents that a filing of `model` needs, kept and read.
    pub fn supplies(&self, model: &str) -> Vec<Supply> {
        let (_, edition) = self
            .office()
            .library()
            .all()
            .find(|(id, _)| id.regime == "label")
            .expect("the label regime comes with the program");
        let read = Findings::TestReport(report(&edition.regime, model));
        let artwork = Findings::Artwork(ArtworkCheck {
            faults: Vec::new(),
            said: BTreeMap::new(),
        });
        let all = [
            ("report-data", "json", Some(read)),
            ("report", "pdf", None),
            ("artwork", "svg", Some(artwork)),
            ("declaration", "pdf", None),
            ("licence", "pdf", None),
            ("accreditation", "pdf", None),
        ];
        let supply = |(name, kind, findings): (&str, &str, Option<Findings>)| Supply {
            material: MaterialName::from(name),
            document: self.document(name, kind, &format!("{name} of {model}\n")),
            findings,
            evidence: None,
        };
        all.into_iter().map(supply).collect()
    }

    /// A draft of `model`, its documents handed in; the case's number.
    ///
    /// # Panics
    ///
    /// If the receipt names no case.
    pub fn draft(&self, model: &str) -> String {
        self.draft_in("label", model)
    }

    /// As [`TestOffice::draft`], in one of the regimes.
    ///
    /// # Panics
    ///
    /// If the receipt names no case.
    pub fn draft_in(&self, regime: &str, model: &str) -> String {
        let receipt = self.execute(&self.producer(), self.opening_in(regime, model));
        let case = receipt.case.expect("opening makes a case");
        let supplies = self.supplies(model);
        let order = Order::Supply {
            case: case.clone(),
            supplies,
        };
        self.execute(&self.producer(), order);
        case
    }

    /// A filing of `model` that was submitted; the case's number.
    pub fn submitted(&self, model: &str) -> String {
        let case = self.draft(model);
        self.take(&self.producer(), &case, "submit", given(&[], true));
        case
    }

    /// A filing of `model` that waits for the decision; the case's number.
    pub fn proposed(&self, model: &str) -> String {
        let case = self.submitted(model);
        self.propose(&case);
        case
    }

    /// Takes a filing that was submitted to the decision.
    pub fn propose(&self, case: &str) {
        let reviewer = self.reviewer_of(case);
        self.take(
            &reviewer,
            case,
            "accept",
            given(&["all-present", "no-conflict"], false),
        );
        let checks = ["authentic", "accurate", "complete"];
        self.take(&reviewer, case, "propose", given(&checks, false));
    }

    /// A label of `model`, filed.
    ///
    /// # Panics
    ///
    /// If no number was given.
    pub fn file_label(&self, model: &str) -> Filed {
        self.file_label_in("label", model)
    }

    /// As [`TestOffice::file_label`], in one of the regimes.
    ///
    /// # Panics
    ///
    /// If no number was given.
    pub fn file_label_in(&self, regime: &str, model: &str) -> Filed {
        let case = self.draft_in(regime, model);
        self.take(&self.producer(), &case, "submit", given(&[], true));
        self.propose(&case);
        let checks = given(&["reviewed", "publishable"], false);
        let receipt = self.take(&self.decider(), &case, "file", checks);
        let number = receipt.number.expect("a filed label has a number");
        Filed { case, number }
    }
}

#[cfg(test)]
mod tests {
    use crate::engines::engines;
    use crate::office::office_on;

    #[test]
    fn a_label_is_filed_on_every_engine_and_found_after_reopening() {
        for kind in engines() {
            let mut office = office_on(kind, "2026-07-01");
            let filed = office.file_label("EX-CAM-200");
            assert!(filed.number.starts_with("CSL-2026-000001-"), "{filed:?}");
            office.close();
            office.open();
            assert_eq!(office.case(&filed.case).state.as_str(), "filed");
            office.audit();
            office.replay();
        }
    }
}
