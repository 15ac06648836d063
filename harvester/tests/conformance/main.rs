//! Every platform in the registry keeps the contract.

mod import;
mod pages;
mod registry;
mod samples;
mod spoiled;
mod verdicts;
mod worlds;

use config::{Ask, Campaign, Name};
use harvester::{Answer, Item, Page, Platform, Question, Stream};
use jiff::tz::TimeZone;

/// A platform opened with settings, for one campaign that began on 2020-03-20.
fn open(name: &str, ask: &str) -> Box<dyn Platform> {
    let entry = harvester::platform(name).unwrap();
    let ask = Ask::from_toml(ask).unwrap();
    (entry.open)(&ask, &[campaign()], &TimeZone::get("Asia/Tehran").unwrap()).unwrap()
}

/// The settings with which a platform's recorded pages are read.
fn settings(name: &str) -> &'static str {
    match name {
        "mastodon" => "server = \"https://books.example\"\nmentions = true",
        "bluesky" => "server = \"https://pds.example\"",
        "feed" => "urls = [\"https://books.example/tags/x.rss\"]",
        other => panic!("no settings for `{other}`: a new platform needs a line here"),
    }
}

fn campaign() -> Campaign {
    Campaign {
        slug: "every-librarian".into(),
        name: Name { fa: "کتابدار".into(), en: "Librarian".into() },
        hashtags: vec!["هر_کتابدار_یک_کتابخوان".into(), "every_librarian_a_book_reader".into()],
        accounts: vec!["iranpl".into(), "iranpl.example".into()],
        from: jiff::civil::date(2020, 3, 20),
        to: None,
        longest_film: None,
    }
}

fn answer(body: impl Into<Vec<u8>>) -> Answer {
    Answer {
        status: 200,
        headers: Vec::new(),
        body: body.into(),
        received_at: "2026-11-23T18:10:00Z".parse().unwrap(),
    }
}

/// A platform's recorded pages: file name and bytes.
fn recorded(platform: &str) -> Vec<(String, Vec<u8>)> {
    let folder = format!("{}/tests/pages/{platform}", env!("CARGO_MANIFEST_DIR"));
    let mut pages: Vec<(String, Vec<u8>)> = std::fs::read_dir(&folder)
        .unwrap_or_else(|_| panic!("`{platform}` has no recorded pages in {folder}"))
        .map(|file| file.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), path))
        .map(|(name, path)| (name, std::fs::read(path).unwrap()))
        .collect();
    pages.sort();
    pages
}

/// The stream that a recorded page answers.
fn stream_of(platform: &dyn Platform, page: &str) -> Stream {
    let mention = page.starts_with("mentions");
    let fits = |stream: &Stream| mention == matches!(stream.question, Question::Mention(_));
    platform.streams().into_iter().find(fits).unwrap()
}

/// The keys of a page's posts.
fn ids(page: &Page) -> Vec<String> {
    page.items
        .iter()
        .filter_map(|item| match item {
            Item::Post { post, .. } => Some(post.key.id.clone()),
            _ => None,
        })
        .collect()
}
