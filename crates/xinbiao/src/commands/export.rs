//! `xinbiao export`: what is on record, as a file for others. It streams:
//! memory does not grow with the register, and it can go on where it stopped.

mod history;
mod records;
mod sheet;

use crate::answer::Answer;
use crate::archive::Archive;
use crate::globals::Globals;
use crate::page::{Page, many};
use crate::progress::Progress;
use crate::trouble::Trouble;
use proof::tree::Peaks;
use serde_json::json;
use sheet::Sheet;
use std::path::PathBuf;
use store::row::bind;
use store::statements as sql;

/// What can be exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum What {
    /// Entries of the public register
    Entries,
    /// Announcements
    Notices,
    /// Events of the public log, with their leaves
    Events,
    /// Decisions against somebody, for the credit system: bars, revocations
    Credit,
}

/// The form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    Json,
    Csv,
}

/// What to export, and where to.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_long_help = "Entries and notices are written newest first, events and credit oldest first.\n\
What is confidential is in none of them. Positions, in the file and in `--after` and `--before`, are numbers in the public log, \
as `case show` and the pages of the office tell them.\n\
In CSV, text that a spreadsheet would take for a formula is preceded by an apostrophe.\n\n\
Examples:\n  xinbiao export entries --format csv -o entries.csv\n  \
xinbiao export events --after 120000 -o new-events.json\n  \
xinbiao export entries --before 88000 -o rest.json    # go on where an export stopped\n  \
xinbiao export history --format xes -o history.xes"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    other: Option<Other>,
    /// What to export
    #[arg(value_enum, required = true)]
    what: Option<What>,
    /// Form of the file
    #[arg(long, value_enum, default_value = "json")]
    format: Format,
    /// File to write; none: stdout
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only what is on record, or was changed, after this number in the public log
    #[arg(long, default_value_t = 0, value_name = "NUMBER")]
    after: u64,
    /// Only what is on record, or was changed, before this number in the public log
    #[arg(long, value_name = "NUMBER")]
    before: Option<u64>,
    /// Write whole events, confidential fields and all; the file is not for others then
    #[arg(long)]
    bodies: bool,
}

/// Exports that take words of their own.
#[derive(Debug, clap::Subcommand)]
enum Other {
    /// Write the history of cases for process mining, as XES or OCEL 2.0 (办件历史)
    #[command(
        after_long_help = "All cases, or those of a regime, a procedure, or opened in a span of days. One trace or object a case; in OCEL \
also parties, entries and materials.\n\
Only what the asker may see: the operator at this machine sees all, drafts too, and so does the file. Cases of confidential \
procedures are left out unless `--confidential` is given; that each is read goes on record first. \
Texts in anybody's own words and the names of persons are not.\n\n\
Examples:\n  xinbiao export history --format xes -o history.xes\n  \
xinbiao export history --format ocel --regime label --from 2026-07-01 --to 2026-12-31 -o history.json"
    )]
    History(history::Args),
}

/// How far an export came.
#[derive(Debug, Default)]
struct Done {
    count: u64,
    last: u64,
}

/// Exports.
///
/// # Errors
///
/// The store's, or that the file cannot be written.
pub(crate) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    match (&args.other, args.what) {
        (Some(Other::History(args)), _) => history::run(globals, args),
        (None, Some(what)) => records(globals, args, what),
        (None, None) => Err(Trouble::usage(
            "请写明导出什么，如 entries。",
            "say what to export, such as entries",
        )),
    }
}

