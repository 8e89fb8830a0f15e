//! Codes on labels: genuine ones verify, forged ones do not.

use proof::key::{SigningKey, VerifyingKey};
use proof::qr::{self, Base, CodeError, LabelClaim};

const NUMBER: &str = "CSL-2026-000123-7";

fn base() -> Base {
    "https://xb.example".parse().expect("this is a base")
}

fn key() -> SigningKey {
    SigningKey::from_seed("xb.example/labels", [3; 32]).expect("this is a key name")
}

fn keys() -> Vec<VerifyingKey> {
    vec![key().verifying_key().clone()]
}

fn claim() -> LabelClaim {
    LabelClaim {
        number: NUMBER.to_owned(),
        level: 2,
        valid_until_day: 3500,
        model_hash: qr::model_hash("Camera X1"),
    }
}

fn genuine() -> String {
    qr::issue(&key(), &claim(), &base()).expect("the claim has a number")
}

fn code() -> String {
    let text = genuine();
    let code = text.rsplit('/').next();
    code.unwrap_or_default().to_owned()
}

fn check(text: &str, expected: &CodeError) {
    let verdict = qr::verify(text, &base(), &keys());
    assert_eq!(verdict.as_ref(), Err(expected), "{text}");
}

#[test]
fn a_genuine_code_gives_back_its_claim() {
    let text = genuine();
    assert!(text.starts_with("HTTPS://XB.EXAMPLE/L/CSL-2026-000123-7/"));
    assert_eq!(qr::verify(&text, &base(), &keys()), Ok(claim()));
    assert_eq!(
        qr::verify_path(NUMBER, &code(), &base(), &keys()),
        Ok(claim())
    );
    let read = qr::read(&text).unwrap();
    assert_eq!(read.claim(), &claim());
    assert_eq!(read.base(), &base());
    assert_eq!(read.key(), key().verifying_key().id());
}

#[test]
fn a_code_is_one_segment_of_capitals_that_an_address_carries_unchanged() {
    for level in 0..=u8::MAX {
        let issued = qr::issue(&key(), &LabelClaim { level, ..claim() }, &base()).unwrap();
        let (_, code) = issued.rsplit_once('/').unwrap();
        assert_eq!(code.len(), 120);
        let allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "$*-.:".contains(c);
        assert!(code.chars().all(allowed), "{code}");
        assert_eq!(issued.matches('/').count(), 5);
    }
}

/// T-LBL-04: every other level, last day and model, under the old signature.
#[test]
fn no_change_of_level_day_or_model_is_accepted() {
    let code = code();
    let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*-.:";
    let mut tried = 0;
    // Level, day and model lie in the first 18 characters, the key after them.
    for place in 0..code.len() {
        for letter in alphabet.chars().filter(|c| !code[place..].starts_with(*c)) {
            let mut changed = code.clone();
            changed.replace_range(place..=place, &letter.to_string());
            let verdict = qr::verify_path(NUMBER, &changed, &base(), &keys());
            assert!(verdict.is_err(), "{letter} at {place}");
            tried += 1;
        }
    }
    assert_eq!(tried, 120 * 40);
}

/// T-LBL-04: ten thousand other levels and days before the old signature.
#[test]
fn a_signature_does_not_serve_another_level_or_day() {
    // What is signed takes 16 bytes, the first 24 characters.
    let code = code();
    let signature = &code[24..];
    let mut tried = 0;
    for level in 0..=u8::MAX {
        for valid_until_day in 3480..3520 {
            let other = LabelClaim {
                level,
                valid_until_day,
                ..claim()
            };
            let text = qr::issue(&key(), &other, &base()).unwrap();
            let (_, issued) = text.rsplit_once('/').unwrap();
            let forged = format!("{}{signature}", &issued[..24]);
            if other != claim() {
                let verdict = qr::verify_path(NUMBER, &forged, &base(), &keys());
                assert_eq!(verdict, Err(CodeError::Signature), "{other:?}");
                tried += 1;
            }
        }
    }
    assert!(10_000 <= tried);
}

/// T-LBL-04: the number of another label.
#[test]
fn a_code_does_not_serve_another_number() {
    let other = genuine().replace("000123-7", "000124-7");
    check(&other, &CodeError::Signature);
    let other = genuine().replace("CSL-", "CSL-1");
    check(&other, &CodeError::Signature);
}

