//! Programs of others with which tests look at what ours writes: packages of
//! npm and of Python with pinned versions, installed once into a cache outside
//! of the repository.
//!
//! Where they cannot be had a test fails and says what is missing, unless
//! `XINBIAO_TEST_OFFLINE` is set: then it is left out and says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The variable that leaves such tests out.
pub const OFFLINE: &str = "XINBIAO_TEST_OFFLINE";
/// The variable with another folder for the cache.
pub const CACHE: &str = "XINBIAO_TEST_CACHE";

const PACKAGE: &str = include_str!("../packages/package.json");
const PACKAGE_LOCK: &str = include_str!("../packages/package-lock.json");
const REQUIREMENTS: &str = include_str!("../packages/requirements.txt");

/// The folder in which `node` finds the pinned packages; none where such tests
/// are left out.
///
/// # Panics
///
/// If they cannot be installed.
pub fn node() -> Option<PathBuf> {
    install("npm", &[PACKAGE, PACKAGE_LOCK], |folder| {
        fs::write(folder.join("package.json"), PACKAGE)?;
        fs::write(folder.join("package-lock.json"), PACKAGE_LOCK)?;
        let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        Command::new("npm").args(words).current_dir(folder).output()
    })
}

/// A Python that has the pinned packages; none where such tests are left out.
///
/// # Panics
///
/// If they cannot be installed.
pub fn python() -> Option<PathBuf> {
    let folder = install("python3", &[REQUIREMENTS], |folder| {
        let made = Command::new("python3")
            .args(["-m", "venv"])
            .arg(folder)
            .output()?;
        if !made.status.success() {
            return Ok(made);
        }
        let list = folder.join("requirements.txt");
        fs::write(&list, REQUIREMENTS)?;
        Command::new(folder.join("bin/python"))
            .args(["-m", "pip", "install", "--no-deps", "--quiet", "-r"])
            .arg(list)
            .output()
    });
    folder.map(|folder| folder.join("bin/python"))
}

/// What `program` with `args` answers on stdout.
///
/// # Panics
///
/// If it does not start or fails.
pub fn answer(program: &Path, folder: &Path, args: &[&str]) -> String {
    let run = Command::new(program)
        .args(args)
        .current_dir(folder)
        .output();
    let shown = program.display();
    let output = run.unwrap_or_else(|error| panic!("{shown} does not start: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown} {args:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder of the cache with what `fill` puts into it, named after what it is
/// made of, so that another list is another folder.
fn install(
    program: &str,
    made_of: &[&str],
    fill: impl Fn(&Path) -> std::io::Result<Output>,
) -> Option<PathBuf> {
    if std::env::var_os(OFFLINE).is_some() {
        println!("left out, since {OFFLINE} is set: what needs {program}");
        return None;
    }
    let cache = cache();
    let folder = cache.join(format!("{program}-{:016x}", digest(made_of)));
    if folder.is_dir() {
        return Some(folder);
    }
    let part = cache.join(format!("{program}-{}.part", std::process::id()));
    let help = format!(
        "the test needs `{program}` with pinned packages (crates/testkit/packages) in {}; install `{program}` and see \
         that its registry can be reached, or set {OFFLINE}=1 to leave such tests out",
        cache.display()
    );
    fs::create_dir_all(&part).unwrap_or_else(|error| panic!("{help}: {error}"));
    let output = fill(&part).unwrap_or_else(|error| panic!("{help}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{help}: {errors}");
    // Another test may have been faster; then its folder is as good.
    if fs::rename(&part, &folder).is_err() {
        assert!(folder.is_dir(), "{help}");
        let _ = fs::remove_dir_all(&part);
    }
    Some(folder)
}

fn cache() -> PathBuf {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let home = || named("HOME").map(|home| home.join(".cache"));
    named(CACHE).unwrap_or_else(|| {
        let base = named("XDG_CACHE_HOME").or_else(home);
        base.unwrap_or_else(std::env::temp_dir)
            .join("xinbiao-tests")
    })
}

/// FNV-1a: a name for a list of packages, no proof of anything.
fn digest(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
