//! XES: one trace a case, one event each act. Streams.

use super::tell::{Act, Told};
use super::{File, create, put, time};
use crate::lang::Lang;
use crate::trouble::Trouble;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2023" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <global scope="trace">
    <string key="concept:name" value=""/>
  </global>
  <global scope="event">
    <string key="concept:name" value=""/>
    <date key="time:timestamp" value="1970-01-01T00:00:00Z"/>
    <string key="lifecycle:transition" value="complete"/>
  </global>
  <classifier name="Activity" keys="concept:name"/>
  <classifier name="Step" keys="step"/>
"#;

/// A log that is being written.
pub(super) struct Xes {
    file: File,
    lang: Lang,
}

impl Xes {
    pub(super) fn begin(path: &Path, lang: Lang) -> Result<Self, Trouble> {
        let mut file = create(path)?;
        put(&mut file, HEAD)?;
        Ok(Xes { file, lang })
    }

    pub(super) fn case(&mut self, told: &Told<'_>) -> Result<(), Trouble> {
        let case = told.case;
        let mut trace = Element::open("trace");
        trace.text("concept:name", &case.number);
        trace.text("regime", &case.edition.regime);
        trace.text("edition", &case.edition.edition);
        trace.text("procedure", case.procedure.as_str());
        trace.text("holder", case.holder.as_str());
        trace.text("body", case.body.as_str());
        trace.text("state", case.state.as_str());
        trace.date("opened", case.opened_at);
        if let Some(entry) = &case.entry {
            trace.text("entry", &entry.number);
            trace.text("status", entry.status.as_str());
        }
        for (name, value) in told.fields() {
            trace.text(&format!("field:{name}"), &value);
        }
        for act in &told.acts {
            self.act(&mut trace, told, act);
        }
        put(&mut self.file, &trace.close())
    }

    fn act(&self, trace: &mut Element, told: &Told<'_>, act: &Act<'_>) {
        let who = &act.event.who;
        let regime = &told.edition.regime;
        trace.line("<event>");
        trace.text("concept:name", self.lang.words(&act.title));
        trace.date("time:timestamp", act.event.at);
        trace.text("lifecycle:transition", "complete");
        let person = who.person.as_ref().map(|person| person.0.as_str());
        trace.text("org:resource", person.unwrap_or(who.capacity.as_str()));
        trace.text("org:role", who.capacity.as_str());
        if let Some(party) = &who.party {
            trace.text("org:group", party.as_str());
        }
        trace.text("step", &act.name);
        if let Some(from) = &act.from {
            trace.text("from", from.as_str());
        }
        trace.text("to", act.to.as_str());
        if let Some(basis) = act.basis {
            trace.text("basis", basis);
            trace.text("article", &regime.law.citation(basis, self.lang.is_zh()));
        }
        let lists = [
            (
                "grounds",
                names(act.grounds.iter().map(ToString::to_string)),
            ),
            (
                "materials",
                names(act.materials.iter().map(|(name, _)| name.to_string())),
            ),
            (
                "overdue",
                names(act.overdue.iter().map(ToString::to_string)),
            ),
        ];
        for (key, list) in lists.iter().filter(|(_, list)| !list.is_empty()) {
            trace.text(key, list);
        }
        if let Some(entry) = act.entry {
            trace.text("entry", &entry.number);
            trace.text("status", entry.status.as_str());
        }
        if let Some(by) = act.driven_by {
            trace.text("driven-by", by);
        }
        trace.int("position", act.position);
        trace.line("</event>");
    }

    pub(super) fn end(mut self) -> Result<(), Trouble> {
        put(&mut self.file, "</log>\n")?;
        self.file.flush().map_err(Trouble::system)
    }
}

fn names(list: impl Iterator<Item = String>) -> String {
    list.collect::<Vec<_>>().join(",")
}

/// An element with its attributes, line by line.
struct Element {
    tag: &'static str,
    xml: String,
}

impl Element {
    fn open(tag: &'static str) -> Self {
        Element {
            tag,
            xml: format!("  <{tag}>\n"),
        }
    }

    fn line(&mut self, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.xml, "    {line}");
    }

    fn text(&mut self, key: &str, value: &str) {
        let (key, value) = (escaped(key), escaped(value));
        self.line(&format!("<string key=\"{key}\" value=\"{value}\"/>"));
    }

    fn date(&mut self, key: &str, moment: i64) {
        let value = time(moment);
        self.line(&format!("<date key=\"{key}\" value=\"{value}\"/>"));
    }

    fn int(&mut self, key: &str, value: u64) {
        self.line(&format!("<int key=\"{key}\" value=\"{value}\"/>"));
    }

    fn close(self) -> String {
        format!("{}  </{}>\n", self.xml, self.tag)
    }
}

/// A text as XML holds it in quotes.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            sign if sign.is_control() => out.push(' '),
            sign => out.push(sign),
        }
    }
    out
}
