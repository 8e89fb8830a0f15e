//! Event after event: position, chain, leaf, body, and what follows from it.

use super::public::Public;
use super::signed::Signed;
use super::{Report, Rule};
use crate::leaf::{self, Place};
use crate::record::{Head, Pending, Series};
use crate::replay::{Fold, Folded, PAGE, number_of};
use case::case::Document;
use case::draw;
use case::event::{CaseAct, Event, PartyAct, What};
use law::calendar::Moment;
use law::library::Library;
use law::regime::Regime;
use proof::chain;
use proof::digest::Digest;
use proof::tree::{Peaks, leaf_hash};
use std::collections::BTreeSet;
use std::fmt::Display;
use store::blobs::Blobs;
use store::engine::Engine;
use store::error::StoreError;
use store::row::{Row, bind};
use store::statements as sql;

/// How many contents are remembered as read already.
const MOST_READ: usize = 100_000;

/// The events as far as they were verified.
#[derive(Debug)]
pub(super) struct Events<'l> {
    fold: Fold<'l>,
    blobs: Blobs,
    signed: Vec<Signed>,
    public: Public,
    report: Report,
    position: u64,
    at: Moment,
    chain: Digest,
    peaks: Peaks,
    /// Whether the event before is out of the public log.
    out: bool,
    read: BTreeSet<String>,
}

impl<'l> Events<'l> {
    pub(super) fn new(
        library: &'l Library,
        blobs: Blobs,
        signed: Vec<Signed>,
        public: Public,
        report: Report,
    ) -> Result<Self, StoreError> {
        Ok(Events {
            fold: Fold::new(library)?,
            blobs,
            signed,
            public,
            report,
            position: 0,
            at: 0,
            chain: Digest::ZERO,
            peaks: Peaks::default(),
            out: false,
            read: BTreeSet::new(),
        })
    }

    /// Verifies one row. What follows from it goes to `pending`.
    pub(super) fn check(
        &mut self,
        engine: &mut Engine,
        row: &Row,
        pending: &mut Pending,
    ) -> Result<(), StoreError> {
        self.report.events += 1;
        let position = row.count(0);
        if position != self.position + 1 {
            let what = match position - self.position {
                2 => format!("the event {} before it is missing", self.position + 1),
                _ => format!(
                    "the events {} to {} before it are missing",
                    self.position + 1,
                    position - 1
                ),
            };
            self.found(Rule::Position, what, position);
        }
        self.position = position;
        self.links(row);
        let body = row.text(8);
        let event: Event = match serde_json::from_str(body) {
            Ok(event) => event,
            Err(error) => {
                self.found(Rule::Body, error, position);
                return Ok(());
            }
        };
        self.columns(row, &event);
        if event.at < self.at {
            self.found(
                Rule::Time,
                "it was recorded before the event before it",
                position,
            );
        }
        self.at = self.at.max(event.at);
        let folded = self.fold.fold(engine, (position, number_of(row)), &event)?;
        if folded.version_before + 1 != event.version {
            let what = format!(
                "version {} of {} follows version {}",
                event.version, event.stream, folded.version_before
            );
            self.found(Rule::Version, what, position);
        }
        self.place(row, &event, &folded);
        self.leaf(row, &event, &folded);
        self.content(&event, &folded)?;
        pending.add(folded.followed);
        Ok(())
    }

    fn found(&mut self, rule: Rule, what: impl Display, position: u64) {
        self.report.found(rule, format!("event {position}"), what);
    }

    /// Chain, tree, and what was signed over them.
    fn links(&mut self, row: &Row) {
        let (position, leaf) = (row.count(0), row.text(9).as_bytes());
        let index = row.maybe_int(11);
        let link = chain::link(&self.chain, leaf);
        if link.to_string() != row.text(10) {
            let what = "its link does not follow from the link before it and its leaf";
            self.found(Rule::Chain, what, position);
        }
        // The stored link goes on, so that one break is told once.
        self.chain = row.text(10).parse().unwrap_or(link);
        if let Some(index) = index {
            if u64::try_from(index) != Ok(self.peaks.size()) {
                let what = format!(
                    "it is leaf {index} of the log, but {} leaves are before it",
                    self.peaks.size()
                );
                self.found(Rule::Log, what, position);
            }
            self.peaks.append(leaf_hash(leaf));
            if let Err(error) = self.public.push(leaf, &mut self.report) {
                self.found(Rule::Leaf, error, position);
            }
        }
        self.signed(position, index.is_some());
    }

