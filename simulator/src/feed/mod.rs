//! Feeds: windows of the newest items as RSS 2.0, Atom or JSON Feed, with conditional requests.

mod atom;
mod item;
mod json;
mod rss;

use crate::{
    dialect::Dialect,
    http::{Answer, Request},
    identifier::scramble,
    scene::{Reply, Scene, http_date},
};
use item::Item;
use jiff::Timestamp;

/// What every feed says about how long it may be kept.
const CACHE: &str = "max-age=300";

/// Answers one request.
pub(crate) fn reply(scene: &Scene<'_>, request: &Request) -> Reply {
    if request.path != scene.server.path() {
        return Err(Answer::new(404, "text/html", "<h1>404 Not Found</h1>"));
    }
    let mut items: Vec<Item> =
        scene.visible().map(|placement| Item::of(scene, placement)).collect();
    items.sort_by_key(|item| std::cmp::Reverse(item.published));
    items.truncate(scene.server.window);
    let changed = items.iter().map(|item| item.updated).max().unwrap_or(scene.world.begins);
    let (kind, body) = match scene.server.dialect {
        Dialect::Atom => {
            ("application/atom+xml; charset=utf-8", atom::write(scene, &items, changed))
        }
        Dialect::JsonFeed => ("application/feed+json; charset=utf-8", json::write(scene, &items)),
        _ => ("application/rss+xml; charset=utf-8", rss::write(scene, &items, changed)),
    };
    Ok(conditional(request, Answer::new(200, kind, body), changed))
}

fn conditional(request: &Request, whole: Answer, changed: Timestamp) -> Answer {
    let tag = format!("\"{:016x}\"", scramble(&[&String::from_utf8_lossy(&whole.body)]));
    let date = http_date(changed);
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = match request.header("if-none-match") {
        Some(tags) => tags.split(',').any(|known| bare(known) == tag || known.trim() == "*"),
        None => request.header("if-modified-since") == Some(date.as_str()),
    };
    let answer =
        if known { Answer { status: 304, headers: Vec::new(), body: Vec::new() } } else { whole };
    answer.with("ETag", tag).with("Last-Modified", date).with("Cache-Control", CACHE)
}
