//! The world in which scenarios play: parties, persons, calendars, rules.

use super::Setting;
use super::kept;
use super::line::{date, items, value};
use crate::command::{Actor, Order};
use crate::event::{CalendarAct, What};
use crate::evidence::Cited;
use crate::order::decide_order;
use crate::party::{Bar, Mandate, Member, Membership, PersonId, Qualified, Registration};
use crate::world::{World, days_after};
use law::calendar::{Calendar, Occasion, Year, YearStatus};
use law::identity::{PartyCode, check_sign};
use law::library::Edition;
use law::name::{LevelName, Role};
use law::regime::IdentityKind;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many members each party has for each role of its kind.
const PERSONS: usize = 3;

/// The world of one scenario.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    pub(super) world: World,
    pub(super) calendar: Calendar,
    /// The edition, where the scenario has changed its reference data.
    pub(super) changed: Option<Arc<Edition>>,
    names: BTreeMap<String, PartyCode>,
    /// What parties keep, by the names of the scenario.
    pub(super) evidence: BTreeMap<String, Cited>,
}

impl Stage {
    /// One party of each kind, named like the kind, with members for each role.
    pub(super) fn new(setting: Setting<'_>) -> Result<Stage, String> {
        let mut stage = Stage {
            world: World::default(),
            calendar: setting.calendar.clone(),
            changed: None,
            names: BTreeMap::new(),
            evidence: BTreeMap::new(),
        };
        let regime = &setting.edition.regime;
        for kind in regime.parties.keys() {
            stage.party(setting, &[kind.to_string(), format!("kinds={kind}")])?;
        }
        Ok(stage)
    }

    /// The party with this name.
    pub(super) fn code(&self, name: &str) -> Option<&PartyCode> {
        self.names.get(name)
    }

    /// The parties by their names.
    pub(super) fn names(&self) -> impl Iterator<Item = (&String, &PartyCode)> {
        self.names.iter()
    }

    /// Lets other parties have the names.
    pub(super) fn seat(&mut self, parties: &BTreeMap<String, PartyCode>) {
        self.names.clone_from(parties);
    }

    /// Carries out a world line.
    pub(super) fn set(&mut self, setting: Setting<'_>, words: &[String]) -> Result<(), String> {
        let (first, rest) = words.split_first().ok_or("an empty line")?;
        match first.as_str() {
            "party" => self.party(setting, rest),
            "member" => self.member(setting, rest),
            "mandate" => self.mandate(rest),
            "bar" => self.bar(setting, rest),
            "rule" => self.rule(setting, rest),
            "calendar" => self.load(setting, rest),
            word if kept::WORDS.contains(&word) => self.keep(setting, words),
            other => Err(format!("`{other}` is no word for the world")),
        }
    }

    fn order(&mut self, order: &Order) -> Result<(), String> {
        let events = decide_order(&self.world, &Actor::Operator, order)
            .map_err(|refusal| refusal.to_string())?;
        for event in events {
            match (&event.stream, &event.what) {
                (crate::event::Stream::Party(code), What::Party(act)) => {
                    self.world.evolve_party(code, act, &event.who, 0);
                }
                (_, What::Calendar(CalendarAct::Loaded { year })) => {
                    self.calendar.load(year.clone());
                }
                _ => (),
            }
        }
        Ok(())
    }

    pub(super) fn named(&self, name: &str) -> Result<PartyCode, String> {
        self.names
            .get(name)
            .cloned()
            .ok_or_else(|| format!("there is no party `{name}`"))
    }

