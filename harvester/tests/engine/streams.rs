//! News: every post that a server can find comes into the archive, once.

use harvester::Walk;
use simulator::Expected;

use crate::stage::{Setting, Stage, comes_late};

fn of_feed(post: &Expected) -> bool {
    post.platform.name() == "feed"
}

#[tokio::test]
async fn every_stream_of_every_server_comes_into_the_archive() {
    let stage = Stage::set(Setting::default()).await;
    let late = comes_late(&stage.world);
    for day in [3.0, 14.0, 21.5, 30.0, 44.0, 57.0] {
        stage.day(day);
        let began = std::time::Instant::now();
        stage.run_well(Walk::News).await;
        eprintln!("{day}: {:?} {} requests", began.elapsed(), stage.requests());
        stage.compare(|post| late.contains(&post.post) || post.edited || of_feed(post)).await;
    }
    // Everything that can still be found is found from the beginning, edits among it.
    stage.run_well(Walk::Sweep).await;
    eprintln!("{} requests", stage.requests());
    stage.compare(of_feed).await;
    stage.compare_gone(&["mastodon:kohan", "bluesky"]).await;
}
