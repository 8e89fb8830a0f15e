//! The help of every command: it is there, begins with a verb, has examples.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod stage;

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
