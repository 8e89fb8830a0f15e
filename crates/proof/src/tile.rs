//! Tiles: the log as files that never change (C2SP tlog-tiles).
//!
//! A tile holds up to 256 hashes of one level, eight tree levels apart from
//! the next. A full tile is final; a partial one stands beside those of other
//! widths and is never overwritten.

use std::fmt;
use std::str::FromStr;

use crate::decimal;
use crate::digest::Digest;
use crate::tree::{node_hash, root_of};

/// Hashes in a full tile, and entries in a full entry bundle.
pub const WIDTH: u16 = 256;

/// Tree levels that one tile spans.
pub const HEIGHT: u8 = 8;

const MAX_LEVEL: u8 = 63;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The leaves themselves.
    Entries,
    /// Hashes, each over `256^level` leaves; 0 to 63.
    Hashes(u8),
}

/// One tile or entry bundle, printed as its path: `tile/0/x001/234.p/5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    level: Level,
    index: u64,
    width: u16,
}

/// Why something is not a tile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// Level or width is out of range.
    #[error("a tile has level 0 to 63 and width 1 to 256; correct the request")]
    Range,
    /// The text is not the path of a tile.
    #[error("`{0}` is not the path of a tile; one looks like tile/0/x001/234.p/5")]
    Path(String),
}

impl Tile {
    /// The tile `index` (from 0) of a level with `width` hashes or entries.
    ///
    /// # Errors
    ///
    /// [`TileError::Range`] unless the level is at most 63 and the width 1 to
    /// 256.
    pub fn new(level: Level, index: u64, width: u16) -> Result<Tile, TileError> {
        let known = match level {
            Level::Entries => true,
            Level::Hashes(level) => level <= MAX_LEVEL,
        };
        if !known || !(1..=WIDTH).contains(&width) {
            return Err(TileError::Range);
        }
        Ok(Tile {
            level,
            index,
            width,
        })
    }

    /// What the tile holds.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Position within the level, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Number of hashes or entries, 1 to 256.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether the tile is final.
    pub fn is_full(&self) -> bool {
        self.width == WIDTH
    }

    /// The bytes of a hash tile.
    ///
    /// `leaf(index)` gives a leaf hash; `fetch` the bytes of a full tile of the
    /// level below, so lower levels are written first. `None` if one of them
    /// is missing, if a fetched tile has not 256 hashes, or for entries.
    pub fn hashes(
        &self,
        leaf: &impl Fn(u64) -> Option<Digest>,
        fetch: &impl Fn(&Tile) -> Option<Vec<u8>>,
    ) -> Option<Vec<u8>> {
        let Level::Hashes(level) = self.level else {
            return None;
        };
        let first = self.index.checked_mul(u64::from(WIDTH))?;
        let mut bytes = Vec::new();
        for offset in 0..u64::from(self.width) {
            let place = first + offset;
            let hash = match level.checked_sub(1) {
                None => leaf(place)?,
                Some(below) => {
                    let below = Tile::new(Level::Hashes(below), place, WIDTH).ok()?;
                    root_of(&below.read(&fetch(&below)?)?)
                }
            };
            bytes.extend_from_slice(hash.as_bytes());
        }
        Some(bytes)
    }

    /// The hashes in the bytes of this hash tile; `None` unless there are
    /// exactly as many as the width says.
    pub fn read(&self, bytes: &[u8]) -> Option<Vec<Digest>> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() || hashes.len() != usize::from(self.width) {
            return None;
        }
        Some(hashes.iter().map(|hash| Digest(*hash)).collect())
    }
}

/// The tiles that a log growing from `old` to `new` leaves has to write, in
/// the order in which they can be computed: entries, then levels from below.
///
/// Full tiles that were complete at `old` are not among them; the partial
/// tiles at `new` are. Empty if the log does not grow.
pub fn tiles_to_write(old: u64, new: u64) -> Vec<Tile> {
    let mut tiles = Vec::new();
    if new <= old {
        return tiles;
    }
    grow(&mut tiles, Level::Entries, old, new);
    for level in 0..8 {
        let shift = level * HEIGHT;
        grow(&mut tiles, Level::Hashes(level), old >> shift, new >> shift);
    }
    tiles
}

/// Adds the tiles of one level that grows from `old` to `new` hashes.
fn grow(tiles: &mut Vec<Tile>, level: Level, old: u64, new: u64) {
    if old == new {
        return;
    }
    let full = new / u64::from(WIDTH);
    for index in old / u64::from(WIDTH)..full {
        tiles.push(Tile {
            level,
            index,
            width: WIDTH,
        });
    }
    // A remainder of a division by 256 always fits.
    let width = u16::try_from(new % u64::from(WIDTH)).unwrap_or(0);
    if width != 0 {
        tiles.push(Tile {
            level,
            index: full,
            width,
        });
    }
}

/// The hash tile in which a log of `size` leaves keeps the hash `place` of
/// tile level `level`; `None` if it has no such hash.
pub fn tile_of(size: u64, level: u8, place: u64) -> Option<Tile> {
    let shift = u32::from(level).checked_mul(u32::from(HEIGHT))?;
    let hashes = size.checked_shr(shift)?;
    if hashes <= place {
        return None;
    }
    let index = place / u64::from(WIDTH);
    let left = hashes - index * u64::from(WIDTH);
    let width = u16::try_from(left).map_or(WIDTH, |left| left.min(WIDTH));
    Tile::new(Level::Hashes(level), index, width).ok()
}

