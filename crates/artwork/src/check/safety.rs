//! Whether an SVG is a mere drawing: nothing that runs, nothing that is
//! fetched, no entity that grows, and little enough to be drawn at once.

use std::collections::BTreeMap;

use resvg::usvg::roxmltree::{Document, Error, Node, ParsingOptions};

use crate::finding::{Finding, quoted};

/// The most nodes that are read.
const MAX_NODES: u32 = 60_000;
/// The most elements that are drawn, counting each use of a shared one.
const MAX_DRAWN: usize = 10_000;
/// The deepest nesting that is drawn; each level can need a picture.
const MAX_DEPTH: usize = 32;
/// The most elements that need a picture or a calculation of their own.
const MAX_COSTLY: usize = 100;
/// The most characters of text that are drawn.
const MAX_TEXT: usize = 20_000;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that run, load or move something.
const ACTIVE: [&str; 14] = [
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "handler",
    "listener",
    "animate",
    "animatemotion",
    "animatetransform",
    "animatecolor",
    "set",
];

/// Words of properties that make drawing costly.
const COSTLY: [&str; 6] = [
    "opacity",
    "mask",
    "clip-path",
    "blend",
    "isolation",
    "dasharray",
];

/// Reads the document without entities.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Finding> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|cause| match cause {
        Error::DtdDetected => Finding::fault(
            "svg-dtd",
            "SVG 含有 DOCTYPE 或实体声明，不予接受。请删除后重新上传。",
            "The SVG has a DOCTYPE or declares entities, which is not accepted. Remove it and upload the drawing again.",
        ),
        Error::NodesLimitReached => too_complex(),
        cause => Finding::fault(
            "unreadable",
            format!("SVG 不是格式正确的 XML：{}。请重新导出后上传。", quoted(&cause.to_string())),
            format!("The SVG is not well-formed XML: {}. Export it again and upload it.", quoted(&cause.to_string())),
        ),
    })
}

/// All that must not be in an SVG.
pub(super) fn faults(document: &Document<'_>) -> Vec<Finding> {
    let root = document.root_element();
    if !root.has_tag_name((SVG, "svg")) {
        return vec![Finding::fault(
            "unreadable",
            "文件的根元素不是 SVG。请重新导出后上传。",
            "The root element is not that of an SVG. Export it again and upload it.",
        )];
    }
    let mut findings: Vec<Finding> = Vec::new();
    for node in document.descendants() {
        findings.extend(fault_of(node));
        // A handful shows what is wrong; a thousand more help nobody.
        if findings.len() == 10 {
            break;
        }
    }
    findings
}

fn fault_of(node: Node<'_, '_>) -> Option<Finding> {
    if node.is_pi() {
        return Some(refused(
            "svg-instruction",
            "处理指令",
            "a processing instruction",
            node.pi().map_or("", |pi| pi.target),
        ));
    }
    if node.is_text() {
        let in_style = node
            .parent()
            .is_some_and(|parent| parent.tag_name().name().eq_ignore_ascii_case("style"));
        let css = node.text().filter(|_| in_style)?;
        return reaches_out(css).then(|| outside(css));
    }
    let name = node.tag_name().name();
    let is_html = node
        .tag_name()
        .namespace()
        .is_some_and(|space| space.contains("xhtml"));
    if is_html || ACTIVE.contains(&name.to_ascii_lowercase().as_str()) {
        return Some(refused(
            "svg-active",
            "脚本、动画或嵌入内容",
            "a script, animation or embedded content",
            name,
        ));
    }
    node.attributes().find_map(|attribute| {
        let (name, value) = (attribute.name().to_ascii_lowercase(), attribute.value());
        if name.starts_with("on") && attribute.namespace().is_none() {
            return Some(refused(
                "svg-active",
                "事件处理属性",
                "an event handler",
                &name,
            ));
        }
        let is_link = matches!(name.as_str(), "href" | "src" | "base");
        let reaches = if is_link {
            !is_inside(value)
        } else {
            reaches_out(value)
        };
        reaches.then(|| outside(value))
    })
}

/// Whether a link stays in the document: an element of it, or a picture whose
/// data it holds.
fn is_inside(link: &str) -> bool {
    let link = link.trim();
    link.starts_with('#')
        || link.starts_with("data:image/png;base64,")
        || link.starts_with("data:image/jpeg;base64,")
}

