//! Accounts and tokens: who somebody is. What they may do is not here: that
//! follows from the parties on record.
//!
//! A token is 32 random bytes. Only its digest is kept, on disk and in memory.
//! Answers to a failed sign-in never tell which part was wrong.

mod throttle;

use crate::clock::Clock;
use crate::opening::Office;
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use base16ct::lower;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use case::party::PersonId;
use case::world::World;
use law::calendar::Moment;
use law::identity::PartyCode;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};
use store::engine::Engine;
use store::error::StoreError;
use store::row::{Param, bind};
use store::statements as sql;
use throttle::Throttle;

/// How long a person stays signed in, in milliseconds: twelve hours.
pub const SIGNED_IN_FOR: Moment = 12 * 3_600_000;
/// The shortest and the longest password, in characters.
pub const PASSWORD: std::ops::RangeInclusive<usize> = 12..=200;
const MOST_ROWS: i64 = 10_000_000;
const MOST_TOKENS: usize = 1_000_000;

/// Who asks: a person who acts for a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub person: PersonId,
    pub party: PartyCode,
    /// The name of the person, for the page's head.
    pub name: String,
}

/// What a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A person at a browser.
    Session,
    /// A program.
    Api,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Kind::Session => "session",
            Kind::Api => "api",
        }
    }
}

/// Why somebody was not let in or an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    #[error("the name or the password is wrong; try again")]
    Wrong,
    #[error("too many attempts failed; wait {seconds} seconds, then try again")]
    Wait { seconds: i64 },
    #[error("this account acts for no party yet; ask the administrator of your organisation")]
    NoParty,
    #[error("the name `{0}` is taken; choose another")]
    Taken(String),
    #[error("a sign-in name has 1 to 64 visible ASCII signs")]
    Login,
    #[error("a password has {} to {} characters; choose another", PASSWORD.start(), PASSWORD.end())]
    Password,
    #[error("too many people are signed in; try again later")]
    Full,
    #[error("the system gives no random numbers: {0}")]
    Random(String),
    #[error("the password could not be worked on: {0}")]
    Hash(String),
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// The accounts and tokens. Cheap to clone.
#[derive(Debug, Clone)]
pub struct People {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    clock: Clock,
    engine: Mutex<Engine>,
    tokens: RwLock<BTreeMap<[u8; 32], Held>>,
    failed: Mutex<Throttle>,
    /// What the password of an unknown name is compared with, so that the
    /// answer takes as long as for a known one. It is made at the first sign-in,
    /// whatever the name: it takes time and memory that a start can do without.
    decoy: OnceLock<String>,
}

#[derive(Debug)]
struct Held {
    session: Arc<Session>,
    expires: Moment,
}

impl People {
    /// Opens the accounts of an office, on a connection of their own.
    ///
    /// # Errors
    ///
    /// The store's, or that there is no chance to be had.
    pub fn open(office: &Office) -> Result<Self, PeopleError> {
        let mut engine = Engine::open(&office.folder().database())?;
        let clock = office.clock().clone();
        let tokens = load(&mut engine, clock.now())?;
        Ok(People {
            inner: Arc::new(Inner {
                clock,
                engine: Mutex::new(engine),
                tokens: RwLock::new(tokens),
                failed: Mutex::default(),
                decoy: OnceLock::new(),
            }),
        })
    }

    /// Makes an account with a new person's id.
    ///
    /// # Errors
    ///
    /// [`PeopleError`] says what is wrong with name or password.
    pub fn create_account(
        &self,
        login: &str,
        name: &str,
        password: &str,
    ) -> Result<PersonId, PeopleError> {
        let person = PersonId(format!("p-{}", random()?.get(..22).unwrap_or_default()));
        self.set_account(&person, login, name, password)?;
        Ok(person)
    }

