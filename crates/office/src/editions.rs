//! The editions and calendars that come with the program, or from a folder.

use law::calendar::Year;
use law::library::{Edition, Library};
use law::load::Files;
use rust_embed::RustEmbed;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[derive(RustEmbed)]
#[folder = "../../schemes"]
struct Schemes;

#[derive(RustEmbed)]
#[folder = "../../calendars"]
struct Calendars;

/// What is wrong with the editions, line by line.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct EditionsError(pub String);

/// A path inside a folder of schemes → its text.
pub type Texts = BTreeMap<String, String>;

/// The texts of the schemes that come with the program.
pub fn embedded() -> Texts {
    Schemes::iter()
        .filter_map(|path| {
            Some((
                path.to_string(),
                String::from_utf8(Schemes::get(&path)?.data.into_owned()).ok()?,
            ))
        })
        .collect()
}

/// The texts of the schemes in a folder: `regime/edition/…`.
///
/// # Errors
///
/// A file that cannot be read, or is not UTF-8.
pub fn from_folder(root: &Path) -> Result<Texts, EditionsError> {
    let mut texts = Texts::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        let items = fs::read_dir(&folder)
            .map_err(|error| EditionsError(format!("{}: {error}", folder.display())))?;
        for item in items.flatten() {
            let path = item.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(name) = path.strip_prefix(root) {
                let text = fs::read_to_string(&path);
                let text = text.map_err(|error| {
                    EditionsError(format!(
                        "{}: {error}; scheme files are UTF-8 texts",
                        path.display()
                    ))
                })?;
                texts.insert(name.to_string_lossy().into_owned(), text);
            }
        }
    }
    Ok(texts)
}

/// The files of each edition among `texts`: `regime/edition` → its files.
pub fn split(texts: &Texts) -> BTreeMap<String, Files> {
    let mut editions: BTreeMap<String, Files> = BTreeMap::new();
    for (path, text) in texts {
        let mut parts = path.splitn(3, '/');
        if let (Some(regime), Some(edition), Some(rest)) =
            (parts.next(), parts.next(), parts.next())
            && regime != CALENDARS
        {
            editions
                .entry(format!("{regime}/{edition}"))
                .or_default()
                .insert(rest.to_owned(), text.clone());
        }
    }
    editions
}

/// Reads and checks every edition.
///
/// # Errors
///
/// All faults of all editions.
pub fn library(texts: &Texts) -> Result<Library, EditionsError> {
    let mut library = Library::default();
    let mut faults = Vec::new();
    for (name, files) in split(texts) {
        match law::load::load(&files) {
            Ok(loaded) => {
                let edition = Edition {
                    digest: law::lock::digest(&files),
                    regime: loaded.regime,
                };
                if let Err(fault) = library.add(edition) {
                    faults.push(fault);
                }
            }
            Err(found) => faults.extend(found.iter().map(|fault| format!("{name}/{fault}"))),
        }
    }
    if faults.is_empty() {
        Ok(library)
    } else {
        Err(EditionsError(faults.join("\n")))
    }
}

/// The folder of calendars inside a folder of schemes.
const CALENDARS: &str = "calendars";

/// The calendar years that come with the program, and those in the folder
/// `calendars` of a folder of schemes.
///
/// # Errors
///
/// A file that is not a calendar.
pub fn calendars(schemes: Option<&Path>) -> Result<Vec<Year>, EditionsError> {
    let shipped = Calendars::iter().filter_map(|path| {
        let text = String::from_utf8(Calendars::get(&path)?.data.into_owned()).ok()?;
        Some((format!("{CALENDARS}/{path}"), text))
    });
    let mut texts: Texts = shipped.collect();
    let folder = schemes.map(|schemes| schemes.join(CALENDARS));
    if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
        let own = from_folder(&folder)?.into_iter();
        texts.extend(own.map(|(path, text)| (format!("{CALENDARS}/{path}"), text)));
    }
    let years = texts.iter().filter(|(path, _)| path.ends_with(".toml"));
    let year = |(path, text): (&String, &String)| {
        toml::from_str(text).map_err(|error| EditionsError(format!("{path}: {error}")))
    };
    years.map(year).collect()
}
