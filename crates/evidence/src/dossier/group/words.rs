//! The words of a test group: headings of cases and units, labels of
//! verdicts, and phrases that speak of the future.

use std::collections::BTreeSet;

use crate::report::{CaseKind, Verdict};

use super::super::markdown::plain;

/// Phrases by which a text promises what is not there yet.
const PROMISES: [&str; 12] = [
    "scheduled for",
    "planned for",
    "is planned",
    "are planned",
    "will be ",
    "to be implemented",
    "to be validated",
    "upcoming release",
    "future release",
    "on the roadmap",
    "pending update",
    "pending documentation",
];

/// The first phrase that promises something, if one begins in `line`; it may
/// go on in `next`.
pub(super) fn promise(line: &str, next: &str) -> Option<&'static str> {
    let start = line.to_lowercase();
    let both = format!("{start} {}", next.to_lowercase());
    PROMISES
        .into_iter()
        .find(|phrase| both.find(phrase).is_some_and(|at| at < start.len()))
        .map(str::trim)
}

/// The number and kind of a heading such as `Test case 5.1-1-1 (conceptual)`.
pub(super) fn case_heading(heading: &str) -> Option<(&str, Option<CaseKind>)> {
    let rest = heading
        .strip_prefix("Test case ")
        .or_else(|| heading.strip_prefix("Test Case "))?;
    let (number, kind) = rest.split_once(' ').unwrap_or((rest, ""));
    let kind = match kind.trim().trim_matches(['(', ')']).to_lowercase().as_str() {
        "conceptual" => Some(CaseKind::Conceptual),
        "functional" => Some(CaseKind::Functional),
        "conceptual/functional" | "functional/conceptual" => {
            Some(CaseKind::ConceptualAndFunctional)
        }
        _ => None,
    };
    Some((number.trim_end_matches(':'), kind))
}

/// The letters and title of a heading such as `Test Units A & B: Title` or
/// `Unit c`; nothing if no letters follow.
pub(super) fn unit_heading(heading: &str) -> Option<(String, String)> {
    let plain = plain(heading);
    let rest = plain.strip_prefix("Test ").unwrap_or(&plain);
    let rest = rest
        .strip_prefix("Units ")
        .or_else(|| rest.strip_prefix("Unit "))?;
    let (letters, title) = rest.split_once(':').unwrap_or((rest, ""));
    letters_of(letters).map(|_| (letters.trim().to_owned(), title.trim().to_owned()))
}

/// The letters that `A & B`, `a-c` or `A, B and C` stand for, in capitals;
/// nothing if the text is something else.
pub(super) fn letters_of(text: &str) -> Option<BTreeSet<u8>> {
    let mut letters = BTreeSet::new();
    for word in text
        .split([' ', ',', '&'])
        .filter(|word| !word.is_empty() && *word != "and")
    {
        match word.to_ascii_uppercase().as_bytes() {
            [one] if one.is_ascii_uppercase() => {
                letters.insert(*one);
            }
            [from, b'-', to] if from.is_ascii_uppercase() && to.is_ascii_uppercase() => {
                letters.extend(*from..=*to);
            }
            _ => return None,
        }
    }
    Some(letters).filter(|letters| !letters.is_empty())
}

/// Whose verdict a line states.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// That of what the line stands under.
    Nearest,
    Unit,
    Case,
    Group,
}

/// Whose verdict a line states, and its words; nothing if it states none.
pub(super) fn stated(line: &str) -> Option<(Whose, &str)> {
    let line = line.trim_start_matches(['*', '-', '+', '>', '_', ' ']);
    let (label, words) = line.split_once(':')?;
    let label = label.trim_end_matches(['*', '_', ' ']);
    let owner = match label
        .len()
        .checked_sub("verdict".len())
        .and_then(|at| label.split_at_checked(at))
    {
        Some((owner, word)) if word.eq_ignore_ascii_case("verdict") => owner.trim().to_lowercase(),
        Some(_) | None => return None,
    };
    let owner = owner.strip_prefix("test ").unwrap_or(&owner);
    let whose = match owner.split(' ').next() {
        Some("") | None => Whose::Nearest,
        Some("unit" | "units") => Whose::Unit,
        Some("case") => Whose::Case,
        Some("group") => Whose::Group,
        Some(_) => return None,
    };
    Some((whose, words))
}

/// The verdict that words such as `**FAIL (reason)**` state.
pub(super) fn verdict(words: &str) -> Option<Verdict> {
    let words = plain(words).to_uppercase();
    let table = [
        ("PASS", Verdict::Pass),
        ("FAIL", Verdict::Fail),
        ("INCONCLUSIVE", Verdict::Inconclusive),
        ("N/A", Verdict::NotApplicable),
        ("NOT APPLICABLE", Verdict::NotApplicable),
    ];
    table.into_iter().find_map(|(word, verdict)| {
        let rest = words.strip_prefix(word)?;
        (!rest.starts_with(char::is_alphanumeric)).then_some(verdict)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_found_in_every_place_that_dossiers_use() {
        let cases = [
            ("**Verdict**: **PASS**", Whose::Nearest),
            ("* **Verdict**: **PASS**", Whose::Nearest),
            ("* **Unit B Verdict**: **PASS**", Whose::Unit),
            (
                "* **Test Case 5.3-13-2 Verdict**: **FAIL (Gap)**",
                Whose::Case,
            ),
            (
                "**Group Verdict**: **N/A (Condition 3 Not Satisfied)**",
                Whose::Group,
            ),
        ];
        for (line, whose) in cases {
            let (found, words) = stated(line).unwrap();
            assert_eq!(found, whose, "{line}");
            assert!(verdict(words).is_some(), "{line}");
        }
        assert_eq!(stated("The laboratory's verdict: PASS"), None);
        assert_eq!(verdict("**PASSABLE**"), None);
    }

    #[test]
    fn only_letters_make_a_unit() {
        assert_eq!(
            unit_heading("Test Unit A & B: Title"),
            Some(("A & B".into(), "Title".into()))
        );
        assert_eq!(
            unit_heading("Units c & d: x"),
            Some(("c & d".into(), "x".into()))
        );
        assert_eq!(
            unit_heading("Test Units Conceptual Assessment Matrix"),
            None
        );
        assert_eq!(letters_of("a-c"), Some(BTreeSet::from(*b"ABC")));
    }

    #[test]
    fn a_promise_may_go_on_in_the_next_line() {
        assert_eq!(
            promise("NVS Encryption is scheduled", "for the next release"),
            Some("scheduled for")
        );
        assert_eq!(promise("nothing", "scheduled for"), None);
    }
}
