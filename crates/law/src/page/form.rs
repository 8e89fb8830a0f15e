//! What is asked: fields, materials, and the states in which a case stands.

use super::paper::{Paper, joined};
use super::words;
use crate::form::{Field, FieldKind, When};
use crate::procedure::{Editable, Procedure};
use crate::regime::Regime;

pub(super) fn fields(regime: &Regime, procedure: &Procedure, paper: &mut Paper) {
    paper.section("表单", "Form");
    for (_, field) in procedure.fields_in_order() {
        paper.row(&field.zh, &field.en);
        let (zh, en) = about(field);
        paper.small(&zh, &en);
        condition(regime, procedure, field.when.as_ref(), paper);
        paper.basis(regime, &field.basis);
    }
}

fn about(field: &Field) -> (String, String) {
    let (zh, en) = kind(field.kind);
    let (mut zh, mut en) = (vec![zh.to_owned()], vec![en.to_owned()]);
    if let Some(max) = field.max {
        zh.push(format!("至多{max}"));
        en.push(format!("at most {max}"));
    }
    if field.kind == FieldKind::Decimal {
        zh.push(format!("{}位小数", field.decimals()));
        en.push(format!("{} decimals", field.decimals()));
    }
    if let Some(format) = field.format {
        let (format_zh, format_en) = format.words();
        zh.push(format_zh.to_owned());
        en.push(format_en.to_owned());
    }
    if let Some(pattern) = &field.pattern {
        zh.push(format!("形如{pattern}"));
        en.push(format!("like {pattern}"));
    }
    for (mark, marked_zh, marked_en) in [
        (field.public, "公开", "public"),
        (field.confidential, "仅限办理机构", "confidential"),
        (field.sealed, "封存", "sealed"),
        (field.told, "告知报告人", "told to the reporter"),
        (!field.product.is_empty(), "自动相乘", "a product, computed"),
        (!field.sum.is_empty(), "自动相加", "a sum, computed"),
    ] {
        if mark {
            zh.push(marked_zh.to_owned());
            en.push(marked_en.to_owned());
        }
    }
    (zh.join("，"), en.join(", "))
}

fn kind(kind: FieldKind) -> (&'static str, &'static str) {
    match kind {
        FieldKind::Text => ("一行文字", "one line of text"),
        FieldKind::LongText => ("多行文字", "text"),
        FieldKind::Texts => ("若干行文字", "a list of lines"),
        FieldKind::Date => ("日期", "date"),
        FieldKind::Moment => ("日期和时刻", "date and time"),
        FieldKind::Number => ("数字", "number"),
        FieldKind::Decimal => ("小数", "decimal number"),
        FieldKind::YesNo => ("是或否", "yes or no"),
        FieldKind::Choice => ("选项", "choice"),
        FieldKind::Reference => ("目录内的一项", "item of the catalogue"),
        FieldKind::Level => ("等级", "level"),
        FieldKind::Parameter => ("技术参数", "technical parameter"),
        FieldKind::Party => ("已登记的单位", "registered party"),
        FieldKind::Region => ("行政区划", "region"),
        FieldKind::Case => ("另一办件", "another case"),
    }
}

/// Under which condition the thing above is asked for.
pub(super) fn condition(
    regime: &Regime,
    procedure: &Procedure,
    when: Option<&When>,
    paper: &mut Paper,
) {
    let Some(when) = when else { return };
    if let Some(field) = when
        .field
        .as_ref()
        .and_then(|field| procedure.fields.get(field))
    {
        let (zh, en) = values(regime, procedure, field, &when.is);
        paper.pair(
            "条件",
            "when",
            &format!("{}为{zh}", field.zh),
            &format!("{} is {en}", field.en),
        );
    }
    if let Some(actor) = when
        .opened_by
        .as_ref()
        .and_then(|actor| regime.actors.get(actor))
    {
        paper.pair(
            "条件",
            "when",
            &format!("由{}办理的", actor.zh),
            &format!("opened by {}", actor.en),
        );
    }
}

