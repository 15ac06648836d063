//! A sieve over the words of a dictionary: most letters that are no word fall through at once.

/// How many bits a sieve has; a power of two, about thirty for each word.
const BITS: usize = 1 << 20;

/// A set of spellings that never denies one it holds, and seldom holds one it was not given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sieve {
    /// Nothing until the first word is added.
    bits: Vec<u64>,
}

/// What stands for a spelling in a sieve. That of a compound is told from those of its parts, so that
/// no compound has to be written to be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Trace {
    /// The bytes as the digits of a number in base [`BASE`].
    digits: u32,
    /// The base to the power of the number of bytes.
    power: u32,
}

/// Any large odd number would do.
const BASE: u32 = 0x9e37_79b1;

impl Default for Trace {
    fn default() -> Self {
        Self { digits: 0, power: 1 }
    }
}

impl Trace {
    /// The trace of a spelling.
    pub(crate) fn of(spelling: &str) -> Self {
        spelling.bytes().fold(Self::default(), Self::then_byte)
    }

    /// The trace of this spelling and one byte more.
    #[inline]
    pub(crate) fn then_byte(self, byte: u8) -> Self {
        self.then(Self { digits: u32::from(byte), power: BASE })
    }

    /// The trace of this spelling and another one after it.
    #[inline]
    pub(crate) fn then(self, next: Self) -> Self {
        Self {
            digits: self.digits.wrapping_mul(next.power).wrapping_add(next.digits),
            power: self.power.wrapping_mul(next.power),
        }
    }

    /// Two places in the bits.
    fn places(self) -> [usize; 2] {
        let mixed = u64::from(self.digits).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        [(mixed >> 44) as usize % BITS, (mixed >> 20) as usize % BITS]
    }
}

impl Sieve {
    pub(crate) fn add(&mut self, spelling: &str) {
        self.bits.resize(BITS / 64, 0);
        for place in Trace::of(spelling).places() {
            if let Some(word) = self.bits.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
    }

    /// Whether a spelling may be in it; `false` is certain.
    #[inline]
    pub(crate) fn may_hold(&self, trace: Trace) -> bool {
        let set =
            |place: usize| self.bits.get(place / 64).is_some_and(|w| w >> (place % 64) & 1 == 1);
        trace.places().into_iter().all(set)
    }
}

#[cfg(test)]
mod tests {
    use super::{Sieve, Trace};

    #[test]
    fn holds_what_it_was_given_and_little_else() {
        let mut sieve = Sieve::default();
        assert!(!sieve.may_hold(Trace::of("کتاب")));
        let words: Vec<String> = (0..40_000).map(|number| format!("w{number}")).collect();
        words.iter().for_each(|word| sieve.add(word));
        assert!(
            words.iter().all(|word| sieve.may_hold(Trace::of("w").then(Trace::of(&word[1..]))))
        );
        let others = (0..40_000).filter(|number| sieve.may_hold(Trace::of(&format!("x{number}"))));
        assert!(others.count() < 1_000);
    }
}
