//! What was handed in for a case is kept for its term and then disposed of.
//! The record says so first; only then is a content erased, and only if no
//! other case needs it (T-RET-01, T-RET-02).

use crate::failure::Failure;
use case::authorize::KeepingPermit;
use case::case::Case;
use case::command::{OnHold, Order, Supply};
use case::decide::Desk;
use case::event::NewEvent;
use case::refusal::Refusal;
use case::wording::words;
use store::blobs::Blobs;
use store::engine::Engine;
use store::error::StoreError;
use store::row::bind;
use store::statements as sql;

const PAGE: i64 = 500;

/// Decides on an order about the keeping of a case's file.
pub(crate) fn kept(
    desk: &Desk<'_>,
    case: &Case,
    permit: &KeepingPermit,
    order: &Order,
) -> Result<NewEvent, Refusal> {
    match order {
        Order::Hold {
            on: OnHold::Case(_),
            act,
        } => desk.hold(case, permit, act),
        Order::ProposeDisposal { .. } => desk.propose_disposal(case, permit),
        Order::Dispose { .. } => desk.dispose(case, permit),
        // The clock's orders, from somebody else, and those about no case.
        _ => Err(Refusal::NoSuchCase {
            case: case.number.clone(),
        }),
    }
}

/// Whether what is handed in is there: between looking at a file and recording
/// it, the same content may have been disposed of elsewhere.
pub(crate) fn there(blobs: &Blobs, supplies: &[Supply]) -> Result<(), Failure> {
    for supply in supplies {
        if !blobs.holds(&supply.document.sha256)? {
            let name = supply.material.as_str();
            return Err(Refusal::MaterialWrong {
                material: words(name, name),
                why: words("文件内容已不在本系统，请重新上传", "hand it in once more"),
            }
            .into());
        }
    }
    Ok(())
}

/// Erases contents that were disposed of, one after the other in the order in
/// which the record gave them up.
#[derive(Debug)]
pub(crate) struct Eraser {
    blobs: Blobs,
    /// The position and SHA-256 up to which all is erased.
    done: (i64, String),
}

impl Eraser {
    /// One that looks at everything that was ever disposed of: an older copy
    /// of the folder of contents may have been put back.
    pub(crate) fn new(blobs: Blobs) -> Self {
        Eraser {
            blobs,
            done: (0, String::new()),
        }
    }

    pub(crate) fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Erases what nobody needs; how many contents were.
    pub(crate) fn erase(&mut self, engine: &mut Engine) -> Result<u64, StoreError> {
        let mut erased = 0;
        loop {
            let (position, sha256) = &self.done;
            let params = [(*position).into(), sha256.as_str().into(), PAGE.into()];
            let rows = engine.query(bind(sql::CONTENT_ERASABLE, params))?;
            for row in &rows {
                erased += u64::from(self.blobs.erase(row.text(0))?);
                self.done = (row.int(1), row.text(0).to_owned());
            }
            if rows.is_empty() {
                return Ok(erased);
            }
        }
    }
}
