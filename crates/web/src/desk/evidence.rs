//! `/desk/evidence`: what the person's party keeps once for several cases, to
//! what use it consents, and who relies on it. For a body also: which of its
//! cases rest on evidence that is not good any more.

use super::kept::Trouble;
use super::list::{framed, object, party_name};
use crate::csrf;
use crate::failure::Failure;
use crate::language::{Lang, size};
use crate::present::refusal;
use crate::session::Signed;
use crate::site::Site;
use crate::view::Viewed;
use crate::words::{fill, say};
use axum::extract::{Path, State};
use axum::response::Response;
use case::decide::told;
use case::evidence::{Cited, Consent, Evidence, EvidenceNumber, Purpose, Relier};
use case::party::Party;
use case::world::World;
use jiff::civil::Date;
use law::form::Words;
use law::name::{EvidenceKind, ProcedureName};
use maud::{Markup, html};
use office::evidence::Reliance;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the page is made from.
pub(super) struct Held<'s> {
    pub(super) site: &'s Site,
    pub(super) signed: &'s Signed,
    pub(super) world: Arc<World>,
    pub(super) today: Date,
}

impl<'s> Held<'s> {
    pub(super) fn of(site: &'s Site, signed: &'s Signed) -> Result<Self, Failure> {
        let world = site.world()?;
        let calendar = world.calendars.values().next();
        let now = site.office().clock().now();
        let today = calendar.map_or(Date::MAX, |calendar| calendar.day(now));
        Ok(Held {
            site,
            signed,
            world,
            today,
        })
    }

    /// The party, if the person is a confirmed member of it (T-AUZ-06).
    pub(super) fn party(&self) -> Result<&Party, Failure> {
        let session = &self.signed.session;
        let party = self.world.party(&session.party);
        let party = party.filter(|party| party.confirmed(&session.person).is_some());
        party.ok_or(Failure::NotFound)
    }

    /// A reliance as the person may know of it (T-EVD-01).
    pub(super) fn seen(&self, reliance: &Reliance) -> Result<Option<Seen>, Failure> {
        let Some(case) = self.site.office().case(&reliance.case)? else {
            return Ok(None);
        };
        let holder = case.holder.clone();
        let edition = self.site.office().edition(&case)?;
        let Some(rules) = edition.procedure(&case.procedure) else {
            return Ok(None);
        };
        let title = rules.head.title.clone();
        let viewed = Viewed::near(self.site, self.signed, self.world.clone(), case)?;
        let viewed = viewed.filter(|viewed| viewed.door().is_none());
        Ok(Some(Seen {
            holder,
            title,
            viewed,
        }))
    }
}

/// A case that rests on evidence. Whoever may not see it learns only whose it
/// is and under which procedure: to that the party that keeps it consented.
pub(super) struct Seen {
    pub(super) holder: law::identity::PartyCode,
    pub(super) title: Words,
    pub(super) viewed: Option<Viewed>,
}

pub(crate) async fn get(
    State(site): State<Site>,
    signed: Signed,
    lang: Lang,
) -> Result<Markup, Failure> {
    site.aside(move |site| page(site, &signed, lang, None))
        .await
}

/// A document that the party keeps, to be saved.
pub(crate) async fn content(
    State(site): State<Site>,
    signed: Signed,
    Path(number): Path<String>,
) -> Result<Response, Failure> {
    site.aside(move |site| {
        let held = Held::of(site, &signed)?;
        let number = EvidenceNumber(number);
        let evidence = held.party()?.evidence.get(&number);
        let document = &evidence.ok_or(Failure::NotFound)?.kept.document;
        let content = site.office().blobs().read(&document.sha256)?;
        let content = content.ok_or(Failure::NotFound)?;
        crate::label::files::attachment(number.as_str(), &document.kind, content)
    })
    .await
}

/// The page, with what did not work where it arose.
pub(super) fn page(
    site: &Site,
    signed: &Signed,
    lang: Lang,
    trouble: Option<&Trouble>,
) -> Result<Markup, Failure> {
    let held = Held::of(site, signed)?;
    let party = held.party()?;
    let title = say(lang, "evidence.title");
    let kinds = kinds(site, party);
    let mut pieces = Vec::new();
    for (number, evidence) in &party.evidence {
        let cited = Cited {
            party: party.registration.code.clone(),
            number: number.clone(),
        };
        pieces.push(piece(&held, &cited, evidence, lang, trouble)?);
    }
    let body = html! {
        p.kicker { a href=(lang.link("/desk")) { (say(lang, "desk.title")) } }
        h1 { (title) }
        p { (say(lang, "evidence.lead")) }
        (flawed(&held, lang)?)
        @if pieces.is_empty() { p role="status" { (say(lang, "evidence.none")) } }
        @for piece in &pieces { (piece) }
        @if !kinds.is_empty() { (add(signed, &kinds, lang, trouble)) }
    };
    let path = "/desk/evidence";
    Ok(framed(signed, &held.world, lang, title, path, &body))
}

