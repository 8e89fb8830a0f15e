//! What a developer and the build server run: `cargo xtask test` and its kin.
//!
//! Nothing here is part of the program. It must build in seconds, so it takes
//! hardly any dependency.

mod axe;
mod checkout;
mod cluster;
mod coverage;
mod packages;
mod phase;
mod tally;
mod test;
mod tidy;

use anyhow::{Result, bail};
use checkout::Checkout;
use coverage::Form;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test [--only PATTERN]     everything that must pass before a change is merged;
                                      with --only: the tests whose names contain PATTERN
cargo xtask tidy                      the habits that a program can check (also a test)
cargo xtask tidy --lower              takes off the list of exceptions what needs none any more
cargo xtask coverage [--json]         which duty is met by what, and shown by which scenario or test
";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Does what the words ask; whether all went well.
fn run(words: &[&str]) -> Result<bool> {
    let checkout = Checkout::of_this_build();
    match words {
        ["test"] => test::everything(&checkout),
        ["test", "--only", pattern] => test::only(&checkout, pattern),
        ["tidy"] => tidy::check(&checkout),
        ["tidy", "--lower"] => tidy::lower(&checkout),
        ["coverage"] => coverage::print(&checkout, Form::Lines),
        ["coverage", "--json"] => coverage::print(&checkout, Form::Json),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(true)
        }
        _ => bail!("`{}` is not a task\n\n{USAGE}", words.join(" ")),
    }
}
