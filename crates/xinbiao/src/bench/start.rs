//! P-f: how long until the first answer, how much memory at rest, how large
//! the program is.

use super::fill::{self, Parties};
use super::report::{Figure, Report};
use super::{Args, machine};
use anyhow::{Context, bail};
use indicatif::ProgressBar;
use office::opening::Office;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server of our own, in a process of its own; killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) started: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts `xinbiao serve` and waits for its first answer.
pub(crate) fn serve(folder: &Path, database: Option<&str>) -> anyhow::Result<Server> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("--data").arg(folder);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command.args([
        "serve",
        "--trust-findings",
        "--listen",
        &address.to_string(),
    ]);
    let began = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::inherit())
        .spawn()
        .context("xinbiao serve")?;
    let mut server = Server {
        child,
        address,
        started: Duration::ZERO,
    };
    while began.elapsed() < Duration::from_secs(60) {
        if answers(address) {
            server.started = began.elapsed();
            return Ok(server);
        }
        if let Some(status) = server.child.try_wait()? {
            bail!("xinbiao serve ended with {status}");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    bail!("xinbiao serve did not answer within 60 s")
}

fn answers(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) else {
        return false;
    };
    let asked =
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut first = [0; 12];
    asked.is_ok() && stream.read_exact(&mut first).is_ok() && first.ends_with(b"200")
}

/// Measures.
pub(crate) fn run(args: &Args, report: &mut Report) -> anyhow::Result<()> {
    let empty = args.folder.join("empty");
    drop(Office::open(fill::setup(
        &empty,
        None,
        "HTTP://127.0.0.1:8080",
    ))?);
    let (times, memory) = starts(&empty, args.runs)?;
    report.add(Figure::new("start to first answer, empty", "ms", times).at_most(200.0, 50.0));
    report.add(Figure::new("memory at rest, empty", "MiB", memory).at_most(280.0, 40.0));
    let full = filled(args)?;
    let (times, memory) = starts(&full, args.runs)?;
    report.add(
        Figure::new(
            format!("start to first answer, {} entries", args.labels),
            "ms",
            times,
        )
        .at_most(800.0, 200.0),
    );
    report.add(
        Figure::new(
            format!("memory at rest, {} entries", args.labels),
            "MiB",
            memory,
        )
        .at_most(280.0, 150.0),
    );
    let size = std::fs::metadata(std::env::current_exe()?)?.len();
    report.add(
        Figure::new("size of the program", "MB", vec![size as f64 / 1e6]).at_most(226.0, 40.0),
    );
    report.note("reference: Restate 1.7 starts in 190 ms, rests at 280 MB, is 226 MB large (measured on a machine of this kind)");
    Ok(())
}

/// The folder with `args.labels` labels, filled once.
pub(crate) fn filled(args: &Args) -> anyhow::Result<std::path::PathBuf> {
    let folder = args.folder.join(format!("labels-{}", args.labels));
    let done = folder.join("filled");
    if !done.exists() {
        let office = Office::open(fill::setup(&folder, None, "HTTP://127.0.0.1:8080"))?;
        let parties = Parties::new();
        parties.enter(&office)?;
        let (bar, began) = (ProgressBar::new(args.labels.into()), Instant::now());
        fill::labels(&office, parties, args.labels, || bar.inc(1))?;
        bar.finish_and_clear();
        let seconds = began.elapsed().as_secs();
        crate::remark(&format!(
            "{} labels were filed in {seconds} s\n",
            args.labels
        ));
        std::fs::write(&done, "")?;
    }
    Ok(folder)
}

fn starts(folder: &Path, runs: u32) -> anyhow::Result<(Vec<f64>, Vec<f64>)> {
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let server = serve(folder, None)?;
        times.push(server.started.as_secs_f64() * 1000.0);
        std::thread::sleep(Duration::from_millis(500));
        memory.push(machine::resident(server.child.id()));
    }
    Ok((times, memory))
}