/// The kinds of evidence that the party can keep, with their wordings.
fn kinds(site: &Site, party: &Party) -> BTreeMap<EvidenceKind, Words> {
    let mut kinds = BTreeMap::new();
    for (_, edition) in site.office().library().all() {
        let regime = &edition.regime;
        for (name, kind) in &regime.evidence {
            if kind.of.iter().any(|of| party.is(&regime.head.id, of)) {
                let (zh, en) = (kind.zh.clone(), kind.en.clone());
                kinds.insert(name.clone(), Words { zh, en });
            }
        }
    }
    kinds
}

/// Regime, procedure or all of them, and how that is called.
type Use = (String, Option<ProcedureName>, String);

/// For what evidence of a kind can be used.
fn uses(site: &Site, kind: &EvidenceKind, lang: Lang) -> Vec<Use> {
    let mut uses = BTreeMap::new();
    for (_, edition) in site.office().library().all() {
        let regime = &edition.regime;
        let title = lang.words(&regime.head.title);
        for procedure in regime.procedures.values() {
            let mut materials = procedure.materials.values();
            if materials.any(|material| material.evidence.as_ref() == Some(kind)) {
                let id = regime.head.id.clone();
                let of = lang.words(&procedure.head.title);
                let all = fill(lang, "evidence.all-of", &[("regime", title)]);
                uses.insert((id.clone(), None), all);
                let named = format!("{title} · {of}");
                uses.insert((id, Some(procedure.head.id.clone())), named);
            }
        }
    }
    let uses = uses.into_iter();
    uses.map(|((regime, procedure), called)| (regime, procedure, called))
        .collect()
}

/// Whether evidence is good today, in words.
pub(super) fn standing(evidence: &Evidence, today: Date, lang: Lang) -> Markup {
    match evidence.flaw(today).map(told) {
        None => html! {
            "✓ " (say(lang, "evidence.good"))
            @if let Some(until) = evidence.kept.until { (say(lang, "label.comma")) (fill(lang, "evidence.until", &[("day", &lang.day(until))])) }
        },
        Some((_, why)) => html! { strong.over { "! " (lang.words(&why)) } },
    }
}

fn piece(
    held: &Held<'_>,
    cited: &Cited,
    evidence: &Evidence,
    lang: Lang,
    trouble: Option<&Trouble>,
) -> Result<Markup, Failure> {
    let (number, kept) = (&cited.number, &evidence.kept);
    let path = format!("/desk/evidence/{number}");
    let here = trouble.filter(|trouble| trouble.at.as_ref() == Some(number));
    let issuer = held.world.party_text(&kept.issuer);
    let issuer = issuer.map_or_else(
        || kept.issuer.clone(),
        |party| party_name(&held.world, &party.registration.code, lang),
    );
    let relying = relying(held, cited, lang)?;
    Ok(html! {
        section.material id=(number) {
            h2 { (kept.title) " " span.small { (number) } }
            @if let Some(trouble) = here { (refusal(&trouble.failure, lang)) }
            p { (standing(evidence, held.today, lang)) }
            p {
                a href=(path) { (kept.document.name) } " "
                span.small { (kept.document.kind.to_uppercase()) ", " (size(kept.document.bytes)) }
            }
            p.small { (fill(lang, "evidence.issued", &[("issuer", &issuer), ("day", &lang.day(kept.issued))])) }
            h3 { (say(lang, "evidence.consents")) }
            @if evidence.consents.is_empty() { p.small { (say(lang, "evidence.no-consent")) } }
            @for consent in &evidence.consents { (consented(held, consent, &path, lang)) }
            h3 { (say(lang, "evidence.relying")) }
            (relying)
            @if evidence.ended.is_none() {
                (consent_form(held, &kept.kind, number, lang, here.is_some()))
                (end_form(held, number, lang, here.is_some()))
            }
        }
    })
}

