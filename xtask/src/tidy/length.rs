//! A file is one idea, a function fits a screen (STYLE.md, 1 and 2).

use super::Fault;
use super::ratchet::Ratchet;
use crate::checkout::Text;

const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 70;

pub(super) fn faults(sources: &[Text], ratchet: &mut Ratchet) -> Vec<Fault> {
    let mut faults = Vec::new();
    for source in sources {
        let lines = source.text.lines().count();
        if LONGEST_FILE < lines && !ratchet.allows(&source.path, lines) {
            let what = format!("{lines} lines; a file has at most {LONGEST_FILE}: cut it in two");
            faults.push(Fault::new(&source.path, what));
        }
        for function in functions(&source.text) {
            let name = format!("{} fn {}", source.path, function.name);
            if LONGEST_FUNCTION < function.lines && !ratchet.allows(&name, function.lines) {
                let what = format!(
                    "`{}` has {} lines; a function has at most {LONGEST_FUNCTION}",
                    function.name, function.lines
                );
                faults.push(Fault::new(
                    format!("{}:{}", source.path, function.from),
                    what,
                ));
            }
        }
    }
    faults
}

#[derive(Debug, PartialEq, Eq)]
struct Function<'a> {
    name: &'a str,
    /// The line of its signature, from 1.
    from: usize,
    /// From the signature to the closing brace.
    lines: usize,
}

/// The functions of a source that rustfmt has formatted: the closing brace
/// stands below the first letter of the signature.
fn functions(text: &str) -> Vec<Function<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = name_of(line.trim_start()) else {
            continue;
        };
        // What a trait only demands has no body.
        let signature = lines[at..]
            .iter()
            .find(|line| line.ends_with(['{', '}', ';']));
        if signature.is_some_and(|line| line.ends_with(';')) {
            continue;
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let body = lines[at..].iter().position(|line| {
            line.strip_prefix(indent).is_some_and(|rest| rest == "}") || line.ends_with("{}")
        });
        if let Some(length) = body {
            found.push(Function {
                name,
                from: at + 1,
                lines: length + 1,
            });
        }
    }
    found
}

/// The name, if the line begins a function.
fn name_of(line: &str) -> Option<&str> {
    let before = line.find("fn ")?;
    let words = [
        "pub",
        "pub(crate)",
        "pub(super)",
        "async",
        "const",
        "unsafe",
    ];
    if !line[..before]
        .split_whitespace()
        .all(|word| words.contains(&word))
    {
        return None;
    }
    let rest = &line[before + 3..];
    rest.split(['(', '<'])
        .next()
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_trait_demands_is_not_measured_up_to_the_next_brace() {
        let text = "trait X {\n    fn a(\n        &self,\n    ) -> u8;\n    fn b(&self);\n    fn c(&self) {\n    }\n}\n";
        let names: Vec<&str> = functions(text)
            .iter()
            .map(|function| function.name)
            .collect();
        assert_eq!(names, ["c"]);
    }

    #[test]
    fn functions_are_measured_from_signature_to_brace() {
        let text = "fn a() {}\nimpl X {\n    pub async fn b<T>(\n    ) {\n        if x {\n        }\n    }\n}\n";
        let found: Vec<(&str, usize, usize)> = functions(text)
            .iter()
            .map(|function| (function.name, function.from, function.lines))
            .collect();
        assert_eq!(found, [("a", 1, 1), ("b", 3, 5)]);
    }
}
