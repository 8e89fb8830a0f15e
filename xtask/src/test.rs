//! The one command to know: everything that must pass.

use crate::axe;
use crate::checkout::Checkout;
use crate::cluster::Cluster;
use crate::packages;
use crate::phase::{Phases, ends_well};
use crate::tally::Tally;
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Where tests look for a PostgreSQL server that they may write to.
const POSTGRES: &str = "XINBIAO_TEST_POSTGRES";

/// Form, lints and tests; whether all went well. The last line tells how many
/// tests passed and failed.
pub(crate) fn everything(checkout: &Checkout) -> Result<bool> {
    let mut phases = Phases::default();
    phases.run("packages", || packages::ready(checkout));
    phases.run("axe-core", || axe::ready(checkout));
    phases.run("fmt", || {
        ends_well(cargo(checkout).args(["fmt", "--all", "--check"]))
    });
    phases.run("clippy", || {
        let words = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ];
        ends_well(cargo(checkout).args(words))
    });
    let mut tally = Tally::default();
    phases.run("test", || tests(checkout, None, &mut tally));
    Ok(conclude(&phases, tally))
}

/// The tests whose names contain `pattern`.
pub(crate) fn only(checkout: &Checkout, pattern: &str) -> Result<bool> {
    let mut phases = Phases::default();
    let mut tally = Tally::default();
    phases.run("test", || tests(checkout, Some(pattern), &mut tally));
    Ok(conclude(&phases, tally))
}

fn conclude(phases: &Phases, tally: Tally) -> bool {
    let well = phases.report();
    if 0 < tally.ignored {
        println!("{} ignored", tally.ignored);
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    well
}

fn cargo(checkout: &Checkout) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(checkout.root());
    command
}

/// Runs the tests of all crates, with a PostgreSQL server beside them, and
/// adds up their results.
fn tests(checkout: &Checkout, pattern: Option<&str>, tally: &mut Tally) -> Result<bool> {
    let mut command = cargo(checkout);
    command.args(["test", "--workspace", "--locked", "--no-fail-fast"]);
    command.args(pattern);
    command.env(axe::VARIABLE, axe::place()?);
    // Kept until the tests have ended; dropping it stops the server.
    let cluster = match std::env::var(POSTGRES) {
        Ok(_) => None,
        Err(_) => Some(Cluster::start()?),
    };
    if let Some(cluster) = &cluster {
        command.env(POSTGRES, cluster.address());
    }
    let mut running = command.stdout(Stdio::piped()).spawn()?;
    let output = running.stdout.take().context("the output was asked for")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tally.line(&line);
    }
    let well = running.wait()?.success();
    if !well && tally.failed == 0 {
        println!("a crate did not compile, or a test program ended without a result");
    }
    Ok(well)
}
