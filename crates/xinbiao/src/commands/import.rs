//! `xinbiao import`: a structured test report, made of a dossier in Markdown
//! or of a table.

pub(crate) mod reading;

use crate::answer::Answer;
use crate::archive::library;
use crate::file;
use crate::globals::Globals;
use crate::page::{Page, cut, many};
use crate::trouble::Trouble;
use evidence::dossier::Remark;
use evidence::report::{Laboratory, LaboratoryRole, TestReport, Verdict};
use law::reference::Reference;
use reading::{About, Read};
use serde_json::{Value, json};
use std::path::PathBuf;

/// What to import, and what it does not say itself.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "SOURCE is a folder of Markdown (IXIT tables and test groups after TS 103 701), \
a CSV table with one row a test case, or a report that is JSON already and is checked.\n\n\
Examples:\n  \
xinbiao import dossier --report-number TR-1 --producer \"Example Ltd\" --model EX-1 --firmware 1.0.0 \
--laboratory 91440300MA5EXAMPLA:Example-Lab:third-party --tested-from 2026-06-01 --tested-to 2026-06-15 -o report.json --rule label/gateway\n  \
xinbiao import report.csv --report-number TR-2 --producer P --model M --firmware 1 --laboratory CODE:NAME:own --tested-to 2026-06-15 -o report.json\n  \
xinbiao import report.json --rule label/camera"
)]
pub(crate) struct Args {
    /// Folder of a dossier, or a report as CSV or JSON
    source: PathBuf,
    #[command(flatten)]
    about: About,
    /// Say which level is reached under this rule, such as label/gateway
    #[arg(long, value_name = "REGIME/CATEGORY")]
    rule: Option<String>,
    /// File to write the report to, as JSON
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Imports the report.
///
/// # Errors
///
/// Everything that is wrong with the source.
pub(crate) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let read = reading::read(&args.source, &args.about)?;
    let library = library(globals.schemes.as_deref())?;
    let rule = match &args.rule {
        Some(name) => Some(rule_of(&library, name)?),
        None => None,
    };
    if let Some(path) = &args.output {
        file::write(path, read.report.to_json().as_bytes())?;
    }
    let mut page = Page::new(globals.lang());
    told(&mut page, &read);
    let level = rule
        .as_ref()
        .map(|rule| level(&mut page, rule, &read.report))
        .transpose()?;
    remarks(&mut page, &read.remarks);
    if let Some(path) = &args.output {
        let shown = path.display();
        page.say(&format!("已写入{shown}"), &format!("Written: {shown}"));
    }
    let json = json!({
        "ixit_tables": read.ixits,
        "groups": read.groups,
        "cases": read.report.items.len(),
        "verdicts": verdicts(&read.report).into_iter().map(|(verdict, count)| (verdict.to_string(), count.into())).collect::<serde_json::Map<String, Value>>(),
        "remarks": read.remarks.iter().map(|remark| json!({"place": remark.place.to_string(), "text": remark.text})).collect::<Vec<_>>(),
        "level": level,
        "file": args.output,
    });
    Ok(Answer::new(page.into_text(), json))
}

/// How many cases have each verdict.
fn verdicts(report: &TestReport) -> Vec<(Verdict, usize)> {
    Verdict::ALL
        .into_iter()
        .map(|verdict| {
            (
                verdict,
                report
                    .items
                    .iter()
                    .filter(|item| item.rolled_up() == verdict)
                    .count(),
            )
        })
        .collect()
}

/// Writes what a report holds.
pub(super) fn told(page: &mut Page, read: &Read) {
    let lang = page.lang;
    let facts = &read.report.facts;
    page.line(&format!(
        "{}  {}  {}",
        facts.number, facts.product.model, facts.product.firmware
    ));
    let mut pairs = Vec::new();
    if let (Some(ixits), Some(groups)) = (read.ixits, read.groups) {
        pairs.push((
            lang.of("IXIT表", "IXIT tables").to_owned(),
            ixits.to_string(),
        ));
        pairs.push((
            lang.of("测试组", "test groups").to_owned(),
            groups.to_string(),
        ));
    }
    pairs.push((
        lang.of("测试用例", "test cases").to_owned(),
        read.report.items.len().to_string(),
    ));
    for (verdict, count) in verdicts(&read.report) {
        let title = match verdict {
            Verdict::NotApplicable => lang.of("不适用", "not applicable"),
            Verdict::Pass => lang.of("通过", "pass"),
            Verdict::Inconclusive => lang.of("无结论", "inconclusive"),
            Verdict::Fail => lang.of("不通过", "fail"),
        };
        pairs.push((format!("  {title}"), count.to_string()));
    }
    page.pairs(&pairs);
}

