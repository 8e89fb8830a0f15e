//! `xinbiao entry …`: the public register.

use crate::answer::Answer;
use crate::archive::Archive;
use crate::desk::{Desk, reader};
use crate::file;
use crate::globals::Globals;
use crate::lang::Lang;
use crate::page::{Page, cut};
use crate::place::shown_by;
use crate::trouble::Trouble;
use crate::values::among;
use case::world::World;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::library::{Edition, Library};
use law::name::StatusName;
use law::number::NumberError;
use law::regime::{Audience, Standing};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::row::{Row, bind};
use store::statements as sql;

const PAGE: i64 = 500;
/// How many numbers are shown to somebody who wrote one that is none.
const EXAMPLES: usize = 5;

/// What can be done about entries.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List entries, the last changed first (登记项一览)
    #[command(
        after_long_help = "Examples:\n  xinbiao entry list\n  xinbiao entry list --status revoked --limit 500 --json"
    )]
    List(ListArgs),
    /// Show one entry as the public register does (查看登记项)
    #[command(
        after_long_help = "Examples:\n  xinbiao entry show CSL-2026-000001-7\n  xinbiao entry show CSL-2026-000001-7 --lang zh"
    )]
    Show {
        /// Number of the entry, as printed on the label
        number: String,
    },
    /// Draw the certificate of an entry as it stands now (绘制登记证明)
    #[command(
        after_long_help = "Examples:\n  xinbiao entry certificate NL-2026-00001-8 -o certificate.pdf"
    )]
    Certificate {
        /// Number of the entry
        number: String,
        /// File to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

/// Which entries to list.
#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    /// Only entries of this status
    #[arg(long)]
    status: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// Go on after the entry that was listed last, at this number in the public log
    #[arg(long, value_name = "NUMBER")]
    before: Option<i64>,
}

/// Carries out one of the commands.
///
/// # Errors
///
/// That there is no such entry, or the store's.
pub(crate) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::List(args) => list(globals, args),
        Command::Show { number } => show(globals, number),
        Command::Certificate { number, output } => certificate(globals, number, output),
    }
}

fn list(globals: &Globals, args: &ListArgs) -> Result<Answer, Trouble> {
    let mut archive = Archive::open(globals)?;
    let world = archive.world()?;
    reader(globals, &mut archive, &world)?;
    if let Some(name) = &args.status {
        let editions = archive.library.all();
        let statuses = editions.flat_map(|(_, edition)| edition.regime.statuses.keys());
        among(
            name,
            statuses.map(StatusName::as_str),
            ("登记状态", "status"),
        )?;
    }
    let mut before = args.before.unwrap_or(i64::MAX);
    let mut found: Vec<Row> = Vec::new();
    while found.len() <= args.limit {
        let rows = archive.rows(bind(sql::ENTRY_PAGE, [before.into(), PAGE.into()]))?;
        let Some(last) = rows.last() else { break };
        before = last.int(11);
        let wanted = |row: &Row| {
            args.status
                .as_deref()
                .is_none_or(|status| row.text(5) == status)
        };
        found.extend(rows.into_iter().filter(wanted));
    }
    let more = args.limit < found.len();
    found.truncate(args.limit);
    let now = archive.setup.clock.now();
    let mut page = Page::new(globals.lang());
    let lang = page.lang;
    let rows = found.iter().map(|row| {
        let facts = facts(row);
        vec![
            row.text(0).to_owned(),
            edition(&archive.library, &world, row).status(lang, row, now),
            cut(text(&facts["holder"], lang), 28),
            cut(row.text(4), 24),
            text(&facts["level"], lang).to_owned(),
            row.maybe_text(9).unwrap_or("—").to_owned(),
        ]
    });
    page.table(
        &[
            ("编号", "NUMBER"),
            ("状态", "STATUS"),
            ("主体", "HOLDER"),
            ("对象", "OBJECT"),
            ("等级", "LEVEL"),
            ("有效至", "UNTIL"),
        ],
        rows.collect(),
        ("没有这样的登记项。", "There is no such entry."),
    );
    let next = found.last().filter(|_| more).map(|row| row.int(11));
    if let Some(next) = next {
        page.say(
            &format!("还有更多：加 --before {next}"),
            &format!("There are more: add --before {next}"),
        );
    }
    let entries: Vec<Value> = found.iter().map(document).collect();
    Ok(Answer::new(
        page.into_text(),
        json!({"entries": entries, "before": next}),
    ))
}

