//! What programs use: JSON in, JSON out, problem details when not.

pub(crate) mod body;
pub(crate) mod cases;
pub(crate) mod commands;
pub(crate) mod entries;
pub(crate) mod events;
pub(crate) mod evidence;
pub(crate) mod materials;
pub(crate) mod me;
pub(crate) mod retention;