    /// Makes the account of a person who is known already, or gives it
    /// another name and password.
    ///
    /// # Errors
    ///
    /// As [`People::create_account`].
    pub fn set_account(
        &self,
        person: &PersonId,
        login: &str,
        name: &str,
        password: &str,
    ) -> Result<(), PeopleError> {
        if !(1..=64).contains(&login.len()) || !login.chars().all(|sign| sign.is_ascii_graphic()) {
            return Err(PeopleError::Login);
        }
        if !PASSWORD.contains(&password.chars().count()) {
            return Err(PeopleError::Password);
        }
        let login = login.to_ascii_lowercase();
        let hash = hash(password)?;
        let mut engine = self.engine();
        let rows = engine.query(bind(sql::ACCOUNT_BY_LOGIN, [login.as_str().into()]))?;
        if rows.first().is_some_and(|row| row.text(0) != person.0) {
            return Err(PeopleError::Taken(login));
        }
        let params = [
            person.0.as_str().into(),
            login.into(),
            name.into(),
            hash.into(),
            Param::Int(0),
        ];
        engine.commit(None, &[bind(sql::ACCOUNT_PUT, params)])?;
        Ok(())
    }

    /// Lets somebody in who knows an account's password. `from` names the
    /// place that asks, such as an address: failures are counted there, so that
    /// nobody can shut somebody else out.
    ///
    /// The person acts for the first party that has them as a confirmed
    /// member; [`People::switch`] changes that. Takes a while by intent: not
    /// to be called where nothing else may wait.
    ///
    /// # Errors
    ///
    /// [`PeopleError::Wrong`], [`PeopleError::Wait`], [`PeopleError::NoParty`].
    pub fn sign_in(
        &self,
        login: &str,
        password: &str,
        from: &str,
        world: &World,
    ) -> Result<String, PeopleError> {
        let now = self.inner.clock.now();
        let login = login.trim().to_ascii_lowercase();
        if let Some(seconds) = self.failed().wait(&login, from, now) {
            return Err(PeopleError::Wait { seconds });
        }
        let decoy = self.decoy()?;
        let row = {
            let bound = bind(sql::ACCOUNT_BY_LOGIN, [login.as_str().into()]);
            self.engine().query(bound)?.into_iter().next()
        };
        let kept = row.as_ref().map_or(decoy, |row| row.text(3));
        let right = verify(kept, password);
        let Some(row) = row.filter(|row| right && row.int(4) == 0) else {
            self.failed().note(&login, from, now);
            return Err(PeopleError::Wrong);
        };
        self.failed().forget(&login, from);
        let person = PersonId(row.text(0).to_owned());
        let mut parties = world.parties.values();
        let party = parties.find(|party| party.confirmed(&person).is_some());
        let party = party.ok_or(PeopleError::NoParty)?;
        let session = Session {
            person,
            party: party.registration.code.clone(),
            name: row.text(2).to_owned(),
        };
        self.issue(session, Kind::Session, now + SIGNED_IN_FOR)
    }

    /// Whether somebody without an account may try something, such as a receipt
    /// code: like a sign-in, a few times, then with a wait.
    ///
    /// # Errors
    ///
    /// [`PeopleError::Wait`] after too many attempts.
    pub fn may_try(&self, what: &str, from: &str) -> Result<(), PeopleError> {
        let (now, from) = (self.inner.clock.now(), format!("{what}\n{from}"));
        match self.failed().wait(what, &from, now) {
            Some(seconds) => Err(PeopleError::Wait { seconds }),
            None => Ok(()),
        }
    }

    /// Counts an attempt.
    pub fn tried(&self, what: &str, from: &str) {
        let (now, from) = (self.inner.clock.now(), format!("{what}\n{from}"));
        self.failed().note(what, &from, now);
    }

    /// Forgets the attempts after one that was right.
    pub fn succeeded(&self, what: &str, from: &str) {
        self.failed().forget(what, &format!("{what}\n{from}"));
    }

    /// A token with which the person of `old` acts for another party, if that
    /// has them as a confirmed member; `old` ends.
    ///
    /// # Errors
    ///
    /// [`PeopleError::NoParty`] if not.
    pub fn switch(
        &self,
        old: &str,
        party: &PartyCode,
        world: &World,
    ) -> Result<String, PeopleError> {
        let session = self.session(old).ok_or(PeopleError::Wrong)?;
        let known = world.party(party);
        let member = known.and_then(|party| party.confirmed(&session.person));
        member.ok_or(PeopleError::NoParty)?;
        self.sign_out(old)?;
        let session = Session {
            party: party.clone(),
            ..Session::clone(&session)
        };
        self.issue(
            session,
            Kind::Session,
            self.inner.clock.now() + SIGNED_IN_FOR,
        )
    }

