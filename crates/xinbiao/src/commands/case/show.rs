//! `xinbiao case show`.

use super::{explain, history};
use crate::answer::{Answer, written};
use crate::archive::{Archive, Recorded};
use crate::desk::{ground, reader};
use crate::globals::Globals;
use crate::lang::Lang;
use crate::page::{Page, cut};
use crate::place::shown_by;
use crate::trouble::Trouble;
use case::authorize::{Ground, authorize};
use case::case::Case;
use case::command::Actor;
use case::decide::told;
use case::event::View as Seen;
use case::findings::Findings;
use case::form::Form;
use case::viewing::Viewing;
use case::wording;
use case::world::World;
use jiff::civil::Date;
use law::calendar::Calendar;
use law::library::Edition;
use law::name::{FieldName, MaterialName, StepName};
use law::procedure::Procedure;
use law::step::Step;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A case with all it is read with.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) case: &'a Case,
    pub(crate) edition: &'a Edition,
    pub(crate) procedure: &'a Procedure,
    pub(crate) world: &'a World,
    pub(crate) today: Date,
    /// How the reader stands to it; none: all is shown.
    pub(crate) viewing: Option<Viewing<'a>>,
}

impl View<'_> {
    /// The calendar of the case's edition; its hours are those of its zone.
    pub(crate) fn calendar(&self) -> Option<&Calendar> {
        let name = &self.edition.regime.head.calendar;
        self.world.calendars.get(name)
    }

    /// Whether the reader is of the body that holds the case.
    fn of_body(&self) -> bool {
        self.viewing.is_none_or(|viewing| viewing.of_body())
    }

    /// Whether the reader may read a field.
    pub(super) fn shows(&self, name: &FieldName) -> bool {
        let field = self.procedure.fields.get(name);
        self.viewing
            .is_none_or(|viewing| field.is_some_and(|field| viewing.shows(field)))
    }
}

/// Shows the case.
///
/// # Errors
///
/// That there is no such case, or none that who reads may see.
pub(super) fn run(globals: &Globals, number: &str) -> Result<Answer, Trouble> {
    let mut archive = Archive::open(globals)?;
    let world = archive.world()?;
    let reader = reader(globals, &mut archive, &world)?;
    let (case, events) = archive.case(number, &reader, &world, Seen::Terminal)?;
    let edition = archive.edition(&case)?;
    let actor = Some(&reader).filter(|reader| **reader != Actor::Operator);
    let unknown = || Trouble::system(format!("the edition has no procedure `{}`", case.procedure));
    let procedure = edition.procedure(&case.procedure).ok_or_else(unknown)?;
    let now = archive.setup.clock.now();
    let calendar = world.calendars.get(&edition.regime.head.calendar);
    let ground = ground(&edition, &world, &case, now);
    let view = View {
        viewing: actor
            .zip(ground)
            .map(|(actor, ground)| Viewing::new(ground, actor)),
        case: &case,
        edition: &edition,
        procedure,
        world: &world,
        today: calendar.map_or(Date::MIN, |calendar| calendar.day(now)),
    };
    let mut page = Page::new(globals.lang());
    head(&mut page, &view);
    form(&mut page, &view);
    materials(&mut page, &view);
    let deadlines = explain::all(&mut page, &view, now);
    let steps = steps(&mut page, &view, actor);
    history::all(&mut page, &view, &events);
    let json = document(&view, &events, deadlines, &steps);
    Ok(Answer::new(page.into_text(), json))
}

