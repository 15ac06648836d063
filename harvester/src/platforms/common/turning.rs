//! Notices that a walk goes round in circles, in constant space.

use serde::{Deserialize, Serialize};

/// Watches the pages of a walk. A server that repeats pages would be asked for ever, even where
/// its cursor changes each time; so pages are known by the ids on them.
///
/// A page without an id that the page before lacked ends the walk; longer circles are found by
/// Brent's method: one page is remembered, and replaced after 1, 2, 4, … pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Turning {
    before: Vec<u64>,
    mark: u64,
    steps: u64,
    renew_at: u64,
}

impl Turning {
    /// Whether a page with these ids means that the walk repeats itself. An empty page says
    /// nothing.
    pub(crate) fn repeats<'a>(&mut self, ids: impl IntoIterator<Item = &'a str>) -> bool {
        let page: Vec<u64> = ids.into_iter().map(|id| fingerprint(id.as_bytes()) as u64).collect();
        if page.is_empty() {
            return false;
        }
        let whole = page.iter().flat_map(|id| id.to_le_bytes()).collect::<Vec<_>>();
        let whole = fingerprint(&whole) as u64;
        let known = page.iter().all(|id| self.before.contains(id)) || whole == self.mark;
        self.before = page;
        self.steps += 1;
        if self.steps > self.renew_at {
            (self.mark, self.steps, self.renew_at) = (whole, 0, self.renew_at * 2 + 1);
        }
        known
    }
}

/// FNV-1a over 128 bits: the same on every machine and in every version.
pub(crate) fn fingerprint(bytes: &[u8]) -> u128 {
    const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(OFFSET, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_of_any_length_are_noticed_and_straight_walks_are_not() {
        for tail in 0..20_u32 {
            for circle in 1..20_u32 {
                let mut turning = Turning::default();
                let page = |step: u32| match step {
                    step if step < tail => step,
                    step => tail + (step - tail) % circle,
                };
                let found =
                    (0..200).find(|step| turning.repeats([page(*step).to_string().as_str()]));
                let found = found.expect("never noticed");
                assert!(found >= tail + circle, "{tail} {circle}: too early at {found}");
                assert!(found <= 4 * (tail + circle), "{tail} {circle}: late, at {found}");
            }
        }
    }

    #[test]
    fn pages_may_overlap_and_be_empty() {
        let mut turning = Turning::default();
        assert!(!turning.repeats(["1", "2"]));
        assert!(!turning.repeats([]));
        assert!(!turning.repeats(["2", "3"]));
        assert!(turning.repeats(["3"]));
    }

    #[test]
    fn the_fingerprint_is_the_published_one() {
        assert_eq!(fingerprint(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fingerprint(b"foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }
}
