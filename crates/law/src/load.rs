//! Files → [`Regime`]. All faults of all files are told at once.

use crate::date::Plain;
use crate::fault::Fault;
use crate::form::Words;
use crate::name::{ActorName, CatalogueName, ProcedureName, is_name};
use crate::procedure::{self, Procedure};
use crate::reference::Reference;
use crate::regime::{self, InForce, Regime};
use crate::text::{self, Law};
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// The files of one regime: path below its folder → text.
pub type Files = BTreeMap<String, String>;

/// The largest scheme file, in bytes.
pub const LARGEST_FILE: usize = 1 << 20;

/// Where each `table.name` of each file begins, from line 1.
pub type Lines = BTreeMap<(String, String), usize>;

/// A regime that could be read, and where its parts stand.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub regime: Regime,
    pub lines: Lines,
}

/// Reads a regime from its files.
///
/// # Errors
///
/// Every fault of form in every file: syntax, unknown words, wrong types.
/// What the words mean together is looked at by [`crate::check`].
pub fn load(files: &Files) -> Result<Loaded, Vec<Fault>> {
    let mut loader = Loader {
        faults: Vec::new(),
        lines: Lines::new(),
    };
    loader.sizes(files);
    if !loader.faults.is_empty() {
        return Err(loader.faults);
    }
    let law = loader.law(files);
    let regime = loader.regime(files, law);
    match regime {
        Some(regime) if loader.faults.is_empty() => Ok(Loaded {
            regime,
            lines: loader.lines,
        }),
        _ => {
            loader.faults.sort();
            Err(loader.faults)
        }
    }
}

struct Loader {
    faults: Vec<Fault>,
    lines: Lines,
}

/// One file, cut into its tables.
struct File<'a> {
    name: &'a str,
    text: &'a str,
    head: BTreeMap<String, Spanned<DeValue<'a>>>,
    tables: BTreeMap<String, BTreeMap<String, Spanned<DeValue<'a>>>>,
    order: Vec<String>,
}

impl Loader {
    fn fault(&mut self, file: &str, line: usize, rule: &'static str, cause: String, remedy: &str) {
        let (file, remedy) = (file.to_owned(), remedy.to_owned());
        self.faults.push(Fault {
            file,
            line,
            rule,
            cause,
            remedy,
        });
    }

    /// What is too large is not looked at any further.
    fn sizes(&mut self, files: &Files) {
        for (name, text) in files.iter().filter(|(_, text)| LARGEST_FILE < text.len()) {
            let cause = format!("the file has {} bytes", text.len());
            self.fault(name, 0, "file", cause, "A scheme file has at most 1 MiB.");
        }
    }

    fn law(&mut self, files: &Files) -> Law {
        let mut law = Law::default();
        for (file, text) in files
            .iter()
            .filter(|(file, _)| in_folder(file, "law", ".md"))
        {
            match text::read(file, text) {
                Ok((name, source)) => {
                    law.sources.insert(name, source);
                }
                Err(faults) => self.faults.extend(faults),
            }
        }
        law
    }

    fn regime(&mut self, files: &Files, law: Law) -> Option<Regime> {
        let Some(text) = files.get("regime.toml") else {
            self.fault(
                "regime.toml",
                0,
                "file",
                "the file is missing".into(),
                "Every regime has a `regime.toml`.",
            );
            return None;
        };
        let mut file = self.open("regime.toml", text)?;
        let head = self.head(&mut file);
        let mut regime = Regime {
            head: head?,
            actors: self.table(&mut file, "actor"),
            parties: self.table(&mut file, "party"),
            qualifications: self.table(&mut file, "qualification"),
            evidence: self.table(&mut file, "evidence"),
            statuses: self.table(&mut file, "status"),
            registers: self.table(&mut file, "register"),
            notices: self.table(&mut file, "notice"),
            sanctions: self.table(&mut file, "sanction"),
            catalogues: self.table(&mut file, "catalogue"),
            numbers: self.table(&mut file, "number"),
            statistics: self.table(&mut file, "statistic"),
            retentions: self.table(&mut file, "retention"),
            procedures: BTreeMap::new(),
            references: BTreeMap::new(),
            law,
        };
        self.leftovers(&file);
        for (name, text) in files
            .iter()
            .filter(|(name, _)| !name.contains('/') && name.ends_with(".toml"))
        {
            if name != "regime.toml"
                && let Some((id, procedure)) = self.procedure(name, text)
            {
                regime.procedures.insert(id, procedure);
            }
        }
        regime.look_up();
        for (catalogue, about) in &regime.catalogues {
            let items = self.references(files, &about.folder);
            regime
                .references
                .insert(CatalogueName(catalogue.0.clone()), items);
        }
        Some(regime)
    }

