//! Facts that were written to do harm.

use artwork::check::{Kind, check};
use artwork::error::ArtworkError;
use artwork::facts::LabelFacts;
use artwork::svg::svg;

use crate::{VARIANTS, facts, template};

const NAUGHTY: [&str; 40] = [
    "<script>alert(1)</script>",
    "</text></g></svg><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onload='alert(1)",
    "]]><!--",
    "<!--",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&xxe;",
    "<!ENTITY xxe SYSTEM \"file:///etc/passwd\">",
    "<?xml-stylesheet href=\"http://x.example\"?>",
    "javascript:alert(1)",
    "url(http://x.example/a.svg)",
    "{{7*7}}",
    "${jndi:ldap://x.example/a}",
    "%s%s%s%n",
    "../../../../etc/passwd",
    "'; DROP TABLE labels; --",
    "\u{202E}gnp.exe",
    "\u{2066}A\u{2069}",
    "\u{0}",
    "A\u{7}B",
    "A\u{B}B",
    "A\r\nB",
    "A\u{85}B",
    "A\u{2028}B",
    "\u{FEFF}A",
    "A\u{200B}B",
    "Z\u{0310}\u{0334}\u{0335}\u{0489}algo",
    "\u{FFFE}",
    "\u{FFFF}",
    "\u{1F468}\u{200D}\u{1F469}",
    "😀😀😀",
    "﷽﷽﷽",
    "العربية",
    "עברית",
    "ﬀ ﬁ ﬂ",
    "   ",
    "",
    "-",
];

type Setter = fn(&mut LabelFacts, String);

const FIELDS: [(&str, Setter); 9] = [
    ("number", |f, t| f.number = t),
    ("producer", |f, t| f.producer = t),
    ("model", |f, t| f.model = t),
    ("level", |f, t| f.level.zh = t),
    ("validity", |f, t| f.valid_until = t),
    ("laboratory", |f, t| f.laboratories = vec![t.clone(), t]),
    ("standard", |f, t| f.standards = vec![t]),
    ("code", |f, t| f.code = t),
    ("title", |f, t| f.title.en = t),
];

#[test]
fn every_text_in_every_place_gives_a_harmless_drawing_or_a_clear_refusal() {
    let long = [1000, 100, 60, 40]
        .map(|n| "永".repeat(n))
        .into_iter()
        .chain([1000, 119, 80].map(|n| "W".repeat(n)));
    let texts: Vec<String> = NAUGHTY
        .iter()
        .map(ToString::to_string)
        .chain(long)
        .collect();
    let template = template();
    let (mut drawn, mut refused) = (0, 0);
    for text in &texts {
        for (field, set) in FIELDS {
            let mut facts = facts();
            set(&mut facts, text.clone());
            for variant in VARIANTS {
                match svg(&template, variant, &facts) {
                    Ok(drawing) => {
                        assert_is_harmless(&drawing, &format!("{field} = {text:?} on {variant}"));
                        drawn += 1;
                    }
                    Err(error) => {
                        assert!(
                            error.to_string().is_ascii()
                                || error.to_string().chars().all(|c| !c.is_control()),
                            "{error}"
                        );
                        refused += 1;
                    }
                }
            }
        }
    }
    assert!(
        300 < drawn && 300 < refused,
        "{drawn} drawn, {refused} refused"
    );
}

fn assert_is_harmless(drawing: &str, what: &str) {
    let document =
        resvg::usvg::roxmltree::Document::parse(drawing).unwrap_or_else(|e| panic!("{what}: {e}"));
    let known = ["svg", "title", "desc", "g", "rect", "path", "text"];
    for node in document
        .descendants()
        .filter(resvg::usvg::roxmltree::Node::is_element)
    {
        assert!(
            known.contains(&node.tag_name().name()),
            "{what}: {}",
            node.tag_name().name()
        );
        assert!(
            node.attributes()
                .all(|a| !a.name().starts_with("on") && a.name() != "href"),
            "{what}"
        );
    }
}

#[test]
fn a_hostile_name_that_is_drawn_is_found_again_word_for_word() {
    let mut facts = facts();
    facts.producer = "<script>alert('1')</script> & Söhne".into();
    for variant in VARIANTS {
        let drawing = svg(&template(), variant, &facts).unwrap();
        assert_eq!(
            check(Kind::Svg, drawing.as_bytes(), &facts),
            [],
            "{variant}"
        );
    }
}

#[test]
fn what_is_wrong_with_a_fact_is_said_by_its_name() {
    let refusal = |change: &dyn Fn(&mut LabelFacts)| {
        let mut facts = facts();
        change(&mut facts);
        svg(&template(), "portrait", &facts)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refusal(&|f| f.model.clear()),
        "the label needs its model; supply it"
    );
    assert_eq!(
        refusal(&|f| f.producer = "永".repeat(1000)),
        "the producer has 1000 characters; at most 120 are allowed, so shorten it"
    );
    assert_eq!(
        refusal(&|f| f.model = "A\u{202E}B".into()),
        "the model contains the character U+202E, which is invisible or changes how the text reads; remove it"
    );
    assert_eq!(
        refusal(&|f| f.valid_until = "2027-02-29".into()),
        "`2027-02-29` is not a date; write it like 2028-06-30"
    );
    assert_eq!(
        refusal(&|f| f.level.stars = 4),
        "4 of 3 stars is not a level; it needs 1 <= stars <= max <= 5"
    );
    assert_eq!(
        refusal(&|f| f.laboratories = vec!["检".into(); 4]),
        "the label shows at most 3 of laboratories, but there are 4"
    );
    assert_eq!(
        refusal(&|f| f.code = "码".into()),
        "the code contains the character U+7801, which is invisible or changes how the text reads; remove it"
    );
    let too_much = ArtworkError::DoesNotFit {
        field: "producer",
        variant: "compact".into(),
    };
    let mut facts = facts();
    facts.producer = "永".repeat(120);
    facts.laboratories = vec!["检".repeat(100); 3];
    facts.standards = vec!["GB/T ".repeat(11); 3];
    assert!(
        matches!(
            svg(&template(), "compact", &facts),
            Err(ArtworkError::DoesNotFit { .. })
        ),
        "{too_much}"
    );
}
