//! An open office with somebody who acts: what commands that change something
//! are carried out with.

use crate::archive::Archive;
use crate::globals::Globals;
use crate::place;
use crate::trouble::Trouble;
use case::authorize::{Ground, may_see};
use case::case::Case;
use case::command::{Actor, Command, Order};
use case::party::PersonId;
use case::refusal::Refusal;
use case::wording::words;
use case::world::World;
use jiff::civil::Date;
use law::calendar::Moment;
use law::form::Words;
use law::identity::{CodeError, PartyCode};
use law::library::Edition;
use office::deadlines::tick;
use office::execute::Receipt;
use office::opening::Office;
use store::row::bind;
use store::statements as sql;

/// An open office, and who acts.
#[derive(Debug)]
pub(crate) struct Desk<'g> {
    pub(crate) globals: &'g Globals,
    pub(crate) office: Office,
    pub(crate) world: World,
}

impl<'g> Desk<'g> {
    /// Opens the office of the data folder. What has fallen due while it was
    /// closed is done first: nobody acts on a case whose term has run out as if
    /// it had not.
    ///
    /// # Errors
    ///
    /// What stands in the way.
    pub(crate) fn open(globals: &'g Globals) -> Result<Self, Trouble> {
        let office = Office::open(place::setup(globals)?)?;
        // Time does not go back: what is recorded now comes behind what there is.
        let rows = office.read(bind(sql::HEAD_READ, []))?;
        let last = rows.first().map_or(Moment::MIN, |row| row.int(1));
        place::goes_on(globals, office.clock(), last)?;
        tick(&office)?;
        let world = office.world()?;
        Ok(Desk {
            globals,
            office,
            world,
        })
    }

    /// Who acts: the person of `--as`, else the operator.
    ///
    /// # Errors
    ///
    /// That `--as` names nobody.
    pub(crate) fn actor(&self) -> Result<Actor, Trouble> {
        match &self.globals.acts_as {
            None => Ok(Actor::Operator),
            Some(who) => {
                let login = || {
                    let row = bind(sql::ACCOUNT_BY_LOGIN, [who.to_ascii_lowercase().into()]);
                    let rows = self.office.read(row)?;
                    Ok(rows.first().map(|row| PersonId(row.text(0).to_owned())))
                };
                actor_of(who, &self.world, login)
            }
        }
    }

    /// The person of `--as`.
    ///
    /// # Errors
    ///
    /// That nobody was named.
    pub(crate) fn person(&self) -> Result<Actor, Trouble> {
        match self.actor()? {
            Actor::Operator | Actor::Clock | Actor::Anybody => Err(nobody()),
            actor @ Actor::Person { .. } => Ok(actor),
        }
    }

    /// Carries out an order as `actor`, under the key of the options.
    ///
    /// # Errors
    ///
    /// The office's.
    pub(crate) fn ask(&self, actor: Actor, order: Order) -> Result<Receipt, Trouble> {
        self.ask_seen(actor, order, None, "")
    }

    /// As [`Desk::ask`], for the case as seen in version `expected`; `part`
    /// tells apart the orders of one command under one key.
    ///
    /// # Errors
    ///
    /// The office's.
    pub(crate) fn ask_seen(
        &self,
        actor: Actor,
        order: Order,
        expected: Option<u64>,
        part: &str,
    ) -> Result<Receipt, Trouble> {
        let key = self.globals.key()? + part;
        let command = Command {
            key,
            actor,
            expected,
            order,
        };
        Ok(self.office.execute_blocking(command)?)
    }

    /// The case under `number`.
    ///
    /// # Errors
    ///
    /// That there is none.
    pub(crate) fn case(&self, number: &str) -> Result<Case, Trouble> {
        let found = self.office.case(number)?;
        found.ok_or_else(|| unknown_case(number))
    }

    /// The case under `number`, if who acts may see it.
    ///
    /// # Errors
    ///
    /// That there is none, the same for one that is not theirs to see.
    pub(crate) fn seen_case(&self, number: &str) -> Result<Case, Trouble> {
        let actor = self.actor()?;
        confirmed(&self.world, &actor)?;
        let case = self.case(number)?;
        let edition = self.office.edition(&case)?;
        let now = self.office.clock().now();
        let ground = ground(&edition, &self.world, &case, now);
        let seen = ground.is_some_and(|ground| may_see(ground, &actor));
        if seen {
            Ok(case)
        } else {
            Err(unknown_case(number))
        }
    }
}