    fn party(&mut self, setting: Setting<'_>, words: &[String]) -> Result<(), String> {
        let name = words.first().ok_or("the party's name is missing")?;
        let old = self
            .names
            .get(name)
            .and_then(|code| self.world.party(code))
            .map(|party| party.registration.clone());
        let code = match (value(words, "code"), &old) {
            (Some(code), _) => code
                .parse()
                .map_err(|error: law::identity::CodeError| error.to_string())?,
            (None, Some(old)) => old.code.clone(),
            (None, None) => {
                let kind = items(words, "kinds")
                    .into_iter()
                    .chain(items(words, "only"))
                    .next();
                let kind = kind.and_then(|kind| setting.edition.regime.parties.get(kind));
                synthetic(kind, self.names.len() + 1)?
            }
        };
        let mut kinds: Vec<&str> = items(words, "kinds");
        let kept = old
            .as_ref()
            .map(|old| old.kinds.clone())
            .unwrap_or_default();
        if value(words, "only").is_some() {
            kinds = items(words, "only");
        } else {
            kinds.extend(kept.iter().map(|kind| kind.name().as_str()));
        }
        let domestic_agent = value(words, "agent")
            .map(|agent| self.named(agent))
            .transpose()?;
        let parent = value(words, "parent")
            .map(|parent| self.named(parent))
            .transpose()?;
        let before = old.as_ref().map(|old| old.region.as_str());
        let region = value(words, "region").or(before).unwrap_or("440300");
        let registration = Registration {
            code: code.clone(),
            name_zh: format!("{name}有限公司"),
            name_en: format!("{name} Ltd"),
            kinds: kinds.iter().map(|kind| setting.scoped(kind)).collect(),
            region: region.to_owned(),
            domestic_agent,
            parent,
        };
        self.order(&Order::Register { registration })?;
        self.names.insert(name.clone(), code.clone());
        self.people(setting, name, &code, &kinds)?;
        for held in words
            .iter()
            .filter_map(|word| word.strip_prefix("qualified="))
        {
            self.qualify(setting, &code, held)?;
        }
        Ok(())
    }

    fn people(
        &mut self,
        setting: Setting<'_>,
        name: &str,
        code: &PartyCode,
        kinds: &[&str],
    ) -> Result<(), String> {
        let found = kinds
            .iter()
            .filter_map(|kind| setting.edition.regime.parties.get(*kind));
        let roles: std::collections::BTreeSet<Role> =
            found.flat_map(|kind| kind.roles.iter().cloned()).collect();
        for role in roles {
            for at in 1..=PERSONS {
                let person = PersonId(format!("{name}-{role}-{at}"));
                let member = Member {
                    name: format!("{name} {role} {at}"),
                    roles: [setting.scoped(role.as_str())].into(),
                    state: Membership::Confirmed,
                };
                self.order(&Order::SetMember {
                    party: code.clone(),
                    person,
                    member,
                })?;
            }
        }
        Ok(())
    }

    fn qualify(
        &mut self,
        setting: Setting<'_>,
        code: &PartyCode,
        held: &str,
    ) -> Result<(), String> {
        let parts: Vec<&str> = held.split(':').collect();
        let (kind, from, until, scope) = match parts.as_slice() {
            [kind, from, until] => (kind, from, until, None),
            [kind, from, until, scope] => (kind, from, until, Some(*scope)),
            _ => return Err(format!("`{held}` is not KIND:FROM:UNTIL[:ITEM]")),
        };
        let qualification = Qualified {
            kind: setting.scoped(kind),
            number: format!("{kind}-1"),
            scope: scope.into_iter().map(str::to_owned).collect(),
            from: date(from)?,
            until: date(until)?,
        };
        self.order(&Order::Qualify {
            party: code.clone(),
            qualification,
            basis: "measures/8".into(),
        })
    }

    fn member(&mut self, setting: Setting<'_>, words: &[String]) -> Result<(), String> {
        let [party, person, ..] = words else {
            return Err("write `member PARTY PERSON roles=…`".into());
        };
        let state = match value(words, "state") {
            None | Some("confirmed") => Membership::Confirmed,
            Some("invited") => Membership::Invited,
            Some("suspended") => Membership::Suspended,
            Some("removed") => Membership::Removed,
            Some(other) => return Err(format!("`{other}` is no state of a membership")),
        };
        let roles = items(words, "roles");
        let roles = roles.into_iter().map(|role| setting.scoped(role)).collect();
        let (party, person) = (self.named(party)?, PersonId(person.clone()));
        let member = Member {
            name: person.0.clone(),
            roles,
            state,
        };
        self.order(&Order::SetMember {
            party,
            person,
            member,
        })
    }

