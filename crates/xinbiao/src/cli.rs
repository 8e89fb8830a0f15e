//! What can be written on the command line.

use crate::commands::{
    account, audit, calendar, case, entry, export, filing, import, init, label, party, replay,
    retention, scheme, serve,
};
use crate::globals::Globals;
use crate::trouble::Trouble;
use crate::{bench, demo, told, told_by_itself};
use std::process::ExitCode;

const ABOUT: &str = "Run cybersecurity label filing and other assurance regimes (信标)";

const LONG_ABOUT: &str = "Run cybersecurity label filing and other assurance regimes (信标)\n\n\
Takes a case from the first form to the public register, the printed label and the code on it, \
and keeps a record that nobody can quietly rewrite. \
备案、审查、公告、标识、查验、监督由同一程序办理并全程留痕。";

const AFTER: &str = "Exit codes:\n  \
0  done\n  \
1  refused by law or scheme, or something was found (audit, check)\n  \
2  the command was written wrongly\n  \
3  the store or the system failed\n\n\
Examples:\n  \
xinbiao demo\n  \
xinbiao init --base https://label.example && xinbiao serve\n  \
xinbiao case list --overdue --lang zh";

/// The command line.
#[derive(Debug, clap::Parser)]
#[command(name = "xinbiao", version, about = ABOUT, long_about = LONG_ABOUT, after_long_help = AFTER)]
#[command(max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make a data folder and say what comes next (建立数据目录)
    Init(init::Args),
    /// Enter parties: who they are, what they may do, who acts for them (主体登记)
    #[command(subcommand)]
    Party(party::Command),
    /// Make accounts and tokens for people and programs (账号与令牌)
    #[command(subcommand)]
    Account(account::Command),
    /// Load and show the working days of a year (工作日历)
    #[command(subcommand)]
    Calendar(calendar::Command),
    /// Check, print, draw and lock schemes: the law as data (制度文件)
    #[command(subcommand)]
    Scheme(scheme::Command),
    /// File a product in one go, from its dossier to the submitted case (一次办理备案申请)
    File(filing::Args),
    /// Make a structured test report of a dossier or a table (导入检测报告)
    Import(import::Args),
    /// List, show and work on cases (办件)
    #[command(subcommand)]
    Case(case::Command),
    /// List and show entries of the public register (登记项)
    #[command(subcommand)]
    Entry(entry::Command),
    /// Draw a label, or check artwork against it (标识)
    #[command(subcommand)]
    Label(label::Command),
    /// Write entries, notices or events to a file (导出)
    Export(export::Args),
    /// Keep the files of ended cases, hold them, dispose of them (材料保管与销毁)
    #[command(subcommand)]
    Retention(retention::Command),
    /// Verify the whole record from its first event (审计)
    Audit(audit::Args),
    /// Build everything that is derived from the record anew (重放)
    Replay(replay::Args),
    /// Open the office to browsers and programs (启动服务)
    Serve(serve::Args),
    /// Live through two years of all regimes in an example office (演示)
    #[command(after_long_help = "Examples:\n  xinbiao demo\n  xinbiao demo --once --filings 60")]
    Demo(demo::Args),
    /// Measure speed beside a reference in the same run (性能测量)
    #[command(
        after_long_help = "Examples:\n  xinbiao bench P-a\n  xinbiao bench P-b --runs 3 --json"
    )]
    Bench(bench::Args),
}

impl Command {
    /// Carries out the command.
    pub(crate) fn run(&self, globals: &Globals) -> ExitCode {
        if globals.now.is_some() && !self.is_of_folder() {
            return told(globals, Err(timeless()));
        }
        let result = match self {
            Command::Init(args) => init::run(globals, args),
            Command::Party(command) => party::run(globals, command),
            Command::Account(command) => account::run(globals, command),
            Command::Calendar(command) => calendar::run(globals, command),
            Command::Scheme(command) => scheme::run(globals, command),
            Command::File(args) => filing::run(globals, args),
            Command::Import(args) => import::run(globals, args),
            Command::Case(command) => case::run(globals, command),
            Command::Entry(command) => entry::run(globals, command),
            Command::Label(command) => label::run(globals, command),
            Command::Export(args) => export::run(globals, args),
            Command::Retention(command) => retention::run(globals, command),
            Command::Audit(args) => audit::run(globals, args),
            Command::Replay(args) => replay::run(globals, args),
            Command::Serve(args) => serve::run(globals, args),
            Command::Demo(args) => return told_by_itself(globals, demo::run(args)),
            Command::Bench(args) => return told_by_itself(globals, bench::run(args, globals.json)),
        };
        told(globals, result)
    }

    /// Whether the command works on a data folder, and so at a time.
    fn is_of_folder(&self) -> bool {
        match self {
            Command::Scheme(command) => command.is_of_folder(),
            Command::Import(_) | Command::Demo(_) | Command::Bench(_) => false,
            _ => true,
        }
    }
}

fn timeless() -> Trouble {
    Trouble::usage(
        "该命令不在演练目录上办理，不能指定时间（--now）；请去掉 --now。",
        "`--now` is for rehearsals, and this command works on no folder for them; leave it out",
    )
}
