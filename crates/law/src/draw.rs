//! A procedure as a drawing: states as boxes, steps as arrows (SVG).
//!
//! States stand below each other, in the order in which a case comes to them,
//! final ones last. Every step has a lane of its own on the right: it leaves
//! the boxes from which it leads, and its arrow enters the box to which it
//! leads, so that lines cross only at right angles. What colour says is said
//! in words as well.

mod layout;
mod paint;

use crate::procedure::Procedure;
use crate::regime::Regime;

/// The procedure as an SVG picture, in Chinese or English.
pub fn svg(regime: &Regime, procedure: &Procedure, zh: bool) -> String {
    let layout = layout::layout(procedure);
    paint::paint(regime, procedure, &layout, zh)
}
