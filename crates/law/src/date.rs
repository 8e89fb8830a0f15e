//! Dates as TOML writes them: `2026-07-01`, without quotes.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serializer};

/// Reads an unquoted TOML date.
///
/// # Errors
///
/// What is not a plain date, such as a time of day or a text.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let datetime = toml::value::Datetime::deserialize(deserializer)?;
    datetime.to_string().parse().map_err(|_| {
        serde::de::Error::custom(format!(
            "`{datetime}` is not a date; write it like 2026-07-01"
        ))
    })
}

/// Writes a date as text.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// A date that may be missing.
pub mod maybe {
    use jiff::civil::Date;
    use serde::{Deserializer, Serializer};

    /// Reads an unquoted TOML date that is there.
    ///
    /// # Errors
    ///
    /// As [`super::deserialize`].
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        super::deserialize(deserializer).map(Some)
    }

    /// Writes a date as text, or nothing.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => super::serialize(date, serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// A plain date, for reading one value by itself.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub struct Plain(#[serde(deserialize_with = "deserialize")] pub Date);
