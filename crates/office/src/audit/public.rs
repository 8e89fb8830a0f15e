//! The published files against the leaves on record.

use super::signed::Signed;
use super::{Report, Rule};
use crate::folder::Folder;
use crate::publish::tiles::{Made, Tiles};
use crate::publish::{forms, shortened};
use std::path::PathBuf;
use store::error::StoreError;

/// The published log, made again from the leaves and compared.
#[derive(Debug)]
pub(super) struct Public {
    root: PathBuf,
    /// How many entries are published.
    size: u64,
    tiles: Tiles,
}

impl Public {
    /// Up to the checkpoint that is published.
    pub(super) fn new(folder: &Folder, signed: &[Signed]) -> Self {
        let published = signed.iter().find(|signed| signed.rule == Rule::Checkpoint);
        Public {
            root: folder.log(),
            size: published.map_or(0, |published| published.position),
            tiles: Tiles::default(),
        }
    }

    /// Adds the next leaf and compares what becomes full with it.
    pub(super) fn push(&mut self, leaf: &[u8], report: &mut Report) -> Result<(), StoreError> {
        if self.size <= self.tiles.size() {
            return Ok(());
        }
        let mut made = self.tiles.push(leaf)?;
        if self.tiles.size() == self.size {
            made.extend(self.tiles.partial()?);
        }
        for one in &made {
            self.compare(one, report);
        }
        Ok(())
    }

    /// Compares a tile, and its earlier forms, with the files.
    fn compare(&self, (tile, bytes): &Made, report: &mut Report) {
        for (form, path) in forms(&self.root, tile) {
            let expected = if form == *tile {
                Some(bytes.as_slice())
            } else {
                shortened(&form, bytes)
            };
            report.files += 1;
            match std::fs::read(&path) {
                Ok(there) if Some(there.as_slice()) == expected => (),
                Ok(_) => report.found(
                    Rule::Tile,
                    format!("log/{form}"),
                    "the file is not what the record says; publish it anew from the record or a mirror",
                ),
                Err(error) => report.found(Rule::Tile, format!("log/{form}"), error),
            }
        }
    }
}
