//! The signed head beside the database: how far all events go, how they are
//! chained, and the public log within them (T-LOG-04). It is never published.

use crate::opening::{open_checkpoint, read_head};
use crate::record::Head;
use proof::digest::Digest;
use proof::key::SigningKey;
use proof::record::RecordHead;
use store::engine::Engine;
use store::error::StoreError;
use store::headfile;
use store::row::bind;
use store::statements as sql;

const PAGE: i64 = 1000;

/// The head that the database holds, signed, as the head file keeps it.
///
/// # Errors
///
/// That the database holds none, or that it cannot be signed.
pub fn of_database(
    engine: &mut Engine,
    origin: &str,
    key: &SigningKey,
) -> Result<headfile::Head, StoreError> {
    of(&read_head(engine)?, origin, key)
}

/// A head, signed, as the head file keeps it.
pub(crate) fn of(
    head: &Head,
    origin: &str,
    key: &SigningKey,
) -> Result<headfile::Head, StoreError> {
    let signed = RecordHead {
        origin: origin.to_owned(),
        position: head.position,
        chain: head.chain,
        size: head.peaks.size(),
        root: head.peaks.root(),
    };
    Ok(headfile::Head {
        position: head.position,
        text: signed
            .sign(key)
            .map_err(|error| StoreError::Other(error.to_string()))?,
    })
}

/// What a head of the head file says, once its signature is verified.
///
/// # Errors
///
/// Why it is not this log's.
pub(crate) fn open(head: &headfile::Head, key: &SigningKey) -> Result<RecordHead, String> {
    let signed = if RecordHead::is_meant(&head.text) {
        RecordHead::open(head.text.as_bytes(), key.verifying_key())
            .map_err(|error| error.to_string())?
    } else {
        earlier(head, key)?
    };
    if signed.position == head.position {
        Ok(signed)
    } else {
        Err("its position is not the one that was signed".into())
    }
}

/// The form of before there were events outside the public log: the chain,
/// unsigned, and a checkpoint over all events.
fn earlier(head: &headfile::Head, key: &SigningKey) -> Result<RecordHead, String> {
    let (chain, checkpoint) = head.text.split_once('\n').unwrap_or_default();
    let checkpoint = open_checkpoint(checkpoint, key)?;
    let chain = match checkpoint.size() {
        0 => Digest::ZERO,
        _ => chain.parse().map_err(|_| "its chain cannot be read")?,
    };
    Ok(RecordHead {
        origin: checkpoint.origin().to_owned(),
        position: checkpoint.size(),
        chain,
        size: checkpoint.size(),
        root: checkpoint.root(),
    })
}

/// Compares the database with the head kept outside it: it must hold what was
/// signed, and what came after that must be chained to it.
pub(crate) fn compare(
    engine: &mut Engine,
    head: &Head,
    last: Option<&headfile::Head>,
    key: &SigningKey,
) -> Result<(), StoreError> {
    let Some(last) = last else {
        return if head.position == 0 {
            Ok(())
        } else {
            Err(StoreError::Unsound(
                "the file `head` beside the database is missing or torn, though there is a record; restore it from \
                 the backup, or run `xinbiao audit --accept-head` after an audit that finds nothing"
                    .into(),
            ))
        };
    };
    if head.position < last.position {
        return Err(StoreError::Unsound(format!(
            "the database ends at event {}, but event {} was signed already: it is an older copy. Restore the newest \
             one; nothing is written until then",
            head.position, last.position
        )));
    }
    let altered = |position: u64| {
        StoreError::Unsound(format!(
            "event {position} of the database is not the one that was signed: the record was altered. Run \
             `xinbiao audit`"
        ))
    };
    let signed = open(last, key).map_err(|why| {
        StoreError::Unsound(format!(
            "the file `head` does not hold a head that keys/log.key signed ({why}); restore both from one backup"
        ))
    })?;
    let rows = engine.query(bind(sql::EVENT_CHAIN_AT, [signed.position.into()]))?;
    let held = rows.first().map_or("", |row| row.text(0));
    if 0 < signed.position && held != signed.chain.to_string() {
        return Err(altered(signed.position));
    }
    if head.position == signed.position {
        let same = signed.root == head.peaks.root()
            && signed.size == head.peaks.size()
            && signed.chain == head.chain;
        return if same {
            Ok(())
        } else {
            Err(altered(head.position))
        };
    }
    follows(engine, head, &signed)
}

/// Whether the events after what was signed lead from there to the head.
fn follows(engine: &mut Engine, head: &Head, signed: &RecordHead) -> Result<(), StoreError> {
    let broken = |position: u64| {
        StoreError::Unsound(format!(
            "event {position} of the database does not follow from those before it: the record was altered. Run \
             `xinbiao audit`"
        ))
    };
    let (mut link, mut position, mut size) = (signed.chain, signed.position, signed.size);
    while position < head.position {
        let rows = engine.query(bind(sql::EVENT_LEAVES, [position.into(), PAGE.into()]))?;
        if rows.is_empty() {
            return Err(broken(position + 1));
        }
        for row in &rows {
            position += 1;
            let logged = row.maybe_count(2);
            if row.count(0) != position || logged.is_some_and(|index| index != size) {
                return Err(broken(position));
            }
            size += u64::from(logged.is_some());
            link = proof::chain::link(&link, row.text(1).as_bytes());
        }
    }
    if position == head.position && link == head.chain && size == head.peaks.size() {
        Ok(())
    } else {
        Err(broken(head.position))
    }
}
