//! Cases that rest on evidence which a party keeps: when it may be handed in,
//! and what it no longer carries once it is not good.

use crate::case::Case;
use crate::command::Supply;
use crate::decide::{Desk, standing};
use crate::event::{EntryMoved, Who};
use crate::evidence::{Cited, Evidence, Flaw, Use};
use crate::form::Form;
use crate::refusal::Refusal;
use crate::wording::{Wording, words};
use law::form::Material;
use law::name::{EvidenceKind, MaterialName, StatusName};
use law::regime::Standing;
use law::step::Step;

impl Desk<'_> {
    /// Whether a material may be met from the evidence that `supply` cites.
    pub(super) fn usable(
        &self,
        case: &Case,
        material: &Material,
        supply: &Supply,
        cited: &Cited,
    ) -> Result<(), Refusal> {
        let unknown = || Refusal::NoSuchEvidence {
            evidence: cited.to_string(),
        };
        let owner = self.world.party(&cited.party).ok_or_else(unknown)?;
        let evidence = owner.evidence.get(&cited.number).ok_or_else(unknown)?;
        let wanted = Use {
            regime: &self.regime().head.id,
            procedure: &self.procedure.head.id,
            holder: &case.holder,
            day: self.today,
        };
        let kind = &evidence.kept.kind;
        let allowed = evidence.allows(&cited.party, wanted);
        // Whoever was not let in does not learn what another party keeps.
        if !allowed && cited.party != case.holder {
            return Err(unknown());
        }
        let rule = self.regime().evidence.get(kind);
        let rule = rule.filter(|_| material.evidence.as_ref() == Some(kind));
        let of = |rule: &&law::regime::Evidence| {
            let mut of = rule.of.iter();
            of.any(|kind| owner.is(&self.regime().head.id, kind))
        };
        let Some(rule) = rule.filter(of) else {
            let wanted = material.evidence.as_ref();
            return Err(self.unfit(material, cited, self.of_other_kind(wanted)));
        };
        if !allowed {
            return Err(Refusal::EvidenceNotConsented {
                evidence: cited.to_string(),
                procedure: self.procedure.head.title.clone(),
                basis: rule.basis.clone(),
            });
        }
        self.good(cited, &rule.basis)?;
        if !evidence.is_fresh(rule.fresh, self.today) {
            let mut refusal = self.unfit(material, cited, too_old(evidence, rule.fresh));
            if let Refusal::EvidenceUnfit { basis, .. } = &mut refusal {
                basis.clone_from(&rule.basis);
            }
            return Err(refusal);
        }
        let document = &evidence.kept.document;
        if *document != supply.document {
            let why = words(
                "提交的内容不是该份证明留存的内容".to_owned(),
                "the content is not the one that is kept".to_owned(),
            );
            return Err(self.unfit(material, cited, why));
        }
        if u64::from(material.max_mib) << 20 < document.bytes {
            let most = material.max_mib;
            let why = words(
                format!("文件超过{most} MiB"),
                format!("the file has more than {most} MiB"),
            );
            return Err(self.unfit(material, cited, why));
        }
        Ok(())
    }

    fn unfit(&self, material: &Material, cited: &Cited, why: Wording) -> Refusal {
        Refusal::EvidenceUnfit {
            material: words(&material.zh, &material.en),
            evidence: cited.to_string(),
            why,
            basis: material.basis.clone(),
        }
    }

    fn of_other_kind(&self, wanted: Option<&EvidenceKind>) -> Wording {
        match wanted.and_then(|kind| self.regime().evidence.get(kind)) {
            Some(kind) => words(
                format!("不是此类主体的“{}”", kind.zh),
                format!("it is not a `{}` of such a party", kind.en),
            ),
            None => words(
                "此项材料须提交文件，不能使用留存证明",
                "this material is a file of the case and is met from no evidence",
            ),
        }
    }

    /// Whether evidence is good today.
    fn good(&self, cited: &Cited, basis: &str) -> Result<(), Refusal> {
        let owner = self.world.party(&cited.party);
        let evidence = owner.and_then(|owner| owner.evidence.get(&cited.number));
        let Some(flaw) = evidence.and_then(|evidence| evidence.flaw(self.today)) else {
            return Ok(());
        };
        let (since, why) = told(flaw);
        Err(Refusal::EvidenceNotGood {
            evidence: cited.to_string(),
            since,
            why,
            basis: basis.to_owned(),
        })
    }

    /// A step that needs a material is not taken on evidence that is no longer
    /// good.
    pub(super) fn still_good(
        &self,
        case: &Case,
        step: &Step,
        form: &Form<'_>,
    ) -> Result<(), Refusal> {
        let needed = case.rests_on.iter().filter(|(name, _)| {
            let material = self.procedure.materials.get(*name);
            step.needs.contains(*name)
                && material.is_some_and(|material| {
                    form.holds(material.when.as_ref()) && !self.met_otherwise(case, name, material)
                })
        });
        for (name, cited) in needed {
            self.good(cited, &self.basis_of(name))?;
        }
        Ok(())
    }

    /// Whether another material of the group stands there that is good.
    fn met_otherwise(&self, case: &Case, name: &MaterialName, material: &Material) -> bool {
        let Some(group) = &material.either else {
            return false;
        };
        let mut others = case.documents.keys().filter(|other| *other != name);
        others.any(|other| {
            let rule = self.procedure.materials.get(other);
            rule.is_some_and(|rule| rule.either.as_ref() == Some(group))
                && case
                    .rests_on
                    .get(other)
                    .is_none_or(|cited| self.good(cited, "").is_ok())
        })
    }

    /// Nobody issues, renews or restores an entry while evidence on which the
    /// case rests is not good. The clock and what another case brings about
    /// only carry out what was decided.
    pub(super) fn may_issue(
        &self,
        case: &Case,
        who: &Who,
        driven: bool,
        form: &Form<'_>,
        entry: Option<&EntryMoved>,
    ) -> Result<(), Refusal> {
        let Some(moved) = entry.filter(|_| !driven && !self.by_clock(who)) else {
            return Ok(());
        };
        let holds = |status: &StatusName| standing(self.regime(), status) == Some(Standing::Valid);
        let held = case.entry.as_ref().filter(|entry| holds(&entry.status));
        let longer = held.is_none_or(|entry| entry.until < moved.until);
        if !holds(&moved.status) || !longer {
            return Ok(());
        }
        for (name, cited) in &case.rests_on {
            let material = self.procedure.materials.get(name);
            let counts = material.is_some_and(|material| {
                form.holds(material.when.as_ref()) && !self.met_otherwise(case, name, material)
            });
            if counts {
                self.good(cited, &self.basis_of(name))?;
            }
        }
        Ok(())
    }

    /// The article of a kind of evidence, or of the material.
    fn basis_of(&self, name: &MaterialName) -> String {
        let material = self.procedure.materials.get(name);
        let kind = material.and_then(|material| material.evidence.as_ref());
        let rule = kind.and_then(|kind| self.regime().evidence.get(kind));
        rule.map(|rule| rule.basis.clone())
            .or_else(|| material.map(|material| material.basis.clone()))
            .unwrap_or_default()
    }
}

