//! Worlds of posts that appear while they are read: every post is collected, and every run ends.

use std::collections::{BTreeMap, BTreeSet};

use harvester::{Answer, Cursor, Platform, Stream, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};
use url::Url;

use crate::{answer, ids, open};

/// A run until it wants no more; `tick` lets time pass before each request.
fn run(
    platform: &dyn Platform,
    stream: &Stream,
    cursor: &mut Cursor,
    found: &mut BTreeSet<String>,
    mut ask: impl FnMut(&BTreeMap<String, String>) -> Answer,
) -> usize {
    for requests in 1..2_000 {
        // Every cursor passes through the archive.
        *cursor = Cursor::from_text(&cursor.to_text());
        let url = platform.request(stream, cursor).url;
        let answer = ask(&parameters(&url));
        if platform.verdict(&answer) != Verdict::Read {
            return requests;
        }
        let page = platform.read(stream, cursor, &answer).unwrap();
        found.extend(ids(&page));
        *cursor = page.cursor;
        if !page.more {
            return requests;
        }
    }
    panic!("the run does not end");
}

fn parameters(url: &Url) -> BTreeMap<String, String> {
    url.query_pairs().into_owned().collect()
}

/// Posts by number, oldest first; what a server does with them.
#[derive(Debug, Clone)]
struct World {
    posts: Vec<u64>,
    /// How many more posts appear before each request.
    coming: Vec<usize>,
    page: usize,
}

impl World {
    /// Lets posts appear.
    fn pass(&mut self, step: u64) {
        let next = self.posts.last().map_or(step, |last| last + step);
        for at in 0..self.coming.pop().unwrap_or_default() as u64 {
            self.posts.push(next + at * step);
        }
    }
}

fn worlds() -> impl Strategy<Value = World> {
    (0..60_u64, proptest::collection::vec(0..4_usize, 0..12), 1..8_usize)
        .prop_map(|(count, coming, page)| World { posts: (1..=count).collect(), coming, page })
}

/// Ids as servers write them: numbers, or ULIDs.
fn id(number: u64, ulid: bool) -> String {
    if ulid { format!("01M84SMYQ3T5R8D0B6Q1V7{number:04}") } else { format!("1093{number:014}") }
}

fn status(number: u64, ulid: bool) -> Value {
    json!({
        "id": id(number, ulid), "uri": format!("post-{number}"), "visibility": "public",
        "created_at": "2021-01-01T00:00:00Z", "content": "x", "account": {"acct": "sara"},
    })
}

/// A page of a timeline; `min_id` gives the oldest above it, newest first.
fn timeline(world: &World, ulid: bool, asked: &BTreeMap<String, String>) -> Answer {
    let all = world.posts.iter().map(|number| (id(*number, ulid), *number));
    let chosen: Vec<u64> = match (asked.get("max_id"), asked.get("min_id")) {
        (Some(max), _) => {
            all.rev().filter(|(id, _)| id < max).take(world.page).map(|(_, n)| n).collect()
        }
        (_, Some(min)) => {
            let mut page: Vec<u64> =
                all.filter(|(id, _)| id > min).take(world.page).map(|(_, n)| n).collect();
            page.reverse();
            page
        }
        _ => all.rev().take(world.page).map(|(_, n)| n).collect(),
    };
    let page: Vec<Value> = chosen.into_iter().map(|number| status(number, ulid)).collect();
    answer(Value::from(page).to_string())
}

fn expected(world: &World) -> BTreeSet<String> {
    world.posts.iter().map(|number| format!("post-{number}")).collect()
}