/// Writes up to twenty remarks, and how many more there are.
pub(super) fn remarks(page: &mut Page, remarks: &[Remark]) {
    const MOST: usize = 20;
    if remarks.is_empty() {
        return;
    }
    let count = remarks.len();
    page.heading(
        &format!("请人工查看的{count}处"),
        &format!("{} for a person to look at", many(count as u64, "thing")),
    );
    for remark in remarks.iter().take(MOST) {
        page.line(&format!("  {}: {}", remark.place, cut(&remark.text, 100)));
    }
    if MOST < count {
        let more = count - MOST;
        page.say(
            &format!("  另有{more}处，见 --json"),
            &format!("  and {more} more, with `--json`"),
        );
    }
}

/// The rule `regime/category`, of the latest edition that has it.
fn rule_of(library: &law::library::Library, name: &str) -> Result<Reference, Trouble> {
    let unknown = || {
        Trouble::usage(
            format!("没有规则“{name}”，写法如 label/gateway。"),
            format!("there is no rule `{name}`; write it like label/gateway"),
        )
    };
    let (regime, item) = name.split_once('/').ok_or_else(unknown)?;
    let mut editions: Vec<_> = library
        .all()
        .filter(|(id, _)| id.regime == regime)
        .collect();
    editions.sort_by_key(|(_, edition)| std::cmp::Reverse(edition.regime.head.in_force.from));
    let found = editions.into_iter().find_map(|(_, edition)| {
        let mut catalogues = edition.regime.references.values();
        catalogues.find_map(|items| items.get(item).cloned())
    });
    found.ok_or_else(unknown)
}

/// Writes the level that a report reaches under a rule; gives its name.
fn level(
    page: &mut Page,
    rule: &Reference,
    report: &TestReport,
) -> Result<Option<String>, Trouble> {
    let brief =
        office::intake::report_of(report).map_err(|why| Trouble::input(why.clone(), why))?;
    let reached = brief.level(rule);
    let (zh, en) = (&rule.zh, &rule.en);
    let level = reached.and_then(|name| rule.levels.get(name));
    match level {
        Some(level) => page.say(
            &format!("按“{zh}”达到：{}", level.zh),
            &format!("Level reached under `{en}`: {}", level.en),
        ),
        None => page.say(
            &format!("按“{zh}”未达到任何等级。"),
            &format!("No level is reached under `{en}`."),
        ),
    }
    let next = rule
        .levels_upwards()
        .into_iter()
        .map(|(name, _)| name)
        .find(|name| !brief.failing(rule, name).is_empty());
    if let Some(next) = next {
        let lang = page.lang;
        let title = rule
            .levels
            .get(next)
            .map_or(next.as_str(), |level| lang.of(&level.zh, &level.en));
        let failing = brief.failing(rule, next);
        page.say(
            &format!("  距“{title}”尚缺："),
            &format!("  still missing for `{title}`:"),
        );
        let rows = failing
            .iter()
            .map(|(id, item)| vec![format!("  {id}"), cut(lang.of(&item.zh, &item.en), 80)]);
        page.rows(rows.collect());
    }
    Ok(reached.map(ToString::to_string))
}

/// A laboratory as the command line names it: `CODE:NAME:ROLE`. It is read from
/// the end, because a foreign code holds a colon itself.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn laboratory(text: &str) -> Result<Laboratory, String> {
    let wrong =
        || format!("`{text}` is not CODE:NAME:ROLE; ROLE is own, third-party or penetration");
    let (rest, role) = text.rsplit_once(':').ok_or_else(wrong)?;
    let role = LaboratoryRole::ALL
        .into_iter()
        .find(|known| known.word() == role)
        .ok_or_else(wrong)?;
    let (code, name) = rest.rsplit_once(':').ok_or_else(wrong)?;
    if code.is_empty() || name.is_empty() {
        return Err(wrong());
    }
    Ok(Laboratory {
        name: name.to_owned(),
        code: code.to_owned(),
        role,
    })
}
