//! What the check of uploaded artwork finds.

use artwork::check::{Kind, check};
use artwork::finding::Severity;
use artwork::pdf::pdf;
use artwork::png::png;
use resvg::tiny_skia::{Color, Pixmap};

use crate::{draw, facts};

fn codes(kind: Kind, bytes: &[u8]) -> Vec<&'static str> {
    let findings = check(kind, bytes, &facts());
    for finding in &findings {
        assert!(!finding.zh.is_empty() && !finding.en.is_empty());
        assert!(
            !finding
                .en
                .chars()
                .any(|c| c.is_control() || c == '\u{202E}'),
            "{}",
            finding.en
        );
    }
    findings.iter().map(|finding| finding.code).collect()
}

fn svg_with(markup: &str) -> Vec<u8> {
    draw("portrait", &facts())
        .replace("</svg>", &format!("{markup}</svg>"))
        .into_bytes()
}

/// LBL-06.9: a label drawn elsewhere is compared with what it must show.
#[test]
fn our_own_drawing_is_found_faultless() {
    assert_eq!(
        codes(Kind::Svg, draw("portrait", &facts()).as_bytes()),
        Vec::<&str>::new()
    );
    let findings = check(
        Kind::Pdf,
        &pdf(&draw("portrait", &facts())).unwrap(),
        &facts(),
    );
    assert_eq!(
        findings
            .iter()
            .map(|f| (f.severity, f.code))
            .collect::<Vec<_>>(),
        [(Severity::Look, "pdf-by-eye")]
    );
}

/// LBL-06.1, LBL-06.2, LBL-06.3, LBL-06.4, LBL-06.5, LBL-06.6: producer, model,
/// level, last day, laboratory and standard are looked for on every label.
#[test]
fn each_content_that_is_missing_is_named() {
    let drawing = draw("portrait", &facts());
    let losses = [
        ("示例智能科技（深圳）有限公司", "no-producer"),
        ("EX-CAM-200 Pro", "no-model"),
        ("增强级", "no-level"),
        ("2028-06-30", "no-validity"),
        ("示例网络安全检测中心", "no-laboratory"),
        ("GB/T 00000-2026（示例）", "no-standard"),
    ];
    for (text, code) in losses {
        assert_eq!(
            codes(Kind::Svg, drawing.replace(text, "另").as_bytes()),
            [code]
        );
    }
    assert_eq!(
        codes(
            Kind::Svg,
            drawing
                .replace("China Cybersecurity Label", "Label")
                .as_bytes()
        ),
        ["wording"]
    );
    assert_eq!(
        codes(
            Kind::Svg,
            drawing.replace("2028-06-30", "2028年6月30日").as_bytes()
        ),
        Vec::<&str>::new()
    );
    // What is hidden or only described is not shown.
    let hidden = drawing.replace(
        ">EX-CAM-200 Pro</text>",
        " style=\"display : none\">EX-CAM-200 Pro</text>",
    );
    assert_eq!(codes(Kind::Svg, hidden.as_bytes()), ["no-model"]);
}

#[test]
fn a_code_that_says_something_else_is_a_fault_in_svg_and_png() {
    let mut other = facts();
    other.code = "HTTPS://LABEL.EXAMPLE.CN/L/CSL-2026-000124-5".into();
    let drawing = draw("compact", &other);
    assert_eq!(codes(Kind::Svg, drawing.as_bytes()), ["qr-differs"]);
    let findings = check(Kind::Png, &png(&drawing, 300.0).unwrap(), &facts());
    assert_eq!(
        (findings[0].severity, findings[0].code),
        (Severity::Fault, "qr-differs")
    );
    assert!(
        findings[0]
            .en
            .contains("000124-5`; it must say `HTTPS://LABEL.EXAMPLE.CN/L/CSL-2026-000123-7`")
    );
}

#[test]
fn a_missing_code_is_a_fault_and_a_second_one_is_looked_at() {
    let mut blank = Pixmap::new(300, 300).unwrap();
    blank.fill(Color::WHITE);
    assert_eq!(
        codes(Kind::Png, &blank.encode_png().unwrap()),
        ["qr-unreadable", "contents-by-eye"]
    );
    let second = artwork::qr::qr_svg("HTTPS://SHOP.EXAMPLE.COM").unwrap();
    let path = second
        .split("<path")
        .nth(1)
        .and_then(|s| s.split("d=\"").nth(1))
        .and_then(|s| s.split('"').next())
        .unwrap();
    let extra = format!(
        "<rect x=\"2400\" y=\"5300\" width=\"1200\" height=\"1200\" fill=\"#fff\"/><path transform=\"translate(2550 5400) scale(32)\" d=\"{path}\"/>"
    );
    assert_eq!(codes(Kind::Svg, &svg_with(&extra)), ["qr-another"]);
}

