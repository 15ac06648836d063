//! Bluesky.

use crate::setting::{END, Setting, TAG, field, time};
use ketabkhan_simulator::{Campaign, Expected};
use serde_json::Value;
use std::collections::BTreeSet;

/// Method, query, status, error and a part of its message.
type Row = (&'static str, &'static [(&'static str, &'static str)], u16, &'static str, &'static str);

#[tokio::test]
async fn errors_are_the_recorded_ones() {
    let setting = Setting::at(END).await;
    let (token, _) = setting.sign_in().await;
    let rows: [Row; 8] = [
        ("searchPosts", &[("tag", TAG)], 400, "InvalidRequest", "Missing required key \"q\""),
        (
            "searchPosts",
            &[("q", "*"), ("limit", "101")],
            400,
            "InvalidRequest",
            "integer too big (maximum 100, got 101)",
        ),
        (
            "searchPosts",
            &[("q", "*"), ("limit", "0")],
            400,
            "InvalidRequest",
            "integer too small (minimum 1, got 0)",
        ),
        (
            "searchPosts",
            &[("q", "*"), ("cursor", "zzz")],
            500,
            "InternalServerError",
            "Internal Server Error",
        ),
        (
            "searchPosts",
            &[("q", "*"), ("author", "nobody.example")],
            400,
            "InvalidRequest",
            "Profile not found",
        ),
        ("searchPosts", &[("q", "*"), ("since", "yesterday")], 400, "InvalidRequest", "since"),
        ("searchPostsV2", &[("query", "a")], 400, "InvalidRequest", "Search v2 is not enabled"),
        (
            "getPosts",
            &[("uris", "a"); 26],
            400,
            "InvalidRequest",
            "array too big (maximum 25, got 26)",
        ),
    ];
    for (method, query, status, name, message) in rows {
        let answer = setting.sky(&token, method, query).await;
        assert_eq!(answer.status(), status, "{method} {query:?}");
        let body: Value = answer.json().await.unwrap();
        assert_eq!(body["error"], name);
        assert!(body["message"].as_str().unwrap().contains(message), "{body}");
    }
}

#[tokio::test]
async fn tokens_are_missing_wrong_or_worn_out() {
    let setting = Setting::at(END).await;
    let search = "/xrpc/app.bsky.feed.searchPosts?q=*";
    assert_eq!(
        error(setting.ask_openly("bluesky", search).await).await,
        (401, "AuthMissing".into())
    );
    let query = [("q", "*"), ("limit", "1")];
    assert_eq!(
        error(setting.sky("wrong", "searchPosts", &query).await).await,
        (400, "InvalidToken".into())
    );
    let refused = setting.create_session("iranpl.example", "wrong").await;
    assert_eq!(error(refused).await, (401, "AuthenticationRequired".into()));

    let (token, refresh) = setting.sign_in().await;
    let lives = setting.world.server("bluesky").unwrap().token_lives;
    for _ in 0..lives {
        assert_eq!(setting.sky(&token, "searchPosts", &query).await.status(), 200);
    }
    let worn = setting.sky(&token, "searchPosts", &query).await;
    assert_eq!(error(worn).await, (400, "ExpiredToken".into()));
    let url = setting.url("bluesky", "/xrpc/com.atproto.server.refreshSession");
    let fresh = setting.client.post(url).bearer_auth(refresh).send().await.unwrap();
    let fresh: Value = fresh.json().await.unwrap();
    let fresh = fresh["accessJwt"].as_str().unwrap();
    assert_eq!(setting.sky(fresh, "searchPosts", &query).await.status(), 200);
}

#[tokio::test]
async fn a_search_walks_everything_though_pages_fall_short() {
    let setting = Setting::at(END).await;
    let (token, _) = setting.sign_in().await;
    let mut short = 0;
    for limit in ["1", "7", "100"] {
        let (posts, pages) =
            walk(&setting, &token, &[("q", "*"), ("tag", TAG), ("limit", limit)]).await;
        let uris = field(&posts, "uri");
        let distinct: BTreeSet<_> = uris.iter().cloned().collect();
        assert_eq!(distinct.len(), uris.len());
        assert_eq!(distinct, visible(&expected(&setting, Some(TAG), None)));
        let full = limit.parse().unwrap();
        short += pages[..pages.len() - 1].iter().filter(|length| **length < full).count();
        if limit == "1" {
            assert!(pages.contains(&0), "an empty page with a cursor");
        }
    }
    assert!(short > 0);
}

#[tokio::test]
async fn mentions_tags_and_times_narrow_a_search() {
    let setting = Setting::at(END).await;
    let (token, _) = setting.sign_in().await;
    let resolve = "/xrpc/com.atproto.identity.resolveHandle?handle=iranpl.example";
    let did: Value = setting.ask_openly("bluesky", resolve).await.json().await.unwrap();
    for actor in ["iranpl.example", did["did"].as_str().unwrap()] {
        let (posts, _) = walk(&setting, &token, &[("q", "*"), ("mentions", actor)]).await;
        let found: BTreeSet<_> = field(&posts, "uri").into_iter().collect();
        assert_eq!(found, visible(&expected(&setting, None, Some("iranpl"))));
    }
    let both = [("q", "*"), ("tag", TAG), ("tag", "Every_Librarian_A_Book_Reader")];
    let (posts, _) = walk(&setting, &token, &both).await;
    assert!(!posts.is_empty());
    let window = [("q", "*"), ("since", "2020-04-05"), ("until", "2020-04-12T00:00:00Z")];
    let (posts, _) = walk(&setting, &token, &window).await;
    let times = field(&posts, "indexedAt");
    assert!(!times.is_empty());
    assert!(times.iter().all(|at| at.as_str() >= "2020-04-05" && at.as_str() < "2020-04-12"));
}

