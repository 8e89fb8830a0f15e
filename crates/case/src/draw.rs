//! Random choices that anyone can make again from what is recorded.

use crate::event::Drawn;
use crate::party::PersonId;
use law::name::{ActorName, DrawName};
use sha2::{Digest, Sha256};

/// Chooses `count` of `pool` by chance: each is ranked by
/// SHA-256(seed ‖ case ‖ 0 ‖ person), the lowest ranks are chosen.
pub fn draw(
    name: &DrawName,
    actor: &ActorName,
    case: &str,
    pool: Vec<PersonId>,
    count: usize,
    seed: &[u8; 32],
) -> Drawn {
    let mut ranked: Vec<(Vec<u8>, &PersonId)> = pool
        .iter()
        .map(|person| {
            let mut hash = Sha256::new();
            hash.update(seed);
            hash.update(case.as_bytes());
            hash.update([0]);
            hash.update(person.0.as_bytes());
            (hash.finalize().to_vec(), person)
        })
        .collect();
    ranked.sort();
    let chosen = ranked
        .into_iter()
        .take(count)
        .map(|(_, person)| person.clone())
        .collect();
    let seed = hex(seed);
    Drawn {
        draw: name.clone(),
        actor: actor.clone(),
        pool,
        seed,
        chosen,
    }
}

/// Whether a recorded draw is the one that its seed gives.
pub fn agrees(drawn: &Drawn, case: &str) -> bool {
    let Some(seed) = unhex(&drawn.seed) else {
        return false;
    };
    draw(
        &drawn.draw,
        &drawn.actor,
        case,
        drawn.pool.clone(),
        drawn.chosen.len(),
        &seed,
    ) == *drawn
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let bytes: Option<Vec<u8>> = (0..text.len().min(64))
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect();
    bytes?.try_into().ok()
}
