//! Every place of a regime that names an article.

use super::finding::Place;
use crate::procedure::Procedure;
use crate::regime::Regime;
use crate::term::Term;

/// A place with its basis, its quotation and the term it states.
#[derive(Debug)]
pub(super) struct Cited<'a> {
    pub(super) place: Place,
    pub(super) basis: &'a str,
    pub(super) quote: Option<&'a str>,
    pub(super) within: Option<Term>,
}

/// All places of the regime that name an article.
pub(super) fn cited(regime: &Regime) -> Vec<Cited<'_>> {
    let mut all = Vec::new();
    macro_rules! table {
        ($table:literal, $map:expr) => {
            for (name, item) in $map {
                all.push(plain(Place::regime($table, name.as_str()), &item.basis));
            }
        };
    }
    table!("actor", &regime.actors);
    table!("party", &regime.parties);
    table!("qualification", &regime.qualifications);
    table!("status", &regime.statuses);
    table!("register", &regime.registers);
    table!("notice", &regime.notices);
    table!("catalogue", &regime.catalogues);
    table!("number", &regime.numbers);
    table!("statistic", &regime.statistics);
    for (name, sanction) in &regime.sanctions {
        all.push(Cited {
            place: Place::regime("sanction", name.as_str()),
            basis: &sanction.basis,
            quote: sanction.quote.as_deref(),
            within: Some(sanction.within),
        });
    }
    for (name, evidence) in &regime.evidence {
        all.push(Cited {
            place: Place::regime("evidence", name.as_str()),
            basis: &evidence.basis,
            quote: evidence.quote.as_deref(),
            within: evidence.fresh,
        });
    }
    for (name, retention) in &regime.retentions {
        all.push(Cited {
            place: Place::regime("retention", name.as_str()),
            basis: &retention.basis,
            quote: retention.quote.as_deref(),
            within: Some(retention.within),
        });
    }
    for procedure in regime.procedures.values() {
        procedure_cites(procedure, &mut all);
    }
    references_cite(regime, &mut all);
    all
}

fn plain(place: Place, basis: &str) -> Cited<'_> {
    Cited {
        place,
        basis,
        quote: None,
        within: None,
    }
}

fn procedure_cites<'a>(procedure: &'a Procedure, all: &mut Vec<Cited<'a>>) {
    let file = format!("{}.toml", procedure.head.id);
    all.push(plain(Place::new(&file, "basis"), &procedure.head.basis));
    macro_rules! table {
        ($table:literal, $map:expr) => {
            for (name, item) in $map {
                let place = Place::new(&file, format!(concat!($table, ".{}"), name));
                all.push(plain(place, &item.basis));
            }
        };
    }
    table!("field", &procedure.fields);
    table!("material", &procedure.materials);
    table!("ground", &procedure.grounds);
    table!("check", &procedure.checks);
    table!("guard", &procedure.guards);
    table!("draw", &procedure.draws);
    table!("opinion", &procedure.opinions);
    for (name, state) in &procedure.states {
        if let Some(basis) = &state.open_ended {
            all.push(plain(Place::new(&file, format!("state.{name}")), basis));
        }
    }
    for (name, deadline) in &procedure.deadlines {
        all.push(Cited {
            place: Place::new(&file, format!("deadline.{name}")),
            basis: &deadline.basis,
            quote: deadline.quote.as_deref(),
            within: deadline.within,
        });
    }
    for (name, step) in &procedure.steps {
        all.push(Cited {
            place: Place::new(&file, format!("step.{name}")),
            basis: &step.basis,
            quote: step.quote.as_deref(),
            within: None,
        });
    }
}

fn references_cite<'a>(regime: &'a Regime, all: &mut Vec<Cited<'a>>) {
    for (catalogue, items) in &regime.references {
        for (id, item) in items {
            let place = || reference_place(regime, catalogue.as_str(), id);
            all.push(plain(place(), &item.basis));
            let parts = (item.items.values().map(|part| &part.basis))
                .chain(item.parameters.values().map(|part| &part.basis))
                .chain(item.terms.values().map(|part| &part.basis))
                .chain(item.levels.values().filter_map(|part| part.basis.as_ref()));
            all.extend(parts.map(|basis| plain(place(), basis)));
        }
    }
}

/// The file of a reference item.
pub(super) fn reference_place(regime: &Regime, catalogue: &str, id: &str) -> Place {
    let folder = regime
        .catalogues
        .get(catalogue)
        .map_or(catalogue, |catalogue| catalogue.folder.as_str());
    Place::new(&format!("{folder}/{id}.toml"), "")
}
