//! An entry of an XML feed as a post.

use std::ops::Range;
use std::panic::catch_unwind;

use archive::{Author, Post, PostKey};
use feed_rs::model::{Entry, Feed, FeedType, Link, Person, Text};
use feed_rs::parser::Builder;
use jiff::Timestamp;
use url::Url;

use super::super::common::{fingerprint, plain_text};
use super::cut::{Pieces, cut};
use crate::platform::{Item, Unread};

/// Reads an XML feed, entry by entry.
pub(super) fn items(body: &[u8], address: &str) -> Result<Vec<Item>, Unread> {
    let pieces = cut(body)?;
    parse(&pieces.document(b""), address).map_err(|what| Unread::because(what.to_string()))?;
    let mut head = body.get(pieces.head.clone()).unwrap_or_default().to_vec();
    head.extend_from_slice(&pieces.closing);
    // Without what the feed says of itself its entries are still worth having.
    let head = parse(&head, address).ok();
    let read = |range: &Result<Range<usize>, Range<usize>>| match range {
        Ok(range) => item(body, range.clone(), &pieces, head.as_ref(), address),
        Err(range) => {
            Item::Unreadable { reason: "the entry has no end".into(), range: range.clone() }
        }
    };
    Ok(pieces.entries.iter().map(read).collect())
}

fn item(
    body: &[u8],
    range: Range<usize>,
    pieces: &Pieces,
    head: Option<&Feed>,
    address: &str,
) -> Item {
    let inside = body.get(range.clone()).unwrap_or_default();
    let parsed = parse(&pieces.document(inside), address);
    let read = parsed.and_then(|mut feed| {
        let entry = feed.entries.pop().ok_or("the entry is empty")?;
        post(&entry, &feed.feed_type, head)
    });
    match read {
        Ok(post) => Item::Post { post: Box::new(post), native_id: None, range },
        Err(what) => Item::Unreadable { reason: what.to_string(), range },
    }
}

type Fault = Box<dyn std::error::Error>;

/// Parses a document. The parser expands no entities of the document's own; it can panic on
/// absurd numbers, which then costs the entry and not the run.
fn parse(document: &[u8], address: &str) -> Result<Feed, Fault> {
    let parser = || {
        // An id is only what the entry itself says; the parser would make one up.
        let parser = Builder::new().base_uri(Some(address)).id_generator(|_, _, _| String::new());
        parser.build().parse(document).map_err(|error| error.to_string())
    };
    catch_unwind(parser).map_err(|_| "a number is too large")?.map_err(Fault::from)
}

fn post(entry: &Entry, kind: &FeedType, head: Option<&Feed>) -> Result<Post, Fault> {
    let link = link(&entry.links);
    let text = words(entry, kind);
    let posted =
        entry.published.or(entry.updated).and_then(|time| instant(time.timestamp_micros()));
    let Some(id) = identity(entry.id.trim(), link.as_deref(), &text, posted) else {
        return Err("`id`, `link` and text are missing".into());
    };
    let edited = entry.updated.filter(|_| entry.published.is_some());
    let film = film(entry);
    let own = entry.authors.first().map(author);
    let of_feed = || head.and_then(|feed| feed.authors.first()).map(author);
    let of_link = || link.as_deref().and_then(author_in);
    Ok(Post {
        author: own.or_else(of_link).or_else(of_feed).unwrap_or_default(),
        url: link.or_else(|| Url::parse(&id).is_ok_and(|id| id.has_host()).then(|| id.clone())),
        posted_at: posted,
        edited_at: edited
            .and_then(|time| instant(time.timestamp_micros()))
            .filter(|at| Some(*at) != posted),
        hashtags: hashtags(entry.categories.iter().map(|category| category.term.as_str())),
        has_film: film.then_some(true),
        duration_s: duration(entry).filter(|_| film),
        language: entry.language.clone().or_else(|| head.and_then(|feed| feed.language.clone())),
        ..Post::new(PostKey::new("feed", id), text)
    })
}

