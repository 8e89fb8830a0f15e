//! The kinds of text: UTF-8 without control characters, and of the form that
//! the kind asks for.

use serde::de::IgnoredAny;

use super::fault::Phrase;
use super::{ContentFault, Kind, svg};

/// The deepest nesting of a JSON file.
const MAX_DEPTH: usize = 128;
/// The largest TOML file, in bytes; it is a format for settings.
const MAX_TOML: usize = 1 << 20;

/// The text of a file, without its byte order mark.
///
/// # Errors
///
/// What makes it something other than text.
pub(super) fn of(bytes: &[u8]) -> Result<&str, ()> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ())?;
    let odd = text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    if odd { Err(()) } else { Ok(text) }
}

/// Whether the first element of the text is `svg`.
pub(super) fn is_svg(text: &str) -> bool {
    svg::first_element(text).is_some_and(|name| name.eq_ignore_ascii_case("svg"))
}

pub(super) fn inspect(kind: Kind, bytes: &[u8]) -> Result<Vec<String>, ContentFault> {
    let damaged = |wrong| ContentFault::Damaged { kind, wrong };
    let text = of(bytes).map_err(|()| damaged(("不是UTF-8文本", "it is not UTF-8")))?;
    match kind {
        Kind::Svg => svg::inspect(text)?,
        Kind::Json => {
            if MAX_DEPTH < depth(text) {
                return Err(damaged(("嵌套过深", "its values are nested too deeply")));
            }
            serde_json::from_str::<IgnoredAny>(text)
                .map_err(|_| damaged(("不是JSON", "it is not JSON")))?;
        }
        Kind::Toml => {
            if MAX_TOML < text.len() {
                return Err(ContentFault::TooLarge {
                    bytes: text.len() as u64,
                    max: MAX_TOML as u64,
                });
            }
            text.parse::<toml::Table>()
                .map_err(|_| damaged(("不是TOML", "it is not TOML")))?;
        }
        Kind::Csv => table(text).map_err(damaged)?,
        Kind::Text | Kind::Markdown | Kind::Pdf | Kind::Png | Kind::Jpeg | Kind::Zip => (),
    }
    let mut remarks = Vec::new();
    if text.chars().any(crate::fault::is_direction_mark) {
        remarks.push("the text contains marks that turn the direction of writing".to_owned());
    }
    if kind == Kind::Csv && text.lines().any(|line| line.starts_with(['=', '@', '+'])) {
        remarks.push("rows begin with a formula; open the table as text".to_owned());
    }
    Ok(remarks)
}

/// The deepest nesting, counted outside quotation marks.
fn depth(text: &str) -> usize {
    let (mut now, mut deepest) = (0usize, 0usize);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => now += 1,
            b']' | b'}' if !in_text => now = now.saturating_sub(1),
            _ => (),
        }
        deepest = deepest.max(now);
    }
    deepest
}

fn table(text: &str) -> Result<(), Phrase> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut record = csv::ByteRecord::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => (),
            Ok(false) => return Ok(()),
            Err(_) => {
                return Err((
                    "各行的单元格数不同",
                    "its rows have different numbers of cells",
                ));
            }
        }
    }
}
