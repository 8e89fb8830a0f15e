//! Two columns of text, Chinese left and English right, wrapped by width.

use super::WIDTH;
use crate::columns::{width, wrapped};
use crate::regime::Regime;

/// Where the columns begin and how wide they are.
const INDENT: usize = 2;
const LEFT: usize = 44;
const GAP: usize = 2;
const RIGHT: usize = WIDTH - INDENT - LEFT - GAP;
/// The labels before the text of a pair.
const LABEL_ZH: usize = 8;
const LABEL_EN: usize = 11;

/// A page in the making.
#[derive(Debug, Default)]
pub(super) struct Paper(String);

impl Paper {
    pub(super) fn into_text(self) -> String {
        let mut text = self.0.trim_end().to_owned();
        text.push('\n');
        text
    }

    fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    /// An empty line, but never two.
    pub(super) fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    pub(super) fn title(&mut self, zh: &str, en: &str) {
        self.line(&"=".repeat(WIDTH));
        self.columns(zh, en, 0);
        self.line(&"=".repeat(WIDTH));
        self.gap();
    }

    pub(super) fn chapter(&mut self, zh: &str, en: &str) {
        self.gap();
        self.0.push('\n');
        self.title(zh, en);
    }

    pub(super) fn section(&mut self, zh: &str, en: &str) {
        self.gap();
        self.columns(zh, en, 0);
        self.line(&"-".repeat(WIDTH));
    }

    /// A thing by its name.
    pub(super) fn row(&mut self, zh: &str, en: &str) {
        self.columns(zh, en, 0);
    }

    /// What is said of the thing above.
    pub(super) fn small(&mut self, zh: &str, en: &str) {
        self.columns(zh, en, 2);
    }

    /// The same with a label in front; nothing where there is nothing to say.
    pub(super) fn pair(&mut self, label_zh: &str, label_en: &str, zh: &str, en: &str) {
        if zh.is_empty() && en.is_empty() {
            return;
        }
        let zh = labelled(label_zh, zh, LABEL_ZH, LEFT - 2);
        let en = labelled(label_en, en, LABEL_EN, RIGHT - 2);
        self.side_by_side(&zh, &en, 2);
    }

    /// The article, as each reader cites it, and an empty line.
    pub(super) fn basis(&mut self, regime: &Regime, basis: &str) {
        let (zh, en) = (
            regime.law.citation(basis, true),
            regime.law.citation(basis, false),
        );
        self.pair("依据", "basis", &zh, &en);
        self.gap();
    }

    fn columns(&mut self, zh: &str, en: &str, inset: usize) {
        let zh = wrapped(zh, LEFT - inset);
        let en = wrapped(en, RIGHT - inset);
        self.side_by_side(&zh, &en, inset);
    }

    fn side_by_side(&mut self, zh: &[String], en: &[String], inset: usize) {
        let empty = String::new();
        for at in 0..zh.len().max(en.len()) {
            let left = zh.get(at).unwrap_or(&empty);
            let right = en.get(at).unwrap_or(&empty);
            let pad = (LEFT + GAP).saturating_sub(inset + width(left));
            let (indent, pad, inset) = (
                " ".repeat(INDENT + inset),
                " ".repeat(pad),
                " ".repeat(inset),
            );
            self.line(&format!("{indent}{left}{pad}{inset}{right}"));
        }
    }
}

fn labelled(label: &str, text: &str, label_width: usize, whole: usize) -> Vec<String> {
    wrapped(text, whole - label_width)
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let label = if at == 0 { label } else { "" };
            let pad = " ".repeat(label_width.saturating_sub(width(label)));
            format!("{label}{pad}{line}")
        })
        .collect()
}

/// Items in a row, with a sign between them.
pub(super) fn joined<'a>(items: impl Iterator<Item = &'a str>, between: &str) -> String {
    items.collect::<Vec<_>>().join(between)
}
