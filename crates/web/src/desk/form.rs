//! Form fields as the scheme describes them, and back.

use crate::csrf::Posted;
use crate::language::Lang;
use crate::words::{fill, say};
use case::value::Value;
use case::world::World;
use law::form::{Field, FieldKind};
use law::name::{FieldName, PartyKind};
use law::procedure::Procedure;
use law::reference::Reference;
use law::regime::Regime;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// The longest list of parties that is shown to choose from.
const MOST_PARTIES: usize = 300;
/// What the names of inputs for fields begin with.
pub(super) const PREFIX: &str = "field.";

/// What inputs are made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inputs<'a> {
    pub(crate) lang: Lang,
    pub(crate) regime: &'a Regime,
    pub(crate) procedure: &'a Procedure,
    pub(crate) world: &'a World,
    pub(crate) values: &'a BTreeMap<FieldName, Value>,
    /// The fields without which the next step is refused.
    pub(crate) wanted: &'a BTreeSet<&'a FieldName>,
    /// What tells this form's inputs from those of others on the page.
    pub(crate) form: &'a str,
    /// Whether registered parties are shown to choose from: in all fields, …
    pub(crate) all_parties: bool,
    /// … or else in this one.
    pub(crate) parties: Option<&'a FieldName>,
}

/// An option of a list: value and wording.
type Options = Vec<(String, String)>;

