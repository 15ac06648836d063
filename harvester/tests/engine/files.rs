//! Files: read in through the same door, twice without harm, and a withdrawn post stays out.

use archive::{Archive, PostKey};
use harvester::{ImportFileError, import_file};
use jiff::Timestamp;

const CSV: &str = "platform,id,text,author_handle,posted_at,duration_s\n\
    aparat,a1,\"معرفی کتاب «کلیدر»\nبا دو خط\",sara,2020-04-01,95.5\n\
    aparat,a2,کتاب خوب,omid,۱۳۹۹/۰۱/۰۱,\n\
    aparat,,بی شناسه,omid,2020-04-02,\n\
    aparat,a3,سومی,@mina,2020-04-03T10:15:00Z,60\n";

const NDJSON: &str = "{\"platform\":\"aparat\",\"id\":\"a4\",\"text\":\"چهارم\",\"author_handle\":\"sara\",\"posted_at\":\"2020-04-04\"}\n\
    {\"platform\":\"aparat\",\"id\":\n\
    \n\
    {\"platform\":\"aparat\",\"id\":\"a5\",\"text\":\"پنجم\",\"author_handle\":\"sara\",\"posted_at\":\"2020-04-05\",\"duration_s\":12}\n";

fn now() -> Timestamp {
    "2020-05-01T00:00:00Z".parse().unwrap()
}

struct Desk {
    folder: tempfile::TempDir,
    archive: Archive,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open("sqlite", &folder.path().join("data")).await.unwrap();
        Self { folder, archive }
    }

    async fn import(&self, name: &str, text: &str) -> harvester::Imported {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        let mut heard = Vec::new();
        let progress = |done, all| heard.push((done, all));
        let imported = import_file(&self.archive, &path, now(), progress).await.unwrap();
        let (done, all) = *heard.last().unwrap();
        assert!(done <= all && done + 100 > all, "{done} of {all}");
        imported
    }
}

#[tokio::test]
async fn a_file_read_twice_adds_nothing() {
    let desk = Desk::new().await;
    for (name, text, new, bad) in [("posts.csv", CSV, 2, 2), ("posts.ndjson", NDJSON, 2, 1)] {
        let first = desk.import(name, text).await;
        assert_eq!((first.kept.new, first.unreadable.len()), (new, bad), "{first:?}");
        let revision = desk.archive.revision().await.unwrap();
        let again = desk.import(name, text).await;
        assert_eq!((again.kept.new, again.kept.changed, again.kept.known), (0, 0, new));
        assert_eq!(desk.archive.revision().await.unwrap(), revision);
    }
    assert_eq!(archive::check(&desk.archive).await.unwrap(), []);
}

#[tokio::test]
async fn a_bad_line_is_named_by_its_number_and_parked_with_its_bytes() {
    let desk = Desk::new().await;
    let csv = desk.import("posts.csv", CSV).await;
    // The first record takes two lines.
    assert!(csv.unreadable[0].starts_with("line 4: "), "{:?}", csv.unreadable);
    assert!(csv.unreadable[1].starts_with("line 5: "), "{:?}", csv.unreadable);
    let lines = desk.import("posts.ndjson", NDJSON).await;
    assert!(lines.unreadable[0].starts_with("line 2: "), "{:?}", lines.unreadable);
    let parked = desk.archive.parked(10).await.unwrap();
    assert_eq!(parked.len(), 3);
    for (item, reason) in parked.iter().rev().zip(csv.unreadable.iter().chain(&lines.unreadable)) {
        assert_eq!(&item.reason, reason);
        assert!(item.answer.is_some() && item.source.starts_with("import:posts."));
    }
}

#[tokio::test]
async fn a_withdrawn_post_stays_out() {
    let desk = Desk::new().await;
    desk.import("posts.csv", CSV).await;
    let key = PostKey::new("aparat", "a3");
    desk.archive.withdraw(&key, "its author asked", now()).await.unwrap();
    let again = desk.import("posts.csv", CSV).await;
    assert_eq!((again.kept.refused, again.kept.new, again.kept.known), (1, 0, 1));
    assert!(desk.archive.find(&key).await.unwrap().unwrap().post.is_none());
    assert_eq!(archive::check(&desk.archive).await.unwrap(), []);
}

#[tokio::test]
async fn what_a_withdrawn_post_said_is_not_kept_raw_when_it_is_read_in_again() {
    let desk = Desk::new().await;
    desk.import("posts.csv", CSV).await;
    let key = PostKey::new("aparat", "a3");
    desk.archive.withdraw(&key, "its author asked", now()).await.unwrap();
    desk.import("posts.csv", CSV).await;
    let raw = desk.folder.path().join("data/raw");
    for file in std::fs::read_dir(raw).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for record in archive::read_records(&bytes) {
            let text = String::from_utf8_lossy(&record.block).into_owned();
            assert!(!text.contains("سومی"), "{text}");
        }
    }
}

#[tokio::test]
async fn a_file_that_is_none_is_said_to_be_none() {
    let desk = Desk::new().await;
    let path = desk.folder.path().join("nowhere.csv");
    let error = import_file(&desk.archive, &path, now(), |_, _| {}).await.unwrap_err();
    assert!(matches!(error, ImportFileError::File(_)));
    assert_eq!(error.to_string(), "could not read the file");
}
