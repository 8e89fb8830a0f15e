//! SVG: a still picture that contains all it shows. What runs, loads or
//! declares entities is refused by name.

use super::fault::Phrase;
use super::{ContentFault, Kind};

/// Elements that run or load something, or change the picture while shown.
const REFUSED: [&str; 17] = [
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "canvas",
    "handler",
    "listener",
    "link",
    "set",
    "animate",
    "animatetransform",
    "animatemotion",
    "animatecolor",
    "discard",
];
/// The deepest nesting of elements.
const MAX_DEPTH: usize = 200;

/// One piece of XML between `<` and `>`.
enum Piece<'a> {
    /// The inside of a tag.
    Tag(&'a str),
    /// Text before the next tag, or a CDATA section.
    Text(&'a str),
    Comment,
    /// The inside of `<? … ?>`.
    Instruction(&'a str),
    /// Begins with `<!` but is neither a comment nor CDATA.
    Declaration,
}

/// The name of the first element, without its prefix; nothing if the text
/// does not begin like XML.
pub(super) fn first_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    if !rest.starts_with('<') {
        return None;
    }
    let mut declared = false;
    while let Some((piece, after)) = next(rest) {
        match piece {
            Piece::Tag(tag) => return Some(name_of(tag)),
            Piece::Text(text) if text.trim().is_empty() || declared => (),
            Piece::Text(_) => return None,
            // Declarations may hold others and are not taken apart; the file
            // is refused for them once it is known to be a picture.
            Piece::Declaration => declared = true,
            Piece::Comment | Piece::Instruction(_) => (),
        }
        rest = after;
    }
    None
}

pub(super) fn inspect(text: &str) -> Result<(), ContentFault> {
    let damaged = |wrong| {
        Err(ContentFault::Damaged {
            kind: Kind::Svg,
            wrong,
        })
    };
    let mut rest = text.trim();
    let mut depth = 0usize;
    while !rest.is_empty() {
        let Some((piece, after)) = next(rest) else {
            return damaged(("有标签没有闭合", "a tag is not closed"));
        };
        match piece {
            Piece::Tag(tag) => {
                element(tag)?;
                match (
                    tag.starts_with('/'),
                    tag.ends_with('/'),
                    depth.checked_sub(1),
                ) {
                    (true, _, Some(less)) => depth = less,
                    (true, _, None) => {
                        return damaged(("有元素没有开始标签", "an element ends that never began"));
                    }
                    (false, true, _) => (),
                    (false, false, _) => depth += 1,
                }
                if MAX_DEPTH < depth {
                    return damaged(("元素嵌套过深", "its elements are nested too deeply"));
                }
            }
            Piece::Text(text) => style(text)?,
            Piece::Instruction(inside) if !inside.starts_with("xml ") => {
                return active(("处理指令", "a processing instruction"));
            }
            Piece::Declaration => {
                return active(("DOCTYPE或者实体声明", "a DOCTYPE or entity declaration"));
            }
            Piece::Comment | Piece::Instruction(_) => (),
        }
        rest = after;
    }
    if depth == 0 {
        Ok(())
    } else {
        damaged(("有元素没有闭合", "an element is not closed"))
    }
}

fn active(what: Phrase) -> Result<(), ContentFault> {
    Err(ContentFault::Active {
        kind: Kind::Svg,
        what,
    })
}

/// Splits off the first piece; nothing if none is left or it does not end.
fn next(rest: &str) -> Option<(Piece<'_>, &str)> {
    if rest.is_empty() {
        return None;
    }
    let Some(inside) = rest.strip_prefix('<') else {
        let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        return Some((Piece::Text(text), after));
    };
    if let Some(inside) = inside.strip_prefix("!--") {
        return inside
            .split_once("-->")
            .map(|(_, after)| (Piece::Comment, after));
    }
    if let Some(inside) = inside.strip_prefix("![CDATA[") {
        return inside
            .split_once("]]>")
            .map(|(text, after)| (Piece::Text(text), after));
    }
    if let Some(inside) = inside.strip_prefix('?') {
        return inside
            .split_once("?>")
            .map(|(inside, after)| (Piece::Instruction(inside), after));
    }
    if inside.starts_with('!') {
        return inside
            .split_once('>')
            .map(|(_, after)| (Piece::Declaration, after));
    }
    let mut quote = None;
    let end = inside.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => (),
        }
        quote.is_none() && byte == b'>'
    })?;
    Some((Piece::Tag(&inside[..end]), &inside[end + 1..]))
}

/// The name of a tag without its prefix.
fn name_of(tag: &str) -> &str {
    let name = tag
        .trim_start_matches('/')
        .split(|c: char| c.is_whitespace() || c == '/')
        .next()
        .unwrap_or("");
    name.rsplit(':').next().unwrap_or(name)
}

fn element(tag: &str) -> Result<(), ContentFault> {
    let name = name_of(tag).to_ascii_lowercase();
    if REFUSED.contains(&name.as_str()) {
        return active(match name.as_str() {
            "script" => ("脚本", "a script"),
            "foreignobject" => (
                "外来内容（foreignObject）",
                "foreign content (foreignObject)",
            ),
            _ => (
                "产生动画或者加载内容的元素",
                "an element that moves or loads something",
            ),
        });
    }
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('=') {
        let key = before
            .trim_end()
            .rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
            .next()
            .unwrap_or("");
        let after = after.trim_start();
        let Some(quote) = after.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return Err(ContentFault::Damaged {
                kind: Kind::Svg,
                wrong: ("有属性值没有引号", "an attribute has no quotation marks"),
            });
        };
        let (value, after) = after[1..].split_once(quote).unwrap_or((&after[1..], ""));
        attribute(key, value)?;
        rest = after;
    }
    Ok(())
}

fn attribute(key: &str, value: &str) -> Result<(), ContentFault> {
    let key = key.rsplit(':').next().unwrap_or(key).to_ascii_lowercase();
    let value = value.trim();
    let inside = value.is_empty()
        || value.starts_with('#')
        || value.starts_with("data:image/png;base64,")
        || value.starts_with("data:image/jpeg;base64,");
    if key.starts_with("on") {
        return active(("触发脚本的事件", "an event that runs a script"));
    }
    if matches!(key.as_str(), "href" | "src" | "base") && !inside {
        return active(("对外部内容的引用", "a reference to something outside"));
    }
    style(value)
}

/// Refuses a style that loads something. An escape could hide one, so a
/// style with a backslash is refused as well.
fn style(text: &str) -> Result<(), ContentFault> {
    let lower = text.to_ascii_lowercase();
    let outside = lower
        .split("url(")
        .skip(1)
        .any(|after| !after.trim_start_matches(['"', '\'', ' ']).starts_with('#'));
    let hidden = lower.contains('\\') && lower.contains(['(', '{', ';']);
    if outside || hidden || lower.contains("@import") || lower.contains("javascript:") {
        return active(("对外部内容的引用", "a reference to something outside"));
    }
    Ok(())
}
