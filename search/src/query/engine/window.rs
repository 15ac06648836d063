//! A stretch of posts that is looked at as a whole.
//!
//! Where words are common, to go from post to post and ask every word whether it stands there costs
//! several times as much as to read each word's posts through.

use tantivy::{DocId, Score};

/// How many posts are looked at together: what is held of them stays in the nearest memory.
pub(super) const WIDTH: usize = 4096;

/// What a post is worth that several members find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joined {
    /// As much as the best of them.
    Best,
    /// As much as all of them.
    Sum,
}

/// Which of the posts from `base` on are found so far, and what each is worth.
pub(super) struct Window {
    pub(super) base: DocId,
    found: [u64; WIDTH / 64],
    worth: Box<[Score; WIDTH]>,
}

impl Window {
    pub(super) fn new() -> Self {
        Self { base: 0, found: [0; WIDTH / 64], worth: Box::new([0.0; WIDTH]) }
    }

    /// The first post after the window.
    pub(super) fn end(&self) -> DocId {
        self.base + WIDTH as DocId
    }

    #[inline]
    pub(super) fn has(&self, doc: DocId) -> bool {
        let at = (doc - self.base) as usize;
        self.found[at / 64] >> (at % 64) & 1 == 1
    }

    /// Puts a post in, or adds to what it is worth.
    #[inline]
    pub(super) fn put(&mut self, doc: DocId, worth: Score, joined: Joined) {
        let at = (doc - self.base) as usize;
        let held = if self.has(doc) { self.worth[at] } else { 0.0 };
        self.found[at / 64] |= 1 << (at % 64);
        self.worth[at] = match joined {
            Joined::Best => held.max(worth),
            Joined::Sum => held + worth,
        };
    }

    /// How many posts are found.
    pub(super) fn count(&self) -> usize {
        self.found.iter().map(|some| some.count_ones() as usize).sum()
    }

    /// Goes on to other posts, of which none is found yet. What they are worth is not wiped out:
    /// nobody looks at it before a post is put in.
    pub(super) fn clear(&mut self, base: DocId) {
        self.found = [0; WIDTH / 64];
        self.base = base;
    }

    /// Leaves the posts that another window has found as well, worth as much as in both.
    pub(super) fn leave(&mut self, other: &Self) {
        let worth = self.worth.chunks_exact_mut(64).zip(other.worth.chunks_exact(64));
        for ((held, kept), (worth, added)) in self.found.iter_mut().zip(&other.found).zip(worth) {
            *held &= kept;
            if *held != 0 {
                worth.iter_mut().zip(added).for_each(|(worth, added)| *worth += added);
            }
        }
    }

    /// Takes in the posts that another window has found, worth as much as in both.
    pub(super) fn join(&mut self, other: &Self) {
        other.for_each(|doc, worth| self.put(doc, worth, Joined::Sum));
    }

    /// Leaves the posts that are worth enough.
    pub(super) fn retain(&mut self, is_enough: impl Fn(Score) -> bool) {
        for (word, held) in self.found.iter_mut().enumerate() {
            let mut bits = *held;
            while bits != 0 {
                let at = bits.trailing_zeros();
                bits &= bits - 1;
                if !is_enough(self.worth[word * 64 + at as usize]) {
                    *held &= !(1 << at);
                }
            }
        }
    }

    /// The posts that are found, with what each is worth.
    #[inline]
    pub(super) fn for_each(&self, mut take: impl FnMut(DocId, Score)) {
        for (word, bits) in self.found.iter().enumerate() {
            let mut bits = *bits;
            while bits != 0 {
                let at = word * 64 + bits.trailing_zeros() as usize;
                take(self.base + at as DocId, self.worth[at]);
                bits &= bits - 1;
            }
        }
    }
}
