//! `/l/{number}`, `/L/{number}/{code}`: the page for a person in a shop. It
//! says first whether the label holds. `/e/{number}` is the same for entries
//! that no label stands for: certificates, bodies, bulletins.

use super::code::Scan;
use super::entry::Entry;
use super::{files, history, parts};
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use law::calendar::Moment;
use maud::html;
use store::row::bind;
use store::statements as sql;

/// The page of an entry, as a visitor or somebody with a scanned code sees it.
///
/// # Errors
///
/// A failure of the store.
pub(super) fn body(
    site: &Site,
    entry: &Entry,
    lang: Lang,
    now: Moment,
    scan: Option<Scan>,
) -> Result<String, Failure> {
    let moves = history::of(site, entry)?;
    let gone = files::gone(site, entry)?;
    let notices = site
        .office()
        .read(bind(sql::NOTICE_OF_NUMBER, [entry.number.as_str().into()]))?;
    let worth = entry.worth(now);
    let register = entry.register();
    let remark = register.and_then(|register| match lang {
        Lang::Zh => register.remark_zh.as_deref(),
        Lang::En => register.remark_en.as_deref(),
    });
    let title = match register.filter(|_| !entry.is_label()) {
        Some(register) => lang.of(&register.zh, &register.en),
        None => lang.words(&entry.edition.regime.head.title),
    };
    let page = html! {
        p.kicker { (title) " · " span.mono { (entry.number) } }
        @if let Some(scan) = &scan { (parts::scanned(scan, lang)) }
        (parts::verdict(entry, lang, worth))
        (parts::level(entry, lang))
        (parts::model(entry, lang))
        (parts::facts(entry, lang, worth))
        (parts::downloads(entry, &gone, lang))
        @if register.is_some_and(|register| register.certificate) {
            p { a href=(format!("/e/{}/certificate.pdf", entry.number)) { (say(lang, "entry.certificate")) } }
        }
        @if let Some(remark) = remark { p.remark { (remark) } }
        (parts::history(entry, &moves, &notices, lang))
        (parts::verify(history::told_by(entry, &moves), entry, lang, site.office().log_key().name()))
    };
    let path = entry.path();
    Ok(layout::public(lang, &format!("{} {}", title, entry.number), &path, &page).into_string())
}

/// The page of a code that was never issued here: nothing but a warning. No
/// part of the address is repeated on it (T-QR-07).
pub(super) fn not_issued(site: &Site, lang: Lang) -> String {
    let base = site.base().to_string().to_lowercase();
    let page = html! {
        section.verdict.void aria-labelledby="verdict" {
            span.sign aria-hidden="true" { "✕" }
            div {
                h1 id="verdict" { (say(lang, "scan.forged")) }
                p.big { (say(lang, "scan.forged-meaning")) }
                p { (fill(lang, "scan.forged-advice", &[("base", &base)])) }
            }
        }
    };
    layout::public(lang, say(lang, "scan.forged"), "/", &page).into_string()
}
