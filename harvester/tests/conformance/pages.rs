//! What recorded pages say.

use archive::Post;
use harvester::{Cursor, Item, Known, Page, Question};

use crate::{answer, ids, open, recorded, settings, stream_of};

fn read(platform: &str, name: &str) -> Page {
    let (_, body) = recorded(platform).into_iter().find(|(file, _)| file == name).unwrap();
    let platform = open(platform, settings(platform));
    platform.read(&stream_of(&*platform, name), &Cursor::start(), &answer(body)).unwrap()
}

fn posts(page: &Page) -> Vec<&Post> {
    page.items
        .iter()
        .filter_map(|item| match item {
            Item::Post { post, .. } => Some(&**post),
            _ => None,
        })
        .collect()
}

/// A post in one line: text, handle, time, hashtags, mentions, film.
fn line(post: &Post) -> String {
    format!(
        "{:?} {} {} #{} @{} {:?}/{:?} {}",
        post.text,
        post.author.handle.as_deref().or(post.author.name.as_deref()).unwrap_or("?"),
        post.posted_at.map_or("?".into(), |at| at.to_string()),
        post.hashtags.join("#"),
        post.mentions.join("@"),
        post.has_film,
        post.duration_s,
        post.language.as_deref().unwrap_or("?"),
    )
}

fn lines(page: &Page) -> Vec<String> {
    posts(page).into_iter().map(line).collect()
}

