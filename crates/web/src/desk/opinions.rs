//! The opinions of a round, as its viewer may know them: how many are in is
//! always told; what they say only once it may be shown, but to each giver
//! their own.

use super::list::party_name;
use crate::language::Lang;
use crate::view::Viewed;
use crate::words::{fill, say};
use case::authorize::capacities_of;
use case::case::Opined;
use case::command::Actor;
use case::decide::{is_theirs, opinions_are_open};
use case::form::Form;
use case::value::Value;
use case::wording;
use law::name::{FieldName, OpinionName};
use law::procedure::Opinion;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// One question on which opinions are given, as far as it may be known.
#[derive(Debug)]
pub(crate) struct Round<'v> {
    pub(crate) name: &'v OpinionName,
    pub(crate) rule: &'v Opinion,
    pub(crate) given: usize,
    /// Whether what the opinions say may be shown.
    pub(crate) open: bool,
    pub(crate) shown: Vec<One<'v>>,
}

/// An opinion that the viewer may read.
#[derive(Debug)]
pub(crate) struct One<'v> {
    pub(crate) held: &'v Opined,
    pub(crate) own: bool,
    pub(crate) fields: BTreeMap<&'v FieldName, &'v Value>,
    pub(crate) reasons: Option<&'v str>,
}

/// The rounds of a case: those with opinions, and those that are asked for now.
pub(crate) fn rounds(viewed: &Viewed) -> Vec<Round<'_>> {
    let Some(rules) = viewed.procedure() else {
        return Vec::new();
    };
    let asked = |name: &OpinionName| {
        let mut steps = rules.steps.values();
        steps
            .any(|step| step.gives.as_ref() == Some(name) && step.from.contains(&viewed.case.state))
    };
    let mut found = Vec::new();
    for (name, rule) in &rules.opinions {
        let held = viewed.case.opinions.get(name);
        let held = held.map(Vec::as_slice).unwrap_or_default();
        if held.is_empty() && !asked(name) {
            continue;
        }
        let open = opinions_are_open(rules, &viewed.case, name);
        let shown = held
            .iter()
            .filter(|one| open || is_own(viewed, rule, one))
            .map(|held| one(viewed, rule, held))
            .collect();
        found.push(Round {
            name,
            rule,
            given: held.len(),
            open,
            shown,
        });
    }
    found
}

/// Whether the viewer, or their party, gave this opinion.
fn is_own(viewed: &Viewed, rule: &Opinion, held: &Opined) -> bool {
    match &viewed.actor {
        Actor::Person { person, party } => is_theirs(
            &viewed.edition.regime,
            rule,
            held,
            Some(person),
            Some(party),
        ),
        Actor::Anybody | Actor::Clock | Actor::Operator => false,
    }
}

/// Whether the viewer has given this opinion in the present round.
pub(super) fn is_given(viewed: &Viewed, name: &OpinionName) -> bool {
    let rule = viewed
        .procedure()
        .and_then(|rules| rules.opinions.get(name));
    let mut held = viewed.case.opinions.get(name).into_iter().flatten();
    rule.is_some_and(|rule| held.any(|held| is_own(viewed, rule, held)))
}

fn one<'v>(viewed: &'v Viewed, rule: &Opinion, held: &'v Opined) -> One<'v> {
    let own = is_own(viewed, rule, held);
    let ground = viewed.ground();
    // Whoever is asked for the same opinion, and the body that decides.
    let within = viewed.of_body
        || ground.is_ok_and(|ground| capacities_of(ground, &viewed.actor).contains(&rule.actor));
    let known = |name: &FieldName| {
        let field = viewed.procedure().and_then(|rules| rules.fields.get(name));
        field.is_some_and(|field| !field.sealed && (own || within || !field.confidential))
    };
    One {
        held,
        own,
        fields: held.fields.iter().filter(|(name, _)| known(name)).collect(),
        reasons: held.reasons.as_deref().filter(|_| own || within),
    }
}

/// The section on opinions.
pub(super) fn shown(viewed: &Viewed, lang: Lang) -> Markup {
    let rounds = rounds(viewed);
    html! {
        @if !rounds.is_empty() {
            section id="opinions" {
                h2 { (say(lang, "opinion.title")) }
                @for round in &rounds { (of_round(viewed, round, lang)) }
            }
        }
    }
}

fn of_round(viewed: &Viewed, round: &Round<'_>, lang: Lang) -> Markup {
    let quorum = round.rule.quorum.to_string();
    let blanks = [("given", round.given.to_string()), ("quorum", quorum)];
    let blanks: Vec<(&str, &str)> = blanks.iter().map(|(a, b)| (*a, b.as_str())).collect();
    html! {
        section {
            h3 { (lang.of(&round.rule.zh, &round.rule.en)) }
            p { (fill(lang, "opinion.count", &blanks)) }
            @if !round.open { p.small { (say(lang, "opinion.blind")) } }
            @for one in &round.shown { (opinion(viewed, round, one, lang)) }
        }
    }
}

fn opinion(viewed: &Viewed, round: &Round<'_>, one: &One<'_>, lang: Lang) -> Markup {
    let rules = viewed.procedure();
    let actor = viewed.edition.regime.actors.get(&round.rule.actor);
    let capacity = actor.map_or("", |actor| lang.of(&actor.zh, &actor.en));
    let calendar = viewed.calendar();
    let day = calendar.map(|calendar| lang.day(calendar.day(one.held.at)));
    html! {
        article.material {
            p {
                strong { (capacity) }
                @if let Some(party) = &one.held.party { " " (party_name(&viewed.world, party, lang)) }
                @if one.own { " " span.tag { (say(lang, "opinion.own")) } }
                " " span.small { (day.unwrap_or_default()) }
            }
            dl {
                @for (name, value) in &one.fields {
                    @if let Some(rules) = rules {
                        @let form = Form { regime: &viewed.edition.regime, procedure: rules, world: &viewed.world,
                            fields: &one.held.fields, opened_by: &viewed.case.opened_by };
                        @if let Some(field) = rules.fields.get(*name) {
                            dt { (lang.of(&field.zh, &field.en)) }
                            dd { (lang.words(&wording::shown(&form, name, value))) }
                        }
                    }
                }
            }
            @if let Some(reasons) = one.reasons { blockquote { (reasons) } }
        }
    }
}