#[test]
fn an_svg_that_runs_or_fetches_or_declares_is_refused() {
    let bad = [
        ("<script>alert(1)</script>", "svg-active"),
        (
            "<SCRIPT xmlns=\"http://www.w3.org/1999/xhtml\">x</SCRIPT>",
            "svg-active",
        ),
        (
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "svg-active",
        ),
        ("<rect onload=\"x()\"/>", "svg-active"),
        ("<rect onClick=\"x()\"/>", "svg-active"),
        (
            "<text>A<set attributeName=\"fill\" to=\"red\"/></text>",
            "svg-active",
        ),
        ("<image href=\"http://x.example/a.png\"/>", "svg-outside"),
        (
            "<image xmlns:l=\"http://www.w3.org/1999/xlink\" l:href=\"file:///etc/passwd\"/>",
            "svg-outside",
        ),
        (
            "<image href=\"data:image/svg+xml;base64,AAAA\"/>",
            "svg-outside",
        ),
        (
            "<a href=\" javascript:alert(1)\"><rect/></a>",
            "svg-outside",
        ),
        ("<use href=\"other.svg#a\"/>", "svg-outside"),
        (
            "<rect fill=\"url( 'http://x.example/a.svg#p')\"/>",
            "svg-outside",
        ),
        (
            "<rect style=\"fill: u\\72l(http://x.example)\"/>",
            "svg-outside",
        ),
        (
            "<style>@import 'http://x.example/a.css';</style>",
            "svg-outside",
        ),
        (
            "<style>rect { fill: URL(//x.example/a) }</style>",
            "svg-outside",
        ),
        ("<g xml:base=\"http://x.example/\"/>", "svg-outside"),
        (
            "<?xml-stylesheet href=\"http://x.example/a.css\"?>",
            "svg-instruction",
        ),
    ];
    for (markup, code) in bad {
        assert_eq!(
            codes(Kind::Svg, &svg_with(markup)).first(),
            Some(&code),
            "{markup}"
        );
    }
    let bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&b;</text></svg>";
    assert_eq!(codes(Kind::Svg, bomb.as_bytes()), ["svg-dtd"]);
    let outside = "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg xmlns=\"http://www.w3.org/2000/svg\"><text>&x;</text></svg>";
    assert_eq!(codes(Kind::Svg, outside.as_bytes()), ["svg-dtd"]);
}

#[test]
fn an_svg_that_would_take_long_to_draw_is_left_to_people() {
    let doubling: String = (1..30)
        .map(|n| {
            format!(
                "<g id=\"g{n}\"><use href=\"#g{p}\"/><use href=\"#g{p}\"/></g>",
                p = n - 1
            )
        })
        .collect();
    let costly = [
        format!("<g id=\"g0\"><rect width=\"9\" height=\"9\"/></g>{doubling}"),
        "<filter id=\"f\"><feTurbulence/></filter>".to_owned(),
        "<g opacity=\"0.9\">".repeat(40) + &"</g>".repeat(40),
        "<g>".repeat(5000) + &"</g>".repeat(5000),
        "<rect stroke-dasharray=\"0.001\" width=\"9999\" height=\"9\"/>".repeat(101),
        "<style>* { stroke-dasharray: 0.001 }</style>".to_owned(),
        "<rect/>".repeat(10_001),
        "<rect/>".repeat(70_000),
    ];
    for markup in costly {
        let found = codes(Kind::Svg, &svg_with(&markup));
        assert_eq!(
            found,
            ["svg-elaborate"],
            "{}",
            markup.get(..60).unwrap_or(&markup)
        );
    }
}

