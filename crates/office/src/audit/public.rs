//! The published files against the leaves on record.

use super::signed::Signed;
use super::{Report, Rule};
use crate::folder::Folder;
use crate::publish::tiles::{Made, Tiles};
use crate::publish::{forms, shortened};
use proof::tile::{Tile, WIDTH};
use std::io::ErrorKind;
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
            size: published.map_or(0, |published| published.size),
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
        for form in forms(&self.root, tile) {
            let expected = if form == *tile {
                Some(bytes.as_slice())
            } else {
                shortened(&form, bytes)
            };
            report.files += 1;
            let place = format!("log/{form}");
            match self.read(&form) {
                Ok(there) if Some(there.as_slice()) == expected => (),
                Ok(_) => report.found(
                    Rule::Tile,
                    place,
                    "the file is not what the record says; publish it anew from the record or a mirror",
                ),
                Err(error) => report.found(Rule::Tile, place, error),
            }
        }
    }

    /// The bytes of a published file. A partial one may have become full, and
    /// be gone, since the audit began: then it is the beginning of the full one.
    fn read(&self, tile: &Tile) -> std::io::Result<Vec<u8>> {
        let there = std::fs::read(self.root.join(tile.to_string()));
        let full = Tile::new(tile.level(), tile.index(), WIDTH);
        match (there, full) {
            (Err(error), Ok(full)) if error.kind() == ErrorKind::NotFound && !tile.is_full() => {
                let bytes = std::fs::read(self.root.join(full.to_string()))?;
                let beginning = shortened(tile, &bytes);
                beginning.map(<[u8]>::to_vec).ok_or(error)
            }
            (there, _) => there,
        }
    }
}
