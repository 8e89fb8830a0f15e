//! `xinbiao demo`: two years of an example office, on a simulated clock, then
//! the office itself, open for visitors.

mod cast;
mod dossier;
mod papers;
mod plans;
mod story;

use anyhow::Context;
use cast::Cast;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use law::calendar::{Year, YearStatus};
use office::clock::Clock;
use office::opening::{Office, Setup};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use story::{FIRST, LAST, Story, Told};

/// Arguments of the demonstration.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// Folder of the demonstration's data; a second run goes on from it
    #[arg(long, default_value = "xinbiao-demo", value_name = "DIR")]
    pub data: PathBuf,
    /// Address on which the office is open afterwards
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub listen: std::net::SocketAddr,
    /// Stop after the audit: exit code 0 if it is clean, else 1
    #[arg(long)]
    pub once: bool,
    /// How many filings to live through
    #[arg(long, default_value_t = 300, value_name = "N")]
    pub filings: usize,
}

/// Runs the demonstration.
///
/// # Errors
///
/// What went wrong, and in which act of which filing.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let clock = Clock::at(0);
    let office = open(args, clock.clone())?;
    let cast = Cast::new();
    let told = tell(args, &office, &clock, &cast)?;
    println!(
        "{} filings, {} commands, {} refused as they should be, {} steps and {} reminders of the clock.",
        told.filings, told.commands, told.refused, told.clock, told.reminders
    );
    Ok(ExitCode::SUCCESS)
}

fn open(args: &Args, clock: Clock) -> anyhow::Result<Office> {
    let setup = Setup {
        folder: args.data.clone(),
        database: None,
        schemes: None,
        clock,
        origin: "xinbiao.example/log".into(),
        base: format!("HTTP://{}", args.listen).to_uppercase(),
    };
    Office::open(setup).with_context(|| format!("the data folder {}", args.data.display()))
}

fn tell(args: &Args, office: &Office, clock: &Clock, cast: &Cast) -> anyhow::Result<Told> {
    start_clock(office, clock)?;
    cast.enter(office)?;
    load_example_calendar(office)?;
    let bar = progress();
    let mut story = Story::new(office, clock, cast, args.filings)?;
    story.run(|day, told| show(&bar, day, told))?;
    bar.finish_and_clear();
    Ok(story.told)
}

fn start_clock(office: &Office, clock: &Clock) -> anyhow::Result<()> {
    let world = office.world()?;
    let calendar = world.calendars.values().next().context("no calendar is loaded")?;
    clock.set(calendar.midnight(FIRST));
    Ok(())
}

/// The notice for 2028 does not exist yet: the demonstration loads weekends
/// only, marked provisional, as an administrator would later load the notice.
fn load_example_calendar(office: &Office) -> anyhow::Result<()> {
    let year = Year {
        calendar: "cn".into(),
        year: 2028,
        status: YearStatus::Provisional,
        source: "演示用示例，仅含双休日 / example for the demonstration, weekends only".into(),
        closed: std::collections::BTreeMap::new(),
        working: std::collections::BTreeMap::new(),
    };
    let order = case::command::Order::LoadCalendar { year };
    let command =
        case::command::Command { key: "demo/calendar/2028".into(), actor: case::command::Actor::Operator, expected: None, order };
    office.execute_blocking(command)?;
    Ok(())
}

fn progress() -> ProgressBar {
    let days = u64::try_from(FIRST.until(LAST).map_or(0, |span| span.get_days())).unwrap_or(0);
    let bar = ProgressBar::new(days);
    if let Ok(style) = ProgressStyle::with_template("  {bar:40} {msg}") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, day: Date, told: &Told) {
    let passed = FIRST.until(day).map_or(0, |span| span.get_days());
    bar.set_position(u64::try_from(passed).unwrap_or(0));
    bar.set_message(format!("{day}  {} commands, {} steps of the clock", told.commands, told.clock));
}

/// Whether a folder holds a finished demonstration.
fn finished(data: &Path) -> bool {
    data.join("demo-told").exists()
}
