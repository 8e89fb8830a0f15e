//! A regime as one page of text, Chinese and English side by side.
//!
//! For readers who know the law and do not read TOML: what the scheme does,
//! with its articles. It says all that binds and leaves out nothing.

mod form;
mod many;
mod paper;
mod step;
mod term;
mod words;

use crate::name::Role;
use crate::regime::{Audience, IdentityKind, Regime, Relation, Standing};
use paper::{Paper, joined};
use words::Worded;

/// The whole regime as text, at most [`WIDTH`] columns wide.
pub fn page(regime: &Regime) -> String {
    let mut paper = Paper::default();
    head(regime, &mut paper);
    actors(regime, &mut paper);
    for procedure in regime.procedures.values() {
        let title = &procedure.head.title;
        paper.chapter(&title.zh, &title.en);
        many::head(regime, procedure, &mut paper);
        form::fields(regime, procedure, &mut paper);
        form::materials(regime, procedure, &mut paper);
        form::states(regime, procedure, &mut paper);
        step::steps(regime, procedure, &mut paper);
        term::deadlines(regime, procedure, &mut paper);
        many::draws_and_opinions(regime, procedure, &mut paper);
    }
    register(regime, &mut paper);
    references(regime, &mut paper);
    paper.into_text()
}

/// The columns of the page; a Chinese character takes two.
pub const WIDTH: usize = 100;

fn head(regime: &Regime, paper: &mut Paper) {
    let head = &regime.head;
    paper.title(&head.title.zh, &head.title.en);
    let from = head.in_force.from;
    let (until_zh, until_en) = match head.in_force.until {
        Some(until) => (
            format!("，至{until}前"),
            format!(", until {until} exclusive"),
        ),
        None => (String::new(), String::new()),
    };
    paper.pair(
        "版本",
        "Edition",
        &format!("{}/{}", head.id, head.edition),
        &format!("{}/{}", head.id, head.edition),
    );
    paper.pair(
        "施行",
        "In force",
        &format!("自{from}起{until_zh}"),
        &format!("from {from}{until_en}"),
    );
    paper.pair(
        "日历",
        "Calendar",
        &format!("{}，{}", head.calendar, head.zone),
        &format!("{}, {}", head.calendar, head.zone),
    );
    paper.section("依据", "Sources");
    for source in regime.law.sources.values() {
        paper.row(&format!("《{}》", source.zh), &source.en);
        if let Some(issued) = source.about.get("issued") {
            paper.small(
                issued,
                &format!("{} articles and items", source.articles.len()),
            );
        }
        paper.gap();
    }
}

fn actors(regime: &Regime, paper: &mut Paper) {
    paper.section("当事人", "Parties");
    for party in regime.parties.values() {
        paper.row(&party.zh, &party.en);
        let kinds = || party.identity.iter().map(|kind| identity(*kind));
        paper.pair(
            "身份",
            "identity",
            &joined(kinds().map(|(zh, _)| zh), "、"),
            &joined(kinds().map(|(_, en)| en), ", "),
        );
        let roles = joined(party.roles.iter().map(Role::as_str), ", ");
        paper.pair("岗位", "roles", &roles, &roles);
        paper.basis(regime, &party.basis);
    }
    paper.section("角色", "Actors");
    for actor in regime.actors.values() {
        paper.row(&actor.zh, &actor.en);
        let (zh, en) = relation(actor.relation);
        paper.small(zh, en);
        if let Some(step) = &actor.after {
            let mut steps = regime.procedures.values().map(|procedure| &procedure.steps);
            if let Some(step) = steps.find_map(|steps| steps.get(step)) {
                paper.pair("查阅前须", "sees it after", &step.zh, &step.en);
            }
        }
        paper.basis(regime, &actor.basis);
    }
    paper.section("能力与资质", "Qualifications");
    for qualification in regime.qualifications.values() {
        paper.row(&qualification.zh, &qualification.en);
        paper.basis(regime, &qualification.basis);
    }
    paper.section("限制", "Sanctions");
    for sanction in regime.sanctions.values() {
        paper.row(&sanction.zh, &sanction.en);
        let on = regime
            .parties
            .get(&sanction.on)
            .map_or(("", ""), Worded::words);
        paper.pair("对象", "on", on.0, on.1);
        paper.pair(
            "期限",
            "for",
            &sanction.within.zh(),
            &sanction.within.to_string(),
        );
        paper.basis(regime, &sanction.basis);
    }
}

fn identity(kind: IdentityKind) -> (&'static str, &'static str) {
    match kind {
        IdentityKind::Uscc => ("统一社会信用代码", "unified social credit code"),
        IdentityKind::Foreign => ("境外登记号", "number of a foreign register"),
        IdentityKind::Number => ("其他登记号", "number of another register"),
    }
}

fn relation(relation: Relation) -> (&'static str, &'static str) {
    match relation {
        Relation::Holder => ("办件所涉的当事人", "the party that the case is about"),
        Relation::Agent => ("受该当事人委托的代理人", "holds a mandate from that party"),
        Relation::Named => ("表单中指明的单位", "the party that the form names"),
        Relation::Body => (
            "受理机构中的人员",
            "a member of the body that holds the case",
        ),
        Relation::Drawn => (
            "受理机构中为本办件抽取的人员",
            "a member of that body who was drawn for the case",
        ),
        Relation::Region => (
            "辖区包含当事人所在地的机构",
            "the body of the party's region",
        ),
        Relation::Parent => (
            "当事人的上级单位",
            "a party above the holder in the tree of organisations",
        ),
        Relation::Kind => ("此类机构中的任何一家", "any party of the kind"),
        Relation::Anyone => ("任何人", "anybody"),
        Relation::Clock => (
            "期限届满时由系统自动办理",
            "acts by itself when a term has run out",
        ),
    }
}

fn register(regime: &Regime, paper: &mut Paper) {
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
        if let (Some(zh), Some(en)) = (&register.remark_zh, &register.remark_en) {
            paper.pair("说明", "remark", zh, en);
        }
        paper.basis(regime, &register.basis);
    }
    paper.section("登记状态", "What the register says");
    for status in regime.statuses.values() {
        let (zh, en) = match status.standing {
            Standing::Valid => ("有效", "holds"),
            Standing::Suspended => ("中止", "suspended"),
            Standing::Void => ("无效", "void"),
        };
        paper.row(
            &format!("{}（{zh}）", status.zh),
            &format!("{} ({en})", status.en),
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
        paper.basis(regime, &statistic.basis);
    }
}

fn audience(audience: Audience) -> (&'static str, &'static str) {
    match audience {
        Audience::Public => ("向社会公开", "public"),
        Audience::Listed => ("向列明的单位", "a named list"),
        Audience::Internal => ("内部", "internal"),
    }
}

fn references(regime: &Regime, paper: &mut Paper) {
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
                    &format!("检测项目{all}项，其中本级新增{own}项"),
                    &format!("{all} test items, {own} of them new at this level"),
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
            paper.basis(regime, &item.basis);
        }
    }
}
