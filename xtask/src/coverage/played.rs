//! Files of scenarios, read for what they show: which duties each scenario
//! names and which steps of which procedure it takes.
//!
//! The language of scenarios is that of `crates/case/src/scenario.rs`; here
//! only so much of it is read as tells one case from another.

use super::named;
use std::collections::{BTreeMap, BTreeSet};

/// One scenario that names duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Played {
    pub(super) name: String,
    pub(super) duties: Vec<String>,
    /// `procedure: step`, as they are taken in its own lines; if none is
    /// taken, those that are refused; then what else of the scheme they show.
    pub(super) does: Vec<String>,
}

/// The steps of each procedure of an edition, by the procedure's name.
pub(super) type Steps = BTreeMap<String, BTreeSet<String>>;

/// The steps that a procedure file defines.
pub(super) fn steps(text: &str) -> BTreeSet<String> {
    let name = |line: &str| Some(line.strip_prefix("[step.")?.split(']').next()?.to_owned());
    text.lines().filter_map(name).collect()
}

/// The file `own` of an edition, with the routes of its `world` file.
pub(super) fn scenarios(own: &str, world: &str, steps: &Steps) -> Vec<Played> {
    let mut routes = parts(world, "route");
    routes.extend(parts(own, "route"));
    let home = head(own).or_else(|| head(world)).unwrap_or_default();
    let scenario = |(name, lines): (&str, Vec<&str>)| {
        let mut reading = Reading::new(&home, steps);
        for line in &lines {
            reading.line(line, &routes, true);
        }
        reading.played(name)
    };
    let all = blocks(own, "case").into_iter().map(scenario);
    all.filter(|played| !played.duties.is_empty()).collect()
}

/// With which procedure the file begins.
fn head(text: &str) -> Option<String> {
    let mut lines = text.lines();
    let name = lines.find_map(|line| line.strip_prefix("procedure "));
    Some(name?.trim().to_owned())
}

fn parts<'t>(text: &'t str, kind: &str) -> BTreeMap<&'t str, Vec<&'t str>> {
    blocks(text, kind).into_iter().collect()
}

/// The blocks that begin with `case NAME` or `route NAME`, in order.
fn blocks<'t>(text: &'t str, kind: &str) -> Vec<(&'t str, Vec<&'t str>)> {
    let mut blocks: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        if first == "case" || first == "route" {
            inside = first == kind;
            if inside {
                blocks.push((rest.trim(), Vec::new()));
            }
        } else if let (true, Some((_, lines))) = (inside, blocks.last_mut()) {
            lines.push(line);
        }
    }
    blocks
}

/// Where the reading of a scenario stands.
struct Reading<'s> {
    home: String,
    steps: &'s Steps,
    /// The procedure of each case that has a name.
    cases: BTreeMap<String, String>,
    procedure: String,
    duties: Vec<String>,
    taken: Vec<String>,
    refused: Vec<String>,
    elements: Vec<String>,
}

impl<'s> Reading<'s> {
    fn new(home: &str, steps: &'s Steps) -> Self {
        Reading {
            home: home.to_owned(),
            steps,
            cases: BTreeMap::new(),
            procedure: home.to_owned(),
            duties: Vec::new(),
            taken: Vec::new(),
            refused: Vec::new(),
            elements: Vec::new(),
        }
    }

    /// One line; `own` if it is not one of a route, whose steps only lead up
    /// to what is shown.
    fn line(&mut self, line: &str, routes: &BTreeMap<&str, Vec<&str>>, own: bool) {
        if let Some(ids) = line.strip_prefix("# req:") {
            self.duties.extend(named::duties(ids).map(str::to_owned));
        } else if let Some(route) = line.strip_prefix("follow ") {
            for line in routes.get(route.trim()).into_iter().flatten() {
                self.line(line, routes, false);
            }
        } else if let Some(words) = line.strip_prefix("other ") {
            self.other(words);
        } else if own && !line.starts_with('#') {
            self.act(line);
        }
    }

