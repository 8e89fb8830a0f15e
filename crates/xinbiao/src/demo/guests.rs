//! As whom a visitor can sign in: for each regime the capacities in which
//! most was done, and of each the person who did most.

use super::record::Record;
use anyhow::Context;
use case::party::PersonId;
use law::library::Library;
use law::name::ActorName;
use office::people::People;
use std::collections::BTreeMap;
use std::fmt::Write;

/// So many capacities of a regime have an account.
const MOST: usize = 8;

/// How often somebody acted in a capacity of a regime.
type Done = BTreeMap<(String, ActorName), BTreeMap<PersonId, usize>>;

/// Makes the accounts, all with one password; who can sign in as what. `known`
/// are the persons that have an account, with the names to sign in with.
pub(crate) fn accounts(
    people: &People,
    record: &Record,
    library: &Library,
    known: &mut BTreeMap<PersonId, String>,
    password: &str,
) -> anyhow::Result<String> {
    let done = done(record);
    let mut told = String::new();
    for (id, edition) in library.all() {
        let regime = &edition.regime;
        let mut capacities: Vec<_> = done
            .iter()
            .filter(|((of, capacity), _)| *of == id.regime && regime.actors.contains_key(capacity))
            .map(|((_, capacity), persons)| (persons.values().sum::<usize>(), capacity, persons))
            .collect();
        capacities.sort_by_key(|(acts, ..)| std::cmp::Reverse(*acts));
        writeln!(
            told,
            "\n  {} {}",
            regime.head.title.zh, regime.head.title.en
        )?;
        let mut guests: Vec<(String, Vec<&str>, &str)> = Vec::new();
        for (_, capacity, persons) in capacities.into_iter().take(MOST) {
            let most = persons.iter().max_by_key(|(_, acts)| **acts);
            let (person, _) = most.context("nobody acted")?;
            let (name, party) = called(record, person);
            if !known.contains_key(person) {
                let login = format!("{capacity}.{}", id.regime);
                people.set_account(person, &login, name, password)?;
                known.insert(person.clone(), login);
            }
            let (login, title) = (&known[person], regime.actors[capacity].zh.as_str());
            match guests.iter_mut().find(|(listed, ..)| listed == login) {
                Some((_, titles, _)) => titles.push(title),
                None => guests.push((login.clone(), vec![title], party)),
            }
        }
        for (login, titles, party) in guests {
            writeln!(told, "    {login:<34} {}, {party}", titles.join("、"))?;
        }
    }
    Ok(told)
}

/// The name of a person, and of the party that it acts for.
fn called<'r>(record: &'r Record, person: &PersonId) -> (&'r str, &'r str) {
    let mut parties = record.world.parties.values();
    let found = parties.find_map(|party| {
        let member = party.confirmed(person)?;
        Some((member.name.as_str(), party.registration.name_zh.as_str()))
    });
    found.unwrap_or(("", ""))
}

fn done(record: &Record) -> Done {
    let mut done = Done::new();
    for case in record.cases.values() {
        for taken in &case.steps {
            if let Some(person) = &taken.person {
                let key = (case.edition.regime.clone(), taken.capacity.clone());
                *done
                    .entry(key)
                    .or_default()
                    .entry(person.clone())
                    .or_default() += 1;
            }
        }
    }
    done
}
