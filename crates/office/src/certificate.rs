//! The certificate of a public entry, where its register has certificates.

use crate::failure::Failure;
use crate::opening::Office;
use artwork::certificate::{self, Certificate};
use artwork::facts::Words;
use artwork::pdf::pdf;
use case::wording;
use jiff::civil::Date;
use law::library::{Edition, EditionId};
use law::name::{ProcedureName, StatusName};
use law::regime::{Audience, Register, Standing};
use serde::Deserialize;
use store::row::{Row, bind};
use store::statements as sql;

/// What the register shows, as far as a certificate says it.
#[derive(Debug, Deserialize)]
struct Facts {
    holder: Holder,
    edition: EditionId,
    procedure: ProcedureName,
    #[serde(default)]
    shown: Vec<Shown>,
}

#[derive(Debug, Deserialize)]
struct Holder {
    code: String,
    zh: Option<String>,
    en: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Shown {
    name: String,
    zh: String,
    en: String,
    value_zh: String,
    value_en: String,
}

impl Office {
    /// The certificate of the entry `number` as a PDF that tells how the entry
    /// stands now; none if there is no such public entry, or its register has
    /// no certificates.
    ///
    /// # Errors
    ///
    /// A failure of the store, or that it cannot be drawn.
    pub fn certificate(&self, number: &str) -> Result<Option<Vec<u8>>, Failure> {
        let rows = self.read(bind(sql::ENTRY_GET, [number.into()]))?;
        // What is not in the public log is in no public place.
        let Some(row) = rows.first().filter(|row| row.maybe_int(11).is_some()) else {
            return Ok(None);
        };
        let facts: Facts = serde_json::from_str(row.text(10))
            .map_err(|error| Failure::Input(format!("the entry {number}: {error}")))?;
        let edition = self.library().get(&facts.edition).cloned();
        let edition = edition.ok_or_else(|| {
            Failure::Input(format!("the edition {} is not loaded", facts.edition))
        })?;
        let register = edition.regime.registers.get(row.text(1));
        let register = register
            .filter(|register| register.certificate && register.audience == Audience::Public);
        let Some(register) = register else {
            return Ok(None);
        };
        let certificate = self.said(row, &facts, &edition, register)?;
        let undrawn = |error: artwork::error::ArtworkError| Failure::Input(error.to_string());
        let drawn = certificate::svg(&certificate).map_err(undrawn)?;
        pdf(&drawn).map(Some).map_err(undrawn)
    }

    fn said(
        &self,
        row: &Row,
        facts: &Facts,
        edition: &Edition,
        register: &Register,
    ) -> Result<Certificate, Failure> {
        let regime = &edition.regime;
        let world = self.world()?;
        let calendar = world.calendars.get(&regime.head.calendar);
        let day = |at: i64| calendar.map(|calendar| calendar.day(at));
        let until: Option<Date> = row.maybe_text(9).and_then(|day| day.parse().ok());
        let today = day(self.clock().now());
        let series = regime.numbers.get(&register.number);
        let mut rows = vec![(
            series.map_or_else(
                || words("编号", "Number"),
                |series| words(&series.zh, &series.en),
            ),
            words(row.text(0), row.text(0)),
        )];
        if !register.hides_holder {
            let (code, holder) = (&facts.holder.code, &facts.holder);
            let kind = edition.procedure(&facts.procedure);
            let kind = kind.and_then(|procedure| regime.parties.get(&procedure.head.holder));
            let name = |name: &Option<String>| name.clone().unwrap_or_else(|| code.clone());
            rows.push((
                kind.map_or_else(|| words("主体", "Holder"), |kind| words(&kind.zh, &kind.en)),
                words(&name(&holder.zh), &name(&holder.en)),
            ));
            rows.push((words("身份代码", "Code"), words(code, code)));
        }
        // What must not be left out where the page is too short comes first.
        let mut dated = |zh: &str, en: &str, at: Option<Date>| {
            rows.extend(at.map(|at| (words(zh, en), written(at))));
        };
        dated("登记日期", "Entered on", day(row.int(8)));
        dated("有效期至", "Valid until", until);
        dated("出具日期", "Drawn on", today);
        let tests = |shown: &&Shown| {
            register
                .testers
                .iter()
                .any(|name| name.as_str() == shown.name)
        };
        let (testers, others): (Vec<&Shown>, Vec<&Shown>) = facts.shown.iter().partition(tests);
        let named = facts.holder.zh.as_ref().filter(|_| !register.hides_holder);
        let told = |shown: &&&Shown| Some(&shown.value_zh) != named;
        rows.extend(testers.iter().chain(&others).filter(told).map(|shown| {
            let plain = || words(&shown.value_zh, &shown.value_en);
            let value = shown.value_zh.parse().map_or_else(|_| plain(), written);
            (words(&shown.zh, &shown.en), value)
        }));
        let over = until.zip(today).is_some_and(|(until, today)| until < today);
        let both = register.remark_zh.as_ref().zip(register.remark_en.as_ref());
        Ok(Certificate {
            under: words(&regime.head.title.zh, &regime.head.title.en),
            register: words(&register.zh, &register.en),
            status: status(edition, &StatusName::from(row.text(5)), over, today),
            rows,
            remark: both.map(|(zh, en)| words(zh, en)),
            address: format!(
                "{}/e/{}",
                self.setup().base.trim_end_matches('/'),
                row.text(0)
            ),
        })
    }
}

/// What the entry is worth today.
fn status(edition: &Edition, name: &StatusName, over: bool, today: Option<Date>) -> Words {
    let found = edition.regime.statuses.get(name);
    let holds = found.is_some_and(|status| status.standing != Standing::Void);
    let state = match found {
        _ if over && holds => words("已过有效期", "Expired"),
        Some(status) => words(&status.zh, &status.en),
        None => words(name.as_str(), name.as_str()),
    };
    let day = today.map_or_else(|| words("", ""), written);
    words(
        &format!("{}状态：{}", day.zh, state.zh),
        &format!("Status on {}: {}", day.en, state.en),
    )
}

fn written(day: Date) -> Words {
    let said = wording::day(day);
    words(&said.zh, &said.en)
}

fn words(zh: &str, en: &str) -> Words {
    Words {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}