fn records(globals: &Globals, args: &Args, what: What) -> Result<Answer, Trouble> {
    let mut archive = Archive::open_whole(globals)?;
    let head = size(&mut archive)?;
    let mut sheet = Sheet::open(
        args.output.as_deref(),
        args.format,
        records::columns(what, args.bodies),
    )?;
    let bar = Progress::new("export");
    let done = match what {
        What::Entries | What::Notices => {
            downwards(&mut archive, args, what, head, &mut sheet, &bar)?
        }
        What::Events | What::Credit => upwards(&mut archive, args, what, head, &mut sheet, &bar)?,
    };
    sheet.end()?;
    bar.end();
    let mut page = Page::new(globals.lang());
    if let Some(path) = &args.output {
        let (shown, count) = (path.display(), done.count);
        page.say(
            &format!("已写入{shown}：{count}条，截至公开日志第{head}条。"),
            &format!(
                "Written: {shown}, {}, as of number {head} in the public log.",
                many(count, "record")
            ),
        );
    }
    let json =
        json!({"file": args.output, "records": done.count, "last": done.last, "as_of": head});
    Ok(match (&args.output, globals.json) {
        // What was asked for is on stdout already.
        (None, _) => Answer::silent(json),
        _ => Answer::new(page.into_text(), json),
    })
}

/// How many events are in the public log.
fn size(archive: &mut Archive) -> Result<u64, Trouble> {
    let rows = archive.rows(bind(sql::HEAD_READ, []))?;
    let peaks = rows.first().map(|row| Peaks::parse(row.text(3)));
    let peaks = peaks.transpose().map_err(Trouble::system)?;
    Ok(peaks.map_or(0, |peaks| peaks.size()))
}

fn downwards(
    archive: &mut Archive,
    args: &Args,
    what: What,
    head: u64,
    sheet: &mut Sheet,
    bar: &Progress,
) -> Result<Done, Trouble> {
    let (statement, at) = match what {
        What::Entries => (sql::ENTRY_PAGE, 11),
        _ => (sql::NOTICE_PAGE, 0),
    };
    let before = args.before.unwrap_or(u64::MAX);
    let mut done = Done::default();
    let mut trouble = None;
    let page = bind(statement, [before.into(), i64::MAX.into()]);
    let ended = archive.engine.each(&page, &mut |row| {
        let position = row.count(at);
        if position <= args.after {
            return Err(store::error::StoreError::Other(String::new()));
        }
        if let Err(error) = sheet.write(&records::of_row(what, &row)) {
            trouble = Some(error);
            return Err(store::error::StoreError::Other(String::new()));
        }
        done.count += 1;
        done.last = position;
        bar.at(
            head.saturating_sub(position),
            head.saturating_sub(args.after),
        );
        Ok(())
    });
    match (trouble, ended) {
        (Some(trouble), _) => Err(trouble),
        // An empty text is our own word that enough was read.
        (None, Err(store::error::StoreError::Other(why))) if why.is_empty() => Ok(done),
        (None, Err(error)) => Err(error.into()),
        (None, Ok(())) => Ok(done),
    }
}

fn upwards(
    archive: &mut Archive,
    args: &Args,
    what: What,
    head: u64,
    sheet: &mut Sheet,
    bar: &Progress,
) -> Result<Done, Trouble> {
    const PAGE: i64 = 1000;
    let mut done = Done {
        last: args.after,
        ..Done::default()
    };
    let end = args
        .before
        .map_or(head, |before| head.min(before.saturating_sub(1)));
    while done.last < end {
        let rows = archive.rows(bind(
            sql::EVENT_LOGGED_PAGE,
            [done.last.into(), PAGE.into()],
        ))?;
        if rows.is_empty() {
            break;
        }
        for row in rows.iter().filter(|row| row.count(11) < end) {
            // From 1, as readers of the log count.
            done.last = row.count(11) + 1;
            let record = match what {
                What::Credit => records::credit(row, done.last)?,
                _ => Some(records::event(row, done.last, args.bodies)),
            };
            if let Some(record) = record {
                sheet.write(&record)?;
                done.count += 1;
            }
        }
        bar.at(done.last, end);
        if rows.last().is_some_and(|row| end <= row.count(11) + 1) {
            break;
        }
    }
    Ok(done)
}