proptest! {
    #[test]
    fn mastodon_collects_every_post_whenever_it_appears(mut world in worlds(), ulid: bool, cut in 1..9_usize) {
        let platform = open("mastodon", "server = \"https://books.example\"");
        let stream = platform.streams().remove(0);
        let (mut cursor, mut found) = (Cursor::start(), BTreeSet::new());
        // A run that is cut in the middle, then whole ones.
        for _ in 0..cut {
            world.pass(1);
            let asked = parameters(&platform.request(&stream, &cursor).url);
            let page = platform.read(&stream, &cursor, &timeline(&world, ulid, &asked)).unwrap();
            found.extend(ids(&page));
            cursor = page.cursor;
        }
        while !world.coming.is_empty() {
            run(&*platform, &stream, &mut cursor, &mut found, |asked| {
                world.pass(1);
                timeline(&world, ulid, asked)
            });
            world.pass(1);
        }
        run(&*platform, &stream, &mut cursor, &mut found, |asked| timeline(&world, ulid, asked));
        prop_assert_eq!(&found, &expected(&world));
        // With nothing new, one request tells so.
        let again = run(&*platform, &stream, &mut cursor, &mut found, |asked| timeline(&world, ulid, asked));
        prop_assert_eq!(again, 1);
    }

    #[test]
    fn mastodon_ends_where_a_server_goes_round_in_circles(pages in proptest::collection::vec(1..30_u64, 1..9), size in 1..5_u64) {
        let platform = open("mastodon", "server = \"https://books.example\"");
        let stream = platform.streams().remove(0);
        let (mut cursor, mut found, mut at) = (Cursor::start(), BTreeSet::new(), 0);
        let requests = run(&*platform, &stream, &mut cursor, &mut found, |_| {
            let first = pages[at % pages.len()];
            at += 1;
            let page: Vec<Value> = (0..size).map(|n| status(first + n, false)).collect();
            answer(Value::from(page).to_string())
        });
        prop_assert!(requests <= 10 * pages.len() + 10, "{} requests", requests);
    }
}

/// How a search behaves beside its order.
#[derive(Debug, Clone)]
struct Search {
    /// The cursor is an offset, or the place of the last post.
    offset: bool,
    /// Posts after which it stops scrolling, though there are more.
    scroll: usize,
    /// Every so manieth post is left out of a page after it was counted.
    hidden: usize,
    /// So many requests with a cursor, every second one, are answered with 500.
    faults: usize,
}

/// Three posts share two milliseconds; each is twenty minutes or so from its neighbours.
fn sorted_at(number: u64) -> i64 {
    1_600_000_000_000 + (number as i64 - number as i64 % 2) * 600_000
}

fn time(millis: i64) -> String {
    format!("{:.3}", jiff::Timestamp::from_millisecond(millis).unwrap())
}

