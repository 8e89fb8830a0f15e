//! The code on a drawn label leads to the label's own page, as another
//! program reads it.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use proof::qr;
use std::process::Command;

/// What an independent decoder (ZBar) reads in a picture.
fn decoded(picture: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("label.png");
    std::fs::write(&path, picture).unwrap();
    let output = Command::new("zbarimg")
        .args(["--quiet", "--raw"])
        .arg(&path)
        .output()
        .expect("the decoder is missing; install the Debian package zbar-tools");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// LBL-06.7, LBL-09.4, T-QR-01: what is printed is the address of the page,
/// signed, and says number, level, last day and model.
#[test]
fn another_decoder_reads_the_address_of_the_page_from_every_variant() {
    let office = testkit::office::office("2026-07-06");
    let filed = office.file_label("EX-CAM-900");
    let case = office.case(&filed.case);
    let world = office.office().world().unwrap();
    let label = office.office().label(&case, &world).unwrap();
    assert!(label.filed);
    for variant in &label.template.variants {
        let svg = artwork::svg::svg(&label.template, &variant.name, &label.facts).unwrap();
        let picture = artwork::png::png(&svg, 600.0).unwrap();
        assert_eq!(decoded(&picture), label.facts.code, "{}", variant.name);
    }
    let base = office.office().base().unwrap();
    let keys = [office.office().label_key().verifying_key().clone()];
    let claim = qr::verify(&label.facts.code, &base, &keys).unwrap();
    assert_eq!(claim.number, filed.number);
    assert_eq!(claim.level, 1);
    assert_eq!(claim.model_hash, qr::model_hash("EX-CAM-900"));
    let address = format!("{base}/L/{}/", filed.number);
    assert!(label.facts.code.starts_with(&address));
    office.audit();
}
