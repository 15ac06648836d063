//! A tree of words: one walk along a word tells every beginning of it that is one of them.

use foldhash::{HashMap, HashMapExt};

/// The letters that words are written with, in the order of their code points: a bit each.
const LETTERS: [char; 32] = [
    'ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ',
    'ف', 'ق', 'ل', 'م', 'ن', 'ه', 'و', 'پ', 'چ', 'ژ', 'ک', 'گ', 'ی',
];
/// How many bytes each of them takes.
const WIDTH: usize = 2;
/// How many bits tell the place of a node; the others tell that of a number.
const PLACE: u32 = 17;

/// Folded Persian words, each with a number that is not 0.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The root, and then the children of a node side by side, and after them all that is below each:
    /// so the last letters of a word are mostly in one line of the cache.
    nodes: Vec<Node>,
    /// The numbers, 0 first: most of them stand for many words.
    numbers: Vec<u32>,
    /// The few words with other letters, or with digits.
    others: HashMap<Box<str>, u32>,
}

/// A beginning of words, packed: the more of them a cache holds, the faster the walk.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The bits of the letters that follow it.
    letters: u32,
    /// The place of the child of the first of them, after which the others are; and above it the
    /// place of the number of the word that ends here.
    places: u32,
}

impl Tree {
    /// The tree of words. A word may be given several times: its numbers are put together bit by bit.
    pub(crate) fn of<W: AsRef<str> + Ord>(mut words: Vec<(W, u32)>) -> Self {
        words.sort();
        let mut tree = Self { nodes: vec![Node::default()], numbers: vec![0], ..Self::default() };
        tree.grow(0, &words, 0, &mut HashMap::new());
        debug_assert!(tree.nodes.len() <= 1 << PLACE, "more nodes than a place can tell");
        debug_assert!(tree.numbers.len() <= 1 << (u32::BITS - PLACE), "more numbers than that");
        tree
    }

    /// Puts words that have the first `at` bytes in common below their node; `known` are the places
    /// of the numbers.
    fn grow<W: AsRef<str>>(
        &mut self,
        node: usize,
        words: &[(W, u32)],
        at: usize,
        known: &mut HashMap<u32, u32>,
    ) {
        let next = |(word, _): &(W, u32)| letter_at(word.as_ref(), at);
        let ended = words.iter().take_while(|(word, _)| word.as_ref().len() == at).count();
        let (ended, longer) = words.split_at(ended);
        let letters = longer.iter().fold(0, |letters, word| letters | next(word));
        let children = self.nodes.len();
        let number = ended.iter().fold(0, |all, (_, number)| all | number);
        let places = self.place_of(number, known) << PLACE | children as u32;
        self.nodes[node] = Node { letters, places };
        self.nodes.resize(children + letters.count_ones() as usize, Node::default());
        let mut child = children;
        for branch in longer.chunk_by(|one, other| next(one) == next(other)) {
            if next(&branch[0]) == 0 {
                self.put_aside(branch);
            } else {
                self.grow(child, branch, at + WIDTH, known);
                child += 1;
            }
        }
    }

    fn place_of(&mut self, number: u32, known: &mut HashMap<u32, u32>) -> u32 {
        let next = self.numbers.len() as u32;
        let place = if number == 0 { 0 } else { *known.entry(number).or_insert(next) };
        if place == next {
            self.numbers.push(number);
        }
        place
    }

    fn put_aside<W: AsRef<str>>(&mut self, words: &[(W, u32)]) {
        for (word, number) in words {
            *self.others.entry(word.as_ref().into()).or_default() |= number;
        }
    }

    /// The number of a word, 0 if it is not in the tree.
    #[inline]
    pub(crate) fn number(&self, word: &str) -> u32 {
        let mut walk = self.walk(word);
        match walk.find(|(end, _)| *end == word.len()) {
            Some((_, number)) => number,
            None if walk.told() == word.len() => 0,
            None => self.others.get(word).copied().unwrap_or_default(),
        }
    }

