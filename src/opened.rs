//! What commands open: settings, archive, harvester, indexer, pages.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use archive::Archive;
use config::{Config, Name};
use harvester::{Harvester, REGISTRY, SystemClock};
use indexer::{Indexer, Reader};
use jiff::Timestamp;
use search::finder::Finder;
use search::web::{Platforms, Web};

/// Where settings and data are, as the command line says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) config: Option<&'a Path>,
    pub(crate) data: &'a Path,
}

impl Place<'_> {
    /// The settings.
    pub(crate) fn settings(&self) -> anyhow::Result<Config> {
        Ok(match self.config {
            Some(file) => Config::read(file)?,
            None => Config::embedded()?,
        })
    }

    /// The archive that settings name.
    pub(crate) async fn archive(&self, config: &Config) -> anyhow::Result<Arc<Archive>> {
        let archive = Archive::open(&config.storage.url, self.data).await;
        Ok(Arc::new(archive.context("could not open the archive")?))
    }

    /// Settings and archive.
    pub(crate) async fn open(&self) -> anyhow::Result<(Config, Arc<Archive>)> {
        let config = self.settings()?;
        let archive = self.archive(&config).await?;
        Ok((config, archive))
    }

    /// The harvester, on the machine's clock.
    pub(crate) fn harvester(
        &self,
        config: &Config,
        archive: &Arc<Archive>,
    ) -> anyhow::Result<Harvester> {
        Ok(Harvester::open(config, archive.clone(), Arc::new(SystemClock), self.data)?)
    }

    /// The indexer.
    pub(crate) fn indexer(&self, config: &Config, archive: &Arc<Archive>) -> Indexer {
        Indexer::new(config, archive.clone(), &self.index())
    }

    /// What answers queries.
    pub(crate) fn finder(&self, config: &Config, archive: &Arc<Archive>) -> Finder {
        Finder::new(config, archive.clone(), Reader::in_folder(&self.index()))
    }

    /// The site over it.
    pub(crate) fn web(&self, config: &Config, archive: &Arc<Archive>) -> Web {
        let finder = Arc::new(self.finder(config, archive));
        Web::new(config, finder, platforms(), Arc::new(Timestamp::now))
    }

    fn index(&self) -> PathBuf {
        self.data.join("index")
    }
}

/// The platforms' names to show.
fn platforms() -> Platforms {
    let name = |fa: &str, en: &str| Name { fa: fa.to_owned(), en: en.to_owned() };
    // Platforms that are not polled yet, but whose posts come in files.
    let by_file = [
        ("instagram", "اینستاگرام", "Instagram"),
        ("aparat", "آپارات", "Aparat"),
        ("telegram", "تلگرام", "Telegram"),
        ("eitaa", "ایتا", "Eitaa"),
        ("bale", "بله", "Bale"),
        ("rubika", "روبیکا", "Rubika"),
        ("soroush", "سروش", "Soroush"),
        ("youtube", "یوتیوب", "YouTube"),
        ("x", "ایکس", "X"),
        ("secretariat", "دبیرخانه", "Secretariat"),
    ];
    let polled = REGISTRY.iter().map(|entry| (entry.name, entry.fa, entry.en));
    by_file.into_iter().chain(polled).map(|(key, fa, en)| (key.to_owned(), name(fa, en))).collect()
}
