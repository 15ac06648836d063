//! Feeds.

use crate::setting::{END, Setting};
use quick_xml::{Reader, events::Event};
use serde_json::Value;
use std::collections::BTreeSet;

const FEEDS: [(&str, &str); 3] =
    [("feed:rasht", "/feed.xml"), ("feed:shiraz", "/atom.xml"), ("feed:tabriz", "/feed.json")];

#[tokio::test]
async fn a_feed_is_a_window_of_the_newest_and_parses() {
    let setting = Setting::at(END).await;
    for (name, path) in FEEDS {
        let server = setting.world.server(name).unwrap();
        let answer = setting.ask_openly(name, path).await;
        let body = answer.text().await.unwrap();
        let found = ids(&body);
        assert_eq!(found.len(), server.window, "{name}");
        let posts = setting.world.posts.iter().filter(|post| post.servers.contains(&server.name));
        assert!(posts.count() > server.window, "{name} forgets");
        if !body.starts_with('{') {
            well_formed(&body);
        }
    }
    let rss = setting.ask_openly("feed:rasht", "/feed.xml").await.text().await.unwrap();
    assert!(
        rss.contains("<dc:creator>")
            && rss.contains("content:encoded")
            && rss.contains("media:content")
    );
    assert_eq!(rss.matches("<item>").count(), ids(&rss).len() + 1, "one item without a guid");
    let missing = setting.ask_openly("feed:rasht", "/nowhere").await;
    assert_eq!(missing.status(), 404);
}

#[tokio::test]
async fn nothing_new_is_304_until_something_is() {
    let setting = Setting::at("2020-04-20T00:00:00Z").await;
    for (name, path) in FEEDS {
        let first = setting.ask_openly(name, path).await;
        let header = |header: &str| first.headers()[header].to_str().unwrap().to_owned();
        let (tag, date) = (header("etag"), header("last-modified"));
        assert_eq!(header("cache-control"), "max-age=300");
        for (condition, value) in [("if-none-match", &tag), ("if-modified-since", &date)] {
            let request = setting.client.get(setting.url(name, path)).header(condition, value);
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 304, "{name} {condition}");
            assert!(answer.bytes().await.unwrap().is_empty());
        }
    }
    let first = setting.ask_openly("feed:rasht", "/feed.xml").await;
    let tag = first.headers()["etag"].clone();
    setting.running.jump(END.parse().unwrap());
    let request =
        setting.client.get(setting.url("feed:rasht", "/feed.xml")).header("if-none-match", tag);
    assert_eq!(request.send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_reader_that_comes_daily_misses_nothing() {
    let setting = Setting::at(END).await;
    for (name, path) in FEEDS {
        let mut seen = BTreeSet::new();
        for day in 0..58 {
            setting.running.jump(setting.world.begins + jiff::SignedDuration::from_hours(24 * day));
            seen.extend(ids(&setting.ask_openly(name, path).await.text().await.unwrap()));
        }
        let posts = setting
            .world
            .posts
            .iter()
            .filter(|post| post.servers.iter().any(|server| server == name));
        assert_eq!(seen.len(), posts.count(), "{name}");
    }
}

fn ids(body: &str) -> Vec<String> {
    if body.starts_with('{') {
        let feed: Value = serde_json::from_str(body).unwrap();
        let items = feed["items"].as_array().unwrap().iter();
        return items.filter_map(|item| item["id"].as_str().map(str::to_owned)).collect();
    }
    let between = |open: &str, close: &str| {
        let parts =
            body.split(open).skip(1).map(|part| part.split(close).next().unwrap().to_owned());
        parts.collect::<Vec<_>>()
    };
    if body.contains("<rss") {
        between("<guid isPermaLink=\"false\">", "</guid>")
    } else {
        between("<entry>\n<id>", "</id>")
    }
}

fn well_formed(body: &str) {
    let mut reader = Reader::from_str(body);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{error} in {body}"),
        }
    }
}
