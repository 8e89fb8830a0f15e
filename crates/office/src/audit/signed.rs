//! What was signed: the head file's slots and the published checkpoint.

use super::{Report, Rule};
use crate::failure::Failure;
use crate::folder::Folder;
use crate::opening::open_checkpoint;
use crate::publish::{CHECKPOINT, read_checkpoint};
use crate::signed;
use proof::digest::Digest;
use proof::key::SigningKey;
use std::time::Duration;
use store::headfile::{self, Slot};

/// A head that was signed at some time.
#[derive(Debug)]
pub(super) struct Signed {
    pub(super) rule: Rule,
    pub(super) place: String,
    /// How many leaves the public log had, and the root over them.
    pub(super) size: u64,
    pub(super) root: Digest,
    /// The last event and the chain up to it, of a head of the record.
    pub(super) record: Option<(u64, Digest)>,
}

/// All signed heads that are kept. What is wrong with them goes into `report`.
pub(super) fn gather(
    folder: &Folder,
    key: &SigningKey,
    report: &mut Report,
) -> Result<Vec<Signed>, Failure> {
    let mut gathered = Vec::new();
    for (at, slot) in (1..).zip(slots(folder)?) {
        let place = format!("head, slot {at}");
        match slot {
            Slot::Empty => (),
            Slot::Torn => report.found(
                Rule::HeadFile,
                place,
                "the slot is torn or altered; the other one still counts",
            ),
            Slot::Whole(head) => match signed::open(&head, key) {
                Ok(opened) => gathered.push(Signed {
                    rule: Rule::HeadFile,
                    place,
                    size: opened.size,
                    root: opened.root,
                    record: Some((opened.position, opened.chain)),
                }),
                Err(why) => report.found(Rule::HeadFile, place, why),
            },
        }
    }
    if gathered.is_empty() {
        report.found(Rule::HeadFile, "head", "the file holds no signed head");
    }
    let place = format!("log/{CHECKPOINT}");
    match read_checkpoint(&folder.log()) {
        Ok(None) => (),
        Ok(Some(text)) => match open_checkpoint(&text, key) {
            Ok(checkpoint) => gathered.push(Signed {
                rule: Rule::Checkpoint,
                place,
                size: checkpoint.size(),
                root: checkpoint.root(),
                record: None,
            }),
            Err(why) => report.found(Rule::Checkpoint, place, why),
        },
        Err(error) => report.found(Rule::Checkpoint, place, error),
    }
    Ok(gathered)
}

/// The slots; looked at again if one seems torn, for it may be in the course
/// of being written.
fn slots(folder: &Folder) -> Result<Vec<Slot>, Failure> {
    let mut slots = headfile::slots(&folder.head())?;
    for _ in 0..3 {
        if !slots.contains(&Slot::Torn) {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
        slots = headfile::slots(&folder.head())?;
    }
    Ok(slots)
}
