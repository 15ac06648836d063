//! Pages by id: `max_id`, `min_id`, `since_id`, `limit`, and the `Link` header.

use crate::{
    dialect::Dialect,
    http::{Answer, Request},
    placement,
    scene::Scene,
};

/// Where a page begins and ends.
pub(super) struct Window {
    max: Option<u128>,
    min: Option<u128>,
    since: Option<u128>,
    limit: usize,
}

/// A page, newest first, each item with its place in the server's order.
pub(super) type Page<T> = Vec<(u128, T)>;

impl Window {
    /// Reads a request for `usual` items unless it says otherwise, and never more than `largest`.
    pub(super) fn read(
        request: &Request,
        dialect: Dialect,
        usual: usize,
        largest: usize,
    ) -> Result<Self, Answer> {
        let bound = |name| match request.parameter(name) {
            None => Ok(None),
            Some(id) => bound(dialect, id),
        };
        let limit = request.parameter("limit").and_then(|limit| limit.parse().ok());
        let window = Self {
            max: bound("max_id")?,
            min: bound("min_id")?,
            since: bound("since_id")?,
            limit: limit.unwrap_or(usual).clamp(1, largest),
        };
        Ok(window)
    }

    /// Cuts a page from items that come oldest first. With `min_id` it is the oldest page above it,
    /// otherwise the newest below `max_id` (`app/models/concerns/paginable.rb`).
    pub(super) fn cut<T>(&self, items: impl Iterator<Item = (u128, T)>) -> Page<T> {
        let above = self.min.max(self.since);
        let within = |order: u128| {
            self.max.is_none_or(|max| order < max) && above.is_none_or(|above| order > above)
        };
        let mut items: Page<T> = items.filter(|(order, _)| within(*order)).collect();
        if self.min.is_some() {
            items.truncate(self.limit);
        } else {
            items.drain(..items.len().saturating_sub(self.limit));
        }
        items.reverse();
        items
    }
}

/// The answer with links to the next and the previous page, which forget all parameters but
/// `local`, `limit` and `only_media`, as Mastodon's do.
pub(super) fn link<T>(
    answer: Answer,
    scene: &Scene<'_>,
    request: &Request,
    page: &Page<T>,
) -> Answer {
    let (Some((newest, _)), Some((oldest, _))) = (page.first(), page.last()) else { return answer };
    let dialect = scene.server.dialect;
    let to = |name: &str, order: u128| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let kept = ["limit", "local", "only_media", "types[]"];
        query.extend_pairs(request.query.iter().filter(|(name, _)| kept.contains(&name.as_str())));
        query.append_pair(name, &placement::spell(dialect, order));
        format!("<{}{}?{}>", scene.base, request.path, query.finish())
    };
    let (next, previous) = (to("max_id", *oldest), to("min_id", *newest));
    answer.with("Link", format!("{next}; rel=\"next\", {previous}; rel=\"prev\""))
}

fn bound(dialect: Dialect, id: &str) -> Result<Option<u128>, Answer> {
    match (placement::number(dialect, id), dialect) {
        (Some(number), _) => Ok(Some(number)),
        (None, Dialect::GoToSocial) => Ok(None),
        (None, Dialect::Takahe) => {
            Err(Answer::new(500, "text/html; charset=utf-8", "<h1>Server Error (500)</h1>"))
        }
        // Ruby reads a number from the front of anything, and zero from nothing.
        (None, _) => {
            let digits =
                id.find(|digit: char| !digit.is_ascii_digit()).map_or(id, |end| &id[..end]);
            Ok(Some(digits.parse().unwrap_or(0)))
        }
    }
}
