//! The derived tables against a fresh rebuild, row by row in the order of
//! their keys, neither of them ever whole in memory.

use super::{Report, Rule};
use crate::replay::{TABLES, Table, dump};
use std::cmp::Ordering;
use std::iter::Peekable;
use std::sync::mpsc::{IntoIter, sync_channel};
use store::engine::Engine;
use store::error::StoreError;
use store::row::{Cell, Row};

/// How many rows wait on either side.
const WAITING: usize = 256;

type Rows = Peekable<IntoIter<Result<Row, StoreError>>>;

/// Compares every derived table.
pub(super) fn compare(
    record: &mut Engine,
    fresh: &mut Engine,
    report: &mut Report,
) -> Result<(), StoreError> {
    for table in TABLES {
        let (here, held) = sync_channel(WAITING);
        let (there, made) = sync_channel(WAITING);
        std::thread::scope(|scope| {
            scope.spawn(|| send(record, table, here));
            scope.spawn(|| send(fresh, table, there));
            merge(
                table,
                held.into_iter().peekable(),
                made.into_iter().peekable(),
                report,
            )
        })?;
    }
    Ok(())
}

fn send(
    engine: &mut Engine,
    table: Table,
    to: std::sync::mpsc::SyncSender<Result<Row, StoreError>>,
) {
    let gone = || StoreError::Other("the comparison was given up".into());
    let sent = engine.each(&dump(table), &mut |row| {
        to.send(Ok(row)).map_err(|_| gone())
    });
    if let Err(error) = sent {
        // Whoever gave the comparison up knows why.
        let _ = to.send(Err(error));
    }
}

fn merge(
    table: Table,
    mut held: Rows,
    mut made: Rows,
    report: &mut Report,
) -> Result<(), StoreError> {
    loop {
        let order = match (held.peek(), made.peek()) {
            (None, None) => return Ok(()),
            (Some(Ok(held)), Some(Ok(made))) => order(table, held, made),
            (None, Some(_)) | (_, Some(Err(_))) => Ordering::Greater,
            (Some(_), _) => Ordering::Less,
        };
        let held_row = order.is_le().then(|| held.next()).flatten().transpose()?;
        let made_row = order.is_ge().then(|| made.next()).flatten().transpose()?;
        let what = match (&held_row, &made_row) {
            (Some(held), Some(made)) if held == made => continue,
            (Some(_), Some(_)) => "the row is not what the events say; run `xinbiao replay`",
            (Some(_), None) => "no event says so; run `xinbiao replay`",
            (None, _) => "the row is missing; run `xinbiao replay`",
        };
        if let Some(row) = held_row.or(made_row) {
            report.found(Rule::Projection, place(table, &row), what);
        }
    }
}

/// The order of two rows by their keys, as both engines order them.
fn order(table: Table, left: &Row, right: &Row) -> Ordering {
    let keys = |row: &'_ Row| -> Vec<Cell> { row.0.iter().take(table.keys).cloned().collect() };
    for (left, right) in keys(left).iter().zip(&keys(right)) {
        let order = match (left, right) {
            (Cell::Int(left), Cell::Int(right)) => left.cmp(right),
            (Cell::Text(left), Cell::Text(right)) => left.as_bytes().cmp(right.as_bytes()),
            // SQLite puts what is of another type in this order.
            (left, right) => rank(left).cmp(&rank(right)),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn rank(cell: &Cell) -> u8 {
    match cell {
        Cell::Null => 0,
        Cell::Int(_) => 1,
        Cell::Text(_) => 2,
    }
}

fn place(table: Table, row: &Row) -> String {
    let keys = row.0.iter().take(table.keys).map(|cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Int(number) => number.to_string(),
        Cell::Null => "nothing".to_owned(),
    });
    format!("{} {}", table.name, keys.collect::<Vec<_>>().join(" "))
}
