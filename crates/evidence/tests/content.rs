//! Uploaded files: what is accepted, and each control with its threat.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod chinese;
mod samples;

use chinese::is_chinese;
use evidence::content::{ContentFault, Kind, check_name, inspect};
use samples::{archive, jpeg, pdf, png, svg};

const MAX: u64 = 1 << 20;

fn look(name: &str, bytes: &[u8]) -> Result<Kind, ContentFault> {
    inspect(name, bytes, &Kind::ALL, MAX).map(|found| found.kind)
}

/// The file is refused, and the message says so in these words.
fn refused(name: &str, bytes: &[u8], words: &str) {
    let fault = look(name, bytes).expect_err(name);
    let zh = fault.said().zh;
    assert!(is_chinese(&zh), "{name}: {zh}");
    let fault = fault.to_string();
    assert!(fault.contains(words), "{name}: {fault}");
    assert!(fault.contains("; "), "{fault} does not say what to do");
}

fn good() -> Vec<(&'static str, Vec<u8>, Kind)> {
    vec![
        ("报告.pdf", pdf(""), Kind::Pdf),
        ("label.png", png(64, 64), Kind::Png),
        ("photo.JPG", jpeg(64, 64), Kind::Jpeg),
        (
            "label.svg",
            svg("<rect width='1' height='1' fill='url(#g)'/>"),
            Kind::Svg,
        ),
        ("report.json", b"{\"a\": [1, 2]}".to_vec(), Kind::Json),
        ("report.csv", b"a,b\r\n1,2\r\n".to_vec(), Kind::Csv),
        ("notes.txt", "\u{FEFF}检测".into(), Kind::Text),
        ("ixit_1-AuthMech.md", b"# IXIT\n".to_vec(), Kind::Markdown),
        (
            "evidence.zip",
            archive(&[("a/b.txt", b"x"), (".gitignore", b"y")]),
            Kind::Zip,
        ),
        ("scheme.toml", b"a = 1\n".to_vec(), Kind::Toml),
    ]
}

#[test]
fn every_kind_is_known_by_its_content() {
    let samples = good();
    for (name, bytes, kind) in &samples {
        assert_eq!(look(name, bytes), Ok(*kind), "{name}");
    }
    assert_eq!(samples.len(), Kind::ALL.len());
}

#[test]
fn a_file_that_is_empty_too_large_or_not_asked_for_is_refused() {
    refused("a.txt", b"", "is empty");
    let fault = inspect("a.txt", b"12345", &Kind::ALL, 4).unwrap_err();
    assert_eq!(fault, ContentFault::TooLarge { bytes: 5, max: 4 });
    let fault = inspect("a.txt", b"12345", &[Kind::Pdf, Kind::Png], 9)
        .unwrap_err()
        .to_string();
    assert_eq!(
        fault,
        "plain text is not accepted here; hand in one of: PDF, PNG"
    );
    refused("a.exe", b"MZ", "does not end in a known kind");
}

/// T-UPL-02, T-UPL-12: names are not paths and do not mislead.
#[test]
fn a_name_that_is_a_path_or_misleads_is_refused() {
    let names = [
        ("", "is empty"),
        ("a/b.txt", "path separator"),
        ("..\\b.txt", "path separator"),
        ("a\u{FF0F}b.txt", "path separator"),
        ("a..txt", "`..`"),
        ("\u{FF0E}\u{FF0E}a.txt", "`..`"),
        ("%2e%2e%2fa.txt", "escaped"),
        ("%252e.txt", "escaped"),
        ("%c0%ae.txt", "escaped"),
        ("a\u{0}.txt", "control"),
        ("a\r\nb.txt", "control"),
        ("fdp\u{202E}txt.pdf", "direction"),
        ("a\u{200B}.txt", "do not show"),
        ("C:a.txt", "one of <"),
        (".htaccess", "begins or ends"),
        ("a.txt ", "begins or ends"),
        ("con.txt", "reserved"),
        ("LPT1.pdf", "reserved"),
    ];
    for (name, words) in names {
        let fault = check_name(name).expect_err(name).to_string();
        assert!(
            fault.contains(words) && fault.contains("; rename"),
            "{name:?}: {fault}"
        );
    }
    assert!(check_name(&format!("{}.txt", "字".repeat(197))).is_err());
    for name in ["报告 (final).pdf", "console.txt", "a.b.c.pdf", "COM10.txt"] {
        assert_eq!(check_name(name), Ok(()));
    }
}

/// T-UPL-03: one file, one format, and the name says which.
#[test]
fn a_file_that_is_two_things_is_refused() {
    let zip = archive(&[("a.txt", b"x")]);
    refused(
        "a.png",
        &[png(1, 1), zip.clone()].concat(),
        "an archive was appended",
    );
    refused(
        "a.jpg",
        &[jpeg(1, 1), zip.clone()].concat(),
        "an archive was appended",
    );
    refused(
        "a.pdf",
        &[pdf(""), zip.clone()].concat(),
        "an archive was appended",
    );
    refused(
        "a.pdf",
        &[b"\n".to_vec(), pdf("")].concat(),
        "not begin at the first byte",
    );
    refused(
        "a.zip",
        &[b"#!".to_vec(), zip.clone()].concat(),
        "is text/x-shellscript",
    );
    refused(
        "a.zip",
        &[zip, b"trailing".to_vec()].concat(),
        "followed by other data",
    );
    refused(
        "a.png",
        &[png(1, 1), b"<html>".to_vec()].concat(),
        "something follows its end",
    );
    refused(
        "a.jpg",
        &[jpeg(1, 1), vec![0]].concat(),
        "something follows its end",
    );
    refused(
        "a.pdf",
        &[pdf(""), b"<script>".to_vec()].concat(),
        "something follows its end mark",
    );
    refused(
        "a.png",
        &pdf(""),
        "the name says PNG but the content is PDF",
    );
    refused(
        "a.txt",
        &svg(""),
        "the name says plain text but the content is SVG",
    );
    refused("a.txt", b"<!DOCTYPE html><p>", "text/html");
    refused("a.txt", b"a\0b", "neither text nor");
    refused("a.txt", b"\xFF\xFEa\0", "neither text nor");
    refused(
        "a.pdf",
        b"MZ\x90\0\x03\0",
        "application/vnd.microsoft.portable-executable",
    );
}

