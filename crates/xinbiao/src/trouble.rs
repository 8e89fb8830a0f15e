//! Why a command was not carried out, in the reader's language, with the exit
//! code that tells programs apart what a person reads.

use crate::lang::Lang;
use crate::page::{Page, many};
use case::wording::words;
use law::form::Words;
use office::failure::Failure;
use office::people::PeopleError;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use store::error::StoreError;

/// Exit code: refused, or something was found.
pub(crate) const REFUSED: u8 = 1;
/// Exit code: the command was written wrongly.
pub(crate) const USAGE: u8 = 2;
/// Exit code: the store or the system failed.
pub(crate) const FAILED: u8 = 3;

/// Why a command was not carried out.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The office said no, or failed.
    Office(Failure),
    /// An argument is wrong.
    Usage { zh: String, en: String },
    /// What an argument names is not there.
    Absent { zh: String, en: String },
    /// Who reads what is printed went away, such as `head`: nothing more to say.
    Unread,
    /// What was handed in is wrong.
    Input { zh: String, en: String },
    /// Everything that is wrong with a text that was handed in.
    Faults { what: String, faults: Vec<Words> },
    /// The system did not do its part.
    System { zh: String, en: String },
    /// A filing was not submitted; its draft is kept.
    Draft { case: String, why: Box<Trouble> },
}

