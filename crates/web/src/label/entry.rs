//! An entry of the register as readers see it. Only what the projection holds
//! is here, and that is a whitelist of the edition (LBL-12.5).

use crate::failure::Failure;
use crate::site::Site;
use jiff::civil::Date;
use law::calendar::{Calendar, Moment};
use law::form::{Reads, Words};
use law::library::{Edition, EditionId};
use law::name::{FieldName, GroundName, MaterialName, ProcedureName, StatusName};
use law::procedure::Procedure;
use law::regime::{Audience, Register, Standing, Status};
use serde::Deserialize;
use std::sync::Arc;
use store::row::{Row, bind};
use store::statements as sql;

/// One entry.
#[derive(Debug)]
pub struct Entry {
    pub number: String,
    pub register: String,
    pub case: String,
    pub object: String,
    pub status: StatusName,
    pub since: Moment,
    pub issued: Moment,
    /// The last day of validity.
    pub until: Option<Date>,
    pub facts: Facts,
    /// The number in the public log of the event that last changed what is
    /// shown; that of the status may be an earlier one.
    pub position: u64,
    pub edition: Arc<Edition>,
    pub(super) calendar: Calendar,
}

/// What the register shows of a case.
#[derive(Debug, Deserialize)]
pub struct Facts {
    pub holder: Holder,
    pub edition: EditionId,
    pub procedure: ProcedureName,
    #[serde(default)]
    pub shown: Vec<Shown>,
    #[serde(default)]
    pub downloads: Vec<Download>,
    pub level: Option<Level>,
    pub grounds: Option<Vec<GroundName>>,
    pub basis: Option<String>,
}

/// Whose entry it is.
#[derive(Debug, Deserialize)]
pub struct Holder {
    pub code: String,
    pub zh: Option<String>,
    pub en: Option<String>,
}

/// A field that is shown.
#[derive(Debug, Deserialize)]
pub struct Shown {
    pub name: String,
    pub zh: String,
    pub en: String,
    pub value: serde_json::Value,
    pub value_zh: String,
    pub value_en: String,
}

/// A document that is offered.
#[derive(Debug, Deserialize)]
pub struct Download {
    pub name: MaterialName,
    pub zh: String,
    pub en: String,
    pub sha256: String,
    pub kind: String,
    pub bytes: u64,
}

/// The level that was granted.
#[derive(Debug, Deserialize)]
pub struct Level {
    pub name: String,
    pub zh: String,
    pub en: String,
    pub stars: u8,
    pub of: Option<u8>,
    pub meaning_zh: String,
    pub meaning_en: String,
}

/// What an entry is worth to somebody who relies on it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    Valid,
    Suspended,
    Void,
    /// Its last day has passed, though the clock has not acted yet.
    Over,
}

impl Entry {
    /// The entry under `number`, if there is one that is public: what is not in
    /// the public log is in no public place (T-CNF-01).
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn read(site: &Site, number: &str) -> Result<Option<Entry>, Failure> {
        let rows = site.office().read(bind(sql::ENTRY_GET, [number.into()]))?;
        // What is not in the public log is in no public place.
        let public = rows.first().filter(|row| row.maybe_int(11).is_some());
        let entry = public.map(|row| Entry::of(site, row)).transpose()?;
        Ok(entry.filter(Entry::is_public))
    }

    /// The entry in a row of the register.
    ///
    /// # Errors
    ///
    /// [`Failure::Broken`] if it cannot be read, or its edition is not loaded.
    pub fn of(site: &Site, row: &Row) -> Result<Entry, Failure> {
        let broken = |why: String| Failure::Broken(format!("the entry {}: {why}", row.text(0)));
        let facts: Facts =
            serde_json::from_str(row.text(10)).map_err(|error| broken(error.to_string()))?;
        let edition = site.office().library().get(&facts.edition).cloned();
        let edition = edition
            .ok_or_else(|| broken(format!("the edition {} is not loaded", facts.edition)))?;
        let calendar = Calendar::new(&edition.regime.head.zone).map_err(broken)?;
        Ok(Entry {
            number: row.text(0).to_owned(),
            register: row.text(1).to_owned(),
            case: row.text(2).to_owned(),
            object: row.text(4).to_owned(),
            status: StatusName::from(row.text(5)),
            since: row.int(7),
            issued: row.int(8),
            until: row.maybe_text(9).and_then(|day| day.parse().ok()),
            facts,
            position: row.count(11),
            edition,
            calendar,
        })
    }

