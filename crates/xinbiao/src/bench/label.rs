//! P-a and P-a2: the check of a label against nginx serving the same bytes.

use super::client::Client;
use super::report::{Figure, Report};
use super::start::{filled, serve};
use super::{Args, machine};
use anyhow::{Context, bail};
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;
use store::engine::{Engine, Place};
use store::row::bind;
use store::statements as sql;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    Page,
}

impl Kind {
    fn path(self, number: &str) -> String {
        match self {
            Kind::Json => format!("/l/{number}.json"),
            Kind::Page => format!("/l/{number}"),
        }
    }
}

struct Nginx {
    child: Child,
    address: SocketAddr,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked to end, it takes its workers along; it may have ended already.
        let process = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &process]).status();
        let _ = self.child.wait();
    }
}

/// Measures.
pub(crate) fn run(args: &Args, kind: Kind, report: &mut Report) -> anyhow::Result<()> {
    machine::needs("wrk", "wrk")?;
    machine::needs("nginx", "nginx-light")?;
    let connections = args.connections.unwrap_or(64);
    let folder = filled(args)?;
    let numbers = numbers(&folder)?;
    let server = serve(&folder, None)?;
    let site = args.folder.join(format!("site-{kind:?}-{}", args.labels));
    let bytes = copy(server.address, kind, &numbers, &site)?;
    let nginx = nginx(&site)?;
    let script = script(&args.folder, kind, &numbers)?;
    report.note(format!(
        "{} labels, {bytes} bytes a body, {} connections kept alive, wrk with one thread",
        numbers.len(),
        connections
    ));
    let (mut ours, mut theirs, mut ratios, mut slow) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let ask = |address: SocketAddr| {
        machine::wrk(
            &format!("http://{address}"),
            &script,
            connections,
            args.seconds,
        )
    };
    ask(server.address)?;
    ask(nginx.address)?;
    for _ in 0..args.runs {
        let (our, late) = ask(server.address)?;
        let (their, _) = ask(nginx.address)?;
        ours.push(our);
        theirs.push(their);
        slow.push(late);
        ratios.push(our / their);
    }
    report.add(Figure::new("xinbiao", "1/s", ours));
    report.add(Figure::new("nginx, the same bytes as files", "1/s", theirs));
    report.add(Figure::new("xinbiao, 99th percentile", "ms", slow));
    let goal = if kind == Kind::Json { 0.9 } else { 0.85 };
    report.add(Figure::new("ratio", "x", ratios).at_least(0.6, goal));
    Ok(())
}

fn numbers(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut engine = Engine::open_reader(&Place::File(folder.join("xinbiao.db")))?;
    let mut numbers = Vec::new();
    let mut before = i64::MAX;
    loop {
        let rows = engine.query(bind(sql::ENTRY_PAGE, [before.into(), 10_000_i64.into()]))?;
        for row in &rows {
            before = row.int(11);
            numbers.push(row.text(0).to_owned());
        }
        if rows.is_empty() {
            numbers.sort();
            return Ok(numbers);
        }
    }
}

/// Copies each body into a file for nginx; returns the size of the first.
fn copy(address: SocketAddr, kind: Kind, numbers: &[String], site: &Path) -> anyhow::Result<usize> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    fs::create_dir_all(site.join("l"))?;
    runtime.block_on(async {
        let mut client = Client::connect(address).await?;
        let mut size = 0;
        for number in numbers {
            let path = kind.path(number);
            let (status, body) = client.get(&path).await?;
            if status != 200 {
                bail!("{path} answered {status}");
            }
            size = body.len();
            fs::write(site.join(path.trim_start_matches('/')), body)?;
        }
        Ok(size)
    })
}

fn nginx(site: &Path) -> anyhow::Result<Nginx> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let site = fs::canonicalize(site)?;
    let config = format!(
        "daemon off; worker_processes 2; pid {pid}; error_log stderr crit; {user}\n\
         events {{ worker_connections 1024; }}\n\
         http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; etag on;\n\
         default_type application/json; open_file_cache max=200000 inactive=600s; open_file_cache_valid 600s;\n\
         server {{ listen {address}; root {site}; }} }}\n",
        pid = site.join("nginx.pid").display(),
        user = "user root;",
        site = site.display(),
    );
    let path = site.join("nginx.conf");
    fs::write(&path, config)?;
    let child = Command::new("nginx")
        .arg("-c")
        .arg(&path)
        .arg("-p")
        .arg(&site)
        .spawn()
        .context("nginx")?;
    let nginx = Nginx { child, address };
    for _ in 0..500 {
        if std::net::TcpStream::connect(address).is_ok() {
            return Ok(nginx);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    bail!("nginx did not start")
}

/// A script for wrk that asks for another label each time.
fn script(folder: &Path, kind: Kind, numbers: &[String]) -> anyhow::Result<PathBuf> {
    let list = folder.join(format!("paths-{kind:?}.txt"));
    let paths: Vec<String> = numbers.iter().map(|number| kind.path(number)).collect();
    fs::write(&list, paths.join("\n"))?;
    let script = folder.join(format!("vary-{kind:?}.lua"));
    let text = format!(
        "local requests = {{}}\n\
         local at = 0\n\
         function init(args)\n\
           for line in io.lines('{}') do requests[#requests + 1] = wrk.format('GET', line) end\n\
         end\n\
         function request()\n\
           at = (at * 1103515245 + 12345) % 2147483648\n\
           return requests[at % #requests + 1]\n\
         end\n",
        fs::canonicalize(&list)?.display()
    );
    fs::write(&script, text)?;
    Ok(script)
}