pub(super) fn values(
    regime: &Regime,
    procedure: &Procedure,
    field: &Field,
    is: &[String],
) -> (String, String) {
    let options = field.of.as_deref().and_then(|of| procedure.choices.get(of));
    let reference = field.of.as_deref().and_then(|of| procedure.fields.get(of));
    let levels = || {
        let catalogue = reference.and_then(|reference| reference.of.as_deref());
        let items = catalogue.and_then(|name| regime.references.get(name));
        items.into_iter().flat_map(|items| items.values())
    };
    let words = is.iter().map(|value| {
        if let Some(words) = options.and_then(|options| options.get(value)) {
            return (words.zh.clone(), words.en.clone());
        }
        let level = levels().find_map(|item| item.levels.get(value.as_str()));
        match (level, value.as_str()) {
            (Some(level), _) => (level.zh.clone(), level.en.clone()),
            (None, "yes") => ("是".to_owned(), "yes".to_owned()),
            (None, "no") => ("否".to_owned(), "no".to_owned()),
            (None, value) => (value.to_owned(), value.to_owned()),
        }
    });
    let (zh, en): (Vec<String>, Vec<String>) = words.unzip();
    (zh.join("或"), en.join(" or "))
}

pub(super) fn materials(regime: &Regime, procedure: &Procedure, paper: &mut Paper) {
    paper.section("材料", "Materials");
    for (name, material) in procedure.materials_in_order() {
        paper.row(&material.zh, &material.en);
        let types = joined(material.types.iter().map(String::as_str), ", ");
        let public = if material.public {
            ("，公开", ", public")
        } else {
            ("", "")
        };
        paper.small(
            &format!("{types}，至多{} MiB{}", material.max_mib, public.0),
            &format!("{types}, at most {} MiB{}", material.max_mib, public.1),
        );
        condition(regime, procedure, material.when.as_ref(), paper);
        if let Some(group) = &material.either {
            let others = procedure
                .materials
                .iter()
                .filter(|(other, m)| *other != name && m.either.as_ref() == Some(group));
            let (zh, en): (Vec<&str>, Vec<&str>) =
                others.map(|(_, m)| (m.zh.as_str(), m.en.as_str())).unzip();
            paper.pair("或者", "or", &zh.join("、"), &en.join("; "));
        }
        if let Some(kind) = &material.evidence {
            let (zh, en) = words::of([kind], &regime.evidence);
            let zh = format!("可使用留存的“{zh}”");
            paper.pair("留存", "kept as", &zh, &en);
        }
        paper.basis(regime, &material.basis);
    }
}

pub(super) fn states(regime: &Regime, procedure: &Procedure, paper: &mut Paper) {
    paper.section("状态", "States");
    for (_, state) in procedure.states_in_order() {
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        if let Some(status) = state.entry.as_ref().and_then(|e| regime.statuses.get(e)) {
            zh.push(format!("公示：{}", status.zh));
            en.push(format!("register: {}", status.en));
        }
        if state.internal {
            zh.push("当事人不可查阅".to_owned());
            en.push("not seen by the holder".to_owned());
        }
        if state.keeps {
            zh.push("公示：保持原状态".to_owned());
            en.push("register: as before".to_owned());
        }
        if state.is_final {
            zh.push("办结".to_owned());
            en.push("final".to_owned());
        }
        match state.edit {
            Editable::None => (),
            Editable::Listed => {
                zh.push("可改清单所列事项".to_owned());
                en.push("listed items can be changed".to_owned());
            }
            Editable::All => {
                zh.push("可修改".to_owned());
                en.push("can be changed".to_owned());
            }
        }
        if let Some(basis) = &state.open_ended {
            zh.push(format!("无期限（{}）", regime.law.citation(basis, true)));
            en.push(format!("no term ({})", regime.law.citation(basis, false)));
        }
        paper.row(&state.zh, &state.en);
        if !zh.is_empty() {
            paper.small(&zh.join("；"), &en.join("; "));
        }
    }
}