/// A flaw in words, with the day since which it is one.
pub fn told(flaw: Flaw<'_>) -> (jiff::civil::Date, Wording) {
    use crate::evidence::EndCause;
    match flaw {
        Flaw::NotYet { from } => (
            from,
            words(
                format!("出具日{from}尚未到"),
                format!("it is dated {from}, which has not come yet"),
            ),
        ),
        Flaw::Expired { since } => (
            since,
            words(
                format!("自{since}起已过有效期"),
                format!("it has run out and does not hold since {since}"),
            ),
        ),
        Flaw::Ended { since, end } => {
            let (zh, en) = match end.cause {
                EndCause::Withdrawn => ("终止使用", "withdrawn"),
                EndCause::FoundFalse => ("认定为虚假", "found false"),
            };
            let reason = &end.reason;
            (
                since,
                words(
                    format!("自{since}起已{zh}（{reason}）"),
                    format!("it was {en} as of {since} ({reason})"),
                ),
            )
        }
    }
}

fn too_old(evidence: &Evidence, fresh: Option<law::term::Term>) -> Wording {
    let issued = evidence.kept.issued;
    let (zh, en) = fresh.map_or_else(Default::default, |term| (term.zh(), term.to_string()));
    words(
        format!("出具日{issued}距今超过{zh}，请提交新出具的证明"),
        format!("it was issued on {issued}, more than {en} ago; have a new one issued"),
    )
}
