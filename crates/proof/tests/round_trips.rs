//! What is written is read back, and no bytes whatever make a parser panic.

use proof::bundle::Bundle;
use proof::checkpoint::Checkpoint;
use proof::digest::Digest;
use proof::entries;
use proof::key::{SigningKey, VerifyingKey};
use proof::note;
use proof::qr::{self, Base, LabelClaim};
use proof::tile::{Level, Tile};
use proof::tree::Peaks;
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, proptest};

fn digests(most: usize) -> impl Strategy<Value = Vec<Digest>> {
    vec(any::<[u8; 32]>().prop_map(Digest), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_edge_of_a_tree_is_read_back(leaves in digests(70)) {
        let mut peaks = Peaks::default();
        leaves.iter().for_each(|leaf| peaks.append(*leaf));
        prop_assert_eq!(Peaks::parse(&peaks.to_text()), Ok(peaks));
    }

    #[test]
    fn a_tile_is_read_back_from_its_path(
        level in 0u8..=64, index in any::<u64>(), shift in 0u32..64, width in 1u16..=256,
    ) {
        let level = if level == 64 { Level::Entries } else { Level::Hashes(level) };
        let tile = Tile::new(level, index >> shift, width).unwrap();
        prop_assert_eq!(tile.to_string().parse(), Ok(tile));
    }

    #[test]
    fn entries_are_read_back(leaves in vec(vec(any::<u8>(), 0..300), 0..20)) {
        let bytes = entries::encode(&leaves).unwrap();
        prop_assert_eq!(entries::decode(&bytes), Ok(leaves));
    }

    #[test]
    fn what_decodes_as_entries_encodes_to_the_same_bytes(bytes in vec(any::<u8>(), 0..40)) {
        if let Ok(leaves) = entries::decode(&bytes) {
            prop_assert_eq!(entries::encode(&leaves), Ok(bytes));
        }
    }

    #[test]
    fn a_key_is_read_back(seed in any::<[u8; 32]>(), name in "[^\\s+\\x00-\\x1f]{1,20}") {
        let key = SigningKey::from_seed(&name, seed).unwrap();
        let again: SigningKey = key.to_secret_text().parse().unwrap();
        prop_assert_eq!(again.to_secret_text(), key.to_secret_text());
        let public = key.verifying_key();
        prop_assert_eq!(&public.to_string().parse::<VerifyingKey>().unwrap(), public);
    }

    #[test]
    fn a_note_is_opened_to_its_text(seed in any::<[u8; 32]>(), text in "[^\\x00-\\x09\\x0b-\\x1f]{0,80}\n") {
        let key = SigningKey::from_seed("a", seed).unwrap();
        let signed = note::sign(&text, &[&key]).unwrap();
        let keys = [key.verifying_key().clone()];
        let opened = note::open(signed.as_bytes(), &keys).unwrap();
        prop_assert_eq!(opened.text(), text);
    }

    #[test]
    fn a_checkpoint_is_read_back(
        origin in "[^\\x00-\\x1f]{1,40}", size in 1..=proof::tree::MAX_SIZE, root in any::<[u8; 32]>(),
    ) {
        let checkpoint = Checkpoint::new(&origin, size, Digest(root)).unwrap();
        prop_assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
    }

    #[test]
    fn a_bundle_is_read_back(
        index in any::<u64>(), hashes in digests(64), extra in vec(any::<u8>(), 0..50), checkpoint in "\\PC{1,99}",
    ) {
        let bundle = Bundle { index, hashes, checkpoint, extra };
        prop_assert_eq!(bundle.to_string().parse(), Ok(bundle));
    }

    #[test]
    fn a_label_code_verifies_and_its_text_is_the_only_one(
        number in "[A-Z0-9-]{1,40}", level in any::<u8>(), valid_until_day in any::<u16>(),
        model_hash in any::<[u8; 8]>(), seed in any::<[u8; 32]>(),
    ) {
        let claim = LabelClaim { number, level, valid_until_day, model_hash };
        let base: Base = "HTTP://127.0.0.1:8080".parse().unwrap();
        let key = SigningKey::from_seed("k", seed).unwrap();
        let keys = [key.verifying_key().clone()];
        let text = qr::issue(&key, &claim, &base).unwrap();
        prop_assert!(text.len() <= qr::MAX_TEXT);
        let read = qr::verify(&text, &base, &keys).unwrap();
        prop_assert_eq!(&read, &claim);
        prop_assert_eq!(qr::issue(&key, &read, &base).unwrap(), text);
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC{0,200}", form in 0usize..6) {
        let text = match form {
            0 => text,
            1 => format!("c2sp.org/tlog-proof@v1\nindex 0\n\n{text}"),
            2 => format!("{text}\n\n— a {text}\n"),
            3 => format!("HTTPS://XB.EXAMPLE/L/A/{text}"),
            4 => format!("tile/0/{text}"),
            _ => format!("a+00000000+{text}"),
        };
        let _ = text.parse::<Digest>();
        let _ = text.parse::<Checkpoint>();
        let _ = text.parse::<Bundle>().map(|bundle| bundle.verify(b"", &[]));
        let _ = text.parse::<Tile>();
        let _ = text.parse::<VerifyingKey>();
        let _ = text.parse::<SigningKey>();
        let _ = text.parse::<Base>();
        let _ = Peaks::parse(&text);
        let _ = note::open(text.as_bytes(), &[]);
        let _ = qr::read(&text);
    }

    #[test]
    fn no_bytes_make_a_note_or_bundle_of_entries_panic(bytes in vec(any::<u8>(), 0..300)) {
        let _ = note::open(&bytes, &[]);
        let _ = entries::decode(&bytes);
        let _ = Tile::new(Level::Hashes(0), 0, 9).map(|tile| tile.read(&bytes));
    }
}