fn relying(held: &Held<'_>, cited: &Cited, lang: Lang) -> Result<Markup, Failure> {
    let mut seen = Vec::new();
    for reliance in held.site.office().relying_on(cited)? {
        seen.extend(held.seen(&reliance)?);
    }
    Ok(html! {
        @if seen.is_empty() { p.small { (say(lang, "evidence.nobody")) } }
        @if !seen.is_empty() { ul { @for one in &seen { li { (case_line(held, one, lang)) } } } }
    })
}

fn case_line(held: &Held<'_>, seen: &Seen, lang: Lang) -> Markup {
    html! {
        @match &seen.viewed {
            Some(viewed) => {
                a.mono href=(lang.link(&format!("/desk/{}", viewed.case.number))) { (viewed.case.number) } " "
                (object(viewed).unwrap_or_default()) " "
                @let state = viewed.procedure().and_then(|rules| rules.states.get(&viewed.case.state));
                span.small { (lang.words(&seen.title)) @if let Some(state) = state { " · " (lang.of(&state.zh, &state.en)) } }
            },
            None => { (party_name(&held.world, &seen.holder, lang)) " " span.small { (lang.words(&seen.title)) } },
        }
    }
}

/// The cases of a body that rest on what is not good any more.
fn flawed(held: &Held<'_>, lang: Lang) -> Result<Markup, Failure> {
    let body = &held.signed.session.party;
    let mut lines = Vec::new();
    for reliance in held.site.office().flawed(body, held.today)? {
        let seen = held.seen(&reliance)?.filter(|seen| seen.viewed.is_some());
        if let (Some(seen), Some(evidence)) = (seen, held.world.evidence(&reliance.evidence)) {
            lines.push(html! {
                li { (case_line(held, &seen, lang)) br; (evidence.kept.title) " " (standing(evidence, held.today, lang)) }
            });
        }
    }
    Ok(html! {
        @if !lines.is_empty() {
            section {
                h2 { (say(lang, "evidence.flawed")) }
                ul { @for line in &lines { (line) } }
            }
        }
    })
}

fn consented(held: &Held<'_>, consent: &Consent, path: &str, lang: Lang) -> Markup {
    let purpose = &consent.purpose;
    let called = called(held, purpose, lang);
    let relier = match &purpose.relier {
        Relier::Own => say(lang, "evidence.own").to_owned(),
        Relier::Anyone => say(lang, "evidence.anyone").to_owned(),
        Relier::Party(party) => party_name(&held.world, party, lang),
    };
    let procedure = purpose.procedure.as_ref().map(ProcedureName::as_str);
    let words = fill(lang, "evidence.withdraw-of", &[("use", &called)]);
    html! {
        form.row method="post" action=(lang.link(&format!("{path}/withdraw"))) {
            input type="hidden" name="csrf" value=(csrf::token(held.signed));
            input type="hidden" name="use" value=(format!("{}/{}", purpose.regime, procedure.unwrap_or_default()));
            input type="hidden" name="relier" value=(purpose.relier.to_string());
            span { (called) (say(lang, "label.colon")) (relier)
                @if let Some(until) = consent.until { (say(lang, "label.comma")) (fill(lang, "evidence.until", &[("day", &lang.day(until))])) } }
            " " button type="submit" aria-label=(words) { (say(lang, "evidence.withdraw")) }
        }
    }
}

fn called(held: &Held<'_>, purpose: &Purpose, lang: Lang) -> String {
    let editions = held.site.office().library().all();
    let mut regimes = editions.map(|(_, edition)| &edition.regime);
    let regime = regimes.find(|regime| regime.head.id == purpose.regime);
    let Some(regime) = regime else {
        return purpose.regime.clone();
    };
    let title = lang.words(&regime.head.title);
    let named = purpose.procedure.as_ref();
    match named.and_then(|name| regime.procedures.get(name)) {
        Some(procedure) => format!("{title} · {}", lang.words(&procedure.head.title)),
        None => fill(lang, "evidence.all-of", &[("regime", title)]),
    }
}

