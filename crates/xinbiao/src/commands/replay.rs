//! `xinbiao replay`: build everything that is derived anew.

use crate::answer::{Answer, written};
use crate::archive::only_operator;
use crate::globals::Globals;
use crate::page::Page;
use crate::place;
use crate::progress::Progress;
use crate::trouble::Trouble;
use office::replay;

/// How to replay.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "Exit code 1 if the tables were not what the events say.\n\n\
Examples:\n  xinbiao replay --rehearse    # only compare; the office may be open\n  xinbiao replay               # put the rebuilt tables in place; no office may be open"
)]
pub(crate) struct Args {
    /// Only compare: build the tables beside and throw them away
    #[arg(long)]
    rehearse: bool,
}

/// Replays the record.
///
/// # Errors
///
/// What keeps it from being replayed.
pub(crate) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    only_operator(globals)?;
    let setup = place::setup(globals)?;
    let mut page = Page::new(globals.lang());
    let bar = Progress::new(page.lang.of("重放", "replay"));
    let mut progress = |done, all| bar.at(done, all);
    let replayed = if args.rehearse {
        replay::rehearse(&setup, &mut progress)?
    } else {
        replay::replay(&setup, &mut progress)?
    };
    bar.end();
    let same = replayed.hash_before == replayed.hash_after;
    let events = replayed.events;
    page.say(
        &format!("已重放{events}个事件。"),
        &format!("{events} events were replayed."),
    );
    if same {
        page.say(
            "重建的表与原表相同。",
            "The rebuilt tables are the same as before.",
        );
    } else {
        page.say(
            "重建的表与原表不同：",
            "The rebuilt tables differ from those before:",
        );
    }
    let lang = page.lang;
    page.pairs(&[
        (
            lang.of("原摘要", "before").to_owned(),
            replayed.hash_before.clone(),
        ),
        (
            lang.of("新摘要", "after").to_owned(),
            replayed.hash_after.clone(),
        ),
    ]);
    let mut json = written(&replayed);
    if let Some(map) = json.as_object_mut() {
        map.insert("same".into(), same.into());
    }
    Ok(Answer::new(page.into_text(), json).found(!same))
}
