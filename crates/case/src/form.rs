//! Whether a value fits its field, and which fields are asked for.

use crate::case::Case;
use crate::decimal;
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::{Wording, words};
use crate::world::World;
use jiff::civil::{Date, DateTime};
use law::form::{Field, FieldKind, When};
use law::identity::PartyCode;
use law::name::{ActorName, FieldName, PartyKind};
use law::procedure::Procedure;
use law::reference::Reference;
use law::regime::{IdentityKind, Regime};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The longest text of a field that names no `max`, in characters.
pub const LONGEST_TEXT: u32 = 4000;
/// The most items of a list that names no `max`.
pub const LONGEST_LIST: u32 = 1000;

/// All that a form is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    pub regime: &'a Regime,
    pub procedure: &'a Procedure,
    pub world: &'a World,
    pub fields: &'a BTreeMap<FieldName, Value>,
    pub opened_by: &'a ActorName,
}

impl<'a> Form<'a> {
    /// Whether a condition holds for the form as it is.
    pub fn holds(&self, when: Option<&When>) -> bool {
        holds(when, self.fields, self.opened_by)
    }

    /// The reference items chosen in `field`.
    pub fn references(&self, field: &FieldName) -> Vec<&'a Reference> {
        let definition = self.procedure.fields.get(field);
        let Some(catalogue) = definition.and_then(|field| field.of.as_ref()) else {
            return Vec::new();
        };
        let items = self.items(field).into_iter();
        items
            .filter_map(|item| self.regime.reference(catalogue, item))
            .collect()
    }

    /// The reference items chosen in `field`, by their names.
    pub fn items(&self, field: &FieldName) -> Vec<&'a str> {
        self.fields.get(field).map(Value::items).unwrap_or_default()
    }

    /// The reference item chosen in `field`.
    pub fn reference(&self, field: &FieldName) -> Option<&'a Reference> {
        let catalogue = self.procedure.fields.get(field)?.of.as_ref()?;
        self.regime
            .reference(catalogue, self.fields.get(field)?.text()?)
    }

    /// Looks at each of `given` and normalizes it.
    ///
    /// # Errors
    ///
    /// The first value that does not fit its field.
    pub fn check(
        &self,
        given: &BTreeMap<FieldName, Value>,
    ) -> Result<BTreeMap<FieldName, Value>, Refusal> {
        given
            .iter()
            .map(|(name, value)| Ok((name.clone(), self.check_one(name, value)?)))
            .collect()
    }

    fn check_one(&self, name: &FieldName, value: &Value) -> Result<Value, Refusal> {
        let Some(field) = self.procedure.fields.get(name) else {
            return Err(Refusal::NoSuchField {
                field: name.clone(),
            });
        };
        if value.is_empty() {
            return Ok(Value::Text(String::new()));
        }
        if field.sealed {
            return Err(Refusal::FieldSealed {
                field: words(&field.zh, &field.en),
            });
        }
        if field.is_computed() {
            return Err(Refusal::FieldWrong {
                field: words(&field.zh, &field.en),
                why: words("由系统自动计算，无需填写", "it is computed; leave it out"),
                basis: field.basis.clone(),
            });
        }
        self.fits(field, value).map_err(|why| Refusal::FieldWrong {
            field: words(&field.zh, &field.en),
            why,
            basis: field.basis.clone(),
        })
    }

    fn fits(&self, field: &Field, value: &Value) -> Result<Value, Wording> {
        match (field.kind, value) {
            (FieldKind::Number, Value::Number(number)) => number_fits(field, *number),
            (FieldKind::Number, Value::Text(text)) => {
                let number = text
                    .trim()
                    .parse()
                    .map_err(|_| words("应当填写整数", "write a whole number"))?;
                number_fits(field, number)
            }
            (FieldKind::Decimal, Value::Number(number)) => decimal_fits(field, &number.to_string()),
            (FieldKind::Decimal, Value::Text(text)) => decimal_fits(field, text.trim()),
            (FieldKind::Texts, value @ (Value::Text(_) | Value::List(_))) => {
                list_fits(field, value)
            }
            (kind, Value::Text(text)) => self.text_fits(field, kind, text.trim()),
            (kind, Value::List(items)) if field.takes_lists() => {
                let most = usize::try_from(field.max.unwrap_or(LONGEST_LIST));
                if most.unwrap_or(usize::MAX) < items.len() {
                    return Err(words(
                        format!("共{}项，过多", items.len()),
                        format!("{} values are too many", items.len()),
                    ));
                }
                let items = items
                    .iter()
                    .map(|item| self.text_fits(field, kind, item.trim()));
                let items: Result<Vec<Value>, Wording> = items.collect();
                Ok(Value::List(
                    items?.iter().map(ToString::to_string).collect(),
                ))
            }
            (_, Value::Number(number)) => self.text_fits(field, field.kind, &number.to_string()),
            (_, Value::List(_)) => Err(words("只能填写一项", "give one value only")),
        }
    }

    fn text_fits(&self, field: &Field, kind: FieldKind, text: &str) -> Result<Value, Wording> {
        let items = matches!(
            kind,
            FieldKind::Party | FieldKind::Case | FieldKind::Reference
        );
        single(text, items)?;
        let longest = field.max.filter(|_| !items && !field.takes_lists());
        let lines = kind == FieldKind::LongText;
        sound(text, longest.unwrap_or(LONGEST_TEXT), lines)?;
        match kind {
            FieldKind::Date => {
                let date = text.parse::<Date>().map_err(|_| {
                    words(
                        format!("“{text}”不是日期，应当写作2026-07-01"),
                        format!("`{text}` is not a date; write it like 2026-07-01"),
                    )
                })?;
                return Ok(Value::Text(date.to_string()));
            }
            FieldKind::Moment => return Ok(Value::Text(hour(text)?)),
            FieldKind::YesNo => one_of(text, ["yes", "no"].into_iter())?,
            FieldKind::Choice => {
                let choice = field
                    .of
                    .as_ref()
                    .and_then(|of| self.procedure.choices.get(of.as_str()));
                one_of(
                    text,
                    choice
                        .into_iter()
                        .flat_map(|choice| choice.keys().map(String::as_str)),
                )?;
            }
            FieldKind::Reference => {
                let items = field
                    .of
                    .as_ref()
                    .and_then(|of| self.regime.references.get(of.as_str()));
                one_of(
                    text,
                    items
                        .into_iter()
                        .flat_map(|items| items.keys().map(String::as_str)),
                )?;
            }
            FieldKind::Level => {
                let rule = self.chosen(field)?;
                one_of(text, rule.levels.keys().map(law::name::LevelName::as_str))?;
            }
            FieldKind::Parameter => {
                let rule = self.chosen(field)?;
                one_of(text, rule.parameters.keys().map(String::as_str))?;
            }
            FieldKind::Party => return self.party_fits(field, text),
            FieldKind::Region if !law::region::is_region(text) => {
                return Err(words(
                    "应当填写六位行政区划代码，或者FI、FI-18这样的大写字母代码",
                    "write the code of the region: six digits, or one like FI or FI-18",
                ));
            }
            FieldKind::Text => looks_right(field, text)?,
            FieldKind::LongText
            | FieldKind::Texts
            | FieldKind::Number
            | FieldKind::Decimal
            | FieldKind::Region
            | FieldKind::Case => (),
        }
        Ok(Value::Text(text.to_owned()))
    }

    fn chosen(&self, field: &Field) -> Result<&'a Reference, Wording> {
        let of = field.of.as_deref().map(FieldName::from);
        of.and_then(|of| self.reference(&of))
            .ok_or_else(|| words("请先选择目录中的项目", "choose the reference item first"))
    }

    fn party_fits(&self, field: &Field, text: &str) -> Result<Value, Wording> {
        let code: PartyCode = text.parse().map_err(|error: law::identity::CodeError| {
            words(format!("“{text}”不是有效的主体代码"), error.to_string())
        })?;
        let party = self.world.party(&code).ok_or_else(|| {
            words(
                format!("主体{code}尚未登记"),
                format!("the party {code} is not registered; register it first"),
            )
        })?;
        let kind = field.of.as_deref().map(PartyKind::from);
        if kind
            .as_ref()
            .is_some_and(|kind| !party.is(&self.regime.head.id, kind))
        {
            let title = kind.and_then(|kind| self.regime.parties.get(&kind));
            let (zh, en) =
                title.map_or(("所需类型", "needed kind"), |kind| (&kind.zh, &kind.en));
            return Err(words(
                format!("主体{code}未登记为{zh}"),
                format!(
                    "{code} is not registered as a {}",
                    crate::wording::lowered(en)
                ),
            ));
        }
        let title = field
            .of
            .as_deref()
            .and_then(|kind| self.regime.parties.get(kind));
        if title.is_some_and(|kind| !admits(kind, &code)) {
            return Err(words(
                format!("“{code}”不是此类主体可用的身份代码"),
                format!("{code} is not the kind of code that such a party has"),
            ));
        }
        Ok(Value::Text(code.to_string()))
    }
}

