//! Statuses: by tag, by id, several at once.

use super::{
    missing,
    paging::{self, Window},
    status,
};
use crate::{
    dialect::Dialect,
    hashtag,
    http::{Answer, Request},
    placement::{self, Placement},
    scene::{Reply, Scene},
    world::Media,
};
use serde_json::{Value, json};

/// Names in one mode of a tag timeline: `TagFeed::LIMIT_PER_MODE`.
const TAGS_PER_MODE: usize = 4;

/// The timeline of a tag.
pub(super) fn tag(scene: &Scene<'_>, request: &Request, tag: &str) -> Reply {
    let dialect = scene.server.dialect;
    let largest = if dialect == Dialect::GoToSocial { 100 } else { 40 };
    let window = Window::read(request, dialect, 20, largest)?;
    let filter = Filter::read(request, dialect, tag)?;
    if dialect == Dialect::GoToSocial && !known(scene, &filter.any) {
        return Err(missing(dialect, "no tag with that name"));
    }
    let found = scene.visible().filter(|placement| filter.admits(scene, placement));
    let page = window.cut(found.map(|placement| (placement.order, placement)));
    let statuses: Vec<Value> =
        page.iter().map(|(_, placement)| status::status(scene, placement)).collect();
    Ok(paging::link(Answer::json(200, &json!(statuses)), scene, request, &page))
}

/// One status.
pub(super) fn one(scene: &Scene<'_>, id: &str) -> Reply {
    let placement =
        find(scene, id).ok_or_else(|| missing(scene.server.dialect, "Record not found"))?;
    Ok(Answer::json(200, &status::status(scene, placement)))
}

/// Those of several statuses that can still be seen.
pub(super) fn several(scene: &Scene<'_>, request: &Request) -> Answer {
    let ids = request.parameters("id[]").take(20);
    let found: Vec<Value> = ids
        .filter_map(|id| find(scene, id))
        .map(|placement| status::status(scene, placement))
        .collect();
    Answer::json(200, &json!(found))
}

/// Which statuses a tag timeline shows.
struct Filter {
    any: Vec<String>,
    all: Vec<String>,
    none: Vec<String>,
    local: bool,
    remote: bool,
    only_media: bool,
}

impl Filter {
    fn read(request: &Request, dialect: Dialect, tag: &str) -> Result<Self, Answer> {
        let name = |tag: &str| hashtag::name(tag, dialect);
        let asked = name(tag).ok_or_else(|| {
            let word = "Bad Request: hashtag could not be normalized";
            Answer::json(400, &json!({"error": word}))
        })?;
        // The other servers ignore further tags.
        let more = |mode, room| {
            let tags = request.parameters(mode).filter_map(name).take(room);
            if dialect == Dialect::Mastodon { tags.collect() } else { Vec::new() }
        };
        let flag =
            |name| request.parameter(name).is_some_and(|value| matches!(value, "true" | "1"));
        let mut any = vec![asked];
        any.extend(more("any[]", TAGS_PER_MODE - 1));
        Ok(Self {
            any,
            all: more("all[]", TAGS_PER_MODE),
            none: more("none[]", TAGS_PER_MODE),
            local: flag("local"),
            remote: flag("remote"),
            only_media: flag("only_media"),
        })
    }

    fn admits(&self, scene: &Scene<'_>, placement: &Placement) -> bool {
        let tags = placement.tags(scene.now);
        self.any.iter().any(|tag| tags.contains(tag))
            && self.all.iter().all(|tag| tags.contains(tag))
            && !self.none.iter().any(|tag| tags.contains(tag))
            && (!self.local || placement.local)
            && (!self.remote || !placement.local)
            && (!self.only_media || placement.post.media != Media::None)
    }
}

/// Whether the server has ever seen one of the tags.
fn known(scene: &Scene<'_>, names: &[String]) -> bool {
    scene.placements.iter().any(|placement| placement.carried(names, scene.now))
}

fn find<'s>(scene: &'s Scene<'_>, id: &str) -> Option<&'s Placement> {
    let order = placement::number(scene.server.dialect, id)?;
    scene.visible().find(|placement| placement.order == order)
}
