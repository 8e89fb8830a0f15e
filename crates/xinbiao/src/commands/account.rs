//! `xinbiao account …`: accounts of people, tokens of programs.

use crate::answer::Answer;
use crate::desk::{Desk, code_of, confirmed};
use crate::file;
use crate::globals::{Globals, random_key};
use crate::page::Page;
use crate::place;
use crate::trouble::Trouble;
use case::command::Actor;
use case::party::PersonId;
use office::people::People;
use serde_json::json;
use std::path::PathBuf;

const LONGEST_SECRET: u64 = 4096;
const DAY: i64 = 86_400_000;

/// What can be done about accounts.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make an account, or give it a new name and password (开通账号)
    #[command(
        after_long_help = "Without `--password-file` a password is made and shown once.\n\n\
Examples:\n  xinbiao account add li.na --person li-na --name 李娜\n  \
xinbiao account add li.na --person li-na --name 李娜 --password-file secret.txt"
    )]
    Add(AddArgs),
    /// Give a program a token to act as a person for a party (签发令牌)
    #[command(after_long_help = "The token is shown once.\n\n\
Examples:\n  xinbiao account token --as li-na@CODE --days 90\n  \
curl -H \"Authorization: Bearer TOKEN\" https://label.example/api/v1/cases")]
    Token(TokenArgs),
}

/// An account.
#[derive(Debug, clap::Args)]
pub(crate) struct AddArgs {
    /// Sign-in name
    login: String,
    /// Id of the person as member of parties; none: a new person
    #[arg(long)]
    person: Option<String>,
    /// Name of the person
    #[arg(long)]
    name: String,
    /// File whose first line is the password
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// A token.
#[derive(Debug, clap::Args)]
pub(crate) struct TokenArgs {
    /// Party to act for, if `--as` is a sign-in name of a member of several
    #[arg(long, value_name = "CODE")]
    party: Option<String>,
    /// Days for which it holds
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=3660))]
    days: u16,
}

/// Carries out one of the commands.
///
/// # Errors
///
/// What is wrong with name or password, or the store's.
pub(crate) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::Add(args) => add(globals, args),
        Command::Token(args) => token(globals, args),
    }
}

fn add(globals: &Globals, args: &AddArgs) -> Result<Answer, Trouble> {
    let (password, made) = password(args)?;
    let desk = Desk::open(globals)?;
    let people = People::open(&desk.office)?;
    let person = match &args.person {
        Some(person) => {
            let person = PersonId(person.clone());
            people.set_account(&person, &args.login, &args.name, &password)?;
            person
        }
        None => people.create_account(&args.login, &args.name, &password)?,
    };
    let mut page = Page::new(globals.lang());
    page.say(
        &format!("账号“{}”已开通，人员编号：{person}", args.login),
        &format!(
            "The account `{}` is made, for the person {person}.",
            args.login
        ),
    );
    if made {
        page.say(
            &format!("密码（只显示这一次）：{password}"),
            &format!("Password, shown this once: {password}"),
        );
    }
    let shown = made.then_some(&password);
    let json = json!({"login": args.login, "person": person, "password": shown});
    Ok(Answer::new(page.into_text(), json))
}

/// The password, and whether it was made here.
fn password(args: &AddArgs) -> Result<(String, bool), Trouble> {
    match &args.password_file {
        Some(path) => {
            let text = file::read_text(path, LONGEST_SECRET)?;
            Ok((text.lines().next().unwrap_or_default().to_owned(), false))
        }
        None => {
            let key = random_key()?;
            let secret: String = key.chars().rev().take(24).collect();
            Ok((secret, true))
        }
    }
}

fn token(globals: &Globals, args: &TokenArgs) -> Result<Answer, Trouble> {
    let desk = Desk::open(globals)?;
    let Actor::Person { person, party } = desk.person()? else {
        return Err(Trouble::usage(
            "请用 --as 写明为谁签发。",
            "say with `--as` for whom",
        ));
    };
    let party = match &args.party {
        Some(code) => code_of(code)?,
        None => party,
    };
    let actor = Actor::Person {
        person: person.clone(),
        party: party.clone(),
    };
    confirmed(&desk.world, &actor)?;
    let expires = desk.office.clock().now() + i64::from(args.days) * DAY;
    let token = People::open(&desk.office)?.issue_token(&person, &party, expires)?;
    let mut page = Page::new(globals.lang());
    let until = place::shown(expires);
    page.say(
        &format!("令牌（只显示这一次，有效至{until}）：{token}"),
        &format!("Token, shown this once, valid until {until}: {token}"),
    );
    let json = json!({"token": token, "person": person, "party": party, "expires": expires});
    Ok(Answer::new(page.into_text(), json))
}
