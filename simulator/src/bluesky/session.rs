//! Signing in, and tokens that wear out.

use super::{account, error};
use crate::{
    http::{Answer, Request},
    identifier::{did, scramble},
    scene::{Reply, Scene},
    world::Server,
};
use serde_json::{Value, json};
use std::collections::HashMap;

const ACCESS: &str = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiJ9";
const REFRESH: &str = "eyJ0eXAiOiJyZWZyZXNoK2p3dCIsImFsZyI6IkhTMjU2In0";

/// The tokens that a PDS has given out.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    /// Access tokens, and how often each has been used.
    access: HashMap<String, u32>,
    /// Refresh tokens, and the account each belongs to. They do not wear out: a real PDS lets an
    /// old one live for two hours more, for clients that lose the new one.
    refresh: HashMap<String, String>,
    given: u64,
}

impl Sessions {
    /// `createSession` with a handle or DID and the app password.
    pub(crate) fn create(&mut self, scene: &Scene<'_>, request: &Request) -> Reply {
        post(request)?;
        let body: Value = serde_json::from_slice(&request.body)
            .map_err(|_| error(400, "InvalidRequest", "Unable to parse JSON body"))?;
        let field = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let known = account(scene, &field("identifier"));
        let right = scene.server.token.as_deref() == Some(&field("password"));
        match known.filter(|_| right) {
            Some(account) => Ok(self.give(scene, &account.id.clone())),
            None => Err(error(401, "AuthenticationRequired", "Invalid identifier or password")),
        }
    }

    /// `refreshSession` with a refresh token.
    pub(crate) fn refresh(&mut self, scene: &Scene<'_>, request: &Request) -> Reply {
        post(request)?;
        let token = request.token().ok_or_else(missing)?;
        match self.refresh.get(token).cloned() {
            Some(account) => Ok(self.give(scene, &account)),
            None => Err(error(400, "ExpiredToken", "Token has been revoked")),
        }
    }

    /// Lets a request in, and wears its token.
    pub(crate) fn admit(&mut self, server: &Server, request: &Request) -> Result<(), Answer> {
        let token = request.token().ok_or_else(missing)?;
        let used = self.access.get_mut(token);
        let used = used.ok_or_else(|| error(400, "InvalidToken", "Token could not be verified"))?;
        *used += 1;
        if server.token_lives > 0 && *used > server.token_lives {
            return Err(error(400, "ExpiredToken", "Token has expired"));
        }
        Ok(())
    }

    fn give(&mut self, scene: &Scene<'_>, id: &str) -> Answer {
        self.given += 1;
        let count = self.given.to_string();
        let token = |head: &str| {
            let part = |name: &str| format!("{:016x}", scramble(&[head, name, id, &count]));
            format!("{head}.{}.{}", part("payload"), part("signature"))
        };
        let (access, refresh) = (token(ACCESS), token(REFRESH));
        self.access.insert(access.clone(), 0);
        self.refresh.insert(refresh.clone(), id.to_owned());
        let handle = scene.world.account(id).and_then(|account| account.bluesky.clone());
        Answer::json(
            200,
            &json!({
                "accessJwt": access,
                "refreshJwt": refresh,
                "did": did(id),
                "handle": handle,
                "emailConfirmed": false,
                "active": true,
            }),
        )
    }
}

fn post(request: &Request) -> Result<(), Answer> {
    if request.method == "POST" {
        return Ok(());
    }
    Err(error(405, "InvalidRequest", "Incorrect HTTP method (GET) expected POST"))
}

fn missing() -> Answer {
    error(401, "AuthMissing", "Authentication Required")
}
