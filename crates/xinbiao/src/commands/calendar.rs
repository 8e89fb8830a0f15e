//! `xinbiao calendar …`: the working days of a year.

use crate::answer::{Answer, written};
use crate::archive::Archive;
use crate::desk::{Desk, stands};
use crate::file;
use crate::globals::Globals;
use crate::page::Page;
use crate::progress::Progress;
use crate::trouble::Trouble;
use case::command::Order;
use jiff::civil::Date;
use law::calendar::{Year, YearStatus};
use office::deadlines;
use std::path::PathBuf;

const LARGEST: u64 = 1 << 20;

/// What can be done about calendars.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Load a year from a file and compute open deadlines anew (载入年度日历)
    #[command(
        after_long_help = "The file is TOML: calendar, year, status, source, [closed] and [working].\n\n\
Examples:\n  xinbiao calendar load cn-2028.toml\n  xinbiao calendar load cn-2028.toml --as admin@CODE"
    )]
    Load {
        /// File of the year
        file: PathBuf,
    },
    /// Show the years that are known (查看日历)
    #[command(
        after_long_help = "Examples:\n  xinbiao calendar show\n  xinbiao calendar show --json"
    )]
    Show,
}

/// Carries out one of the commands.
///
/// # Errors
///
/// What is wrong with the file, or the store's.
pub(crate) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::Load { file } => load(globals, file),
        Command::Show => show(globals),
    }
}

fn load(globals: &Globals, path: &std::path::Path) -> Result<Answer, Trouble> {
    let text = file::read_text(path, LARGEST)?;
    let wrong = |why: String| Trouble::faults(path.display().to_string(), vec![why]);
    let year: Year = toml::from_str(&text)
        .map_err(|error| wrong(error.to_string().trim_end().replace('\n', "\n  ")))?;
    sound(&year).map_err(wrong)?;
    let desk = Desk::open(globals)?;
    let (name, number) = (year.calendar.clone(), year.year);
    if !desk.world.calendars.contains_key(&name) {
        return Err(wrong(format!(
            "no regime uses a calendar `{name}`; compare the name"
        )));
    }
    let receipt = desk.ask(desk.actor()?, Order::LoadCalendar { year })?;
    let mut page = Page::new(globals.lang());
    let bar = Progress::new(page.lang.of("重算时限", "deadlines"));
    let cases = deadlines::recalculate(&desk.office, &name, number, |done| bar.at(done, done))?;
    bar.end();
    let at = stands(&receipt);
    page.say(
        &format!(
            "{number}年日历已载入（{}），已重新核算{cases}个办件的时限。",
            at.zh
        ),
        &format!(
            "The year {number} is loaded, {}; the deadlines of {cases} cases were looked at again.",
            at.en
        ),
    );
    let mut json = written(&receipt);
    if let Some(map) = json.as_object_mut() {
        map.insert("cases".into(), cases.into());
    }
    Ok(Answer::new(page.into_text(), json))
}

/// What is wrong with a year in itself.
fn sound(year: &Year) -> Result<(), String> {
    let outside: Option<&Date> = year
        .closed
        .keys()
        .chain(year.working.keys())
        .find(|day| day.year() != year.year);
    if let Some(day) = outside {
        return Err(format!(
            "{day} does not lie in {}; remove it or mend the year",
            year.year
        ));
    }
    match year
        .closed
        .keys()
        .find(|day| year.working.contains_key(day))
    {
        Some(day) => Err(format!(
            "{day} is both closed and working; keep one of the two"
        )),
        None => Ok(()),
    }
}

fn show(globals: &Globals) -> Result<Answer, Trouble> {
    let world = Archive::open(globals)?.world()?;
    let mut page = Page::new(globals.lang());
    let lang = page.lang;
    let mut rows = Vec::new();
    let mut json = Vec::new();
    for (name, calendar) in &world.calendars {
        for year in calendar.years() {
            let status = match year.status {
                YearStatus::Provisional => lang.of("暂定", "provisional"),
                _ => lang.of("正式", "official"),
            };
            rows.push(vec![
                name.clone(),
                year.year.to_string(),
                status.to_owned(),
                year.closed.len().to_string(),
                year.working.len().to_string(),
                crate::page::cut(&year.source, 60),
            ]);
            json.push(written(year));
        }
    }
    page.table(
        &[
            ("日历", "CALENDAR"),
            ("年份", "YEAR"),
            ("状态", "STATUS"),
            ("放假日", "CLOSED"),
            ("调休上班日", "WORKED"),
            ("依据", "SOURCE"),
        ],
        rows,
        ("尚未载入任何年份。", "No year is loaded yet."),
    );
    Ok(Answer::new(page.into_text(), json))
}
