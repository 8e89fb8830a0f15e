//! Materials as scenarios hand them in.

use super::line::{date, items, value};
use super::play::Play;
use crate::case::{Case, Document};
use crate::command::Supply;
use crate::evidence::Cited;
use crate::findings::{ArtworkCheck, Findings, Report, Verdict};
use crate::wording::words;
use base16ct::lower;
use law::form::{Material, Reads};
use law::guard::{Guard, GuardKind};
use law::name::{FieldName, LevelName, MaterialName};
use law::procedure::Editable;
use law::regime::Relation;
use law::step::Step;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The materials that the words of a `supply` line name.
pub(super) fn supplies(
    play: &Play<'_>,
    case: &Case,
    said: &[String],
) -> Result<Vec<Supply>, String> {
    let names = named(play, case, said);
    names
        .into_iter()
        .map(|name| one(play, case, name, said))
        .collect()
}

/// The names of the materials that the words of a `supply` line mean.
pub(super) fn named<'p>(play: &'p Play<'_>, case: &Case, said: &'p [String]) -> Vec<&'p str> {
    let mut names: Vec<&str> = said
        .iter()
        .map(String::as_str)
        .filter(|word| !word.contains('=') && !OPTIONS.contains(word))
        .collect();
    if let Some(at) = names.iter().position(|name| *name == "all") {
        names.remove(at);
        let except = items(said, "except");
        let asked = wanted(play, case);
        names.extend(asked.into_iter().filter(|name| !except.contains(name)));
    }
    names
}

const OPTIONS: [&str; 2] = ["faulty", "unread"];

/// Every material that the form as it is asks for, of each either-or group
/// the first by name.
fn wanted<'p>(play: &'p Play<'_>, case: &Case) -> Vec<&'p str> {
    let form = play.form(&case.fields, &case.opened_by);
    let mut groups: Vec<&String> = Vec::new();
    let mut names = Vec::new();
    for (name, material) in &play.procedure.materials {
        if !is_next(play, case, name) {
            continue;
        }
        let taken = material
            .either
            .as_ref()
            .is_some_and(|group| groups.contains(&group));
        if form.holds(material.when.as_ref()) && !taken {
            groups.extend(&material.either);
            names.push(name.as_str());
        }
    }
    names
}

/// Whether a step needs the material: one of the holder's in a state that is
/// edited, one from this state in the others.
fn is_next(play: &Play<'_>, case: &Case, name: &MaterialName) -> bool {
    let state = play.procedure.states.get(&case.state);
    let edited = state.is_some_and(|state| state.edit != Editable::None);
    let actors = &play.edition().regime.actors;
    let holds = |step: &Step| {
        step.by.iter().any(|actor| {
            let rule = actors.get(actor);
            rule.is_some_and(|rule| matches!(rule.relation, Relation::Holder | Relation::Agent))
        })
    };
    let mut steps = play
        .procedure
        .steps
        .values()
        .filter(|step| step.needs.contains(name));
    steps.any(|step| {
        if edited {
            holds(step)
        } else {
            step.from.contains(&case.state)
        }
    })
}

fn one(play: &Play<'_>, case: &Case, name: &str, said: &[String]) -> Result<Supply, String> {
    let material = play.procedure.materials.get(name);
    let kind = value(said, "type").or_else(|| Some(material?.types.first()?.as_str()));
    let content = value(said, "content").map_or_else(
        || format!("{}/{name}/{}", case.number, play.turn),
        str::to_owned,
    );
    let evidence = value(said, "evidence").map(|called| match play.stage.cited(called) {
        Some(cited) => Ok(cited.clone()),
        None => Cited::read(called, &case.holder),
    });
    let evidence = evidence.transpose()?;
    let kept = evidence
        .as_ref()
        .and_then(|cited| play.stage.document(cited));
    let digest = lower::encode_string(&Sha256::digest(content.as_bytes()));
    let document = Document {
        sm3: digest.clone(),
        sha256: digest,
        bytes: 1000,
        kind: kind.unwrap_or("pdf").to_owned(),
        name: format!("{name}.{}", kind.unwrap_or("pdf")),
    };
    let findings = match material {
        Some(material) if !said.iter().any(|word| word == "unread") => {
            findings(play, case, name, material, said)?
        }
        _ => None,
    };
    Ok(Supply {
        material: MaterialName::from(name),
        document: kept.cloned().unwrap_or(document),
        findings,
        evidence,
    })
}

