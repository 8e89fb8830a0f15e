//! The steps, in the order of the file.

use super::paper::Paper;
use super::words;
use crate::procedure::Procedure;
use crate::regime::Regime;
use crate::step::{Drive, Start, Step};

pub(super) fn steps(regime: &Regime, procedure: &Procedure, paper: &mut Paper) {
    paper.section("环节", "Steps");
    for (at, (_, step)) in procedure.steps_in_order().into_iter().enumerate() {
        let number = at + 1;
        paper.row(
            &format!("{number}. {}", step.zh),
            &format!("{number}. {}", step.en),
        );
        who_and_where(regime, procedure, step, paper);
        conditions(procedure, step, paper);
        effects(regime, procedure, step, paper);
        paper.basis(regime, &step.basis);
    }
}

fn who_and_where(regime: &Regime, procedure: &Procedure, step: &Step, paper: &mut Paper) {
    let (zh, en) = words::of(&step.by, &regime.actors);
    paper.pair("办理人", "by", &zh, &en);
    if step.from.is_empty() {
        paper.pair("自", "from", "（新办件）", "(a new case)");
    } else {
        let (zh, en) = words::of(&step.from, &procedure.states);
        paper.pair("自", "from", &zh, &en);
    }
    if step.returns {
        paper.pair(
            "至",
            "to",
            "（返回此前的状态）",
            "(back to the state before)",
        );
    } else if step.to.is_some() {
        let (zh, en) = words::of(&step.to, &procedure.states);
        paper.pair("至", "to", &zh, &en);
    } else {
        paper.pair("至", "to", "（状态不变）", "(stays where it is)");
    }
}

fn conditions(procedure: &Procedure, step: &Step, paper: &mut Paper) {
    let (zh, en) = words::of(&step.takes, &procedure.fields);
    paper.pair("可填", "takes", &zh, &en);
    let (zh, en) = words::of(&step.asks, &procedure.fields);
    paper.pair("须填", "asks", &zh, &en);
    let (zh, en) = words::of(&step.needs, &procedure.materials);
    paper.pair("须交", "needs", &zh, &en);
    for guard in step
        .guards
        .iter()
        .filter_map(|guard| procedure.guards.get(guard))
    {
        paper.pair("条件", "provided", &guard.zh, &guard.en);
    }
    for check in step
        .checks
        .iter()
        .filter_map(|check| procedure.checks.get(check))
    {
        paper.pair("核对", "check", &check.zh, &check.en);
    }
    for ground in step
        .grounds
        .iter()
        .filter_map(|ground| procedure.grounds.get(ground))
    {
        let told = if ground.reasons {
            ("（须说明）", " (with reasons)")
        } else {
            ("", "")
        };
        paper.pair(
            "事由",
            "ground",
            &format!("{}{}", ground.zh, told.0),
            &format!("{}{}", ground.en, told.1),
        );
    }
    for (set, zh, en) in [
        (
            step.statement,
            "由具名人员声明材料真实",
            "a named person states that all is true",
        ),
        (step.reasons, "须说明理由", "reasons in words"),
        (
            step.lists,
            "列明须补正的事项",
            "lists what is to be corrected",
        ),
        (step.decides, "决定，须双人", "a decision: four eyes"),
    ] {
        if set {
            paper.pair("要求", "demands", zh, en);
        }
    }
    let (zh, en) = words::of(&step.other_than, &procedure.steps);
    paper.pair(
        "回避",
        "other than",
        &with("不得为办理此环节的人：", &zh),
        &with("who took: ", &en),
    );
}

fn effects(regime: &Regime, procedure: &Procedure, step: &Step, paper: &mut Paper) {
    let (zh, en) = words::of(&step.signatures, &regime.actors);
    paper.pair("签署", "signed by", &zh, &en);
    if let Some(number) = step
        .number
        .as_ref()
        .and_then(|number| regime.numbers.get(number))
    {
        paper.pair(
            "编号",
            "number",
            &format!("{} {}", number.zh, number.pattern),
            &format!("{} {}", number.en, number.pattern),
        );
    }
    let (zh, en) = words::of(&step.notices, &regime.notices);
    paper.pair("公告", "announces", &zh, &en);
    if let Some(sanction) = step.sanction.as_ref().and_then(|s| regime.sanctions.get(s)) {
        paper.pair("限制", "sanction", &sanction.zh, &sanction.en);
    }
    let (zh, en) = words::of(&step.draws, &procedure.draws);
    paper.pair("抽取", "draws", &zh, &en);
    if let Some(opened) = step
        .opens
        .as_ref()
        .and_then(|name| regime.procedures.get(name))
    {
        paper.pair(
            "引出",
            "opens",
            &opened.head.title.zh,
            &opened.head.title.en,
        );
    }
    let (zh, en) = words::of(&step.waits_for, &procedure.fields);
    paper.pair("等待", "waits for", &zh, &en);
    if let Some(drive) = &step.drives {
        drives(regime, procedure, drive, paper);
    }
    on_parties(regime, procedure, step, paper);
    opinions(procedure, step, paper);
}

