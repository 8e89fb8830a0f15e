//! ZIP: only the directory and the headers are read; nothing is unpacked.

use std::io::Cursor;

use zip::CompressionMethod;
use zip::read::ZipArchive;

use super::ContentFault;
use super::name::fault_of_part;

/// The most entries of an archive.
const MAX_ENTRIES: usize = 10_000;
/// The most bytes that an archive may hold when unpacked (1 GiB).
const MAX_UNPACKED: u64 = 1 << 30;
/// How many times larger unpacked data may be than packed.
const MAX_RATIO: u64 = 100;
/// Entries that compress better than that are harmless while so small.
const SMALL: u64 = 64 << 10;
/// Endings of files that are archives themselves.
const ARCHIVES: [&str; 15] = [
    "zip", "jar", "war", "apk", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz", "zst", "lz4", "cab",
    "iso",
];

fn refuse(wrong: &'static str, remedy: &'static str) -> ContentFault {
    ContentFault::Archive { wrong, remedy }
}

pub(super) fn inspect(bytes: &[u8]) -> Result<(), ContentFault> {
    let broken = || refuse("is damaged", "pack the files again");
    let listed = entries_listed(bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.offset() != 0 {
        return Err(refuse("begins after other data", "pack the files again"));
    }
    if archive.has_duplicate_names() || archive.len() != listed {
        return Err(refuse(
            "has two entries of one name",
            "pack the files again",
        ));
    }
    if archive.has_overlapping_entries().map_err(|_| broken())? {
        return Err(refuse(
            "has entries that overlap",
            "pack the files again with another program",
        ));
    }
    let (mut packed, mut unpacked) = (0u64, 0u64);
    for at in 0..archive.len() {
        let entry = archive.by_index_data(at).map_err(|_| broken())?;
        let name = entry.name().map_err(|_| broken())?;
        check_entry_name(&name)?;
        if entry.is_symlink() {
            return Err(refuse("contains a link", "pack the file itself"));
        }
        if entry.encrypted() {
            return Err(refuse("is encrypted", "pack it without a password"));
        }
        ratio(entry.size(), entry.compressed_size())?;
        packed = packed.saturating_add(entry.compressed_size());
        unpacked = unpacked.saturating_add(entry.size());
    }
    if MAX_UNPACKED < unpacked {
        return Err(refuse("unpacks to more than 1 GiB", "split it"));
    }
    ratio(unpacked, packed)?;
    archive
        .validate_header_consistency()
        .map_err(|_| refuse("contradicts itself", "pack the files again"))?;
    nested(&mut archive, bytes)
}

/// How many entries the end record lists. It must be the end of the file: a
/// second archive could hide behind it, and two readers see two archives.
fn entries_listed(bytes: &[u8]) -> Result<usize, ContentFault> {
    let broken = refuse(
        "is damaged: its directory is missing",
        "pack the files again",
    );
    let from = bytes.len().saturating_sub(22 + 65_535);
    let tail = &bytes[from..];
    let at = tail
        .windows(4)
        .rposition(|window| window == b"PK\x05\x06")
        .ok_or(broken.clone())?;
    let record = tail[at..].first_chunk::<22>().ok_or(broken)?;
    let comment = usize::from(u16::from_le_bytes([record[20], record[21]]));
    if tail.len() - at - record.len() != comment {
        return Err(refuse("is followed by other data", "pack the files again"));
    }
    let entries = usize::from(u16::from_le_bytes([record[10], record[11]]));
    if entries == 0 {
        return Err(refuse("is empty", "put the files into it"));
    }
    if MAX_ENTRIES < entries {
        return Err(refuse("has more than 10000 entries", "split it"));
    }
    Ok(entries)
}

fn check_entry_name(name: &str) -> Result<(), ContentFault> {
    let odd = refuse(
        "has an entry whose name is a path out of it or cannot be shown",
        "rename the entry",
    );
    if name.contains('\\') || 1000 < name.len() {
        return Err(odd);
    }
    let parts = name.strip_suffix('/').unwrap_or(name);
    if parts
        .split('/')
        .any(|part| part.is_empty() || (fault_of_part(part).is_some() && !is_dotfile(part)))
    {
        return Err(odd);
    }
    Ok(())
}

/// A hidden file, such as `.gitignore`, is harmless in an archive.
fn is_dotfile(part: &str) -> bool {
    part.strip_prefix('.')
        .is_some_and(|rest| !rest.is_empty() && fault_of_part(rest).is_none())
}

fn ratio(unpacked: u64, packed: u64) -> Result<(), ContentFault> {
    if SMALL < unpacked && packed.saturating_mul(MAX_RATIO) < unpacked {
        return Err(refuse(
            "unpacks to more than 100 times its size",
            "hand in the files by themselves",
        ));
    }
    Ok(())
}

/// Refuses archives in the archive: by ending, and where the entry is stored
/// as it is, by content.
fn nested(archive: &mut ZipArchive<Cursor<&[u8]>>, bytes: &[u8]) -> Result<(), ContentFault> {
    let broken = || refuse("is damaged", "pack the files again");
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| broken())?;
        let name = entry.name().map_err(|_| broken())?.to_ascii_lowercase();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let start = entry
            .data_start()
            .filter(|_| entry.compression() == CompressionMethod::Stored);
        let range = start.and_then(|start| {
            let end = start.checked_add(entry.compressed_size())?;
            Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
        });
        let is_zip = range
            .and_then(|range| bytes.get(range))
            .is_some_and(|data| data.starts_with(b"PK\x03\x04"));
        if is_zip || ARCHIVES.contains(&ending) {
            return Err(refuse(
                "contains another archive",
                "unpack the inner one first",
            ));
        }
    }
    Ok(())
}
