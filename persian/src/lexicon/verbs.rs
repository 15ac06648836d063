//! Persian verbs: any finite form, written or spoken, to its infinitive.

use foldhash::HashMap;

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

/// Stems, each with the infinitives it may belong to.
type Stems = HashMap<String, Vec<String>>;

/// The verbs of the dictionary, by their stems.
#[derive(Debug, Default)]
pub(crate) struct Verbs {
    past: Stems,
    present: Stems,
    /// Present stems of writing, which are the only ones that stand without a prefix.
    bare: Stems,
    /// Stems as they are said; they are tried where no written stem fits.
    said_past: Stems,
    said_present: Stems,
    /// Stems without their first `ا`, which is dropped after `بی` and `نی`: `بینداز`, `نیفتاد`.
    past_dropped: Stems,
    present_dropped: Stems,
    /// Consonants to the stems that have them, each with its infinitives.
    by_sound: HashMap<String, Vec<(String, Vec<String>)>>,
}

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
        let mut verbs = Self::default();
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            if let Some((past, present)) = line.split_once(' ') {
                let infinitive = key(past) + "ن";
                put_dropped(&mut verbs.past_dropped, past, &infinitive);
                put_dropped(&mut verbs.present_dropped, present, &infinitive);
                verbs.add(&key(past), &key(present));
            }
        }
        for (past, said, present) in SPOKEN {
            let infinitive = key(past) + "ن";
            put_dropped(&mut verbs.past_dropped, said, &infinitive);
            put_dropped(&mut verbs.present_dropped, present, &infinitive);
            put(&mut verbs.said_past, &key(said), &infinitive);
            put(&mut verbs.said_present, &key(present), &infinitive);
        }
        verbs.hear();
        verbs
    }

    fn hear(&mut self) {
        let said = self.said_past.iter().chain(&self.said_present);
        for (stem, verbs) in self.past.iter().chain(&self.present).chain(said) {
            let sound = skeleton(stem);
            if !sound.is_empty() {
                self.by_sound.entry(sound).or_default().push((stem.clone(), verbs.clone()));
            }
        }
        self.by_sound.values_mut().for_each(|stems| stems.sort());
    }

    /// The stems with these consonants, and their infinitives.
    pub(crate) fn sounding(&self, skeleton: &str) -> &[(String, Vec<String>)] {
        self.by_sound.get(skeleton).map_or(&[], Vec::as_slice)
    }

    /// A stem in `ان` is said with `ون`; one in a vowel may take a `ی` in writing.
    fn add(&mut self, past: &str, present: &str) {
        let infinitive = format!("{past}ن");
        put(&mut self.past, past, &infinitive);
        put(&mut self.present, present, &infinitive);
        put(&mut self.bare, present, &infinitive);
        if let Some(head) = past.strip_suffix("اند") {
            put(&mut self.said_past, &format!("{}وند", head.trim_end_matches('و')), &infinitive);
        }
        // `دوان` would be said as `دون`, which is `دان`.
        if let Some(head) = present.strip_suffix("ان").filter(|head| *head != "دو") {
            put(&mut self.said_present, &format!("{}ون", head.trim_end_matches('و')), &infinitive);
        }
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
        let held = readings(form).flat_map(|(mood, rest)| self.unprefixed(mood, rest, form, loose));
        let mut found: Vec<String> = held.collect();
        if found.is_empty() {
            let stem = after_vowel(form).unwrap_or_default();
            found = self.written(Mood::Denied, stem, true);
            if found.is_empty() {
                found = self.said(Mood::Denied, stem, true);
            }
        }
        if found.is_empty() {
            self.read_dropped(form, &mut found);
        }
        if found.is_empty() {
            found = perfect_of(&self.said_past, form);
            found.extend(loose.then(|| past_of(&self.said_past, form)).into_iter().flatten());
        }
        found.sort();
        found.dedup();
        found
    }

    /// The verbs of what is left of a form after its prefix.
    fn unprefixed(&self, mood: Mood, rest: &str, form: &str, loose: bool) -> Vec<String> {
        // `نگریست` has looked; it is not the negative of `گریست`.
        let past = match mood {
            Mood::Bare => loose,
            Mood::Denied => {
                past_of(&self.past, form).is_empty() && perfect_of(&self.past, form).is_empty()
            }
            Mood::Asked => false,
            Mood::Lasting => true,
        };
        let mut found = self.written(mood, rest, past);
        if found.is_empty() && mood != Mood::Bare {
            found = self.said(mood, rest, past);
        }
        if found.is_empty() && mood == Mood::Asked {
            found = past_of(&self.past, rest);
        }
        if mood == Mood::Bare && !loose { perfect_of(&self.past, rest) } else { found }
    }

    fn written(&self, mood: Mood, rest: &str, past: bool) -> Vec<String> {
        let stems = if mood == Mood::Bare { &self.bare } else { &self.present };
        both_of(past.then_some(&self.past), stems, mood, rest)
    }

    fn said(&self, mood: Mood, rest: &str, past: bool) -> Vec<String> {
        both_of(past.then_some(&self.said_past), &self.said_present, mood, rest)
    }

    /// Whether a word is the infinitive of a verb.
    pub(crate) fn is_infinitive(&self, word: &str) -> bool {
        word.strip_suffix('ن').is_some_and(|past| self.past.contains_key(past))
    }

    /// Whether a form is a past without any prefix.
    pub(crate) fn is_past(&self, form: &str) -> bool {
        !past_of(&self.past, form).is_empty() || !past_of(&self.said_past, form).is_empty()
    }

    /// The infinitives that a word is the participle of, `گفته` as well as `نگفته`.
    pub(crate) fn participle(&self, word: &str) -> Vec<String> {
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
        let found = perfect_of(&self.past, rest);
        if found.is_empty() { perfect_of(&self.said_past, rest) } else { found }
    }

    /// The verb of a past with a person and an object: `دیدمش`, `گفتمت`, `خریدندشان`.
    pub(crate) fn past_with_object(&self, form: &str) -> Vec<String> {
        let persons = &PAST[1..];
        let held = OBJECTS.iter().filter_map(|object| before_ending(form, object));
        let mut stems =
            held.flat_map(|rest| persons.iter().filter_map(|end| before_ending(rest, end)));
        let verb = |stem| self.past.get(stem).or_else(|| self.said_past.get(stem));
        stems.find_map(verb).cloned().unwrap_or_default()
    }

    /// The verb that is asked for, or forbidden, in one word without an ending: `برو`, `نترس`.
    pub(crate) fn imperative(&self, form: &str) -> Vec<String> {
        let asked = readings(form).filter(|(mood, _)| mood.is_subjunctive());
        let stems = asked.map(|(_, stem)| stem).chain(after_vowel(form));
        let held = stems.filter_map(|stem| self.bare.get(stem)).flatten().cloned();
        let mut found: Vec<String> = held.collect();
        if let Some(stem) = without_vowel(form) {
            found.extend(self.present_dropped.get(stem).into_iter().flatten().cloned());
        }
        found
    }

    /// The infinitives that a word is the past of, in the third person.
    pub(crate) fn past_stem(&self, word: &str) -> Vec<String> {
        self.past.get(word).cloned().unwrap_or_default()
    }

    /// Whether a word is what a verb ends compounds with: `دان`, `کش`, `نویس`, `گذشت`.
    pub(crate) fn ends_compounds(&self, word: &str) -> bool {
        self.bare.contains_key(word) || self.past.contains_key(word)
    }

    /// Forms whose stem has lost its `ا` after the prefix.
    fn read_dropped(&self, form: &str, found: &mut Vec<String>) {
        let Some(rest) = without_vowel(form) else { return };
        let past = PAST.iter().filter_map(|ending| before_ending(rest, ending));
        let perfect = PERFECT.iter().filter_map(|ending| before_ending(rest, ending));
        let past = past.chain(perfect.filter_map(|participle| participle.strip_suffix('ه')));
        let present = PRESENT.iter().filter_map(|ending| before_ending(rest, ending)).chain([rest]);
        found.extend(past.filter_map(|stem| self.past_dropped.get(stem)).flatten().cloned());
        found.extend(present.filter_map(|stem| self.present_dropped.get(stem)).flatten().cloned());
    }
}

