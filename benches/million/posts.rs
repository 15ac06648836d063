//! The posts: each made from its place alone, so that any of them can be made again.

use archive::{Post, PostKey};
use jiff::{SignedDuration, Timestamp};

use crate::texts::{Texts, made_word, zipf};
use crate::typing::{Dice, Way};

/// How many accounts post; a few of them post most.
const PEOPLE: usize = 60_000;
/// How many hashtags there are beside titles.
const TAGS: usize = 20_000;
/// The days over which posts are spread.
const DAYS: usize = 730;

/// The platforms, the first ones more often.
pub(crate) const PLATFORMS: &[&str] =
    &["mastodon", "telegram", "bluesky", "peertube", "misskey", "youtube"];

/// Makes posts.
pub(crate) struct Maker<'t> {
    pub(crate) texts: &'t Texts,
    pub(crate) count: usize,
    /// Names and handles.
    people: Vec<(String, String)>,
    pub(crate) tags: Vec<String>,
}

impl<'t> Maker<'t> {
    pub(crate) fn new(texts: &'t Texts, count: usize) -> Self {
        let mut dice = Dice::new(1399);
        let people = (0..PEOPLE).map(|n| person(n, texts, &mut dice)).collect();
        let tags = (0..TAGS).map(|_| tag(texts, &mut dice)).collect();
        Self { texts, count, people, tags }
    }

    /// The post at a place.
    pub(crate) fn post(&self, place: usize) -> Post {
        let mut dice = Dice::new((place as u64 + 1).wrapping_mul(0x9E6C_63D0_676A_9A99));
        let platform = PLATFORMS[zipf(PLATFORMS.len(), &mut dice)];
        let key = PostKey::new(platform, format!("https://{platform}.example/p/{place}"));
        let mut post = Post::new(key, self.text(&mut dice));
        let (name, handle) = &self.people[zipf(PEOPLE, &mut dice)];
        post.author.name = Some(name.clone());
        post.author.handle = Some(format!("{handle}@{platform}.example"));
        post.url = Some(post.key.id.clone());
        post.posted_at = self.posted_at(place, &mut dice);
        post
    }

    pub(crate) fn handle(&self, dice: &mut Dice) -> &str {
        &self.people[zipf(PEOPLE, dice)].1
    }

    /// A caption of three to six hundred bytes.
    fn text(&self, dice: &mut Dice) -> String {
        let titles = &self.texts.titles;
        let title = &titles[zipf(titles.len(), dice)];
        let mut text = String::new();
        if dice.below(10) < 6 {
            let names = &self.texts.names;
            text.push_str(&format!("{title}\n{}\n", names[zipf(names.len(), dice)]));
        }
        let wanted = 280 + dice.below(300);
        while text.len() < wanted {
            let sentence = &self.texts.sentences[dice.below(self.texts.sentences.len())];
            let longest = (wanted - text.len()).max(120) * 2;
            if sentence.len() <= longest {
                text.push_str(&typed(sentence, dice));
                text.push(' ');
            }
        }
        self.marks(title, dice, &mut text);
        text
    }

    /// Hashtags, mentions, addresses and names nobody knows.
    fn marks(&self, title: &str, dice: &mut Dice, text: &mut String) {
        if dice.below(10) == 0 {
            text.push_str(&format!("{} ", made_word(dice)));
        }
        if dice.below(100) < 15 {
            text.push_str(&format!("@{} ", self.handle(dice)));
        }
        if dice.below(100) < 5 {
            text.push_str(&format!("https://books.example/{} ", dice.below(1_000_000)));
        }
        if dice.below(2) == 0 {
            text.push_str("#هر_کتابدار_یک_کتابخوان ");
        }
        if dice.below(3) == 0 {
            text.push_str(&format!("{} ", Way::Tag.type_out(title, dice)));
        }
        for _ in 0..dice.below(4) {
            text.push_str(&format!("#{} ", self.tags[zipf(TAGS, dice)]));
        }
    }

    fn posted_at(&self, place: usize, dice: &mut Dice) -> Option<Timestamp> {
        if dice.below(100) == 0 {
            return None;
        }
        let start: Timestamp = "2020-03-21T00:00:00Z".parse().ok()?;
        let seconds = DAYS * 86_400;
        let even = seconds as f64 * place as f64 / self.count.max(1) as f64;
        let late = dice.below(4 * 86_400);
        start.checked_add(SignedDuration::from_secs(even as i64 + late as i64)).ok()
    }
}

/// A sentence with what happens to sentences: a slip in one of seven, other spaces or letters.
fn typed(sentence: &str, dice: &mut Dice) -> String {
    let way = match dice.below(100) {
        0..15 => Way::Typo,
        15..20 => Way::Joined,
        20..23 => Way::Spaced,
        23..28 => Way::Arabic,
        _ => Way::Plain,
    };
    let text = way.type_out(sentence, dice);
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    if spaces.is_empty() || dice.below(100) >= 7 {
        return text;
    }
    // Two words in one.
    let at = spaces[dice.below(spaces.len())];
    format!("{}{}", &text[..at], &text[at + 1..])
}

fn person(place: usize, texts: &Texts, dice: &mut Dice) -> (String, String) {
    let part = |at: usize, dice: &mut Dice| {
        let name = &texts.names[dice.below(texts.names.len())];
        let parts: Vec<&str> = name.split_whitespace().collect();
        parts[at.min(parts.len() - 1)].to_owned()
    };
    let name = format!("{} {}", part(0, dice), part(1, dice));
    let latin: String = Way::Finglish.type_out(&name, dice);
    let handle: String = latin.chars().filter(char::is_ascii_alphanumeric).collect();
    (name, format!("{handle}{place}"))
}

/// One to three words of a sentence.
fn tag(texts: &Texts, dice: &mut Dice) -> String {
    let sentence = &texts.sentences[dice.below(texts.sentences.len())];
    let words: Vec<&str> = words(sentence).collect();
    let length = 1 + dice.below(3);
    let at = dice.below(words.len().saturating_sub(length).max(1));
    let some: Vec<&str> = words.iter().skip(at).take(length).copied().collect();
    if some.is_empty() { "کتاب".to_owned() } else { some.join("_") }
}

/// The words of a text as they are typed.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\u{200C}').filter(|word| !word.is_empty())
}
