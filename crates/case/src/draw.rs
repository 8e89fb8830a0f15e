//! Random choices that anyone can make again from what is recorded.

use crate::event::{Drawn, Sampled};
use crate::party::PersonId;
use base16ct::lower;
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
    let chosen = choose(&pool, |person| &person.0, case, count, seed);
    let seed = lower::encode_string(seed);
    Drawn {
        draw: name.clone(),
        actor: actor.clone(),
        pool,
        seed,
        chosen,
    }
}

/// Chooses a sample of `count` of `pool` by chance, in the same way.
pub fn sample(
    name: &DrawName,
    case: &str,
    pool: Vec<String>,
    count: usize,
    seed: &[u8; 32],
) -> Sampled {
    let chosen = choose(&pool, String::as_str, case, count, seed);
    Sampled {
        draw: name.clone(),
        pool,
        seed: lower::encode_string(seed),
        chosen,
    }
}

fn choose<T: Clone + Ord>(
    pool: &[T],
    name: impl Fn(&T) -> &str,
    case: &str,
    count: usize,
    seed: &[u8; 32],
) -> Vec<T> {
    let mut ranked: Vec<(Vec<u8>, &T)> = pool
        .iter()
        .map(|one| {
            let mut hash = Sha256::new();
            hash.update(seed);
            hash.update(case.as_bytes());
            hash.update([0]);
            hash.update(name(one).as_bytes());
            (hash.finalize().to_vec(), one)
        })
        .collect();
    ranked.sort();
    let chosen = ranked.into_iter().take(count);
    chosen.map(|(_, one)| one.clone()).collect()
}

/// Whether a recorded sample is the one that its seed gives.
pub fn sample_agrees(sampled: &Sampled, case: &str) -> bool {
    let Some(seed) = seed_of(&sampled.seed) else {
        return false;
    };
    let count = sampled.chosen.len();
    sample(&sampled.draw, case, sampled.pool.clone(), count, &seed) == *sampled
}

/// Whether a recorded draw is the one that its seed gives.
pub fn agrees(drawn: &Drawn, case: &str) -> bool {
    let Some(seed) = seed_of(&drawn.seed) else {
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

/// A seed as it is recorded.
fn seed_of(text: &str) -> Option<[u8; 32]> {
    lower::decode_vec(text).ok()?.try_into().ok()
}
