//! Limits are counted in the clock's time and told in each dialect's headers.

use crate::setting::{END, Setting, TAG, path};

#[tokio::test]
async fn mastodon_refuses_the_301st_request_until_the_window_ends() {
    let setting = Setting::with(END, |_| ()).await;
    let server = "mastodon:kohan";
    for left in (0..300).rev() {
        let answer = setting.ask_openly(server, "/api/v2/instance").await;
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["x-ratelimit-remaining"], left.to_string().as_str());
    }
    setting.advance(299);
    let refused = setting.ask_openly(server, "/api/v2/instance").await;
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().get("retry-after").is_none());
    assert_eq!(refused.headers()["x-ratelimit-reset"], "2026-11-24T10:05:00.000000Z");
    assert_eq!(setting.ask(server, "/api/v2/instance", &[]).await.status(), 200, "another client");
    let ledger = &setting.running.ledger()[server];
    assert_eq!((ledger.requests, ledger.requests_beyond_limit), (302, 1));
    setting.advance(1);
    assert_eq!(setting.ask_openly(server, "/api/v2/instance").await.status(), 200);
}

#[tokio::test]
async fn paging_has_a_limit_of_its_own_and_world_time_does_not_matter() {
    let setting = Setting::with(END, |_| ()).await;
    let page = format!("{}?min_id=1", path(TAG));
    for request in 0..301 {
        if request == 150 {
            setting.advance(300);
            setting.running.jump(setting.world.begins);
        }
        let answer = setting.ask_openly("mastodon:kohan", &page).await;
        assert_eq!(answer.status().as_u16(), if request < 300 { 200 } else { 429 }, "{request}");
    }
    let plain = setting.ask_openly("mastodon:kohan", &path(TAG)).await;
    assert_eq!(plain.status(), 200, "what does not page is counted apart");
}

#[tokio::test]
async fn each_dialect_tells_the_reset_in_its_own_way() {
    let setting = Setting::with(END, |_| ()).await;
    let reset = |answer: &reqwest::Response| {
        answer.headers()["x-ratelimit-reset"].to_str().unwrap().to_owned()
    };
    let parsi = setting.ask("mastodon:parsi", "/api/v2/instance", &[]).await;
    assert_eq!(reset(&parsi), "2026-11-24T10:05:00.000Z");
    let divan = setting.ask("mastodon:divan", "/api/v2/instance", &[]).await;
    assert_eq!(reset(&divan), "1795514700");
    setting.running.limits(false);
    let free = setting.ask("mastodon:parsi", "/api/v2/instance", &[]).await;
    assert!(free.headers().get("x-ratelimit-reset").is_none());
}