/// Whether a condition holds for a form and the capacity in which its case
/// was opened.
pub fn holds(
    when: Option<&When>,
    fields: &BTreeMap<FieldName, Value>,
    opened_by: &ActorName,
) -> bool {
    let Some(when) = when else {
        return true;
    };
    let by_field = when
        .field
        .as_ref()
        .is_none_or(|field| match fields.get(field) {
            Some(Value::Number(number)) => when.is.contains(&number.to_string()),
            value => {
                let items = value.map(Value::items).unwrap_or_default();
                items.iter().any(|item| when.is.iter().any(|is| is == item))
            }
        });
    let opener = when.opened_by.as_ref();
    by_field && opener.is_none_or(|opener| opener == opened_by)
}

/// Whether a party of the kind may prove who it is by such a code.
pub fn admits(kind: &law::regime::Party, code: &PartyCode) -> bool {
    let proofs: &[IdentityKind] = if code.is_foreign() {
        &[IdentityKind::Foreign, IdentityKind::Number]
    } else {
        &[IdentityKind::Uscc]
    };
    proofs.iter().any(|proof| kind.identity.contains(proof))
}

/// The form of a case as it stands, with `given` on top. It is copied only
/// where something is on top.
pub fn merged<'f>(
    case: Option<&'f Case>,
    given: &'f BTreeMap<FieldName, Value>,
) -> Cow<'f, BTreeMap<FieldName, Value>> {
    match case {
        Some(case) if given.is_empty() => return Cow::Borrowed(&case.fields),
        None if !given.values().any(Value::is_empty) => return Cow::Borrowed(given),
        _ => (),
    }
    let mut fields = case.map(|case| case.fields.clone()).unwrap_or_default();
    for (field, value) in given {
        if value.is_empty() {
            fields.remove(field);
        } else {
            fields.insert(field.clone(), value.clone());
        }
    }
    Cow::Owned(fields)
}

