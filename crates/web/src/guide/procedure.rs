//! `/guide/{regime}/{procedure}`: what to prepare for a case, in what order,
//! under what conditions and terms, each with its article (LBL-03.2).

use super::{all, conditions, edition, handing_in, opening, tables};
use crate::cite::{article, near};
use crate::failure::Failure;
use crate::language::Lang;
use crate::layout;
use crate::site::Site;
use crate::words::{fill, say};
use axum::extract::{Path, State};
use law::form::{Field, FieldKind, Material, Reads, When};
use law::procedure::Procedure;
use law::regime::Regime;
use law::step::Step;
use maud::{Markup, html};

pub(crate) async fn get(
    State(site): State<Site>,
    lang: Lang,
    Path((regime, name)): Path<(String, String)>,
) -> Result<Markup, Failure> {
    site.aside(move |site| {
        let edition = edition(site, &regime)?;
        let procedure = edition
            .regime
            .procedures
            .get(name.as_str())
            .ok_or(Failure::NotFound)?;
        let guide = Guide {
            regime: &edition.regime,
            procedure,
            steps: handing_in(&edition.regime, procedure),
            lang,
        };
        let path = format!("/guide/{regime}/{name}");
        let title = fill(
            lang,
            "guide.of",
            &[("procedure", lang.words(&procedure.head.title))],
        );
        Ok(layout::public(lang, &title, &path, &guide.page(&title)?))
    })
    .await
}

/// What the page is made from.
struct Guide<'e> {
    regime: &'e Regime,
    procedure: &'e Procedure,
    /// The steps by which a case is handed in.
    steps: Vec<&'e Step>,
    lang: Lang,
}

