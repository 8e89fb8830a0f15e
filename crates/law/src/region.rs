//! Codes of places, and which place lies in which. Two ways of writing them
//! stand side by side: six digits, and capitals with digits and hyphens.

/// The place that holds all others; of a party from nowhere in particular.
pub const EVERYWHERE: &str = "000000";

/// The longest code, in characters.
pub const LONGEST: usize = 16;

/// Whether `code` is a code of a place: six digits, of which pairs of zeros at
/// the end stand for all below (GB/T 2260), or two capitals and then capitals,
/// digits and single hyphens (ISO 3166-2, NUTS).
pub fn is_region(code: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
    if digits(code) {
        return code.len() == EVERYWHERE.len();
    }
    let lettered = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit())
    };
    code.len() <= LONGEST
        && code.bytes().take(2).filter(u8::is_ascii_uppercase).count() == 2
        && code.split('-').all(lettered)
}

/// Whether the place `lower` lies in the place `upper`, or is it. Codes with
/// hyphens nest by their parts (`US` holds `US-CA`), those without by their
/// beginning (`DE` holds `DE21`).
pub fn holds(upper: &str, lower: &str) -> bool {
    if !upper.starts_with(|sign: char| sign.is_ascii_uppercase()) {
        return lower.starts_with(upper.trim_end_matches("00"));
    }
    match lower.strip_prefix(upper) {
        None => false,
        Some(rest) => {
            rest.is_empty() || rest.starts_with('-') || !(upper.contains('-') || rest.contains('-'))
        }
    }
}

/// How narrow a place is: of two that hold a third, the narrower has more.
pub fn narrowness(code: &str) -> usize {
    if code.starts_with(|sign: char| sign.is_ascii_uppercase()) {
        code.len()
    } else {
        code.trim_end_matches("00").len()
    }
}

/// The place by which cases are counted: the province of six digits, the
/// first two parts of a code with hyphens, and any other code as it is.
pub fn widest(code: &str) -> String {
    if !code.starts_with(|sign: char| sign.is_ascii_uppercase()) {
        return format!("{}0000", code.get(..2).unwrap_or("00"));
    }
    code.splitn(3, '-').take(2).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_six_digits_or_capitals_with_parts() {
        for code in [
            "000000",
            "440300",
            "FI",
            "FI-18",
            "US-CA-037",
            "DE212",
            "GB-ENG",
        ] {
            assert!(is_region(code), "{code}");
        }
        for code in [
            "",
            "44",
            "4403000",
            "F",
            "fi",
            "FI-",
            "-FI",
            "FI--18",
            "F1-18",
            "FI 18",
            "FI-18-18-18-18-18-18",
            "ＦＩ",
        ] {
            assert!(!is_region(code), "{code}");
        }
    }

    #[test]
    fn a_place_holds_itself_and_what_lies_in_it() {
        for (upper, lower, expected) in [
            ("000000", "440300", true),
            ("000000", "FI-18", true),
            ("440000", "440300", true),
            ("440300", "440000", false),
            ("FI", "FI", true),
            ("FI", "FI-18", true),
            ("FI-18", "FI", false),
            ("FI-1", "FI-18", false),
            ("US-C", "US-CA", false),
            ("US-CA", "US-CA-037", true),
            ("DE", "DE212", true),
            ("DE2", "DE-212", false),
            ("DE2", "DE212", true),
            ("DE3", "DE212", false),
            ("440000", "FI", false),
            ("FI", "440000", false),
        ] {
            assert_eq!(holds(upper, lower), expected, "{upper} {lower}");
        }
        assert_eq!(widest("440305"), "440000");
        assert_eq!(widest("US-CA-037"), "US-CA");
        assert_eq!(widest("DE212"), "DE212");
        assert!(narrowness("FI") < narrowness("FI-18"));
        assert!(narrowness("440000") < narrowness("440300"));
        assert!(narrowness(EVERYWHERE) < narrowness("FI"));
    }
}
