//! `xinbiao file`: the producer's side in one command, from the dossier to
//! the submitted case.

mod materials;
mod statement;

use super::import::reading::{About, read};
use super::import::{remarks, told};
use crate::answer::Answer;
use crate::desk::{Desk, code_of, stands};
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use crate::values::{self, pair};
use case::case::Case;
use case::command::{Actor, Given, Order};
use case::value::Value;
use evidence::report::{Day, Laboratory, LaboratoryRole};
use law::identity::PartyCode;
use law::name::FieldName;
use law::procedure::Procedure;
use office::execute::Receipt;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A filing.
#[derive(Debug, clap::Args)]
#[command(
    after_long_help = "Opens the case, makes the structured report of the dossier, hands in the materials \
that are named or lie in the folder under their names (report.pdf, declaration.pdf, licence.pdf, accreditation.pdf, \
own-proof.pdf, mandate.pdf, artwork.svg …), draws the artwork if none is there, shows what is stated, and submits. \
What is refused leaves a draft, and is told with how to go on.\n\n\
Examples:\n  \
xinbiao file --dossier ./dossier --category gateway --level basic --model EX-GW-1 --product-name 物联网网关 \
--firmware 1.0.0 --laboratory 91440300MA5EXAMPLA --report-number TR-1 --tested-on 2026-06-15 \
--support-until 2031-12-31 --contact filing@producer.example --as filer@CODE\n  \
xinbiao file --dossier ./dossier --form filing.toml --yes --as filer@CODE\n  \
xinbiao file --dossier ./dossier --case BA202600000015 --as filer@CODE    # go on with a draft"
)]
pub(crate) struct Args {
    /// Folder of the dossier and the materials
    #[arg(long, value_name = "DIR")]
    dossier: PathBuf,
    /// Go on with this draft
    #[arg(long, value_name = "CASE")]
    case: Option<String>,
    /// Form as TOML, `field = "value"` a line [default: filing.toml in the folder, if there]
    #[arg(long, value_name = "FILE")]
    form: Option<PathBuf>,
    /// Party that the filing is about [default: the one that is acted for]
    #[arg(long, value_name = "CODE")]
    holder: Option<String>,
    /// Product category
    #[arg(long)]
    category: Option<String>,
    /// Capability level that is claimed
    #[arg(long)]
    level: Option<String>,
    /// Model
    #[arg(long)]
    model: Option<String>,
    /// Name of the product
    #[arg(long)]
    product_name: Option<String>,
    /// Firmware version
    #[arg(long)]
    firmware: Option<String>,
    /// Code of the testing laboratory
    #[arg(long, value_name = "CODE")]
    laboratory: Option<String>,
    /// Number of the test report
    #[arg(long, value_name = "NUMBER")]
    report_number: Option<String>,
    /// Date on which testing ended
    #[arg(long, value_name = "DATE")]
    tested_on: Option<String>,
    /// Date on which support ends
    #[arg(long, value_name = "DATE")]
    support_until: Option<String>,
    /// Contact
    #[arg(long)]
    contact: Option<String>,
    /// Any other field of the form
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = pair)]
    fields: Vec<(String, String)>,
    /// Material and its file
    #[arg(long = "material", value_name = "NAME=FILE", value_parser = pair)]
    materials: Vec<(String, String)>,
    /// Regime
    #[arg(long, default_value = "label")]
    regime: String,
    /// Procedure of the regime
    #[arg(long, default_value = "filing")]
    procedure: String,
    /// Make the statement of truth without being asked
    #[arg(long)]
    yes: bool,
}

