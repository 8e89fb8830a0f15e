//! The site through its narrowest lasting door: HTTP, on a real office.

mod api;
mod label;
mod public;
mod visitor;