impl Inputs<'_> {
    /// The inputs of these fields, in order. What is sealed or computed is not
    /// asked for.
    pub(crate) fn all(self, fields: &[(&FieldName, &Field)]) -> Markup {
        let asked = fields
            .iter()
            .filter(|(_, field)| !field.sealed && !field.is_computed());
        html! { @for (name, field) in asked { (self.one(name, field)) } }
    }

    fn one(self, name: &FieldName, field: &Field) -> Markup {
        let lang = self.lang;
        let id = format!("{}-{name}", self.form);
        let key = format!("{PREFIX}{name}");
        let value = self.values.get(name);
        let text = value.map(ToString::to_string).unwrap_or_default();
        let longest = field.max.filter(|_| !field.takes_lists());
        let hint = match lang {
            Lang::Zh => field.hint_zh.as_deref(),
            Lang::En => field.hint_en.as_deref(),
        };
        let hint_id = hint.map(|_| format!("{id}-hint"));
        let open = field.kind != FieldKind::Party || self.all_parties || self.parties == Some(name);
        let options = self.options(field).filter(|_| open);
        if field.kind == FieldKind::Reference && field.takes_lists() {
            let options = options.unwrap_or_default();
            return boxes(lang.of(&field.zh, &field.en), &key, &options, value, hint);
        }
        html! {
            div.field {
                label for=(id) {
                    (lang.of(&field.zh, &field.en))
                    @if self.wanted.contains(name) { " " span.tag.must { (say(lang, "form.must")) } }
                    @if field.public { " " span.tag { (say(lang, "form.public")) } }
                    @if field.confidential { " " span.tag { (say(lang, "form.confidential")) } }
                }
                @match (field.kind, options) {
                    (FieldKind::LongText, _) =>
                        textarea id=(id) name=(key) rows="4" aria-describedby=[hint_id.as_deref()] { (text) },
                    (FieldKind::Texts, _) => {
                        textarea id=(id) name=(key) rows="4" aria-describedby=[hint_id.as_deref()] { (lines(value)) }
                        p.small { (say(lang, "form.one-a-line")) }
                    },
                    (FieldKind::Party, Some(options)) if self.procedure.head.body_field.as_ref() != Some(name) => (self.parties(&id, &key, &options, value, hint_id.as_deref())),
                    (_, Some(options)) => (select(&id, &key, &options, &text, hint_id.as_deref())),
                    (FieldKind::Date, None) =>
                        input id=(id) name=(key) type="date" value=(text) aria-describedby=[hint_id.as_deref()];,
                    (FieldKind::Moment, None) =>
                        input id=(id) name=(key) type="datetime-local" value=(text) aria-describedby=[hint_id.as_deref()];,
                    (FieldKind::Decimal, None) =>
                        input id=(id) name=(key) inputmode="decimal" value=(text) placeholder=[field.sample.as_deref()]
                            aria-describedby=[hint_id.as_deref()];,
                    (FieldKind::Number, None) =>
                        input id=(id) name=(key) type="number" min="0" value=(text) aria-describedby=[hint_id.as_deref()];,
                    (_, None) =>
                        input id=(id) name=(key) value=(text) maxlength=[longest] placeholder=[field.sample.as_deref()]
                            aria-describedby=[hint_id.as_deref()];,
                }
                @if field.kind == FieldKind::Case { p.small { (say(lang, "form.case-number")) } }
                @if let (Some(hint), Some(id)) = (hint, &hint_id) { p.small id=(id) { (hint) } }
                @if let Some(only) = self.only(field) { p.small { (only) } }
            }
        }
    }

    /// One party to choose, and further ones by their codes.
    fn parties(
        self,
        id: &str,
        key: &str,
        options: &Options,
        value: Option<&Value>,
        hint: Option<&str>,
    ) -> Markup {
        let items = value.map(Value::items).unwrap_or_default();
        let (first, rest) = items.split_first().map_or(("", &[][..]), |(a, b)| (*a, b));
        let more = format!("{id}-more");
        html! {
            (select(id, key, options, first, hint))
            details.more open[!rest.is_empty()] {
                summary { (say(self.lang, "form.more-parties")) }
                label for=(more) { (say(self.lang, "form.more-codes")) }
                textarea id=(more) name=(key) rows="3" { (rest.join("\n")) }
            }
        }
    }

    /// Under what condition a field is asked for, where it hangs on another
    /// field of the same form.
    fn only(self, field: &Field) -> Option<String> {
        let when = field.when.as_ref()?;
        let of = when.field.as_ref()?;
        let other = self.procedure.fields.get(of)?;
        let options = self.options(other).unwrap_or_default();
        let word = |is: &String| {
            let option = options.iter().find(|(value, _)| value == is);
            option.map_or_else(|| is.clone(), |(_, words)| words.clone())
        };
        let values: Vec<String> = when.is.iter().map(word).collect();
        let blanks = [
            ("field", self.lang.of(&other.zh, &other.en)),
            ("value", &values.join(self.lang.of("或者", " or "))),
        ];
        Some(fill(self.lang, "form.only", &blanks))
    }

    /// What can be chosen, where something is chosen.
    fn options(self, field: &Field) -> Option<Options> {
        let of = field.of.as_deref().unwrap_or_default();
        let pick = |zh: &str, en: &str| self.lang.of(zh, en).to_owned();
        Some(match field.kind {
            FieldKind::YesNo => {
                vec![
                    ("yes".into(), pick("是", "Yes")),
                    ("no".into(), pick("否", "No")),
                ]
            }
            FieldKind::Choice => {
                let choice = self.procedure.choices.get(of)?;
                choice
                    .iter()
                    .map(|(name, words)| (name.clone(), pick(&words.zh, &words.en)))
                    .collect()
            }
            FieldKind::Reference => {
                let items = self.regime.references.get(of)?;
                items
                    .iter()
                    .map(|(name, item)| (name.clone(), pick(&item.zh, &item.en)))
                    .collect()
            }
            FieldKind::Level => {
                let mut levels: Vec<_> = self
                    .rules(of)
                    .iter()
                    .flat_map(|rule| rule.levels_upwards())
                    .collect();
                levels.sort_by_key(|(_, level)| level.stars);
                once(
                    levels
                        .into_iter()
                        .map(|(name, level)| (name.to_string(), pick(&level.zh, &level.en))),
                )
            }
            FieldKind::Parameter => {
                let rules = self.rules(of);
                let parameters = rules.iter().flat_map(|rule| &rule.parameters);
                once(parameters.map(|(name, item)| (name.clone(), pick(&item.zh, &item.en))))
            }
            FieldKind::Party => {
                let kind = PartyKind::from(of);
                let parties = self.world.parties.values().map(|party| &party.registration);
                let fit: Options = parties
                    .filter(|party| party.is(&self.regime.head.id, &kind))
                    .map(|party| {
                        (
                            party.code.to_string(),
                            format!("{} {}", pick(&party.name_zh, &party.name_en), party.code),
                        )
                    })
                    .take(MOST_PARTIES + 1)
                    .collect();
                return (fit.len() <= MOST_PARTIES).then_some(fit);
            }
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Texts
            | FieldKind::Date
            | FieldKind::Moment
            | FieldKind::Number
            | FieldKind::Decimal
            | FieldKind::Region
            | FieldKind::Case => return None,
        })
    }

    /// The reference item chosen in `field`, or all that could be.
    fn rules(&self, field: &str) -> Vec<&Reference> {
        let catalogue = self
            .procedure
            .fields
            .get(field)
            .and_then(|field| field.of.as_deref());
        let Some(items) = catalogue.and_then(|catalogue| self.regime.references.get(catalogue))
        else {
            return Vec::new();
        };
        let chosen = self
            .values
            .get(field)
            .and_then(Value::text)
            .and_then(|name| items.get(name));
        chosen.map_or_else(|| items.values().collect(), |item| vec![item])
    }
}

