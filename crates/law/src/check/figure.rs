//! Terms as they stand in a text of law: `10个工作日`, `一年`, `two days`.

use crate::term::{Term, Unit};

const UNITS: [(&str, Unit); 17] = [
    ("个工作日", Unit::WorkingDays),
    ("工作日", Unit::WorkingDays),
    ("小时", Unit::Hours),
    ("个月", Unit::Months),
    ("日", Unit::Days),
    ("天", Unit::Days),
    ("年", Unit::Years),
    (" working days", Unit::WorkingDays),
    (" working day", Unit::WorkingDays),
    (" hours", Unit::Hours),
    (" hour", Unit::Hours),
    (" days", Unit::Days),
    (" day", Unit::Days),
    (" months", Unit::Months),
    (" month", Unit::Months),
    (" years", Unit::Years),
    (" year", Unit::Years),
];

const WORDS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
];

/// The terms that `text` states, in its order. Dates are not terms.
pub(super) fn figures(text: &str) -> Vec<Term> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        match count(rest) {
            Some((count, length)) => {
                let before = text.get(..at).unwrap_or_default();
                let after = rest.get(length..).unwrap_or_default();
                // 同一日期, 2月29日, 2026年 and the like are dates.
                let date = before.ends_with('同') || before.ends_with('月') || 999 < count;
                let unit = UNITS.iter().find(|(word, _)| after.starts_with(word));
                if let (false, Some((_, unit))) = (date, unit) {
                    found.push(Term { count, unit: *unit });
                }
                at += length;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The number at the beginning of `text` and its length in bytes.
fn count(text: &str) -> Option<(u16, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if 0 < digits {
        return Some((text.get(..digits)?.parse().unwrap_or(u16::MAX), digits));
    }
    let signs: String = text
        .chars()
        .take_while(|sign| "一二三四五六七八九十百".contains(*sign))
        .collect();
    if !signs.is_empty() {
        return Some((chinese(&signs), signs.len()));
    }
    WORDS
        .iter()
        .enumerate()
        .find(|(_, word)| {
            text.strip_prefix(**word)
                .is_some_and(|rest| rest.starts_with(' '))
        })
        .and_then(|(value, word)| Some((u16::try_from(value).ok()?, word.len())))
}

fn chinese(signs: &str) -> u16 {
    let (mut sum, mut digit) = (0u16, 0u16);
    for sign in signs.chars() {
        let weight = match sign {
            '十' => 10,
            '百' => 100,
            _ => 1,
        };
        if weight == 1 {
            let place = "一二三四五六七八九".chars().position(|one| one == sign);
            digit = place.and_then(|at| u16::try_from(at + 1).ok()).unwrap_or(0);
        } else {
            sum = sum.saturating_add(digit.max(1).saturating_mul(weight));
            digit = 0;
        }
    }
    sum.saturating_add(digit)
}

/// Whether two terms say the same: 2 days and 48 hours, 1 year and 12 months.
pub(super) fn same(one: Term, two: Term) -> bool {
    normal(one) == normal(two)
}

fn normal(term: Term) -> (u32, Unit) {
    let count = u32::from(term.count);
    match term.unit {
        Unit::Days => (count * 24, Unit::Hours),
        Unit::Years => (count * 12, Unit::Months),
        Unit::Hours | Unit::WorkingDays | Unit::Months => (count, term.unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_in_both_languages_and_dates_are_not_terms() {
        for (text, expected) in [
            ("应在10个工作日内作形式审查", "10 working days"),
            ("公告之日起一年内", "1 year"),
            ("三十个工作日，可延长十五日", "30 working days, 15 days"),
            ("到期前90天、30天、7天各提醒", "90 days, 30 days, 7 days"),
            ("2日内报送，日志留存不少于6个月", "2 days, 6 months"),
            ("施行日期：2026年7月1日", ""),
            ("止于次年同一日期，2月29日", ""),
            ("Within 10 working days of receiving", "10 working days"),
            ("for one year from the announcement", "1 year"),
            ("二十四小时，一百二十日", "24 hours, 120 days"),
        ] {
            let terms: Vec<String> = figures(text).iter().map(ToString::to_string).collect();
            assert_eq!(terms.join(", "), expected, "{text}");
        }
    }
}
