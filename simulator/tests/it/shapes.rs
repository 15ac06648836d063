//! Our answers carry every field that recorded answers of real servers carry. The recordings are
//! not part of the project; without them there is nothing to compare with.

use crate::setting::{END, Setting, TAG, list, path};
use serde_json::Value;
use std::{collections::BTreeSet, path::Path};

fn recorded(name: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("no recorded answer `{name}`: its shape is not compared");
    }
    serde_json::from_str(&text?).ok()
}

/// Paths of all fields below a value, list places aside, with what kind of value stands there.
fn fields(value: &Value, at: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, value) in object {
                fields(value, &format!("{at}.{name}"), found);
            }
        }
        Value::Array(items) => {
            items.iter().for_each(|item| fields(item, &format!("{at}[]"), found))
        }
        Value::Null => {}
        Value::String(_) => drop(found.insert(format!("{at}: text"))),
        Value::Number(_) => drop(found.insert(format!("{at}: number"))),
        Value::Bool(_) => drop(found.insert(format!("{at}: flag"))),
    }
}

fn missing(real: &Value, ours: &Value, aside: &[&str]) -> Vec<String> {
    let (mut wanted, mut given) = (BTreeSet::new(), BTreeSet::new());
    fields(real, "", &mut wanted);
    fields(ours, "", &mut given);
    wanted.retain(|field| !aside.iter().any(|aside| field.contains(aside)));
    wanted.difference(&given).cloned().collect()
}

#[tokio::test]
async fn mastodon_statuses_and_notifications_lack_nothing() {
    let setting = Setting::at(END).await;
    let query = [("limit", "40")];
    let ours = list(setting.ask("mastodon:kohan", &path(TAG), &query).await).await;
    let owner = [".roles[]", ".quote_approval", ".feature_approval"];
    if let Some(real) = recorded("mastodon/tag_timeline_4.6.4.json") {
        assert_eq!(missing(&real, &Value::Array(ours.clone()), &owner), [""; 0]);
    }
    if let Some(real) = recorded("mastodon/status_110447001287656894_video.json") {
        let films = ours.iter().filter(|status| status["media_attachments"][0]["type"] == "video");
        let films = Value::Array(films.map(|film| film["media_attachments"].clone()).collect());
        let real = Value::Array(vec![real["media_attachments"].clone()]);
        assert_eq!(missing(&real, &films, &[".colors"]), [""; 0]);
    }
    if let Some(real) = recorded("mastodon/notifications_mention_4.6.4.json") {
        let ours = setting.ask("mastodon:kohan", "/api/v1/notifications", &query).await;
        assert_eq!(missing(&real, &Value::Array(list(ours).await), &owner), [""; 0]);
    }
}

#[tokio::test]
async fn bluesky_posts_and_sessions_lack_nothing() {
    let setting = Setting::at(END).await;
    let (token, _) = setting.sign_in().await;
    let query = [("q", "*"), ("limit", "100")];
    let ours: Value = setting.sky(&token, "searchPosts", &query).await.json().await.unwrap();
    for name in ["pds-proxied-searchPosts", "shim-mentions", "shim-author", "shim-tag-fa"] {
        if let Some(real) = recorded(&format!("bluesky-live/{name}.json")) {
            let aside = [".external", ".reply.", ".cursor", ".muted", ".facets[].$type"];
            assert_eq!(missing(&real, &ours, &aside), [""; 0], "{name}");
        }
    }
    let session = setting.create_session("iranpl.example", &setting.token("bluesky")).await;
    if let Some(real) = recorded("bluesky-live/createSession.shape.json") {
        let ours = session.json().await.unwrap();
        assert_eq!(missing(&real, &ours, &[".didDoc", ".email"]), [""; 0]);
    }
}
