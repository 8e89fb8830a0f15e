//! Whether an SVG shows the contents of measures/6 as text.

use resvg::usvg::roxmltree::{Document, Node};

use crate::facts::{LabelFacts, date_parts};
use crate::finding::{Finding, quoted};

/// Elements whose text is not drawn where it stands.
const UNSEEN: [&str; 8] = [
    "title", "desc", "metadata", "style", "defs", "symbol", "clipPath", "mask",
];

/// One finding for each content that the drawing does not show.
pub(super) fn missing(document: &Document<'_>, facts: &LabelFacts) -> Vec<Finding> {
    let shown = visible_text(document);
    if shown.iter().all(|c| c.is_whitespace()) {
        return vec![Finding::look(
            "no-text",
            "图样中没有文字（可能已转为轮廓），请人工核对七项基本内容；保留文字可由程序核对。",
            "The drawing has no text (it may have been turned into outlines): compare the seven contents by eye, or keep the text so that the program can.",
        )];
    }
    let mut findings: Vec<Finding> = required(facts)
        .into_iter()
        .filter(|(_, forms)| !forms.iter().any(|form| shows(&shown, form)))
        .map(|((code, zh, en), forms)| {
            absent(code, zh, en, forms.first().map_or("", String::as_str))
        })
        .collect();
    for (text, what) in [
        (&facts.title.zh, "中文标题 (Chinese title)"),
        (&facts.title.en, "英文标题 (English title)"),
        (&facts.number, "标识编号 (number)"),
    ] {
        if !shows(&shown, text) {
            findings.push(Finding::look(
                "wording",
                format!("未见{what}“{}”，请人工核对。", quoted(text)),
                format!(
                    "The {what} `{}` was not found: compare it by eye.",
                    quoted(text)
                ),
            ));
        }
    }
    findings
}

type Name = (&'static str, &'static str, &'static str);

/// The contents that are text, with the forms in which each may stand.
fn required(facts: &LabelFacts) -> Vec<(Name, Vec<String>)> {
    let mut required = vec![
        (
            ("no-producer", "产品生产者名称", "name of the producer"),
            vec![facts.producer.clone()],
        ),
        (
            ("no-model", "产品规格型号", "model"),
            vec![facts.model.clone()],
        ),
        (
            ("no-level", "网络安全能力等级", "level"),
            vec![facts.level.zh.clone()],
        ),
        (
            ("no-validity", "标识有效期", "end of validity"),
            dates(&facts.valid_until),
        ),
    ];
    for laboratory in &facts.laboratories {
        required.push((
            ("no-laboratory", "检测实验室名称", "name of the laboratory"),
            vec![laboratory.clone()],
        ));
    }
    for standard in &facts.standards {
        required.push((
            ("no-standard", "依据的标准编号", "number of the standard"),
            vec![standard.clone()],
        ));
    }
    required
}

/// A date in the forms in which labels write it.
fn dates(iso: &str) -> Vec<String> {
    let mut forms = vec![iso.to_owned()];
    if let Some((year, month, day)) = date_parts(iso) {
        forms.push(format!("{year}年{month}月{day}日"));
        forms.push(format!("{year}年{month:02}月{day:02}日"));
        forms.push(format!("{year:04}.{month:02}.{day:02}"));
        forms.push(format!("{year:04}/{month:02}/{day:02}"));
    }
    forms
}

fn absent(code: &'static str, zh: &str, en: &str, text: &str) -> Finding {
    let text = quoted(text);
    Finding::fault(
        code,
        format!("图样未以文字标明{zh}“{text}”（管理办法第六条）。请补充后重新上传。"),
        format!(
            "The drawing does not show the {en} `{text}` as text (measures/6). Add it and upload the drawing again."
        ),
    )
}

/// All text that is drawn, its pieces parted by spaces.
fn visible_text(document: &Document<'_>) -> Vec<char> {
    let mut text = Vec::new();
    let drawn = document.descendants().filter(|node| {
        node.is_text()
            && node
                .ancestors()
                .any(|n| n.has_tag_name("text") || n.tag_name().name() == "text")
    });
    for node in drawn {
        if !node.ancestors().any(is_unseen) {
            text.extend(node.text().unwrap_or("").chars());
            text.push(' ');
        }
    }
    text
}

fn is_unseen(node: Node<'_, '_>) -> bool {
    let style: String = node
        .attribute("style")
        .unwrap_or("")
        .split_whitespace()
        .collect();
    UNSEEN.contains(&node.tag_name().name())
        || node.attribute("display") == Some("none")
        || matches!(node.attribute("visibility"), Some("hidden" | "collapse"))
        || matches!(node.attribute("opacity"), Some("0" | "0.0" | "0%"))
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// Whether `wanted` stands in the text, in whatever pieces and with whatever
/// spaces, and not as a part of a longer word or number.
fn shows(shown: &[char], wanted: &str) -> bool {
    let wanted: Vec<char> = wanted.chars().filter(|c| !c.is_whitespace()).collect();
    let (Some(first), Some(last)) = (wanted.first(), wanted.last()) else {
        return false;
    };
    shown
        .iter()
        .enumerate()
        .filter(|(_, c)| *c == first)
        .any(|(start, _)| {
            let before = start.checked_sub(1).and_then(|i| shown.get(i));
            !joins(before, *first)
                && end_of(shown, start, &wanted).is_some_and(|end| !joins(shown.get(end), *last))
        })
}

/// Where the match that begins at `start` ends.
fn end_of(shown: &[char], start: usize, wanted: &[char]) -> Option<usize> {
    let mut wanted = wanted.iter().peekable();
    let mut at = start;
    while let Some(next) = wanted.peek() {
        let c = shown.get(at)?;
        at += 1;
        if c == *next {
            wanted.next();
        } else if !c.is_whitespace() {
            return None;
        }
    }
    Some(at)
}

fn joins(neighbour: Option<&char>, edge: char) -> bool {
    edge.is_ascii_alphanumeric() && neighbour.is_some_and(char::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_is_found_in_pieces_but_not_inside_a_longer_one() {
        let shown: Vec<char> = "型号 EX-10 2026 示例 智能\n科技 GB/T 1-2020"
            .chars()
            .collect();
        for there in ["EX-10", "示例智能科技", "GB/T 1-2020", "EX - 10"] {
            assert!(shows(&shown, there), "{there}");
        }
        for absent in ["EX-1", "X-10", "T 1-202", "示例公司", ""] {
            assert!(!shows(&shown, absent), "{absent}");
        }
    }
}
