//! The options that every command takes, and what the surroundings say where
//! they are not given.

use crate::lang::Lang;
use crate::trouble::Trouble;
use base16ct::lower;
use std::path::PathBuf;

/// Options of every command.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Globals {
    /// Data folder [default: $XINBIAO_DATA, else ./xinbiao-data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// PostgreSQL database instead of a file in the data folder [default: $XINBIAO_DATABASE]
    #[arg(long, global = true, value_name = "URL")]
    database: Option<String>,
    /// Folder of schemes instead of those that come with the program
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) schemes: Option<PathBuf>,
    /// Answer with one JSON document on stdout, errors too
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language of messages [default: from $LANG]
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
    /// Act as this person: PERSON@PARTYCODE, or the sign-in name of an account
    #[arg(long = "as", global = true, value_name = "WHO")]
    pub(crate) acts_as: Option<String>,
    /// Carry out a command under this key: the same key again does nothing twice [default: random]
    #[arg(long, global = true, value_name = "KEY")]
    pub(crate) key: Option<String>,
    /// Let this be the time, such as 2026-07-06T09:30: only in a folder made with `init --rehearsal`
    #[arg(long, global = true, value_name = "TIME")]
    pub(crate) now: Option<String>,
}

impl Globals {
    /// The language of messages.
    pub(crate) fn lang(&self) -> Lang {
        self.lang.unwrap_or_else(Lang::of_surroundings)
    }

    /// The data folder.
    pub(crate) fn folder(&self) -> PathBuf {
        let named = self.data.clone();
        named
            .or_else(|| std::env::var_os("XINBIAO_DATA").map(PathBuf::from))
            .unwrap_or_else(|| PathBuf::from("xinbiao-data"))
    }

    /// The address of a database server, if one is to be used.
    pub(crate) fn database(&self) -> Option<String> {
        let named = self.database.clone();
        named
            .or_else(|| std::env::var("XINBIAO_DATABASE").ok())
            .filter(|address| !address.is_empty())
    }

    /// The key under which a command is carried out.
    ///
    /// # Errors
    ///
    /// That the system gives no random numbers.
    pub(crate) fn key(&self) -> Result<String, Trouble> {
        match &self.key {
            Some(key) => Ok(key.clone()),
            None => random_key(),
        }
    }
}

/// A key that nobody else takes.
///
/// # Errors
///
/// That the system gives no random numbers.
pub(crate) fn random_key() -> Result<String, Trouble> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(Trouble::system)?;
    Ok(format!("cli/{}", lower::encode_string(&bytes)))
}
