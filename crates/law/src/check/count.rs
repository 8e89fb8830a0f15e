//! Who may read: registers, notices and statistics with their audiences.

use super::Findings;
use super::finding::Place;
use crate::name::{ActorName, PartyKind};
use crate::procedure::Procedure;
use crate::regime::{Audience, COUNTED_BY, Regime, Relation};

pub(super) fn listed_audiences_have_readers(regime: &Regime, findings: &mut Findings) {
    let mut look = |place: Place, audience: Audience, readers: &[PartyKind], named: bool| {
        let listed = !readers.is_empty() || named;
        if (audience == Audience::Listed) != listed {
            findings.add(
                place.clone(),
                "audience",
                "says who reads it and is not `listed`, or is `listed` for nobody",
                "Name party kinds in `readers` where the audience is `listed`, and only there.",
            );
        }
        for kind in readers
            .iter()
            .filter(|kind| !regime.parties.contains_key(*kind))
        {
            findings.add(
                place.clone(),
                "name-unknown",
                format!("names the party kind `{kind}`, which does not exist"),
                "Define the party kind or correct the name.",
            );
        }
    };
    for (name, register) in &regime.registers {
        let place = Place::regime("register", name.as_str());
        look(place, register.audience, &register.readers, false);
    }
    for (name, notice) in &regime.notices {
        let place = Place::regime("notice", name.as_str());
        look(place, notice.audience, &notice.readers, notice.to.is_some());
    }
    for (name, statistic) in &regime.statistics {
        let place = Place::regime("statistic", name.as_str());
        look(place, statistic.audience, &statistic.readers, false);
    }
}

pub(super) fn nothing_public_comes_of_the_confidential(regime: &Regime, findings: &mut Findings) {
    for procedure in regime.procedures.values().filter(|p| p.head.confidential) {
        let register = procedure.head.register.as_ref();
        let registers = register.and_then(|name| regime.registers.get(name));
        let mut notices = procedure
            .steps
            .values()
            .flat_map(|step| &step.notices)
            .filter_map(|name| regime.notices.get(name));
        let statistics = regime
            .statistics
            .values()
            .any(|s| s.procedure == procedure.head.id && s.audience == Audience::Public);
        if registers.is_some_and(|register| register.audience == Audience::Public)
            || notices.any(|notice| notice.audience == Audience::Public)
            || statistics
        {
            findings.add(
                Place::new(&format!("{}.toml", procedure.head.id), "confidential"),
                "audience",
                "is confidential, but has a public register, notice or statistic",
                "Publish by a procedure of its own that is not confidential.",
            );
        }
    }
}

/// Numbers count: whoever is told two of a series learns how many lie between.
pub(super) fn numbers_count_nothing_confidential(regime: &Regime, findings: &mut Findings) {
    let is_anyone = |actor: &ActorName| {
        let actor = regime.actors.get(actor);
        actor.is_some_and(|actor| actor.relation == Relation::Anyone)
    };
    let for_anyone = |procedure: &Procedure| {
        let mut steps = procedure.steps.values();
        steps.any(|step| step.from.is_empty() && step.by.iter().any(is_anyone))
    };
    for procedure in regime.procedures.values().filter(|p| p.head.confidential) {
        let mut others = regime.procedures.values();
        let other = others.find(|other| {
            let known = !other.head.confidential || (for_anyone(other) && !for_anyone(procedure));
            known && other.head.number == procedure.head.number
        });
        if let Some(other) = other {
            findings.add(
                Place::new(&format!("{}.toml", procedure.head.id), "number"),
                "number-counts",
                format!(
                    "numbers confidential cases together with `{}`, whose numbers others are told",
                    other.head.id
                ),
                "Give them a series of their own.",
            );
        }
    }
}

pub(super) fn public_registers_count_what_they_show(regime: &Regime, findings: &mut Findings) {
    for (name, register) in &regime.registers {
        let mut others = regime.registers.iter();
        let other = others.find(|(_, other)| {
            let hidden = other.audience != Audience::Public;
            register.audience == Audience::Public && hidden && other.number == register.number
        });
        if let Some((other, _)) = other {
            findings.add(
                Place::regime("register", name.as_str()),
                "number-counts",
                format!("is public and numbered together with `{other}`, which is not"),
                "Give them a series of their own.",
            );
        }
    }
}

pub(super) fn statistics_count_what_exists(regime: &Regime, findings: &mut Findings) {
    for (name, statistic) in &regime.statistics {
        let procedure = regime.procedures.get(&statistic.procedure);
        let known = procedure.is_some_and(|procedure| {
            let by = statistic.by.iter().all(|by| {
                COUNTED_BY.contains(&by.as_str()) || procedure.fields.contains_key(by.as_str())
            });
            let states = &statistic.states;
            by && states
                .iter()
                .all(|state| procedure.states.contains_key(state))
        });
        if !known || statistic.by.is_empty() || 2 < statistic.by.len() {
            findings.add(
                Place::regime("statistic", name.as_str()),
                "statistic",
                "counts what is not there, by nothing or by more than two things",
                "Name a procedure, its states, and in `by` one or two of `holder`, `region`, `state`, `year`, `quarter`, `month` or a field.",
            );
        }
    }
}
