//! The demonstration's two years: filings begin day by day, go through their
//! plans by real commands, and the clock does its part.

use super::cast::{Cast, person_of};
use super::dossier::MODEL;
use super::papers::Papers;
use super::plans::{Act, DOSSIER, Manner, Plan, plan};
use super::programme::Programme;
use super::told::Told;
use anyhow::{Context, bail};
use case::case::Case;
use case::command::{Actor, Command, Given, Order};
use case::party::PersonId;
use case::value::Value;
use case::world::World;
use jiff::civil::{Date, date};
use law::identity::PartyCode;
use office::clock::Clock;
use office::deadlines;
use office::failure::Failure;
use office::intake::Upload;
use office::opening::Office;
use std::collections::BTreeMap;

/// The first day of the story: the measures come into force.
pub(crate) const FIRST: Date = date(2026, 7, 1);
/// Its last day: the first labels have run out.
pub(crate) const LAST: Date = date(2028, 7, 31);

/// One filing on its way.
#[derive(Debug)]
pub(super) struct Filing {
    pub(super) at: usize,
    pub(super) plan: &'static Plan,
    pub(super) next: usize,
    pub(super) case: String,
    pub(super) model: String,
    pub(super) holder: PartyCode,
    pub(super) actor: Actor,
    pub(super) replaces: Option<String>,
}

/// The story and all it needs.
pub(crate) struct Story<'a> {
    pub(crate) office: &'a Office,
    pub(crate) clock: &'a Clock,
    pub(crate) cast: &'a Cast,
    pub(crate) told: Told,
    pub(super) world: World,
    pub(super) papers: Papers,
    pub(super) filings: Vec<Filing>,
    /// Day → filings that act on it.
    agenda: BTreeMap<Date, Vec<usize>>,
}

impl<'a> Story<'a> {
    /// A story of `count` filings.
    pub(crate) fn new(
        office: &'a Office,
        clock: &'a Clock,
        cast: &'a Cast,
        count: usize,
    ) -> anyhow::Result<Self> {
        let mut story = Story {
            office,
            clock,
            cast,
            told: Told::default(),
            world: office.world()?,
            papers: Papers::default(),
            filings: Vec::new(),
            agenda: BTreeMap::new(),
        };
        for at in 0..count {
            let plan = plan(at);
            let (holder, actor) = story.holder(at, plan);
            let model = format!(
                "EX-{}-{:03}",
                if at % 4 == 3 { "GW" } else { "CAM" },
                at + 1
            );
            story.filings.push(Filing {
                at,
                plan,
                next: 0,
                case: String::new(),
                model,
                holder,
                actor,
                replaces: None,
            });
            // Most filings begin in the first eighteen months; those that
            // somebody still works on at the end, in the last days.
            let day = if plan.is_left_open() {
                after(LAST, -6 - i32::try_from(at % 5)?)
            } else {
                after(FIRST, 1 + i32::try_from(at * 560 / count.max(1))?)
            };
            story.agenda.entry(day).or_default().push(at);
        }
        story.add_dossier();
        Ok(story)
    }

    /// The real dossier is filed in the first weeks.
    fn add_dossier(&mut self) {
        let at = self.filings.len();
        let by = &self.cast.agent;
        let actor = Actor::Person {
            person: person_of(by),
            party: by.clone(),
        };
        let holder = self.cast.foreign.clone();
        let model = MODEL.to_owned();
        self.filings.push(Filing {
            at,
            plan: &DOSSIER,
            next: 0,
            case: String::new(),
            model,
            holder,
            actor,
            replaces: None,
        });
        self.agenda.entry(after(FIRST, 20)).or_default().push(at);
    }

