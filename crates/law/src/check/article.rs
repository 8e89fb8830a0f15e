//! Every basis is an article of the law files.

use super::Findings;
use super::bases::cited;
use crate::regime::Regime;

pub(super) fn every_basis_is_an_article(regime: &Regime, findings: &mut Findings) {
    for cited in cited(regime) {
        if regime.law.article(cited.basis).is_none() {
            let cause = format!("rests on `{}`, which is no article", cited.basis);
            let remedy = "Write `source/article`, as in law/, or add the article there.";
            findings.add(cited.place, "basis", cause, remedy);
        }
    }
}