/// T-QR-01: keys of the forger, with another name, and with the right one.
#[test]
fn a_code_by_another_key_is_refused() {
    for (name, seed) in [
        ("xb.example/labels", 4),
        ("evil.example", 3),
        ("evil.example", 4),
    ] {
        let forger = SigningKey::from_seed(name, [seed; 32]).unwrap();
        let forged = qr::issue(&forger, &claim(), &base()).unwrap();
        let id = forger.verifying_key().id();
        check(&forged, &CodeError::UnknownKey(id));
    }
    let verdict = qr::verify(&genuine(), &base(), &[]);
    let id = key().verifying_key().id();
    assert_eq!(verdict, Err(CodeError::UnknownKey(id)));
}

/// T-QR-01: the signature of one genuine label under the claim of another.
#[test]
fn parts_of_two_genuine_codes_do_not_make_a_third() {
    let other = LabelClaim {
        level: 3,
        ..claim()
    };
    let other = qr::issue(&key(), &other, &base()).unwrap();
    let (_, other) = other.rsplit_once('/').unwrap();
    let code = code();
    for cut in (3..120).step_by(3) {
        let joined = format!("{}{}", &code[..cut], &other[cut..]);
        if joined != code && joined != other {
            let verdict = qr::verify_path(NUMBER, &joined, &base(), &keys());
            assert_eq!(verdict, Err(CodeError::Signature), "{cut}");
        }
    }
}

/// T-QR-03: hosts that look, begin or end like ours.
#[test]
fn a_host_that_is_not_exactly_ours_is_refused() {
    for host in [
        "EVILXB.EXAMPLE",
        "XB.EXAMPLE.CN",
        "XB.EXAMPLECN",
        "XB.EXAMPL",
        "XB-EXAMPLE",
        "X8.EXAMPLE",
        "WWW.XB.EXAMPLE",
        "XB.EXAMPLE:443",
        "XB.EXAMPLE:8443",
        "XN--XB-EXAMPLE",
        "XN--B-6GA.EXAMPLE",
        "EVILEXAMPLE.CN",
        "127.0.0.1",
    ] {
        let text = genuine().replace("XB.EXAMPLE", host);
        let expected = base().to_string();
        let found = format!("HTTPS://{host}");
        check(&text, &CodeError::OtherBase { expected, found });
    }
    let expected = base().to_string();
    let found = "HTTP://XB.EXAMPLE".to_owned();
    check(
        &genuine().replace("HTTPS", "HTTP"),
        &CodeError::OtherBase { expected, found },
    );
}

/// T-QR-03: every host that is one insertion, removal or exchange from ours.
#[test]
fn no_host_one_character_from_ours_is_accepted() {
    let host = "XB.EXAMPLE";
    let mut hosts = std::collections::BTreeSet::new();
    for place in 0..=host.len() {
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:/@".chars() {
            let (before, after) = host.split_at(place);
            hosts.insert(format!("{before}{letter}{after}"));
            if let Some(rest) = after.get(1..) {
                hosts.insert(format!("{before}{letter}{rest}"));
                hosts.insert(format!("{before}{rest}"));
            }
        }
    }
    hosts.remove(host);
    assert!(500 <= hosts.len());
    for other in hosts {
        let text = genuine().replace(host, &other);
        let refused = qr::verify(&text, &base(), &keys()).unwrap_err();
        let by_host = matches!(
            refused,
            CodeError::OtherBase { .. } | CodeError::MalformedBase
        );
        assert!(by_host, "{other}: {refused}");
    }
}

/// T-QR-03: user parts, paths, queries, dots and letters outside ASCII.
#[test]
fn an_address_that_is_not_scheme_and_host_is_refused() {
    for host in [
        "",
        ".",
        "XB.EXAMPLE.",
        ".XB.EXAMPLE",
        "XB..EXAMPLE",
        "XB.EXAMPLE@EVIL.CN",
        "USER:PASS@XB.EXAMPLE",
        "XB.EXAMPLE/EVIL",
        "EVIL.CN/XB.EXAMPLE",
        "EVIL.CN?XB.EXAMPLE",
        "EVIL.CN#XB.EXAMPLE",
        "EVIL.CN\\XB.EXAMPLE",
        "XB.EXAMPLE%2EEVIL.CN",
        "XB．EXAMPLE",
        "XB。EXAMPLE",
        "ХB.EXAMPLE",
        "xb.example",
        "Xb.EXAMPLE",
        "XB.EXAMPLE ",
        " XB.EXAMPLE",
        "XB.EXAMPLE\n",
        "-XB.EXAMPLE",
        "XB.EXAMPLE:",
        "XB.EXAMPLE:0",
        "XB.EXAMPLE:0443",
        "XB.EXAMPLE:65536",
        "XB.EXAMPLE:1:2",
    ] {
        let text = genuine().replace("XB.EXAMPLE", host);
        check(&text, &CodeError::MalformedBase);
    }
    for scheme in ["FTP", "JAVASCRIPT", "HTTPSS", "https", ""] {
        let text = genuine().replace("HTTPS", scheme);
        check(&text, &CodeError::MalformedBase);
    }
}

