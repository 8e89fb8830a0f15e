//! The official style of a label, as data of the implementing rule.
//!
//! A template that exists is sound: its sizes can be printed, its ink can be
//! read on its paper, and each variant has a name of its own.

use crate::facts::{Words, printable};

/// How a label of one regime or product category looks.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(try_from = "Table")]
pub struct Template {
    /// Name in code and data, such as `label-basic`.
    pub id: String,
    /// Name of the style, for people who choose one.
    pub title: Words,
    /// Colour of text, lines, the header band and the code.
    pub ink: Colour,
    /// Colour of the paper.
    pub paper: Colour,
    /// Colour of the stars reached. Never the only sign of a level.
    pub accent: Colour,
    /// Shape of the stars.
    pub star: Star,
    /// A short line such as 自愿标注 · Voluntary label.
    pub note: Words,
    /// What scanning the code is for.
    pub scan: Words,
    /// The sizes there are, at least one.
    pub variants: Vec<Variant>,
}

/// One size and arrangement of a label.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Name in code and data, such as `portrait`.
    pub name: String,
    /// Width in mm, 15 to 300.
    pub width_mm: f64,
    /// Height in mm, 15 to 300.
    pub height_mm: f64,
    /// Arrangement of the parts.
    pub layout: Layout,
    /// Least side of the QR symbol in mm, without its quiet zone.
    pub qr_min_mm: f64,
    /// Least size of letters (one em) in mm, 0.8 to 10.
    pub min_text_mm: f64,
}

/// Arrangement of the parts of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Upright: title, level, contents, code, from the top down.
    Portrait,
    /// Lying: level and contents on the left, the code on the right.
    Landscape,
    /// Small and upright: level beside the code, contents below.
    Compact,
}

/// Shape of the stars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Star {
    /// Five points, as on a flag.
    Pointed,
    /// Five points with soft corners.
    Rounded,
}

/// A colour written as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// Why a template cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TemplateError {
    /// A text is empty, too long or not printable.
    #[error("{0}")]
    Text(#[from] crate::error::ArtworkError),
    /// Not a colour.
    #[error("`{0}` is not a colour; write it like #0f2a47")]
    Colour(String),
    /// The ink is too light or the paper too dark for reading and scanning.
    #[error(
        "ink on paper has a contrast of {0:.1}; it needs 7 with the ink the darker one, so that text and code can be read"
    )]
    Contrast(f64),
    /// There is no variant.
    #[error("the template has no variants; give at least one")]
    NoVariants,
    /// Two variants have one name.
    #[error("two variants are called `{0}`; rename one")]
    DoubleName(String),
    /// A size is out of range.
    #[error("the variant `{variant}` has {field} = {value}; it must be from {least} to {most}")]
    Size {
        /// The variant.
        variant: String,
        /// Which size.
        field: &'static str,
        /// What it is, in mm.
        value: f64,
        /// The least, in mm.
        least: f64,
        /// The greatest, in mm.
        most: f64,
    },
}

impl Template {
    /// The variant of this name.
    pub fn variant(&self, name: &str) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.name == name)
    }
}

impl Colour {
    /// The colour as `#rrggbb`.
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// Relative luminance by WCAG 2, from 0 (black) to 1 (white).
    pub(crate) fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl TryFrom<String> for Colour {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        let digits = text
            .strip_prefix('#')
            .filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|d| u32::from_str_radix(d, 16).ok()) {
            Some(value) => {
                let [_, red, green, blue] = value.to_be_bytes();
                Ok(Colour { red, green, blue })
            }
            None => Err(TemplateError::Colour(text.chars().take(20).collect())),
        }
    }
}

/// A template as it stands in the file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    id: String,
    title: Words,
    ink: Colour,
    paper: Colour,
    accent: Colour,
    star: Star,
    note: Words,
    scan: Words,
    variants: Vec<Variant>,
}

impl TryFrom<Table> for Template {
    type Error = TemplateError;

    fn try_from(table: Table) -> Result<Self, TemplateError> {
        let Table {
            id,
            title,
            ink,
            paper,
            accent,
            star,
            note,
            scan,
            variants,
        } = table;
        printable("id of the template", &id, 60)?;
        for words in [&title, &note, &scan] {
            printable("Chinese words of the template", &words.zh, 40)?;
            printable("English words of the template", &words.en, 120)?;
        }
        let contrast = (paper.luminance() + 0.05) / (ink.luminance() + 0.05);
        if contrast < 7.0 {
            return Err(TemplateError::Contrast(contrast));
        }
        if variants.is_empty() {
            return Err(TemplateError::NoVariants);
        }
        for (index, variant) in variants.iter().enumerate() {
            check_variant(variant)?;
            if variants
                .iter()
                .take(index)
                .any(|other| other.name == variant.name)
            {
                return Err(TemplateError::DoubleName(variant.name.clone()));
            }
        }
        Ok(Template {
            id,
            title,
            ink,
            paper,
            accent,
            star,
            note,
            scan,
            variants,
        })
    }
}

fn check_variant(variant: &Variant) -> Result<(), TemplateError> {
    printable("name of the variant", &variant.name, 40)?;
    let sizes = [
        ("width_mm", variant.width_mm, 15.0, 300.0),
        ("height_mm", variant.height_mm, 15.0, 300.0),
        ("qr_min_mm", variant.qr_min_mm, 5.0, 100.0),
        ("min_text_mm", variant.min_text_mm, 0.8, 10.0),
    ];
    for (field, value, least, most) in sizes {
        if !(least..=most).contains(&value) {
            return Err(TemplateError::Size {
                variant: variant.name.clone(),
                field,
                value,
                least,
                most,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../samples/example-template.toml");

    fn refusal(from: &str, to: &str) -> String {
        assert!(EXAMPLE.contains(from), "{from}");
        toml::from_str::<Template>(&EXAMPLE.replace(from, to))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn the_example_has_three_variants() {
        let template: Template = toml::from_str(EXAMPLE).unwrap();
        let names: Vec<&str> = template.variants.iter().map(|v| v.name.as_str()).collect();
        assert_eq!(names, ["portrait", "landscape", "compact"]);
    }

    /// LBL-06.8, LBL-06.9: the style is data and can be replaced; what is wrong
    /// with it is told when it is read.
    #[test]
    fn faults_of_a_template_are_named_when_it_is_read() {
        let faults = [
            (
                "ink = \"#102a43\"",
                "ink = \"#zz0000\"",
                "`#zz0000` is not a colour",
            ),
            ("ink = \"#102a43\"", "ink = \"#8899aa\"", "contrast"),
            ("ink = \"#102a43\"", "ink = \"#ffffff\"", "contrast"),
            ("width_mm = 50", "width_mm = 5000", "width_mm = 5000"),
            ("width_mm = 50", "width_mm = nan", "width_mm = NaN"),
            (
                "name = \"landscape\"",
                "name = \"portrait\"",
                "two variants are called `portrait`",
            ),
            (
                "layout = \"compact\"",
                "layout = \"round\"",
                "unknown variant `round`",
            ),
            (
                "star = \"rounded\"",
                "star = \"rounded\"\nglitter = true",
                "unknown field `glitter`",
            ),
        ];
        for (from, to, expected) in faults {
            let message = refusal(from, to);
            assert!(message.contains(expected), "{message}");
        }
    }
}