    fn other(&mut self, words: &str) {
        let mut words = words.split_whitespace();
        let name = words.next().unwrap_or_default();
        let mut named = words.filter_map(|word| {
            let (key, value) = word.split_once('=')?;
            matches!(key, "procedure" | "started").then_some(value)
        });
        if let Some(procedure) = named.next() {
            self.cases.insert(name.to_owned(), procedure.to_owned());
        }
        let known = self.cases.get(name);
        self.procedure = known.unwrap_or(&self.home).clone();
    }

    fn act(&mut self, line: &str) {
        let Some(verb) = line.split_whitespace().nth(2) else {
            return;
        };
        let has = self.steps.get(&self.procedure);
        if !has.is_some_and(|steps| steps.contains(verb)) {
            return;
        }
        let step = format!("{}: {verb}", self.procedure);
        let refused = line.contains(" ! ") || line.contains(" !code ");
        let list = if refused {
            &mut self.refused
        } else {
            &mut self.taken
        };
        if !list.contains(&step) {
            list.push(step);
        }
        for element in outcome(line) {
            let element = format!("{}: {element}", self.procedure);
            if !self.elements.contains(&element) {
                self.elements.push(element);
            }
        }
    }

    fn played(self, name: &str) -> Played {
        let none = self.taken.is_empty();
        let mut does = if none { self.refused } else { self.taken };
        does.extend(self.elements);
        Played {
            name: name.to_owned(),
            duties: self.duties,
            does,
        }
    }
}

/// What else of the scheme is at work in an act: guards that refuse,
/// deadlines that begin, announcements, sanctions, cases that are started.
fn outcome(line: &str) -> Vec<String> {
    if let Some((_, guard)) = line.split_once(" !code guarded ") {
        return vec![format!("guard {}", guard.trim())];
    }
    let Some((_, words)) = line.split_once(" -> ") else {
        return Vec::new();
    };
    let words: Vec<&str> = words.split_whitespace().collect();
    let element = |pair: &[&str]| {
        let name = |text: &str| text.split('=').next().unwrap_or_default().to_owned();
        match *pair {
            ["due", what] if what.contains('=') => Some(format!("deadline {}", name(what))),
            ["announces", what] => Some(format!("notice {what}")),
            ["entry", what] if what != "none" => Some(format!("status {what}")),
            ["bars", what] => what
                .split_once('=')
                .map(|(_, bar)| format!("sanction {bar}")),
            ["qualifies", what] => {
                let granted = what.split_once('=');
                granted.map(|(_, what)| {
                    format!("qualification {}", what.split(':').next().unwrap_or(what))
                })
            }
            ["starts", what] => Some(format!("starts {}", name(what))),
            _ => None,
        }
    };
    words.windows(2).filter_map(element).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_of_the_case_that_a_line_is_about() {
        let mut all = Steps::new();
        all.insert("claim".into(), steps("[step.open]\n[step.grant]\n"));
        all.insert("bill".into(), steps("[step.pay]\n[step.open]\n"));
        let world = "procedure claim\nroute opened\nd0  payer  open  -> asked\n";
        let own = "case granted\n# req: REV-01.1\nfollow opened\nd1  office  grant  -> granted\n\
            d1  rival  open  !code no\nother its-bill started=bill\nd2  payer  pay  -> paid  announces paid\n\
            other case\nd3  office  grant  -> granted\n\ncase nothing-named\nd0  payer  open\n";
        let found = scenarios(own, world, &all);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].name, "granted");
        assert_eq!(found[0].duties, ["REV-01.1"]);
        assert_eq!(
            found[0].does,
            ["claim: grant", "bill: pay", "bill: notice paid"]
        );
    }

    #[test]
    fn of_a_scenario_of_refusals_the_refused_steps_are_told() {
        let mut all = Steps::new();
        all.insert("claim".into(), steps("[step.open]\n"));
        let own = "procedure claim\ncase no\n# req: OPS-01\nd0  rival  open  ! not yours\n";
        assert_eq!(scenarios(own, "", &all)[0].does, ["claim: open"]);
    }
}