fn drives(regime: &Regime, procedure: &Procedure, drive: &Drive, paper: &mut Paper) {
    let other = drive.procedure.as_ref();
    let named = drive.field.as_ref().and_then(|field| {
        let field = procedure.fields.get(field)?;
        regime.procedures.get(field.of.as_deref()?)
    });
    let other = other.and_then(|name| regime.procedures.get(name)).or(named);
    let other = other.unwrap_or(procedure);
    let (step_zh, step_en) = words::of([&drive.step], &other.steps);
    let (of_zh, of_en) = match &drive.field {
        Some(field) => words::of([field], &procedure.fields),
        None => {
            let (zh, en) = words::of(&drive.is, &procedure.fields);
            let title = &other.head.title;
            if zh.is_empty() {
                (
                    format!("当事人的全部{}", title.zh),
                    format!("every `{}` of the holder", title.en),
                )
            } else {
                (
                    format!("涉及“{zh}”的全部{}", title.zh),
                    format!("every `{}` that has to do with `{en}`", title.en),
                )
            }
        }
    };
    paper.pair(
        "联动",
        "drives",
        &format!("{of_zh}：{step_zh}"),
        &format!("{of_en}: {step_en}"),
    );
}

/// What a step does to parties, and the cases that it starts.
fn on_parties(regime: &Regime, procedure: &Procedure, step: &Step, paper: &mut Paper) {
    if let Some(sanction) = step.lifts.as_ref().and_then(|s| regime.sanctions.get(s)) {
        paper.pair("解除", "lifts", &sanction.zh, &sanction.en);
    }
    if let Some(grant) = &step.qualifies {
        let (zh, en) = words::of([&grant.qualification], &regime.qualifications);
        let within = grant.within.map(|term| (term.zh(), term.to_string()));
        let (term_zh, term_en) =
            within.unwrap_or_else(|| words::of(&grant.until, &procedure.fields));
        paper.pair(
            "授予",
            "qualifies",
            &format!("{zh}（{term_zh}）"),
            &format!("{en} ({term_en})"),
        );
    }
    if let Some(lost) = &step.disqualifies {
        let (zh, en) = words::of([lost], &regime.qualifications);
        paper.pair("终止", "disqualifies", &zh, &en);
    }
    if let Some(field) = &step.transfers {
        let (zh, en) = words::of([field], &procedure.fields);
        paper.pair("转移给", "transfers to", &zh, &en);
    }
    for start in &step.starts {
        let Some(other) = regime.procedures.get(&start.procedure) else {
            continue;
        };
        let (zh, en) = words::of(&start.holder, &procedure.fields);
        let (sets_zh, sets_en) = sets(regime, other, start);
        let title = &other.head.title;
        paper.pair(
            "启动",
            "starts",
            &format!("{}{}{sets_zh}", title.zh, with("，当事人：", &zh)),
            &format!("{}{}{sets_en}", title.en, with(", about: ", &en)),
        );
    }
}

/// The values that a started case gets.
fn sets(regime: &Regime, other: &Procedure, start: &Start) -> (String, String) {
    let told = start.sets.iter().filter_map(|(name, value)| {
        let field = other.fields.get(name)?;
        let (zh, en) = super::form::values(regime, other, field, std::slice::from_ref(value));
        Some((
            format!("，{}为{zh}", field.zh),
            format!(", {}: {en}", field.en),
        ))
    });
    told.unzip()
}

fn opinions(procedure: &Procedure, step: &Step, paper: &mut Paper) {
    let (zh, en) = words::of(&step.gives, &procedure.opinions);
    paper.pair("出具意见", "gives", &zh, &en);
    let (zh, en) = words::of(&step.calls, &procedure.opinions);
    paper.pair("征求意见", "calls for", &zh, &en);
}

fn with(before: &str, text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{before}{text}")
    }
}
