//! What is told on the way: where the case stands, what can be done, what came
//! of an act, why one was refused.

use crate::commands::case::explain;
use crate::commands::case::show::View;
use crate::lang::Lang;
use crate::page::Page;
use crate::place::shown_by;
use case::event::{CaseAct, Event, Stepped, What};
use case::form::Form;
use case::scenario::{Choice, Untaken, Walk};
use case::wording;
use law::calendar::Moment;
use law::library::Edition;
use law::procedure::Editable;
use law::step::Step;
use serde_json::{Value, json};

pub(super) struct Teller<'a> {
    pub(super) edition: &'a Edition,
    pub(super) walk: &'a Walk<'a>,
    pub(super) lang: Lang,
}

impl Teller<'_> {
    fn actor<'t>(&'t self, name: &'t str) -> &'t str {
        let found = self.edition.regime.actors.get(name);
        found.map_or(name, |actor| self.lang.of(&actor.zh, &actor.en))
    }

    fn citation(&self, basis: &str) -> String {
        self.edition.regime.law.citation(basis, self.lang.is_zh())
    }

    /// A moment in the zone of the regime.
    fn hour(&self, moment: Moment) -> String {
        shown_by(Some(self.walk.calendar()), moment)
    }

    pub(super) fn greeting(&self) -> String {
        let head = &self.edition.regime.head;
        let procedure = &self.walk.procedure().head;
        let mut page = Page::new(self.lang);
        page.line(&format!(
            "{}/{}  {} ({})",
            head.id,
            head.edition,
            self.lang.words(&procedure.title),
            procedure.id
        ));
        page.say(
            "不保存任何内容。输入编号或者环节名称办理；help 列出全部写法；quit 结束。",
            "Nothing is kept. A number or the name of a step takes it; `help` lists all that can be said; `quit` ends.",
        );
        page.into_text()
    }

    /// Where the case stands, what runs, and what can be done.
    pub(super) fn state(&self, choices: &[Choice]) -> String {
        let mut page = Page::new(self.lang);
        page.line("");
        let (now, day) = (self.hour(self.walk.now()), self.walk.today());
        let weekday = weekday(day.weekday(), self.lang);
        match self.walk.case() {
            None => page.say(
                &format!("{now} {weekday}  尚无办件"),
                &format!("{now} {weekday}  there is no case yet"),
            ),
            Some(case) => {
                let state = self.walk.procedure().states.get(&case.state);
                let title = state.map_or(case.state.as_str(), |state| {
                    self.lang.of(&state.zh, &state.en)
                });
                page.line(&format!(
                    "{now} {weekday}  {}  {title} ({})",
                    case.number, case.state
                ));
                self.entry(&mut page);
                self.deadlines(&mut page);
            }
        }
        self.choices(&mut page, choices);
        page.into_text()
    }

    fn entry(&self, page: &mut Page) {
        let Some(entry) = self.walk.case().and_then(|case| case.entry.as_ref()) else {
            return;
        };
        let status = self.edition.regime.statuses.get(&entry.status);
        let status = status.map_or(entry.status.as_str(), |status| {
            self.lang.of(&status.zh, &status.en)
        });
        let until = entry.until.map(|day| format!("–{day}")).unwrap_or_default();
        let number = &entry.number;
        page.say(
            &format!("  登记项：{number}  {status}  {until}"),
            &format!("  entry: {number}  {status}  {until}"),
        );
    }

    fn deadlines(&self, page: &mut Page) {
        let Some(case) = self.walk.case() else {
            return;
        };
        let world = self.walk.world();
        let mut open = case.clone();
        open.clocks.retain(|_, clock| {
            use case::case::ClockState::{Paused, Running};
            matches!(clock.state, Running | Paused)
        });
        let view = View {
            case: &open,
            edition: self.edition,
            procedure: self.walk.procedure(),
            world: &world,
            today: self.walk.today(),
            viewing: None,
        };
        explain::all(page, &view, self.walk.now());
    }

    fn choices(&self, page: &mut Page, choices: &[Choice]) {
        if choices.is_empty() {
            let ended = self.walk.case().is_some_and(|case| {
                let state = self.walk.procedure().states.get(&case.state);
                state.is_some_and(|state| state.is_final)
            });
            let (zh, en) = if ended {
                ("办结。", "The case has ended.")
            } else {
                (
                    "现在只能等待：next 或者 wait 天数。",
                    "Nobody can act now: `next` or `wait DAYS`.",
                )
            };
            return page.heading(zh, en);
        }
        page.heading("现在可以办理", "What can be done now");
        let rows = choices.iter().enumerate().filter_map(|(at, choice)| {
            let step = self.walk.procedure().steps.get(&choice.step)?;
            Some(vec![
                (at + 1).to_string(),
                self.actor(choice.actor.as_str()).to_owned(),
                choice.step.to_string(),
                self.lang.of(&step.zh, &step.en).to_owned(),
                self.wants(step),
                self.citation(&step.basis),
            ])
        });
        page.rows(rows.collect());
        if self.form_is_open() && self.walk.editor().is_some() {
            page.say(
                "  还可以：fill 字段=值、supply 材料… 或 supply all",
                "  also: fill FIELD=VALUE, supply MATERIAL … or supply all",
            );
        }
    }

    /// Whether something of the form can be changed where the case stands.
    fn form_is_open(&self) -> bool {
        let state = self.walk.case().map(|case| &case.state);
        let state = state.and_then(|state| self.walk.procedure().states.get(state));
        state.is_some_and(|state| state.edit != Editable::None)
    }

    /// The words that a step wants beside its name.
    fn wants(&self, step: &Step) -> String {
        let mut words = Vec::new();
        if !step.grounds.is_empty() {
            let names: Vec<String> = step.grounds.iter().map(ToString::to_string).collect();
            words.push(format!("ground={}", names.join("|")));
        }
        let grounds = step.grounds.iter();
        let mut explained = grounds.filter_map(|name| self.walk.procedure().grounds.get(name));
        if step.reasons || explained.any(|ground| ground.reasons) {
            words.push("reasons=\"…\"".to_owned());
        }
        if step.lists {
            words.push("list=…".to_owned());
        }
        words.join(" ")
    }

    /// The form as it is filled in.
    pub(super) fn form(&self) -> String {
        let mut page = Page::new(self.lang);
        let Some(case) = self.walk.case() else {
            page.say("尚无办件。", "There is no case yet.");
            return page.into_text();
        };
        let (procedure, world) = (self.walk.procedure(), self.walk.world());
        let form = Form {
            regime: &self.edition.regime,
            procedure,
            world: &world,
            fields: &case.fields,
            opened_by: &case.opened_by,
        };
        let fields = procedure
            .fields_in_order()
            .into_iter()
            .map(|(name, field)| {
                let value = case.fields.get(name);
                let value = value.map(|value| wording::shown(&form, name, value));
                vec![
                    name.to_string(),
                    self.lang.of(&field.zh, &field.en).to_owned(),
                    value.map_or_else(
                        || "—".to_owned(),
                        |words| self.lang.words(&words).to_owned(),
                    ),
                ]
            });
        page.rows(fields.collect());
        let materials = procedure
            .materials_in_order()
            .into_iter()
            .map(|(name, material)| {
                let document = case.documents.get(name);
                vec![
                    name.to_string(),
                    self.lang.of(&material.zh, &material.en).to_owned(),
                    document.map_or_else(|| "—".to_owned(), |document| document.name.clone()),
                ]
            });
        page.rows(materials.collect());
        page.into_text()
    }

    /// What an act has brought about.
    pub(super) fn done(&self, events: &[Event]) -> String {
        let mut page = Page::new(self.lang);
        for event in events {
            let at = self.hour(event.at);
            let who = self.actor(event.who.capacity.as_str());
            let person = event
                .who
                .person
                .as_ref()
                .map(|person| format!(" ({person})"))
                .unwrap_or_default();
            let what = match &event.event {
                What::Case(act) => self.what(act),
                What::Party(_) | What::Calendar(_) | What::Reading(_) => String::new(),
            };
            page.line(&format!("  {at}  {who}{person}  {what}"));
            if let What::Case(CaseAct::Stepped(stepped)) = &event.event {
                self.effects(&mut page, stepped);
            }
        }
        if events.is_empty() {
            page.say("  没有自动发生的事项。", "  Nothing happened by itself.");
        }
        page.into_text()
    }

    fn what(&self, act: &CaseAct) -> String {
        let step = |name: &law::name::StepName| {
            let found = self.walk.procedure().steps.get(name);
            found.map_or(name.to_string(), |step| {
                self.lang.of(&step.zh, &step.en).to_owned()
            })
        };
        match act {
            CaseAct::Opened { step: name, .. } => step(name),
            CaseAct::Stepped(stepped) => step(&stepped.step),
            CaseAct::Opined(given) => step(&given.step),
            CaseAct::Signed { step: name, .. } => {
                format!("{}{}", self.lang.of("签署：", "signed: "), step(name))
            }
            CaseAct::Filled { fields, .. } => {
                let names: Vec<String> = fields.keys().map(ToString::to_string).collect();
                format!(
                    "{}{}",
                    self.lang.of("填写：", "filled in: "),
                    names.join(", ")
                )
            }
            CaseAct::Supplied { materials } => {
                let names: Vec<&str> = materials.iter().map(|one| one.material.as_str()).collect();
                format!(
                    "{}{}",
                    self.lang.of("提交材料：", "handed in: "),
                    names.join(", ")
                )
            }
            CaseAct::Reminded { .. } => self.lang.of("到期提醒", "reminder").to_owned(),
            CaseAct::Recalculated { .. } => self.lang.of("重算时限", "deadlines moved").to_owned(),
            CaseAct::Hold(_) | CaseAct::DisposalProposed { .. } | CaseAct::Disposed { .. } => {
                let told = case::retention::told(act);
                told.map_or_else(String::new, |told| {
                    self.lang.of(&told.zh, &told.en).to_owned()
                })
            }
        }
    }

    fn effects(&self, page: &mut Page, stepped: &Stepped) {
        if let Some(drawn) = &stepped.drawn {
            let names: Vec<String> = drawn.chosen.iter().map(ToString::to_string).collect();
            let (actor, names) = (self.actor(drawn.actor.as_str()), names.join(", "));
            page.say(
                &format!("      随机抽取：{actor} {names}"),
                &format!("      drawn by lot: {actor} {names}"),
            );
        }
        if let Some(statement) = &stepped.statement {
            page.say(
                &format!("      真实性声明人：{statement}"),
                &format!("      truth stated by: {statement}"),
            );
        }
        if let Some(transferred) = &stepped.transferred {
            let to = &transferred.to;
            page.say(
                &format!("      现主体：{to}"),
                &format!("      now held by: {to}"),
            );
        }
        for notice in &stepped.announced {
            let text = self.lang.of(&notice.zh, &notice.en);
            page.say(
                &format!("      公告：{text}"),
                &format!("      announced: {text}"),
            );
        }
    }

    /// Why an act was refused, with the article and its text; also for programs.
    pub(super) fn refused(&self, untaken: &Untaken) -> (String, Value) {
        let mut page = Page::new(self.lang);
        let refusal = match untaken {
            Untaken::Words(why) => {
                page.say(&format!("  未办理：{why}"), &format!("  Not done: {why}"));
                return (page.into_text(), json!({"code": "words", "why": why}));
            }
            Untaken::Law(refusal) => refusal,
        };
        let words = refusal.wording();
        let said = self.lang.words(&words).to_owned();
        page.say(
            &format!("  不予办理（{}）：{said}", refusal.code()),
            &format!("  Refused ({}): {said}", refusal.code()),
        );
        if let Some(basis) = refusal.basis().filter(|basis| !basis.is_empty()) {
            let citation = self.citation(basis);
            page.say(
                &format!("    依据：{citation}"),
                &format!("    Ground: {citation}"),
            );
            if let Some(article) = self.edition.regime.law.article(basis) {
                page.line(&format!("    {}", self.lang.of(&article.zh, &article.en)));
            }
        }
        let told = json!({
            "code": refusal.code(), "basis": refusal.basis(), "zh": words.zh, "en": words.en,
        });
        (page.into_text(), told)
    }

    pub(super) fn help(&self) -> String {
        let mut page = Page::new(self.lang);
        let rows = [
            (
                "1 …",
                "办理列表中的第1项，可以附带下面的词语",
                "take the first of the list, with words as below",
            ),
            (
                "submit …",
                "办理一个环节，由现在可以办理的人办理",
                "take a step, by whoever can take it now",
            ),
            (
                "reviewer accept …",
                "由指定角色办理；reviewer#2 为第二人",
                "take it as this actor; reviewer#2 is the second person",
            ),
            (
                "ground=a,b reasons=\"…\" list=a,b",
                "事由、理由、补正清单",
                "grounds, reasons, what is to be corrected",
            ),
            (
                "FIELD=VALUE holder=NAME",
                "字段；新建办件时的主体",
                "fields; the holder of a new case",
            ),
            (
                "bare check=a,b statement",
                "bare：不自动回答核对事项、不作声明、不取示例值",
                "bare: no check is answered, no statement made, no sample taken",
            ),
            ("fill FIELD=VALUE …", "填写表单", "fill in the form"),
            ("supply all | MATERIAL …", "提交材料", "hand in materials"),
            (
                "next",
                "到下一个时限届满之时",
                "to the end of the next deadline",
            ),
            (
                "wait 5 | until 2026-08-01",
                "经过若干日，或者到某一日",
                "let days pass, or go to a day",
            ),
            (
                "form | show",
                "查看表单；查看状态",
                "the form; where the case stands",
            ),
            ("quit", "结束", "end"),
        ];
        let rows = rows
            .into_iter()
            .map(|(said, zh, en)| vec![said.to_owned(), self.lang.of(zh, en).to_owned()]);
        page.rows(rows.collect());
        page.into_text()
    }
}

fn weekday(day: jiff::civil::Weekday, lang: Lang) -> &'static str {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let (zh, en) = match day {
        Monday => ("星期一", "Monday"),
        Tuesday => ("星期二", "Tuesday"),
        Wednesday => ("星期三", "Wednesday"),
        Thursday => ("星期四", "Thursday"),
        Friday => ("星期五", "Friday"),
        Saturday => ("星期六", "Saturday"),
        Sunday => ("星期日", "Sunday"),
    };
    lang.of(zh, en)
}