fn consent_form(
    held: &Held<'_>,
    kind: &EvidenceKind,
    number: &EvidenceNumber,
    lang: Lang,
    open: bool,
) -> Markup {
    let uses = uses(held.site, kind, lang);
    let id = |what: &str| format!("{number}-{what}");
    html! {
        details open[open] {
            summary { (say(lang, "evidence.consent")) }
            form method="post" action=(lang.link(&format!("/desk/evidence/{number}/consent"))) {
                input type="hidden" name="csrf" value=(csrf::token(held.signed));
                div.field {
                    label for=(id("use")) { (say(lang, "evidence.use")) }
                    select id=(id("use")) name="use" required {
                        @for (regime, procedure, called) in &uses {
                            option value=(format!("{regime}/{}", procedure.as_ref().map_or("", |name| name.as_str()))) { (called) }
                        }
                    }
                }
                div.field {
                    label for=(id("to")) { (say(lang, "evidence.to")) }
                    select id=(id("to")) name="relier" {
                        option value="own" { (say(lang, "evidence.own")) }
                        option value="party" { (say(lang, "evidence.party")) }
                        option value="anyone" { (say(lang, "evidence.anyone")) }
                    }
                }
                div.field {
                    label for=(id("party")) { (say(lang, "evidence.party-code")) }
                    input id=(id("party")) name="party" maxlength="60" autocapitalize="characters";
                }
                div.field {
                    label for=(id("until")) { (say(lang, "evidence.last-day")) }
                    input id=(id("until")) name="until" type="date";
                }
                p { button type="submit" { (say(lang, "evidence.consent")) } }
            }
        }
    }
}

fn end_form(held: &Held<'_>, number: &EvidenceNumber, lang: Lang, open: bool) -> Markup {
    let id = |what: &str| format!("{number}-end-{what}");
    html! {
        details open[open] {
            summary { (say(lang, "evidence.end")) }
            form method="post" action=(lang.link(&format!("/desk/evidence/{number}/end"))) {
                input type="hidden" name="csrf" value=(csrf::token(held.signed));
                p.small { (say(lang, "evidence.end-means")) }
                div.field {
                    label for=(id("from")) { (say(lang, "evidence.from")) }
                    input id=(id("from")) name="from" type="date" value=(held.today) required;
                }
                div.field {
                    label for=(id("reason")) { (say(lang, "case.reasons")) }
                    input id=(id("reason")) name="reason" maxlength="200" required;
                }
                p { button type="submit" { (say(lang, "evidence.end")) } }
            }
        }
    }
}

fn add(
    signed: &Signed,
    kinds: &BTreeMap<EvidenceKind, Words>,
    lang: Lang,
    trouble: Option<&Trouble>,
) -> Markup {
    let here = trouble.filter(|trouble| trouble.at.is_none());
    html! {
        section id="add" {
            h2 { (say(lang, "evidence.add")) }
            @if let Some(trouble) = here { (refusal(&trouble.failure, lang)) }
            form method="post" enctype="multipart/form-data" action=(lang.link("/desk/evidence")) {
                input type="hidden" name="csrf" value=(csrf::token(signed));
                div.field {
                    label for="kind" { (say(lang, "evidence.kind")) }
                    select id="kind" name="kind" required {
                        @for (kind, words) in kinds { option value=(kind) { (lang.words(words)) } }
                    }
                }
                div.field { label for="title" { (say(lang, "evidence.name")) } input id="title" name="title" maxlength="200" required; }
                div.field { label for="issuer" { (say(lang, "evidence.issuer")) } input id="issuer" name="issuer" maxlength="200" required; }
                div.field { label for="issued" { (say(lang, "evidence.day")) } input id="issued" name="issued" type="date" required; }
                div.field { label for="until" { (say(lang, "evidence.last-day")) } input id="until" name="until" type="date"; }
                div.field { label for="file" { (say(lang, "evidence.file")) } input id="file" name="file" type="file" required; }
                p { button type="submit" { (say(lang, "evidence.add")) } }
            }
        }
    }
}

/// What the party keeps, for programs, with the cases that rest on it as far
/// as the asker may know of them.
///
/// # Errors
///
/// [`Failure::NotFound`] to who is no confirmed member.
pub(crate) fn listed(site: &Site, signed: &Signed) -> Result<Value, Failure> {
    let held = Held::of(site, signed)?;
    let party = held.party()?;
    let mut all = Vec::new();
    for (number, evidence) in &party.evidence {
        let cited = Cited {
            party: party.registration.code.clone(),
            number: number.clone(),
        };
        let mut relying = Vec::new();
        for reliance in site.office().relying_on(&cited)? {
            if let Some(seen) = held.seen(&reliance)? {
                let viewed = seen.viewed.as_ref();
                relying.push(json!({
                    "holder": seen.holder,
                    "procedure": {"zh": seen.title.zh, "en": seen.title.en},
                    "case": viewed.map(|viewed| &viewed.case.number),
                }));
            }
        }
        all.push(json!({
            "number": number,
            "kept": evidence.kept,
            "consents": evidence.consents,
            "ended": evidence.ended,
            "not_good_since": evidence.flaw(held.today).map(|flaw| told(flaw).0),
            "relying": relying,
        }));
    }
    Ok(json!({"evidence": all}))
}
