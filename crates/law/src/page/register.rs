//! The registers, what they say, announcements and statistics.

use super::paper::{Paper, joined};
use super::words;
use crate::regime::{Audience, Regime, Standing};

pub(super) fn register(regime: &Regime, paper: &mut Paper) {
    for register in regime.registers.values() {
        paper.chapter(&register.zh, &register.en);
        let (zh, en) = audience(register.audience);
        paper.pair("公开", "audience", zh, en);
        if let Some(number) = regime.numbers.get(&register.number) {
            paper.pair(
                "编号",
                "number",
                &number.pattern.to_string(),
                &number.pattern.to_string(),
            );
        }
        let of = |procedure: &&crate::procedure::Procedure| {
            let held = procedure.head.register.as_ref();
            held.and_then(|held| regime.registers.get(held)) == Some(register)
        };
        for procedure in regime.procedures.values().filter(of) {
            let shown = || {
                register
                    .shows
                    .iter()
                    .filter_map(|f| procedure.fields.get(f))
            };
            paper.pair(
                "显示",
                "shows",
                &joined(shown().map(|field| field.zh.as_str()), "、"),
                &joined(shown().map(|field| field.en.as_str()), "; "),
            );
            let offered = || {
                register
                    .downloads
                    .iter()
                    .filter_map(|m| procedure.materials.get(m))
            };
            paper.pair(
                "下载",
                "downloads",
                &joined(offered().map(|material| material.zh.as_str()), "、"),
                &joined(offered().map(|material| material.en.as_str()), "; "),
            );
        }
        if register.adverse {
            paper.pair("性质", "nature", "对当事人不利", "tells against the holder");
        }
        if let (Some(zh), Some(en)) = (&register.remark_zh, &register.remark_en) {
            paper.pair("说明", "remark", zh, en);
        }
        paper.basis(regime, &register.basis);
    }
    statuses_and_notices(regime, paper);
}

fn statuses_and_notices(regime: &Regime, paper: &mut Paper) {
    paper.section("登记状态", "What the register says");
    for status in regime.statuses.values() {
        let (zh, en) = match status.standing {
            Standing::Valid => ("有效", "holds"),
            Standing::Suspended => ("中止", "suspended"),
            Standing::Void => ("无效", "void"),
        };
        let (against_zh, against_en) = match status.adverse {
            true => ("，对当事人不利", ", tells against the holder"),
            false => ("", ""),
        };
        paper.row(
            &format!("{}（{zh}{against_zh}）", status.zh),
            &format!("{} ({en}{against_en})", status.en),
        );
        paper.small(&status.meaning_zh, &status.meaning_en);
        paper.basis(regime, &status.basis);
    }
    paper.section("公告", "Announcements");
    for notice in regime.notices.values() {
        let (zh, en) = audience(notice.audience);
        paper.row(
            &format!("{}（{zh}）", notice.zh),
            &format!("{} ({en})", notice.en),
        );
        let (zh, en) = words::of(&notice.readers, &regime.parties);
        paper.pair("发送", "sent to", &zh, &en);
        paper.small(&notice.text_zh, &notice.text_en);
        paper.basis(regime, &notice.basis);
    }
    statistics(regime, paper);
}

fn statistics(regime: &Regime, paper: &mut Paper) {
    if regime.statistics.is_empty() {
        return;
    }
    paper.section("统计", "Statistics");
    for statistic in regime.statistics.values() {
        let (zh, en) = audience(statistic.audience);
        paper.row(
            &format!("{}（{zh}）", statistic.zh),
            &format!("{} ({en})", statistic.en),
        );
        let (zh, en) = words::of(&statistic.readers, &regime.parties);
        paper.pair("发送", "sent to", &zh, &en);
        if let Some(procedure) = regime.procedures.get(&statistic.procedure) {
            let title = &procedure.head.title;
            paper.pair("统计对象", "counts", &title.zh, &title.en);
            let (zh, en) = words::of(&statistic.states, &procedure.states);
            paper.pair("状态", "states", &zh, &en);
            let by = statistic.by.iter().map(|by| counted_by(procedure, by));
            let (zh, en): (Vec<String>, Vec<String>) = by.unzip();
            paper.pair("分组", "by", &zh.join("、"), &en.join(", "));
        }
        paper.basis(regime, &statistic.basis);
    }
}

/// What cases are counted by, in words.
pub fn counted_by(procedure: &crate::procedure::Procedure, by: &str) -> (String, String) {
    let (zh, en) = match by {
        "holder" => ("当事人", "holder"),
        "region" => ("地区", "region"),
        "state" => ("状态", "state"),
        "year" => ("年份", "year"),
        "quarter" => ("季度", "quarter"),
        "month" => ("月份", "month"),
        field => procedure
            .fields
            .get(field)
            .map_or((field, field), |field| (&field.zh, &field.en)),
    };
    (zh.to_owned(), en.to_owned())
}

fn audience(audience: Audience) -> (&'static str, &'static str) {
    match audience {
        Audience::Public => ("向社会公开", "public"),
        Audience::Listed => ("向列明的单位", "a named list"),
        Audience::Internal => ("内部", "internal"),
    }
}
