//! Withdrawing a post.

use anyhow::bail;
use archive::PostKey;
use indexer::IndexError;
use jiff::Timestamp;

use crate::opened::Place;

/// Withdraws a post and prints the proof.
pub(crate) async fn run(place: &Place<'_>, key: &str, why: &str) -> anyhow::Result<()> {
    let key: PostKey = key.parse()?;
    if why.trim().is_empty() {
        bail!("`--why` is empty; say in a few words why the post is withdrawn");
    }
    let (config, archive) = place.open().await?;
    let proof = archive.withdraw(&key, why, Timestamp::now()).await?;
    let withdrawal = &proof.withdrawal;
    if proof.before {
        println!("{key} was withdrawn before, at {}: {}", withdrawal.at, withdrawal.why);
        return Ok(());
    }
    println!("withdrawn: {key}, at {}, revision {}", withdrawal.at, withdrawal.revision);
    println!(
        "removed: its words, {} former versions, and its part of {} raw answers; a tombstone \
         without words or names stays",
        proof.edits, proof.answers
    );
    if proof.waiting > 0 {
        println!(
            "{} files of raw answers are in use by a running ketabkhan, which rewrites them \
             within a minute",
            proof.waiting
        );
    }
    match place.indexer(&config, &archive).catch_up().await {
        Ok(_) => println!("the index no longer holds it"),
        Err(IndexError::Busy { .. }) => {
            println!("no view shows it; the running ketabkhan takes it out of its index");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
