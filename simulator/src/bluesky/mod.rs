//! Bluesky as a PDS answers that passes searches on to the AppView.
//!
//! Errors, headers and shapes follow recordings of a real network; `tag`, `mentions`, `since` and
//! `until` work as they do on the production search service, which the open-source AppView lacks.

mod cursor;
mod query;
mod record;
mod search;
mod session;
mod view;

pub(crate) use session::Sessions;

use crate::{
    http::{Answer, Request},
    identifier::did,
    scene::{Reply, Scene},
    world::Account,
};
use serde_json::json;

/// Answers one request.
pub(crate) fn reply(scene: &Scene<'_>, request: &Request, sessions: &mut Sessions) -> Reply {
    let method = request.path.strip_prefix("/xrpc/").unwrap_or_default();
    match method {
        "com.atproto.server.createSession" => sessions.create(scene, request),
        "com.atproto.server.refreshSession" => sessions.refresh(scene, request),
        "com.atproto.identity.resolveHandle" => resolve(scene, request),
        "app.bsky.feed.searchPosts" | "app.bsky.feed.searchPostsV2" | "app.bsky.feed.getPosts" => {
            sessions.admit(scene.server, request)?;
            match method {
                "app.bsky.feed.searchPosts" => search::search(scene, request),
                "app.bsky.feed.getPosts" => search::several(scene, request),
                _ => Err(error(400, "InvalidRequest", "Search v2 is not enabled")),
            }
        }
        _ => Err(error(404, "XRPCNotSupported", "XRPCNotSupported")),
    }
}

/// An error as every XRPC method gives it.
fn error(status: u16, name: &str, message: &str) -> Answer {
    Answer::json(status, &json!({"error": name, "message": message}))
}

fn resolve(scene: &Scene<'_>, request: &Request) -> Reply {
    let handle = request.parameter("handle").ok_or_else(|| {
        let message = "Error: Params must have the property \"handle\"";
        error(400, "InvalidRequest", message)
    })?;
    let found = account(scene, handle);
    let found = found.ok_or_else(|| error(400, "InvalidRequest", "Unable to resolve handle"))?;
    Ok(Answer::json(200, &json!({"did": did(&found.id)})))
}

/// The account with a handle or DID.
fn account<'s>(scene: &'s Scene<'_>, actor: &str) -> Option<&'s Account> {
    let actor = actor.trim_start_matches('@');
    let here = |account: &&Account| {
        account.bluesky.as_deref().is_some_and(|handle| handle.eq_ignore_ascii_case(actor))
            || (account.bluesky.is_some() && did(&account.id) == actor)
    };
    scene.world.accounts.iter().find(here)
}
