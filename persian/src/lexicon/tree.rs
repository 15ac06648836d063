//! A tree of words: one walk along a word tells every beginning of it that is one of them.

/// The letters that words of a tree are written with, in the order of their code points. Digits come
/// before them; all must fit in the bits of a node.
const LETTERS: &[char] = &[
    'ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ',
    'ف', 'ق', 'ل', 'م', 'ن', 'ه', 'و', 'پ', 'چ', 'ژ', 'ک', 'گ', 'ی',
];

/// The bit of all that is in no word of a tree.
const NO_LETTER: u64 = 1 << 63;

/// Folded Persian words, each with a number that is not 0.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The root, and then the children of a node side by side, and after them all that is below each:
    /// so the last letters of a word are mostly in one line of the cache.
    nodes: Vec<Node>,
}

/// A beginning of words.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// The bits of the letters that follow it.
    letters: u64,
    /// Where the child of the first of them is; the others are after it.
    children: u32,
    /// The number of the word that ends here, or 0.
    number: u32,
}

impl Tree {
    /// The tree of words. A word may be given several times: its numbers are put together bit by bit.
    /// Words in other scripts are left out.
    pub(crate) fn of<W: AsRef<str> + Ord>(mut words: Vec<(W, u32)>) -> Self {
        words.sort();
        let mut tree = Self { nodes: vec![Node::default()] };
        tree.grow(0, &words, 0);
        tree
    }

    /// Puts words that have the first `at` bytes in common below their node.
    fn grow<W: AsRef<str>>(&mut self, node: usize, words: &[(W, u32)], at: usize) {
        let next = |(word, _): &(W, u32)| letter_at(word.as_ref().as_bytes(), at);
        let ended = words.iter().take_while(|word| next(word).is_none()).count();
        let (ended, longer) = words.split_at(ended);
        let letters = longer.iter().filter_map(next).fold(0, |all, (letter, _)| all | letter);
        let (letters, children) = (letters & !NO_LETTER, self.nodes.len());
        let number = ended.iter().fold(0, |all, (_, number)| all | number);
        self.nodes[node] = Node { letters, children: children as u32, number };
        self.nodes.resize(children + letters.count_ones() as usize, Node::default());
        let mut child = children;
        for branch in longer.chunk_by(|one, other| next(one) == next(other)) {
            if let Some((_, width)) = next(&branch[0]).filter(|(letter, _)| *letter != NO_LETTER) {
                self.grow(child, branch, at + width);
                child += 1;
            }
        }
    }

    /// The number of a word, 0 if it is not in the tree.
    #[inline]
    pub(crate) fn number(&self, word: &str) -> u32 {
        let ended = self.beginnings(word).find(|(end, _)| *end == word.len());
        ended.map_or(0, |(_, number)| number)
    }

    /// The numbers of the beginnings of a word, each with the byte where the beginning ends, as far as
    /// any word of the tree goes along with it.
    #[inline]
    pub(crate) fn beginnings(&self, word: &str) -> impl Iterator<Item = (usize, u32)> {
        let (mut at, mut node) = (0, self.nodes.first());
        std::iter::from_fn(move || {
            let (letter, width) = letter_at(word.as_bytes(), at)?;
            node = self.child(node?, letter);
            at += width;
            Some((at, node?.number))
        })
    }

    #[inline]
    fn child(&self, node: &Node, letter: u64) -> Option<&Node> {
        if node.letters & letter == 0 {
            return None;
        }
        let before = (node.letters & (letter - 1)).count_ones();
        self.nodes.get((node.children + before) as usize)
    }
}

/// The bit of the letter at a byte, and how many bytes it takes.
#[inline]
fn letter_at(word: &[u8], at: usize) -> Option<(u64, usize)> {
    static PLACES: [u8; 256] = letter_places();
    match (*word.get(at)?, word.get(at + 1)) {
        (digit @ b'0'..=b'9', _) => Some((1 << (digit - b'0'), 1)),
        // The Arabic block, whose two low bits of the first byte are the two high ones of a place.
        (lead @ 0xD8..=0xDB, Some(next)) => {
            Some((1 << PLACES[usize::from(lead << 6 | next & 0x3f)], 2))
        }
        _ => Some((NO_LETTER, 1)),
    }
}

/// The places of the bits, by the last byte of a letter's code point.
const fn letter_places() -> [u8; 256] {
    let mut places = [NO_LETTER.trailing_zeros() as u8; 256];
    let mut at = 0;
    while at < LETTERS.len() {
        places[LETTERS[at] as usize & 0xff] = 10 + at as u8;
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
        assert_eq!(numbers, [0b10001, 2, 4, 8, 0b10001, 32, 0, 0]);
        for other in ["", "ک", "کتابخان", "کتابخانهها", "گلک", "6", "8گل"] {
            assert_eq!(tree.number(other), 0, "{other}");
        }
        let found: Vec<_> = tree.beginnings("کتابها").filter(|(_, number)| *number > 0).collect();
        assert_eq!(found, [("کت".len(), 2), ("کتاب".len(), 0b10001)]);
        assert_eq!(tree.beginnings("کتابها").count(), 4);
        assert_eq!(Tree::default().number("کت"), 0);
    }
}
