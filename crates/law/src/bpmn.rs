//! A procedure as BPMN 2.0 with its diagram, for those who read and discuss
//! processes in other tools.
//!
//! A step taken by persons is a user task, one of the clock a service task. A
//! state from which several steps lead is an exclusive gateway, one from which
//! a single step leads an intermediate event, a final one an end event. A term
//! at whose end the clock acts is a timer event before the clock's task; any
//! other is a timer at the border of the task that it presses for, which it
//! does not interrupt. A step that another case brings about waits for a
//! signal. Every actor has a lane; where several may take a step they share
//! one. Each element says in its documentation on which article it rests.

mod graph;
mod layout;
mod write;

use crate::procedure::Procedure;
use crate::regime::Regime;

/// The procedure as a BPMN document, in Chinese or English.
pub fn xml(regime: &Regime, procedure: &Procedure, zh: bool) -> String {
    let graph = graph::graph(regime, procedure, zh);
    let layout = layout::layout(&graph);
    write::document(regime, procedure, &graph, &layout, zh)
}
