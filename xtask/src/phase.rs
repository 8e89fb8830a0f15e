//! One part of the work after the other, with the time that each took.

use anyhow::{Context, Result};
use std::process::Command;
use std::time::{Duration, Instant};

/// A part that is over.
#[derive(Debug)]
struct Phase {
    name: &'static str,
    took: Duration,
    well: bool,
}

/// What was done so far.
#[derive(Debug, Default)]
pub(crate) struct Phases(Vec<Phase>);

impl Phases {
    /// Does one part. It fails if `work` says so or could not be done; what
    /// follows is done all the same, so that one run tells everything.
    pub(crate) fn run(&mut self, name: &'static str, work: impl FnOnce() -> Result<bool>) {
        println!("── {name}");
        let start = Instant::now();
        let well = work().unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            false
        });
        let took = start.elapsed();
        self.0.push(Phase { name, took, well });
    }

    /// Prints a line for each part; whether all went well.
    pub(crate) fn report(&self) -> bool {
        println!("──");
        for phase in &self.0 {
            let end = if phase.well { "" } else { "  FAILED" };
            println!("{:<12}{:>7.1} s{end}", phase.name, phase.took.as_secs_f64());
        }
        self.0.iter().all(|phase| phase.well)
    }
}

/// Runs a program to its end; whether it ended well.
pub(crate) fn ends_well(command: &mut Command) -> Result<bool> {
    let status = command
        .status()
        .with_context(|| format!("`{}` does not start", command.get_program().display()))?;
    Ok(status.success())
}
