//! Materials of a filing: named on the command line, or found by name.

use crate::desk::Desk;
use crate::file;
use crate::trouble::Trouble;
use case::case::Case;
use case::value::Value;
use law::name::FieldName;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const LARGEST_FORM: u64 = 1 << 20;

/// The form that a TOML file holds: a name and a value a line.
///
/// # Errors
///
/// What is wrong with the file.
pub(super) fn form(path: &Path) -> Result<BTreeMap<FieldName, Value>, Trouble> {
    let text = file::read_text(path, LARGEST_FORM)?;
    let wrong =
        |why: String| Trouble::faults(path.display().to_string(), vec![why.trim_end().to_owned()]);
    let table: toml::Table = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let mut fields = BTreeMap::new();
    for (name, value) in table {
        let value = match value {
            toml::Value::String(text) => Value::Text(text),
            toml::Value::Integer(number) => Value::Number(number),
            toml::Value::Boolean(yes) => Value::from(if yes { "yes" } else { "no" }),
            toml::Value::Datetime(date) => Value::Text(date.to_string()),
            toml::Value::Array(items) => {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                let texts: Option<Vec<String>> = texts.collect();
                Value::List(texts.ok_or_else(|| wrong(format!("`{name}` is a list of texts")))?)
            }
            toml::Value::Float(_) | toml::Value::Table(_) => {
                return Err(wrong(format!(
                    "`{name}` is a text, a whole number, a date, yes or no, or a list of texts"
                )));
            }
        };
        fields.insert(FieldName::from(name.as_str()), value);
    }
    Ok(fields)
}

/// The materials that are named, and those that lie in the folder under the
/// name of a material that the case does not have yet.
///
/// # Errors
///
/// That a file that was named is not there.
pub(super) fn found(
    desk: &Desk<'_>,
    case: &Case,
    folder: &Path,
    named: &[(String, String)],
) -> Result<BTreeMap<String, PathBuf>, Trouble> {
    let mut found = BTreeMap::new();
    let edition = desk.office.edition(case)?;
    let procedure = edition.procedure(&case.procedure);
    for (name, material) in procedure.iter().flat_map(|procedure| &procedure.materials) {
        let endings = material
            .types
            .iter()
            .map(|kind| if kind == "jpeg" { "jpg" } else { kind });
        let paths = endings.map(|ending| folder.join(format!("{name}.{ending}")));
        if let Some(path) = paths.into_iter().find(|path| path.is_file()) {
            found.insert(name.to_string(), path);
        }
    }
    for (name, path) in named {
        let path = PathBuf::from(path);
        fs::metadata(&path).map_err(|error| Trouble::file(&path, &error))?;
        found.insert(name.clone(), path);
    }
    Ok(found)
}

/// Whether a folder holds Markdown.
pub(super) fn has_dossier(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|items| {
        let mut paths = items.flatten().map(|item| item.path());
        paths.any(|path| {
            path.extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("md"))
        })
    })
}

/// A folder for what is made here; it goes away with the value.
#[derive(Debug)]
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder, among the machine's temporary ones.
    ///
    /// # Errors
    ///
    /// That it cannot be made.
    pub(super) fn new() -> Result<Self, Trouble> {
        let key = crate::globals::random_key()?.replace('/', "-");
        let path = std::env::temp_dir().join(format!("xinbiao-{key}"));
        fs::create_dir(&path).map_err(|error| Trouble::file(&path, &error))?;
        Ok(Scratch(path))
    }

    /// Keeps a content under a name.
    ///
    /// # Errors
    ///
    /// That it cannot be written.
    pub(super) fn keep(&self, name: &str, content: &[u8]) -> Result<PathBuf, Trouble> {
        let path = self.0.join(name);
        file::write(&path, content)?;
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the machine's own tidying.
        let _ = fs::remove_dir_all(&self.0);
    }
}
