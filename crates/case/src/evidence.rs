//! Evidence that parties keep: a document put on record once, on which several
//! cases may rest as long as it is good and its party consents.

pub mod orders;

use crate::case::Document;
use jiff::civil::Date;
use law::identity::PartyCode;
use law::name::{EvidenceKind, ProcedureName};
use law::term::Term;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The number of a piece of evidence among those of its party: `EV-1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EvidenceNumber(pub String);

impl EvidenceNumber {
    /// The number that comes after `count` others.
    pub fn after(count: usize) -> Self {
        EvidenceNumber(format!("EV-{}", count + 1))
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EvidenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One piece of evidence, wherever it is named: `91440300…/EV-1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cited {
    pub party: PartyCode,
    pub number: EvidenceNumber,
}

impl Cited {
    /// Reads `CODE/EV-1`, or `EV-1` of `party`.
    ///
    /// # Errors
    ///
    /// A text that is neither.
    pub fn read(text: &str, party: &PartyCode) -> Result<Self, String> {
        match text.trim().rsplit_once('/') {
            Some((code, number)) => Ok(Cited {
                party: PartyCode::from_str(code).map_err(|error| error.to_string())?,
                number: EvidenceNumber(number.to_owned()),
            }),
            None => Ok(Cited {
                party: party.clone(),
                number: EvidenceNumber(text.trim().to_owned()),
            }),
        }
    }
}

impl fmt::Display for Cited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.party, self.number)
    }
}

/// A document as its party put it on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    pub kind: EvidenceKind,
    pub title: String,
    pub document: Document,
    /// Who issued it: a party's code, or a name.
    pub issuer: String,
    pub issued: Date,
    /// The last day on which it holds; none: until it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Whose cases may rest on a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relier {
    /// Those of the party that keeps it.
    Own,
    /// Those of one other party.
    Party(PartyCode),
    /// Those of anybody.
    Anyone,
}

impl fmt::Display for Relier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Relier::Own => f.write_str("own"),
            Relier::Party(code) => write!(f, "{code}"),
            Relier::Anyone => f.write_str("anyone"),
        }
    }
}

/// For what a piece of evidence may be used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    pub regime: String,
    /// The procedure; none: every one of the regime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub procedure: Option<ProcedureName>,
    pub relier: Relier,
}

/// A consent to a use, until it is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    pub purpose: Purpose,
    /// The last day on which it can be made use of; none: no such day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// Why a piece of evidence was ended before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndCause {
    /// Its party keeps it no more, or another has taken its place.
    Withdrawn,
    /// It was found not to be what it says.
    FoundFalse,
}

/// How a piece of evidence was ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The first day on which it counts no more.
    pub from: Date,
    pub cause: EndCause,
    pub reason: String,
}

/// A piece of evidence, and what has become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub kept: Kept,
    /// The consents that were not withdrawn.
    pub consents: Vec<Consent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<End>,
}

/// Why evidence is not good on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw<'a> {
    /// It was issued later than that day.
    NotYet { from: Date },
    /// It holds no more since this day.
    Expired { since: Date },
    /// It was ended as of this day.
    Ended { since: Date, end: &'a End },
}

/// A use of evidence that somebody is about to make.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    pub regime: &'a str,
    pub procedure: &'a ProcedureName,
    /// The holder of the case.
    pub holder: &'a PartyCode,
    pub day: Date,
}

impl Evidence {
    /// Evidence that nobody has consented to use.
    pub fn new(kept: Kept) -> Self {
        Evidence {
            kept,
            consents: Vec::new(),
            ended: None,
        }
    }

