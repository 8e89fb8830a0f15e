//! Parameters and rows: texts and whole numbers, on both engines.

/// A parameter of a statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Param {
    Text(String),
    Int(i64),
    NoText,
    NoInt,
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Param::Text(text.to_owned())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Param::Text(text)
    }
}

impl From<i64> for Param {
    fn from(number: i64) -> Self {
        Param::Int(number)
    }
}

impl From<u64> for Param {
    fn from(number: u64) -> Self {
        Param::Int(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Option<String>> for Param {
    fn from(text: Option<String>) -> Self {
        text.map_or(Param::NoText, Param::Text)
    }
}

impl From<Option<u64>> for Param {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Param::NoInt, Param::from)
    }
}

impl From<Option<i64>> for Param {
    fn from(number: Option<i64>) -> Self {
        number.map_or(Param::NoInt, Param::Int)
    }
}

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Int(i64),
    Null,
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub Vec<Cell>);

impl Row {
    /// The text in column `at`; empty where there is none.
    pub fn text(&self, at: usize) -> &str {
        match self.0.get(at) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// The text in column `at`, if there is one.
    pub fn maybe_text(&self, at: usize) -> Option<&str> {
        match self.0.get(at) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The number in column `at`; 0 where there is none.
    pub fn int(&self, at: usize) -> i64 {
        self.maybe_int(at).unwrap_or(0)
    }

    /// The number in column `at`, if there is one.
    pub fn maybe_int(&self, at: usize) -> Option<i64> {
        match self.0.get(at) {
            Some(Cell::Int(number)) => Some(*number),
            _ => None,
        }
    }

    /// The number in column `at` as a count, if there is one.
    pub fn maybe_count(&self, at: usize) -> Option<u64> {
        u64::try_from(self.maybe_int(at)?).ok()
    }

    /// The number in column `at` as a count.
    pub fn count(&self, at: usize) -> u64 {
        u64::try_from(self.int(at)).unwrap_or(0)
    }
}

/// A statement with its parameters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    pub sql: crate::statements::Sql,
    pub params: Vec<Param>,
}

/// Binds parameters to a statement.
pub fn bind<const N: usize>(sql: crate::statements::Sql, params: [Param; N]) -> Bound {
    Bound {
        sql,
        params: params.into(),
    }
}