fn decimal_fits(field: &Field, text: &str) -> Result<Value, Wording> {
    let places = field.decimals();
    let number = decimal::read(text, places).ok_or_else(|| {
        let example = decimal::write(decimal::unit(places) * 25 / 2, places);
        let shown: String = text.chars().take(40).collect();
        words(
            format!("“{shown}”不是至多{places}位小数的数字，应当写作{example}"),
            format!(
                "`{shown}` is no number with at most {places} decimals; write it like {example}"
            ),
        )
    })?;
    let max = field.max.map(i64::from);
    if max.is_some_and(|max| max.saturating_mul(decimal::unit(places)) < number) {
        let max = max.unwrap_or_default();
        return Err(words(
            format!("应当在0至{max}之间"),
            format!("write a number from 0 to {max}"),
        ));
    }
    Ok(Value::Text(decimal::write(number, places)))
}

/// A date and an hour, to the minute.
fn hour(text: &str) -> Result<String, Wording> {
    let wrong = || {
        words(
            format!("“{text}”不是日期和时刻，应当写作2026-07-01T09:30"),
            format!("`{text}` is not a date and time; write it like 2026-07-01T09:30"),
        )
    };
    // An hour of another zone would be read as one of ours.
    let bare = text.contains(':') && text.len() <= 19 && text.matches('-').count() == 2;
    let bare = bare && !text.contains(['+', 'Z', 'z', '[']);
    let hour: DateTime = text.parse().ok().filter(|_| bare).ok_or_else(wrong)?;
    Ok(hour.strftime("%Y-%m-%dT%H:%M").to_string())
}

