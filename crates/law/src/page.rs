//! A regime as one page of text, Chinese and English side by side.
//!
//! For readers who know the law and do not read TOML: what the scheme does,
//! with its articles. It says all that binds and leaves out nothing.

mod form;
mod many;
mod paper;
mod reference;
mod register;
mod step;
mod term;
mod words;

use crate::name::Role;
use crate::regime::{IdentityKind, Regime, Relation};

pub use register::counted_by;

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
    register::register(regime, &mut paper);
    reference::references(regime, &mut paper);
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
        if let Some(earlier) = source.about.get("earlier") {
            paper.small(earlier, "an earlier text, replaced");
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
    evidence(regime, paper);
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
    retentions(regime, paper);
}

fn retentions(regime: &Regime, paper: &mut Paper) {
    paper.section("材料保管期限", "Retention of files");
    for retention in regime.retentions.values() {
        paper.row(&retention.zh, &retention.en);
        let (zh, en) = (retention.within.zh(), retention.within.to_string());
        paper.pair("期限", "for", &zh, &en);
        let named = retention.procedures.iter();
        let named = named.filter_map(|name| regime.procedures.get(name));
        let titles: Vec<_> = named.map(|procedure| &procedure.head.title).collect();
        if !titles.is_empty() {
            let zh = joined(titles.iter().map(|title| title.zh.as_str()), "、");
            let en = joined(titles.iter().map(|title| title.en.as_str()), ", ");
            paper.pair("适用于", "cases of", &zh, &en);
        }
        paper.basis(regime, &retention.basis);
    }
}

/// What parties keep for several cases; nothing where there is none.
fn evidence(regime: &Regime, paper: &mut Paper) {
    if regime.evidence.is_empty() {
        return;
    }
    paper.section("留存证明", "Evidence that parties keep");
    for kind in regime.evidence.values() {
        paper.row(&kind.zh, &kind.en);
        let (zh, en) = words::of(&kind.of, &regime.parties);
        paper.pair("主体", "of", &zh, &en);
        if let Some(fresh) = kind.fresh {
            let zh = format!("使用前{}内出具", fresh.zh());
            let en = format!("issued at most {fresh} before it is used");
            paper.pair("时限", "fresh", &zh, &en);
        }
        paper.basis(regime, &kind.basis);
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
