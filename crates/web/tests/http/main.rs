//! The site through its narrowest lasting door: HTTP, on a real office.

#![allow(clippy::unwrap_used, reason = "what fails in a test panics")]

mod access;
mod api;
mod chromium;
mod desk;
mod evidence;
mod forms;
mod guide;
mod label;
mod limited;
mod outside;
mod panel;
mod people;
mod policy;
mod public;
mod quiet;
mod registers;
mod report;
mod reporting;
mod retention;
mod statistics;
mod visitor;
mod visits;
