//! ZIP: only the directory and the headers are read; nothing is unpacked.

use std::io::Cursor;

use zip::CompressionMethod;
use zip::read::ZipArchive;

use super::ContentFault;
use super::fault::Phrase;
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

fn refuse(wrong: Phrase, remedy: Phrase) -> ContentFault {
    ContentFault::Archive { wrong, remedy }
}

pub(super) fn inspect(bytes: &[u8]) -> Result<(), ContentFault> {
    let broken = || {
        refuse(
            ("已损坏", "is damaged"),
            ("请重新打包", "pack the files again"),
        )
    };
    let listed = entries_listed(bytes)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.offset() != 0 {
        return Err(refuse(
            ("之前还有其他数据", "begins after other data"),
            ("请重新打包", "pack the files again"),
        ));
    }
    if archive.has_duplicate_names() || archive.len() != listed {
        return Err(refuse(
            ("含有同名的文件", "has two entries of one name"),
            ("请重新打包", "pack the files again"),
        ));
    }
    if archive.has_overlapping_entries().map_err(|_| broken())? {
        return Err(refuse(
            ("所含文件的位置重叠", "has entries that overlap"),
            (
                "请换一个程序重新打包",
                "pack the files again with another program",
            ),
        ));
    }
    let (mut packed, mut unpacked) = (0u64, 0u64);
    for at in 0..archive.len() {
        let entry = archive.by_index_data(at).map_err(|_| broken())?;
        let name = entry.name().map_err(|_| broken())?;
        check_entry_name(&name)?;
        if entry.is_symlink() {
            return Err(refuse(
                ("含有链接", "contains a link"),
                ("请打包文件本身", "pack the file itself"),
            ));
        }
        if entry.encrypted() {
            return Err(refuse(
                ("已加密", "is encrypted"),
                ("请不设密码重新打包", "pack it without a password"),
            ));
        }
        ratio(entry.size(), entry.compressed_size())?;
        packed = packed.saturating_add(entry.compressed_size());
        unpacked = unpacked.saturating_add(entry.size());
    }
    if MAX_UNPACKED < unpacked {
        return Err(refuse(
            ("解压后超过1 GiB", "unpacks to more than 1 GiB"),
            ("请拆分", "split it"),
        ));
    }
    ratio(unpacked, packed)?;
    archive.validate_header_consistency().map_err(|_| {
        refuse(
            ("前后矛盾", "contradicts itself"),
            ("请重新打包", "pack the files again"),
        )
    })?;
    nested(&mut archive, bytes)
}

/// How many entries the end record lists. It must be the end of the file: a
/// second archive could hide behind it, and two readers see two archives.
fn entries_listed(bytes: &[u8]) -> Result<usize, ContentFault> {
    let broken = refuse(
        ("已损坏，缺少目录", "is damaged: its directory is missing"),
        ("请重新打包", "pack the files again"),
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
        return Err(refuse(
            ("之后还有其他数据", "is followed by other data"),
            ("请重新打包", "pack the files again"),
        ));
    }
    let entries = usize::from(u16::from_le_bytes([record[10], record[11]]));
    if entries == 0 {
        return Err(refuse(
            ("为空", "is empty"),
            ("请放入文件", "put the files into it"),
        ));
    }
    if MAX_ENTRIES < entries {
        return Err(refuse(
            ("所含文件超过10000个", "has more than 10000 entries"),
            ("请拆分", "split it"),
        ));
    }
    Ok(entries)
}

fn check_entry_name(name: &str) -> Result<(), ContentFault> {
    let odd = refuse(
        (
            "所含文件的名称指向包外或者无法显示",
            "has an entry whose name is a path out of it or cannot be shown",
        ),
        ("请更改该文件的名称", "rename the entry"),
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
            (
                "解压后超过其大小的100倍",
                "unpacks to more than 100 times its size",
            ),
            ("请分别提交各个文件", "hand in the files by themselves"),
        ));
    }
    Ok(())
}

/// Refuses archives in the archive: by ending, and where the entry is stored
/// as it is, by content.
fn nested(archive: &mut ZipArchive<Cursor<&[u8]>>, bytes: &[u8]) -> Result<(), ContentFault> {
    let broken = || {
        refuse(
            ("已损坏", "is damaged"),
            ("请重新打包", "pack the files again"),
        )
    };
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
                ("含有另一个压缩包", "contains another archive"),
                ("请先解压内层的压缩包", "unpack the inner one first"),
            ));
        }
    }
    Ok(())
}
