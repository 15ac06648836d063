//! JSON Feed, versions 1.0 and 1.1 (jsonfeed.org/version/1.1).

use archive::{Author, Post, PostKey};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::common::{self, Missing, list, number, plain_text, read_item, text, time};
use super::entry::{author_in, hashtags, identity, titled};
use crate::platform::{Item, Unread};

/// What the feed says of itself.
#[derive(Deserialize)]
struct Feed<'a> {
    #[serde(borrow)]
    items: Vec<&'a RawValue>,
    #[serde(default)]
    version: Value,
    #[serde(default)]
    author: Value,
    #[serde(default)]
    authors: Value,
    #[serde(default)]
    language: Value,
}

/// Reads a JSON Feed, item by item.
pub(super) fn items(body: &[u8]) -> Result<Vec<Item>, Unread> {
    let body_text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let feed: Feed<'_> = serde_json::from_slice(body_text)
        .map_err(|error| Unread::because(format!("not a JSON Feed: {error}")))?;
    if !text(&feed.version, "").is_some_and(|version| version.contains("jsonfeed.org/version/")) {
        return Err(Unread::because("`version` is none of JSON Feed's"));
    }
    let language = text(&feed.language, "");
    let of_feed = person(&feed.author).or_else(|| list(&feed.authors, "").iter().find_map(person));
    let items = common::items(body, feed.items).into_iter();
    let read = |item: &Value| {
        let mut post = post(item)?;
        if post.author == Author::default() {
            post.author = of_feed.clone().unwrap_or_default();
        }
        post.language = post.language.or_else(|| language.clone());
        Ok(Some((post, None)))
    };
    Ok(items.filter_map(|(range, raw)| read_item(range, raw, read)).collect())
}

fn post(item: &Value) -> Result<Post, Missing> {
    let title = text(item, "/title").unwrap_or_default();
    let html = text(item, "/content_html").map(|html| plain_text(&html));
    let plain = || text(item, "/content_text").or_else(|| text(item, "/summary"));
    let words = titled(&title, &html.or_else(plain).unwrap_or_default());
    let url = text(item, "/url");
    let posted_at = time(item, "/date_published").or_else(|| time(item, "/date_modified"));
    let id = text(item, "/id").unwrap_or_default();
    let id = identity(id.trim(), url.as_deref(), &words, posted_at).ok_or(Missing("id"))?;
    let author = person(item.get("author").unwrap_or(&Value::Null))
        .or_else(|| list(item, "/authors").iter().find_map(person))
        .or_else(|| url.as_deref().and_then(author_in));
    let is_film = |file: &&Value| text(file, "/mime_type").is_some_and(|k| k.starts_with("video/"));
    let film = list(item, "/attachments").iter().find(is_film);
    let tags = list(item, "/tags").iter().filter_map(Value::as_str);
    Ok(Post {
        url,
        author: author.unwrap_or_default(),
        posted_at,
        edited_at: time(item, "/date_modified").filter(|edited| Some(*edited) != posted_at),
        hashtags: hashtags(tags),
        has_film: film.map(|_| true),
        duration_s: film
            .and_then(|film| number(film, "/duration_in_seconds"))
            .filter(|s| *s >= 0.0),
        language: text(item, "/language"),
        ..Post::new(PostKey::new("feed", id), words)
    })
}

fn person(value: &Value) -> Option<Author> {
    let (id, name) = (text(value, "/url"), text(value, "/name"));
    (id.is_some() || name.is_some()).then_some(Author { id, handle: None, name })
}
