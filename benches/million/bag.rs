//! What visitors type: a bag of different queries, each of a class.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};

use crate::peer::Peer;
use crate::posts::{Maker, PLATFORMS, words};
use crate::texts::zipf;
use crate::typing::{Dice, Way};

/// How many hits stand before the hundredth page.
pub(crate) const FAR: usize = 990;
/// How many posts are looked into for words.
const LOOKED_INTO: usize = 20_000;

/// Classes at the bounds of the language: nobody types so, but anybody may.
pub(crate) const BOUNDS: &[&str] = &[
    "32 words",
    "four prefixes",
    "60 refusals",
    "32 hashtags",
    "phrase of 24",
    "32 slips",
    "2,000 letters",
];

/// One query.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) class: &'static str,
    pub(crate) typed: String,
    /// The newest first, not the best.
    pub(crate) newest: bool,
    /// The hundredth page, not the first one.
    pub(crate) far: bool,
    /// How bare tantivy is asked, where it can be.
    pub(crate) peer: Option<Peer>,
}

/// Fills the bag.
pub(crate) struct Bag<'m> {
    maker: &'m Maker<'m>,
    dice: Dice,
    /// By how often posts have them.
    common: Vec<String>,
    usual: Vec<String>,
    rare: Vec<String>,
    cases: Vec<Case>,
    held: HashSet<(String, bool, bool)>,
}

impl<'m> Bag<'m> {
    /// At least a thousand different queries.
    pub(crate) fn fill(maker: &'m Maker<'m>) -> Vec<Case> {
        let (common, usual, rare) = vocabulary(maker);
        let dice = Dice::new(1397);
        let (cases, held) = (Vec::new(), HashSet::new());
        let mut bag = Self { maker, dice, common, usual, rare, cases, held };
        bag.words();
        bag.titles();
        bag.marks();
        bag.filters();
        bag.orders();
        bag.hard();
        bag.cases
    }

    /// Puts in up to `count` different queries of a class.
    fn class(
        &mut self,
        class: &'static str,
        count: usize,
        peer: Option<Peer>,
        mut typed: impl FnMut(&mut Self) -> String,
    ) {
        let (newest, far) = (class.starts_with("newest"), class.starts_with("page 100"));
        let before = self.cases.len();
        for _ in 0..count * 20 {
            let typed = typed(self).trim().to_owned();
            let new = self.held.insert((typed.clone(), newest, far));
            if new && self.cases.len() < before + count {
                self.cases.push(Case { class, typed, newest, far, peer: peer.clone() });
            }
        }
    }

    fn words(&mut self) {
        self.class("one common word", 60, Some(Peer::All), |bag| pick(&bag.common, &mut bag.dice));
        self.class("one usual word", 60, Some(Peer::All), |bag| pick(&bag.usual, &mut bag.dice));
        self.class("one rare word", 60, Some(Peer::All), |bag| pick(&bag.rare, &mut bag.dice));
        self.class("two words", 60, Some(Peer::All), |bag| bag.run(2));
        self.class("three words", 60, Some(Peer::All), |bag| bag.run(3));
        self.class("four words", 60, Some(Peer::All), |bag| bag.run(4));
        self.class("stop words", 50, Some(Peer::All), |bag| {
            let length = 2 + bag.dice.below(2);
            let words: Vec<&str> = (0..length).map(|_| STOP[bag.dice.below(STOP.len())]).collect();
            words.join(" ")
        });
        self.class("phrase", 50, Some(Peer::Phrase), |bag| {
            let length = 2 + bag.dice.below(3);
            format!("\"{}\"", bag.run(length))
        });
        self.class("long question", 60, Some(Peer::Any), |bag| {
            let questions = &bag.maker.texts.questions;
            let mut typed = questions[bag.dice.below(questions.len())].clone();
            if bag.dice.below(2) == 0 {
                typed.push(' ');
                typed.push_str(&questions[bag.dice.below(questions.len())]);
            }
            words(&typed).take(30).collect::<Vec<_>>().join(" ")
        });
        self.class("nothing answers", 50, Some(Peer::Any), |bag| {
            let length = 2 + bag.dice.below(5);
            let rare: Vec<String> = (0..length).map(|_| pick(&bag.rare, &mut bag.dice)).collect();
            rare.join(" ")
        });
    }

