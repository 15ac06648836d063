//! Spoiled answers: truncated at every byte, and every field of every item spoiled in turn.

use std::collections::BTreeMap;

use harvester::{Cursor, Item, Platform, REGISTRY, Stream};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{answer, open, recorded, settings, stream_of};

/// Posts by their keys, as far as the answer can be read.
fn posts(
    platform: &dyn Platform,
    stream: &Stream,
    body: &[u8],
) -> Option<BTreeMap<String, String>> {
    let page = platform.read(stream, &Cursor::start(), &answer(body)).ok()?;
    let mut posts = BTreeMap::new();
    for item in page.items {
        let (Item::Post { ref range, .. } | Item::Unreadable { ref range, .. }) = item else {
            continue;
        };
        assert!(range.start < range.end && range.end <= body.len(), "{range:?} is not in the body");
        if let Item::Post { post, .. } = item {
            posts.insert(post.key.to_string(), serde_json::to_string(&post).unwrap());
        }
    }
    Some(posts)
}

#[test]
fn a_truncated_answer_is_never_read_as_something_else() {
    for entry in REGISTRY {
        let platform = open(entry.name, settings(entry.name));
        for (name, body) in recorded(entry.name) {
            let stream = stream_of(&*platform, &name);
            let whole = posts(&*platform, &stream, &body).unwrap();
            for end in 0..body.trim_ascii_end().len() {
                let cut = posts(&*platform, &stream, &body[..end]);
                assert_eq!(cut, None, "{name} cut at {end} of {whole:?}");
            }
        }
    }
}

/// Where the items of a page stand.
fn items_of(page: &mut Value) -> &mut Vec<Value> {
    let list = match page {
        Value::Array(_) => page,
        page if page.get("posts").is_some() => &mut page["posts"],
        page => &mut page["items"],
    };
    list.as_array_mut().unwrap()
}

/// The paths of all values below `value`.
fn paths(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    let step = |key: &str| format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| paths(value, &step(key), found))
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .for_each(|(at, value)| paths(value, &step(&at.to_string()), found));
        }
        _ => {}
    }
}

fn drop_at(item: &mut Value, path: &str) {
    let Some((parent, key)) = path.rsplit_once('/') else { return };
    match item.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            drop(object.remove(&key.replace("~1", "/").replace("~0", "~")))
        }
        Some(Value::Array(list)) => drop(list.remove(key.parse().unwrap())),
        _ => {}
    }
}

/// Every way in which one value of an item is spoiled.
fn spoiled(item: &Value) -> Vec<Value> {
    let mut places = Vec::new();
    paths(item, "", &mut places);
    let values = [
        json!(null),
        json!("متن"),
        json!(""),
        json!(1e300),
        json!(-7),
        json!(true),
        json!([]),
        json!({}),
        json!([null]),
        json!({"$type": 5}),
    ];
    let mut all = Vec::new();
    for path in &places {
        for value in &values {
            let mut other = item.clone();
            *other.pointer_mut(path).unwrap() = value.clone();
            all.push(other);
        }
        let mut other = item.clone();
        drop_at(&mut other, path);
        all.push(other);
        let mut other = item.clone();
        if let Some(Value::Object(object)) = other.pointer_mut(path) {
            object.insert("of_tomorrow".into(), json!({"deep": [1, {"x": null}]}));
            all.push(other);
        }
    }
    all
}

#[test]
fn one_spoiled_item_never_costs_another() {
    let mut tried = 0;
    for entry in REGISTRY {
        let platform = open(entry.name, settings(entry.name));
        for (name, body) in recorded(entry.name) {
            let Ok(page) = serde_json::from_slice::<Value>(&body) else { continue };
            let stream = stream_of(&*platform, &name);
            let whole = items_of(&mut page.clone()).clone();
            let alone = |at: usize| {
                let mut page = page.clone();
                *items_of(&mut page) = vec![whole[at].clone()];
                posts(&*platform, &stream, page.to_string().as_bytes()).unwrap_or_default()
            };
            for at in 0..whole.len() {
                let others = (0..whole.len()).filter(|other| *other != at);
                let others: BTreeMap<_, _> = others.flat_map(alone).collect();
                if others.is_empty() {
                    continue;
                }
                for item in spoiled(&whole[at]) {
                    let mut page = page.clone();
                    items_of(&mut page)[at] = item.clone();
                    let found = posts(&*platform, &stream, page.to_string().as_bytes()).unwrap();
                    for (key, post) in &others {
                        assert_eq!(found.get(key), Some(post), "{name}: lost {key} by {item}");
                    }
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1000, "only {tried} spoiled items were tried");
}

#[test]
fn unknown_fields_change_nothing() {
    for entry in REGISTRY {
        let platform = open(entry.name, settings(entry.name));
        for (name, body) in recorded(entry.name) {
            let Ok(mut page) = serde_json::from_slice::<Value>(&body) else { continue };
            let stream = stream_of(&*platform, &name);
            for item in items_of(&mut page) {
                if let Value::Object(object) = item {
                    object.insert("of_tomorrow".into(), json!([{"x": 1}]));
                }
            }
            let found = posts(&*platform, &stream, page.to_string().as_bytes());
            assert_eq!(found, posts(&*platform, &stream, &body), "{name}");
        }
    }
}

#[test]
fn an_answer_of_another_kind_moves_nothing() {
    let strange = [
        "",
        "null",
        "5",
        "\"x\"",
        "{}",
        "<html><body>آرام</body></html>",
        "{\"error\":\"x\"}",
        "{\"posts\":null}",
        "{\"items\":{}}",
        "<rss><channel>",
        "<Rss version=\"2.0\"><Title>x</Title></Rss>",
        "\u{0}",
    ];
    for entry in REGISTRY {
        let platform = open(entry.name, settings(entry.name));
        let stream = platform.streams().remove(0);
        for body in strange {
            let read = platform.read(&stream, &Cursor::start(), &answer(body));
            assert!(read.is_err(), "{} read {body:?}", entry.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Bytes changed anywhere: nothing panics, and what is read lies within the body.
    #[test]
    fn noise_is_survived(seed in any::<u32>(), changes in proptest::collection::vec((any::<u32>(), any::<u8>()), 1..6)) {
        for entry in REGISTRY {
            let platform = open(entry.name, settings(entry.name));
            let pages = recorded(entry.name);
            let (name, mut body) = pages[seed as usize % pages.len()].clone();
            for (at, byte) in &changes {
                let at = *at as usize % body.len();
                body[at] = *byte;
            }
            posts(&*platform, &stream_of(&*platform, &name), &body);
        }
    }
}
