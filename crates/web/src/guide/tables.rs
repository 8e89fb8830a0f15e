//! The course of a procedure as tables: who does what, until when, and how it
//! can end.

use crate::cite::near;
use crate::language::Lang;
use crate::words::{fill, say};
use law::deadline::Deadline;
use law::name::ActorName;
use law::procedure::Procedure;
use law::regime::Regime;
use law::term::Term;
use maud::{Markup, html};

fn actor<'r>(regime: &'r Regime, name: &'r ActorName, lang: Lang) -> &'r str {
    let actor = regime.actors.get(name);
    actor.map_or(name.as_str(), |actor| lang.of(&actor.zh, &actor.en))
}

/// Every step, who takes it and on what article it rests.
pub(super) fn steps(regime: &Regime, procedure: &Procedure, lang: Lang) -> Markup {
    let (step, by, basis) = (
        say(lang, "guide.step"),
        say(lang, "guide.step-by"),
        say(lang, "label.basis"),
    );
    html! {
        h3 { (say(lang, "guide.steps")) }
        table {
            thead { tr { th { (step) } th { (by) } th { (basis) } } }
            tbody {
                @for (_, rule) in procedure.steps_in_order() {
                    @let names: Vec<&str> = rule.by.iter().map(|name| actor(regime, name, lang)).collect();
                    tr {
                        td data-label=(step) { (lang.of(&rule.zh, &rule.en)) }
                        td data-label=(by) { (names.join(lang.of("、", ", "))) }
                        td data-label=(basis) { (near(regime, &rule.basis, &procedure.head.basis, lang)) }
                    }
                }
            }
        }
    }
}

/// Every term: whose, how long, and what comes after it.
pub(super) fn terms(regime: &Regime, procedure: &Procedure, lang: Lang) -> Markup {
    let (term, long, of, then, basis) = (
        say(lang, "guide.term"),
        say(lang, "guide.how-long"),
        say(lang, "guide.step-by"),
        say(lang, "guide.then"),
        say(lang, "label.basis"),
    );
    html! {
        @if !procedure.deadlines.is_empty() {
            h3 { (say(lang, "guide.terms")) }
            table {
                thead { tr { th { (term) } th { (long) } th { (of) } th { (then) } th { (basis) } } }
                tbody {
                    @for (_, rule) in procedure.deadlines_in_order() {
                        @let after = rule.then.as_ref().and_then(|then| procedure.steps.get(then));
                        tr {
                            td data-label=(term) { (lang.of(&rule.zh, &rule.en)) }
                            td data-label=(long) { (length(regime, procedure, rule, lang)) }
                            td data-label=(of) { (actor(regime, &rule.of, lang)) }
                            td data-label=(then) { (after.map_or(say(lang, "guide.overdue"), |step| lang.of(&step.zh, &step.en))) }
                            td data-label=(basis) { (near(regime, &rule.basis, &procedure.head.basis, lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// A term in words.
pub(super) fn worded(term: Term, lang: Lang) -> String {
    if lang.is_zh() {
        term.zh()
    } else {
        term.to_string()
    }
}

fn length(regime: &Regime, procedure: &Procedure, rule: &Deadline, lang: Lang) -> String {
    let from = rule.from.as_ref();
    let from = from.and_then(|name| procedure.fields.get(name));
    let from = from.map(|field| lang.of(&field.zh, &field.en));
    match (rule.within, from) {
        (Some(term), Some(from)) if term.count == 0 => fill(lang, "guide.on", &[("field", from)]),
        (Some(term), Some(from)) => {
            let blanks = [("field", from), ("term", &worded(term, lang))];
            fill(lang, "guide.from", &blanks)
        }
        (Some(term), None) => worded(term, lang),
        (None, _) => of_items(regime, procedure, rule, lang),
    }
}

/// A term that each item of a catalogue sets for itself.
fn of_items(regime: &Regime, procedure: &Procedure, rule: &Deadline, lang: Lang) -> String {
    let place = rule.within_of.as_deref().unwrap_or_default();
    let (field, key) = place.split_once('.').unwrap_or((place, ""));
    let field = procedure.fields.get(field);
    let items = field.and_then(|field| regime.references.get(field.of.as_deref()?));
    let told: Vec<String> = items
        .into_iter()
        .flat_map(|items| items.values())
        .filter_map(|item| {
            let term = worded(item.term(key)?, lang);
            let name = lang.of(&item.zh, &item.en);
            Some(format!("{name}{}{term}", say(lang, "label.colon")))
        })
        .collect();
    told.join(lang.of("；", "; "))
}

/// How a case can end or what it comes to, and on what grounds.
pub(super) fn outcomes(regime: &Regime, procedure: &Procedure, lang: Lang) -> Markup {
    let states = procedure.states_in_order().into_iter();
    let ends = states.filter(|(_, state)| state.is_final || state.entry.is_some());
    html! {
        dl {
            @for (_, state) in ends {
                @let status = state.entry.as_ref().and_then(|entry| regime.statuses.get(entry));
                dt { (lang.of(&state.zh, &state.en)) }
                dd { (status.map_or(say(lang, "guide.no-entry"), |status| lang.of(&status.meaning_zh, &status.meaning_en))) }
            }
        }
        @if !procedure.grounds.is_empty() {
            h3 { (say(lang, "guide.grounds")) }
            ul {
                @for ground in procedure.grounds.values() {
                    li { (lang.of(&ground.zh, &ground.en)) " " span.small { (near(regime, &ground.basis, &procedure.head.basis, lang)) } }
                }
            }
        }
    }
}
