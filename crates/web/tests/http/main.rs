//! The site through its narrowest lasting door: HTTP, on a real office.

mod api;
mod desk;
mod label;
mod policy;
mod public;
mod visitor;
