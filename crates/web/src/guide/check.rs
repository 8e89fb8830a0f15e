//! `/guide/{regime}/{catalogue}/{item}/check`: what a report must contain, and
//! a look at one before it is filed. Nothing of it is kept or recorded, and
//! nothing is decided (LBL-03.2).

use super::item::{is_checked, listed, natural, testers};
use super::{edition, item_of};
use crate::desk::upload;
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Multipart, Path, State};
use case::findings::Report;
use case::wording::words;
use evidence::report::{LaboratoryRole, TestReport};
use jiff::civil::Date;
use law::form::Words;
use law::name::LevelName;
use law::reference::{Level, Reference};
use maud::{Markup, html};
use office::intake::report_of;

/// The largest report that is looked at, in bytes.
const MOST: usize = 1 << 20;

type Place = Path<(String, String, String)>;

/// What a report came to.
enum Answer {
    Unread(Vec<Words>),
    Read(Box<TestReport>, Box<Report>),
}

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Path(place): Place,
) -> Result<Markup, Failure> {
    site.aside(move |site| page(site, &place, lang, None)).await
}

pub(crate) async fn post(
    State(site): State<Site>,
    lang: Lang,
    Path(place): Place,
    parts: Multipart,
) -> Result<Markup, Failure> {
    let content = file(parts).await?;
    site.aside(move |site| page(site, &place, lang, Some(&read(&content))))
        .await
}

/// The file of the form.
async fn file(mut parts: Multipart) -> Result<Vec<u8>, Failure> {
    let field = parts.next_field().await;
    let field = field.map_err(|error| upload::broken(&error))?;
    upload::content(field.ok_or_else(upload::missing)?, MOST).await
}

fn read(content: &[u8]) -> Answer {
    let report = match evidence::read::read_json(content) {
        Ok(report) => report,
        Err(faults) => {
            let told = faults
                .iter()
                .map(|fault| words(fault.zh(), fault.to_string()));
            return Answer::Unread(told.collect());
        }
    };
    match report_of(&report) {
        Ok(brief) => Answer::Read(Box::new(report), Box::new(brief)),
        Err(why) => Answer::Unread(vec![words("检测结束日不是日期", why)]),
    }
}

fn page(
    site: &Site,
    (regime, catalogue, item): &(String, String, String),
    lang: Lang,
    answer: Option<&Answer>,
) -> Result<Markup, Failure> {
    let edition = edition(site, regime)?;
    let rule = item_of(&edition, catalogue, item)?;
    if !is_checked(&edition.regime, rule) {
        return Err(Failure::NotFound);
    }
    let today = crate::view::today(&*site.world()?, &edition, site);
    let above = format!("/guide/{regime}/{catalogue}/{item}");
    let path = format!("{above}/check");
    let title = say(lang, "check.title");
    let body = html! {
        p.kicker { a href=(lang.link(&above)) { (lang.of(&rule.zh, &rule.en)) } }
        h1 { (title) }
        p { (say(lang, "check.lead")) }
        @match answer {
            None => {},
            Some(Answer::Unread(faults)) => div.refusal role="alert" {
                p { (fill(lang, "check.unread", &[("count", &faults.len().to_string())])) }
                ul.faults { @for fault in faults { li { (lang.words(fault)) } } }
            },
            Some(Answer::Read(report, brief)) => (result(rule, report, brief, today, lang)),
        }
        form.row method="post" enctype="multipart/form-data" action=(lang.link(&path)) {
            label for="report" { (say(lang, "check.file")) }
            input id="report" type="file" name="report" accept=".json,application/json" required;
            button type="submit" { (say(lang, "check.look")) }
        }
        (contents(rule, lang))
    };
    Ok(layout::public(lang, title, &path, &body))
}

