//! A place in the results: what a page ends with, and the next one begins after.

use std::cmp::Ordering;

/// The order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// The nearest to what was asked first; the newest where nothing ranks.
    #[default]
    Relevance,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

/// A hit's place. Larger comes first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// What it is ranked by: a score, or microseconds (negated where the oldest comes first).
    pub rank: f64,
    /// The archive's number, which parts equals.
    pub number: u64,
}

impl Place {
    /// The place as a page's `cursor`.
    pub fn to_text(self) -> String {
        format!("{:016x}{:x}", self.rank.to_bits(), self.number)
    }

    /// A page's `cursor`.
    pub fn from_text(text: &str) -> Option<Self> {
        let (rank, number) = text.split_at_checked(16)?;
        let rank = f64::from_bits(u64::from_str_radix(rank, 16).ok()?);
        let number = u64::from_str_radix(number, 16).ok()?;
        (!rank.is_nan()).then_some(Self { rank, number })
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.total_cmp(&other.rank).then(self.number.cmp(&other.number))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_place_comes_back_from_its_text(rank in -1e18f64..1e18, number: u64) {
            let place = Place { rank, number };
            prop_assert_eq!(Place::from_text(&place.to_text()), Some(place));
        }

        #[test]
        fn no_text_makes_it_fail(text in ".{0,40}") {
            let _ = Place::from_text(&text);
        }
    }
}
