//! The label of a case: what it must say, its code, its artwork.

use crate::failure::Failure;
use crate::opening::Office;
use artwork::facts::{LabelFacts, Level, Words};
use artwork::template::Template;
use case::case::Case;
use case::form::Form;
use case::value::Value;
use case::world::World;
use jiff::civil::{Date, date};
use law::library::Edition;
use law::name::FieldName;
use law::procedure::Procedure;
use law::reference::Reference;
use law::regime::Register;
use proof::qr::{self, Base, LabelClaim};
use std::collections::BTreeMap;

/// The words that stand on the artwork of a filing that has no number yet.
pub const DRAFT_UNTIL: &str = "2099-12-31";

/// All that is needed to draw the label of a case.
#[derive(Debug)]
pub struct Label {
    pub facts: LabelFacts,
    pub template: Template,
    /// Whether the case is filed; before, number and date stand in for the
    /// real ones.
    pub filed: bool,
}

impl Office {
    /// The label of a case: of its entry, or, before there is one, a draft
    /// that bears the case's number and address in the places of the real ones.
    ///
    /// # Errors
    ///
    /// [`Failure::Input`] says what the form still lacks.
    pub fn label(&self, case: &Case, world: &World) -> Result<Label, Failure> {
        let edition = self.edition(case)?;
        let (procedure, register) = register(&edition, case)?;
        let form = Form {
            regime: &edition.regime,
            procedure,
            world,
            fields: &case.fields,
            opened_by: &case.opened_by,
        };
        let rule = register
            .reference
            .as_ref()
            .and_then(|field| form.reference(field));
        let rule = rule.ok_or_else(|| missing("the product category", "产品类别"))?;
        let template = self.template(&edition, rule)?;
        let until = case.entry.as_ref().and_then(|entry| entry.until);
        let object = case
            .text(register.object.as_str())
            .ok_or_else(|| missing("the model", "规格型号"))?;
        let level = level(case, register, rule)?;
        let number = case.label.clone().unwrap_or_else(|| case.number.clone());
        let code = match (&case.label, until) {
            (Some(number), Some(until)) => self.label_code(number, level.stars, until, object)?,
            _ => format!("{}/D/{}", self.base()?, case.number),
        };
        let names = |field: &law::name::FieldName| {
            world
                .party_text(case.text(field.as_str())?)
                .map(|party| party.registration.name_zh.clone())
        };
        let mut laboratories: Vec<String> = register.testers.iter().filter_map(names).collect();
        laboratories.dedup();
        let holder = world
            .party(&case.holder)
            .map(|party| party.registration.name_zh.clone());
        let title = &edition.regime.head.title;
        let facts = LabelFacts {
            number,
            producer: holder.unwrap_or_default(),
            model: object.to_owned(),
            level,
            valid_until: until.map_or_else(|| DRAFT_UNTIL.to_owned(), |day| day.to_string()),
            laboratories,
            standards: standards(case, register, rule),
            code,
            title: Words {
                zh: title.zh.clone(),
                en: title.en.clone(),
            },
        };
        Ok(Label {
            facts,
            template,
            filed: case.label.is_some(),
        })
    }

    /// The fields that the label of a case prints, as they are now.
    ///
    /// # Errors
    ///
    /// [`Failure::Input`] if cases of this procedure have no label.
    pub fn printed(&self, case: &Case) -> Result<BTreeMap<FieldName, Value>, Failure> {
        let edition = self.edition(case)?;
        let (_, register) = register(&edition, case)?;
        let printed = [&register.object]
            .into_iter()
            .chain(&register.level)
            .chain(&register.standard);
        let printed = printed.chain(&register.testers);
        Ok(printed
            .filter_map(|name| Some((name.clone(), case.fields.get(name)?.clone())))
            .collect())
    }

    /// The text of the code on a label: the address of its page, signed.
    ///
    /// # Errors
    ///
    /// A number that cannot stand in a code.
    pub fn label_code(
        &self,
        number: &str,
        level: u8,
        until: Date,
        object: &str,
    ) -> Result<String, Failure> {
        let epoch = date(2020, 1, 1);
        let days = epoch.until(until).map_or(0, |span| span.get_days());
        let claim = LabelClaim {
            number: number.to_owned(),
            level,
            valid_until_day: u16::try_from(days).unwrap_or(u16::MAX),
            model_hash: qr::model_hash(object),
        };
        qr::issue(self.label_key(), &claim, &self.base()?)
            .map_err(|error| Failure::Input(error.to_string()))
    }

    /// Scheme and host of the public address.
    ///
    /// # Errors
    ///
    /// [`Failure::Input`] if it was set to something else.
    pub fn base(&self) -> Result<Base, Failure> {
        self.setup()
            .base
            .parse()
            .map_err(|error: qr::BaseError| Failure::Input(error.to_string()))
    }

    fn template(&self, edition: &Edition, rule: &Reference) -> Result<Template, Failure> {
        let name = rule.label_template.as_deref().unwrap_or("standard");
        let head = &edition.regime.head;
        let path = format!("{}/{}/labels/{name}.toml", head.id, head.edition);
        let text = self
            .texts()
            .get(&path)
            .ok_or_else(|| Failure::Input(format!("the template {path} is missing")))?;
        toml::from_str(text).map_err(|error| Failure::Input(format!("{path}: {error}")))
    }
}

fn register<'e>(
    edition: &'e Edition,
    case: &Case,
) -> Result<(&'e Procedure, &'e Register), Failure> {
    let procedure = edition.procedure(&case.procedure);
    let register = procedure.and_then(|procedure| {
        edition
            .regime
            .registers
            .get(procedure.head.register.as_ref()?)
    });
    procedure
        .zip(register)
        .ok_or_else(|| Failure::Input("cases of this procedure have no label".into()))
}

fn level(case: &Case, register: &Register, rule: &Reference) -> Result<Level, Failure> {
    let name = register
        .level
        .as_ref()
        .and_then(|field| case.text(field.as_str()));
    let level = name
        .and_then(|name| rule.levels.get(name))
        .ok_or_else(|| missing("the level", "网络安全能力等级"))?;
    let max_stars = rule
        .levels
        .values()
        .map(|level| level.stars)
        .max()
        .unwrap_or(level.stars);
    Ok(Level {
        stars: level.stars,
        max_stars,
        zh: level.zh.clone(),
        en: level.en.clone(),
    })
}

/// The standards on the label: the one that the form names, or the rule's.
fn standards(case: &Case, register: &Register, rule: &Reference) -> Vec<String> {
    match register
        .standard
        .as_ref()
        .and_then(|field| case.text(field.as_str()))
    {
        Some(standard) => vec![standard.to_owned()],
        None => rule.standards.iter().take(3).cloned().collect(),
    }
}

fn missing(en: &str, zh: &str) -> Failure {
    Failure::Input(format!(
        "the label cannot be drawn before {en} is filled in（请先填写{zh}）"
    ))
}
