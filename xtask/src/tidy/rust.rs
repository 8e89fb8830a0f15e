//! What every Rust file has, and what none may have.

use super::Fault;
use crate::checkout::Text;

/// Names that say nothing (STYLE.md, 3).
const NAMELESS: [&str; 7] = [
    "util", "utils", "helpers", "common", "misc", "manager", "managers",
];

/// What is left behind by work that is not finished. Cut in two, so that this
/// file is not found.
const LEFTOVERS: [&str; 6] = [
    concat!("FIX", "ME"),
    concat!("TO", "DO"),
    concat!("X", "XX"),
    concat!("dbg", "!("),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];

pub(super) fn faults(sources: &[Text]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources {
        if !source.text.starts_with("//!") {
            let what = "does not open with `//!`: what it is for, and what it must never do";
            faults.push(Fault::new(&source.path, what));
        }
        let mut parts = source.path.trim_end_matches(".rs").split('/');
        if let Some(part) = parts.find(|part| NAMELESS.contains(part)) {
            faults.push(Fault::new(
                &source.path,
                format!("`{part}` is not a name; say what is in it"),
            ));
        }
        for (at, line) in source.text.lines().enumerate() {
            if let Some(word) = LEFTOVERS.iter().find(|word| has_word(line, word)) {
                let place = format!("{}:{}", source.path, at + 1);
                faults.push(Fault::new(
                    place,
                    format!("`{word}` is left over; finish it or drop it"),
                ));
            }
        }
    }
    faults
}

/// Whether `word` stands in the line by itself.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        !before.is_some_and(part) && (word.ends_with('(') || !after.is_some_and(part))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leftover_is_found_as_a_word_only() {
        let word = LEFTOVERS[2];
        assert!(has_word(&format!("// {word}: later"), word));
        assert!(!has_word(&format!("CSL-{word}X-1"), word));
    }
}