    /// What was signed when the record, or the log in it, had come this far.
    fn signed(&mut self, position: u64, grown: bool) {
        for signed in &self.signed {
            let (due, chained) = match signed.record {
                Some((last, chain)) => (last == position, chain == self.chain),
                None => (grown && signed.size == self.peaks.size(), true),
            };
            if !due {
                continue;
            }
            if self.peaks.size() != signed.size || self.peaks.root() != signed.root {
                let what = format!("the events up to {position} are not those that were signed");
                self.report.found(signed.rule, &signed.place, what);
            }
            if !chained {
                let what = format!("event {position} is chained otherwise than was signed");
                self.report.found(signed.rule, &signed.place, what);
            }
        }
    }

    /// Whether just what belongs there is in the public log.
    fn place(&mut self, row: &Row, event: &Event, folded: &Folded<'_>) {
        let (out, before) = (row.maybe_int(11).is_none(), self.out);
        self.out = out;
        let wrong = match event.event {
            // The edition tells; that it is not loaded is told elsewhere.
            What::Case(_) => {
                folded
                    .case
                    .as_deref()
                    .zip(folded.edition)
                    .is_some_and(|(case, edition)| {
                        let procedure = edition.procedure(&case.procedure);
                        leaf::stays_out(&event.event, procedure, false) != out
                    })
            }
            What::Reading(_) => !out,
            // Out of the log only behind the confidential case that caused it.
            What::Party(_) | What::Calendar(_) => out && !before,
        };
        if wrong {
            let what = if out {
                "it is not in the public log, though it belongs there"
            } else {
                "it is in the public log, though it is confidential"
            };
            self.found(Rule::Log, what, row.count(0));
        }
    }

    /// The columns beside the body.
    fn columns(&mut self, row: &Row, event: &Event) {
        let kind = match event.event {
            What::Case(_) => "case",
            What::Party(_) => "party",
            What::Calendar(_) => "calendar",
            What::Reading(_) => "read",
        };
        let wrong = [
            ("stream", row.text(1) != event.stream),
            ("version", row.count(2) != event.version),
            ("kind", row.text(3) != kind),
            ("time", row.int(4) != event.at),
        ];
        for (column, _) in wrong.iter().filter(|(_, wrong)| *wrong) {
            let what = format!("the column of its {column} does not say what its body says");
            self.found(Rule::Body, what, row.count(0));
        }
    }

    /// The leaf, made again from body, salt and case.
    fn leaf(&mut self, row: &Row, event: &Event, folded: &Folded<'_>) {
        let (position, body) = (row.count(0), row.text(8));
        let Some(salt) = salt(row.text(7)) else {
            return self.found(
                Rule::Commitment,
                "its salt is not 32 hexadecimal digits",
                position,
            );
        };
        let seen = folded
            .case
            .as_deref()
            .zip(folded.edition.map(|edition| &edition.regime));
        let place = number_of(row).map_or(Place::Record(position), Place::Log);
        let made = leaf::leaf(place, event, body, &salt, seen);
        if made.is_ok_and(|made| made == row.text(9)) {
            return;
        }
        let commitment = chain::commitment(&salt, body.as_bytes()).to_string();
        if row.text(9).contains(&commitment) {
            self.found(
                Rule::Leaf,
                "its leaf does not say what the event says",
                position,
            );
        } else {
            let what = "its body is not the one that its leaf commits to";
            self.found(Rule::Commitment, what, position);
        }
    }

    /// What the event brought: editions, numbers, draws, documents.
    fn content(&mut self, event: &Event, folded: &Folded<'_>) -> Result<(), StoreError> {
        if let What::Party(PartyAct::EvidenceKept { kept, .. }) = &event.event {
            return self.document(&kept.document);
        }
        let What::Case(act) = &event.event else {
            return Ok(());
        };
        let position = self.position;
        let Some(case) = folded.case.clone() else {
            self.found(Rule::Version, "its case was never opened", position);
            return Ok(());
        };
        let Some(edition) = folded.edition else {
            let what = format!("its edition {} is not loaded", case.edition);
            self.found(Rule::Edition, what, position);
            return Ok(());
        };
        match act {
            CaseAct::Opened { digest, .. } => {
                self.report.cases += 1;
                if *digest != edition.digest {
                    let what = "the edition that is loaded is not the one it was opened under";
                    self.found(Rule::Edition, what, position);
                }
                self.number(folded, &edition.regime, &case.number);
            }
            CaseAct::Stepped(stepped) => {
                if let Some(moved) = stepped
                    .entry
                    .as_ref()
                    .filter(|_| folded.followed.counted.is_some())
                {
                    self.report.entries += 1;
                    self.number(folded, &edition.regime, &moved.number);
                }
                let drawn = stepped.drawn.as_ref();
                let sampled = stepped.sampled.as_ref();
                if drawn.is_some_and(|drawn| !draw::agrees(drawn, &case.number))
                    || sampled.is_some_and(|drawn| !draw::sample_agrees(drawn, &case.number))
                {
                    self.found(
                        Rule::Draw,
                        "its draw is not the one that its seed gives",
                        position,
                    );
                }
            }
            CaseAct::Supplied { materials } => {
                for handed in materials {
                    self.document(&handed.document)?;
                }
            }
            CaseAct::Filled { .. }
            | CaseAct::Opined(_)
            | CaseAct::Signed { .. }
            | CaseAct::Reminded { .. }
            | CaseAct::Recalculated { .. }
            | CaseAct::Hold(_)
            | CaseAct::DisposalProposed { .. }
            | CaseAct::Disposed { .. } => (),
        }
        Ok(())
    }

