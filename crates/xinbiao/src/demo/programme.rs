//! Which stories are lived through, how often and when: a text file for each
//! regime names scenarios of its editions. Knows nothing of any regime.

use super::chores::{self, Chore};
use super::finds::Sent;
use super::papers::Papers;
use super::record::Record;
use super::story::{FIRST, LAST, after};
use super::tale::{Came, House, Tale};
use super::told::Told;
use super::troupe::Troupe;
use anyhow::Context;
use case::scenario::{Script, Setting, slack};
use case::world::World;
use jiff::civil::{Date, Weekday};
use law::library::{Edition, EditionId};
use office::opening::Office;
use rust_embed::RustEmbed;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A file `REGIME.txt` for each regime: lines `FILE SCENARIO [TIMES] [from DAY]`.
#[derive(RustEmbed)]
#[folder = "src/demo/programme"]
struct Lists;

/// How far stories that begin in a row lie apart, in weeks; it shares no
/// divisor with any number of weeks that it is used with.
const STRIDE: i32 = 37;
/// So many days before the end the last stories are over, where that leaves
/// nothing overdue.
const REST: i32 = 20;
/// So many days before it is due, what a story leaves behind is still to be
/// done at the end.
const AHEAD: i32 = 3;

/// The stories of the demonstration, the running and the coming ones.
pub(crate) struct Programme<'a> {
    office: &'a Office,
    record: Record,
    troupe: Troupe,
    papers: Papers,
    coming: BTreeMap<Date, Vec<Tale<'a>>>,
    running: Vec<Tale<'a>>,
    serial: usize,
    chores: Vec<Chore>,
    /// What was sent without an account.
    pub(crate) sent: Vec<Sent>,
    /// Stories that went another way than their scenario, and where.
    pub(crate) faults: Vec<String>,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Item<'t> {
    file: &'t str,
    scenario: &'t str,
    times: usize,
    from: Option<Date>,
}

impl<'a> Programme<'a> {
    /// The stories of all regimes.
    pub(crate) fn of(office: &'a Office, world: &'a World) -> anyhow::Result<Self> {
        let regimes = office.library().all().map(|(_, edition)| &edition.regime);
        let mut programme = Programme {
            office,
            record: Record::of(office)?,
            troupe: Troupe::of(regimes),
            papers: Papers::default(),
            coming: BTreeMap::new(),
            running: Vec::new(),
            serial: 0,
            chores: chores::chores()?,
            sent: Vec::new(),
            faults: Vec::new(),
        };
        for (id, edition) in office.library().all() {
            let list = Lists::get(&format!("{}.txt", id.regime));
            let list = list.map(|file| file.data.into_owned()).unwrap_or_default();
            let list = String::from_utf8(list)?;
            programme.add(id, edition, world, &list)?;
        }
        Ok(programme)
    }

    /// The day on which the first story begins.
    pub(crate) fn first(&self) -> Date {
        let first = self.coming.keys().next().copied();
        first.map_or(FIRST, |first| first.min(FIRST))
    }

    fn add(
        &mut self,
        id: &'a EditionId,
        edition: &'a Arc<Edition>,
        world: &'a World,
        list: &str,
    ) -> anyhow::Result<()> {
        let calendar = world.calendars.get(&edition.regime.head.calendar);
        let procedure = edition.regime.procedures.keys().next();
        let (Some(calendar), Some(procedure)) = (calendar, procedure) else {
            return Ok(());
        };
        let setting = Setting {
            id,
            edition,
            calendar,
            procedure,
        };
        let prelude = self.script(id, "world")?;
        let mut scripts: BTreeMap<&str, Script> = BTreeMap::new();
        for line in list.lines() {
            let Some(item) = item(line)? else {
                continue;
            };
            if !scripts.contains_key(item.file) {
                let script = self.script(id, item.file)?.under(&prelude);
                scripts.insert(item.file, script);
            }
            self.begin(setting, &scripts[item.file], &item);
        }
        Ok(())
    }

    fn script(&self, id: &EditionId, file: &str) -> anyhow::Result<Script> {
        let path = format!("{id}/scenarios/{file}.txt");
        let text = self.office.texts().get(&path);
        let text = text.with_context(|| format!("there is no file {path}"))?;
        Script::read(text).with_context(|| path)
    }

