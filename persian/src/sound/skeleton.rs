//! The consonant skeleton of a word.
//!
//! Vowels, `و`, `ی`, `ع` and a last `ه` are left out, because Finglish writes them freely;
//! letters that sound the same are one. Both scripts come to the same string:
//! `kh x, sh $, ch c, zh Z, gh q, s ث س ص, z ذ ز ض ظ, t ت ط, h ح ه, q ق غ`.

use std::borrow::Cow;

/// What stands for the `و` of `خوا` among the vowels.
pub(crate) const SILENT_WAW: char = 'W';

/// The consonants of a word with the vowels that stand between them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sounds {
    /// One ASCII letter a consonant.
    pub(crate) consonants: String,
    /// What is written before, between and after the consonants: one more than consonants.
    pub(crate) vowels: Vec<String>,
}

/// The consonant skeleton of a Persian or Latin word; empty where it has no consonant.
///
/// ```
/// use tantivy_persian::skeleton;
/// assert_eq!(skeleton("shazdeh"), skeleton("شازده"));
/// assert_eq!(skeleton("ketabkhooneh"), skeleton("کتابخانه"));
/// ```
pub fn skeleton(word: &str) -> String {
    consonants(&crate::key(word)).consonants
}

/// The sounds of several words in a row: a last `ه` is silent in each of them.
pub(crate) fn sounds_of_words(text: &str) -> Sounds {
    let mut all = Sounds { consonants: String::new(), vowels: vec![String::new()] };
    for token in crate::scan::tokens(text) {
        let word = consonants(&token.key);
        let mut vowels = word.vowels.into_iter();
        if let (Some(last), Some(first)) = (all.vowels.last_mut(), vowels.next()) {
            last.push_str(&first);
        }
        all.consonants.push_str(&word.consonants);
        all.vowels.extend(vowels);
    }
    all
}

/// The skeleton for names, whose spelling is loose: `z` is `s`, `ژ` is `j`, German `شت` and `شپ` at
/// the start are `ست` and `سپ`, and `وف` of Russian names loses its end, as in `بوکفسکی`. It is
/// appended to `skeleton`.
pub(crate) fn rough_skeleton(key: &str, skeleton: &mut String) {
    let russian = key.as_bytes().windows(6).any(|six| six == "وفس".as_bytes());
    let russian = (russian && key.chars().count() >= 5) || key.ends_with("فسکی");
    let key = if russian { key.replace("فس", "س").into() } else { Cow::Borrowed(key) };
    let (start, mut before) = (skeleton.len(), None);
    hear(&key, &mut |sound| {
        if let Sound::Consonant(c) = sound
            && before != Some(sound)
        {
            skeleton.push(match c {
                'z' => 's',
                'Z' => 'j',
                c => c,
            });
        }
        before = Some(sound);
    });
    let own = &skeleton[start..];
    if (own.starts_with("$t") || own.starts_with("$p")) && own.len() > 2 {
        skeleton.replace_range(start..start + 1, "s");
    }
}

/// The consonants and vowels of a folded word.
pub(crate) fn consonants(key: &str) -> Sounds {
    let mut sounds = Sounds { consonants: String::new(), vowels: vec![String::new()] };
    let mut before = None;
    hear(key, &mut |sound| {
        match sound {
            Sound::Consonant(_) if before == Some(sound) => {}
            Sound::Consonant(consonant) => {
                sounds.consonants.push(consonant);
                sounds.vowels.push(String::new());
            }
            Sound::Vowel(vowel) => sounds.vowels.last_mut().into_iter().for_each(|v| v.push(vowel)),
        }
        before = Some(sound);
    });
    sounds
}

/// One sound of a word; a consonant that follows itself is a doubled one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sound {
    Consonant(char),
    Vowel(char),
}

fn hear(key: &str, tell: &mut impl FnMut(Sound)) {
    let mut letters = key.chars();
    let mut before = None;
    while let Some(c) = letters.next() {
        let mut ahead = letters.clone();
        let (next, third) = (ahead.next(), ahead.next());
        // The `و` of `خوا` is written and mostly not said.
        if c == 'و' && before == Some('خ') && next == Some('ا') {
            tell(Sound::Vowel(SILENT_WAW));
            before = Some(c);
            continue;
        }
        let first = before.is_none();
        let (sound, width) = sound_of(c, next, third);
        before = Some(c);
        if width == 2 {
            before = letters.next();
        }
        let silent_h = sound == Some('h') && letters.as_str().is_empty() && !first;
        match sound {
            Some(_) if silent_h => tell(Sound::Vowel('h')),
            Some('X') => ['k', 's'].into_iter().for_each(|c| tell(Sound::Consonant(c))),
            Some(consonant) => tell(Sound::Consonant(consonant)),
            None => tell(Sound::Vowel(c)),
        }
    }
}

/// The consonant that `c` begins, and how many letters it takes; none for a vowel.
fn sound_of(c: char, next: Option<char>, third: Option<char>) -> (Option<char>, usize) {
    let pair = match (c, next) {
        ('k', Some('h')) => Some('x'),
        ('s', Some('h')) => Some('$'),
        ('c', Some('h')) if matches!(third, Some('r' | 'l')) => Some('k'),
        ('c', Some('h')) => Some('c'),
        ('z', Some('h')) => Some('Z'),
        ('g', Some('h')) => Some('q'),
        ('p', Some('h')) => Some('f'),
        ('t', Some('h')) => Some('t'),
        ('q', Some('u')) if !matches!(third, Some('a' | 'e' | 'i' | 'o')) => None,
        ('c', Some('k')) | ('q', Some('u')) => Some('k'),
        ('v', None) => return (Some('f'), 1),
        _ => None,
    };
    match pair {
        Some(sound) => (Some(sound), 2),
        None => (latin_sound(c).or_else(|| persian_sound(c)), 1),
    }
}

fn latin_sound(c: char) -> Option<char> {
    match c {
        'c' => Some('k'),
        'x' => Some('X'),
        'b' | 'd' | 'f' | 'g' | 'h' | 'j' | 'k' | 'l' | 'm' | 'n' | 'p' | 'q' | 'r' | 's' | 't'
        | 'z' => Some(c),
        _ => None,
    }
}

fn persian_sound(c: char) -> Option<char> {
    Some(match c {
        'ب' => 'b',
        'پ' => 'p',
        'ت' | 'ط' => 't',
        'ث' | 'س' | 'ص' => 's',
        'ج' => 'j',
        'چ' => 'c',
        'ح' | 'ه' => 'h',
        'خ' => 'x',
        'د' => 'd',
        'ذ' | 'ز' | 'ض' | 'ظ' => 'z',
        'ر' => 'r',
        'ژ' => 'Z',
        'ش' => '$',
        'غ' | 'ق' => 'q',
        'ف' => 'f',
        'ک' => 'k',
        'گ' => 'g',
        'ل' => 'l',
        'م' => 'm',
        'ن' => 'n',
        _ => return None,
    })
}
