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

use crate::answer::Answer;
use crate::platform::{Access, Request};

/// The two tokens of a session.
#[derive(Clone, Serialize, Deserialize)]
struct Tokens {
    #[serde(rename = "accessJwt")]
    access: String,
    #[serde(rename = "refreshJwt")]
    refresh: String,
}

/// Tokens and whose they are: they are shown to no other server, and end with the account.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    server: String,
    identifier: String,
    tokens: Tokens,
}

/// One source's session.
pub(crate) struct Session {
    file: PathBuf,
    identifier: String,
    kept: Option<Kept>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("open", &self.kept.is_some()).finish_non_exhaustive()
    }
}

impl Session {
    /// The session kept for a source and an account, if there is one.
    pub(crate) fn kept(folder: &Path, source: &str, identifier: &str) -> Self {
        let file = folder.join("sessions").join(format!("{}.json", file_name(source)));
        let kept = fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let kept = kept.filter(|kept: &Kept| kept.identifier == identifier);
        Self { file, identifier: identifier.to_owned(), kept }
    }

    /// The token that proves the session to its server.
    pub(crate) fn bearer(&self, server: &Url) -> Option<SecretText> {
        self.tokens(server).map(|tokens| SecretText::new(&tokens.access))
    }

    /// The request that renews the session, with the token that it needs.
    pub(crate) fn renewal(&self, server: &Url) -> Option<(Request, SecretText)> {
        let tokens = self.tokens(server)?;
        let mut request = sign_in(server, "com.atproto.server.refreshSession")?;
        // An empty POST: the procedure takes no input, and an input would be refused.
        request.json = Some(serde_json::Value::Null);
        Some((request, SecretText::new(&tokens.refresh)))
    }

    fn tokens(&self, server: &Url) -> Option<&Tokens> {
        let kept = self.kept.as_ref().filter(|kept| kept.server == origin(server));
        kept.map(|kept| &kept.tokens)
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

    /// Takes the tokens out of a good answer and keeps them; says in words why not.
    pub(crate) fn take(&mut self, server: &Url, answer: &Answer) -> Result<(), String> {
        // The answer holds tokens: a fault is told without its text.
        let tokens: Tokens = serde_json::from_slice(&answer.body)
            .map_err(|_| "the answer to signing in cannot be read".to_owned())?;
        let identifier = self.identifier.clone();
        self.kept = Some(Kept { server: origin(server), identifier, tokens });
        // A session that cannot be kept still works; the next start signs in again.
        if let Err(error) = self.keep() {
            tracing::warn!(%error, "could not keep the session");
        }
        Ok(())
    }

    /// Ends the session, which its server refuses.
    pub(crate) fn end(&mut self) {
        self.kept = None;
        let _ = fs::remove_file(&self.file);
    }

    fn keep(&self) -> std::io::Result<()> {
        use std::os::unix::fs::OpenOptionsExt;
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let beside = self.file.with_extension("new");
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&beside)?;
        file.write_all(&serde_json::to_vec(&self.kept)?)?;
        file.sync_all()?;
        fs::rename(beside, &self.file)
    }
}

fn origin(server: &Url) -> String {
    server.origin().ascii_serialization()
}

/// A source's name as a file's: Latin letters and digits as they are, every other byte in
/// hexadecimal, so that no two names meet.
fn file_name(source: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("-{byte:02x}"),
    };
    source.bytes().map(letter).collect()
}

fn sign_in(server: &Url, procedure: &str) -> Option<Request> {
    let url = server.join(&format!("/xrpc/{procedure}")).ok()?;
    let mut request = Request::get(url);
    request.access = Access::Public;
    Some(request)
}
