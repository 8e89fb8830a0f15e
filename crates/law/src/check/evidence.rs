//! Evidence that parties keep, and the materials that may be met from it.

use super::{Findings, Place, Sheet};
use crate::form::Reads;
use crate::guard::GuardKind;
use crate::regime::Regime;
use crate::term::Unit;

pub(super) fn kinds_are_of_a_party_and_used(regime: &Regime, findings: &mut Findings) {
    for (name, kind) in &regime.evidence {
        let place = || Place::regime("evidence", name.as_str());
        if kind.of.is_empty() {
            findings.add(
                place(),
                "name-unknown",
                "belongs to no kind of party",
                "Name in `of` the kinds of party whose document it is.",
            );
        }
        for party in kind
            .of
            .iter()
            .filter(|kind| !regime.parties.contains_key(*kind))
        {
            findings.add(
                place(),
                "name-unknown",
                format!("names the party kind `{party}`, which does not exist"),
                "Define the party kind or correct the name.",
            );
        }
        let mut procedures = regime.procedures.values();
        let used = procedures.any(|procedure| {
            let mut materials = procedure.materials.values();
            materials.any(|material| material.evidence.as_ref() == Some(name))
        });
        if !used {
            findings.add(
                place(),
                "unused",
                "is not used by anything",
                "Name it in the `evidence` of a material, or remove it.",
            );
        }
    }
}

/// Hours and working days need a moment and a calendar; a document has a date.
pub(super) fn freshness_is_counted_in_days_months_or_years(
    regime: &Regime,
    findings: &mut Findings,
) {
    for (name, kind) in &regime.evidence {
        let sound = kind.fresh.is_none_or(|term| {
            0 < term.count && matches!(term.unit, Unit::Days | Unit::Months | Unit::Years)
        });
        if !sound {
            findings.add(
                Place::regime("evidence", name.as_str()),
                "evidence-fresh",
                "has a `fresh` that no date of issue can be compared with",
                "Write it in days, months or years.",
            );
        }
    }
}

pub(super) fn materials_name_kinds_that_exist(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, material) in &sheet.procedure.materials {
        let Some(kind) = &material.evidence else {
            continue;
        };
        if !sheet.regime.evidence.contains_key(kind) {
            findings.add(
                sheet.at("material", name),
                "name-unknown",
                format!("names the evidence `{kind}`, which does not exist"),
                "Define the evidence or correct the name.",
            );
        }
    }
}

/// What is learnt in a confidential procedure serves no other purpose, and
/// what serves others says nothing of it: nothing goes in or out.
pub(super) fn confidential_procedures_rest_on_none(sheet: &Sheet<'_>, findings: &mut Findings) {
    if !sheet.procedure.head.confidential {
        return;
    }
    for (name, material) in &sheet.procedure.materials {
        if material.evidence.is_some() {
            findings.add(
                sheet.at("material", name),
                "evidence-confidential",
                "may be met from kept evidence, but the procedure is confidential",
                "Remove `evidence`: a confidential case shares its documents with no other.",
            );
        }
    }
}

/// An artwork and a document that no other case may rest on are of one case.
pub(super) fn what_many_cases_rest_on_belongs_to_none(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, material) in &sheet.procedure.materials {
        let mut guards = sheet.procedure.guards.values();
        let alone = guards.any(|guard| {
            guard.kind == GuardKind::Unshared && guard.material.as_ref() == Some(name)
        });
        if material.evidence.is_some() && (alone || material.reads == Some(Reads::Artwork)) {
            findings.add(
                sheet.at("material", name),
                "evidence-shared",
                "may be met from kept evidence, but is of one case only",
                "Remove `evidence`, or the guard `unshared`.",
            );
        }
    }
}
