//! Faults strike as described, the same way for the same seed, and hide nothing for good.

use crate::setting::{END, Setting, TAG, link, list, path};
use ketabkhan_simulator::{Fault, FaultMix};
use serde_json::Value;

const SERVER: &str = "mastodon:kohan";

async fn under(faults: FaultMix) -> Setting {
    Setting::with(END, |settings| (settings.limits, settings.faults) = (false, faults)).await
}

fn only(change: impl FnOnce(&mut FaultMix)) -> FaultMix {
    let mut faults = FaultMix::each(0.0);
    change(&mut faults);
    faults
}

#[tokio::test]
async fn server_errors_are_html_of_three_kinds() {
    let setting = under(only(|faults| faults.server_error = 1.0)).await;
    let mut kinds = std::collections::BTreeSet::new();
    for _ in 0..30 {
        let answer = setting.ask_openly(SERVER, &path(TAG)).await;
        kinds.insert(answer.status().as_u16());
        assert!(serde_json::from_str::<Value>(&answer.text().await.unwrap()).is_err());
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), [500, 502, 503]);
}

#[tokio::test]
async fn connections_drop_and_bodies_are_cut() {
    let setting = under(only(|faults| faults.dropped = 1.0)).await;
    let url = setting.url(SERVER, &path(TAG));
    assert!(setting.client.get(&url).send().await.is_err());
    setting.running.faults(only(|faults| faults.cut = 1.0));
    let answer = setting.client.get(&url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err(), "the body must be too short");
    setting.running.faults(FaultMix::none());
    assert_eq!(list(setting.client.get(&url).send().await.unwrap()).await.len(), 20);
    let ledger = &setting.running.ledger()[SERVER];
    assert!(ledger.faults[&Fault::Dropped] >= 1 && ledger.faults[&Fault::Cut] == 1);
}

#[tokio::test]
async fn bodies_are_malformed_or_html() {
    for (server, path) in [
        (SERVER, path(TAG)),
        ("feed:rasht", "/feed.xml".into()),
        ("feed:tabriz", "/feed.json".into()),
    ] {
        let setting = under(only(|faults| faults.malformed = 1.0)).await;
        let answer = setting.ask_openly(server, &path).await;
        assert_eq!(answer.status(), 200);
        let body = answer.text().await.unwrap();
        assert!(serde_json::from_str::<Value>(&body).is_err() && !body.contains("</rss>"));
        setting.running.faults(only(|faults| faults.html = 1.0));
        let answer = setting.ask_openly(server, &path).await;
        assert_eq!(answer.status(), 200);
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    }
}

#[tokio::test]
async fn a_bad_item_stands_beside_all_the_good_ones() {
    let setting = under(FaultMix::none()).await;
    let good = list(setting.ask_openly(SERVER, &path(TAG)).await).await;
    let feed = setting.ask_openly("feed:shiraz", "/atom.xml").await.text().await.unwrap();
    setting.running.faults(only(|faults| faults.bad_item = 1.0));
    let bad = list(setting.ask_openly(SERVER, &path(TAG)).await).await;
    assert_eq!(bad[..good.len()], good);
    let odd = &bad[good.len()];
    assert!(odd["id"].is_number() && odd["account"].is_null());
    let spoiled = setting.ask_openly("feed:shiraz", "/atom.xml").await.text().await.unwrap();
    assert_eq!(spoiled.matches("<entry>").count(), feed.matches("<entry>").count() + 1);
}

