//! Following the archive's revisions.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
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
use crate::merging::{merge_all, merge_as_it_grows, merge_at_the_end};
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
    /// Whether withdrawn words may still stand in its files.
    withdrawn: bool,
    /// Let go after the writer.
    _lock: File,
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
            let lock = self.generations.lock()?;
            match self.open_current()? {
                Some((name, index, stamp)) => {
                    self.generations.leave_only(Some(&name))?;
                    self.writing = Some(self.write(lock, name, index, &stamp)?);
                }
                None => return self.rebuild_under(lock, |_, _| ()).await,
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
        progress: impl FnMut(i64, i64),
    ) -> Result<Progress, IndexError> {
        self.writing = None;
        let lock = self.generations.lock()?;
        self.rebuild_under(lock, progress).await
    }

    async fn rebuild_under(
        &mut self,
        lock: File,
        mut progress: impl FnMut(i64, i64),
    ) -> Result<Progress, IndexError> {
        self.generations.leave_only(self.generations.current().as_deref())?;
        let (name, index) = self.generations.begin()?;
        let stamp = Stamp { revision: 0, rules: self.rules.clone(), withdrawn: false };
        let mut writing = self.write(lock, name, index, &stamp)?;
        merge_at_the_end(&writing.writer);
        let done = self.follow_into(&mut writing, &mut progress).await?;
        if done.posts == 0 {
            self.commit(&mut writing)?;
        }
        let segments = writing.index.searchable_segment_metas()?;
        merge_all(&mut writing.writer, segments).await?;
        merge_as_it_grows(&writing.writer);
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

    /// The current generation, unless it cannot be opened or was made by other rules.
    fn open_current(&self) -> Result<Option<(String, Index, Stamp)>, IndexError> {
        let Some(name) = self.generations.current() else { return Ok(None) };
        let Ok(index) = self.generations.open(&name) else { return Ok(None) };
        let stamp = Stamp::of(&index).filter(|stamp| stamp.rules == self.rules);
        Ok(stamp.map(|stamp| (name, index, stamp)))
    }

    fn write(
        &self,
        lock: File,
        name: String,
        index: Index,
        stamp: &Stamp,
    ) -> Result<Writing, IndexError> {
        let writer = index.writer(MEMORY).map_err(|error| match error {
            TantivyError::LockFailure(..) => IndexError::Busy { folder: self.generations.folder() },
            other => IndexError::Engine(other),
        })?;
        merge_as_it_grows(&writer);
        let (revision, withdrawn) = (stamp.revision, stamp.withdrawn);
        Ok(Writing { name, index, writer, revision, withdrawn, _lock: lock })
    }

    async fn follow_into(
        &self,
        writing: &mut Writing,
        progress: &mut impl FnMut(i64, i64),
    ) -> Result<Progress, IndexError> {
        let (mut done, mut waiting) = (0, 0);
        let newest = self.archive.revision().await?;
        while writing.revision < newest {
            let changes = self.archive.changes(writing.revision, BATCH).await?;
            let Some(last) = changes.last() else { break };
            let revision = last.revision;
            writing.withdrawn |= changes.iter().any(|change| change.entry.withdrawn_at.is_some());
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
        if writing.withdrawn && writing.purge().await? {
            writing.withdrawn = false;
            self.commit(writing)?;
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
        let (revision, withdrawn) = (writing.revision, writing.withdrawn);
        let stamp = Stamp { revision, rules: self.rules.clone(), withdrawn };
        let mut commit = writing.writer.prepare_commit()?;
        commit.set_payload(&stamp.to_text());
        commit.commit()?;
        Ok(())
    }
}

impl Writing {
    /// Writes segments that hold deleted posts anew, so that a withdrawn post's words leave the
    /// index's files as well. Tells whether none is left; else it is to be tried again.
    async fn purge(&mut self) -> Result<bool, IndexError> {
        // Who holds the record of a segment holds its files, so only names are kept.
        let metas = self.index.searchable_segment_metas()?.into_iter();
        let segments: Vec<_> =
            metas.filter(|meta| meta.has_deletes()).map(|meta| meta.id()).collect();
        if !segments.is_empty() {
            match self.writer.merge(&segments).await {
                // The writer's own merge of some of them came first.
                Err(TantivyError::InvalidArgument(_)) => return Ok(false),
                merged => merged?,
            };
        }
        self.writer.garbage_collect_files().await?;
        let metas = self.index.searchable_segment_metas()?;
        Ok(!metas.iter().any(|meta| meta.has_deletes()))
    }
}