    fn titles(&mut self) {
        self.class("title", 60, Some(Peer::All), Self::title);
        for (class, count, way) in [
            ("one slip", 60, Way::Typo),
            ("fused words", 50, Way::Fused),
            ("Finglish", 50, Way::Finglish),
            ("as a hashtag", 40, Way::Tag),
            ("Arabic letters", 20, Way::Arabic),
            ("ZWNJ removed", 20, Way::Joined),
            ("ZWNJ spaced", 20, Way::Spaced),
        ] {
            self.class(class, count, None, |bag| {
                let title = bag.title();
                way.type_out(&title, &mut bag.dice)
            });
        }
        self.class("wrong layout", 40, None, |bag| on_latin_keys(&bag.title()));
    }

    fn marks(&mut self) {
        self.class("#hashtag", 50, Some(Peer::All), |bag| {
            format!("#{}", bag.maker.tags[zipf(bag.maker.tags.len(), &mut bag.dice)])
        });
        self.class("@mention", 40, Some(Peer::All), |bag| {
            format!("@{}", bag.maker.handle(&mut bag.dice))
        });
        self.class("prefix", 50, Some(Peer::Begun), |bag| {
            let word = pick(&bag.usual, &mut bag.dice);
            let before = if bag.dice.below(3) == 0 { bag.run(1) + " " } else { String::new() };
            let length = 3 + bag.dice.below(3);
            format!("{before}{}*", word.chars().take(length).collect::<String>())
        });
        self.class("short prefix", 40, Some(Peer::Begun), |bag| {
            let word = pick(&bag.common, &mut bag.dice);
            format!("{}*", word.chars().take(2).collect::<String>())
        });
        self.class("-not", 40, Some(Peer::Not), |bag| {
            format!("{} -{}", bag.run(2), pick(&bag.common, &mut bag.dice))
        });
    }

    fn filters(&mut self) {
        self.class("author:", 40, None, |bag| {
            let word = pick(&bag.common, &mut bag.dice);
            format!("{word} author:{}", bag.maker.handle(&mut bag.dice))
        });
        self.class("platform:", 40, None, |bag| {
            let platform = PLATFORMS[bag.dice.below(PLATFORMS.len())];
            format!("{} platform:{platform}", bag.run(1))
        });
        for _ in 0..60 {
            let first: Timestamp = "2020-04-01T00:00:00Z".parse().expect("a date");
            let hours = |days: usize| SignedDuration::from_hours(24 * days as i64);
            let from = first.checked_add(hours(self.dice.below(600))).expect("a date");
            let to = from.checked_add(hours(1 + self.dice.below(100))).expect("a date");
            let day = |at: Timestamp| at.to_string().chars().take(10).collect::<String>();
            let span = format!("from:{} to:{}", day(from), day(to));
            let within = Some(Peer::Within(from, to));
            self.class("from: to:", 1, within.clone(), |bag| format!("{} {span}", bag.run(1)));
            if self.dice.below(3) == 0 {
                self.class("filters alone", 1, within, |_| span.clone());
            }
        }
    }

    fn orders(&mut self) {
        self.class("newest, common word", 40, Some(Peer::All), |bag| {
            pick(&bag.common, &mut bag.dice)
        });
        self.class("newest, two words", 40, Some(Peer::All), |bag| bag.run(2));
        self.class("page 100", 40, Some(Peer::All), |bag| pick(&bag.common, &mut bag.dice));
    }

