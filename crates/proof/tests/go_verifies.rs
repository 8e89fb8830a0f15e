//! Another implementation agrees: Go's own transparency log package opens our
//! checkpoint and verifies every leaf and growth from our tiles.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use proof::checkpoint::Checkpoint;
use proof::entries;
use proof::key::SigningKey;
use proof::tile::{self, Level, Tile};
use proof::tree::{leaf_hash, root_of};

const SIZE: u64 = 700;
const ORIGIN: &str = "xb.example/log";

fn leaf(index: u64) -> Vec<u8> {
    format!("entry {index} of the register\n").into_bytes()
}

fn key() -> SigningKey {
    SigningKey::from_seed(ORIGIN, [9; 32]).expect("the origin is a key name")
}

/// Writes the log as it would be published, having grown in three steps.
fn write_log(folder: &Path) {
    let hash = |index: u64| (index < SIZE).then(|| leaf_hash(&leaf(index)));
    let mut files = BTreeMap::<Tile, Vec<u8>>::new();
    for (old, new) in [(0, 255), (255, 600), (600, SIZE)] {
        for tile in tile::tiles_to_write(old, new) {
            let bytes = match tile.level() {
                Level::Entries => {
                    let first = tile.index() * u64::from(tile::WIDTH);
                    let past = first + u64::from(tile.width());
                    let leaves: Vec<_> = (first..past).map(leaf).collect();
                    entries::encode(&leaves).expect("a tile has at most 256")
                }
                Level::Hashes(_) => {
                    let fetch = |tile: &Tile| files.get(tile).cloned();
                    tile.hashes(&hash, &fetch).expect("lower levels come first")
                }
            };
            files.insert(tile, bytes);
        }
    }
    for (tile, bytes) in files {
        let path = folder.join(tile.to_string());
        let parent = path.parent().expect("a tile lies in a folder");
        fs::create_dir_all(parent).expect("the folder is ours");
        fs::write(path, bytes).expect("the folder is ours");
    }
    let hashes: Vec<_> = (0..SIZE).filter_map(hash).collect();
    let checkpoint = Checkpoint::new(ORIGIN, SIZE, root_of(&hashes)).expect("this is a head");
    let note = checkpoint.sign(&[&key()]).expect("one key suffices");
    fs::write(folder.join("checkpoint"), note).expect("the folder is ours");
}

fn build(folder: &Path) -> std::path::PathBuf {
    let program = folder.join("verify");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/go/verify.go");
    let built = Command::new("go")
        .arg("build")
        .arg("-o")
        .arg(&program)
        .arg(source)
        .env("GOPATH", "/usr/share/gocode")
        .env("GO111MODULE", "off")
        .env("GOFLAGS", "")
        .env("GOCACHE", folder.join("cache"))
        .env("HOME", folder)
        .output();
    let advice = "install the Debian packages golang-go and golang-golang-x-mod-dev";
    let built = built.unwrap_or_else(|error| panic!("go does not run ({error}); {advice}"));
    assert!(
        built.status.success(),
        "verify.go does not build; {advice}: {built:?}"
    );
    program
}

fn verify(program: &Path, log: &Path) -> Output {
    Command::new(program)
        .arg(log)
        .arg(key().verifying_key().to_string())
        .output()
        .expect("the program was just built")
}

fn flip(path: &Path, place: usize) {
    let mut bytes = fs::read(path).expect("the log has this file");
    bytes[place] ^= 1;
    fs::write(path, bytes).expect("the folder is ours");
}

#[test]
fn gos_transparency_log_package_verifies_our_log_and_notices_one_flipped_bit() {
    let folder = tempfile::tempdir().unwrap();
    let program = build(folder.path());
    let log = folder.path().join("log");
    write_log(&log);

    let verdict = verify(&program, &log);
    assert!(verdict.status.success(), "{verdict:?}");
    let told = String::from_utf8(verdict.stdout).unwrap();
    assert_eq!(told, format!("{ORIGIN}: {SIZE} leaves, {SIZE} growths\n"));

    for (file, place) in [
        ("tile/0/000", 0),
        ("tile/0/001", 4000),
        ("tile/0/002.p/188", 188 * 32 - 1),
        ("tile/1/000.p/2", 33),
        ("tile/entries/001", 2),
        ("checkpoint", ORIGIN.len() + 1),
    ] {
        flip(&log.join(file), place);
        let verdict = verify(&program, &log);
        assert!(!verdict.status.success(), "{file} was changed unnoticed");
        flip(&log.join(file), place);
    }
    assert!(verify(&program, &log).status.success());
}
