//! The parts of a label's page.

use super::code::{self, Scan};
use super::entry::{Entry, Shown, Worth};
use super::history::{Moved, To};
use super::verdict::{Verdict, term};
use crate::cite;
use crate::language::{Lang, size};
use crate::words::{fill, say};
use jiff::civil::Date;
use law::form::Reads;
use law::form::Words;
use law::name::GroundName;
use law::name::MaterialName;
use law::regime::Audience;
use maud::{Markup, html};
use std::collections::BTreeMap;
use store::row::Row;

/// What everybody wants to know first: big, in words.
pub(super) fn verdict(entry: &Entry, lang: Lang, worth: Worth) -> Markup {
    let Verdict {
        class,
        sign,
        head,
        line,
        ..
    } = Verdict::of(entry, worth, lang);
    let term = term(entry, worth, lang);
    let meaning = entry
        .status()
        .map(|status| lang.of(&status.meaning_zh, &status.meaning_en));
    let meaning = match worth {
        Worth::Over if entry.is_label() => Some(say(lang, "label.over-meaning")),
        Worth::Over if entry.is_of_adverse_register() => None,
        Worth::Over => Some(say(lang, "entry.over-meaning")),
        Worth::Valid | Worth::Suspended | Worth::Void => meaning,
    };
    let fell = matches!(worth, Worth::Suspended | Worth::Void);
    html! {
        section.verdict.(class) aria-labelledby="verdict" {
            span.sign aria-hidden="true" { (sign) }
            div {
                h1 id="verdict" { (head) }
                p.big { @if fell && head != line { (line) (say(lang, "label.comma")) } (term) }
                @if let Some(meaning) = meaning { p { (meaning) } }
                @if fell || entry.is_adverse() { (why(entry, lang)) }
            }
        }
    }
}

fn came_to<'e>(entry: &'e Entry, to: &'e To, lang: Lang) -> &'e str {
    match to {
        To::Status(name) => {
            let status = entry.edition.regime.statuses.get(name);
            status.map_or("", |status| lang.of(&status.zh, &status.en))
        }
        To::Facts(step) => lang.words(step),
    }
}

/// On what ground and by which article.
fn why(entry: &Entry, lang: Lang) -> Markup {
    let grounds = entry.facts.grounds.as_deref().unwrap_or_default();
    html! {
        @if !grounds.is_empty() {
            p { (say(lang, "label.ground")) (say(lang, "label.colon")) (ground_titles(entry, grounds, lang)) }
        }
        @if let Some(basis) = &entry.facts.basis {
            p { (say(lang, "label.basis")) (say(lang, "label.colon")) (citation(entry, basis, lang)) }
        }
    }
}

fn ground_titles(entry: &Entry, grounds: &[GroundName], lang: Lang) -> String {
    let known = entry.procedure().map(|procedure| &procedure.grounds);
    let title = |name: &GroundName| {
        let ground = known.and_then(|known| known.get(name));
        ground.map_or_else(
            || name.to_string(),
            |ground| lang.of(&ground.zh, &ground.en).to_owned(),
        )
    };
    grounds
        .iter()
        .map(title)
        .collect::<Vec<_>>()
        .join(lang.of("；", "; "))
}

/// An article, linked to its text.
fn citation(entry: &Entry, basis: &str, lang: Lang) -> Markup {
    cite::article(&entry.edition.regime, basis, lang)
}

/// What a scanned code adds.
pub(super) fn scanned(scan: &Scan, lang: Lang) -> Markup {
    match scan {
        Scan::Current => html! {
            p.note.good { span aria-hidden="true" { "✓ " } (say(lang, "scan.current")) }
        },
        Scan::Earlier(claim) => html! {
            p.note.warn {
                span aria-hidden="true" { "! " }
                @let day = code::last_day(claim).map(|day| lang.day(day)).unwrap_or_default();
                (fill(lang, "scan.earlier", &[("day", &day), ("stars", &claim.level.to_string())]))
            }
        },
        Scan::Forged => html! {},
    }
}

/// The level, with stars and words.
pub(super) fn level(entry: &Entry, lang: Lang) -> Markup {
    let Some(level) = &entry.facts.level else {
        return html! {};
    };
    let most = level.of.unwrap_or(level.stars).max(level.stars);
    let title = fill(
        lang,
        "label.stars",
        &[
            ("stars", &level.stars.to_string()),
            ("most", &most.to_string()),
        ],
    );
    html! {
        section.level {
            h2 { (say(lang, "label.level")) }
            p.stars {
                span role="img" aria-label=(title) {
                    @for at in 0..most { @if at < level.stars { "★" } @else { span.off { "☆" } } }
                }
                " " strong { (lang.of(&level.zh, &level.en)) }
            }
            p { (lang.of(&level.meaning_zh, &level.meaning_en)) }
        }
    }
}

/// The model, to be compared with the box (T-QR-02).
pub(super) fn model(entry: &Entry, lang: Lang) -> Markup {
    let field = entry.object_field();
    html! {
        section.model {
            h2 { (lang.words(&field)) }
            p.object { (entry.object) }
            @if entry.is_label() {
                p.ask { (fill(lang, "label.same-model", &[("field", &lang.words(&field).to_lowercase())])) }
            }
        }
    }
}

