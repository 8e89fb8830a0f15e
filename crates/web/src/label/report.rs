//! `/l/{number}/report`: what the test report says of each item that the level
//! demands. Made from what decisions rested on; the report itself stays where
//! it is (LBL-06.7, LBL-12.5).

use super::entry::Entry;
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use case::case::Case;
use case::findings::{Findings, Report};
use case::form::Form;
use law::name::LevelName;
use law::reference::Reference;
use maud::{Markup, html};

/// The page.
///
/// # Errors
///
/// [`Failure::NotFound`] if the register offers no report of the entry.
pub fn page(site: &Site, number: &str, lang: Lang) -> Result<Markup, Failure> {
    let entry = Entry::read(site, number)?.ok_or(Failure::NotFound)?;
    let case = site.office().case(&entry.case)?.ok_or(Failure::NotFound)?;
    let world = site.world()?;
    let (report, rule) = (report(&entry, &case), rule(&entry, &case, &world));
    let report = report.ok_or(Failure::NotFound)?;
    let names = |code: &String| {
        let party = world.party_text(code).map(|party| &party.registration);
        party.map_or_else(
            || code.clone(),
            |party| lang.of(&party.name_zh, &party.name_en).to_owned(),
        )
    };
    let laboratories: Vec<String> = report.laboratories.iter().map(names).collect();
    let title = say(lang, "report.title");
    let body = html! {
        p.kicker { a href=(lang.link(&entry.path())) { span.mono { (number) } } }
        h1 { (title) }
        dl {
            dt { (lang.words(&entry.object_field())) } dd { (report.model) }
            dt { (say(lang, "report.number")) } dd { (report.number) }
            dt { (say(lang, "report.standard")) } dd { (report.standard) }
            dt { (say(lang, "report.laboratories")) } dd { (laboratories.join(lang.of("、", ", "))) }
            dt { (say(lang, "report.tested-on")) } dd { (lang.day(report.tested_on)) }
            dt { (say(lang, "report.cases")) } dd { (report.cases) }
        }
        @if let (Some(rule), Some(level)) = (rule, &entry.facts.level) {
            h2 { (fill(lang, "report.items", &[("level", lang.of(&level.zh, &level.en))])) }
            (items(report, rule, &LevelName(level.name.clone()), lang))
        }
        p.small { (say(lang, "report.remark")) }
    };
    let path = format!("{}/report", entry.path());
    Ok(layout::public(
        lang,
        &format!("{title} {number}"),
        &path,
        &body,
    ))
}

/// The report among the materials that the register offers.
fn report<'c>(entry: &Entry, case: &'c Case) -> Option<&'c Report> {
    let mut offered = entry
        .facts
        .downloads
        .iter()
        .filter_map(|download| case.findings.get(&download.name));
    offered.find_map(|findings| match findings {
        Findings::TestReport(report) => Some(report),
        Findings::Artwork(_) => None,
    })
}

fn rule<'e>(entry: &'e Entry, case: &Case, world: &case::world::World) -> Option<&'e Reference> {
    let form = Form {
        regime: &entry.edition.regime,
        procedure: entry.procedure()?,
        world,
        fields: &case.fields,
        opened_by: &case.opened_by,
    };
    let item = form.reference(entry.register()?.reference.as_ref()?)?;
    let catalogues = entry.edition.regime.references.values();
    catalogues
        .flat_map(|items| items.values())
        .find(|known| known.id == item.id)
}

fn items(report: &Report, rule: &Reference, level: &LevelName, lang: Lang) -> Markup {
    html! {
        table {
            thead { tr { th { (say(lang, "report.item")) } th { (say(lang, "report.provisions")) } th { (say(lang, "report.verdict")) } } }
            tbody {
                @for (_, item) in rule.demanded(level) {
                    @let met = report.meets(item);
                    tr {
                        td data-label=(say(lang, "report.item")) { (lang.of(&item.zh, &item.en)) }
                        td data-label=(say(lang, "report.provisions")) { (item.provisions.join(lang.of("、", ", "))) }
                        td data-label=(say(lang, "report.verdict")) {
                            @if met { "✓ " (say(lang, "report.met")) } @else { "✕ " (say(lang, "report.not-met")) }
                        }
                    }
                }
            }
        }
    }
}
