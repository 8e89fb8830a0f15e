//! Numbers with a fixed count of decimals, counted in their smallest unit, so
//! that an amount is never rounded.

/// The most digits before the point: amounts of any budget, and room to add.
const LONGEST: usize = 12;

/// The number in its smallest unit: `12.5` with two decimals is 1250. None if
/// it is no number, or has more decimals.
pub fn read(text: &str, decimals: u8) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let places = usize::from(decimals);
    let digits = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
    let pointed = text.contains('.') != part.is_empty();
    let sound = pointed
        && (1..=LONGEST).contains(&whole.len())
        && part.len() <= places
        && digits(whole)
        && digits(part);
    sound
        .then(|| format!("{whole}{part:0<places$}").parse().ok())
        .flatten()
}

/// The number as it is written: 1250 with two decimals is `12.50`.
pub fn write(number: i64, decimals: u8) -> String {
    let places = usize::from(decimals);
    if places == 0 {
        return number.to_string();
    }
    let digits = format!("{number:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{whole}.{part}")
}

/// How many smallest units are in one.
pub fn unit(decimals: u8) -> i64 {
    10_i64.saturating_pow(u32::from(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_as_it_is_written() {
        for (text, decimals, number, written) in [
            ("12.5", 2, 1250, "12.50"),
            ("12", 2, 1200, "12.00"),
            ("0.01", 2, 1, "0.01"),
            ("0", 3, 0, "0.000"),
            ("007", 0, 7, "7"),
            ("999999999999.99", 2, 99_999_999_999_999, "999999999999.99"),
        ] {
            assert_eq!(read(text, decimals), Some(number), "{text}");
            assert_eq!(write(number, decimals), written);
            assert_eq!(read(written, decimals), Some(number));
        }
    }

    #[test]
    fn what_is_no_such_number_is_refused() {
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1,5",
            "1e3",
            "1.234",
            "1.2.3",
            " 1",
            "１",
            "1000000000000",
        ] {
            assert_eq!(read(text, 2), None, "{text}");
        }
    }
}
