//! What happens to the deadlines of a case when it moves.

use crate::case::{Case, Clock, ClockState};
use crate::event::ClockEvent;
use crate::form::holds;
use crate::refusal::Refusal;
use crate::value::Value;
use crate::wording::words;
use jiff::civil::Date;
use law::calendar::{Calendar, Due, Moment, Pause, TermFault};
use law::deadline::Deadline;
use law::name::{ActorName, DeadlineName, FieldName, StateName, StepName};
use law::procedure::Procedure;
use law::regime::Regime;
use law::term::{Term, Unit};
use std::collections::BTreeMap;

/// Everything that the end of a term depends on.
#[derive(Debug, Clone, Copy)]
pub struct Terms<'a> {
    pub regime: &'a Regime,
    pub procedure: &'a Procedure,
    pub calendar: &'a Calendar,
    /// The fields as they will be after the step.
    pub fields: &'a BTreeMap<FieldName, Value>,
    /// In what capacity the case was opened.
    pub opened_by: &'a ActorName,
    pub now: Moment,
}

impl Terms<'_> {
    /// The deadlines' part of a move of `case` (none: it is being opened)
    /// from its state to `to` by `step`.
    ///
    /// # Errors
    ///
    /// [`Refusal::UnknownDays`] where a due date would have to be guessed.
    pub fn on_move(
        &self,
        case: Option<&Case>,
        step: &StepName,
        to: &StateName,
    ) -> Result<Vec<ClockEvent>, Refusal> {
        let mut events = Vec::new();
        for (name, deadline) in &self.procedure.deadlines {
            let clock = case.and_then(|case| case.clocks.get(name));
            if let Some(event) = self.one(name, deadline, clock, step, to, case)? {
                events.push(event);
            }
        }
        Ok(events)
    }

    /// What becomes of the deadlines of a case when its form is edited and it
    /// stays where it is: one can count from what was filled in, or run only
    /// under a condition on it.
    ///
    /// # Errors
    ///
    /// [`Refusal::UnknownDays`] where a due date would have to be guessed.
    pub fn on_fill(&self, case: &Case) -> Result<Vec<ClockEvent>, Refusal> {
        let mut events = Vec::new();
        for (name, deadline) in &self.procedure.deadlines {
            let inside = deadline.within_states.contains(&case.state)
                && holds(deadline.when.as_ref(), self.fields, self.opened_by);
            let state = case.clocks.get(name).map(|clock| &clock.state);
            let name = name.clone();
            let event = match state {
                Some(ClockState::RanOut) => None,
                Some(ClockState::Running) if !inside => Some(ClockEvent::Ended { name }),
                Some(ClockState::Running) if self.source_changed(deadline, Some(case)) => {
                    self.restart(name, deadline)?
                }
                Some(ClockState::Running | ClockState::Paused) => None,
                Some(ClockState::Ended) | None if inside => self.start(name, deadline)?,
                Some(ClockState::Ended) | None => None,
            };
            events.extend(event);
        }
        Ok(events)
    }

    /// Starts a deadline anew from what its field says now; one whose field
    /// says nothing any more has ended.
    fn restart(
        &self,
        name: DeadlineName,
        deadline: &Deadline,
    ) -> Result<Option<ClockEvent>, Refusal> {
        let started = self.start(name.clone(), deadline)?;
        Ok(Some(started.unwrap_or(ClockEvent::Ended { name })))
    }

    fn one(
        &self,
        name: &DeadlineName,
        deadline: &Deadline,
        clock: Option<&Clock>,
        step: &StepName,
        to: &StateName,
        case: Option<&Case>,
    ) -> Result<Option<ClockEvent>, Refusal> {
        let runs = holds(deadline.when.as_ref(), self.fields, self.opened_by);
        let inside = deadline.within_states.contains(to) && runs;
        let pausing = deadline.pauses.contains(to);
        let name = name.clone();
        let live =
            clock.filter(|clock| matches!(clock.state, ClockState::Running | ClockState::Paused));
        let Some(clock) = live else {
            let ran_out_here = clock.is_some_and(|clock| clock.state == ClockState::RanOut)
                && case.is_some_and(|case| deadline.within_states.contains(&case.state));
            return if inside && !ran_out_here {
                self.start(name, deadline)
            } else {
                Ok(None)
            };
        };
        if deadline.then.as_ref() == Some(step) && clock.end <= self.now {
            // The next round counts from the last day of this one.
            let next = match clock.term.unit {
                Unit::Hours => clock.end,
                _ => self.calendar.midnight(clock.due),
            };
            return if deadline.repeats && inside {
                self.start_at(name, deadline, next)
            } else {
                Ok(Some(ClockEvent::RanOut { name }))
            };
        }
        if !inside && !pausing {
            return Ok(Some(ClockEvent::Ended { name }));
        }
        match clock.state {
            ClockState::Running if pausing => Ok(Some(ClockEvent::Paused { name })),
            ClockState::Paused if inside => self.resume(name, deadline, clock).map(Some),
            ClockState::Running if self.source_changed(deadline, case) => {
                self.restart(name, deadline)
            }
            ClockState::Running if deadline.extended_by.as_ref() == Some(step) => {
                self.extend(name, deadline, clock)
            }
            _ => Ok(None),
        }
    }

    /// Whether the field that a deadline counts from has another value now.
    fn source_changed(&self, deadline: &Deadline, case: Option<&Case>) -> bool {
        deadline.from.as_ref().is_some_and(|field| {
            case.and_then(|case| case.fields.get(field)) != self.fields.get(field)
        })
    }

    fn start(
        &self,
        name: DeadlineName,
        deadline: &Deadline,
    ) -> Result<Option<ClockEvent>, Refusal> {
        let start = match &deadline.from {
            None => self.now,
            Some(field) => {
                let said = self.fields.get(field).and_then(Value::text);
                match said.and_then(|text| begin(self.calendar, text)) {
                    Some(start) => start,
                    None => return Ok(None),
                }
            }
        };
        self.start_at(name, deadline, start)
    }

    fn start_at(
        &self,
        name: DeadlineName,
        deadline: &Deadline,
        start: Moment,
    ) -> Result<Option<ClockEvent>, Refusal> {
        let Some(term) = self.term(deadline) else {
            return Ok(None);
        };
        let Due {
            day: due,
            end,
            provisional,
        } = self.calendar.due(start, term, &[]).map_err(unknown)?;
        Ok(Some(ClockEvent::Started {
            name,
            start,
            term,
            due,
            end,
            provisional,
        }))
    }

    fn resume(
        &self,
        name: DeadlineName,
        deadline: &Deadline,
        clock: &Clock,
    ) -> Result<ClockEvent, Refusal> {
        let mut pauses = clock.pauses.clone();
        if let Some(from) = clock.paused {
            pauses.push(Pause { from, to: self.now });
        }
        if let Some(most) = deadline.pause_at_most {
            self.cap(&mut pauses, most)?;
        }
        let Due {
            day: due,
            end,
            provisional,
        } = self
            .calendar
            .due(clock.start, clock.term, &pauses)
            .map_err(unknown)?;
        Ok(ClockEvent::Resumed {
            name,
            due,
            end,
            provisional,
        })
    }

    /// Cuts pauses off where together they have lasted as long as they may.
    fn cap(&self, pauses: &mut [Pause], most: Term) -> Result<(), Refusal> {
        let mut before: Moment = 0;
        for pause in pauses {
            let due = self.calendar.due(pause.from, most, &[]).map_err(unknown)?;
            pause.to = pause.to.min((due.end - before).max(pause.from));
            before += pause.to - pause.from;
        }
        Ok(())
    }

    fn extend(
        &self,
        name: DeadlineName,
        deadline: &Deadline,
        clock: &Clock,
    ) -> Result<Option<ClockEvent>, Refusal> {
        let more = deadline
            .extension
            .filter(|more| more.unit == clock.term.unit);
        let (Some(more), true) = (more, clock.extended < deadline.extensions.unwrap_or(1)) else {
            return Err(Refusal::NotExtended {
                deadline: words(&deadline.zh, &deadline.en),
                basis: deadline.basis.clone(),
            });
        };
        let term = Term {
            count: clock.term.count.saturating_add(more.count),
            unit: more.unit,
        };
        let Due {
            day: due,
            end,
            provisional,
        } = self
            .calendar
            .due(clock.start, term, &clock.pauses)
            .map_err(unknown)?;
        Ok(Some(ClockEvent::Extended {
            name,
            term,
            due,
            end,
            provisional,
        }))
    }

    /// How long the deadline is: as the scheme says, or the reference data.
    pub fn term(&self, deadline: &Deadline) -> Option<Term> {
        if let Some(term) = deadline.within {
            return Some(term);
        }
        let (field, key) = deadline.within_of.as_ref()?.split_once('.')?;
        let catalogue = self.procedure.fields.get(field)?.of.as_ref()?;
        let item = self.fields.get(field)?.text()?;
        self.regime.reference(catalogue, item)?.term(key)
    }

    /// The moments at which reminders of a deadline go out, in order. One that
    /// counts from a date in the form has begun before that date.
    pub fn reminders(&self, deadline: &Deadline, clock: &Clock) -> Vec<Moment> {
        let mut moments: Vec<Moment> = deadline
            .warn
            .iter()
            .map(|term| match term.unit {
                Unit::Hours => clock.end - i64::from(term.count) * 3_600_000,
                _ => self.before(clock.due, *term),
            })
            .filter(|at| deadline.from.is_some() || clock.start < *at)
            .collect();
        moments.sort_unstable();
        moments
    }

    /// The first moment of the day that lies `term` before `day`.
    fn before(&self, day: Date, term: Term) -> Moment {
        let mut day = day;
        let mut left = match term.unit {
            Unit::Hours => term.count / 24,
            Unit::Days | Unit::WorkingDays => term.count,
            Unit::Months => term.count.saturating_mul(30),
            Unit::Years => term.count.saturating_mul(365),
        };
        while 0 < left {
            day = day.yesterday().unwrap_or(day);
            let off =
                term.unit == Unit::WorkingDays && matches!(self.calendar.closed(day), Ok(Some(_)));
            if !off {
                left -= 1;
            }
        }
        self.calendar.midnight(day)
    }

    /// The running deadlines whose end moves under the calendar as it is now.
    ///
    /// # Errors
    ///
    /// [`Refusal::UnknownDays`] where a due date would have to be guessed.
    pub fn moved(&self, case: &Case) -> Result<Vec<ClockEvent>, Refusal> {
        let mut events = Vec::new();
        for (name, clock) in case.running() {
            let Due {
                day: due,
                end,
                provisional,
            } = self
                .calendar
                .due(clock.start, clock.term, &clock.pauses)
                .map_err(unknown)?;
            if end != clock.end || provisional != clock.provisional {
                events.push(ClockEvent::Moved {
                    name: name.clone(),
                    due,
                    end,
                    provisional,
                });
            }
        }
        Ok(events)
    }
}

/// The moment that a field says: that of its hour, or the first of its day.
pub(crate) fn begin(calendar: &Calendar, text: &str) -> Option<Moment> {
    let day = text.parse::<Date>().ok().filter(|_| !text.contains('T'));
    match day {
        Some(day) => Some(calendar.midnight(day)),
        None => Some(calendar.moment(text.parse().ok()?)),
    }
}

fn unknown(fault: TermFault) -> Refusal {
    Refusal::UnknownDays {
        why: fault.to_string(),
    }
}
