//! The files of the repository as they lie on the disk. Only reads.

use anyhow::{Context, Result};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 4] = [".git", "target", ".cache", "xinbiao-data"];

/// The folder of the repository.
#[derive(Debug, Clone)]
pub(crate) struct Checkout {
    root: PathBuf,
}

/// One file: its path from the root, with `/` between the parts, and its text.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Checkout {
    /// The one that this program was built from.
    pub(crate) fn of_this_build() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Checkout {
            root: here.parent().unwrap_or(here).to_owned(),
        }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The paths of all files, in order.
    pub(crate) fn paths(&self) -> Result<Vec<String>> {
        let mut found = Vec::new();
        let mut waiting = vec![self.root.clone()];
        while let Some(folder) = waiting.pop() {
            let items = match fs::read_dir(&folder) {
                Ok(items) => items,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(error).context(folder.display().to_string()),
            };
            for item in items {
                let path = item?.path();
                let name = path
                    .strip_prefix(&self.root)?
                    .to_string_lossy()
                    .into_owned();
                let ours = !NOT_OURS.contains(&name.as_str());
                if path.is_dir() && ours {
                    waiting.push(path);
                } else if path.is_file() && ours {
                    found.push(name);
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// All files whose names end in `ending`, with their texts. A file that
    /// goes away meanwhile, such as an editor's, is passed over.
    pub(crate) fn texts(&self, ending: &str) -> Result<Vec<Text>> {
        let mut texts = Vec::new();
        for path in self
            .paths()?
            .into_iter()
            .filter(|path| path.ends_with(ending))
        {
            match fs::read_to_string(self.root.join(&path)) {
                Ok(text) => texts.push(Text { path, text }),
                Err(error) if error.kind() == ErrorKind::NotFound => (),
                Err(error) => return Err(error).context(path),
            }
        }
        Ok(texts)
    }

    /// The text of one file.
    pub(crate) fn read(&self, path: &str) -> Result<String> {
        fs::read_to_string(self.root.join(path)).with_context(|| path.to_owned())
    }
}
