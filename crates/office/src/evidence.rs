//! Evidence that parties keep: its contents come in, materials are met from
//! it, and who relies on what is told.

use crate::failure::Failure;
use crate::intake::{findings_of, inspected};
use crate::opening::Office;
use case::case::{Case, Document};
use case::command::Supply;
use case::evidence::{Cited, EvidenceNumber, Use};
use case::refusal::Refusal;
use case::wording::words;
use case::world::World;
use jiff::civil::Date;
use law::form::Material;
use law::identity::PartyCode;
use law::name::{EvidenceKind, MaterialName};
use store::row::{Row, bind};
use store::statements as sql;

const PAGE: i64 = 1000;

/// A case that rests on a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reliance {
    pub case: String,
    pub material: MaterialName,
    pub evidence: Cited,
    /// The position of the event with which it was handed in.
    pub position: u64,
}

impl Office {
    /// Looks at a file that a party wants to keep as evidence, and keeps its
    /// content. It may be of any type and size that some material of the kind
    /// admits.
    ///
    /// # Errors
    ///
    /// What is wrong with the file; nothing is kept then.
    pub fn take_in_evidence(
        &self,
        kind: &EvidenceKind,
        name: &str,
        content: &[u8],
    ) -> Result<Document, Failure> {
        let editions = self.library().all();
        let procedures = editions.flat_map(|(_, edition)| edition.regime.procedures.values());
        let materials = procedures.flat_map(|procedure| procedure.materials.values());
        let of_kind: Vec<&Material> = materials
            .filter(|material| material.evidence.as_ref() == Some(kind))
            .collect();
        let Some(first) = of_kind.first() else {
            let why = words(
                format!("没有“{kind}”类证明，请核对证明种类。"),
                format!("there is no evidence of the kind `{kind}`; compare its name"),
            );
            return Err(Refusal::Wrong { why }.into());
        };
        let mut widest = Material::clone(first);
        for other in of_kind {
            widest.max_mib = widest.max_mib.max(other.max_mib);
            let types = other.types.iter();
            let more: Vec<_> = types.filter(|word| !widest.types.contains(word)).collect();
            let more: Vec<String> = more.into_iter().cloned().collect();
            widest.types.extend(more);
        }
        self.kept(&widest, name, content)
    }

    /// A material met from evidence that a party keeps, instead of a file. What
    /// the program reads of it is read from the content that is kept; whether
    /// it may be used is decided when it is recorded.
    ///
    /// # Errors
    ///
    /// That there is no such material or evidence, or what is wrong in it.
    pub fn cite(
        &self,
        case: &Case,
        world: &World,
        material: &MaterialName,
        cited: &Cited,
    ) -> Result<Supply, Failure> {
        let edition = self.edition(case)?;
        let procedure = edition.procedure(&case.procedure);
        let rule = procedure.and_then(|procedure| procedure.materials.get(material));
        let rule = rule.ok_or_else(|| Refusal::NoSuchMaterial {
            material: material.clone(),
        })?;
        let owner = world.party(&cited.party);
        let evidence = owner.and_then(|owner| owner.evidence.get(&cited.number));
        let evidence = evidence.ok_or_else(|| Refusal::NoSuchEvidence {
            evidence: cited.to_string(),
        })?;
        let document = evidence.kept.document.clone();
        // What was not consented to is not even looked at.
        let wanted = Use {
            regime: &edition.regime.head.id,
            procedure: &case.procedure,
            holder: &case.holder,
            day: self.today(world, &edition.regime.head.calendar)?,
        };
        let reads = rule.reads.is_some() && rule.evidence.as_ref() == Some(&evidence.kept.kind);
        let findings = if reads && evidence.allows(&cited.party, wanted) {
            let content = self.blobs().read(&document.sha256)?.unwrap_or_default();
            let kind = inspected(rule, &document.name, &content)?;
            findings_of(rule, kind, &content)?
        } else {
            None
        };
        Ok(Supply {
            material: material.clone(),
            document,
            findings,
            evidence: Some(cited.clone()),
        })
    }

    /// The cases that rest on a piece of evidence, by number.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn relying_on(&self, evidence: &Cited) -> Result<Vec<Reliance>, Failure> {
        let (owner, number) = (evidence.party.as_str(), evidence.number.as_str());
        self.all_of(|after| {
            let params = [owner.into(), number.into(), after.into(), PAGE.into()];
            bind(sql::RELIANCE_OF_EVIDENCE, params)
        })
    }

    /// The cases that a body holds and that rest on evidence which is not good
    /// any more, by number.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn flawed(&self, body: &PartyCode, today: Date) -> Result<Vec<Reliance>, Failure> {
        let today = today.to_string();
        self.all_of(|after| {
            let params = [
                body.as_str().into(),
                today.as_str().into(),
                after.into(),
                PAGE.into(),
            ];
            bind(sql::RELIANCE_FLAWED, params)
        })
    }

    /// Whether a content is kept as evidence. It must not be erased then,
    /// whatever becomes of the cases that rest on it: it shows on what they
    /// rested, even once it was ended.
    ///
    /// # Errors
    ///
    /// A failure of the store.
    pub fn is_kept_as_evidence(&self, sha256: &str) -> Result<bool, Failure> {
        let rows = self.read(bind(sql::EVIDENCE_HOLDS, [sha256.into()]))?;
        Ok(!rows.is_empty())
    }

    fn today(&self, world: &World, calendar: &str) -> Result<Date, Failure> {
        let found = world.calendars.get(calendar);
        let found = found.map(|calendar| calendar.day(self.clock().now()));
        found.ok_or_else(|| Failure::Input(format!("the calendar `{calendar}` is not loaded")))
    }

    /// All rows of a list, page by page. A case has fewer materials than a
    /// page has rows, and a page ends with the last row of a case.
    fn all_of(&self, page: impl Fn(&str) -> store::row::Bound) -> Result<Vec<Reliance>, Failure> {
        let mut found: Vec<Reliance> = Vec::new();
        loop {
            let after = found.last().map_or("", |last| last.case.as_str());
            let rows = self.read(page(after))?;
            let whole = rows.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
            for row in &rows {
                found.extend(reliance(row));
            }
            if whole {
                return Ok(found);
            }
            // The last case may go on: it is read again with the next page.
            let last = found.last().map(|last| last.case.clone());
            found.retain(|one| Some(&one.case) != last.as_ref());
        }
    }
}

fn reliance(row: &Row) -> Option<Reliance> {
    Some(Reliance {
        case: row.text(0).to_owned(),
        material: row.text(1).into(),
        evidence: Cited {
            party: row.text(2).parse().ok()?,
            number: EvidenceNumber(row.text(3).to_owned()),
        },
        position: row.count(4),
    })
}
