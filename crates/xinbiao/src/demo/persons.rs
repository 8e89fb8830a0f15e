//! What the people of the demonstration are called: by their part, never like
//! somebody.

use case::party::{Member, Party, PersonId, Registration};
use law::identity::PartyCode;
use law::regime::Regime;

/// The person of the telling who has the part of `person`.
pub(crate) fn real(person: &PersonId, party: &Party, code: &PartyCode) -> PersonId {
    let member = party.members.get(person);
    let role = member.and_then(|member| member.roles.first());
    let role = role.map_or("member", |role| role.name().as_str());
    let of_role = party
        .members
        .iter()
        .filter(|(_, other)| member.is_some_and(|member| member.roles == other.roles));
    let at = of_role.take_while(|(other, _)| *other != person).count() + 1;
    let several = member.map_or(0, |member| member.roles.len());
    // Who has several roles comes last, so that nobody takes both sides by chance.
    let head = if 1 < several { "z-" } else { "" };
    let slug = code.as_str().to_lowercase().replace([':', '.'], "-");
    let slug = slug.strip_prefix("91000000").unwrap_or(&slug);
    PersonId(format!("{head}{role}-{at}-{slug}"))
}

/// What a person is called: by its role.
pub(crate) fn title(
    regime: &Regime,
    party: &Registration,
    member: &Member,
    person: &PersonId,
) -> String {
    let id = &regime.head.id;
    let has = |actor: &&law::regime::Actor| {
        let role = actor.role.as_ref();
        role.is_some_and(|role| member.has(id, role))
    };
    let mut fitting = regime.actors.values().filter(has);
    let found = fitting.find(|actor| actor.kind.as_ref().is_some_and(|kind| party.is(id, kind)));
    let by_role = || regime.actors.values().find(has);
    let zh = found
        .or_else(by_role)
        .map_or("经办人员", |actor| actor.zh.as_str());
    let at = person
        .0
        .split('-')
        .find_map(|part| part.parse::<u32>().ok());
    format!("示例{zh}{}", at.unwrap_or(1))
}
