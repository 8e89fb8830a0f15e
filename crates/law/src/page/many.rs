//! Who takes part in a case: body, readers, draws and opinions of many.

use super::paper::Paper;
use super::words;
use crate::procedure::{BodyBy, HolderBy, Procedure};
use crate::regime::Regime;

pub(super) fn head(regime: &Regime, procedure: &Procedure, paper: &mut Paper) {
    let head = &procedure.head;
    let (zh, en) = words::of([&head.body], &regime.parties);
    let (by_zh, by_en) = match head.body_by {
        BodyBy::Sole => ("", ""),
        BodyBy::Opener => ("（办件由其建立的一家）", " (the one that opens the case)"),
        BodyBy::Region => ("（所在地区的一家）", " (the one of the region)"),
        BodyBy::Field => ("（由表单指明）", " (the one that the form names)"),
    };
    paper.pair(
        "机构",
        "body",
        &format!("{zh}{by_zh}"),
        &format!("{en}{by_en}"),
    );
    let (zh, en) = match head.holder_by {
        HolderBy::Given => words::of([&head.holder], &regime.parties),
        HolderBy::Body => ("受理机构本身".to_owned(), "the body itself".to_owned()),
    };
    paper.pair("当事人", "holder", &zh, &en);
    let (zh, en) = words::of(&head.readers, &regime.actors);
    paper.pair("可查阅", "read by", &zh, &en);
    if head.confidential {
        paper.pair(
            "保密",
            "secrecy",
            "不进入公开透明日志，不公开任何信息；查阅留痕",
            "kept out of the public log, nothing is public; every reading is on record",
        );
    }
    paper.basis(regime, &head.basis);
}

pub(super) fn draws_and_opinions(regime: &Regime, procedure: &Procedure, paper: &mut Paper) {
    if procedure.draws.is_empty() && procedure.opinions.is_empty() {
        return;
    }
    paper.section("抽取与意见", "Draws and opinions");
    for draw in procedure.draws.values() {
        paper.row(&draw.zh, &draw.en);
        let (zh, en) = words::of(&draw.actor, &regime.actors);
        paper.pair("抽取", "draws", &zh, &en);
        let (zh, en) = words::of(&draw.kind, &regime.parties);
        paper.pair("范围", "from", &zh, &en);
        let (zh, en) = words::of(&draw.from, &procedure.fields);
        paper.pair("范围", "from", &zh, &en);
        let (zh, en) = words::of(&draw.into, &procedure.fields);
        paper.pair("结果", "into", &zh, &en);
        let count = draw.count.unwrap_or(1).to_string();
        let (zh, en) = match &draw.count_of {
            Some(field) => words::of([field], &procedure.fields),
            None => (count.clone(), count),
        };
        paper.pair("数量", "how many", &zh, &en);
        let (zh, en) = words::of(&draw.without, &procedure.fields);
        paper.pair("除外", "without", &zh, &en);
        paper.basis(regime, &draw.basis);
    }
    for opinion in procedure.opinions.values() {
        paper.row(&opinion.zh, &opinion.en);
        let (zh, en) = words::of([&opinion.actor], &regime.actors);
        paper.pair("出具人", "of", &zh, &en);
        let (zh, en) = words::of([&opinion.field], &procedure.fields);
        paper.pair("内容", "says", &zh, &en);
        paper.pair(
            "至少",
            "quorum",
            &opinion.quorum.to_string(),
            &opinion.quorum.to_string(),
        );
        if opinion.blind {
            paper.pair(
                "要求",
                "demands",
                "收齐前互不可见",
                "nobody sees another's before all are in",
            );
        }
        if let Some(silence) = &opinion.silence {
            paper.pair("逾期未复", "silence", silence, silence);
        }
        paper.basis(regime, &opinion.basis);
    }
}