/// Everything else that the register shows, in the order of the edition.
pub(super) fn facts(entry: &Entry, lang: Lang, worth: Worth) -> Markup {
    let register = entry.register();
    let above = |name: &str| {
        register.is_some_and(|register| {
            register.object.as_str() == name
                || register
                    .level
                    .as_ref()
                    .is_some_and(|level| level.as_str() == name)
        })
    };
    let issued = lang.day(entry.day(entry.issued));
    let term = match entry.until {
        Some(until) => format!("{issued} – {}", lang.day(until)),
        None => issued,
    };
    let status = entry.status().map(|status| lang.of(&status.zh, &status.en));
    html! {
        section {
            h2 { (say(lang, "label.facts")) }
            dl {
                dt { (lang.words(&entry.number_title())) } dd.mono { (entry.number) }
                dt { (lang.words(&entry.holder_title())) } dd { (lang.words(&entry.holder())) }
                dt { (say(lang, dated(entry, worth))) } dd { (term) }
                dt { (say(lang, "label.status")) }
                dd {
                    @if worth == Worth::Over { (say(lang, "label.over-status")) } @else { (status.unwrap_or_default()) }
                    (say(lang, "label.comma")) (fill(lang, "label.since", &[("day", &lang.day(entry.day(entry.since)))]))
                }
                @for shown in entry.facts.shown.iter().filter(|shown| !above(&shown.name)) {
                    dt { (lang.of(&shown.zh, &shown.en)) }
                    dd { (value(shown, lang)) }
                }
            }
        }
    }
}

/// What the dates of an entry are: its term, or where it has none the day on
/// which it was entered.
fn dated(entry: &Entry, worth: Worth) -> &'static str {
    match (entry.until, worth) {
        (None, _) => "entry.issued",
        (Some(_), _) if entry.is_of_adverse_register() => "entry.shown-term",
        (Some(_), Worth::Valid) => "label.term",
        (Some(_), _) => "label.term-as-filed",
    }
}

/// A value as readers write it: a date in words.
fn value(shown: &Shown, lang: Lang) -> String {
    let text = lang.of(&shown.value_zh, &shown.value_en);
    let day = text.parse::<Date>();
    day.map_or_else(|_| text.to_owned(), |day| lang.day(day))
}

/// The documents that the register offers.
pub(super) fn downloads(entry: &Entry, gone: &BTreeMap<MaterialName, Words>, lang: Lang) -> Markup {
    let downloads = &entry.facts.downloads;
    html! {
        @if !downloads.is_empty() {
            section {
                h2 { (say(lang, "label.documents")) }
                ul {
                    @if offers_report(entry) {
                        li { a href=(lang.link(&format!("{}/report", entry.path()))) { (say(lang, "label.report")) } }
                    }
                    @for download in downloads {
                        li {
                            @match gone.get(&download.name) {
                                Some(told) => { (lang.of(&download.zh, &download.en)) " " span.small { (lang.words(told)) } },
                                None => {
                                    a href=(format!("{}/{}", entry.path(), download.name)) { (lang.of(&download.zh, &download.en)) }
                                    " " span.small { (download.kind.to_uppercase()) ", " (size(download.bytes)) }
                                },
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether an announcement is for everybody.
fn is_for_all(entry: &Entry, name: &str) -> bool {
    let notice = entry.edition.regime.notices.get(name);
    notice.is_some_and(|notice| notice.audience == Audience::Public)
}

/// Whether one of the documents is a report that the program reads.
fn offers_report(entry: &Entry) -> bool {
    entry.procedure().is_some_and(|procedure| {
        entry.facts.downloads.iter().any(|download| {
            let material = procedure.materials.get(&download.name);
            material.is_some_and(|material| material.reads == Some(Reads::TestReport))
        })
    })
}

/// How anybody can check this without trusting us.
pub(super) fn verify(position: u64, entry: &Entry, lang: Lang, origin: &str) -> Markup {
    let position = position.to_string();
    html! {
        section {
            h2 { (say(lang, "verify.title")) }
            p { (fill(lang, "verify.text", &[("position", &position), ("log", origin)])) }
            ul {
                li { a href=(format!("{}.json", entry.path())) { (say(lang, "verify.status")) } }
                li { a href=(format!("/api/v1/events/{position}/proof")) { (say(lang, "verify.proof")) } }
                li { a href="/log/checkpoint" { (say(lang, "verify.checkpoint")) } }
            }
        }
    }
}

/// What became of the entry, newest first.
pub(super) fn history(entry: &Entry, moves: &[Moved], notices: &[Row], lang: Lang) -> Markup {
    html! {
        @if !moves.is_empty() {
            section {
                h2 { (say(lang, "label.history")) }
                ol.history {
                    @for moved in moves {
                        li {
                            span.when { (lang.day(entry.day(moved.at))) } " "
                            strong { (came_to(entry, &moved.to, lang)) }
                            @if !moved.grounds.is_empty() {
                                (say(lang, "label.colon")) (ground_titles(entry, &moved.grounds, lang))
                            }
                            " " span.small { (citation(entry, &moved.basis, lang)) (say(lang, "label.comma")) (fill(lang, "label.event", &[("position", &moved.position.to_string())])) }
                        }
                    }
                }
            }
        }
        @if !notices.is_empty() {
            section {
                h2 { (say(lang, "label.notices")) }
                @for notice in notices.iter().filter(|row| is_for_all(entry, row.text(4))) {
                    p { span.when { (lang.day(entry.day(notice.int(2)))) } " " (lang.of(notice.text(6), notice.text(7))) }
                }
            }
        }
    }
}
