//! `xinbiao label …`: draw a label, or check artwork against it.

use crate::answer::Answer;
use crate::desk::Desk;
use crate::file;
use crate::globals::Globals;
use crate::page::{Page, many};
use crate::trouble::Trouble;
use artwork::check::{self, MAX_BYTES};
use artwork::finding::Severity;
use artwork::{pdf, png, svg};
use case::refusal::Refusal;
use case::wording::words;
use evidence::content::{self, Kind};
use office::label::Label;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::row::bind;
use store::statements as sql;

/// What can be done about labels.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Draw the label of an entry, or the draft of a case (绘制标识)
    #[command(after_long_help = "Examples:\n  \
xinbiao label draw CSL-2026-000001-7 -o label.svg\n  \
xinbiao label draw CSL-2026-000001-7 --variant landscape --format pdf -o label.pdf\n  \
xinbiao label draw BA202600000015 --format png --dpi 600 -o draft.png")]
    Draw(DrawArgs),
    /// Check an artwork against what the label must say (核验标识样式)
    #[command(
        after_long_help = "Exit code 1 if the artwork cannot be accepted as it is.\n\n\
Examples:\n  xinbiao label check artwork.svg --case BA202600000015\n  \
xinbiao label check box.png --number CSL-2026-000001-7 --lang zh"
    )]
    Check(CheckArgs),
}

/// The form in which a label is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    Svg,
    Png,
    Pdf,
}

/// What to draw.
#[derive(Debug, clap::Args)]
pub(crate) struct DrawArgs {
    /// Number of the entry, or of the case
    number: String,
    /// Variant of the template; none: its first
    #[arg(long)]
    variant: Option<String>,
    /// Form; none: by the ending of the file
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Dots per inch of a PNG
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u16).range(36..=2400))]
    dpi: u16,
    /// File to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// What to check.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("against").required(true))]
pub(crate) struct CheckArgs {
    /// Artwork: SVG, PNG or PDF
    file: PathBuf,
    /// Number of the entry that it must agree with
    #[arg(long, group = "against")]
    number: Option<String>,
    /// Number of the case that it must agree with
    #[arg(long, group = "against")]
    case: Option<String>,
}

/// Carries out one of the commands.
///
/// # Errors
///
/// That there is no such label, or what keeps it from being drawn.
pub(crate) fn run(globals: &Globals, command: &Command) -> Result<Answer, Trouble> {
    match command {
        Command::Draw(args) => draw(globals, args),
        Command::Check(args) => check(globals, args),
    }
}

fn draw(globals: &Globals, args: &DrawArgs) -> Result<Answer, Trouble> {
    let format = args
        .format
        .or_else(|| by_ending(&args.output))
        .ok_or_else(|| {
            Trouble::usage(
                "请用 --format 写明 svg、png 或者 pdf。",
                "say with `--format` whether svg, png or pdf",
            )
        })?;
    let desk = Desk::open(globals)?;
    let label = label_of(&desk, &args.number)?;
    let first = label
        .template
        .variants
        .first()
        .map(|variant| variant.name.clone());
    let variant = args.variant.clone().or(first).unwrap_or_default();
    let drawn = svg::svg(&label.template, &variant, &label.facts).map_err(undrawn)?;
    let content = match format {
        Format::Svg => drawn.into_bytes(),
        Format::Png => png::png(&drawn, f32::from(args.dpi)).map_err(undrawn)?,
        Format::Pdf => pdf::pdf(&drawn).map_err(undrawn)?,
    };
    file::write(&args.output, &content)?;
    let mut page = Page::new(globals.lang());
    let shown = args.output.display();
    page.say(
        &format!("已写入{shown}（{variant}，{}字节）", content.len()),
        &format!("Written: {shown} ({variant}, {} bytes)", content.len()),
    );
    if !label.filed {
        page.say(
            "这是草样：编号、有效期和信息码均为占位，备案后请重新绘制。",
            "This is a draft: number, validity and code stand in for the real ones; draw it again once it is filed.",
        );
    }
    let json = json!({
        "file": args.output,
        "variant": variant,
        "bytes": content.len(),
        "filed": label.filed,
        "number": label.facts.number,
        "code": label.facts.code,
    });
    Ok(Answer::new(page.into_text(), json))
}

fn by_ending(path: &Path) -> Option<Format> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "svg" => Some(Format::Svg),
        "png" => Some(Format::Png),
        "pdf" => Some(Format::Pdf),
        _ => None,
    }
}

fn undrawn(error: artwork::error::ArtworkError) -> Trouble {
    Trouble::input(format!("标识无法绘制：{error}"), error.to_string())
}

/// The label of an entry or of a case.
fn label_of(desk: &Desk<'_>, number: &str) -> Result<Label, Trouble> {
    let rows = desk.office.read(bind(sql::ENTRY_GET, [number.into()]))?;
    let case = match rows.first() {
        // What a public register shows, everybody sees.
        Some(row) if row.text(12) == "public" => desk.case(row.text(2))?,
        Some(row) => desk.seen_case(row.text(2))?,
        None => desk.seen_case(number)?,
    };
    Ok(desk.office.label(&case, &desk.world)?)
}

fn check(globals: &Globals, args: &CheckArgs) -> Result<Answer, Trouble> {
    let number = args
        .number
        .as_deref()
        .or(args.case.as_deref())
        .unwrap_or_default();
    let content = file::read(&args.file, MAX_BYTES as u64)?;
    let kind = kind_of(&args.file, &content)?;
    let desk = Desk::open(globals)?;
    let label = label_of(&desk, number)?;
    let findings = check::check(kind, &content, &label.facts);
    let faults = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Fault)
        .count();
    let mut page = Page::new(globals.lang());
    let lang = page.lang;
    let shown = args.file.display();
    if findings.is_empty() {
        page.say(
            &format!("{shown}：未发现问题。"),
            &format!("{shown}: nothing was found."),
        );
    } else {
        let looks = findings.len() - faults;
        page.say(
            &format!("{shown}：{faults}处错误，{looks}处需人工查看。"),
            &format!(
                "{shown}: {}, {} for a person to look at.",
                many(faults as u64, "fault"),
                many(looks as u64, "thing")
            ),
        );
    }
    for finding in &findings {
        let grade = match finding.severity {
            Severity::Fault => lang.of("错误", "fault"),
            Severity::Look => lang.of("请看", "look "),
        };
        page.line(&format!(
            "  {grade}  {} [{}]",
            lang.of(&finding.zh, &finding.en),
            finding.code
        ));
    }
    let json: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "severity": if finding.severity == Severity::Fault { "fault" } else { "look" },
                "code": finding.code,
                "zh": finding.zh,
                "en": finding.en,
            })
        })
        .collect();
    let json = json!({"file": args.file, "faults": faults, "findings": json});
    Ok(Answer::new(page.into_text(), json).found(0 < faults))
}

fn kind_of(path: &Path, bytes: &[u8]) -> Result<check::Kind, Trouble> {
    let allowed = [Kind::Svg, Kind::Png, Kind::Pdf];
    let inspected = content::inspect(&file::name(path), bytes, &allowed, MAX_BYTES as u64);
    let inspected = inspected.map_err(|fault| Refusal::MaterialWrong {
        material: words(path.display().to_string(), path.display().to_string()),
        why: words(fault.said().zh, fault.said().en),
    })?;
    Ok(match inspected.kind {
        Kind::Svg => check::Kind::Svg,
        Kind::Png => check::Kind::Png,
        _ => check::Kind::Pdf,
    })
}
