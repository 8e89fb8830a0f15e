//! Mistakes and the messages they produce.
//!
//! Each file of `samples/invalid` is a change of the shipped label regime:
//! `file` is changed, `drop` names paths that are left out, `put` is laid over
//! it. The messages stand beside it; `UPDATE_GOLDENS=1` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

use toml::{Table, Value};

fn drop_path(table: &mut Table, path: &str) {
    let mut keys: Vec<&str> = path.split('.').collect();
    let last = keys.pop().unwrap();
    let mut at = table;
    for key in keys {
        at = at[key].as_table_mut().unwrap();
    }
    assert!(at.remove(last).is_some(), "there is no {path} to drop");
}

fn lay_over(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

fn messages(sample: &str) -> String {
    let mut sample: Table = sample.parse().unwrap();
    let mut files = shared::label();
    let file = sample["file"].as_str().unwrap().to_owned();
    let mut table: Table = files[&file].parse().unwrap();
    if let Some(Value::Array(paths)) = sample.get("drop") {
        for path in paths {
            drop_path(&mut table, path.as_str().unwrap());
        }
    }
    if let Some(Value::Table(above)) = sample.remove("put") {
        lay_over(&mut table, above);
    }
    files.insert(file, toml::to_string(&table).unwrap());
    let faults = match law::load::load(&files) {
        Err(faults) => faults,
        Ok(loaded) => {
            let mut faults = law::check::check(&loaded);
            faults.extend(law::model::explore(&loaded).0);
            faults
        }
    };
    // The lines are those of the rewritten file and say nothing here.
    faults
        .iter()
        .map(|f| format!("{}: {}. {} [{}]\n", f.file, f.cause, f.remedy, f.rule))
        .collect()
}

#[test]
fn every_invalid_sample_gives_the_messages_beside_it() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/invalid");
    let samples = shared::files(&folder);
    let names = samples.keys().filter_map(|name| name.strip_suffix(".toml"));
    let mut count = 0;
    for name in names {
        let told = messages(&samples[&format!("{name}.toml")]);
        let beside = folder.join(format!("{name}.txt"));
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            std::fs::write(&beside, &told).unwrap();
        }
        assert!(!told.is_empty(), "{name} is not noticed");
        assert_eq!(told, std::fs::read_to_string(&beside).unwrap(), "{name}");
        count += 1;
    }
    assert!(25 <= count, "{count}");
}

#[test]
fn a_fault_names_the_line_of_what_is_wrong() {
    let mut files = shared::label();
    let text = files["filing.toml"].replace("to = \"lapsed\"", "to = \"gone\"");
    let line = text
        .lines()
        .position(|line| line == "[step.lapse]")
        .unwrap()
        + 1;
    files.insert("filing.toml".into(), text);
    let faults = law::check::check(&law::load::load(&files).unwrap());
    let fault = faults
        .iter()
        .find(|fault| fault.rule == "name-unknown")
        .unwrap();
    assert_eq!(
        (fault.file.as_str(), fault.line),
        ("filing.toml", line),
        "{fault}"
    );
}
