//! Every way to be told no, with the article and what to do next.

use crate::wording::Wording;
use jiff::civil::Date;
use law::name::{FieldName, GuardName, MaterialName, StateName, StepName};

/// Why there is no body that holds a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoBody {
    /// None is registered.
    Registered,
    /// No region of those that are holds this place.
    Around(String),
    /// The form does not say which.
    Chosen,
    /// The regime knows one, several are registered.
    Single,
}

/// Why the law, or the scheme, does not allow what was asked. A closed set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    NoSuchRegime {
        regime: String,
    },
    NoSuchProcedure {
        procedure: String,
    },
    NoSuchStep {
        step: StepName,
    },
    /// There is no such case, or the asker may not know that there is.
    NoSuchCase {
        case: String,
    },
    NoSuchParty {
        party: String,
    },
    /// The party is not of the kind that such a case is about.
    WrongHolder {
        holder: String,
        kind: Wording,
        basis: String,
    },
    /// No body is registered that could hold the case.
    NoBody {
        kind: Wording,
        why: NoBody,
    },
    /// The body of a case was settled when it was opened.
    BodySettled {
        field: Wording,
    },
    NotYours {
        step: Wording,
        by: Wording,
        basis: String,
    },
    NotConfirmed {
        party: String,
    },
    NoMandate {
        holder: String,
        basis: String,
    },
    WrongState {
        step: Wording,
        state: Wording,
        basis: String,
    },
    NotDue {
        step: Wording,
        basis: String,
    },
    NoSuchField {
        field: FieldName,
    },
    FieldNotTaken {
        field: Wording,
        step: Wording,
    },
    FieldWrong {
        field: Wording,
        why: Wording,
        basis: String,
    },
    FieldsMissing {
        fields: Vec<(FieldName, Wording)>,
        basis: String,
    },
    FieldClosed {
        field: Wording,
        state: Wording,
    },
    FieldSealed {
        field: Wording,
    },
    NoSuchMaterial {
        material: MaterialName,
    },
    MaterialWrong {
        material: Wording,
        why: Wording,
    },
    MaterialClosed {
        material: Wording,
        state: Wording,
    },
    MaterialsMissing {
        materials: Vec<(MaterialName, Wording)>,
        basis: String,
    },
    /// The party keeps no such evidence, or the asker may not know that it does.
    NoSuchEvidence {
        evidence: String,
    },
    /// The material cannot be met from this evidence.
    EvidenceUnfit {
        material: Wording,
        evidence: String,
        why: Wording,
        basis: String,
    },
    /// Its party has not consented to this use.
    EvidenceNotConsented {
        evidence: String,
        procedure: Wording,
        basis: String,
    },
    /// It has run out or was ended, and carries nothing more.
    EvidenceNotGood {
        evidence: String,
        since: Date,
        why: Wording,
        basis: String,
    },
    GroundsMissing {
        step: Wording,
        grounds: Vec<Wording>,
        basis: String,
    },
    GroundNotListed {
        ground: String,
        step: Wording,
        basis: String,
    },
    ReasonsMissing {
        step: Wording,
        basis: String,
    },
    ChecksMissing {
        checks: Vec<Wording>,
        basis: String,
    },
    StatementMissing {
        step: Wording,
        basis: String,
    },
    ListMissing {
        step: Wording,
        basis: String,
    },
    /// The list names what the form does not have.
    ListUnknown {
        name: String,
    },
    /// A second list may not go beyond the first.
    ListWidened {
        name: String,
        basis: String,
    },
    SamePerson {
        step: Wording,
        earlier: Wording,
        basis: String,
    },
    AlreadySigned {
        step: Wording,
    },
    /// This person or party has given its opinion in this round.
    AlreadySaid {
        opinion: Wording,
        basis: String,
    },
    /// The term has been lengthened as often as it may be.
    NotExtended {
        deadline: Wording,
        basis: String,
    },
    /// A case for which the step waits has not ended.
    StillOpen {
        step: Wording,
        case: String,
        basis: String,
    },
    NoDomesticAgent {
        holder: String,
        basis: String,
    },
    NobodyToDraw {
        draw: Wording,
        basis: String,
    },
    Guarded {
        guard: GuardName,
        rule: Wording,
        why: Wording,
        basis: String,
    },
    UnknownDays {
        why: String,
    },
    /// The other case that a step would move cannot take its step.
    OtherCase {
        case: String,
        state: StateName,
    },
    TooLong {
        what: String,
        max: usize,
    },
    /// What was handed in must be kept still; `until`, if that is known yet.
    StillKept {
        until: Option<Date>,
        basis: String,
    },
    /// A hold stands on the case or on its holder.
    OnHold {
        reference: String,
    },
    /// There is nothing, or nothing any more, to dispose of.
    NothingKept,
    /// Nobody has proposed the disposal, or the case has moved since.
    NotProposed {
        basis: String,
    },
    /// No such hold stands, or one stands under this reference already.
    NoSuchHold {
        reference: String,
    },
    HoldStands {
        reference: String,
    },
    /// Who put a hold does not lift it.
    OwnHold {
        reference: String,
    },
    NotAllowed {
        what: Wording,
    },
    Wrong {
        why: Wording,
    },
}

