//! Why an uploaded file is refused.

use super::Kind;

/// Why a file is refused: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentFault {
    #[error("the file is empty; choose the file again and see that it was saved")]
    Empty,
    #[error("the file has {bytes} bytes, more than {max}; make it smaller or split it")]
    TooLarge { bytes: u64, max: u64 },
    #[error("the file name {wrong}; rename the file with letters, digits, hyphens and one ending")]
    Name { wrong: &'static str },
    #[error("the file name does not end in a known kind; hand in one of: {}", list(.allowed))]
    UnknownEnding { allowed: Vec<Kind> },
    #[error("the content is {found}, which is not accepted; save it in another format")]
    Foreign { found: String },
    #[error("the name says {named} but the content is {kind}; give the file the ending that fits")]
    Disagrees { named: Kind, kind: Kind },
    #[error("{kind} is not accepted here; hand in one of: {}", list(.allowed))]
    NotAllowed { kind: Kind, allowed: Vec<Kind> },
    #[error("the {kind} file is damaged: {wrong}; save or export it again")]
    Damaged { kind: Kind, wrong: &'static str },
    #[error("the {kind} file contains {what}, which can do harm; export it again without")]
    Active { kind: Kind, what: &'static str },
    #[error("the {kind} file is also something else: {what}; hand in each file by itself")]
    Polyglot { kind: Kind, what: &'static str },
    #[error(
        "the picture is {width} by {height} pixels; make it at most 20000 on a side and 40 million in all"
    )]
    Pixels { width: u32, height: u32 },
    #[error("the archive {wrong}; {remedy}")]
    Archive {
        wrong: &'static str,
        remedy: &'static str,
    },
}

fn list(kinds: &[Kind]) -> String {
    kinds
        .iter()
        .map(Kind::to_string)
        .collect::<Vec<String>>()
        .join(", ")
}
