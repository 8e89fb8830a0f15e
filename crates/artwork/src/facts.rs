//! What a label says (measures/6), and which texts may be printed at all.
//!
//! Must never let through a character that is invisible or reorders its
//! neighbours: a label is read by people, and what they read must be what was
//! filed.

use crate::error::ArtworkError;

/// The greatest number of laboratories and of standards on one label.
pub const MAX_LISTED: usize = 3;
/// The greatest number of stars a level can have.
pub const MAX_STARS: u8 = 5;

/// A text in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// The level of capability: stars, and its name in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// Stars reached, `1 <= stars <= max_stars`.
    pub stars: u8,
    /// Stars there are, at most [`MAX_STARS`].
    pub max_stars: u8,
    /// Name in Chinese, such as 增强级.
    pub zh: String,
    /// Name in English, such as Enhanced.
    pub en: String,
}

/// All that is printed on one label.
///
/// The title is that of the label (网络安全标识, China Cybersecurity Label);
/// the seven contents of measures/6 are producer, model, level, validity,
/// laboratories, standards and the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelFacts {
    /// The public number, printed under the QR code.
    pub number: String,
    /// Name of the producer, 1 to 120 characters.
    pub producer: String,
    /// Model or specification, 1 to 80 characters.
    pub model: String,
    /// Level of capability.
    pub level: Level,
    /// Last day of validity, such as 2028-06-30.
    pub valid_until: String,
    /// Names of 1 to 3 laboratories, each of 1 to 100 characters.
    pub laboratories: Vec<String>,
    /// Numbers of 1 to 3 standards, each of 1 to 60 characters.
    pub standards: Vec<String>,
    /// Text of the QR code: printable ASCII. Upper-case letters, digits and
    /// `$%*+-./:` make the smallest code.
    pub code: String,
    /// Title of the label.
    pub title: Words,
}

impl LabelFacts {
    /// Whether these facts can be printed.
    ///
    /// # Errors
    ///
    /// The first fact that is missing, too long, out of range, or contains a
    /// character that must not be on a label.
    pub fn validate(&self) -> Result<(), ArtworkError> {
        printable("title", &self.title.zh, 24)?;
        printable("English title", &self.title.en, 60)?;
        printable("number", &self.number, 40)?;
        printable("producer", &self.producer, 120)?;
        printable("model", &self.model, 80)?;
        printable("level", &self.level.zh, 12)?;
        printable("English level", &self.level.en, 24)?;
        listed("laboratories", "laboratory", &self.laboratories, 100)?;
        listed("standards", "standard", &self.standards, 60)?;
        let Level {
            stars,
            max_stars: max,
            ..
        } = self.level;
        if !(1 <= stars && stars <= max && max <= MAX_STARS) {
            return Err(ArtworkError::BadLevel { stars, max });
        }
        date(&self.valid_until)?;
        code(&self.code)
    }
}

fn listed(
    list: &'static str,
    item: &'static str,
    texts: &[String],
    limit: usize,
) -> Result<(), ArtworkError> {
    if texts.is_empty() {
        return Err(ArtworkError::Empty { field: item });
    }
    if MAX_LISTED < texts.len() {
        return Err(ArtworkError::TooMany {
            field: list,
            limit: MAX_LISTED,
            got: texts.len(),
        });
    }
    texts
        .iter()
        .try_for_each(|text| printable(item, text, limit))
}

/// Refuses a text that is empty, longer than `limit` characters, or not
/// printable.
pub(crate) fn printable(field: &'static str, text: &str, limit: usize) -> Result<(), ArtworkError> {
    if text.trim().is_empty() {
        return Err(ArtworkError::Empty { field });
    }
    let got = text.chars().count();
    if limit < got {
        return Err(ArtworkError::TooLong { field, limit, got });
    }
    match text.chars().find(|c| is_treacherous(*c)) {
        Some(c) => Err(ArtworkError::BadCharacter {
            field,
            code: u32::from(c),
        }),
        None => Ok(()),
    }
}

/// Whether a character is invisible, reorders or overprints its neighbours,
/// or is not allowed in XML.
pub(crate) fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(u32::from(c),
            0x00AD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFEFF | 0xFFA0
            | 0xFFF0..=0xFFFB | 0xFFFE | 0xFFFF | 0xE0000..=0xE0FFF
            // Combining marks can be heaped until they cover other lines.
            | 0x0300..=0x036F | 0x0483..=0x0489 | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF
            | 0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0xFE20..=0xFE2F)
        || u32::from(c) & 0xFFFE == 0xFFFE
        || matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0x0010_FFFF)
}

fn date(text: &str) -> Result<(), ArtworkError> {
    date_parts(text).map(|_| ()).ok_or_else(|| {
        ArtworkError::BadDate(
            text.chars()
                .take(40)
                .collect::<String>()
                .escape_debug()
                .to_string(),
        )
    })
}

/// Year, month and day of an ISO date.
pub(crate) fn date_parts(text: &str) -> Option<(u16, u8, u8)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let (year, month, day): (u16, u8, u8) =
        (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    ((1..=12).contains(&month) && (1..=last).contains(&day)).then_some((year, month, day))
}

fn code(text: &str) -> Result<(), ArtworkError> {
    if text.is_empty() || crate::qr::MAX_BYTES < text.len() {
        return Err(ArtworkError::QrText(text.len()));
    }
    match text.chars().find(|c| !matches!(c, ' '..='~')) {
        Some(c) => Err(ArtworkError::BadCharacter {
            field: "code",
            code: u32::from(c),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_exist_are_dates() {
        for good in ["2028-02-29", "2026-12-31", "2000-02-29"] {
            assert!(date(good).is_ok(), "{good}");
        }
        for bad in [
            "2027-02-29",
            "2100-02-29",
            "2026-13-01",
            "2026-1-1",
            "2026-04-31",
            "2026-01-00",
            "+026-01-01",
            "",
            "2026-01-01-",
        ] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn characters_that_hide_or_reorder_are_refused() {
        for bad in [
            '\u{202E}',
            '\u{200B}',
            '\u{0}',
            '\u{7}',
            '\n',
            '\u{85}',
            '\u{FEFF}',
            '\u{E0041}',
            '\u{0336}',
            '\u{1FFFE}',
            '\u{E000}',
        ] {
            assert_eq!(
                printable("model", &format!("A{bad}B"), 80),
                Err(ArtworkError::BadCharacter {
                    field: "model",
                    code: u32::from(bad)
                })
            );
        }
        for good in ["示例（深圳）·A/B", "<script>", "O'Neil & Söhne", "𠮷野家"] {
            assert_eq!(printable("model", good, 80), Ok(()));
        }
    }
}
