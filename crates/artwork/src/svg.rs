//! Draws a label as SVG: the one source of every printed form.

use crate::error::ArtworkError;
use crate::facts::LabelFacts;
use crate::font::FAMILY;
use crate::frame::Frame;
use crate::level;
use crate::parts::{self, Look};
use crate::pen::{Pen, escape, units};
use crate::qr;
use crate::rows::{self, RowStyle};
use crate::template::Template;

/// The label as a self-contained SVG document of the exact size of the
/// variant. The same arguments give the same bytes.
///
/// Text stays text. Characters that the label font lacks are drawn by the
/// reader's fonts; see [`crate::font::missing_glyphs`].
///
/// # Errors
///
/// An [`ArtworkError`] if the template has no such variant, if a fact may not
/// be printed, or if something does not fit.
pub fn svg(template: &Template, variant: &str, facts: &LabelFacts) -> Result<String, ArtworkError> {
    facts.validate()?;
    let Some(variant) = template.variant(variant) else {
        return Err(ArtworkError::UnknownVariant {
            template: template.id.clone(),
            variant: variant.chars().take(40).collect(),
            known: template.variants.iter().map(|v| v.name.clone()).collect(),
        });
    };
    let matrix = qr::qr_matrix(&facts.code)?;
    let frame = Frame::of(variant);
    let (ink, paper, accent) = (
        template.ink.hex(),
        template.paper.hex(),
        template.accent.hex(),
    );
    let look = Look {
        ink: &ink,
        paper: &paper,
        accent: &accent,
        star: template.star,
        variant,
    };

    let mut pen = Pen::default();
    open(&mut pen, variant.width_mm, variant.height_mm, facts);
    let line = 0.3 * frame.unit;
    let edge = [
        line / 2.0,
        line / 2.0,
        variant.width_mm - line,
        variant.height_mm - line,
    ];
    pen.frame(edge, parts::corner(&frame) - line / 2.0, line, &paper, &ink);
    parts::header(&mut pen, &frame, &facts.title, look)?;
    level::level(&mut pen, &frame, facts, look)?;
    let style = RowStyle {
        preferred: frame.row_size,
        least: variant.min_text_mm,
        ink: &ink,
        variant: &variant.name,
    };
    rows::rows(&mut pen, frame.rows, facts, style)?;
    parts::code(&mut pen, &frame, &matrix, look)?;
    parts::number(&mut pen, frame.number, &facts.number, look)?;
    parts::scan(&mut pen, &frame, &template.scan, look)?;
    parts::note(&mut pen, &frame, &template.note, look)?;
    pen.raw("</g>");
    pen.raw("</svg>");
    Ok(pen.finish())
}

/// The head of the document, with a description for those who cannot see it.
fn open(pen: &mut Pen, width_mm: f64, height_mm: f64, facts: &LabelFacts) {
    let (width, height) = (units(width_mm), units(height_mm));
    let words = level::level_words(&facts.level);
    pen.raw(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width_mm}mm\" height=\"{height_mm}mm\" viewBox=\"0 0 {width} {height}\" role=\"img\" xml:lang=\"zh-CN\">"
    ));
    pen.raw(&format!(
        "<title>{} {} {}</title>",
        escape(&facts.title.zh),
        escape(&facts.title.en),
        escape(&facts.number)
    ));
    pen.raw(&format!(
        "<desc>{}。{}。生产者 Producer: {}。规格型号 Model: {}。有效期至 Valid until: {}。检测实验室 Laboratory: {}。依据标准 Standard: {}。</desc>",
        escape(&words.zh),
        escape(&words.en),
        escape(&facts.producer),
        escape(&facts.model),
        escape(&facts.valid_until),
        escape(&facts.laboratories.join("；")),
        escape(&facts.standards.join("；")),
    ));
    pen.raw(&format!(
        "<g font-family=\"'{FAMILY}','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif\" xml:space=\"preserve\">"
    ));
}
