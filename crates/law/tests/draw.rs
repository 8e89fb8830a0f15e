//! The drawing of a procedure.

#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod shared;

#[test]
fn every_state_and_step_is_in_the_drawing_in_both_languages() {
    let loaded = law::load::load(&shared::label()).unwrap();
    for procedure in loaded.regime.procedures.values() {
        for zh in [true, false] {
            let svg = law::draw::svg(&loaded.regime, procedure, zh);
            assert_eq!(
                svg.matches("<rect class=\"b\"").count(),
                procedure.states.len()
            );
            for step in procedure.steps.values() {
                let title = if zh { &step.zh } else { &step.en };
                assert!(svg.contains(title.as_str()), "{title}");
            }
            if let Some(folder) = std::env::var_os("DRAW_INTO") {
                let name = format!("{}-{}.svg", procedure.head.id, if zh { "zh" } else { "en" });
                std::fs::write(std::path::Path::new(&folder).join(name), &svg).unwrap();
            }
        }
    }
}
