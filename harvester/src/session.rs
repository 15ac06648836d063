//! Sessions at an AT Protocol server: opened with an app password, kept, renewed.
//!
//! A server allows few sign-ins (30 in 5 minutes, 300 a day), so a session outlives the process
//! in a file of its own that only its owner can read. Answers that carry tokens are never stored
//! raw.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use config::SecretText;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use crate::platform::{Access, Answer, Request};

/// The two tokens of a session.
#[derive(Clone, Serialize, Deserialize)]
struct Tokens {
    #[serde(rename = "accessJwt")]
    access: String,
    #[serde(rename = "refreshJwt")]
    refresh: String,
}

/// One source's session.
pub(crate) struct Session {
    file: PathBuf,
    tokens: Option<Tokens>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("open", &self.tokens.is_some()).finish_non_exhaustive()
    }
}

impl Session {
    /// The session kept for a source, if there is one.
    pub(crate) fn kept(folder: &Path, source: &str) -> Self {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let name: String = source.chars().map(plain).collect();
        let file = folder.join("sessions").join(format!("{name}.json"));
        let tokens = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { file, tokens }
    }

    /// The token that proves the session.
    pub(crate) fn bearer(&self) -> Option<SecretText> {
        self.tokens.as_ref().map(|tokens| SecretText::new(&tokens.access))
    }

    /// The request that renews the session, with the token that it needs.
    pub(crate) fn renewal(&self, server: &Url) -> Option<(Request, SecretText)> {
        let tokens = self.tokens.as_ref()?;
        let mut request = sign_in(server, "com.atproto.server.refreshSession")?;
        // An empty POST: the procedure takes no input, and an input would be refused.
        request.json = Some(serde_json::Value::Null);
        Some((request, SecretText::new(&tokens.refresh)))
    }

    /// The request that opens a session.
    pub(crate) fn opening(
        server: &Url,
        identifier: &SecretText,
        password: &SecretText,
    ) -> Option<Request> {
        let mut request = sign_in(server, "com.atproto.server.createSession")?;
        request.json =
            Some(json!({ "identifier": identifier.expose(), "password": password.expose() }));
        Some(request)
    }

    /// Takes the tokens out of an answer and keeps them; says in words why not.
    pub(crate) fn take(&mut self, answer: &Answer) -> Result<(), String> {
        if answer.status != 200 {
            self.tokens = None;
            let _ = fs::remove_file(&self.file);
            return Err(format!("signing in was refused with status {}", answer.status));
        }
        // The answer holds tokens: a fault is told without its text.
        let tokens: Tokens = serde_json::from_slice(&answer.body)
            .map_err(|_| "the answer to signing in cannot be read".to_owned())?;
        self.tokens = Some(tokens);
        // A session that cannot be kept still works; the next start signs in again.
        if let Err(error) = self.keep() {
            tracing::warn!(%error, "could not keep the session");
        }
        Ok(())
    }

    /// Whether there are tokens, fresh or stale.
    pub(crate) fn is_open(&self) -> bool {
        self.tokens.is_some()
    }

    fn keep(&self) -> std::io::Result<()> {
        use std::os::unix::fs::OpenOptionsExt;
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let beside = self.file.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&beside)?;
        file.write_all(&serde_json::to_vec(&self.tokens)?)?;
        file.sync_all()?;
        fs::rename(beside, &self.file)
    }
}

fn sign_in(server: &Url, procedure: &str) -> Option<Request> {
    let url = server.join(&format!("/xrpc/{procedure}")).ok()?;
    let mut request = Request::get(url);
    request.access = Access::Public;
    Some(request)
}
