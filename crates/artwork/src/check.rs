//! Checks artwork that a producer uploads against the facts of the filing.
//!
//! Must never follow a reference, run a script, or decode a picture before
//! its dimensions are known to be small. An empty answer means that nothing
//! was found; what a program cannot see is said as a [`Severity::Look`].
//!
//! [`Severity::Look`]: crate::finding::Severity::Look

mod code;
mod contents;
mod safety;

use resvg::tiny_skia::{Pixmap, Transform};

use crate::facts::LabelFacts;
use crate::finding::Finding;
use crate::tree::{self, MAX_SVG_BYTES, Pictures};

/// The greatest length of a picture or PDF, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// The greatest width and height of a picture, in pixels.
pub const MAX_SIDE: u32 = 8192;
/// The greatest number of pixels of a picture.
pub const MAX_PIXELS: u64 = 24_000_000;
/// Longer side of the picture that is made of an SVG to read its code, in
/// pixels.
const RASTER_SIDE: f32 = 1800.0;

/// What kind of file was uploaded. The caller knows it from the content, not
/// from the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A picture.
    Png,
    /// A vector drawing.
    Svg,
    /// A document.
    Pdf,
}

/// All that is wrong with the artwork, or has to be looked at.
///
/// For an SVG: whether it is free of scripts, outside references and entity
/// declarations, and shows the seven contents of measures/6 as text. For an
/// SVG and a PNG: whether its QR code says `facts.code`, no more and no less.
pub fn check(kind: Kind, bytes: &[u8], facts: &LabelFacts) -> Vec<Finding> {
    let most = match kind {
        Kind::Svg => MAX_SVG_BYTES,
        Kind::Png | Kind::Pdf => MAX_BYTES,
    };
    if most < bytes.len() {
        return vec![Finding::fault(
            "too-large",
            format!(
                "文件过大：{} 字节，上限 {most} 字节。请压缩后重新上传。",
                bytes.len()
            ),
            format!(
                "The file has {} bytes; at most {most} are read. Make it smaller and upload it again.",
                bytes.len()
            ),
        )];
    }
    match kind {
        Kind::Png => check_png(bytes, facts),
        Kind::Svg => check_svg(bytes, facts),
        Kind::Pdf => check_pdf(bytes),
    }
}

fn check_png(bytes: &[u8], facts: &LabelFacts) -> Vec<Finding> {
    let Some((width, height)) = png_size(bytes) else {
        return vec![not_a("PNG")];
    };
    if !is_small(width, height) {
        return vec![Finding::fault(
            "too-many-pixels",
            format!(
                "图片为 {width} × {height} 像素，每边至多 {MAX_SIDE} 像素、总计至多 {MAX_PIXELS} 像素。请缩小后重新上传。"
            ),
            format!(
                "The picture has {width} × {height} pixels; at most {MAX_SIDE} a side and {MAX_PIXELS} in all are read. Make it smaller and upload it again."
            ),
        )];
    }
    let Ok(picture) = Pixmap::decode_png(bytes) else {
        return vec![not_a("PNG")];
    };
    let mut findings = code::compare(&picture, &facts.code);
    findings.push(Finding::look(
        "contents-by-eye",
        "图片中的文字无法由程序核对，请人工核对七项基本内容。",
        "The program cannot read the text of a picture: compare the seven contents by eye.",
    ));
    findings
}

fn check_svg(bytes: &[u8], facts: &LabelFacts) -> Vec<Finding> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![Finding::fault(
            "not-utf8",
            "SVG 不是未压缩的 UTF-8 文本。请以 UTF-8 编码、不压缩地导出后重新上传。",
            "The SVG is not plain UTF-8 text. Export it as UTF-8, not compressed, and upload it again.",
        )];
    };
    let document = match safety::parse(text) {
        Ok(document) => document,
        Err(finding) => return vec![finding],
    };
    let mut findings = safety::faults(&document);
    if !findings.is_empty() {
        return findings;
    }
    findings.extend(contents::missing(&document, facts));
    match safety::costly(&document) {
        Some(finding) => findings.push(finding),
        None => findings.extend(rasterise(text).map_or_else(
            |finding| vec![finding],
            |picture| code::compare(&picture, &facts.code),
        )),
    }
    findings
}

fn rasterise(text: &str) -> Result<Pixmap, Finding> {
    let failed = || not_a("SVG");
    let tree = tree::read(text, Pictures::Embedded).map_err(|_| failed())?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = RASTER_SIDE / width.max(height);
    let mut picture = Pixmap::new(side(width * scale), side(height * scale)).ok_or_else(failed)?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    Ok(picture)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast of a float to an integer saturates"
)]
fn side(length: f32) -> u32 {
    (length.ceil() as u32).clamp(1, MAX_SIDE)
}

/// Names of PDF objects that act when the file is opened or clicked.
const ACTIVE: [&[u8]; 5] = [
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/RichMedia",
    b"/SubmitForm",
];

fn check_pdf(bytes: &[u8]) -> Vec<Finding> {
    if !bytes.starts_with(b"%PDF-") {
        return vec![not_a("PDF")];
    }
    if let Some(name) = ACTIVE
        .iter()
        .find(|name| bytes.windows(name.len()).any(|window| window == **name))
    {
        let name = String::from_utf8_lossy(name);
        return vec![Finding::fault(
            "pdf-active",
            format!("PDF 含有活动内容 {name}。请导出不含脚本、附件和动作的 PDF 后重新上传。"),
            format!(
                "The PDF contains {name}. Export it without scripts, attachments and actions, and upload it again."
            ),
        )];
    }
    vec![Finding::look(
        "pdf-by-eye",
        "程序无法核对 PDF：请人工扫描二维码，并核对七项基本内容。",
        "The program cannot compare a PDF: scan the code and compare the seven contents by eye.",
    )]
}

fn not_a(kind: &str) -> Finding {
    Finding::fault(
        "unreadable",
        format!("文件不是可读的 {kind}。请重新导出后上传。"),
        format!("The file cannot be read as {kind}. Export it again and upload it."),
    )
}

/// Whether a picture of this size may be decoded.
pub(crate) fn is_small(width: u32, height: u32) -> bool {
    let within = 1..=MAX_SIDE;
    within.contains(&width)
        && within.contains(&height)
        && u64::from(width) * u64::from(height) <= MAX_PIXELS
}

/// Width and height from the head of a PNG, without decoding it.
pub(crate) fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let head: &[u8; 24] = bytes.first_chunk()?;
    if !head.starts_with(b"\x89PNG\r\n\x1a\n") || head.get(12..16) != Some(b"IHDR") {
        return None;
    }
    let number = |at: usize| {
        head.get(at..at + 4)
            .and_then(|b| <[u8; 4]>::try_from(b).ok())
            .map(u32::from_be_bytes)
    };
    Some((number(16)?, number(20)?))
}