fn findings(
    play: &Play<'_>,
    case: &Case,
    name: &str,
    material: &Material,
    said: &[String],
) -> Result<Option<Findings>, String> {
    match material.reads {
        None => Ok(None),
        Some(Reads::Artwork) => {
            let fault = words("备案信息码无法识读", "the information code cannot be read");
            let faulty = said.iter().any(|word| word == "faulty");
            Ok(Some(Findings::Artwork(ArtworkCheck {
                faults: if faulty { vec![fault] } else { Vec::new() },
                said: BTreeMap::new(),
            })))
        }
        Some(Reads::TestReport) => {
            report(play, case, name, said).map(|report| Some(Findings::TestReport(report)))
        }
    }
}

/// The guard of a kind that looks at a material tells which fields belong to it.
fn guard<'p>(play: &'p Play<'_>, kind: GuardKind, material: &str) -> Option<&'p Guard> {
    let mut guards = play.procedure.guards.values();
    guards.find(|guard| {
        guard.kind == kind
            && guard
                .material
                .as_ref()
                .is_some_and(|of| of.as_str() == material)
    })
}

fn report(play: &Play<'_>, case: &Case, name: &str, said: &[String]) -> Result<Report, String> {
    let agrees = guard(play, GuardKind::ReportAgrees, name);
    let reached = guard(play, GuardKind::LevelReached, name);
    let text = |field: Option<&FieldName>| {
        field
            .and_then(|field| case.text(field.as_str()))
            .unwrap_or_default()
            .to_owned()
    };
    let own = |key: &str, field: Option<&FieldName>| {
        value(said, key).map_or_else(|| text(field), str::to_owned)
    };
    let laboratory = own("laboratory", agrees.and_then(|guard| guard.other.as_ref()));
    let laboratory = play
        .stage
        .code(&laboratory)
        .map_or(laboratory, ToString::to_string);
    let tested = own("tested", agrees.and_then(|guard| guard.on.as_ref()));
    let level = own("reaches", reached.and_then(|guard| guard.field.as_ref()));
    let (verdicts, needs_penetration) = verdicts(
        play,
        case,
        reached,
        &LevelName::from(level.as_str()),
        &items(said, "fail"),
    );
    let penetration = match value(said, "penetration") {
        Some("fail") => Some(Verdict::Fail),
        Some(_) => Some(Verdict::Pass),
        None => needs_penetration.then_some(Verdict::Pass),
    };
    Ok(Report {
        number: "R-1".into(),
        model: own("model", agrees.and_then(|guard| guard.field.as_ref())),
        standard: "ETSI EN 303 645 V3.1.3".into(),
        laboratories: vec![laboratory],
        tested_on: date(&tested).or_else(|_| date("2026-06-15"))?,
        cases: u32::try_from(verdicts.len()).unwrap_or(u32::MAX),
        verdicts,
        penetration,
    })
}

/// What the level demands passes, all else fails; and whether the level
/// demands a penetration test.
fn verdicts(
    play: &Play<'_>,
    case: &Case,
    reached: Option<&Guard>,
    level: &LevelName,
    fail: &[&str],
) -> (BTreeMap<String, Verdict>, bool) {
    let mut verdicts = BTreeMap::new();
    let mut penetration = false;
    let form = play.form(&case.fields, &case.opened_by);
    let rule = reached
        .and_then(|guard| guard.of.as_ref())
        .and_then(|field| form.reference(field));
    let Some(rule) = rule else {
        return (verdicts, false);
    };
    for item in rule.items.values() {
        for provision in &item.provisions {
            verdicts.insert(provision.clone(), Verdict::Fail);
        }
    }
    for (_, item) in rule.demanded(level) {
        penetration |= item.provisions.is_empty();
        for provision in &item.provisions {
            verdicts.insert(provision.clone(), Verdict::Pass);
        }
    }
    for provision in fail {
        verdicts.insert((*provision).to_owned(), Verdict::Fail);
    }
    (verdicts, penetration)
}
