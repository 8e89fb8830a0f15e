//! The data folder as the command line finds it: its name and address, and
//! how an office on it is opened.

use crate::globals::Globals;
use crate::trouble::Trouble;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use law::calendar::{Calendar, Moment};
use office::clock::Clock;
use office::folder::Folder;
use office::opening::Setup;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The zone in which `--now` is read and moments are shown where no regime is
/// asked, unless the schemes in use have one zone of their own.
const ZONE: &str = "Asia/Shanghai";
const FILE: &str = "xinbiao.toml";
/// Says how far a demonstration's clock is ahead of the system's, in milliseconds.
const AHEAD: &str = "demo-ahead";

/// What was settled when the folder was made. It is signed into labels and
/// heads, so it stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settled {
    /// The log's name.
    pub(crate) origin: String,
    /// Scheme and host of the public address.
    pub(crate) base: String,
    /// Whether the folder is for rehearsals: time can be set.
    #[serde(default)]
    pub(crate) rehearsal: bool,
}

impl Default for Settled {
    fn default() -> Self {
        Settled {
            origin: "xinbiao.example/log".into(),
            base: "HTTPS://XINBIAO.EXAMPLE".into(),
            rehearsal: false,
        }
    }
}

/// Where the settings of a data folder are.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// What was settled for a data folder.
///
/// # Errors
///
/// That there is no data folder, or what is wrong with its settings.
pub(crate) fn settled(folder: &Path) -> Result<Settled, Trouble> {
    let path = file(folder);
    if !folder.is_dir() {
        let shown = folder.display();
        return Err(Trouble::absent(
            format!("没有数据目录“{shown}”，请先用 `xinbiao --data {shown} init` 建立。"),
            format!(
                "there is no data folder `{shown}`; make one with `xinbiao --data {shown} init`"
            ),
        ));
    }
    if !path.exists() {
        if !Folder::is_kept(folder) {
            let shown = folder.display();
            return Err(Trouble::absent(
                format!(
                    "“{shown}”不是数据目录。请核对 --data，或者用 `xinbiao --data {shown} init` 建立。"
                ),
                format!(
                    "`{shown}` is no data folder; compare `--data`, or make one with `xinbiao --data {shown} init`"
                ),
            ));
        }
        return Ok(Settled::default());
    }
    let text = fs::read_to_string(&path).map_err(|error| Trouble::file(&path, &error))?;
    toml::from_str(&text).map_err(|error| {
        let error = error.to_string();
        Trouble::input(
            format!("{}：{}", path.display(), error.trim_end()),
            format!("{}: {}", path.display(), error.trim_end()),
        )
    })
}

/// How the office of these options is opened.
///
/// # Errors
///
/// What is wrong with the folder or with `--now`.
pub(crate) fn setup(globals: &Globals) -> Result<Setup, Trouble> {
    let folder = globals.folder();
    let settled = settled(&folder)?;
    let clock = clock(globals, &settled)?;
    Ok(Setup {
        folder,
        database: globals.database(),
        schemes: globals.schemes.clone(),
        clock,
        origin: settled.origin,
        base: settled.base,
    })
}

fn clock(globals: &Globals, settled: &Settled) -> Result<Clock, Trouble> {
    let Some(text) = &globals.now else {
        return Ok(ahead(&globals.folder())?.map_or(Clock::System, Clock::Ahead));
    };
    if !settled.rehearsal {
        return Err(Trouble::usage(
            "只有用 `init --rehearsal` 建立的演练目录才能指定时间（--now）。",
            "`--now` is for rehearsals: it works only in a folder made with `init --rehearsal`",
        ));
    }
    moment_of(text, &zone(globals))
        .map(Clock::at)
        .ok_or_else(|| {
            Trouble::usage(
                format!("“{text}”不是时间，写法如 2026-07-06T09:30。"),
                format!("`{text}` is not a time; write it like 2026-07-06T09:30"),
            )
        })
}

/// Where it is kept how far the clock of a demonstration is ahead.
pub(crate) fn ahead_file(folder: &Path) -> PathBuf {
    folder.join(AHEAD)
}

