//! Persian verbs: any finite form, written or spoken, to its infinitive.

use foldhash::HashMap;

use super::verb_stems::{Begun, Infinitives, Stems, Tense};
use crate::key::key;
use crate::sound::skeleton;

/// Stems that are said otherwise than they are written: past stem, spoken past, spoken present.
const SPOKEN: &[(&str, &str, &str)] = &[
    ("گفت", "", "گ"),
    ("رفت", "", "ر"),
    ("شد", "", "ش"),
    ("داد", "", "د"),
    ("آمد", "اومد", "ا"),
    ("آورد", "اورد", "ار"),
    ("توانست", "تونست", "تون"),
    ("توانست", "توان", ""),
    ("کند", "کند", ""),
    ("بود", "هست", ""),
    ("بود", "نیست", ""),
    ("خواست", "", "خوا"),
    ("خواست", "", "خا"),
    ("گذاشت", "ذاشت", "ذار"),
    ("گذاشت", "زاشت", "زار"),
    ("انداخت", "نداخت", "نداز"),
    ("افتاد", "فتاد", "فت"),
    ("نشست", "", "شین"),
    ("ایستاد", "وایساد", "وایس"),
    ("ایستاد", "واستاد", "واست"),
    ("ایستاد", "وایستاد", "وایست"),
    ("شناخت", "", "شناس"),
    ("دانست", "دونست", "دون"),
    ("گشت", "", "گرد"),
    ("شکست", "شیکست", "شکون"),
    ("فرستاد", "", "فرس"),
    ("شست", "", "شور"),
    ("نشست", "", "نشین"),
    ("ایستاد", "", "ایست"),
];

/// Endings of the past, and of the perfect after its `ه`.
const PAST: &[&str] = &["", "م", "ی", "یم", "ید", "ند", "ین", "ن"];
const PERFECT: &[&str] = &["", "ام", "ای", "است", "ایم", "اید", "اند", "م", "ست", "ن", "ایی"];
/// Endings of the present, the subjunctive and the imperative.
const PRESENT: &[&str] = &["م", "ی", "د", "یم", "ید", "ند", "ه", "ین", "ن"];
/// Endings that make a present without a prefix, as in `دارد`.
const BARE: &[&str] = &["د", "یم", "ید", "ند"];
/// Stems whose present is met without a prefix in every person.
const LIGHT: &[&str] = &["دار", "کن", "شو", "باش", "خواه", "توان", "گوی", "بین", "ده"];
/// What stands before the prefix of a compound verb: `برمی‌گردد`.
const PREVERBS: &[&str] = &["بر", "در", "باز", "فرو", "فرا", "وا", "ور"];
/// Objects that hang on a verb.
const OBJECTS: &[&str] = &["شان", "مان", "تان", "شون", "مون", "تون", "ش", "م", "ت"];

/// The verbs of the dictionary, by their stems.
#[derive(Debug, Default)]
pub(crate) struct Verbs {
    stems: Stems,
    /// Consonants to the stems that have them, each with its infinitives.
    by_sound: HashMap<String, Vec<(String, Vec<String>)>>,
}

/// The stems while they are read, each with its infinitives.
type Read = HashMap<String, Infinitives>;

/// What a prefix says about the rest of a form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// After `می`, `نمی`: past or present.
    Lasting,
    /// After `ب`: subjunctive or imperative, and in old books a past.
    Asked,
    /// After `ن`: the same, denied.
    Denied,
    /// No prefix.
    Bare,
}

impl Mood {
    fn is_subjunctive(self) -> bool {
        matches!(self, Self::Asked | Self::Denied)
    }
}

