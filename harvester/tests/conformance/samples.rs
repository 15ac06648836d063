//! Real answers, where the folder with them stands beside the project.

use std::path::{Path, PathBuf};

use harvester::{Cursor, Item};

use crate::{answer, open, settings, stream_of};

fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    if !folder.is_dir() {
        println!("no folder of real answers; nothing is shown");
        return None;
    }
    Some(folder)
}

#[test]
fn real_answers_are_read_without_a_loss() {
    let Some(folder) = samples() else { return };
    let table = [
        ("mastodon", "mastodon/tag_timeline_4.6.4.json"),
        ("mastodon", "mastodon/tag_timeline_mastodon_social.json"),
        ("mastodon", "mastodon/notifications_mention_4.6.4.json"),
        ("bluesky", "bluesky/searchPosts_excerpt.json"),
        ("bluesky", "bluesky-live/search-mentions.json"),
        ("bluesky", "bluesky-live/search-q-hashtag-en.json"),
        ("bluesky", "bluesky-live/search-q-hashtag-fa.json"),
        ("bluesky", "bluesky-live/search-star-tag.json"),
        ("bluesky", "bluesky-live/shim-author.json"),
        ("bluesky", "bluesky-live/shim-mentions.json"),
        ("bluesky", "bluesky-live/shim-since.json"),
        ("bluesky", "bluesky-live/shim-tag-en.json"),
        ("bluesky", "bluesky-live/shim-tag-fa.json"),
        ("bluesky", "bluesky-live/shim-two-tags.json"),
        ("feed", "feeds/atom_mediarss_youtube_1.xml"),
        ("feed", "feeds/jsonfeed_example_1.json"),
    ];
    for (name, file) in table {
        let body = std::fs::read(folder.join(file)).unwrap();
        let platform = open(name, settings(name));
        let page = file.rsplit('/').next().unwrap().replace("notifications_mention", "mentions");
        let page = platform.read(&stream_of(&*platform, &page), &Cursor::start(), &answer(body));
        let items = page.unwrap().items;
        let posts = items.iter().filter(|item| matches!(item, Item::Post { .. })).count();
        assert_eq!(posts, items.len(), "{file}: {items:?}");
        assert!(posts > 0 || file.ends_with("star-tag.json"), "{file} is empty");
        for item in &items {
            let Item::Post { post, .. } = item else { continue };
            assert!(post.posted_at.is_some() && post.url.is_some(), "{post:?}");
            assert!(!post.text.contains(['<', '\u{0}']), "{post:?}");
        }
    }
}

#[test]
fn a_single_real_status_keeps_its_film() {
    let Some(folder) = samples() else { return };
    let platform = open("mastodon", settings("mastodon"));
    let stream = platform.streams().remove(0);
    let table = [
        ("status_110446223051565765.json", true, Some(5.76)),
        ("status_110447001287656894_video.json", true, Some(10.032)),
        ("status_110447012773105565_audio.json", false, None),
    ];
    for (file, film, length) in table {
        let body = std::fs::read_to_string(folder.join("mastodon").join(file)).unwrap();
        let body = body.replace("\"visibility\": \"private\"", "\"visibility\": \"public\"");
        let page = platform.read(&stream, &Cursor::start(), &answer(format!("[{body}]"))).unwrap();
        let Some(Item::Post { post, .. }) = page.items.first() else { panic!("{:?}", page.items) };
        assert_eq!((post.has_film, post.duration_s), (Some(film), length), "{file}");
    }
}
