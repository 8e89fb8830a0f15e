//! What is handed in as proof: structured test reports, dossiers written in
//! Markdown, and uploaded files. Everything here is given names and bytes and
//! answers with values; it must never open a file, ask the time or draw a
//! random number, and no input may make it panic.

pub mod content;
pub mod dossier;
pub mod fault;
pub mod read;
pub mod report;
