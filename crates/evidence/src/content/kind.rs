//! The kinds of files that can be accepted, and how each is recognized.

use std::fmt;

use super::ContentFault;
use super::fault::Phrase;
use super::text;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Pdf,
    Png,
    Jpeg,
    Svg,
    Json,
    Csv,
    Text,
    Markdown,
    Zip,
    Toml,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 10] = [
        Kind::Pdf,
        Kind::Png,
        Kind::Jpeg,
        Kind::Svg,
        Kind::Json,
        Kind::Csv,
        Kind::Text,
        Kind::Markdown,
        Kind::Zip,
        Kind::Toml,
    ];

    /// The endings of file names of this kind, the usual one first.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Kind::Pdf => &["pdf"],
            Kind::Png => &["png"],
            Kind::Jpeg => &["jpg", "jpeg"],
            Kind::Svg => &["svg"],
            Kind::Json => &["json"],
            Kind::Csv => &["csv"],
            Kind::Text => &["txt"],
            Kind::Markdown => &["md", "markdown"],
            Kind::Zip => &["zip"],
            Kind::Toml => &["toml"],
        }
    }

    /// The media type under which a file of this kind is served.
    pub fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Png => "image/png",
            Kind::Jpeg => "image/jpeg",
            Kind::Svg => "image/svg+xml",
            Kind::Json => "application/json",
            Kind::Csv => "text/csv; charset=utf-8",
            Kind::Text => "text/plain; charset=utf-8",
            Kind::Markdown => "text/markdown; charset=utf-8",
            Kind::Zip => "application/zip",
            Kind::Toml => "application/toml",
        }
    }

    /// What it is called in Chinese.
    pub(super) fn zh(self) -> &'static str {
        match self {
            Kind::Pdf => "PDF",
            Kind::Png => "PNG",
            Kind::Jpeg => "JPEG",
            Kind::Svg => "SVG",
            Kind::Json => "JSON",
            Kind::Csv => "CSV",
            Kind::Text => "纯文本",
            Kind::Markdown => "Markdown",
            Kind::Zip => "ZIP",
            Kind::Toml => "TOML",
        }
    }

    /// The kind that the ending of a name claims.
    pub(super) fn of_name(name: &str) -> Option<Kind> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        Kind::ALL
            .into_iter()
            .find(|kind| kind.endings().contains(&ending.as_str()))
    }

    /// Whether the kind is text that only its name can tell from plain text.
    fn is_plain(self) -> bool {
        match self {
            Kind::Json | Kind::Csv | Kind::Text | Kind::Markdown | Kind::Toml => true,
            Kind::Pdf | Kind::Png | Kind::Jpeg | Kind::Svg | Kind::Zip => false,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Pdf => "PDF",
            Kind::Png => "PNG",
            Kind::Jpeg => "JPEG",
            Kind::Svg => "SVG",
            Kind::Json => "JSON",
            Kind::Csv => "CSV",
            Kind::Text => "plain text",
            Kind::Markdown => "Markdown",
            Kind::Zip => "ZIP",
            Kind::Toml => "TOML",
        })
    }
}

/// The kind of the content. Kinds of plain text look alike; of them the one
/// that the name claims is taken, and parsed afterwards.
pub(super) fn of_content(bytes: &[u8], named: Kind) -> Result<Kind, ContentFault> {
    let signatures: [(&[u8], Kind); 4] = [
        (b"%PDF-", Kind::Pdf),
        (b"\x89PNG\r\n\x1A\n", Kind::Png),
        (b"\xFF\xD8\xFF", Kind::Jpeg),
        (b"PK\x03\x04", Kind::Zip),
    ];
    if let Some((_, kind)) = signatures
        .into_iter()
        .find(|(signature, _)| bytes.starts_with(signature))
    {
        return polyglot(bytes, kind).map(|()| kind);
    }
    let foreign = |found: Phrase| ContentFault::Foreign { found };
    let head = &bytes[..bytes.len().min(1024)];
    if contains(head, b"%PDF-") {
        return Err(ContentFault::Polyglot {
            kind: named,
            what: (
                "含有不从首字节开始的PDF",
                "a PDF that does not begin at the first byte",
            ),
        });
    }
    let Ok(written) = text::of(bytes) else {
        let found = infer::get(bytes).map_or(
            ("未知格式的非文本内容", "neither text nor a known format"),
            |found| (found.mime_type(), found.mime_type()),
        );
        return Err(foreign(found));
    };
    if text::is_svg(written) {
        return Ok(Kind::Svg);
    }
    match infer::get(written.trim_start().as_bytes()).map(|found| found.mime_type()) {
        Some(mime @ ("text/html" | "text/xml" | "text/x-shellscript")) => {
            Err(foreign((mime, mime)))
        }
        Some(_) | None if named.is_plain() => Ok(named),
        Some(_) | None => Ok(Kind::Text),
    }
}

/// Refuses a file that a reader of another format would take for its own.
fn polyglot(bytes: &[u8], kind: Kind) -> Result<(), ContentFault> {
    let head = &bytes[..bytes.len().min(1024)];
    // An archive may well begin with a PDF that is stored as it is.
    if kind != Kind::Pdf && kind != Kind::Zip && contains(head, b"%PDF-") {
        return Err(ContentFault::Polyglot {
            kind,
            what: (
                "含有不从首字节开始的PDF",
                "a PDF that does not begin at the first byte",
            ),
        });
    }
    // The end record of an archive lies within its own size and the longest
    // comment before the end of the file.
    let tail = &bytes[bytes.len().saturating_sub(22 + 65_535)..];
    if kind != Kind::Zip && contains(tail, b"PK\x05\x06") {
        return Err(ContentFault::Polyglot {
            kind,
            what: ("末尾附有压缩包", "an archive was appended to it"),
        });
    }
    Ok(())
}

/// Whether `part` occurs in `bytes`.
pub(super) fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
