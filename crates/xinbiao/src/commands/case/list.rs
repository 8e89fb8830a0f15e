//! `xinbiao case list`.

use crate::answer::Answer;
use crate::archive::Archive;
use crate::desk::{code_of, reader};
use crate::globals::Globals;
use crate::lang::Lang;
use crate::page::{Page, cut};
use crate::place::shown_by;
use crate::trouble::Trouble;
use crate::values::among;
use case::command::Actor;
use case::world::World;
use law::library::{Edition, EditionId, Library};
use law::name::{DeadlineName, ProcedureName, StateName};
use serde_json::{Value, json};
use store::row::{Row, bind};
use store::statements as sql;

const PAGE: i64 = 500;

/// Which cases to list.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Only cases in this state
    #[arg(long)]
    state: Option<String>,
    /// Only cases of this procedure
    #[arg(long)]
    procedure: Option<String>,
    /// Only cases of this holder
    #[arg(long, value_name = "CODE")]
    holder: Option<String>,
    /// Only cases whose next deadline has passed
    #[arg(long)]
    overdue: bool,
    /// At most so many
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// Go on after the case that was listed last, at this position in the record (not in the public log)
    #[arg(long, value_name = "POSITION")]
    before: Option<i64>,
}

/// Lists the cases.
///
/// # Errors
///
/// A name that nothing has, that `--as` names nobody, or the store's.
pub(super) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let mut archive = Archive::open(globals)?;
    let now = archive.setup.clock.now();
    let world = archive.world()?;
    let reader = reader(globals, &mut archive, &world)?;
    let holder = args.holder.as_deref().map(code_of).transpose()?;
    known(&archive.library, args)?;
    let mut before = args.before.unwrap_or(i64::MAX);
    let mut found: Vec<Row> = Vec::new();
    while found.len() <= args.limit {
        let rows = match &holder {
            Some(code) => archive.rows(bind(
                sql::CASE_OF_HOLDER,
                [code.as_str().into(), before.into(), PAGE.into()],
            ))?,
            None => archive.rows(bind(sql::CASE_PAGE, [before.into(), PAGE.into()]))?,
        };
        let Some(last) = rows.last() else { break };
        before = last.int(13);
        let is =
            |name: &Option<String>, held: &str| name.as_deref().is_none_or(|name| name == held);
        let wanted = |row: &Row| {
            is(&args.state, row.text(6))
                && is(&args.procedure, row.text(3))
                && (!args.overdue || row.maybe_int(12).is_some_and(|due| due <= now))
        };
        for row in rows.into_iter().filter(wanted) {
            if found.len() <= args.limit && is_seen(&mut archive, &reader, &world, &row)? {
                found.push(row);
            }
        }
    }
    let more = args.limit < found.len();
    found.truncate(args.limit);
    let mut page = Page::new(globals.lang());
    let cells = found
        .iter()
        .map(|row| cells(page.lang, &archive.library, &world, row, now));
    let cells = cells.collect();
    page.table(
        &[
            ("编号", "CASE"),
            ("状态", "STATE"),
            ("主体", "HOLDER"),
            ("对象", "OBJECT"),
            ("下一时限", "NEXT DEADLINE"),
            ("更新", "SINCE"),
        ],
        cells,
        ("没有这样的办件。", "There is no such case."),
    );
    let next = found.last().filter(|_| more).map(|row| row.int(13));
    if let Some(next) = next {
        page.say(
            &format!("还有更多：加 --before {next}"),
            &format!("There are more: add --before {next}"),
        );
    }
    let cases: Vec<Value> = found.iter().map(document).collect();
    Ok(Answer::new(
        page.into_text(),
        json!({"cases": cases, "before": next}),
    ))
}

/// Whether who reads may know the case of a row.
fn is_seen(
    archive: &mut Archive,
    reader: &Actor,
    world: &World,
    row: &Row,
) -> Result<bool, Trouble> {
    if *reader == Actor::Operator {
        return Ok(true);
    }
    let (case, _) = archive.unnoted(row.text(0))?;
    archive.may_see(&case, reader, world)
}

/// A state or procedure that no edition has is a slip of the pen.
fn known(library: &Library, args: &Args) -> Result<(), Trouble> {
    let procedures = || {
        let editions = library.all();
        editions.flat_map(|(_, edition)| edition.regime.procedures.values())
    };
    if let Some(name) = &args.procedure {
        let all = procedures().map(|known| known.head.id.as_str());
        among(name, all, ("程序", "procedure"))?;
    }
    if let Some(name) = &args.state {
        let all = procedures().filter(|known| {
            let asked = args.procedure.as_deref();
            asked.is_none_or(|asked| known.head.id.as_str() == asked)
        });
        let states = all.flat_map(|known| known.states.keys().map(StateName::as_str));
        among(name, states, ("状态", "state"))?;
    }
    Ok(())
}

fn edition<'l>(library: &'l Library, row: &Row) -> Option<&'l Edition> {
    let id = EditionId {
        regime: row.text(1).to_owned(),
        edition: row.text(2).to_owned(),
    };
    library.get(&id).map(AsRef::as_ref)
}

fn cells(lang: Lang, library: &Library, world: &World, row: &Row, now: i64) -> Vec<String> {
    let edition = edition(library, row);
    let procedure = edition.and_then(|known| known.procedure(&ProcedureName::from(row.text(3))));
    let calendar = edition.and_then(|known| world.calendars.get(&known.regime.head.calendar));
    let state = procedure
        .and_then(|procedure| procedure.states.get(&StateName::from(row.text(6))))
        .map_or(row.text(6), |state| lang.of(&state.zh, &state.en));
    let holder = world.party_text(row.text(4)).map_or(row.text(4), |party| {
        lang.of(&party.registration.name_zh, &party.registration.name_en)
    });
    let due = row.maybe_text(11).zip(row.maybe_int(12)).map(|(name, at)| {
        let words = procedure
            .and_then(|procedure| procedure.deadlines.get(&DeadlineName::from(name)))
            .map_or(name, |deadline| lang.of(&deadline.zh, &deadline.en));
        let day = shown_by(calendar, at - 1);
        let late = if at <= now {
            lang.of("，已逾期", ", overdue")
        } else {
            ""
        };
        format!("{} {}{late}", day.get(..10).unwrap_or(&day), cut(words, 24))
    });
    vec![
        row.text(0).to_owned(),
        cut(state, 26),
        cut(holder, 28),
        cut(row.text(10), 24),
        due.unwrap_or_else(|| "—".into()),
        shown_by(calendar, row.int(9)),
    ]
}

fn document(row: &Row) -> Value {
    json!({
        "number": row.text(0),
        "edition": format!("{}/{}", row.text(1), row.text(2)),
        "procedure": row.text(3),
        "holder": row.text(4),
        "body": row.text(5),
        "state": row.text(6),
        "version": row.int(7),
        "opened": row.int(8),
        "since": row.int(9),
        "object": row.text(10),
        "deadline": row.maybe_text(11),
        "due": row.maybe_int(12),
        "position": row.int(13),
    })
}
