//! Why an uploaded file is refused.

use super::Kind;
use crate::fault::Said;

/// Words of a message that do not change: in Chinese, in English.
pub(crate) type Phrase = (&'static str, &'static str);

/// Why a file is refused: what is wrong, and what to do. Displayed in English;
/// [`ContentFault::said`] has both languages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentFault {
    #[error("the file is empty; choose the file again and see that it was saved")]
    Empty,
    #[error("the file has {bytes} bytes, more than {max}; make it smaller or split it")]
    TooLarge { bytes: u64, max: u64 },
    #[error("the file name {}; rename the file with letters, digits, hyphens and one ending", .wrong.1)]
    Name { wrong: Phrase },
    #[error("the file name does not end in a known kind; hand in one of: {}", list(.allowed))]
    UnknownEnding { allowed: Vec<Kind> },
    #[error("the content is {}, which is not accepted; save it in another format", .found.1)]
    Foreign { found: Phrase },
    #[error("the name says {named} but the content is {kind}; give the file the ending that fits")]
    Disagrees { named: Kind, kind: Kind },
    #[error("{kind} is not accepted here; hand in one of: {}", list(.allowed))]
    NotAllowed { kind: Kind, allowed: Vec<Kind> },
    #[error("the {kind} file is damaged: {}; save or export it again", .wrong.1)]
    Damaged { kind: Kind, wrong: Phrase },
    #[error("the {kind} file contains {}, which can do harm; export it again without", .what.1)]
    Active { kind: Kind, what: Phrase },
    #[error("the {kind} file is also something else: {}; hand in each file by itself", .what.1)]
    Polyglot { kind: Kind, what: Phrase },
    #[error(
        "the picture is {width} by {height} pixels; make it at most 20000 on a side and 40 million in all"
    )]
    Pixels { width: u32, height: u32 },
    #[error("the archive {}; {}", .wrong.1, .remedy.1)]
    Archive { wrong: Phrase, remedy: Phrase },
}

impl ContentFault {
    /// What is wrong and what to do, in both languages.
    pub fn said(&self) -> Said {
        Said::from((self.zh(), self.to_string()))
    }

    fn zh(&self) -> String {
        match self {
            ContentFault::Empty => "文件为空，请确认已保存后重新选择".to_owned(),
            ContentFault::TooLarge { bytes, max } => {
                format!("文件有{bytes}字节，超过上限{max}字节，请缩小或者拆分")
            }
            ContentFault::Name { wrong } => {
                format!("文件名{}，请改用文字、数字、连字符和一个扩展名", wrong.0)
            }
            ContentFault::UnknownEnding { allowed } => {
                format!(
                    "文件扩展名不属于已知类型，请提交下列类型之一：{}",
                    list_zh(allowed)
                )
            }
            ContentFault::Foreign { found } => {
                format!("文件内容为{}，不予接收，请另存为其他格式", found.0)
            }
            ContentFault::Disagrees { named, kind } => format!(
                "文件扩展名表示{}，内容却是{}，请使用与内容相符的扩展名",
                named.zh(),
                kind.zh()
            ),
            ContentFault::NotAllowed { kind, allowed } => format!(
                "此处不接收{}，请提交下列类型之一：{}",
                kind.zh(),
                list_zh(allowed)
            ),
            ContentFault::Damaged { kind, wrong } => {
                format!("{}文件已损坏：{}，请重新保存或者导出", kind.zh(), wrong.0)
            }
            ContentFault::Active { kind, what } => {
                format!(
                    "{}文件含有{}，可能造成危害，请去除后重新导出",
                    kind.zh(),
                    what.0
                )
            }
            ContentFault::Polyglot { kind, what } => {
                format!(
                    "{}文件同时又是其他文件：{}，请分别提交各个文件",
                    kind.zh(),
                    what.0
                )
            }
            ContentFault::Pixels { width, height } => {
                format!("图片为{width}×{height}像素，每边不得超过20000像素，总数不得超过4000万像素")
            }
            ContentFault::Archive { wrong, remedy } => {
                format!("压缩包{}，{}", wrong.0, remedy.0)
            }
        }
    }
}

fn list(kinds: &[Kind]) -> String {
    kinds
        .iter()
        .map(Kind::to_string)
        .collect::<Vec<String>>()
        .join(", ")
}

fn list_zh(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.zh()).collect();
    words.join("、")
}
