//! PDF: whole from the first byte to `%%EOF`, and without what runs.

use super::fault::Phrase;
use super::kind::contains;
use super::{ContentFault, Kind};

/// Names of a PDF that make a reader run or unpack something.
const ACTIVE: [(&[u8], Phrase); 4] = [
    (b"JavaScript", ("JavaScript脚本", "JavaScript")),
    (
        b"Launch",
        ("启动程序的动作", "an action that starts a program"),
    ),
    (b"EmbeddedFile", ("嵌入的文件", "an embedded file")),
    (b"RichMedia", ("嵌入的媒体", "embedded media")),
];

pub(super) fn inspect(bytes: &[u8]) -> Result<Vec<String>, ContentFault> {
    let kind = Kind::Pdf;
    if !bytes
        .get(5..8)
        .is_some_and(|version| version[0].is_ascii_digit() && version[1] == b'.')
    {
        return Err(ContentFault::Damaged {
            kind,
            wrong: ("文件头没有版本号", "the header has no version"),
        });
    }
    let end = b"%%EOF";
    let Some(at) = bytes.windows(end.len()).rposition(|window| window == end) else {
        return Err(ContentFault::Damaged {
            kind,
            wrong: ("缺少结束标记%%EOF", "the end mark %%EOF is missing"),
        });
    };
    if bytes[at + end.len()..]
        .iter()
        .any(|b| !b.is_ascii_whitespace() && *b != 0)
    {
        return Err(ContentFault::Polyglot {
            kind,
            what: ("结束标记之后还有内容", "something follows its end mark"),
        });
    }
    if let Some(what) = active(bytes) {
        return Err(ContentFault::Active { kind, what });
    }
    let mut remarks = Vec::new();
    if contains(bytes, b"/ObjStm") {
        remarks.push("parts of the PDF are compressed and were not looked into".to_owned());
    }
    if contains(bytes, b"/Encrypt") {
        remarks.push("the PDF is encrypted; a reviewer may not be able to read it".to_owned());
    }
    Ok(remarks)
}

/// What can run in the PDF, if anything. A name may be written with escapes,
/// as `/J#61vaScript`, and is compared without them.
fn active(bytes: &[u8]) -> Option<Phrase> {
    let slashes = bytes.iter().enumerate().filter(|(_, b)| **b == b'/');
    slashes
        .map(|(at, _)| name_at(&bytes[at + 1..]))
        .find_map(|name| {
            let is = |active: &[u8]| {
                name == active || (active == b"EmbeddedFile" && name == b"EmbeddedFiles")
            };
            ACTIVE
                .into_iter()
                .find(|(active, _)| is(active))
                .map(|(_, what)| what)
        })
}

/// The name that begins here, at most sixteen bytes of it.
fn name_at(bytes: &[u8]) -> Vec<u8> {
    let mut name = Vec::with_capacity(16);
    let mut rest = bytes;
    while let [byte, after @ ..] = rest
        && name.len() < 16
        && !byte.is_ascii_whitespace()
        && !b"\0/<>[](){}%".contains(byte)
    {
        let escaped = match (byte, after) {
            (b'#', [high, low, ..]) => digit(*high)
                .zip(digit(*low))
                .map(|(high, low)| high << 4 | low),
            _ => None,
        };
        name.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() {
            &after[2..]
        } else {
            after
        };
    }
    name
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