    fn mandate(&mut self, words: &[String]) -> Result<(), String> {
        let [holder, agent, from, until, scope @ ..] = words else {
            return Err("write `mandate HOLDER AGENT FROM UNTIL`".into());
        };
        let mandate = Mandate {
            agent: self.named(agent)?,
            scope: scope.iter().cloned().collect(),
            from: date(from)?,
            until: date(until)?,
        };
        self.order(&Order::Mandate {
            party: self.named(holder)?,
            mandate,
            basis: "measures/8.7".into(),
        })
    }

    fn bar(&mut self, setting: Setting<'_>, words: &[String]) -> Result<(), String> {
        let [party, sanction, from, until] = words else {
            return Err("write `bar PARTY SANCTION FROM UNTIL`".into());
        };
        let bar = Bar {
            sanction: setting.scoped(sanction),
            from: date(from)?,
            until: date(until)?,
            because: "scenario".into(),
        };
        self.order(&Order::Bar {
            party: self.named(party)?,
            bar,
            basis: "measures/15".into(),
        })
    }

    fn rule(&mut self, setting: Setting<'_>, words: &[String]) -> Result<(), String> {
        let [catalogue, item, ..] = words else {
            return Err("write `rule CATALOGUE ITEM …`".into());
        };
        let edition = self.changed.get_or_insert_with(|| setting.edition.clone());
        let edition = Arc::make_mut(edition);
        let items_of = edition.regime.references.get_mut(catalogue.as_str());
        let found = items_of.and_then(|items| items.get_mut(item.as_str()));
        let rule = found.ok_or_else(|| format!("there is no item `{item}` in `{catalogue}`"))?;
        if let Some(until) = value(words, "until") {
            rule.until = Some(date(until)?);
            return Ok(());
        }
        let level = words.get(2).map(|level| LevelName::from(level.as_str()));
        let level = level
            .and_then(|level| rule.levels.get_mut(&level))
            .ok_or("there is no such level")?;
        level.testers = items(words, "testers")
            .into_iter()
            .map(str::to_owned)
            .collect();
        Ok(())
    }

    fn load(&mut self, setting: Setting<'_>, words: &[String]) -> Result<(), String> {
        let year = words
            .first()
            .and_then(|year| year.parse().ok())
            .ok_or("the year is missing")?;
        let occasion = Occasion {
            zh: "放假".into(),
            en: "Holiday".into(),
        };
        let mut closed = BTreeMap::new();
        for range in items(words, "closed") {
            let (from, until) = range.split_once("..").unwrap_or((range, range));
            let (mut day, until) = (date(from)?, date(until)?);
            while day <= until {
                closed.insert(day, occasion.clone());
                day = days_after(day, 1);
            }
        }
        let mut working = BTreeMap::new();
        for day in items(words, "working") {
            working.insert(date(day)?, occasion.clone());
        }
        let calendar = setting.edition.regime.head.calendar.clone();
        let weekend = (self.calendar.years())
            .find(|known| known.year == year)
            .and_then(|known| known.weekend.clone());
        let year = Year {
            calendar,
            weekend,
            year,
            status: YearStatus::Official,
            source: "scenario".into(),
            closed,
            working,
        };
        self.order(&Order::LoadCalendar { year })
    }
}

/// A code of nobody: the area 000000, then a serial number.
/// A code that belongs to nobody, of a kind that the party kind has.
fn synthetic(kind: Option<&law::regime::Party>, serial: usize) -> Result<PartyCode, String> {
    let uscc = |kind: &law::regime::Party| kind.identity.contains(&IdentityKind::Uscc);
    if !kind.is_none_or(uscc) {
        return format!("XX:{serial:04}")
            .parse()
            .map_err(|error: law::identity::CodeError| error.to_string());
    }
    let first = format!("91000000{serial:09}");
    let sign = check_sign(&first).ok_or("too many parties")?;
    format!("{first}{sign}")
        .parse()
        .map_err(|error: law::identity::CodeError| error.to_string())
}
