//! Invented posts, as files to import.

use serde_json::json;

use super::seed::Seed;

/// One line of a file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    pub(crate) platform: String,
    pub(crate) id: String,
    pub(crate) text: String,
    pub(crate) handle: String,
    pub(crate) name: String,
    pub(crate) account: String,
    /// Empty where it is not known.
    pub(crate) posted_at: String,
    pub(crate) duration_s: Option<f64>,
    pub(crate) hashtags: String,
}

impl Line {
    pub(crate) fn key(&self) -> String {
        format!("{}:{}", self.platform, self.id)
    }

    /// The line as NDJSON.
    pub(crate) fn ndjson(&self) -> String {
        let line = json!({
            "platform": self.platform,
            "id": self.id,
            "text": self.text,
            "author_handle": self.handle,
            "author_name": self.name,
            "author_id": self.account,
            "posted_at": self.posted_at,
            "duration_s": self.duration_s,
            "hashtags": self.hashtags,
        });
        format!("{line}\n")
    }
}

/// Lines as the text of a file.
pub(crate) fn file_of(lines: &[Line]) -> String {
    lines.iter().map(Line::ndjson).collect()
}

pub(crate) const PLATFORMS: &[&str] =
    &["eitaa", "bale", "aparat", "instagram", "mastodon", "bluesky"];

/// Words that captions are made of; several are one word in two spellings.
pub(crate) const WORDS: &[&str] = &[
    "کتاب",
    "كتاب",
    "کتاب‌ها",
    "کتابهای",
    "کتابخانه",
    "کتاب‌خانه",
    "کتابخوان",
    "کتابدار",
    "خواندن",
    "می‌خوانم",
    "میخوانم",
    "خوانده‌ام",
    "رمان",
    "شعر",
    "قصه",
    "داستان",
    "نویسنده",
    "شاعر",
    "مترجم",
    "معرفی",
    "پیشنهاد",
    "خوب",
    "زیبا",
    "قدیمی",
    "تازه",
    "امروز",
    "دیشب",
    "خانه",
    "مدرسه",
    "کودک",
    "کودکان",
    "مادر",
    "پدر",
    "دوست",
    "باران",
    "دریا",
    "کوه",
    "سووشون",
    "بوف",
    "کور",
    "شازده",
    "کوچولو",
    "چشمهایش",
    "کلیدر",
    "مثنوی",
    "شاهنامه",
    "حافظ",
    "سعدی",
    "فروغ",
    "سیمین",
    "هدایت",
    "۱۳۹۹",
    "1399",
    "۲۰",
    "بیست",
    "گُل",
    "گل",
    "ســلام",
    "سلام",
    "یک",
    "هر",
    "را",
    "از",
    "و",
    "با",
    "book",
    "Books",
    "reading",
    "library",
    "Library",
    "novel",
    "the",
    "ketab",
    "quiet",
    "letters",
];

/// Hashtags, with and without a campaign behind them.
pub(crate) const TAGS: &[&str] = &[
    "هر_کتابدار_یک_کتابخوان",
    "هر_كتابدار_يك_كتابخوان",
    "هر_کتابدار_یک_کتاب‌خوان",
    "every_librarian_a_book_reader",
    "هر_خانه_یک_کتابخانه",
    "معرفی_کتاب",
    "کتاب",
    "bookworm",
];

/// People, by handle and name.
pub(crate) const PEOPLE: &[(&str, &str)] = &[
    ("mina_namune", "مینا نمونه‌پور"),
    ("baran.k", "باران کتاب‌دوست"),
    ("arash99", "آرش سیمینی"),
    ("library_of_sarv", "کتابخانهٔ عمومی سرو"),
    ("reader", "Sam Reader"),
    ("nilufar", "نیلوفر هدایت‌نیا"),
    ("yashar_kitab", "یاشار قره‌گزلو"),
    ("dana@kohan.example", "دانا کهن‌دل"),
];

/// Seconds since 1970 at the beginning of 2020 in UTC.
const FIRST: i64 = 1_577_836_800;

/// Some posts of the year 2020, one in twelve without a date and one in fifteen of an unknown
/// author.
pub(crate) fn some(seed: &mut Seed, count: usize) -> Vec<Line> {
    (0..count).map(|number| one(seed, number)).collect()
}

fn one(seed: &mut Seed, number: usize) -> Line {
    let (handle, name) = *seed.pick(PEOPLE);
    let (handle, name) = if seed.once_in(15) { ("", "") } else { (handle, name) };
    let known = seed.below(3) > 0 && !handle.is_empty();
    let second = FIRST + seed.below(366 * 86_400) as i64;
    let at = jiff::Timestamp::from_second(second).unwrap();
    Line {
        platform: (*seed.pick(PLATFORMS)).to_owned(),
        id: format!("n{number}"),
        text: caption(seed),
        handle: handle.to_owned(),
        name: if seed.once_in(4) { String::new() } else { name.to_owned() },
        account: if known { format!("id-of-{handle}") } else { String::new() },
        posted_at: if seed.once_in(12) { String::new() } else { at.to_string() },
        duration_s: seed.once_in(3).then(|| seed.below(6_000) as f64 / 10.0),
        hashtags: if seed.once_in(10) { (*seed.pick(TAGS)).to_owned() } else { String::new() },
    }
}

/// What somebody wrote.
pub(crate) fn caption(seed: &mut Seed) -> String {
    let length = 3 + seed.below(18);
    let mut text = String::new();
    for _ in 0..length {
        text.push_str(seed.pick::<&str>(WORDS));
        text.push_str(seed.pick::<&str>(&[" ", " ", " ", " ", "، ", ". ", "\n"]));
    }
    for _ in 0..seed.below(3) {
        text.push_str(&format!("#{} ", seed.pick(TAGS)));
    }
    if seed.once_in(8) {
        text.push_str(seed.pick::<&str>(&["@iranpl", "@reader", "@mina_namune سلام"]));
    }
    text
}
