//! Articles, linked to their text: nobody has to believe a citation.

use crate::language::Lang;
use law::regime::Regime;
use maud::{Markup, html};

/// An article as readers cite it, linked to its text in the edition.
pub(crate) fn article(regime: &Regime, basis: &str, lang: Lang) -> Markup {
    let words = regime.law.citation(basis, lang.is_zh());
    html! { a.basis href=(lang.link(&address(regime, basis))) { (words) } }
}

/// As [`article`], without the name of the source where it is that of
/// `home`, which the reader knows from above.
pub(crate) fn near(regime: &Regime, basis: &str, home: &str, lang: Lang) -> Markup {
    let source = |basis: &str| basis.split_once('/').map(|(source, _)| source.to_owned());
    match basis.split_once('/') {
        Some((of, anchor)) if source(home).as_deref() == Some(of) => html! {
            a.basis href=(lang.link(&address(regime, basis))) { (short(regime, of, anchor, lang)) }
        },
        _ => article(regime, basis, lang),
    }
}

/// Where the text of an article stands.
pub(crate) fn address(regime: &Regime, basis: &str) -> String {
    format!("/law/{}/{}#{basis}", regime.head.id, regime.head.edition)
}

/// An article without the name of its source, for where the source is named
/// already.
pub(crate) fn short(regime: &Regime, source: &str, anchor: &str, lang: Lang) -> String {
    let whole = regime
        .law
        .citation(&format!("{source}/{anchor}"), lang.is_zh());
    let Some(source) = regime.law.sources.get(source) else {
        return whole;
    };
    let named = match lang {
        Lang::Zh => format!("《{}》", source.zh),
        Lang::En => format!("{}, ", source.en),
    };
    whole.strip_prefix(&named).unwrap_or(&whole).to_owned()
}
