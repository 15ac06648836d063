//! Bad days: whatever goes wrong, when it is over the archive is the world.

use harvester::Walk;
use simulator::{FaultMix, World};

use crate::stage::{Setting, Stage};

/// Servers of every dialect that differs in what can go wrong.
const SOME: [&str; 4] = ["mastodon:kohan", "mastodon:parsi", "bluesky", "feed:tabriz"];

/// Through some bad weeks, and then well again.
async fn weather(days: &[f64], faults: FaultMix, seed: u64, spellings: usize) -> Stage {
    let servers = SOME.to_vec();
    let mut stage =
        Stage::set(Setting { seed, faults, servers, spellings, ..Setting::default() }).await;
    for day in days {
        stage.day(*day);
        stage.run(Walk::News).await;
        if seed.is_multiple_of(2) {
            stage.restart().await;
        }
        stage.run(Walk::Sweep).await;
    }
    stage.running.faults(FaultMix::none());
    stage.day(57.0);
    for _ in 0..2 {
        stage.run(Walk::News).await;
        stage.run(Walk::Sweep).await;
    }
    stage.compare(|post| post.platform.name() == "feed").await;
    stage.compare_gone(&["mastodon:kohan", "bluesky"]).await;
    assert_eq!(stage.overruns(), Default::default());
    stage
}

#[tokio::test]
async fn each_fault_alone_hides_nothing() {
    let usual = FaultMix { skew_seconds: -25_200, burst_seconds: 2, ..FaultMix::none() };
    let alone = [
        FaultMix { server_error: 0.3, ..usual },
        FaultMix { dropped: 0.3, ..usual },
        FaultMix { cut: 0.3, ..usual },
        FaultMix { malformed: 0.3, ..usual },
        FaultMix { html: 0.3, ..usual },
        FaultMix { bad_item: 0.3, ..usual },
        FaultMix { repeated_page: 0.3, ..usual },
        FaultMix { looping_cursor: 0.3, ..usual },
        FaultMix { slow: 0.3, delay_seconds: 0.002, ..usual },
        FaultMix { clock_skew: 0.3, ..usual },
        FaultMix { too_many_requests: 0.1, ..usual },
        FaultMix { too_many_requests: 0.1, burst_seconds: 400, ..usual },
    ];
    for (number, faults) in alone.into_iter().enumerate() {
        let stage = weather(&[41.0], faults, number as u64, 2).await;
        let struck: u64 = stage.running.ledger().values().flat_map(|l| l.faults.values()).sum();
        assert!(struck > 0, "{faults:?} never struck");
    }
}

#[tokio::test]
async fn all_faults_together_hide_nothing() {
    for seed in 1..4 {
        weather(&[9.0, 41.0], FaultMix::each(0.04), seed, 4).await;
    }
}

#[tokio::test]
async fn an_ordinary_bad_day_leaves_nothing_unread_behind() {
    let faults = FaultMix { delay_seconds: 0.001, ..World::embedded().faults };
    weather(&[9.0, 41.0], faults, 77, 99).await;
}

#[tokio::test]
async fn what_cannot_be_read_is_parked_with_its_reason_and_its_bytes() {
    let faults = FaultMix { malformed: 0.25, bad_item: 0.25, ..FaultMix::none() };
    let stage = weather(&[9.0, 41.0], faults, 3, 3).await;
    let parked = stage.archive.parked(10_000).await.unwrap();
    let bytes: Vec<u8> = stage.raw().into_iter().flatten().collect();
    assert!(bytes.windows(4).any(|part| part == b"\0<<{"), "no broken answer is kept raw");
    let whole = parked.iter().filter(|item| item.reason.contains("not a")).count();
    let items = parked.iter().filter(|item| item.reason.contains("missing")).count();
    assert!(whole > 0 && items > 0, "{parked:#?}");
    assert!(parked.iter().all(|item| item.answer.is_some() && !item.reason.is_empty()));
    let failed: i64 = stage.coverage().await.iter().map(|hour| hour.failed).sum();
    assert!(failed >= whole as i64, "{failed} hours of failure, {whole} broken answers");
}