impl Trouble {
    /// A wrong argument.
    pub(crate) fn usage(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Trouble::Usage {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// Something that is named but not there.
    pub(crate) fn absent(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Trouble::Absent {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// What is wrong with a text of developers, such as a scheme, in the English
    /// words of whoever read it.
    pub(crate) fn faults(what: impl Into<String>, faults: Vec<String>) -> Self {
        let both = faults.into_iter().map(|fault| words(fault.clone(), fault));
        Trouble::faults_in_both(what, both)
    }

    /// What is wrong with a text.
    pub(crate) fn faults_in_both(
        what: impl Into<String>,
        faults: impl Iterator<Item = Words>,
    ) -> Self {
        Trouble::Faults {
            what: what.into(),
            faults: faults.collect(),
        }
    }

    /// Wrong content.
    pub(crate) fn input(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Trouble::Input {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// A failure of the system, in English words of its own.
    pub(crate) fn system(error: impl std::fmt::Display) -> Self {
        Trouble::System {
            zh: format!("系统故障：{error}"),
            en: error.to_string(),
        }
    }

    /// A file that cannot be read or written.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        let shown = path.display();
        if error.kind() == std::io::ErrorKind::NotFound {
            return Trouble::absent(
                format!("没有文件“{shown}”，请核对路径。"),
                format!("there is no file `{shown}`; compare the path"),
            );
        }
        Trouble::System {
            zh: format!("无法读写“{shown}”：{error}"),
            en: format!("`{shown}` cannot be read or written: {error}"),
        }
    }

    /// A file that cannot be made.
    pub(crate) fn unwritten(path: &Path, error: &std::io::Error) -> Self {
        let shown = path.display();
        if error.kind() == std::io::ErrorKind::NotFound {
            let folder = path.parent().unwrap_or(path).display();
            return Trouble::absent(
                format!("没有目录“{folder}”，无法写入“{shown}”；请先建立该目录，或者另选位置。"),
                format!(
                    "there is no folder `{folder}` for `{shown}`; make it first, or choose another place"
                ),
            );
        }
        Trouble::System {
            zh: format!("无法写入“{shown}”：{error}"),
            en: format!("`{shown}` cannot be written: {error}"),
        }
    }

    /// What is printed cannot be written: a reader who went away is no failure.
    pub(crate) fn unprinted(error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Trouble::Unread,
            _ => Trouble::system(error),
        }
    }

    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Trouble::Office(Failure::Store(_) | Failure::Closed) | Trouble::System { .. } => FAILED,
            Trouble::Office(
                Failure::Refused { .. }
                | Failure::Stale { .. }
                | Failure::KeyReused(_)
                | Failure::Input(_),
            )
            | Trouble::Input { .. }
            | Trouble::Faults { .. } => REFUSED,
            Trouble::Usage { .. } | Trouble::Absent { .. } => USAGE,
            Trouble::Unread => 0,
            Trouble::Draft { why, .. } => why.code(),
        }
    }

    /// A short stable name, for programs.
    fn name(&self) -> &'static str {
        match self {
            Trouble::Office(Failure::Refused { refusal, .. }) => refusal.code(),
            Trouble::Office(Failure::Stale { .. }) => "stale",
            Trouble::Office(Failure::KeyReused(_)) => "key-reused",
            Trouble::Office(Failure::Store(_)) => "store",
            Trouble::Office(Failure::Closed) => "closed",
            Trouble::Office(Failure::Input(_)) | Trouble::Input { .. } => "input",
            Trouble::Usage { .. } => "usage",
            Trouble::Absent { .. } => "absent",
            Trouble::Unread => "unread",
            Trouble::Faults { .. } => "faults",
            Trouble::System { .. } => "system",
            Trouble::Draft { why, .. } => why.name(),
        }
    }

    /// What is wrong and what to do, in one language.
    fn message(&self, lang: Lang) -> String {
        match self {
            Trouble::Office(failure) => of_failure(failure, lang),
            Trouble::Usage { zh, en }
            | Trouble::Absent { zh, en }
            | Trouble::Input { zh, en }
            | Trouble::System { zh, en } => lang.of(zh, en).to_owned(),
            Trouble::Unread => String::new(),
            Trouble::Draft { why, .. } => why.message(lang),
            Trouble::Faults { what, faults } => {
                let count = faults.len();
                lang.of(
                    &format!("“{what}”有{count}处错误，请逐处改正后重试。"),
                    &format!(
                        "`{what}` has {}; mend what is named, then try again",
                        many(count as u64, "fault")
                    ),
                )
                .to_owned()
            }
        }
    }

    fn citation(&self, lang: Lang) -> Option<&str> {
        match self {
            Trouble::Office(Failure::Refused { zh, en, .. }) => match lang {
                Lang::Zh => zh.as_deref(),
                Lang::En => en.as_deref(),
            },
            Trouble::Draft { why, .. } => why.citation(lang),
            _ => None,
        }
    }

    /// For a person: what is wrong, on what ground, what to do.
    pub(crate) fn text(&self, lang: Lang) -> String {
        if let Trouble::Draft { case, why } = self {
            return why.text(lang) + &how_to_go_on(case, lang);
        }
        let head = match self.code() {
            _ if matches!(self, Trouble::Absent { .. }) => lang.of("未找到：", "Not found: "),
            REFUSED => lang.of("未办理：", "Refused: "),
            USAGE => lang.of("用法有误：", "Usage: "),
            _ => lang.of("系统故障：", "Failed: "),
        };
        let message = self.message(lang);
        let message = message.strip_prefix(head).unwrap_or(&message);
        let mut text = format!("{head}{message}\n");
        if let Some(citation) = self.citation(lang) {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "  {}{citation}", lang.of("依据：", "Ground: "));
        }
        if let Trouble::Faults { faults, .. } = self {
            for fault in faults {
                let _ = writeln!(text, "  {}", lang.words(fault));
            }
        }
        if let Some(advice) = self.advice(lang) {
            let _ = writeln!(text, "  {advice}");
        }
        text
    }

