//! What a scheme says: the law as data.
//!
//! Pure: no IO, no clock, no chance. Files are handed in as names and texts,
//! and everything that can be wrong with them is told at once.

pub mod bpmn;
pub mod calendar;
pub mod check;
mod columns;
pub mod date;
pub mod deadline;
pub mod diff;
pub mod draw;
pub mod fault;
pub mod form;
pub mod guard;
pub mod identity;
pub mod library;
pub mod load;
pub mod lock;
pub mod model;
pub mod mutate;
pub mod name;
pub mod number;
pub mod page;
pub mod procedure;
pub mod reference;
pub mod regime;
pub mod region;
pub mod schema;
pub mod shape;
pub mod step;
pub mod term;
pub mod text;
pub mod vocabulary;
