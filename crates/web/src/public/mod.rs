//! Pages and files for everybody. Nothing here is private and nothing needs a
//! script.

pub(crate) mod assets;
pub(crate) mod home;
pub(crate) mod label;
pub(crate) mod law;
pub(crate) mod log;
pub(crate) mod notices;
pub(crate) mod register;
pub(crate) mod registers;
