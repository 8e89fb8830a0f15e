//! As much Markdown as dossiers use, line by line: headings, table rows and
//! text. Works in one pass and never nests, so hostile input costs its length.

/// One line of a file.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: u64,
    pub(super) kind: Kind<'a>,
}

/// What a line is.
#[derive(Debug)]
pub(super) enum Kind<'a> {
    /// A heading of level 1 to 6.
    Heading(usize, &'a str),
    /// The cells of a row of a table.
    Row(Vec<&'a str>),
    /// Anything else, trimmed; empty for a blank line.
    Text(&'a str),
}

impl<'a> Line<'a> {
    pub(super) fn heading(&self) -> Option<(usize, &'a str)> {
        match self.kind {
            Kind::Heading(level, text) => Some((level, text)),
            Kind::Row(_) | Kind::Text(_) => None,
        }
    }
}

/// The lines of a text. What stands between fences is text.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut fence = None;
    let kinds = text.lines().map(|line| {
        let trimmed = line.trim();
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => return kind(line, trimmed),
            (Some(_), None | Some(_)) => (),
        }
        Kind::Text(trimmed)
    });
    (1..)
        .zip(kinds)
        .map(|(number, kind)| Line { number, kind })
        .collect()
}

fn kind<'a>(line: &'a str, trimmed: &'a str) -> Kind<'a> {
    let level = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) {
        return Kind::Heading(level, line[level..].trim().trim_end_matches('#').trim());
    }
    match trimmed.strip_prefix('|') {
        Some(rest) => Kind::Row(cells(rest)),
        None => Kind::Text(trimmed),
    }
}

fn cells(rest: &str) -> Vec<&str> {
    let mut cells = Vec::new();
    let mut from = 0;
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push(rest[from..at].trim());
            from = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    let last = rest[from..].trim();
    if !last.is_empty() {
        cells.push(last);
    }
    cells
}

/// Whether the row only separates the head of a table from its body.
pub(super) fn is_separator(cells: &[&str]) -> bool {
    cells
        .iter()
        .all(|cell| !cell.is_empty() && cell.bytes().all(|b| matches!(b, b'-' | b':')))
}

/// The text without marks of emphasis and code, of at most 200 characters.
pub(super) fn plain(text: &str) -> String {
    let unbroken = text.replace("<br>", " ");
    unbroken
        .chars()
        .filter(|c| !matches!(c, '*' | '`') && !c.is_control())
        .take(200)
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_split_at_bars_that_are_not_escaped() {
        let lines = lines("| a | b \\| c |\n|:--|---:|\n# H #\n####### no");
        assert!(matches!(&lines[0].kind, Kind::Row(cells) if *cells == ["a", "b \\| c"]));
        assert!(matches!(&lines[1].kind, Kind::Row(cells) if is_separator(cells)));
        assert_eq!(lines[2].heading(), Some((1, "H")));
        assert_eq!(lines[3].heading(), None);
    }

    #[test]
    fn a_heading_between_fences_is_text() {
        assert!(
            lines("```\n# no\n```\n# yes")
                .iter()
                .filter_map(Line::heading)
                .eq([(1, "yes")])
        );
    }
}
