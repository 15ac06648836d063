//! Posts from a file.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use harvester::import_file;
use jiff::Timestamp;

use crate::index::bar;
use crate::opened::Place;

/// Bad lines told one by one before the rest is only counted.
const TOLD: usize = 20;

/// Imports a file and says what became of it.
pub(crate) async fn run(place: &Place<'_>, file: &Path) -> anyhow::Result<ExitCode> {
    let (_, archive) = place.open().await?;
    let bar = bar("{bar:40} {bytes} of {total_bytes}, {eta} left");
    let imported = import_file(&archive, file, Timestamp::now(), |done, size| {
        bar.set_length(size);
        bar.set_position(done);
    })
    .await
    .with_context(|| format!("could not import `{}`", file.display()))?;
    bar.finish_and_clear();
    let kept = imported.kept;
    println!("{} new, {} changed, {} known", kept.new, kept.changed, kept.known);
    if kept.refused > 0 {
        println!("{} were withdrawn before and stay out", kept.refused);
    }
    let bad = &imported.unreadable;
    for reason in bad.iter().take(TOLD) {
        println!("{reason}");
    }
    if bad.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    if bad.len() > TOLD {
        println!("… and {} more", bad.len() - TOLD);
    }
    println!("{} lines could not be read; they are kept in the raw answers and parked", bad.len());
    Ok(ExitCode::FAILURE)
}