fn once(options: impl Iterator<Item = (String, String)>) -> Options {
    let mut seen = BTreeSet::new();
    options
        .filter(|(name, _)| seen.insert(name.clone()))
        .collect()
}

fn select(id: &str, key: &str, options: &Options, chosen: &str, hint: Option<&str>) -> Markup {
    html! {
        select id=(id) name=(key) aria-describedby=[hint] {
            option value="" { "–" }
            @for (value, words) in options {
                option value=(value) selected[value == chosen] { (words) }
            }
        }
    }
}

/// Several of a catalogue's items: a box for each.
fn boxes(
    legend: &str,
    key: &str,
    options: &Options,
    value: Option<&Value>,
    hint: Option<&str>,
) -> Markup {
    let items = value.map(Value::items).unwrap_or_default();
    html! {
        fieldset {
            legend { (legend) }
            @if let Some(hint) = hint { p.small { (hint) } }
            // Says that the field was asked for, whatever is ticked.
            input type="hidden" name=(key) value="";
            @for (name, words) in options {
                label.tick {
                    input type="checkbox" name=(key) value=(name) checked[items.contains(&name.as_str())];
                    " " (words)
                }
            }
        }
    }
}

fn lines(value: Option<&Value>) -> String {
    value
        .map(|value| value.items().join("\n"))
        .unwrap_or_default()
}

/// The values of the fields in a form that was sent.
pub(crate) fn values(posted: &Posted, procedure: &Procedure) -> BTreeMap<FieldName, Value> {
    read(posted.beginning(PREFIX), procedure)
}

/// As [`values`], of a form that bears no token.
pub(crate) fn of_pairs(
    pairs: &[(String, String)],
    procedure: &Procedure,
) -> BTreeMap<FieldName, Value> {
    let pairs = pairs.iter();
    read(
        pairs.filter_map(|(key, value)| Some((key.strip_prefix(PREFIX)?, value.as_str()))),
        procedure,
    )
}

/// The values of fields by what was sent for each, perhaps more than once.
fn read<'p>(
    pairs: impl Iterator<Item = (&'p str, &'p str)>,
    procedure: &Procedure,
) -> BTreeMap<FieldName, Value> {
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, text) in pairs {
        texts.entry(name).or_default().push(text);
    }
    let given = texts.into_iter().map(|(name, texts)| {
        let field = procedure.fields.get(name);
        (FieldName::from(name), value(field, &texts.join("\n")))
    });
    given.collect()
}

fn value(field: Option<&Field>, text: &str) -> Value {
    let kind = field.map(|field| field.kind);
    match kind {
        Some(FieldKind::Texts) => {
            let items = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Value::List(items.map(str::to_owned).collect())
        }
        Some(FieldKind::LongText) => Value::Text(text.replace("\r\n", "\n")),
        _ if field.is_some_and(Field::takes_lists) => several(text),
        _ => Value::Text(text.trim().to_owned()),
    }
}

/// One item, or a list of them: one a line, or with commas between.
fn several(text: &str) -> Value {
    let apart = |sign: char| sign.is_whitespace() || matches!(sign, ',' | '，' | '、' | ';' | '；');
    let mut items: Vec<String> = Vec::new();
    for item in text.split(apart).filter(|item| !item.is_empty()) {
        if !items.iter().any(|known| known == item) {
            items.push(item.to_owned());
        }
    }
    match items.len() {
        0 | 1 => Value::Text(items.pop().unwrap_or_default()),
        _ => Value::List(items),
    }
}

#[cfg(test)]
mod tests {
    use super::several;
    use case::value::Value;

    #[test]
    fn several_items_are_told_apart_however_they_are_written() {
        let list = |items: &[&str]| Value::List(items.iter().map(|item| (*item).into()).collect());
        assert_eq!(several("\r\n"), Value::from(""));
        assert_eq!(several(" a \r\n"), Value::from("a"));
        assert_eq!(several("a\r\nb, c、d，a"), list(&["a", "b", "c", "d"]));
    }
}
