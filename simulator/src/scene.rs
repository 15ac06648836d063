//! What one request sees: the world at one moment, on one server.

use crate::{
    http::{Answer, Request},
    placement::Placement,
    world::{Server, World},
};
use jiff::Timestamp;

/// The world at one moment on one server.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a World,
    pub(crate) server: &'a Server,
    /// Everything that is ever on the server, oldest id first.
    pub(crate) placements: &'a [Placement],
    /// World time.
    pub(crate) now: Timestamp,
    /// Where the server was reached: `http://127.0.0.1:4001`.
    pub(crate) base: String,
}

impl Scene<'_> {
    /// What can be seen now, oldest id first.
    pub(crate) fn visible(&self) -> impl Iterator<Item = &Placement> {
        self.placements.iter().filter(|placement| placement.visible(self.now))
    }

    /// The placement of a post by the post's name, if it can be seen.
    pub(crate) fn named(&self, post: &str) -> Option<&Placement> {
        self.visible().find(|placement| placement.post.name == post)
    }

    /// What the post says now.
    pub(crate) fn text(&self, placement: &Placement) -> String {
        self.world.text_on(self.server, &placement.post, self.now)
    }
}

/// The answer of a server to a request, before limits and faults.
pub(crate) type Reply = Result<Answer, Answer>;

/// The address under which the client reached the server.
pub(crate) fn base(request: &Request, otherwise: &str) -> String {
    request.header("host").map_or_else(|| otherwise.to_owned(), |host| format!("http://{host}"))
}

/// A moment as Mastodon and Bluesky write it: `2020-05-11T12:00:00.000Z`.
pub(crate) fn stamp(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// A moment as HTTP and RSS write it: `Mon, 23 Nov 2026 17:57:24 GMT`.
pub(crate) fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
