//! A PostgreSQL server for the tests alone: made anew, on a free port, gone
//! afterwards. It must never touch a server that is there for something else.

use crate::packages::{id_of, is_root, postgres};
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long the server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. It is stopped and its folder removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Cluster {
    folder: PathBuf,
    /// As whom the server runs: it refuses to run as root.
    user: Option<u32>,
    port: u16,
    server: Child,
}

impl Cluster {
    /// Makes a cluster and starts its server.
    ///
    /// # Errors
    ///
    /// What PostgreSQL said.
    pub(crate) fn start() -> Result<Self> {
        let user = if is_root()? {
            let found = id_of("postgres")?;
            Some(found.context("PostgreSQL does not run as root and there is no user `postgres`")?)
        } else {
            None
        };
        let folder = folder(user)?;
        let made = command("initdb", user, &folder)?
            .args([
                "--username=postgres",
                "--auth=trust",
                "--locale=C.UTF-8",
                "--encoding=UTF8",
            ])
            .args(["--no-sync", "--pgdata"])
            .arg(folder.join("data"))
            .output()?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = File::create(folder.join("log"))?;
        let server = command("postgres", user, &folder)?
            .arg("-D")
            .arg(folder.join("data"))
            .arg("-k")
            .arg(&folder)
            .args(["-p", &port.to_string()])
            .args([
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "max_connections=200",
            ])
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut cluster = Cluster {
            folder,
            user,
            port,
            server,
        };
        cluster.wait()?;
        Ok(cluster)
    }

    /// Where the tests find it.
    pub(crate) fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self) -> Result<()> {
        let start = Instant::now();
        loop {
            let ready = command("pg_isready", self.user, &self.folder)?
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status()?;
            if ready.success() {
                return Ok(());
            }
            if self.server.try_wait()?.is_some() || PATIENCE < start.elapsed() {
                let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                bail!("PostgreSQL does not answer: {log}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stop = command("pg_ctl", self.user, &self.folder).and_then(|mut stop| {
            let data = self.folder.join("data");
            stop.args(["stop", "-s", "-m", "immediate", "-D"]).arg(data);
            Ok(stop.status()?)
        });
        if !stop.is_ok_and(|status| status.success()) {
            // It may have ended already, which is as well.
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

/// A program of PostgreSQL, to be run as `user` where one is given.
fn command(program: &str, user: Option<u32>, folder: &Path) -> Result<Command> {
    let path = postgres(program).with_context(|| format!("PostgreSQL's `{program}` is missing"))?;
    let mut command = Command::new(path);
    command.current_dir(folder).stdin(Stdio::null());
    if let Some(user) = user {
        command.uid(user);
    }
    Ok(command)
}

fn folder(user: Option<u32>) -> Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("xinbiao-test-{}", std::process::id()));
    fs::create_dir(&folder).with_context(|| folder.display().to_string())?;
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    if user.is_some() {
        chown(&folder, user, None)?;
    }
    Ok(folder)
}
