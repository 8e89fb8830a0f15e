//! Leaves → tiles, one after the other, keeping only the right edge of each
//! level in memory.

use proof::digest::Digest;
use proof::entries;
use proof::tile::{Level, Tile, WIDTH};
use proof::tree::{leaf_hash, node_hash, root_of};
use store::error::StoreError;

/// A tile or bundle and its bytes.
pub(crate) type Made = (Tile, Vec<u8>);

/// The growing edge of a log.
#[derive(Debug, Default)]
pub(crate) struct Tiles {
    size: u64,
    /// The leaves of the bundle that is not full yet.
    entries: Vec<Vec<u8>>,
    /// The hashes of the tile that is not full yet, of each level.
    levels: Vec<Vec<Digest>>,
}

impl Tiles {
    /// The edge of a log of `size` leaves, out of its partial tiles.
    pub(crate) fn resume(
        size: u64,
        read: impl Fn(&Tile) -> Result<Vec<u8>, StoreError>,
    ) -> Result<Self, StoreError> {
        let mut tiles = Tiles {
            size,
            ..Tiles::default()
        };
        let width = u64::from(WIDTH);
        if let Some(tile) = edge(Level::Entries, size)? {
            let bytes = read(&tile)?;
            tiles.entries = entries::decode(&bytes).map_err(|error| damaged(&tile, &error))?;
        }
        let (mut level, mut hashes) = (0, size);
        while 0 < hashes {
            let mut held = Vec::new();
            if let Some(tile) = edge(Level::Hashes(level), hashes)? {
                let bytes = read(&tile)?;
                held = tile
                    .read(&bytes)
                    .ok_or_else(|| damaged(&tile, &"it has another length"))?;
            }
            tiles.levels.push(held);
            hashes /= width;
            level += 1;
        }
        let leaves: Vec<Digest> = tiles.entries.iter().map(|leaf| leaf_hash(leaf)).collect();
        if tiles.levels.first().is_some_and(|first| *first != leaves) {
            return Err(StoreError::Unsound(
                "the last published bundle and its tile disagree. Run `xinbiao audit`".into(),
            ));
        }
        Ok(tiles)
    }

    /// The number of leaves.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf. Returns what became full with it.
    pub(crate) fn push(&mut self, leaf: &[u8]) -> Result<Vec<Made>, StoreError> {
        let mut made = Vec::new();
        let mut index = self.size / u64::from(WIDTH);
        self.size += 1;
        self.entries.push(leaf.to_vec());
        if self.entries.len() == usize::from(WIDTH) {
            let tile = tile(Level::Entries, index, WIDTH)?;
            made.push((tile, encode(&self.entries)?));
            self.entries.clear();
        }
        let (mut level, mut hash) = (0u8, leaf_hash(leaf));
        loop {
            let at = usize::from(level);
            if self.levels.len() <= at {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(at) else {
                return Ok(made);
            };
            hashes.push(hash);
            if hashes.len() < usize::from(WIDTH) {
                return Ok(made);
            }
            hash = root_of(hashes);
            made.push((tile(Level::Hashes(level), index, WIDTH)?, bytes_of(hashes)));
            hashes.clear();
            index /= u64::from(WIDTH);
            level += 1;
        }
    }

    /// The tiles that are not full yet.
    pub(crate) fn partial(&self) -> Result<Vec<Made>, StoreError> {
        let mut made = Vec::new();
        if let Some(tile) = edge(Level::Entries, self.size)? {
            made.push((tile, encode(&self.entries)?));
        }
        let mut size = self.size;
        for (level, hashes) in (0u8..).zip(&self.levels) {
            if let Some(tile) = edge(Level::Hashes(level), size)? {
                made.push((tile, bytes_of(hashes)));
            }
            size /= u64::from(WIDTH);
        }
        Ok(made)
    }

    /// The root of the tree.
    pub(crate) fn root(&self) -> Digest {
        let mut peaks = Vec::new();
        for hashes in self.levels.iter().rev() {
            let mut rest = hashes.as_slice();
            while !rest.is_empty() {
                // The largest complete subtree that is left.
                let (first, others) = rest.split_at(1 << rest.len().ilog2());
                peaks.push(root_of(first));
                rest = others;
            }
        }
        let mut smallest_first = peaks.into_iter().rev();
        let smallest = smallest_first.next().unwrap_or_else(|| root_of(&[]));
        smallest_first.fold(smallest, |right, left| node_hash(&left, &right))
    }
}

/// The partial tile at the end of a level of `size` hashes, if there is one.
fn edge(level: Level, size: u64) -> Result<Option<Tile>, StoreError> {
    let width = u64::from(WIDTH);
    match u16::try_from(size % width) {
        Ok(0) | Err(_) => Ok(None),
        Ok(rest) => tile(level, size / width, rest).map(Some),
    }
}

fn tile(level: Level, index: u64, width: u16) -> Result<Tile, StoreError> {
    Tile::new(level, index, width).map_err(|error| StoreError::Other(error.to_string()))
}

fn encode(leaves: &[Vec<u8>]) -> Result<Vec<u8>, StoreError> {
    entries::encode(leaves).map_err(|error| StoreError::Other(error.to_string()))
}

fn bytes_of(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

fn damaged(tile: &Tile, why: &dyn std::fmt::Display) -> StoreError {
    StoreError::Unsound(format!(
        "the published file {tile} is damaged ({why}). Run `xinbiao audit`"
    ))
}

#[cfg(test)]
mod tests {
    use super::Tiles;
    use proof::tile::tiles_to_write;
    use proof::tree::{Peaks, leaf_hash};
    use std::collections::BTreeMap;
    use store::error::StoreError;

    #[test]
    fn a_log_that_grows_in_steps_has_the_tiles_of_one_that_grew_at_once() {
        let mut steps = BTreeMap::new();
        let mut size = 0;
        for step in [1u64, 1, 254, 1, 255, 513, 700] {
            let read = |tile: &proof::tile::Tile| {
                steps
                    .get(&tile.to_string())
                    .cloned()
                    .ok_or_else(|| StoreError::Other(tile.to_string()))
            };
            let mut tiles = Tiles::resume(size, read).unwrap();
            let mut peaks = Peaks::default();
            for leaf in 0..size + step {
                peaks.append(leaf_hash(&leaf.to_be_bytes()));
                if size <= leaf {
                    let made = tiles.push(&leaf.to_be_bytes()).unwrap();
                    steps.extend(
                        made.into_iter()
                            .map(|(tile, bytes)| (tile.to_string(), bytes)),
                    );
                }
            }
            size += step;
            assert_eq!(tiles.root(), peaks.root(), "{size}");
            let edge = tiles.partial().unwrap();
            steps.extend(
                edge.into_iter()
                    .map(|(tile, bytes)| (tile.to_string(), bytes)),
            );
        }
        for tile in tiles_to_write(0, size) {
            assert!(steps.contains_key(&tile.to_string()), "{tile}");
        }
    }

    #[test]
    fn an_empty_log_has_the_root_of_nothing() {
        assert_eq!(Tiles::default().root(), Peaks::default().root());
        assert!(Tiles::default().partial().unwrap().is_empty());
    }
}