    /// Whether everybody may read it. Registers for some readers only are no
    /// matter of these pages.
    pub fn is_public(&self) -> bool {
        let register = self.register();
        register.is_some_and(|register| register.audience == Audience::Public)
    }

    /// Whether it is about a label, which stands on things and is scanned.
    pub fn is_label(&self) -> bool {
        self.procedure().is_some_and(bears_labels)
    }

    /// The address of its page.
    pub fn path(&self) -> String {
        let place = if self.is_label() { "l" } else { "e" };
        format!("/{place}/{}", self.number)
    }

    /// The procedure that made it.
    pub fn procedure(&self) -> Option<&Procedure> {
        self.edition.procedure(&self.facts.procedure)
    }

    /// The register on which it stands.
    pub fn register(&self) -> Option<&Register> {
        self.edition.regime.registers.get(self.register.as_str())
    }

    /// Its status, as the edition words it.
    pub fn status(&self) -> Option<&Status> {
        self.edition.regime.statuses.get(&self.status)
    }

    /// What it is worth at `now`.
    pub fn worth(&self, now: Moment) -> Worth {
        match self.status().map(|status| status.standing) {
            Some(Standing::Valid | Standing::Suspended)
                if self.end().is_some_and(|end| end <= now) =>
            {
                Worth::Over
            }
            Some(Standing::Valid) => Worth::Valid,
            Some(Standing::Suspended) => Worth::Suspended,
            Some(Standing::Void) | None => Worth::Void,
        }
    }

    /// The first moment after its last day.
    pub fn end(&self) -> Option<Moment> {
        let after = self.until?.tomorrow().ok()?;
        Some(self.calendar.midnight(after))
    }

    /// The day of a moment, where the regime applies.
    pub fn day(&self, moment: Moment) -> Date {
        self.calendar.day(moment)
    }

    /// The name of the holder.
    pub fn holder(&self) -> Words {
        let code = &self.facts.holder.code;
        Words {
            zh: self.facts.holder.zh.clone().unwrap_or_else(|| code.clone()),
            en: self.facts.holder.en.clone().unwrap_or_else(|| code.clone()),
        }
    }

    /// Whether the holder is to be named beside the object: not where the
    /// entry is silent about it, or is about the holder itself.
    pub fn names_holder(&self) -> bool {
        let Words { zh, en } = self.holder();
        !zh.is_empty() && self.object != zh && self.object != en
    }

    /// What it shows of a field.
    pub fn shows(&self, field: &FieldName) -> Option<&Shown> {
        let mut shown = self.facts.shown.iter();
        shown.find(|shown| shown.name == field.as_str())
    }

    /// What the holder is, such as a producer.
    pub fn holder_title(&self) -> Words {
        let kind = self.procedure().map(|procedure| &procedure.head.holder);
        let kind = kind.and_then(|kind| self.edition.regime.parties.get(kind));
        words(kind.map(|kind| (&kind.zh, &kind.en)), "主体", "Holder")
    }

    /// Whether it tells against whose it is.
    pub fn is_adverse(&self) -> bool {
        self.is_of_adverse_register() || self.status().is_some_and(|status| status.adverse)
    }

    /// Whether all on its register tell against somebody: they are shown for a
    /// term, others are valid for one.
    pub fn is_of_adverse_register(&self) -> bool {
        self.register().is_some_and(|register| register.adverse)
    }

    /// What its number is called.
    pub fn number_title(&self) -> Words {
        let series = self.register().map(|register| &register.number);
        let series = series.and_then(|series| self.edition.regime.numbers.get(series));
        words(
            series.map(|series| (&series.zh, &series.en)),
            "编号",
            "Number",
        )
    }

    /// The stars and the words of its level, where it has one.
    pub fn stars(&self) -> u8 {
        self.facts.level.as_ref().map_or(0, |level| level.stars)
    }

    /// The field that names the object, such as the model.
    pub fn object_field(&self) -> Words {
        let field = self
            .register()
            .and_then(|register| self.procedure()?.fields.get(&register.object));
        words(field.map(|field| (&field.zh, &field.en)), "对象", "Object")
    }
}

/// Whether labels are drawn in a procedure.
pub fn bears_labels(procedure: &Procedure) -> bool {
    let mut materials = procedure.materials.values();
    materials.any(|material| material.reads == Some(Reads::Artwork))
}

/// The words of the edition, or plain ones if it has none.
fn words(known: Option<(&String, &String)>, zh: &str, en: &str) -> Words {
    let (zh, en) = known.map_or((zh, en), |(zh, en)| (zh, en));
    Words {
        zh: zh.into(),
        en: en.into(),
    }
}
