//! OCEL 2.0 (JSON): events first, then the objects that they touch: cases,
//! parties, entries and materials. Objects are put aside in a file of their own
//! until all events are written, so that memory does not grow.

use super::tell::{Act, Told};
use super::{File, beside, create, put, time};
use crate::lang::Lang;
use crate::trouble::Trouble;
use case::world::World;
use law::identity::PartyCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What holds from the beginning.
const EVER: &str = "1970-01-01T00:00:00Z";

/// The attributes of every type of event.
const EVENT: [&str; 11] = [
    "step",
    "from",
    "to",
    "person",
    "capacity",
    "basis",
    "article",
    "grounds",
    "overdue",
    "driven-by",
    "position",
];

/// A log that is being written.
pub(super) struct Ocel {
    file: File,
    /// The objects, put aside.
    aside: File,
    aside_path: PathBuf,
    lang: Lang,
    events: u64,
    objects: u64,
    activities: BTreeSet<String>,
    /// The attributes of cases: those that they had.
    fields: BTreeSet<String>,
    parties: BTreeSet<PartyCode>,
}

impl Ocel {
    pub(super) fn begin(output: &Path, lang: Lang) -> Result<Self, Trouble> {
        let mut file = create(&beside(output, ".part"))?;
        put(&mut file, "{\n\"events\": [")?;
        let aside_path = beside(output, ".objects.part");
        Ok(Ocel {
            file,
            aside: create(&aside_path)?,
            aside_path,
            lang,
            events: 0,
            objects: 0,
            activities: BTreeSet::new(),
            fields: BTreeSet::new(),
            parties: BTreeSet::new(),
        })
    }

    pub(super) fn case(&mut self, told: &Told<'_>) -> Result<(), Trouble> {
        for act in &told.acts {
            self.act(told, act)?;
        }
        self.case_object(told)?;
        self.entry_objects(told)?;
        for act in &told.acts {
            for (name, document) in &act.materials {
                let object = json!({
                    "id": material(told, name.as_str(), &document.sha256),
                    "type": "material",
                    "attributes": [
                        attribute("material", EVER, name.as_str()),
                        attribute("kind", EVER, &document.kind),
                        attribute("bytes", EVER, document.bytes),
                        attribute("sha256", EVER, &document.sha256),
                    ],
                    "relationships": [related(&told.case.number, "case")],
                });
                // The same content may be handed in again.
                let again = told
                    .acts
                    .iter()
                    .take_while(|other| other.position < act.position);
                let mut earlier = again.flat_map(|other| &other.materials);
                if !earlier.any(|(other, held)| other == name && held.sha256 == document.sha256) {
                    self.object(&object)?;
                }
            }
        }
        Ok(())
    }

    fn act(&mut self, told: &Told<'_>, act: &Act<'_>) -> Result<(), Trouble> {
        let case = told.case;
        let who = &act.event.who;
        let mut touched = vec![related(&case.number, "case")];
        let mut party = |code: &PartyCode, qualifier: &str| {
            self.parties.insert(code.clone());
            touched.push(related(code.as_str(), qualifier));
        };
        party(&case.holder, "holder");
        party(&case.body, "body");
        if let Some(code) = &who.party {
            party(code, "actor");
        }
        if let Some(entry) = act.entry {
            touched.push(related(&entry.number, "entry"));
        }
        for (name, document) in &act.materials {
            let id = material(told, name.as_str(), &document.sha256);
            touched.push(related(&id, name.as_str()));
        }
        let law = &told.edition.regime.law;
        let joined = |list: Vec<String>| (!list.is_empty()).then(|| list.join(","));
        let said = [
            Some(act.name.clone()),
            act.from.as_ref().map(ToString::to_string),
            Some(act.to.to_string()),
            who.person.as_ref().map(ToString::to_string),
            Some(who.capacity.to_string()),
            act.basis.map(str::to_owned),
            act.basis
                .map(|basis| law.citation(basis, self.lang.is_zh())),
            joined(act.grounds.iter().map(ToString::to_string).collect()),
            joined(act.overdue.iter().map(ToString::to_string).collect()),
            act.driven_by.map(str::to_owned),
            Some(act.position.to_string()),
        ];
        let attributes = EVENT.iter().zip(said).filter_map(|(name, value)| {
            let value = value?;
            Some(json!({"name": name, "value": value}))
        });
        let activity = self.lang.words(&act.title).to_owned();
        let event = json!({
            "id": format!("event-{}", act.position),
            "type": activity,
            "time": time(act.event.at),
            "attributes": attributes.collect::<Vec<_>>(),
            "relationships": touched,
        });
        self.activities.insert(activity);
        let comma = if self.events == 0 { "\n" } else { ",\n" };
        self.events += 1;
        put(&mut self.file, &format!("{comma}{event}"))
    }

