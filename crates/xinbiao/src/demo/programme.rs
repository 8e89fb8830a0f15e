//! Which stories are lived through, how often and when.

use super::record::Record;
use super::story::{FIRST, LAST, after};
use super::tale::{Came, House, Tale};
use super::troupe::Troupe;
use super::papers::Papers;
use case::scenario::{Script, Setting};
use case::world::World;
use jiff::civil::Date;
use law::library::{Edition, EditionId};
use office::opening::Office;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The stories of the demonstration, the running and the coming ones.
pub(crate) struct Programme<'a> {
    office: &'a Office,
    record: Record,
    troupe: Troupe,
    papers: Papers,
    coming: BTreeMap<Date, Vec<Tale<'a>>>,
    running: Vec<Tale<'a>>,
    pub(crate) acts: u64,
    pub(crate) refused: u64,
    pub(crate) told: usize,
    /// Stories that went another way than their scenario.
    pub(crate) faults: Vec<String>,
}

impl<'a> Programme<'a> {
    /// All stories of all editions.
    pub(crate) fn of(office: &'a Office, world: &'a World) -> anyhow::Result<Self> {
        let regimes = office.library().all().map(|(_, edition)| &edition.regime);
        let mut programme = Programme {
            office,
            record: Record::of(office)?,
            troupe: Troupe::of(regimes),
            papers: Papers::default(),
            coming: BTreeMap::new(),
            running: Vec::new(),
            acts: 0,
            refused: 0,
            told: 0,
            faults: Vec::new(),
        };
        let mut serial = 0;
        for (id, edition) in office.library().all() {
            programme.add(id, edition, world, &mut serial)?;
        }
        Ok(programme)
    }

    fn add(
        &mut self,
        id: &'a EditionId,
        edition: &'a Arc<Edition>,
        world: &'a World,
        serial: &mut usize,
    ) -> anyhow::Result<()> {
        let Some(calendar) = world.calendars.get(&edition.regime.head.calendar) else {
            return Ok(());
        };
        let Some(procedure) = edition.regime.procedures.keys().next() else {
            return Ok(());
        };
        let setting = Setting {
            id,
            edition,
            calendar,
            procedure,
        };
        let home = format!("{id}/scenarios/");
        let texts = self.office.texts();
        let read = |path: &str| -> anyhow::Result<Script> {
            let text = texts.get(path).map_or("", String::as_str);
            Ok(Script::read(text)?)
        };
        let prelude = read(&format!("{home}world.txt"))?;
        let paths = texts.keys().filter(|path| path.starts_with(&home));
        for path in paths.filter(|path| !path.ends_with("/world.txt")) {
            let script = read(path)?.under(&prelude);
            let names: Vec<String> = script.names().map(str::to_owned).collect();
            for name in names {
                *serial += 1;
                let file = path.trim_start_matches(&home).trim_end_matches(".txt");
                // Stories begin on Mondays of the first twenty months.
                let week = i32::try_from(*serial * 37 % 80)?;
                let first = after(FIRST, 5 + 7 * week);
                match Tale::new(setting, &script, &name, *serial, first) {
                    Ok(mut tale) => {
                        tale.name = format!("{} {file} {name}", id.regime);
                        self.coming.entry(first).or_default().push(tale);
                    }
                    Err(why) => self.faults.push(format!("{} {file} {name}\tNEW\t{why}", id.regime)),
                }
            }
        }
        Ok(())
    }

    /// What happens on a day; `tell` sets the clock before each act.
    pub(crate) fn day(&mut self, today: Date, mut tell: impl FnMut()) -> anyhow::Result<()> {
        self.record.follow(self.office)?;
        self.running.extend(self.coming.remove(&today).unwrap_or_default());
        let mut staying = Vec::new();
        for mut tale in std::mem::take(&mut self.running) {
            let mut house = House {
                office: self.office,
                record: &mut self.record,
                troupe: &mut self.troupe,
                papers: &mut self.papers,
            };
            loop {
                tell();
                match tale.go_on(&mut house, today) {
                    Ok(Came::Done) => self.acts += 1,
                    Ok(Came::Refused) => self.refused += 1,
                    Ok(Came::Nothing) => (),
                    Ok(Came::Wait) => {
                        staying.push(tale);
                        break;
                    }
                    Ok(Came::Over) => {
                        self.faults.push(format!("{}\tOVER\t{}", tale.name, tale.trail.join(" ")));
                        self.told += 1;
                        break;
                    }
                    Err(why) => {
                        self.faults.push(format!("{}\tFAULT\t{why:#}", tale.name));
                        tale.leave(house.troupe);
                        break;
                    }
                }
            }
        }
        self.running = staying;
        let _ = LAST;
        Ok(())
    }
}