/// T-QR-03: a label of another register, whose key we happen to pin too.
#[test]
fn a_label_signed_for_another_register_does_not_verify_here() {
    let elsewhere: Base = "https://other.example".parse().unwrap();
    let text = qr::issue(&key(), &claim(), &elsewhere).unwrap();
    let (_, code) = text.rsplit_once('/').unwrap();
    let verdict = qr::verify_path(NUMBER, code, &base(), &keys());
    assert_eq!(verdict, Err(CodeError::Signature));
    let moved = text.replace("OTHER", "XB");
    check(&moved, &CodeError::Signature);
}

/// T-QR-05: bytes more, bytes fewer, and other ways to write the same.
#[test]
fn a_code_in_any_other_form_is_refused_by_name() {
    let text = genuine();
    check(&text[..text.len() - 1], &CodeError::Short(119));
    check(&text[..text.len() - 120], &CodeError::Short(0));
    for more in ["0", "00", "000", ":", "\n", "é"] {
        let count = 120 + more.chars().count();
        check(&format!("{text}{more}"), &CodeError::Long(count));
    }
    check(&format!("{text}/"), &CodeError::Shape);
    check(&format!("{text}?A=1"), &CodeError::Long(124));
    check(&format!("{text}{}", "0".repeat(200)), &CodeError::TooLong);
    check(&text.replace("/L/", "/M/"), &CodeError::Shape);
    check(&text.replace("/L/", "/"), &CodeError::Shape);
    check(&text.replace("/L/", "//L/"), &CodeError::MalformedBase);
    check(&text.replace("/L/", "/L//"), &CodeError::Shape);
    check(&text.replace(NUMBER, ""), &CodeError::Number);
    check(
        &text.replace(NUMBER, "csl-2026-000123-7"),
        &CodeError::Number,
    );
    check(&text.replace(NUMBER, "CSL.2026"), &CodeError::Number);
    check(&text.replace(NUMBER, &"7".repeat(41)), &CodeError::Number);
    let code = code();
    let prefix = text.strip_suffix(&code).unwrap();
    check(
        &format!("{prefix}{}", code.to_lowercase()),
        &CodeError::NotCanonical,
    );
    check(
        &format!("{prefix}{}", code.replacen(&code[..1], "%", 1)),
        &CodeError::NotCanonical,
    );
    // Three characters beyond the largest pair of bytes.
    check(
        &format!("{prefix}:::{}", &code[3..]),
        &CodeError::NotCanonical,
    );
    // Version 2 at the same level: 0x0202.
    check(
        &format!("{prefix}0CM{}", &code[3..]),
        &CodeError::Version(2),
    );
    for text in ["", "/", "//", "///", "////", "HTTPS://XB.EXAMPLE", "L/A/B"] {
        check(text, &CodeError::Shape);
    }
}

#[test]
fn a_number_that_cannot_stand_in_a_code_is_not_issued() {
    for number in [
        "",
        "csl-1",
        "CSL 1",
        "CSL/1",
        "CSL\n1",
        "编号",
        &"7".repeat(41),
    ] {
        let number = number.to_owned();
        let refused = qr::issue(&key(), &LabelClaim { number, ..claim() }, &base());
        assert_eq!(refused, Err(CodeError::Number));
    }
}

#[test]
fn a_base_is_read_in_either_case_and_printed_in_capitals() {
    for (text, printed) in [
        ("https://xb.example", "HTTPS://XB.EXAMPLE"),
        ("http://127.0.0.1:8080", "HTTP://127.0.0.1:8080"),
        ("HTTP://localhost:65535", "HTTP://LOCALHOST:65535"),
    ] {
        let base: Base = text.parse().unwrap();
        assert_eq!(base.to_string(), printed);
        let issued = qr::issue(&key(), &claim(), &base).unwrap();
        assert_eq!(qr::verify(&issued, &base, &keys()), Ok(claim()));
    }
    let long = format!("https://{}", "a.".repeat(50) + "a");
    assert!(long.parse::<Base>().is_err());
}
