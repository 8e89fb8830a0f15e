//! Text → lines. Knows the shape of a line, nothing of schemes.

use super::kept;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;

/// A file of scenarios, read.
#[derive(Debug, Clone, Default)]
pub struct Script {
    pub(super) procedure: Option<String>,
    pub(super) day: Option<Date>,
    /// World lines before the first scenario: they hold for each of them.
    pub(super) setup: Vec<Line>,
    pub(super) routes: BTreeMap<String, Vec<Line>>,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) requirements: BTreeMap<String, Vec<usize>>,
}

/// A line that is not one of a scenario.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct ScriptFault {
    pub line: usize,
    pub why: String,
}

#[derive(Debug, Clone)]
pub(super) struct Scenario {
    pub(super) name: String,
    pub(super) lines: Vec<Line>,
}

#[derive(Debug, Clone)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    pub(super) what: Saying,
}

#[derive(Debug, Clone)]
pub(super) enum Saying {
    Day(Date),
    Other(Vec<String>),
    Follow(String),
    World(Vec<String>),
    Act(Act),
}

/// A day as a line writes it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Day {
    After(i32),
    On(Date),
}

#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) day: Day,
    pub(super) time: Option<Time>,
    pub(super) actor: String,
    /// Empty if the actor stands alone.
    pub(super) verb: String,
    pub(super) words: Vec<String>,
    pub(super) expect: Expect,
}

#[derive(Debug, Clone)]
pub(super) enum Expect {
    Anything,
    State { state: String, more: Vec<String> },
    Refused { words: String },
    Code { code: String, guard: Option<String> },
}

const WORLD: [&str; 6] = ["party", "member", "mandate", "bar", "rule", "calendar"];

impl Script {
    /// Reads a file of scenarios.
    ///
    /// # Errors
    ///
    /// The first line that cannot be read.
    pub fn read(text: &str) -> Result<Script, ScriptFault> {
        let mut script = Script::default();
        let mut route: Option<String> = None;
        for (at, line) in text.lines().enumerate() {
            let number = at + 1;
            let line = line.trim();
            if let Some(ids) = line.strip_prefix("# req:") {
                for id in ids.split_whitespace() {
                    script
                        .requirements
                        .entry(id.to_owned())
                        .or_default()
                        .push(number);
                }
            }
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let fault = |why: String| ScriptFault { line: number, why };
            script.take(number, line, &mut route).map_err(fault)?;
        }
        Ok(script)
    }

    /// The same file, with the head and the routes of `prelude` where it has
    /// none of its own.
    #[must_use]
    pub fn under(mut self, prelude: &Script) -> Script {
        self.procedure = self.procedure.or_else(|| prelude.procedure.clone());
        self.day = self.day.or(prelude.day);
        self.setup = prelude.setup.iter().cloned().chain(self.setup).collect();
        for (name, lines) in &prelude.routes {
            self.routes
                .entry(name.clone())
                .or_insert_with(|| lines.clone());
        }
        self
    }

    /// The names of the scenarios.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.scenarios.iter().map(|scenario| scenario.name.as_str())
    }

    fn take(
        &mut self,
        number: usize,
        line: &str,
        route: &mut Option<String>,
    ) -> Result<(), String> {
        let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match first {
            "procedure" => self.procedure = Some(rest.to_owned()),
            "route" => {
                self.routes.insert(rest.to_owned(), Vec::new());
                *route = Some(rest.to_owned());
            }
            "case" => {
                *route = None;
                self.scenarios.push(Scenario {
                    name: rest.to_owned(),
                    lines: Vec::new(),
                });
            }
            _ => {
                let what = saying(first, rest, line)?;
                if let (Saying::Day(day), None, true) = (&what, &route, self.scenarios.is_empty()) {
                    self.day = Some(*day);
                    return Ok(());
                }
                if let (Saying::World(_), None, true) = (&what, &route, self.scenarios.is_empty()) {
                    self.setup.push(Line { number, what });
                    return Ok(());
                }
                let lines = match route.as_ref().and_then(|route| self.routes.get_mut(route)) {
                    Some(lines) => lines,
                    None => {
                        let last = self.scenarios.last_mut();
                        &mut last
                            .ok_or("a line before the first `case` or `route`")?
                            .lines
                    }
                };
                lines.push(Line { number, what });
            }
        }
        Ok(())
    }
}

fn saying(first: &str, rest: &str, line: &str) -> Result<Saying, String> {
    match first {
        "day" => Ok(Saying::Day(date(rest)?)),
        "other" => Ok(Saying::Other(words(rest)?)),
        "follow" => Ok(Saying::Follow(rest.to_owned())),
        _ if WORLD.contains(&first) || kept::WORDS.contains(&first) => {
            Ok(Saying::World(words(line)?))
        }
        _ => act(line).map(Saying::Act),
    }
}

fn act(line: &str) -> Result<Act, String> {
    let (said, expect) = cut(line)?;
    let mut said = words(said)?.into_iter();
    let when = said.next().unwrap_or_default();
    let (day_text, time) = match when.split_once('@') {
        Some((day, time)) => (
            day,
            Some(
                time.parse()
                    .map_err(|_| format!("`{time}` is not a time"))?,
            ),
        ),
        None => (when.as_str(), None),
    };
    Ok(Act {
        day: day(day_text)?,
        time,
        actor: said.next().ok_or("the actor is missing")?,
        verb: said.next().unwrap_or_default(),
        words: said.collect(),
        expect,
    })
}

fn cut(line: &str) -> Result<(&str, Expect), String> {
    if let Some((said, after)) = line.split_once(" -> ") {
        let mut more = words(after)?;
        if more.is_empty() {
            return Err("the state after `->` is missing".into());
        }
        let state = more.remove(0);
        return Ok((said, Expect::State { state, more }));
    }
    if let Some((said, after)) = line.split_once(" !code ") {
        let mut after = after.split_whitespace().map(str::to_owned);
        let code = after.next().ok_or("the code after `!code` is missing")?;
        return Ok((
            said,
            Expect::Code {
                code,
                guard: after.next(),
            },
        ));
    }
    match line.split_once(" ! ") {
        Some((said, after)) => Ok((
            said,
            Expect::Refused {
                words: after.trim().to_owned(),
            },
        )),
        None => Ok((line, Expect::Anything)),
    }
}

/// Words between spaces; what stands in `"…"` belongs together.
pub(super) fn words(text: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    let mut begun = false;
    for sign in text.chars() {
        match sign {
            '"' => {
                quoted = !quoted;
                begun = true;
            }
            sign if sign.is_whitespace() && !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            sign => {
                word.push(sign);
                begun = true;
            }
        }
    }
    if quoted {
        return Err("a quotation mark is missing".into());
    }
    if begun {
        words.push(word);
    }
    Ok(words)
}

/// `d9` or `2026-07-15`.
pub(super) fn day(text: &str) -> Result<Day, String> {
    match text.strip_prefix('d').and_then(|days| days.parse().ok()) {
        Some(days) => Ok(Day::After(days)),
        None => date(text).map(Day::On),
    }
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| format!("`{text}` is not a day; write it like d9 or 2026-07-15"))
}

/// The value of the word `key=value`, if there is one.
pub(super) fn value<'w>(words: &'w [String], key: &str) -> Option<&'w str> {
    words
        .iter()
        .find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
}

/// The items of the word `key=a,b`.
pub(super) fn items<'w>(words: &'w [String], key: &str) -> Vec<&'w str> {
    value(words, key)
        .map(|value| value.split(',').filter(|item| !item.is_empty()).collect())
        .unwrap_or_default()
}