#[test]
fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_decoded() {
    let mut head = png(&draw("compact", &facts()), 72.0).unwrap();
    head[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
    assert_eq!(codes(Kind::Png, &head), ["too-many-pixels"]);
    head[16..24].copy_from_slice(&[0xFF; 8]);
    assert_eq!(codes(Kind::Png, &head), ["too-many-pixels"]);
    head[16..24].copy_from_slice(&[0; 8]);
    assert_eq!(codes(Kind::Png, &head), ["too-many-pixels"]);
    assert_eq!(
        codes(Kind::Png, &vec![0; 20 * 1024 * 1024 + 1]),
        ["too-large"]
    );
}

#[test]
fn a_file_cut_anywhere_is_refused_and_nothing_panics() {
    let drawing = draw("compact", &facts());
    let picture = png(&drawing, 72.0).unwrap();
    for length in (0..picture.len()).step_by(29) {
        check(Kind::Png, &picture[..length], &facts());
    }
    for length in (0..drawing.len()).step_by(53) {
        let found = codes(Kind::Svg, &drawing.as_bytes()[..length]);
        assert!(
            ["unreadable", "not-utf8"].contains(&found[0]),
            "{length} {found:?}"
        );
    }
    assert_eq!(codes(Kind::Png, b"GIF89a"), ["unreadable"]);
    assert_eq!(codes(Kind::Pdf, b"<html>"), ["unreadable"]);
    assert_eq!(
        codes(Kind::Svg, b"<html xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
        ["unreadable"]
    );
    assert_eq!(codes(Kind::Svg, b"\x1f\x8b\x08"), ["not-utf8"]);
    assert_eq!(
        codes(Kind::Pdf, b"%PDF-1.7 << /S /JavaScript /JS (x) >>"),
        ["pdf-active"]
    );
}

#[test]
fn noise_and_crowds_of_finder_patterns_neither_panic_nor_take_long() {
    let mut state = 1_u32;
    for (side, grain) in [(64, 1), (301, 2), (300, 3), (997, 4), (800, 7)] {
        let picture = picture(side, |x, y| {
            state = if x == 0 && y == 0 { side } else { state };
            let cell = (x / grain).wrapping_mul(0x9E37_79B1)
                ^ (y / grain).wrapping_mul(0x85EB_CA77)
                ^ side;
            (cell ^ (cell >> 15)).wrapping_mul(0x2C1B_3C6D) >> 31 == 1
        });
        codes(Kind::Png, &picture);
    }
    let crowd = picture(2000, |x, y| {
        let (dx, dy) = ((x % 36) / 4, (y % 36) / 4);
        let ring = dx.abs_diff(4).max(dy.abs_diff(4));
        ring == 3 || ring < 2
    });
    assert_eq!(codes(Kind::Png, &crowd), ["qr-crowded", "contents-by-eye"]);
    // As many as are still tried, in the largest picture that is searched.
    let few = picture(2600, |x, y| {
        let (dx, dy) = ((x % 520) / 20, (y % 520) / 20);
        let ring = dx.abs_diff(13).max(dy.abs_diff(13));
        (ring == 3 || ring < 2) && !(x < 520 && y < 520)
    });
    assert_eq!(codes(Kind::Png, &few), ["qr-unreadable", "contents-by-eye"]);
}

#[test]
fn a_damaged_code_never_panics() {
    let rounds: u32 = std::env::var("DAMAGED_CODES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60);
    let mut state = 7_u32;
    let mut chance = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 8
    };
    for round in 0..rounds {
        let matrix = artwork::qr::qr_matrix(&"A1b".repeat(1 + (round as usize * 7) % 120)).unwrap();
        let damage = [0, 3, 40, 4000][round as usize % 4];
        let mut flipped = std::collections::BTreeSet::new();
        for _ in 0..damage {
            flipped.insert((chance() % 100, chance() % 100));
        }
        let cells = u32::try_from(matrix.size()).unwrap() + 8;
        let picture = picture(cells * 3, |x, y| {
            let (x, y) = (x / 3, y / 3);
            let is_dark = 4 <= x && 4 <= y && matrix.is_dark(x as usize - 4, y as usize - 4);
            // Damage spares the finder patterns, so that decoding is tried.
            let is_finder = (x < 12 || cells - 12 <= x) && (y < 12 || cells - 12 <= y);
            is_dark != (flipped.contains(&(x, y)) && !is_finder)
        });
        codes(Kind::Png, &picture);
    }
}

fn picture(side: u32, mut dark: impl FnMut(u32, u32) -> bool) -> Vec<u8> {
    let mut picture = Pixmap::new(side, side).unwrap();
    let mut shades = (0..side * side).map(|i| if dark(i % side, i / side) { 0 } else { 255 });
    for pixel in picture.data_mut().chunks_exact_mut(4) {
        let shade = shades.next().unwrap();
        pixel.copy_from_slice(&[shade, shade, shade, 255]);
    }
    picture.encode_png().unwrap()
}
