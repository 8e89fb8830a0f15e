//! `POST /api/v1/commands`: carries out one order.

use super::body::Body;
use crate::failure::Failure;
use crate::session::Signed;
use crate::site::Site;
use axum::Json;
use axum::extract::State;
use case::command::{Command, Order};
use office::execute::Receipt;
use serde::Deserialize;

/// The longest key of a command that a program gives, in bytes.
pub(crate) const LONGEST_KEY: usize = 120;

/// One command. Who asks is not in it: that follows from the token.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    key: String,
    #[serde(default)]
    expected: Option<u64>,
    order: Order,
}

pub(crate) async fn post(
    State(site): State<Site>,
    signed: Signed,
    Body(asked): Body<Asked>,
) -> Result<Json<Receipt>, Failure> {
    carry_out(&site, &signed, &asked.key, asked.expected, asked.order)
        .await
        .map(Json)
}

/// Carries out an order in the name of the person who asks.
///
/// # Errors
///
/// [`Failure::FindingsGiven`] for findings that were not made here; else the
/// office's.
pub(crate) async fn carry_out(
    site: &Site,
    signed: &Signed,
    key: &str,
    expected: Option<u64>,
    order: Order,
) -> Result<Receipt, Failure> {
    let brings = matches!(order, Order::Supply { .. } | Order::KeepEvidence { .. });
    if brings && !site.options().trusts_findings {
        return Err(Failure::FindingsGiven);
    }
    let command = Command {
        key: scoped(signed, key)?,
        actor: signed.actor(),
        expected,
        order,
    };
    Ok(site.office().execute(command).await?)
}

/// The key among those of its party, so that nobody learns of others' keys.
///
/// # Errors
///
/// [`Failure::Input`] if the key is empty or too long.
pub(crate) fn scoped(signed: &Signed, key: &str) -> Result<String, Failure> {
    if !(1..=LONGEST_KEY).contains(&key.len()) || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Failure::Input(format!(
            "a key has 1 to {LONGEST_KEY} visible ASCII signs"
        )));
    }
    Ok(format!("{}/{key}", signed.session.party))
}