    /// At the bounds of the language.
    fn hard(&mut self) {
        self.class("32 words", 8, None, |bag| {
            let some = (0..32).map(|_| pick(&bag.common, &mut bag.dice));
            some.collect::<Vec<_>>().join(" ")
        });
        self.class("four prefixes", 4, None, |bag| {
            let some = (0..4).map(|_| {
                let word = pick(&bag.common, &mut bag.dice);
                word.chars().take(2).chain(['*']).collect::<String>()
            });
            some.collect::<Vec<_>>().join(" ")
        });
        self.class("60 refusals", 4, None, |bag| {
            let some = (0..60).map(|_| format!("-{}", pick(&bag.common, &mut bag.dice)));
            some.collect::<Vec<_>>().join(" ")
        });
        self.class("32 hashtags", 4, None, |bag| {
            let tags = &bag.maker.tags;
            let some = (0..32).map(|_| format!("#{}", tags[bag.dice.below(tags.len())]));
            some.collect::<Vec<_>>().join(" ")
        });
        self.class("phrase of 24", 4, None, |bag| format!("\"{}\"", bag.run(24)));
        self.class("32 slips", 4, None, |bag| {
            let some = (0..32).map(|_| {
                let word = pick(&bag.usual, &mut bag.dice);
                Way::Typo.type_out(&word, &mut bag.dice)
            });
            some.collect::<Vec<_>>().join(" ")
        });
        self.class("2,000 letters", 4, None, |bag| {
            bag.run(400).chars().filter(|c| c.is_alphanumeric()).take(2_000).collect()
        });
    }

    /// Words that stand together in some sentences.
    fn run(&mut self, length: usize) -> String {
        let sentences = &self.maker.texts.sentences;
        let mut run: Vec<String> = Vec::new();
        while run.len() < length {
            let sentence = &sentences[self.dice.below(sentences.len())];
            let words: Vec<&str> = words(sentence).collect();
            let from = self.dice.below(words.len().saturating_sub(length).max(1));
            if words.len() >= from + length.min(3) {
                run.extend(words[from..].iter().map(|word| (*word).to_owned()));
            }
        }
        run.truncate(length);
        run.join(" ")
    }

    /// A title as it is typed, the known ones more often.
    fn title(&mut self) -> String {
        let titles = &self.maker.texts.titles;
        let title = &titles[zipf(titles.len(), &mut self.dice)];
        words(title).take(6).collect::<Vec<_>>().join(" ")
    }
}

const STOP: &[&str] = &[
    "من", "او", "از", "به", "که", "ما", "تو", "این", "آن", "با", "را", "و", "در", "هم", "یا",
    "اگر", "چه", "همه", "هیچ", "خود", "بود", "است", "برای", "بر", "تا", "هر",
];

fn pick(words: &[String], dice: &mut Dice) -> String {
    words[dice.below(words.len())].clone()
}

/// Words of the posts in three parts: the two hundred that most have, those that at least one of
/// a thousand has, and those that one of twenty thousand has.
fn vocabulary(maker: &Maker<'_>) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut posts_with: HashMap<String, usize> = HashMap::new();
    let step = (maker.count / LOOKED_INTO).max(1);
    for place in (0..maker.count).step_by(step) {
        let text = maker.post(place).text;
        let new: HashSet<&str> = words(&text).filter(|word| word.chars().count() > 1).collect();
        new.into_iter().for_each(|word| *posts_with.entry(word.to_owned()).or_default() += 1);
    }
    let mut counted: Vec<(usize, String)> =
        posts_with.into_iter().map(|(word, posts)| (posts, word)).collect();
    counted.sort_by(|a, b| b.cmp(a));
    let usual = (maker.count / step / 1_000).max(3);
    let some = |least: usize, most: usize| {
        let held = counted.iter().filter(move |(posts, _)| (least..=most).contains(posts));
        held.map(|(_, word)| word.clone()).collect::<Vec<_>>()
    };
    let common = counted.iter().take(200).map(|(_, word)| word.clone()).collect();
    let known = some(usual, usize::MAX).into_iter().skip(200).collect();
    (common, known, some(1, 1))
}

/// What a Persian keyboard's keys write when the layout is left on Latin.
fn on_latin_keys(text: &str) -> String {
    const KEYS: &[(&str, &str)] = &[
        ("ضصثقفغعهخحجچ", "qwertyuiop[]"),
        ("شسیبلاتنمکگ", "asdfghjkl;'"),
        ("ظطزرذدپو", "zxcvbnm,"),
    ];
    let key = |letter: char| {
        KEYS.iter().find_map(|(persian, latin)| {
            let at = persian.chars().position(|one| one == letter)?;
            latin.chars().nth(at)
        })
    };
    let key = |letter: char| match letter {
        'آ' => Some('H'),
        letter => Some(key(letter).unwrap_or(letter)),
    };
    text.chars().filter_map(key).collect()
}
