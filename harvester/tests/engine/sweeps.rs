//! Sweeps: what came late is found, what is gone is noticed, and a sweep that is cut goes on.

use harvester::{Health, Walk};
use tokio_util::sync::CancellationToken;

use crate::stage::{Setting, Stage, comes_late};

const TWO: [&str; 2] = ["mastodon:kohan", "bluesky"];

#[tokio::test]
async fn late_posts_are_found_and_deleted_ones_noticed() {
    let setting = Setting { servers: TWO.to_vec(), spellings: 6, ..Setting::default() };
    let stage = Stage::set(setting).await;
    let late = comes_late(&stage.world);
    let (mut found_late, mut gone) = (0, 0);
    for day in 1..9 {
        stage.day(f64::from(day * 7));
        stage.run_well(Walk::News).await;
        let before = stage.held().await;
        for report in stage.run_well(Walk::Sweep).await {
            gone += report.kept.gone;
        }
        let after = stage.held().await;
        let new = after.keys().filter(|key| !before.contains_key(*key));
        let expected = stage.expected();
        found_late += new.filter(|key| late.contains(&expected[*key].post)).count();
        stage.compare(|_| false).await;
        stage.compare_gone(&TWO).await;
    }
    assert!(found_late > 0 && gone > 0, "{found_late} late, {gone} gone");
}

#[tokio::test]
async fn a_sweep_that_is_stopped_goes_on_where_it_was() {
    let setting = Setting { servers: vec!["bluesky"], ..Setting::default() };
    let mut stage = Stage::set(setting).await;
    stage.day(20.0);
    stage.run_well(Walk::News).await;
    stage.day(57.0);
    let before = stage.requests();
    let mut runs = 0;
    loop {
        runs += 1;
        // It is told to stop after a few answers, and goes on as another process.
        let (stop, last) = (CancellationToken::new(), stage.requests() + 3);
        let run = stage.harvester.run_once(None, Walk::Sweep, &stop);
        let watch = async {
            while stage.requests() < last {
                tokio::task::yield_now().await;
            }
            stop.cancel();
            std::future::pending::<()>().await;
        };
        let reports = tokio::select! { reports = run => reports.unwrap(), () = watch => vec![] };
        let health = reports[0].health.clone();
        stage.restart().await;
        match health {
            Health::Well => break,
            Health::Interrupted => assert!(runs < 200, "it never ends"),
            other => panic!("{other:?}"),
        }
    }
    let cut = stage.requests() - before;
    stage.compare(|_| false).await;
    stage.compare_gone(&["bluesky"]).await;
    // What was gone over is not gone over again.
    let before = stage.requests();
    stage.run_well(Walk::Sweep).await;
    let whole = stage.requests() - before;
    assert!(runs > 3 && cut <= whole + runs, "{cut} requests in {runs} runs, {whole} at once");
}

#[tokio::test]
async fn a_sweep_longer_than_a_run_may_be_comes_to_its_end() {
    let setting = Setting {
        servers: vec!["mastodon:kohan"],
        harvest: "pages_per_run = 1",
        ..Setting::default()
    };
    let stage = Stage::set(setting).await;
    stage.day(57.0);
    let mut runs = 1;
    while stage.run(Walk::Sweep).await[0].health != Health::Well {
        runs += 1;
        assert!(runs < 50, "it never ends");
    }
    assert!(runs > 1);
    stage.compare(|_| false).await;
    stage.compare_gone(&["mastodon:kohan"]).await;
}

#[tokio::test]
async fn a_tight_limit_lets_a_sweep_end_in_time() {
    let tight = |world: &mut simulator::World| {
        let server = world.servers.iter_mut().find(|server| server.name == "mastodon:kohan");
        server.unwrap().limits =
            vec![simulator::Limit { requests: 4, seconds: 600, scope: simulator::Scope::All }];
    };
    let setting = Setting { servers: vec!["mastodon:kohan"], world: tight, ..Setting::default() };
    let mut stage = Stage::set(setting).await;
    stage.day(57.0);
    let mut runs = 0;
    loop {
        let report = stage.run(Walk::Sweep).await.remove(0);
        runs += 1;
        assert!(runs < 50, "it never ends");
        match report.health {
            Health::Well => break,
            Health::Limited(until) => stage.clock.reach(until),
            other => panic!("{other:?}"),
        }
        stage.restart().await;
    }
    stage.compare(|_| false).await;
    stage.compare_gone(&["mastodon:kohan"]).await;
    assert_eq!(stage.overruns(), Default::default());
}

/// Nobody listens at the first of its two addresses, which are on the same machine.
#[tokio::test]
async fn a_host_that_is_out_of_reach_keeps_no_other_from_being_read_and_swept() {
    let beside = Some("http://127.0.0.1:1/feed.xml");
    let stage = Stage::set(Setting { servers: vec!["feed:rasht"], beside, ..Setting::default() });
    let stage = stage.await;
    for (day, walk) in [(9.0, Walk::News), (16.0, Walk::Sweep), (23.0, Walk::Sweep)] {
        stage.day(day);
        let before = stage.requests();
        let report = stage.run(walk).await.remove(0);
        assert!(matches!(report.health, Health::Unreachable(_)), "{:?}", report.health);
        assert_eq!(stage.requests() - before, 1, "day {day}");
    }
}
