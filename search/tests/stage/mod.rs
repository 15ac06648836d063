//! Posts in a real archive, their index, and a finder.

use std::sync::Arc;

use archive::{Archive, Post, PostKey, Reading, Seen};
use config::Config;
use indexer::{Indexer, Reader};
use search::finder::{Ask, Finder, Found, Hit};
use search::query::Query;

pub(crate) struct Stage {
    pub(crate) finder: Finder,
    _folder: tempfile::TempDir,
}

/// The key of the caption at a place.
pub(crate) fn key(at: usize) -> PostKey {
    PostKey::new("mastodon", format!("https://a.example/{at}"))
}

/// The places among the captions of some hits.
pub(crate) fn places(hits: Vec<Hit>) -> Vec<usize> {
    hits.iter().map(|hit| hit.post.key.id.rsplit('/').next().unwrap().parse().unwrap()).collect()
}

impl Stage {
    /// Captions, each by an account of the same name.
    pub(crate) async fn of(captions: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Arc::new(Archive::open("sqlite", folder.path()).await.unwrap());
        let seen = captions.iter().enumerate().map(|(at, text)| {
            let mut post = Post::new(key(at), *text);
            post.author.name = Some("پروانه آزمون".to_owned());
            Seen { post, native_id: None, range: 0..0 }
        });
        let reading = Reading {
            source: "test".to_owned(),
            net: "hashtag".to_owned(),
            seen: seen.collect(),
            ..Reading::default()
        };
        archive.keep(&reading).await.unwrap();
        let config = Config::embedded().unwrap();
        let index = folder.path().join("index");
        Indexer::new(&config, archive.clone(), &index).catch_up().await.unwrap();
        let finder = Finder::new(&config, archive, Reader::in_folder(&index));
        Self { finder, _folder: folder }
    }

    pub(crate) async fn find(&self, typed: &str) -> Found {
        let ask = Ask { query: Query::parse(typed).unwrap(), limit: 10, ..Ask::default() };
        let found = self.finder.find(&ask).await.unwrap();
        assert_eq!(found.total as usize, found.hits.len());
        found
    }

    /// The places among the captions of what answers the whole query, the first one first.
    pub(crate) async fn found(&self, typed: &str) -> Vec<usize> {
        places(self.find(typed).await.hits)
    }
}
