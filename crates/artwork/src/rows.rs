//! The contents of a label as rows: a caption in two languages, and values.
//!
//! All rows share one size of letters: the largest at which every text fits
//! in its place. Nothing is cut off; what does not fit is refused.

use crate::error::ArtworkError;
use crate::facts::LabelFacts;
use crate::fit::{STEP_MM, wrap};
use crate::font::{Weight, width_em};
use crate::frame::Area;
use crate::pen::{Anchor, Line, Pen};

/// Height of a line, in sizes.
const LEADING: f64 = 1.22;
/// Height of a hairline around and between rows, in sizes of letters.
const HAIR: f64 = 0.035;

struct Row<'a> {
    zh: &'static str,
    en: &'static str,
    field: &'static str,
    weight: Weight,
    values: &'a [String],
}

/// Rows that fit: the size of letters and the lines of each row.
struct Fitted {
    size: f64,
    caption: Caption,
    lines: Vec<Vec<String>>,
    heights: Vec<f64>,
}

/// Sizes of a caption, in mm.
#[derive(Clone, Copy)]
struct Caption {
    zh: f64,
    en: f64,
    column: f64,
}

/// How the rows are set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowStyle<'a> {
    /// Largest size of letters, in mm.
    pub(crate) preferred: f64,
    /// Smallest size of letters, in mm.
    pub(crate) least: f64,
    pub(crate) ink: &'a str,
    /// Name of the variant, for messages.
    pub(crate) variant: &'a str,
}

/// Draws the contents of the label into `place`.
///
/// # Errors
///
/// [`ArtworkError::DoesNotFit`] with the fact that takes the most room.
pub(crate) fn rows(
    pen: &mut Pen,
    place: Area,
    facts: &LabelFacts,
    style: RowStyle<'_>,
) -> Result<(), ArtworkError> {
    let rows = contents(facts);
    let mut size = style.preferred.max(style.least);
    let fitted = loop {
        let fitted = fit(&rows, size, place.width, style.least);
        if fitted.heights.iter().sum::<f64>() <= place.height {
            break fitted;
        }
        if size <= style.least {
            return Err(ArtworkError::DoesNotFit {
                field: longest(&rows, &fitted),
                variant: style.variant.to_owned(),
            });
        }
        size = (size - STEP_MM).max(style.least);
    };
    draw(pen, place, &rows, &fitted, style.ink);
    Ok(())
}

fn contents(facts: &LabelFacts) -> [Row<'_>; 5] {
    let one = std::slice::from_ref;
    let row = |zh, en, field, weight, values| Row {
        zh,
        en,
        field,
        weight,
        values,
    };
    [
        row(
            "生产者",
            "Producer",
            "producer",
            Weight::Bold,
            one(&facts.producer),
        ),
        row(
            "规格型号",
            "Model",
            "model",
            Weight::Bold,
            one(&facts.model),
        ),
        row(
            "有效期至",
            "Valid until",
            "date",
            Weight::Bold,
            one(&facts.valid_until),
        ),
        row(
            "检测实验室",
            "Laboratory",
            "laboratory",
            Weight::Regular,
            &facts.laboratories,
        ),
        row(
            "依据标准",
            "Standard",
            "standard",
            Weight::Regular,
            &facts.standards,
        ),
    ]
}

fn fit(rows: &[Row<'_>], size: f64, width: f64, least: f64) -> Fitted {
    let (zh, en) = ((size * 0.80).max(least), (size * 0.60).max(least));
    let widest = rows
        .iter()
        .map(|row| {
            (width_em(row.zh, Weight::Regular) * zh).max(width_em(row.en, Weight::Regular) * en)
        })
        .fold(0.0, f64::max);
    let caption = Caption {
        zh,
        en,
        column: widest + size * 0.75,
    };
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            row.values
                .iter()
                .flat_map(|value| wrap(value, row.weight, size, width - caption.column))
                .collect()
        })
        .collect();
    let heights = lines
        .iter()
        .map(|lines| {
            let count = f64::from(u16::try_from(lines.len()).unwrap_or(u16::MAX));
            (count * LEADING * size).max(caption_height(caption)) + size * 0.34
        })
        .collect();
    Fitted {
        size,
        caption,
        lines,
        heights,
    }
}

fn caption_height(caption: Caption) -> f64 {
    caption.zh * 1.06 + caption.en * 1.12
}

fn longest(rows: &[Row<'_>], fitted: &Fitted) -> &'static str {
    let most = rows
        .iter()
        .zip(&fitted.lines)
        .max_by_key(|(_, lines)| lines.len());
    most.map_or("contents", |(row, _)| row.field)
}

fn draw(pen: &mut Pen, place: Area, rows: &[Row<'_>], fitted: &Fitted, ink: &str) {
    let Fitted {
        size,
        caption,
        lines,
        heights,
    } = fitted;
    let spare = (place.height - heights.iter().sum::<f64>())
        / f64::from(u8::try_from(rows.len()).unwrap_or(u8::MAX));
    let mut top = place.y;
    for ((row, lines), height) in rows.iter().zip(lines).zip(heights) {
        pen.bar(place.x, top, place.width, size * HAIR, ink);
        let middle = top + (height + spare) / 2.0;
        let text = Line {
            x: place.x,
            baseline: 0.0,
            size: *size,
            weight: row.weight,
            anchor: Anchor::Start,
            fill: ink,
            text: "",
        };
        let head = middle - caption_height(*caption) / 2.0;
        pen.line(Line {
            baseline: head + caption.zh * 0.92,
            size: caption.zh,
            weight: Weight::Regular,
            text: row.zh,
            ..text
        });
        let foot = head + caption.zh * 1.06 + caption.en * 0.92;
        pen.line(Line {
            baseline: foot,
            size: caption.en,
            weight: Weight::Regular,
            text: row.en,
            ..text
        });
        let mut line_top = middle
            - size * LEADING * f64::from(u16::try_from(lines.len()).unwrap_or(u16::MAX)) / 2.0;
        for line in lines {
            pen.line(Line {
                x: place.x + caption.column,
                baseline: line_top + size * 0.98,
                text: line,
                ..text
            });
            line_top += size * LEADING;
        }
        top += height + spare;
    }
    pen.bar(place.x, top, place.width, size * HAIR, ink);
}
