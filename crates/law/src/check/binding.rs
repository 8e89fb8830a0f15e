//! What the law says is in the scheme, or listed as left out.
//!
//! The head of a law file may say `unused: 1, 2` (articles that bind nobody
//! in this software), `reminders: 6` (articles whose figures are reminders),
//! `materials: 8` and `grounds: 14` (articles each item of which is a material
//! or field, or a ground).

use super::Findings;
use super::bases::cited;
use super::figure::{figures, same};
use super::finding::Place;
use crate::regime::Regime;
use crate::term::Term;
use crate::text::{Article, Source};
use std::collections::BTreeSet;

fn listed<'a>(source: &'a Source, key: &str) -> BTreeSet<&'a str> {
    let line = source.about.get(key).map_or("", String::as_str);
    line.split(',')
        .map(str::trim)
        .filter(|anchor| !anchor.is_empty())
        .collect()
}

fn place(source: &str, article: Option<&Article>) -> Place {
    let mut place = Place::new(&format!("law/{source}.md"), "");
    place.line = Some(article.map_or(1, |article| article.line));
    place
}

pub(super) fn every_article_is_used_or_listed_as_unused(regime: &Regime, findings: &mut Findings) {
    let cited: BTreeSet<&str> = cited(regime).iter().map(|cited| cited.basis).collect();
    for (name, source) in &regime.law.sources {
        let unused = listed(source, "unused");
        for (anchor, article) in &source.articles {
            let basis = format!("{name}/{anchor}");
            let used = cited.contains(basis.as_str());
            if used == unused.contains(anchor.as_str()) {
                let (cause, remedy) = if used {
                    (
                        "is listed as unused, but something rests on it",
                        "Strike it from the `unused` line of the head.",
                    )
                } else {
                    (
                        "is the basis of nothing",
                        "Let the scheme rest on it, or list it in the `unused` line of the head.",
                    )
                };
                let cause = format!("article {anchor} {cause}");
                findings.add(place(name, Some(article)), "article-unused", cause, remedy);
            }
        }
        for anchor in unused
            .iter()
            .filter(|anchor| !source.articles.contains_key(**anchor))
        {
            let cause = format!("the line `unused` names article {anchor}, which is not there");
            findings.add(
                place(name, None),
                "article-unused",
                cause,
                "Correct the line.",
            );
        }
    }
}

pub(super) fn figures_of_the_law_are_in_the_scheme(regime: &Regime, findings: &mut Findings) {
    let stated = stated(regime);
    for (name, source) in &regime.law.sources {
        let (unused, reminders) = (listed(source, "unused"), listed(source, "reminders"));
        for (anchor, article) in &source.articles {
            if unused.contains(anchor.as_str()) || reminders.contains(anchor.as_str()) {
                continue;
            }
            let basis = format!("{name}/{anchor}");
            for (at, figure) in figures(&article.zh).into_iter().enumerate() {
                // The first figure is the article's own; the others may be
                // those of the articles that it speaks of.
                let own = |basis_of: &str| 0 < at || basis_of == basis;
                if !stated
                    .iter()
                    .any(|(of, term)| own(of) && same(*term, figure))
                {
                    let cause = format!(
                        "article {anchor} sets a term of {figure} ({}), which nothing that rests on it has",
                        figure.zh()
                    );
                    let remedy =
                        "Give a deadline, a sanction or a retention this term and this basis.";
                    findings.add(place(name, Some(article)), "article-figure", cause, remedy);
                }
            }
        }
    }
}

pub(super) fn reminders_are_those_of_the_law(regime: &Regime, findings: &mut Findings) {
    let deadlines = || {
        regime
            .procedures
            .values()
            .flat_map(|p| p.deadlines.values())
    };
    for (name, source) in &regime.law.sources {
        for anchor in listed(source, "reminders") {
            let Some(article) = source.articles.get(anchor) else {
                continue;
            };
            let wanted = figures(&article.zh);
            if !deadlines().any(|deadline| deadline.warn == wanted) {
                let cause = format!("article {anchor} sets reminders that no deadline gives");
                let remedy = "Write them in `warn`, in the order of the article.";
                findings.add(place(name, Some(article)), "article-figure", cause, remedy);
            }
        }
    }
}

/// All terms that the scheme states, with the article on which each rests.
fn stated(regime: &Regime) -> Vec<(&str, Term)> {
    let mut terms: Vec<(&str, Term)> = Vec::new();
    for sanction in regime.sanctions.values() {
        terms.push((&sanction.basis, sanction.within));
    }
    for evidence in regime.evidence.values() {
        terms.extend(evidence.fresh.map(|term| (evidence.basis.as_str(), term)));
    }
    for retention in regime.retentions.values() {
        terms.push((&retention.basis, retention.within));
    }
    for procedure in regime.procedures.values() {
        for deadline in procedure.deadlines.values() {
            let lengths = [deadline.within, deadline.extension, deadline.pause_at_most];
            terms.extend(
                lengths
                    .into_iter()
                    .flatten()
                    .map(|term| (deadline.basis.as_str(), term)),
            );
        }
        for guard in procedure.guards.values() {
            terms.extend(guard.within.map(|term| (guard.basis.as_str(), term)));
        }
    }
    for item in regime.references.values().flat_map(|items| items.values()) {
        terms.extend(item.validity.map(|term| (item.basis.as_str(), term)));
        terms.extend(
            item.terms
                .values()
                .map(|term| (term.basis.as_str(), term.within)),
        );
    }
    terms
}

pub(super) fn items_of_lists_have_their_counterpart(regime: &Regime, findings: &mut Findings) {
    let procedures = || regime.procedures.values();
    let materials: BTreeSet<&str> = procedures()
        .flat_map(|procedure| {
            let fields = procedure.fields.values().map(|field| field.basis.as_str());
            fields.chain(procedure.materials.values().map(|m| m.basis.as_str()))
        })
        .collect();
    let grounds: BTreeSet<&str> = procedures()
        .flat_map(|procedure| {
            procedure
                .grounds
                .values()
                .map(|ground| ground.basis.as_str())
        })
        .collect();
    for (name, source) in &regime.law.sources {
        for (key, what, present) in [
            ("materials", "a material or field", &materials),
            ("grounds", "a ground", &grounds),
        ] {
            for article in listed(source, key) {
                for (anchor, item) in &source.articles {
                    let below = anchor
                        .split_once('.')
                        .is_some_and(|(above, _)| above == article);
                    if below && !present.contains(format!("{name}/{anchor}").as_str()) {
                        let cause =
                            format!("article {anchor} lists what is not {what} of the scheme");
                        let remedy = format!("Add {what} with the basis `{name}/{anchor}`.");
                        findings.add(place(name, Some(item)), "article-list", cause, remedy);
                    }
                }
            }
        }
    }
}