    /// Lives through the two years; `seen` is told each day how many acts were done.
    pub(crate) fn run(
        &mut self,
        programme: &mut Programme<'_>,
        seen: impl Fn(Date, &Told),
    ) -> anyhow::Result<()> {
        let mut day = programme.first();
        while day <= LAST {
            self.at(day, 0, 5);
            self.tick()?;
            let today = self.agenda.remove(&day).unwrap_or_default();
            for (minute, filing) in today.into_iter().enumerate() {
                self.at(day, 9, i64::try_from(minute)?);
                self.act(filing, day)?;
            }
            let mut second = 0;
            let (clock, calendar) = (self.clock, self.world.calendars.values().next());
            programme.day(day, &mut self.told, || {
                second += 1;
                if let Some(calendar) = calendar {
                    clock.set(calendar.midnight(day) + 14 * 3_600_000 + second * 1000);
                }
            })?;
            seen(day, &self.told);
            day = after(day, 1);
        }
        self.told.filings = self.filings.len();
        Ok(())
    }

    fn at(&self, day: Date, hour: i64, minute: i64) {
        if let Some(calendar) = self.world.calendars.values().next() {
            self.clock
                .set(calendar.midnight(day) + hour * 3_600_000 + minute * 60_000);
        }
    }

    fn tick(&mut self) -> anyhow::Result<()> {
        let ticked = deadlines::tick(self.office)?;
        self.told.clock += ticked.steps;
        self.told.reminders += ticked.reminders;
        Ok(())
    }

    fn holder(&self, at: usize, plan: &Plan) -> (PartyCode, Actor) {
        let holder = match plan.manner {
            Manner::OwnLaboratory => self.cast.producers[at % 2].clone(),
            Manner::Agent if at.is_multiple_of(2) => self.cast.foreign.clone(),
            Manner::Agent => self.cast.producers[3 + at % 2].clone(),
            _ => self.cast.producers[2 + at % 10].clone(),
        };
        let by = if plan.manner == Manner::Agent {
            &self.cast.agent
        } else {
            &holder
        };
        let actor = Actor::Person {
            person: person_of(by),
            party: by.clone(),
        };
        (holder, actor)
    }

    fn act(&mut self, at: usize, day: Date) -> anyhow::Result<()> {
        let Some(&(_, act)) = self.filings[at].plan.acts.get(self.filings[at].next) else {
            return Ok(());
        };
        let doing = format!(
            "filing {at} ({}), act {} {act:?} on {day}",
            self.filings[at].model, self.filings[at].next
        );
        self.carry_out(at, act, day).with_context(|| doing)?;
        let filing = &mut self.filings[at];
        filing.next += 1;
        if let Some(&(days, _)) = filing.plan.acts.get(filing.next) {
            let next = after(day, i32::from(days.max(1)));
            self.agenda.entry(next).or_default().push(at);
        }
        Ok(())
    }

    fn carry_out(&mut self, at: usize, act: Act, day: Date) -> anyhow::Result<()> {
        match act {
            Act::Prepare => self.prepare(at, day),
            Act::Refile => self.refile(at, day),
            Act::Submit => self.step_by_holder(at, "submit", stated()),
            Act::Resubmit => self.step_by_holder(at, "resubmit", stated()),
            Act::SubmitRefused(guard) => self.refused(at, guard, stated()),
            Act::ClaimLower => self.claim_lower(at, day),
            Act::Correct => self.supply(at, &["report"], day),
            Act::Withdraw => self.step_by_holder(at, "withdraw", Given::default()),
            Act::Cancel => self.step_by_holder(at, "cancel", Given::default()),
            Act::NoteChange => self.step_by_holder(
                at,
                "note-change",
                fields(&[
                    ("parameter", "enclosure-colour"),
                    ("change", "外壳增加一种颜色。"),
                    ("change-kind", "outside"),
                ]),
            ),
            Act::DeclareChange => self.step_by_holder(
                at,
                "declare-change",
                fields(&[
                    ("parameter", "chipset"),
                    ("change", "更换主控芯片。"),
                    ("change-kind", "hardware"),
                ]),
            ),
            Act::ChangeSupport => self.step_by_holder(
                at,
                "change-support",
                fields(&[("support-until", "2033-12-31")]),
            ),
            by_the_body => self.act_of_the_body(at, by_the_body),
        }
    }

