//! All the mistakes that could be made in a scheme, one by one.

use super::edit::Edit;
use std::collections::BTreeMap;
use std::fmt;
use toml::{Table, Value};

/// One possible mistake.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The kind of mistake, such as `drop statement`.
    pub(super) kind: &'static str,
    pub(super) file: String,
    pub(super) path: Vec<String>,
    pub(super) edit: Edit,
}

impl fmt::Display for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.join(".");
        write!(f, "{}: {path}: {}", self.file, self.kind)?;
        match &self.edit {
            Edit::Drop => Ok(()),
            Edit::DropEntry(index) => write!(f, " (entry {index})"),
            Edit::SetEntry(index, text) => write!(f, " (entry {index} becomes {text})"),
            Edit::Set(value) => write!(f, " (becomes {value})"),
            Edit::Swap(other) => write!(f, " (with {other})"),
        }
    }
}

/// Keys that are left out as a whole, with the kind of mistake that is.
const KEYS: [(&str, &str); 61] = [
    ("basis", "drop basis"),
    ("by", "drop by"),
    ("to", "drop to"),
    ("from", "drop from"),
    ("decides", "drop decides"),
    ("statement", "drop statement"),
    ("reasons", "drop reasons"),
    ("lists", "drop lists"),
    ("then", "drop then"),
    ("within", "drop within"),
    ("within_of", "drop within"),
    ("number", "drop number"),
    ("draws", "drop draws"),
    ("drives", "drop drives"),
    ("opens", "drop opens"),
    ("entry", "drop entry"),
    ("final", "drop final"),
    ("edit", "drop edit"),
    ("open_ended", "drop open_ended"),
    ("quote", "drop quote"),
    ("en", "drop wording"),
    ("zh", "drop wording"),
    ("when", "drop when"),
    ("either", "drop either"),
    ("reads", "drop reads"),
    ("evidence", "drop evidence"),
    ("fresh", "drop fresh"),
    ("of", "drop of"),
    ("kind", "drop kind"),
    ("role", "drop role"),
    ("register", "drop register"),
    ("validity", "drop validity"),
    ("level", "drop level"),
    ("reference", "drop reference"),
    ("meaning_en", "drop wording"),
    ("sanction", "drop sanction"),
    ("sanction_on", "drop sanction_on"),
    ("lifts", "drop lifts"),
    ("qualifies", "drop qualifies"),
    ("disqualifies", "drop disqualifies"),
    ("disqualifies_on", "drop disqualifies_on"),
    ("gives", "drop gives"),
    ("calls", "drop calls"),
    ("returns", "drop returns"),
    ("starts", "drop starts"),
    ("keeps", "drop keeps"),
    ("internal", "drop internal"),
    ("repeats", "drop repeats"),
    ("after", "drop after"),
    ("waits_for", "drop waits_for"),
    ("without", "drop without"),
    ("silence", "drop silence"),
    ("blind", "drop blind"),
    ("holder_by", "drop holder_by"),
    ("body_by", "drop body_by"),
    ("transfers", "drop transfers"),
    ("sets", "drop sets"),
    ("not", "drop not"),
    ("format", "drop format"),
    ("pattern", "drop pattern"),
    ("decimals", "drop decimals"),
];

/// Lists of which one entry is left out.
const LISTS: [(&str, &str); 20] = [
    ("by", "drop one actor"),
    ("from", "drop one from"),
    ("takes", "drop one field taken"),
    ("asks", "drop one field asked"),
    ("needs", "drop one material needed"),
    ("grounds", "drop one ground"),
    ("guards", "drop one guard"),
    ("checks", "drop one check"),
    ("other_than", "drop one other_than"),
    ("notices", "drop one notice"),
    ("warn", "drop one warning"),
    ("in", "drop one state of a deadline"),
    ("shows", "drop one field shown"),
    ("downloads", "drop one download"),
    ("testers", "drop one tester"),
    ("is", "drop one value"),
    ("identity", "drop one identity"),
    ("product", "drop one factor"),
    ("sum", "drop one summand"),
    ("procedures", "drop one procedure kept"),
];

