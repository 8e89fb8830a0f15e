//! The clock as an actor: finds what has come due and issues commands.
//!
//! Bounded batches and keys that name the moment make it safe to stop at any
//! point and to start late (T-TIM-06).

use crate::failure::Failure;
use crate::opening::Office;
use case::command::{Actor, Command, Given, Order};
use law::calendar::Moment;
use law::name::DeadlineName;
use std::collections::BTreeSet;
use std::time::Duration;
use store::row::bind;
use store::statements as sql;

const PAGE: i64 = 500;
/// The longest that the clock sleeps before it looks again.
const NAP: Duration = Duration::from_secs(20);

/// What one look of the clock brought about.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Ticked {
    pub steps: u64,
    pub reminders: u64,
    /// What was due but refused; it is looked at again next time.
    pub refused: u64,
}

/// Does everything that is due now.
///
/// # Errors
///
/// A failure of the store; refusals are counted and logged.
pub fn tick(office: &Office) -> Result<Ticked, Failure> {
    let now = office.clock().now();
    let mut ticked = Ticked::default();
    let mut passed: BTreeSet<(String, String, String)> = BTreeSet::new();
    loop {
        let rows = office.read(bind(sql::DEADLINE_NEXT, [now.into(), PAGE.into()]))?;
        let mut moved = false;
        for row in &rows {
            let due = (
                row.text(0).to_owned(),
                row.text(1).to_owned(),
                row.text(2).to_owned(),
            );
            if !passed.contains(&due) {
                moved = true;
                one(office, &due, row.int(3), &mut ticked)?;
                passed.insert(due);
            }
        }
        if !moved {
            return Ok(ticked);
        }
        if ticked.refused == 0 {
            // A reminder that went out may be followed by another one that is due.
            passed.retain(|(.., what)| what == "end");
        }
    }
}

fn one(
    office: &Office,
    due: &(String, String, String),
    at: Moment,
    ticked: &mut Ticked,
) -> Result<(), Failure> {
    let (case, deadline, what) = due;
    let deadline = DeadlineName::from(deadline.as_str());
    let order = if what == "remind" {
        Order::Remind {
            case: case.clone(),
            deadline: deadline.clone(),
        }
    } else {
        let Some(step) = office.step_after(case, &deadline)? else {
            return Ok(());
        };
        Order::Step {
            case: case.clone(),
            step,
            given: Given::default(),
        }
    };
    let key = format!("clock/{case}/{deadline}/{what}/{at}");
    match office.execute_blocking(Command {
        key,
        actor: Actor::Clock,
        expected: None,
        order,
    }) {
        Ok(_) if what == "remind" => ticked.reminders += 1,
        Ok(_) => ticked.steps += 1,
        Err(Failure::Refused { refusal, .. }) => {
            tracing::warn!(case, %deadline, %refusal, "the clock was refused");
            ticked.refused += 1;
        }
        Err(failure) => return Err(failure),
    }
    Ok(())
}

/// When the next thing comes due, if anything does.
///
/// # Errors
///
/// A failure of the store.
pub fn next(office: &Office) -> Result<Option<Moment>, Failure> {
    Ok(office
        .read(bind(sql::DEADLINE_FIRST, []))?
        .first()
        .map(|row| row.int(0)))
}

/// Computes the open deadlines anew after a calendar year was loaded, case by
/// case; returns how many cases were looked at.
///
/// # Errors
///
/// A failure of the store, or a due date that would have to be guessed.
pub fn recalculate(
    office: &Office,
    calendar: &str,
    year: i16,
    seen: impl Fn(u64),
) -> Result<u64, Failure> {
    let mut after = String::new();
    let mut count = 0;
    let at = office.advanced().borrow().position;
    loop {
        let rows = office.read(bind(
            sql::DEADLINE_OPEN,
            [after.as_str().into(), PAGE.into()],
        ))?;
        for row in &rows {
            row.text(0).clone_into(&mut after);
            let order = Order::Recalculate {
                case: after.clone(),
                calendar: calendar.to_owned(),
                year,
            };
            let key = format!("recalculate/{calendar}/{year}/{at}/{after}");
            office.execute_blocking(Command {
                key,
                actor: Actor::Clock,
                expected: None,
                order,
            })?;
            count += 1;
            seen(count);
        }
        if rows.is_empty() {
            return Ok(count);
        }
    }
}

/// Runs the clock until the office closes.
pub async fn run(office: Office) {
    loop {
        let worker = office.clone();
        // Both ask the store, which may not be done on a thread of the runtime.
        let looked = move || (tick(&worker), next(&worker));
        let Ok((ticked, next)) = tokio::task::spawn_blocking(looked).await else {
            return;
        };
        match ticked {
            Ok(_) => (),
            Err(Failure::Closed) => return,
            Err(failure) => tracing::error!(%failure, "the clock could not look"),
        }
        let pause = match next {
            Ok(Some(at)) => {
                Duration::from_millis(u64::try_from(at - office.clock().now()).unwrap_or(0))
            }
            _ => NAP,
        };
        tokio::time::sleep(pause.clamp(Duration::from_secs(1), NAP)).await;
    }
}
