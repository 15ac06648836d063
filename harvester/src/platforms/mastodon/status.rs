//! A status as a post.

use archive::{Author, Post, PostKey};
use serde_json::Value;
use url::Url;

use super::super::common::{Missing, list, number, plain_text, text, time};
use crate::answer::Answer;

/// A server, by its address.
#[derive(Debug)]
pub(super) struct Server(Url);

impl Server {
    /// The server at an address; its path, if any, is kept.
    pub(super) fn at(url: Url) -> Self {
        Self(url)
    }

    /// An address below the server's.
    pub(super) fn url(&self, path: &[&str]) -> Url {
        let mut url = self.0.clone();
        url.set_query(None);
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// A parameter of the next address that the answer links to, if that is on this server.
    pub(super) fn linked(&self, answer: &Answer, parameter: &str) -> Option<String> {
        let next = answer.header("link")?.split(',').find(|link| link.contains("rel=\"next\""))?;
        let address = next.split_once('<')?.1.split_once('>')?.0;
        let url = self.0.join(address).ok()?;
        let value = url.query_pairs().find(|(name, _)| name == parameter)?.1.into_owned();
        (url.origin() == self.0.origin()).then_some(value)
    }

    /// The post in an item, where its status stands at `path`; `None` for what is no post of its
    /// own (a boost) or is not public.
    pub(super) fn post(
        &self,
        item: &Value,
        path: &str,
    ) -> Result<Option<(Post, Option<String>)>, Missing> {
        let status = match (path, item.pointer(path)) {
            (_, Some(status)) if status.is_object() => status,
            ("", _) => return Err(Missing("status")),
            // Notifications of other kinds have none.
            _ if text(item, "/type").is_some_and(|kind| kind != "mention") => return Ok(None),
            _ => return Err(Missing("status")),
        };
        if status.pointer("/reblog").is_some_and(Value::is_object) || !is_public(status)? {
            return Ok(None);
        }
        let id = text(status, "/id").ok_or(Missing("id"))?;
        let uri = text(status, "/uri").ok_or(Missing("uri"))?;
        let account = status.get("account").filter(|account| account.is_object());
        let account = account.ok_or(Missing("account"))?;
        let film = film(status);
        let post = Post {
            url: text(status, "/url").or_else(|| Some(uri.clone())),
            author: self.author(account)?,
            posted_at: Some(time(status, "/created_at").ok_or(Missing("created_at"))?),
            edited_at: time(status, "/edited_at"),
            hashtags: list(status, "/tags").iter().filter_map(|tag| text(tag, "/name")).collect(),
            mentions: self.mentions(status),
            has_film: Some(film.is_some()),
            duration_s: film.and_then(duration),
            language: text(status, "/language"),
            ..Post::new(PostKey::new("mastodon", uri), words(status)?)
        };
        Ok(Some((post, Some(id))))
    }

    fn mentions(&self, status: &Value) -> Vec<String> {
        let handle = |account| self.handle(account);
        list(status, "/mentions").iter().filter_map(handle).collect()
    }

    /// The account's address (`uri`) is the same seen from any server; older servers do not send
    /// it, and then the page that they link to is.
    fn author(&self, account: &Value) -> Result<Author, Missing> {
        let handle = self.handle(account).ok_or(Missing("account.acct"))?;
        let id = text(account, "/uri").or_else(|| text(account, "/url"));
        let name = text(account, "/display_name").or_else(|| text(account, "/username"));
        Ok(Author { id: id.or_else(|| Some(handle.clone())), handle: Some(handle), name })
    }

    /// `user@domain`: a local account has no domain on some servers and has one on others. Its
    /// domain is the one of its own page; the address that is polled may be a proxy's.
    fn handle(&self, account: &Value) -> Option<String> {
        let acct = text(account, "/acct").or_else(|| text(account, "/username"))?;
        let acct = acct.trim_start_matches('@');
        if acct.contains('@') {
            return Some(acct.to_owned());
        }
        let own = text(account, "/uri").or_else(|| text(account, "/url"));
        let own = own.and_then(|page| Url::parse(&page).ok()).filter(|page| page.has_host());
        let server = own.as_ref().unwrap_or(&self.0);
        let host = server.host_str()?;
        Some(match server.port() {
            Some(port) => format!("{acct}@{host}:{port}"),
            None => format!("{acct}@{host}"),
        })
    }
}

/// Pleroma has further values beside Mastodon's four; only these two mean that all may read it.
/// A status that does not say is not taken for public.
fn is_public(status: &Value) -> Result<bool, Missing> {
    let seen = text(status, "/visibility").ok_or(Missing("visibility"))?;
    Ok(seen == "public" || seen == "unlisted")
}

/// The caption: the warning that stands before it, where there is one, and the content.
fn words(status: &Value) -> Result<String, Missing> {
    let html = status.get("content").and_then(Value::as_str).ok_or(Missing("content"))?;
    let content = plain_text(html);
    Ok(match text(status, "/spoiler_text") {
        Some(warning) if content.is_empty() => warning,
        Some(warning) => format!("{warning}\n\n{content}"),
        None => content,
    })
}

/// The first film that hangs on it. A film without sound is a `gifv`.
fn film(status: &Value) -> Option<&Value> {
    let is_film =
        |media: &&Value| text(media, "/type").is_some_and(|kind| kind == "video" || kind == "gifv");
    list(status, "/media_attachments").iter().find(is_film)
}

/// Seconds. `meta.duration` stands in older servers only; Pleroma sends no `meta` of remote media.
fn duration(media: &Value) -> Option<f64> {
    let found =
        number(media, "/meta/original/duration").or_else(|| number(media, "/meta/duration"));
    found.filter(|seconds| *seconds >= 0.0)
}
