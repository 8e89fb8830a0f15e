//! What a batch of commands will ask the record, asked in one go: on a server
//! every question by itself would cost a round trip.
//!
//! A question that is missing here is asked later; none changes an outcome.

use crate::hot::Hot;
use case::command::{Command, Order};
use law::guard::GuardKind;
use law::library::Library;
use store::project::{elsewhere, object_key};
use store::row::{Bound, bind};
use store::statements as sql;

/// The questions that carrying out `command` begins with.
pub(crate) fn questions(hot: &Hot, library: &Library, command: &Command) -> Vec<Bound> {
    let mut questions = vec![bind(sql::EVENT_BY_KEY, [command.key.as_str().into()])];
    questions.extend(of_guards(hot, library, command).unwrap_or_default());
    questions
}

/// The questions of the guards of a step, if its case is in memory.
fn of_guards(hot: &Hot, library: &Library, command: &Command) -> Option<Vec<Bound>> {
    let Order::Step { case, step, .. } = &command.order else {
        return None;
    };
    let case = hot.peek(case)?;
    let edition = library.get(&case.edition)?;
    let procedure = edition.procedure(&case.procedure)?;
    let key = object_key(&case, edition)?;
    let guards = procedure.steps.get(step)?.guards.iter();
    let guards = guards.filter_map(|name| procedure.guards.get(name));
    let questions = guards.filter_map(|guard| match (guard.kind, &guard.material) {
        (GuardKind::Unique, _) => Some(bind(sql::TWIN_OF, [key.as_str().into()])),
        (GuardKind::Unshared, Some(material)) => {
            let content = case.documents.get(material)?.sha256.as_str();
            Some(elsewhere(content, &key, &case))
        }
        _ => None,
    });
    Some(questions.collect())
}
