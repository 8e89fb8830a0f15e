//! What happened to a case, as its viewer may know it.

use crate::failure::Failure;
use crate::language::Lang;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::{fill, say};
use case::event::{CaseAct, Event, Stepped, What, Who};
use case::retention;
use law::name::StepName;
use maud::{Markup, html};

/// The events of a case, newest first.
pub(super) fn shown(site: &Site, viewed: &Viewed, lang: Lang) -> Result<Markup, Failure> {
    let events = site.office().history(&viewed.case.number)?;
    Ok(html! {
        section id="history" {
            h2 { (say(lang, "case.history")) }
            ol.history {
                @for (position, event) in events.iter().rev() {
                    @if let Some(act) = known(viewed, &event.event) { (one(viewed, *position, event, act, lang)) }
                }
            }
        }
    })
}

/// The act, if the viewer may know of it.
fn known<'e>(viewed: &Viewed, event: &'e What) -> Option<&'e CaseAct> {
    let What::Case(act) = event else { return None };
    let knows = viewed.viewing().is_ok_and(|viewing| viewing.knows(act));
    knows.then_some(act)
}

fn one(viewed: &Viewed, position: Option<u64>, event: &Event, act: &CaseAct, lang: Lang) -> Markup {
    let day = viewed
        .calendar()
        .map(|calendar| lang.day(calendar.day(event.at)));
    html! {
        li {
            span.when { (day.unwrap_or_default()) } " "
            (what(viewed, &event.who, act, lang)) " "
            span.small {
                (who(viewed, &event.who, lang))
                @if let Some(number) = position { " · " (fill(lang, "label.event", &[("position", &number.to_string())])) }
            }
        }
    }
}

fn what(viewed: &Viewed, who: &Who, act: &CaseAct, lang: Lang) -> Markup {
    let rules = viewed.procedure();
    let step = |name: &StepName| {
        let step = rules.and_then(|rules| rules.steps.get(name));
        step.map_or_else(
            || name.to_string(),
            |step| lang.of(&step.zh, &step.en).to_owned(),
        )
    };
    match act {
        CaseAct::Opened { step: name, .. } => html! { strong { (step(name)) } },
        CaseAct::Stepped(stepped) => html! {
            strong { (step(&stepped.step)) }
            (details(viewed, who, stepped, lang))
        },
        // What an opinion says stands with the opinions, where it may be read.
        CaseAct::Opined(given) => html! { strong { (step(&given.step)) } },
        CaseAct::Signed { step: name, .. } => {
            html! { (fill(lang, "case.signed", &[("step", &step(name))])) }
        }
        CaseAct::Filled { fields, .. } => {
            let titles = fields.keys().filter_map(|name| {
                let field = rules?.fields.get(name)?;
                viewed.shows(field).then(|| lang.of(&field.zh, &field.en))
            });
            let titles = titles.collect::<Vec<_>>().join(lang.of("、", ", "));
            html! { (say(lang, "case.filled")) (say(lang, "label.colon")) (titles) }
        }
        CaseAct::Supplied { materials } => {
            let titles = materials.iter().map(|handed| {
                let known = rules.and_then(|rules| rules.materials.get(&handed.material));
                known.map_or(handed.material.as_str(), |known| {
                    lang.of(&known.zh, &known.en)
                })
            });
            let titles = titles.collect::<Vec<_>>().join(lang.of("、", ", "));
            html! { (say(lang, "case.supplied")) (say(lang, "label.colon")) (titles) }
        }
        CaseAct::Reminded { deadline, due } => {
            let rule = rules.and_then(|rules| rules.deadlines.get(deadline));
            let title = rule.map_or(deadline.as_str(), |rule| lang.of(&rule.zh, &rule.en));
            html! { (fill(lang, "case.reminded", &[("deadline", title), ("day", &lang.day(*due))])) }
        }
        CaseAct::Hold(_) | CaseAct::DisposalProposed { .. } | CaseAct::Disposed { .. } => html! {
            @if let Some(told) = retention::told(act) { (lang.words(&told)) }
        },
        CaseAct::Recalculated { year, .. } => {
            html! { (fill(lang, "case.recalculated", &[("year", &year.to_string())])) }
        }
    }
}

fn details(viewed: &Viewed, who: &Who, stepped: &Stepped, lang: Lang) -> Markup {
    let rules = viewed.procedure();
    let grounds = stepped.grounds.iter().filter_map(|name| {
        let ground = rules?.grounds.get(name)?;
        Some(lang.of(&ground.zh, &ground.en))
    });
    let grounds: Vec<&str> = grounds.collect();
    html! {
        @if !grounds.is_empty() { (say(lang, "label.colon")) (grounds.join(lang.of("；", "; "))) }
        @if let Some(party) = stepped.transferred.as_ref().and_then(|moved| viewed.world.party(&moved.to)) {
            (say(lang, "label.colon")) (lang.of(&party.registration.name_zh, &party.registration.name_en))
        }
        (reasons(viewed, stepped))
        @if let Some(name) = stated(viewed, who, stepped) { p.small { (fill(lang, "case.stated", &[("name", name)])) } }
    }
}

/// Who made a statement with a step, as far as the viewer may know.
fn stated<'s>(viewed: &Viewed, who: &Who, stepped: &'s Stepped) -> Option<&'s str> {
    let viewing = viewed.viewing().ok()?;
    let stated = stepped.statement.as_deref();
    stated.filter(|_| viewing.knows_statement(who))
}

/// What was written with a step, as far as the viewer may read it.
pub(super) fn reasons(viewed: &Viewed, stepped: &Stepped) -> Markup {
    let reads = viewed
        .viewing()
        .is_ok_and(|viewing| viewing.reads_reasons(stepped));
    let reasons = stepped.reasons.as_deref().filter(|_| reads);
    html! { @if let Some(reasons) = reasons { blockquote { (reasons) } } }
}

/// In what capacity; of persons only those who act for the viewer's own party
/// are named.
fn who(viewed: &Viewed, who: &Who, lang: Lang) -> String {
    let actor = viewed.edition.regime.actors.get(&who.capacity);
    let other = match who.capacity.as_str() {
        retention::ARCHIVIST => say(lang, "retention.archivist"),
        other => other,
    };
    let capacity = actor.map_or(other, |actor| lang.of(&actor.zh, &actor.en));
    let case::command::Actor::Person { party, .. } = &viewed.actor else {
        return capacity.to_owned();
    };
    let own = who.party.as_ref().filter(|theirs| *theirs == party);
    let member = own.and_then(|own| viewed.world.party(own)?.members.get(who.person.as_ref()?));
    match member {
        Some(member) => format!("{capacity} {}", member.name),
        None => capacity.to_owned(),
    }
}