#[tokio::test]
async fn pages_repeat_and_cursors_loop() {
    let setting = under(FaultMix::none()).await;
    let url = setting.url(SERVER, &format!("{}?limit=3&max_id=200000000000000000", path(TAG)));
    let first = setting.client.get(&url).send().await.unwrap();
    let second = link(&first, "next").unwrap();
    let first = first.text().await.unwrap();
    let last = setting.url(SERVER, &format!("{}?limit=3&max_id=103900000000000000", path(TAG)));
    setting.running.faults(only(|faults| faults.repeated_page = 1.0));
    let repeated = setting.client.get(&second).send().await.unwrap();
    assert_eq!(repeated.text().await.unwrap(), first);
    let far = setting.client.get(&last).send().await.unwrap();
    assert_ne!(far.text().await.unwrap(), first, "only the page before comes again");
    setting.running.faults(only(|faults| faults.looping_cursor = 1.0));
    let looping = setting.client.get(&second).send().await.unwrap();
    let again = link(&looping, "next").unwrap();
    let page = looping.text().await.unwrap();
    assert_eq!(setting.client.get(again).send().await.unwrap().text().await.unwrap(), page);
}

#[tokio::test]
async fn a_search_cursor_loops_too() {
    let setting = under(FaultMix::none()).await;
    let (token, _) = setting.sign_in().await;
    setting.running.faults(only(|faults| faults.looping_cursor = 1.0));
    let ask = async |query: &[(&str, &str)]| -> Value {
        setting.sky(&token, "searchPosts", query).await.json().await.unwrap()
    };
    let first = ask(&[("q", "*")]).await;
    let again = ask(&[("q", "*"), ("cursor", first["cursor"].as_str().unwrap())]).await;
    assert_eq!(first, again);
}

#[tokio::test]
async fn the_clock_skews_and_a_burst_passes() {
    let setting = under(only(|faults| faults.clock_skew = 1.0)).await;
    let answer = setting.ask_openly(SERVER, "/api/v2/instance").await;
    assert_eq!(answer.headers()["date"], "Tue, 24 Nov 2026 03:00:00 GMT");
    setting.running.faults(only(|faults| faults.too_many_requests = 1.0));
    let answer = setting.ask_openly(SERVER, "/api/v2/instance").await;
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["x-ratelimit-reset"], "2026-11-24T10:00:02.000000Z");
    setting.running.faults(FaultMix::none());
    assert_eq!(setting.ask_openly(SERVER, "/api/v2/instance").await.status(), 429);
    setting.advance(2);
    assert_eq!(setting.ask_openly(SERVER, "/api/v2/instance").await.status(), 200);
    assert_eq!(setting.running.ledger()[SERVER].requests_beyond_limit, 1);
}

#[tokio::test]
async fn one_seed_tells_one_story() {
    let mut stories = Vec::new();
    for seed in [5, 5, 6] {
        let setting = Setting::with(END, |settings| {
            (settings.seed, settings.faults, settings.limits) = (seed, FaultMix::each(0.06), false);
            // What is dropped may be asked for again by the client itself, at moments of its own.
            settings.faults.dropped = 0.0;
        })
        .await;
        let mut story = Vec::new();
        for _ in 0..60 {
            let answer = setting.ask_openly(SERVER, &path(TAG)).await;
            let status = answer.status().as_u16();
            story.push((status, answer.text().await.ok()));
        }
        stories.push((story, setting.running.ledger()[SERVER].clone()));
    }
    assert_eq!(stories[0], stories[1]);
    assert_ne!(stories[0].1.faults, stories[2].1.faults);
}

#[tokio::test]
async fn time_runs_freezes_jumps_and_stops() {
    let setting = Setting::with(END, |settings| settings.speed = 60.0).await;
    let end = setting.running.now();
    setting.advance(2);
    assert_eq!((setting.running.now() - end).as_secs(), 120);
    setting.running.freeze();
    setting.advance(5);
    assert_eq!((setting.running.now() - end).as_secs(), 120);
    setting.running.thaw();
    setting.running.jump(end);
    setting.advance(1);
    assert_eq!((setting.running.now() - end).as_secs(), 60);
    setting.running.speed(1.0);
    setting.advance(1);
    assert_eq!((setting.running.now() - end).as_secs(), 61);
    let url = setting.url(SERVER, "/api/v2/instance");
    let kept = setting.client.get(&url).send().await;
    assert!(kept.is_ok());
    setting.running.stop().await;
    assert!(setting.client.get(&url).send().await.is_err(), "nobody listens any more");
}