/// Rows that are left out whole.
const ROWS: [(&str, &str); 18] = [
    ("step", "drop a step"),
    ("deadline", "drop a deadline"),
    ("state", "drop a state"),
    ("guard", "drop a guard"),
    ("ground", "drop a ground"),
    ("material", "drop a material"),
    ("field", "drop a field"),
    ("check", "drop a check"),
    ("actor", "drop an actor"),
    ("party", "drop a party"),
    ("status", "drop a status"),
    ("notice", "drop a notice"),
    ("sanction", "drop a sanction"),
    ("opinion", "drop an opinion"),
    ("draw", "drop a draw"),
    ("qualification", "drop a qualification"),
    ("evidence", "drop a kind of evidence"),
    ("retention", "drop a retention"),
];

/// Keys whose values are names, with the table that defines them.
const NAMES: [(&str, &str, &str); 19] = [
    ("by", "actor", "another actor"),
    ("of", "actor", "another actor"),
    ("from", "state", "another state from"),
    ("to", "state", "another state to"),
    ("in", "state", "another state of a deadline"),
    ("entry", "status", "another status"),
    ("grounds", "ground", "another ground"),
    ("needs", "material", "another material"),
    ("guards", "guard", "another guard"),
    ("notices", "notice", "another notice"),
    ("sanction", "sanction", "another sanction"),
    ("qualification", "qualification", "another qualification"),
    ("own", "qualification", "another qualification"),
    ("evidence", "evidence", "another kind of evidence"),
    ("lifts", "sanction", "another sanction"),
    ("gives", "opinion", "another opinion"),
    ("calls", "opinion", "another opinion"),
    ("opinion", "opinion", "another opinion"),
    ("sanction_on", "field", "another party"),
];

/// Every mistake in every file.
pub(super) fn all(tables: &BTreeMap<String, Table>) -> Vec<Candidate> {
    let mut finder = Finder {
        tables,
        file: "",
        found: Vec::new(),
    };
    for (file, table) in tables {
        finder.file = file;
        for (head, value) in table {
            match value {
                Value::Table(rows) if head != "title" => finder.rows(head, rows),
                _ => finder.top(head, value),
            }
        }
    }
    finder.found
}

struct Finder<'a> {
    tables: &'a BTreeMap<String, Table>,
    file: &'a str,
    found: Vec<Candidate>,
}