fn head(page: &mut Page, view: &View<'_>) {
    let (lang, case) = (page.lang, view.case);
    let state = view.procedure.states.get(&case.state);
    let state = state.map_or(case.state.as_str(), |state| lang.of(&state.zh, &state.en));
    let title = lang.words(&view.procedure.head.title);
    page.line(&format!("{}  {title}", case.number));
    let party = |code: &law::identity::PartyCode| {
        let name = view.world.party(code).map(|party| {
            let named = &party.registration;
            lang.of(&named.name_zh, &named.name_en)
        });
        format!("{code} {}", name.unwrap_or_default())
    };
    let mut pairs = vec![
        (
            lang.of("状态", "state").to_owned(),
            format!(
                "{state}  ({}, {})",
                case.state,
                shown_by(view.calendar(), case.since)
            ),
        ),
        (
            lang.of("版本", "version").to_owned(),
            case.version.to_string(),
        ),
        (
            lang.of("制度", "edition").to_owned(),
            case.edition.to_string(),
        ),
        (lang.of("主体", "holder").to_owned(), party(&case.holder)),
        (lang.of("承办机构", "body").to_owned(), party(&case.body)),
        (
            lang.of("建立", "opened").to_owned(),
            shown_by(view.calendar(), case.opened_at),
        ),
    ];
    if let Some(entry) = &case.entry {
        let until = entry.until.map(|day| day.to_string()).unwrap_or_default();
        let status = view.edition.regime.statuses.get(&entry.status);
        let status = status.map_or(entry.status.as_str(), |status| {
            lang.of(&status.zh, &status.en)
        });
        pairs.push((
            lang.of("登记项", "entry").to_owned(),
            format!("{}  {status}  –{until}", entry.number),
        ));
    }
    let drawn = case.drawn.iter().filter(|_| view.of_body());
    for (actor, drawn) in drawn {
        let names: Vec<String> = drawn.iter().map(ToString::to_string).collect();
        let actor = view
            .edition
            .regime
            .actors
            .get(actor)
            .map_or(actor.as_str(), |found| lang.of(&found.zh, &found.en));
        pairs.push((
            lang.of("抽取", "drawn").to_owned(),
            format!("{actor}: {}", names.join(", ")),
        ));
    }
    page.pairs(&pairs);
}

fn form(page: &mut Page, view: &View<'_>) {
    let lang = page.lang;
    let form = Form {
        regime: &view.edition.regime,
        procedure: view.procedure,
        world: view.world,
        fields: &view.case.fields,
        opened_by: &view.case.opened_by,
    };
    page.heading("备案表", "Form");
    let rows = view
        .procedure
        .fields_in_order()
        .into_iter()
        .filter_map(|(name, field)| {
            let value = view.case.fields.get(name).filter(|_| view.shows(name))?;
            let words = wording::shown(&form, name, value);
            let hidden = if field.confidential {
                lang.of("（不公开）", "(confidential)")
            } else {
                ""
            };
            let listed = if view.case.listed.contains(name.as_str()) {
                lang.of("← 待补正", "← to be corrected")
            } else {
                ""
            };
            Some(vec![
                name.to_string(),
                lang.of(&field.zh, &field.en).to_owned(),
                format!("{} {hidden}{listed}", cut(lang.words(&words), 60)),
            ])
        });
    page.rows(rows.collect());
}

fn materials(page: &mut Page, view: &View<'_>) {
    let lang = page.lang;
    page.heading("材料", "Materials");
    let rows = view
        .procedure
        .materials_in_order()
        .into_iter()
        .filter_map(|(name, material)| {
            let document = view.case.documents.get(name)?;
            let read = match view.case.findings.get(name) {
                Some(Findings::TestReport(report)) => lang
                    .of(
                        &format!("{}个测试用例", report.cases),
                        &format!("{} test cases", report.cases),
                    )
                    .to_owned(),
                Some(Findings::Artwork(check)) if check.faults.is_empty() => {
                    lang.of("核验无误", "checked, no fault").to_owned()
                }
                Some(Findings::Artwork(check)) => {
                    let count = check.faults.len();
                    lang.of(&format!("{count}处错误"), &format!("{count} faults"))
                        .to_owned()
                }
                None => String::new(),
            };
            let read = [read, rests(view, name, lang)].join(" ");
            let read = read.trim().to_owned();
            Some(vec![
                name.to_string(),
                cut(lang.of(&material.zh, &material.en), 40),
                cut(&document.name, 30),
                document.kind.clone(),
                document.bytes.to_string(),
                document.sha256.get(..12).unwrap_or_default().to_owned(),
                read,
            ])
        });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        page.say("  尚未提交材料。", "  none yet");
    }
    page.rows(rows);
}

