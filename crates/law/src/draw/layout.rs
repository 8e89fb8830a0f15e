//! Where everything stands: rows of states, ports of steps, lanes.

use crate::name::{StateName, StepName};
use crate::procedure::Procedure;
use std::collections::{BTreeMap, BTreeSet};

/// Sizes in pixels.
pub(super) const PORT: usize = 22;
pub(super) const BOX_LEFT: usize = 24;
pub(super) const BOX_WIDTH: usize = 216;
pub(super) const LABELS: usize = 400;
pub(super) const LANE: usize = 15;
pub(super) const TOP: usize = 84;
const GAP: usize = 18;
const LEAST: usize = 62;

/// What a port of a box is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum End {
    In,
    Out,
    Stay,
}

/// One line's end at a box.
#[derive(Debug, Clone)]
pub(super) struct Port {
    pub(super) step: StepName,
    pub(super) end: End,
    pub(super) y: usize,
}

/// One state's row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) state: StateName,
    pub(super) top: usize,
    pub(super) height: usize,
    pub(super) ports: Vec<Port>,
}

/// The whole drawing.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) rows: Vec<Row>,
    /// The lane of each step that moves a case, from the left.
    pub(super) lanes: BTreeMap<StepName, usize>,
    pub(super) width: usize,
    pub(super) height: usize,
}

pub(super) fn layout(procedure: &Procedure) -> Layout {
    let order = order(procedure);
    let place: BTreeMap<&StateName, usize> = order
        .iter()
        .enumerate()
        .map(|(at, state)| (state, at))
        .collect();
    let mut top = TOP;
    let mut rows = Vec::new();
    for state in &order {
        let mut ports = ports(procedure, state, &place);
        let height = LEAST.max((ports.len() + 1) * PORT);
        let first = top + (height - ports.len() * PORT) / 2 + PORT / 2;
        for (at, port) in ports.iter_mut().enumerate() {
            port.y = first + at * PORT;
        }
        rows.push(Row {
            state: state.clone(),
            top,
            height,
            ports,
        });
        top += height + GAP;
    }
    let lanes = lanes(procedure, &place);
    let count = lanes.values().max().map_or(0, |most| most + 1);
    Layout {
        rows,
        width: BOX_LEFT + BOX_WIDTH + LABELS + (count + 2) * LANE,
        height: top + 56,
        lanes,
    }
}

/// States in the order in which a case comes to them; final ones last.
fn order(procedure: &Procedure) -> Vec<StateName> {
    let mut found: Vec<StateName> = Vec::new();
    let steps = procedure.steps_in_order();
    let mut layer: Vec<StateName> = steps
        .iter()
        .filter(|(_, step)| step.from.is_empty())
        .filter_map(|(_, step)| step.to.clone())
        .collect();
    while !layer.is_empty() {
        let mut next = Vec::new();
        for state in layer {
            if found.contains(&state) || !procedure.states.contains_key(&state) {
                continue;
            }
            let onwards = steps.iter().filter(|(_, step)| step.from.contains(&state));
            next.extend(onwards.filter_map(|(_, step)| step.to.clone()));
            found.push(state);
        }
        layer = next;
    }
    let rest = procedure
        .states_in_order()
        .into_iter()
        .map(|(name, _)| name.clone());
    for state in rest {
        if !found.contains(&state) {
            found.push(state);
        }
    }
    let is_final = |state: &StateName| procedure.states.get(state).is_some_and(|s| s.is_final);
    let (ends, mut open): (Vec<_>, Vec<_>) = found.into_iter().partition(is_final);
    open.extend(ends);
    open
}

fn ports(
    procedure: &Procedure,
    state: &StateName,
    place: &BTreeMap<&StateName, usize>,
) -> Vec<Port> {
    let here = place.get(state).copied().unwrap_or(0);
    let mut ports: Vec<((usize, End), Port)> = Vec::new();
    for (name, step) in procedure.steps_in_order() {
        let mut add = |other: usize, end: End| {
            let port = Port {
                step: name.clone(),
                end,
                y: 0,
            };
            ports.push(((other, end), port));
        };
        if step.to.as_ref() == Some(state) {
            let first = step.from.iter().filter_map(|from| place.get(from)).min();
            add(first.copied().unwrap_or(0), End::In);
        }
        if step.from.contains(state) {
            match step.to.as_ref().and_then(|to| place.get(to)) {
                Some(to) => add(*to, End::Out),
                None => add(here, End::Stay),
            }
        }
    }
    ports.sort_by_key(|(key, _)| *key);
    ports.into_iter().map(|(_, port)| port).collect()
}

/// Short lines run in the inner lanes; lines that do not overlap share one.
fn lanes(procedure: &Procedure, place: &BTreeMap<&StateName, usize>) -> BTreeMap<StepName, usize> {
    let mut spans: Vec<(usize, usize, usize, StepName)> = Vec::new();
    for (name, step) in procedure.steps_in_order() {
        let Some(to) = step.to.as_ref().and_then(|to| place.get(to)) else {
            continue;
        };
        let ends: BTreeSet<usize> = step
            .from
            .iter()
            .filter_map(|from| place.get(from))
            .chain([to])
            .copied()
            .collect();
        if let (Some(first), Some(last), false) = (ends.first(), ends.last(), step.from.is_empty())
        {
            spans.push((last - first, *first, *last, name.clone()));
        }
    }
    spans.sort();
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut lanes = BTreeMap::new();
    for (_, first, last, name) in spans {
        let free = taken
            .iter()
            .position(|lane| lane.iter().all(|(from, to)| last < *from || *to < first));
        let lane = free.unwrap_or(taken.len());
        if free.is_none() {
            taken.push(Vec::new());
        }
        if let Some(spans) = taken.get_mut(lane) {
            spans.push((first, last));
        }
        lanes.insert(name, lane);
    }
    lanes
}
