//! Both languages are there, each in its own script.

use super::Findings;
use super::bases::reference_place;
use super::finding::Place;
use crate::procedure::Procedure;
use crate::regime::Regime;

type Wordings<'a> = Vec<(Place, &'static str, &'a str, &'a str)>;

pub(super) fn both_languages_are_there(regime: &Regime, findings: &mut Findings) {
    let mut all: Wordings<'_> = Vec::new();
    of_regime(regime, &mut all);
    for procedure in regime.procedures.values() {
        of_procedure(procedure, &mut all);
        of_options(procedure, &mut all, findings);
    }
    of_references(regime, &mut all);
    for (place, what, zh, en) in all {
        if !zh.chars().any(is_chinese) {
            let cause = format!("has no Chinese {what}");
            findings.add(
                place.clone(),
                "wording",
                cause,
                "Write it in Chinese under `zh`.",
            );
        }
        let english = en.chars().any(|sign| sign.is_ascii_alphabetic());
        if !english || en.chars().any(is_chinese) {
            let cause = format!("has no English {what}, or one with Chinese characters");
            findings.add(place, "wording", cause, "Write it in English under `en`.");
        }
    }
}

fn is_chinese(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

macro_rules! wordings {
    ($all:ident, $file:expr, $table:literal, $map:expr) => {
        for (name, item) in $map {
            let place = Place::new($file, format!(concat!($table, ".{}"), name));
            $all.push((place, "name", &item.zh, &item.en));
        }
    };
}

fn of_regime<'a>(regime: &'a Regime, all: &mut Wordings<'a>) {
    let file = "regime.toml";
    let title = &regime.head.title;
    all.push((Place::new(file, "title"), "title", &title.zh, &title.en));
    wordings!(all, file, "actor", &regime.actors);
    wordings!(all, file, "party", &regime.parties);
    wordings!(all, file, "qualification", &regime.qualifications);
    wordings!(all, file, "evidence", &regime.evidence);
    wordings!(all, file, "status", &regime.statuses);
    wordings!(all, file, "register", &regime.registers);
    wordings!(all, file, "notice", &regime.notices);
    wordings!(all, file, "sanction", &regime.sanctions);
    wordings!(all, file, "catalogue", &regime.catalogues);
    wordings!(all, file, "number", &regime.numbers);
    wordings!(all, file, "retention", &regime.retentions);
    for (name, status) in &regime.statuses {
        let place = Place::regime("status", name.as_str());
        all.push((place, "meaning", &status.meaning_zh, &status.meaning_en));
    }
    for (name, notice) in &regime.notices {
        let place = Place::regime("notice", name.as_str());
        all.push((place, "text", &notice.text_zh, &notice.text_en));
    }
    for (name, register) in &regime.registers {
        let place = Place::regime("register", name.as_str());
        pair(
            all,
            place,
            "remark",
            register.remark_zh.as_ref(),
            register.remark_en.as_ref(),
        );
    }
}

/// Both or neither: a wording in one language only is missing the other.
fn pair<'a>(
    all: &mut Wordings<'a>,
    place: Place,
    what: &'static str,
    zh: Option<&'a String>,
    en: Option<&'a String>,
) {
    if zh.is_some() || en.is_some() {
        let text = |side: Option<&'a String>| side.map_or("", String::as_str);
        all.push((place, what, text(zh), text(en)));
    }
}

fn of_procedure<'a>(procedure: &'a Procedure, all: &mut Wordings<'a>) {
    let file = &format!("{}.toml", procedure.head.id);
    let title = &procedure.head.title;
    all.push((Place::new(file, "title"), "title", &title.zh, &title.en));
    wordings!(all, file, "field", &procedure.fields);
    wordings!(all, file, "material", &procedure.materials);
    wordings!(all, file, "state", &procedure.states);
    wordings!(all, file, "deadline", &procedure.deadlines);
    wordings!(all, file, "ground", &procedure.grounds);
    wordings!(all, file, "check", &procedure.checks);
    wordings!(all, file, "guard", &procedure.guards);
    wordings!(all, file, "draw", &procedure.draws);
    wordings!(all, file, "opinion", &procedure.opinions);
    wordings!(all, file, "step", &procedure.steps);
    for (name, field) in &procedure.fields {
        let place = Place::new(file, format!("field.{name}"));
        pair(
            all,
            place,
            "hint",
            field.hint_zh.as_ref(),
            field.hint_en.as_ref(),
        );
    }
}

fn of_options<'a>(procedure: &'a Procedure, all: &mut Wordings<'a>, findings: &mut Findings) {
    let file = format!("{}.toml", procedure.head.id);
    for (name, options) in &procedure.choices {
        let place = Place::new(&file, format!("choice.{name}"));
        for words in options.values() {
            all.push((place.clone(), "option", &words.zh, &words.en));
        }
        if options.len() < 2 {
            findings.add(
                place,
                "choice",
                "leaves no choice",
                "Write at least two options.",
            );
        }
    }
}

fn of_references<'a>(regime: &'a Regime, all: &mut Wordings<'a>) {
    for (catalogue, items) in &regime.references {
        for (id, item) in items {
            let place = || reference_place(regime, catalogue.as_str(), id);
            all.push((place(), "name", &item.zh, &item.en));
            pair(
                all,
                place(),
                "scope",
                item.scope_zh.as_ref(),
                item.scope_en.as_ref(),
            );
            pair(
                all,
                place(),
                "exclusion",
                item.excludes_zh.as_ref(),
                item.excludes_en.as_ref(),
            );
            for level in item.levels.values() {
                all.push((place(), "level", &level.zh, &level.en));
                all.push((
                    place(),
                    "meaning of a level",
                    &level.meaning_zh,
                    &level.meaning_en,
                ));
            }
            let items = item.items.values().map(|part| (&part.zh, &part.en));
            let parameters = item.parameters.values().map(|part| (&part.zh, &part.en));
            let terms = item.terms.values().map(|part| (&part.zh, &part.en));
            for (zh, en) in items.chain(parameters).chain(terms) {
                all.push((place(), "part", zh, en));
            }
        }
    }
    for (name, source) in &regime.law.sources {
        let file = format!("law/{name}.md");
        all.push((Place::new(&file, ""), "title", &source.zh, &source.en));
        for article in source.articles.values() {
            let mut place = Place::new(&file, "");
            place.line = Some(article.line);
            all.push((place, "text", &article.zh, &article.en));
        }
    }
}
