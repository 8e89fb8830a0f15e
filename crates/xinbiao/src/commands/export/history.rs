//! `xinbiao export history`: what happened to cases, for tools that find out how
//! processes really run. One case is in memory at a time, and the parties.
//!
//! Texts in somebody's own words (reasons, free fields) stay at home; so do the
//! names of persons.

mod ocel;
mod tell;
mod xes;

use crate::answer::Answer;
use crate::archive::Archive;
use crate::globals::Globals;
use crate::page::{Page, many};
use crate::sweep::{Line, Wanted, sweep};
use crate::trouble::Trouble;
use crate::values::among;
use case::event::View;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use law::calendar::Calendar;
use law::name::ProcedureName;
use ocel::Ocel;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};
use tell::{Told, tell};
use xes::Xes;

/// Which cases, in which form, where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Form of the file: XES (IEEE 1849-2023) or OCEL 2.0 (JSON)
    #[arg(long = "format", value_name = "FORM")]
    #[arg(value_parser = PossibleValuesParser::new(["xes", "ocel"]))]
    form: String,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Only cases of this regime
    #[arg(long, value_name = "NAME")]
    regime: Option<String>,
    /// Only cases of this procedure
    #[arg(long, value_name = "NAME")]
    procedure: Option<String>,
    /// Only cases opened on this day or later
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Only cases opened on this day or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Take in confidential cases too; that each is read goes on record first
    #[arg(long)]
    confidential: bool,
}

/// How much was written.
#[derive(Debug, Default)]
struct Done {
    cases: u64,
    events: u64,
    left_out: u64,
}

/// A file of one of the forms, case by case.
enum Log {
    Xes(Box<Xes>),
    Ocel(Box<Ocel>),
}

impl Log {
    fn case(&mut self, told: &Told<'_>) -> Result<(), Trouble> {
        match self {
            Log::Xes(xes) => xes.case(told),
            Log::Ocel(ocel) => ocel.case(told),
        }
    }
}

/// Exports.
///
/// # Errors
///
/// The store's, an edition that is not loaded, or that the file cannot be
/// written.
pub(crate) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    if args.from.zip(args.to).is_some_and(|(from, to)| to < from) {
        return Err(Trouble::usage(
            "--to 早于 --from，没有这样的日子。",
            "`--to` lies before `--from`; no day is both",
        ));
    }
    let mut archive = Archive::open_whole(globals)?;
    known(&archive, args)?;
    let lang = globals.lang();
    let beside = beside(&args.output, ".part");
    let mut log = match args.form.as_str() {
        "ocel" => Log::Ocel(Box::new(Ocel::begin(&args.output, lang)?)),
        _ => Log::Xes(Box::new(Xes::begin(&beside, lang)?)),
    };
    let mut done = Done::default();
    let wanted = Wanted {
        by: &|archive, line| is_wanted(archive, args, line),
        confidential: args.confidential,
        view: View::Export,
    };
    done.left_out = sweep(
        &mut archive,
        "history",
        &wanted,
        &mut |archive, case, history| {
            let edition = archive.edition(case)?;
            let told = tell(case, history, &edition);
            done.cases += 1;
            done.events += told.acts.len() as u64;
            log.case(&told)
        },
    )?;
    match log {
        Log::Xes(xes) => xes.end()?,
        Log::Ocel(ocel) => ocel.end(&archive.world()?)?,
    }
    std::fs::rename(&beside, &args.output).map_err(|error| Trouble::file(&args.output, &error))?;
    let mut page = Page::new(lang);
    let (shown, cases, events) = (args.output.display(), done.cases, done.events);
    page.say(
        &format!("已写入{shown}：{cases}件办件，{events}个事件。"),
        &format!(
            "Written: {shown}, {}, {}.",
            many(cases, "case"),
            many(events, "event")
        ),
    );
    page.say(
        "以操作员权限导出，草稿也在其中；不含自述文字和人员姓名，人员以编号表示。请勿交给无权查阅的人。",
        "The operator sees every case, and so does this file, drafts too. It holds no text in anybody's own words and no \
         names of persons, who stand by their ids. It is not for those who may not see the cases.",
    );
    let left_out = done.left_out;
    if 0 < left_out {
        page.say(
            &format!("另有{left_out}件保密办件未导出；确需导出的用 --confidential，每件查阅均先留痕。"),
            &format!(
                "Left out: {}; `--confidential` takes them in, and every reading goes on record first.",
                many(left_out, "confidential case")
            ),
        );
    }
    let json = json!({
        "file": args.output, "form": args.form, "cases": done.cases, "events": done.events,
        "confidential_left_out": left_out, "seen_by": "operator",
    });
    Ok(Answer::new(page.into_text(), json))
}

/// A regime or procedure that no edition has is a slip of the pen.
fn known(archive: &Archive, args: &Args) -> Result<(), Trouble> {
    let editions = || archive.library.all();
    if let Some(regime) = &args.regime {
        let known = editions().map(|(id, _)| id.regime.as_str());
        among(regime, known, ("制度", "regime"))?;
    }
    if let Some(procedure) = &args.procedure {
        let known = editions().flat_map(|(_, edition)| edition.regime.procedures.keys());
        among(
            procedure,
            known.map(ProcedureName::as_str),
            ("程序", "procedure"),
        )?;
    }
    Ok(())
}

/// Whether a case is one that is asked for.
fn is_wanted(archive: &Archive, args: &Args, line: &Line) -> bool {
    let is = |name: &Option<String>, held: &str| name.as_deref().is_none_or(|name| name == held);
    if !is(&args.regime, &line.edition.regime) || !is(&args.procedure, line.procedure.as_str()) {
        return false;
    }
    if args.from.is_none() && args.to.is_none() {
        return true;
    }
    let edition = archive.library.get(&line.edition);
    let zone = edition.map_or("Asia/Shanghai", |edition| edition.regime.head.zone.as_str());
    let day = Calendar::new(zone).map(|calendar| calendar.day(line.opened));
    day.is_ok_and(|day| {
        args.from.is_none_or(|from| from <= day) && args.to.is_none_or(|to| day <= to)
    })
}

/// The path of a file beside another.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A file that is being written.
type File = std::io::BufWriter<std::fs::File>;

fn create(path: &Path) -> Result<File, Trouble> {
    let file = std::fs::File::create(path)
        .map_err(|error| Trouble::unwritten(&path.with_extension(""), &error))?;
    Ok(File::new(file))
}

fn put(file: &mut File, text: &str) -> Result<(), Trouble> {
    file.write_all(text.as_bytes()).map_err(Trouble::system)
}

/// A moment as both forms write it: UTC, RFC 3339.
fn time(moment: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(moment);
    time.map_or_else(|_| "1970-01-01T00:00:00Z".into(), |time| time.to_string())
}
