//! What a benchmark found: figures with median and range, the reference
//! beside each, and whether the gate was reached.

use super::Args;
use serde_json::{Value, json};

/// One figure.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) unit: &'static str,
    pub(crate) runs: Vec<f64>,
    /// The bound that must be reached: at least (true) or at most (false).
    pub(crate) gate: Option<(bool, f64)>,
    pub(crate) goal: Option<f64>,
}

impl Figure {
    /// A figure without gate.
    pub(crate) fn new(name: impl Into<String>, unit: &'static str, runs: Vec<f64>) -> Self {
        Figure {
            name: name.into(),
            unit,
            runs,
            gate: None,
            goal: None,
        }
    }

    /// With a gate that the median must reach, and the goal.
    pub(crate) fn at_least(mut self, gate: f64, goal: f64) -> Self {
        self.gate = Some((true, gate));
        self.goal = Some(goal);
        self
    }

    /// With a gate that the median must not exceed, and the goal.
    pub(crate) fn at_most(mut self, gate: f64, goal: f64) -> Self {
        self.gate = Some((false, gate));
        self.goal = Some(goal);
        self
    }

    /// The middle run.
    pub(crate) fn median(&self) -> f64 {
        let mut runs = self.runs.clone();
        runs.sort_by(f64::total_cmp);
        runs.get(runs.len() / 2).copied().unwrap_or(f64::NAN)
    }

    fn range(&self) -> (f64, f64) {
        let least = self.runs.iter().copied().fold(f64::INFINITY, f64::min);
        (
            least,
            self.runs.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        )
    }

    fn reached(&self) -> Option<bool> {
        self.gate.map(|(least, gate)| {
            if least {
                gate <= self.median()
            } else {
                self.median() <= gate
            }
        })
    }
}

/// All that a benchmark found.
#[derive(Debug)]
pub(crate) struct Report {
    name: String,
    pub(crate) notes: Vec<String>,
    figures: Vec<Figure>,
}

impl Report {
    /// An empty report.
    pub(crate) fn new(args: &Args) -> Self {
        Report {
            name: format!("{:?}", args.name),
            notes: Vec::new(),
            figures: Vec::new(),
        }
    }

    /// Adds a figure.
    pub(crate) fn add(&mut self, figure: Figure) {
        self.figures.push(figure);
    }

    /// Adds a sentence about how it was measured.
    pub(crate) fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Whether every gate was reached.
    pub(crate) fn gates_reached(&self) -> bool {
        self.figures
            .iter()
            .all(|figure| figure.reached() != Some(false))
    }

    /// Prints the report for a person, or as one JSON document.
    pub(crate) fn print(&self, json: bool) {
        if json {
            say(&self.json().to_string());
            return;
        }
        for note in &self.notes {
            say(&format!("# {note}"));
        }
        say(&format!(
            "{:<44} {:>12} {:>25}  {:<8} gate / goal",
            "", "median", "range", "unit"
        ));
        for figure in &self.figures {
            let (least, most) = figure.range();
            let gate = match (figure.gate, figure.goal, figure.reached()) {
                (Some((_, gate)), Some(goal), Some(reached)) => {
                    format!(
                        "{gate} / {goal}  {}",
                        if reached { "reached" } else { "MISSED" }
                    )
                }
                _ => String::new(),
            };
            say(&format!(
                "{:<44} {:>12} {:>12} …{:>11}  {:<8} {gate}",
                figure.name,
                shown(figure.median()),
                shown(least),
                shown(most),
                figure.unit
            ));
        }
    }

    fn json(&self) -> Value {
        let figures: Vec<Value> = self
            .figures
            .iter()
            .map(|figure| {
                json!({
                    "name": figure.name, "unit": figure.unit, "median": figure.median(), "runs": figure.runs,
                    "gate": figure.gate.map(|(_, gate)| gate), "goal": figure.goal, "reached": figure.reached(),
                })
            })
            .collect();
        json!({"benchmark": self.name, "notes": self.notes, "figures": figures})
    }
}

fn shown(figure: f64) -> String {
    if 1000.0 <= figure.abs() {
        format!("{figure:.0}")
    } else {
        format!("{figure:.3}")
    }
}

/// Prints a line; a reader who went away is no trouble.
fn say(line: &str) {
    crate::print(&format!("{line}\n"));
}
