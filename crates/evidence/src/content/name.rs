//! File names as they are uploaded. A name is never used as a path; it is
//! refused where it could mislead a person or a program that saves it.

use super::ContentFault;
use super::fault::Phrase;
use crate::fault::is_direction_mark;

/// The longest file name, in characters.
const MAX_CHARS: usize = 200;

/// Names that old systems take for devices, whatever their ending.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"];

/// Checks a file name before the file itself has arrived.
///
/// # Errors
///
/// [`ContentFault::Name`] if the name is empty, longer than 200 characters,
/// a path, a reserved name, or contains characters that do not show or that
/// file systems reserve.
pub fn check_name(name: &str) -> Result<(), ContentFault> {
    let wrong = |wrong| Err(ContentFault::Name { wrong });
    if name.trim().is_empty() {
        return wrong(("为空", "is empty"));
    }
    if name.chars().nth(MAX_CHARS).is_some() {
        return wrong(("超过200个字符", "is longer than 200 characters"));
    }
    if name.contains([
        '/', '\\', '\u{2044}', '\u{2215}', '\u{FF0F}', '\u{FF3C}', '\u{29F8}',
    ]) {
        return wrong(("含有路径分隔符", "contains a path separator"));
    }
    match fault_of_part(name) {
        Some(found) => wrong(found),
        None => Ok(()),
    }
}

/// What is wrong with a name that is one part of a path, if anything.
pub(super) fn fault_of_part(name: &str) -> Option<Phrase> {
    let lower = name.to_lowercase();
    if name.chars().any(char::is_control) {
        Some(("含有控制字符", "contains control characters"))
    } else if name
        .chars()
        .any(|c| is_direction_mark(c) || is_invisible(c))
    {
        Some((
            "含有不可见或者改变书写方向的字符",
            "contains characters that do not show or that turn the direction of writing",
        ))
    } else if name.contains("..") || name.contains(['\u{FF0E}', '\u{2024}', '\u{2025}', '\u{2026}'])
    {
        Some(("含有“..”或者形似的字符", "contains `..` or a look-alike"))
    } else if ["%2e", "%2f", "%5c", "%00", "%25", "%c0", "%u"]
        .iter()
        .any(|escape| lower.contains(escape))
    {
        Some((
            "含有转义的路径分隔符或者点",
            "contains an escaped path separator or point",
        ))
    } else if name.contains(['<', '>', ':', '"', '|', '?', '*']) {
        Some(("含有 < > : \" | ? * 之一", "contains one of < > : \" | ? *"))
    } else if name.starts_with(['.', ' ']) || name.ends_with(['.', ' ']) {
        Some((
            "以点或者空格开头或者结尾",
            "begins or ends with a point or a space",
        ))
    } else if is_device(name) {
        Some(("是设备保留名称", "is reserved for a device"))
    } else {
        None
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{180E}' | '\u{200B}'..='\u{200D}' | '\u{2028}'..='\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim().to_uppercase();
    DEVICES
        .into_iter()
        .any(|device| match (device, stem.strip_prefix(device)) {
            (_, None) => false,
            ("COM" | "LPT", Some(rest)) => {
                matches!(rest, "¹" | "²" | "³")
                    || (rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
            }
            (_, Some(rest)) => rest.is_empty(),
        })
}
