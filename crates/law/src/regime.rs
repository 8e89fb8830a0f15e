//! A regime: one dated edition of one body of rules.

use crate::form::Words;
use crate::name::{
    ActorName, CatalogueName, EvidenceKind, FieldName, MaterialName, NoticeName, NumberName,
    PartyKind, ProcedureName, QualificationName, RegisterName, RetentionName, Role, SanctionName,
    StateName, StatisticName, StatusName, StepName,
};
use crate::number::Pattern;
use crate::procedure::Procedure;
use crate::reference::Reference;
use crate::term::Term;
use crate::text::Law;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How an actor stands to a case. A closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The party that the case is about.
    Holder,
    /// A party that holds a mandate from the holder.
    Agent,
    /// The party named in the field `of`.
    Named,
    /// The body that holds the case.
    Body,
    /// A member of the body whom a draw chose for this case.
    Drawn,
    /// A body whose region contains the holder's, or the one in the field `of`.
    Region,
    /// A party above the holder in the tree of organisations.
    Parent,
    /// Any party of the kind, whatever the case.
    Kind,
    /// Anybody at all.
    Anyone,
    /// The clock.
    Clock,
}

/// In what capacity somebody acts on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    pub zh: String,
    pub en: String,
    pub relation: Relation,
    /// The kind of party that it acts for.
    pub kind: Option<PartyKind>,
    /// The role that the person has in that party; any if not said.
    pub role: Option<Role>,
    /// The field that names the party (`named`) or the region (`region`).
    pub of: Option<FieldName>,
    /// Sees nothing of a case before it has taken this step on it.
    pub after: Option<StepName>,
    pub basis: String,
}

/// How a party proves who it is. A closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentityKind {
    /// Unified social credit code, GB 32100-2015.
    Uscc,
    /// A foreign register's number, with a domestic agent.
    Foreign,
    /// A number of another register, of organisations or persons, that needs
    /// no domestic agent.
    Number,
}

/// A kind of party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    pub zh: String,
    pub en: String,
    pub identity: Vec<IdentityKind>,
    /// The roles that its members can have.
    #[serde(default)]
    pub roles: Vec<Role>,
    pub basis: String,
}

/// What a body is found able to do, with scope and term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualification {
    pub zh: String,
    pub en: String,
    pub of: PartyKind,
    pub basis: String,
}

/// A document that a party keeps once, and that its cases, and with its consent
/// those of others, may rest on. The kind has one name in all regimes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub zh: String,
    pub en: String,
    /// The kinds of party whose document it is.
    pub of: Vec<PartyKind>,
    /// How long ago it may have been issued when it is handed in; any time if
    /// not said. In days, months or years.
    pub fresh: Option<Term>,
    pub basis: String,
    pub quote: Option<String>,
}

/// What a status means to somebody who relies on the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The label holds.
    Valid,
    /// It does not hold for now.
    Suspended,
    /// It does not hold any more.
    Void,
}

/// What the register says of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    pub zh: String,
    pub en: String,
    pub standing: Standing,
    /// Whether it tells against whose the entry is, though the entry holds: that
    /// something failed.
    #[serde(default)]
    pub adverse: bool,
    /// What it means and what a reader should do.
    pub meaning_zh: String,
    pub meaning_en: String,
    pub basis: String,
}

/// Who may read. A closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    Public,
    Listed,
    Internal,
}

/// A public register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub zh: String,
    pub en: String,
    /// The series of its entries' numbers.
    pub number: NumberName,
    /// The fields that an entry shows, in this order. Nothing else is public.
    pub shows: Vec<FieldName>,
    /// The materials that an entry offers for download.
    #[serde(default)]
    pub downloads: Vec<MaterialName>,
    /// The field that names the object, such as the model.
    pub object: FieldName,
    /// The field of the reference item, and of the level in it.
    pub reference: Option<FieldName>,
    pub level: Option<FieldName>,
    /// The fields of the bodies that tested.
    #[serde(default)]
    pub testers: Vec<FieldName>,
    /// The field of the standard tested against.
    pub standard: Option<FieldName>,
    /// The deadline whose end is the end of validity.
    pub validity: Option<String>,
    pub audience: Audience,
    /// The party kinds that may read a listed register.
    #[serde(default)]
    pub readers: Vec<PartyKind>,
    /// Whether an entry is silent about whose it is, such as that of a person.
    #[serde(default)]
    pub hides_holder: bool,
    /// Whether every entry tells against whose it is, such as a violation.
    #[serde(default)]
    pub adverse: bool,
    /// Whether an entry can be had as a certificate.
    #[serde(default)]
    pub certificate: bool,
    /// A sentence that every entry shows, such as that the label is voluntary.
    pub remark_zh: Option<String>,
    pub remark_en: Option<String>,
    pub basis: String,
}

/// An announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub zh: String,
    pub en: String,
    pub audience: Audience,
    /// The party kinds that get a listed one.
    #[serde(default)]
    pub readers: Vec<PartyKind>,
    /// The field that names the parties that get a listed one.
    pub to: Option<FieldName>,
    /// Wording with `{field}` blanks, taken from public fields only.
    pub text_zh: String,
    pub text_en: String,
    pub basis: String,
}

/// A limit on a party for a term that starts at the announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sanction {
    pub zh: String,
    pub en: String,
    pub on: PartyKind,
    pub within: Term,
    pub basis: String,
    pub quote: Option<String>,
}

