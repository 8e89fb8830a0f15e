//! The level of a label: stars, and the same in words.

use crate::error::ArtworkError;
use crate::facts::{LabelFacts, Level, Words};
use crate::font::Weight;
use crate::frame::{Frame, LevelStyle};
use crate::parts::Look;
use crate::pen::{Anchor, Line, Pen};
use crate::shape::{StarStyle, stars, stars_width};

/// The level in words: stars counted, then its name.
pub(crate) fn level_words(level: &Level) -> Words {
    let count = ["零", "一", "二", "三", "四", "五"]
        .get(usize::from(level.stars))
        .copied()
        .unwrap_or("");
    Words {
        zh: format!("{count}星 {}", level.zh),
        en: format!(
            "{} ({} of {} stars)",
            level.en, level.stars, level.max_stars
        ),
    }
}

/// Draws the stars and the words of the level.
///
/// # Errors
///
/// [`ArtworkError::DoesNotFit`] if the words are too long.
pub(crate) fn level(
    pen: &mut Pen,
    frame: &Frame,
    facts: &LabelFacts,
    look: Look<'_>,
) -> Result<(), ArtworkError> {
    let total = facts.level.max_stars;
    let (most_side, words_share) = match frame.level_style {
        LevelStyle::Below => (7.5 * frame.unit, 0.43),
        LevelStyle::Beside => (7.6 * frame.unit, 0.43),
        LevelStyle::Stacked => (4.2 * frame.unit, 0.56),
    };
    // Five stars must take no more room than three large ones.
    let side = most_side.min(3.3 * most_side / stars_width(total, 1.0));
    let words = level_words(&facts.level);
    let width = words_width(frame, stars_width(total, side));
    let zh = look.size(
        "level",
        &words.zh,
        Weight::Bold,
        width,
        most_side * words_share,
    )?;
    let en = look.size(
        "English level",
        &words.en,
        Weight::Regular,
        width,
        zh * 0.56,
    )?;

    let places = places(frame, side, stars_width(total, side), zh * 0.92 + en * 1.32);
    let style = StarStyle {
        shape: look.star,
        side,
        ink: look.ink,
        accent: look.accent,
    };
    stars(
        pen,
        places.stars_x,
        places.stars_y,
        facts.level.stars,
        total,
        style,
    );
    let line = Line {
        x: places.words_x,
        baseline: places.words_y + zh * 0.83,
        size: zh,
        weight: Weight::Bold,
        anchor: places.anchor,
        fill: look.ink,
        text: &words.zh,
    };
    pen.line(line);
    let baseline = places.words_y + zh * 0.92 + en * 1.16;
    pen.line(Line {
        baseline,
        size: en,
        weight: Weight::Regular,
        text: &words.en,
        ..line
    });
    Ok(())
}

/// Top left of the stars, and the point at which the words hang, in mm.
struct Places {
    stars_x: f64,
    stars_y: f64,
    words_x: f64,
    words_y: f64,
    anchor: Anchor,
}

/// Between the stars and the words beside them, in design millimetres.
const GAP: f64 = 2.2;

fn words_width(frame: &Frame, row: f64) -> f64 {
    match frame.level_style {
        LevelStyle::Beside => frame.level.width - row - GAP * frame.unit,
        LevelStyle::Below | LevelStyle::Stacked => frame.level.width,
    }
}

fn places(frame: &Frame, side: f64, row: f64, words_height: f64) -> Places {
    let (place, unit) = (frame.level, frame.unit);
    match frame.level_style {
        LevelStyle::Below => Places {
            stars_x: place.x + (place.width - row) / 2.0,
            stars_y: place.y,
            words_x: place.x + place.width / 2.0,
            words_y: place.y + side + 0.7 * unit,
            anchor: Anchor::Middle,
        },
        LevelStyle::Beside => Places {
            stars_x: place.x,
            stars_y: place.y + (place.height - side) / 2.0,
            words_x: place.x + row + GAP * unit,
            words_y: place.y + (place.height - words_height) / 2.0,
            anchor: Anchor::Start,
        },
        LevelStyle::Stacked => Places {
            stars_x: place.x,
            stars_y: place.y,
            words_x: place.x,
            words_y: place.y + side + 0.8 * unit,
            anchor: Anchor::Start,
        },
    }
}