    fn begin(&mut self, setting: Setting<'a>, script: &Script, item: &Item<'_>) {
        let slack = slack(setting, script, item.scenario);
        for at in 0..item.times {
            self.serial += 1;
            let name = format!("{} {} {}", setting.id.regime, item.file, item.scenario);
            match Tale::new(setting, script, item.scenario, name.clone(), self.serial) {
                Ok(mut tale) => {
                    let first = self.monday(tale.days(), slack, item.from, at);
                    tale.begins(first);
                    self.coming.entry(first).or_default().push(tale);
                }
                Err(why) => self.faults.push(format!("{name}: {why}")),
            }
        }
    }

    /// The Monday on which a story of so many days begins: spread over the
    /// weeks that leave time for all of it, or a week after the one before. A
    /// story that leaves something to be done comes so late that it is not
    /// overdue at the end, as far as that can be.
    fn monday(&self, days: i32, slack: Option<i32>, from: Option<Date>, at: usize) -> Date {
        let at = i32::try_from(at).unwrap_or(0);
        if let Some(from) = from {
            return after(from, 7 * at);
        }
        let all = FIRST.until(LAST).map_or(0, |span| span.get_days());
        let earliest = slack.map_or(0, |slack| (all - slack + AHEAD).max(0));
        let rest = if earliest == 0 { REST } else { 1 };
        let latest = (all - rest - days).max(0);
        let monday = FIRST.nth_weekday(1, Weekday::Monday).unwrap_or(FIRST);
        let gone = FIRST.until(monday).map_or(0, |span| span.get_days());
        let last = ((latest - gone) / 7).max(0);
        let first = ((earliest - gone + 6) / 7).clamp(0, last);
        let serial = i32::try_from(self.serial).unwrap_or(0);
        after(monday, 7 * (first + serial * STRIDE % (last - first + 1)))
    }

    /// What happens on a day; `ahead` sets the clock before each act.
    pub(crate) fn day(
        &mut self,
        today: Date,
        told: &mut Told,
        mut ahead: impl FnMut(),
    ) -> anyhow::Result<()> {
        self.record.follow(self.office)?;
        let coming = self.coming.remove(&today).unwrap_or_default();
        self.running.extend(coming);
        for mut tale in std::mem::take(&mut self.running) {
            if self.tell(&mut tale, today, told, &mut ahead) {
                self.running.push(tale);
            }
        }
        ahead();
        self.chores(today, told)
    }

    /// What is done as a matter of course, where no story is about it.
    fn chores(&mut self, today: Date, told: &mut Told) -> anyhow::Result<()> {
        let running = self.running.iter().flat_map(Tale::cases);
        let running: BTreeSet<String> = running.map(str::to_owned).collect();
        let house = (self.office, &mut self.record);
        told.commands += chores::day(house, &self.chores, today, &running)?;
        Ok(())
    }

    /// Tells one story as far as it goes today; whether it goes on.
    fn tell(
        &mut self,
        tale: &mut Tale<'a>,
        today: Date,
        told: &mut Told,
        ahead: &mut impl FnMut(),
    ) -> bool {
        let mut house = House {
            office: self.office,
            record: &mut self.record,
            troupe: &mut self.troupe,
            papers: &mut self.papers,
            sent: &mut self.sent,
        };
        loop {
            ahead();
            match tale.go_on(&mut house, today) {
                Ok(Came::Done) => told.commands += 1,
                Ok(Came::Refused) => {
                    told.commands += 1;
                    told.refused += 1;
                }
                Ok(Came::Nothing) => (),
                Ok(Came::Wait) => return true,
                Ok(Came::Over) => {
                    told.stories += 1;
                    return false;
                }
                Err(why) => {
                    self.faults.push(format!("{}: {why:#}", tale.name));
                    tale.leave(house.troupe);
                    return false;
                }
            }
        }
    }

    /// What the record says now.
    pub(crate) fn record(&self) -> &Record {
        &self.record
    }

    /// How many stories go on.
    pub(crate) fn open(&self) -> usize {
        self.running.len()
    }
}

/// What a line of a list says; nothing if it is a comment.
fn item(line: &str) -> anyhow::Result<Option<Item<'_>>> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let unclear = || format!("`{line}` is not FILE SCENARIO [TIMES] [from DAY]");
    let mut words = line.split_whitespace();
    let (file, scenario) = words.next().zip(words.next()).with_context(unclear)?;
    let mut item = Item {
        file,
        scenario,
        times: 1,
        from: None,
    };
    while let Some(word) = words.next() {
        if word == "from" {
            let day = words.next().with_context(unclear)?;
            item.from = Some(day.parse().with_context(unclear)?);
        } else {
            item.times = word.parse().with_context(unclear)?;
        }
    }
    Ok(Some(item))
}
