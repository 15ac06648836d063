//! Reading the index while it is written, and through a swap.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use tantivy::{IndexReader, ReloadPolicy, Searcher};

use crate::error::IndexError;
use crate::generation::Generations;
use crate::schema::Fields;
use crate::stamp::Stamp;
use crate::view::View;
use crate::words::Words;

/// Opens views of the newest commit.
#[derive(Debug)]
pub struct Reader {
    generations: Generations,
    open: RwLock<Option<Arc<Open>>>,
}

/// What tells one commit's `meta.json` from another's: each is a new file.
type Committed = Option<(SystemTime, u64)>;

struct Open {
    name: String,
    committed: Committed,
    searcher: Searcher,
    reader: IndexReader,
    revision: i64,
    words: Words,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Reader {
    /// A reader of the index in a folder, which need not be there yet.
    pub fn in_folder(folder: &Path) -> Self {
        Self { generations: Generations::in_folder(folder), open: RwLock::new(None) }
    }

    /// The newest commit. It costs two looks at the file system where nothing is new.
    pub fn view(&self) -> Result<View, IndexError> {
        let name = self.generations.current();
        let name = name.ok_or_else(|| IndexError::Missing { folder: self.generations.folder() })?;
        match self.view_of(name.clone()) {
            // It was swapped away while it was being opened.
            Err(_) if self.generations.current().is_some_and(|now| now != name) => self.view(),
            view => view,
        }
    }

    fn view_of(&self, name: String) -> Result<View, IndexError> {
        let committed = self.committed(&name);
        let held = self.open.read().unwrap_or_else(PoisonError::into_inner).clone();
        let open = match held {
            Some(open) if open.name == name && open.committed == committed => open,
            held => self.renew(name, committed, held)?,
        };
        let (_, fields) = Fields::schema();
        Ok(View {
            searcher: open.searcher.clone(),
            fields,
            revision: open.revision,
            words: open.words.clone(),
        })
    }

    fn committed(&self, name: &str) -> Committed {
        let meta = fs::metadata(self.generations.path(name).join("meta.json")).ok()?;
        Some((meta.modified().ok()?, meta.ino()))
    }

    fn renew(
        &self,
        name: String,
        committed: Committed,
        held: Option<Arc<Open>>,
    ) -> Result<Arc<Open>, IndexError> {
        let index = self.generations.open(&name)?;
        // Read before the segments are: a commit between the two makes the view newer than it
        // says, never older.
        let revision = Stamp::of(&index).map_or(0, |stamp| stamp.revision);
        let held = held.filter(|open| open.name == name);
        let reader: IndexReader = match &held {
            Some(open) => {
                open.reader.reload()?;
                open.reader.clone()
            }
            None => index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?,
        };
        let before = held.map(|open| open.words.clone()).unwrap_or_default();
        let searcher = reader.searcher();
        let words = Words::of(&searcher, &Fields::schema().1, &before)?;
        let open = Arc::new(Open { name, committed, searcher, reader, revision, words });
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(open.clone());
        Ok(open)
    }
}
