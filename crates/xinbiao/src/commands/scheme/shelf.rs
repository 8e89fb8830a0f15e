//! Where schemes are: a folder that is named, or those of the program.

use crate::globals::Globals;
use crate::trouble::Trouble;
use law::fault::Fault;
use law::load::{Files, Loaded, load};
use office::editions::{self, EditionsError, Texts};
use std::path::{Path, PathBuf};

/// One edition's files.
#[derive(Debug)]
pub(super) struct Shelved {
    /// `label/2026-07`
    pub(super) name: String,
    pub(super) files: Files,
    /// The folder, if it is one of the machine's.
    pub(super) folder: Option<PathBuf>,
}

impl Shelved {
    /// The folder of schemes that it lies in, which may bring calendars.
    pub(super) fn root(&self) -> Option<&Path> {
        self.folder.as_deref()?.parent()?.parent()
    }

    /// The edition, read.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub(super) fn load(&self) -> Result<Loaded, Trouble> {
        load(&self.files).map_err(|faults| {
            Trouble::faults(
                self.name.clone(),
                faults.iter().map(|fault| self.told(fault)).collect(),
            )
        })
    }

    /// A fault with its place from here.
    pub(super) fn told(&self, fault: &Fault) -> String {
        match &self.folder {
            Some(folder) => format!("{}/{fault}", folder.display()),
            None => format!("{}/{fault}", self.name),
        }
    }
}

/// The editions: one that is named (`label/2026-07`, or its folder), or all.
///
/// # Errors
///
/// That there is none of the name.
pub(super) fn editions(globals: &Globals, which: Option<&str>) -> Result<Vec<Shelved>, Trouble> {
    // An edition of the folder that was named comes before one that lies here.
    let named = which.and_then(|which| Some(globals.schemes.as_ref()?.join(which)));
    let here = which.map(PathBuf::from);
    let found = [named, here].into_iter().flatten();
    for place in found {
        if place.join("regime.toml").is_file() {
            return Ok(vec![folder(&place)?]);
        }
    }
    let root = match which {
        Some(which) if Path::new(which).is_dir() => Some(PathBuf::from(which)),
        _ => globals.schemes.clone(),
    };
    let texts = match &root {
        Some(root) => editions::from_folder(root).map_err(wrong)?,
        None => editions::embedded(),
    };
    let wanted = which.filter(|which| !Path::new(which).is_dir());
    let found: Vec<Shelved> = editions::split(&texts)
        .into_iter()
        .filter(|(name, _)| wanted.is_none_or(|wanted| wanted == name))
        .map(|(name, files)| Shelved {
            folder: root.as_ref().map(|root| root.join(&name)),
            name,
            files,
        })
        .collect();
    if found.is_empty() {
        let which = which.unwrap_or("schemes");
        return Err(Trouble::usage(
            format!("没有制度版本“{which}”；写法如 label/2026-07，或者其目录。"),
            format!(
                "there is no edition `{which}`; write it like label/2026-07, or name its folder"
            ),
        ));
    }
    Ok(found)
}

fn folder(path: &Path) -> Result<Shelved, Trouble> {
    let files: Files = editions::from_folder(path).map_err(wrong)?;
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut parts: Vec<_> = full
        .iter()
        .rev()
        .take(2)
        .map(|part| part.to_string_lossy())
        .collect();
    parts.reverse();
    Ok(Shelved {
        name: parts.join("/"),
        files,
        folder: Some(path.to_owned()),
    })
}

/// The folder of schemes that is written to.
///
/// # Errors
///
/// That none is named and there is none here.
pub(super) fn root(globals: &Globals) -> Result<PathBuf, Trouble> {
    let named = globals.schemes.clone();
    let root = named.unwrap_or_else(|| PathBuf::from("schemes"));
    if root.is_dir() {
        return Ok(root);
    }
    let shown = root.display();
    Err(Trouble::usage(
        format!("没有制度目录“{shown}”，请用 --schemes 指明。"),
        format!("there is no folder of schemes `{shown}`; name it with `--schemes DIR`"),
    ))
}

/// The texts of a folder of schemes, or the program's own.
///
/// # Errors
///
/// A file that cannot be read.
pub(super) fn texts(globals: &Globals) -> Result<Texts, Trouble> {
    match &globals.schemes {
        Some(root) => editions::from_folder(root).map_err(wrong),
        None => Ok(editions::embedded()),
    }
}

fn wrong(error: EditionsError) -> Trouble {
    Trouble::input(error.to_string(), error.to_string())
}
