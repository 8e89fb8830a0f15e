//! `xinbiao serve`: open the office to browsers and programs, with its clock
//! and the publication of its log.

use crate::answer::Answer;
use crate::globals::Globals;
use crate::page::Page;
use crate::place;
use crate::trouble::Trouble;
use office::opening::Office;
use office::people::People;
use proof::qr::Base;
use serde_json::{Value, json};
use std::io::{ErrorKind, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;
use web::limits::Options;

/// How often the log is published, at most.
const PUBLISH: Duration = Duration::from_secs(1);
/// How long tasks may take to end.
const FAREWELL: Duration = Duration::from_secs(5);

/// How to open.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "Speaks plain HTTP: put a reverse proxy with TLS before it. Ends on SIGINT and SIGTERM.\n\n\
Examples:\n  xinbiao serve\n  xinbiao --data /srv/xinbiao serve --listen 127.0.0.1:9000 --base https://label.example"
)]
pub(crate) struct Args {
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Scheme and host of the public address [default: as settled by `init`]
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// Believe what clients say was read out of materials: for benchmarks
    #[arg(long, hide = true)]
    trust_findings: bool,
}

/// Opens the office until it is told to close.
///
/// # Errors
///
/// That the address or the folder is taken.
pub(crate) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let mut setup = place::setup(globals)?;
    if let Some(base) = &args.base {
        let base: Base = base.trim_end_matches('/').parse().map_err(|error| {
            Trouble::usage(
                format!("公开地址“{base}”有误：{error}"),
                format!("`--base {base}`: {error}"),
            )
        })?;
        setup.base = base.to_string();
    }
    let filter = EnvFilter::try_from_env("XINBIAO_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let listener = listener(args.listen)?;
    let base = setup.base.to_lowercase();
    let office = Office::open(setup)?;
    let address = listener.local_addr().map_err(Trouble::system)?;
    announce(globals, address, &base);
    // On a server its connection is made outside the runtime.
    let people = People::open(&office)?;
    let runtime = Runtime::new().map_err(Trouble::system)?;
    let served = runtime.block_on(serve(office, people, listener, args.trust_findings));
    runtime.shutdown_timeout(FAREWELL);
    served?;
    let mut page = Page::new(globals.lang());
    page.say("已关闭。", "Closed.");
    if !globals.json {
        crate::remark(&page.into_text());
    }
    Ok(Answer::silent(Value::Null))
}

/// The address, taken.
///
/// # Errors
///
/// That somebody else has it.
pub(crate) fn listener(address: SocketAddr) -> Result<TcpListener, Trouble> {
    let bound = TcpListener::bind(address).and_then(|listener| {
        listener.set_nonblocking(true)?;
        Ok(listener)
    });
    bound.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Trouble::System {
            zh: format!("地址{address}已被占用，请停止占用它的程序，或者用 --listen 另选。"),
            en: format!("{address} is taken; stop the program that listens there, or choose another with `--listen`"),
        },
        _ => Trouble::System {
            zh: format!("无法监听{address}：{error}"),
            en: format!("{address} cannot be listened on: {error}"),
        },
    })
}

fn announce(globals: &Globals, address: SocketAddr, base: &str) {
    let mut page = Page::new(globals.lang());
    if globals.json {
        page.line(&json!({"listening": format!("http://{address}/"), "base": base}).to_string());
    } else {
        page.say(
            &format!("已开放：http://{address}/"),
            &format!("Open on http://{address}/"),
        );
        page.say(
            &format!("公开地址：{base}/"),
            &format!("Public address: {base}/"),
        );
        page.say("按 Ctrl-C 关闭。", "Ctrl-C closes it.");
    }
    let mut out = std::io::stdout().lock();
    // Whoever does not read it may still use the office.
    let _ = out
        .write_all(page.into_text().as_bytes())
        .and_then(|()| out.flush());
}

async fn serve(
    office: Office,
    people: People,
    listener: TcpListener,
    trusts_findings: bool,
) -> Result<(), Trouble> {
    let options = Options {
        trusts_findings,
        ..Options::default()
    };
    let listener = tokio::net::TcpListener::from_std(listener).map_err(Trouble::system)?;
    let clock = tokio::spawn(office::deadlines::run(office.clone()));
    let log = tokio::spawn(office::publish::run(office.clone(), PUBLISH));
    let served = web::serve::serve(office, people, listener, options).await;
    clock.abort();
    log.abort();
    served.map_err(Trouble::system)
}