    fn act_of_the_body(&mut self, at: usize, act: Act) -> anyhow::Result<()> {
        match act {
            Act::RequestCorrection => self.step_by_reviewer(
                at,
                "request-correction",
                Given {
                    list: vec!["report".into(), "contact".into()],
                    ..grounds(&["unclear"])
                },
            ),
            Act::DeclareConflict => self.step_by_reviewer(at, "declare-conflict", reasons()),
            Act::Accept => self.step_by_reviewer(at, "accept", Given::default()),
            Act::Propose => self.step_by_reviewer(at, "propose", Given::default()),
            Act::ProposeClosing => {
                self.step_by_reviewer(at, "propose-closing", grounds(&["untrue"]))
            }
            Act::ProposeRevocation(ground) => {
                self.step_by_reviewer(at, "propose-revocation", grounds(&[ground]))
            }
            Act::SendBack => self.step_by_decider(at, "send-back", reasons()),
            Act::File => self.step_by_decider(at, "file", Given::default()),
            Act::Close => self.step_by_decider(at, "close", grounds(&["untrue"])),
            Act::DropRevocation => self.step_by_decider(at, "drop-revocation", reasons()),
            Act::Revoke(ground) => {
                let given = Given {
                    checks: vec!["heard".into(), "publishable".into()],
                    ..grounds(&[ground])
                };
                self.step_by_decider(at, "revoke", given)
            }
            Act::Prepare
            | Act::Refile
            | Act::Submit
            | Act::Resubmit
            | Act::SubmitRefused(_)
            | Act::ClaimLower
            | Act::Correct
            | Act::Withdraw
            | Act::Cancel
            | Act::NoteChange
            | Act::DeclareChange
            | Act::ChangeSupport => bail!("{act:?} is the holder's"),
        }
    }

    fn ask(
        &mut self,
        at: usize,
        name: &str,
        actor: Actor,
        order: Order,
    ) -> Result<office::execute::Receipt, Failure> {
        let filing = &self.filings[at];
        let key = format!("demo/{}/{}/{name}", filing.at, filing.next);
        self.told.commands += 1;
        self.office.execute_blocking(Command {
            key,
            actor,
            expected: None,
            order,
        })
    }

    /// A step with all its checks affirmed.
    fn step(
        &mut self,
        at: usize,
        actor: Actor,
        step: &str,
        mut given: Given,
    ) -> Result<(), Failure> {
        let case = self.filings[at].case.clone();
        if let Some(stands) = self.office.case(&case)? {
            let edition = self.office.edition(&stands)?;
            let procedure = edition.procedure(&stands.procedure);
            let found = procedure.and_then(|procedure| procedure.steps.get(step));
            given.checks = found.map(|step| step.checks.clone()).unwrap_or_default();
        }
        self.ask(
            at,
            step,
            actor,
            Order::Step {
                case,
                step: step.into(),
                given,
            },
        )
        .map(|_| ())
    }

    fn step_by_holder(&mut self, at: usize, step: &str, given: Given) -> anyhow::Result<()> {
        let actor = self.filings[at].actor.clone();
        Ok(self.step(at, actor, step, given)?)
    }

    fn step_by_reviewer(&mut self, at: usize, step: &str, given: Given) -> anyhow::Result<()> {
        let case = self.case(at)?;
        let drawn = case
            .drawn
            .get("reviewer")
            .and_then(|drawn| drawn.first())
            .cloned();
        let person = drawn.context("no reviewer was drawn")?;
        let party = self.cast.body.clone();
        Ok(self.step(at, Actor::Person { person, party }, step, given)?)
    }

    fn step_by_decider(&mut self, at: usize, step: &str, given: Given) -> anyhow::Result<()> {
        let person = PersonId(format!("decider-{}", 1 + at % 2));
        let party = self.cast.body.clone();
        Ok(self.step(at, Actor::Person { person, party }, step, given)?)
    }

