//! How the sources are doing.

use jiff::Timestamp;

use crate::opened::Place;

/// Prints a table of the sources.
pub(crate) async fn run(place: &Place<'_>) -> anyhow::Result<()> {
    let (config, archive) = place.open().await?;
    let harvester = place.harvester(&config, &archive)?;
    let (missing, due) = (harvester.missing(), harvester.next_due());
    let states = archive.source_states().await?;
    println!("{:<20} {:<10} {:<18} {:<18} health", "source", "platform", "last run", "next run");
    for source in &config.sources {
        let state = states.iter().find(|state| state.source == source.name);
        let lacks = missing.iter().find(|(name, _)| *name == source.name);
        let next = due.iter().find(|(name, _)| *name == source.name).and_then(|(_, due)| *due);
        let health = match (lacks, state) {
            (Some((_, what)), _) => format!("not configured: {what}"),
            (None, Some(state)) => format!("{}: {}", state.health, state.message),
            (None, None) => "never run".to_owned(),
        };
        let next = if lacks.is_some() { None } else { next };
        let last = state.and_then(|state| state.last_run_at);
        println!(
            "{:<20} {:<10} {:<18} {:<18} {health}",
            source.name,
            source.platform,
            clock(last),
            clock(next)
        );
    }
    let totals = archive.totals().await?;
    println!(
        "\n{} posts public, {} gone, {} withdrawn; {} items parked",
        totals.public, totals.gone, totals.withdrawn, totals.parked
    );
    for parked in archive.parked(5).await? {
        println!(
            "  parked from {} at {}: {}",
            parked.source,
            clock(Some(parked.at)),
            parked.reason
        );
    }
    Ok(())
}

/// An instant to the minute, in UTC.
fn clock(instant: Option<Timestamp>) -> String {
    instant.map_or_else(|| "-".to_owned(), |at| at.strftime("%Y-%m-%d %H:%MZ").to_string())
}
