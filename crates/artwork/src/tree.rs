//! Reads an SVG for drawing: with the label font only, and without reaching
//! for anything outside the document.

use std::sync::Arc;

use resvg::usvg::{FontResolver, ImageHrefResolver, ImageKind, Options, Tree};

use crate::check::{is_small, png_size};
use crate::error::ArtworkError;
use crate::font::{self, FAMILY};

/// The greatest length of an SVG, in bytes.
pub(crate) const MAX_SVG_BYTES: usize = 2 * 1024 * 1024;

/// Whether pictures inside the document may be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pictures {
    /// None are.
    Skip,
    /// PNGs whose data stand in the document and that are not too large.
    Embedded,
}

/// Reads `svg`.
///
/// # Errors
///
/// [`ArtworkError::Svg`] if it is too long or not an SVG.
pub(crate) fn read(svg: &str, pictures: Pictures) -> Result<Tree, ArtworkError> {
    if MAX_SVG_BYTES < svg.len() {
        return Err(ArtworkError::Svg(format!(
            "it has {} bytes; at most {MAX_SVG_BYTES} are read",
            svg.len()
        )));
    }
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: font::database(),
        font_resolver: FontResolver::default(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, data, _| embedded(pictures, data)),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    Tree::from_str(svg, &options).map_err(|cause| ArtworkError::Svg(cause.to_string()))
}

fn embedded(pictures: Pictures, data: Arc<Vec<u8>>) -> Option<ImageKind> {
    match pictures {
        Pictures::Skip => None,
        Pictures::Embedded => {
            let (width, height) = png_size(&data)?;
            is_small(width, height).then_some(ImageKind::PNG(data))
        }
    }
}

/// Refuses a drawing whose text the label font cannot show.
///
/// # Errors
///
/// [`ArtworkError::MissingGlyphs`].
pub(crate) fn refuse_missing_glyphs(tree: &Tree) -> Result<(), ArtworkError> {
    let mut text = String::new();
    collect(tree.root(), &mut text);
    let missing = font::missing_glyphs(&text);
    if missing.is_empty() {
        Ok(())
    } else {
        Err(ArtworkError::MissingGlyphs(missing))
    }
}

fn collect(group: &resvg::usvg::Group, out: &mut String) {
    use resvg::usvg::Node;
    for node in group.children() {
        match node {
            Node::Group(inner) => collect(inner, out),
            Node::Text(text) => text
                .chunks()
                .iter()
                .for_each(|chunk| out.push_str(chunk.text())),
            Node::Path(_) | Node::Image(_) => (),
        }
    }
}
