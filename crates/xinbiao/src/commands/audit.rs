//! `xinbiao audit`: verify the whole record.

mod accept;

use crate::answer::Answer;
use crate::archive::only_operator;
use crate::file;
use crate::globals::Globals;
use crate::page::{Page, many};
use crate::place;
use crate::progress::Progress;
use crate::trouble::Trouble;
use std::path::PathBuf;

/// What to do with the report.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "The audit only reads; the office may be open meanwhile. Exit code 1 if anything was found.\n\n\
Examples:\n  xinbiao audit\n  xinbiao audit --report audit.json\n  xinbiao audit --accept-head    # after the file `head` was lost"
)]
pub(crate) struct Args {
    /// Write the report as JSON to this file as well
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Sign a new head in the place of one that was lost, if nothing else is found
    #[arg(long)]
    accept_head: bool,
}

/// Verifies the record.
///
/// # Errors
///
/// What keeps it from being verified.
pub(crate) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    only_operator(globals)?;
    let setup = place::setup(globals)?;
    let mut page = Page::new(globals.lang());
    let lang = page.lang;
    let vacant = if args.accept_head {
        Some(accept::vacant(&setup)?)
    } else {
        None
    };
    let bar = Progress::new(lang.of("审计", "audit"));
    let report = office::audit::audit(&setup, &mut |done, all| bar.at(done, all))?;
    bar.end();
    if let Some(path) = &args.report {
        let text = serde_json::to_string_pretty(&report).map_err(Trouble::system)?;
        file::write(path, text.as_bytes())?;
    }
    if let Some(vacant) = vacant {
        accept::accept(&setup, &report, vacant)?;
        page.say(
            "除缺少链头外一切相符；已签署新的链头。",
            "Everything agreed but for the lost head; a new one is signed.",
        );
        return Ok(Answer::new(page.into_text(), &report));
    }
    let count = |zh: &str, en: &str, count: u64| (lang.of(zh, en).to_owned(), count.to_string());
    page.say("已核验：", "Verified:");
    page.pairs(&[
        count("事件", "events", report.events),
        count("办件", "cases", report.cases),
        count("登记项", "entries", report.entries),
        count("材料内容", "contents of materials", report.blobs),
        count("公开日志文件", "files of the public log", report.files),
    ]);
    if report.is_clean() {
        page.say("一切相符。", "Everything agrees.");
    } else {
        let found = report.findings.len() as u64 + report.more;
        page.say(
            &format!("发现{found}处不符："),
            &format!("{} found that should not be:", many(found, "thing")),
        );
        let findings = report.findings.iter();
        page.rows(
            findings
                .map(|finding| vec![finding.place.clone(), finding.what.clone()])
                .collect(),
        );
    }
    let found = !report.is_clean();
    Ok(Answer::new(page.into_text(), &report).found(found))
}