fn show(globals: &Globals, number: &str) -> Result<Answer, Trouble> {
    let mut archive = Archive::open(globals)?;
    let number = number.trim().to_ascii_uppercase();
    let rows = archive.rows(bind(sql::ENTRY_GET, [number.as_str().into()]))?;
    let row = rows.first();
    let row = row.ok_or_else(|| unknown(&archive.library, &number))?;
    let world = archive.world()?;
    let reader = reader(globals, &mut archive, &world)?;
    // What a public register shows, everybody sees.
    if row.text(12) != "public" {
        let (case, _) = archive.unnoted(row.text(2))?;
        if !archive.may_see(&case, &reader, &world)? {
            return Err(unknown(&archive.library, &number));
        }
    }
    let notices = archive.rows(bind(sql::NOTICE_OF_NUMBER, [number.as_str().into()]))?;
    let mut page = Page::new(globals.lang());
    let lang = page.lang;
    let now = archive.setup.clock.now();
    let edition = edition(&archive.library, &world, row);
    let status = edition.status(lang, row, now);
    page.line(&format!("{number}  {status}"));
    page.pairs(&pairs(row, edition.calendar, lang));
    if !notices.is_empty() {
        page.heading("公告", "Announcements");
        let rows = notices.iter().map(|row| {
            let text = lang.of(row.text(6), row.text(7)).to_owned();
            vec![shown_by(edition.calendar, row.int(2)), text]
        });
        page.rows(rows.collect());
    }
    let notices: Vec<Value> = notices
        .iter()
        .map(|row| {
            json!({"position": row.int(0), "at": row.int(2), "zh": row.text(6), "en": row.text(7)})
        })
        .collect();
    let mut json = document(row);
    if let Some(map) = json.as_object_mut() {
        map.insert("notices".into(), notices.into());
    }
    Ok(Answer::new(page.into_text(), json))
}

fn certificate(globals: &Globals, number: &str, output: &Path) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let number = number.trim().to_ascii_uppercase();
    let rows = desk
        .office
        .read(bind(sql::ENTRY_GET, [number.as_str().into()]))?;
    if let Some(row) = rows.first().filter(|row| row.text(12) != "public") {
        desk.seen_case(row.text(2))?;
    }
    let drawn = desk.office.certificate(&number)?.ok_or_else(|| {
        Trouble::input(
            format!("没有编号为“{number}”且可出具证明的登记项。"),
            format!("there is no entry `{number}` whose register has certificates"),
        )
    })?;
    file::write(output, &drawn)?;
    let mut page = Page::new(globals.lang());
    let shown = output.display();
    page.say(
        &format!("已写入{shown}（{}字节）", drawn.len()),
        &format!("Written: {shown} ({} bytes)", drawn.len()),
    );
    let json = json!({"file": output, "bytes": drawn.len(), "number": number});
    Ok(Answer::new(page.into_text(), json))
}

/// That there is no entry under a number; a number that was misread is told
/// apart from one that was not given.
fn unknown(library: &Library, number: &str) -> Trouble {
    match misread(library, number) {
        Some(Slip::CheckDigit) => Trouble::absent(
            format!("编号“{number}”的校验码有误，请与原件再次核对。"),
            NumberError::CheckDigit(number.to_owned()).to_string(),
        ),
        Some(Slip::Shape(like)) => Trouble::absent(
            format!(
                "“{number}”不是登记项的编号。编号形如：{}。",
                like.join("、")
            ),
            format!(
                "`{number}` is no number of an entry; numbers look like: {}",
                like.join(", ")
            ),
        ),
        None => Trouble::absent(
            format!("没有编号为“{number}”的登记项，请与标识上的编号核对。"),
            format!("there is no entry `{number}`; compare it with the label"),
        ),
    }
}