    /// Whether a number is the next of its series.
    fn number(&mut self, folded: &Folded<'_>, regime: &Regime, number: &str) {
        let next =
            folded
                .followed
                .counted
                .as_ref()
                .and_then(|((series, year), last): &(Series, u64)| {
                    let (_, name) = series.split_once('/')?;
                    Some(regime.numbers.get(name)?.pattern.number(*year, *last))
                });
        if next.as_deref() != Some(number) {
            let what = match next {
                Some(next) => format!("it took the number {number}, but {next} is the next"),
                None => format!("it took the number {number} out of no series"),
            };
            self.found(Rule::Number, what, self.position);
        }
    }

    fn document(&mut self, document: &Document) -> Result<(), StoreError> {
        if self.read.contains(&document.sha256) {
            return Ok(());
        }
        let place = place_of(&document.sha256);
        let position = self.position;
        self.report.blobs += 1;
        match self.blobs.measure(&document.sha256) {
            Ok(Some(there))
                if there.sha256 == document.sha256
                    && there.sm3 == document.sm3
                    && there.bytes == document.bytes => {}
            Ok(Some(_)) => {
                let what =
                    format!("it is not what event {position} handed in; restore it from a backup");
                self.report.found(Rule::Document, place, what);
            }
            // Whether it may be missing is known when all events are.
            Ok(None) => (),
            Err(error) => self.report.found(Rule::Document, place, error),
        }
        if MOST_READ <= self.read.len() {
            self.read.clear();
        }
        self.read.insert(document.sha256.clone());
        Ok(())
    }

    /// Compares what is there with what must be there, once `scratch` holds
    /// what all events say: a content that somebody needs may not be missing,
    /// and one that was disposed of by all may not be there (T-RET-02).
    pub(super) fn contents(&mut self, scratch: &mut Engine) -> Result<(), StoreError> {
        let mut after = String::new();
        loop {
            let params = [after.as_str().into(), PAGE.into()];
            let rows = scratch.query(bind(sql::CONTENT_PAGE, params))?;
            for row in &rows {
                row.text(0).clone_into(&mut after);
                self.content_at_end(row);
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }

    fn content_at_end(&mut self, row: &Row) {
        let sha256 = row.text(0);
        let place = place_of(sha256);
        let what = match (self.blobs.holds(sha256), row.count(1)) {
            (Ok(true), 0) => format!(
                "it is there, though event {} disposed of it; open the office, which erases it",
                row.maybe_count(3).unwrap_or_default()
            ),
            (Ok(false), needed) if 0 < needed => format!(
                "it is missing; event {} handed it in. Restore it from a backup",
                row.maybe_count(2).unwrap_or_default()
            ),
            (Ok(_), _) => return,
            (Err(error), _) => error.to_string(),
        };
        self.report.found(Rule::Document, place, what);
    }

    /// Compares the end with the heads, and hands over what was found.
    pub(super) fn end(mut self, head: Option<&Head>) -> Result<Report, StoreError> {
        if let Some(head) = head {
            let wrong = [
                ("position", head.position != self.position),
                ("time", head.at != self.at),
                ("chain", head.chain != self.chain),
                ("tree", head.peaks != self.peaks),
            ];
            for (column, _) in wrong.iter().filter(|(_, wrong)| *wrong) {
                let what = format!(
                    "its {column} is not that of the last event, {}; events were removed or added",
                    self.position
                );
                self.report.found(Rule::Head, "head", what);
            }
        }
        for signed in &self.signed {
            let (there, position) = match signed.record {
                Some((last, _)) => (self.position, last),
                None => (self.peaks.size(), signed.size),
            };
            if there < position {
                let of = if signed.record.is_some() {
                    "event"
                } else {
                    "leaf"
                };
                let what =
                    format!("{of} {position} was signed, but the record ends at {of} {there}");
                self.report.found(signed.rule, &signed.place, what);
            }
        }
        Ok(self.report)
    }
}

/// Where a content lies in the data folder.
fn place_of(sha256: &str) -> String {
    let head = sha256.get(..2).unwrap_or_default();
    format!("blobs/{head}/{sha256}")
}

fn salt(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    let pairs = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16)
            .ok()
            .filter(|_| pair.len() == 2)
    });
    pairs.collect::<Option<Vec<u8>>>()?.try_into().ok()
}
