//! PostgreSQL: statements are sent one after the other without waiting for
//! each answer, so that a batch costs few round trips.

use crate::error::StoreError;
use crate::row::{Bound, Cell, Param, Row};
use crate::statements::Sql;
use bytes::BytesMut;
use futures_util::StreamExt;
use futures_util::future::join_all;
use std::collections::{BTreeMap, BTreeSet};
use std::pin::pin;
use tokio::runtime::Runtime;
use tokio_postgres::types::{IsNull, ToSql, Type};
use tokio_postgres::{Client, NoTls, Statement};

/// A connection with a runtime of its own, used from one thread.
pub(crate) struct Postgres {
    /// There until the connection is dropped.
    runtime: Option<Runtime>,
    client: Client,
    /// By statement, and how many rows it puts in.
    prepared: BTreeMap<(Sql, usize), Statement>,
}

/// How many rows one statement puts in at once: few sizes, so that few texts
/// are to be prepared.
const ROWS: [usize; 4] = [64, 16, 4, 1];

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Postgres")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // An office may be closed by a thread of another runtime, where this
        // one must not wait for its end.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Waits on the connection's own runtime.
fn wait<F: Future>(runtime: Option<&Runtime>, future: F) -> F::Output {
    runtime
        .expect("the runtime is taken only when the connection is dropped")
        .block_on(future)
}

impl ToSql for Param {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Text(text) => text.to_sql(ty, out),
            Param::Int(number) => number.to_sql(ty, out),
            Param::NoText | Param::NoInt => Ok(IsNull::Yes),
        }
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::INT8 || *ty == Type::TEXT
    }

    tokio_postgres::types::to_sql_checked!();
}

impl Postgres {
    pub(crate) fn open(address: &str) -> Result<Self, StoreError> {
        let wrong = |why: String| StoreError::Open {
            place: "PostgreSQL".into(),
            why,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| wrong(error.to_string()))?;
        let (client, connection) = runtime
            .block_on(tokio_postgres::connect(address, NoTls))
            .map_err(|error| wrong(describe(&error)))?;
        runtime.spawn(async move {
            // The client reports the loss of the connection at its next call.
            let _ = connection.await;
        });
        let mut opened = Postgres {
            runtime: Some(runtime),
            client,
            prepared: BTreeMap::new(),
        };
        // A plan is made once for a connection, perhaps while its tables are
        // almost empty; it must not be to read through them.
        opened.batch(
            "SET synchronous_commit = on; SET client_encoding = 'UTF8'; SET enable_seqscan = off",
        )?;
        Ok(opened)
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        wait(self.runtime.as_ref(), self.client.batch_execute(sql)).map_err(|error| failure(&error))
    }

    pub(crate) fn prepare(&mut self, text: &str) -> Result<(), StoreError> {
        wait(self.runtime.as_ref(), self.client.prepare(text))
            .map(|_| ())
            .map_err(|error| failure(&error))
    }

    fn ready(&mut self, calls: &[&[Bound]]) -> Result<(), StoreError> {
        for call in calls {
            let Some(key) = key(call) else { continue };
            if !self.prepared.contains_key(&key) {
                let (sql, rows) = key;
                let many = sql.of_rows(rows).filter(|_| 1 < rows);
                let text = many.as_deref().unwrap_or_else(|| sql.text());
                let preparing = self.client.prepare(text);
                let statement =
                    wait(self.runtime.as_ref(), preparing).map_err(|error| failure(&error))?;
                self.prepared.insert(key, statement);
            }
        }
        Ok(())
    }

