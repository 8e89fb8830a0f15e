//! The commands, one file each.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod calendar;
pub(crate) mod case;
pub(crate) mod entry;
pub(crate) mod export;
pub(crate) mod filing;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod label;
pub(crate) mod party;
pub(crate) mod replay;
pub(crate) mod retention;
pub(crate) mod scheme;
pub(crate) mod serve;
