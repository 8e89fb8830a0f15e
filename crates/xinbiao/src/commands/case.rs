//! `xinbiao case …`: list, show and work on cases.

mod act;
pub(crate) mod explain;
mod history;
mod list;
pub(crate) mod show;

use crate::answer::Answer;
use crate::globals::Globals;
use crate::trouble::Trouble;
use crate::values::pair;

/// What can be done about cases.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Open a case of any procedure (新建办件)
    #[command(
        after_long_help = "Without `--holder` the case is about the opener's own party, or about the body that holds \
it, as the procedure says. With `--anonymous` nobody signs in; the answer has a code with which to ask after the case.\n\n\
Examples:\n  xinbiao case open label inspection --holder CODE --field product=EX-CAM-1 --as inspector-1@CODE\n  \
xinbiao case open certification certification --step open --field category=testing --as client-1@CODE\n  \
xinbiao case open label report --anonymous --field handled-by=CODE --field kind=forged --field account=@account.txt"
    )]
    Open(OpenArgs),
    /// List cases, the last changed first (办件一览)
    #[command(
        after_long_help = "With `--as` only cases that this person may see are listed.\n\n\
Examples:\n  xinbiao case list\n  \
xinbiao case list --state review --overdue\n  xinbiao case list --holder 91440300MA5EXAMPLA --limit 500 --json"
    )]
    List(list::Args),
    /// Show a case: form, materials, deadlines with their days, history, next steps (查看办件)
    #[command(
        after_long_help = "With `--as` a person sees what the desk of the site shows them, and the steps that they may take; \
a confidential case once that is on record.\n\n\
Examples:\n  xinbiao case show BA202600000015\n  xinbiao case show BA202600000015 --as li-na@CODE --lang zh"
    )]
    Show {
        /// Number of the case
        case: String,
    },
    /// Take a step of a case (办理环节)
    #[command(after_long_help = "Examples:\n  \
xinbiao case step BA202600000015 accept --check all --as reviewer-1@CODE\n  \
xinbiao case step BA202600000015 request-correction --ground unclear --list report,contact --reasons \"第3页不清晰\" --as reviewer-1@CODE\n  \
xinbiao case step BA202600000015 submit --statement --expected 4 --as filer@CODE")]
    Step(StepArgs),
    /// Fill in fields of a case's form (填写)
    #[command(after_long_help = "Examples:\n  \
xinbiao case fill BA202600000015 level=basic support-until=2031-12-31 --as filer@CODE\n  \
xinbiao case fill BA202600000015 models=@models.txt --as filer@CODE")]
    Fill(FillArgs),
    /// Hand in materials of a case (提交材料)
    #[command(after_long_help = "Examples:\n  \
xinbiao case supply BA202600000015 report=report.pdf licence=licence.pdf --as filer@CODE\n  \
xinbiao case supply BA202600000015 --evidence licence=EV-1 --evidence accreditation=CODE/EV-2 --as filer@CODE")]
    Supply(SupplyArgs),
}

/// A case that is to be opened.
#[derive(Debug, clap::Args)]
pub(crate) struct OpenArgs {
    /// Regime, such as label
    pub(crate) regime: String,
    /// Procedure, such as inspection
    pub(crate) procedure: String,
    /// Code of the party that the case is about
    #[arg(long, value_name = "CODE")]
    pub(crate) holder: Option<String>,
    /// Opening step, where there are several
    #[arg(long, value_name = "STEP")]
    pub(crate) step: Option<String>,
    /// Field that comes with it; `@FILE` takes the text of a file
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) fields: Vec<(String, String)>,
    /// Open it without an account, where anybody may
    #[arg(long)]
    pub(crate) anonymous: bool,
}

/// A step and what comes with it.
#[derive(Debug, clap::Args)]
pub(crate) struct StepArgs {
    /// Number of the case
    pub(crate) case: String,
    /// Name of the step
    pub(crate) step: String,
    /// Field that comes with it; `@FILE` takes the text of a file
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) fields: Vec<(String, String)>,
    /// Ground of a decision
    #[arg(long = "ground", value_name = "GROUND", value_delimiter = ',')]
    pub(crate) grounds: Vec<String>,
    /// Reasons in words
    #[arg(long, value_name = "TEXT")]
    pub(crate) reasons: Option<String>,
    /// Check that was made, or `all`
    #[arg(long = "check", value_name = "CHECK", value_delimiter = ',')]
    pub(crate) checks: Vec<String>,
    /// State that everything handed in is true
    #[arg(long)]
    pub(crate) statement: bool,
    /// Fields and materials that must be corrected
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) list: Vec<String>,
    /// Version of the case that you saw; if it has moved on, nothing is done
    #[arg(long, value_name = "VERSION")]
    pub(crate) expected: Option<u64>,
}

/// Fields of a form.
#[derive(Debug, clap::Args)]
pub(crate) struct FillArgs {
    /// Number of the case
    pub(crate) case: String,
    /// Field and value; `@FILE` takes the text of a file
    #[arg(required = true, value_name = "NAME=VALUE", value_parser = pair)]
    pub(crate) fields: Vec<(String, String)>,
    /// Version of the case that you saw
    #[arg(long, value_name = "VERSION")]
    pub(crate) expected: Option<u64>,
}

/// Materials.
#[derive(Debug, clap::Args)]
pub(crate) struct SupplyArgs {
    /// Number of the case
    pub(crate) case: String,
    /// Material and its file
    #[arg(required_unless_present = "evidence", value_name = "MATERIAL=FILE", value_parser = pair)]
    pub(crate) files: Vec<(String, String)>,
    /// Material and the kept evidence from which it is met; another party's with its code
    #[arg(long, value_name = "MATERIAL=[CODE/]NUMBER", value_parser = pair)]
    pub(crate) evidence: Vec<(String, String)>,
    /// Version of the case that you saw
    #[arg(long, value_name = "VERSION")]
    pub(crate) expected: Option<u64>,
}

/// Carries out one of the commands.
///
/// # Errors
///
/// Why it is refused.
pub(crate) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::Open(args) => act::open(globals, args),
        Command::List(args) => list::run(globals, args),
        Command::Show { case } => show::run(globals, case),
        Command::Step(args) => act::step(globals, args),
        Command::Fill(args) => act::fill(globals, args),
        Command::Supply(args) => act::supply(globals, args),
    }
}