fn millis(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

fn search(world: &World, kind: &Search, asked: &BTreeMap<String, String>) -> Answer {
    let since = asked.get("since").map_or(i64::MIN, |since| millis(since));
    let until = asked.get("until").map_or(i64::MAX, |until| millis(until));
    let hits: Vec<u64> = world
        .posts
        .iter()
        .rev()
        .copied()
        .filter(|number| (since..until).contains(&sorted_at(*number)))
        .collect();
    let from = match asked.get("cursor").map(|cursor| cursor.parse::<u64>().unwrap()) {
        None => 0,
        Some(offset) if kind.offset => offset as usize,
        Some(last) => hits.iter().filter(|number| **number >= last).count(),
    };
    let page: Vec<u64> = hits.iter().copied().skip(from).take(world.page).collect();
    let end = from + page.len();
    let next = page.last().filter(|_| end < hits.len() && end < kind.scroll);
    let cursor = next.map(|last| if kind.offset { end as u64 } else { *last }.to_string());
    let shown = page.into_iter().filter(|number| !number.is_multiple_of(kind.hidden as u64));
    let posts: Vec<Value> = shown.map(view).collect();
    answer(json!({"posts": posts, "cursor": cursor}).to_string())
}

fn view(number: u64) -> Value {
    json!({
        "uri": format!("post-{number}"), "author": {"did": "did:plc:sara"},
        "record": {"text": "x", "createdAt": time(sorted_at(number))},
        "indexedAt": time(sorted_at(number) + 5),
    })
}

fn searches() -> impl Strategy<Value = Search> {
    (any::<bool>(), 20..90_usize, 2..9_usize, 0..5_usize)
        .prop_map(|(offset, scroll, hidden, faults)| Search { offset, scroll, hidden, faults })
}

proptest! {
    #[test]
    fn bluesky_collects_every_post_whenever_it_appears(mut world in worlds(), kind in searches()) {
        let platform = open("bluesky", "server = \"https://pds.example\"\nmentions = false");
        let stream = platform.streams().remove(0);
        let (mut cursor, mut found, mut requests) = (Cursor::start(), BTreeSet::new(), 0);
        let mut reply = |world: &World, asked: &BTreeMap<String, String>| {
            requests += usize::from(asked.contains_key("cursor"));
            if asked.contains_key("cursor") && requests % 2 == 0 && requests <= 2 * kind.faults {
                return Answer { status: 500, ..answer(r#"{"error":"InternalServerError"}"#) };
            }
            search(world, &kind, asked)
        };
        while !world.coming.is_empty() {
            run(&*platform, &stream, &mut cursor, &mut found, |asked| {
                world.pass(1);
                reply(&world, asked)
            });
            world.pass(1);
        }
        for _ in 0..10 {
            run(&*platform, &stream, &mut cursor, &mut found, |asked| reply(&world, asked));
        }
        let shown = world.posts.iter().filter(|number| !number.is_multiple_of(kind.hidden as u64));
        let shown: BTreeSet<String> = shown.map(|number| format!("post-{number}")).collect();
        prop_assert_eq!(&found, &shown);
    }

    #[test]
    fn bluesky_ends_where_a_server_goes_round_in_circles(pages in proptest::collection::vec(1..30_u64, 1..9), size in 0..5_u64) {
        let platform = open("bluesky", "server = \"https://pds.example\"\nmentions = false");
        let stream = platform.streams().remove(0);
        let (mut cursor, mut found, mut at) = (Cursor::start(), BTreeSet::new(), 0);
        let requests = run(&*platform, &stream, &mut cursor, &mut found, |_| {
            let first = pages[at % pages.len()];
            at += 1;
            let posts: Vec<Value> = (0..size).map(|n| view(first + n)).collect();
            answer(json!({"posts": posts, "cursor": at.to_string()}).to_string())
        });
        prop_assert!(requests <= 200, "{} requests", requests);
    }
}

/// Two thousand five hundred posts: more than a window holds.
#[test]
fn bluesky_moves_its_window_where_there_is_too_much() {
    let platform = open("bluesky", "server = \"https://pds.example\"\nmentions = false");
    let stream = platform.streams().remove(0);
    let world = World { posts: (1..=2_500).collect(), coming: Vec::new(), page: 100 };
    let kind = Search { offset: true, scroll: 3_000, hidden: usize::MAX, faults: 0 };
    let (mut cursor, mut found, mut furthest) = (Cursor::start(), BTreeSet::new(), 0);
    let requests = run(&*platform, &stream, &mut cursor, &mut found, |asked| {
        let offset = asked.get("cursor").map_or(0, |cursor| cursor.parse().unwrap());
        furthest = furthest.max(offset);
        search(&world, &kind, asked)
    });
    assert_eq!(found.len(), 2_500);
    assert!(furthest < 1_000, "the server's cursor was followed to {furthest}");
    assert!(requests <= 29, "{requests} requests");
}

/// A post whose author claims an old time is found by a sweep, not by the next run.
#[test]
fn a_back_dated_post_is_found_by_a_sweep() {
    let platform = open("bluesky", "server = \"https://pds.example\"\nmentions = false");
    let stream = platform.streams().remove(0);
    let kind = Search { offset: true, scroll: 3_000, hidden: usize::MAX, faults: 0 };
    let mut world = World { posts: (100..=120).collect(), coming: Vec::new(), page: 100 };
    let (mut cursor, mut found) = (Cursor::start(), BTreeSet::new());
    run(&*platform, &stream, &mut cursor, &mut found, |asked| search(&world, &kind, asked));
    world.posts.insert(0, 5);
    run(&*platform, &stream, &mut cursor, &mut found, |asked| search(&world, &kind, asked));
    assert!(!found.contains("post-5"));
    let mut sweep = Cursor::start();
    run(&*platform, &stream, &mut sweep, &mut found, |asked| search(&world, &kind, asked));
    assert!(found.contains("post-5"));
}
