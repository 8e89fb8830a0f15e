//! Collects what the rules find and puts lines to it.

use crate::fault::Fault;
use crate::load::Lines;

/// Where something stands: file and `table.name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) path: String,
    /// The line, where the loader does not keep it.
    pub(crate) line: Option<usize>,
}

impl Place {
    pub(crate) fn new(file: &str, path: impl Into<String>) -> Self {
        Place {
            file: file.to_owned(),
            path: path.into(),
            line: None,
        }
    }

    /// A place in `regime.toml`.
    pub(crate) fn regime(table: &str, name: &str) -> Self {
        Place::new("regime.toml", format!("{table}.{name}"))
    }
}

/// What the rules have found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    found: Vec<(Place, &'static str, String, String)>,
}

impl Findings {
    pub(crate) fn add(
        &mut self,
        place: Place,
        rule: &'static str,
        cause: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.found.push((place, rule, cause.into(), remedy.into()));
    }

    pub(crate) fn into_faults(self, lines: &Lines) -> Vec<Fault> {
        let mut faults: Vec<Fault> = self
            .found
            .into_iter()
            .map(|(place, rule, cause, remedy)| {
                let known = lines.get(&(place.file.clone(), place.path.clone()));
                Fault {
                    line: place.line.or(known.copied()).unwrap_or(1),
                    cause: if place.path.is_empty() {
                        cause
                    } else {
                        format!("`{}` {cause}", place.path)
                    },
                    file: place.file,
                    rule,
                    remedy,
                }
            })
            .collect();
        faults.sort();
        faults.dedup();
        faults
    }
}
