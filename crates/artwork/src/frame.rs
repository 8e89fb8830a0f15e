//! Where the parts of a label stand. Everything is in mm from the top left.

use crate::template::{Layout, Variant};

/// A rectangle, in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// How the level is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LevelStyle {
    /// Large stars in the middle, the words under them.
    Below,
    /// Stars on the left, the words on their right.
    Beside,
    /// As `Below`, but from the left edge and close together.
    Stacked,
}

/// The places of the parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    /// What one design millimetre is on this label.
    pub(crate) unit: f64,
    pub(crate) header: Area,
    pub(crate) level: Area,
    pub(crate) level_style: LevelStyle,
    pub(crate) rows: Area,
    /// Preferred size of the contents, in mm.
    pub(crate) row_size: f64,
    /// Square that holds the code without its quiet zone.
    pub(crate) code: Area,
    /// What is free on every side of the code, in mm.
    pub(crate) quiet: f64,
    pub(crate) number: Area,
    /// What scanning is for, where there is room to say it.
    pub(crate) scan: Option<Area>,
    pub(crate) note: Area,
}

impl Frame {
    pub(crate) fn of(variant: &Variant) -> Frame {
        let (width, height) = (variant.width_mm, variant.height_mm);
        match variant.layout {
            Layout::Portrait => portrait(width, height),
            Layout::Landscape => landscape(width, height),
            Layout::Compact => compact(width, height),
        }
    }
}

fn area(x: f64, y: f64, width: f64, height: f64) -> Area {
    Area {
        x,
        y,
        width,
        height,
    }
}

/// Designed on 50 × 70 mm.
fn portrait(width: f64, height: f64) -> Frame {
    let u = (width / 50.0).min(height / 70.0);
    let (edge, code, quiet) = (3.0 * u, 14.6 * u, 2.1 * u);
    let foot = height - 22.2 * u;
    let right = edge + code + 3.2 * u;
    Frame {
        unit: u,
        header: area(0.0, 0.0, width, 10.8 * u),
        level: area(edge, 12.2 * u, width - 2.0 * edge, 13.4 * u),
        level_style: LevelStyle::Below,
        rows: area(edge, 26.6 * u, width - 2.0 * edge, foot - 26.8 * u),
        row_size: 2.25 * u,
        code: area(edge, foot + 2.0 * u, code, code),
        quiet,
        number: area(edge, foot + code + 3.8 * u, code, 2.2 * u),
        scan: Some(area(right, foot + 2.0 * u, width - edge - right, 11.6 * u)),
        note: area(right, height - 5.4 * u, width - edge - right, 3.6 * u),
    }
}

/// Designed on 80 × 45 mm.
fn landscape(width: f64, height: f64) -> Frame {
    let u = (width / 80.0).min(height / 45.0);
    let (edge, code, quiet) = (3.0 * u, 17.0 * u, 2.35 * u);
    let right = width - edge - code;
    let left = right - 3.6 * u - edge;
    Frame {
        unit: u,
        header: area(0.0, 0.0, width, 9.6 * u),
        level: area(edge, 11.2 * u, left, 8.0 * u),
        level_style: LevelStyle::Beside,
        rows: area(edge, 20.4 * u, left, height - 22.0 * u),
        row_size: 2.3 * u,
        code: area(right, 12.0 * u, code, code),
        quiet,
        number: area(right, 30.9 * u, code, 2.0 * u),
        scan: Some(area(right, 33.9 * u, code + 0.4 * u, height - 39.4 * u)),
        note: area(right, height - 4.9 * u, code, 3.1 * u),
    }
}

/// Designed on 30 × 40 mm.
fn compact(width: f64, height: f64) -> Frame {
    let u = (width / 30.0).min(height / 40.0);
    let (edge, code, quiet) = (1.7 * u, 11.0 * u, 1.5 * u);
    let right = width - edge - code;
    let left = right - edge - 1.5 * u;
    Frame {
        unit: u,
        header: area(0.0, 0.0, width, 6.4 * u),
        level: area(edge, 7.9 * u, left, 9.6 * u),
        level_style: LevelStyle::Stacked,
        rows: area(edge, 23.0 * u, width - 2.0 * edge, height - 23.9 * u),
        row_size: 1.55 * u,
        code: area(right, 7.9 * u, code, code),
        quiet,
        number: area(right, 20.2 * u, code, 1.8 * u),
        scan: None,
        note: area(edge, 19.3 * u, left, 2.4 * u),
    }
}
