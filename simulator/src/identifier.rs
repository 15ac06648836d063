//! The ids that platforms give: each looks like the real one and follows from the world alone.

use jiff::Timestamp;

const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RFC4648: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const SORTABLE: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

/// A number that looks random and depends on every part, in order.
pub(crate) fn scramble(parts: &[&str]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    mix(state)
}

/// The finaliser of SplitMix64: spreads every bit of `state` over the whole word.
pub(crate) fn mix(state: u64) -> u64 {
    let mut word = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// Milliseconds since 1970, zero for anything earlier.
pub(crate) fn milliseconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_millisecond()).unwrap_or(0)
}

/// Mastodon's id (`lib/mastodon/snowflake.rb`): milliseconds, then 16 bits of noise.
pub(crate) fn snowflake(at: Timestamp, noise: u64) -> u128 {
    u128::from((milliseconds(at) << 16) | (noise & 0xffff))
}

/// The number behind a ULID: 48 bits of milliseconds, then 80 bits of noise.
pub(crate) fn ulid(at: Timestamp, noise: u64) -> u128 {
    (u128::from(milliseconds(at)) << 80)
        | (u128::from(noise) << 16)
        | u128::from(mix(noise) & 0xffff)
}

/// A ULID as text, 26 letters of Crockford's base 32, in the order of its number.
pub(crate) fn ulid_text(number: u128) -> String {
    spell(number, 26, CROCKFORD)
}

/// The number behind a ULID's text, if it is one.
pub(crate) fn ulid_number(text: &str) -> Option<u128> {
    if text.len() != 26 {
        return None;
    }
    text.bytes().try_fold(0_u128, |number, byte| {
        let digit = CROCKFORD.iter().position(|letter| *letter == byte.to_ascii_uppercase())?;
        Some((number << 5) | digit as u128)
    })
}

/// A Bluesky account's id, from the account's name in the world.
pub(crate) fn did(account: &str) -> String {
    format!("did:plc:{}", letters(&["did", account], 24))
}

/// A Bluesky record's content id, from everything the record says.
pub(crate) fn cid(parts: &[&str]) -> String {
    format!("bafyrei{}", letters(parts, 52))
}

/// A Bluesky record key: microseconds and ten bits of noise in base 32 that sorts as text.
pub(crate) fn tid(at: Timestamp, noise: u64) -> String {
    let micros = u128::from(milliseconds(at)) * 1000 + u128::from(noise % 1000);
    spell((micros << 10) | u128::from((noise >> 10) & 0x3ff), 13, SORTABLE)
}

fn spell(number: u128, length: usize, alphabet: &[u8; 32]) -> String {
    (0..length)
        .rev()
        .map(|place| char::from(alphabet[(number >> (5 * place)) as usize & 31]))
        .collect()
}

fn letters(parts: &[&str], length: usize) -> String {
    let mut word = scramble(parts);
    (0..length)
        .map(|_| {
            word = mix(word);
            char::from(RFC4648[(word >> 59) as usize])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_ulid_reads_back_and_sorts_by_time(a in 0_i64..4_000_000_000, b in 0_i64..4_000_000_000, n: u64) {
            let (early, late) = (a.min(b), a.max(b) + 1);
            let number = |second| ulid(Timestamp::from_second(second).unwrap(), n);
            prop_assert_eq!(ulid_number(&ulid_text(number(early))), Some(number(early)));
            prop_assert!(ulid_text(number(early)) < ulid_text(number(late)));
        }
    }

    #[test]
    fn what_is_no_ulid_has_no_number() {
        assert_eq!(ulid_number("117020593741189701"), None);
        assert_eq!(ulid_number("01U84SMY000000000000000000"), None);
    }

    #[test]
    fn ids_look_like_the_real_ones() {
        let at = "2026-08-01T13:55:55.867Z".parse().unwrap();
        // A real id, given two milliseconds before its status's own time.
        assert_eq!((snowflake(at, 0) >> 16) - 2, 117_020_593_741_189_701 >> 16);
        assert_eq!(tid(at, 7).len(), 13);
        assert_eq!(did("a").len(), "did:plc:u6psjqmokywzt6awe5hkoy2s".len());
        assert_ne!(did("a"), did("b"));
    }
}
