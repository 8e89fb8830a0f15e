//! The program `xinbiao`: everything that an office does, from a command line.
//!
//! Commands parse, call the office and present; no rule of any regime is here.

mod answer;
mod archive;
mod bench;
mod cli;
mod commands;
mod demo;
mod desk;
mod file;
mod globals;
mod lang;
mod page;
mod place;
mod progress;
mod sweep;
mod trouble;
mod values;

use answer::Answer;
use clap::Parser;
use clap::error::ErrorKind;
use cli::Cli;
use globals::Globals;
use office::failure::Failure;
use serde_json::{Value, json};
use std::io::Write;
use std::process::ExitCode;
use trouble::{REFUSED, Trouble, USAGE};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misread(&error),
    };
    cli.command.run(&cli.globals)
}

/// Prints the answer or the trouble of a command; gives its exit code.
fn told(globals: &Globals, result: Result<Answer, Trouble>) -> ExitCode {
    match result {
        Ok(answer) => {
            if answer.silent {
                // Nothing to add.
            } else if globals.json {
                print_json(&answer.json);
            } else {
                print(&answer.text);
            }
            ExitCode::from(if answer.found { REFUSED } else { 0 })
        }
        Err(Trouble::Unread) => ExitCode::SUCCESS,
        Err(trouble) => {
            if globals.json {
                print_json(&trouble.json());
            } else {
                remark(&trouble.text(globals.lang()));
            }
            ExitCode::from(trouble.code())
        }
    }
}

/// The same for a part of the program that tells its own story.
fn told_by_itself(globals: &Globals, result: anyhow::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        // What the office says of itself is told once, not again by what wraps it.
        let trouble = match error.downcast::<Failure>() {
            Ok(failure) => failure.into(),
            Err(error) => error
                .downcast::<Trouble>()
                .unwrap_or_else(|error| Trouble::system(format!("{error:#}"))),
        };
        told(globals, Err(trouble))
    })
}

/// Help, version, or what is wrong with the command as written.
fn misread(error: &clap::Error) -> ExitCode {
    let asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let json = std::env::args_os().any(|word| word == "--json");
    if json && !asked {
        let text = error.render().to_string();
        let text = text.trim().trim_start_matches("error: ");
        print_json(&json!({"error": {"code": "usage", "exit": USAGE, "zh": text, "en": text}}));
    } else {
        // Whoever asked went away, such as `head`.
        let _ = error.print();
    }
    ExitCode::from(if asked { 0 } else { USAGE })
}

fn print_json(value: &Value) {
    let text = serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string());
    print(&(text + "\n"));
}

/// Prints to stderr, likewise.
fn remark(text: &str) {
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints to stdout. A reader who went away, such as `head`, is no trouble.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
