//! With everything going wrong, a stubborn and polite reader still gets it all.

use crate::setting::{END, Setting, TAG, path, time};
use ketabkhan_simulator::{Campaign, FaultMix};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use std::{collections::BTreeSet, time::Duration};

const SERVER: &str = "mastodon:kohan";

#[tokio::test]
async fn a_stubborn_reader_gets_everything_and_keeps_the_limits() {
    for seed in 0..3 {
        let setting = Setting::with(END, |settings| {
            (settings.seed, settings.faults) = (seed, FaultMix::each(0.06));
        })
        .await;
        let (mut uris, mut cursor) = (BTreeSet::new(), None::<String>);
        loop {
            let page = stubbornly(&setting, cursor.as_deref()).await;
            let Some(oldest) = page.last() else { break };
            cursor = Some(oldest["id"].as_str().unwrap().to_owned());
            uris.extend(page.iter().map(|status| status["uri"].as_str().unwrap().to_owned()));
        }
        assert_eq!(uris, expected(&setting), "seed {seed}");
        let ledger = &setting.running.ledger()[SERVER];
        assert_eq!(ledger.requests_beyond_limit, 0, "seed {seed}");
        assert!(ledger.faults.len() >= 6, "seed {seed}: {:?}", ledger.faults);
    }
}

/// Asks until a page can be trusted: whole, read, and wholly below the cursor.
async fn stubbornly(setting: &Setting, cursor: Option<&str>) -> Vec<Value> {
    for _ in 0..200 {
        let mut request =
            setting.client.get(setting.url(SERVER, &path(TAG))).query(&[("limit", "2")]);
        if let Some(cursor) = cursor {
            request = request.query(&[("max_id", cursor)]);
        }
        let Ok(answer) = request.send().await else { continue };
        wait(setting, &answer);
        if answer.status() != StatusCode::OK {
            continue;
        }
        let Ok(mut page) = answer.json::<Vec<Value>>().await else { continue };
        page.retain(|status| status["account"].is_object());
        if page
            .iter()
            .all(|status| cursor.is_none_or(|cursor| status["id"].as_str() < Some(cursor)))
        {
            return page;
        }
    }
    panic!("200 answers in a row were bad");
}

/// Waits for the reset, by the server's own clock, when nothing is left.
fn wait(setting: &Setting, answer: &Response) {
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok());
    let (Some("0"), Some(reset), Some(date)) =
        (header("x-ratelimit-remaining"), header("x-ratelimit-reset"), header("date"))
    else {
        return;
    };
    let date = jiff::fmt::rfc2822::parse(date).unwrap().timestamp();
    let wait = time(reset) - date + jiff::SignedDuration::from_secs(1);
    setting.advance(Duration::try_from(wait).unwrap().as_secs());
}

fn expected(setting: &Setting) -> BTreeSet<String> {
    let campaign = Campaign { slug: String::new(), tags: vec![TAG.to_owned()], account: None };
    let server = setting.world.server(SERVER).unwrap();
    let posts = setting.world.expected_on(server, &campaign, time(END));
    posts.into_iter().filter(|post| !post.deleted).map(|post| post.id).collect()
}
