//! Values of form fields and files of materials, as the command line writes
//! them: `model=EX-1`, `models=@list.txt`, `report=report.pdf`.

use crate::file;
use crate::trouble::Trouble;
use case::case::Case;
use case::command::Supply;
use case::value::Value;
use case::world::World;
use law::form::{Field, FieldKind};
use law::name::{FieldName, MaterialName};
use law::procedure::Procedure;
use office::intake::Upload;
use office::opening::Office;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The largest file that holds the value of a field (1 MiB).
const LARGEST_VALUE: u64 = 1 << 20;
/// The largest material of any kind that is not known to the procedure.
const LARGEST_UNKNOWN: u64 = 1 << 20;

/// A pair as written: `name=text`.
///
/// # Errors
///
/// That there is no `=` in it, or no name before it.
pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(format!("`{text}` is not NAME=VALUE")),
    }
}

/// That `name` is one of those that are known.
///
/// # Errors
///
/// That it is none; names the known ones, the nearest first.
pub(crate) fn among<'n>(
    name: &str,
    known: impl Iterator<Item = &'n str>,
    (zh, en): (&str, &str),
) -> Result<(), Trouble> {
    const MOST: usize = 8;
    let known: BTreeSet<&str> = known.collect();
    if known.contains(name) {
        return Ok(());
    }
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .map(|known| (distance(name, known), known))
        .collect();
    near.sort_unstable();
    let names: Vec<&str> = near.iter().take(MOST).map(|(_, known)| *known).collect();
    Err(Trouble::usage(
        format!("没有名为“{name}”的{zh}，相近的有：{}。", names.join("、")),
        format!(
            "there is no {en} `{name}`; the nearest are: {}",
            names.join(", ")
        ),
    ))
}

/// How many letters must be put in, left out or changed to make one text the
/// other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut row = vec![at + 1];
        for (place, theirs) in other.iter().enumerate() {
            let changed = last[place] + usize::from(letter != *theirs);
            row.push(changed.min(last[place + 1] + 1).min(row[place] + 1));
        }
        last = row;
    }
    last.last().copied().unwrap_or(0)
}

/// The fields as written, each of its kind; `@FILE` takes the text of a file.
/// Several values stand with commas between, or the field is written several times.
///
/// # Errors
///
/// A file that cannot be read, a number that is none, or several values of a
/// field that has one.
pub(crate) fn fields(
    procedure: Option<&Procedure>,
    pairs: &[(String, String)],
) -> Result<BTreeMap<FieldName, Value>, Trouble> {
    let mut texts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, text) in pairs {
        let text = match text.strip_prefix('@') {
            Some(path) => file::read_text(Path::new(path), LARGEST_VALUE)?,
            None => text.clone(),
        };
        texts.entry(name.as_str()).or_default().push(text);
    }
    let mut fields = BTreeMap::new();
    for (name, texts) in texts {
        let field = procedure.and_then(|procedure| procedure.fields.get(name));
        let lists = field.is_some_and(Field::takes_lists);
        if !lists && 1 < texts.len() {
            return Err(Trouble::usage(
                format!("“{name}”只有一个值，请只写一次。"),
                format!("`{name}` has one value; write it once"),
            ));
        }
        fields.insert(
            FieldName::from(name),
            value(name, field, &texts.join("\n"))?,
        );
    }
    Ok(fields)
}

fn value(name: &str, field: Option<&Field>, text: &str) -> Result<Value, Trouble> {
    match field.map(|field| field.kind) {
        Some(FieldKind::Number) => text.trim().parse().map(Value::Number).map_err(|_| {
            Trouble::usage(
                format!("“{name}”应当是整数，不是“{text}”。"),
                format!("`{name}` is a whole number, not `{text}`"),
            )
        }),
        _ if field.is_some_and(Field::takes_lists) => {
            let items = text.split([',', '，', '\n']).map(str::trim);
            let items = items.filter(|item| !item.is_empty());
            Ok(Value::List(items.map(str::to_owned).collect()))
        }
        Some(FieldKind::LongText) => Ok(Value::Text(text.trim_end().to_owned())),
        _ => Ok(Value::Text(text.trim_end_matches(['\r', '\n']).to_owned())),
    }
}

/// Reads the files of materials and lets the office look at them; sizes are
/// known before anything is read.
///
/// # Errors
///
/// What is wrong with a file.
pub(crate) fn take_in(
    office: &Office,
    world: &World,
    case: &Case,
    files: &[(String, PathBuf)],
) -> Result<Vec<Supply>, Trouble> {
    let edition = office.edition(case)?;
    let procedure = edition.procedure(&case.procedure);
    let mut read = Vec::new();
    for (material, path) in files {
        let most = procedure
            .and_then(|procedure| procedure.materials.get(material.as_str()))
            .map_or(LARGEST_UNKNOWN, |material| {
                u64::from(material.max_mib) << 20
            });
        read.push((material, file::name(path), file::read(path, most)?));
    }
    let uploads: Vec<Upload<'_>> = read
        .iter()
        .map(|(material, name, content)| Upload {
            material: MaterialName::from(material.as_str()),
            name,
            content,
        })
        .collect();
    Ok(office.take_in(case, world, &uploads)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_told_what_is_near() {
        let known = ["review", "draft", "filed"];
        assert!(among("filed", known.into_iter(), ("状态", "state")).is_ok());
        let trouble = among("reveiw", known.into_iter(), ("状态", "state")).unwrap_err();
        let told = trouble.text(crate::lang::Lang::En);
        assert!(told.contains("the nearest are: review, "), "{told}");
        assert_eq!(distance("draft", "drafts"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn a_pair_has_a_name_and_a_value() {
        assert_eq!(pair("a=b=c"), Ok(("a".into(), "b=c".into())));
        assert!(pair("=b").is_err());
        assert!(pair("ab").is_err());
    }

    #[test]
    fn a_list_is_split_at_commas_and_lines() {
        let field = |kind: &str, more: &str| -> Field {
            let text = format!("zh = '数'\nen = 'n'\nbasis = 'a/1'\nkind = '{kind}'\n{more}");
            toml::from_str(&text).unwrap()
        };
        let three =
            |kind: &str, more: &str| value("it", Some(&field(kind, more)), "A-1, A-2\nA-3\n");
        for (kind, more) in [("texts", ""), ("party", "of = 'x'\nmax = 3")] {
            assert_eq!(three(kind, more).unwrap().items(), ["A-1", "A-2", "A-3"]);
        }
        assert!(matches!(three("text", "").unwrap(), Value::Text(_)));
        assert!(value("count", Some(&field("number", "")), "many").is_err());
    }
}