    fn head(&mut self, file: &mut File<'_>) -> Option<regime::Head> {
        let id: Option<String> = self.required(file, "id");
        let edition: Option<String> = self.required(file, "edition");
        let title: Option<Words> = self.required(file, "title");
        let calendar: Option<String> = self.required(file, "calendar");
        let zone: Option<String> = self.required(file, "zone");
        let from: Option<Plain> = self.required(file, "from");
        let until: Option<Plain> = self.optional(file, "until");
        Some(regime::Head {
            id: id?,
            edition: edition?,
            in_force: InForce {
                from: from?.0,
                until: until.map(|until| until.0),
            },
            title: title?,
            calendar: calendar?,
            zone: zone?,
        })
    }

    fn procedure(&mut self, name: &str, text: &str) -> Option<(ProcedureName, Procedure)> {
        let mut file = self.open(name, text)?;
        let head = self.procedure_head(&mut file);
        let procedure = Procedure {
            head: head?,
            fields: self.table(&mut file, "field"),
            choices: self.table(&mut file, "choice"),
            materials: self.table(&mut file, "material"),
            states: self.table(&mut file, "state"),
            deadlines: self.table(&mut file, "deadline"),
            grounds: self.table(&mut file, "ground"),
            checks: self.table(&mut file, "check"),
            guards: self.table(&mut file, "guard"),
            draws: self.table(&mut file, "draw"),
            opinions: self.table(&mut file, "opinion"),
            steps: self.table(&mut file, "step"),
            looked_up: BTreeSet::new(),
            order: std::mem::take(&mut file.order),
        };
        self.leftovers(&file);
        if name != format!("{}.toml", procedure.head.id) {
            let cause = format!("the procedure calls itself `{}`", procedure.head.id);
            self.fault(
                name,
                1,
                "file",
                cause,
                "Name the file after the procedure's `id`.",
            );
        }
        Some((procedure.head.id.clone(), procedure))
    }

    fn procedure_head(&mut self, file: &mut File<'_>) -> Option<procedure::Head> {
        let id: Option<String> = self.required(file, "id");
        let title = self.required(file, "title");
        let holder: Option<String> = self.required(file, "holder");
        let body: Option<String> = self.required(file, "body");
        let register: Option<String> = self.optional(file, "register");
        let number: Option<String> = self.required(file, "number");
        let holder_by = self.optional(file, "holder_by");
        let body_by = self.optional(file, "body_by");
        let body_field: Option<String> = self.optional(file, "body_field");
        let readers: Option<Vec<ActorName>> = self.optional(file, "readers");
        let confidential = self.optional(file, "confidential");
        let basis = self.required(file, "basis");
        Some(procedure::Head {
            id: ProcedureName(id?),
            title: title?,
            holder: holder.as_deref()?.into(),
            body: body.as_deref()?.into(),
            register: register.as_deref().map(Into::into),
            number: number.as_deref()?.into(),
            holder_by: holder_by.unwrap_or_default(),
            body_by: body_by.unwrap_or_default(),
            body_field: body_field.as_deref().map(Into::into),
            readers: readers.unwrap_or_default(),
            confidential: confidential.unwrap_or_default(),
            basis: basis?,
        })
    }

    fn references(&mut self, files: &Files, folder: &str) -> BTreeMap<String, Reference> {
        let mut items = BTreeMap::new();
        for (name, text) in files
            .iter()
            .filter(|(name, _)| in_folder(name, folder, ".toml"))
        {
            match toml::from_str::<Reference>(text) {
                Ok(item) => {
                    self.lines.insert((name.clone(), String::new()), 1);
                    items.insert(item.id.clone(), item);
                }
                Err(error) => {
                    let line = error.span().map_or(1, |span| line_of(text, span.start));
                    let cause = error.message().to_owned();
                    self.fault(
                        name,
                        line,
                        "reference",
                        cause,
                        "See schemes/README.md for the words of a reference item.",
                    );
                }
            }
        }
        items
    }