    fn refused(&mut self, at: usize, guard: &str, given: Given) -> anyhow::Result<()> {
        let actor = self.filings[at].actor.clone();
        match self.step(at, actor, "submit", given) {
            Err(Failure::Refused { refusal, .. }) if refusal.to_string().contains("not met") => {
                self.told.refused += 1;
                Ok(())
            }
            other => bail!("was to be refused under {guard}, came: {other:?}"),
        }
    }

    fn claim_lower(&mut self, at: usize, day: Date) -> anyhow::Result<()> {
        let (case, actor) = (
            self.filings[at].case.clone(),
            self.filings[at].actor.clone(),
        );
        let fields = BTreeMap::from([("level".into(), Value::from("basic"))]);
        self.ask(at, "fill", actor, Order::Fill { case, fields })?;
        self.supply(at, &["artwork"], day)
    }

    fn case(&self, at: usize) -> anyhow::Result<Case> {
        self.office
            .case(&self.filings[at].case)?
            .context("the case is not there")
    }

    fn refile(&mut self, at: usize, day: Date) -> anyhow::Result<()> {
        self.filings[at].replaces = Some(self.filings[at].case.clone());
        self.prepare(at, day)
    }

    fn prepare(&mut self, at: usize, day: Date) -> anyhow::Result<()> {
        let filing = &self.filings[at];
        let given = Given {
            fields: self.form(filing, day),
            ..Given::default()
        };
        let order = Order::Open {
            regime: "label".into(),
            procedure: "filing".into(),
            holder: Some(filing.holder.clone()),
            step: "open".into(),
            given,
        };
        let actor = filing.actor.clone();
        let receipt = self.ask(at, "open", actor, order)?;
        self.filings[at].case = receipt.case.context("no case was opened")?;
        let mut materials = vec!["report-data", "report", "artwork", "declaration", "licence"];
        let manner = self.filings[at].plan.manner;
        materials.push(if manner == Manner::OwnLaboratory {
            "own-proof"
        } else {
            "accreditation"
        });
        if manner == Manner::Leading {
            materials.push("penetration");
        }
        if matches!(manner, Manner::Agent | Manner::Dossier) {
            materials.push("mandate");
        }
        self.supply(at, &materials, day)
    }

    fn supply(&mut self, at: usize, materials: &[&str], _day: Date) -> anyhow::Result<()> {
        let case = self.case(at)?;
        let mut files = Vec::new();
        for material in materials {
            files.push(self.paper(at, &case, material)?);
        }
        let uploads: Vec<Upload<'_>> = files
            .iter()
            .map(|(material, name, content)| Upload {
                material: material.as_str().into(),
                name,
                content,
            })
            .collect();
        let supplies = self.office.take_in(&case, &self.world, &uploads)?;
        let actor = self.filings[at].actor.clone();
        self.ask(
            at,
            "supply",
            actor,
            Order::Supply {
                case: case.number,
                supplies,
            },
        )?;
        Ok(())
    }
}

fn fields(given: &[(&str, &str)]) -> Given {
    let fields = given
        .iter()
        .map(|(name, value)| ((*name).into(), Value::from(*value)))
        .collect();
    Given {
        fields,
        ..Given::default()
    }
}

/// The day `days` after `day`; before it if negative.
pub(super) fn after(day: Date, days: i32) -> Date {
    case::world::days_after(day, days)
}

fn grounds(names: &[&str]) -> Given {
    Given {
        grounds: names.iter().map(|name| (*name).into()).collect(),
        reasons: Some("示例理由：经核查，情况属实。".into()),
        ..Given::default()
    }
}

fn reasons() -> Given {
    Given {
        reasons: Some("示例理由。".into()),
        ..Given::default()
    }
}

fn stated() -> Given {
    Given {
        statement: true,
        ..Given::default()
    }
}