impl Guide<'_> {
    fn page(&self, title: &str) -> Result<Markup, Failure> {
        let (lang, head) = (self.lang, &self.procedure.head);
        let (_, opening) = opening(self.regime, self.procedure).ok_or(Failure::NotFound)?;
        let new = format!("/desk/new/{}/{}", self.regime.head.id, head.id);
        Ok(html! {
            p.kicker { a href=(lang.link("/guide")) { (say(lang, "guide.title")) } " · " (lang.words(&self.regime.head.title)) " " (self.regime.head.edition) }
            h1 { (title) }
            (self.who(opening))
            nav.parts aria-label=(say(lang, "case.contents")) {
                a href="#prepare" { (say(lang, "guide.prepare")) }
                a href="#conditions" { (say(lang, "guide.conditions")) }
                a href="#course" { (say(lang, "guide.course")) }
                a href="#outcomes" { (say(lang, "guide.outcomes")) }
            }
            (self.prepare())
            (self.conditions())
            section id="course" {
                h2 { (say(lang, "guide.course")) }
                (tables::steps(self.regime, self.procedure, lang))
                (tables::terms(self.regime, self.procedure, lang))
            }
            section id="outcomes" {
                h2 { (say(lang, "guide.outcomes")) }
                (tables::outcomes(self.regime, self.procedure, lang))
            }
            p { a.button href=(lang.link(&new)) { (lang.of(&opening.zh, &opening.en)) } }
            p.small { (say(lang, "guide.account")) }
        })
    }

    /// For whom, by whom, with whom.
    fn who(&self, opening: &Step) -> Markup {
        let (lang, head) = (self.lang, &self.procedure.head);
        let kind = |name| {
            let party = self.regime.parties.get(name);
            party.map_or("", |party| lang.of(&party.zh, &party.en))
        };
        let by: Vec<&str> = opening
            .by
            .iter()
            .filter_map(|actor| self.regime.actors.get(actor))
            .map(|actor| lang.of(&actor.zh, &actor.en))
            .collect();
        html! {
            dl {
                dt { (say(lang, "guide.holder")) } dd { (kind(&head.holder)) }
                dt { (say(lang, "guide.by")) } dd { (by.join(lang.of("、", ", "))) }
                dt { (say(lang, "guide.body")) } dd { (kind(&head.body)) }
                dt { (say(lang, "label.basis")) } dd { (article(self.regime, &head.basis, lang)) }
            }
        }
    }

    fn prepare(&self) -> Markup {
        let lang = self.lang;
        let asked = all(self.steps.iter().map(|step| &step.asks));
        let taken = all(self.steps.iter().map(|step| &step.takes));
        let needed = all(self.steps.iter().map(|step| &step.needs));
        let fields = self.procedure.fields_in_order();
        let must: Vec<&Field> = fields
            .iter()
            .filter(|(name, _)| asked.contains(name))
            .map(|(_, field)| *field)
            .collect();
        let may: Vec<&Field> = fields
            .iter()
            .filter(|(name, _)| taken.contains(name) && !asked.contains(name))
            .map(|(_, field)| *field)
            .collect();
        let materials = self.procedure.materials_in_order().into_iter();
        let materials: Vec<&Material> = materials
            .filter(|(name, _)| needed.contains(name))
            .map(|(_, material)| material)
            .collect();
        html! {
            section id="prepare" {
                h2 { (say(lang, "guide.prepare")) }
                @if !materials.is_empty() {
                    h3 { (say(lang, "guide.materials")) }
                    ol { @for material in &materials { (self.material(material, &materials)) } }
                }
                @if !must.is_empty() {
                    h3 { (say(lang, "guide.fields")) }
                    ul { @for field in must { (self.field(field)) } }
                }
                @if !may.is_empty() {
                    h3 { (say(lang, "guide.optional")) }
                    ul { @for field in may { (self.field(field)) } }
                }
                (self.catalogues())
                @if self.steps.iter().any(|step| step.statement) { p { (say(lang, "guide.statement")) } }
            }
        }
    }

    /// One document: what it is, in what form, and when it is needed.
    fn material(&self, material: &Material, all: &[&Material]) -> Markup {
        let lang = self.lang;
        let others: Vec<&str> = all
            .iter()
            .filter(|other| material.either.is_some() && other.either == material.either)
            .filter(|other| other.zh != material.zh)
            .map(|other| lang.of(&other.zh, &other.en))
            .collect();
        let types = material.types.join("/").to_uppercase();
        let most = material.max_mib.to_string();
        html! {
            li {
                strong { (lang.of(&material.zh, &material.en)) }
                @if material.public { " " span.tag { (say(lang, "form.public")) } }
                (self.when(material.when.as_ref()))
                @if !others.is_empty() { " " (fill(lang, "guide.either", &[("others", &others.join(lang.of("、", ", ")))])) }
                br;
                span.small {
                    (fill(lang, "guide.file", &[("types", &types), ("most", &most)]))
                    @match material.reads {
                        Some(Reads::TestReport) => { " " (say(lang, "guide.reads-report")) },
                        Some(Reads::Artwork) => { " " (say(lang, "guide.reads-artwork")) },
                        None => {},
                    }
                    @if material.evidence.is_some() { " " (say(lang, "guide.evidence")) }
                    @if material.shared { " " (say(lang, "guide.shared")) }
                    " " (self.basis(&material.basis))
                }
            }
        }
    }

    fn field(&self, field: &Field) -> Markup {
        let lang = self.lang;
        let hint = match lang {
            Lang::Zh => field.hint_zh.as_deref(),
            Lang::En => field.hint_en.as_deref(),
        };
        html! {
            li {
                (lang.of(&field.zh, &field.en))
                @if field.public { " " span.tag { (say(lang, "form.public")) } }
                @if field.confidential { " " span.tag { (say(lang, "form.confidential")) } }
                (self.when(field.when.as_ref()))
                @if let Some(hint) = hint { (say(lang, "label.comma")) (hint) }
                " " span.small { (self.basis(&field.basis)) }
            }
        }
    }

    fn basis(&self, basis: &str) -> Markup {
        near(self.regime, basis, &self.procedure.head.basis, self.lang)
    }

    fn when(&self, when: Option<&When>) -> Markup {
        let sentence = conditions::sentence(self.regime, self.procedure, when, self.lang);
        html! { @if let Some(sentence) = sentence { " " (sentence) } }
    }

    /// The catalogues from whose items the form lets one choose.
    fn catalogues(&self) -> Markup {
        let lang = self.lang;
        let fields = self.procedure.fields_in_order().into_iter();
        let names = fields
            .filter(|(_, field)| field.kind == FieldKind::Reference)
            .filter_map(|(_, field)| field.of.as_deref());
        let names: std::collections::BTreeSet<&str> = names.collect();
        html! {
            @for name in names {
                @if let Some(items) = self.regime.references.get(name).filter(|items| !items.is_empty()) {
                    h3 { (say(lang, "guide.requirements")) }
                    ul {
                        @for (item, rule) in items {
                            li { a href=(lang.link(&format!("/guide/{}/{name}/{item}", self.regime.head.id))) { (lang.of(&rule.zh, &rule.en)) } }
                        }
                    }
                }
            }
        }
    }

    fn conditions(&self) -> Markup {
        let lang = self.lang;
        let guards = all(self.steps.iter().map(|step| &step.guards));
        html! {
            section id="conditions" {
                h2 { (say(lang, "guide.conditions")) }
                @if guards.is_empty() { p { (say(lang, "guide.no-conditions")) } }
                ul {
                    @for guard in guards.into_iter().filter_map(|name| self.procedure.guards.get(name)) {
                        li {
                            (lang.of(&guard.zh, &guard.en))
                            (self.when(guard.when.as_ref()))
                            " " span.small { (self.basis(&guard.basis)) }
                        }
                    }
                }
            }
        }
    }
}
