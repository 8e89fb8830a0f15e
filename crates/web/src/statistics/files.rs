//! A statistic for programs: JSON, and CSV as spreadsheets read it.

use super::Known;
use crate::failure::Failure;
use crate::label::status::time;
use crate::language::Lang;
use crate::site::Site;
use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A form other than a page.
#[derive(Debug, Clone, Copy)]
pub(super) enum File {
    Json,
    Csv,
}

/// Which statistic is asked for, and as what.
pub(super) fn asked(name: &str) -> (&str, Option<File>) {
    let json = name
        .strip_suffix(".json")
        .map(|name| (name, Some(File::Json)));
    let csv = || {
        name.strip_suffix(".csv")
            .map(|name| (name, Some(File::Csv)))
    };
    json.or_else(csv).unwrap_or((name, None))
}

/// The one with this name.
///
/// # Errors
///
/// [`Failure::NotFound`] if there is none among them.
pub(super) fn find(
    mut among: impl Iterator<Item = Known>,
    regime: &str,
    name: &str,
) -> Result<Known, Failure> {
    let found = among.find(|known| known.regime == regime && known.name.as_str() == name);
    found.ok_or(Failure::NotFound)
}

impl File {
    pub(super) fn of(self, site: &Site, known: &Known, lang: Lang) -> Result<Response, Failure> {
        match self {
            File::Json => Ok(Json(whole(site, known)?).into_response()),
            File::Csv => table(site, known, lang),
        }
    }
}

fn whole(site: &Site, known: &Known) -> Result<Value, Failure> {
    let counted = known.counted(site)?;
    let rules = known.rules().ok_or(Failure::NotFound)?;
    let lines: Vec<Value> = counted
        .iter()
        .map(|line| json!({"keys": line.keys, "words": line.words, "count": line.count}))
        .collect();
    Ok(json!({
        "regime": known.regime,
        "edition": known.edition.regime.head.edition,
        "statistic": known.name,
        "title": {"zh": rules.zh, "en": rules.en},
        "basis": rules.basis,
        "by": rules.by,
        "headings": known.headings(),
        "counted_at": time(site.office().clock().now()),
        "lines": lines,
    }))
}

fn table(site: &Site, known: &Known, lang: Lang) -> Result<Response, Failure> {
    let counted = known.counted(site)?;
    let mut head: Vec<String> = known
        .headings()
        .iter()
        .map(|words| cell(lang.words(words)))
        .collect();
    head.push(lang.of("件数", "Count").to_owned());
    // With the mark that tells spreadsheets that it is UTF-8.
    let mut text = format!("\u{feff}{}\r\n", head.join(","));
    for line in counted.iter() {
        for words in &line.words {
            text.push_str(&cell(lang.words(words)));
            text.push(',');
        }
        text.push_str(&format!("{}\r\n", line.count));
    }
    let mut response = text.into_response();
    let head = response.headers_mut();
    let of = HeaderValue::from_static("text/csv; charset=utf-8");
    head.insert(header::CONTENT_TYPE, of);
    let name = format!(
        "attachment; filename=\"{}-{}.csv\"",
        known.regime, known.name
    );
    let name = HeaderValue::from_str(&name).map_err(|error| Failure::Broken(error.to_string()))?;
    head.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}

/// A cell that a spreadsheet takes for text, never for a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = text.replace('"', "\"\"");
    match formula {
        true => format!("\"'{text}\""),
        false => format!("\"{text}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_taken_for_a_formula_or_ends_early() {
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
    }
}
