//! A row's values as a post.

use archive::{Author, Post, PostKey};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Columns without which nothing is read. The last two may be empty.
pub(super) const NEEDED: &[&str] = &["platform", "id", "text", "author_handle", "posted_at"];

/// Every column that is read.
pub(super) const COLUMNS: &[&str] = &[
    "platform",
    "id",
    "text",
    "author_handle",
    "posted_at",
    "duration_s",
    "author_id",
    "author_name",
    "url",
    "hashtags",
];

/// One row, its values as text; empty means unknown.
#[derive(Debug, Default)]
pub(super) struct Row {
    values: [String; 10],
}

impl Row {
    /// Sets a column's value; other columns are ignored.
    pub(super) fn set(&mut self, column: &str, value: String) {
        let place = COLUMNS.iter().position(|known| *known == column);
        if let Some(slot) = place.and_then(|place| self.values.get_mut(place)) {
            *slot = value;
        }
    }

    fn value(&self, column: &str) -> &str {
        let place = COLUMNS.iter().position(|known| *known == column);
        place.and_then(|place| self.values.get(place)).map_or("", String::as_str)
    }

    fn known(&self, column: &str) -> Option<String> {
        Some(self.value(column).trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// The post that it describes.
    pub(super) fn post(self) -> Result<Post, String> {
        let needed = |column: &str| self.known(column).ok_or(format!("`{column}` is empty"));
        let platform = needed("platform")?.to_lowercase();
        if platform.contains(|c: char| c == ':' || c.is_whitespace()) {
            return Err(format!("`{platform}` is no platform's name"));
        }
        let key = PostKey::new(platform, needed("id")?);
        let duration_s = self.known("duration_s").map(|value| seconds(&value)).transpose()?;
        let handle =
            self.known("author_handle").map(|handle| handle.trim_start_matches('@').to_owned());
        Ok(Post {
            url: self.known("url"),
            author: Author { id: self.known("author_id"), handle, name: self.known("author_name") },
            posted_at: self.known("posted_at").map(|value| instant(&value)).transpose()?,
            hashtags: hashtags(self.value("hashtags")),
            has_film: duration_s.map(|_| true),
            duration_s,
            ..Post::new(key, self.value("text"))
        })
    }
}

fn hashtags(list: &str) -> Vec<String> {
    let tags = list.split('|').map(|tag| tag.trim().trim_start_matches('#'));
    tags.filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

fn seconds(value: &str) -> Result<f64, String> {
    let latin = latin(value).replace('٫', ".");
    let number = latin.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0);
    number.ok_or(format!("`duration_s` is `{value}`, no number of seconds"))
}

/// RFC 3339, or a date with or without a time, which is UTC.
fn instant(value: &str) -> Result<Timestamp, String> {
    let text = latin(value);
    let utc = |time: DateTime| TimeZone::UTC.to_timestamp(time).ok();
    let found = text.parse::<Timestamp>().ok();
    let found = found.or_else(|| text.parse::<DateTime>().ok().and_then(utc));
    let found = found.or_else(|| utc(text.parse::<Date>().ok()?.at(0, 0, 0, 0)));
    found
        .ok_or(format!("`posted_at` is `{value}`; write it `2020-03-21T10:15:00Z` or `2020-03-21`"))
}

/// Persian and Arabic digits as Latin ones.
fn latin(text: &str) -> String {
    let digit = |c: char| {
        let zero = [0x0660, 0x06f0, 0xff10]
            .into_iter()
            .find(|zero| (*zero..zero + 10).contains(&u32::from(c)));
        zero.and_then(|zero| char::from_digit(u32::from(c) - zero, 10)).unwrap_or(c)
    };
    text.trim().chars().map(digit).collect()
}

/// The name nearest to `wanted`, if one is near enough.
pub(super) fn near<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    names
        .map(|name| (distance(wanted, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= 2.max(wanted.len() / 2))
        .min()
        .map(|(_, name)| name.to_owned())
}

/// Levenshtein's distance, a row at a time.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, c) in left.chars().enumerate() {
        let mut corner = above;
        let mut last = above + 1;
        for (place, other) in row.iter_mut().skip(1).zip(&right) {
            let cost = (*place + 1).min(last + 1).min(corner + usize::from(c != *other));
            corner = std::mem::replace(place, cost);
            last = cost;
        }
        row[0] = above + 1;
    }
    row.last().copied().unwrap_or_default()
}
