//! The check of a label: what everybody asks all day, answered from memory.

pub mod answer;
mod code;
pub mod entry;
pub mod files;
mod history;
pub mod page;
mod parts;
pub mod report;
pub mod shelf;
pub mod status;
pub(crate) mod verdict;