    /// What is wrong with it on a day; of several flaws the earliest.
    pub fn flaw(&self, day: Date) -> Option<Flaw<'_>> {
        let (from, until) = (self.kept.issued, self.kept.until);
        let ended = self.ended.as_ref().filter(|end| end.from <= day);
        let expired = until.filter(|until| *until < day);
        let expired = expired.map(|until| until.tomorrow().unwrap_or(until));
        match (ended, expired) {
            _ if day < from => Some(Flaw::NotYet { from }),
            (Some(end), since) if since.is_none_or(|since| end.from <= since) => {
                let since = end.from;
                Some(Flaw::Ended { since, end })
            }
            (_, Some(since)) => Some(Flaw::Expired { since }),
            (_, None) => None,
        }
    }

    /// Whether it was issued at most `fresh` before the day.
    pub fn is_fresh(&self, fresh: Option<Term>, day: Date) -> bool {
        let oldest = |term| crate::decide::parties::after(self.kept.issued, term);
        fresh.is_none_or(|term| day <= oldest(term))
    }

    /// Whether the party that keeps it, `owner`, consents to a use.
    pub fn allows(&self, owner: &PartyCode, wanted: Use<'_>) -> bool {
        self.consents.iter().any(|consent| {
            let purpose = &consent.purpose;
            let relies = match &purpose.relier {
                Relier::Own => wanted.holder == owner,
                Relier::Party(party) => wanted.holder == party,
                Relier::Anyone => true,
            };
            let named = purpose.procedure.as_ref();
            relies
                && purpose.regime == wanted.regime
                && named.is_none_or(|named| named == wanted.procedure)
                && consent.until.is_none_or(|until| wanted.day <= until)
        })
    }

    /// Takes a consent; one for the same purpose takes the place of the other.
    pub(crate) fn consent(&mut self, consent: Consent) {
        self.withdraw(&consent.purpose);
        self.consents.push(consent);
        self.consents.sort_by(|a, b| a.purpose.cmp(&b.purpose));
    }

    /// Takes a consent back.
    pub(crate) fn withdraw(&mut self, purpose: &Purpose) {
        self.consents.retain(|held| held.purpose != *purpose);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn licence() -> Evidence {
        let document = Document {
            sha256: "a".into(),
            sm3: "b".into(),
            bytes: 1,
            kind: "pdf".into(),
            name: "a.pdf".into(),
        };
        Evidence::new(Kept {
            kind: "licence".into(),
            title: "Licence".into(),
            document,
            issuer: "Registry".into(),
            issued: date("2026-03-31"),
            until: Some(date("2026-12-31")),
        })
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap_or(Date::MAX)
    }

    #[test]
    fn evidence_is_good_from_its_issue_to_its_last_day() {
        let mut held = licence();
        for (day, good) in [
            ("2026-03-30", false),
            ("2026-03-31", true),
            ("2026-12-31", true),
            ("2027-01-01", false),
        ] {
            assert_eq!(held.flaw(date(day)).is_none(), good, "{day}");
        }
        held.ended = Some(End {
            from: date("2026-07-01"),
            cause: EndCause::FoundFalse,
            reason: "Forged.".into(),
        });
        assert!(held.flaw(date("2026-06-30")).is_none());
        let since = date("2026-07-01");
        let late = held.flaw(date("2027-07-01"));
        assert!(matches!(late, Some(Flaw::Ended { since: day, .. }) if day == since));
    }

    #[test]
    fn evidence_is_fresh_to_the_same_date_of_a_later_month() {
        let held = licence();
        let month = "1 month".parse().ok();
        assert!(held.is_fresh(month, date("2026-04-30")));
        assert!(!held.is_fresh(month, date("2026-05-01")));
        assert!(held.is_fresh(None, date("2040-01-01")));
    }

    #[test]
    fn a_consent_holds_for_its_regime_its_procedure_its_party_and_its_time() {
        let codes: [PartyCode; 3] =
            ["XX:1", "XX:2", "XX:3"].map(|code| code.parse().unwrap_or_else(|_| panic!()));
        let [owner, named, other] = &codes;
        let procedure = ProcedureName::from("filing");
        let wanted = Use {
            regime: "one",
            procedure: &procedure,
            holder: owner,
            day: date("2026-07-01"),
        };
        let mut held = licence();
        assert!(!held.allows(owner, wanted));
        let purpose = |relier: &Relier| Purpose {
            regime: "one".into(),
            procedure: Some(procedure.clone()),
            relier: relier.clone(),
        };
        for (relier, allowed) in [
            (Relier::Own, [true, false, false]),
            (Relier::Party(named.clone()), [false, true, false]),
            (Relier::Anyone, [true, true, true]),
        ] {
            held.consent(Consent {
                purpose: purpose(&relier),
                until: Some(wanted.day),
            });
            let found =
                [owner, named, other].map(|holder| held.allows(owner, Use { holder, ..wanted }));
            assert_eq!(found, allowed, "{relier}");
            let elsewhere = ProcedureName::from("other");
            for wrong in [
                Use {
                    regime: "two",
                    ..wanted
                },
                Use {
                    procedure: &elsewhere,
                    ..wanted
                },
                Use {
                    day: date("2026-07-02"),
                    ..wanted
                },
            ] {
                assert!(!held.allows(owner, wrong), "{wrong:?}");
            }
            held.withdraw(&purpose(&relier));
            assert!(held.consents.is_empty());
        }
    }

    #[test]
    fn a_piece_of_evidence_is_named_with_or_without_its_party() {
        let own: Option<PartyCode> = "XX:1".parse().ok();
        let Some(own) = own else { panic!() };
        let read = |text| Cited::read(text, &own).map(|cited| cited.to_string());
        assert_eq!(read("EV-3"), Ok("XX:1/EV-3".into()));
        assert_eq!(read("FI:77/EV-3"), Ok("FI:77/EV-3".into()));
        assert!(read("nobody/EV-3").is_err());
    }
}
