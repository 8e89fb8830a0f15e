//! The elements of the process and what flows between them.

mod notes;

use crate::deadline::Deadline;
use crate::name::{ActorName, StateName, StepName};
use crate::procedure::Procedure;
use crate::regime::{Regime, Relation};
use crate::step::Step;
use notes::Notes;
use std::collections::{BTreeMap, BTreeSet};

/// What an element is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Start {
        by_signal: bool,
    },
    UserTask,
    ServiceTask,
    Gateway,
    Milestone,
    End,
    Timer(Due),
    Signal,
    /// A timer at the border of the task with this place in the list.
    Border(usize, Due),
}

/// When a timer goes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Due {
    /// After a length of time that ISO 8601 can write.
    Duration(String),
    /// After a length that it cannot: working days, or one in reference data.
    Term(String),
    /// On the date in a field.
    Date(String),
}

/// One element.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) lane: usize,
    pub(super) notes: Vec<String>,
}

/// A sequence flow, by the places of its ends in the list of elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flow {
    pub(super) from: usize,
    pub(super) to: usize,
}

/// A lane with the actors who share it.
#[derive(Debug, Clone)]
pub(super) struct Lane {
    pub(super) actor: ActorName,
    pub(super) name: String,
}

/// The whole process.
#[derive(Debug, Clone)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) flows: Vec<Flow>,
    pub(super) lanes: Vec<Lane>,
}

pub(super) fn graph(regime: &Regime, procedure: &Procedure, zh: bool) -> Graph {
    let notes = Notes {
        regime,
        procedure,
        zh,
    };
    let mut builder = Builder {
        regime,
        procedure,
        notes,
        lanes: Vec::new(),
        states: BTreeMap::new(),
        tasks: Vec::new(),
        graph: Graph {
            nodes: Vec::new(),
            flows: Vec::new(),
            lanes: Vec::new(),
        },
    };
    builder.lanes();
    builder.states();
    for (name, step) in procedure.steps_in_order() {
        builder.step(name, step);
    }
    builder.borders();
    builder.graph
}

struct Builder<'a> {
    regime: &'a Regime,
    procedure: &'a Procedure,
    notes: Notes<'a>,
    /// The actors of each lane, in order.
    lanes: Vec<Vec<ActorName>>,
    states: BTreeMap<StateName, usize>,
    /// Step, and the place of its task.
    tasks: Vec<(StepName, usize)>,
    graph: Graph,
}

