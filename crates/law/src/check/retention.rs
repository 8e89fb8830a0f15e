//! For how long files of cases are kept.

use super::Findings;
use super::finding::Place;
use crate::regime::Regime;
use crate::term::Unit;

pub(super) fn every_procedure_is_kept_for_one_term(regime: &Regime, findings: &mut Findings) {
    let rows = || regime.retentions.iter();
    let general: Vec<_> = rows()
        .filter(|(_, row)| row.procedures.is_empty())
        .map(|(name, _)| name)
        .collect();
    if let [first, second, ..] = general.as_slice() {
        let cause = format!("is for every procedure, as `{first}` is");
        let remedy = "Name in `procedures` whose cases it is about.";
        findings.add(
            Place::regime("retention", second.as_str()),
            "retention",
            cause,
            remedy,
        );
    }
    for name in regime.procedures.keys() {
        let named: Vec<_> = rows()
            .filter(|(_, row)| row.procedures.contains(name))
            .map(|(name, _)| name)
            .collect();
        match named.as_slice() {
            [] if general.is_empty() => findings.add(
                Place::new(&format!("{name}.toml"), "id"),
                "retention",
                "is in no row that says for how long its cases are kept",
                "Add a table `[retention.…]` to regime.toml, or name the procedure in one.",
            ),
            [first, second, ..] => findings.add(
                Place::regime("retention", second.as_str()),
                "retention",
                format!("keeps the cases of `{name}`, which `{first}` keeps already"),
                "Name each procedure in one row.",
            ),
            _ => (),
        }
    }
}

pub(super) fn rows_name_procedures_and_count_in_days(regime: &Regime, findings: &mut Findings) {
    for (name, row) in &regime.retentions {
        let place = || Place::regime("retention", name.as_str());
        for procedure in &row.procedures {
            if !regime.procedures.contains_key(procedure) {
                findings.add(
                    place(),
                    "name-unknown",
                    format!("names the procedure `{procedure}`, which does not exist"),
                    "Define the procedure or correct the name.",
                );
            }
        }
        let countable = matches!(row.within.unit, Unit::Days | Unit::Months | Unit::Years);
        if !countable || row.within.count == 0 {
            findings.add(
                place(),
                "retention",
                format!("is {} long", row.within),
                "Write at least one day, month or year.",
            );
        }
    }
}
