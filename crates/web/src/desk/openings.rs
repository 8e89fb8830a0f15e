//! What a person may begin, and for whom.

use crate::language::Lang;
use crate::session::Signed;
use crate::site::Site;
use case::authorize::{Ground, authorize};
use case::command::Actor;
use case::party::Party;
use case::world::World;
use jiff::civil::Date;
use law::identity::PartyCode;
use law::library::Edition;
use law::name::{ProcedureName, StepName};
use law::procedure::{HolderBy, Procedure};
use law::regime::Relation;
use law::step::Step;
use maud::{Markup, html};
use std::sync::Arc;

/// The longest list of holders that is shown to choose from.
pub(super) const MOST_HOLDERS: usize = 300;

/// What can be opened, by which step.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub(crate) edition: Arc<Edition>,
    pub(crate) regime: String,
    pub(crate) procedure: ProcedureName,
    pub(crate) step: StepName,
}

/// For whom a case can be opened.
#[derive(Debug)]
pub(super) enum Holders {
    /// The body that will hold the case: nobody is asked.
    Body,
    /// One of these.
    Among(Vec<PartyCode>),
    /// More than can be shown.
    Many,
}

impl Opening {
    pub(crate) fn rules(&self) -> Option<&Procedure> {
        self.edition.procedure(&self.procedure)
    }

    pub(crate) fn step(&self) -> Option<&Step> {
        self.rules()?.steps.get(&self.step)
    }

    /// For whom the person may open it; none if for nobody.
    pub(super) fn holders(&self, site: &Site, signed: &Signed, world: &World) -> Option<Holders> {
        let asking = self.asking(site, signed, world)?;
        if asking.procedure.head.holder_by == HolderBy::Body {
            return asking.may(&signed.session.party).then_some(Holders::Body);
        }
        let most = MOST_HOLDERS + 1;
        let found: Vec<PartyCode> = asking.holders().take(most).collect();
        match found.len() {
            0 => None,
            count if count == most => Some(Holders::Many),
            _ => Some(Holders::Among(found)),
        }
    }

    fn is_for(&self, site: &Site, signed: &Signed, world: &World) -> bool {
        let Some(asking) = self.asking(site, signed, world) else {
            return false;
        };
        match asking.procedure.head.holder_by {
            HolderBy::Body => asking.may(&signed.session.party),
            HolderBy::Given => asking.holders().next().is_some(),
        }
    }

    fn asking<'a>(
        &'a self,
        site: &Site,
        signed: &'a Signed,
        world: &'a World,
    ) -> Option<Asking<'a>> {
        let asking = Asking {
            edition: &self.edition,
            procedure: self.rules()?,
            name: &self.step,
            step: self.step()?,
            world,
            today: crate::view::today(world, &self.edition, site),
            actor: signed.actor(),
            own: world.party(&signed.session.party)?,
        };
        asking.has_the_kind().then_some(asking)
    }
}

struct Asking<'a> {
    edition: &'a Edition,
    procedure: &'a Procedure,
    name: &'a StepName,
    step: &'a Step,
    world: &'a World,
    today: Date,
    actor: Actor,
    own: &'a Party,
}

impl<'a> Asking<'a> {
    /// Whether the own party is of a kind that takes the step at all.
    fn has_the_kind(&self) -> bool {
        let regime = &self.edition.regime.head.id;
        let mut kinds = self.rules().map(|rule| rule.kind.as_ref());
        kinds.any(|kind| kind.is_none_or(|kind| self.own.is(regime, kind)))
    }

    fn rules(&self) -> impl Iterator<Item = &law::regime::Actor> {
        let names = self.step.by.iter();
        names.filter_map(|name| self.edition.regime.actors.get(name))
    }

    /// The parties for whom it can be opened: the own one first.
    fn holders(&self) -> impl Iterator<Item = PartyCode> {
        let regime = &self.edition.regime.head.id;
        // Those of the holder's side open for near ones only.
        let far = self
            .rules()
            .any(|rule| !matches!(rule.relation, Relation::Holder | Relation::Agent));
        let own = &self.own.registration.code;
        let others = self.world.parties.values().map(|party| &**party);
        let others = others.filter(move |party| {
            party.registration.code != *own && (far || party.mandates(own, regime, self.today))
        });
        std::iter::once(self.own)
            .chain(others)
            .filter(|party| party.is(regime, &self.procedure.head.holder))
            .map(|party| party.registration.code.clone())
            .filter(|code| self.may(code))
    }

    fn may(&self, holder: &PartyCode) -> bool {
        let ground = Ground {
            regime: &self.edition.regime,
            procedure: self.procedure,
            world: self.world,
            today: self.today,
            holder,
            case: None,
        };
        authorize(ground, &self.actor, self.name).is_ok()
    }
}

/// Every step of an edition in force that opens a case.
pub(crate) fn all(site: &Site, world: &World) -> Vec<Opening> {
    let mut found = Vec::new();
    for (id, edition) in site.office().library().all() {
        let today = crate::view::today(world, edition, site);
        let in_force = site.office().library().in_force(&id.regime, today);
        if in_force.is_none_or(|(in_force, _)| in_force != id) {
            continue;
        }
        for (name, procedure) in &edition.regime.procedures {
            let steps = procedure.steps_in_order().into_iter();
            found.extend(
                steps
                    .filter(|(_, step)| step.from.is_empty())
                    .map(|(step, _)| Opening {
                        edition: edition.clone(),
                        regime: id.regime.clone(),
                        procedure: name.clone(),
                        step: step.clone(),
                    }),
            );
        }
    }
    found
}

/// Those that the person may take.
pub(super) fn of(site: &Site, signed: &Signed, world: &World) -> Vec<Opening> {
    let all = all(site, world).into_iter();
    all.filter(|opening| opening.is_for(site, signed, world))
        .collect()
}

/// A button for each; of those that are called the same, with their regime.
pub(super) fn buttons(site: &Site, signed: &Signed, world: &World, lang: Lang) -> Markup {
    let openings = of(site, signed, world);
    let title = |opening: &Opening| {
        let step = opening.step();
        step.map(|step| lang.of(&step.zh, &step.en).to_owned())
    };
    let titles: Vec<Option<String>> = openings.iter().map(title).collect();
    html! {
        div.openings {
            @for (opening, title) in openings.iter().zip(&titles) {
                @if let Some(words) = title {
                    a.button href=(lang.link(&opening.path())) {
                        (words)
                        @if 1 < titles.iter().filter(|other| *other == title).count() {
                            " · " (lang.words(&opening.edition.regime.head.title))
                        }
                    }
                }
            }
        }
    }
}

impl Opening {
    /// The address of its form.
    fn path(&self) -> String {
        format!(
            "/desk/new/{}/{}?step={}",
            self.regime, self.procedure, self.step
        )
    }
}
