//! Where to look: a text file names kinds of cases, and of each the newest is
//! shown with its address and with a name to sign in, where one is needed.

use super::record::Record;
use case::case::Case;
use case::party::PersonId;
use law::library::Library;
use law::regime::Audience;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The file: lines `REGIME/PROCEDURE STATE,… | 中文 | English`.
const LIST: &str = include_str!("programme/finds.txt");

/// A report that somebody sent without an account.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) number: String,
    pub(crate) code: String,
}

/// Where to look, a line each; `known` are the persons who can sign in, with
/// the names to sign in with. Addresses stand without the host.
pub(crate) fn told(
    record: &Record,
    library: &Library,
    known: &BTreeMap<PersonId, String>,
    sent: &[Sent],
) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [which, zh, en] = parts.as_slice()
            && let Some(where_) = place(record, library, known, which)
        {
            writeln!(text, "  {where_:<58} {zh} {en}")?;
        }
    }
    let mut seen = Vec::new();
    for Sent { number, code } in sent.iter().rev() {
        let Some(case) = record.cases.get(number) else {
            continue;
        };
        let of = (&case.edition.regime, &case.procedure);
        if seen.contains(&of) {
            continue;
        }
        seen.push(of);
        let editions = library.all();
        let mut editions = editions.filter(|(id, _)| **id == case.edition);
        let title = editions.next().and_then(|(_, edition)| {
            let rules = edition.regime.procedures.get(&case.procedure)?;
            Some((&rules.head.title.zh, &rules.head.title.en))
        });
        let (zh, en) = title.unwrap_or((number, number));
        let place = format!("/report/status  {number}, {code}");
        writeln!(
            text,
            "  {place:<58} {zh}（匿名提交，附查询码） {en}, sent without an account, and its code"
        )?;
    }
    Ok(text)
}

/// The address of the newest case of the kind, on its public page if it has
/// one, else on the desk of somebody who acted in it.
fn place(
    record: &Record,
    library: &Library,
    known: &BTreeMap<PersonId, String>,
    which: &str,
) -> Option<String> {
    let (kind, states) = which.split_once(' ')?;
    let (regime, procedure) = kind.split_once('/')?;
    let mut cases: Vec<&Case> = record
        .cases
        .values()
        .filter(|case| case.edition.regime == regime && case.procedure.as_str() == procedure)
        .filter(|case| {
            states
                .split(',')
                .any(|state| state.trim() == case.state.as_str())
        })
        .collect();
    cases.sort_by_key(|case| std::cmp::Reverse(case.since));
    let public = |case: &&Case| {
        let editions = library.all();
        let mut editions = editions.filter(|(id, _)| **id == case.edition);
        let found = editions.next().and_then(|(_, edition)| {
            let regime = &edition.regime;
            let register = regime
                .procedures
                .get(&case.procedure)?
                .head
                .register
                .as_ref()?;
            Some(regime.registers.get(register)?.audience == Audience::Public)
        });
        found == Some(true)
    };
    let entry = |case: &&Case| Some(format!("/e/{}", case.entry.as_ref()?.number));
    if let Some(address) = cases.iter().filter(|case| public(case)).find_map(entry) {
        return Some(address);
    }
    cases.iter().find_map(|case| {
        let mut acted = case
            .steps
            .iter()
            .rev()
            .filter_map(|taken| taken.person.as_ref());
        let login = acted.find_map(|person| known.get(person))?;
        Some(format!("/desk/{}  ({login})", case.number))
    })
}
