//! The three dialects of the Mastodon API.

use crate::setting::{END, Setting, TAG, client, field, link, list, path, time};
use ketabkhan_simulator::{Campaign, Dialect};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

const SERVERS: [&str; 3] = ["mastodon:kohan", "mastodon:parsi", "mastodon:divan"];

#[tokio::test]
async fn a_tag_is_walked_back_by_link_without_gap_or_repeat() {
    let setting = Setting::at(END).await;
    for server in SERVERS {
        let mut next = Some(setting.url(server, &format!("{}?limit=7", path(TAG))));
        let mut ids = Vec::new();
        while let Some(url) = next {
            let answer =
                setting.client.get(url).bearer_auth(setting.token(server)).send().await.unwrap();
            next = link(&answer, "next");
            ids.extend(field(&list(answer).await, "uri"));
        }
        let distinct: BTreeSet<_> = ids.iter().cloned().collect();
        assert_eq!(distinct.len(), ids.len(), "{server} repeats");
        assert_eq!(distinct, expected(&setting, server, TAG), "{server}");
    }
}

#[tokio::test]
async fn min_id_walks_forward_without_gap_and_since_id_leaps() {
    let setting = Setting::at(END).await;
    for server in SERVERS {
        let all = field(&timeline(&setting, server, TAG).await, "id");
        let (oldest, total) = (all.last().unwrap().clone(), all.len());
        let mut walked = vec![oldest.clone()];
        loop {
            let cursor = walked.last().unwrap().clone();
            let page = page(&setting, server, &[("min_id", &cursor), ("limit", "5")]).await;
            if page.is_empty() {
                break;
            }
            walked.extend(field(&page, "id").into_iter().rev());
        }
        assert_eq!(walked.len(), total, "{server}");
        let leap = page(&setting, server, &[("since_id", &oldest), ("limit", "5")]).await;
        assert_eq!(field(&leap, "id"), all[..5], "{server} gives the newest");
    }
}

#[tokio::test]
async fn a_late_post_falls_below_a_cursor_that_has_passed() {
    let setting = Setting::at(END).await;
    let late = setting.world.posts.iter().filter(|post| post.backfilled);
    let mut proved = 0;
    for post in late {
        let arrival = post.at + jiff::SignedDuration::from_mins(post.late_minutes.unwrap().into());
        setting.running.jump(arrival - jiff::SignedDuration::from_secs(1));
        for server in &post.servers {
            let before = everything(&setting, server).await;
            setting.running.jump(arrival + jiff::SignedDuration::from_secs(1));
            let after = everything(&setting, server).await;
            let new: Vec<_> = after.iter().filter(|id| !before.contains(id)).collect();
            let newest = before.iter().max_by_key(|id| (id.len(), (*id).clone()));
            proved += usize::from(new.iter().any(|id| newest.is_some_and(|newest| **id < *newest)));
            setting.running.jump(arrival - jiff::SignedDuration::from_secs(1));
        }
    }
    assert!(proved >= 3, "only {proved} posts arrive below a cursor");
}

#[tokio::test]
async fn federated_posts_share_their_uri_and_nothing_else() {
    let setting = Setting::at(END).await;
    let mut ids: HashMap<String, BTreeSet<String>> = HashMap::new();
    for server in SERVERS {
        for status in timeline(&setting, server, TAG).await {
            let text = |name: &str| status[name].as_str().unwrap().to_owned();
            assert!(ids.entry(text("uri")).or_default().insert(text("id")));
        }
    }
    assert!(ids.values().any(|ids| ids.len() == 3));
}

#[tokio::test]
async fn any_is_capped_at_four_tags_and_ignored_elsewhere() {
    let setting = Setting::at(END).await;
    let tags = ["هر_كتابدار_يك_كتابخوان", "every_librarian_a_book_reader", "کتابخوانی", "کرونا"];
    let many: Vec<_> = tags.iter().map(|tag| ("any[]", *tag)).chain([("limit", "40")]).collect();
    for server in SERVERS {
        let mastodon = setting.world.server(server).unwrap().dialect == Dialect::Mastodon;
        let mut asked = list(setting.ask(server, &path(TAG), &many).await).await;
        asked.truncate(40);
        let heard = if mastodon { &tags[..3] } else { &[] };
        let mut shown: Vec<_> = Vec::new();
        for tag in heard.iter().chain([&TAG]) {
            shown.extend(timeline(&setting, server, tag).await);
        }
        let shown: BTreeSet<_> = field(&shown, "id").into_iter().rev().collect();
        let newest: BTreeSet<_> = shown.into_iter().rev().take(40).collect();
        let asked: BTreeSet<_> = field(&asked, "id").into_iter().collect();
        assert_eq!(asked, newest, "{server}");
    }
}

