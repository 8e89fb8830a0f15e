//! Where the record is kept: SQLite or PostgreSQL, and a folder.
//!
//! Each statement is one `.sql` file that runs on both engines. Nothing here
//! decides anything.

pub mod blobs;
pub mod engine;
pub mod error;
pub mod headfile;
pub mod migrate;
mod postgres;
pub mod project;
pub mod row;
mod sqlite;
pub mod statements;
