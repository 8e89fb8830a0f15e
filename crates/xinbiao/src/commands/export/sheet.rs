//! The file of an export: JSON, one record a line in one array, or CSV.

use super::Format;
use crate::trouble::Trouble;
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is written record by record, under its name once it is whole.
pub(super) struct Sheet {
    out: Out,
    columns: &'static [&'static str],
    records: u64,
    /// Where it is written, and where it belongs.
    moved: Option<(PathBuf, PathBuf)>,
}

enum Out {
    Json(Box<dyn Write>),
    Csv(Box<csv::Writer<Box<dyn Write>>>),
}

impl Sheet {
    /// Begins a file; stdout if none is named.
    ///
    /// # Errors
    ///
    /// That it cannot be written.
    pub(super) fn open(
        path: Option<&Path>,
        format: Format,
        columns: &'static [&'static str],
    ) -> Result<Self, Trouble> {
        let mut moved = None;
        let mut out: Box<dyn Write> = match path {
            None => Box::new(BufWriter::new(std::io::stdout())),
            Some(path) => {
                let mut part = path.as_os_str().to_owned();
                part.push(".part");
                let part = PathBuf::from(part);
                let file = File::create(&part).map_err(|error| Trouble::unwritten(path, &error))?;
                moved = Some((part, path.to_owned()));
                Box::new(BufWriter::new(file))
            }
        };
        let out = match format {
            Format::Json => {
                out.write_all(b"[")
                    .map_err(|error| Trouble::unprinted(&error))?;
                Out::Json(out)
            }
            Format::Csv => {
                // Spreadsheets read UTF-8 only behind a byte order mark.
                out.write_all("\u{feff}".as_bytes())
                    .map_err(|error| Trouble::unprinted(&error))?;
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(columns).map_err(of_csv)?;
                Out::Csv(Box::new(writer))
            }
        };
        Ok(Sheet {
            out,
            columns,
            records: 0,
            moved,
        })
    }

    /// Writes one record, in the order of the columns.
    ///
    /// # Errors
    ///
    /// That it cannot be written.
    pub(super) fn write(&mut self, record: &[Value]) -> Result<(), Trouble> {
        let first = self.records == 0;
        self.records += 1;
        match &mut self.out {
            Out::Json(out) => {
                let map: Map<String, Value> = self
                    .columns
                    .iter()
                    .zip(record)
                    .map(|(name, value)| ((*name).to_owned(), value.clone()))
                    .collect();
                let comma = if first { "\n" } else { ",\n" };
                write!(out, "{comma}{}", Value::Object(map))
                    .map_err(|error| Trouble::unprinted(&error))
            }
            Out::Csv(writer) => writer.write_record(record.iter().map(cell)).map_err(of_csv),
        }
    }

    /// Ends the file and gives it its name.
    ///
    /// # Errors
    ///
    /// That it cannot be written.
    pub(super) fn end(self) -> Result<(), Trouble> {
        match self.out {
            Out::Json(mut out) => out
                .write_all(b"\n]\n")
                .and_then(|()| out.flush())
                .map_err(|error| Trouble::unprinted(&error))?,
            Out::Csv(mut writer) => writer.flush().map_err(|error| Trouble::unprinted(&error))?,
        }
        if let Some((part, path)) = self.moved {
            std::fs::rename(&part, &path).map_err(|error| Trouble::file(&path, &error))?;
        }
        Ok(())
    }
}

fn of_csv(error: csv::Error) -> Trouble {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Trouble::unprinted(&error),
        other => Trouble::system(format!("{other:?}")),
    }
}

/// A value as a cell. What a spreadsheet would run is made text (T-ATN-10).
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::Number(number) => return number.to_string(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let acts = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    if text.trim_start_matches([' ', '\u{3000}']).starts_with(acts) {
        return format!("'{text}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-ATN-10: a text that a spreadsheet would run stays a text.
    #[test]
    fn what_a_spreadsheet_would_run_is_made_text() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            " =cmd|' /C calc'!A0",
            "＝1",
        ] {
            assert!(cell(&text.into()).starts_with('\''), "{text}");
        }
        assert_eq!(cell(&"EX-1".into()), "EX-1");
        assert_eq!(cell(&(-5).into()), "-5");
    }
}
