//! The databases on which tests run: SQLite always, PostgreSQL when
//! `XINBIAO_TEST_POSTGRES` holds the address of a server on which databases
//! may be made.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use store::engine::{Engine, Place};

/// The variable with the address of a PostgreSQL server for tests.
pub const VARIABLE: &str = "XINBIAO_TEST_POSTGRES";

static SERIAL: AtomicU32 = AtomicU32::new(0);

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Sqlite => "SQLite",
            Kind::Postgres => "PostgreSQL",
        })
    }
}

/// The kinds of database that can be had here.
pub fn engines() -> Vec<Kind> {
    match std::env::var(VARIABLE) {
        Ok(_) => vec![Kind::Sqlite, Kind::Postgres],
        Err(_) => vec![Kind::Sqlite],
    }
}

/// An empty database, gone with this value.
#[derive(Debug)]
pub struct Database {
    /// The address of the PostgreSQL database; none for a file.
    pub address: Option<String>,
    server: Option<(String, String)>,
}

impl Database {
    /// A fresh database of this kind.
    ///
    /// # Panics
    ///
    /// If the server does not make one.
    pub fn new(kind: Kind) -> Database {
        match kind {
            Kind::Sqlite => Database {
                address: None,
                server: None,
            },
            Kind::Postgres => {
                let server = std::env::var(VARIABLE)
                    .unwrap_or_else(|_| panic!("{VARIABLE} must hold the address of a server"));
                let serial = SERIAL.fetch_add(1, Ordering::SeqCst);
                let name = format!("xinbiao_test_{}_{serial}", std::process::id());
                run(&server, &format!("DROP DATABASE IF EXISTS {name}"));
                run(
                    &server,
                    &format!("CREATE DATABASE {name} TEMPLATE template0"),
                );
                Database {
                    address: Some(renamed(&server, &name)),
                    server: Some((server, name)),
                }
            }
        }
    }

    /// Where it is, if its file is called `file`.
    pub fn place(&self, file: &Path) -> Place {
        match &self.address {
            Some(address) => Place::Server(address.clone()),
            None => Place::File(file.to_owned()),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, name)) = self.server.take() {
            run(
                &server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

/// The address of another database on the same server.
fn renamed(server: &str, name: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..]
        .find('/')
        .map_or(address.len(), |at| start + at);
    format!("{}/{name}{options}", &address[..end])
}

/// Runs a statement on a thread of its own, since tests may be async.
fn run(server: &str, sql: &str) {
    let outcome = std::thread::scope(|scope| {
        let work = || Engine::open(&Place::Server(server.to_owned()))?.batch(sql);
        scope.spawn(work).join()
    });
    match outcome {
        Ok(Ok(())) => (),
        Ok(Err(error)) => panic!("{sql}: {error}"),
        Err(_) => panic!("{sql}: the thread panicked"),
    }
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn the_address_of_another_database_keeps_server_and_options() {
        assert_eq!(
            renamed("postgres://a@localhost:5432/postgres?x=y", "b"),
            "postgres://a@localhost:5432/b?x=y"
        );
        assert_eq!(
            renamed("postgres://a@localhost", "b"),
            "postgres://a@localhost/b"
        );
    }
}
