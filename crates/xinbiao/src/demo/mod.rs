//! `xinbiao demo`: two years of all regimes in an example office, on a
//! simulated clock, then the office itself, open for visitors. Filings follow
//! plans of their own (`story.rs`); everything else is a scenario of an
//! edition that a list names (`programme.rs`).

mod cast;
mod chores;
mod dossier;
mod evidence;
mod finds;
mod guests;
mod handed;
mod names;
mod papers;
mod persons;
mod places;
mod plans;
mod programme;
mod record;
mod story;
mod tale;
mod told;
mod troupe;
mod wordings;

use crate::commands::serve;
use crate::place::{self, Settled};
use anyhow::Context;
use case::party::PersonId;
use cast::Cast;
use finds::Sent;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::{Date, date};
use law::calendar::{Year, YearStatus};
use office::clock::Clock;
use office::opening::{Office, Setup};
use office::people::People;
use programme::Programme;
use record::Record;
use std::collections::BTreeMap;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::ExitCode;
use store::row::bind;
use store::statements as sql;
use story::{FIRST, LAST, Story};
use told::Told;

/// Marks a folder whose story has been told.
const TOLD: &str = "demo-told";
/// Says who can sign in.
const GUESTS: &str = "demo-guests";
/// Says where to look.
const FINDS: &str = "demo-finds";

/// Arguments of the demonstration.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    /// Folder of the demonstration's data; a second run goes on from it
    #[arg(long, default_value = "xinbiao-demo", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Address on which the office is open afterwards
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub(crate) listen: std::net::SocketAddr,
    /// Stop after the audit: exit code 0 if it is clean, else 1
    #[arg(long)]
    pub(crate) once: bool,
    /// How many filings to live through, beside that of the dossier of a real product
    #[arg(long, default_value_t = 300, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) filings: u32,
}

/// The public pages to begin with.
const FACES: [(&str, &str); 6] = [
    ("/", "查询 look up a number"),
    ("/register", "登记公示 registers"),
    ("/notices", "公告 announcements"),
    ("/statistics", "统计 statistics"),
    ("/guide", "办事指南 what can be begun"),
    ("/report", "举报投诉 what anybody can send"),
];
/// The password of every account of the demonstration.
const PASSWORD: &str = "xinbiao-demo-2026";
/// The day on which the parties are registered; nothing happens before.
const EARLIEST: Date = date(2025, 7, 1);
/// The milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Prints a line; who does not read it may still visit.
fn say(line: &str) {
    crate::print(&format!("{line}\n"));
}

/// Runs the demonstration: the story, the audit, then the office itself.
///
/// # Errors
///
/// What went wrong, and in which act of which filing.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let listener = if args.once {
        None
    } else {
        // Before the two years: nobody waits for them to hear that it is taken.
        Some(serve::listener(args.listen)?)
    };
    say("信标 Xinbiao: a demonstration. Every organisation in it is an example.\n");
    let marker = args.data.join(TOLD);
    if marker.exists() {
        say(&format!(
            "The two years were lived through already; going on from {}.",
            args.data.display()
        ));
    } else {
        let told = first_time(args)?;
        std::fs::write(&marker, &told).with_context(|| marker.display().to_string())?;
        say(&told);
    }
    let office = open(args, Clock::Ahead(ahead(args)?))?;
    office::publish::publish_log(&office)?;
    let clean = look(&office)?;
    let Some(listener) = listener.filter(|_| clean) else {
        return Ok(ExitCode::from(u8::from(!clean)));
    };
    invite(args, &office)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let people = People::open(&office)?;
    runtime.block_on(receive(listener, office, people))?;
    Ok(ExitCode::SUCCESS)
}

/// Lives through the story; what it came to, in a sentence.
fn first_time(args: &Args) -> anyhow::Result<String> {
    let clock = Clock::at(0);
    let office = open(args, clock.clone())?;
    let cast = Cast::new();
    let (told, guests) = tell(args, &office, &clock, &cast)?;
    for (name, text) in [(GUESTS, guests.who), (FINDS, guests.finds)] {
        let file = args.data.join(name);
        std::fs::write(&file, text).with_context(|| file.display().to_string())?;
    }
    Ok(told.to_string())
}

