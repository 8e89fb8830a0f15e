//! `xinbiao scheme export`: a procedure in a form that other tools open.

use super::shelf;
use crate::answer::Answer;
use crate::file;
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use clap::builder::PossibleValuesParser;
use law::name::ProcedureName;
use serde_json::json;
use std::path::PathBuf;

/// What to write, in which form, where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Name of the procedure
    procedure: String,
    /// Form of the file: BPMN 2.0 with its diagram, or a picture
    // It takes the place of `--as WHO`: nobody acts here.
    #[arg(
        id = "acts_as",
        long = "as",
        value_name = "FORM",
        default_value = "bpmn"
    )]
    #[arg(value_parser = PossibleValuesParser::new(["bpmn", "svg"]))]
    form: String,
    /// Edition, such as label/2026-07, or its folder; none: the first that has it
    #[arg(long, value_name = "EDITION")]
    edition: Option<String>,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Writes the procedure.
///
/// # Errors
///
/// That there is none of the name, or that the file cannot be written.
pub(super) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let name = ProcedureName::from(args.procedure.as_str());
    let mut known = Vec::new();
    for shelved in shelf::editions(globals, args.edition.as_deref())? {
        let regime = shelved.load()?.regime;
        let Some(procedure) = regime.procedures.get(&name) else {
            known.extend(
                regime
                    .procedures
                    .keys()
                    .map(|name| format!("{} ({})", name, shelved.name)),
            );
            continue;
        };
        let zh = globals.lang().is_zh();
        let text = match args.form.as_str() {
            "svg" => law::draw::svg(&regime, procedure, zh),
            _ => law::bpmn::xml(&regime, procedure, zh),
        };
        file::write(&args.output, text.as_bytes())?;
        let mut page = Page::new(globals.lang());
        let shown = args.output.display();
        page.say(&format!("已写入{shown}"), &format!("Written: {shown}"));
        let json = json!({
            "edition": shelved.name, "procedure": args.procedure, "form": args.form,
            "file": args.output, "bytes": text.len(),
        });
        return Ok(Answer::new(page.into_text(), json));
    }
    let (procedure, zh, en) = (&args.procedure, known.join("、"), known.join(", "));
    Err(Trouble::usage(
        format!("没有程序“{procedure}”；现有：{zh}。"),
        format!("there is no procedure `{procedure}`; there are: {en}"),
    ))
}