/// The root of the complete subtree `index` of height `level` in a log of
/// `size` leaves, out of its tiles: the reader that proofs are made from.
///
/// `fetch` gives the bytes of a tile. `None` if the log has no such subtree, a
/// tile is missing or a tile has the wrong length. What was read is not
/// checked here: a proof made from it is, by whoever verifies it.
pub fn subtree(
    size: u64,
    fetch: &impl Fn(&Tile) -> Option<Vec<u8>>,
    level: u8,
    index: u64,
) -> Option<Digest> {
    if MAX_LEVEL < level || (size >> level) <= index {
        return None;
    }
    let within = level % HEIGHT;
    let count = 1usize << within;
    // No overflow: index is below size >> level.
    let first = index << within;
    let tile = tile_of(size, level / HEIGHT, first)?;
    let mut hashes = tile.read(&fetch(&tile)?)?;
    let start = usize::try_from(first % u64::from(WIDTH)).ok()?;
    hashes = hashes.get(start..start + count)?.to_vec();
    while 1 < hashes.len() {
        let (pairs, _) = hashes.as_chunks::<2>();
        hashes = pairs
            .iter()
            .map(|[left, right]| node_hash(left, right))
            .collect();
    }
    hashes.first().copied()
}

impl fmt::Display for Tile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Level::Entries => write!(out, "tile/entries/")?,
            Level::Hashes(level) => write!(out, "tile/{level}/")?,
        }
        let mut groups = vec![format!("{:03}", self.index % 1000)];
        let mut rest = self.index / 1000;
        while rest != 0 {
            groups.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        groups.reverse();
        write!(out, "{}", groups.join("/"))?;
        if !self.is_full() {
            write!(out, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

impl FromStr for Tile {
    type Err = TileError;

    fn from_str(text: &str) -> Result<Tile, TileError> {
        let path = || TileError::Path(text.chars().take(80).collect());
        let tile = parse(text).ok_or_else(path)?;
        // One tile has one path, so what does not print as it was read
        // (leading zeros, a superfluous x000) is no path.
        if tile.to_string() != text {
            return Err(path());
        }
        Ok(tile)
    }
}

fn parse(text: &str) -> Option<Tile> {
    let (level, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let level = match level {
        "entries" => Level::Entries,
        number => Level::Hashes(decimal::parse(number)?.try_into().ok()?),
    };
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => (index, decimal::parse(width)?.try_into().ok()?),
        None => (rest, WIDTH),
    };
    let mut number = 0u64;
    for group in index.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        if digits.len() != 3 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let group: u64 = digits.parse().ok()?;
        number = number.checked_mul(1000)?.checked_add(group)?;
    }
    Tile::new(level, number, width).ok()
}

#[cfg(test)]
mod tests {
    use super::{Level, Tile, TileError, WIDTH, tiles_to_write};

    fn paths(old: u64, new: u64) -> Vec<String> {
        let tiles = tiles_to_write(old, new);
        tiles.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_path_is_the_one_of_the_specification() {
        for (level, index, width, path) in [
            (Level::Hashes(0), 1_234_067, WIDTH, "tile/0/x001/x234/067"),
            (Level::Hashes(0), 1234, WIDTH, "tile/0/x001/234"),
            (Level::Hashes(63), 0, 1, "tile/63/000.p/1"),
            (Level::Entries, 999, 255, "tile/entries/999.p/255"),
            (Level::Entries, 1000, WIDTH, "tile/entries/x001/000"),
        ] {
            let tile = Tile::new(level, index, width).unwrap();
            assert_eq!(tile.to_string(), path);
            assert_eq!(path.parse(), Ok(tile));
        }
    }

    #[test]
    fn a_tile_has_one_path_only() {
        for bad in [
            "",
            "tile/0",
            "tile/0/",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/data/000",
            "/tile/0/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/0/000/",
            "tile/0/../000",
            "tile/0/x018/x446/x744/x073/x709/x551/616",
            "tile/0/+01",
            "tile/0/é1",
        ] {
            let refused = bad.parse::<Tile>();
            assert_eq!(refused, Err(TileError::Path(bad.to_owned())), "{bad}");
        }
    }

    #[test]
    fn a_tile_out_of_range_cannot_be_made() {
        for (level, width) in [(0, 0), (0, 257), (64, 1)] {
            let refused = Tile::new(Level::Hashes(level), 0, width);
            assert_eq!(refused, Err(TileError::Range));
        }
    }

    #[test]
    fn a_growing_log_writes_what_is_new_and_nothing_else() {
        assert!(paths(0, 0).is_empty());
        assert!(paths(5, 5).is_empty());
        assert!(paths(5, 4).is_empty());
        assert_eq!(paths(0, 1), ["tile/entries/000.p/1", "tile/0/000.p/1"]);
        assert_eq!(
            paths(255, 256),
            ["tile/entries/000", "tile/0/000", "tile/1/000.p/1"]
        );
        assert_eq!(paths(256, 257), ["tile/entries/001.p/1", "tile/0/001.p/1"]);
    }

    #[test]
    fn a_log_of_seventy_thousand_has_the_tiles_of_the_specification() {
        let tiles = tiles_to_write(0, 70_000);
        let widths = |level: Level| {
            let of_level = tiles.iter().filter(move |tile| tile.level() == level);
            let full = of_level.clone().filter(|tile| tile.is_full()).count();
            let partial: Vec<u16> = of_level
                .filter(|tile| !tile.is_full())
                .map(Tile::width)
                .collect();
            (full, partial)
        };
        assert_eq!(widths(Level::Entries), (273, vec![112]));
        assert_eq!(widths(Level::Hashes(0)), (273, vec![112]));
        assert_eq!(widths(Level::Hashes(1)), (1, vec![17]));
        assert_eq!(widths(Level::Hashes(2)), (0, vec![1]));
        assert_eq!(widths(Level::Hashes(3)), (0, vec![]));
    }
}