#[tokio::test]
async fn a_back_dated_post_sorts_and_shows_as_old_and_a_future_one_as_new() {
    let setting = Setting::at(END).await;
    let (token, _) = setting.sign_in().await;
    let (posts, _) = walk(&setting, &token, &[("q", "*"), ("limit", "100")]).await;
    let times = field(&posts, "indexedAt");
    assert!(times.is_sorted_by(|a, b| a >= b));
    assert!(
        times.iter().any(|at| at.starts_with("1970"))
            && times.iter().all(|at| at.as_str() < "2021")
    );
    let created = posts.iter().map(|post| post["record"]["createdAt"].as_str().unwrap());
    let created: Vec<_> = created.collect();
    assert!(created.iter().any(|at| at.starts_with("2099")));
    assert!(created.iter().any(|at| at.ends_with("+00:00")));
}

#[tokio::test]
async fn facets_point_at_bytes_and_a_joiner_cuts_the_tag() {
    let setting = Setting::at(END).await;
    let (token, _) = setting.sign_in().await;
    let (posts, _) = walk(&setting, &token, &[("q", "*"), ("limit", "100")]).await;
    let (mut cut, mut outline, mut mentions) = (0, 0, 0);
    for record in posts.iter().map(|post| &post["record"]) {
        let text = record["text"].as_str().unwrap();
        outline += usize::from(record["tags"].is_array());
        for facet in record["facets"].as_array().into_iter().flatten() {
            let at = |name: &str| facet["index"][name].as_u64().unwrap() as usize;
            let written = &text[at("byteStart")..at("byteEnd")];
            let feature = &facet["features"][0];
            if let Some(tag) = feature["tag"].as_str() {
                assert_eq!(written, format!("#{tag}"));
                cut += usize::from(text[at("byteEnd")..].starts_with('\u{200c}'));
            } else {
                assert_eq!(written, "@iranpl.example");
                mentions += 1;
            }
        }
    }
    assert!(cut > 0 && outline > 0 && mentions > 0, "{cut} {outline} {mentions}");
}

#[tokio::test]
async fn deleted_posts_vanish_from_search_and_by_address() {
    let setting = Setting::at(END).await;
    let (token, _) = setting.sign_in().await;
    let all = expected(&setting, Some(TAG), Some("iranpl"));
    let gone = all.iter().find(|post| post.deleted).unwrap();
    let post = setting.world.posts.iter().find(|post| post.name == gone.post).unwrap();
    let there = all.iter().find(|other| !other.deleted && other.appeared < gone.appeared).unwrap();
    let query = [("uris", gone.id.as_str()), ("uris", there.id.as_str())];
    for (now, found) in [(post.at, 2), (post.deleted_at.unwrap(), 1)] {
        setting.running.jump(now);
        let body: Value = setting.sky(&token, "getPosts", &query).await.json().await.unwrap();
        assert_eq!(body["posts"].as_array().unwrap().len(), found);
    }
}

#[tokio::test]
async fn the_thirty_first_sign_in_is_put_off() {
    let setting = Setting::with(END, |_| ()).await;
    for _ in 0..30 {
        assert_eq!(setting.create_session("iranpl.example", "wrong").await.status(), 401);
    }
    setting.advance(12);
    let refused = setting.create_session("iranpl.example", &setting.token("bluesky")).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "288");
    assert_eq!(refused.headers()["ratelimit-policy"], "30;w=300");
    assert_eq!(error(refused).await.1, "RateLimitExceeded");
    setting.advance(288);
    let (token, _) = setting.sign_in().await;
    let answer = setting.sky(&token, "searchPosts", &[("q", "*")]).await;
    assert_eq!(answer.headers()["ratelimit-limit"], "3000");
    assert_eq!(answer.headers()["ratelimit-remaining"], "2999");
    let reset = time("2026-11-24T10:10:00Z").as_second().to_string();
    assert_eq!(answer.headers()["ratelimit-reset"], reset.as_str());
}

async fn walk(setting: &Setting, token: &str, query: &[(&str, &str)]) -> (Vec<Value>, Vec<usize>) {
    let (mut all, mut pages, mut cursor) = (Vec::new(), Vec::new(), None::<String>);
    loop {
        let mut query = query.to_vec();
        query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
        let mut body: Value = setting.sky(token, "searchPosts", &query).await.json().await.unwrap();
        let posts = body["posts"].as_array_mut().unwrap();
        pages.push(posts.len());
        all.append(posts);
        match body["cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return (all, pages),
        }
    }
}

async fn error(answer: reqwest::Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.unwrap();
    (status, body["error"].as_str().unwrap().to_owned())
}

fn expected(setting: &Setting, tag: Option<&str>, account: Option<&str>) -> Vec<Expected> {
    let campaign = Campaign {
        slug: String::new(),
        tags: tag.into_iter().map(str::to_owned).collect(),
        account: account.map(str::to_owned),
    };
    let server = setting.world.server("bluesky").unwrap();
    setting.world.expected_on(server, &campaign, time(END))
}

fn visible(expected: &[Expected]) -> BTreeSet<String> {
    expected.iter().filter(|post| !post.deleted).map(|post| post.id.clone()).collect()
}
