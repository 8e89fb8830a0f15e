//! A difference in words: names become titles, terms and articles are written
//! as readers write them.

use super::words::{KEYS, TABLES};
use super::{Difference, Turn};
use crate::form::Words;
use crate::regime::Regime;
use crate::term::Term;
use serde_json::{Map, Value};

/// What a table is called.
pub fn table_words(table: &str) -> Words {
    let found = TABLES.iter().find(|(name, ..)| *name == table);
    let (zh, en) = found.map_or((table, table), |(_, zh, en)| (zh, en));
    Words {
        zh: zh.into(),
        en: en.into(),
    }
}

/// What a key of a table is called.
pub fn key_words(table: &str, key: &str) -> Words {
    let (zh, en) = match (table, key) {
        ("deadline", "of") => ("应办理者", "who must act"),
        ("deadline", "from") => ("起算字段", "counts from the field"),
        ("step", "from") => ("自状态", "from"),
        ("regime" | "reference", "from") => ("施行", "in force from"),
        ("field", "of") => ("取自", "of"),
        ("guard", "on") => ("日期字段", "date field"),
        ("guard", "of") => ("目录字段", "reference field"),
        ("register", "number") => ("编号", "number"),
        _ => {
            let found = KEYS.iter().find(|(name, ..)| *name == key);
            found.map_or((key, key), |(_, zh, en, _)| (zh, en))
        }
    };
    Words {
        zh: zh.into(),
        en: en.into(),
    }
}

/// What a turn says in each language: before and after, or, of lists, what
/// came and what went.
pub fn turn_words(old: &Regime, new: &Regime, of: &Difference, turn: &Turn) -> Words {
    let told = |zh: bool| {
        let before = Teller {
            regime: old,
            of,
            zh,
        };
        let after = Teller {
            regime: new,
            of,
            zh,
        };
        if let (Value::Array(old), Value::Array(new)) = (&turn.old, &turn.new) {
            return lists(&before, &after, &turn.key, old, new);
        }
        let was = before.value(&turn.key, &turn.old);
        let is = after.value(&turn.key, &turn.new);
        match (turn.old.is_null(), turn.new.is_null()) {
            (true, _) => is,
            (false, true) if zh => format!("原为{was}，现已删去"),
            (false, true) => format!("was {was}, is gone"),
            // Two names of the same wording are told apart by the names.
            (false, false) if was == is => format!("{} → {}", turn.old, turn.new),
            (false, false) => format!("{was} → {is}"),
        }
    };
    Words {
        zh: told(true),
        en: told(false),
    }
}

fn lists(
    before: &Teller<'_>,
    after: &Teller<'_>,
    key: &str,
    old: &[Value],
    new: &[Value],
) -> String {
    let gone: Vec<Value> = old
        .iter()
        .filter(|one| !new.contains(one))
        .cloned()
        .collect();
    let come: Vec<Value> = new
        .iter()
        .filter(|one| !old.contains(one))
        .cloned()
        .collect();
    let zh = after.zh;
    let mut told = Vec::new();
    if !come.is_empty() {
        let words = after.value(key, &Value::Array(come.clone()));
        told.push(if zh {
            format!("增加{words}")
        } else {
            format!("added: {words}")
        });
    }
    if !gone.is_empty() {
        let words = before.value(key, &Value::Array(gone.clone()));
        told.push(if zh {
            format!("删去{words}")
        } else {
            format!("left out: {words}")
        });
    }
    if come.is_empty() && gone.is_empty() {
        let words = after.value(key, &Value::Array(new.to_vec()));
        told.push(if zh {
            format!("次序改为{words}")
        } else {
            format!("in another order: {words}")
        });
    }
    told.join(if zh { "；" } else { "; " })
}

struct Teller<'a> {
    regime: &'a Regime,
    of: &'a Difference,
    zh: bool,
}

