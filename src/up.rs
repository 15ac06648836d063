//! Everything in one process: harvest, index, serve, keep house.

use std::time::Duration;

use anyhow::{Context, anyhow};
use config::Config;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::opened::Place;
use crate::{house, serve, stop};

/// Runs until told to stop.
pub(crate) async fn run(place: &Place<'_>, listen: Option<&str>) -> anyhow::Result<()> {
    let config = place.settings()?;
    everything(place, &config, listen, stop::on_signal()?).await
}

/// How long tasks may take to put down what they have in hand.
const GRACE: Duration = Duration::from_secs(10);

/// Runs every task until `stop`. A task that ends unasked takes the others down, with a message.
pub(crate) async fn everything(
    place: &Place<'_>,
    config: &Config,
    listen: Option<&str>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let archive = place.archive(config).await?;
    let harvester = place.harvester(config, &archive)?;
    for (source, what) in harvester.missing() {
        println!("source {source} is not configured: {what}");
    }
    let mut indexer = place.indexer(config, &archive);
    indexer.catch_up().await?;
    let web = place.web(config, &archive);
    let server = serve::bind(config, listen, &web).await?;
    let routes = search::web::routes(web);

    let mut tasks: JoinSet<(&'static str, anyhow::Result<()>)> = JoinSet::new();
    let token = stop.clone();
    tasks.spawn(async move { ("harvesting", harvester.run(&token).await.map_err(Into::into)) });
    let token = stop.clone();
    tasks.spawn(async move {
        let followed = indexer.follow(&token, |progress| {
            println!("revision {}: {} posts brought up to date", progress.revision, progress.posts);
        });
        ("indexing", followed.await.map_err(Into::into))
    });
    let token = stop.clone();
    tasks.spawn(async move {
        server.serve(routes, token).await;
        ("serving", Ok(()))
    });
    let house = house::keep(archive, stop.clone());
    tasks.spawn(async move { ("keeping house", house.await.map_err(Into::into)) });
    until_stopped(tasks, stop).await
}

async fn until_stopped(
    mut tasks: JoinSet<(&'static str, anyhow::Result<()>)>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let first = tokio::select! {
        () = stop.cancelled() => None,
        ended = tasks.join_next() => ended,
    };
    let asked = stop.is_cancelled();
    stop.cancel();
    let rest = async { while tasks.join_next().await.is_some() {} };
    let in_time = tokio::time::timeout(GRACE, rest).await.is_ok();
    match first {
        Some(Ok((task, result))) if !asked => {
            result.with_context(|| format!("{task} failed"))?;
            Err(anyhow!("{task} ended unasked"))
        }
        Some(Err(panic)) => Err(anyhow!("a task broke down: {panic}")),
        Some(Ok((task, result))) => result.with_context(|| format!("{task} failed")),
        None if in_time => Ok(()),
        None => Err(anyhow!("some task did not stop within {GRACE:?}")),
    }
}
