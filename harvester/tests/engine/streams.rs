//! News: every post that a server can find comes into the archive, once.

use harvester::Walk;
use simulator::{Expected, World};

use crate::stage::{Setting, Stage, comes_late};

/// What a run for news need not have: it looks only forward.
fn of_a_sweep(world: &World) -> impl Fn(&Expected) -> bool {
    let late = comes_late(world);
    move |post| late.contains(&post.post) || post.edited || of_feed(post)
}

/// A feed shows only its newest items.
fn of_feed(post: &Expected) -> bool {
    post.platform.name() == "feed"
}

#[tokio::test]
async fn every_stream_of_every_server_comes_into_the_archive() {
    let stage = Stage::set(Setting::default()).await;
    for day in [3.0, 21.5, 44.0, 57.0] {
        stage.day(day);
        stage.run_well(Walk::News).await;
        stage.compare(of_a_sweep(&stage.world)).await;
    }
    // Everything that can still be found is found from the beginning, edits among it.
    stage.run_well(Walk::Sweep).await;
    stage.compare(of_feed).await;
    stage.compare_gone(&["mastodon:kohan", "bluesky"]).await;
}

#[tokio::test]
async fn feeds_that_are_read_often_lose_no_item() {
    let servers = vec!["feed:rasht", "feed:shiraz", "feed:tabriz"];
    let stage = Stage::set(Setting { servers, ..Setting::default() }).await;
    for day in 1..58 {
        stage.day(f64::from(day));
        stage.run_well(Walk::News).await;
    }
    stage.compare(|_| false).await;
    assert!(stage.archive.totals().await.unwrap().parked > 0, "one item never makes sense");
}

#[tokio::test]
async fn a_second_run_asks_only_for_news_and_changes_nothing() {
    let stage = Stage::set(Setting::default()).await;
    stage.day(30.0);
    stage.run_well(Walk::News).await;
    let (revision, totals) =
        (stage.archive.revision().await.unwrap(), stage.archive.totals().await);
    assert!(revision > 50, "{revision}");
    let before = stage.requests();
    let reports = stage.run_well(Walk::News).await;
    // One question for each spelling, account and feed.
    let streams = 3 * 15 + 2 + 15 + 1 + 3;
    assert!(stage.requests() - before <= streams, "{} requests", stage.requests() - before);
    assert_eq!(reports.iter().map(|report| report.kept.new).sum::<u64>(), 0);
    assert_eq!(stage.archive.revision().await.unwrap(), revision);
    assert_eq!(stage.archive.totals().await.unwrap(), totals.unwrap());
}

#[tokio::test]
async fn an_edit_is_kept_beside_what_stood_before() {
    let stage =
        Stage::set(Setting { servers: vec!["mastodon:kohan"], spellings: 3, ..Setting::default() })
            .await;
    for hour in (0..57 * 24).step_by(48) {
        stage.day(f64::from(hour) / 24.0);
        stage.run_well(Walk::News).await;
    }
    stage.day(57.0);
    stage.run_well(Walk::Sweep).await;
    stage.compare(|_| false).await;
    let (held, mut edits) = (stage.held().await, 0);
    for (key, post) in stage.expected().iter().filter(|(_, post)| post.edited && !post.deleted) {
        let former = stage.archive.edits(held[key].number).await.unwrap();
        for (_, body) in &former {
            assert_ne!(body.text, post.text);
        }
        edits += former.len();
    }
    assert!(edits > 0, "nobody edited anything");
}