    /// A case, with every state that it was in.
    fn case_object(&mut self, told: &Told<'_>) -> Result<(), Trouble> {
        let case = told.case;
        let opened = time(case.opened_at);
        let mut attributes = vec![
            attribute("regime", &opened, &case.edition.regime),
            attribute("edition", &opened, &case.edition.edition),
            attribute("procedure", &opened, case.procedure.as_str()),
        ];
        let moved = told
            .acts
            .iter()
            .filter(|act| act.from.as_ref() != Some(&act.to));
        attributes
            .extend(moved.map(|act| attribute("state", &time(act.event.at), act.to.as_str())));
        for (name, value) in told.fields() {
            let name = format!("field:{name}");
            attributes.push(attribute(&name, &opened, value));
            self.fields.insert(name);
        }
        let mut relations = vec![
            related(case.holder.as_str(), "holder"),
            related(case.body.as_str(), "body"),
        ];
        relations.extend(case.label.iter().map(|entry| related(entry, "entry")));
        self.object(&json!({
            "id": case.number, "type": "case", "attributes": attributes, "relationships": relations,
        }))
    }

    /// What came onto the register, with every status that it had.
    fn entry_objects(&mut self, told: &Told<'_>) -> Result<(), Trouble> {
        let moves = || {
            told.acts
                .iter()
                .filter_map(|act| Some((act.event.at, act.entry?)))
        };
        let numbers: BTreeSet<&str> = moves().map(|(_, entry)| entry.number.as_str()).collect();
        for number in numbers {
            let mut attributes = Vec::new();
            for (at, entry) in moves().filter(|(_, entry)| entry.number == number) {
                attributes.push(attribute("status", &time(at), entry.status.as_str()));
                if let Some(until) = entry.until {
                    attributes.push(attribute("until", &time(at), until.to_string()));
                }
            }
            self.object(&json!({
                "id": number, "type": "entry", "attributes": attributes,
                "relationships": [
                    related(&told.case.number, "case"), related(told.case.holder.as_str(), "holder"),
                ],
            }))?;
        }
        Ok(())
    }

    fn object(&mut self, object: &Value) -> Result<(), Trouble> {
        let comma = if self.objects == 0 { "\n" } else { ",\n" };
        self.objects += 1;
        put(&mut self.aside, &format!("{comma}{object}"))
    }

    pub(super) fn end(mut self, world: &World) -> Result<(), Trouble> {
        for code in std::mem::take(&mut self.parties) {
            let mut attributes = Vec::new();
            if let Some(party) = world.party(&code) {
                let known = &party.registration;
                let kinds: Vec<String> = known.kinds.iter().map(ToString::to_string).collect();
                attributes.push(attribute("name_zh", EVER, &known.name_zh));
                attributes.push(attribute("name_en", EVER, &known.name_en));
                attributes.push(attribute("kinds", EVER, kinds.join(",")));
                attributes.push(attribute("region", EVER, &known.region));
            }
            self.object(&json!({
                "id": code.as_str(), "type": "party", "attributes": attributes, "relationships": [],
            }))?;
        }
        self.aside.flush().map_err(Trouble::system)?;
        put(&mut self.file, "\n],\n\"objects\": [")?;
        let mut aside = fs::File::open(&self.aside_path)
            .map_err(|error| Trouble::file(&self.aside_path, &error))?;
        std::io::copy(&mut aside, &mut self.file).map_err(Trouble::system)?;
        let types: Vec<Value> = self
            .activities
            .iter()
            .map(|activity| declared(activity, &EVENT.map(str::to_owned)))
            .collect();
        let of_case = ["regime", "edition", "procedure", "state"].map(str::to_owned);
        let of_case: Vec<String> = of_case.into_iter().chain(self.fields).collect();
        let strings = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let objects = [
            declared("case", &of_case),
            declared(
                "party",
                &strings(&["name_zh", "name_en", "kinds", "region"]),
            ),
            declared("entry", &strings(&["status", "until"])),
            declared(
                "material",
                &strings(&["material", "kind", "bytes", "sha256"]),
            ),
        ];
        let (types, objects) = (Value::from(types), Value::from(objects.to_vec()));
        let end = format!("\n],\n\"eventTypes\": {types},\n\"objectTypes\": {objects}\n}}\n");
        put(&mut self.file, &end)?;
        self.file.flush().map_err(Trouble::system)?;
        fs::remove_file(&self.aside_path).map_err(|error| Trouble::file(&self.aside_path, &error))
    }
}

/// One handed-in document of a case.
fn material(told: &Told<'_>, name: &str, sha256: &str) -> String {
    let short: String = sha256.chars().take(16).collect();
    format!("{}/{name}/{short}", told.case.number)
}

fn related(id: &str, qualifier: &str) -> Value {
    json!({"objectId": id, "qualifier": qualifier})
}

fn attribute(name: &str, time: &str, value: impl serde::Serialize) -> Value {
    json!({"name": name, "time": time, "value": value})
}

/// A type with its attributes; numbers of bytes and positions are whole.
fn declared(name: &str, attributes: &[String]) -> Value {
    let attributes = attributes.iter().map(|attribute| {
        let kind = match attribute.as_str() {
            "bytes" => "integer",
            _ => "string",
        };
        Value::from(Map::from_iter([
            ("name".to_owned(), Value::from(attribute.as_str())),
            ("type".to_owned(), Value::from(kind)),
        ]))
    });
    json!({"name": name, "attributes": attributes.collect::<Vec<_>>()})
}