impl Verbs {
    /// Reads lines of a past and a present stem.
    pub(crate) fn read(lines: &str) -> Self {
        let mut read = Read::default();
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            if let Some((past, present)) = line.split_once(' ') {
                let infinitive = key(past) + "ن";
                put_dropped(&mut read, Tense::PastDropped, past, &infinitive);
                put_dropped(&mut read, Tense::PresentDropped, present, &infinitive);
                put_written(&mut read, &key(past), &key(present));
            }
        }
        for (past, said, present) in SPOKEN {
            let infinitive = key(past) + "ن";
            put_dropped(&mut read, Tense::PastDropped, said, &infinitive);
            put_dropped(&mut read, Tense::PresentDropped, present, &infinitive);
            put(&mut read, Tense::SaidPast, &key(said), &infinitive);
            put(&mut read, Tense::SaidPresent, &key(present), &infinitive);
        }
        Self { by_sound: by_sound(&read), stems: Stems::of(read) }
    }

    /// The stems with these consonants, and their infinitives.
    pub(crate) fn sounding(&self, skeleton: &str) -> &[(String, Vec<String>)] {
        self.by_sound.get(skeleton).map_or(&[], Vec::as_slice)
    }

    /// The infinitives a form may belong to; `loose` allows forms without a prefix that nouns look like.
    pub(crate) fn infinitives(&self, form: &str, loose: bool) -> Vec<String> {
        let found = self.finite(form, loose);
        if found.is_empty() { self.compound(form) } else { found }
    }

    /// What is left of a form without each of the objects that may hang on it.
    pub(crate) fn without_object(form: &str) -> impl Iterator<Item = &str> {
        OBJECTS.iter().filter_map(|object| before_ending(form, object))
    }

    /// The infinitive of a verb with a preverb before `می` or `ن`.
    fn compound(&self, form: &str) -> Vec<String> {
        if !form.starts_with(['ب', 'د', 'ف', 'و']) {
            return Vec::new();
        }
        let denied = |rest: &str| rest.starts_with('ن') && rest.chars().count() > 3;
        let prefixed = |rest: &&str| rest.starts_with("می") || denied(rest);
        let verbs = PREVERBS.iter().filter_map(|preverb| {
            let rest = form.strip_prefix(preverb).filter(prefixed)?;
            Some(self.finite(rest, false).into_iter().map(move |verb| format!("{preverb}{verb}")))
        });
        verbs.flatten().collect()
    }

    /// The verbs of a form: by its prefixes, by the vowel after them, and by how it is said.
    fn finite(&self, form: &str, loose: bool) -> Vec<String> {
        let (whole, mut found) = (self.stems.begun(form), Vec::new());
        if whole.is_empty() && !form.starts_with(['ب', 'م', 'ن']) {
            return found;
        }
        for (mood, rest) in readings(form) {
            match mood {
                Mood::Bare if loose => {
                    both_of(&whole, Some(Tense::Past), Tense::Bare, mood, &mut found)
                }
                Mood::Bare => found.extend(perfect_of(&whole, Tense::Past).cloned()),
                _ => self.prefixed(mood, rest, &whole, &mut found),
            }
        }
        if found.is_empty()
            && let Some(stem) = after_vowel(form)
        {
            self.either(&self.stems.begun(stem), Mood::Denied, true, &mut found);
        }
        if found.is_empty() {
            self.read_dropped(form, &mut found);
        }
        if found.is_empty() {
            found.extend(perfect_of(&whole, Tense::SaidPast).cloned());
            let past = loose.then(|| past_of(&whole, Tense::SaidPast));
            found.extend(past.into_iter().flatten().cloned());
        }
        found.sort();
        found.dedup();
        found
    }

    /// The verbs of what is left of a form after its prefix.
    fn prefixed(&self, mood: Mood, rest: &str, whole: &Begun, found: &mut Vec<String>) {
        // `نگریست` has looked; it is not the negative of `گریست`.
        let past = match mood {
            Mood::Denied => {
                past_of(whole, Tense::Past).chain(perfect_of(whole, Tense::Past)).next().is_none()
            }
            _ => mood == Mood::Lasting,
        };
        let rest = self.stems.begun(rest);
        let mut own = Vec::new();
        self.either(&rest, mood, past, &mut own);
        if own.is_empty() && mood == Mood::Asked {
            own.extend(past_of(&rest, Tense::Past).cloned());
        }
        found.append(&mut own);
    }

    /// The verbs of a form without its prefix, as they are written, or else as they are said.
    fn either(&self, rest: &Begun, mood: Mood, past: bool, found: &mut Vec<String>) {
        both_of(rest, past.then_some(Tense::Past), Tense::Present, mood, found);
        if found.is_empty() {
            both_of(rest, past.then_some(Tense::SaidPast), Tense::SaidPresent, mood, found);
        }
    }

    /// Whether a word is the infinitive of a verb.
    pub(crate) fn is_infinitive(&self, word: &str) -> bool {
        word.strip_suffix('ن').is_some_and(|past| !self.past_stem(past).is_empty())
    }

    /// Whether a form is a past without any prefix.
    pub(crate) fn is_past(&self, form: &str) -> bool {
        let form = self.stems.begun(form);
        [Tense::Past, Tense::SaidPast].iter().any(|tense| past_of(&form, *tense).next().is_some())
    }

    /// The infinitives that a word is the participle of, `گفته` as well as `نگفته`.
    pub(crate) fn participle(&self, word: &str) -> Vec<String> {
        if !word.contains('ه') {
            return Vec::new();
        }
        let asked = readings(word).filter(|(mood, _)| mood.is_subjunctive());
        let stripped = asked.map(|(_, rest)| rest).chain(after_vowel(word));
        [word]
            .into_iter()
            .chain(stripped)
            .map(|word| self.perfect(word))
            .find(|f| !f.is_empty())
            .unwrap_or_default()
    }

    /// The verbs of a perfect without its prefix.
    fn perfect(&self, rest: &str) -> Vec<String> {
        let rest = self.stems.begun(rest);
        let found: Vec<String> = perfect_of(&rest, Tense::Past).cloned().collect();
        if found.is_empty() { perfect_of(&rest, Tense::SaidPast).cloned().collect() } else { found }
    }

    /// The verb of a past with a person and an object: `دیدمش`, `گفتمت`, `خریدندشان`.
    pub(crate) fn past_with_object(&self, form: &str) -> Vec<String> {
        let (begun, persons) = (self.stems.begun(form), &PAST[1..]);
        let held = OBJECTS.iter().filter_map(|object| before_ending(form, object));
        let stems = held.flat_map(|rest| persons.iter().filter_map(|end| before_ending(rest, end)));
        let mut verbs = stems
            .flat_map(|stem| [Tense::Past, Tense::SaidPast].map(|tense| begun.get(tense, stem)));
        verbs.find(|verbs| !verbs.is_empty()).unwrap_or_default().to_vec()
    }

    /// The verb that is asked for, or forbidden, in one word without an ending: `برو`, `نترس`.
    pub(crate) fn imperative(&self, form: &str) -> Vec<String> {
        if !form.starts_with(['ب', 'ن']) {
            return Vec::new();
        }
        let asked = readings(form).filter(|(mood, _)| mood.is_subjunctive());
        let stems = asked.map(|(_, stem)| stem).chain(after_vowel(form));
        let held = stems.flat_map(|stem| self.stems.get(Tense::Bare, stem));
        let dropped = without_vowel(form).map(|stem| self.stems.get(Tense::PresentDropped, stem));
        held.chain(dropped.into_iter().flatten()).cloned().collect()
    }

    /// The infinitives that a word is the past of, in the third person.
    pub(crate) fn past_stem(&self, word: &str) -> &[String] {
        self.stems.get(Tense::Past, word)
    }

    /// Whether a word is what a verb ends compounds with: `دان`, `کش`, `نویس`, `گذشت`.
    pub(crate) fn ends_compounds(&self, word: &str) -> bool {
        self.stems.is_any(&[Tense::Bare, Tense::Past], word)
    }

    /// Forms whose stem has lost its `ا` after the prefix.
    fn read_dropped(&self, form: &str, found: &mut Vec<String>) {
        let Some(rest) = without_vowel(form) else { return };
        let rest = self.stems.begun(rest);
        found.extend(past_of(&rest, Tense::PastDropped).cloned());
        found.extend(perfect_of(&rest, Tense::PastDropped).cloned());
        let present = cut(&rest, Tense::PresentDropped, PRESENT).chain([rest.form]);
        found.extend(present.flat_map(|stem| rest.get(Tense::PresentDropped, stem)).cloned());
    }
}

