//! Whose turn it is: how a case matters now to the person who looks at it.

use super::list::open_steps;
use crate::view::Viewed;
use case::authorize::{authorize_edit, capacities_of};
use case::case::ClockState;
use law::deadline::Deadline;
use law::procedure::Editable;

/// How a case matters, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// It waits for this person, or for others in the same capacity.
    Yours,
    /// It goes on elsewhere, or stands on a register.
    Underway,
    Ended,
}

impl Turn {
    /// All of them, in order.
    pub(super) const ALL: [Turn; 3] = [Turn::Yours, Turn::Underway, Turn::Ended];

    /// Whose turn it is with this case.
    pub(super) fn of(viewed: &Viewed) -> Turn {
        let (Some(rules), Ok(ground)) = (viewed.procedure(), viewed.ground()) else {
            return Turn::Underway;
        };
        let Some(state) = rules.states.get(&viewed.case.state) else {
            return Turn::Underway;
        };
        if state.is_final {
            return Turn::Ended;
        }
        let fills = state.edit != Editable::None && authorize_edit(ground, &viewed.actor).is_ok();
        let capacities = capacities_of(ground, &viewed.actor);
        let pressing = viewed.case.clocks.iter().any(|(name, clock)| {
            let rule = rules.deadlines.get(name);
            clock.state == ClockState::Running
                && rule.is_some_and(|rule| {
                    capacities.contains(&rule.of)
                        && (0 < clock.reminded || is_for_an_act(viewed, name.as_str(), rule))
                })
        });
        if fills || (pressing && !open_steps(viewed).is_empty()) {
            Turn::Yours
        } else {
            Turn::Underway
        }
    }
}

/// Whether a deadline says until when somebody must act, and not until when
/// an entry holds or what the form promised.
fn is_for_an_act(viewed: &Viewed, name: &str, rule: &Deadline) -> bool {
    let mut registers = viewed.edition.regime.registers.values();
    rule.from.is_none() && registers.all(|register| register.validity.as_deref() != Some(name))
}