impl Refusal {
    /// A short stable name, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NoSuchRegime { .. } => "no-such-regime",
            Refusal::NoSuchProcedure { .. } => "no-such-procedure",
            Refusal::NoSuchStep { .. } => "no-such-step",
            Refusal::NoSuchCase { .. } => "no-such-case",
            Refusal::NoSuchParty { .. } => "no-such-party",
            Refusal::WrongHolder { .. } => "wrong-holder",
            Refusal::NoBody { .. } => "no-body",
            Refusal::BodySettled { .. } => "body-settled",
            Refusal::NotYours { .. } => "not-yours",
            Refusal::NotConfirmed { .. } => "not-confirmed",
            Refusal::NoMandate { .. } => "no-mandate",
            Refusal::WrongState { .. } => "wrong-state",
            Refusal::NotDue { .. } => "not-due",
            Refusal::NoSuchField { .. } => "no-such-field",
            Refusal::FieldNotTaken { .. } => "field-not-taken",
            Refusal::FieldWrong { .. } => "field-wrong",
            Refusal::FieldsMissing { .. } => "fields-missing",
            Refusal::FieldClosed { .. } => "field-closed",
            Refusal::FieldSealed { .. } => "field-sealed",
            Refusal::NoSuchMaterial { .. } => "no-such-material",
            Refusal::MaterialWrong { .. } => "material-wrong",
            Refusal::MaterialClosed { .. } => "material-closed",
            Refusal::MaterialsMissing { .. } => "materials-missing",
            Refusal::NoSuchEvidence { .. } => "no-such-evidence",
            Refusal::EvidenceUnfit { .. } => "evidence-unfit",
            Refusal::EvidenceNotConsented { .. } => "evidence-not-consented",
            Refusal::EvidenceNotGood { .. } => "evidence-not-good",
            Refusal::GroundsMissing { .. } => "grounds-missing",
            Refusal::GroundNotListed { .. } => "ground-not-listed",
            Refusal::ReasonsMissing { .. } => "reasons-missing",
            Refusal::ChecksMissing { .. } => "checks-missing",
            Refusal::StatementMissing { .. } => "statement-missing",
            Refusal::ListMissing { .. } => "list-missing",
            Refusal::ListUnknown { .. } => "list-unknown",
            Refusal::ListWidened { .. } => "list-widened",
            Refusal::SamePerson { .. } => "same-person",
            Refusal::AlreadySigned { .. } => "already-signed",
            Refusal::AlreadySaid { .. } => "already-said",
            Refusal::NotExtended { .. } => "not-extended",
            Refusal::StillOpen { .. } => "still-open",
            Refusal::NoDomesticAgent { .. } => "no-domestic-agent",
            Refusal::NobodyToDraw { .. } => "nobody-to-draw",
            Refusal::Guarded { .. } => "guarded",
            Refusal::UnknownDays { .. } => "unknown-days",
            Refusal::OtherCase { .. } => "other-case",
            Refusal::TooLong { .. } => "too-long",
            Refusal::StillKept { .. } => "still-kept",
            Refusal::OnHold { .. } => "on-hold",
            Refusal::NothingKept => "nothing-kept",
            Refusal::NotProposed { .. } => "not-proposed",
            Refusal::NoSuchHold { .. } => "no-such-hold",
            Refusal::HoldStands { .. } => "hold-stands",
            Refusal::OwnHold { .. } => "own-hold",
            Refusal::NotAllowed { .. } => "not-allowed",
            Refusal::Wrong { .. } => "wrong",
        }
    }

    /// The article on which it rests, if it rests on one.
    pub fn basis(&self) -> Option<&str> {
        match self {
            Refusal::WrongHolder { basis, .. }
            | Refusal::NotYours { basis, .. }
            | Refusal::NoMandate { basis, .. }
            | Refusal::WrongState { basis, .. }
            | Refusal::NotDue { basis, .. }
            | Refusal::FieldWrong { basis, .. }
            | Refusal::FieldsMissing { basis, .. }
            | Refusal::MaterialsMissing { basis, .. }
            | Refusal::EvidenceUnfit { basis, .. }
            | Refusal::EvidenceNotConsented { basis, .. }
            | Refusal::EvidenceNotGood { basis, .. }
            | Refusal::GroundsMissing { basis, .. }
            | Refusal::GroundNotListed { basis, .. }
            | Refusal::ReasonsMissing { basis, .. }
            | Refusal::ChecksMissing { basis, .. }
            | Refusal::StatementMissing { basis, .. }
            | Refusal::ListMissing { basis, .. }
            | Refusal::ListWidened { basis, .. }
            | Refusal::SamePerson { basis, .. }
            | Refusal::AlreadySaid { basis, .. }
            | Refusal::NotExtended { basis, .. }
            | Refusal::StillOpen { basis, .. }
            | Refusal::NoDomesticAgent { basis, .. }
            | Refusal::NobodyToDraw { basis, .. }
            | Refusal::StillKept { basis, .. }
            | Refusal::NotProposed { basis }
            | Refusal::Guarded { basis, .. } => Some(basis),
            _ => None,
        }
    }

    /// Whether the answer must not differ from that for something unknown.
    pub fn hides(&self) -> bool {
        matches!(
            self,
            Refusal::NoSuchCase { .. }
                | Refusal::NoSuchStep { .. }
                | Refusal::NoSuchProcedure { .. }
                | Refusal::NoSuchRegime { .. }
        )
    }
}