    fn open<'a>(&mut self, name: &'a str, text: &'a str) -> Option<File<'a>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            for error in errors {
                let line = error.span().map_or(1, |span| line_of(text, span.start));
                self.fault(
                    name,
                    line,
                    "syntax",
                    error.message().to_owned(),
                    "Mend the TOML (version 1.0) here.",
                );
            }
            return None;
        }
        let mut file = File {
            name,
            text,
            head: BTreeMap::new(),
            tables: BTreeMap::new(),
            order: Vec::new(),
        };
        let mut placed: Vec<(usize, String)> = Vec::new();
        for (key, value) in table.into_inner() {
            let key_line = line_of(text, key.span().start);
            let key = key.into_inner().into_owned();
            match value.get_ref() {
                DeValue::Table(_) if key != "title" => {
                    let DeValue::Table(rows) = value.into_inner() else {
                        continue;
                    };
                    let table = file.tables.entry(key.clone()).or_default();
                    for (row, value) in rows {
                        let start = row.span().start;
                        let row = row.into_inner().into_owned();
                        let path = format!("{key}.{row}");
                        self.lines
                            .insert((name.to_owned(), path.clone()), line_of(text, start));
                        placed.push((start, path));
                        table.insert(row, value);
                    }
                }
                _ => {
                    self.lines.insert((name.to_owned(), key.clone()), key_line);
                    file.head.insert(key, value);
                }
            }
        }
        placed.sort();
        file.order = placed.into_iter().map(|(_, path)| path).collect();
        Some(file)
    }

    fn table<K: for<'k> From<&'k str> + Ord, V: DeserializeOwned>(
        &mut self,
        file: &mut File<'_>,
        table: &'static str,
    ) -> BTreeMap<K, V> {
        let mut read = BTreeMap::new();
        for (row, value) in file.tables.remove(table).unwrap_or_default() {
            let line = self
                .lines
                .get(&(file.name.to_owned(), format!("{table}.{row}")))
                .copied()
                .unwrap_or(0);
            if !is_name(&row) {
                let cause = format!("`{row}` is not a name");
                self.fault(
                    file.name,
                    line,
                    "name",
                    cause,
                    "Write lower-case letters, digits and hyphens.",
                );
                continue;
            }
            match V::deserialize(ValueDeserializer::from(value)) {
                Ok(value) => {
                    read.insert(K::from(row.as_str()), value);
                }
                Err(error) => {
                    let line = error
                        .span()
                        .map_or(line, |span| line_of(file.text, span.start));
                    let cause = format!("`{table}.{row}`: {}", error.message());
                    self.fault(
                        file.name,
                        line,
                        "words",
                        cause,
                        "schemes/README.md lists the words of each table.",
                    );
                }
            }
        }
        read
    }

    fn required<T: DeserializeOwned>(
        &mut self,
        file: &mut File<'_>,
        key: &'static str,
    ) -> Option<T> {
        let given = file.head.contains_key(key);
        let value = self.optional(file, key);
        if !given {
            let cause = format!("the key `{key}` is missing");
            self.fault(
                file.name,
                1,
                "head",
                cause,
                "Write it at the top of the file.",
            );
        }
        value
    }

    fn optional<T: DeserializeOwned>(
        &mut self,
        file: &mut File<'_>,
        key: &'static str,
    ) -> Option<T> {
        let value = file.head.remove(key)?;
        let line = line_of(file.text, value.span().start);
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(
                    file.name,
                    line,
                    "head",
                    format!("`{key}`: {}", error.message()),
                    "Mend the value.",
                );
                None
            }
        }
    }

    fn leftovers(&mut self, file: &File<'_>) {
        for key in file.head.keys().chain(file.tables.keys()) {
            let line = self
                .lines
                .iter()
                .find(|((name, path), _)| {
                    name == file.name && (path == key || path.starts_with(&format!("{key}.")))
                })
                .map_or(1, |(_, line)| *line);
            let cause = format!("`{key}` is not a word of this file");
            self.fault(
                file.name,
                line,
                "words",
                cause,
                "schemes/README.md lists the words; a scheme has no others.",
            );
        }
    }
}

fn in_folder(path: &str, folder: &str, ending: &str) -> bool {
    path.strip_prefix(folder)
        .and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|rest| !rest.contains('/') && rest.ends_with(ending))
}

fn line_of(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text);
    before.matches('\n').count() + 1
}
