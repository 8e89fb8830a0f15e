//! The documents of the demonstration: real files of the right types, plainly
//! marked as examples.

use anyhow::Context;
use case::case::Case;
use case::world::World;
use evidence::report::{
    Item, Laboratory, LaboratoryRole, Penetration, Product, Standard, TestReport, Unit, Verdict,
};
use law::name::LevelName;
use law::reference::Reference;
use office::opening::Office;
use std::collections::BTreeMap;

/// Documents by what they say, so that each is made once.
#[derive(Debug, Default)]
pub(crate) struct Papers {
    made: BTreeMap<String, Vec<u8>>,
}

/// What a test report of the demonstration says.
#[derive(Debug, Clone)]
pub(crate) struct Tested<'a> {
    pub(crate) number: String,
    pub(crate) model: &'a str,
    pub(crate) producer: &'a str,
    pub(crate) laboratory: (&'a str, &'a str),
    pub(crate) own: bool,
    pub(crate) tested_on: &'a str,
    /// The level whose items all pass; items of higher levels fail.
    pub(crate) reaches: &'a str,
    pub(crate) penetration: Option<(&'a str, &'a str, &'a str)>,
}

impl Papers {
    /// A one-page PDF with a title and lines.
    pub(crate) fn pdf(&mut self, title: &str, lines: &[&str]) -> anyhow::Result<Vec<u8>> {
        let key = format!("{title}\n{}", lines.join("\n"));
        if let Some(made) = self.made.get(&key) {
            return Ok(made.clone());
        }
        let mut text = String::new();
        for (at, line) in std::iter::once(&title).chain(lines).enumerate() {
            let (y, size) = (30 + 14 * at, if at == 0 { 8 } else { 5 });
            text.push_str(&format!(
                r#"<text x="20" y="{y}" font-family="Noto Sans SC" font-size="{size}">{}</text>"#,
                escaped(line)
            ));
        }
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297">{text}</svg>"#
        );
        let pdf = artwork::pdf::pdf(&svg).context("a document of the demonstration")?;
        self.made.insert(key, pdf.clone());
        Ok(pdf)
    }
}

/// The artwork that the producer hands in: drawn from the rule's template.
pub(crate) fn artwork(office: &Office, case: &Case, world: &World) -> anyhow::Result<Vec<u8>> {
    let label = office.label(case, world)?;
    Ok(artwork::svg::svg(&label.template, "portrait", &label.facts)?.into_bytes())
}

/// A structured test report under `rule`.
pub(crate) fn report(rule: &Reference, tested: &Tested<'_>) -> anyhow::Result<Vec<u8>> {
    let passing: Vec<&String> = rule
        .demanded(&LevelName::from(tested.reaches))
        .map(|(id, _)| id)
        .collect();
    let items = items(rule, &passing)?;
    let role = if tested.own {
        LaboratoryRole::Own
    } else {
        LaboratoryRole::ThirdParty
    };
    let mut laboratories = vec![Laboratory {
        name: tested.laboratory.1.into(),
        code: tested.laboratory.0.into(),
        role,
    }];
    let mut penetration = None;
    if let Some((code, name, date)) = tested.penetration {
        laboratories.push(Laboratory {
            name: name.into(),
            code: code.into(),
            role: LaboratoryRole::Penetration,
        });
        penetration = Some(Penetration {
            laboratory: name.into(),
            date: date.parse()?,
            verdict: Verdict::Pass,
            summary: "Example: no way in was found.".into(),
        });
    }
    let report = TestReport {
        facts: evidence::report::Facts {
            number: tested.number.clone(),
            product: Product {
                producer: tested.producer.into(),
                model: tested.model.into(),
                firmware: "1.0.0".into(),
            },
            standard: Standard {
                id: "ETSI EN 303 645".into(),
                edition: "V3.1.3".into(),
            },
            laboratories,
            tested_from: tested.tested_on.parse()?,
            tested_to: tested.tested_on.parse()?,
            samples: 3,
            penetration,
        },
        items,
    };
    Ok(report.to_json().into_bytes())
}

/// One test case for each provision of each item.
fn items(rule: &Reference, passing: &[&String]) -> anyhow::Result<Vec<Item>> {
    let mut items = Vec::new();
    for (id, item) in &rule.items {
        let verdict = if passing.contains(&id) {
            Verdict::Pass
        } else {
            Verdict::Fail
        };
        for provision in &item.provisions {
            items.push(Item {
                provision: provision.parse()?,
                case: format!("{provision}-1").parse()?,
                kind: evidence::report::CaseKind::ALL[0],
                purpose: item.en.clone(),
                units: vec![Unit {
                    name: "A".into(),
                    verdict,
                }],
                verdict,
                rests_on: vec!["IXIT 1-AuthMech".into()],
                evidence: vec!["example.pdf".into()],
            });
        }
    }
    items.sort_by(|a, b| a.case.cmp(&b.case));
    Ok(items)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
