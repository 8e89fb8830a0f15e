//! Where everything stands: columns by how far a case has come, rows in lanes.
//! Lines run in the gaps between columns and rows, never over an element.

use super::graph::{Flow, Graph, Kind, Node};
use std::collections::{BTreeMap, VecDeque};

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

/// The whole diagram.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) pool: Bounds,
    pub(super) lanes: Vec<Bounds>,
    /// One for each element.
    pub(super) nodes: Vec<Bounds>,
    /// Where the words of an event or gateway stand.
    pub(super) labels: Vec<Option<Bounds>>,
    /// The bends of each flow, with both ends.
    pub(super) flows: Vec<Vec<(usize, usize)>>,
}

const LEFT: usize = 160;
const TOP: usize = 80;
/// The heading of the pool, and of each lane.
const HEAD: usize = 30;
const TASK: (usize, usize) = (120, 80);
const EVENT: usize = 36;
const GATEWAY: usize = 50;
const COLUMN: usize = 240;
const ROW: usize = 200;
/// The gap above a row in which lines run.
const CHANNEL: usize = 50;

/// Column and row of each element; borders have none.
type Cells = BTreeMap<usize, (usize, usize)>;

pub(super) fn layout(graph: &Graph) -> Layout {
    let columns = columns(graph);
    let (cells, rows) = cells(graph, &columns);
    let mut nodes = Vec::new();
    let mut hung: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        let bounds = match (&node.kind, cells.get(&at)) {
            (Kind::Border(task, _), _) => {
                let nth = hung.entry(*task).or_default();
                *nth += 1;
                border(nodes.get(*task).copied(), *nth - 1)
            }
            (_, Some(cell)) => standing(node, *cell),
            (_, None) => standing(node, (0, 0)),
        };
        nodes.push(bounds);
    }
    let labels = graph
        .nodes
        .iter()
        .zip(&nodes)
        .map(|(node, bounds)| label(node, *bounds));
    let flows = graph.flows.iter().enumerate();
    let flows = flows
        .map(|(at, flow)| bends(at, *flow, &cells, &nodes))
        .collect();
    let width = HEAD * 2 + 60 + (columns.values().max().copied().unwrap_or(0) + 1) * COLUMN;
    let (pool, lanes) = frames(&rows, width);
    Layout {
        pool,
        lanes,
        labels: labels.collect(),
        nodes,
        flows,
    }
}

/// How many flows lie before each element, at least.
fn columns(graph: &Graph) -> BTreeMap<usize, usize> {
    let mut columns = BTreeMap::new();
    let is_start = |node: &Node| matches!(node.kind, Kind::Start { .. });
    let is_border = |node: &Node| matches!(node.kind, Kind::Border(..));
    let all = || graph.nodes.iter().enumerate();
    let starts = all()
        .filter(|(_, node)| is_start(node))
        .map(|(at, _)| (at, 0));
    // What no flow reaches from a start begins a line of its own.
    let others = all()
        .filter(|(_, node)| !is_border(node))
        .map(|(at, _)| (at, 1));
    for (first, column) in starts.collect::<Vec<_>>().into_iter().chain(others) {
        let mut waiting = VecDeque::from([(first, column)]);
        while let Some((at, column)) = waiting.pop_front() {
            if columns.contains_key(&at) {
                continue;
            }
            columns.insert(at, column);
            let onwards = graph.flows.iter().filter(|flow| flow.from == at);
            waiting.extend(onwards.map(|flow| (flow.to, column + 1)));
        }
    }
    columns
}

/// The cell of each element, and how many rows each lane has.
fn cells(graph: &Graph, columns: &BTreeMap<usize, usize>) -> (Cells, Vec<usize>) {
    let mut used: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut slots = BTreeMap::new();
    for (at, node) in graph.nodes.iter().enumerate() {
        if let Some(column) = columns.get(&at) {
            let slot = used.entry((node.lane, *column)).or_default();
            slots.insert(at, *slot);
            *slot += 1;
        }
    }
    let mut rows = vec![1; graph.lanes.len().max(1)];
    for ((lane, _), count) in &used {
        if let Some(most) = rows.get_mut(*lane) {
            *most = (*most).max(*count);
        }
    }
    let before = |lane: usize| rows.iter().take(lane).sum::<usize>();
    let cells = slots.into_iter().map(|(at, slot)| {
        let row = before(graph.nodes[at].lane) + slot;
        (at, (columns[&at], row))
    });
    (cells.collect(), rows)
}

