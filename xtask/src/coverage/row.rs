//! One duty as a row of the report: as a line of text, as an object of JSON.

use super::duties::{Duties, Duty};
use super::shown::Shown;
use std::fmt::Write;

/// Columns of a terminal that a line may take.
const WIDTH: usize = 160;
const CLAUSE: usize = 13;
const DOES: usize = 62;

/// What is told of one duty.
#[derive(Debug)]
pub(super) struct Row<'d> {
    duty: &'d Duty,
    /// What does it, the most telling first.
    does: Vec<String>,
    /// Which scenarios and tests show it.
    shown: Vec<&'d str>,
    /// Why nothing shows it yet, if somebody said so.
    open: Option<&'d str>,
}

impl<'d> Row<'d> {
    pub(super) fn new(duty: &'d Duty, duties: &'d Duties, shown: &'d Shown) -> Self {
        let proofs = shown.proofs(&duty.id).iter();
        Row {
            duty,
            does: together(&shown.does(&duty.id)),
            shown: proofs.map(|proof| proof.place.as_str()).collect(),
            open: duties.open(&duty.id),
        }
    }

    fn line(&self) -> String {
        let duty = self.duty;
        let head = format!("  {:<9} {} ", duty.id, padded(&duty.clause, CLAUSE));
        let rest = match (self.shown.first(), self.open) {
            (Some(first), _) => {
                let more = match self.shown.len() {
                    1 => String::new(),
                    count => format!(" +{}", count - 1),
                };
                let does = padded(&self.does.join("; "), DOES);
                let room = WIDTH - width(&head) - DOES - 1 - more.len();
                format!("{does} {}{more}", cut(first, room))
            }
            (None, Some(reason)) => cut(&format!("open: {reason}"), WIDTH - width(&head)),
            (None, None) => {
                let said = format!("SHOWN BY NOTHING: {}", duty.text);
                cut(&said, WIDTH - width(&head))
            }
        };
        format!("{head}{rest}")
    }
}

/// `p: a`, `p: b`, `q: c` → `p: a, b`, `q: c`.
fn together(does: &[&str]) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for done in does {
        let (procedure, step) = done.split_once(": ").unwrap_or((done, ""));
        match groups.iter_mut().find(|(name, _)| *name == procedure) {
            Some((_, steps)) => steps.push(step),
            None => groups.push((procedure, vec![step])),
        }
    }
    let told = |(name, steps): (&str, Vec<&str>)| {
        if steps == [""] {
            name.to_owned()
        } else {
            format!("{name}: {}", steps.join(", "))
        }
    };
    groups.into_iter().map(told).collect()
}

/// All rows, grouped by regime.
pub(super) fn lines(rows: &[Row<'_>], colours: bool) -> String {
    let (red, yellow, plain) = if colours {
        ("\x1b[31m", "\x1b[33m", "\x1b[0m")
    } else {
        ("", "", "")
    };
    let mut text = String::new();
    let mut regime = "";
    for row in rows {
        if row.duty.regime != regime {
            regime = &row.duty.regime;
            text.push_str(&format!(
                "{}{regime}\n",
                if text.is_empty() { "" } else { "\n" }
            ));
        }
        let line = row.line();
        let line = match (row.shown.is_empty(), row.open) {
            (false, _) => line,
            (true, Some(_)) => format!("{yellow}{line}{plain}"),
            (true, None) => format!("{red}{line}{plain}"),
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// `covered 210 of 217`.
pub(super) fn sum(rows: &[Row<'_>]) -> String {
    let covered = rows.iter().filter(|row| !row.shown.is_empty()).count();
    format!("covered {covered} of {}", rows.len())
}

/// All rows as one JSON object.
pub(super) fn json(rows: &[Row<'_>], faults: &[String]) -> String {
    let covered = rows.iter().filter(|row| !row.shown.is_empty()).count();
    let rows_json: Vec<String> = rows
        .iter()
        .map(|row| {
            let shown: Vec<String> = row.shown.iter().map(|&place| place.to_owned()).collect();
            format!(
                "    {{\"id\": {}, \"regime\": {}, \"clause\": {}, \"duty\": {}, \"does\": {}, \"shown\": {}, \"open\": {}}}",
                string(&row.duty.id),
                string(&row.duty.regime),
                string(&row.duty.clause),
                string(&row.duty.text),
                list(&row.does),
                list(&shown),
                row.open.map_or_else(|| "null".to_owned(), string),
            )
        })
        .collect();
    format!(
        "{{\n  \"covered\": {covered},\n  \"of\": {},\n  \"faults\": {},\n  \"rows\": [\n{}\n  ]\n}}\n",
        rows.len(),
        list(faults),
        rows_json.join(",\n")
    )
}

fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| string(item)).collect();
    format!("[{}]", items.join(", "))
}

fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            sign if sign < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(sign));
            }
            sign => out.push(sign),
        }
    }
    out.push('"');
    out
}

/// Columns that a text takes: signs of Chinese take two.
fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(sign: char) -> usize {
    if ('\u{1100}'..='\u{115f}').contains(&sign) || ('\u{2e80}'..='\u{ffe6}').contains(&sign) {
        2
    } else {
        1
    }
}

/// So much of a text as fits into `room` columns.
fn cut(text: &str, room: usize) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let (mut out, mut taken) = (String::new(), 1);
    for sign in text.chars() {
        taken += columns(sign);
        if room < taken {
            break;
        }
        out.push(sign);
    }
    out.push('…');
    out
}

/// Cut or filled up to `room` columns.
fn padded(text: &str, room: usize) -> String {
    let text = cut(text, room);
    let blank = room - width(&text);
    format!("{text}{}", " ".repeat(blank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_and_short_ones_filled_up_by_columns() {
        assert_eq!(padded("五", 4), "五  ");
        assert_eq!(padded("abcdef", 4), "abc…");
        assert_eq!(padded("五六七", 4), "五… ");
    }

    #[test]
    fn steps_of_one_procedure_stand_together() {
        let does = together(&["p: a", "q: c", "p: b", "crates/web/src/guide"]);
        assert_eq!(does, ["p: a, b", "q: c", "crates/web/src/guide"]);
    }

    #[test]
    fn what_is_told_as_json_is_escaped() {
        assert_eq!(string("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000a\"");
    }
}
