//! What a patient reader finds by asking is what `World::expected` says.

use crate::setting::{Setting, field, link, list, path};
use ketabkhan_simulator::{Dialect, Platform, Server};
use serde_json::Value;
use std::collections::BTreeMap;

type Found = BTreeMap<(Platform, String), String>;

#[tokio::test]
async fn a_reader_who_asks_often_enough_holds_what_is_expected() {
    let setting = Setting::at("2020-03-20T00:00:00Z").await;
    let campaigns = setting.world.campaigns.clone();
    let (token, _) = setting.sign_in().await;
    for campaign in &campaigns {
        let mut found = Found::new();
        for now in moments(&setting) {
            setting.running.jump(now);
            for server in &setting.world.servers {
                let new = match server.dialect {
                    Dialect::Bluesky => sky(&setting, &token, campaign).await,
                    dialect if dialect.is_mastodon() => statuses(&setting, server, campaign).await,
                    _ => Found::new(),
                };
                found.extend(new);
            }
        }
        let expected: Found = setting
            .world
            .expected(campaign, setting.running.now())
            .into_iter()
            .filter(|post| post.platform != Platform::Feed)
            .map(|post| ((post.platform, post.id), flat(&post.text)))
            .collect();
        assert_eq!(found.len(), expected.len(), "{}", campaign.slug);
        assert_eq!(found, expected, "{}", campaign.slug);
    }
}

/// Just after the beginning, just before each deletion, and the end.
fn moments(setting: &Setting) -> Vec<jiff::Timestamp> {
    let second = jiff::SignedDuration::from_secs(1);
    let deletions = setting.world.posts.iter().filter_map(|post| post.deleted_at);
    let mut moments: Vec<_> = deletions.map(|at| at - second).chain([setting.world.ends]).collect();
    moments.sort();
    moments
}

async fn statuses(
    setting: &Setting,
    server: &Server,
    campaign: &ketabkhan_simulator::Campaign,
) -> Found {
    let mut all = Vec::new();
    for tag in &campaign.tags {
        all.extend(walk(setting, server, &format!("{}?limit=40", path(tag))).await);
    }
    if campaign.account.is_some() {
        let mentions =
            walk(setting, server, "/api/v1/notifications?types[]=mention&limit=40").await;
        all.extend(mentions.into_iter().map(|mention| mention["status"].clone()));
    }
    let uris = field(&all, "uri").into_iter().map(|uri| (Platform::Mastodon, uri));
    uris.zip(all.iter().map(|status| plain(status["content"].as_str().unwrap()))).collect()
}

async fn walk(setting: &Setting, server: &Server, path: &str) -> Vec<Value> {
    let mut next = Some(setting.url(&server.name, path));
    let mut all = Vec::new();
    while let Some(url) = next {
        let token = setting.token(&server.name);
        let answer = setting.client.get(url).bearer_auth(token).send().await.unwrap();
        next = link(&answer, "next");
        if answer.status() == 200 {
            all.extend(list(answer).await);
        }
    }
    all
}

async fn sky(setting: &Setting, token: &str, campaign: &ketabkhan_simulator::Campaign) -> Found {
    let mut found = Found::new();
    let tags = campaign.tags.iter().map(|tag| ("tag", tag.as_str()));
    let account = campaign.account.as_ref().map(|_| ("mentions", "iranpl.example"));
    let mut token = token.to_owned();
    for question in tags.chain(account) {
        let query = [("q", "*"), ("limit", "100"), question];
        let mut answer = setting.sky(&token, "searchPosts", &query).await;
        if answer.status() == 400 {
            token = setting.sign_in().await.0;
            answer = setting.sky(&token, "searchPosts", &query).await;
        }
        let body: Value = answer.json().await.unwrap();
        assert!(body["cursor"].is_null());
        for post in body["posts"].as_array().unwrap() {
            let uri = post["uri"].as_str().unwrap().to_owned();
            found.insert((Platform::Bluesky, uri), flat(post["record"]["text"].as_str().unwrap()));
        }
    }
    found
}

/// HTML as text, blanks aside.
fn plain(html: &str) -> String {
    let broken = html.replace("<br />", " ").replace("<br>", " ").replace("</p>", " ");
    let mut text = String::new();
    let mut inside = false;
    for letter in broken.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    flat(&text.replace("&amp;", "&"))
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
