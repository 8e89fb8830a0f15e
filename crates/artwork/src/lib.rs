//! Draws a label as SVG, PNG and PDF, and checks artwork that was drawn
//! elsewhere.
//!
//! Pure: no file, no network, no clock, no system font. What is drawn depends
//! on the [`template::Template`], the name of a variant and the
//! [`facts::LabelFacts`] only, so the same label has the same bytes
//! everywhere. All facts are treated as hostile text.

pub mod certificate;
pub mod check;
pub mod error;
pub mod facts;
pub mod finding;
pub mod font;
pub mod pdf;
pub mod png;
pub mod qr;
pub mod svg;
pub mod template;

mod fit;
mod frame;
mod level;
mod parts;
mod pen;
mod rows;
mod shape;
mod tree;
