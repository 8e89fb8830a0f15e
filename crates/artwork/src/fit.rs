//! Fits text into a width: breaks it into lines, or finds the largest size.

use crate::font::{Weight, width_em};

/// Share of a width that text may take. The rest allows for the letters of
/// another font where a reader's machine lacks ours.
pub(crate) const FILL: f64 = 0.98;
/// Step by which sizes are tried, in mm.
pub(crate) const STEP_MM: f64 = 0.05;
/// A last line of no more characters than this looks lost, if one of them is
/// Chinese.
const LOST: usize = 3;

/// The largest size in mm, from `most` down to `least`, at which `text` is no
/// wider than `width` mm.
pub(crate) fn largest_size(
    text: &str,
    weight: Weight,
    width: f64,
    most: f64,
    least: f64,
) -> Option<f64> {
    let em = width_em(text, weight);
    let size = if em <= 0.0 {
        most
    } else {
        most.min(width * FILL / em)
    };
    (least <= size + 1e-9).then_some(size)
}

/// Breaks `text` into lines no wider than `width` mm at `size` mm.
///
/// Chinese breaks between characters, but no line begins with a closing mark
/// or ends with an opening one; Latin breaks at spaces and after hyphens, and
/// anywhere if one word is wider than the line.
pub(crate) fn wrap(text: &str, weight: Weight, size: f64, width: f64) -> Vec<String> {
    let room = width * FILL / size;
    let lines = greedy(text, weight, room);
    let looks_lost = |line: &String| line.chars().count() <= LOST && line.chars().any(is_wide);
    let is_lost = |lines: &[String]| 1 < lines.len() && lines.last().is_some_and(looks_lost);
    // The same number of lines, but more even.
    let mut best = lines;
    for share in [0.92, 0.84, 0.76, 0.68, 0.6] {
        let even = greedy(text, weight, room * share);
        if !is_lost(&best) || even.len() != best.len() {
            break;
        }
        best = even;
    }
    best
}

fn greedy(text: &str, weight: Weight, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for unit in units(text) {
        if width_em(line.trim_end(), weight)
            + width_em(unit.trim_end(), weight)
            + trailing_space(&line, weight)
            <= room
        {
            line.push_str(unit);
            continue;
        }
        end_line(&mut lines, &mut line);
        if width_em(unit.trim_end(), weight) <= room {
            line.push_str(unit);
            continue;
        }
        for c in unit.chars() {
            line.push(c);
            if room < width_em(line.trim_end(), weight) && line.chars().count() > 1 {
                line.pop();
                end_line(&mut lines, &mut line);
                line.push(c);
            }
        }
    }
    end_line(&mut lines, &mut line);
    lines
}

fn end_line(lines: &mut Vec<String>, line: &mut String) {
    let done = line.trim();
    if !done.is_empty() {
        lines.push(done.to_owned());
    }
    line.clear();
}

fn trailing_space(line: &str, weight: Weight) -> f64 {
    width_em(line.get(line.trim_end().len()..).unwrap_or(""), weight)
}

/// The longest text in brackets that is kept on one line, in characters.
const BRACKET: usize = 8;

/// The pieces of a text that are kept on one line.
fn units(text: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut start = 0;
    // Where the short text in brackets that we are in ends, in bytes.
    let mut bracket = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        if matches!(c, '（' | '(') {
            let inner = text
                .get(end..)
                .unwrap_or("")
                .char_indices()
                .take(BRACKET + 1);
            bracket = inner
                .filter(|(_, c)| matches!(c, '）' | ')'))
                .map(|(i, _)| end + i)
                .next()
                .unwrap_or(0);
        }
        if bracket <= at && chars.peek().is_some_and(|(_, next)| may_break(c, *next)) {
            units.extend(text.get(start..end));
            start = end;
        }
    }
    units.extend(text.get(start..));
    units
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || closes(after) || opens(before) {
        return false;
    }
    before == ' '
        || is_wide(before)
        || is_wide(after)
        || matches!(before, '-' | '/' | '_' | ',' | ';')
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFF00..=0xFF60 | 0x2_0000..=0x3_FFFF)
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '）' | '】'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '〕'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '”'
            | '’'
            | '％'
            | ')'
            | ']'
            | '}'
            | ','
            | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '%'
            | '·'
    )
}

fn opens(c: char) -> bool {
    matches!(
        c,
        '（' | '【' | '《' | '〈' | '「' | '『' | '〔' | '“' | '‘' | '(' | '[' | '{'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, em: f64) -> Vec<String> {
        wrap(text, Weight::Regular, 1.0, em / FILL)
    }

    #[test]
    fn lines_are_no_wider_than_asked_and_lose_nothing() {
        for text in [
            "示例智能科技（深圳）有限公司",
            "EX-CAM-200 Pro Max Ultra",
            "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
            "GB/T 00000-2026（示例）、甲乙",
            "aaa 中文 bbb",
        ] {
            for em in 3..20 {
                let lines = wrapped(text, f64::from(em));
                assert!(
                    lines
                        .iter()
                        .all(|l| width_em(l, Weight::Regular) <= f64::from(em) + 1e-6),
                    "{em} {lines:?}"
                );
                let squeeze = |s: &str| s.replace(' ', "");
                assert_eq!(squeeze(&lines.concat()), squeeze(text));
            }
        }
    }

    #[test]
    fn no_line_begins_with_a_closing_mark() {
        assert_eq!(
            wrapped("示例科技（深圳）公司", 8.0),
            ["示例科技", "（深圳）公司"]
        );
        assert_eq!(
            wrapped("示例智能科技（深圳）有限公司", 9.0),
            ["示例智能科技", "（深圳）有限公司"]
        );
        assert_eq!(wrapped("EX-CAM-200 Pro", 6.0), ["EX-CAM-200", "Pro"]);
    }

    #[test]
    fn a_last_character_is_not_left_alone() {
        assert_eq!(
            wrapped("一二三四五六七八九十一", 10.0),
            ["一二三四五六七", "八九十一"]
        );
    }

    #[test]
    fn the_largest_size_is_found_or_none() {
        assert_eq!(
            largest_size("一二三四", Weight::Bold, 8.0 / FILL, 5.0, 1.0),
            Some(2.0)
        );
        assert_eq!(largest_size("一二三四", Weight::Bold, 3.0, 5.0, 1.0), None);
        assert_eq!(largest_size("一", Weight::Bold, 90.0, 5.0, 1.0), Some(5.0));
    }
}
