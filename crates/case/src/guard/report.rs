//! Guards on what was read out of materials.

use super::Look;
use crate::findings::{Findings, Report};
use crate::wording::{Wording, words};
use law::guard::Guard;
use law::name::LevelName;
use law::reference::Item;

fn report<'a>(look: Look<'a>, guard: &Guard) -> Result<&'a Report, Wording> {
    let material = guard.material.as_ref();
    match material.and_then(|material| look.case?.findings.get(material)) {
        Some(Findings::TestReport(report)) => Ok(report),
        _ => Err(words(
            "尚无可读取的检测报告数据。",
            "there is no readable test report yet",
        )),
    }
}

pub(super) fn level_reached(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let report = report(look, guard)?;
    let claimed = look.text(guard.field.as_ref()).unwrap_or_default();
    let Some(rule) = guard
        .of
        .as_ref()
        .and_then(|field| look.form.reference(field))
    else {
        return Err(words("尚未选择产品类别。", "no category is chosen"));
    };
    let failing = report.failing(rule, &LevelName::from(claimed));
    if failing.is_empty() {
        return Ok(());
    }
    let reached = report.level(rule).and_then(|level| rule.levels.get(level));
    let (zh, en) = reached.map_or(("未达到任何等级", "no level"), |level| {
        (level.zh.as_str(), level.en.as_str())
    });
    let list = |title: fn(&Item) -> &str| {
        let titles: Vec<String> = failing
            .iter()
            .map(|(id, item)| format!("{} ({id})", title(item)))
            .collect();
        titles.join("; ")
    };
    Err(words(
        format!(
            "检测报告达到的等级为：{zh}。未满足的检测项目：{}。请整改后重新检测，或者降低申报等级。",
            list(|item| &item.zh)
        ),
        format!(
            "the report reaches: {en}. Items not met: {}. Mend and test again, or claim a lower level",
            list(|item| &item.en)
        ),
    ))
}

pub(super) fn report_agrees(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let report = report(look, guard)?;
    let model = look.text(guard.field.as_ref()).unwrap_or_default();
    if report.model != model {
        return Err(words(
            format!(
                "报告的型号为“{}”，备案表为“{model}”，请核对。",
                report.model
            ),
            format!(
                "the report is about model `{}`, the form about `{model}`",
                report.model
            ),
        ));
    }
    let laboratory = look.text(guard.other.as_ref()).unwrap_or_default();
    if !report.laboratories.iter().any(|code| code == laboratory) {
        return Err(words(
            format!("报告未列明检测实验室{laboratory}，请核对。"),
            format!("the report does not name the laboratory {laboratory}"),
        ));
    }
    match look.date(guard.on.as_ref()) {
        Some(date) if date != report.tested_on => Err(words(
            format!(
                "报告的检测完成日期为{}，备案表为{date}，请核对。",
                report.tested_on
            ),
            format!(
                "testing ended on {} by the report, on {date} by the form",
                report.tested_on
            ),
        )),
        _ => Ok(()),
    }
}

pub(super) fn unshared(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    match guard
        .material
        .as_ref()
        .and_then(|material| look.known.shared.get(material))
    {
        None => Ok(()),
        Some(other) => Err(words(
            format!("同一内容已用于办件{other}的另一型号，请提交本型号的报告。"),
            format!(
                "the case {other} of another model rests on the same content; supply this model's own"
            ),
        )),
    }
}

pub(super) fn artwork_fits(look: Look<'_>, guard: &Guard) -> Result<(), Wording> {
    let found = guard
        .material
        .as_ref()
        .and_then(|material| look.case?.findings.get(material));
    let Some(Findings::Artwork(check)) = found else {
        return Err(words(
            "标识样式尚未通过核对。",
            "the artwork has not been checked yet",
        ));
    };
    let changed = check
        .said
        .iter()
        .find(|(field, said)| look.form.fields.get(*field) != Some(*said));
    if let Some((field, said)) = changed {
        let title = look.title(Some(field));
        return Err(words(
            format!(
                "标识样式按“{}”为“{said}”核对，备案表此后已修改，请重新提交标识样式。",
                title.zh
            ),
            format!(
                "the artwork was compared with `{}` being `{said}`, which the form has changed since; hand it in anew",
                title.en
            ),
        ));
    }
    if check.faults.is_empty() {
        return Ok(());
    }
    let zh: Vec<&str> = check.faults.iter().map(|fault| fault.zh.as_str()).collect();
    let en: Vec<&str> = check.faults.iter().map(|fault| fault.en.as_str()).collect();
    Err(words(zh.join("；"), en.join("; ")))
}
