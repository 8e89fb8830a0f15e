//! `xinbiao retention …`: for how long files of ended cases are kept, what is
//! on hold, and how they are disposed of by two persons.

mod list;

use crate::answer::Answer;
use crate::desk::{Desk, code_of, stands};
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use case::command::{OnHold, Order};
use case::event::HoldAct;
use office::execute::Receipt;
use office::retention::Which;

/// What can be done about the files of cases.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// List what has been kept long enough and is not on hold (到期待销毁)
    #[command(after_long_help = "Examples:\n  \
xinbiao retention due --as wang@12100000000000000F\n  \
xinbiao retention due --body 12100000000000000F --json")]
    Due(list::Page),
    /// Propose that files be disposed of; another person confirms (提出销毁)
    #[command(after_long_help = "Examples:\n  \
xinbiao retention propose BA202600000015 BA202600000023 --as wang@12100000000000000F")]
    Propose(Cases),
    /// Confirm what another person proposed: the contents are erased (核准销毁)
    #[command(after_long_help = "Examples:\n  \
xinbiao retention confirm BA202600000015 BA202600000023 --as zhao@12100000000000000F")]
    Confirm(Cases),
    /// Put a case, or all cases of a holder, on hold (暂缓销毁)
    #[command(after_long_help = "Examples:\n  \
xinbiao retention hold BA202600000015 --reference \"Order 12 of 2036\" --reason \"lawsuit pending\" --as WHO\n  \
xinbiao retention hold --party CODE --reference \"Order 13 of 2036\" --reason investigation --as WHO")]
    Hold(Hold),
    /// Lift a hold that another person of the same body put (解除暂缓销毁)
    #[command(after_long_help = "Examples:\n  \
xinbiao retention release BA202600000015 --reference \"Order 12 of 2036\" --reason \"lawsuit over\" --as WHO")]
    Release(Hold),
    /// List files that are kept, held, proposed or disposed of (材料保管一览)
    #[command(after_long_help = "Examples:\n  \
xinbiao retention list --as wang@12100000000000000F\n  \
xinbiao retention list --show held --as wang@12100000000000000F --lang zh")]
    List {
        /// Which of them
        #[arg(long, value_enum, default_value = "kept")]
        show: Show,
        #[command(flatten)]
        page: list::Page,
    },
}

/// Which files to list.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Show {
    Due,
    Proposed,
    Held,
    Kept,
    Disposed,
}

/// Some cases.
#[derive(Debug, clap::Args)]
pub(crate) struct Cases {
    /// Numbers of the cases
    #[arg(required = true, value_name = "CASE")]
    cases: Vec<String>,
}

/// A hold.
#[derive(Debug, clap::Args)]
pub(crate) struct Hold {
    /// Number of the case
    #[arg(required_unless_present = "party", conflicts_with = "party")]
    case: Option<String>,
    /// All cases of this holder
    #[arg(long, value_name = "CODE")]
    party: Option<String>,
    /// The document that asks for it
    #[arg(long)]
    reference: String,
    /// Why
    #[arg(long)]
    reason: String,
}

/// Carries out the command.
///
/// # Errors
///
/// The office's.
pub(crate) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::Due(page) => list::run(globals, Which::Due, page),
        Command::List { show, page } => list::run(globals, which(*show), page),
        Command::Propose(cases) => each(globals, cases, |case| Order::ProposeDisposal { case }),
        Command::Confirm(cases) => each(globals, cases, |case| Order::Dispose { case }),
        Command::Hold(hold) => {
            let (reference, reason) = (hold.reference.clone(), hold.reason.clone());
            held(globals, hold, HoldAct::Put { reference, reason })
        }
        Command::Release(hold) => {
            let (reference, reason) = (hold.reference.clone(), hold.reason.clone());
            held(globals, hold, HoldAct::Lifted { reference, reason })
        }
    }
}

fn which(show: Show) -> Which {
    match show {
        Show::Due => Which::Due,
        Show::Proposed => Which::Proposed,
        Show::Held => Which::Held,
        Show::Kept => Which::Kept,
        Show::Disposed => Which::Disposed,
    }
}

/// One order for each case; what is refused stops none of the others.
fn each(
    globals: &Globals,
    cases: &Cases,
    order: impl Fn(String) -> Order,
) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let actor = desk.person()?;
    let mut page = Page::new(globals.lang());
    let (mut done, mut refused) = (Vec::<Receipt>::new(), Vec::new());
    let mut first = None;
    for number in &cases.cases {
        let part = format!("/{number}");
        match desk.ask_seen(actor.clone(), order(number.clone()), None, &part) {
            Ok(receipt) => {
                let at = stands(&receipt);
                page.say(
                    &format!("{number}：已记录（{}）", at.zh),
                    &format!("{number}: recorded, {}", at.en),
                );
                done.push(receipt);
            }
            Err(trouble) => {
                page.line(&format!("{number}: {}", trouble.text(globals.lang())));
                refused.push(number.clone());
                first = first.or(Some(trouble));
            }
        }
    }
    match first {
        // Nothing was done: it is the refusal that is told.
        Some(trouble) if done.is_empty() => Err(trouble),
        first => {
            let json = serde_json::json!({"done": done, "refused": refused});
            Ok(Answer::new(page.into_text(), json).found(first.is_some()))
        }
    }
}

fn held(globals: &Globals, hold: &Hold, act: HoldAct) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let on = match (&hold.case, &hold.party) {
        (_, Some(code)) => OnHold::Party(code_of(code)?),
        (case, None) => OnHold::Case(case.clone().unwrap_or_default()),
    };
    let receipt = desk.ask(desk.person()?, Order::Hold { on, act })?;
    let mut page = Page::new(globals.lang());
    let at = stands(&receipt);
    page.say(
        &format!("已记录（{}）。", at.zh),
        &format!("Recorded, {}.", at.en),
    );
    Ok(Answer::new(page.into_text(), &receipt))
}