fn past_of(stems: &Stems, rest: &str) -> Vec<String> {
    let cut = PAST.iter().filter_map(|ending| before_ending(rest, ending));
    cut.filter_map(|stem| stems.get(stem)).flatten().cloned().collect()
}

fn perfect_of(stems: &Stems, rest: &str) -> Vec<String> {
    let participles = PERFECT.iter().filter_map(|ending| before_ending(rest, ending));
    let cut = participles.filter_map(|participle| participle.strip_suffix('ه'));
    cut.filter_map(|stem| stems.get(stem)).flatten().cloned().collect()
}

/// The past, if it may be one, the perfect and the present.
fn both_of(past: Option<&Stems>, present: &Stems, mood: Mood, rest: &str) -> Vec<String> {
    let pasts = past.map(|stems| [past_of(stems, rest), perfect_of(stems, rest)].concat());
    let mut found = pasts.unwrap_or_default();
    // `برید` has cut; that it may also be "you carry" is long ago.
    if found.is_empty() || mood != Mood::Bare {
        found.extend(present_of(present, mood, rest));
    }
    found
}

fn present_of(stems: &Stems, mood: Mood, rest: &str) -> Vec<String> {
    let whole = rest == "ا" || rest.chars().count() > 1;
    let asked = (mood.is_subjunctive() && whole).then_some(rest);
    let long = |stem: &&str| mood != Mood::Bare || stem.chars().count() > 1;
    let light =
        LIGHT.iter().any(|stem| rest.strip_prefix(stem).is_some_and(|end| end.chars().count() < 3));
    let endings = if light || mood != Mood::Bare { PRESENT } else { BARE };
    // After a long `ا` the written endings begin with a `ی`.
    let open = |stem: &str, ending: &str| ending == "ند" && stem.ends_with('ا') && stem.len() > 2;
    let cut = endings
        .iter()
        .filter_map(|ending| before_ending(rest, ending).filter(|stem| !open(stem, ending)))
        .filter(long);
    cut.chain(asked).filter_map(|stem| stems.get(stem)).flatten().cloned().collect()
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
    const PREFIXES: &[(&str, Mood)] = &[
        ("نمی", Mood::Lasting),
        ("می", Mood::Lasting),
        ("ب", Mood::Asked),
        ("ن", Mood::Denied),
        ("", Mood::Bare),
    ];
    PREFIXES
        .iter()
        .filter_map(|(prefix, mood)| form.strip_prefix(prefix).map(|rest| (*mood, rest)))
        .filter(|(mood, rest)| {
            !mood.is_subjunctive() || !rest.starts_with('ا') || rest.starts_with("ای")
        })
}

/// `word` before `ending`. Asked of many endings in a row, most of which the last byte denies.
#[inline]
pub(crate) fn before_ending<'w>(word: &'w str, ending: &str) -> Option<&'w str> {
    let Some(last) = ending.as_bytes().last() else { return Some(word) };
    if word.as_bytes().last() != Some(last) { None } else { word.strip_suffix(ending) }
}

/// A stem as written without its first `ا`; the `آ` of another stem stays, and so does a long vowel.
fn put_dropped(stems: &mut Stems, written: &str, infinitive: &str) {
    let rest = written.strip_prefix('ا').filter(|rest| rest.chars().count() > 1);
    if let Some(rest) = rest.filter(|rest| !rest.starts_with('ی')) {
        put(stems, &key(rest), infinitive);
    }
}

fn put(stems: &mut Stems, stem: &str, infinitive: &str) {
    if !stem.is_empty() {
        let held = stems.entry(stem.to_owned()).or_default();
        if !held.iter().any(|known| known == infinitive) {
            held.push(infinitive.to_owned());
        }
    }
}