/// Files.
///
/// # Errors
///
/// What is missing or wrong; the draft stays.
pub(crate) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    if !args.dossier.is_dir() {
        let shown = args.dossier.display();
        return Err(Trouble::usage(
            format!("没有目录“{shown}”，请核对路径。"),
            format!("there is no folder `{shown}`; compare the path"),
        ));
    }
    let desk = Desk::open(globals)?;
    let actor = desk.person()?;
    let mut page = Page::new(globals.lang());
    let draft = draft(&desk, &actor, args)?;
    let number = draft.number.clone();
    match prepared(&desk, &actor, args, &draft, &mut page) {
        Ok(receipt) => {
            let case = desk.case(&number)?;
            done(&mut page, &desk, &case, &receipt)?;
            Ok(Answer::new(
                page.into_text(),
                json!({"case": number, "receipt": receipt}),
            ))
        }
        Err(why) => {
            if !globals.json {
                crate::remark(&page.into_text());
            }
            let why = Box::new(why);
            Err(Trouble::Draft { case: number, why })
        }
    }
}

/// The draft: the one that is named, its form filled in, or a new one.
fn draft(desk: &Desk<'_>, actor: &Actor, args: &Args) -> Result<Case, Trouble> {
    let day = desk
        .world
        .calendars
        .values()
        .next()
        .map(|calendar| calendar.day(desk.office.clock().now()));
    let edition = day.and_then(|day| desk.office.library().in_force(&args.regime, day));
    let procedure =
        edition.and_then(|(_, edition)| edition.procedure(&args.procedure.as_str().into()));
    let fields = form(args, procedure)?;
    if let Some(number) = &args.case {
        if !fields.is_empty() {
            let case = number.clone();
            desk.ask_seen(actor.clone(), Order::Fill { case, fields }, None, "/fill")?;
        }
        return desk.case(number);
    }
    let Actor::Person { party, .. } = actor else {
        return Err(Trouble::usage(
            "请用 --as 写明由谁办理。",
            "say who acts with `--as`",
        ));
    };
    let holder = match &args.holder {
        Some(code) => code_of(code)?,
        None => party.clone(),
    };
    let order = Order::Open {
        regime: args.regime.clone(),
        procedure: args.procedure.as_str().into(),
        holder: Some(holder),
        step: "open".into(),
        given: Given {
            fields,
            ..Given::default()
        },
    };
    let receipt = desk.ask_seen(actor.clone(), order, None, "/open")?;
    desk.case(receipt.case.as_deref().unwrap_or_default())
}

/// The form: the file's, then what the command line says.
fn form(args: &Args, procedure: Option<&Procedure>) -> Result<BTreeMap<FieldName, Value>, Trouble> {
    let path = args.form.clone().or_else(|| {
        let beside = args.dossier.join("filing.toml");
        beside.is_file().then_some(beside)
    });
    let mut fields = match path {
        Some(path) => materials::form(&path)?,
        None => BTreeMap::new(),
    };
    let named = [
        ("category", &args.category),
        ("level", &args.level),
        ("model", &args.model),
        ("product-name", &args.product_name),
        ("firmware", &args.firmware),
        ("laboratory", &args.laboratory),
        ("tested-on", &args.tested_on),
        ("support-until", &args.support_until),
        ("contact", &args.contact),
    ];
    for (name, value) in named {
        if let Some(value) = value {
            fields.insert(name.into(), Value::Text(value.clone()));
        }
    }
    fields.extend(values::fields(procedure, &args.fields)?);
    if args.case.is_none() {
        // Every filing says these; what is said otherwise is kept, and all of
        // it is shown before it is stated.
        for (name, usual) in [
            ("connected", "yes"),
            ("dedicated", "no"),
            ("standard", "ETSI EN 303 645 V3.1.3"),
        ] {
            let known = procedure.is_some_and(|procedure| procedure.fields.contains_key(name));
            if known && !fields.contains_key(name) {
                fields.insert(name.into(), usual.into());
            }
        }
    }
    Ok(fields)
}

