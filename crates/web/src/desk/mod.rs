//! The desk: what a person does at a browser. Generated from the scheme; there
//! is no line for one regime, and no script.

pub(crate) mod case;
pub(crate) mod circulars;
mod deadlines;
mod door;
pub(crate) mod evidence;
pub(crate) mod fields;
pub(crate) mod form;
mod history;
pub(crate) mod holds;
pub(crate) mod kept;
pub(crate) mod list;
pub(crate) mod materials;
pub(crate) mod open;
pub(crate) mod openings;
pub(crate) mod opinions;
mod reading;
pub(crate) mod registers;
pub(crate) mod relying;
pub(crate) mod retention;
pub(crate) mod sign_in;
pub(crate) mod steps;
mod told;
mod turn;
pub(crate) mod upload;
mod watermark;

use crate::failure::Failure;
use base16ct::lower;

/// A key for a command from a form. A form about a case that is sent twice is
/// refused by the version that it bears; one that opens a case bears its key.
///
/// # Errors
///
/// [`Failure::Broken`] if the system gives no random numbers.
pub(crate) fn form_key() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(format!("form/{}", lower::encode_string(&bytes)))
}
