//! The documents of the demonstration: real files of the right types, plainly
//! marked as examples.

use anyhow::Context;
use case::case::Case;
use case::world::World;
use evidence::report::{
    Item, Laboratory, LaboratoryRole, Penetration, Product, Standard, TestReport, Unit, Verdict,
};
use law::form::{Material, Reads};
use law::guard::GuardKind;
use law::library::Edition;
use law::name::{FieldName, LevelName, MaterialName};
use law::procedure::Procedure;
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

/// A document that a story hands in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) edition: &'a Edition,
    pub(crate) procedure: &'a Procedure,
    pub(crate) case: &'a Case,
    pub(crate) name: &'a MaterialName,
    pub(crate) material: &'a Material,
    /// The level that a test report reaches; the one that is claimed if not said.
    pub(crate) reaches: Option<&'a str>,
    pub(crate) round: usize,
}

impl Papers {
    /// The document that a story hands in: name of the file and content.
    pub(crate) fn of(
        &mut self,
        office: &Office,
        world: &World,
        asked: &Asked<'_>,
    ) -> anyhow::Result<(String, Vec<u8>)> {
        match asked.material.reads {
            Some(Reads::TestReport) => Ok(("report.json".into(), read_report(world, asked)?)),
            Some(Reads::Artwork) => Ok(("label.svg".into(), artwork(office, asked.case, world)?)),
            None => {
                let holder = world.party(&asked.case.holder);
                let holder = holder.map_or("", |party| party.registration.name_zh.as_str());
                let title = format!("{}（示例）", asked.material.zh);
                let lines = [
                    "本文件为演示用示例，不代表真实情况。",
                    holder,
                    &asked.case.number,
                ];
                Ok((format!("{}.pdf", asked.name), self.pdf(&title, &lines)?))
            }
        }
    }

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

/// A test report that says what the form says, as far as guards compare them.
fn read_report(world: &World, asked: &Asked<'_>) -> anyhow::Result<Vec<u8>> {
    let case = asked.case;
    let guard = |kind| {
        let mut guards = asked.procedure.guards.values();
        guards.find(|guard| guard.kind == kind && guard.material.as_ref() == Some(asked.name))
    };
    let agrees = guard(GuardKind::ReportAgrees).context("what the report agrees with")?;
    let reached = guard(GuardKind::LevelReached).context("what the report reaches")?;
    let text = |field: &Option<FieldName>| {
        let field = field.as_ref();
        field
            .and_then(|field| case.text(field.as_str()))
            .unwrap_or_default()
    };
    let of = reached.of.as_ref().context("the rule's field")?;
    let catalogue = asked
        .procedure
        .fields
        .get(of)
        .and_then(|field| field.of.as_deref());
    let rule = asked
        .edition
        .regime
        .reference(
            catalogue.unwrap_or_default(),
            case.text(of.as_str()).unwrap_or_default(),
        )
        .context("the rule")?;
    let name = |code: &str| {
        let party = world.party_text(code);
        party.map_or("", |party| party.registration.name_zh.as_str())
    };
    let laboratory = text(&agrees.other);
    let tested_on = text(&agrees.on);
    let reaches = asked.reaches.unwrap_or(text(&reached.field));
    let deep = rule
        .demanded(&LevelName::from(reaches))
        .any(|(_, item)| item.provisions.is_empty());
    let tested = Tested {
        number: format!("EX-TR-{}-{}", case.number, asked.round),
        model: text(&agrees.field),
        producer: name(case.holder.as_str()),
        laboratory: (laboratory, name(laboratory)),
        own: laboratory == case.holder.as_str(),
        tested_on,
        reaches,
        penetration: deep.then_some((laboratory, name(laboratory), tested_on)),
    };
    report(rule, &tested)
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
