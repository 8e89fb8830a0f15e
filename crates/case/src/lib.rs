//! What may happen to a case: command → authorize → decide → events → evolve.
//!
//! Pure: no IO; time and chance are arguments. Nothing is decided unasked
//! (`decide` takes a `Permit`, which only `authorize` makes), and folding
//! recorded events never refuses.

#![allow(
    clippy::result_large_err,
    reason = "a refusal carries its wordings; refusing is rare and never in a loop"
)]

pub mod authorize;
pub mod case;
pub mod command;
pub mod computed;
pub mod course;
pub mod decide;
pub mod decimal;
pub mod draw;
pub mod editable;
pub mod event;
pub mod evidence;
pub mod evolve;
pub mod findings;
pub mod form;
pub mod guard;
pub mod impact;
pub mod order;
pub mod party;
pub mod place;
pub mod reading;
pub mod refusal;
pub mod retention;
pub mod scenario;
pub mod terms;
pub mod value;
pub mod viewing;
pub mod wording;
pub mod world;