    /// A call with its statement and parameters.
    fn bound<'c>(&'c self, call: &'c [Bound]) -> Option<(&'c Statement, Params<'c>)> {
        let statement = self.prepared.get(&key(call)?)?;
        let params = call.iter().flat_map(|bound| &bound.params);
        let params = params.map(|param| param as &(dyn ToSql + Sync));
        Some((statement, params.collect()))
    }

    pub(crate) fn query(&mut self, bounds: &[Bound]) -> Result<Vec<Vec<Row>>, StoreError> {
        let calls: Vec<&[Bound]> = bounds.chunks(1).collect();
        self.ready(&calls)?;
        let client = &self.client;
        let calls = calls.iter().filter_map(|call| self.bound(call));
        let calls =
            calls.map(|(statement, params)| async move { client.query(statement, &params).await });
        let answers = wait(self.runtime.as_ref(), join_all(calls));
        answers
            .into_iter()
            .map(|answer| {
                Ok(answer
                    .map_err(|error| failure(&error))?
                    .iter()
                    .map(row)
                    .collect())
            })
            .collect()
    }

    /// Passes the rows of one question on as they come in.
    pub(crate) fn each(
        &mut self,
        bound: &Bound,
        visit: &mut dyn FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.ready(&[std::slice::from_ref(bound)])?;
        let Some(statement) = self.prepared.get(&(bound.sql, 1)) else {
            return Ok(());
        };
        let client = &self.client;
        wait(self.runtime.as_ref(), async {
            let rows = client.query_raw(statement, bound.params.iter()).await;
            let mut rows = pin!(rows.map_err(|error| failure(&error))?);
            while let Some(next) = rows.next().await {
                visit(row(&next.map_err(|error| failure(&error))?))?;
            }
            Ok(())
        })
    }

    /// Runs statements one after the other, those that put in rows several at a
    /// time; how many rows were changed by all.
    pub(crate) fn execute(&mut self, bounds: &[Bound]) -> Result<u64, StoreError> {
        let calls = calls(bounds);
        self.ready(&calls)?;
        let client = &self.client;
        let calls = calls.iter().filter_map(|call| self.bound(call));
        let calls = calls
            .map(|(statement, params)| async move { client.execute(statement, &params).await });
        let answers = wait(self.runtime.as_ref(), join_all(calls));
        answers
            .into_iter()
            .map(|answer| answer.map_err(|error| failure(&error)))
            .sum()
    }
}

type Params<'p> = Vec<&'p (dyn ToSql + Sync)>;

/// The statement of a call, and how many rows it puts in.
fn key(call: &[Bound]) -> Option<(Sql, usize)> {
    call.first().map(|first| (first.sql, call.len()))
}

/// The statements in their order, those that put different rows into one table
/// behind each other taken together.
fn calls(bounds: &[Bound]) -> Vec<&[Bound]> {
    let mut calls = Vec::new();
    let mut rest = bounds;
    while let Some(first) = rest.first() {
        let mut keys = BTreeSet::new();
        let alike = match first.sql.key_of_rows() {
            Some(columns) => rest
                .iter()
                .take(ROWS[0])
                .take_while(|next| next.sql == first.sql && keys.insert(next.params.get(..columns)))
                .count(),
            None => 1,
        };
        let fits = ROWS.into_iter().find(|rows| *rows <= alike);
        let (call, others) = rest.split_at(fits.unwrap_or(1));
        calls.push(call);
        rest = others;
    }
    calls
}

fn row(row: &tokio_postgres::Row) -> Row {
    let cells = row.columns().iter().enumerate().map(|(at, column)| {
        if *column.type_() == Type::INT8 {
            row.get::<_, Option<i64>>(at).map_or(Cell::Null, Cell::Int)
        } else {
            row.get::<_, Option<String>>(at)
                .map_or(Cell::Null, Cell::Text)
        }
    });
    Row(cells.collect())
}

fn describe(error: &tokio_postgres::Error) -> String {
    error.as_db_error().map_or_else(
        || error.to_string(),
        |db| format!("{}: {}", db.severity(), db.message()),
    )
}

fn failure(error: &tokio_postgres::Error) -> StoreError {
    match error.as_db_error().map(|db| db.code().code()) {
        Some("53100") => StoreError::Full,
        Some("55P03" | "40P01") => StoreError::Locked(describe(error)),
        Some(_) => StoreError::Other(describe(error)),
        None => StoreError::Lost(error.to_string()),
    }
}
