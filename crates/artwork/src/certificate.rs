//! Draws the certificate of an entry of a register: one A4 page in Chinese and
//! English, with a code that leads to the entry's own page.

use crate::error::ArtworkError;
use crate::facts::Words;
use crate::fit::{FILL, largest_size, wrap};
use crate::font::{FAMILY, Weight};
use crate::pen::{Anchor, Line, Pen, escape, units};
use crate::qr;

/// Width and height of the page, in mm.
const PAGE: (f64, f64) = (210.0, 297.0);
const EDGE: f64 = 24.0;
/// Where the rows begin and end.
const ROWS: (f64, f64) = (92.0, 214.0);
/// The width of the column of titles.
const TITLES: f64 = 50.0;
/// The most lines that one value takes.
const MOST_LINES: usize = 5;
const INK: &str = "#1b1f24";
const SOFT: &str = "#525c66";
const ACCENT: &str = "#123f73";

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Under what rules, such as the regime.
    pub under: Words,
    /// The register on which the entry stands.
    pub register: Words,
    /// Title and value, in the order in which they are shown.
    pub rows: Vec<(Words, Words)>,
    /// What the entry is worth on the day on which this is drawn.
    pub status: Words,
    /// A sentence that every entry of the register shows.
    pub remark: Option<Words>,
    /// The address of the entry's page.
    pub address: String,
}

/// The certificate as an SVG page. The same facts give the same bytes.
///
/// # Errors
///
/// [`ArtworkError::QrText`] if the address cannot stand in a code.
pub fn svg(facts: &Certificate) -> Result<String, ArtworkError> {
    let matrix = qr::qr_matrix(&facts.address)?;
    let mut pen = Pen::default();
    open(&mut pen, facts);
    head(&mut pen, facts);
    let all = rows(&mut pen, facts);
    foot(&mut pen, facts, all);
    // The code, with its quiet zone, at the lower left.
    let side = 34.0;
    let modules = u32::try_from(matrix.size()).unwrap_or(u32::MAX);
    let scale = side / f64::from(modules) * 100.0;
    pen.raw(&format!(
        "<path transform=\"translate({} {}) scale({scale:.3})\" fill=\"#000000\" shape-rendering=\"crispEdges\" d=\"{}\"/>",
        units(EDGE + 2.0),
        units(PAGE.1 - 68.0),
        matrix.path_data()
    ));
    pen.raw("</g>");
    pen.raw("</svg>");
    Ok(pen.finish())
}

fn open(pen: &mut Pen, facts: &Certificate) {
    let (width, height) = PAGE;
    pen.raw(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}mm\" height=\"{height}mm\" viewBox=\"0 0 {} {}\" role=\"img\" xml:lang=\"zh-CN\">",
        units(width),
        units(height)
    ));
    pen.raw(&format!(
        "<title>{} {}</title>",
        escape(&facts.register.zh),
        escape(&facts.register.en)
    ));
    pen.raw(&format!(
        "<g font-family=\"'{FAMILY}',sans-serif\" xml:space=\"preserve\">"
    ));
    pen.bar(0.0, 0.0, width, height, "#ffffff");
    for (inset, stroke) in [(10.0, 1.0), (12.5, 0.3)] {
        let at = [inset, inset, width - 2.0 * inset, height - 2.0 * inset];
        pen.frame(at, 0.0, stroke, "none", ACCENT);
    }
}

fn head(pen: &mut Pen, facts: &Certificate) {
    centred(pen, 34.0, 4.4, Weight::Regular, SOFT, &facts.under.zh);
    centred(pen, 40.0, 3.2, Weight::Regular, SOFT, &facts.under.en);
    centred(pen, 58.0, 11.0, Weight::Bold, ACCENT, "登 记 证 明");
    centred(
        pen,
        67.0,
        5.0,
        Weight::Regular,
        ACCENT,
        "Certificate of Entry",
    );
    centred(pen, 77.0, 5.0, Weight::Bold, INK, &facts.register.zh);
    centred(pen, 83.0, 3.6, Weight::Regular, INK, &facts.register.en);
}

/// A line in the middle of the page, smaller if it is long.
fn centred(pen: &mut Pen, baseline: f64, most: f64, weight: Weight, fill: &str, text: &str) {
    let width = PAGE.0 - 2.0 * EDGE;
    let size = largest_size(text, weight, width, most, 1.5).unwrap_or(1.5);
    pen.line(Line {
        x: PAGE.0 / 2.0,
        baseline,
        size,
        weight,
        anchor: Anchor::Middle,
        fill,
        text,
    });
}

/// The rows that find room; whether these are all.
fn rows(pen: &mut Pen, facts: &Certificate) -> bool {
    let (mut y, end) = ROWS;
    let width = PAGE.0 - 2.0 * EDGE - TITLES;
    for (title, value) in &facts.rows {
        let (big, small) = (4.0, 3.0);
        let titles = [
            (wrap(&title.zh, Weight::Regular, 3.6, TITLES - 4.0), 3.6),
            (wrap(&title.en, Weight::Regular, 2.6, TITLES - 4.0), 2.6),
        ];
        let mut values = vec![(cut(wrap(&value.zh, Weight::Bold, big, width)), big)];
        if value.en != value.zh {
            values.push((cut(wrap(&value.en, Weight::Regular, small, width)), small));
        }
        let height = heights(&titles).max(heights(&values));
        if end < y + height + 3.0 {
            return false;
        }
        column(pen, EDGE, y, &titles, Weight::Regular, SOFT);
        column(pen, EDGE + TITLES, y, &values, Weight::Bold, INK);
        y += height + 2.0;
        pen.bar(EDGE, y, PAGE.0 - 2.0 * EDGE, 0.15, "#cfd6dd");
        y += 2.0;
    }
    true
}

