//! Keeping house while a process runs.

use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, ArchiveError};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

/// How often it is done: within a minute, as whoever withdraws a post is told.
const OFTEN: Duration = Duration::from_secs(20);

/// Takes withdrawn posts out of the raw answers that this process holds, until told to stop.
pub(crate) async fn keep(
    archive: Arc<Archive>,
    stop: CancellationToken,
) -> Result<(), ArchiveError> {
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = tokio::time::sleep(OFTEN) => {}
        }
        archive.scrub_pending(Timestamp::now()).await?;
    }
}
