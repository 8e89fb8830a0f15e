//! The parts of a label other than level and rows: header, code, and the lines
//! of small text.

use crate::error::ArtworkError;
use crate::facts::Words;
use crate::fit::{FILL, STEP_MM, largest_size, wrap};
use crate::font::{Weight, width_em};
use crate::frame::{Area, Frame};
use crate::pen::{Anchor, Line, Pen, units};
use crate::qr::{QUIET_ZONE, QrMatrix};
use crate::shape::shield;
use crate::template::{Star, Variant};

/// The least side of a module that a telephone reads off a printed label, in
/// mm.
const LEAST_MODULE_MM: f64 = 0.25;

/// Colours and limits that all parts share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) ink: &'a str,
    pub(crate) paper: &'a str,
    pub(crate) accent: &'a str,
    pub(crate) star: Star,
    pub(crate) variant: &'a Variant,
}

impl Look<'_> {
    fn does_not_fit(&self, field: &'static str) -> ArtworkError {
        ArtworkError::DoesNotFit {
            field,
            variant: self.variant.name.clone(),
        }
    }

    /// The largest size for a line of text, or the refusal that names it.
    pub(crate) fn size(
        &self,
        field: &'static str,
        text: &str,
        weight: Weight,
        width: f64,
        most: f64,
    ) -> Result<f64, ArtworkError> {
        let least = self.variant.min_text_mm;
        largest_size(text, weight, width, most.max(least), least)
            .ok_or_else(|| self.does_not_fit(field))
    }
}

/// The band with the shield and the title.
pub(crate) fn header(
    pen: &mut Pen,
    frame: &Frame,
    title: &Words,
    look: Look<'_>,
) -> Result<(), ArtworkError> {
    let (place, radius) = (frame.header, corner(frame));
    let (w, h, r) = (units(place.width), units(place.height), units(radius));
    pen.raw(&format!(
        "<path d=\"M0 {h}V{r}A{r} {r} 0 0 1 {r} 0H{}A{r} {r} 0 0 1 {w} {r}V{h}Z\" fill=\"{}\"/>",
        w - r,
        look.ink
    ));
    let mark = place.height * 0.60;
    let room = place.width - 2.0 * frame.level.x - mark * 1.12;
    let zh = look.size("title", &title.zh, Weight::Bold, room, place.height * 0.46)?;
    let zh_width = width_em(&title.zh, Weight::Bold) * zh;
    // The English line is set to the width of the Chinese one where it can.
    let en_room = if width_em(&title.en, Weight::Regular) * zh * 0.38 < zh_width {
        zh_width / FILL
    } else {
        room
    };
    let en = look.size(
        "English title",
        &title.en,
        Weight::Regular,
        en_room,
        zh * 0.62,
    )?;
    let widest = zh_width.max(width_em(&title.en, Weight::Regular) * en);
    let left = (place.width - widest - mark * 1.12) / 2.0;
    shield(
        pen,
        left,
        place.y + (place.height - mark) / 2.0,
        mark,
        look.paper,
    );
    let gap = en * 0.42;
    let top = place.y + (place.height - zh * 0.92 - gap - en * 0.92) / 2.0;
    let line = Line {
        x: left + mark * 1.12,
        baseline: top + zh * 0.83,
        size: zh,
        weight: Weight::Bold,
        anchor: Anchor::Start,
        fill: look.paper,
        text: &title.zh,
    };
    pen.line(line);
    pen.line(Line {
        baseline: top + zh * 0.92 + gap + en * 0.76,
        size: en,
        weight: Weight::Regular,
        text: &title.en,
        ..line
    });
    Ok(())
}

/// Radius of the corners of the label, in mm.
pub(crate) fn corner(frame: &Frame) -> f64 {
    1.8 * frame.unit
}