/// A count of cases, by what the edition says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistic {
    pub zh: String,
    pub en: String,
    /// The procedure whose cases are counted …
    pub procedure: ProcedureName,
    /// … while they stand in one of these states; all of them if not said.
    #[serde(default)]
    pub states: Vec<StateName>,
    /// By what they are counted: at most two of `holder`, `region`, `state`,
    /// `year`, `quarter`, `month` or a field.
    pub by: Vec<String>,
    /// The largest count first.
    #[serde(default)]
    pub rank: bool,
    pub audience: Audience,
    /// The party kinds that may read a listed one.
    #[serde(default)]
    pub readers: Vec<PartyKind>,
    pub basis: String,
}

/// For how long what was handed in for a case is kept after the case has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    pub zh: String,
    pub en: String,
    /// In days, months or years; counted from the day after the end.
    pub within: Term,
    /// The procedures whose cases are meant; if none is named, all those that
    /// no other row names.
    #[serde(default)]
    pub procedures: Vec<ProcedureName>,
    pub basis: String,
    pub quote: Option<String>,
}

/// What cases can be counted by, beside their fields.
pub const COUNTED_BY: [&str; 6] = ["holder", "region", "state", "year", "quarter", "month"];

/// A set of reference data with editions of its own: one file an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    pub zh: String,
    pub en: String,
    pub folder: String,
    pub basis: String,
}

/// A series of numbers, never reused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    pub zh: String,
    pub en: String,
    pub pattern: Pattern,
    pub basis: String,
}

/// From when to when an edition is in force; `until` is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    pub from: Date,
    pub until: Option<Date>,
}

/// The head of `regime.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    pub id: String,
    pub edition: String,
    pub in_force: InForce,
    pub title: Words,
    /// The calendar of working days, a folder under `calendars/`.
    pub calendar: String,
    /// The time zone in which its days begin and end.
    pub zone: String,
}

/// A whole regime: everything under its folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Regime {
    pub head: Head,
    pub actors: BTreeMap<ActorName, Actor>,
    pub parties: BTreeMap<PartyKind, Party>,
    pub qualifications: BTreeMap<QualificationName, Qualification>,
    /// What parties may keep for several cases; not serialized where there is
    /// none, as with editions older than the word.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<EvidenceKind, Evidence>,
    pub statuses: BTreeMap<StatusName, Status>,
    pub registers: BTreeMap<RegisterName, Register>,
    pub notices: BTreeMap<NoticeName, Notice>,
    pub sanctions: BTreeMap<SanctionName, Sanction>,
    pub catalogues: BTreeMap<CatalogueName, Catalogue>,
    pub numbers: BTreeMap<NumberName, Number>,
    pub statistics: BTreeMap<StatisticName, Statistic>,
    pub retentions: BTreeMap<RetentionName, Retention>,
    pub procedures: BTreeMap<ProcedureName, Procedure>,
    pub references: BTreeMap<CatalogueName, BTreeMap<String, Reference>>,
    pub law: Law,
}

impl Regime {
    /// A regime of which nothing but its head is known.
    pub fn empty(head: Head) -> Self {
        Regime {
            head,
            actors: BTreeMap::new(),
            parties: BTreeMap::new(),
            qualifications: BTreeMap::new(),
            evidence: BTreeMap::new(),
            statuses: BTreeMap::new(),
            registers: BTreeMap::new(),
            notices: BTreeMap::new(),
            sanctions: BTreeMap::new(),
            catalogues: BTreeMap::new(),
            numbers: BTreeMap::new(),
            statistics: BTreeMap::new(),
            retentions: BTreeMap::new(),
            procedures: BTreeMap::new(),
            references: BTreeMap::new(),
            law: Law::default(),
        }
    }

    /// Notes the fields by which cases are found or counted.
    pub(crate) fn look_up(&mut self) {
        let steps = self
            .procedures
            .values()
            .flat_map(|procedure| procedure.steps.values());
        let drives = steps.filter_map(|step| step.drives.as_ref());
        let found =
            drives.filter_map(|drive| Some((drive.procedure.clone()?, drive.where_field.clone()?)));
        let counted = self.statistics.values().flat_map(|statistic| {
            let by = statistic
                .by
                .iter()
                .filter(|by| !COUNTED_BY.contains(&by.as_str()));
            by.map(|by| (statistic.procedure.clone(), FieldName(by.clone())))
        });
        let named: Vec<(ProcedureName, FieldName)> = found.chain(counted).collect();
        for (procedure, field) in named {
            if let Some(procedure) = self.procedures.get_mut(&procedure) {
                procedure.looked_up.insert(field);
            }
        }
    }

    /// For how long cases of `procedure` are kept: the row that names it, or
    /// the one that names none.
    pub fn retention(&self, procedure: &ProcedureName) -> Option<&Retention> {
        let mut rows = self.retentions.values();
        let named = rows.find(|row| row.procedures.contains(procedure));
        let mut rows = self.retentions.values();
        named.or_else(|| rows.find(|row| row.procedures.is_empty()))
    }

    /// The reference item `id` of `catalogue`.
    pub fn reference(&self, catalogue: &str, id: &str) -> Option<&Reference> {
        self.references.get(catalogue)?.get(id)
    }
}