/// Whether a text has the format or pattern of its field.
fn looks_right(field: &Field, text: &str) -> Result<(), Wording> {
    if let Some(format) = field.format.filter(|format| !format.fits(text)) {
        let ((zh, en), example) = (format.words(), format.example());
        return Err(words(
            format!("不是有效的{zh}，应当写作{example}"),
            format!("this is no {en}; write it like {example}"),
        ));
    }
    if let Some(pattern) = field.pattern.as_ref().filter(|pattern| !pattern.fits(text)) {
        let example = pattern.example();
        return Err(words(
            format!("样式不符，应当写作{example}"),
            format!("it does not look like {example}; compare it"),
        ));
    }
    Ok(())
}

fn number_fits(field: &Field, number: i64) -> Result<Value, Wording> {
    let max = i64::from(field.max.unwrap_or(u32::MAX));
    if (0..=max).contains(&number) {
        Ok(Value::Number(number))
    } else {
        Err(words(
            format!("应当在0至{max}之间"),
            format!("write a number from 0 to {max}"),
        ))
    }
}

fn list_fits(field: &Field, value: &Value) -> Result<Value, Wording> {
    let items: Vec<String> = value
        .items()
        .iter()
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect();
    let max = field.max.unwrap_or(LONGEST_LIST);
    if usize::try_from(max).unwrap_or(usize::MAX) < items.len() {
        return Err(words(
            format!("共{}项，最多{max}项，请分件办理", items.len()),
            format!(
                "{} items; at most {max} are taken in one case, so split them",
                items.len()
            ),
        ));
    }
    for item in &items {
        sound(item, 120, false)?;
        looks_right(field, item)?;
    }
    Ok(Value::List(items))
}

/// Of items one is given, not several in one text.
fn single(text: &str, items: bool) -> Result<(), Wording> {
    match items && text.contains(['\n', ',', '，']) {
        true => Err(words("只能填写一项", "give one value only")),
        false => Ok(()),
    }
}

/// Whether a text is short enough and free of signs that deceive the eye.
fn sound(text: &str, max: u32, lines: bool) -> Result<(), Wording> {
    let length = text.chars().count();
    if usize::try_from(max).unwrap_or(usize::MAX) < length {
        return Err(words(
            format!("共{length}个字符，最多{max}个"),
            format!("{length} characters; at most {max}"),
        ));
    }
    let deceiving = |sign: char| {
        (sign.is_control() && !(lines && matches!(sign, '\n' | '\r' | '\t')))
            || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    match text.chars().find(|sign| deceiving(*sign)) {
        None => Ok(()),
        Some(sign) => {
            let point = u32::from(sign);
            Err(words(
                format!("含有不可见字符U+{point:04X}，请删除"),
                format!("holds the invisible sign U+{point:04X}; delete it"),
            ))
        }
    }
}

fn one_of<'i>(text: &str, options: impl Iterator<Item = &'i str>) -> Result<(), Wording> {
    let options: Vec<&str> = options.collect();
    if options.contains(&text) {
        return Ok(());
    }
    let shown: String = text.chars().take(40).collect();
    Err(words(
        format!("“{shown}”不在可选值内：{}", options.join("、")),
        format!("`{shown}` is none of: {}", options.join(", ")),
    ))
}
