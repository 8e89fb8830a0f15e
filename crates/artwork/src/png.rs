//! Draws an SVG label as PNG.

use resvg::tiny_skia::{Pixmap, Transform};

use crate::error::ArtworkError;
use crate::tree::{self, Pictures};

/// The greatest width and height of a picture, in pixels.
pub const MAX_SIDE: u32 = 8192;
/// CSS pixels, the units of a read SVG, in one inch.
const CSS_PER_INCH: f32 = 96.0;

/// The label as a picture of `dots_per_inch`, 36 to 2400, on clear ground.
///
/// # Errors
///
/// [`ArtworkError::Svg`] if `svg` cannot be read,
/// [`ArtworkError::MissingGlyphs`] if boxes would be printed,
/// [`ArtworkError::PictureSize`] if the picture would be larger than
/// [`MAX_SIDE`].
pub fn png(svg: &str, dots_per_inch: f32) -> Result<Vec<u8>, ArtworkError> {
    let tree = tree::read(svg, Pictures::Skip)?;
    tree::refuse_missing_glyphs(&tree)?;
    let size = tree.size();
    let scale = dots_per_inch / CSS_PER_INCH;
    let (width, height) = (pixels(size.width() * scale), pixels(size.height() * scale));
    let refused = || ArtworkError::PictureSize {
        dots_per_inch,
        width,
        height,
    };
    let side = |n: u64| {
        u32::try_from(n)
            .ok()
            .filter(|n| (1..=MAX_SIDE).contains(n))
            .ok_or_else(refused)
    };
    if !(36.0..=2400.0).contains(&dots_per_inch) {
        return Err(refused());
    }
    let mut picture = Pixmap::new(side(width)?, side(height)?).ok_or_else(refused)?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    picture.encode_png().map_err(|cause| ArtworkError::Encode {
        format: "PNG",
        cause: cause.to_string(),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast of a float to an integer saturates"
)]
fn pixels(length: f32) -> u64 {
    length.round() as u64
}