    /// A token for a program that acts as this person for this party.
    ///
    /// # Errors
    ///
    /// The store's.
    pub fn issue_token(
        &self,
        person: &PersonId,
        party: &PartyCode,
        expires: Moment,
    ) -> Result<String, PeopleError> {
        let session = Session {
            person: person.clone(),
            party: party.clone(),
            name: person.to_string(),
        };
        self.issue(session, Kind::Api, expires)
    }

    fn issue(&self, session: Session, kind: Kind, expires: Moment) -> Result<String, PeopleError> {
        let token = random()?;
        let digest = digest(&token);
        let params = [
            lower::encode_string(&digest).into(),
            session.person.0.as_str().into(),
            session.party.as_str().into(),
            kind.as_str().into(),
            expires.into(),
        ];
        self.make_room()?;
        let put = bind(sql::TOKEN_PUT, params);
        self.engine().commit(None, &[put])?;
        let session = Arc::new(session);
        self.tokens_mut().insert(digest, Held { session, expires });
        Ok(token)
    }

    /// Lets go of what has expired when there are too many.
    fn make_room(&self) -> Result<(), PeopleError> {
        let mut tokens = self.tokens_mut();
        if MOST_TOKENS <= tokens.len() {
            let now = self.inner.clock.now();
            tokens.retain(|_, held| now < held.expires);
        }
        if MOST_TOKENS <= tokens.len() {
            return Err(PeopleError::Full);
        }
        Ok(())
    }

    /// Ends a token.
    ///
    /// # Errors
    ///
    /// The store's; the token has ended here all the same.
    pub fn sign_out(&self, token: &str) -> Result<(), PeopleError> {
        let digest = digest(token);
        self.tokens_mut().remove(&digest);
        let drop = bind(sql::TOKEN_DROP, [lower::encode_string(&digest).into()]);
        self.engine().commit(None, &[drop])?;
        Ok(())
    }

    /// Who holds this token, if it holds. Answered from memory.
    pub fn session(&self, token: &str) -> Option<Arc<Session>> {
        let tokens = self
            .inner
            .tokens
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        let held = tokens.get(&digest(token))?;
        (self.inner.clock.now() < held.expires).then(|| held.session.clone())
    }

    fn decoy(&self) -> Result<&str, PeopleError> {
        if self.inner.decoy.get().is_none() {
            // Of several first ones one stands.
            let _ = self.inner.decoy.set(hash(&random()?)?);
        }
        Ok(self.inner.decoy.get().map_or("", String::as_str))
    }

    fn engine(&self) -> MutexGuard<'_, Engine> {
        self.inner
            .engine
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self) -> MutexGuard<'_, Throttle> {
        self.inner
            .failed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn tokens_mut(&self) -> std::sync::RwLockWriteGuard<'_, BTreeMap<[u8; 32], Held>> {
        self.inner
            .tokens
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn load(engine: &mut Engine, now: Moment) -> Result<BTreeMap<[u8; 32], Held>, StoreError> {
    let accounts = engine.query(bind(sql::ACCOUNT_ALL, [MOST_ROWS.into()]))?;
    let known: BTreeMap<&str, (&str, bool)> = accounts
        .iter()
        .map(|row| (row.text(0), (row.text(2), row.int(4) != 0)))
        .collect();
    let rows = engine.query(bind(sql::TOKEN_ALL, [now.into(), MOST_ROWS.into()]))?;
    let tokens = rows.iter().filter_map(|row| {
        let person = row.text(1);
        let (name, blocked) = known.get(person).copied().unwrap_or((person, false));
        let session = Arc::new(Session {
            person: PersonId(person.to_owned()),
            party: row.text(2).parse().ok()?,
            name: name.to_owned(),
        });
        let held = Held {
            session,
            expires: row.int(4),
        };
        (!blocked).then_some((lower::decode_vec(row.text(0)).ok()?.try_into().ok()?, held))
    });
    Ok(tokens.collect())
}

fn random() -> Result<String, PeopleError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| PeopleError::Random(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn hash(password: &str) -> Result<String, PeopleError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string())
        .map_err(|error| PeopleError::Hash(error.to_string()))
}

fn verify(kept: &str, password: &str) -> bool {
    let short = password.len() <= 4 * PASSWORD.end();
    short
        && Argon2::default()
            .verify_password(password.as_bytes(), kept)
            .is_ok()
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
