//! The list of words is that of the types, of the schema and of the guide.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

use law::vocabulary::{
    DRIVE, GRANT, Key, Kind, PROCEDURE, PROCEDURE_TABLES, REFERENCE, REFERENCE_TABLES, REGIME,
    REGIME_TABLES, START, Table,
};
use std::collections::BTreeSet;

/// The words in backticks after `expected`, as serde tells them of an unknown one.
fn told(message: &str) -> BTreeSet<String> {
    let (_, expected) = message.split_once("expected ").unwrap_or(("", message));
    expected
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn keys_of<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    match toml::from_str::<T>("no-such-word = 0") {
        Ok(_) => panic!("an unknown word was taken"),
        Err(error) => told(error.message()),
    }
}

fn names(keys: &[Key]) -> BTreeSet<String> {
    keys.iter().map(|key| key.name.to_owned()).collect()
}

fn types_of(table: &str) -> BTreeSet<String> {
    match table {
        "actor" => keys_of::<law::regime::Actor>(),
        "party" => keys_of::<law::regime::Party>(),
        "qualification" => keys_of::<law::regime::Qualification>(),
        "evidence" => keys_of::<law::regime::Evidence>(),
        "sanction" => keys_of::<law::regime::Sanction>(),
        "catalogue" => keys_of::<law::regime::Catalogue>(),
        "number" => keys_of::<law::regime::Number>(),
        "register" => keys_of::<law::regime::Register>(),
        "status" => keys_of::<law::regime::Status>(),
        "notice" => keys_of::<law::regime::Notice>(),
        "statistic" => keys_of::<law::regime::Statistic>(),
        "retention" => keys_of::<law::regime::Retention>(),
        "field" => keys_of::<law::form::Field>(),
        "material" => keys_of::<law::form::Material>(),
        "state" => keys_of::<law::procedure::State>(),
        "deadline" => keys_of::<law::deadline::Deadline>(),
        "ground" => keys_of::<law::form::Ground>(),
        "check" => keys_of::<law::form::Check>(),
        "guard" => keys_of::<law::guard::Guard>(),
        "draw" => keys_of::<law::procedure::Draw>(),
        "opinion" => keys_of::<law::procedure::Opinion>(),
        "step" => keys_of::<law::step::Step>(),
        "level" => keys_of::<law::reference::Level>(),
        "item" => keys_of::<law::reference::Item>(),
        "parameter" => keys_of::<law::reference::Parameter>(),
        "term" => keys_of::<law::reference::NamedTerm>(),
        table => panic!("nothing is known of `{table}`"),
    }
}

fn tables() -> impl Iterator<Item = &'static Table> {
    REGIME_TABLES
        .iter()
        .chain(PROCEDURE_TABLES)
        .chain(REFERENCE_TABLES)
}

#[test]
fn every_key_of_every_type_is_in_the_list_and_no_other() {
    for table in tables() {
        assert_eq!(names(table.keys), types_of(table.name), "{}", table.name);
    }
    let mut reference = names(REFERENCE);
    reference.extend(REFERENCE_TABLES.iter().map(|table| table.name.to_owned()));
    assert_eq!(reference, keys_of::<law::reference::Reference>());
    let when: BTreeSet<String> = ["field", "is", "opened_by"].map(str::to_owned).into();
    assert_eq!(keys_of::<law::form::When>(), when);
    assert_eq!(keys_of::<law::step::Drive>(), names(DRIVE));
    assert_eq!(keys_of::<law::step::Start>(), names(START));
    assert_eq!(keys_of::<law::step::Grant>(), names(GRANT));
}

fn words_of<T: serde::de::DeserializeOwned>() -> BTreeSet<String> {
    match serde_json::from_str::<T>("\"no-such-word\"") {
        Ok(_) => panic!("an unknown word was taken"),
        Err(error) => told(&error.to_string()),
    }
}

#[test]
fn every_closed_set_is_in_the_list_and_no_other() {
    let set = |table: &str, key: &str| -> BTreeSet<String> {
        let table = tables().find(|one| one.name == table).unwrap();
        let key = table.keys.iter().find(|one| one.name == key).unwrap();
        match key.kind {
            Kind::OneOf(words) | Kind::SomeOf(words) => {
                words.iter().map(|word| (*word).to_owned()).collect()
            }
            _ => panic!("{} is no closed set", key.name),
        }
    };
    assert_eq!(
        set("actor", "relation"),
        words_of::<law::regime::Relation>()
    );
    assert_eq!(
        set("party", "identity"),
        words_of::<law::regime::IdentityKind>()
    );
    assert_eq!(
        set("register", "audience"),
        words_of::<law::regime::Audience>()
    );
    assert_eq!(
        set("status", "standing"),
        words_of::<law::regime::Standing>()
    );
    assert_eq!(set("field", "kind"), words_of::<law::form::FieldKind>());
    assert_eq!(set("material", "reads"), words_of::<law::form::Reads>());
    assert_eq!(set("state", "edit"), words_of::<law::procedure::Editable>());
    assert_eq!(set("guard", "kind"), words_of::<law::guard::GuardKind>());
    assert_eq!(
        set("parameter", "change"),
        words_of::<law::reference::Change>()
    );
    let head = |name: &str| match PROCEDURE.iter().find(|key| key.name == name).unwrap().kind {
        Kind::OneOf(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        _ => BTreeSet::new(),
    };
    assert_eq!(head("holder_by"), words_of::<law::procedure::HolderBy>());
    assert_eq!(head("body_by"), words_of::<law::procedure::BodyBy>());
}

#[test]
fn a_head_takes_the_keys_of_the_list_and_needs_those_that_must_be() {
    for (file, head) in [("regime.toml", REGIME), ("filing.toml", PROCEDURE)] {
        for key in head {
            let mut files = shared::label();
            let mut table: toml::Table = files[file].parse().unwrap();
            let had = table.remove(key.name).is_some();
            files.insert(file.to_owned(), toml::to_string(&table).unwrap());
            let refused = law::load::load(&files).is_err();
            assert_eq!(refused, key.must, "{file}: {}", key.name);
            assert!(had || !key.must, "{file}: {}", key.name);
        }
    }
    let mut files = shared::label();
    let regime = format!("until = 2030-01-01\n{}", files["regime.toml"]);
    files.insert("regime.toml".into(), regime);
    assert!(law::load::load(&files).is_ok());
}

#[test]
fn the_schema_for_editors_is_current() {
    let path = shared::root().join("schemes/scheme.schema.json");
    let text = law::schema::text();
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        held == text,
        "schemes/scheme.schema.json is out of date; run this test with UPDATE_GOLDENS=1"
    );
}

#[test]
fn the_guide_explains_every_table_word_and_guard() {
    let guide = std::fs::read_to_string(shared::root().join("schemes/README.md")).unwrap();
    for (table, keys) in tables().map(|table| (table.name, table.keys)).chain([
        ("regime", REGIME),
        ("procedure", PROCEDURE),
        ("reference", REFERENCE),
        ("drives", DRIVE),
        ("starts", START),
        ("qualifies", GRANT),
    ]) {
        for key in keys {
            let said = guide.contains(&format!("| `{}` ", key.name));
            assert!(
                said,
                "schemes/README.md does not explain `{}` of `{table}`",
                key.name
            );
            if let Kind::OneOf(words) | Kind::SomeOf(words) = key.kind {
                for word in words {
                    assert!(
                        guide.contains(&format!("`{word}`")),
                        "schemes/README.md lacks `{word}`"
                    );
                }
            }
        }
    }
}
