//! Text for a terminal: headings, pairs and tables whose columns stand under
//! each other also where Chinese characters take two places.

use crate::lang::Lang;
use unicode_width::UnicodeWidthStr;

/// A page of text that is being written.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) lang: Lang,
    text: String,
}

impl Page {
    /// An empty page.
    pub(crate) fn new(lang: Lang) -> Self {
        Page {
            lang,
            text: String::new(),
        }
    }

    /// One line, said in the page's language.
    pub(crate) fn say(&mut self, zh: &str, en: &str) {
        let line = self.lang.of(zh, en).to_owned();
        self.line(&line);
    }

    /// One line.
    pub(crate) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A heading, with an empty line before it.
    pub(crate) fn heading(&mut self, zh: &str, en: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.say(zh, en);
    }

    /// Lines of two columns, indented.
    pub(crate) fn pairs(&mut self, pairs: &[(String, String)]) {
        let rows = pairs
            .iter()
            .map(|(name, value)| vec![name.clone(), value.clone()])
            .collect();
        self.rows(rows);
    }

    /// Rows of columns that stand under each other, indented by two.
    pub(crate) fn rows(&mut self, rows: Vec<Vec<String>>) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<usize> = (0..columns)
            .map(|at| {
                let cells = rows.iter().filter_map(|row| row.get(at));
                cells.map(|cell| cell.width()).max().unwrap_or(0)
            })
            .collect();
        for row in rows {
            let mut line = String::from("  ");
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width.saturating_sub(cell.width()) + 2));
            }
            self.line(&line);
        }
    }

    /// A table with a head, or `none` in its place if it has no rows.
    pub(crate) fn table(
        &mut self,
        head: &[(&str, &str)],
        rows: Vec<Vec<String>>,
        none: (&str, &str),
    ) {
        if rows.is_empty() {
            return self.say(none.0, none.1);
        }
        let head = head
            .iter()
            .map(|(zh, en)| self.lang.of(zh, en).to_owned())
            .collect();
        let all = std::iter::once(head).chain(rows).collect();
        self.rows(all);
    }

    /// What was written.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

/// So many of something, in English: `1 fault`, `2 faults`.
pub(crate) fn many(count: u64, one: &str) -> String {
    if count == 1 {
        format!("1 {one}")
    } else {
        format!("{count} {one}s")
    }
}

/// A text cut to `most` columns, with a sign that something is missing.
pub(crate) fn cut(text: &str, most: usize) -> String {
    let text = text.replace(char::is_control, " ");
    if text.width() <= most {
        return text;
    }
    let mut kept = String::new();
    for sign in text.chars() {
        if most <= kept.width() + 2 {
            break;
        }
        kept.push(sign);
    }
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_in_both_scripts() {
        let mut page = Page::new(Lang::En);
        page.rows(vec![
            vec!["已备案".into(), "a".into()],
            vec!["ab".into(), "b".into()],
        ]);
        assert_eq!(page.into_text(), "  已备案  a\n  ab      b\n");
    }

    #[test]
    fn a_long_text_is_cut_to_its_columns() {
        assert_eq!(cut("abcdef", 6), "abcdef");
        assert_eq!(cut("信标信标", 6), "信标…");
        assert_eq!(cut("a\u{1b}[31m", 20), "a [31m");
    }
}
