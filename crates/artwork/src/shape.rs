//! Shapes that are not text: stars and the shield in the header.

use std::f64::consts::PI;

use crate::pen::{Pen, polygon, units};
use crate::template::Star;

/// How one star is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StarStyle<'a> {
    pub(crate) shape: Star,
    /// Width of the square that holds the star, in mm.
    pub(crate) side: f64,
    pub(crate) ink: &'a str,
    pub(crate) accent: &'a str,
}

/// A row of `total` stars whose first `reached` are filled. Filled and empty
/// ones differ by shape, not by colour alone. Returns the width of the row.
pub(crate) fn stars(
    pen: &mut Pen,
    x: f64,
    y: f64,
    reached: u8,
    total: u8,
    style: StarStyle<'_>,
) -> f64 {
    let pitch = style.side * PITCH;
    for index in 0..total {
        star(pen, x + pitch * f64::from(index), y, index < reached, style);
    }
    stars_width(total, style.side)
}

/// Width of a row of stars, in mm.
pub(crate) fn stars_width(total: u8, side: f64) -> f64 {
    side * (PITCH * f64::from(total.saturating_sub(1)) + 1.0)
}

/// From one star to the next, in sides.
const PITCH: f64 = 1.12;

fn star(pen: &mut Pen, x: f64, y: f64, filled: bool, style: StarStyle<'_>) {
    let (stroke, inner, join) = match style.shape {
        Star::Pointed => (style.side * 0.05, 0.40, "miter"),
        Star::Rounded => (style.side * 0.085, 0.50, "round"),
    };
    let radius = (style.side - stroke) / 2.0 / (PI * 0.4).sin();
    // A five-pointed star is less high than wide below its centre.
    let (cx, cy) = (x + style.side / 2.0, y + stroke / 2.0 + radius);
    let points: Vec<(f64, f64)> = (0..10_u8)
        .map(|corner| {
            let angle = PI * f64::from(corner) / 5.0;
            let reach = if corner % 2 == 0 {
                radius
            } else {
                radius * inner
            };
            (cx + reach * angle.sin(), cy - reach * angle.cos())
        })
        .collect();
    let (fill, line) = if filled {
        (style.accent, style.accent)
    } else {
        ("none", style.ink)
    };
    let stroke = if filled { stroke } else { stroke * 0.8 };
    pen.raw(&format!(
        "<path d=\"{}\" fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"{}\" stroke-linejoin=\"{join}\"/>",
        polygon(&points),
        units(stroke)
    ));
}

/// A shield with a tick, `height` mm high and 0.86 times as wide.
pub(crate) fn shield(pen: &mut Pen, x: f64, y: f64, height: f64, ink: &str) {
    let at = |dx: f64, dy: f64| format!("{} {}", units(x + dx * height), units(y + dy * height));
    let stroke = units(height * 0.085);
    pen.raw(&format!(
        "<path d=\"M{} C{} {} {} C{} {} {} C{} {} {} C{} {} {}Z\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{stroke}\" stroke-linejoin=\"round\"/>",
        at(0.43, 0.04), at(0.54, 0.12), at(0.68, 0.16), at(0.82, 0.17),
        at(0.84, 0.54), at(0.74, 0.82), at(0.43, 0.96),
        at(0.12, 0.82), at(0.02, 0.54), at(0.04, 0.17),
        at(0.18, 0.16), at(0.32, 0.12), at(0.43, 0.04),
    ));
    pen.raw(&format!(
        "<path d=\"M{} L{} L{}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"{}\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>",
        at(0.25, 0.50), at(0.39, 0.64), at(0.63, 0.37),
        units(height * 0.105)
    ));
}
