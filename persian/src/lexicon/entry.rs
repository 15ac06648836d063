//! What the dictionary knows about one word.

/// Weight and parts of speech of a word, packed in a number by the example `pack_lexicon`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry(pub(crate) u32);

/// Where a word stands, by the bit that says so. The dictionary's own bits are below these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    /// In the dictionary.
    Word = 22,
    /// Among the words that look inflected and are not.
    Lexeme,
    /// Among the given names.
    Name,
    /// Among the broken plurals.
    Plural,
    /// Among the spellings for which another one stands.
    Variant,
    /// Among the spellings that stand for others.
    Spelled,
    /// Among the words that are said and not written.
    Informal,
    /// Among the words that are never written as two.
    Whole,
}

impl Entry {
    /// Words that the caller adds count as nouns that are met now and then.
    pub(crate) fn added(frequency: u64) -> Self {
        let weight = (64 - frequency.leading_zeros()).clamp(12, 40);
        Self(weight | 1 << 6)
    }

    /// What is known of a word that no dictionary has: see [`Listed`].
    pub(crate) fn nothing() -> Self {
        Self(0)
    }

    /// The bit of a list.
    pub(crate) fn of_list(listed: Listed) -> Self {
        Self(1 << listed as u32)
    }

    /// Whether it was so marked.
    pub(crate) fn is_listed(self, listed: Listed) -> bool {
        self.has(listed as u32)
    }

    /// The binary logarithm of the frequency, 0 to 40: 7 is a rare word, 20 a common one.
    pub(crate) fn weight(self) -> u32 {
        self.0 & 63
    }

    pub(crate) fn is_noun(self) -> bool {
        self.has(6)
    }

    pub(crate) fn is_adjective(self) -> bool {
        self.has(7)
    }

    pub(crate) fn is_plural(self) -> bool {
        self.has(8)
    }

    /// Prepositions, pronouns and conjunctions.
    pub(crate) fn is_function(self) -> bool {
        self.has(9)
    }

    /// The few function words that are nothing else, whatever the dictionary says of them.
    pub(crate) fn joins_nothing(self) -> bool {
        self.has(13)
    }

    /// Function words that are one word, though they may be written as two: `آنچه`, `همچنین`.
    pub(crate) fn is_function_compound(self) -> bool {
        self.has(14)
    }

    /// How many letters stand before the first non-joiner, if the dictionary writes it with one.
    pub(crate) fn first_part(self) -> Option<usize> {
        let letters = (self.0 >> 16 & 63) as usize;
        (letters > 0).then_some(letters)
    }

    /// Whether it is too rare to be taken for granted: it may as well be a slip or a name.
    pub(crate) fn is_rare(self) -> bool {
        self.weight() <= 6
    }

    fn has(self, bit: u32) -> bool {
        self.0 >> bit & 1 == 1
    }
}
