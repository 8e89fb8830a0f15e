//! Old events are read for ever: one sample of each, byte for byte.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

use case::event::{CaseAct, ClockEvent, Event, PartyAct, What};
use std::collections::BTreeSet;
use std::path::Path;

fn samples() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/events");
    let mut samples: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect();
    samples.sort();
    samples
}

/// The kind of an event. A new variant must be named here, and then needs a
/// sample.
fn kind(what: &What) -> &'static str {
    match what {
        What::Case(CaseAct::Opened { .. }) => "case-opened",
        What::Case(CaseAct::Filled { .. }) => "case-filled",
        What::Case(CaseAct::Supplied { .. }) => "case-supplied",
        What::Case(CaseAct::Stepped(_)) => "case-stepped",
        What::Case(CaseAct::Opined(_)) => "case-opined",
        What::Case(CaseAct::Signed { .. }) => "case-signed",
        What::Case(CaseAct::Reminded { .. }) => "case-reminded",
        What::Case(CaseAct::Recalculated { .. }) => "case-recalculated",
        What::Case(CaseAct::Hold(_)) => "case-hold",
        What::Case(CaseAct::DisposalProposed { .. }) => "case-disposal-proposed",
        What::Case(CaseAct::Disposed { .. }) => "case-disposed",
        What::Party(PartyAct::Hold(_)) => "party-hold",
        What::Party(PartyAct::Registered { .. }) => "party-registered",
        What::Party(PartyAct::MemberSet { .. }) => "party-member-set",
        What::Party(PartyAct::Qualified { .. }) => "party-qualified",
        What::Party(PartyAct::QualificationEnded { .. }) => "party-qualification-ended",
        What::Party(PartyAct::Mandated { .. }) => "party-mandated",
        What::Party(PartyAct::MandateEnded { .. }) => "party-mandate-ended",
        What::Party(PartyAct::Barred { .. }) => "party-barred",
        What::Party(PartyAct::BarLifted { .. }) => "party-bar-lifted",
        What::Party(PartyAct::EvidenceKept { .. }) => "party-evidence-kept",
        What::Party(PartyAct::EvidenceConsented { .. }) => "party-evidence-consented",
        What::Party(PartyAct::ConsentWithdrawn { .. }) => "party-consent-withdrawn",
        What::Party(PartyAct::EvidenceEnded { .. }) => "party-evidence-ended",
        What::Calendar(_) => "calendar-loaded",
        What::Reading(_) => "reading",
    }
}

fn clock(event: &ClockEvent) -> &'static str {
    match event {
        ClockEvent::Started { .. } => "started",
        ClockEvent::Paused { .. } => "paused",
        ClockEvent::Resumed { .. } => "resumed",
        ClockEvent::Extended { .. } => "extended",
        ClockEvent::Moved { .. } => "moved",
        ClockEvent::Ended { .. } => "ended",
        ClockEvent::RanOut { .. } => "ran-out",
    }
}

#[test]
fn every_sample_reads_and_writes_the_same_bytes() {
    for (name, text) in samples() {
        let event: Event =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let written = serde_json::to_string(&event).unwrap();
        assert_eq!(written, text.trim_end(), "{name}");
        assert!(name.starts_with(kind(&event.event)), "{name}");
    }
}

#[test]
fn every_kind_of_event_and_of_clock_event_has_a_sample() {
    let mut kinds = BTreeSet::new();
    let mut clocks = BTreeSet::new();
    for (_, text) in samples() {
        let event: Event = serde_json::from_str(&text).unwrap();
        kinds.insert(kind(&event.event));
        match &event.event {
            What::Case(
                CaseAct::Opened { clocks: told, .. } | CaseAct::Recalculated { clocks: told, .. },
            ) => {
                clocks.extend(told.iter().map(clock));
            }
            What::Case(CaseAct::Stepped(stepped)) => {
                clocks.extend(stepped.clocks.iter().map(clock));
            }
            _ => (),
        }
    }
    println!(
        "{} kinds of events, {} of clock events",
        kinds.len(),
        clocks.len()
    );
    assert_eq!(kinds.len(), 26, "{kinds:?}");
    assert_eq!(clocks.len(), 7, "{clocks:?}");
}

#[test]
fn an_event_with_an_unknown_word_is_refused() {
    for (name, text) in samples() {
        let changed = text.replacen("\"at\":", "\"colour\":1,\"at\":", 1);
        assert!(serde_json::from_str::<Event>(&changed).is_err(), "{name}");
    }
}
