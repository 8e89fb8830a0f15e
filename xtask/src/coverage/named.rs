//! Which duties a text names.

/// The first letters of all duties.
const REGIMES: [&str; 5] = ["LBL-", "CRT-", "REV-", "NBA-", "OPS-"];

/// The duties that a line names, in order.
pub(super) fn duties(line: &str) -> impl Iterator<Item = &str> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    line.split(move |c| !part(c))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| REGIMES.iter().any(|regime| word.starts_with(regime)))
}
