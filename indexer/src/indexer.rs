//! Following the archive's revisions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, Change, Entry};
use config::Config;
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError, Term};
use tokio_util::sync::CancellationToken;

use crate::document::document;
use crate::error::IndexError;
use crate::generation::Generations;
use crate::marks::Marks;
use crate::schema::Fields;
use crate::stamp::Stamp;

/// Writes the index of one archive. There is one writer at a time; readers do not mind it.
pub struct Indexer {
    archive: Arc<Archive>,
    generations: Generations,
    marks: Marks,
    rules: String,
    writing: Option<Writing>,
}

impl std::fmt::Debug for Indexer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Indexer").field("generations", &self.generations).finish_non_exhaustive()
    }
}

/// How far the index has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Posts put in or taken out.
    pub posts: u64,
    /// The revision reached.
    pub revision: i64,
}

/// A generation open for writing.
struct Writing {
    name: String,
    index: Index,
    writer: IndexWriter,
    revision: i64,
}

/// Changes read from the archive at a time.
const BATCH: i64 = 2_000;

/// Changes put into one commit while catching up.
const COMMIT: u64 = 20_000;

/// Memory for the writer's threads together.
const MEMORY: usize = 96 << 20;

/// How often the archive is asked even if nobody called: another process may have written.
const POLL: Duration = Duration::from_millis(500);

impl Indexer {
    /// An indexer of an archive into a folder.
    pub fn new(config: &Config, archive: Arc<Archive>, folder: &Path) -> Self {
        let marks = Marks::of(config);
        let rules = Stamp::rules(&marks);
        let generations = Generations::in_folder(folder);
        Self { archive, generations, marks, rules, writing: None }
    }

    /// Brings the index to the archive's newest revision. An index made by other rules, or one
    /// that cannot be opened, is rebuilt beside and swapped.
    pub async fn catch_up(&mut self) -> Result<Progress, IndexError> {
        if self.writing.is_none() {
            match self.open_current()? {
                Some(writing) => self.writing = Some(writing),
                None => return self.rebuild(|_, _| ()).await,
            }
        }
        let Some(mut writing) = self.writing.take() else { return Err(IndexError::BrokenOff) };
        // After an error the writer is dropped and opened anew: a writer that failed once cannot
        // be trusted with another commit.
        let progress = self.follow_into(&mut writing, &mut |_, _| ()).await?;
        self.writing = Some(writing);
        Ok(progress)
    }

    /// Makes the index anew beside the current one and swaps. `progress` hears of the revision
    /// reached and of the newest one.
    pub async fn rebuild(
        &mut self,
        mut progress: impl FnMut(i64, i64),
    ) -> Result<Progress, IndexError> {
        self.writing = None;
        let (name, index) = self.generations.begin()?;
        let mut writing = self.write(name, index, 0)?;
        let done = self.follow_into(&mut writing, &mut progress).await?;
        if done.posts == 0 {
            self.commit(&mut writing)?;
        }
        self.generations.make_current(&writing.name)?;
        self.writing = Some(writing);
        Ok(done)
    }

    /// Follows the archive until told to stop; `caught_up` hears of each commit.
    pub async fn follow(
        &mut self,
        stop: &CancellationToken,
        mut caught_up: impl FnMut(Progress),
    ) -> Result<(), IndexError> {
        loop {
            let progress = self.catch_up().await?;
            if progress.posts > 0 {
                caught_up(progress);
            }
            tokio::select! {
                () = stop.cancelled() => return Ok(()),
                () = self.archive.changed() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }

    fn open_current(&self) -> Result<Option<Writing>, IndexError> {
        let Some(name) = self.generations.current() else { return Ok(None) };
        let Ok(index) = self.generations.open(&name) else { return Ok(None) };
        match Stamp::of(&index) {
            Some(stamp) if stamp.rules == self.rules => {
                self.write(name, index, stamp.revision).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn write(&self, name: String, index: Index, revision: i64) -> Result<Writing, IndexError> {
        let writer = index.writer(MEMORY).map_err(|error| match error {
            TantivyError::LockFailure(..) => IndexError::Busy { folder: self.generations.folder() },
            other => IndexError::Engine(other),
        })?;
        Ok(Writing { name, index, writer, revision })
    }

    async fn follow_into(
        &self,
        writing: &mut Writing,
        progress: &mut impl FnMut(i64, i64),
    ) -> Result<Progress, IndexError> {
        let (mut done, mut waiting, mut withdrawn) = (0, 0, false);
        let newest = self.archive.revision().await?;
        while writing.revision < newest {
            let changes = self.archive.changes(writing.revision, BATCH).await?;
            let Some(last) = changes.last() else { break };
            let revision = last.revision;
            withdrawn |= changes.iter().any(|change| change.entry.withdrawn_at.is_some());
            waiting += self.put(writing, changes).await?;
            writing.revision = revision;
            progress(revision, newest);
            if waiting >= COMMIT {
                self.commit(writing)?;
                done += std::mem::take(&mut waiting);
            }
        }
        if waiting > 0 {
            self.commit(writing)?;
        }
        if withdrawn {
            writing.purge().await?;
        }
        Ok(Progress { posts: done + waiting, revision: writing.revision })
    }

    /// Replaces the documents of changed posts; a post that changed often is put in once.
    async fn put(&self, writing: &Writing, changes: Vec<Change>) -> Result<u64, IndexError> {
        let (_, fields) = Fields::schema();
        let entries: BTreeMap<i64, Entry> =
            changes.into_iter().map(|change| (change.entry.number, change.entry)).collect();
        let sought = self.sought(&entries).await?;
        let documents: Vec<(i64, Option<TantivyDocument>)> = entries
            .values()
            .map(|entry| {
                let number = entry.number;
                let document = entry.public().and_then(|post| {
                    document(number, post, sought.contains(&number), &self.marks, &fields)
                });
                (number, document)
            })
            .collect();
        for (number, document) in documents {
            let number = u64::try_from(number).unwrap_or_default();
            writing.writer.delete_term(Term::from_field_u64(fields.number, number));
            if let Some(document) = document {
                writing.writer.add_document(document)?;
            }
        }
        Ok(entries.len() as u64)
    }

    /// Posts that somebody looked for: through a hashtag or a mention, or from a file.
    async fn sought(&self, entries: &BTreeMap<i64, Entry>) -> Result<BTreeSet<i64>, IndexError> {
        let numbers: BTreeSet<i64> = entries.keys().copied().collect();
        let sightings = self.archive.sightings(&numbers).await?;
        let sought = sightings.into_iter().filter(|(_, _, net)| net != "address");
        Ok(sought.map(|(number, ..)| number).collect())
    }

    fn commit(&self, writing: &mut Writing) -> Result<(), IndexError> {
        let stamp = Stamp { revision: writing.revision, rules: self.rules.clone() };
        let mut commit = writing.writer.prepare_commit()?;
        commit.set_payload(&stamp.to_text());
        commit.commit()?;
        Ok(())
    }
}

impl Writing {
    /// Writes segments that hold deleted posts anew, so that a withdrawn post's words leave the
    /// index's files as well.
    async fn purge(&mut self) -> Result<(), IndexError> {
        let metas = self.index.searchable_segment_metas()?;
        let with_deletes = metas.iter().filter(|meta| meta.has_deletes());
        let segments: Vec<_> = with_deletes.map(|meta| meta.id()).collect();
        if !segments.is_empty() {
            self.writer.merge(&segments).await?;
        }
        self.writer.garbage_collect_files().await?;
        Ok(())
    }
}