/// The kept evidence on which a material rests, and whether it is good.
fn rests(view: &View<'_>, material: &MaterialName, lang: Lang) -> String {
    let Some(cited) = view.case.rests_on.get(material) else {
        return String::new();
    };
    let flaw = view.world.evidence(cited);
    let flaw = flaw.and_then(|evidence| evidence.flaw(view.today));
    match flaw.map(told) {
        None => lang
            .of(
                &format!("留存证明{cited}，有效"),
                &format!("rests on {cited}, good"),
            )
            .to_owned(),
        Some((_, why)) => lang
            .of(
                &format!("留存证明{cited}，{}", why.zh),
                &format!("rests on {cited}: {}", why.en),
            )
            .to_owned(),
    }
}

fn steps<'v>(
    page: &mut Page,
    view: &View<'v>,
    actor: Option<&Actor>,
) -> Vec<(&'v StepName, &'v Step)> {
    let ground = Ground {
        regime: &view.edition.regime,
        procedure: view.procedure,
        world: view.world,
        today: view.today,
        holder: &view.case.holder,
        case: Some(view.case),
    };
    let open = view
        .procedure
        .steps_in_order()
        .into_iter()
        .filter(|(name, step)| {
            step.from.contains(&view.case.state)
                && actor.is_none_or(|actor| authorize(ground, actor, name).is_ok())
        });
    let open: Vec<(&StepName, &Step)> = open.collect();
    let lang = page.lang;
    match actor {
        Some(Actor::Person { person, .. }) => page.heading(
            &format!("{person}现在可以办理"),
            &format!("Steps that {person} may take now"),
        ),
        _ => page.heading("从当前状态可以办理", "Steps from here"),
    }
    let rows = open.iter().map(|(name, step)| {
        let by: Vec<&str> = step
            .by
            .iter()
            .map(|actor| {
                view.edition
                    .regime
                    .actors
                    .get(actor)
                    .map_or(actor.as_str(), |found| lang.of(&found.zh, &found.en))
            })
            .collect();
        vec![
            name.to_string(),
            lang.of(&step.zh, &step.en).to_owned(),
            by.join(lang.of("、", ", ")),
            view.edition.regime.law.citation(&step.basis, lang.is_zh()),
        ]
    });
    page.table(
        &[
            ("环节", "STEP"),
            ("名称", "TITLE"),
            ("由谁办理", "BY"),
            ("依据", "GROUND"),
        ],
        rows.collect(),
        ("  没有。", "  none"),
    );
    open
}

fn document(
    view: &View<'_>,
    events: &[Recorded],
    deadlines: Vec<Value>,
    steps: &[(&StepName, &Step)],
) -> Value {
    json!({
        "case": match view.viewing {
            None => written(view.case),
            Some(_) => shown(view),
        },
        "deadlines": deadlines,
        "steps": steps.iter().map(|(name, _)| name).collect::<Vec<_>>(),
        "history": history::document(view, events),
    })
}

/// What a person sees of a case; only what is named here (T-AUZ-04).
fn shown(view: &View<'_>) -> Value {
    let case = view.case;
    let fields: BTreeMap<_, _> = case
        .fields
        .iter()
        .filter(|(name, _)| view.shows(name))
        .collect();
    json!({
        "number": case.number,
        "edition": case.edition,
        "procedure": case.procedure,
        "holder": case.holder,
        "body": case.body,
        "state": case.state,
        "version": case.version,
        "opened_at": case.opened_at,
        "since": case.since,
        "fields": fields,
        "documents": case.documents,
        "findings": case.findings,
        "listed": case.listed,
        "entry": case.entry,
        "label": case.label,
        "drawn": view.of_body().then_some(&case.drawn),
    })
}