/// The left edge of a column's elements.
fn column_x(column: usize) -> usize {
    LEFT + HEAD * 2 + 60 + column * COLUMN
}

/// The middle of a row's elements.
fn row_y(row: usize) -> usize {
    TOP + row * ROW + CHANNEL + TASK.1 / 2 + 10
}

fn standing(node: &Node, (column, row): (usize, usize)) -> Bounds {
    let (width, height) = match node.kind {
        Kind::UserTask | Kind::ServiceTask => TASK,
        Kind::Gateway => (GATEWAY, GATEWAY),
        _ => (EVENT, EVENT),
    };
    Bounds {
        x: column_x(column) + (TASK.0 - width) / 2,
        y: row_y(row) - height / 2,
        width,
        height,
    }
}

fn border(task: Option<Bounds>, nth: usize) -> Bounds {
    let (x, y) = task.map_or((0, 0), |task| (task.x, task.y + task.height));
    Bounds {
        x: x + 10 + nth * 46,
        y: y.saturating_sub(EVENT / 2),
        width: EVENT,
        height: EVENT,
    }
}

fn label(node: &Node, bounds: Bounds) -> Option<Bounds> {
    let (wide, high) = match node.kind {
        Kind::UserTask | Kind::ServiceTask => return None,
        Kind::Border(..) => (110, 40),
        _ => (130, 40),
    };
    Some(Bounds {
        x: (bounds.x + bounds.width / 2).saturating_sub(wide / 2),
        y: bounds.y + bounds.height + 4,
        width: wide,
        height: high,
    })
}

/// From the right of one element to the left of another: up or down in the gap
/// behind the first, along the channel above the other's row, down in the gap
/// before it. Neighbours need no channel.
fn bends(at: usize, flow: Flow, cells: &Cells, nodes: &[Bounds]) -> Vec<(usize, usize)> {
    let (from, to) = (nodes[flow.from], nodes[flow.to]);
    let cell = |node: usize| cells.get(&node).copied().unwrap_or_default();
    let ((first, _), (last, row)) = (cell(flow.from), cell(flow.to));
    let start = (from.x + from.width, from.y + from.height / 2);
    let end = (to.x, to.y + to.height / 2);
    // Lines that share a gap run beside each other.
    let aside = (at % 10) * 8;
    let behind = column_x(first) + TASK.0 + 14 + aside;
    let before = column_x(last).saturating_sub(14 + aside);
    let path = if first + 1 == last {
        vec![start, (behind, start.1), (behind, end.1), end]
    } else {
        let channel = TOP + row * ROW + 6 + (at % 10) * 4;
        vec![
            start,
            (behind, start.1),
            (behind, channel),
            (before, channel),
            (before, end.1),
            end,
        ]
    };
    straight(path)
}

/// Without bends that are none.
fn straight(path: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for point in path {
        if let [.., a, b] = kept.as_slice()
            && ((a.0 == b.0 && b.0 == point.0) || (a.1 == b.1 && b.1 == point.1))
        {
            kept.pop();
        }
        if kept.last() != Some(&point) {
            kept.push(point);
        }
    }
    kept
}

fn frames(rows: &[usize], width: usize) -> (Bounds, Vec<Bounds>) {
    let mut y = TOP;
    let mut lanes = Vec::new();
    for count in rows {
        let height = count * ROW;
        lanes.push(Bounds {
            x: LEFT + HEAD,
            y,
            width,
            height,
        });
        y += height;
    }
    let pool = Bounds {
        x: LEFT,
        y: TOP,
        width: width + HEAD,
        height: y - TOP,
    };
    (pool, lanes)
}
