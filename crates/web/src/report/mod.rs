//! Cases that anybody may open without an account, such as a report of a
//! violation, and what is told of them for the receipt code. Nothing of who
//! sends one is kept: neither address nor session.

pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod program;
pub(crate) mod status;

use crate::csrf;
use crate::desk::openings::{self, Opening};
use crate::failure::Failure;
use crate::session::is_own;
use crate::site::Site;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use case::command::{Actor, Command, Given, Order};
use case::world::World;
use law::regime::Relation;
use office::execute::Receipt;
use office::told::Told;

/// For what attempts are counted.
const OPENING: &str = "report";
const ASKING: &str = "receipt";

/// What anybody may open.
fn openings(site: &Site, world: &World) -> Vec<Opening> {
    let all = openings::all(site, world).into_iter();
    all.filter(|opening| {
        let actors = &opening.edition.regime.actors;
        let mut by = opening.step().into_iter().flat_map(|step| &step.by);
        by.any(|name| {
            actors
                .get(name)
                .is_some_and(|actor| actor.relation == Relation::Anyone)
        })
    })
    .collect()
}

/// The one of this procedure.
///
/// # Errors
///
/// [`Failure::NotFound`] if nobody without an account may open such a case.
fn find(site: &Site, regime: &str, procedure: &str) -> Result<Opening, Failure> {
    let world = site.world()?;
    let mut all = openings(site, &world).into_iter();
    all.find(|one| one.regime == regime && one.procedure.as_str() == procedure)
        .ok_or(Failure::NotFound)
}

/// Opens a case for nobody in particular. Each time is a new one: a key that
/// strangers share would tell one of another's case.
///
/// # Errors
///
/// That too many were sent from there, or the office's.
async fn open(
    site: &Site,
    opening: &Opening,
    given: Given,
    from: &str,
) -> Result<Receipt, Failure> {
    site.people().may_try(OPENING, from)?;
    let command = Command {
        key: format!("anybody/{}", crate::desk::form_key()?),
        actor: Actor::Anybody,
        expected: None,
        order: Order::Open {
            regime: opening.regime.clone(),
            procedure: opening.procedure.clone(),
            holder: None,
            step: opening.step.clone(),
            given,
        },
    };
    let receipt = site.office().execute(command).await?;
    // Only what was taken counts: nobody waits for having left out a field.
    site.people().tried(OPENING, from);
    Ok(receipt)
}

/// What is told for a number and its code.
///
/// # Errors
///
/// [`Failure::NoReceipt`] if they do not belong together; that too many were
/// tried from there.
async fn told(site: &Site, number: String, code: String, from: String) -> Result<Told, Failure> {
    site.people().may_try(ASKING, &from)?;
    // Counted before it is looked at, so that many at once are no way around.
    site.people().tried(ASKING, &from);
    let sound = number.len() <= 64 && code.len() <= 64;
    let told = site
        .aside(move |site| match sound {
            true => Ok(site.office().told(&number, &code)?),
            false => Ok(None),
        })
        .await?
        .ok_or(Failure::NoReceipt)?;
    site.people().succeeded(ASKING, &from);
    Ok(told)
}

/// The names and values of a form that was sent from one of our own pages.
async fn sent(site: &Site, request: Request) -> Result<Vec<(String, String)>, Response> {
    if !is_own(request.headers()) {
        return Err(Failure::Foreign.into_response());
    }
    csrf::pairs(request, site).await
}

fn text(pairs: &[(String, String)], name: &str) -> String {
    let found = pairs.iter().find(|(key, _)| key == name);
    found.map_or_else(String::new, |(_, value)| value.trim().to_owned())
}
