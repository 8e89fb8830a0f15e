//! What values must look like: formats, patterns, decimals, samples that fit.

use super::{Findings, Sheet};
use crate::form::{Field, FieldKind};
use crate::name::FieldName;

/// The most decimals that a number can have.
const MOST_DECIMALS: u8 = 6;

pub(super) fn what_a_value_looks_like_fits_its_kind(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, field) in &sheet.procedure.fields {
        let text = matches!(field.kind, FieldKind::Text | FieldKind::Texts);
        let shaped = field.format.is_some() || field.pattern.is_some();
        if shaped && (!text || (field.format.is_some() && field.pattern.is_some())) {
            findings.add(
                sheet.at("field", name),
                "field-format",
                "has a `format` or `pattern` that its kind does not take, or both",
                "Keep one of them, on a field of the kind `text` or `texts`.",
            );
        }
        let decimal = field.kind == FieldKind::Decimal;
        let many = field
            .decimals
            .is_some_and(|places| !(1..=MOST_DECIMALS).contains(&places));
        if (field.decimals.is_some() && !decimal) || many {
            findings.add(
                sheet.at("field", name),
                "field-format",
                "has `decimals` that its kind does not take, or too many or none",
                format!(
                    "Write 1 to {MOST_DECIMALS} on a field of the kind `decimal`; whole numbers are of the kind `number`."
                ),
            );
        }
    }
}

pub(super) fn samples_look_as_they_must(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, field) in &sheet.procedure.fields {
        let Some(sample) = field.sample.as_deref() else {
            continue;
        };
        if let Some(example) = misshapen(field, sample) {
            findings.add(
                sheet.at("field", name),
                "field-sample",
                format!("has the sample `{sample}`, which its own rule refuses"),
                format!("Write one like `{example}`."),
            );
        }
    }
}

/// What a sample that does not fit should look like.
fn misshapen(field: &Field, sample: &str) -> Option<String> {
    let items: Vec<&str> = match field.kind {
        FieldKind::Texts => sample.split(',').map(str::trim).collect(),
        _ => vec![sample],
    };
    if let Some(format) = field.format {
        let fits = items.iter().all(|item| format.fits(item));
        return (!fits).then(|| format.example().to_owned());
    }
    if let Some(pattern) = &field.pattern {
        let fits = items.iter().all(|item| pattern.fits(item));
        return (!fits).then(|| pattern.example());
    }
    let hour = |text: &str| {
        let said = text.contains(':') && text.len() <= 19;
        said && text.parse::<jiff::civil::DateTime>().is_ok()
    };
    let amount = |text: &str| {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
        !whole.is_empty()
            && digits(whole)
            && digits(part)
            && part.len() <= usize::from(field.decimals())
    };
    match field.kind {
        FieldKind::Moment if !hour(sample) => Some("2026-07-01T09:30".to_owned()),
        FieldKind::Decimal if !amount(sample) => Some("12.50".to_owned()),
        _ => None,
    }
}

pub(super) fn computed_fields_are_numbers(sheet: &Sheet<'_>, findings: &mut Findings) {
    for (name, field) in sheet
        .procedure
        .fields
        .iter()
        .filter(|(_, f)| f.is_computed())
    {
        let both = !field.product.is_empty() && !field.sum.is_empty();
        let filled = sheet
            .procedure
            .steps
            .values()
            .any(|step| step.takes.contains(name));
        if !numbers(sheet, field) || both || filled {
            findings.add(
                sheet.at("field", name),
                "field-computed",
                "is computed, but not from filled-in numbers alone, or is also filled in",
                "Give it `kind = \"number\"` and name number fields in `product` or `sum`; no step takes it.",
            );
        } else if !exact(sheet, field) {
            findings.add(
                sheet.at("field", name),
                "field-computed",
                "has fewer decimals than what it is computed of",
                "Give it `kind = \"decimal\"` and as many `decimals`: for a sum the most of its fields, for a product all of them together.",
            );
        }
    }
}

/// Whether a computed field rests on numbers that were filled in.
fn numbers(sheet: &Sheet<'_>, field: &Field) -> bool {
    let number = |field: &Field| matches!(field.kind, FieldKind::Number | FieldKind::Decimal);
    let given = |name: &FieldName| {
        let field = sheet.procedure.fields.get(name);
        field.is_some_and(|field| number(field) && !field.is_computed())
    };
    let mut operands = field.product.iter().chain(&field.sum);
    number(field)
        && operands.all(|operand| {
            let operand = sheet.procedure.fields.get(operand);
            operand.is_some_and(|operand| {
                let mut parts = operand.product.iter().chain(&operand.sum);
                number(operand) && parts.all(given)
            })
        })
}

/// Whether the result is never rounded.
fn exact(sheet: &Sheet<'_>, field: &Field) -> bool {
    let places = |name: &FieldName| {
        let field = sheet.procedure.fields.get(name);
        u32::from(field.map_or(0, Field::decimals))
    };
    let product: u32 = field.product.iter().map(places).sum();
    let sum = field.sum.iter().map(places).max().unwrap_or(0);
    product.max(sum) <= u32::from(field.decimals())
}