/// The QR code as one path. Around it the frame leaves room for a quiet zone
/// in the colour of the paper; a code of few modules is drawn smaller, so
/// that its quiet zone is never short.
pub(crate) fn code(
    pen: &mut Pen,
    frame: &Frame,
    matrix: &QrMatrix,
    look: Look<'_>,
) -> Result<(), ArtworkError> {
    let (place, count) = (frame.code, |n: usize| {
        f64::from(u16::try_from(n).unwrap_or(u16::MAX))
    });
    let module = (place.width / count(matrix.size())).min(frame.quiet / count(QUIET_ZONE));
    let side = module * count(matrix.size());
    if module < LEAST_MODULE_MM || side < look.variant.qr_min_mm {
        return Err(ArtworkError::QrTooSmall {
            variant: look.variant.name.clone(),
            module_mm: module,
            side_mm: side,
            least_mm: LEAST_MODULE_MM,
            qr_min_mm: look.variant.qr_min_mm,
        });
    }
    let inset = (place.width - side) / 2.0;
    pen.raw(&format!(
        "<path transform=\"translate({} {}) scale({:.4})\" fill=\"{}\" shape-rendering=\"crispEdges\" d=\"{}\"/>",
        units(place.x + inset),
        units(place.y + inset),
        module * crate::pen::UNITS_PER_MM,
        look.ink,
        matrix.path_data()
    ));
    Ok(())
}

/// The number under the code.
pub(crate) fn number(
    pen: &mut Pen,
    place: Area,
    number: &str,
    look: Look<'_>,
) -> Result<(), ArtworkError> {
    let size = look.size(
        "number",
        number,
        Weight::Bold,
        place.width,
        place.height * 0.9,
    )?;
    let (x, baseline) = (
        place.x + place.width / 2.0,
        place.y + place.height / 2.0 + size * 0.36,
    );
    pen.line(Line {
        x,
        baseline,
        size,
        weight: Weight::Bold,
        anchor: Anchor::Middle,
        fill: look.ink,
        text: number,
    });
    Ok(())
}

/// What scanning is for.
pub(crate) fn scan(
    pen: &mut Pen,
    frame: &Frame,
    words: &Words,
    look: Look<'_>,
) -> Result<(), ArtworkError> {
    let Some(place) = frame.scan else {
        return Ok(());
    };
    let least = look.variant.min_text_mm;
    let zh = look.size(
        "Chinese words for scanning",
        &words.zh,
        Weight::Bold,
        place.width,
        (place.height * 0.38).min(3.0 * frame.unit),
    )?;
    let mut en = (zh * 0.58).max(least);
    let lines = loop {
        let lines = wrap(&words.en, Weight::Regular, en, place.width);
        let count = f64::from(u16::try_from(lines.len()).unwrap_or(u16::MAX));
        if zh * 1.2 + (count * 1.25 - 0.2) * en <= place.height {
            break lines;
        }
        if en <= least {
            return Err(look.does_not_fit("English words for scanning"));
        }
        en = (en - STEP_MM).max(least);
    };
    let mut baseline = place.y + zh * 0.86;
    let line = Line {
        x: place.x,
        baseline,
        size: zh,
        weight: Weight::Bold,
        anchor: Anchor::Start,
        fill: look.ink,
        text: &words.zh,
    };
    pen.line(line);
    baseline += zh * 0.30 + en * 1.0;
    for text in &lines {
        pen.line(Line {
            baseline,
            size: en,
            weight: Weight::Regular,
            text,
            ..line
        });
        baseline += en * 1.25;
    }
    Ok(())
}

/// The line that says that the label is voluntary, in an outlined pill.
pub(crate) fn note(
    pen: &mut Pen,
    frame: &Frame,
    words: &Words,
    look: Look<'_>,
) -> Result<(), ArtworkError> {
    let place = frame.note;
    let text = format!("{} {}", words.zh, words.en);
    let size = look.size(
        "note",
        &text,
        Weight::Regular,
        place.width - place.height * 0.7,
        place.height * 0.54,
    )?;
    pen.frame(
        [place.x, place.y, place.width, place.height],
        place.height / 2.0,
        0.12 * frame.unit,
        "none",
        look.ink,
    );
    let (x, baseline) = (
        place.x + place.width / 2.0,
        place.y + place.height / 2.0 + size * 0.36,
    );
    pen.line(Line {
        x,
        baseline,
        size,
        weight: Weight::Regular,
        anchor: Anchor::Middle,
        fill: look.ink,
        text: &text,
    });
    Ok(())
}
