//! The Mastodon API as Mastodon 4.6, GoToSocial 0.20 and Takahe 0.11 answer it.
//!
//! Shapes follow recordings of real servers; what differs between the dialects follows
//! measurements on running ones.

mod access;
mod account;
mod content;
mod instance;
mod notification;
mod paging;
mod status;
mod timeline;

use crate::{
    dialect::Dialect,
    http::{Answer, Request},
    scene::{Reply, Scene},
};
use serde_json::json;

/// Answers one request.
pub(crate) fn reply(scene: &Scene<'_>, request: &Request) -> Reply {
    access::admit(scene.server, request)?;
    let segments = request.segments();
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    match segments.as_slice() {
        ["api", "v2", "instance"] => Ok(instance::instance(scene)),
        ["api", "v1", "timelines", "tag", tag] => timeline::tag(scene, request, tag),
        ["api", "v1", "notifications"] => notification::notifications(scene, request),
        ["api", "v1", "statuses"] if scene.server.dialect == Dialect::Mastodon => {
            Ok(timeline::several(scene, request))
        }
        ["api", "v1", "statuses", id] => timeline::one(scene, id),
        ["api", "v1", "accounts", "lookup"] => account::lookup(scene, request),
        _ => Err(missing(scene.server.dialect, "Not Found")),
    }
}

/// 404, with Mastodon's word for what is missing.
fn missing(dialect: Dialect, word: &str) -> Answer {
    match dialect {
        Dialect::Takahe => Answer::new(404, "text/html; charset=utf-8", "<h1>Not Found</h1>"),
        Dialect::GoToSocial => {
            Answer::json(404, &json!({"error": format!("Not Found: {}", word.to_lowercase())}))
        }
        _ => Answer::json(404, &json!({"error": word})),
    }
}