/// The id of an entry: its own, else its link, else a print of its text and time. `None` where it
/// has nothing at all.
pub(super) fn identity(
    id: &str,
    link: Option<&str>,
    text: &str,
    posted: Option<Timestamp>,
) -> Option<String> {
    match (id, link) {
        ("", Some(link)) => Some(link.to_owned()),
        ("", None) if text.is_empty() => None,
        ("", None) => {
            let time = posted.map(|time| time.to_string()).unwrap_or_default();
            Some(format!("{:032x}", fingerprint(format!("{text}\n{time}").as_bytes())))
        }
        _ => Some(id.to_owned()),
    }
}

/// Tags as a platform's feed names them; a category in several words is no hashtag.
pub(super) fn hashtags<'a>(terms: impl Iterator<Item = &'a str>) -> Vec<String> {
    let term = |term: &'a str| term.trim().trim_start_matches('#');
    let is_tag = |term: &&str| !term.is_empty() && !term.contains(char::is_whitespace);
    let mut tags: Vec<String> = Vec::new();
    for tag in terms.map(term).filter(is_tag).map(str::to_owned) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// The title and the text; a title that only repeats the text's beginning is left out.
pub(super) fn titled(title: &str, text: &str) -> String {
    let shown = title.trim_end_matches(['…', '.']);
    match (title, text) {
        (title, "") => title.to_owned(),
        (_, text) if text.starts_with(shown) => text.to_owned(),
        (title, text) => format!("{title}\n{text}"),
    }
}

/// The author that a Mastodon server's address names: `/@sara/1` or `/users/sara/statuses/1`. Its
/// feeds of a tag say it nowhere else.
pub(super) fn author_in(link: &str) -> Option<Author> {
    let url = Url::parse(link).ok()?;
    let path: Vec<&str> = url.path_segments()?.collect();
    let (name, id) = match path.as_slice() {
        [name, id] => (name.strip_prefix('@')?, id),
        ["users", name, "statuses", id] => (*name, id),
        _ => return None,
    };
    if name.is_empty() || id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let host = match url.port() {
        Some(port) => format!("{}:{port}", url.host_str()?),
        None => url.host_str()?.to_owned(),
    };
    let handle = if name.contains('@') { name.to_owned() } else { format!("{name}@{host}") };
    Some(Author { id: None, handle: Some(handle), name: None })
}

fn link(links: &[Link]) -> Option<String> {
    let shown = |link: &&Link| matches!(link.rel.as_deref(), None | Some("alternate"));
    links.iter().find(shown).map(|link| link.href.clone()).filter(|link| !link.is_empty())
}

fn author(person: &Person) -> Author {
    Author {
        id: person.uri.clone(),
        handle: None,
        name: person.name.clone().or_else(|| person.email.clone()),
    }
}

/// In RSS everything may be HTML; Atom says what is.
fn words(entry: &Entry, kind: &FeedType) -> String {
    let html = !matches!(kind, FeedType::Atom);
    let shown = |text: &Text| match html || text.content_type.subty() != "plain" {
        true => plain_text(&text.content),
        false => text.content.trim().to_owned(),
    };
    let title = entry.title.as_ref().map(shown).unwrap_or_default();
    let content = entry.content.as_ref().and_then(|content| {
        let body = content.body.as_deref()?;
        let plain = content.content_type.subty() == "plain" && !html;
        Some(if plain { body.trim().to_owned() } else { plain_text(body) })
    });
    let described = || entry.media.iter().find_map(|media| media.description.as_ref()).map(shown);
    let text = content.or_else(|| entry.summary.as_ref().map(shown)).or_else(described);
    titled(&title, &text.unwrap_or_default())
}

/// Whether a film hangs on it: a video file, or an entry of YouTube.
fn film(entry: &Entry) -> bool {
    let contents = entry.media.iter().flat_map(|media| &media.content);
    let kinds = contents.filter_map(|content| content.content_type.as_ref());
    let of_links = entry.links.iter().filter_map(|link| link.media_type.as_deref());
    entry.id.starts_with("yt:video:")
        || kinds.map(|kind| kind.ty()).any(|kind| kind == "video")
        || of_links.into_iter().any(|kind| kind.starts_with("video/"))
}

fn duration(entry: &Entry) -> Option<f64> {
    let whole = entry.media.iter().find_map(|media| media.duration);
    let of_content =
        || entry.media.iter().flat_map(|media| &media.content).find_map(|c| c.duration);
    whole.or_else(of_content).map(|length| length.as_secs_f64())
}

fn instant(micros: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(micros).ok()
}