impl Finder<'_> {
    fn add(&mut self, kind: &'static str, path: &[&str], edit: Edit) {
        self.found.push(Candidate {
            kind,
            file: self.file.to_owned(),
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            edit,
        });
    }

    fn top(&mut self, key: &str, value: &Value) {
        for (name, kind) in KEYS {
            if name == key {
                self.add(kind, &[key], Edit::Drop);
            }
        }
        if key == "confidential" {
            self.add("drop confidential", &[key], Edit::Drop);
        }
        if value.is_str()
            && ["holder", "body", "register", "number", "calendar", "zone"].contains(&key)
        {
            self.add("unknown name", &[key], Edit::Set("no-such-name".into()));
        }
    }

    fn rows(&mut self, head: &str, rows: &Table) {
        if head == "statistic" {
            return;
        }
        for (row, value) in rows {
            for (table, kind) in ROWS {
                if table == head {
                    self.add(kind, &[head, row], Edit::Drop);
                }
            }
            if let Value::Table(keys) = value {
                for (key, value) in keys {
                    self.key(head, row, key, value, keys);
                }
                self.flags(head, row, keys);
            }
        }
    }

    fn key(&mut self, head: &str, row: &str, key: &str, value: &Value, keys: &Table) {
        let path = [head, row, key];
        for (name, kind) in KEYS {
            if name == key {
                self.add(kind, &path, Edit::Drop);
            }
        }
        if let Value::Array(list) = value {
            for (name, kind) in LISTS {
                if name == key {
                    for index in 0..list.len() {
                        self.add(kind, &path, Edit::DropEntry(index));
                    }
                }
            }
        }
        self.names(&path, value);
        self.figures(&path, value);
        if head == "guard" {
            self.parameters(&path, keys);
        }
    }

    /// Other names of the same table, and one that does not exist.
    fn names(&mut self, path: &[&str; 3], value: &Value) {
        let [head, _, key] = *path;
        for (name, table, kind) in NAMES {
            let fits = name == key
                && match name {
                    "of" => head == "deadline",
                    "from" | "to" | "by" => head == "step",
                    _ => true,
                };
            if !fits {
                continue;
            }
            let others = self.names_of(table);
            match value {
                Value::String(text) => {
                    for other in others.iter().filter(|other| *other != text) {
                        self.add(kind, path, Edit::Set(other.as_str().into()));
                    }
                    self.add("unknown name", path, Edit::Set("no-such-name".into()));
                }
                Value::Array(list) => {
                    for index in 0..list.len() {
                        for other in &others {
                            if !list.iter().any(|held| held.as_str() == Some(other)) {
                                self.add(kind, path, Edit::SetEntry(index, other.clone()));
                            }
                        }
                        let unknown = Edit::SetEntry(index, "no-such-name".to_owned());
                        self.add("unknown name", path, unknown);
                    }
                }
                _ => (),
            }
        }
    }

    fn names_of(&self, table: &str) -> Vec<String> {
        [self.file, "regime.toml"]
            .iter()
            .filter_map(|file| self.tables.get(*file)?.get(table)?.as_table())
            .flat_map(|rows| rows.keys().cloned())
            .collect()
    }

    /// Figures: one more, and another unit.
    fn figures(&mut self, path: &[&str; 3], value: &Value) {
        let key = path[2];
        if let (Value::String(text), "within" | "extension" | "pause_at_most" | "fresh") =
            (value, key)
            && let Some((count, unit)) = text.split_once(' ')
            && let Ok(count) = count.parse::<u16>()
        {
            let longer = format!("{} {unit}", count + 1);
            self.add("another figure", path, Edit::Set(longer.into()));
            let unit = if unit.starts_with("working") {
                "days"
            } else {
                "working days"
            };
            self.add(
                "another unit",
                path,
                Edit::Set(format!("{count} {unit}").into()),
            );
        }
        // The longest text of a field is not one of them: a sign more is no mistake.
        if let (Value::Integer(figure), "quorum" | "count" | "max" | "min") = (value, key)
            && path[0] != "field"
        {
            self.add("another number", path, Edit::Set((figure + 1).into()));
        }
        if let (Value::Array(list), "warn") = (value, key) {
            for index in 0..list.len() {
                let late = Edit::SetEntry(index, "9000 days".to_owned());
                self.add("another figure", path, late);
            }
        }
    }

    /// A guard's field, or parameters that have changed places.
    fn parameters(&mut self, path: &[&str; 3], keys: &Table) {
        let [_, _, key] = *path;
        if !["field", "other", "on", "material"].contains(&key) {
            return;
        }
        for other in ["field", "other", "of", "on"] {
            if key < other && keys.contains_key(other) && key != "material" {
                self.add("swap guard parameters", path, Edit::Swap(other.to_owned()));
            }
        }
        let table = if key == "material" {
            "material"
        } else {
            "field"
        };
        let held = keys.get(key).and_then(Value::as_str).unwrap_or_default();
        for other in self.names_of(table).iter().filter(|other| *other != held) {
            self.add(
                "another guard parameter",
                path,
                Edit::Set(other.as_str().into()),
            );
        }
        self.add("unknown name", path, Edit::Set("no-such-name".into()));
    }

    /// Marks that are set where they were not, and the other way round.
    fn flags(&mut self, head: &str, row: &str, keys: &Table) {
        let marks: &[(&str, &'static str)] = match head {
            "field" => &[
                ("public", "flip public"),
                ("confidential", "flip confidential"),
            ],
            "material" => &[("public", "flip public")],
            "state" => &[("final", "flip final"), ("internal", "flip internal")],
            _ => &[],
        };
        for (mark, kind) in marks {
            let set = keys.get(*mark).and_then(Value::as_bool).unwrap_or(false);
            self.add(kind, &[head, row, mark], Edit::Set((!set).into()));
        }
        if head == "status" {
            for standing in ["valid", "suspended", "void"] {
                if keys.get("standing").and_then(Value::as_str) != Some(standing) {
                    let edit = Edit::Set(standing.into());
                    self.add("another standing", &[head, row, "standing"], edit);
                }
            }
        }
    }
}
