//! A condition of the scheme as a sentence: “only where the level is leading”.

use crate::language::Lang;
use crate::words::fill;
use law::form::{Field, FieldKind, When};
use law::procedure::Procedure;
use law::reference::Reference;
use law::regime::Regime;

/// When something is asked for, if not always.
pub(super) fn sentence(
    regime: &Regime,
    procedure: &Procedure,
    when: Option<&When>,
    lang: Lang,
) -> Option<String> {
    let when = when?;
    let mut parts = Vec::new();
    if let Some(field) = when
        .field
        .as_ref()
        .and_then(|name| procedure.fields.get(name))
    {
        let values: Vec<String> = when
            .is
            .iter()
            .map(|value| worded(regime, procedure, field, value, lang))
            .collect();
        let values = values.join(lang.of("或者", " or "));
        let blanks = [
            ("field", lang.of(&field.zh, &field.en)),
            ("value", values.as_str()),
        ];
        parts.push(fill(lang, "guide.when-field", &blanks));
    }
    if let Some(actor) = when
        .opened_by
        .as_ref()
        .and_then(|name| regime.actors.get(name))
    {
        let blanks = [("actor", lang.of(&actor.zh, &actor.en))];
        parts.push(fill(lang, "guide.when-by", &blanks));
    }
    (!parts.is_empty()).then(|| parts.join(lang.of("，", ", ")))
}

/// A value of a field in words.
fn worded(
    regime: &Regime,
    procedure: &Procedure,
    field: &Field,
    value: &str,
    lang: Lang,
) -> String {
    let of = field.of.as_deref().unwrap_or_default();
    let items = |catalogue: &str| regime.references.get(catalogue);
    let known = match field.kind {
        FieldKind::YesNo => Some(match value {
            "yes" => lang.of("是", "Yes"),
            _ => lang.of("否", "No"),
        }),
        FieldKind::Choice => procedure
            .choices
            .get(of)
            .and_then(|choice| choice.get(value))
            .map(|words| lang.words(words)),
        FieldKind::Reference => items(of)
            .and_then(|items| items.get(value))
            .map(|item| lang.of(&item.zh, &item.en)),
        FieldKind::Level | FieldKind::Parameter => {
            let catalogue = procedure
                .fields
                .get(of)
                .and_then(|field| items(field.of.as_deref()?));
            let mut rules = catalogue.into_iter().flat_map(|items| items.values());
            rules.find_map(|rule| in_rule(rule, value, lang))
        }
        _ => None,
    };
    known.unwrap_or(value).to_owned()
}

/// A level or parameter of an item.
fn in_rule<'r>(rule: &'r Reference, value: &str, lang: Lang) -> Option<&'r str> {
    let level = rule.levels.get(value);
    let level = level.map(|level| lang.of(&level.zh, &level.en));
    level.or_else(|| {
        let parameter = rule.parameters.get(value)?;
        Some(lang.of(&parameter.zh, &parameter.en))
    })
}