/// T-UPL-04: a picture that runs something is refused.
#[test]
fn an_svg_that_runs_or_loads_is_refused() {
    let harmful = [
        "<script>1</script>",
        "<svg:SCRIPT/>",
        "<foreignObject/>",
        "<rect onload='x()'/>",
        "<rect x='1'onclick='x()'/>",
        "<a href='javascript:x()'/>",
        "<a xlink:href = \"&#106;avascript:x()\"/>",
        "<image href='https://example.org/x.png'/>",
        "<image href='data:image/svg+xml;base64,AAAA'/>",
        "<use href='other.svg#a'/>",
        "<style>@import 'x.css';</style>",
        "<style><![CDATA[a{fill:url(//x)}]]></style>",
        "<rect style='fill:u\\72l(//x)'/>",
        "<animate attributeName='href' to='x'/>",
    ];
    for inside in harmful {
        refused("a.svg", &svg(inside), "which can do harm");
    }
    for inside in [
        "<use href='#a'/>",
        "<!-- <script> -->",
        "<image href='data:image/png;base64,AAAA'/>",
    ] {
        assert_eq!(look("a.svg", &svg(inside)), Ok(Kind::Svg), "{inside}");
    }
    refused("a.svg", &svg(&"<g>".repeat(300)), "nested too deeply");
    refused("a.svg", &svg("<g>"), "not closed");
    refused("a.svg", &svg("<g a=b></g>"), "quotation marks");
}

/// T-UPL-06: no document type, so no entities.
#[test]
fn an_svg_with_a_document_type_is_refused() {
    let bomb = b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg>&a;</svg>";
    refused("a.svg", bomb, "DOCTYPE or entity declaration");
    refused(
        "a.svg",
        b"<?xml-stylesheet href='x'?><svg/>",
        "processing instruction",
    );
}

/// T-UPL-05: a PDF that runs, starts or carries something is refused.
#[test]
fn a_pdf_that_runs_something_is_refused() {
    for action in [
        "/S /JavaScript",
        "/S/J#61vaScript",
        "/S /Launch /F(x)",
        "/Type /EmbeddedFile",
        "/EmbeddedFiles 1 0 R",
    ] {
        refused("a.pdf", &pdf(action), "which can do harm");
    }
    assert_eq!(look("a.pdf", &pdf("/JavaScripts /Launcher")), Ok(Kind::Pdf));
    refused("a.pdf", b"%PDF-1.7\n", "%%EOF is missing");
    let found = inspect("a.pdf", &pdf("/Type /ObjStm"), &Kind::ALL, MAX).unwrap();
    assert_eq!(
        found.remarks,
        ["parts of the PDF are compressed and were not looked into"]
    );
}

/// T-UPL-08: dimensions are capped before anything is decoded.
#[test]
fn a_picture_with_too_many_pixels_is_refused() {
    refused("a.png", &png(100_000, 100_000), "100000 by 100000 pixels");
    refused("a.png", &png(10_000, 10_000), "10000 by 10000 pixels");
    refused("a.png", &png(0, 1), "a side has no pixels");
    refused("a.jpg", &jpeg(65_535, 1), "65535 by 1 pixels");
    assert_eq!(look("a.png", &png(20_000, 2_000)), Ok(Kind::Png));
}

#[test]
fn a_text_kind_must_have_its_form() {
    refused("a.json", b"{", "it is not JSON");
    refused(
        "a.json",
        "[".repeat(100_000).as_bytes(),
        "nested too deeply",
    );
    refused("a.toml", b"a = ", "it is not TOML");
    refused("a.csv", b"a,b\n1\n", "different numbers of cells");
}

/// T-UPL-09: a file cut anywhere is refused or read, and never a panic.
#[test]
fn no_sample_cut_at_any_length_is_a_panic() {
    for (name, bytes, _) in good() {
        for length in 0..=bytes.len() {
            let _ = look(name, &bytes[..length]);
            let _ = look(name, &bytes[length..]);
        }
    }
}

proptest::proptest! {
    /// T-UPL-09: neither is any other file.
    #[test]
    fn no_file_is_a_panic(start in 0usize..10, change in 0usize..600, bytes: Vec<u8>) {
        let (name, sample, _) = good().swap_remove(start);
        let mut changed = sample;
        let at = change.min(changed.len());
        changed.splice(at..(at + bytes.len()).min(changed.len()), bytes.iter().copied());
        let _ = look(name, &changed);
        let _ = look(name, &bytes);
    }

    /// T-UPL-12: nor any name.
    #[test]
    fn no_name_is_a_panic(name in ".*") {
        let _ = check_name(&name);
    }
}
