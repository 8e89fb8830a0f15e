//! What of one command comes into the public log.

use super::{Asked, Batch, Head, Ready};
use crate::editions;
use crate::hot::{Hot, empty_world};
use crate::leaf::Place;
use crate::recent::Recent;
use case::event::{Event, NewEvent};
use law::library::Library;
use proof::digest::Digest;
use proof::tree::Peaks;
use std::collections::BTreeMap;
use store::row::Param;
use store::statements as sql;
use testkit::quiet;

const OPENED: &str = include_str!("../../../case/samples/events/case-opened.json");
const REGISTERED: &str = include_str!("../../../case/samples/events/party-registered.json");

fn library() -> Library {
    let folder = tempfile::tempdir().unwrap();
    quiet::write(folder.path());
    editions::library(&editions::from_folder(folder.path()).unwrap()).unwrap()
}

fn new(text: &str) -> NewEvent {
    let event: Event = serde_json::from_str(text).unwrap();
    NewEvent {
        stream: event.stream.parse().unwrap(),
        who: event.who,
        what: event.event,
    }
}

/// A case of the regime that is opened.
fn case(regime: &str, number: &str) -> NewEvent {
    let text = OPENED.replace("\"label\"", &format!("\"{regime}\""));
    new(&text.replace("BA202600000015", number))
}

fn party() -> NewEvent {
    new(REGISTERED)
}

/// The place of each event in the log, and where the command came to stand.
fn logged(commands: Vec<Vec<NewEvent>>) -> (Vec<Option<i64>>, Vec<Option<Place>>) {
    let library = library();
    let mut hot = Hot::of(empty_world(&library).unwrap());
    let head = Head {
        position: 0,
        at: 0,
        chain: Digest::ZERO,
        peaks: Peaks::default(),
    };
    let mut batch = Batch::new(&head, Recent::default());
    batch.tick(1_783_328_400_000);
    let mut places = Vec::new();
    for (at, events) in commands.into_iter().enumerate() {
        let asked = Asked {
            key: at.to_string(),
            hash: String::new(),
        };
        let appended = batch.append(&mut hot, &library, &asked, events, BTreeMap::new());
        places.push(appended.unwrap().place);
    }
    let (Ready { writes, head, .. }, _) = batch.finish(0);
    let appends = writes.iter().filter(|write| write.sql == sql::EVENT_APPEND);
    let indexes: Vec<Option<i64>> = appends
        .map(|write| match write.params[11] {
            Param::Int(index) => Some(index),
            _ => None,
        })
        .collect();
    let size = indexes.iter().flatten().count() as u64;
    assert_eq!(head.peaks.size(), size);
    assert_eq!(head.position, indexes.len() as u64);
    (indexes, places)
}

/// T-LOG-11.
#[test]
fn what_a_confidential_case_brings_about_stays_out_of_the_log_with_it() {
    let (indexes, places) = logged(vec![
        vec![party()],
        vec![case(quiet::QUIET, "QU1"), party(), party()],
        vec![party()],
        vec![case("label", "BA1"), party()],
    ]);
    assert_eq!(
        indexes,
        [Some(0), None, None, None, Some(1), Some(2), Some(3)]
    );
    assert_eq!(
        places,
        [
            Place::Log(1),
            Place::Record(2),
            Place::Log(2),
            Place::Log(3)
        ]
        .map(Some)
    );
}

#[test]
fn a_case_is_in_the_log_or_not_whatever_moved_it() {
    let (indexes, places) = logged(vec![
        vec![case("label", "BA1"), case(quiet::QUIET, "QU1"), party()],
        vec![case(quiet::QUIET, "QU2"), case("label", "BA2"), party()],
    ]);
    assert_eq!(indexes, [Some(0), None, None, None, Some(1), Some(2)]);
    assert_eq!(places, [Place::Log(1), Place::Record(4)].map(Some));
}
