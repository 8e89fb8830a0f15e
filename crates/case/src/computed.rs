//! Fields whose values the program computes of others.

use crate::decimal;
use crate::value::Value;
use law::form::{Field, FieldKind};
use law::name::FieldName;
use law::procedure::Procedure;
use std::collections::BTreeMap;

/// The computed fields whose value is another now. A computed field can rest
/// on others, but not in a ring (the checker sees to it).
pub fn computed(
    procedure: &Procedure,
    fields: &BTreeMap<FieldName, Value>,
) -> BTreeMap<FieldName, Value> {
    let value = |field: &Field| value(procedure, fields, field);
    let once: BTreeMap<FieldName, Value> = procedure
        .fields
        .iter()
        .filter(|(_, field)| field.is_computed())
        .map(|(name, field)| (name.clone(), value(field)))
        .filter(|(name, value)| match fields.get(name) {
            Some(old) => old != value,
            None => !value.is_empty(),
        })
        .collect();
    if once.is_empty() {
        return once;
    }
    // A sum of products needs the products first.
    let mut after = fields.clone();
    after.extend(once.clone());
    after.retain(|_, value| !value.is_empty());
    let mut all = once;
    all.extend(computed(procedure, &after));
    all
}

/// The value of a computed field; empty as long as an operand is.
fn value(procedure: &Procedure, fields: &BTreeMap<FieldName, Value>, field: &Field) -> Value {
    let number = |name: &FieldName| {
        let places = procedure.fields.get(name).map_or(0, Field::decimals);
        Some((figure(fields.get(name)?, places)?, places))
    };
    // In the field's own smallest unit; operands have no more decimals.
    let found = if field.sum.is_empty() {
        let mut factors = field.product.iter().map(number);
        let product = factors.try_fold((1_i64, 0_u8), |(all, before), one| {
            one.map(|(one, places)| (all.saturating_mul(one), before.saturating_add(places)))
        });
        product.map(|(all, places)| raised(all, places, field.decimals()))
    } else {
        let mut summands = field.sum.iter().map(number);
        summands.try_fold(0_i64, |all, one| {
            one.map(|(one, places)| all.saturating_add(raised(one, places, field.decimals())))
        })
    };
    match (found, field.kind) {
        (None, _) => Value::Text(String::new()),
        (Some(found), FieldKind::Decimal) => Value::Text(decimal::write(found, field.decimals())),
        (Some(found), _) => Value::Number(found),
    }
}

/// A number or decimal in its smallest unit.
pub(crate) fn figure(value: &Value, places: u8) -> Option<i64> {
    match value {
        Value::Number(number) => Some(number.saturating_mul(decimal::unit(places))),
        Value::Text(text) => decimal::read(text, places),
        Value::List(_) => None,
    }
}

/// The same number in a smaller unit.
fn raised(number: i64, from: u8, to: u8) -> i64 {
    number.saturating_mul(decimal::unit(to.saturating_sub(from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A procedure of fees: a price, a count, their product, a sum.
    fn fees() -> Procedure {
        let files: law::load::Files = [
            ("regime.toml", include_str!("../samples/fees/regime.toml")),
            ("fee.toml", include_str!("../samples/fees/fee.toml")),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into();
        let loaded = law::load::load(&files).unwrap();
        loaded.regime.procedures["fee"].clone()
    }

    fn said(fields: &[(&str, Value)]) -> BTreeMap<FieldName, Value> {
        fields
            .iter()
            .map(|(name, value)| (FieldName::from(*name), value.clone()))
            .collect()
    }

    #[test]
    fn amounts_are_multiplied_and_added_to_the_last_decimal() {
        let fees = fees();
        let given = said(&[
            ("price", "19.99".into()),
            ("count", Value::Number(3)),
            ("post", "0.5".into()),
        ]);
        let found = computed(&fees, &given);
        assert_eq!(found["goods"], Value::Text("59.97".into()));
        assert_eq!(found["total"], Value::Text("60.470".into()));
    }

    #[test]
    fn a_sum_is_empty_as_long_as_a_part_is() {
        let fees = fees();
        let mut given = said(&[("price", "19.99".into()), ("count", Value::Number(3))]);
        let found = computed(&fees, &given);
        assert_eq!(found.get("total"), None);
        given.extend(said(&[
            ("post", "1".into()),
            ("total", "60.970".into()),
            ("goods", "59.97".into()),
        ]));
        assert!(computed(&fees, &given).is_empty());
        given.remove("count");
        assert_eq!(computed(&fees, &given)["goods"], Value::Text(String::new()));
    }
}