/// How far the demonstration's clock is ahead of the system's: it goes on
/// from the morning after the story's last day.
fn ahead(args: &Args) -> anyhow::Result<i64> {
    let kept = place::ahead(&args.data)?;
    if let Some(ahead) = kept {
        return Ok(ahead);
    }
    let path = place::ahead_file(&args.data);
    let office = open(args, Clock::at(0))?;
    let world = office.world()?;
    let calendar = world
        .calendars
        .values()
        .next()
        .context("no calendar is loaded")?;
    let morning = calendar.midnight(LAST) + DAY + 9 * 3_600_000;
    let ahead = morning - Clock::System.now();
    std::fs::write(&path, ahead.to_string()).with_context(|| path.display().to_string())?;
    Ok(ahead)
}

/// What visitors are told.
struct Guests {
    /// Who can sign in as what.
    who: String,
    /// Where to look.
    finds: String,
}

/// The accounts of the demonstration; what visitors are told.
fn accounts(
    office: &Office,
    cast: &Cast,
    record: &Record,
    sent: &[Sent],
) -> anyhow::Result<Guests> {
    let people = People::open(office)?;
    let mut known = BTreeMap::new();
    let mut add = |person: PersonId, login: &str, name: &str| {
        people.set_account(&person, login, name, PASSWORD)?;
        known.insert(person, login.to_owned());
        anyhow::Ok(())
    };
    for (person, name, _) in cast::STAFF {
        add(PersonId(person.into()), person, name)?;
    }
    add(
        cast::person_of(&cast.agent),
        "agent",
        "示例经办人（代理人）",
    )?;
    add(
        cast::person_of(&cast.producers[2]),
        "producer",
        "示例经办人（生产者）",
    )?;
    add(PersonId("inspector-1".into()), "inspector", "示例监督员")?;
    let library = office.library();
    let who = guests::accounts(&people, record, library, &mut known, PASSWORD)?;
    let finds = finds::told(record, library, &known, sent)?;
    Ok(Guests { who, finds })
}

/// Audits the record and says what came out.
fn look(office: &Office) -> anyhow::Result<bool> {
    let report = office::audit::audit(office.setup(), &mut |_, _| ())?;
    say(&format!(
        "Audit: {} events, {} cases, {} entries, {} documents, {} published files: {}",
        report.events,
        report.cases,
        report.entries,
        report.blobs,
        report.files,
        if report.is_clean() {
            "everything agrees."
        } else {
            "NOT CLEAN"
        }
    ));
    for finding in report.findings.iter().take(20) {
        say(&format!("  {finding}"));
    }
    Ok(report.is_clean())
}

/// Tells what to open and who can sign in.
fn invite(args: &Args, office: &Office) -> anyhow::Result<()> {
    let site = format!("http://{}", args.listen);
    let kept = |name| {
        let file = args.data.join(name);
        std::fs::read_to_string(&file).with_context(|| file.display().to_string())
    };
    say("\nThe public face 公开页面");
    for (path, what) in FACES {
        say(&format!("  {site}{path:<14} {what}"));
    }
    say("\nWorth a look 值得一看");
    for line in kept(FINDS)?.lines() {
        say(&format!("  {site}{}", line.trim_start()));
    }
    say("\nLabels that are valid now, as their codes say it 有效标识上的二维码内容");
    for (number, code) in valid_labels(office, 3)? {
        say(&format!("  {number}  {code}"));
    }
    say(&format!(
        "\nSign in 登录  {site}/sign-in  password 密码: {PASSWORD}"
    ));
    crate::print(&kept(GUESTS)?);
    say(&format!(
        "\nThe demonstration's clock stands at {}. Ctrl-C ends it; the same command goes on from here.",
        today(office)?
    ));
    Ok(())
}

fn today(office: &Office) -> anyhow::Result<Date> {
    let world = office.world()?;
    let calendar = world
        .calendars
        .values()
        .next()
        .context("no calendar is loaded")?;
    Ok(calendar.day(office.clock().now()))
}

