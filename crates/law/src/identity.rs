//! Who a party is: the unified social credit code (GB 32100-2015) and the
//! identities of foreign producers.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

const SIGNS: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [u32; 17] = [
    1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28,
];

/// A party's code: a unified social credit code, or `XX:number` for a foreign
/// register, XX being the two letters of the country (ISO 3166-1).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyCode(String);

/// Why a text is not a party's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error(
        "`{0}` is not a unified social credit code: it has 18 characters, digits and capital \
         letters without I, O, S, V and Z; a foreign producer is written like `FI:1234567-8`"
    )]
    Shape(String),
    #[error("`{0}` has a wrong check character (GB 32100-2015); compare it with the licence again")]
    CheckCharacter(String),
}

impl PartyCode {
    /// The code as text, normalized.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a foreign register's number.
    pub fn is_foreign(&self) -> bool {
        self.0.contains(':')
    }
}

impl FromStr for PartyCode {
    type Err = CodeError;

    /// Trims, turns full-width signs into half-width ones and lower case into
    /// upper case before it looks.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = || CodeError::Shape(text.chars().take(40).collect());
        if 160 < text.len() {
            return Err(shape());
        }
        let code: String = text
            .trim()
            .chars()
            .map(half_width)
            .collect::<String>()
            .to_uppercase();
        if let Some((country, number)) = code.split_once(':') {
            let sound = country.len() == 2
                && country.bytes().all(|b| b.is_ascii_uppercase())
                && country != "CN"
                && (1..=32).contains(&number.len())
                && number
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.');
            return if sound {
                Ok(PartyCode(code))
            } else {
                Err(shape())
            };
        }
        let values: Option<Vec<u32>> = code.bytes().map(value).collect();
        let values = values
            .filter(|values| values.len() == 18)
            .ok_or_else(shape)?;
        let sum: u32 = values
            .iter()
            .zip(WEIGHTS)
            .map(|(value, weight)| value * weight)
            .sum();
        if values.last() != Some(&((31 - sum % 31) % 31)) {
            return Err(CodeError::CheckCharacter(code));
        }
        Ok(PartyCode(code))
    }
}

/// The last sign of a unified social credit code whose first 17 are given.
pub fn check_sign(first: &str) -> Option<char> {
    let values: Option<Vec<u32>> = first.bytes().map(value).collect();
    let values = values.filter(|values| values.len() == 17)?;
    let sum: u32 = values
        .iter()
        .zip(WEIGHTS)
        .map(|(value, weight)| value * weight)
        .sum();
    let index = usize::try_from((31 - sum % 31) % 31).ok()?;
    SIGNS.get(index).map(|sign| char::from(*sign))
}

fn value(sign: u8) -> Option<u32> {
    SIGNS
        .iter()
        .position(|s| *s == sign)
        .and_then(|at| u32::try_from(at).ok())
}

fn half_width(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        _ => sign,
    }
}

impl fmt::Display for PartyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for PartyCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PartyCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// OPS-02: three codes published by their holders, and two synthetic ones.
    #[test]
    fn published_and_synthetic_codes_are_accepted() {
        for code in [
            "9144030071526726XG",
            "91110000802100433B",
            "91330100799655058B",
            "91000000000000000K",
            "12100000000000000F",
        ] {
            assert_eq!(code.parse::<PartyCode>().unwrap().as_str(), code);
        }
    }

    #[test]
    fn a_code_is_normalized_before_it_is_looked_at() {
        let wide = " ９１４４０３００７１５２６７２６ｘｇ ";
        assert_eq!(
            wide.parse::<PartyCode>().unwrap().as_str(),
            "9144030071526726XG"
        );
    }

    /// OPS-02: every single wrong sign is noticed.
    #[test]
    fn every_single_misreading_is_refused() {
        let code = "91110000802100433B";
        for at in 0..18 {
            for sign in SIGNS.iter().map(|sign| char::from(*sign)) {
                let mut wrong = code.to_owned();
                wrong.replace_range(at..=at, &sign.to_string());
                assert_eq!(wrong.parse::<PartyCode>().is_ok(), wrong == code, "{wrong}");
            }
        }
    }

    #[test]
    fn foreign_codes_name_their_register_and_hostile_texts_are_refused() {
        assert!("FI:2787362-4".parse::<PartyCode>().unwrap().is_foreign());
        for text in [
            "",
            "CN:1",
            "F1:2",
            "FI:",
            "FI:a b",
            "9111000080210043３B９",
            "91I10000802100433B",
            "\0",
        ] {
            assert!(text.parse::<PartyCode>().is_err(), "{text}");
        }
    }
}
