//! Signed notes: what is genuine opens, what is hostile does not.

use proof::key::{KeyError, SigningKey, VerifyingKey};
use proof::note::{self, MAX_BYTES, MAX_SIGNATURES, NoteError};

/// The example in the documentation of Go's note package.
const GO_SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
     then you don't know what your problem is.\n\n\
     — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn key(name: &str, seed: u8) -> SigningKey {
    SigningKey::from_seed(name, [seed; 32]).expect("the tests use valid names")
}

fn public(keys: &[&SigningKey]) -> Vec<VerifyingKey> {
    keys.iter().map(|key| key.verifying_key().clone()).collect()
}

#[test]
fn the_example_of_gos_note_package_is_reproduced() {
    let secret: SigningKey = GO_SECRET.parse().unwrap();
    assert_eq!(secret.to_secret_text(), GO_SECRET);
    assert_eq!(secret.verifying_key().to_string(), GO_PUBLIC);
    let pinned: VerifyingKey = GO_PUBLIC.parse().unwrap();
    let opened = note::open(GO_NOTE.as_bytes(), &[pinned]).unwrap();
    assert_eq!(note::sign(opened.text(), &[&secret]).unwrap(), GO_NOTE);
}

#[test]
fn no_debug_form_shows_the_secret() {
    let secret: SigningKey = GO_SECRET.parse().unwrap();
    let shown = format!("{secret:?} {secret:#?}");
    assert!(shown.contains("PeterNeumann+c74f20a3+secret"));
    assert!(!shown.contains("AYEKFALVFGyN"));
    assert!(!shown.contains("129, 10, 20"));
}

#[test]
fn a_damaged_key_is_refused_by_name() {
    for (text, error) in [
        ("", KeyError::Shape),
        ("name", KeyError::Shape),
        ("name+c74f20a3", KeyError::Shape),
        (
            "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            KeyError::Name,
        ),
        (
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            KeyError::Name,
        ),
        (
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            KeyError::Hash,
        ),
        (
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            KeyError::Hash,
        ),
        (
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
            KeyError::Data,
        ),
        ("PeterNeumann+c74f20a3+AQ==", KeyError::Data),
        ("PeterNeumann+c74f20a3+", KeyError::Data),
        (
            "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            KeyError::Algorithm(2),
        ),
        (
            "o+00000000+AQEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            KeyError::Weak,
        ),
    ] {
        assert_eq!(text.parse::<VerifyingKey>(), Err(error), "{text}");
    }
    let altered = GO_SECRET.replace("KDFz", "KDFy");
    assert_eq!(altered.parse::<SigningKey>().unwrap_err(), KeyError::Hash);
    assert_eq!(
        GO_PUBLIC.parse::<SigningKey>().unwrap_err(),
        KeyError::Shape
    );
}

#[test]
fn every_signer_that_is_pinned_is_named_and_others_are_passed_over() {
    let (a, b, c) = (key("a", 1), key("b", 2), key("c", 3));
    let signed = note::sign("text\n", &[&c, &a, &b]).unwrap();
    let opened = note::open(signed.as_bytes(), &public(&[&a, &b])).unwrap();
    assert_eq!(opened.text(), "text\n");
    assert_eq!(opened.signers(), public(&[&a, &b]));
}

#[test]
fn a_text_may_have_empty_lines_at_its_end() {
    let a = key("a", 1);
    for text in ["\n", "x\n\n", "x\n\n\n", "\n\nx\n\n— a fake=\n"] {
        let signed = note::sign(text, &[&a]).unwrap();
        let opened = note::open(signed.as_bytes(), &public(&[&a])).unwrap();
        assert_eq!(opened.text(), text);
    }
}

#[test]
fn what_cannot_be_a_note_is_not_signed() {
    let a = key("a", 1);
    assert_eq!(note::sign("x", &[&a]), Err(NoteError::Unterminated));
    assert_eq!(note::sign("", &[&a]), Err(NoteError::Unterminated));
    assert_eq!(note::sign("x\n", &[]), Err(NoteError::NoSigner));
    assert_eq!(
        note::sign("x\n", &[&a; 17]),
        Err(NoteError::TooManySignatures)
    );
    let refused = note::sign("x\r\n", &[&a]);
    assert_eq!(refused, Err(NoteError::ControlCharacter { at: 1 }));
    let large = "x".repeat(MAX_BYTES) + "\n";
    assert_eq!(note::sign(&large, &[&a]), Err(NoteError::TooLarge));
}

#[test]
fn a_name_that_would_break_a_note_is_refused() {
    for name in ["", "a b", "a+b", "a\nb", "a\u{3000}b", "a\u{1}", "\t"] {
        let refused = SigningKey::from_seed(name, [1; 32]).map(|_| ());
        assert_eq!(refused, Err(KeyError::Name), "{name:?}");
    }
}

