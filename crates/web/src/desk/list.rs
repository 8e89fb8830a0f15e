//! `/desk`: the cases that the person may see, overdue ones first.

use super::turn::Turn;
use super::{door, openings, opinions, reading};
use crate::csrf;
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout::{self, Frame, Signed as Head};
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::{fill, say};
use axum::extract::{Query, State};
use case::authorize::authorize;
use case::case::Case;
use case::world::World;
use law::identity::PartyCode;
use law::name::StepName;
use law::regime::Relation;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::row::{Bound, Row, bind};
use store::statements as sql;

/// How many pages of lines are looked at for one page of cases.
const MOST_PAGES: usize = 50;

/// Some cases, and the cursor of the next ones.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) cases: Vec<Viewed>,
    pub(crate) next: Option<String>,
    /// Those of which the person sees nothing before undertaking something.
    pub(crate) doors: Vec<Viewed>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Page {
    before: Option<String>,
}

/// The cases after a cursor that the person may see, at most `limit`; the
/// newest if there is none. Every case is loaded through its viewer's scope.
///
/// What the person may not see leaves no trace: pages are filled with what can
/// be seen, and end with it (T-CNF-01).
pub(crate) fn find(
    site: &Site,
    signed: &Signed,
    cursor: Option<&str>,
    limit: i64,
) -> Result<Found, Failure> {
    let mut before = match cursor {
        Some(cursor) => site.seal().open(cursor).ok_or(Failure::NotFound)?,
        None => u64::MAX,
    };
    let world = site.world()?;
    let most = usize::try_from(limit).unwrap_or(0);
    let (mut cases, mut doors, mut last) = (Vec::new(), Vec::new(), 0);
    for _ in 0..MOST_PAGES {
        let (rows, cut) = page(site, signed, &world, before, limit)?;
        for (position, row) in rows.range(cut..).rev() {
            let case = site.office().case(row.text(0))?;
            let near = case.map(|case| Viewed::near(site, signed, world.clone(), case));
            let Some(viewed) = near.transpose()?.flatten() else {
                continue;
            };
            if viewed.door().is_some() {
                doors.push(viewed);
                continue;
            }
            if cases.len() == most {
                let next = Some(site.seal().seal(last));
                return Ok(Found { cases, next, doors });
            }
            cases.push(viewed);
            last = *position;
        }
        if cut == 0 {
            return Ok(Found {
                cases,
                next: None,
                doors,
            });
        }
        before = cut;
    }
    let next = Some(site.seal().seal(before));
    Ok(Found { cases, next, doors })
}

/// Lines of the desk before a position, and down to which they are all there;
/// 0: there are no more.
fn page(
    site: &Site,
    signed: &Signed,
    world: &Arc<World>,
    before: u64,
    limit: i64,
) -> Result<(BTreeMap<u64, Row>, u64), Failure> {
    let before = i64::try_from(before).unwrap_or(i64::MAX);
    let (mut rows, mut cut) = (BTreeMap::new(), 0);
    for source in sources(site, signed, world, before, limit) {
        let page = site.office().read(source)?;
        // Beyond the last row of a full page this source has more: what lies
        // there is for the next page.
        if i64::try_from(page.len()).is_ok_and(|count| count == limit) {
            cut = cut.max(page.last().map_or(0, |row| row.count(13)));
        }
        rows.extend(page.into_iter().map(|row| (row.count(13), row)));
    }
    Ok((rows, cut))
}

/// Where the person's cases can be: their party's own, those it holds, those
/// of parties that gave it a mandate; all, for parties with a wider view.
fn sources(
    site: &Site,
    signed: &Signed,
    world: &Arc<World>,
    before: i64,
    limit: i64,
) -> Vec<Bound> {
    let party = &signed.session.party;
    let page =
        |sql, code: &PartyCode| bind(sql, [code.as_str().into(), before.into(), limit.into()]);
    if sees_widely(site, world, party) {
        return vec![bind(sql::CASE_PAGE, [before.into(), limit.into()])];
    }
    let mut sources = vec![
        page(sql::CASE_OF_HOLDER, party),
        page(sql::CASE_OF_BODY, party),
    ];
    let mandated = world.parties.values().filter(|holder| {
        holder
            .mandates
            .iter()
            .any(|mandate| mandate.agent == *party)
    });
    sources.extend(mandated.map(|holder| page(sql::CASE_OF_HOLDER, &holder.registration.code)));
    sources
}

/// Whether some regime lets parties of this kind see cases of others.
fn sees_widely(site: &Site, world: &World, party: &PartyCode) -> bool {
    let party = world.party(party);
    site.office().library().all().any(|(id, edition)| {
        edition.regime.actors.values().any(|actor| {
            let drawn = || {
                let mut procedures = edition.regime.procedures.values();
                procedures.any(|procedure| {
                    let mut draws = procedure.draws.values();
                    draws.any(|draw| draw.kind.is_some() && draw.kind == actor.kind)
                })
            };
            let wide = matches!(
                actor.relation,
                Relation::Kind | Relation::Region | Relation::Parent | Relation::Named
            ) || (actor.relation == Relation::Drawn && drawn());
            let kind = actor.kind.as_ref();
            let own = |kind| party.is_some_and(|party| party.is(&id.regime, kind));
            wide && kind.is_none_or(own)
        })
    })
}

