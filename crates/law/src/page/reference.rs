//! Reference items: levels with their items, terms, parameters.

use super::paper::{Paper, joined};
use crate::reference::Reference;
use crate::regime::Regime;

pub(super) fn references(regime: &Regime, paper: &mut Paper) {
    for (name, catalogue) in &regime.catalogues {
        paper.chapter(&catalogue.zh, &catalogue.en);
        for item in regime
            .references
            .get(name)
            .into_iter()
            .flat_map(|items| items.values())
        {
            paper.section(&item.zh, &item.en);
            if let (Some(zh), Some(en)) = (&item.scope_zh, &item.scope_en) {
                paper.pair("范围", "scope", zh, en);
            }
            if let (Some(zh), Some(en)) = (&item.excludes_zh, &item.excludes_en) {
                paper.pair("除外", "except", zh, en);
            }
            if let Some(validity) = item.validity {
                paper.pair("有效期", "validity", &validity.zh(), &validity.to_string());
            }
            standards_levels_and_terms(item, paper);
            paper.basis(regime, &item.basis);
        }
    }
}

fn standards_levels_and_terms(item: &Reference, paper: &mut Paper) {
    let standards = item.standards.join("; ");
    paper.pair("标准", "standards", &standards, &standards);
    for (level_name, level) in item.levels_upwards() {
        let own = item
            .items
            .values()
            .filter(|part| part.level == *level_name)
            .count();
        let all = item.demanded(level_name).count();
        let stars = "★".repeat(usize::from(level.stars));
        paper.row(&format!("{} {stars}", level.zh), &level.en);
        paper.small(
            &format!("项目{all}项，其中本级新增{own}项"),
            &format!("{all} items, {own} of them new at this level"),
        );
        for part in item.items.values().filter(|part| part.level == *level_name) {
            paper.pair("项目", "item", &part.zh, &part.en);
        }
    }
    for term in item.terms.values() {
        paper.pair(
            "期限",
            "term",
            &format!("{}：{}", term.zh, term.within.zh()),
            &format!("{}: {}", term.en, term.within),
        );
    }
    let changes = |change| item.parameters.values().filter(move |p| p.change == change);
    for (change, zh, en) in [
        (
            crate::reference::Change::Refile,
            "变更须重新备案",
            "a change needs a new filing",
        ),
        (
            crate::reference::Change::Note,
            "变更作备注",
            "a change is noted",
        ),
    ] {
        if changes(change).next().is_none() {
            continue;
        }
        paper.pair(
            "参数",
            "parameter",
            &format!(
                "{zh}：{}",
                joined(changes(change).map(|p| p.zh.as_str()), "、")
            ),
            &format!(
                "{en}: {}",
                joined(changes(change).map(|p| p.en.as_str()), "; ")
            ),
        );
    }
}
