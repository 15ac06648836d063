//! Notifications of the account whose token is sent: mentions, and nothing else happens to it.

use super::{
    account,
    paging::{self, Window},
    status,
};
use crate::{
    http::{Answer, Request},
    placement::{order, spell},
    scene::{Reply, Scene, stamp},
};
use serde_json::{Value, json};

/// The notifications, paged by their own ids.
pub(super) fn notifications(scene: &Scene<'_>, request: &Request) -> Reply {
    let dialect = scene.server.dialect;
    let window = Window::read(request, dialect, 40, 80)?;
    let wanted = request.parameters("types[]").collect::<Vec<_>>();
    let wanted = wanted.is_empty() || wanted.contains(&"mention");
    let mut mentions: Vec<_> = scene
        .visible()
        .filter(|placement| wanted && placement.mentions)
        .map(|placement| {
            let name = format!("notification {}", placement.post.name);
            (order(scene.server, placement.arrives, &name), placement)
        })
        .collect();
    mentions.sort_by_key(|(order, _)| *order);
    let page = window.cut(mentions.into_iter());
    let items: Vec<Value> = page
        .iter()
        .map(|(order, placement)| {
            let id = spell(dialect, *order);
            json!({
                "id": id,
                "type": "mention",
                "created_at": stamp(placement.arrives),
                "group_key": format!("ungrouped-{id}"),
                "account": account::account(scene, &placement.account),
                "status": status::status(scene, placement),
            })
        })
        .collect();
    Ok(paging::link(Answer::json(200, &json!(items)), scene, request, &page))
}
