//! A case as one person may see it. There is no other way to a case here: what
//! the person may not know does not exist (T-AUZ-01, T-AUZ-09).

use crate::failure::Failure;
use crate::session::Signed;
use crate::site::Site;
use base16ct::lower;
use case::authorize::{Ground, at_the_door, may_see};
use case::case::Case;
use case::command::{Actor, Command, Order};
use case::event::View;
use case::viewing::{self, Viewing};
use case::world::World;
use jiff::civil::Date;
use law::calendar::Calendar;
use law::form::Field;
use law::library::Edition;
use law::name::{FieldName, StepName};
use law::procedure::Procedure;
use std::sync::Arc;

/// A case that its viewer may see.
#[derive(Debug)]
pub(crate) struct Viewed {
    pub(crate) case: Case,
    pub(crate) edition: Arc<Edition>,
    pub(crate) world: Arc<World>,
    pub(crate) actor: Actor,
    pub(crate) today: Date,
    /// The viewer is of the holder's side, or of the body that decides.
    inside: bool,
    /// The step without which the viewer sees nothing of the case.
    door: Option<StepName>,
    /// The viewer is of the body that holds the case.
    pub(crate) of_body: bool,
}

impl Viewed {
    /// The case `number`, if the person may see it.
    ///
    /// # Errors
    ///
    /// [`Failure::NotFound`], the same for an unknown and for a foreign case.
    pub(crate) fn load(site: &Site, signed: &Signed, number: &str) -> Result<Viewed, Failure> {
        if 64 < number.len() {
            return Err(Failure::NotFound);
        }
        let case = site.office().case(number)?.ok_or(Failure::NotFound)?;
        let near = Viewed::near(site, signed, site.world()?, case)?;
        let seen = near.filter(|viewed| viewed.door.is_none());
        seen.ok_or(Failure::NotFound)
    }

    /// The case `number`, if the person may see it, or stands at its door.
    ///
    /// # Errors
    ///
    /// As [`Viewed::load`].
    pub(crate) fn approach(site: &Site, signed: &Signed, number: &str) -> Result<Viewed, Failure> {
        if 64 < number.len() {
            return Err(Failure::NotFound);
        }
        let case = site.office().case(number)?.ok_or(Failure::NotFound)?;
        Viewed::near(site, signed, site.world()?, case)?.ok_or(Failure::NotFound)
    }

    /// The case, if the person may see it, or must first undertake something:
    /// then nothing is to be shown of it but its number, its procedure and
    /// that step ([`Viewed::door`]).
    ///
    /// # Errors
    ///
    /// [`Failure::Broken`] if its edition is not loaded.
    pub(crate) fn near(
        site: &Site,
        signed: &Signed,
        world: Arc<World>,
        case: Case,
    ) -> Result<Option<Viewed>, Failure> {
        let edition = site.office().edition(&case)?;
        let party = &signed.session.party;
        let today = today(&world, &edition, site);
        let mut viewed = Viewed {
            door: None,
            inside: false,
            of_body: *party == case.body,
            case,
            edition,
            world,
            actor: signed.actor(),
            today,
        };
        if viewed.procedure().is_none() {
            return Ok(None);
        }
        let ground = viewed.ground()?;
        if may_see(ground, &viewed.actor) {
            viewed.inside = Viewing::new(ground, &viewed.actor).inside();
            return Ok(Some(viewed));
        }
        let door = at_the_door(ground, &viewed.actor).cloned();
        viewed.door = door;
        Ok(viewed.door.is_some().then_some(viewed))
    }

    /// The step without which the person sees nothing of the case.
    pub(crate) fn door(&self) -> Option<&StepName> {
        self.door.as_ref()
    }

    /// Puts on record that the person is about to be shown `what` of the case,
    /// if it is confidential. To be called before anything is shown (T-CNF-02).
    ///
    /// # Errors
    ///
    /// That it cannot be recorded: then nothing is to be shown.
    pub(crate) fn note(&self, site: &Site, what: View) -> Result<(), Failure> {
        if !self.rules()?.head.confidential {
            return Ok(());
        }
        let mut key = [0; 16];
        getrandom::fill(&mut key).map_err(|error| Failure::Broken(error.to_string()))?;
        site.office().execute_blocking(Command {
            key: format!("read/{}", lower::encode_string(&key)),
            actor: self.actor.clone(),
            expected: None,
            order: Order::Read {
                case: self.case.number.clone(),
                what,
            },
        })?;
        Ok(())
    }

    pub(crate) fn procedure(&self) -> Option<&Procedure> {
        self.edition.procedure(&self.case.procedure)
    }

    /// The procedure, which every case that is seen has.
    ///
    /// # Errors
    ///
    /// [`Failure::NotFound`] if not.
    pub(crate) fn rules(&self) -> Result<&Procedure, Failure> {
        self.procedure().ok_or(Failure::NotFound)
    }

    /// The calendar of its regime.
    pub(crate) fn calendar(&self) -> Option<&Calendar> {
        self.world.calendars.get(&self.edition.regime.head.calendar)
    }

    /// To what the person stands in relation.
    ///
    /// # Errors
    ///
    /// [`Failure::NotFound`] if the edition has no such procedure.
    pub(crate) fn ground(&self) -> Result<Ground<'_>, Failure> {
        Ok(Ground {
            regime: &self.edition.regime,
            procedure: self.rules()?,
            world: &self.world,
            today: self.today,
            holder: &self.case.holder,
            case: Some(&self.case),
        })
    }

    /// What of the case the person is shown (T-AUZ-04).
    pub(crate) fn viewing(&self) -> Result<Viewing<'_>, Failure> {
        Ok(Viewing::new(self.ground()?, &self.actor))
    }

    /// Whether the person may read a field (T-AUZ-04).
    pub(crate) fn shows(&self, field: &Field) -> bool {
        viewing::shows(field, self.inside)
    }

    /// The fields that the person may read, by name.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&FieldName, &case::value::Value)> {
        let rules = self.procedure();
        self.case.fields.iter().filter(move |(name, _)| {
            let field = rules.and_then(|rules| rules.fields.get(*name));
            field.is_some_and(|field| self.shows(field))
        })
    }
}

/// The day where a regime applies.
pub(crate) fn today(world: &World, edition: &Edition, site: &Site) -> Date {
    let calendar = world.calendars.get(&edition.regime.head.calendar);
    calendar.map_or(Date::MAX, |calendar| {
        calendar.day(site.office().clock().now())
    })
}
