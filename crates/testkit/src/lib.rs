//! A real office in a temporary folder, with a clock that is set by hand and
//! parties set up by real commands. For tests only: what fails here panics.

pub mod borrowed;
pub mod engines;
pub mod filing;
pub mod office;
pub mod parties;
pub mod quiet;
pub mod scene;
