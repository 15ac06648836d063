//! A tree of words: one walk along a word tells every beginning of it that is one of them.

/// The letters that words of a tree are written with, in the order of their code points. Digits come
/// before them; all must fit in the bits of a node.
const LETTERS: &[char] = &[
    'ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ',
    'ف', 'ق', 'ل', 'م', 'ن', 'ه', 'و', 'پ', 'چ', 'ژ', 'ک', 'گ', 'ی',
];

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
        words.retain(|(word, _)| word.as_ref().chars().all(|letter| bit(letter) != 0));
        words.sort();
        let mut tree = Self { nodes: vec![Node::default()] };
        tree.grow(0, &words, 0);
        tree
    }

    /// Puts words that have the first `at` bytes in common below their node.
    fn grow<W: AsRef<str>>(&mut self, node: usize, words: &[(W, u32)], at: usize) {
        let next = |word: &W| word.as_ref()[at..].chars().next();
        let ended = words.iter().take_while(|(word, _)| next(word).is_none());
        let number = ended.clone().fold(0, |all, (_, number)| all | number);
        let longer = &words[ended.count()..];
        let branches = || longer.chunk_by(|(one, _), (other, _)| next(one) == next(other));
        let letters = branches().filter_map(|branch| next(&branch[0].0));
        let children = self.nodes.len();
        let bits = letters.clone().fold(0, |bits, letter| bits | bit(letter));
        self.nodes[node] = Node { letters: bits, children: children as u32, number };
        self.nodes.resize(children + branches().count(), Node::default());
        for ((child, branch), letter) in branches().enumerate().zip(letters) {
            self.grow(children + child, branch, at + letter.len_utf8());
        }
    }

    /// The number of a word, 0 if it is not in the tree.
    pub(crate) fn number(&self, word: &str) -> u32 {
        let mut node = self.nodes.first();
        for letter in word.chars() {
            node = node.and_then(|node| self.child(node, letter));
        }
        node.map_or(0, |node| node.number)
    }

    /// The numbers of the beginnings of a word, each with the byte where the beginning ends, as far as
    /// any word of the tree goes along with it.
    #[inline]
    pub(crate) fn beginnings(&self, word: &str) -> impl Iterator<Item = (usize, u32)> {
        let mut node = self.nodes.first();
        word.char_indices().map_while(move |(at, letter)| {
            node = node.and_then(|node| self.child(node, letter));
            node.map(|node| (at + letter.len_utf8(), node.number))
        })
    }

    #[inline]
    fn child(&self, node: &Node, letter: char) -> Option<&Node> {
        let bit = bit(letter);
        if node.letters & bit == 0 {
            return None;
        }
        let before = (node.letters & (bit - 1)).count_ones();
        self.nodes.get((node.children + before) as usize)
    }
}

/// The bit of a letter or a digit; 0 for what is in no word of a tree.
#[inline]
fn bit(letter: char) -> u64 {
    static BITS: [u64; 256] = letter_bits();
    match letter {
        '0'..='9' => 1 << (letter as u32 - '0' as u32),
        '\u{600}'..='\u{6FF}' => BITS[letter as usize & 0xff],
        _ => 0,
    }
}

/// The bits by the last byte of a letter's code point.
const fn letter_bits() -> [u64; 256] {
    let mut bits = [0; 256];
    let mut at = 0;
    while at < LETTERS.len() {
        bits[LETTERS[at] as usize & 0xff] = 1 << (10 + at);
        at += 1;
    }
    bits
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