/// Where what a command recorded stands, as pages and readers of the log count:
/// by its number in the public log.
pub(crate) fn stands(receipt: &Receipt) -> Words {
    match receipt.logged {
        Some(number) => words(
            format!("公开日志第{number}条"),
            format!("number {number} in the public log"),
        ),
        None => words("不入公开日志", "not in the public log"),
    }
}

/// That no case has this number.
pub(crate) fn unknown_case(number: &str) -> Trouble {
    let case = number.chars().take(40).collect();
    Refusal::NoSuchCase { case }.into()
}

fn nobody() -> Trouble {
    Trouble::usage(
        "请用 --as 人员@主体代码（或者登录名）写明由谁办理。",
        "say who acts with `--as PERSON@PARTYCODE` or `--as LOGIN`",
    )
}

/// Who reads: the confirmed person of `--as`, else the operator.
///
/// # Errors
///
/// That `--as` names nobody, or no confirmed member of the party.
pub(crate) fn reader(
    globals: &Globals,
    archive: &mut Archive,
    world: &World,
) -> Result<Actor, Trouble> {
    let Some(who) = &globals.acts_as else {
        return Ok(Actor::Operator);
    };
    let actor = actor_in(archive, world, who)?;
    confirmed(world, &actor)?;
    Ok(actor)
}

/// That a person who reads is a confirmed member of the party they read for.
///
/// # Errors
///
/// That they are not.
pub(crate) fn confirmed(world: &World, actor: &Actor) -> Result<(), Trouble> {
    let Actor::Person { person, party } = actor else {
        return Ok(());
    };
    let known = world.party(party);
    if known.is_some_and(|known| known.confirmed(person).is_some()) {
        return Ok(());
    }
    Err(Trouble::input(
        format!("“{person}”不是{party}的已确认成员。"),
        format!("`{person}` is no confirmed member of {party}"),
    ))
}

/// To what somebody who asks for a case stands in relation; nothing if its
/// edition does not have its procedure.
pub(crate) fn ground<'a>(
    edition: &'a Edition,
    world: &'a World,
    case: &'a Case,
    now: Moment,
) -> Option<Ground<'a>> {
    let calendar = world.calendars.get(&edition.regime.head.calendar);
    Some(Ground {
        regime: &edition.regime,
        procedure: edition.procedure(&case.procedure)?,
        world,
        today: calendar.map_or(Date::MAX, |calendar| calendar.day(now)),
        holder: &case.holder,
        case: Some(case),
    })
}

/// The actor that `--as` names, as the archive knows it.
///
/// # Errors
///
/// That it names nobody.
pub(crate) fn actor_in(archive: &mut Archive, world: &World, who: &str) -> Result<Actor, Trouble> {
    let row = bind(sql::ACCOUNT_BY_LOGIN, [who.to_ascii_lowercase().into()]);
    actor_of(who, world, || {
        let rows = archive.rows(row)?;
        Ok(rows.first().map(|row| PersonId(row.text(0).to_owned())))
    })
}

fn actor_of(
    who: &str,
    world: &World,
    login: impl FnOnce() -> Result<Option<PersonId>, Trouble>,
) -> Result<Actor, Trouble> {
    if let Some((person, code)) = who.rsplit_once('@') {
        let party = code_of(code)?;
        let person = PersonId(person.to_owned());
        return Ok(Actor::Person { person, party });
    }
    let person = login()?.ok_or_else(|| {
        Trouble::absent(
            format!("没有登录名“{who}”；也可以写作 人员@主体代码。"),
            format!("there is no account `{who}`; or write PERSON@PARTYCODE"),
        )
    })?;
    let mut parties = world.parties.values();
    let party = parties.find(|party| party.confirmed(&person).is_some());
    let party = party.ok_or_else(|| {
        Trouble::absent(
            format!("“{who}”还不是任何主体的成员，请先用 `xinbiao party member` 登记。"),
            format!("`{who}` is a member of no party yet; enter them with `xinbiao party member`"),
        )
    })?;
    let party = party.registration.code.clone();
    Ok(Actor::Person { person, party })
}

/// A party's code, read.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn code_of(text: &str) -> Result<PartyCode, Trouble> {
    text.parse().map_err(|error: CodeError| {
        let zh = match &error {
            CodeError::Shape(code) => format!(
                "“{code}”不是统一社会信用代码：应为18位数字和大写字母（不含I、O、S、V、Z）；境外主体写法如 FI:1234567-8。"
            ),
            CodeError::CheckCharacter(code) => {
                format!("“{code}”的校验码有误（GB 32100-2015），请与营业执照核对。")
            }
        };
        Trouble::usage(zh, error.to_string())
    })
}