impl Teller<'_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.zh { zh } else { en }
    }

    fn value(&self, key: &str, value: &Value) -> String {
        match value {
            Value::Null => self.say("无", "nothing").to_owned(),
            Value::Bool(true) => self.say("是", "yes").to_owned(),
            Value::Bool(false) => self.say("否", "no").to_owned(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => self.text(key, text),
            Value::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.value(key, item)).collect();
                items.join(self.say("、", ", "))
            }
            Value::Object(map) => self.object(key, map),
        }
    }

    fn object(&self, key: &str, map: &Map<String, Value>) -> String {
        let text = |name: &str| map.get(name).and_then(Value::as_str);
        if let Some(words) = text(self.say("zh", "en")) {
            return format!("{}{words}{}", self.say("“", "`"), self.say("”", "`"));
        }
        if key == "when" {
            if let (Some(field), Some(is)) = (text("field"), map.get("is")) {
                let (field, is) = (self.title("field", field), self.value("is", is));
                return match self.zh {
                    true => format!("{field}为{is}"),
                    false => format!("{field} is {is}"),
                };
            }
            if let Some(opener) = text("opened_by") {
                let opener = self.title("actor", opener);
                return match self.zh {
                    true => format!("由{opener}提交"),
                    false => format!("opened by {opener}"),
                };
            }
        }
        let said = map.iter().map(|(key, value)| {
            let words = key_words(&self.of.table, key);
            let name = self.say(&words.zh, &words.en);
            format!("{name}{}{}", self.say("：", ": "), self.value(key, value))
        });
        said.collect::<Vec<_>>().join(self.say("，", ", "))
    }

    fn text(&self, key: &str, text: &str) -> String {
        if let (true, Ok(term)) = (self.zh, text.parse::<Term>()) {
            return term.zh();
        }
        match self.names(key) {
            "" => text.to_owned(),
            table => self.title(table, text),
        }
    }

    /// The table whose names a key of this part holds.
    fn names(&self, key: &str) -> &'static str {
        match (self.of.table.as_str(), key) {
            ("deadline" | "opinion", "of") => "actor",
            ("qualification" | "evidence", "of") => "party",
            ("deadline", "from") | ("actor", "of") => "field",
            ("regime" | "reference" | "source", "from") => "",
            ("field", "kind") | ("guard", "kind" | "on" | "of") => match key {
                "kind" => "",
                _ => "field",
            },
            ("field", "number") | ("party" | "draw", "role" | "kind") => "",
            _ => {
                let found = KEYS.iter().find(|(name, ..)| *name == key);
                found.map_or("", |(.., table)| table)
            }
        }
    }

    /// The wording of a name, or the name where there is none.
    fn title(&self, table: &str, name: &str) -> String {
        let regime = self.regime;
        if table == "article" {
            return regime.law.citation(name, self.zh);
        }
        let words = match table {
            "party" => regime.parties.get(name).map(|part| (&part.zh, &part.en)),
            "actor" => regime.actors.get(name).map(|part| (&part.zh, &part.en)),
            "sanction" => regime.sanctions.get(name).map(|part| (&part.zh, &part.en)),
            "number" => regime.numbers.get(name).map(|part| (&part.zh, &part.en)),
            "register" => regime.registers.get(name).map(|part| (&part.zh, &part.en)),
            "status" => regime.statuses.get(name).map(|part| (&part.zh, &part.en)),
            "notice" => regime.notices.get(name).map(|part| (&part.zh, &part.en)),
            "qualification" => regime
                .qualifications
                .get(name)
                .map(|part| (&part.zh, &part.en)),
            "evidence" => regime.evidence.get(name).map(|part| (&part.zh, &part.en)),
            "procedure" => {
                let found = regime.procedures.get(name);
                found.map(|part| (&part.head.title.zh, &part.head.title.en))
            }
            _ => self.in_procedure(table, name),
        };
        match words {
            Some((zh, en)) => format!(
                "{}{}{}",
                self.say("“", "`"),
                self.say(zh, en),
                self.say("”", "`")
            ),
            None => name.to_owned(),
        }
    }

    /// A register's fields are those of the procedures that lead to it: the
    /// first that has the name is taken.
    fn in_procedure(&self, table: &str, name: &str) -> Option<(&String, &String)> {
        let own = self.of.procedure.as_ref();
        let procedures = self.regime.procedures.iter();
        let mut fitting = procedures.filter(|(of, _)| own.is_none_or(|own| own == *of));
        fitting.find_map(|(_, procedure)| match table {
            "state" => procedure.states.get(name).map(|part| (&part.zh, &part.en)),
            "step" => procedure.steps.get(name).map(|part| (&part.zh, &part.en)),
            "field" => procedure.fields.get(name).map(|part| (&part.zh, &part.en)),
            "material" => procedure
                .materials
                .get(name)
                .map(|part| (&part.zh, &part.en)),
            "ground" => procedure.grounds.get(name).map(|part| (&part.zh, &part.en)),
            "guard" => procedure.guards.get(name).map(|part| (&part.zh, &part.en)),
            "check" => procedure.checks.get(name).map(|part| (&part.zh, &part.en)),
            "draw" => procedure.draws.get(name).map(|part| (&part.zh, &part.en)),
            "opinion" => procedure
                .opinions
                .get(name)
                .map(|part| (&part.zh, &part.en)),
            _ => None,
        })
    }
}
