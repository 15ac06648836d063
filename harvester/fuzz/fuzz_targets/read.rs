//! Any answer to any platform: nothing panics, every range lies in the body, and a cursor
//! survives being stored. Start it with the recorded pages as a corpus:
//! `cargo fuzz run read ../tests/pages/mastodon ../tests/pages/bluesky ../tests/pages/feed`.
#![no_main]

use std::sync::{LazyLock, Once};

use config::Ask;
use harvester::{Answer, Cursor, Item, Platform, REGISTRY};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

static PLATFORMS: LazyLock<Vec<Box<dyn Platform>>> = LazyLock::new(|| {
    let ask = |name| match name {
        "feed" => "urls = [\"https://books.example/feed\"]",
        "mastodon" => "server = \"https://books.example\"\nmentions = true",
        _ => "server = \"https://books.example\"\naccount = \"sara.example\"",
    };
    let open = |entry: &harvester::Entry| {
        let ask = Ask::from_toml(ask(entry.name)).expect("settings");
        (entry.open)(&ask, &[], &TimeZone::UTC).expect("a platform")
    };
    REGISTRY.iter().map(open).collect()
});

/// The feed reader catches panics of the parser below it; the fuzzer's own hook would end the
/// process before that. A panic that nobody catches still ends it.
static HOOK: Once = Once::new();

fuzz_target!(|body: &[u8]| {
    HOOK.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let answer = Answer {
        status: 200,
        headers: vec![("link".into(), String::from_utf8_lossy(body).into_owned())],
        body: body.to_vec(),
        received_at: Timestamp::UNIX_EPOCH,
    };
    for platform in PLATFORMS.iter() {
        platform.verdict(&answer);
        let _ = platform.read_recheck(&[], &answer);
        for stream in platform.streams() {
            let Ok(page) = platform.read(&stream, &Cursor::start(), &answer) else { continue };
            assert_eq!(Cursor::from_text(&page.cursor.to_text()), page.cursor);
            platform.request(&stream, &page.cursor);
            let _ = platform.read(&stream, &page.cursor, &answer);
            for item in page.items {
                if let Item::Post { range, .. } | Item::Unreadable { range, .. } = item {
                    assert!(range.start < range.end && range.end <= body.len());
                }
            }
        }
    }
});