/// Valid entries of labels with the texts of their codes, the real dossier's
/// first if it is valid still.
fn valid_labels(office: &Office, most: usize) -> anyhow::Result<Vec<(String, String)>> {
    let rows = office.read(bind(sql::ENTRY_PAGE, [i64::MAX.into(), 1000_i64.into()]))?;
    let world = office.world()?;
    let mut found = Vec::new();
    for row in rows.iter().filter(|row| row.text(5) == "valid") {
        if let Some(case) = office.case(row.text(2))? {
            // Entries of other registers have no label.
            if let Ok(label) = office.label(&case, &world) {
                found.push((row.text(0).to_owned(), label.facts.code));
            }
        }
        if found.len() == most {
            break;
        }
    }
    Ok(found)
}

/// The office is open until it is told to close.
async fn receive(listener: TcpListener, office: Office, people: People) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    tokio::spawn(office::deadlines::run(office.clone()));
    tokio::spawn(office::publish::run(
        office.clone(),
        std::time::Duration::from_secs(1),
    ));
    web::serve::serve(office, people, listener, web::limits::Options::default()).await?;
    Ok(())
}

fn open(args: &Args, clock: Clock) -> anyhow::Result<Office> {
    std::fs::create_dir_all(&args.data).with_context(|| args.data.display().to_string())?;
    let base = format!("HTTP://{}", args.listen).to_uppercase();
    let settled = Settled {
        base: base.clone(),
        rehearsal: true,
        ..Settled::default()
    };
    let file = place::file(&args.data);
    std::fs::write(&file, toml::to_string(&settled)?)
        .with_context(|| file.display().to_string())?;
    let setup = Setup {
        folder: args.data.clone(),
        database: None,
        schemes: None,
        clock,
        origin: settled.origin,
        base,
    };
    Office::open(setup).with_context(|| format!("the data folder {}", args.data.display()))
}

/// Lives through everything; what it came to, and who can sign in.
fn tell(
    args: &Args,
    office: &Office,
    clock: &Clock,
    cast: &Cast,
) -> anyhow::Result<(Told, Guests)> {
    start_clock(office, clock)?;
    cast.enter(office)?;
    load_example_calendar(office)?;
    let bar = progress();
    let world = office.world()?;
    let mut programme = Programme::of(office, &world)?;
    let mut story = Story::new(office, clock, cast, args.filings as usize)?;
    story.run(&mut programme, |day, told| show(&bar, day, told))?;
    bar.finish_and_clear();
    let told = Told {
        open: programme.open(),
        ..story.told.clone()
    };
    let guests = accounts(office, cast, programme.record(), &programme.sent)?;
    anyhow::ensure!(
        programme.faults.is_empty(),
        "stories went another way than their scenarios:\n{}",
        programme.faults.join("\n")
    );
    Ok((told, guests))
}

fn start_clock(office: &Office, clock: &Clock) -> anyhow::Result<()> {
    let world = office.world()?;
    let calendar = world
        .calendars
        .values()
        .next()
        .context("no calendar is loaded")?;
    clock.set(calendar.midnight(EARLIEST));
    Ok(())
}

/// The notice for 2028 does not exist yet: the demonstration loads weekends
/// only, marked provisional, as an administrator would later load the notice.
fn load_example_calendar(office: &Office) -> anyhow::Result<()> {
    let year = Year {
        weekend: None,
        calendar: "cn".into(),
        year: 2028,
        status: YearStatus::Provisional,
        source: "演示用示例，仅含双休日 / example for the demonstration, weekends only".into(),
        closed: std::collections::BTreeMap::new(),
        working: std::collections::BTreeMap::new(),
    };
    let order = case::command::Order::LoadCalendar { year };
    let command = case::command::Command {
        key: "demo/calendar/2028".into(),
        actor: case::command::Actor::Operator,
        expected: None,
        order,
    };
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
    bar.set_message(format!(
        "{day}  {} commands, {} steps of the clock",
        told.commands, told.clock
    ));
}