/// What a report must contain: what is true of it as a whole, then the
/// provisions of each level.
fn contents(rule: &Reference, lang: Lang) -> Markup {
    let parts: [&'static str; 7] = [
        "check.has-number",
        "check.has-product",
        "check.has-standard",
        "check.has-laboratories",
        "check.has-days",
        "check.has-items",
        "check.has-penetration",
    ];
    html! {
        section {
            h2 { (say(lang, "check.contents")) }
            ul { @for part in parts { li { (say(lang, part)) } } }
            @for (name, level) in rule.levels_upwards() {
                h3 { span.stars aria-hidden="true" { ("★".repeat(level.stars.into())) } " " (lang.of(&level.zh, &level.en)) }
                p { (listed(&provisions(rule, name), lang)) }
            }
        }
    }
}

/// The provisions that a level adds to the one below it.
fn provisions<'r>(rule: &'r Reference, level: &LevelName) -> Vec<&'r str> {
    let items = rule.items.values().filter(|item| item.level == *level);
    let mut all: Vec<&str> = items
        .flat_map(|item| item.provisions.iter().map(String::as_str))
        .collect();
    all.sort_by_key(|provision| natural(provision));
    all.dedup();
    all
}

/// Which level the report reaches, and what stands in the way of the others.
fn result(
    rule: &Reference,
    report: &TestReport,
    brief: &Report,
    today: Date,
    lang: Lang,
) -> Markup {
    let reached = brief.level(rule).and_then(|name| rule.levels.get(name));
    let (class, sign) = if reached.is_some() {
        ("valid", "✓")
    } else {
        ("held", "!")
    };
    html! {
        section.verdict.(class) role="status" {
            span.sign aria-hidden="true" { (sign) }
            div {
                h2 {
                    @match reached {
                        Some(level) => (fill(lang, "check.reaches", &[("level", lang.of(&level.zh, &level.en))])),
                        None => (say(lang, "check.reaches-none")),
                    }
                }
                p { (fill(lang, "case.report", &[("number", &brief.number), ("model", &brief.model),
                    ("day", &lang.day(brief.tested_on)), ("count", &brief.cases.to_string())])) }
                p { (say(lang, "check.no-decision")) }
            }
        }
        (remarks(rule, brief, today, lang))
        @for (name, level) in rule.levels_upwards() { (one_level(rule, report, brief, name, level, lang)) }
    }
}

/// What does not hang on a level.
fn remarks(rule: &Reference, brief: &Report, today: Date, lang: Lang) -> Markup {
    let known = rule.standards.is_empty() || rule.standards.contains(&brief.standard);
    html! {
        @if !known {
            p.note.warn { "! " (fill(lang, "check.other-standard", &[("standard", &brief.standard),
                ("known", &rule.standards.join(lang.of("；", "; ")))])) }
        }
        @if today < brief.tested_on { p.note.warn { "! " (say(lang, "check.future")) } }
    }
}

/// Whether the report serves a level, and what is missing if not.
fn one_level(
    rule: &Reference,
    report: &TestReport,
    brief: &Report,
    name: &LevelName,
    level: &Level,
    lang: Lang,
) -> Markup {
    let failing = brief.failing(rule, name);
    let fits = |role: LaboratoryRole| level.testers.iter().any(|word| word == role.word());
    let mut laboratories = report.facts.laboratories.iter();
    let tested = level.testers.is_empty() || laboratories.any(|laboratory| fits(laboratory.role));
    html! {
        section {
            h3 {
                span.stars aria-hidden="true" { ("★".repeat(level.stars.into())) } " " (lang.of(&level.zh, &level.en))
                (say(lang, "label.colon"))
                @if failing.is_empty() { span.good { "✓ " (say(lang, "report.met")) } }
                @else { span.over { "✕ " (fill(lang, "check.failing", &[("count", &failing.len().to_string())])) } }
            }
            @if !tested { p.note.warn { "! " (fill(lang, "check.other-tester", &[("testers", &testers(level, lang))])) } }
            @if level.penetration && brief.penetration.is_none() { p.note.warn { "! " (say(lang, "item.penetration")) } }
            @if failing.iter().any(|(_, item)| item.level == *name) {
                ul {
                    @for (_, item) in failing.iter().filter(|(_, item)| item.level == *name) {
                        li { (lang.of(&item.zh, &item.en)) " " span.small { (listed(&item.provisions, lang)) } }
                    }
                }
            }
        }
    }
}
