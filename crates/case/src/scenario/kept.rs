//! World lines on the evidence that parties keep, and materials met from it.

use super::Setting;
use super::line::{date, value};
use super::play::Play;
use super::stage::Stage;
use crate::case::{Case, Document};
use crate::command::{Actor, Order};
use crate::event::What;
use crate::evidence::orders;
use crate::evidence::{Cited, Consent, End, EndCause, EvidenceNumber, Kept, Purpose, Relier};
use base16ct::lower;
use sha2::{Digest, Sha256};

/// The first words of such lines.
pub(super) const WORDS: [&str; 4] = ["evidence", "consent", "retract", "end"];

impl Play<'_> {
    /// Which evidence the material in `named` was met from, as a line says it
    /// with `rests MATERIAL=NAME` or `alone MATERIAL`.
    pub(super) fn rests(&self, case: &Case, word: &str, named: &str) -> Option<String> {
        let material = named.split_once('=').map_or(named, |(name, _)| name);
        let cited = case.rests_on.get(material);
        let mut called = self.stage.evidence.iter();
        let name = called.find(|(_, known)| Some(*known) == cited);
        let name = name.map_or("nothing", |(name, _)| name.as_str());
        match word {
            "rests" => Some(format!("{material}={name}")),
            "alone" if cited.is_none() => Some(material.to_owned()),
            "alone" => Some(format!("{material}={name}")),
            _ => None,
        }
    }
}

impl Stage {
    /// Carries out a world line on evidence.
    pub(super) fn keep(&mut self, setting: Setting<'_>, words: &[String]) -> Result<(), String> {
        let (first, rest) = words.split_first().ok_or("an empty line")?;
        let order = match first.as_str() {
            "evidence" => self.kept(rest)?,
            "consent" => self.consented(setting, rest)?,
            "retract" => self.retracted(setting, rest)?,
            _ => self.ended(rest)?,
        };
        let regimes = std::iter::once(&setting.edition.regime);
        let events = orders::decide(&self.world, regimes, &Actor::Operator, &order)
            .map_err(|refusal| refusal.to_string())?;
        for event in events.into_iter().flatten() {
            if let (crate::event::Stream::Party(code), What::Party(act)) =
                (&event.stream, &event.what)
            {
                self.world.evolve_party(code, act, &event.who, 0);
            }
        }
        Ok(())
    }

    /// The evidence that a scenario calls by this name.
    pub(super) fn cited(&self, name: &str) -> Option<&Cited> {
        self.evidence.get(name)
    }

    /// The document of a piece of evidence.
    pub(super) fn document(&self, cited: &Cited) -> Option<&Document> {
        let party = self.world.party(&cited.party)?;
        Some(&party.evidence.get(&cited.number)?.kept.document)
    }

    fn kept(&mut self, words: &[String]) -> Result<Order, String> {
        let [name, party, kind, issued, ..] = words else {
            return Err("write `evidence NAME PARTY KIND ISSUED [until=DAY] [type=pdf]`".into());
        };
        let party = self.named(party)?;
        let digest = lower::encode_string(&Sha256::digest(name.as_bytes()));
        let file = value(words, "type").unwrap_or("pdf");
        let kept = Kept {
            kind: kind.as_str().into(),
            title: name.clone(),
            document: Document {
                sm3: digest.clone(),
                sha256: digest,
                bytes: 1000,
                kind: file.to_owned(),
                name: format!("{name}.{file}"),
            },
            issuer: "scenario".into(),
            issued: date(issued)?,
            until: value(words, "until").map(date).transpose()?,
        };
        let count = self.world.party(&party).map(|party| party.evidence.len());
        let number = EvidenceNumber::after(count.unwrap_or(0));
        let cited = Cited {
            party: party.clone(),
            number,
        };
        self.evidence.insert(name.clone(), cited);
        Ok(Order::KeepEvidence { party, kept })
    }

    fn consented(&self, setting: Setting<'_>, words: &[String]) -> Result<Order, String> {
        let Cited { party, number } = self.called(words)?;
        let consent = Consent {
            purpose: self.purpose(setting, words)?,
            until: value(words, "until").map(date).transpose()?,
        };
        Ok(Order::ConsentToEvidence {
            party,
            evidence: number,
            consent,
        })
    }

    fn retracted(&self, setting: Setting<'_>, words: &[String]) -> Result<Order, String> {
        let Cited { party, number } = self.called(words)?;
        Ok(Order::WithdrawConsent {
            party,
            evidence: number,
            purpose: self.purpose(setting, words)?,
        })
    }

    fn ended(&self, words: &[String]) -> Result<Order, String> {
        let Cited { party, number } = self.called(words)?;
        let from = words.get(1).ok_or("write `end NAME DAY [false]`")?;
        let is_false = words.iter().any(|word| word == "false");
        let end = End {
            from: date(from)?,
            cause: if is_false {
                EndCause::FoundFalse
            } else {
                EndCause::Withdrawn
            },
            reason: "scenario".into(),
        };
        Ok(Order::EndEvidence {
            party,
            evidence: number,
            end,
        })
    }

    fn called(&self, words: &[String]) -> Result<Cited, String> {
        let name = words.first().ok_or("the name of the evidence is missing")?;
        let found = self.cited(name).cloned();
        found.ok_or_else(|| format!("there is no evidence `{name}`"))
    }

    fn purpose(&self, setting: Setting<'_>, words: &[String]) -> Result<Purpose, String> {
        let named = words.get(1).filter(|word| !word.contains('='));
        let relier = match value(words, "to") {
            None => Relier::Own,
            Some("anyone") => Relier::Anyone,
            Some(party) => Relier::Party(self.named(party)?),
        };
        Ok(Purpose {
            regime: setting.id.regime.clone(),
            procedure: named.map(|name| name.as_str().into()),
            relier,
        })
    }
}
