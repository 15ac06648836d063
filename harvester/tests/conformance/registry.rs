//! The registry itself.

use std::collections::BTreeSet;

use config::Config;
use harvester::{Access, Cursor, REGISTRY};
use jiff::tz::TimeZone;

use crate::{open, recorded, settings};

#[test]
fn every_file_of_a_platform_has_its_line() {
    let folder = format!("{}/src/platforms", env!("CARGO_MANIFEST_DIR"));
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "mod" && name != "common")
        .collect();
    let lines: BTreeSet<String> = REGISTRY.iter().map(|entry| entry.name.to_owned()).collect();
    assert_eq!(files, lines);
    assert_eq!(lines.len(), REGISTRY.len(), "a name stands twice");
}

#[test]
fn every_platform_names_itself_in_both_languages() {
    for entry in REGISTRY {
        assert!(entry.fa.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)), "{}", entry.name);
        assert!(entry.en.is_ascii() && !entry.en.is_empty(), "{}", entry.name);
        let known = entry.needs.iter().chain(entry.takes);
        assert!(known.clone().all(|name| name.is_ascii()));
        assert_eq!(known.clone().count(), known.collect::<BTreeSet<_>>().len());
    }
    assert!(harvester::platform("mastodn").unwrap_err().contains("`mastodon`"));
}

#[test]
fn an_unknown_key_is_answered_with_the_right_ones() {
    for entry in REGISTRY {
        let ask =
            config::Ask::from_toml(&format!("{}\nserverr = 1", settings(entry.name))).unwrap();
        let fault = (entry.open)(&ask, &[], &TimeZone::UTC).unwrap_err();
        assert!(fault.to_string().contains("unknown key `serverr`"), "{fault}");
    }
}

#[test]
fn the_default_sources_open_and_their_addresses_carry_no_secret() {
    let config = Config::embedded().unwrap();
    for source in &config.sources {
        let entry = harvester::platform(&source.platform).unwrap();
        let platform = (entry.open)(&source.ask, &config.campaigns, &TimeZone::UTC).unwrap();
        let streams = platform.streams();
        assert!(!streams.is_empty(), "{} asks nothing", source.name);
        let names: BTreeSet<&str> = streams.iter().map(|stream| stream.name.as_str()).collect();
        assert_eq!(names.len(), streams.len(), "two streams of {} share a name", source.name);
        for stream in &streams {
            let request = platform.request(stream, &Cursor::start());
            assert!(request.json.is_none() && request.url.username().is_empty());
            let needs = entry.needs.is_empty();
            assert!(needs || request.access == Access::Session, "{}", source.name);
        }
    }
}

#[test]
fn cursors_survive_being_stored() {
    for entry in REGISTRY {
        let platform = open(entry.name, settings(entry.name));
        for (name, body) in recorded(entry.name) {
            let stream = crate::stream_of(&*platform, &name);
            let page = platform.read(&stream, &Cursor::start(), &crate::answer(body)).unwrap();
            let stored = Cursor::from_text(&page.cursor.to_text());
            assert_eq!(stored, page.cursor);
            assert_eq!(platform.request(&stream, &stored), platform.request(&stream, &page.cursor));
            // A cursor of another shape means starting again.
            let strange = Cursor::from_text("{\"of\":\"tomorrow\"}");
            let start = platform.request(&stream, &Cursor::start());
            assert_eq!(platform.request(&stream, &strange).url, start.url);
        }
    }
}
