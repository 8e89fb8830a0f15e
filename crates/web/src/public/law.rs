//! `/law/…`: the editions of the regimes, their articles in our own words, and
//! the page on which an edition is read.

use crate::cite;
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Path, State};
use law::library::EditionId;
use maud::{Markup, html};

pub(crate) async fn list(State(site): State<Site>, lang: Lang) -> Markup {
    let title = say(lang, "site.law");
    let body = html! {
        h1 { (title) }
        ul {
            @for (id, edition) in site.office().library().all() {
                @let head = &edition.regime.head;
                li {
                    a href=(lang.link(&format!("/law/{id}"))) { (lang.words(&head.title)) " " (id.edition) } " "
                    (fill(lang, "law.from", &[("day", &lang.day(head.in_force.from))]))
                }
            }
        }
    };
    layout::public(lang, title, "/law", &body)
}

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Path((regime, edition)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    let id = EditionId { regime, edition };
    let edition = site.office().library().get(&id).ok_or(Failure::NotFound)?;
    let regime = &edition.regime;
    let printed = site
        .office()
        .texts()
        .contains_key(&format!("{id}/page.txt"));
    let mut sources: Vec<_> = regime.law.sources.iter().collect();
    sources.sort_by_key(|(_, source)| std::cmp::Reverse(source.articles.len()));
    let title = format!("{} {}", lang.words(&regime.head.title), id.edition);
    let body = html! {
        h1 { (title) }
        p { (fill(lang, "law.from", &[("day", &lang.day(regime.head.in_force.from))])) }
        p { (say(lang, "law.own-words")) }
        p.small { (say(lang, "law.digest")) (say(lang, "label.colon")) span.mono { (edition.digest) } }
        @if printed { p { a href=(format!("/law/{id}/page.txt")) { (say(lang, "law.page")) } } }
        @for (name, source) in sources {
            section {
                h2 id=(name) { (lang.of(&source.zh, &source.en)) }
                @for line in ["issued", "earlier"] {
                    @if let Some(said) = source.about.get(line) { p.small lang="zh" { (said) } }
                }
                dl.law {
                    @for anchor in ordered(source.articles.keys()) {
                        @let basis = format!("{name}/{anchor}");
                        @if let Some(article) = source.articles.get(anchor) {
                            dt id=(basis) { (cite::short(regime, name, anchor, lang)) }
                            dd { (lang.of(&article.zh, &article.en)) }
                        }
                    }
                }
            }
        }
    };
    Ok(layout::public(lang, &title, &format!("/law/{id}"), &body))
}

/// The page on which an edition is read, as printed from it.
pub(crate) async fn page(
    State(site): State<Site>,
    Path((regime, edition)): Path<(String, String)>,
) -> Result<String, Failure> {
    let texts = site.office().texts();
    let text = texts.get(&format!("{regime}/{edition}/page.txt"));
    text.cloned().ok_or(Failure::NotFound)
}

/// Article numbers in their own order: 2 before 10, 8 before 8.1.
fn ordered<'a>(anchors: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
    let mut ordered: Vec<&String> = anchors.collect();
    ordered.sort_by_key(|anchor| {
        anchor
            .split('.')
            .map(|part| part.parse::<u32>().unwrap_or(u32::MAX))
            .collect::<Vec<_>>()
    });
    ordered
}
