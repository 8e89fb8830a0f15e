//! The machine that is measured on, and what its disk can do.

use super::report::{Figure, Report};
use anyhow::{Context, bail};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Notes the machine and measures its syncs, the bound of everything durable.
pub(crate) fn describe(report: &mut Report, folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let model = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = model
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .unwrap_or("unknown")
        .trim_start_matches(['\t', ' ', ':']);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    report.note(format!(
        "{cores} cores ({model}), Linux {}; client and server share them",
        kernel.trim()
    ));
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    report.note(format!(
        "load before: {}",
        load.split(' ').next().unwrap_or_default()
    ));
    report.add(Figure::new(
        "fdatasync after 4 KiB (the disk's own bound)",
        "1/s",
        vec![syncs(folder)?],
    ));
    Ok(())
}

fn syncs(folder: &Path) -> anyhow::Result<f64> {
    let path = folder.join("sync-probe");
    let mut file = fs::File::create(&path)?;
    let started = Instant::now();
    let mut count = 0;
    while started.elapsed().as_secs_f64() < 1.0 {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    let rate = f64::from(count) / started.elapsed().as_secs_f64();
    fs::remove_file(&path)?;
    Ok(rate)
}

/// Finds a program, or says which package has it.
pub(crate) fn needs(program: &str, package: &str) -> anyhow::Result<()> {
    let found = ["/usr/bin", "/usr/sbin", "/usr/local/bin"]
        .iter()
        .any(|folder| Path::new(folder).join(program).exists());
    if !found {
        bail!("`{program}` is needed for this comparison; install the Debian package {package}");
    }
    Ok(())
}

/// Runs `wrk` once and returns requests per second and the 99th percentile in
/// milliseconds.
pub(crate) fn wrk(
    address: &str,
    script: &Path,
    connections: u32,
    seconds: u32,
) -> anyhow::Result<(f64, f64)> {
    let output = Command::new("wrk")
        .args([
            "-t1",
            &format!("-c{connections}"),
            &format!("-d{seconds}s"),
            "--latency",
            "-s",
        ])
        .arg(script)
        .arg(address)
        .output()
        .context("wrk")?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if let Some(line) = text.lines().find(|line| line.contains("Non-2xx")) {
        bail!("the server answered with errors:{line}");
    }
    let rate = text.lines().find_map(|line| {
        line.trim()
            .strip_prefix("Requests/sec:")?
            .trim()
            .parse()
            .ok()
    });
    let slow = text.lines().find_map(|line| {
        line.trim()
            .strip_prefix("99%")
            .map(|time| milliseconds(time.trim()))
    });
    Ok((
        rate.with_context(|| format!("wrk printed no rate:\n{text}"))?,
        slow.unwrap_or(f64::NAN),
    ))
}

fn milliseconds(time: &str) -> f64 {
    let (unit, factor) = [("us", 0.001), ("ms", 1.0), ("s", 1000.0)]
        .into_iter()
        .find(|(unit, _)| time.ends_with(unit))
        .unwrap_or(("", 1.0));
    time.trim_end_matches(unit).parse().unwrap_or(f64::NAN) * factor
}

/// The resident memory of a process, in MiB.
pub(crate) fn resident(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1024.0
}

/// The processor time that a process has used, in microseconds.
pub(crate) fn processor_time(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name in brackets may hold spaces; the times are counted behind it.
    let behind = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind.split_whitespace().skip(11).take(2);
    let ticks: Option<f64> = ticks.map(|ticks| ticks.parse::<f64>().ok()).sum();
    // Linux counts a hundred ticks a second for everybody.
    ticks.unwrap_or(f64::NAN) * 10_000.0
}
