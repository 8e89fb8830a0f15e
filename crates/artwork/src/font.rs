//! The label font: Noto Sans SC in two weights, compiled in.
//!
//! Pictures and PDFs use this font and no other, so that a label looks the
//! same on every machine. Fonts of the system are never asked.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};
use ttf_parser::Face;

static REGULAR: &[u8] = include_bytes!("../../../fonts/NotoSansSC-Regular.subset.ttf");
static BOLD: &[u8] = include_bytes!("../../../fonts/NotoSansSC-Bold.subset.ttf");

/// The name under which the shipped font is known.
pub const FAMILY: &str = "Noto Sans SC";

/// A weight of the label font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

/// The characters of `text` for which the label font has no sign, each once,
/// in the order of their code points. Pictures would show boxes for them.
pub fn missing_glyphs(text: &str) -> Vec<char> {
    let face = face(Weight::Regular);
    let missing: BTreeSet<char> = text
        .chars()
        .filter(|c| face.glyph_index(*c).is_none())
        .collect();
    missing.into_iter().collect()
}

/// The advance width of `text` in em. A character without a sign counts as
/// one em and a half, for nobody knows which font will supply it.
pub(crate) fn width_em(text: &str, weight: Weight) -> f64 {
    let face = face(weight);
    let em = f64::from(face.units_per_em());
    text.chars()
        .map(|c| {
            face.glyph_index(c)
                .and_then(|id| face.glyph_hor_advance(id))
                .map_or(1.5, |units| f64::from(units) / em)
        })
        .sum()
}

/// The two faces as a database for drawing.
pub(crate) fn database() -> Arc<Database> {
    static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut database = Database::new();
        for bytes in [REGULAR, BOLD] {
            database.load_font_source(Source::Binary(Arc::new(bytes)));
        }
        database.set_sans_serif_family(FAMILY);
        database.set_serif_family(FAMILY);
        database.set_monospace_family(FAMILY);
        Arc::new(database)
    });
    Arc::clone(&DATABASE)
}

fn face(weight: Weight) -> &'static Face<'static> {
    static FACES: LazyLock<[Face<'static>; 2]> = LazyLock::new(|| [REGULAR, BOLD].map(parse));
    match weight {
        Weight::Regular => &FACES[0],
        Weight::Bold => &FACES[1],
    }
}

fn parse(bytes: &'static [u8]) -> Face<'static> {
    Face::parse(bytes, 0).expect("the fonts are compiled in, and a test parses them")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_weights_have_the_same_characters_and_are_in_the_database() {
        assert_eq!(database().faces().count(), 2);
        for code in (0x20..0x1_0000).filter_map(char::from_u32) {
            assert_eq!(
                face(Weight::Regular).glyph_index(code).is_some(),
                face(Weight::Bold).glyph_index(code).is_some(),
                "{code:?}"
            );
        }
    }

    #[test]
    fn characters_without_a_sign_are_named() {
        assert_eq!(
            missing_glyphs("示例智能科技（深圳）有限公司 EX-200 ★☆ “é” ①"),
            vec![]
        );
        assert_eq!(missing_glyphs("A😀𠮷B😀"), vec!['😀', '𠮷']);
    }

    #[test]
    fn a_chinese_character_is_one_em_wide() {
        assert!((width_em("网络", Weight::Bold) - 2.0).abs() < 1e-9);
        assert!(width_em("ii", Weight::Regular) < width_em("MM", Weight::Regular));
    }
}
