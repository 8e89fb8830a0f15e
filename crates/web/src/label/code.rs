//! The code that somebody scanned: ours and current, ours from earlier, or
//! not ours.

use super::entry::Entry;
use crate::failure::Failure;
use crate::site::Site;
use jiff::civil::{Date, date};
use proof::qr::{self, LabelClaim};

/// What a scanned code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scan {
    /// Issued here, and says what the register says.
    Current,
    /// Issued here, but the register says something else by now.
    Earlier(LabelClaim),
    /// Never issued here, whatever it is (T-QR-01).
    Forged,
}

/// Looks at a code against an entry.
///
/// # Errors
///
/// [`Failure::Office`] if the label's own code cannot be made.
pub(super) fn look_at(site: &Site, entry: &Entry, code: &str) -> Result<Scan, Failure> {
    if expected(site, entry)?.is_some_and(|expected| expected == code) {
        return Ok(Scan::Current);
    }
    let keys = [site.office().label_key().verifying_key().clone()];
    Ok(
        match qr::verify_path(&entry.number, code, site.base(), &keys) {
            Ok(claim) => Scan::Earlier(claim),
            Err(_) => Scan::Forged,
        },
    )
}

/// The code that the register would issue for the entry now. Signing gives the
/// same code each time, so that a comparison is enough.
fn expected(site: &Site, entry: &Entry) -> Result<Option<String>, Failure> {
    let Some(until) = entry.until else {
        return Ok(None);
    };
    let text = site
        .office()
        .label_code(&entry.number, entry.stars(), until, &entry.object)?;
    Ok(text.rsplit_once('/').map(|(_, code)| code.to_owned()))
}

/// The last day of validity that a claim states.
pub(super) fn last_day(claim: &LabelClaim) -> Option<Date> {
    let days = jiff::Span::new().try_days(claim.valid_until_day).ok()?;
    date(2020, 1, 1).checked_add(days).ok()
}
