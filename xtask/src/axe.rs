//! The rules of accessibility (axe-core) with which a test looks at pages.
//!
//! They are fetched into a cache of the user's and never come into the
//! repository; version and digest are pinned in `xtask/axe/`.

use crate::checkout::Checkout;
use crate::phase::ends_well;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// Where the test looks for the rules.
pub(crate) const VARIABLE: &str = "XINBIAO_TEST_AXE";

const PINNED: [&str; 2] = ["package.json", "package-lock.json"];

/// Sees to it that the pinned rules are in the cache.
///
/// # Errors
///
/// Why they cannot be fetched, and what to do.
pub(crate) fn ready(checkout: &Checkout) -> Result<bool> {
    if std::env::var_os(VARIABLE).is_some() {
        println!("the rules of accessibility are those that {VARIABLE} names");
        return Ok(true);
    }
    let (cache, rules) = (cache()?, place()?);
    let mut pinned = Vec::new();
    for name in PINNED {
        pinned.push((
            cache.join(name),
            checkout.read(&format!("xtask/axe/{name}"))?,
        ));
    }
    let mut kept = pinned
        .iter()
        .map(|(path, text)| std::fs::read_to_string(path).is_ok_and(|kept| kept == *text));
    if rules.is_file() && kept.all(|same| same) {
        println!("the rules of accessibility are there");
        return Ok(true);
    }
    std::fs::create_dir_all(&cache).with_context(|| cache.display().to_string())?;
    for (path, text) in pinned {
        std::fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    let mut npm = Command::new("npm");
    let well = ends_well(npm.args(words).current_dir(&cache))?;
    if !well || !rules.is_file() {
        bail!(
            "axe-core could not be fetched into {}; see what npm says above, or set {VARIABLE} to \
             the file axe.min.js of the version in xtask/axe/package.json",
            cache.display()
        );
    }
    Ok(true)
}

/// The file with the rules.
pub(crate) fn place() -> Result<PathBuf> {
    match std::env::var_os(VARIABLE) {
        Some(path) => Ok(path.into()),
        None => Ok(cache()?.join("node_modules/axe-core/axe.min.js")),
    }
}

fn cache() -> Result<PathBuf> {
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache"));
    let caches = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let caches = caches
        .or_else(home)
        .context("neither XDG_CACHE_HOME nor HOME is set")?;
    Ok(caches.join("xinbiao/axe-core"))
}
