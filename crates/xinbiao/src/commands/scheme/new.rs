//! `xinbiao scheme new`: a small regime that works, for somebody who begins to
//! write one. It never overwrites anything.

use crate::answer::Answer;
use crate::file;
use crate::globals::Globals;
use crate::page::Page;
use crate::trouble::Trouble;
use case::world::days_after;
use jiff::civil::Date;
use law::load::{Files, Loaded, load};
use law::name::is_name;
use office::clock::Clock;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// The files of the regime, with blanks in `@…@`.
const TEMPLATE: [(&str, &str); 5] = [
    ("regime.toml", include_str!("new/regime.toml")),
    ("application.toml", include_str!("new/application.toml")),
    ("law/rules.md", include_str!("new/law/rules.md")),
    (
        "scenarios/world.txt",
        include_str!("new/scenarios/world.txt"),
    ),
    (
        "scenarios/application.txt",
        include_str!("new/scenarios/application.txt"),
    ),
];

/// What is to be made.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Name of the regime: lower-case letters, digits and hyphens
    id: String,
    /// Its edition: the month from which it holds [default: this month]
    #[arg(long, value_name = "YYYY-MM")]
    edition: Option<String>,
    /// Its name in Chinese
    #[arg(long, value_name = "TITLE", default_value = "示例登记制度")]
    title_zh: String,
    /// Its name in English
    #[arg(long, value_name = "TITLE", default_value = "Example registration")]
    title_en: String,
    /// Folder in which ID/EDITION is made [default: that of --schemes, else ./schemes]
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

/// Makes the folder.
///
/// # Errors
///
/// A name that is none, or that the folder is there already.
pub(super) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let (edition, from) = edition(args.edition.as_deref())?;
    if !is_name(&args.id) {
        let id = &args.id;
        return Err(Trouble::usage(
            format!("“{id}”不能作制度名称：请用小写字母、数字和连字符，以字母开头，至多64个字符。"),
            format!(
                "`{id}` is no name for a regime; write lower-case letters, digits and hyphens, at most 64"
            ),
        ));
    }
    let root = args.into.clone().or_else(|| globals.schemes.clone());
    let root = root.unwrap_or_else(|| PathBuf::from("schemes"));
    let folder = root.join(&args.id).join(&edition);
    let shown = folder.display().to_string();
    if folder.exists() {
        return Err(Trouble::input(
            format!("“{shown}”已经存在，不予覆盖；请换一个名称或者版本。"),
            format!(
                "`{shown}` is there already and is not overwritten; take another name or edition"
            ),
        ));
    }
    let mut files = filled(args, &edition, from);
    let loaded = sound(&files, &shown)?;
    files.insert("page.txt".into(), law::page::page(&loaded.regime));
    write(&root, &folder, &files)?;
    let mut page = Page::new(globals.lang());
    page.say(
        &format!("已建立{shown}，可以直接运行。接下来："),
        &format!("Made: {shown}. It works as it stands. What comes next:"),
    );
    let (zh, en): (Vec<_>, Vec<_>) = NEXT.iter().map(|(zh, en, _)| (*zh, *en)).unzip();
    let rows = NEXT.iter().enumerate().map(|(at, (.., command))| {
        vec![
            page.lang.of(zh[at], en[at]).to_owned(),
            command.replace("FOLDER", &shown),
        ]
    });
    page.rows(rows.collect());
    let names: Vec<&String> = files.keys().collect();
    let json =
        json!({"edition": format!("{}/{edition}", args.id), "folder": folder, "files": names});
    Ok(Answer::new(page.into_text(), json))
}

const NEXT: [(&str, &str, &str); 4] = [
    (
        "从头读起",
        "read it, top down",
        "FOLDER/regime.toml, application.toml, law/rules.md",
    ),
    (
        "每改一处，检查一次",
        "check it after each change",
        "xinbiao scheme check FOLDER",
    ),
    (
        "在终端里走一遍",
        "walk a case through it",
        "xinbiao scheme try FOLDER",
    ),
    (
        "重写汇总页",
        "write its page anew",
        "xinbiao scheme page FOLDER --write",
    ),
];

/// The edition and its first day.
fn edition(named: Option<&str>) -> Result<(String, Date), Trouble> {
    let named = match named {
        Some(named) => named.to_owned(),
        None => {
            let now = crate::place::shown(Clock::System.now());
            now.chars().take(7).collect()
        }
    };
    let form = named.len() == 7 && named.as_bytes().get(4) == Some(&b'-');
    match format!("{named}-01").parse::<Date>() {
        Ok(from) if form => Ok((named, from)),
        _ => Err(Trouble::usage(
            format!("“{named}”不是版本，应当写作施行月份，如 2026-01。"),
            format!("`{named}` is no edition; write the month from which it holds, like 2026-01"),
        )),
    }
}

fn filled(args: &Args, edition: &str, from: Date) -> Files {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    // Three years after d2, and the first day on which they are over.
    let last = days_after(from, 2);
    let expired = jiff::Span::new()
        .try_years(3)
        .and_then(|span| last.checked_add(span))
        .unwrap_or(Date::MAX);
    let blanks = [
        ("@ID@", args.id.clone()),
        ("@EDITION@", edition.to_owned()),
        ("@FROM@", from.to_string()),
        ("@TITLE_ZH@", quoted(&args.title_zh)),
        ("@TITLE_EN@", quoted(&args.title_en)),
        ("@DAY@", from.to_string()),
        ("@LATER@", days_after(from, 31).to_string()),
        ("@EXPIRED@", format!("{}@00:00", days_after(expired, 1))),
    ];
    let fill = |text: &str| {
        blanks.iter().fold(text.to_owned(), |text, (blank, with)| {
            text.replace(blank, with)
        })
    };
    TEMPLATE
        .iter()
        .map(|(path, text)| ((*path).to_owned(), fill(text)))
        .collect()
}

/// The regime, read and checked before anything is written: a title can be
/// such that it is not sound.
fn sound(files: &Files, shown: &str) -> Result<Loaded, Trouble> {
    let faults = match load(files) {
        Ok(loaded) => {
            let faults = law::check::check(&loaded);
            if faults.is_empty() {
                return Ok(loaded);
            }
            faults
        }
        Err(faults) => faults,
    };
    Err(Trouble::faults(
        shown.to_owned(),
        faults.iter().map(ToString::to_string).collect(),
    ))
}

/// Writes all files beside the folder first, so that it is there whole or not
/// at all.
fn write(root: &Path, folder: &Path, files: &Files) -> Result<(), Trouble> {
    let failed = |path: &Path, error: &std::io::Error| {
        let shown = path.display();
        Trouble::System {
            zh: format!("无法写入“{shown}”：{error}"),
            en: format!("`{shown}` cannot be written: {error}"),
        }
    };
    let parent = folder.parent().unwrap_or(root);
    fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
    let mut beside = folder.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    for (name, text) in files {
        let path = beside.join(name);
        let within = path.parent().unwrap_or(&beside);
        fs::create_dir_all(within).map_err(|error| failed(within, &error))?;
        file::write(&path, text.as_bytes())?;
    }
    fs::rename(&beside, folder).map_err(|error| failed(folder, &error))
}
