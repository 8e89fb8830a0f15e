//! The published log: entry bundles and hash tiles (C2SP tlog-tiles) as files
//! that never change, then the signed checkpoint over them, always last.
//!
//! What is published follows from the record, and says nothing of events that
//! stay out of the log (T-LOG-11): they change no file, nor when one was
//! written. Whoever stops this at any moment leaves the old checkpoint with all
//! that it needs; the next run goes on.

mod shelf;
pub(crate) mod tiles;

use crate::failure::Failure;
use crate::opening::{Office, open_checkpoint};
use proof::bundle::Bundle;
use proof::inclusion;
use proof::tile::{Tile, subtree};
use serde::Serialize;
use shelf::Shelf;
use std::time::Duration;
use store::error::StoreError;
use store::row::bind;
use store::statements as sql;
use tiles::Tiles;

pub(crate) use shelf::{CHECKPOINT, forms, read_checkpoint, shortened};

const PAGE: u64 = 256;

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// How many entries were public before, and how many are now.
    pub before: u64,
    pub size: u64,
    /// How many tiles and bundles were written.
    pub files: u64,
}

/// Publishes the log up to what is signed now. Doing it twice changes nothing.
///
/// # Errors
///
/// [`StoreError::Unsound`] if what is published already is not the beginning
/// of the record; then nothing more is published. Else why a file could not be
/// written.
pub fn publish_log(office: &Office) -> Result<Published, Failure> {
    let signed = office.advanced().borrow().clone();
    let shelf = Shelf::open(&office.folder().log())?;
    let before = match read_checkpoint(&office.folder().log())? {
        Some(text) => {
            let known = open_checkpoint(&text, office.log_key());
            Some(known.map_err(|why| unsound(&format!("the published checkpoint: {why}")))?)
        }
        None => None,
    };
    let old = before
        .as_ref()
        .map_or(0, proof::checkpoint::Checkpoint::size);
    let untouched = Published {
        before: old,
        size: old,
        files: 0,
    };
    if signed.size < old {
        return Err(unsound(&format!(
            "{old} entries are published, but the log has {} only",
            signed.size
        )));
    }
    if signed.checkpoint.is_empty() || (signed.size == old && before.is_some()) {
        return Ok(untouched);
    }
    let mut tiles = Tiles::resume(old, |tile| shelf.read(tile))?;
    let grown = grow(
        office,
        &shelf,
        &mut tiles,
        old,
        signed.size,
        before.as_ref(),
    )?;
    let promised = open_checkpoint(&signed.checkpoint, office.log_key()).map_err(Failure::Input)?;
    if promised.root() != tiles.root() {
        return Err(unsound(
            "the leaves on record do not lead to the signed root",
        ));
    }
    shelf.sync()?;
    shelf.publish(&signed.checkpoint)?;
    shelf.tidy(old, signed.size);
    Ok(Published {
        size: signed.size,
        files: grown,
        ..untouched
    })
}

/// Writes the tiles that the log needs to grow from `old` to `new` leaves.
fn grow(
    office: &Office,
    shelf: &Shelf,
    tiles: &mut Tiles,
    old: u64,
    new: u64,
    before: Option<&proof::checkpoint::Checkpoint>,
) -> Result<u64, Failure> {
    let mut files = 0;
    let check = |tiles: &Tiles| match before {
        Some(before) if tiles.size() == old && tiles.root() != before.root() => Err(unsound(
            "the published log is not the beginning of the record",
        )),
        _ => Ok(()),
    };
    check(tiles)?;
    while tiles.size() < new {
        let size = tiles.size();
        let rows = office.read(bind(sql::EVENT_LOGGED, [size.into(), PAGE.into()]))?;
        for row in rows.iter().take_while(|row| row.count(0) < new) {
            if row.count(0) != tiles.size() {
                return Err(unsound(&format!("leaf {} is missing", tiles.size())));
            }
            for (tile, bytes) in tiles.push(row.text(1).as_bytes())? {
                files += u64::from(shelf.write(&tile, &bytes)?);
            }
            check(tiles)?;
        }
        if tiles.size() == size {
            return Err(unsound(&format!("leaf {size} is missing")));
        }
    }
    for (tile, bytes) in tiles.partial()? {
        files += u64::from(shelf.write(&tile, &bytes)?);
    }
    Ok(files)
}

/// The leaf with this number in the log, from 1, and the proof that it is in
/// the log as published: all that a stranger needs.
///
/// # Errors
///
/// [`Failure::Input`] if it is not published yet.
pub fn proof_bundle(office: &Office, number: u64) -> Result<(String, Bundle), Failure> {
    let log = office.folder().log();
    let not_yet = || Failure::Input(format!("entry {number} is not published yet; try later"));
    let checkpoint = read_checkpoint(&log)?.ok_or_else(not_yet)?;
    let size = open_checkpoint(&checkpoint, office.log_key())
        .map_err(|why| unsound(&format!("the published checkpoint: {why}")))?
        .size();
    let index = number
        .checked_sub(1)
        .filter(|index| *index < size)
        .ok_or_else(not_yet)?;
    let fetch = |tile: &Tile| std::fs::read(log.join(tile.to_string())).ok();
    let hashes = inclusion::prove(index, size, &|level, index| {
        subtree(size, &fetch, level, index)
    })
    .map_err(|error| unsound(&error.to_string()))?;
    let rows = office.read(bind(sql::EVENT_LOGGED_AT, [index.into()]))?;
    let leaf = rows.first().map_or("", |row| row.text(0)).to_owned();
    let bundle = Bundle {
        index,
        hashes,
        checkpoint,
        extra: Vec::new(),
    };
    let keys = [office.log_key().verifying_key().clone()];
    bundle
        .verify(leaf.as_bytes(), &keys)
        .map_err(|error| unsound(&error.to_string()))?;
    Ok((leaf, bundle))
}

/// Publishes whenever the record has grown, at most once in `pause`. It ends
/// when the office closes.
pub async fn run(office: Office, pause: Duration) {
    let mut advanced = office.advanced();
    loop {
        let here = office.clone();
        let done = tokio::task::spawn_blocking(move || publish_log(&here)).await;
        match done {
            Ok(Ok(published)) => tracing::debug!(size = published.size, "the log is published"),
            Ok(Err(error)) => tracing::error!(%error, "the log was not published"),
            Err(error) => tracing::error!(%error, "publishing broke off"),
        }
        tokio::time::sleep(pause).await;
        if advanced.changed().await.is_err() {
            return;
        }
    }
}

fn unsound(why: &str) -> Failure {
    StoreError::Unsound(format!("{why}. Run `xinbiao audit`")).into()
}
