//! Files that nobody writes in good faith are refused, and nothing panics.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

use proptest::prelude::*;

fn faults_with(file: &str, text: String) -> Vec<law::fault::Fault> {
    let mut files = shared::label();
    files.insert(file.to_owned(), text);
    match law::load::load(&files) {
        Err(faults) => faults,
        Ok(loaded) => law::check::check(&loaded),
    }
}

#[test]
fn a_file_of_more_than_one_mebibyte_is_refused_before_it_is_read() {
    for file in [
        "regime.toml",
        "filing.toml",
        "rules/camera.toml",
        "law/measures.md",
    ] {
        let text = format!(
            "{}\n#{}",
            shared::label()[file],
            "x".repeat(law::load::LARGEST_FILE)
        );
        let faults = faults_with(file, text);
        assert!(
            faults
                .iter()
                .any(|fault| fault.file == file && fault.cause.contains("bytes")),
            "{file}: {}",
            shared::listed(&faults)
        );
    }
}

#[test]
fn deep_nesting_is_refused() {
    for text in [
        format!("id = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("id = {}", "{a=".repeat(50_000)),
        format!("[{}a]\n", "a.".repeat(50_000)),
    ] {
        assert!(!faults_with("filing.toml", text.clone()).is_empty());
        assert!(!faults_with("rules/camera.toml", text).is_empty());
    }
}

#[test]
fn double_keys_and_signs_that_do_not_belong_are_refused() {
    let filing = &shared::label()["filing.toml"];
    for text in [
        format!("id = \"filing\"\n{filing}"),
        format!("{filing}\n[step.open]\nzh = \"新建\"\n"),
        filing.replace("id       =", "id\0 ="),
        filing.replace("en = \"Submit\"", "en = \"Sub\0mit\""),
        String::new(),
        "\u{feff}".to_owned(),
        "= = =".to_owned(),
    ] {
        assert!(!faults_with("filing.toml", text).is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in ".{0,400}", at in 0usize..4) {
        let file = ["regime.toml", "filing.toml", "rules/camera.toml", "law/measures.md"][at];
        let _ = faults_with(file, text);
    }

    #[test]
    fn no_cut_or_garbled_scheme_makes_the_reader_panic(
        from in 0usize..20_000, length in 0usize..400, put in "[\\[\\]={}\"a-z0-9\\.\n ]{0,12}",
    ) {
        let text: Vec<char> = shared::label()["filing.toml"].chars().collect();
        let from = from.min(text.len());
        let to = (from + length).min(text.len());
        let garbled: String = text[..from].iter().copied().chain(put.chars()).chain(text[to..].iter().copied()).collect();
        let _ = faults_with("filing.toml", garbled);
    }
}
