//! QR codes of error correction level M: as modules, as an SVG path, and as a
//! small picture of their own for web pages.

use std::fmt::Write as _;

use fast_qr::{ECL, QRBuilder};

use crate::error::ArtworkError;

/// The longest text, in bytes. More would not be legible on any label.
pub const MAX_BYTES: usize = 600;
/// The margin around a code that must stay empty, in modules.
pub const QUIET_ZONE: usize = 4;

/// The dark modules of a code, without its quiet zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrMatrix {
    size: usize,
    dark: Vec<bool>,
}

impl QrMatrix {
    /// Modules a side, 21 to 177.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether the module in column `x` of row `y` is dark. Outside the code
    /// all is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.size && y < self.size && self.dark.get(y * self.size + x).copied().unwrap_or(false)
    }

    /// The dark modules as SVG path data in units of modules, one run after
    /// another.
    pub fn path_data(&self) -> String {
        let mut data = String::new();
        for y in 0..self.size {
            let mut x = 0;
            while x < self.size {
                let start = x;
                while self.is_dark(x, y) {
                    x += 1;
                }
                if start < x {
                    // Writing to a String cannot fail.
                    let _ = write!(data, "M{start} {y}h{n}v1h-{n}z", n = x - start);
                }
                x += 1;
            }
        }
        data
    }
}

/// The code that says `text`.
///
/// # Errors
///
/// [`ArtworkError::QrText`] if the text is empty or longer than
/// [`MAX_BYTES`].
pub fn qr_matrix(text: &str) -> Result<QrMatrix, ArtworkError> {
    if text.is_empty() || MAX_BYTES < text.len() {
        return Err(ArtworkError::QrText(text.len()));
    }
    let code = QRBuilder::new(text)
        .ecl(ECL::M)
        .build()
        .map_err(|_| ArtworkError::QrText(text.len()))?;
    let size = code.size;
    let dark = code
        .data
        .iter()
        .take(size * size)
        .map(|module| module.value())
        .collect();
    Ok(QrMatrix { size, dark })
}

/// A picture of the code with its quiet zone, black on white, that takes the
/// size of its place.
///
/// # Errors
///
/// As [`qr_matrix`].
pub fn qr_svg(text: &str) -> Result<String, ArtworkError> {
    let matrix = qr_matrix(text)?;
    let side = matrix.size() + 2 * QUIET_ZONE;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" shape-rendering=\"crispEdges\">\
         <title>QR: {}</title><rect width=\"{side}\" height=\"{side}\" fill=\"#ffffff\"/>\
         <path transform=\"translate({QUIET_ZONE} {QUIET_ZONE})\" fill=\"#000000\" d=\"{}\"/></svg>",
        crate::pen::escape(text),
        matrix.path_data(),
    ))
}
