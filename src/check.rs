//! Checking everything that can be checked without asking a platform.

use std::process::ExitCode;

use crate::opened::Place;

/// Checks settings, sources, archive and index; what is wrong is told in words.
pub(crate) async fn run(place: &Place<'_>) -> anyhow::Result<ExitCode> {
    let config = place.settings()?;
    let file = place
        .config
        .map_or("the embedded settings".to_owned(), |file| format!("`{}`", file.display()));
    println!(
        "settings: {file} are right: {} campaigns, {} sources",
        config.campaigns.len(),
        config.sources.len()
    );
    let archive = place.archive(&config).await?;
    let harvester = place.harvester(&config, &archive)?;
    let missing = harvester.missing();
    println!("sources: {} are ready", config.sources.len() - missing.len());
    for (source, what) in &missing {
        println!("  {source} is not configured, which is no error: {what}");
    }
    let totals = archive.totals().await?;
    println!(
        "archive: {} posts public, {} gone, {} withdrawn, {} items parked",
        totals.public, totals.gone, totals.withdrawn, totals.parked
    );
    let breaches = archive::check(&archive).await?;
    for breach in &breaches {
        println!("  broken {} times: {}", breach.times, breach.rule);
    }
    let newest = archive.revision().await?;
    match place.finder(&config, &archive).view() {
        Ok(view) => println!("index: at revision {} of {newest}", view.revision),
        Err(error) => println!("index: {error}"),
    }
    Ok(if breaches.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
