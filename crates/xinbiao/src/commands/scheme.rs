//! `xinbiao scheme …`: work on schemes, the law as data. No data folder is
//! needed, but for `impact`, which reads one.

mod check;
mod diff;
mod draw;
mod export;
mod impact;
mod lock;
mod new;
mod page;
mod schema;
mod shelf;
mod walk;

use crate::answer::Answer;
use crate::globals::Globals;
use crate::trouble::Trouble;
use std::path::PathBuf;

/// What can be done about schemes.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Check schemes: rules, model, scenarios (检查)
    #[command(
        after_long_help = "Prints every fault as `file:line: cause. remedy [rule]`; exit code 1 if there is one.\n\n\
Examples:\n  xinbiao scheme check\n  xinbiao scheme check label/2026-07 --mutations 120\n  \
xinbiao scheme check schemes/label/2026-07"
    )]
    Check(check::Args),
    /// Print a regime as one page in both languages (汇总页)
    #[command(
        after_long_help = "Examples:\n  xinbiao scheme page label/2026-07\n  xinbiao scheme page --schemes schemes --write"
    )]
    Page {
        /// Edition, such as label/2026-07, or its folder; none: all
        which: Option<String>,
        /// Write each page to page.txt in its folder
        #[arg(long)]
        write: bool,
    },
    /// Draw a procedure as an SVG picture (流程图)
    #[command(
        after_long_help = "Examples:\n  xinbiao scheme draw filing -o filing.svg --lang zh\n  \
xinbiao scheme draw filing --edition label/2026-07 -o filing.svg"
    )]
    Draw {
        /// Name of the procedure
        procedure: String,
        /// Edition, such as label/2026-07, or its folder; none: the first that has it
        #[arg(long, value_name = "EDITION")]
        edition: Option<String>,
        /// File to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Write a procedure as BPMN 2.0 or as a picture, for other tools (导出流程)
    #[command(
        after_long_help = "BPMN: steps are tasks in the lanes of their actors, states are gateways and events, deadlines are \
timers; each says on which article it rests. It opens in bpmn.io and other editors of BPMN 2.0. Working days stand as text \
in the timers, since no other program has the calendar.\n\n\
Examples:\n  xinbiao scheme export filing --as bpmn -o filing.bpmn --lang zh\n  \
xinbiao scheme export filing --edition label/2026-07 --as svg -o filing.svg"
    )]
    Export(export::Args),
    /// Print the JSON schema that editors use (编辑器模式文件)
    #[command(
        after_long_help = "Examples:\n  xinbiao scheme schema > scheme.schema.json\n  xinbiao scheme schema --schemes schemes --write"
    )]
    Schema {
        /// Write it to scheme.schema.json in the folder of schemes
        #[arg(long)]
        write: bool,
    },
    /// Make a small regime that works, to begin from (新建制度)
    #[command(
        after_long_help = "It passes `scheme check` at once; its comments lead through the files. Nothing is overwritten.\n\n\
Examples:\n  xinbiao scheme new permit\n  xinbiao scheme new permit --edition 2026-01 --title-zh 许可登记 \
--title-en 'Register of permits' --into schemes"
    )]
    New(new::Args),
    /// Tell which open cases and valid entries another edition would change (影响分析)
    #[command(
        after_long_help = "Looks at all cases of the data folder that were opened under OLD: states that are gone, deadlines with their new \
due dates, newly missing fields and materials, guards that would now refuse, statuses with another name; each with its article. \
It only reads; confidential cases are left out unless `--confidential` is given, and then that each is read goes on record first.\n\n\
Examples:\n  xinbiao scheme impact label/2026-07 schemes/label/2027-01\n  \
xinbiao scheme impact label/2026-07 schemes/label/2027-01 --json > impact.json"
    )]
    Impact(impact::Args),
    /// Walk a case through a procedure in the terminal (试办)
    #[command(
        name = "try",
        after_long_help = "Shows where the case stands, what each actor can do now, and the running deadlines day by day; a refusal comes \
with its article. Nothing is kept and no data folder is needed. Lines are read from stdin, so a file can walk too.\n\n\
Examples:\n  xinbiao scheme try label/2026-07\n  xinbiao scheme try label/2026-07 filing --at review --lang zh\n  \
printf 'open\\nsupply all\\nsubmit\\nnext\\n' | xinbiao scheme try schemes/label/2026-07"
    )]
    Try(walk::Args),
    /// Tell what one edition says otherwise than another (版本比较)
    #[command(
        after_long_help = "Parts that were added, removed or changed, each with its article; comments and spaces are no difference.\n\n\
Examples:\n  xinbiao scheme diff label/2026-07 schemes/label/2027-01\n  \
xinbiao scheme diff --schemes schemes label/2026-07 label/2027-01 --lang zh"
    )]
    Diff {
        /// The older edition, such as label/2026-07, or its folder
        old: String,
        /// The newer one
        new: String,
    },
    /// Compare the editions with LOCK, or lock them (锁定版本)
    #[command(
        after_long_help = "An edition in force is never edited; a correction is a new edition.\n\n\
Examples:\n  xinbiao scheme lock --check\n  xinbiao scheme lock --schemes schemes --write"
    )]
    Lock {
        /// Write the lines of new editions; those that are locked stay as they are
        #[arg(long, conflicts_with = "check")]
        write: bool,
        /// Compare only (this is also what happens without it)
        #[arg(long)]
        check: bool,
    },
}

impl Command {
    /// Whether the command looks at a data folder.
    pub(crate) fn is_of_folder(&self) -> bool {
        matches!(self, Command::Impact(_))
    }
}

/// Carries out one of the commands.
///
/// # Errors
///
/// What is wrong with the schemes, or where they are looked for.
pub(crate) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::Check(args) => check::run(globals, args),
        Command::Page { which, write } => page::run(globals, which.as_deref(), *write),
        Command::Draw {
            procedure,
            edition,
            output,
        } => draw::run(globals, procedure, edition.as_deref(), output),
        Command::Diff { old, new } => diff::run(globals, old, new),
        Command::Try(args) => walk::run(globals, args),
        Command::Impact(args) => impact::run(globals, args),
        Command::New(args) => new::run(globals, args),
        Command::Export(args) => export::run(globals, args),
        Command::Schema { write } => schema::run(globals, *write),
        Command::Lock { write, .. } => lock::run(globals, *write),
    }
}
