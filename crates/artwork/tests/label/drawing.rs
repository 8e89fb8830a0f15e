//! What a drawn label is like.

use artwork::check::{Kind, check};
use artwork::error::ArtworkError;
use artwork::facts::LabelFacts;
use artwork::pdf::pdf;
use artwork::png::png;
use artwork::qr::{qr_matrix, qr_svg};
use artwork::svg::svg;

use crate::{VARIANTS, draw, facts, template};

/// The facts with everything as long as real life makes it.
fn long_facts() -> LabelFacts {
    let mut long = facts();
    long.producer =
        "新疆维吾尔自治区乌鲁木齐高新技术产业开发区示例智能网络摄像与安全设备科技股份有限公司"
            .into();
    long.model = "EX-CAM-200 Pro Max / EX-CAM-200 Pro Max (GB)".into();
    long.laboratories = vec![
        "示例网络安全检测中心".into(),
        "国家示例信息技术产品质量检验检测研究中心（华南）".into(),
    ];
    long.standards = vec![
        "GB/T 00000-2026（示例）".into(),
        "GB/T 00001.12-2027".into(),
        "YD/T 0000-2025".into(),
    ];
    long
}

#[test]
fn the_code_of_every_variant_is_read_back_at_300_dots_per_inch() {
    for variant in VARIANTS {
        for length in [10, 44, 90, 130] {
            let mut facts = facts();
            facts.code = facts
                .code
                .chars()
                .chain("/0A".chars().cycle())
                .take(length)
                .collect();
            let picture = png(&draw(variant, &facts), 300.0).unwrap();
            let findings = check(Kind::Png, &picture, &facts);
            let codes: Vec<&str> = findings.iter().map(|f| f.code).collect();
            assert_eq!(
                codes,
                ["contents-by-eye"],
                "{variant} {length} {findings:?}"
            );
        }
    }
}

#[test]
fn a_code_too_dense_to_be_scanned_is_refused_with_advice() {
    let mut facts = facts();
    facts.code = "A".repeat(400);
    let error = svg(&template(), "compact", &facts).unwrap_err();
    assert!(matches!(error, ArtworkError::QrTooSmall { .. }), "{error}");
    assert!(
        error.to_string().contains("choose a larger variant"),
        "{error}"
    );
}

/// LBL-06.5: with two laboratories both are shown.
#[test]
fn long_names_two_laboratories_and_three_standards_fit_on_every_variant() {
    for variant in VARIANTS {
        let long = long_facts();
        let drawing = draw(variant, &long);
        let findings = check(Kind::Svg, drawing.as_bytes(), &long);
        assert_eq!(findings, [], "{variant}");
    }
}

#[test]
fn no_two_lines_of_text_overlap_and_none_leaves_the_label() {
    for variant in VARIANTS {
        for facts in [facts(), long_facts()] {
            let drawing = draw(variant, &facts);
            let boxes = text_boxes(&drawing);
            assert!(15 < boxes.len());
            let size = template()
                .variant(variant)
                .map(|v| (v.width_mm, v.height_mm))
                .unwrap();
            for (index, (text, a)) in boxes.iter().enumerate() {
                let [left, top, right, bottom] = *a;
                assert!(
                    0.0 < left && right < size.0 && 0.0 < top && bottom < size.1,
                    "{variant}: {text} {a:?}"
                );
                for (other, b) in boxes.iter().skip(index + 1) {
                    let apart = a[2] <= b[0] || b[2] <= a[0] || a[3] <= b[1] || b[3] <= a[1];
                    assert!(apart, "{variant}: `{text}` {a:?} and `{other}` {b:?}");
                }
            }
        }
    }
}

/// Left, top, right and bottom of the ink of each text, in mm.
fn text_boxes(drawing: &str) -> Vec<(String, [f64; 4])> {
    use resvg::usvg::{Group, Node, Options, Tree, fontdb::Database};
    fn collect(group: &Group, found: &mut Vec<(String, [f64; 4])>) {
        for node in group.children() {
            match node {
                Node::Group(inner) => collect(inner, found),
                Node::Text(text) => {
                    let ink = text.flattened().abs_bounding_box();
                    let mm = |hundredths: f32| f64::from(hundredths) / 100.0;
                    let words = text
                        .chunks()
                        .iter()
                        .map(resvg::usvg::TextChunk::text)
                        .collect();
                    found.push((
                        words,
                        [
                            mm(ink.left()),
                            mm(ink.top()),
                            mm(ink.right()),
                            mm(ink.bottom()),
                        ],
                    ));
                }
                Node::Path(_) | Node::Image(_) => (),
            }
        }
    }
    let mut fonts = Database::new();
    for file in ["Regular", "Bold"] {
        fonts
            .load_font_file(format!(
                "{}/../../fonts/NotoSansSC-{file}.subset.ttf",
                env!("CARGO_MANIFEST_DIR")
            ))
            .unwrap();
    }
    let options = Options {
        fontdb: fonts.into(),
        ..Options::default()
    };
    let tree = Tree::from_str(drawing, &options).unwrap();
    let mut found = Vec::new();
    collect(tree.root(), &mut found);
    found
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    for variant in VARIANTS {
        let (one, two) = (draw(variant, &facts()), draw(variant, &facts()));
        assert_eq!(one, two);
        assert_eq!(png(&one, 150.0).unwrap(), png(&two, 150.0).unwrap());
        assert_eq!(pdf(&one).unwrap(), pdf(&two).unwrap());
    }
}

