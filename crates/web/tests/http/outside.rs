//! Everything that strangers get: the answers of all public addresses, with all
//! that can stand in them, and the published files.

use crate::desk::encoded;
use crate::visitor::{Answer, Site};
use proof::tile::tiles_to_write;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::SystemTime;
use web::policy::{ROUTES, Who};

/// The head of an answer that is the time of day by its nature.
const BY_NATURE: [&str; 1] = ["date"];

/// All that strangers get: answers without the time of day, and the published
/// files with the moments at which they were written.
#[derive(PartialEq)]
pub(crate) struct Output {
    pub(crate) answers: BTreeMap<String, Answered>,
    pub(crate) files: BTreeMap<PathBuf, (Vec<u8>, SystemTime)>,
}

pub(crate) type Answered = (u16, Vec<(String, String)>, Vec<u8>);

/// Every public address with all that can stand in it, in both languages where
/// it is a page, and searches for what the review is about.
pub(crate) fn addresses(site: &Site, numbers: &[String], searched: &[&str]) -> Vec<String> {
    let names = Names::of(site, numbers);
    let mut addresses = Vec::new();
    let public = |route: &&web::policy::Route| route.who == Who::Public && route.method == "GET";
    for route in ROUTES.iter().filter(public) {
        let mut made = vec![String::new()];
        let mut before = "";
        for part in route.path.split('/').skip(1) {
            let name = part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'));
            let here = name.map_or_else(
                || vec![part.to_owned()],
                |name| names.fillings(before, name),
            );
            let joined = made
                .iter()
                .flat_map(|start| here.iter().map(move |part| format!("{start}/{part}")));
            made = joined.filter(|path| names.fits(path)).collect();
            before = part;
        }
        addresses.extend(made);
    }
    let pages = addresses
        .iter()
        .filter(|path| path.starts_with("/register"));
    let mut searches: Vec<String> = pages
        .flat_map(|path| {
            let sought = searched.iter().map(|text| (*text).to_owned());
            let sought = sought.chain(numbers.iter().cloned());
            sought.map(move |text| format!("{path}?lang=en&q={}", encoded(&text)))
        })
        .collect();
    for number in numbers {
        searches.push(format!("/?lang=zh&number={number}"));
        searches.push(format!("/?lang=en&number={number}"));
    }
    let more = [
        "/sitemap.xml",
        "/register?before=20",
        "/notices?before=20",
        "/api/v1/entries?limit=1",
        "/api/v1/entries?limit=100",
    ];
    addresses.extend(searches);
    addresses.extend(more.map(str::to_owned));
    addresses
}

/// What can stand in the place of a name in an address.
struct Names {
    numbers: Vec<String>,
    size: u64,
    /// Regime → its names of procedures, registers, statistics, catalogues.
    regimes: BTreeMap<String, BTreeSet<String>>,
    materials: BTreeSet<String>,
    items: BTreeSet<String>,
    editions: BTreeSet<String>,
}

impl Names {
    fn of(site: &Site, numbers: &[String]) -> Names {
        let office = site.office.office();
        let mut names = Names {
            numbers: numbers.to_vec(),
            size: office.advanced().borrow().size,
            regimes: BTreeMap::new(),
            materials: ["report".to_owned()].into(),
            items: BTreeSet::new(),
            editions: BTreeSet::new(),
        };
        for (id, edition) in office.library().all() {
            let regime = &edition.regime;
            names.editions.insert(id.edition.clone());
            let here = names.regimes.entry(id.regime.clone()).or_default();
            here.extend(regime.procedures.keys().map(ToString::to_string));
            here.extend(regime.registers.keys().map(ToString::to_string));
            for name in regime.statistics.keys() {
                here.extend(["", ".json", ".csv"].map(|end| format!("{name}{end}")));
            }
            for (catalogue, items) in &regime.references {
                here.insert(catalogue.to_string());
                names.items.extend(items.keys().map(ToString::to_string));
            }
            let registers = regime.registers.values();
            let downloads = registers.flat_map(|register| register.downloads.iter());
            names.materials.extend(downloads.map(ToString::to_string));
        }
        names
    }

    fn fillings(&self, before: &str, name: &str) -> Vec<String> {
        let all = |names: &BTreeSet<String>| names.iter().cloned().collect();
        match name {
            "number" => {
                let status = self.numbers.iter().map(|number| format!("{number}.json"));
                self.numbers.iter().cloned().chain(status).collect()
            }
            "code" => vec!["AAAA".into()],
            "material" => all(&self.materials),
            "regime" => self.regimes.keys().cloned().collect(),
            "edition" => all(&self.editions),
            "item" => all(&self.items),
            "procedure" | "register" | "name" | "catalogue" => {
                assert_eq!(before, "{regime}");
                let names: BTreeSet<String> = self.regimes.values().flatten().cloned().collect();
                names.into_iter().collect()
            }
            "position" => (0..self.size + 20)
                .map(|number| number.to_string())
                .collect(),
            "*tile" => {
                let tiles = tiles_to_write(0, self.size + 20);
                let paths = tiles.iter().map(ToString::to_string);
                let within = |path: String| Some(path.strip_prefix("tile/")?.to_owned());
                paths.filter_map(within).collect()
            }
            name => panic!("say what stands for {{{name}}} in a public address"),
        }
    }

    /// Whether the regime in the address has what is named after it.
    fn fits(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        let Some(at) = parts
            .iter()
            .position(|part| self.regimes.contains_key(*part))
        else {
            return true;
        };
        let named = parts.get(at + 1);
        named.is_none_or(|name| {
            self.regimes[parts[at]].contains(*name) || self.editions.contains(*name)
        })
    }
}

pub(crate) async fn output(site: &Site, addresses: &[String], asked: &[String]) -> Output {
    let mut answers = BTreeMap::new();
    for address in addresses {
        answers.insert(address.clone(), told(site.get(address).await));
    }
    // Who asks after a case without its code; once, since few attempts are let.
    let head = [("content-type", "application/json")];
    for number in asked.iter().take(1) {
        let body = serde_json::json!({"number": number, "code": "AAAA-AAAA-AAAA"});
        let path = "/api/v1/reports/status";
        let body = body.to_string();
        let answer = site.ask("POST", path, &head, body.as_bytes()).await;
        answers.insert(format!("{path} {number}"), told(answer));
    }
    Output {
        answers,
        files: files(site),
    }
}

pub(crate) fn told(answer: Answer) -> Answered {
    let Answer {
        status,
        mut head,
        body,
    } = answer;
    head.retain(|(name, _)| !BY_NATURE.contains(&name.as_str()));
    (status, head, body)
}

/// The published folder, with the moment at which each file was written.
fn files(site: &Site) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![site.office.office().folder().log()];
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let (path, about) = item
                .map(|item| (item.path(), item.metadata().unwrap()))
                .unwrap();
            if about.is_dir() {
                folders.push(path);
            } else {
                let content = std::fs::read(&path).unwrap();
                files.insert(path, (content, about.modified().unwrap()));
            }
        }
    }
    files
}

/// The addresses and files that are not the same.
pub(crate) fn differences(before: &Output, after: &Output) -> Vec<String> {
    let answers = before.answers.iter();
    let answers = answers.filter(|(address, answer)| after.answers.get(*address) != Some(answer));
    let paths: BTreeSet<&PathBuf> = before.files.keys().chain(after.files.keys()).collect();
    let files = paths
        .into_iter()
        .filter(|path| before.files.get(*path) != after.files.get(*path));
    let answers = answers.map(|(address, _)| address.clone());
    answers
        .chain(files.map(|path| path.display().to_string()))
        .collect()
}
