//! `xinbiao bench NAME`: measures, beside a reference in the same run, and
//! says with its exit code whether the gate was reached.
//!
//! Method: docs/benchmarks.md. Client and server share the machine.

mod client;
mod filing;
mod fill;
mod label;
mod machine;
mod report;
mod start;

use report::Report;
use std::path::PathBuf;
use std::process::ExitCode;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Name {
    /// Check of a label as JSON, against nginx serving the same bytes
    #[value(name = "P-a")]
    Json,
    /// The same as a page
    #[value(name = "P-a2")]
    Page,
    /// Filing lifecycles over HTTP on SQLite
    #[value(name = "P-b")]
    Sqlite,
    /// Filing lifecycles over HTTP on PostgreSQL (needs --database)
    #[value(name = "P-b2")]
    Postgres,
    /// Start, memory at rest, size of the program
    #[value(name = "P-f")]
    Start,
}

/// Arguments of a benchmark.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    /// What to measure
    #[arg(value_enum)]
    pub(crate) name: Name,
    /// Runs of each side, alternating
    #[arg(long, default_value_t = 5)]
    pub(crate) runs: u32,
    /// Seconds of one run
    #[arg(long, default_value_t = 5)]
    pub(crate) seconds: u32,
    /// Labels to vary over (P-a), entries in the register (P-f)
    #[arg(long, default_value_t = 100_000)]
    pub(crate) labels: u32,
    /// Connections at once [default: 64 for checks of labels, 128 for filings]
    #[arg(long)]
    pub(crate) connections: Option<u32>,
    /// Folder for the data that is measured on; made and kept for the next run
    #[arg(long, default_value = ".cache/bench")]
    pub(crate) folder: PathBuf,
    /// An empty PostgreSQL database to measure on
    #[arg(long = "postgres", value_name = "URL")]
    pub(crate) postgres: Option<String>,
}

/// Runs one benchmark.
///
/// # Errors
///
/// What is missing to run it, such as a program to compare with.
pub(crate) fn run(args: &Args, json: bool) -> anyhow::Result<ExitCode> {
    let mut report = Report::new(args);
    machine::describe(&mut report, &args.folder)?;
    match args.name {
        Name::Json => label::run(args, label::Kind::Json, &mut report)?,
        Name::Page => label::run(args, label::Kind::Page, &mut report)?,
        Name::Sqlite => filing::run(args, None, &mut report)?,
        Name::Postgres => filing::run(args, args.postgres.as_deref(), &mut report)?,
        Name::Start => start::run(args, &mut report)?,
    }
    report.print(json);
    Ok(if report.gates_reached() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}