fn reasons(page: &Page) -> Vec<&str> {
    page.items
        .iter()
        .filter_map(|item| match item {
            Item::Unreadable { reason, .. } => Some(reason.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn mastodon_pages_say_what_was_posted() {
    let page = read("mastodon", "good.json");
    assert_eq!(
        lines(&page),
        [
            "\"معرفی کتاب\\u{200c}خوان\\n#هر_کتابدار_یک_کتابخوان\" sara@books.example 2020-05-12T03:00:00Z #هر_کتابدار_یک_کتابخوان @iranpl@books.example Some(true)/Some(47.52) fa",
            "\"لو می\\u{200c}دهد\\n\\nسلام\" omid@readers.example 2020-05-11T20:00:00Z # @navid@books.example Some(true)/Some(5.76) fa",
        ]
    );
    let first = posts(&page)[0];
    assert_eq!(first.key.id, "https://books.example/users/sara/statuses/109307661613791619");
    assert_eq!(first.author.id.as_deref(), Some("https://books.example/users/sara"));
    assert_eq!(first.author.name.as_deref(), Some("سارا کتابدار"));
    assert_eq!(posts(&page)[1].edited_at.unwrap().to_string(), "2020-05-11T21:00:00Z");
    let Item::Post { native_id, range, .. } = &page.items[0] else { panic!() };
    assert_eq!(native_id.as_deref(), Some("109307661613791619"));
    let body = include_bytes!("../pages/mastodon/good.json");
    assert_eq!((body[range.start], body[range.end - 1]), (b'{', b'}'));
}

#[test]
fn mastodon_dialects_are_read_alike() {
    assert_eq!(
        lines(&read("mastodon", "gotosocial.json")),
        [
            "\"فیلم #Every_Librarian_A_Book_Reader\" sara@books.example 2020-05-12T03:00:00Z #every_librarian_a_book_reader @ Some(false)/None fa"
        ]
    );
    assert_eq!(
        lines(&read("mastodon", "takahe.json")),
        ["\"متن\" sara@books.example 2020-05-12T03:00:00Z # @ Some(false)/None ?"]
    );
    assert_eq!(
        lines(&read("mastodon", "pleroma.json")),
        ["\"از پلروما\" omid@akko.example 2020-05-12T03:00:00Z # @ Some(true)/None fa"]
    );
    let mentions = read("mastodon", "mentions.json");
    assert_eq!((posts(&mentions).len(), reasons(&mentions).len()), (1, 0));
    let bad = read("mastodon", "bad_item.json");
    assert_eq!((posts(&bad).len(), reasons(&bad)), (2, vec!["`account` is missing or unreadable"]));
}

#[test]
fn mastodon_asks_each_spelling_by_itself() {
    let platform =
        open("mastodon", "server = \"https://books.example/\"\nlocal = true\nmentions = true");
    let address = |stream, cursor| platform.request(stream, &cursor).url.to_string();
    let streams = platform.streams();
    let names: Vec<&str> = streams.iter().map(|stream| stream.name.as_str()).collect();
    assert_eq!(
        names,
        ["tag:every_librarian_a_book_reader", "tag:هر_کتابدار_یک_کتابخوان", "mentions"]
    );
    assert_eq!(
        address(&streams[0], Cursor::start()),
        "https://books.example/api/v1/timelines/tag/every_librarian_a_book_reader?limit=40&local=true"
    );
    assert_eq!(
        address(&streams[2], Cursor::start()),
        "https://books.example/api/v1/notifications?limit=40&types%5B%5D=mention"
    );
    let back = read("mastodon", "good.json");
    assert!(back.more);
    let next = address(&streams[0], back.cursor);
    assert!(next.ends_with("&max_id=109302354165120277"), "{next}");
    let last = read("mastodon", "last.json");
    assert!(address(&streams[0], last.cursor).ends_with("&min_id=101"));
    let empty = read("mastodon", "empty.json");
    assert_eq!((empty.cursor, empty.more, empty.items.len()), (Cursor::start(), false, 0));
    assert_eq!(streams[0].since.unwrap().to_string(), "2020-03-19T20:30:00Z");
}

#[test]
fn only_what_a_good_answer_lacks_is_gone() {
    let known = |platform: &str, id: &str| Known {
        key: archive::PostKey::new(platform, format!("at://{id}")),
        native_id: Some(id.to_owned()),
    };
    let mastodon = open("mastodon", settings("mastodon"));
    let both = [known("mastodon", "1"), known("mastodon", "2")];
    let request = mastodon.recheck(&both).unwrap();
    assert_eq!(request.url.query(), Some("id%5B%5D=1&id%5B%5D=2"));
    let gone = |body: &str| mastodon.read_recheck(&both, &answer(body)).map(|gone| gone.len());
    assert_eq!(gone(r#"[{"id":"1"}]"#), Ok(1));
    assert_eq!(gone(r#"[{"id":1},{"id":"2"}]"#), Ok(0));
    for silent in
        [r#"{"error":"x"}"#, "<html>", "", "null", r#"[{"id":"1"},{}]"#, "[{\"id\":\"1\"}"]
    {
        assert!(gone(silent).is_err(), "{silent}");
    }
    let refused = harvester::Answer { status: 404, ..answer("[]") };
    assert!(mastodon.read_recheck(&both, &refused).is_err());
    assert!(mastodon.recheck(&[]).is_none());

    let bluesky = open("bluesky", settings("bluesky"));
    let both = [known("bluesky", "a"), known("bluesky", "b")];
    let request = bluesky.recheck(&both).unwrap();
    assert_eq!(request.url.query(), Some("uris=at%3A%2F%2Fa&uris=at%3A%2F%2Fb"));
    let gone = bluesky.read_recheck(&both, &answer(r#"{"posts":[{"uri":"at://b"}]}"#)).unwrap();
    assert_eq!(gone, [both[0].key.clone()]);
    assert!(bluesky.read_recheck(&both, &answer(r#"{"error":"x"}"#)).is_err());
}

#[test]
fn bluesky_pages_say_what_was_posted() {
    let page = read("bluesky", "good.json");
    assert_eq!(
        lines(&page),
        [
            "\"معرفی «کیمیاگر» #هر_کتابدار_یک_کتابخوان @iranpl.example\" sara.example 2020-05-12T03:00:00.561858Z #هر_کتابدار_یک_کتابخوان @did:plc:iranplaaaaaaaaaaaaaaaaaa@iranpl.example Some(true)/None fa",
            "\"بدون هشتگ در متن\" sara.example 2020-05-11T03:00:00Z #every_librarian_a_book_reader @ Some(false)/None fa",
        ]
    );
    let first = posts(&page)[0];
    assert_eq!(
        first.url.as_deref(),
        Some("https://bsky.app/profile/did:plc:saraaaaaaaaaaaaaaaaaaaaa/post/3k1")
    );
    assert_eq!(first.claimed_at, None);
    assert_eq!(posts(&page)[1].claimed_at.unwrap().to_string(), "2031-01-01T00:00:00Z");
    let absurd = read("bluesky", "absurd_times.json");
    let times: Vec<_> =
        posts(&absurd).iter().map(|post| post.posted_at.unwrap().to_string()).collect();
    assert_eq!(times, ["2020-05-02T00:00:00Z"; 2]);
    let bad = read("bluesky", "bad_item.json");
    assert_eq!(
        (posts(&bad).len(), reasons(&bad)),
        (2, vec!["`author.did` is missing or unreadable"])
    );
}

#[test]
fn bluesky_asks_in_a_form_that_finds_tags_outside_the_text() {
    let platform = open("bluesky", settings("bluesky"));
    let streams = platform.streams();
    let names: Vec<&str> = streams.iter().map(|stream| stream.name.as_str()).collect();
    let accounts: Vec<&&str> = names.iter().filter(|name| name.starts_with("mention:")).collect();
    assert_eq!(accounts, [&"mention:iranpl.example"], "`iranpl` is no handle here");
    let url = platform.request(&streams[0], &Cursor::start()).url;
    assert_eq!(
        url.as_str(),
        "https://pds.example/xrpc/app.bsky.feed.searchPosts?q=*&tag=every_librarian_a_book_reader&sort=latest&limit=100"
    );
    let words = open(
        "bluesky",
        "server = \"https://pds.example\"\nwords = \"tag\"\naccount = \"@did:plc:x\"",
    );
    let url = words.request(&words.streams()[0], &Cursor::start()).url;
    assert!(url.query().unwrap().starts_with("q=%23every_librarian_a_book_reader&tag="), "{url}");
    let asked = words.streams().into_iter().map(|stream| stream.question);
    assert!(asked.into_iter().any(|asked| asked == Question::Mention("did:plc:x".into())));
}

#[test]
fn feeds_of_every_kind_say_what_was_posted() {
    let table: &[(&str, &[&str])] = &[
        (
            "mastodon_tag.xml",
            &[
                "\"معرفی کتاب\\u{200c}خوان #هر_کتابدار_یک_کتابخوان\" omid@readers.example 2020-05-12T03:00:00Z #هر_کتابدار_یک_کتابخوان @ Some(true)/None ?",
            ],
        ),
        (
            "youtube.xml",
            &[
                "\"معرفی <کیمیاگر>\\nتوضیح #هر_کتابدار_یک_کتابخوان\" کتابخانه 2020-05-12T03:00:00Z # @ Some(true)/None ?",
            ],
        ),
        ("rdf.xml", &["\"کتاب تازه\" نوید 2020-05-12T03:00:00Z # @ None/None ?"]),
        ("windows_1256.xml", &["\"معرفي کتاب\" ? 2020-05-12T03:00:00Z # @ None/None ?"]),
        (
            "good.json",
            &[
                "\"معرفی\\nمتن «کتاب»\" سارا 2020-05-12T03:00:00Z #هر_کتابدار_یک_کتابخوان @ Some(true)/Some(93.0) fa",
                "\"عدد در جای شناسه\" سارا 2020-05-13T03:00:00Z # @ None/None fa",
            ],
        ),
        ("empty.xml", &[]),
        ("empty.json", &[]),
    ];
    for (name, expected) in table {
        let page = read("feed", name);
        assert_eq!(&lines(&page), expected, "{name}");
        assert_eq!(reasons(&page), [""; 0], "{name}");
        assert!(!page.more);
    }
}

#[test]
fn a_bad_entry_costs_itself_only() {
    let page = read("feed", "bad_item.xml");
    assert_eq!(ids(&page), ["1", "4"]);
    assert_eq!(reasons(&page).len(), 3, "{:?}", reasons(&page));
    assert_eq!(lines(&page)[1], "\"سه\" ? ? # @ None/None ?");
    let json = read("feed", "bad_item.json");
    assert_eq!((ids(&json), reasons(&json).len()), (vec!["1".into(), "2".into()], 2));
}

#[test]
fn a_feed_is_asked_for_what_changed() {
    let platform = open("feed", settings("feed"));
    let stream = platform.streams().remove(0);
    assert_eq!(platform.request(&stream, &Cursor::start()).headers, []);
    let mut good = answer(include_bytes!("../pages/feed/good.json").as_slice());
    good.headers = vec![
        ("etag".into(), "W/\"5\"".into()),
        ("last-modified".into(), "Tue, 12 May 2020 03:00:00 GMT".into()),
    ];
    let page = platform.read(&stream, &Cursor::start(), &good).unwrap();
    let headers = platform.request(&stream, &page.cursor).headers;
    assert_eq!(
        headers,
        [
            ("if-none-match", "W/\"5\"".to_owned()),
            ("if-modified-since", "Tue, 12 May 2020 03:00:00 GMT".to_owned())
        ]
    );
}

#[test]
fn a_hostile_feed_is_read_in_reasonable_bounds() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss version=\"2.0\"><channel><title>x</title><item><guid>1</guid><title>&b;</title></item></channel></rss>";
    let platform = open("feed", settings("feed"));
    let stream = platform.streams().remove(0);
    let read = |body: &str| platform.read(&stream, &Cursor::start(), &answer(body));
    if let Ok(page) = read(bomb) {
        assert!(posts(&page).iter().all(|post| !post.text.contains("haha")));
    }
    let wide =
        format!("<rss version=\"2.0\" x=\"{}\"><channel></channel></rss>", "y".repeat(100_000));
    assert!(read(&wide).is_err());
    let numbers = "<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><title>x</title><item><guid>1</guid><itunes:duration>99999999999999999999999999:00:00</itunes:duration></item><item><guid>2</guid><title>y</title></item></channel></rss>";
    assert!(ids(&read(numbers).unwrap()).contains(&"2".to_owned()));
}
