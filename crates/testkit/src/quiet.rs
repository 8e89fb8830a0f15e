//! A confidential regime for tests: that of labels a second time, under
//! another name, with numbers of its own and nothing public. A revocation bars
//! the producer.

use office::editions;
use std::fs;
use std::path::Path;

/// The name of the confidential regime.
pub const QUIET: &str = "quiet";

/// Writes the schemes that come with the program, and the confidential one,
/// into a folder.
///
/// # Panics
///
/// If the label regime is not as it is changed here, or the folder cannot be
/// written.
pub fn write(folder: &Path) {
    for (path, text) in editions::embedded() {
        put(&folder.join(&path), &text);
        if let Some(rest) = path.strip_prefix("label/2026-07/") {
            put(
                &folder.join("quiet/2026-07").join(rest),
                &changed(rest, &text),
            );
        }
    }
}

fn changed(path: &str, text: &str) -> String {
    let changes: &[(&str, &str)] = match path {
        "regime.toml" => &[
            ("\"label\"\nedition", "\"quiet\"\nedition"),
            ("\"BA{year}", "\"QU{year}"),
            ("\"CSL-{year}", "\"QSL-{year}"),
            ("audience = \"public\"", "audience = \"internal\""),
        ],
        "filing.toml" => &[
            ("\nnumber   = ", "\nconfidential = true\nnumber   = "),
            (
                "\nto = \"revoked\"",
                "\nto = \"revoked\"\nsanction = \"producer-bar\"",
            ),
        ],
        _ => &[],
    };
    changes.iter().fold(text.to_owned(), |text, (was, is)| {
        assert!(text.contains(was), "{path} has no {was:?}");
        text.replace(was, is)
    })
}

fn put(path: &Path, text: &str) {
    let written = path
        .parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(path, text));
    written.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
