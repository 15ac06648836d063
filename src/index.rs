//! Keeping the index.

use indicatif::{ProgressBar, ProgressStyle};

use crate::opened::Place;
use crate::stop;

/// Brings the index up to date, and keeps it so unless asked for once.
pub(crate) async fn run(place: &Place<'_>, once: bool) -> anyhow::Result<()> {
    let (config, archive) = place.open().await?;
    let mut indexer = place.indexer(&config, &archive);
    let progress = indexer.catch_up().await?;
    println!("{} posts brought up to date, revision {}", progress.posts, progress.revision);
    if !once {
        let stop = stop::on_signal()?;
        let told = |progress: indexer::Progress| {
            println!("{} posts brought up to date, revision {}", progress.posts, progress.revision);
        };
        indexer.follow(&stop, told).await?;
    }
    Ok(())
}

/// Makes the index anew and swaps it in.
pub(crate) async fn rebuild(place: &Place<'_>) -> anyhow::Result<()> {
    let (config, archive) = place.open().await?;
    let mut indexer = place.indexer(&config, &archive);
    let bar = bar("{bar:40} revision {pos} of {len}{msg}");
    let progress = indexer
        .rebuild(|reached, newest| {
            bar.set_length(u64::try_from(newest).unwrap_or_default());
            bar.set_position(u64::try_from(reached).unwrap_or_default());
            if reached == newest {
                bar.set_message(", merging its segments");
            }
        })
        .await?;
    bar.finish_and_clear();
    println!("rebuilt: {} posts, revision {}", progress.posts, progress.revision);
    Ok(())
}

/// A progress bar; on a stream that is no terminal it stays silent.
pub(crate) fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