/// What is left of a form without each of the endings that it has, if it begins with such a stem.
fn cut<'b>(
    begun: &'b Begun,
    tense: Tense,
    endings: &'static [&str],
) -> impl Iterator<Item = &'b str> {
    let endings = if begun.has(tense) { endings } else { &[] };
    endings.iter().filter_map(|ending| before_ending(begun.form, ending))
}

fn past_of<'b>(begun: &'b Begun, tense: Tense) -> impl Iterator<Item = &'b String> {
    cut(begun, tense, PAST).flat_map(move |stem| begun.get(tense, stem))
}

fn perfect_of<'b>(begun: &'b Begun, tense: Tense) -> impl Iterator<Item = &'b String> {
    let stems = cut(begun, tense, PERFECT).filter_map(|participle| participle.strip_suffix('ه'));
    stems.flat_map(move |stem| begun.get(tense, stem))
}

/// The past, if it may be one, the perfect and the present.
fn both_of(rest: &Begun, past: Option<Tense>, present: Tense, mood: Mood, found: &mut Vec<String>) {
    let before = found.len();
    if let Some(past) = past {
        found.extend(past_of(rest, past).chain(perfect_of(rest, past)).cloned());
    }
    // `برید` has cut; that it may also be "you carry" is long ago.
    if found.len() == before || mood != Mood::Bare {
        present_of(rest, present, mood, found);
    }
}

