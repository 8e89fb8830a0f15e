//! Writes SVG elements. All that comes from outside passes [`escape`].
//!
//! Lengths come in mm and are written as whole hundredths of a millimetre, so
//! that the bytes are the same on every machine.

use std::fmt::Write as _;

use crate::font::{self, Weight};

/// Units of the drawing in one millimetre.
pub(crate) const UNITS_PER_MM: f64 = 100.0;

/// Which end of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
}

/// One line of text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) x: f64,
    pub(crate) baseline: f64,
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) anchor: Anchor,
    pub(crate) fill: &'a str,
    pub(crate) text: &'a str,
}

/// A drawing that grows.
#[derive(Debug, Default)]
pub(crate) struct Pen {
    out: String,
}

impl Pen {
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Adds markup that this crate wrote itself.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
        self.out.push('\n');
    }

    pub(crate) fn line(&mut self, line: Line<'_>) {
        let anchor = match line.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
        };
        let weight = match line.weight {
            Weight::Regular => "",
            Weight::Bold => " font-weight=\"700\"",
        };
        let text = escape(line.text);
        let (x, y, size) = (units(line.x), units(line.baseline), units(line.size));
        self.raw(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{weight}{anchor}{} fill=\"{}\">{text}</text>",
            squeeze(&line),
            line.fill
        ));
    }

    /// A filled rectangle.
    pub(crate) fn bar(&mut self, x: f64, y: f64, width: f64, height: f64, fill: &str) {
        let (x, y, width, height) = (units(x), units(y), units(width), units(height));
        self.raw(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"
        ));
    }

    /// A rectangle with round corners, outlined.
    pub(crate) fn frame(&mut self, at: [f64; 4], radius: f64, stroke: f64, fill: &str, ink: &str) {
        let [x, y, width, height] = at.map(units);
        let (radius, stroke) = (units(radius), units(stroke));
        self.raw(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" fill=\"{fill}\" stroke=\"{ink}\" stroke-width=\"{stroke}\"/>"
        ));
    }
}

/// A text with signs that our font lacks is drawn in some other font, whose
/// letters may be of any width: such a text is squeezed to the width that was
/// reckoned, so that it cannot run into its neighbours.
fn squeeze(line: &Line<'_>) -> String {
    if font::missing_glyphs(line.text).is_empty() {
        return String::new();
    }
    let width = units(font::width_em(line.text, line.weight) * line.size);
    format!(" textLength=\"{width}\" lengthAdjust=\"spacingAndGlyphs\"")
}

/// Hundredths of a millimetre. All lengths of a template are at most 300 mm.
#[expect(
    clippy::cast_possible_truncation,
    reason = "lengths are at most some hundreds of mm"
)]
pub(crate) fn units(mm: f64) -> i64 {
    (mm * UNITS_PER_MM).round() as i64
}

/// Text as the content or attribute of an XML element. What XML cannot say is
/// replaced by U+FFFD.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

/// Path data of a polygon through `points`, in mm.
pub(crate) fn polygon(points: &[(f64, f64)]) -> String {
    let mut data = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = write!(
            data,
            "{}{} {}",
            if index == 0 { "M" } else { "L" },
            units(*x),
            units(*y)
        );
    }
    data.push('Z');
    data
}