/// LBL-06.3: stars and words, not colour alone.
#[test]
fn the_level_is_said_in_stars_and_in_words_of_both_languages() {
    let drawing = draw("portrait", &facts());
    assert!(
        drawing.contains(">二星 增强级</text>")
            && drawing.contains(">Enhanced (2 of 3 stars)</text>")
    );
    assert_eq!(drawing.matches("fill=\"#c8371e\"").count(), 2);
    assert_eq!(
        drawing
            .matches("fill=\"none\" stroke=\"#102a43\" stroke-width=\"51\"")
            .count(),
        1
    );
}

#[test]
fn the_svg_has_the_size_of_the_variant_and_a_description() {
    let drawing = draw("landscape", &facts());
    assert!(drawing.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80mm\" height=\"45mm\" viewBox=\"0 0 8000 4500\" role=\"img\""));
    assert!(
        drawing.contains("<title>网络安全标识 China Cybersecurity Label CSL-2026-000123-7</title>")
    );
    assert!(drawing.contains("<desc>二星 增强级。"));
}

#[test]
fn the_pdf_has_the_size_of_the_label_its_fonts_and_no_date() {
    let document = pdf(&draw("portrait", &facts())).unwrap();
    let text = String::from_utf8_lossy(&document);
    // 50 × 70 mm in points.
    assert!(text.contains("/MediaBox[0 0 141.73228 198.4252]"));
    // Text that can be selected needs a font and a way back to Unicode.
    for needed in ["NotoSansSC-Regular", "NotoSansSC-Bold", "/ToUnicode"] {
        assert!(text.contains(needed), "{needed}");
    }
    assert!(!text.contains("/CreationDate") && !text.contains("xmp:CreateDate"));
    assert!(document.len() < 100_000);
}

#[test]
fn pictures_are_refused_when_they_would_be_too_large_or_show_boxes() {
    let drawing = draw("landscape", &facts());
    for dots in [0.0, -300.0, f32::NAN, f32::INFINITY, 1e9, 2401.0] {
        assert!(
            matches!(png(&drawing, dots), Err(ArtworkError::PictureSize { .. })),
            "{dots}"
        );
    }
    assert!(matches!(png("<svg", 300.0), Err(ArtworkError::Svg(_))));

    let mut rare = facts();
    rare.producer = "𠮷野科技有限公司".into();
    let drawing = draw("portrait", &rare);
    assert!(drawing.contains("textLength"));
    assert_eq!(
        png(&drawing, 300.0),
        Err(ArtworkError::MissingGlyphs(vec!['𠮷']))
    );
    assert_eq!(pdf(&drawing), Err(ArtworkError::MissingGlyphs(vec!['𠮷'])));
}

#[test]
fn an_unknown_variant_is_refused_with_those_there_are() {
    let message = svg(&template(), "round", &facts()).unwrap_err().to_string();
    assert_eq!(
        message,
        "the template `example` has no variant `round`; it has: portrait, landscape, compact"
    );
}

#[test]
fn a_code_of_its_own_has_a_quiet_zone_and_is_well_formed() {
    let picture = qr_svg("HTTPS://X.CN/?A=1&B=<2>").unwrap();
    let side = qr_matrix("HTTPS://X.CN/?A=1&B=<2>").unwrap().size() + 8;
    assert!(
        picture.contains(&format!("viewBox=\"0 0 {side} {side}\""))
            && picture.contains("&amp;B=&lt;2&gt;")
    );
    assert!(resvg::usvg::roxmltree::Document::parse(&picture).is_ok());
    assert_eq!(qr_matrix(""), Err(ArtworkError::QrText(0)));
    assert_eq!(qr_matrix(&"A".repeat(601)), Err(ArtworkError::QrText(601)));
}
