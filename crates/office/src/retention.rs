//! What was handed in for a case is kept for its term and then disposed of.
//! The record says so first; only then is a content erased, and only if no
//! other case needs it (T-RET-01, T-RET-02).

use crate::execute::cite;
use crate::failure::Failure;
use crate::hot::Hot;
use case::authorize::RetentionPermit;
use case::case::Case;
use case::command::{OnHold, Order, Supply};
use case::decide::Desk;
use case::event::NewEvent;
use case::refusal::Refusal;
use case::retention::Filed;
use case::wording::words;
use jiff::civil::Date;
use law::identity::PartyCode;
use store::blobs::Blobs;
use store::engine::Engine;
use store::error::StoreError;
use store::row::{Bound, Row, bind};
use store::statements as sql;

const PAGE: i64 = 500;

/// Which files are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Kept long enough and not on hold: to be disposed of.
    Due,
    /// Proposed by one person, to be approved by another.
    Proposed,
    /// On hold.
    Held,
    /// Kept, ended cases all of them, the first to become due first.
    Kept,
    /// Disposed of.
    Disposed,
}

impl Which {
    /// All of them, in the order in which they concern whoever looks.
    pub const ALL: [Which; 5] = [
        Which::Due,
        Which::Proposed,
        Which::Held,
        Which::Kept,
        Which::Disposed,
    ];

    /// The word for it, in addresses and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Which::Due => "due",
            Which::Proposed => "proposed",
            Which::Held => "held",
            Which::Kept => "kept",
            Which::Disposed => "disposed",
        }
    }

    /// The question for rows of case and last day, of the cases that `body`
    /// holds, at most `most` of them; `after` is [`Which::mark`] of the last
    /// row before.
    pub fn question(self, body: &PartyCode, today: Date, after: &str, most: i64) -> Bound {
        let (day, case) = after.split_once('/').unwrap_or_default();
        let body = body.as_str().into();
        let before = match self {
            Which::Due => today.to_string(),
            Which::Kept => LAST.to_owned(),
            Which::Proposed => {
                return bind(sql::RETENTION_PROPOSED, [body, case.into(), most.into()]);
            }
            Which::Held => return bind(sql::RETENTION_HELD, [body, case.into(), most.into()]),
            Which::Disposed => {
                return bind(sql::RETENTION_DISPOSED, [body, case.into(), most.into()]);
            }
        };
        let params = [body, before.into(), day.into(), case.into(), most.into()];
        bind(sql::RETENTION_UNTIL, params)
    }

    /// Where a list goes on after a row.
    pub fn mark(row: &Row) -> String {
        format!("{}/{}", row.maybe_text(1).unwrap_or_default(), row.text(0))
    }

    /// Whether a file belongs to what is asked for: that it is on hold with
    /// its holder, the rows do not say.
    pub fn fits(self, filed: &Filed) -> bool {
        self != Which::Due || filed.holds.is_empty()
    }
}

/// A day after all days that are written with four digits.
const LAST: &str = "9999-12-31~";

/// Decides on an order about the keeping of a case's file.
pub(crate) fn kept(
    desk: &Desk<'_>,
    case: &Case,
    permit: &RetentionPermit,
    order: &Order,
) -> Result<NewEvent, Failure> {
    let event = match order {
        Order::Hold {
            on: OnHold::Case(_),
            act,
        } => desk.hold(case, permit, act),
        Order::ProposeDisposal { .. } => desk.propose_disposal(case, permit),
        Order::Dispose { .. } => desk.dispose(case, permit),
        // Orders about something else are not brought here.
        _ => Err(Refusal::NoSuchCase {
            case: case.number.clone(),
        }),
    };
    event.map_err(|refusal| cite(refusal, desk.edition))
}

/// Whether what is handed in is there: between looking at a file and recording
/// it, the same content may have been disposed of elsewhere.
pub(crate) fn there(
    engine: &mut Engine,
    hot: &Hot,
    blobs: &Blobs,
    supplies: &[Supply],
) -> Result<(), Failure> {
    for supply in supplies.iter().filter(|_| hot.given_up) {
        let sha256 = supply.document.sha256.as_str();
        if !blobs.holds(sha256)?
            && !engine
                .query(bind(sql::CONTENT_GIVEN_UP, [sha256.into()]))?
                .is_empty()
        {
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
