//! Posts by search and by address.

use super::{cursor::Cursor, error, query::Query, view};
use crate::{
    http::{Answer, Request},
    identifier::scramble,
    placement::Placement,
    scene::{Reply, Scene},
};
use serde_json::{Value, json};
use std::cmp::Reverse;

/// `app.bsky.feed.searchPosts`. A page may be short, even empty, though more follows: posts of
/// blocked accounts are taken out after it was cut.
pub(super) fn search(scene: &Scene<'_>, request: &Request) -> Reply {
    let query = Query::read(scene, request)?;
    let mut found: Vec<(Cursor, &Placement)> = scene
        .placements
        .iter()
        .filter(|placement| query.finds(scene, placement))
        .map(|placement| (Cursor::of(placement), placement))
        .collect();
    if query.top {
        found.sort_by_key(|(place, placement)| {
            (scramble(&["likes", &placement.post.name]), Reverse(place.clone()))
        });
    } else {
        found.sort_by_key(|(place, _)| Reverse(place.clone()));
    }
    let from = query.cursor.map_or(0, |cursor| {
        match found.iter().position(|(place, _)| *place == cursor) {
            Some(last) => last + 1,
            None => found.partition_point(|(place, _)| !query.top && *place > cursor),
        }
    });
    let rest = found.split_off(from.min(found.len()));
    let more = rest.len() > query.limit;
    let page = &rest[..query.limit.min(rest.len())];
    let shown = page.iter().filter(|(_, placement)| placement.visible(scene.now));
    let posts: Vec<Value> = shown.map(|(_, placement)| view::post(scene, placement)).collect();
    let mut body = json!({"posts": posts});
    if let Some((last, _)) = page.last().filter(|_| more) {
        body["cursor"] = last.text().into();
    }
    Ok(Answer::json(200, &body))
}

/// `app.bsky.feed.getPosts`: those of up to 25 posts that can still be seen.
pub(super) fn several(scene: &Scene<'_>, request: &Request) -> Reply {
    let uris: Vec<&str> = request.parameters("uris").chain(request.parameters("uris[]")).collect();
    if uris.len() > 25 {
        let message = format!(
            "Invalid app.bsky.feed.getPosts params: array too big (maximum 25, got {})",
            uris.len()
        );
        return Err(error(400, "InvalidRequest", &message));
    }
    let asked =
        |placement: &&Placement| uris.contains(&placement.uri(scene.world, scene.server).as_str());
    let posts: Vec<Value> =
        scene.visible().filter(asked).map(|placement| view::post(scene, placement)).collect();
    Ok(Answer::json(200, &json!({"posts": posts})))
}
