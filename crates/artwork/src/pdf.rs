//! Draws an SVG label as PDF: vectors, the exact size of the label, and text
//! that can be selected and searched.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};

use crate::error::ArtworkError;
use crate::tree::{self, Pictures};

/// Points in one CSS pixel, the unit of a read SVG.
const POINTS_PER_CSS: f32 = 0.75;

/// The label as a PDF of one page. It carries no date and no random number,
/// so the same SVG gives the same bytes.
///
/// # Errors
///
/// [`ArtworkError::Svg`] if `svg` cannot be read,
/// [`ArtworkError::MissingGlyphs`] if boxes would be printed,
/// [`ArtworkError::Encode`] if the writer fails.
pub fn pdf(svg: &str) -> Result<Vec<u8>, ArtworkError> {
    let tree = tree::read(svg, Pictures::Skip)?;
    tree::refuse_missing_glyphs(&tree)?;
    let (width, height) = (
        tree.size().width() * POINTS_PER_CSS,
        tree.size().height() * POINTS_PER_CSS,
    );
    let failed = |cause: String| ArtworkError::Encode {
        format: "PDF",
        cause,
    };
    let size =
        Size::from_wh(width, height).ok_or_else(|| failed("the SVG has no size".to_owned()))?;

    let mut document = Document::new();
    let metadata = Metadata::new()
        .language("zh-CN".to_owned())
        .creator("Xinbiao".to_owned());
    document.set_metadata(match title(svg) {
        Some(title) => metadata.title(title),
        None => metadata,
    });
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    if surface
        .draw_svg(&tree, size, SvgSettings::default())
        .is_none()
    {
        return Err(failed("the SVG could not be placed on the page".to_owned()));
    }
    surface.finish();
    page.finish();
    document
        .finish()
        .map_err(|cause| failed(format!("{cause:?}")))
}

/// The title of an SVG, which readers show as that of the document.
fn title(svg: &str) -> Option<String> {
    let document = resvg::usvg::roxmltree::Document::parse(svg).ok()?;
    let title = document
        .root_element()
        .children()
        .find(|node| node.tag_name().name() == "title")?;
    title.text().map(str::to_owned)
}