/// What the register shows of an entry, name by name.
fn pairs(row: &Row, calendar: Option<&Calendar>, lang: Lang) -> Vec<(String, String)> {
    let facts = facts(row);
    let holder = &facts["holder"];
    let code = holder["code"].as_str().unwrap_or_default();
    let pair = |zh: &str, en: &str, value: String| (lang.of(zh, en).to_owned(), value);
    let until = row.maybe_text(9).unwrap_or("—").to_owned();
    let mut pairs = vec![
        pair("主体", "holder", format!("{code} {}", text(holder, lang))),
        pair("办件", "case", row.text(2).to_owned()),
        pair("公告", "issued", shown_by(calendar, row.int(8))),
        pair("现状态自", "status since", shown_by(calendar, row.int(7))),
        pair("有效至", "valid until", until),
    ];
    for field in facts["shown"].as_array().into_iter().flatten() {
        let value = field[lang.of("value_zh", "value_en")].as_str();
        pairs.push((
            text(field, lang).to_owned(),
            cut(value.unwrap_or_default(), 70),
        ));
    }
    for file in facts["downloads"].as_array().into_iter().flatten() {
        let sum = file["sha256"].as_str().and_then(|sum| sum.get(..16));
        let kind = file["kind"].as_str().unwrap_or_default();
        let value = format!("{kind} sha256 {}…", sum.unwrap_or_default());
        pairs.push((text(file, lang).to_owned(), value));
    }
    pairs
}

/// What is wrong with a number in itself.
enum Slip {
    /// It has the shape of a series, but not its check digit.
    CheckDigit,
    /// It has the shape of none; a number of each public register.
    Shape(Vec<String>),
}

/// What is wrong with a number by the patterns of all registers: a slip in one
/// that has the shape of a series says more than that it has not the shape of
/// another. Registers with levels are told first: their numbers are printed.
fn misread(library: &Library, number: &str) -> Option<Slip> {
    let (mut slip, mut levelled, mut plain) = (false, Vec::new(), Vec::new());
    for (_, edition) in library.all() {
        for register in edition.regime.registers.values() {
            let pattern = &edition.regime.numbers.get(&register.number)?.pattern;
            match pattern.check(number) {
                Ok(()) => return None,
                Err(error) => slip |= matches!(error, NumberError::CheckDigit(_)),
            }
            let example = pattern.example();
            let list = match register.level {
                Some(_) => &mut levelled,
                None => &mut plain,
            };
            if register.audience == Audience::Public && !list.contains(&example) {
                list.push(example);
            }
        }
    }
    levelled.append(&mut plain);
    levelled.truncate(EXAMPLES);
    Some(if slip {
        Slip::CheckDigit
    } else {
        Slip::Shape(levelled)
    })
}

/// The edition under which an entry stands, and its calendar.
#[derive(Clone, Copy)]
struct Under<'w> {
    edition: Option<&'w Edition>,
    calendar: Option<&'w Calendar>,
}

fn edition<'w>(library: &'w Library, world: &'w World, row: &Row) -> Under<'w> {
    let id = serde_json::from_value(facts(row)["edition"].clone());
    let edition = id.ok().and_then(|id| library.get(&id)).map(AsRef::as_ref);
    let calendar = edition.and_then(|known| world.calendars.get(&known.regime.head.calendar));
    Under { edition, calendar }
}

impl Under<'_> {
    /// What the entry is at `now`: its last day may have passed, though the clock
    /// has not acted yet.
    fn status(self, lang: Lang, row: &Row, now: Moment) -> String {
        let until: Option<Date> = row.maybe_text(9).and_then(|day| day.parse().ok());
        let today = self.calendar.map(|calendar| calendar.day(now));
        let name = StatusName::from(row.text(5));
        let status = self
            .edition
            .and_then(|known| known.regime.statuses.get(&name));
        match status {
            Some(status)
                if status.standing != Standing::Void && until.is_some() && until < today =>
            {
                lang.of("已过期", "Expired").to_owned()
            }
            Some(status) => lang.of(&status.zh, &status.en).to_owned(),
            None => name.to_string(),
        }
    }
}

fn facts(row: &Row) -> Value {
    serde_json::from_str(row.text(10)).unwrap_or_default()
}

fn text(value: &Value, lang: Lang) -> &str {
    value[lang.of("zh", "en")].as_str().unwrap_or_default()
}

/// An entry for a program.
pub(super) fn document(row: &Row) -> Value {
    json!({
        "number": row.text(0),
        "register": row.text(1),
        "case": row.text(2),
        "holder": row.text(3),
        "object": row.text(4),
        "status": row.text(5),
        "standing": row.text(6),
        "since": row.int(7),
        "issued": row.int(8),
        "until": row.maybe_text(9),
        "facts": facts(row),
        "position": row.int(11),
    })
}
