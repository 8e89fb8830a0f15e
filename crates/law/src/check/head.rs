//! The head of a regime, its parties and actors.

use super::Findings;
use super::finding::Place;
use crate::regime::{Actor, Regime, Relation};

pub(super) fn in_force_from_before_until(regime: &Regime, findings: &mut Findings) {
    let in_force = regime.head.in_force;
    if in_force.until.is_some_and(|until| until <= in_force.from) {
        findings.add(
            Place::new("regime.toml", "until"),
            "in-force",
            "is not after `from`",
            "Write the first day on which the edition is no longer in force.",
        );
    }
    for (key, text) in [("id", &regime.head.id), ("edition", &regime.head.edition)] {
        let sound = !text.is_empty()
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !sound {
            findings.add(
                Place::new("regime.toml", key),
                "head",
                format!("is `{text}`, which cannot be a folder"),
                "Write lower-case letters, digits and hyphens.",
            );
        }
    }
}

pub(super) fn calendar_and_zone_are_known(regime: &Regime, findings: &mut Findings) {
    if !crate::name::is_name(&regime.head.calendar) {
        findings.add(
            Place::new("regime.toml", "calendar"),
            "calendar",
            format!("is `{}`, which cannot be a calendar", regime.head.calendar),
            "Name a folder under calendars/, such as `cn`.",
        );
    }
    if let Err(cause) = crate::calendar::Calendar::new(&regime.head.zone) {
        findings.add(
            Place::new("regime.toml", "zone"),
            "calendar",
            format!("is not known: {cause}"),
            "Write a zone of the IANA time zone database.",
        );
    }
}

pub(super) fn actors_fit_their_relation(regime: &Regime, findings: &mut Findings) {
    for (name, actor) in &regime.actors {
        if let Some(wrong) = misfit(actor) {
            findings.add(
                Place::regime("actor", name.as_str()),
                "actor",
                wrong,
                "schemes/README.md says which keys each relation takes.",
            );
        }
        let Some(field) = &actor.of else { continue };
        let lacking = regime.procedures.values().find(|procedure| {
            let acts = procedure.steps.values().any(|step| step.by.contains(name));
            acts && !procedure.fields.contains_key(field)
        });
        if let Some(procedure) = lacking {
            findings.add(
                Place::regime("actor", name.as_str()),
                "name-unknown",
                format!(
                    "names the field `{field}`, which `{}` does not have",
                    procedure.head.id
                ),
                "Define the field there, or correct the name.",
            );
        }
    }
}

fn misfit(actor: &Actor) -> Option<&'static str> {
    let (kind, role, of) = (
        actor.kind.is_some(),
        actor.role.is_some(),
        actor.of.is_some(),
    );
    match actor.relation {
        Relation::Holder | Relation::Agent if !kind || of => Some("needs `kind` and takes no `of`"),
        Relation::Body | Relation::Drawn if !kind || !role || of => {
            Some("needs `kind` and `role` and takes no `of`")
        }
        Relation::Named if !of => Some("needs `of`, the field that names the party"),
        Relation::Region if !kind => Some("needs `kind`"),
        Relation::Kind | Relation::Parent if !kind || of => Some("needs `kind` and takes no `of`"),
        Relation::Anyone | Relation::Clock if kind || role || of => {
            Some("takes no `kind`, `role` or `of`")
        }
        Relation::Holder
        | Relation::Agent
        | Relation::Body
        | Relation::Drawn
        | Relation::Named
        | Relation::Region
        | Relation::Parent
        | Relation::Kind
        | Relation::Anyone
        | Relation::Clock => None,
    }
}

pub(super) fn party_kinds_and_roles_exist(regime: &Regime, findings: &mut Findings) {
    for (name, actor) in &regime.actors {
        let Some(kind) = &actor.kind else { continue };
        let Some(party) = regime.parties.get(kind) else {
            findings.add(
                Place::regime("actor", name.as_str()),
                "name-unknown",
                format!("names the party kind `{kind}`, which does not exist"),
                "Define the party kind or correct the name.",
            );
            continue;
        };
        if let Some(role) = actor
            .role
            .as_ref()
            .filter(|role| !party.roles.contains(role))
        {
            findings.add(
                Place::regime("actor", name.as_str()),
                "name-unknown",
                format!("names the role `{role}`, which a `{kind}` does not have"),
                "Add the role to the party kind or correct the name.",
            );
        }
    }
    for (name, party) in &regime.parties {
        if party.identity.is_empty() || party.roles.is_empty() {
            findings.add(
                Place::regime("party", name.as_str()),
                "party",
                "has no identity, or no roles",
                "Say how it proves who it is and what its members can be.",
            );
        }
    }
    let clocks = regime
        .actors
        .values()
        .filter(|a| a.relation == Relation::Clock)
        .count();
    if 1 < clocks {
        findings.add(
            Place::new("regime.toml", "id"),
            "actor",
            "stands over more than one clock",
            "Keep one actor with `relation = \"clock\"`.",
        );
    }
}

pub(super) fn qualifications_and_sanctions_have_their_party_kind(
    regime: &Regime,
    findings: &mut Findings,
) {
    let qualified = regime
        .qualifications
        .iter()
        .map(|(name, item)| (Place::regime("qualification", name.as_str()), &item.of));
    let barred = regime
        .sanctions
        .iter()
        .map(|(name, item)| (Place::regime("sanction", name.as_str()), &item.on));
    for (place, kind) in qualified.chain(barred) {
        if !regime.parties.contains_key(kind) {
            findings.add(
                place,
                "name-unknown",
                format!("names the party kind `{kind}`, which does not exist"),
                "Define the party kind or correct the name.",
            );
        }
    }
}

/// Names that mean the program's own actors, here and in scenarios.
const OWN: [&str; 3] = ["operator", "anybody", "clock"];

pub(super) fn names_of_the_program_are_not_taken(regime: &Regime, findings: &mut Findings) {
    for (name, actor) in &regime.actors {
        let clock = actor.relation == Relation::Clock;
        let anybody = actor.relation == Relation::Anyone;
        let sound = match name.as_str() {
            "clock" => clock,
            "anybody" => anybody,
            other => !clock && other != "operator",
        };
        if !sound {
            findings.add(
                Place::regime("actor", name.as_str()),
                "actor",
                "has a name of the program's own, or is the clock under another name",
                "Call the clock `clock`; `operator` and `anybody` are not names of others.",
            );
        }
    }
    for name in regime
        .parties
        .keys()
        .filter(|name| OWN.contains(&name.as_str()))
    {
        findings.add(
            Place::regime("party", name.as_str()),
            "actor",
            "has a name of the program's own",
            "Choose another name for the party kind.",
        );
    }
}

pub(super) fn actors_of_one_body_have_roles_of_their_own(regime: &Regime, findings: &mut Findings) {
    let inside = |actor: &Actor| matches!(actor.relation, Relation::Body | Relation::Drawn);
    let actors: Vec<_> = regime
        .actors
        .iter()
        .filter(|(_, actor)| inside(actor))
        .collect();
    for (at, (name, actor)) in actors.iter().enumerate() {
        let twin = actors
            .iter()
            .take(at)
            .find(|(_, other)| other.kind == actor.kind && other.role == actor.role);
        if let Some((twin, _)) = twin {
            findings.add(
                Place::regime("actor", name.as_str()),
                "actor",
                format!("has the same role in the same body as `{twin}`"),
                "Give each a role of its own, or make them one actor.",
            );
        }
    }
}