/// Whether a property or a style sheet refers to something outside the
/// document. Backslashes are refused because they can spell any word.
fn reaches_out(css: &str) -> bool {
    let css: String = css
        .to_ascii_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\''))
        .collect();
    [
        "javascript:",
        "@import",
        "@font-face",
        "image-set(",
        "expression(",
        "\\",
        "src(",
    ]
    .iter()
    .any(|word| css.contains(word))
        || css
            .match_indices("url(")
            .any(|(at, _)| !css.get(at + 4..).is_some_and(|rest| rest.starts_with('#')))
}

/// A finding if the drawing is too elaborate to be drawn by a program that
/// has other things to do.
pub(super) fn costly(document: &Document<'_>) -> Option<Finding> {
    let mut targets = BTreeMap::new();
    for node in document.descendants().filter(Node::is_element) {
        if let Some(id) = node.attribute("id") {
            targets.insert(id, node);
        }
    }
    let (mut drawn, mut special, mut text, mut pictures) = (0, 0, 0, 0);
    for node in document.descendants() {
        text += if node.is_text() {
            node.text().map_or(0, str::len)
        } else {
            0
        };
        drawn += usize::from(node.is_element());
        special += costs(node);
        match node.tag_name().name() {
            "image" => pictures += 1,
            "use" => drawn += copies(node, &targets),
            _ => (),
        }
        let is_deep = node.is_element() && MAX_DEPTH < node.ancestors().take(MAX_DEPTH + 1).count();
        if is_deep || MAX_DRAWN < drawn || MAX_COSTLY < special || MAX_TEXT < text || 4 < pictures {
            return Some(too_complex());
        }
    }
    None
}

/// How many elements a `use` adds. One that leads to another can multiply
/// without end, so it counts as too many.
fn copies(node: Node<'_, '_>, targets: &BTreeMap<&str, Node<'_, '_>>) -> usize {
    let link = node
        .attributes()
        .find(|attribute| attribute.name() == "href")
        .and_then(|attribute| attribute.value().trim().strip_prefix('#'));
    let Some(target) = link.and_then(|id| targets.get(id)) else {
        return 0;
    };
    let nests = target
        .descendants()
        .any(|inner| inner.tag_name().name() == "use");
    if nests {
        MAX_DRAWN + 1
    } else {
        target.descendants().filter(Node::is_element).count()
    }
}

/// What a node adds to the count of costly things. Filters and patterns can
/// take any time at all; so can a style sheet that makes everything costly.
fn costs(node: Node<'_, '_>) -> usize {
    let names_costly = |text: &str| COSTLY.iter().any(|word| text.contains(word));
    if node.is_text() {
        let is_style = node
            .parent()
            .is_some_and(|parent| parent.tag_name().name() == "style");
        let is_costly = is_style
            && node
                .text()
                .is_some_and(|css| names_costly(css) || css.contains("filter"));
        return if is_costly { MAX_COSTLY + 1 } else { 0 };
    }
    if matches!(
        node.tag_name().name(),
        "filter" | "pattern" | "marker" | "textPath"
    ) {
        return MAX_COSTLY + 1;
    }
    if node.attributes().any(|a| {
        matches!(a.name(), "href" | "src") && a.value().trim().starts_with("data:image/jpeg")
    }) {
        return MAX_COSTLY + 1;
    }
    usize::from(
        node.attributes()
            .any(|a| names_costly(a.name()) || (a.name() == "style" && names_costly(a.value()))),
    )
}

fn refused(code: &'static str, zh: &str, en: &str, name: &str) -> Finding {
    let name = quoted(name);
    Finding::fault(
        code,
        format!("SVG 含有{zh}（{name}），不予接受。请删除后重新上传。"),
        format!(
            "The SVG contains {en} ({name}), which is not accepted. Remove it and upload the drawing again."
        ),
    )
}

fn outside(reference: &str) -> Finding {
    let reference = quoted(reference.trim());
    Finding::fault(
        "svg-outside",
        format!("SVG 引用了外部内容（{reference}），不予接受。请将所需内容嵌入文件后重新上传。"),
        format!(
            "The SVG refers to something outside itself ({reference}), which is not accepted. Put what it needs into the file and upload it again."
        ),
    )
}

fn too_complex() -> Finding {
    Finding::look(
        "svg-elaborate",
        "图样过于复杂（滤镜、图案、嵌套或元素过多），程序未绘制。请人工扫描二维码，或简化后重新上传。",
        "The drawing is too elaborate to be drawn here (filters, patterns, nesting or too many elements). Scan its code by hand, or simplify it and upload it again.",
    )
}
