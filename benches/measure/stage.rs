//! An archive with an index over some texts, and what its finder finds.

use std::sync::Arc;

use archive::{Archive, Post, PostKey, Reading, Seen};
use config::Config;
use indexer::{Indexer, Reader};
use jiff::Timestamp;
use search::finder::{Ask, Finder};
use search::query::Query;

use crate::material::Question;

/// How many hits a page has.
const PAGE: usize = 10;

/// Texts that can be asked for.
pub(crate) struct Stage {
    finder: Arc<Finder>,
    _folder: tempfile::TempDir,
}

impl Stage {
    /// One post for each text, indexed as the program does it.
    pub(crate) async fn of(texts: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::open("sqlite", folder.path()).await.expect("an archive");
        let archive = Arc::new(archive);
        for (n, some) in texts.chunks(500).enumerate() {
            let seen = some.iter().enumerate().map(|(at, text)| {
                let key = PostKey::new("mastodon", format!("https://a.example/{}", n * 500 + at));
                Seen { post: Post::new(key, *text), native_id: None, range: 0..0 }
            });
            let reading = Reading {
                source: "measure".to_owned(),
                net: "hashtag".to_owned(),
                seen: seen.collect(),
                at: Timestamp::UNIX_EPOCH,
                ..Reading::default()
            };
            archive.keep(&reading).await.expect("a reading is kept");
        }
        let config = Config::embedded().expect("the embedded settings");
        let index = folder.path().join("index");
        Indexer::new(&config, archive.clone(), &index).catch_up().await.expect("an index");
        let finder = Arc::new(Finder::new(&config, archive, Reader::in_folder(&index)));
        Self { finder, _folder: folder }
    }

    /// On which place of the first page each question's text stands, from 1.
    pub(crate) async fn ranks(&self, questions: &[Question]) -> Vec<Option<usize>> {
        let share = questions.len().div_ceil(2).max(1);
        let asking = questions.chunks(share).map(|some| {
            let (finder, some) = (self.finder.clone(), some.to_vec());
            tokio::spawn(async move {
                let mut ranks = Vec::new();
                for question in some {
                    ranks.push(rank(&finder, &question).await);
                }
                ranks
            })
        });
        let asking: Vec<_> = asking.collect();
        let mut ranks = Vec::new();
        for some in asking {
            ranks.extend(some.await.expect("questions are asked"));
        }
        ranks
    }
}

/// Asks as a visitor does. A question that asks for too much is shown what is near.
async fn rank(finder: &Finder, question: &Question) -> Option<usize> {
    let query = Query::parse(&question.text).ok()?;
    let ask = Ask { query, limit: PAGE, ..Ask::default() };
    let mut hits = finder.find(&ask).await.map(|found| found.hits).unwrap_or_default();
    if hits.len() < PAGE {
        let near = finder.near(&ask.query, PAGE).await.ok()?;
        let held: Vec<i64> = hits.iter().map(|hit| hit.number).collect();
        hits.extend(near.into_iter().filter(|hit| !held.contains(&hit.number)));
    }
    let wanted = format!("https://a.example/{}", question.wanted);
    hits.iter().take(PAGE).position(|hit| hit.post.key.id == wanted).map(|at| at + 1)
}