fn refused(bytes: &[u8]) -> NoteError {
    note::open(bytes, &public(&[&key("a", 1)])).expect_err("the note is hostile")
}

#[test]
fn bytes_that_are_no_note_are_refused_by_name() {
    use NoteError::{ControlCharacter, NoSignatures, NotUtf8, TooLarge};
    let good = note::sign("text\n", &[&key("a", 1)]).unwrap();
    for (bytes, error) in [
        (String::new(), NoSignatures),
        ("text\n".to_owned(), NoSignatures),
        ("text\n\n".to_owned(), NoSignatures),
        (format!("{good}\n"), NoSignatures),
        (good.replace('\n', "\r\n"), ControlCharacter { at: 4 }),
        (good.replace("text", "te\0t"), ControlCharacter { at: 2 }),
        (good.replace("text", "te\tt"), ControlCharacter { at: 2 }),
        ("x".repeat(MAX_BYTES + 1), TooLarge),
    ] {
        assert_eq!(refused(bytes.as_bytes()), error);
    }
    assert_eq!(refused(b"\xff\n\n"), NotUtf8);
    // Two bytes for a slash, which only a careless decoder takes for one.
    assert_eq!(refused(b"\xc0\xaf\n\n"), NotUtf8);
}

#[test]
fn malformed_signatures_are_refused_by_line() {
    let good = note::sign("text\n", &[&key("a", 1)]).unwrap();
    let line = good.strip_prefix("text\n\n").unwrap();
    let (dash_name, signature) = line.trim_end().rsplit_once(' ').unwrap();
    assert_eq!(dash_name, "— a");
    for bad in [
        good.trim_end().to_owned(),
        good.replace('—', "-"),
        good.replace("— ", "—"),
        good.replace("— a ", "— a  "),
        good.replace("— a ", "— "),
        good.replace("— a ", "—  "),
        good.replace("— a ", "— a+b "),
        good.replace(signature, "AAAAAA=="),
        good.replace(signature, "AAAA"),
        good.replace(signature, ""),
        good.replace("=\n", "\n"),
        good.replace("=\n", "= \n"),
    ] {
        assert_eq!(
            refused(bad.as_bytes()),
            NoteError::Malformed { line: 1 },
            "{bad}"
        );
    }
    let junk = format!("{good}junk\n");
    assert_eq!(refused(junk.as_bytes()), NoteError::Malformed { line: 2 });
    let many = format!("text\n\n{}", line.repeat(MAX_SIGNATURES + 1));
    assert_eq!(refused(many.as_bytes()), NoteError::TooManySignatures);
}

#[test]
fn a_note_that_no_pinned_key_vouches_for_is_refused() {
    let (a, b) = (key("a", 1), key("b", 2));
    let signed = note::sign("text\n", &[&a]).unwrap();
    let open = |note: &str, keys: &[&SigningKey]| note::open(note.as_bytes(), &public(keys));
    assert_eq!(open(&signed, &[]), Err(NoteError::Unverified));
    assert_eq!(open(&signed, &[&b]), Err(NoteError::Unverified));
    // The same name with another key, and the same key with another name.
    assert_eq!(open(&signed, &[&key("a", 2)]), Err(NoteError::Unverified));
    assert_eq!(open(&signed, &[&key("b", 1)]), Err(NoteError::Unverified));
    assert_eq!(
        open(&signed.replace("— a", "— b"), &[&a, &b]),
        Err(NoteError::Unverified)
    );
}

#[test]
fn one_false_signature_by_a_pinned_key_condemns_the_note() {
    let (a, b) = (key("a", 1), key("b", 2));
    let signed = note::sign("text\n", &[&a, &b]).unwrap();
    let other = note::sign("other\n", &[&b]).unwrap();
    let false_line = other.strip_prefix("other\n\n").unwrap();
    let true_line = signed.lines().last().unwrap();
    let mixed = signed.replace(&format!("{true_line}\n"), false_line);
    let name = "b".to_owned();
    let refused = note::open(mixed.as_bytes(), &public(&[&a, &b]));
    assert_eq!(refused, Err(NoteError::BadSignature { name }));
    // Who has not pinned `b` cannot know, and has `a`'s word.
    assert!(note::open(mixed.as_bytes(), &public(&[&a])).is_ok());
    let name = "a".to_owned();
    let altered = signed.replace("text", "texu");
    let refused = note::open(altered.as_bytes(), &public(&[&a]));
    assert_eq!(refused, Err(NoteError::BadSignature { name }));
}

#[test]
fn a_key_that_is_pinned_or_signs_twice_counts_once() {
    let a = key("a", 1);
    let signed = note::sign("text\n", &[&a, &a]).unwrap();
    let opened = note::open(signed.as_bytes(), &public(&[&a, &a])).unwrap();
    assert_eq!(opened.signers(), public(&[&a]));
}
