//! Every way in which a label cannot be drawn, with advice.

use std::fmt::Write as _;

/// Why a label was not drawn. Each message says what is wrong and what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ArtworkError {
    /// The template has no variant of this name.
    #[error("the template `{template}` has no variant `{variant}`; it has: {}", .known.join(", "))]
    UnknownVariant {
        /// The id of the template.
        template: String,
        /// The name that was asked for.
        variant: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A fact that every label shows is missing.
    #[error("the label needs its {field}; supply it")]
    Empty {
        /// Which fact.
        field: &'static str,
    },
    /// A fact is longer than any real one.
    #[error("the {field} has {got} characters; at most {limit} are allowed, so shorten it")]
    TooLong {
        /// Which fact.
        field: &'static str,
        /// The greatest number of characters.
        limit: usize,
        /// The number there was.
        got: usize,
    },
    /// A list of facts has more items than a label shows.
    #[error("the label shows at most {limit} of {field}, but there are {got}")]
    TooMany {
        /// Which list.
        field: &'static str,
        /// The greatest number of items.
        limit: usize,
        /// The number there was.
        got: usize,
    },
    /// A character that is invisible, or changes how its neighbours read.
    #[error(
        "the {field} contains the character U+{code:04X}, which is invisible or changes how the text reads; remove it"
    )]
    BadCharacter {
        /// Which fact.
        field: &'static str,
        /// The code point.
        code: u32,
    },
    /// The date is not of the form 2028-06-30.
    #[error("`{0}` is not a date; write it like 2028-06-30")]
    BadDate(String),
    /// The number of stars is out of range.
    #[error("{stars} of {max} stars is not a level; it needs 1 <= stars <= max <= 5")]
    BadLevel {
        /// Stars reached.
        stars: u8,
        /// Stars there are.
        max: u8,
    },
    /// A text does not fit even at the smallest size the variant allows.
    #[error(
        "the {field} does not fit on the variant `{variant}` even in its smallest letters; choose a larger variant or a shorter text"
    )]
    DoesNotFit {
        /// Which fact.
        field: &'static str,
        /// The variant.
        variant: String,
    },
    /// The code holds more than the square can show legibly.
    #[error(
        "the QR code would have modules of {module_mm:.2} mm in a square of {side_mm:.1} mm on the variant `{variant}`; modules of {least_mm} mm in a square of {qr_min_mm} mm are the least, so choose a larger variant or a shorter code"
    )]
    QrTooSmall {
        /// The variant.
        variant: String,
        /// Side of one module, in mm.
        module_mm: f64,
        /// Side of the symbol without its quiet zone, in mm.
        side_mm: f64,
        /// The least side of a module, in mm.
        least_mm: f64,
        /// The least side of the symbol by the template, in mm.
        qr_min_mm: f64,
    },
    /// The text is too long for any QR code of level M, or empty.
    #[error("this text cannot be a QR code of level M: it has {0} bytes; 1 to {max} are allowed", max = crate::qr::MAX_BYTES)]
    QrText(usize),
    /// The shipped font lacks characters, so a picture would show boxes.
    #[error("the label font has no sign for {}; the label can be had as SVG, or write the text with other characters", list(.0))]
    MissingGlyphs(Vec<char>),
    /// The picture asked for is too large, or has no size.
    #[error(
        "{dots_per_inch} dots per inch make a picture of {width} × {height} pixels; ask for 36 to 2400 dots per inch and at most {} pixels a side",
        crate::png::MAX_SIDE
    )]
    PictureSize {
        /// Resolution that was asked for.
        dots_per_inch: f32,
        /// Width in pixels.
        width: u64,
        /// Height in pixels.
        height: u64,
    },
    /// The SVG cannot be read.
    #[error("this SVG cannot be drawn: {0}")]
    Svg(String),
    /// The encoder failed.
    #[error("the {format} could not be written: {cause}")]
    Encode {
        /// PNG or PDF.
        format: &'static str,
        /// What the encoder said.
        cause: String,
    },
}

fn list(chars: &[char]) -> String {
    let mut text = String::new();
    for c in chars.iter().take(12) {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "{}{} (U+{:04X})",
            if text.is_empty() { "" } else { ", " },
            c.escape_debug(),
            u32::from(*c)
        );
    }
    text
}