/// The steps that the person may take from where the case stands.
pub(crate) fn open_steps(viewed: &Viewed) -> Vec<&StepName> {
    let (Some(rules), Ok(ground)) = (viewed.procedure(), viewed.ground()) else {
        return Vec::new();
    };
    let steps = rules.steps_in_order().into_iter();
    let may = steps.filter(|(name, step)| {
        let given = step.gives.as_ref();
        step.from.contains(&viewed.case.state)
            && !given.is_some_and(|opinion| opinions::is_given(viewed, opinion))
            && authorize(ground, &viewed.actor, name).is_ok()
    });
    may.map(|(name, _)| name).collect()
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
    Query(page): Query<Page>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let mut found = find(site, &signed, page.before.as_deref(), 100)?;
        let now = site.office().clock().now();
        found.cases.sort_by_key(|viewed| due(&viewed.case).map_or(i64::MAX, |(_, end)| end));
        let world = site.world()?;
        let body = html! {
            h1 { (say(lang, "desk.title")) }
            (openings::buttons(site, &signed, &world, lang))
            (door::list(&found.doors, lang))
            @if found.cases.is_empty() { p { (say(lang, "desk.none")) } } @else { (sections(&found.cases, lang, now)) }
            @if let Some(next) = &found.next {
                p { a href=(lang.link(&format!("/desk?before={next}"))) { (say(lang, "list.older")) } }
            }
            (reading::links(site, &signed, &world, lang)?)
            (parties(&signed, &world, lang))
        };
        Ok(framed(&signed, &world, lang, say(lang, "desk.title"), "/desk", &body))
    })
    .await
}

/// A page of the desk in its frame.
pub(crate) fn framed(
    signed: &Signed,
    world: &World,
    lang: Lang,
    title: &str,
    path: &str,
    body: &Markup,
) -> Markup {
    let session = &signed.session;
    let party = world.party(&session.party).map(|party| &party.registration);
    let csrf = csrf::token(signed);
    let head = Head {
        name: &session.name,
        party: party.map_or(session.party.as_str(), |party| {
            lang.of(&party.name_zh, &party.name_en)
        }),
        csrf: &csrf,
    };
    layout::frame(
        Frame {
            lang,
            title,
            path,
            signed: Some(head),
            indexed: false,
        },
        body,
    )
}

/// The next deadline that runs: its last day and its end.
pub(crate) fn due(case: &Case) -> Option<(jiff::civil::Date, i64)> {
    case.running()
        .first()
        .map(|(_, clock)| (clock.due, clock.end))
}

/// The cases, first those that wait for the person.
fn sections(cases: &[Viewed], lang: Lang, now: i64) -> Markup {
    html! {
        @for turn in Turn::ALL {
            @let of_turn: Vec<&Viewed> = cases.iter().filter(|viewed| Turn::of(viewed) == turn).collect();
            @if !of_turn.is_empty() {
                section {
                    h2 {
                        (match turn {
                            Turn::Yours => say(lang, "desk.yours"),
                            Turn::Underway => say(lang, "desk.underway"),
                            Turn::Ended => say(lang, "desk.ended"),
                        })
                    }
                    (table(&of_turn, lang, now))
                }
            } @else if turn == Turn::Yours {
                p { (say(lang, "desk.nothing-waits")) }
            }
        }
    }
}

fn table(cases: &[&Viewed], lang: Lang, now: i64) -> Markup {
    html! {
        table {
            thead { tr {
                th { (say(lang, "desk.case")) } th { (say(lang, "desk.about")) }
                th { (say(lang, "desk.state")) } th { (say(lang, "desk.due")) }
            } }
            tbody {
                @for viewed in cases {
                    @let case = &viewed.case;
                    @let rules = viewed.procedure();
                    @let state = rules.and_then(|rules| rules.states.get(&case.state));
                    tr {
                        td.keep data-label=(say(lang, "desk.case")) { a.mono href=(lang.link(&format!("/desk/{}", case.number))) { (case.number) } }
                        td data-label=(say(lang, "desk.about")) {
                            (object(viewed).unwrap_or_default())
                            div.small { (rules.map_or("", |rules| lang.words(&rules.head.title))) " · " (party_name(&viewed.world, &case.holder, lang)) }
                        }
                        td data-label=(say(lang, "desk.state")) { (state.map_or(case.state.as_str(), |state| lang.of(&state.zh, &state.en))) }
                        td.keep data-label=(say(lang, "desk.due")) {
                            @match due(case) {
                                None => "–",
                                Some((day, end)) if end <= now => strong.over { "! " (fill(lang, "desk.overdue", &[("day", &lang.day(day))])) },
                                Some((day, _)) => (lang.day(day)),
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What names the object of a case, such as the model.
pub(crate) fn object(viewed: &Viewed) -> Option<&str> {
    let register = viewed.procedure()?.head.register.as_ref()?;
    let register = viewed.edition.regime.registers.get(register)?;
    viewed.case.text(register.object.as_str())
}

/// The name of a party, or its code.
pub(crate) fn party_name(world: &World, code: &PartyCode, lang: Lang) -> String {
    let party = world.party(code).map(|party| &party.registration);
    party.map_or_else(
        || code.to_string(),
        |party| lang.of(&party.name_zh, &party.name_en).to_owned(),
    )
}

/// The other parties for which the person can go on.
fn parties(signed: &Signed, world: &World, lang: Lang) -> Markup {
    let person = &signed.session.person;
    let others: Vec<_> = world
        .parties
        .values()
        .filter(|party| party.confirmed(person).is_some())
        .map(|party| &party.registration)
        .filter(|party| party.code != signed.session.party)
        .collect();
    html! {
        @if !others.is_empty() {
            section {
                h2 { (say(lang, "desk.other-parties")) }
                form method="post" action=(lang.link("/desk/party")) {
                    input type="hidden" name="csrf" value=(csrf::token(signed));
                    @for party in others {
                        button type="submit" name="party" value=(party.code) { (lang.of(&party.name_zh, &party.name_en)) } " "
                    }
                }
            }
        }
    }
}
