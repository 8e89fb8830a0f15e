//! P-b and P-b2: filing lifecycles of six commands over HTTP, every command
//! durable and chained before it is answered.

use super::client::Client;
use super::fill::{self, DECIDER, FILER, Parties, REVIEWER};
use super::report::{Figure, Report};
use super::start::serve;
use super::{Args, machine};
use anyhow::{Context, bail};
use case::command::Order;
use case::findings::Verdict;
use case::party::PersonId;
use jiff::civil::Date;
use law::identity::PartyCode;
use office::opening::Office;
use office::people::People;
use serde_json::json;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Who sends which commands.
struct Load {
    address: SocketAddr,
    parties: Parties,
    tokens: BTreeMap<&'static str, String>,
    verdicts: BTreeMap<String, Verdict>,
    today: Date,
    next: AtomicU64,
}

/// Measures.
pub(crate) fn run(args: &Args, database: Option<&str>, report: &mut Report) -> anyhow::Result<()> {
    let folder = args.folder.join(if database.is_some() {
        "filing-postgres"
    } else {
        "filing"
    });
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let (tokens, verdicts, today) = prepare(&folder, database)?;
    let mut server = serve(&folder, database)?;
    let load = Arc::new(Load {
        address: server.address,
        parties: Parties::new(),
        tokens,
        verdicts,
        today,
        next: AtomicU64::new(0),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let (mut rates, mut middle, mut late) = (Vec::new(), Vec::new(), Vec::new());
    let mut acknowledged = 0;
    let processes = [server.child.id(), std::process::id()];
    let mut spent = [Vec::new(), Vec::new()];
    for run in 0..=args.runs {
        let before = processes.map(machine::processor_time);
        let (done, mut times, took) =
            runtime.block_on(round(load.clone(), connections(args), args.seconds))?;
        acknowledged += done;
        if run == 0 {
            continue;
        }
        times.sort_unstable();
        rates.push(done as f64 / took.as_secs_f64());
        middle.push(percentile(&times, 50));
        late.push(percentile(&times, 99));
        let after = processes.map(machine::processor_time);
        for (spent, (before, after)) in spent.iter_mut().zip(before.into_iter().zip(after)) {
            spent.push((after - before) / done as f64);
        }
    }
    // The kill comes while nothing waits for its answer: every command above
    // was acknowledged, so every one must be there afterwards.
    server.child.kill()?;
    server.child.wait()?;
    let lost = missing(&folder, database, acknowledged)?;
    let measured = Measured {
        rates,
        middle,
        late,
        spent,
        lost,
    };
    measured.tell(args, database.is_some(), report);
    Ok(())
}

/// How many clients send at once.
fn connections(args: &Args) -> u32 {
    args.connections.unwrap_or(128)
}

/// What the runs came to.
struct Measured {
    rates: Vec<f64>,
    middle: Vec<f64>,
    late: Vec<f64>,
    /// Microseconds of processor time a lifecycle, of server and clients.
    spent: [Vec<f64>; 2],
    lost: u64,
}

impl Measured {
    fn tell(self, args: &Args, postgres: bool, report: &mut Report) {
        let commands = self.rates.iter().map(|rate| rate * 6.0).collect();
        let ratios = self.rates.iter().map(|rate| rate / 708.0).collect();
        let engine = if postgres {
            "PostgreSQL"
        } else {
            "SQLite, synchronous=FULL"
        };
        let (gate, goal, slow) = if postgres {
            (800.0, 1500.0, 30.0)
        } else {
            (1500.0, 3000.0, 15.0)
        };
        report.note(format!(
            "{engine}; {} connections, {} s a run; killed with SIGKILL afterwards",
            connections(args),
            args.seconds
        ));
        report.note("reference on a machine of this kind: Restate 1.7, 5 durable steps over HTTP: 708 lifecycles/s; DBOS-JS on PostgreSQL: 199/s");
        report.add(
            Figure::new("filing lifecycles of six commands", "1/s", self.rates)
                .at_least(gate, goal),
        );
        report.add(Figure::new("durable commands", "1/s", commands));
        report.add(Figure::new("ratio to Restate (lifecycles)", "x", ratios));
        report.add(Figure::new("one command, median", "ms", self.middle));
        report.add(
            Figure::new("one command, 99th percentile", "ms", self.late).at_most(slow * 4.0, slow),
        );
        let [server, clients] = self.spent;
        let spent = "processor time a lifecycle";
        report.add(Figure::new(format!("{spent}, server"), "us", server));
        report.add(Figure::new(format!("{spent}, clients"), "us", clients));
        let lost = vec![self.lost as f64];
        report.add(
            Figure::new("acknowledged lifecycles lost by the kill", "", lost).at_most(0.0, 0.0),
        );
    }
}

type Prepared = (
    BTreeMap<&'static str, String>,
    BTreeMap<String, Verdict>,
    Date,
);

fn prepare(folder: &Path, database: Option<&str>) -> anyhow::Result<Prepared> {
    let office = Office::open(fill::setup(folder, database, "HTTP://127.0.0.1:8080"))?;
    let parties = Parties::new();
    parties.enter(&office)?;
    let people = People::open(&office)?;
    let mut tokens = BTreeMap::new();
    let until = office.clock().now() + 86_400_000;
    for (person, party) in [
        (FILER, &parties.producer),
        (REVIEWER, &parties.body),
        (DECIDER, &parties.body),
    ] {
        tokens.insert(person, token(&people, person, party, until)?);
    }
    let verdicts = fill::verdicts(&office)?;
    let today = office
        .world()?
        .calendars
        .values()
        .next()
        .context("a calendar")?
        .day(office.clock().now());
    Ok((tokens, verdicts, today))
}

fn token(people: &People, person: &str, party: &PartyCode, until: i64) -> anyhow::Result<String> {
    Ok(people.issue_token(&PersonId(person.into()), party, until)?)
}

/// One run: lifecycles done, time of each command in microseconds, duration.
async fn round(
    load: Arc<Load>,
    connections: u32,
    seconds: u32,
) -> anyhow::Result<(u64, Vec<u32>, Duration)> {
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds.into());
    let workers: Vec<_> = (0..connections)
        .map(|_| tokio::spawn(worker(load.clone(), until)))
        .collect();
    let (mut done, mut times) = (0, Vec::new());
    for worker in workers {
        let (count, mut took) = worker.await??;
        done += count;
        times.append(&mut took);
    }
    Ok((done, times, began.elapsed()))
}

async fn worker(load: Arc<Load>, until: Instant) -> anyhow::Result<(u64, Vec<u32>)> {
    let mut client = Client::connect(load.address).await?;
    let (mut done, mut times) = (0, Vec::new());
    while Instant::now() < until {
        let at = load.next.fetch_add(1, Ordering::Relaxed);
        lifecycle(&load, &mut client, at, &mut times).await?;
        done += 1;
    }
    Ok((done, times))
}

async fn lifecycle(
    load: &Load,
    client: &mut Client,
    at: u64,
    times: &mut Vec<u32>,
) -> anyhow::Result<()> {
    let model = format!("PB-{at:09}");
    let opened = send(
        load,
        client,
        at,
        FILER,
        "open",
        &load.parties.open(&model, load.today),
        times,
    )
    .await?;
    let case = opened["case"]
        .as_str()
        .context("the answer names no case")?
        .to_owned();
    let supply = load
        .parties
        .supply(&case, &model, load.today, &load.verdicts);
    send(load, client, at, FILER, "supply", &supply, times).await?;
    for (_, person, step, given) in load.parties.steps() {
        let order = Order::Step {
            case: case.clone(),
            step: step.into(),
            given,
        };
        send(load, client, at, person, step, &order, times).await?;
    }
    Ok(())
}

async fn send(
    load: &Load,
    client: &mut Client,
    at: u64,
    person: &'static str,
    name: &str,
    order: &Order,
    times: &mut Vec<u32>,
) -> anyhow::Result<serde_json::Value> {
    let body = json!({"key": format!("pb/{at}/{name}"), "order": order}).to_string();
    let token = load.tokens.get(person).map_or("", String::as_str);
    let began = Instant::now();
    let (status, answer) = client.post("/api/v1/commands", token, &body).await?;
    times.push(u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX));
    if !(200..300).contains(&status) {
        bail!("{name} of lifecycle {at} answered {status}: {answer}");
    }
    Ok(serde_json::from_str(&answer)?)
}

/// How many of the acknowledged lifecycles are not on the register.
fn missing(folder: &Path, database: Option<&str>, acknowledged: u64) -> anyhow::Result<u64> {
    let office = Office::open(fill::setup(folder, database, "HTTP://127.0.0.1:8080"))?;
    let rows = office.read(store::row::bind(store::statements::ENTRY_COUNT, []))?;
    let held: u64 = rows.iter().map(|row| row.count(2)).sum();
    Ok(acknowledged.saturating_sub(held))
}

fn percentile(sorted: &[u32], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    f64::from(sorted.get(at).copied().unwrap_or(0)) / 1000.0
}
