//! The stems of verbs, and which of them a form begins with.

use foldhash::HashMap;

use super::tree::Tree;

/// What a spelling may be the stem of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    /// Present stems of writing, which are the only ones that stand without a prefix.
    Bare,
    /// Stems as they are said; they are tried where no written stem fits.
    SaidPast,
    SaidPresent,
    /// Stems without their first `ا`, which is dropped after `بی` and `نی`: `بینداز`, `نیفتاد`.
    PastDropped,
    PresentDropped,
}

/// How many of them there are.
const TENSES: usize = 7;
/// How far from the end of a form a stem may end, in bytes: `ید` and `شان` may be between.
const REACH: usize = 10;

/// The infinitives that a spelling is a stem of, tense by tense.
pub(super) type Infinitives = [Vec<String>; TENSES];

/// Every stem.
#[derive(Debug, Default)]
pub(super) struct Stems {
    /// Each stem with the bits of its tenses, and above them its place and 1.
    tree: Tree,
    held: Vec<Infinitives>,
}

impl Tense {
    fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl Stems {
    pub(super) fn of(stems: HashMap<String, Infinitives>) -> Self {
        let mut held = Vec::with_capacity(stems.len());
        let mut numbers = Vec::with_capacity(stems.len());
        for (stem, infinitives) in stems {
            let tenses =
                infinitives.iter().rev().fold(0, |bits, of| bits << 1 | u32::from(!of.is_empty()));
            held.push(infinitives);
            numbers.push((stem, (held.len() as u32) << TENSES | tenses));
        }
        Self { tree: Tree::of(numbers), held }
    }

    /// The infinitives of the verbs that a word is this stem of.
    pub(super) fn get(&self, tense: Tense, word: &str) -> &[String] {
        self.infinitives(tense, self.tree.number(word))
    }

    /// Whether a word is a stem of any of these tenses.
    pub(super) fn is_any(&self, tenses: &[Tense], word: &str) -> bool {
        let number = self.tree.number(word);
        tenses.iter().any(|tense| number & tense.bit() != 0)
    }

    /// The stems that a form begins with, and that endings alone may follow.
    #[inline]
    pub(super) fn begun<'s>(&'s self, form: &'s str) -> Begun<'s> {
        let mut begun = Begun { stems: self, form, tenses: 0, numbers: [0; REACH + 1] };
        for (end, number) in self.tree.walk(form).filter(|(_, number)| *number != 0) {
            let after = &form[end..];
            if let Some(held) = begun.numbers.get_mut(after.len()).filter(|_| may_end(after)) {
                *held = number;
                begun.tenses |= number;
            }
        }
        begun
    }

    fn infinitives(&self, tense: Tense, number: u32) -> &[String] {
        let has = number & tense.bit() != 0;
        let place = (number >> TENSES).wrapping_sub(1) as usize;
        let held = if has { self.held.get(place) } else { None };
        held.map_or(&[], |infinitives| &infinitives[tense as usize])
    }
}

/// Whether what follows a stem may be endings: they all begin with one of these letters.
#[inline]
fn may_end(after: &str) -> bool {
    after.is_empty() || after.starts_with(['د', 'م', 'ن', 'ه', 'ی'])
}

/// The stems that a form begins with, found in one walk.
pub(super) struct Begun<'s> {
    stems: &'s Stems,
    pub(super) form: &'s str,
    /// The bits of the tenses that any of them has.
    tenses: u32,
    /// The number of each, by how many bytes follow it.
    numbers: [u32; REACH + 1],
}

impl<'s> Begun<'s> {
    /// Whether the form begins with no stem at all.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.tenses == 0
    }

    /// Whether the form begins with a stem of this tense; where it does not, there is nothing to cut.
    #[inline]
    pub(super) fn has(&self, tense: Tense) -> bool {
        self.tenses & tense.bit() != 0
    }

    /// The infinitives of a beginning of the form.
    #[inline]
    pub(super) fn get(&self, tense: Tense, beginning: &str) -> &'s [String] {
        let after = self.form.len().wrapping_sub(beginning.len());
        let number = self.numbers.get(after).copied().unwrap_or_default();
        self.stems.infinitives(tense, number)
    }
}

#[cfg(test)]
mod tests {
    use foldhash::HashMap;

    use super::{Infinitives, Stems, Tense};

    #[test]
    fn a_form_begins_with_the_stems_that_endings_alone_follow() {
        let mut stems = HashMap::<String, Infinitives>::default();
        for (stem, tense) in [("گفت", Tense::Past), ("گف", Tense::Bare), ("گفتگو", Tense::SaidPast)]
        {
            stems.entry(stem.to_owned()).or_default()[tense as usize] = vec![stem.to_owned() + "ن"];
        }
        let stems = Stems::of(stems);
        let begun = stems.begun("گفتندشان");
        assert!(begun.has(Tense::Past) && !begun.has(Tense::Bare) && !begun.is_empty());
        assert_eq!(begun.get(Tense::Past, "گفت"), ["گفتن"]);
        assert!(
            begun.get(Tense::Present, "گفت").is_empty()
                && begun.get(Tense::Past, "گفتن").is_empty()
        );
        assert!(stems.begun("گفتار").is_empty() && stems.begun("گل").is_empty());
        assert!(stems.is_any(&[Tense::Present, Tense::Past], "گفت"));
        assert!(!stems.is_any(&[Tense::Past], "گفتگو"));
        assert_eq!(stems.get(Tense::SaidPast, "گفتگو"), ["گفتگون"]);
    }
}
