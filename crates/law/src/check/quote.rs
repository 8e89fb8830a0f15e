//! Quotations occur in their article, and figures are those of the quotation.

use super::Findings;
use super::bases::cited;
use super::figure::{figures, same};
use crate::regime::Regime;

pub(super) fn quotes_occur_in_their_article(regime: &Regime, findings: &mut Findings) {
    for cited in cited(regime) {
        let Some(quote) = cited.quote else {
            let positive = cited.within.is_some_and(|term| 0 < term.count);
            if positive {
                findings.add(
                    cited.place,
                    "quote",
                    "states a term without quoting the article that sets it",
                    "Add `quote`, such as \"10个工作日\".",
                );
            }
            continue;
        };
        let Some(article) = regime.law.article(cited.basis) else {
            continue;
        };
        let missing =
            quote.trim().is_empty() || !(article.zh.contains(quote) || article.en.contains(quote));
        if missing {
            let cause = format!("quotes “{quote}”, which `{}` does not say", cited.basis);
            let remedy = "Copy the words of the article, Chinese or English.";
            findings.add(cited.place, "quote", cause, remedy);
        }
    }
}

pub(super) fn figures_agree_with_their_quote(regime: &Regime, findings: &mut Findings) {
    for cited in cited(regime) {
        let (Some(quote), Some(within)) = (cited.quote, cited.within) else {
            continue;
        };
        if !figures(quote).iter().any(|figure| same(*figure, within)) {
            let cause = format!("is {within} long, but quotes “{quote}”");
            let remedy = "Make `within` and `quote` say the same.";
            findings.add(cited.place, "quote-figure", cause, remedy);
        }
    }
}
