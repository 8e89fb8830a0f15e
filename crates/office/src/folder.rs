//! The data folder and what lies where in it.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use store::engine::Place;
use store::error::StoreError;

/// A data folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    /// Where the database is, if not in the folder.
    database: Option<Place>,
}

impl Folder {
    /// The folder, made if missing. `database` is a PostgreSQL address, or
    /// none for a file in the folder.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`].
    pub fn open(root: &Path, database: Option<&str>) -> Result<Self, StoreError> {
        for part in ["", "keys", "blobs", "log"] {
            let path = root.join(part);
            fs::create_dir_all(&path).map_err(|error| StoreError::Open {
                place: path.display().to_string(),
                why: error.to_string(),
            })?;
        }
        Ok(Folder::at(root, database))
    }

    /// As [`Folder::open`], for who only reads: nothing is made.
    pub fn at(root: &Path, database: Option<&str>) -> Self {
        Folder {
            root: root.to_owned(),
            database: database.map(Place::parse),
        }
    }

    /// Whether there is a record in the folder, or keys of one that is kept on
    /// a server.
    pub fn is_kept(root: &Path) -> bool {
        ["xinbiao.db", "keys"]
            .iter()
            .any(|part| root.join(part).exists())
    }

    /// The database.
    pub fn database(&self) -> Place {
        self.database
            .clone()
            .unwrap_or_else(|| Place::File(self.root.join("xinbiao.db")))
    }

    /// The head file, outside the database.
    pub fn head(&self) -> PathBuf {
        self.root.join("head")
    }

    /// The folder of materials.
    pub fn blobs(&self) -> PathBuf {
        self.root.join("blobs")
    }

    /// The published log: tiles and checkpoint.
    pub fn log(&self) -> PathBuf {
        self.root.join("log")
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Reads the secret text `name`, or keeps what `make` makes; only its
    /// owner can read the file.
    ///
    /// # Errors
    ///
    /// [`StoreError::Open`].
    pub fn secret(
        &self,
        name: &str,
        make: impl FnOnce() -> Result<String, String>,
    ) -> Result<String, StoreError> {
        let path = self.root.join("keys").join(name);
        let wrong = |why: String| StoreError::Open {
            place: path.display().to_string(),
            why,
        };
        if path.exists() {
            return fs::read_to_string(&path)
                .map(|text| text.trim().to_owned())
                .map_err(|error| wrong(error.to_string()));
        }
        let text = make().map_err(wrong)?;
        let mut options = fs::OpenOptions::new();
        let mut file = options
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| wrong(error.to_string()))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| wrong(error.to_string()))?;
        Ok(text)
    }
}
