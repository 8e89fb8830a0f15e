//! `xinbiao retention due` and `list`.

use crate::answer::Answer;
use crate::archive::Archive;
use crate::desk::{actor_in, code_of};
use crate::globals::Globals;
use crate::page::{Page as Text, cut};
use crate::trouble::Trouble;
use case::command::Actor;
use case::retention::{Filed, filed, is_archivist};
use case::world::World;
use jiff::civil::Date;
use law::identity::PartyCode;
use law::library::Library;
use office::retention::Which;
use serde_json::json;

/// Whose files, and how many.
#[derive(Debug, clap::Args)]
pub(crate) struct Page {
    /// Files of this body; that of `--as` if not said
    #[arg(long, value_name = "CODE")]
    body: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// Go on after the file that was listed last
    #[arg(long, value_name = "MARK")]
    after: Option<String>,
}

/// Lists files.
///
/// # Errors
///
/// That nobody says whose, or the store's.
pub(super) fn run(globals: &Globals, which: Which, asked: &Page) -> Result<Answer, Trouble> {
    let mut archive = Archive::open(globals)?;
    let world = archive.world()?;
    let body = body(&mut archive, &world, globals, asked)?;
    let now = archive.setup.clock.now();
    let calendar = world.calendars.values().next();
    let today = calendar.map_or(Date::MIN, |calendar| calendar.day(now));
    let mut mark = asked.after.clone().unwrap_or_default();
    let (mut files, mut more) = (Vec::new(), false);
    'pages: loop {
        let rows = archive.rows(which.question(&body, today, &mark, 200))?;
        for row in &rows {
            // Number, days and holds only; nothing of what the case is about.
            let (case, _) = archive.unnoted(row.text(0))?;
            let edition = archive.edition(&case)?;
            let file = filed(&case, &edition.regime, &world);
            if which.fits(&file) {
                if files.len() == asked.limit {
                    more = true;
                    break 'pages;
                }
                files.push(file);
            }
            mark = Which::mark(row);
        }
        if rows.is_empty() {
            break;
        }
    }
    let mut text = Text::new(globals.lang());
    table(&mut text, &files, &archive.library);
    let after = more.then_some(mark);
    if let Some(mark) = &after {
        text.say(
            &format!("还有更多：加 --after {mark}"),
            &format!("There are more: add --after {mark}"),
        );
    }
    Ok(Answer::new(
        text.into_text(),
        json!({"show": which.word(), "files": files, "after": after}),
    ))
}

/// The body whose files are listed: for a person that of their party, whose
/// archivist they are.
fn body(
    archive: &mut Archive,
    world: &World,
    globals: &Globals,
    asked: &Page,
) -> Result<PartyCode, Trouble> {
    let named = asked.body.as_deref().map(code_of).transpose()?;
    let Some(who) = &globals.acts_as else {
        return named.ok_or_else(|| {
            Trouble::usage(
                "请用 --body 写明保管机构，或者用 --as 写明由谁查看。",
                "say whose files with `--body CODE`, or who asks with `--as`",
            )
        });
    };
    let actor = actor_in(archive, world, who)?;
    let own = match &actor {
        Actor::Person { party, .. } => Some(party.clone()),
        Actor::Anybody | Actor::Clock | Actor::Operator => None,
    };
    let body = named.or(own);
    body.filter(|body| is_archivist(world, &actor, body))
        .ok_or_else(|| {
            Trouble::usage(
                format!("“{who}”不是该机构的档案管理人员（岗位 archivist）。"),
                format!("`{who}` is no archivist of that body (role `archivist`)"),
            )
        })
}

fn table(text: &mut Text, files: &[Filed], library: &Library) {
    let lang = text.lang;
    let rows = files.iter().map(|file| {
        let edition = library.get(&file.edition);
        let procedure = edition.and_then(|edition| edition.procedure(&file.procedure));
        let title = procedure.map_or(file.procedure.as_str(), |procedure| {
            let title = &procedure.head.title;
            lang.of(&title.zh, &title.en)
        });
        let mut notes: Vec<String> = file
            .holds
            .iter()
            .map(|held| held.reference.clone())
            .collect();
        if let Some(person) = &file.proposed_by {
            notes.push(
                lang.of(
                    &format!("{person}已提出销毁"),
                    &format!("proposed by {person}"),
                )
                .to_owned(),
            );
        }
        vec![
            file.case.clone(),
            cut(title, 30),
            file.until
                .map_or_else(|| "—".to_owned(), |until| until.to_string()),
            file.kept.to_string(),
            file.disposed.to_string(),
            cut(&notes.join("; "), 40),
        ]
    });
    let rows = rows.collect();
    text.table(
        &[
            ("编号", "CASE"),
            ("程序", "PROCEDURE"),
            ("保管至", "KEPT UNTIL"),
            ("在管", "KEPT"),
            ("已销毁", "DISPOSED"),
            ("备注", "NOTES"),
        ],
        rows,
        ("没有这样的办件。", "There is no such case."),
    );
}