fn heights(parts: &[(Vec<String>, f64)]) -> f64 {
    let heights = parts.iter().map(|(lines, size)| {
        let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        f64::from(count) * size * LEADING
    });
    heights.sum()
}

/// From one line to the next, in sizes.
const LEADING: f64 = 1.35;

/// Lines of Chinese in `first` weight, those of English in the regular one.
fn column(
    pen: &mut Pen,
    x: f64,
    top: f64,
    parts: &[(Vec<String>, f64)],
    first: Weight,
    fill: &str,
) {
    let mut y = top;
    for (at, (lines, size)) in parts.iter().enumerate() {
        for text in lines {
            pen.line(Line {
                x,
                baseline: y + size,
                size: *size,
                weight: if at == 0 { first } else { Weight::Regular },
                anchor: Anchor::Start,
                fill,
                text,
            });
            y += size * LEADING;
        }
    }
}

fn cut(mut lines: Vec<String>) -> Vec<String> {
    if MOST_LINES < lines.len() {
        lines.truncate(MOST_LINES);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}

fn foot(pen: &mut Pen, facts: &Certificate, all: bool) {
    let x = EDGE + 46.0;
    let width = PAGE.0 - EDGE - x;
    let mut lines: Vec<(String, f64, Weight, &str)> = Vec::new();
    let mut add = |text: &str, size: f64, weight: Weight, fill: &'static str| {
        for line in wrap(text, weight, size, width * FILL) {
            lines.push((line, size, weight, fill));
        }
    };
    add(&facts.status.zh, 4.2, Weight::Bold, ACCENT);
    add(&facts.status.en, 3.2, Weight::Regular, ACCENT);
    add(
        "状态以扫码所见登记页面为准，本证明仅反映出具当日的登记情况。",
        3.0,
        Weight::Regular,
        INK,
    );
    add(
        "The entry's page, which the code leads to, is authoritative; this certificate tells how things stood on its day.",
        2.5,
        Weight::Regular,
        SOFT,
    );
    if !all {
        add("其余登记内容见登记页面。", 3.0, Weight::Regular, INK);
        add(
            "The rest of the entry stands on its page.",
            2.5,
            Weight::Regular,
            SOFT,
        );
    }
    if let Some(remark) = &facts.remark {
        add(&remark.zh, 3.0, Weight::Regular, INK);
        add(&remark.en, 2.5, Weight::Regular, SOFT);
    }
    let mut y = PAGE.1 - 70.0;
    for (text, size, weight, fill) in &lines {
        pen.line(Line {
            x,
            baseline: y + size,
            size: *size,
            weight: *weight,
            anchor: Anchor::Start,
            fill,
            text,
        });
        y += size * LEADING;
    }
    let size = largest_size(
        &facts.address,
        Weight::Regular,
        PAGE.0 - 2.0 * EDGE,
        2.8,
        1.5,
    );
    pen.line(Line {
        x: EDGE + 2.0,
        baseline: PAGE.1 - 26.0,
        size: size.unwrap_or(1.5),
        weight: Weight::Regular,
        anchor: Anchor::Start,
        fill: SOFT,
        text: &facts.address,
    });
}

#[cfg(test)]
mod tests {
    use super::{Certificate, svg};
    use crate::facts::Words;
    use crate::pdf::pdf;

    fn words(zh: &str, en: &str) -> Words {
        Words {
            zh: zh.into(),
            en: en.into(),
        }
    }

    fn certificate(rows: usize) -> Certificate {
        let row = |at: usize| {
            (
                words(&format!("内容{at}"), "Content"),
                words("示例<b>内容", "Example"),
            )
        };
        Certificate {
            under: words("示例制度", "Example regime"),
            register: words("示例名录", "Example register"),
            rows: (0..rows).map(row).collect(),
            status: words("有效", "Valid"),
            remark: None,
            address: "https://xinbiao.example/e/EX-1".into(),
        }
    }

    #[test]
    fn what_is_hostile_is_text_and_the_same_facts_give_the_same_page() {
        let drawn = svg(&certificate(3)).unwrap();
        assert!(drawn.contains("示例&lt;b&gt;内容") && !drawn.contains("<b>"));
        assert_eq!(drawn, svg(&certificate(3)).unwrap());
        assert!(pdf(&drawn).unwrap().starts_with(b"%PDF-"));
    }

    #[test]
    fn rows_beyond_the_page_are_left_to_the_entry_and_it_says_so() {
        assert!(!svg(&certificate(3)).unwrap().contains("其余登记内容"));
        let drawn = svg(&certificate(60)).unwrap();
        assert!(drawn.contains("其余登记内容") && !drawn.contains("内容59"));
    }
}