#[tokio::test]
async fn tokens_are_wanted_differently() {
    let setting = Setting::at(END).await;
    let tag = path(TAG);
    let rows = [
        ("mastodon:kohan", None, 200),
        ("mastodon:kohan", Some("wrong"), 401),
        ("mastodon:parsi", None, 401),
        ("mastodon:parsi", Some("wrong"), 401),
        ("mastodon:divan", None, 401),
        ("mastodon:divan", Some("wrong"), 400),
    ];
    for (server, token, status) in rows {
        let mut request = setting.client.get(setting.url(server, &tag));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        assert_eq!(request.send().await.unwrap().status(), status, "{server} {token:?}");
    }
    let openly = setting.ask_openly("mastodon:kohan", "/api/v1/notifications").await;
    assert_eq!(openly.status(), 401);
    let silent = reqwest::Client::builder().no_proxy().build().unwrap();
    let _ = client();
    let silent = silent
        .get(setting.url("mastodon:parsi", &tag))
        .bearer_auth(setting.token("mastodon:parsi"));
    assert_eq!(silent.send().await.unwrap().status(), 418, "no user agent");
}

#[tokio::test]
async fn unknown_tags_bad_ids_and_empty_pages_differ() {
    let setting = Setting::at(END).await;
    let rows = [
        ("mastodon:kohan", 200, 200, 0),
        ("mastodon:parsi", 404, 200, 20),
        ("mastodon:divan", 200, 500, 0),
    ];
    for (server, unknown, bad, shown) in rows {
        let answer = setting.ask(server, &path("ناشناس"), &[]).await;
        assert_eq!(answer.status(), unknown, "{server}");
        assert!(answer.headers().get("link").is_none());
        let answer = setting.ask(server, &path(TAG), &[("max_id", "zzz")]).await;
        assert_eq!(answer.status(), bad, "{server}");
        if bad == 200 {
            assert_eq!(list(answer).await.len(), shown, "{server}");
        }
    }
    let joined = setting.ask("mastodon:parsi", &path("کتاب\u{200c}خوان"), &[]).await;
    assert_eq!(joined.status(), 400);
}

#[tokio::test]
async fn deleted_statuses_vanish_and_edited_ones_say_so() {
    let setting = Setting::at(END).await;
    let server = "mastodon:kohan";
    let gone = setting.world.posts.iter().find(|post| {
        post.deleted_at.is_some() && post.servers[0] == server && post.text.contains('#')
    });
    let gone = gone.unwrap();
    setting.running.jump(gone.at + jiff::SignedDuration::from_secs(120));
    let before = everything(&setting, server).await;
    setting.running.jump(gone.deleted_at.unwrap() - jiff::SignedDuration::from_secs(1));
    let last = everything(&setting, server).await;
    setting.running.jump(gone.deleted_at.unwrap());
    let after = everything(&setting, server).await;
    let id = last.iter().find(|id| !after.contains(id)).unwrap();
    assert!(before.contains(id));
    let one = setting.ask_openly(server, &format!("/api/v1/statuses/{id}")).await;
    assert_eq!(one.status(), 404);
    let asked = [("id[]", id.as_str()), ("id[]", after[0].as_str())];
    let several = list(setting.ask(server, "/api/v1/statuses", &asked).await).await;
    assert_eq!(field(&several, "id"), [after[0].clone()]);
    let other = setting.ask("mastodon:parsi", "/api/v1/statuses", &asked).await;
    assert_eq!(other.status(), 404, "only Mastodon gives several");

    let post = setting
        .world
        .posts
        .iter()
        .find(|post| post.edited.is_some() && post.servers[0] == server)
        .unwrap();
    let edit = post.edited.as_ref().unwrap();
    for (now, edited) in [(edit.at - jiff::SignedDuration::from_secs(1), false), (edit.at, true)] {
        setting.running.jump(now);
        let expected = setting.world.expected(&anything(&setting), now);
        let id = &expected.iter().find(|expected| expected.post == post.name).unwrap().id;
        let all = everything_whole(&setting, server).await;
        let status = all.iter().find(|status| status["uri"] == id.as_str()).unwrap();
        assert_eq!(status["edited_at"].is_string(), edited);
    }
}

