//! The frame around every page.

use crate::language::Lang;
use crate::words::say;
use maud::{DOCTYPE, Markup, html};

/// Where a page stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'p> {
    pub(crate) lang: Lang,
    pub(crate) title: &'p str,
    /// The page's own path with its query, without the language.
    pub(crate) path: &'p str,
    /// Who is signed in: name, and the token that forms must bear.
    pub(crate) signed: Option<Signed<'p>>,
    /// Whether search engines may keep it.
    pub(crate) indexed: bool,
}

/// The person for whom a page is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Signed<'p> {
    pub(crate) name: &'p str,
    pub(crate) party: &'p str,
    pub(crate) csrf: &'p str,
}

/// A page for everybody.
pub(crate) fn public(lang: Lang, title: &str, path: &str, body: &Markup) -> Markup {
    frame(
        Frame {
            lang,
            title,
            path,
            signed: None,
            indexed: true,
        },
        body,
    )
}

/// A page in its frame.
pub(crate) fn frame(page: Frame<'_>, body: &Markup) -> Markup {
    let lang = page.lang;
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if !page.indexed { meta name="robots" content="noindex"; }
                title { (page.title) " – " (say(lang, "site.name")) }
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="data:,";
            }
            body {
                a.skip href="#main" { (say(lang, "site.skip")) }
                header.site {
                    div.bar {
                        a.name href=(lang.link("/")) { (say(lang, "site.name")) }
                        a.switch href=(lang.other().link(page.path)) lang=(lang.other().tag()) hreflang=(lang.other().tag()) {
                            (say(lang.other(), "site.this-language"))
                        }
                    }
                    (navigation(page))
                }
                main id="main" { (body) }
                footer.site {
                    p { (say(lang, "site.footer")) }
                    p {
                        a href=(lang.link("/log/")) { (say(lang, "site.log")) }
                        " · " a href=(lang.link("/statistics")) { (say(lang, "statistics.title")) }
                        " · " a href=(lang.link("/law")) { (say(lang, "site.law")) }
                        " · " a href="/api/v1/openapi.json" { (say(lang, "site.api")) }
                    }
                }
            }
        }
    }
}

/// A link of the main navigation; the page's own is marked.
fn place(page: Frame<'_>, path: &str, key: &'static str) -> Markup {
    let here = page.path.split('?').next() == Some(path);
    html! { a href=(page.lang.link(path)) aria-current=[here.then_some("page")] { (say(page.lang, key)) } }
}

/// The pages that the main navigation leads to: address and words.
const PLACES: [(&str, &str); 5] = [
    ("/", "site.check"),
    ("/register", "site.register"),
    ("/notices", "site.notices"),
    ("/guide", "site.guide"),
    ("/report", "site.report"),
];

fn navigation(page: Frame<'_>) -> Markup {
    let lang = page.lang;
    html! {
        nav aria-label=(say(lang, "site.navigation")) {
            @for (path, key) in PLACES { (place(page, path, key)) }
            @match page.signed {
                None => (place(page, "/sign-in", "site.sign-in")),
                Some(signed) => {
                    (place(page, "/desk", "site.desk"))
                    form.inline method="post" action=(lang.link("/sign-out")) {
                        input type="hidden" name="csrf" value=(signed.csrf);
                        button.plain type="submit" { (say(lang, "site.sign-out")) }
                    }
                    span.who { (signed.name) " · " (signed.party) }
                }
            }
        }
    }
}