    fn advice(&self, lang: Lang) -> Option<&'static str> {
        match self {
            Trouble::Office(Failure::Store(StoreError::Locked(_))) => Some(match lang {
                Lang::Zh => {
                    "该目录正由另一个 xinbiao 使用（如 serve）：请先停止它，或者在网页上办理；case、entry、party、export、audit 等查询命令不受影响。"
                }
                Lang::En => {
                    "Another xinbiao holds the folder (perhaps `serve`): stop it first, or act on its pages; looking (case, entry, party, export, audit) works meanwhile."
                }
            }),
            Trouble::Usage { .. } => Some(match lang {
                Lang::Zh => "各命令的用法和示例见 `xinbiao help`。",
                Lang::En => "`xinbiao help COMMAND` shows how it is written, with examples.",
            }),
            _ => None,
        }
    }

    /// For a program.
    pub(crate) fn json(&self) -> Value {
        if let Trouble::Draft { case, why } = self {
            let mut json = why.json();
            json["error"]["case"] = case.as_str().into();
            return json;
        }
        let faults = match self {
            Trouble::Faults { faults, .. } => faults.as_slice(),
            _ => &[],
        };
        let basis = match self {
            Trouble::Office(failure) => failure.refusal().and_then(|refusal| refusal.basis()),
            _ => None,
        };
        let mut error = json!({
            "code": self.name(),
            "exit": self.code(),
            "zh": self.message(Lang::Zh),
            "en": self.message(Lang::En),
        });
        if let Some(map) = error.as_object_mut() {
            if let Some(basis) = basis {
                map.insert(
                    "basis".into(),
                    json!({"article": basis, "zh": self.citation(Lang::Zh), "en": self.citation(Lang::En)}),
                );
            }
            if !faults.is_empty() {
                let zh: Vec<&str> = faults.iter().map(|fault| fault.zh.as_str()).collect();
                let en: Vec<&str> = faults.iter().map(|fault| fault.en.as_str()).collect();
                map.insert("faults".into(), json!(en));
                map.insert("faults_zh".into(), json!(zh));
            }
        }
        json!({ "error": error })
    }
}

/// What to do with a draft that was not submitted.
fn how_to_go_on(case: &str, lang: Lang) -> String {
    let mut page = Page::new(lang);
    page.say(
        &format!("草稿{case}已保留，可以这样继续："),
        &format!("The draft {case} is kept. To go on:"),
    );
    let next = [
        (
            "查看尚缺什么",
            "see how it stands",
            format!("xinbiao case show {case}"),
        ),
        (
            "修改备案表",
            "mend the form",
            format!("xinbiao case fill {case} NAME=VALUE --as …"),
        ),
        (
            "补齐后重新提交",
            "add what is missing, submit again",
            format!("xinbiao file --dossier DIR --case {case} --as …"),
        ),
    ];
    let rows = next
        .into_iter()
        .map(|(zh, en, command)| vec![lang.of(zh, en).to_owned(), command]);
    page.rows(rows.collect());
    page.into_text()
}

fn of_failure(failure: &Failure, lang: Lang) -> String {
    let zh = match failure {
        Failure::Refused { refusal, .. } => {
            let words = refusal.wording();
            return lang.words(&words).to_owned();
        }
        Failure::Stale { seen, now } => {
            format!("办件已更新到第{now}版，您看到的是第{seen}版，请重新查看后再办。")
        }
        Failure::KeyReused(key) => format!("键“{key}”已用于另一条命令，请换一个键。"),
        Failure::Closed => "办公系统正在关闭，请稍后重试。".into(),
        Failure::Store(StoreError::Full) => "磁盘已满，未作任何记录；请腾出空间后重试。".into(),
        Failure::Store(StoreError::Locked(why)) => format!("数据库被另一个程序占用（{why}）。"),
        Failure::Store(error) => error.to_string(),
        Failure::Input(why) => why.clone(),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => failure.to_string(),
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Trouble {}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Trouble::Office(failure)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Trouble::Office(Failure::Store(error))
    }
}

impl From<case::refusal::Refusal> for Trouble {
    fn from(refusal: case::refusal::Refusal) -> Self {
        Trouble::Office(refusal.into())
    }
}

impl From<PeopleError> for Trouble {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::Store(error) => error.into(),
            PeopleError::Random(_) | PeopleError::Hash(_) => Trouble::system(error),
            PeopleError::Login => {
                Trouble::input("登录名应当为1至64个可见的ASCII字符。", error.to_string())
            }
            PeopleError::Taken(ref login) => Trouble::input(
                format!("登录名“{login}”已被使用，请换一个。"),
                error.to_string(),
            ),
            PeopleError::Password => {
                Trouble::input("密码应当为12至200个字符，请换一个。", error.to_string())
            }
            other => Trouble::input(other.to_string(), other.to_string()),
        }
    }
}