fn present_of(begun: &Begun, tense: Tense, mood: Mood, found: &mut Vec<String>) {
    if !begun.has(tense) {
        return;
    }
    let rest = begun.form;
    let whole = rest == "ا" || rest.chars().count() > 1;
    let asked = (mood.is_subjunctive() && whole).then_some(rest);
    let long = |stem: &&str| mood != Mood::Bare || stem.chars().count() > 1;
    let light =
        LIGHT.iter().any(|stem| rest.strip_prefix(stem).is_some_and(|end| end.chars().count() < 3));
    let endings = if light || mood != Mood::Bare { PRESENT } else { BARE };
    // After a long `ا` the written endings begin with a `ی`.
    let open = |stem: &str, ending: &str| ending == "ند" && stem.ends_with('ا') && stem.len() > 2;
    let stems = endings
        .iter()
        .filter_map(|ending| before_ending(rest, ending).filter(|stem| !open(stem, ending)))
        .filter(long);
    found.extend(stems.chain(asked).flat_map(|stem| begun.get(tense, stem)).cloned());
}

/// What follows `بی` or `نی` in a form.
fn without_vowel(form: &str) -> Option<&str> {
    ["بی", "نی"].iter().find_map(|prefix| form.strip_prefix(prefix))
}

/// What follows the `ی` that `ب` and `ن` are written with before a vowel: `بیاور`.
fn after_vowel(form: &str) -> Option<&str> {
    without_vowel(form).filter(|rest| rest.starts_with('ا'))
}

/// Every way to take the prefixes off a form.
fn readings(form: &str) -> impl Iterator<Item = (Mood, &str)> {
    let ways = [
        (Mood::Lasting, form.strip_prefix("نمی")),
        (Mood::Lasting, form.strip_prefix("می")),
        (Mood::Asked, form.strip_prefix("ب")),
        (Mood::Denied, form.strip_prefix("ن")),
        (Mood::Bare, Some(form)),
    ];
    ways.into_iter().filter_map(|(mood, rest)| Some((mood, rest?))).filter(|(mood, rest)| {
        !mood.is_subjunctive() || !rest.starts_with('ا') || rest.starts_with("ای")
    })
}

/// `word` before `ending`. Asked of many endings in a row, most of which the last letters deny.
#[inline]
pub(crate) fn before_ending<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    let head = word.len().checked_sub(ending.len())?;
    let same = word.bytes().rev().zip(ending.bytes().rev()).all(|(one, other)| one == other);
    if same { word.get(..head) } else { None }
}

/// A stem as written without its first `ا`; the `آ` of another stem stays, and so does a long vowel.
fn put_dropped(read: &mut Read, tense: Tense, written: &str, infinitive: &str) {
    let rest = written.strip_prefix('ا').filter(|rest| rest.chars().count() > 1);
    if let Some(rest) = rest.filter(|rest| !rest.starts_with('ی')) {
        put(read, tense, &key(rest), infinitive);
    }
}

/// A stem in `ان` is said with `ون`; one in a vowel may take a `ی` in writing.
fn put_written(read: &mut Read, past: &str, present: &str) {
    let infinitive = format!("{past}ن");
    put(read, Tense::Past, past, &infinitive);
    put(read, Tense::Present, present, &infinitive);
    put(read, Tense::Bare, present, &infinitive);
    if let Some(head) = past.strip_suffix("اند") {
        let said = format!("{}وند", head.trim_end_matches('و'));
        put(read, Tense::SaidPast, &said, &infinitive);
    }
    // `دوان` would be said as `دون`, which is `دان`.
    if let Some(head) = present.strip_suffix("ان").filter(|head| *head != "دو") {
        let said = format!("{}ون", head.trim_end_matches('و'));
        put(read, Tense::SaidPresent, &said, &infinitive);
    }
}

fn put(read: &mut Read, tense: Tense, stem: &str, infinitive: &str) {
    if !stem.is_empty() {
        let held = &mut read.entry(stem.to_owned()).or_default()[tense as usize];
        if !held.iter().any(|known| known == infinitive) {
            held.push(infinitive.to_owned());
        }
    }
}

/// The stems of every sound, in order.
fn by_sound(read: &Read) -> HashMap<String, Vec<(String, Vec<String>)>> {
    let mut by_sound: HashMap<String, Vec<(String, Vec<String>)>> = HashMap::default();
    for (stem, infinitives) in read {
        let sound = skeleton(stem);
        let tenses = [Tense::Past, Tense::Present, Tense::SaidPast, Tense::SaidPresent];
        let verbs = tenses.map(|tense| &infinitives[tense as usize]);
        for verbs in verbs.into_iter().filter(|verbs| !sound.is_empty() && !verbs.is_empty()) {
            by_sound.entry(sound.clone()).or_default().push((stem.clone(), verbs.clone()));
        }
    }
    by_sound.values_mut().for_each(|stems| stems.sort());
    by_sound
}
