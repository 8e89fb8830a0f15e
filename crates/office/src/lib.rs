//! The registry office at work: the one place with effects.
//!
//! `execute` is the spine: nothing else in the system changes a case.

mod ahead;
pub mod audit;
pub mod canonical;
pub mod cases;
pub mod certificate;
mod chance;
pub mod clock;
pub mod count;
pub mod deadlines;
pub mod editions;
pub mod evidence;
pub mod execute;
pub mod failure;
pub mod folder;
mod hot;
pub mod intake;
mod known;
pub mod label;
pub mod leaf;
mod mover;
pub mod opening;
pub mod people;
pub mod publish;
pub mod readings;
mod recent;
mod record;
mod recorder;
pub mod replay;
mod resolve;
pub mod retention;
mod scoped;
mod sequencer;
pub mod signed;
pub mod told;