/// How far the clock of a folder is ahead of the system's, if it is the folder
/// of a demonstration.
///
/// # Errors
///
/// That the file cannot be read.
pub(crate) fn ahead(folder: &Path) -> Result<Option<Moment>, Trouble> {
    let path = ahead_file(folder);
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(&path).map_err(|error| Trouble::file(&path, &error))?;
    let shown = path.display();
    text.trim().parse().map(Some).map_err(|_| {
        Trouble::input(
            format!("“{shown}”应当是整数（毫秒）。"),
            format!("`{shown}` must hold a whole number of milliseconds"),
        )
    })
}

/// Time does not go back: `--now` may not lie before the last event on record.
///
/// # Errors
///
/// That it does.
pub(crate) fn goes_on(globals: &Globals, clock: &Clock, last: Moment) -> Result<(), Trouble> {
    if globals.now.is_none() || last <= clock.now() {
        return Ok(());
    }
    let last = shown_here(globals, last);
    Err(Trouble::usage(
        format!("--now 早于最后一条记录的时间（{last}）。请给出更晚的时间。"),
        format!("`--now` lies before the last event on record ({last}); give a later time"),
    ))
}

/// When a folder for rehearsals is made, unless `--now` says: before all that
/// is rehearsed, since time does not go back.
pub(crate) fn before_all() -> Clock {
    Clock::at(moment_of("2000-01-01", ZONE).unwrap_or(0))
}

/// The moment that a text such as `2026-07-06T09:30` means.
fn moment_of(text: &str, zone: &str) -> Option<Moment> {
    let time: DateTime = text.parse().ok()?;
    let zoned = time.to_zoned(TimeZone::get(zone).ok()?).ok()?;
    Some(zoned.timestamp().as_millisecond())
}

/// The zone of the schemes in `--schemes`, if all of them have the same.
fn zone(globals: &Globals) -> String {
    let zones = globals.schemes.as_deref().map(zones).unwrap_or_default();
    match zones.first() {
        Some(zone) if zones.len() == 1 => zone.clone(),
        _ => ZONE.to_owned(),
    }
}

/// The zones that the editions of a folder name. What cannot be read is told
/// when the schemes are opened.
fn zones(schemes: &Path) -> BTreeSet<String> {
    let below = |folder: &Path| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let editions = below(schemes).into_iter().flat_map(|regime| below(&regime));
    editions
        .filter_map(|edition| fs::read_to_string(edition.join("regime.toml")).ok())
        .filter_map(|text| {
            let table: toml::Table = text.parse().ok()?;
            Some(table.get("zone")?.as_str()?.to_owned())
        })
        .collect()
}

/// A moment as people write it, in the zone of a regime's calendar.
pub(crate) fn shown_by(calendar: Option<&Calendar>, moment: Moment) -> String {
    calendar.map_or_else(
        || shown(moment),
        |calendar| calendar.hour(moment).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// A moment as people write it: `2026-07-06 09:30`.
pub(crate) fn shown(moment: Moment) -> String {
    shown_in(ZONE, moment)
}

/// A moment as `--now` would be written.
pub(crate) fn shown_here(globals: &Globals, moment: Moment) -> String {
    shown_in(&zone(globals), moment)
}

fn shown_in(zone: &str, moment: Moment) -> String {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let Ok(stamp) = jiff::Timestamp::from_millisecond(moment) else {
        return "—".into();
    };
    let time = zone.to_datetime(stamp);
    format!("{} {:02}:{:02}", time.date(), time.hour(), time.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_is_shown() {
        let moment = moment_of("2026-07-06T09:30", ZONE).unwrap();
        assert_eq!(shown(moment), "2026-07-06 09:30");
        assert_eq!(moment_of("yesterday", ZONE), None);
        let there = moment_of("2026-07-06T09:30", "Europe/Helsinki").unwrap();
        assert_eq!(there - moment, 5 * 3_600_000);
        let calendar = Calendar::new("Europe/Helsinki").unwrap();
        assert_eq!(shown_by(Some(&calendar), there), "2026-07-06 09:30");
    }
}
