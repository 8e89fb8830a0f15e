//! Parties, shown.

use crate::answer::{Answer, written};
use crate::archive::Archive;
use crate::desk::code_of;
use crate::globals::Globals;
use crate::lang::Lang;
use crate::page::Page;
use crate::trouble::Trouble;
use case::party::{Membership, Party};
use case::refusal::Refusal;
use law::name::Scoped;
use serde_json::Value;

/// The parties, of one kind if asked.
///
/// # Errors
///
/// The store's.
pub(super) fn list(globals: &Globals, kind: Option<&str>) -> Result<Answer, Trouble> {
    let world = Archive::open_whole(globals)?.world()?;
    let kind = kind.map(Scoped::from);
    let wanted = |party: &&Party| {
        let mut kinds = party.registration.kinds.iter();
        kind.as_ref()
            .is_none_or(|kind| kinds.any(|held| held.meets(kind)))
    };
    let parties: Vec<&Party> = world
        .parties
        .values()
        .map(AsRef::as_ref)
        .filter(wanted)
        .collect();
    let mut page = Page::new(globals.lang());
    let lang = page.lang;
    let rows = parties.iter().map(|party| {
        let named = &party.registration;
        vec![
            named.code.to_string(),
            lang.of(&named.name_zh, &named.name_en).to_owned(),
            joined(named.kinds.iter()),
            named.region.clone(),
            party.members.len().to_string(),
        ]
    });
    page.table(
        &[
            ("代码", "CODE"),
            ("名称", "NAME"),
            ("类型", "KIND"),
            ("地区", "REGION"),
            ("成员", "MEMBERS"),
        ],
        rows.collect(),
        ("没有这样的主体。", "There is no such party."),
    );
    let json: Vec<Value> = parties
        .iter()
        .map(|party| written(&party.registration))
        .collect();
    Ok(Answer::new(page.into_text(), json))
}

/// One party and all that is known of it.
///
/// # Errors
///
/// That it is not known.
pub(super) fn one(globals: &Globals, code: &str) -> Result<Answer, Trouble> {
    let code = code_of(code)?;
    let world = Archive::open_whole(globals)?.world()?;
    let party = world.party(&code).ok_or_else(|| {
        let party = code.to_string();
        Trouble::from(Refusal::NoSuchParty { party })
    })?;
    let mut page = Page::new(globals.lang());
    head(&mut page, party);
    members(&mut page, party);
    dealings(&mut page, party);
    Ok(Answer::new(page.into_text(), party))
}

fn head(page: &mut Page, party: &Party) {
    let named = &party.registration;
    let lang = page.lang;
    page.line(&format!(
        "{}  {} · {}",
        named.code, named.name_zh, named.name_en
    ));
    let mut pairs = vec![
        (
            lang.of("类型", "kind").to_owned(),
            joined(named.kinds.iter()),
        ),
        (lang.of("地区", "region").to_owned(), named.region.clone()),
    ];
    if let Some(agent) = &named.domestic_agent {
        pairs.push((
            lang.of("境内代理人", "domestic agent").to_owned(),
            agent.to_string(),
        ));
    }
    page.pairs(&pairs);
}

fn members(page: &mut Page, party: &Party) {
    let lang = page.lang;
    page.heading("成员", "Members");
    let rows = party.members.iter().map(|(person, member)| {
        vec![
            person.to_string(),
            member.name.clone(),
            joined(member.roles.iter()),
            state(lang, member.state).to_owned(),
        ]
    });
    page.table(
        &[
            ("人员", "PERSON"),
            ("姓名", "NAME"),
            ("角色", "ROLES"),
            ("状态", "STATE"),
        ],
        rows.collect(),
        ("  无", "  none"),
    );
}

fn dealings(page: &mut Page, party: &Party) {
    let term = |from: &dyn ToString, until: &dyn ToString| {
        format!("{} – {}", from.to_string(), until.to_string())
    };
    let mut rows = Vec::new();
    let lang = page.lang;
    for held in &party.qualifications {
        let scope = joined(held.scope.iter());
        let what = format!("{} {} {scope}", held.kind, held.number);
        rows.push(vec![
            lang.of("资质", "qualification").to_owned(),
            what,
            term(&held.from, &held.until),
        ]);
    }
    for mandate in &party.mandates {
        let what = format!("{} {}", mandate.agent, joined(mandate.scope.iter()));
        rows.push(vec![
            lang.of("委托", "mandate").to_owned(),
            what,
            term(&mandate.from, &mandate.until),
        ]);
    }
    for bar in &party.bars {
        let what = format!("{} ({})", bar.sanction, bar.because);
        rows.push(vec![
            lang.of("限制", "bar").to_owned(),
            what,
            term(&bar.from, &bar.until),
        ]);
    }
    if !rows.is_empty() {
        page.heading("资质、委托、限制", "Qualifications, mandates, bars");
        page.rows(rows);
    }
}

fn state(lang: Lang, state: Membership) -> &'static str {
    let (zh, en) = match state {
        Membership::Invited => ("已邀请", "invited"),
        Membership::Accepted => ("已接受", "accepted"),
        Membership::Confirmed => ("已确认", "confirmed"),
        Membership::Suspended => ("已暂停", "suspended"),
        Membership::Removed => ("已移除", "removed"),
    };
    lang.of(zh, en)
}

fn joined<T: ToString>(items: impl Iterator<Item = T>) -> String {
    items
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(",")
}