    /// Walks along a word.
    #[inline]
    pub(crate) fn walk<'t>(&'t self, word: &'t str) -> Walk<'t> {
        Walk { tree: self, word, at: 0, node: self.nodes.first().copied().unwrap_or_default() }
    }
}

/// The numbers of the beginnings of a word, each with the byte where the beginning ends, as far as any
/// word of the tree goes along with it.
pub(crate) struct Walk<'t> {
    tree: &'t Tree,
    word: &'t str,
    at: usize,
    node: Node,
}

impl Walk<'_> {
    /// How many bytes of the word are told of when the walk is over: nothing is of what follows a
    /// letter of another script.
    #[inline]
    pub(crate) fn told(&self) -> usize {
        if letter_at(self.word, self.at) == 0 { self.at } else { self.word.len() }
    }
}

impl Iterator for Walk<'_> {
    type Item = (usize, u32);

    #[inline]
    fn next(&mut self) -> Option<(usize, u32)> {
        let letter = letter_at(self.word, self.at);
        if self.node.letters & letter == 0 {
            return None;
        }
        let before = (self.node.letters & (letter - 1)).count_ones();
        let children = self.node.places & ((1 << PLACE) - 1);
        self.node = *self.tree.nodes.get((children + before) as usize)?;
        self.at += WIDTH;
        Some((self.at, *self.tree.numbers.get((self.node.places >> PLACE) as usize)?))
    }
}

/// The bit of the letter at a byte; 0 for anything else.
#[inline]
fn letter_at(word: &str, at: usize) -> u32 {
    static PLACES: [u8; 256] = letter_places();
    match word.as_bytes().get(at..at + WIDTH) {
        // The Arabic block, whose two low bits of the first byte are the two high ones of a place.
        Some([lead @ 0xD8..=0xDB, next]) => {
            let place = PLACES[usize::from(lead << 6 | next & 0x3f)];
            1_u32.checked_shl(place.into()).unwrap_or_default()
        }
        _ => 0,
    }
}

/// The places of the bits, by the last byte of a letter's code point.
const fn letter_places() -> [u8; 256] {
    let mut places = [u8::MAX; 256];
    let mut at = 0;
    while at < LETTERS.len() {
        places[LETTERS[at] as usize & 0xff] = at as u8;
        at += 1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn tells_words_and_their_beginnings_from_other_spellings() {
        let words = ["کتاب", "کت", "کتابخانه", "گل", "کتاب", "86گل", "book", "ٹی"];
        let numbered = words.iter().enumerate().map(|(at, word)| (*word, 1 << at));
        let tree = Tree::of(numbered.collect());
        let numbers = words.map(|word| tree.number(word));
        assert_eq!(numbers, [0b10001, 2, 4, 8, 0b10001, 32, 64, 128]);
        for other in ["", "ک", "کتابخان", "کتابخانهها", "گلک", "6", "8گل"] {
            assert_eq!(tree.number(other), 0, "{other}");
        }
        let found: Vec<_> = tree.walk("کتابها").filter(|(_, number)| *number > 0).collect();
        assert_eq!(found, [("کت".len(), 2), ("کتاب".len(), 0b10001)]);
        assert_eq!(tree.walk("کتابها").count(), 4);
        assert_eq!(Tree::default().number("کت"), 0);
    }

    #[test]
    fn a_walk_tells_of_all_before_a_letter_of_another_script() {
        let tree = Tree::of(vec![("گل", 1), ("گل86", 2)]);
        assert_eq!((tree.number("گل"), tree.number("گل86"), tree.number("گل8")), (1, 2, 0));
        for (word, told) in [("گل86", 4), ("گلاب", 8), ("گل", 4), ("", 0), ("86", 0)] {
            let mut walk = tree.walk(word);
            walk.by_ref().for_each(drop);
            assert_eq!(walk.told(), told, "{word}");
        }
    }
}
