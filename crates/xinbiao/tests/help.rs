//! The help of every command: it is there, begins with a verb, has examples.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

use law::identity::PartyCode;
use office::editions::{embedded, library};
use stage::xinbiao;

const COMMANDS: &[&[&str]] = &[
    &["init"],
    &["party", "register"],
    &["party", "qualify"],
    &["party", "mandate"],
    &["party", "bar"],
    &["party", "member"],
    &["party", "show"],
    &["party", "list"],
    &["party", "evidence", "add"],
    &["party", "evidence", "list"],
    &["party", "evidence", "consent"],
    &["party", "evidence", "withdraw"],
    &["party", "evidence", "end"],
    &["account", "add"],
    &["account", "token"],
    &["calendar", "load"],
    &["calendar", "show"],
    &["scheme", "check"],
    &["scheme", "page"],
    &["scheme", "draw"],
    &["scheme", "schema"],
    &["scheme", "lock"],
    &["scheme", "export"],
    &["scheme", "impact"],
    &["scheme", "new"],
    &["scheme", "try"],
    &["scheme", "diff"],
    &["file"],
    &["import"],
    &["case", "open"],
    &["case", "list"],
    &["case", "show"],
    &["case", "step"],
    &["case", "fill"],
    &["case", "supply"],
    &["entry", "list"],
    &["entry", "show"],
    &["entry", "certificate"],
    &["label", "draw"],
    &["label", "check"],
    &["export"],
    &["export", "history"],
    &["retention", "due"],
    &["retention", "propose"],
    &["retention", "confirm"],
    &["retention", "hold"],
    &["retention", "release"],
    &["retention", "list"],
    &["audit"],
    &["replay"],
    &["serve"],
    &["demo"],
    &["bench"],
];

#[test]
fn every_command_has_help_with_examples() {
    for command in COMMANDS {
        let told = xinbiao(&[command, &["--help"][..]].concat());
        assert_eq!(told.code, 0, "{command:?}");
        let text = &told.out;
        let words = command.join(" ");
        let examples = text
            .split("Examples:")
            .nth(1)
            .unwrap_or_else(|| panic!("{words}: no examples"));
        assert!(
            examples.contains(&format!("xinbiao {words}")) || examples.contains("xinbiao --data"),
            "{words}: {examples}"
        );
        let about = text.lines().next().unwrap();
        assert!(
            about.starts_with(|sign: char| sign.is_ascii_uppercase()),
            "{words}: {about}"
        );
        assert!(
            about.ends_with('）') || about.ends_with(')'),
            "{words} has no Chinese name: {about}"
        );
    }
}

#[test]
fn every_command_that_is_listed_is_tried_here() {
    let groups: [&[&str]; 10] = [
        &[],
        &["party"],
        &["party", "evidence"],
        &["account"],
        &["calendar"],
        &["scheme"],
        &["case"],
        &["entry"],
        &["label"],
        &["retention"],
    ];
    for group in groups {
        let told = xinbiao(&[group, &["--help"]].concat());
        let listed = told
            .out
            .lines()
            .skip_while(|line| *line != "Commands:")
            .skip(1);
        for line in listed.take_while(|line| !line.is_empty()) {
            let Some(name) = line
                .strip_prefix("  ")
                .and_then(|line| line.split(' ').next())
            else {
                continue;
            };
            let command: Vec<&str> = group.iter().copied().chain([name]).collect();
            if name.is_empty() || name == "help" || groups.contains(&command.as_slice()) {
                continue;
            }
            assert!(COMMANDS.contains(&command.as_slice()), "{command:?}");
        }
    }
}

/// Words of the examples in the help of a command.
fn examples(command: &[&str]) -> Vec<Vec<String>> {
    let told = xinbiao(&[command, &["--help"]].concat());
    let text = told.out.split("Examples:").nth(1).unwrap_or("").to_owned();
    let text = text.split("\nUsage:").next().unwrap_or("").to_owned();
    // The terminal's width breaks lines within an example.
    let text = text.replace('\n', " ");
    let each = text.split("xinbiao ").skip(1);
    each.map(|line| line.split_whitespace().map(str::to_owned).collect())
        .collect()
}

#[test]
fn numbers_and_codes_in_examples_are_such_as_could_be_given() {
    let library = library(&embedded()).unwrap();
    let mut seen = (0, 0);
    for words in COMMANDS
        .iter()
        .flat_map(|command| examples(command))
        .flatten()
    {
        for word in words.split(['=', '@', ':', '/', ',']) {
            let capital = |sign: char| sign.is_ascii_uppercase() || sign.is_ascii_digit();
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            if word.len() == 18 && word.chars().all(capital) && 8 < digits {
                word.parse::<PartyCode>()
                    .unwrap_or_else(|error| panic!("{error}"));
                seen.0 += 1;
            }
            let series = word.chars().all(|sign| capital(sign) || sign == '-');
            if series
                && word.starts_with(|sign: char| sign.is_ascii_uppercase())
                && 9 < digits
                && word.contains("2026")
            {
                let known = library.all().any(|(_, edition)| {
                    let mut numbers = edition.regime.numbers.values();
                    numbers.any(|number| {
                        let mut given = (1..100).map(|serial| number.pattern.number(2026, serial));
                        given.any(|given| given == word)
                    })
                });
                assert!(known, "`{word}` is no number of any series");
                seen.1 += 1;
            }
        }
    }
    assert!(5 < seen.0 && 10 < seen.1, "{seen:?}");
}

#[test]
fn cases_are_opened_in_examples_with_fields_that_there_are() {
    let library = library(&embedded()).unwrap();
    let mut tried = 0;
    for words in examples(&["case", "open"]) {
        let [_, _, regime, procedure, rest @ ..] = words.as_slice() else {
            continue;
        };
        let mut editions = library.all().filter(|(id, _)| id.regime == *regime);
        let (_, edition) = editions.next().unwrap_or_else(|| panic!("{words:?}"));
        let procedure = edition.regime.procedures.get(procedure.as_str()).unwrap();
        let steps = || {
            let all = procedure.steps.values();
            all.filter(|step| step.from.is_empty())
        };
        for pair in rest.windows(2).filter(|pair| pair[0] == "--field") {
            let name = pair[1].split('=').next().unwrap();
            let taken = steps().any(|step| step.takes.iter().any(|field| field.as_str() == name));
            assert!(taken, "{words:?}: no opening step takes `{name}`");
            tried += 1;
        }
    }
    assert!(3 < tried, "{tried}");
}

#[test]
fn exit_codes_stand_in_the_help() {
    let told = xinbiao(&["--help"]);
    for words in ["0  done", "1  refused", "2  the command", "3  the store"] {
        assert!(told.out.contains(words), "{words}");
    }
    assert_eq!(xinbiao(&["--version"]).code, 0);
}

#[test]
fn a_command_that_is_written_wrongly_has_exit_code_2_also_as_json() {
    assert_eq!(xinbiao(&["case", "lst"]).code, 2);
    let told = xinbiao(&["case", "lst", "--json"]);
    assert_eq!(told.code, 2);
    assert_eq!(told.json()["error"]["code"], "usage");
}
