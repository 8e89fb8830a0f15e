//! What elements say of themselves: titles and documentation, in one language.

use crate::deadline::Deadline;
use crate::name::ActorName;
use crate::procedure::{Procedure, State};
use crate::regime::Regime;
use crate::step::Step;
use std::collections::BTreeMap;

pub(super) struct Notes<'a> {
    pub(super) regime: &'a Regime,
    pub(super) procedure: &'a Procedure,
    pub(super) zh: bool,
}

impl Notes<'_> {
    pub(super) fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.zh { zh } else { en }
    }

    fn joined<'t>(&self, words: impl Iterator<Item = (&'t String, &'t String)>) -> String {
        let words: Vec<&str> = words.map(|(zh, en)| self.say(zh, en)).collect();
        words.join(self.say("、", "; "))
    }

    fn line(&self, zh: &str, en: &str, text: &str) -> Option<String> {
        let head = self.say(zh, en);
        (!text.is_empty()).then(|| format!("{head}{}{text}", self.say("：", ": ")))
    }

    fn basis(&self, basis: &str) -> Option<String> {
        let citation = self.regime.law.citation(basis, self.zh);
        self.line("依据", "Basis", &citation)
    }

    pub(super) fn actors(&self, actors: &[ActorName]) -> String {
        let found = actors
            .iter()
            .filter_map(|name| self.regime.actors.get(name));
        self.joined(found.map(|actor| (&actor.zh, &actor.en)))
    }

    pub(super) fn of_state(&self, state: &State) -> Vec<String> {
        let status = state.entry.as_ref();
        let status = status.and_then(|entry| self.regime.statuses.get(entry));
        let entry = status.map_or("", |status| self.say(&status.zh, &status.en));
        let waits = state.open_ended.as_deref();
        [
            self.line("登记状态", "On the register", entry),
            waits.and_then(|basis| {
                let citation = self.regime.law.citation(basis, self.zh);
                self.line("不设期限的依据", "May last by", &citation)
            }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The titles of some names of a table.
    fn titles<K: Ord, V>(
        &self,
        names: &[K],
        table: &BTreeMap<K, V>,
        words: fn(&V) -> (&String, &String),
    ) -> String {
        let found = names.iter().filter_map(|name| table.get(name));
        self.joined(found.map(words))
    }

    pub(super) fn of_step(&self, step: &Step) -> Vec<String> {
        let all = self.procedure;
        let fields = self.titles(&step.asks, &all.fields, |part| (&part.zh, &part.en));
        let materials = self.titles(&step.needs, &all.materials, |part| (&part.zh, &part.en));
        let guards = self.titles(&step.guards, &all.guards, |part| (&part.zh, &part.en));
        let checks = self.titles(&step.checks, &all.checks, |part| (&part.zh, &part.en));
        let grounds = self.titles(&step.grounds, &all.grounds, |part| (&part.zh, &part.en));
        let others = self.titles(&step.other_than, &all.steps, |part| (&part.zh, &part.en));
        let notices = self.titles(&step.notices, &self.regime.notices, |part| {
            (&part.zh, &part.en)
        });
        let transfers = self.titles(step.transfers.as_slice(), &all.fields, |part| {
            (&part.zh, &part.en)
        });
        let lines = [
            self.line("办理人", "Taken by", &self.actors(&step.by)),
            self.line("须填", "Asks for", &fields),
            self.line("须交", "Needs", &materials),
            self.line("条件", "Provided", &guards),
            self.line("核对", "Checks", &checks),
            self.line("事由", "Grounds", &grounds),
            self.line("公告", "Announces", &notices),
            self.line("转移给", "Transfers to", &transfers),
            self.line(
                "不得为办理下列环节的人",
                "Taken by another than took",
                &others,
            ),
            self.basis(&step.basis),
        ];
        lines.into_iter().flatten().collect()
    }

    /// What a deadline is called, with its length.
    pub(super) fn deadline(&self, deadline: &Deadline) -> String {
        let title = self.say(&deadline.zh, &deadline.en);
        let length = match (deadline.within, &deadline.from) {
            (Some(term), None) if self.zh => term.zh(),
            (Some(term), None) => term.to_string(),
            _ => String::new(),
        };
        if length.is_empty() {
            return title.to_owned();
        }
        match self.zh {
            true => format!("{title}（{length}）"),
            false => format!("{title} ({length})"),
        }
    }

    pub(super) fn of_deadline(&self, deadline: &Deadline) -> Vec<String> {
        let warn: Vec<String> = deadline
            .warn
            .iter()
            .map(|term| if self.zh { term.zh() } else { term.to_string() })
            .collect();
        let counts = deadline
            .from
            .as_ref()
            .and_then(|field| self.procedure.fields.get(field));
        let counts = counts.map_or("", |field| self.say(&field.zh, &field.en));
        [
            self.line(
                "承办人",
                "Who must act",
                &self.actors(std::slice::from_ref(&deadline.of)),
            ),
            self.line("起算", "Counts from", counts),
            self.line(
                "提前提醒",
                "Reminders before",
                &warn.join(self.say("、", ", ")),
            ),
            self.basis(&deadline.basis),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
