//! Which regime means a kind of party, a qualification, a sanction or a role
//! that an order about a party names. Regimes may use one name for different
//! things, so the record keeps the regime with the name.

use crate::failure::Failure;
use case::command::Order;
use case::order::{ADMINISTRATOR, REGISTRAR};
use case::party::{Bar, Member, Qualified, Registration};
use case::refusal::Refusal;
use case::retention::ARCHIVIST;
use case::wording::{Wording, words};
use law::library::Library;
use law::name::{Role, Scoped};
use law::regime::Regime;
use std::borrow::Borrow;
use std::collections::BTreeSet;

/// The order with every name as the regime defines it that alone can be meant.
/// None if the order names nothing of that sort.
///
/// # Errors
///
/// [`Refusal::Wrong`] for a name that no regime defines, or that several do.
pub(crate) fn scoped(library: &Library, order: &Order) -> Result<Option<Order>, Failure> {
    Ok(Some(match order {
        Order::Register { registration } => {
            let kinds = registration.kinds.iter();
            let kinds = kinds.map(|kind| {
                let what = words("主体类别", "kind of party");
                meant(library, kind, what, |regime, name| {
                    regime.parties.contains_key(name)
                })
            });
            let registration = Registration {
                kinds: kinds.collect::<Result<_, _>>()?,
                ..registration.clone()
            };
            Order::Register { registration }
        }
        Order::SetMember {
            party,
            person,
            member,
        } => {
            let roles = member.roles.iter().map(|role| held(library, role));
            let member = Member {
                roles: roles.collect::<Result<_, _>>()?,
                ..member.clone()
            };
            Order::SetMember {
                party: party.clone(),
                person: person.clone(),
                member,
            }
        }
        Order::Qualify {
            party,
            qualification,
            basis,
        } => {
            let what = words("资质", "qualification");
            let has = |regime: &Regime, name: &_| regime.qualifications.contains_key(name);
            let qualification = Qualified {
                kind: meant(library, &qualification.kind, what, has)?,
                ..qualification.clone()
            };
            Order::Qualify {
                party: party.clone(),
                qualification,
                basis: basis.clone(),
            }
        }
        Order::Bar { party, bar, basis } => {
            let what = words("限制", "sanction");
            let has = |regime: &Regime, name: &_| regime.sanctions.contains_key(name);
            let bar = Bar {
                sanction: meant(library, &bar.sanction, what, has)?,
                ..bar.clone()
            };
            Order::Bar {
                party: party.clone(),
                bar,
                basis: basis.clone(),
            }
        }
        _ => return Ok(None),
    }))
}

/// The name with the regime that alone can be meant.
fn meant<N: Clone + Borrow<str> + PartialEq>(
    library: &Library,
    given: &Scoped<N>,
    what: Wording,
    has: impl Fn(&Regime, &N) -> bool,
) -> Result<Scoped<N>, Failure> {
    let regimes = defining(library, |regime| has(regime, given.name()));
    match (given.regime(), regimes.len()) {
        (Some(regime), _) if regimes.contains(regime) => Ok(given.clone()),
        (None, 1) => {
            let name = given.name().clone();
            let scoped = regimes.first().map(|regime| Scoped::of(regime, name));
            Ok(scoped.unwrap_or_else(|| given.clone()))
        }
        _ => Err(unclear(
            given.regime(),
            given.name().borrow(),
            &what,
            &regimes,
        )),
    }
}

/// A role; without a regime it is held in all of them.
fn held(library: &Library, given: &Scoped<Role>) -> Result<Scoped<Role>, Failure> {
    let administers = [REGISTRAR, ADMINISTRATOR, ARCHIVIST].contains(&given.name().as_str());
    let regimes = defining(library, |regime| {
        let mut kinds = regime.parties.values();
        kinds.any(|kind| kind.roles.contains(given.name()))
    });
    let known = match given.regime() {
        Some(regime) => regimes.contains(regime),
        None => administers || !regimes.is_empty(),
    };
    if known {
        return Ok(given.clone());
    }
    let what = words("职责", "role");
    Err(unclear(
        given.regime(),
        given.name().as_str(),
        &what,
        &regimes,
    ))
}

fn defining(library: &Library, has: impl Fn(&Regime) -> bool) -> BTreeSet<&str> {
    let editions = library.all().filter(|(_, edition)| has(&edition.regime));
    editions.map(|(id, _)| id.regime.as_str()).collect()
}

fn unclear(regime: Option<&str>, name: &str, what: &Wording, regimes: &BTreeSet<&str>) -> Failure {
    let all: Vec<String> = regimes.iter().map(|own| format!("{own}:{name}")).collect();
    let why = match (regime, all.is_empty()) {
        (_, true) => words(
            format!("没有制度规定{}“{name}”，请核对其名称。", what.zh),
            format!(
                "no regime has a {} `{name}`; compare its name in regime.toml",
                what.en
            ),
        ),
        (Some(regime), false) => words(
            format!(
                "制度“{regime}”没有{}“{name}”，请写明：{}。",
                what.zh,
                all.join("、")
            ),
            format!(
                "the regime `{regime}` has no {} `{name}`; write {}",
                what.en,
                all.join(" or ")
            ),
        ),
        (None, false) => words(
            format!(
                "多个制度都有{}“{name}”，请写明是哪一个制度的：{}。",
                what.zh,
                all.join("、")
            ),
            format!(
                "several regimes have a {} `{name}`; say which one is meant: {}",
                what.en,
                all.join(" or ")
            ),
        ),
    };
    Refusal::Wrong { why }.into()
}