impl Builder<'_> {
    fn is_clock(&self, actor: &ActorName) -> bool {
        let rule = self.regime.actors.get(actor);
        rule.is_some_and(|rule| rule.relation == Relation::Clock)
    }

    fn by_clock(&self, step: &Step) -> bool {
        step.by.iter().any(|actor| self.is_clock(actor))
    }

    /// A lane for each actor who is named first in some step; who is only
    /// named after others shares the lane of the first of them. The clock's
    /// is the last.
    fn lanes(&mut self) {
        let steps = self.procedure.steps_in_order();
        let mut lanes: Vec<Vec<ActorName>> = Vec::new();
        for (_, step) in &steps {
            if let Some(first) = step.by.first()
                && !lanes.iter().any(|lane| lane.first() == Some(first))
            {
                lanes.push(vec![first.clone()]);
            }
        }
        for (_, step) in &steps {
            for actor in step.by.iter().skip(1) {
                let there = lanes.iter().any(|lane| lane.contains(actor));
                let shared = lanes
                    .iter_mut()
                    .find(|lane| lane.first() == step.by.first());
                if let (Some(lane), false) = (shared, there) {
                    lane.push(actor.clone());
                }
            }
        }
        lanes.sort_by_key(|lane| lane.iter().any(|actor| self.is_clock(actor)));
        self.graph.lanes = lanes
            .iter()
            .filter_map(|lane| {
                Some(Lane {
                    actor: lane.first()?.clone(),
                    name: self.notes.actors(lane),
                })
            })
            .collect();
        self.lanes = lanes;
    }

    fn lane(&self, actor: Option<&ActorName>) -> usize {
        let found = actor.and_then(|actor| self.lanes.iter().position(|lane| lane.contains(actor)));
        found.unwrap_or(0)
    }

    fn add(
        &mut self,
        id: String,
        kind: Kind,
        name: &str,
        lane: usize,
        notes: Vec<String>,
    ) -> usize {
        self.graph.nodes.push(Node {
            id,
            kind,
            name: name.to_owned(),
            lane,
            notes,
        });
        self.graph.nodes.len() - 1
    }

    fn flow(&mut self, from: usize, to: usize) {
        self.graph.flows.push(Flow { from, to });
    }

    fn states(&mut self) {
        for (name, state) in self.procedure.states_in_order() {
            let onwards = self.procedure.steps.values();
            let kind = match onwards.filter(|step| step.from.contains(name)).count() {
                _ if state.is_final => Kind::End,
                1 => Kind::Milestone,
                _ => Kind::Gateway,
            };
            let lane = self.lane(self.who_is_next(name).as_ref());
            let notes = self.notes.of_state(state);
            let title = self.notes.say(&state.zh, &state.en).to_owned();
            let at = self.add(format!("state_{name}"), kind, &title, lane, notes);
            self.states.insert(name.clone(), at);
        }
    }

    /// Who has to act next where a case stands; of a final state, who brought
    /// it there.
    fn who_is_next(&self, state: &StateName) -> Option<ActorName> {
        let deadlines = self.procedure.deadlines_in_order();
        let steps = self.procedure.steps_in_order();
        let mut pressed = deadlines
            .iter()
            .filter(|(_, deadline)| deadline.within_states.contains(state))
            .map(|(_, deadline)| &deadline.of);
        let leaving = steps.iter().filter(|(_, step)| step.from.contains(state));
        let entering = steps
            .iter()
            .filter(|(_, step)| step.to.as_ref() == Some(state));
        let first = |step: &&(&StepName, &Step)| step.1.by.first().cloned();
        let person = leaving
            .filter_map(|step| first(&step))
            .find(|actor| !self.is_clock(actor));
        let known = |actor: &&ActorName| self.lanes.iter().any(|lane| lane.contains(actor));
        person
            .or_else(|| pressed.find(known).cloned())
            .or_else(|| entering.filter_map(|step| first(&step)).next())
    }

    fn step(&mut self, name: &StepName, step: &Step) {
        let target = step.to.as_ref().and_then(|to| self.states.get(to)).copied();
        if step.from.is_empty() {
            let task = self.task(format!("step_{name}"), name, step);
            let by_signal = self.by_clock(step);
            let lane = self.lane(step.by.first());
            let title = self.notes.say("新办件", "New case").to_owned();
            let start = Kind::Start { by_signal };
            let start = self.add(format!("start_{name}"), start, &title, lane, Vec::new());
            self.flow(start, task);
            if let Some(target) = target {
                self.flow(task, target);
            }
            return;
        }
        let Some(target) = target else {
            // The case stays, or goes back: a task of its own at each state.
            for from in &step.from {
                if let Some(state) = self.states.get(from).copied() {
                    let task = self.task(format!("step_{name}_at_{from}"), name, step);
                    self.enter(name, step, from, state, task);
                    if step.returns {
                        self.back(name, from, task);
                    } else {
                        self.flow(task, state);
                    }
                }
            }
            return;
        };
        let task = self.task(format!("step_{name}"), name, step);
        for from in &step.from {
            if let Some(state) = self.states.get(from).copied() {
                self.enter(name, step, from, state, task);
            }
        }
        self.flow(task, target);
    }

    /// From a task back to whichever state the case had come from to `state`.
    fn back(&mut self, name: &StepName, state: &StateName, task: usize) {
        let into = self.procedure.steps.values();
        let into = into.filter(|step| step.to.as_ref() == Some(state));
        let before: BTreeSet<&StateName> = into.flat_map(|step| &step.from).collect();
        let places = before.into_iter().filter_map(|name| self.states.get(name));
        let places: Vec<usize> = places.copied().collect();
        if let [only] = places.as_slice() {
            return self.flow(task, *only);
        }
        let lane = self.graph.nodes[task].lane;
        let title = self.notes.say("回到原状态", "Back to where it came from");
        let title = title.to_owned();
        let id = format!("back_{name}_at_{state}");
        let gateway = self.add(id, Kind::Gateway, &title, lane, Vec::new());
        self.flow(task, gateway);
        for place in places {
            self.flow(gateway, place);
        }
    }

    fn task(&mut self, id: String, name: &StepName, step: &Step) -> usize {
        let kind = if self.by_clock(step) {
            Kind::ServiceTask
        } else {
            Kind::UserTask
        };
        let (lane, notes) = (self.lane(step.by.first()), self.notes.of_step(step));
        let title = self.notes.say(&step.zh, &step.en).to_owned();
        let task = self.add(id, kind, &title, lane, notes);
        self.tasks.push((name.clone(), task));
        task
    }

    /// The way from a state to a task: straight, or, to one of the clock, by
    /// the timer or signal that it waits for.
    fn enter(&mut self, name: &StepName, step: &Step, from: &StateName, state: usize, task: usize) {
        if !self.by_clock(step) {
            return self.flow(state, task);
        }
        let lane = self.lane(step.by.first());
        let procedure = self.procedure;
        let deadlines = procedure.deadlines_in_order().into_iter();
        let due: Vec<_> = deadlines
            .filter(|(_, deadline)| {
                deadline.then.as_ref() == Some(name) && deadline.within_states.contains(from)
            })
            .collect();
        for (deadline, rule) in &due {
            let (title, notes) = (self.notes.deadline(rule), self.notes.of_deadline(rule));
            let id = format!("timer_{deadline}_at_{from}");
            let timer = self.add(id, Kind::Timer(when(rule)), &title, lane, notes);
            self.flow(state, timer);
            self.flow(timer, task);
        }
        if due.is_empty() {
            let title = self
                .notes
                .say("另一办件带动", "Another case brings it about")
                .to_owned();
            let id = format!("signal_{name}_at_{from}");
            let signal = self.add(id, Kind::Signal, &title, lane, Vec::new());
            self.flow(state, signal);
            self.flow(signal, task);
        }
    }

    /// Terms at whose end nothing happens by itself, at the border of the task
    /// that they press for.
    fn borders(&mut self) {
        let procedure = self.procedure;
        for (name, deadline) in procedure.deadlines_in_order() {
            if deadline.then.is_some() {
                continue;
            }
            let Some(task) = self.pressed(deadline) else {
                continue;
            };
            let lane = self.graph.nodes[task].lane;
            let (title, notes) = (
                self.notes.deadline(deadline),
                self.notes.of_deadline(deadline),
            );
            let kind = Kind::Border(task, when(deadline));
            self.add(format!("due_{name}"), kind, &title, lane, notes);
        }
    }

    /// The task that a term presses for, of those that who must act can take
    /// where it runs: a decision, else what moves the case; else any from there.
    fn pressed(&self, deadline: &Deadline) -> Option<usize> {
        let from_there = |step: &Step| {
            let mut from = step.from.iter();
            from.any(|state| deadline.within_states.contains(state))
        };
        let find = |fits: &dyn Fn(&Step) -> bool| {
            self.tasks.iter().find_map(|(name, task)| {
                let step = self.procedure.steps.get(name)?;
                (from_there(step) && fits(step)).then_some(*task)
            })
        };
        let its = |step: &Step| step.by.contains(&deadline.of);
        find(&|step| its(step) && step.decides)
            .or_else(|| find(&|step| its(step) && step.to.is_some()))
            .or_else(|| find(&its))
            .or_else(|| find(&|_| true))
    }
}

/// When a term is over, as a timer says it.
fn when(deadline: &Deadline) -> Due {
    use crate::term::Unit;
    if let Some(field) = &deadline.from {
        return Due::Date(field.to_string());
    }
    let Some(term) = deadline.within else {
        return Due::Term(deadline.within_of.clone().unwrap_or_default());
    };
    let count = term.count;
    match term.unit {
        Unit::Hours => Due::Duration(format!("PT{count}H")),
        Unit::Days => Due::Duration(format!("P{count}D")),
        Unit::Months => Due::Duration(format!("P{count}M")),
        Unit::Years => Due::Duration(format!("P{count}Y")),
        Unit::WorkingDays => Due::Term(term.to_string()),
    }
}
