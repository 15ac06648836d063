//! How people type the same query.

/// A way of typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// As it stands.
    Plain,
    /// Non-joiners left out.
    Joined,
    /// A space for every non-joiner.
    Spaced,
    /// Kaf and yeh as on an Arabic keyboard.
    Arabic,
    /// One letter wrong.
    Typo,
    /// As a hashtag.
    Tag,
    /// Without any space.
    Fused,
    /// In Latin letters.
    Finglish,
}

/// Dice that fall the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number under `most`: the finalizer of SplitMix64.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }
}

const NON_JOINER: char = '\u{200C}';
const LETTERS: &str = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";

impl Way {
    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Joined => "ZWNJ removed",
            Self::Spaced => "ZWNJ spaced",
            Self::Arabic => "Arabic letters",
            Self::Typo => "one typo",
            Self::Tag => "#hash_tag",
            Self::Fused => "no spaces",
            Self::Finglish => "Finglish",
        }
    }

    /// The text as it is typed so.
    pub(crate) fn type_out(self, text: &str, dice: &mut Dice) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Joined => text.replace(NON_JOINER, ""),
            Self::Spaced => text.replace(NON_JOINER, " "),
            Self::Arabic => text.replace('ک', "ك").replace('ی', "ي"),
            Self::Typo => with_slip(text, dice),
            Self::Tag => format!("#{}", words(text).join("_")),
            Self::Fused => words(text).concat(),
            Self::Finglish => {
                let latin = words(text).iter().map(|word| in_latin(word, dice)).collect::<Vec<_>>();
                latin.join(" ")
            }
        }
    }
}

/// Letters, digits and non-joiners; everything else parts them.
fn words(text: &str) -> Vec<&str> {
    let outside = |c: char| !c.is_alphanumeric() && c != NON_JOINER;
    text.split(outside).filter(|word| !word.is_empty()).collect()
}

/// One letter replaced, left out, put in or swapped with the next one.
fn with_slip(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (0..letters.len()).filter(|at| letters[*at].is_alphabetic()).collect();
    if places.is_empty() {
        return text.to_owned();
    }
    let at = places[dice.below(places.len())];
    let other = LETTERS.chars().nth(dice.below(LETTERS.chars().count())).unwrap_or('ا');
    match dice.below(4) {
        0 if letters[at] != other => letters[at] = other,
        1 if places.len() > 1 => drop(letters.remove(at)),
        2 if letters
            .get(at + 1)
            .is_some_and(|next| next.is_alphabetic() && *next != letters[at]) =>
        {
            letters.swap(at, at + 1);
        }
        _ => letters.insert(at, other),
    }
    letters.into_iter().collect()
}

/// A word letter by letter; the short vowels that are not written fall where a syllable needs one.
fn in_latin(word: &str, dice: &mut Dice) -> String {
    let letters: Vec<char> =
        persian::fold(word).as_str().chars().filter(|c| c.is_alphanumeric()).collect();
    let mut latin = String::new();
    for (at, c) in letters.iter().enumerate() {
        let (first, last) = (at == 0, at + 1 == letters.len());
        let vowels = letters.get(at + 1).is_some_and(|next| matches!(next, 'ا' | 'و' | 'ی'));
        let after_vowel = latin.ends_with(['a', 'e', 'i', 'o', 'u']);
        match (c, consonant(*c)) {
            ('ا', _) => latin.push('a'),
            ('و', _) if last && first => latin.push('o'),
            ('و', _) => latin.push_str(if first || after_vowel {
                "v"
            } else {
                ["o", "u", "oo"][dice.below(3)]
            }),
            ('ی', _) => latin.push_str(if first || (after_vowel && vowels) { "y" } else { "i" }),
            ('ه', _) if last && !first && !after_vowel => {
                latin.push_str(["e", "eh"][dice.below(2)])
            }
            (_, Some(sound)) => {
                latin.push_str(sound);
                let silent = letters.get(at + 1) == Some(&'ه') && at + 2 == letters.len();
                if !(last || vowels || after_vowel || silent) {
                    latin.push_str(["e", "a", "e", "a", "o"][dice.below(5)]);
                }
            }
            _ => latin.push(*c),
        }
    }
    latin
}

fn consonant(c: char) -> Option<&'static str> {
    Some(match c {
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' => "t",
        'ث' | 'س' | 'ص' => "s",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' => "h",
        'خ' => "kh",
        'د' => "d",
        'ذ' | 'ز' | 'ض' | 'ظ' => "z",
        'ر' => "r",
        'ژ' => "zh",
        'ش' => "sh",
        'ع' => "a",
        'غ' | 'ق' => "gh",
        'ف' => "f",
        'ک' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        _ => return None,
    })
}