/// Hands everything in and submits.
fn prepared(
    desk: &Desk<'_>,
    actor: &Actor,
    args: &Args,
    draft: &Case,
    page: &mut Page,
) -> Result<Receipt, Trouble> {
    let mut found = materials::found(desk, draft, &args.dossier, &args.materials)?;
    let work = materials::Scratch::new()?;
    if !found.contains_key("report-data") && materials::has_dossier(&args.dossier) {
        let read = read(&args.dossier, &about(desk, draft, args)?)?;
        told(page, &read);
        remarks(page, &read.remarks);
        found.insert(
            "report-data".into(),
            work.keep("report-data.json", read.report.to_json().as_bytes())?,
        );
    }
    if !found.contains_key("artwork") {
        let label = desk.office.label(draft, &desk.world)?;
        let variant = label
            .template
            .variants
            .first()
            .map_or("", |variant| variant.name.as_str());
        let drawn = artwork::svg::svg(&label.template, variant, &label.facts)
            .map_err(|error| Trouble::input(format!("标识无法绘制：{error}"), error.to_string()))?;
        found.insert(
            "artwork".into(),
            work.keep("artwork.svg", drawn.as_bytes())?,
        );
        page.say(
            "未找到标识样式，已按规则模板绘制。",
            "No artwork was there: it was drawn from the rule's template.",
        );
    }
    let files: Vec<(String, PathBuf)> = found.into_iter().collect();
    let supplies = values::take_in(&desk.office, &desk.world, draft, &files)?;
    let case = draft.number.clone();
    desk.ask_seen(
        actor.clone(),
        Order::Supply { case, supplies },
        None,
        "/supply",
    )?;
    let case = desk.case(&draft.number)?;
    statement::shown(page, desk, &case)?;
    let agreed = statement::agreed(desk, page, args.yes)?;
    let order = Order::Step {
        case: case.number,
        step: "submit".into(),
        given: Given {
            statement: agreed,
            ..Given::default()
        },
    };
    desk.ask_seen(actor.clone(), order, Some(case.version), "/submit")
}

/// What is true of the report as a whole, as the form and the register say it.
fn about(desk: &Desk<'_>, draft: &Case, args: &Args) -> Result<About, Trouble> {
    let text = |name: &str| draft.text(name).map(str::to_owned);
    let name = |code: &PartyCode| {
        desk.world
            .party(code)
            .map(|party| party.registration.name_zh.clone())
    };
    let tested: Option<Day> = match text("tested-on") {
        Some(day) => Some(day.parse().map_err(|error: evidence::report::NameError| {
            Trouble::usage(error.to_string(), error.to_string())
        })?),
        None => None,
    };
    let mut laboratories = Vec::new();
    if let Some(code) = text("laboratory") {
        let code = code_of(&code)?;
        let role = if code == draft.holder {
            LaboratoryRole::Own
        } else {
            LaboratoryRole::ThirdParty
        };
        laboratories.push(Laboratory {
            name: name(&code).unwrap_or_else(|| code.to_string()),
            code: code.to_string(),
            role,
        });
    }
    Ok(About {
        report_number: args.report_number.clone(),
        producer: name(&draft.holder),
        model: text("model"),
        firmware: text("firmware"),
        laboratories,
        tested_from: None,
        tested_to: tested,
        standard: "ETSI EN 303 645".into(),
        standard_edition: "V3.1.3".into(),
        samples: 1,
    })
}

fn done(page: &mut Page, desk: &Desk<'_>, case: &Case, receipt: &Receipt) -> Result<(), Trouble> {
    let edition = desk.office.edition(case)?;
    let lang = page.lang;
    let procedure = edition.procedure(&case.procedure);
    let state = procedure.and_then(|procedure| procedure.states.get(&case.state));
    let state = state.map_or(case.state.as_str(), |state| lang.of(&state.zh, &state.en));
    let (number, at) = (&case.number, stands(receipt));
    page.heading(
        &format!("{number}：{state}（{}）", at.zh),
        &format!("{number}: {state} ({})", at.en),
    );
    for (name, clock) in case.running() {
        let deadline = procedure.and_then(|procedure| procedure.deadlines.get(name));
        let title = deadline.map_or(name.as_str(), |deadline| {
            lang.of(&deadline.zh, &deadline.en)
        });
        let due = clock.due;
        page.say(
            &format!("  {title}：{due}止"),
            &format!("  {title}: until {due}"),
        );
    }
    Ok(())
}
