//! Who may ask what.

use crate::{
    dialect::Dialect,
    http::{Answer, Request},
    world::Server,
};
use serde_json::json;

/// Lets a request in, or says why not.
pub(super) fn admit(server: &Server, request: &Request) -> Result<(), Answer> {
    if server.dialect == Dialect::GoToSocial
        && request.header("user-agent").unwrap_or("").is_empty()
    {
        return Err(error(418, "I'm a teapot: no user-agent sent with request"));
    }
    match request.token() {
        Some(token) if server.token.as_deref() == Some(token) => Ok(()),
        Some(_) => Err(wrong(server.dialect)),
        None if open(server.dialect, &request.path) => Ok(()),
        None => Err(absent(server.dialect)),
    }
}

fn open(dialect: Dialect, path: &str) -> bool {
    match dialect {
        Dialect::Mastodon => !path.starts_with("/api/v1/notifications"),
        _ => path == "/api/v2/instance",
    }
}

fn wrong(dialect: Dialect) -> Answer {
    match dialect {
        Dialect::GoToSocial => error(401, "Unauthorized: invalid token supplied"),
        Dialect::Takahe => Answer::new(
            400,
            "text/html; charset=utf-8",
            "<!doctype html><title>Bad Request (400)</title><h1>Bad Request (400)</h1>",
        ),
        _ => error(401, "The access token is invalid"),
    }
}

fn absent(dialect: Dialect) -> Answer {
    match dialect {
        Dialect::GoToSocial => error(401, "Unauthorized: token not supplied"),
        Dialect::Takahe => error(401, "identity_token_required"),
        _ => error(401, "The access token is invalid"),
    }
}

fn error(status: u16, word: &str) -> Answer {
    Answer::json(status, &json!({"error": word}))
}
