//! `xinbiao init`: make a data folder and say what comes next.

use crate::answer::Answer;
use crate::file;
use crate::globals::Globals;
use crate::page::Page;
use crate::place::{self, Settled};
use crate::trouble::Trouble;
use office::opening::Office;
use proof::qr::Base;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;

/// What is settled when a folder is made.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n  \
xinbiao init --origin label.example/log --base https://label.example\n  \
xinbiao --data /srv/xinbiao init --base https://label.example\n  \
xinbiao --data rehearsal init --rehearsal")]
pub(crate) struct Args {
    /// Name of the log, also of the key that signs it; it stays for ever
    #[arg(long, default_value = "xinbiao.example/log", value_name = "NAME")]
    origin: String,
    /// Scheme and host of the public address, as the code on labels says it; it stays for ever
    #[arg(long, default_value = "https://xinbiao.example", value_name = "URL")]
    base: String,
    /// Make a folder for rehearsals, in which `--now` sets the time
    #[arg(long)]
    rehearsal: bool,
}

/// Makes the folder.
///
/// # Errors
///
/// That there is one already, or what keeps it from being made.
pub(crate) fn run(globals: &Globals, args: &Args) -> Result<Answer, Trouble> {
    let folder = globals.folder();
    let path = place::file(&folder);
    let shown = folder.display();
    if path.exists() || folder.join("keys").exists() {
        return Err(Trouble::usage(
            format!("“{shown}”已经是数据目录，请另选目录（--data）。"),
            format!("`{shown}` is a data folder already; choose another with `--data`"),
        ));
    }
    let settled = settled(args)?;
    fs::create_dir_all(&folder).map_err(|error| Trouble::unwritten(&folder, &error))?;
    let text = toml::to_string(&settled).map_err(Trouble::system)?;
    file::write(&path, text.as_bytes())?;
    let mut setup = place::setup(globals)?;
    if settled.rehearsal && globals.now.is_none() {
        setup.clock = place::before_all();
    }
    let office = Office::open(setup)?;
    let years: Vec<i16> = office
        .world()?
        .calendars
        .values()
        .flat_map(|calendar| calendar.years().map(|year| year.year))
        .collect();
    let json = json!({
        "folder": folder,
        "origin": settled.origin,
        "base": settled.base,
        "rehearsal": settled.rehearsal,
        "calendar_years": years,
        "log_key": office.log_key().verifying_key().to_string(),
    });
    Ok(Answer::new(told(globals, &office, &settled), json))
}

fn settled(args: &Args) -> Result<Settled, Trouble> {
    let base = args.base.trim_end_matches('/').to_ascii_uppercase();
    if let Err(error) = base.parse::<Base>() {
        return Err(Trouble::usage(
            format!("公开地址“{}”有误：{error}", args.base),
            format!("`--base {}`: {error}", args.base),
        ));
    }
    Ok(Settled {
        origin: args.origin.clone(),
        base,
        rehearsal: args.rehearsal,
    })
}

fn told(globals: &Globals, office: &Office, settled: &Settled) -> String {
    let mut page = Page::new(globals.lang());
    let lang = page.lang;
    let folder = globals.folder();
    page.say(
        &format!("数据目录“{}”已建立。", folder.display()),
        &format!("The data folder `{}` is made.", folder.display()),
    );
    let pair = |zh: &str, en: &str, value: String| (lang.of(zh, en).to_owned(), value);
    page.pairs(&[
        pair("日志名称", "log", settled.origin.clone()),
        pair("公开地址", "public address", settled.base.to_lowercase()),
        pair(
            "日志公钥",
            "public key",
            office.log_key().verifying_key().to_string(),
        ),
    ]);
    page.heading("接下来：", "What comes next:");
    let mut next = vec![(
        "备份密钥目录 keys/，离线保管".to_owned(),
        "save the folder keys/ apart".to_owned(),
        String::new(),
    )];
    next.extend(bodies(office));
    let last = [
        (
            "开通账号",
            "make their accounts",
            "xinbiao account add LOGIN --person PERSON --name 姓名",
        ),
        ("启动服务", "open the office", "xinbiao serve"),
    ];
    next.extend(last.map(|(zh, en, command)| (zh.to_owned(), en.to_owned(), command.to_owned())));
    let rows = next.into_iter().enumerate().map(|(at, (zh, en, command))| {
        vec![
            format!("{}.", at + 1),
            lang.of(&zh, &en).to_owned(),
            command,
        ]
    });
    page.rows(rows.collect());
    page.into_text()
}

/// Who has to be entered before a case can begin: for each regime the body of
/// its first procedure, and the people in one role of it.
fn bodies(office: &Office) -> Vec<(String, String, String)> {
    let mut told = BTreeMap::new();
    for (id, edition) in office.library().all() {
        let Some(procedure) = edition.regime.procedures.values().next() else {
            continue;
        };
        let kind = &procedure.head.body;
        let Some(party) = edition.regime.parties.get(kind) else {
            continue;
        };
        let role = party.roles.first();
        let role = role.map_or_else(|| "ROLE".to_owned(), ToString::to_string);
        let (zh, en) = (&party.zh, case::wording::lowered(&party.en));
        let party = format!(
            "xinbiao party register CODE --zh 名称 --en NAME --kind {}:{kind} --region 000000",
            id.regime
        );
        let member = format!("xinbiao party member CODE PERSON --name 姓名 --role {role}");
        let lines = [
            (format!("登记{zh}"), format!("enter the {en}"), party),
            (
                "登记其人员".to_owned(),
                "enter its people".to_owned(),
                member,
            ),
        ];
        told.insert(id.regime.clone(), lines);
    }
    told.into_values().flatten().collect()
}
