//! Tests of drawing and checking labels, through the public functions.

#![expect(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

mod drawing;
mod hostile;
mod sample;
mod upload;

use artwork::facts::{LabelFacts, Level, Words};
use artwork::template::Template;

pub(crate) const VARIANTS: [&str; 3] = ["portrait", "landscape", "compact"];

pub(crate) fn template() -> Template {
    toml::from_str(include_str!("../../samples/example-template.toml")).unwrap()
}

pub(crate) fn facts() -> LabelFacts {
    LabelFacts {
        number: "CSL-2026-000123-7".into(),
        producer: "示例智能科技（深圳）有限公司".into(),
        model: "EX-CAM-200 Pro".into(),
        level: Level {
            stars: 2,
            max_stars: 3,
            zh: "增强级".into(),
            en: "Enhanced".into(),
        },
        valid_until: "2028-06-30".into(),
        laboratories: vec!["示例网络安全检测中心".into()],
        standards: vec!["GB/T 00000-2026（示例）".into()],
        code: "HTTPS://LABEL.EXAMPLE.CN/L/CSL-2026-000123-7".into(),
        title: Words {
            zh: "网络安全标识".into(),
            en: "China Cybersecurity Label".into(),
        },
    }
}

pub(crate) fn draw(variant: &str, facts: &LabelFacts) -> String {
    artwork::svg::svg(&template(), variant, facts).unwrap()
}
