//! Archives: bombs, paths, links and lies in the directory (T-UPL-01, -02).

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::io::{Cursor, Write};

use evidence::content::{Kind, inspect};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    packed(entries, CompressionMethod::Deflated)
}

fn refused(bytes: &[u8], words: &str) {
    let fault = inspect("a.zip", bytes, &[Kind::Zip], 64 << 20)
        .expect_err(words)
        .to_string();
    assert!(
        fault.starts_with("the archive") && fault.contains(words) && fault.contains("; "),
        "{fault}"
    );
}

fn stored(entries: &[(&str, &[u8])]) -> Vec<u8> {
    packed(entries, CompressionMethod::Stored)
}

fn packed(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let options = SimpleFileOptions::default().compression_method(method);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(body).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn find(bytes: &[u8], part: &[u8]) -> usize {
    bytes
        .windows(part.len())
        .position(|window| window == part)
        .unwrap()
}

/// T-UPL-01: what packs too well is a bomb.
#[test]
fn a_bomb_is_refused_by_its_ratio_without_unpacking() {
    refused(
        &archive(&[("zeros.txt", &vec![0; 8 << 20])]),
        "more than 100 times its size",
    );
}

/// T-UPL-01: the sum counts, as the directory states it.
#[test]
fn an_archive_that_claims_more_than_a_gibibyte_is_refused() {
    let noise: Vec<u8> = (0..12u32 << 20)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0])
        .collect();
    let mut bytes = stored(&[("a.txt", &noise)]);
    let directory = bytes.len() - 22 - 46 - "a.txt".len();
    let at = directory + find(&bytes[directory..], b"PK\x01\x02");
    bytes[at + 24..at + 28].copy_from_slice(&(1_200_000_000u32).to_le_bytes());
    refused(&bytes, "unpacks to more than 1 GiB");
}

/// T-UPL-01: many entries are refused before the directory is read.
#[test]
fn an_archive_with_too_many_entries_is_refused() {
    let names: Vec<String> = (0..10_001).map(|n| format!("{n}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), b"".as_slice()))
        .collect();
    refused(&stored(&entries), "more than 10000 entries");
    let fine: Vec<(&str, &[u8])> = entries[..10_000].to_vec();
    assert_eq!(
        inspect("a.zip", &stored(&fine), &[Kind::Zip], 64 << 20).map(|found| found.kind),
        Ok(Kind::Zip)
    );
}

/// T-UPL-01: an archive in an archive hides its size.
#[test]
fn a_nested_archive_is_refused_by_name_and_by_content() {
    let inner = archive(&[("a.txt", b"x")]);
    refused(
        &stored(&[("inner.zip", &inner)]),
        "contains another archive",
    );
    refused(
        &archive(&[("inner.tar.gz", b"x")]),
        "contains another archive",
    );
    refused(
        &stored(&[("inner.txt", &inner)]),
        "contains another archive",
    );
    assert!(
        inspect(
            "a.zip",
            &stored(&[("a.pdf", b"%PDF-1.7\n%%EOF")]),
            &[Kind::Zip],
            1 << 20
        )
        .is_ok()
    );
}

/// T-UPL-01: two entries that share bytes make much of little.
#[test]
fn overlapping_entries_are_refused() {
    let mut bytes = stored(&[("a.txt", b"same"), ("b.txt", b"same")]);
    let directory = find(&bytes, b"PK\x01\x02");
    let second = directory + 4 + find(&bytes[directory + 4..], b"PK\x01\x02");
    // The second entry of the directory now points to the first file.
    bytes[second + 42..second + 46].copy_from_slice(&0u32.to_le_bytes());
    refused(&bytes, "overlap");
}

/// T-UPL-02: no entry leads out of the archive.
#[test]
fn an_entry_whose_name_is_a_path_out_is_refused() {
    for name in [
        "../a.txt",
        "a/../../b.txt",
        "/etc/passwd",
        "C:/a.txt",
        "a//b.txt",
        "a\\b.txt",
        "a\u{202E}b",
        "nul.txt",
    ] {
        // The writer refuses some of these names, so a name of the same
        // length is overwritten in both places.
        let mut bytes = stored(&[(&"x".repeat(name.len()), b"1")]);
        let plain = "x".repeat(name.len());
        for _ in 0..2 {
            let at = find(&bytes, plain.as_bytes());
            bytes[at..at + name.len()].copy_from_slice(name.as_bytes());
        }
        refused(&bytes, "a path out of it");
    }
}

/// T-UPL-02: a link leads anywhere.
#[test]
fn a_link_is_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .add_symlink("a.txt", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    refused(&writer.finish().unwrap().into_inner(), "contains a link");
}

/// T-UPL-03: two readers must see the same archive.
#[test]
fn an_entry_that_the_directory_does_not_list_is_refused() {
    let mut bytes = stored(&[("a.txt", b"1"), ("b.txt", b"2")]);
    let at = bytes.len() - 22;
    bytes[at + 8..at + 12].copy_from_slice(&[1, 0, 1, 0]);
    assert!(inspect("a.zip", &bytes, &[Kind::Zip], 1 << 20).is_err());
    refused(
        &[&b"PK\x03\x04"[..], &[0; 40]].concat(),
        "directory is missing",
    );
}
