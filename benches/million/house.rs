//! The archive, its index and the bare peer, made once and kept for further runs.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use archive::{Archive, Reading, Seen};
use config::Config;
use indexer::{Indexer, Reader};
use jiff::Timestamp;
use search::finder::Finder;

use crate::clock::cpu;
use crate::peer;
use crate::posts::Maker;

/// Raised when posts are made otherwise: what was kept is then made anew.
const VERSION: u32 = 1;
/// Posts kept in one transaction: the archive waits for the disk once in each.
const BATCH: usize = 20_000;

/// Everything that is asked.
pub(crate) struct House {
    pub(crate) config: Config,
    pub(crate) archive: Arc<Archive>,
    folder: PathBuf,
}

impl House {
    /// Opens what a folder keeps; makes what it does not keep, or what was made of other posts.
    pub(crate) async fn in_folder(folder: &Path, maker: &Maker<'_>) -> Self {
        let stamp = format!("version {VERSION}, {} posts, {}", maker.count, maker.texts.source);
        if read(&folder.join("archive.made")).lines().next() != Some(stamp.as_str()) {
            for old in ["archive", "index", "bare"] {
                let _ = fs::remove_dir_all(folder.join(old));
                let _ = fs::remove_file(folder.join(format!("{old}.made")));
            }
        }
        let archive = Archive::open("sqlite", &folder.join("archive")).await.expect("an archive");
        let config = Config::embedded().expect("the embedded settings");
        let house = Self { config, archive: Arc::new(archive), folder: folder.to_owned() };
        if !house.is_made("archive") {
            let took = Took::begin();
            house.keep(maker).await;
            house.made("archive", &format!("{stamp}\n{}", took.tell(maker.count)));
        }
        let took = Took::begin();
        if house.index().await {
            house.made("index", &format!("\n{}", took.tell(maker.count)));
        }
        if !house.is_made("bare") {
            let took = Took::begin();
            peer::make(maker, &folder.join("bare"));
            house.made("bare", &format!("\n{}", took.tell(maker.count)));
        }
        house
    }

    pub(crate) fn finder(&self) -> Finder {
        Finder::new(&self.config, self.archive.clone(), self.reader())
    }

    pub(crate) fn reader(&self) -> Reader {
        Reader::in_folder(&self.folder.join("index"))
    }

    pub(crate) fn bare(&self) -> PathBuf {
        self.folder.join("bare")
    }

    /// How each part was made.
    pub(crate) fn history(&self) -> String {
        let mut told = String::new();
        for part in ["archive", "index", "bare"] {
            let made = read(&self.mark(part));
            let _ = writeln!(told, "{part:<8} {}", made.lines().nth(1).unwrap_or_default());
        }
        told
    }

    async fn keep(&self, maker: &Maker<'_>) {
        for start in (0..maker.count).step_by(BATCH) {
            let places = start..(start + BATCH).min(maker.count);
            let seen = places.clone().map(|place| Seen {
                post: maker.post(place),
                native_id: None,
                range: 0..0,
            });
            let reading = Reading {
                source: "million".to_owned(),
                stream: "tag".to_owned(),
                net: "hashtag".to_owned(),
                seen: seen.collect(),
                at: Timestamp::UNIX_EPOCH,
                ..Reading::default()
            };
            self.archive.keep(&reading).await.expect("a reading is kept");
            tell("archived", places.end, maker.count);
        }
    }

    /// Brings the index to the archive; tells whether there was anything to do.
    async fn index(&self) -> bool {
        let folder = self.folder.join("index");
        let mut indexer = Indexer::new(&self.config, self.archive.clone(), &folder);
        let done = if self.is_made("index") {
            indexer.catch_up().await.expect("an index").posts
        } else {
            let told = |at, of| tell("indexed", at as usize, of as usize);
            indexer.rebuild(told).await.expect("an index").posts
        };
        if done > 0 {
            settle().await;
        }
        done > 0
    }

    fn mark(&self, part: &str) -> PathBuf {
        self.folder.join(format!("{part}.made"))
    }

    fn is_made(&self, part: &str) -> bool {
        self.mark(part).exists()
    }

    fn made(&self, part: &str, how: &str) {
        fs::write(self.mark(part), how).expect("a mark");
    }
}

/// Waits until merges are through: for a while in which next to no CPU is used.
async fn settle() {
    loop {
        let before = cpu();
        tokio::time::sleep(Duration::from_secs(2)).await;
        if cpu() - before < 20.0 {
            return;
        }
    }
}

/// A line for every hundred thousand posts.
pub(crate) fn tell(what: &str, at: usize, of: usize) {
    if at == of || at.is_multiple_of(100_000) {
        eprintln!("{what} {at} of {of}");
    }
}

struct Took {
    start: Instant,
    cpu: f64,
}

impl Took {
    fn begin() -> Self {
        Self { start: Instant::now(), cpu: cpu() }
    }

    fn tell(&self, posts: usize) -> String {
        let (wall, spent) = (self.start.elapsed().as_secs_f64(), (cpu() - self.cpu) / 1e3);
        format!(
            "{wall:.0} s, {spent:.0} CPU s, {:.0} posts a CPU second",
            posts as f64 / spent.max(0.001)
        )
    }
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_default()
}

/// Bytes of the files under a folder whose names a test chooses.
pub(crate) fn bytes(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> u64 {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let sizes = entries.map(|entry| {
        let meta = entry.metadata().expect("a file");
        if meta.is_dir() {
            bytes(&entry.path(), wanted)
        } else if wanted(&entry.file_name().to_string_lossy()) {
            meta.len()
        } else {
            0
        }
    });
    sizes.sum()
}
