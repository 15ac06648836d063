//! JSON Feed 1.1.

use super::item::Item;
use crate::scene::Scene;
use serde_json::{Value, json};

/// The feed.
pub(super) fn write(scene: &Scene<'_>, items: &[Item]) -> String {
    let server = scene.server;
    let mut list: Vec<Value> = items.iter().map(item).collect();
    if server.bad_item {
        list.insert(1.min(list.len()), json!({"id": 17, "date_published": "پریروز"}));
    }
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": server.title,
        "home_page_url": format!("https://{}/", server.host),
        "feed_url": format!("{}{}", scene.base, server.path()),
        "language": "fa",
        "items": list,
    });
    feed.to_string()
}

fn item(item: &Item) -> Value {
    let mut value = json!({
        "id": item.guid,
        "url": item.link,
        "title": item.title,
        "content_html": item.html(),
        "content_text": item.text,
        "date_published": format!("{:.0}", item.published),
        "authors": [{"name": item.author}],
        "tags": item.tags,
    });
    if item.edited {
        value["date_modified"] = format!("{:.0}", item.updated).into();
    }
    if let Some((address, kind, seconds)) = &item.enclosure {
        let mut attachment = json!({"url": address, "mime_type": kind});
        if let Some(seconds) = seconds {
            attachment["duration_in_seconds"] = seconds.round().into();
        }
        value["attachments"] = json!([attachment]);
    }
    value
}
