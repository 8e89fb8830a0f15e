//! The picture in the samples folder is what the code draws.

use std::fs;
use std::path::Path;

use crate::{draw, facts};

#[test]
fn the_sample_is_what_the_code_draws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let drawing = draw("portrait", &facts());
    if std::env::var_os("UPDATE_SAMPLES").is_some() {
        fs::write(folder.join("label.svg"), &drawing).unwrap();
        fs::write(
            folder.join("label.png"),
            artwork::png::png(&drawing, 300.0).unwrap(),
        )
        .unwrap();
    }
    let kept = fs::read_to_string(folder.join("label.svg")).unwrap();
    assert!(
        kept == drawing,
        "samples/label.svg is not current; run this test with UPDATE_SAMPLES=1, and look at label.png"
    );
}
