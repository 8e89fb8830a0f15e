//! What people and programs see: HTTP over an open office.
//!
//! A handler parses, calls, presents. There is no rule here and nothing is
//! decided; what may be done follows from the scheme, who may do it from
//! `case::authorize`, and each route stands in [`policy`].

mod api;
mod cite;
mod csrf;
mod cursor;
mod desk;
pub mod door;
pub mod failure;
mod guide;
mod known;
pub mod label;
pub mod language;
mod layout;
pub mod limits;
mod misasked;
pub mod openapi;
pub mod policy;
mod present;
mod public;
mod report;
pub mod router;
mod security;
pub mod serve;
pub mod session;
pub mod site;
mod statistics;
mod view;
mod words;