#[tokio::test]
async fn mentions_are_notified_once_and_page() {
    let setting = Setting::at(END).await;
    for server in SERVERS {
        let campaign =
            Campaign { slug: String::new(), tags: vec![], account: Some("iranpl".into()) };
        let server_of = setting.world.server(server).unwrap();
        let wanted: BTreeSet<_> = setting
            .world
            .expected_on(server_of, &campaign, setting.running.now())
            .into_iter()
            .filter(|post| !post.deleted)
            .map(|post| post.id)
            .collect();
        let (mut found, mut cursor) = (Vec::new(), String::from("0"));
        if server == "mastodon:parsi" {
            cursor = "0".repeat(26);
        }
        loop {
            let query = [("types[]", "mention"), ("min_id", cursor.as_str()), ("limit", "15")];
            let page = list(setting.ask(server, "/api/v1/notifications", &query).await).await;
            let Some(newest) = page.first() else { break };
            cursor = newest["id"].as_str().unwrap().to_owned();
            found
                .extend(page.iter().map(|item| item["status"]["uri"].as_str().unwrap().to_owned()));
        }
        assert_eq!(found.len(), wanted.len(), "{server}");
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), wanted, "{server}");
        let none = setting.ask(server, "/api/v1/notifications", &[("types[]", "follow")]).await;
        assert!(list(none).await.is_empty());
    }
}

#[tokio::test]
async fn statuses_have_the_shape_of_real_ones() {
    let setting = Setting::at(END).await;
    for server in SERVERS {
        let mut languages = 0;
        for status in everything_whole(&setting, server).await {
            for name in ["id", "uri", "url", "created_at", "content"] {
                assert!(status[name].is_string(), "{server} {name}");
            }
            assert!(status["content"].as_str().unwrap().starts_with("<p>"));
            assert_eq!(
                status["account"]["acct"].as_str().unwrap().contains('@'),
                server == "mastodon:divan"
                    || !status["uri"]
                        .as_str()
                        .unwrap()
                        .contains(&setting.world.server(server).unwrap().host)
            );
            languages += usize::from(status["language"].is_string());
            for film in status["media_attachments"].as_array().unwrap() {
                assert!(film["meta"].is_object());
            }
        }
        assert_eq!(languages == 0, server == "mastodon:divan", "Takahe knows no languages");
    }
    let lengths = everything_whole(&setting, "mastodon:kohan").await;
    let known =
        |status: &&Value| status["media_attachments"][0]["meta"]["original"]["duration"].is_f64();
    assert!(lengths.iter().filter(known).count() > 50);
}

fn expected(setting: &Setting, server: &str, tag: &str) -> BTreeSet<String> {
    let campaign = Campaign { slug: String::new(), tags: vec![tag.to_owned()], account: None };
    let server = setting.world.server(server).unwrap();
    let posts = setting.world.expected_on(server, &campaign, time(END));
    posts.into_iter().filter(|post| !post.deleted).map(|post| post.id).collect()
}

fn anything(setting: &Setting) -> Campaign {
    setting.world.campaign("every-librarian").unwrap().clone()
}

async fn page(setting: &Setting, server: &str, query: &[(&str, &str)]) -> Vec<Value> {
    list(setting.ask(server, &path(TAG), query).await).await
}

/// The whole timeline of a tag, newest first.
async fn timeline(setting: &Setting, server: &str, tag: &str) -> Vec<Value> {
    let mut next = Some(setting.url(server, &format!("{}?limit=40", path(tag))));
    let mut all = Vec::new();
    while let Some(url) = next {
        let answer =
            setting.client.get(url).bearer_auth(setting.token(server)).send().await.unwrap();
        next = link(&answer, "next");
        if answer.status() == 200 {
            all.extend(list(answer).await);
        }
    }
    all
}

async fn everything_whole(setting: &Setting, server: &str) -> Vec<Value> {
    let mut all = Vec::new();
    for tag in &anything(setting).tags {
        if !(server == "mastodon:parsi" && tag.contains('\u{200c}')) {
            all.extend(timeline(setting, server, tag).await);
        }
    }
    all
}

async fn everything(setting: &Setting, server: &str) -> Vec<String> {
    field(&everything_whole(setting, server).await, "id")
}
