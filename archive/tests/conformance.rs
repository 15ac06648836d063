//! Every promise of the archive, kept on both engines.

mod support;

use archive::{
    Answered, ArchiveError, Kept, Outcome, Post, PostKey, Reading, Seen, SourceState, Turn,
    Unreadable, check, read_records,
};
use jiff::SignedDuration;
use support::{Stage, minute};

macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(super::Stage::sqlite().await).await })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(super::Stage::postgres().await).await })*
        }
    };
}

on_both_engines!(
    keeping_twice_changes_nothing_the_second_time,
    the_cursor_is_stored_with_what_it_covers,
    an_edit_keeps_the_former_words,
    a_server_that_knows_less_takes_nothing_away,
    what_is_gone_leaves_and_may_come_back,
    a_withdrawn_post_is_gone_from_everywhere_and_stays_out,
    withdrawing_twice_says_so,
    no_change_is_skipped_while_writers_race,
    parked_items_keep_their_reason,
    the_ledger_counts_by_source_and_hour,
    a_turn_outlives_the_process,
    a_host_that_said_wait_is_left_alone,
    what_a_host_grants_is_counted_down_and_outlives_the_process,
    states_of_sources_are_remembered,
    answers_written_but_not_noted_are_found_again,
    the_same_post_through_two_nets_is_one_post,
);

fn post(id: &str, text: &str) -> Post {
    let mut post = Post::new(PostKey::new("mastodon", id), text);
    post.posted_at = Some(minute(-60));
    post
}

fn seen(post: Post) -> Seen {
    Seen { post, native_id: Some("77".to_owned()), range: 0..0 }
}

fn reading(at: i64, posts: Vec<Post>) -> Reading {
    Reading {
        source: "kohan".to_owned(),
        stream: "tag:کتاب".to_owned(),
        net: "hashtag".to_owned(),
        answer: None,
        seen: posts.into_iter().map(seen).collect(),
        unreadable: Vec::new(),
        gone: Vec::new(),
        cursor: None,
        at: minute(at),
    }
}

async fn keeping_twice_changes_nothing_the_second_time(stage: Stage) {
    let page = reading(0, vec![post("a", "سووشون"), post("b", "کلیدر")]);
    let first = stage.archive.keep(&page).await.unwrap();
    assert_eq!(first, Kept { new: 2, ..Kept::default() });
    let revision = stage.archive.revision().await.unwrap();
    let second = stage.archive.keep(&page).await.unwrap();
    assert_eq!(second, Kept { known: 2, ..Kept::default() });
    assert_eq!(stage.archive.revision().await.unwrap(), revision);
    assert_eq!(stage.archive.totals().await.unwrap().public, 2);
    assert_eq!(check(&stage.archive).await.unwrap(), vec![]);
}

async fn the_cursor_is_stored_with_what_it_covers(stage: Stage) {
    let mut page = reading(0, vec![post("a", "سووشون")]);
    page.cursor = Some("{\"min_id\":\"9\"}".to_owned());
    stage.archive.keep(&page).await.unwrap();
    let again = stage.again().await;
    let cursor = again.cursor("kohan", "tag:کتاب").await.unwrap();
    assert_eq!(cursor.as_deref(), Some("{\"min_id\":\"9\"}"));
    page.cursor = None;
    again.keep(&page).await.unwrap();
    assert!(again.cursor("kohan", "tag:کتاب").await.unwrap().is_some(), "None leaves it");
    again.forget_cursor("kohan", "tag:کتاب").await.unwrap();
    assert_eq!(again.cursor("kohan", "tag:کتاب").await.unwrap(), None);
}

async fn an_edit_keeps_the_former_words(stage: Stage) {
    stage.archive.keep(&reading(0, vec![post("a", "سوشون")])).await.unwrap();
    let mut edited = post("a", "سووشون");
    edited.edited_at = Some(minute(5));
    let kept = stage.archive.keep(&reading(6, vec![edited.clone()])).await.unwrap();
    assert_eq!(kept, Kept { changed: 1, ..Kept::default() });
    let entry = stage.archive.find(&edited.key).await.unwrap().unwrap();
    assert_eq!(entry.post.unwrap().text, "سووشون");
    let edits = stage.archive.edits(entry.number).await.unwrap();
    assert_eq!(edits.len(), 1);
    assert_eq!((edits[0].0, edits[0].1.text.as_str()), (minute(6), "سوشون"));
    // Another server still shows the words before the edit.
    let kept = stage.archive.keep(&reading(7, vec![post("a", "سوشون")])).await.unwrap();
    assert_eq!(kept, Kept { known: 1, ..Kept::default() });
}

async fn a_server_that_knows_less_takes_nothing_away(stage: Stage) {
    let mut full = post("a", "یک  فیلم");
    full.duration_s = Some(201.5);
    full.language = Some("fa".to_owned());
    full.hashtags = vec!["کتاب".to_owned()];
    stage.archive.keep(&reading(0, vec![full.clone()])).await.unwrap();
    let kept = stage.archive.keep(&reading(1, vec![post("a", "یک فیلم")])).await.unwrap();
    assert_eq!(kept, Kept { known: 1, ..Kept::default() });
    let entry = stage.archive.find(&full.key).await.unwrap().unwrap();
    assert_eq!(entry.post.unwrap(), full);
}

async fn what_is_gone_leaves_and_may_come_back(stage: Stage) {
    let held = post("a", "بوف کور");
    stage.archive.keep(&reading(0, vec![held.clone()])).await.unwrap();
    let mut sweep = reading(1, vec![]);
    sweep.gone = vec![held.key.clone(), PostKey::new("mastodon", "never seen")];
    assert_eq!(stage.archive.keep(&sweep).await.unwrap().gone, 1);
    let entry = stage.archive.find(&held.key).await.unwrap().unwrap();
    assert_eq!((entry.gone_at, entry.public()), (Some(minute(1)), None));
    assert_eq!(stage.archive.keep(&sweep).await.unwrap().gone, 0, "only once");
    let number = entry.number;
    assert_eq!(stage.archive.hidden_since(0).await.unwrap(), [number]);
    assert_eq!(stage.archive.hidden_since(entry.revision).await.unwrap(), Vec::<i64>::new());
    let back = stage.archive.keep(&reading(2, vec![held.clone()])).await.unwrap();
    assert_eq!(back, Kept { changed: 1, ..Kept::default() });
    assert!(stage.archive.find(&held.key).await.unwrap().unwrap().public().is_some());
    assert_eq!(stage.archive.hidden_since(0).await.unwrap(), Vec::<i64>::new());
    assert_eq!(check(&stage.archive).await.unwrap(), vec![]);
}

/// An answer with two posts, the ranges of both, and its id once stored.
async fn stored_answer(stage: &Stage, words: [&str; 2]) -> (String, [std::ops::Range<usize>; 2]) {
    let items = words.map(|words| format!("{{\"text\":\"{words}\"}}"));
    let body = format!("[{},{}]", items[0], items[1]);
    let second = 2 + items[0].len()..2 + items[0].len() + items[1].len();
    let ranges = [1..1 + items[0].len(), second];
    let answer = Answered {
        source: "kohan".to_owned(),
        stream: "tag:کتاب".to_owned(),
        url: "https://kohan.example/api/v1/timelines/tag/x".to_owned(),
        status: Some(200),
        headers: vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("set-cookie".to_owned(), "session=secretcookie".to_owned()),
        ],
        body: body.into_bytes(),
        received_at: minute(0),
    };
    (stage.archive.store_answer(answer).await.unwrap(), ranges)
}

/// Every byte in the data folder, raw answers also inflated.
fn all_bytes(stage: &Stage) -> Vec<u8> {
    let mut all = Vec::new();
    let mut folders = vec![stage.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let bytes = std::fs::read(entry.path()).unwrap();
                all.extend(read_records(&bytes).into_iter().flat_map(|record| record.block));
                all.extend(bytes);
            }
        }
    }
    all
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

async fn a_withdrawn_post_is_gone_from_everywhere_and_stays_out(stage: Stage) {
    let (answer, [first, second]) = stored_answer(&stage, ["shirin-unique-word", "ordinary"]).await;
    let mut page = reading(0, vec![post("plantedid", "shirin-unique-word"), post("b", "ordinary")]);
    page.answer = Some(answer);
    page.seen[0].range = first;
    page.seen[1].range = second;
    stage.archive.keep(&page).await.unwrap();
    assert!(holds(&all_bytes(&stage), "shirin-unique-word"), "the word is planted");
    assert!(!holds(&all_bytes(&stage), "secretcookie"), "no session is ever kept");

    let key = PostKey::new("mastodon", "plantedid");
    let proof = stage.archive.withdraw(&key, "she asked", minute(3)).await.unwrap();
    assert_eq!((proof.before, proof.answers, proof.waiting), (false, 1, 0));
    let entry = stage.archive.find(&key).await.unwrap().unwrap();
    assert_eq!((entry.post, entry.withdrawn_at), (None, Some(minute(3))));
    assert_eq!(entry.posted_at, Some(minute(-60)), "the tombstone explains old totals");

    let bytes = all_bytes(&stage);
    assert!(!holds(&bytes, "shirin-unique-word"));
    assert!(holds(&bytes, "ordinary"), "the other item of the answer is still there");
    if stage.is_sqlite() {
        assert!(!holds(&bytes, "plantedid"), "nor does its id stand anywhere");
    }
    let kept = stage.archive.keep(&page).await.unwrap();
    assert_eq!(kept, Kept { refused: 1, known: 1, ..Kept::default() });
    assert_eq!(check(&stage.archive).await.unwrap(), vec![]);
}

async fn withdrawing_twice_says_so(stage: Stage) {
    let key = PostKey::new("mastodon", "a");
    let missing = stage.archive.withdraw(&key, "why", minute(1)).await.unwrap_err();
    assert!(matches!(missing, ArchiveError::NoSuchPost(named) if named == "mastodon:a"));
    stage.archive.keep(&reading(0, vec![post("a", "کلیدر")])).await.unwrap();
    let first = stage.archive.withdraw(&key, "why", minute(1)).await.unwrap();
    let second = stage.archive.withdraw(&key, "again", minute(2)).await.unwrap();
    assert!(second.before);
    assert_eq!(second.withdrawal, first.withdrawal);
}

async fn no_change_is_skipped_while_writers_race(stage: Stage) {
    let other = stage.again().await;
    let write = async |archive: &archive::Archive, name: &str| {
        for n in 0..40 {
            let page = reading(n, vec![post(&format!("{name}{n}"), "متن")]);
            archive.keep(&page).await.unwrap();
        }
    };
    let follow = async {
        let (mut reached, mut numbers) = (0, std::collections::BTreeSet::new());
        while numbers.len() < 80 {
            for change in stage.archive.changes(reached, 7).await.unwrap() {
                assert!(change.revision > reached);
                reached = change.revision;
                numbers.insert(change.entry.number);
            }
            tokio::task::yield_now().await;
        }
        numbers.len()
    };
    let (_, _, found) = tokio::join!(write(&stage.archive, "a"), write(&other, "b"), follow);
    assert_eq!(found, 80, "a change that became visible late would never be found");
}

async fn parked_items_keep_their_reason(stage: Stage) {
    let mut page = reading(0, vec![post("a", "کلیدر")]);
    page.unreadable = vec![Unreadable { reason: "`account` is missing".to_owned(), range: 3..9 }];
    assert_eq!(stage.archive.keep(&page).await.unwrap().parked, 1);
    let parked = stage.archive.parked(10).await.unwrap();
    assert_eq!(parked.len(), 1);
    assert_eq!((parked[0].reason.as_str(), parked[0].at), ("`account` is missing", minute(0)));
    assert_eq!(stage.archive.totals().await.unwrap().parked, 1);
}

async fn the_ledger_counts_by_source_and_hour(stage: Stage) {
    stage.archive.keep(&reading(0, vec![post("a", "کلیدر")])).await.unwrap();
    stage.archive.note("kohan", minute(30), Outcome::Limited).await.unwrap();
    stage.archive.note("kohan", minute(59), Outcome::Failed).await.unwrap();
    stage.archive.note("kohan", minute(180), Outcome::Answered { found: 0 }).await.unwrap();
    let hours = stage.archive.coverage(minute(0), minute(600)).await.unwrap();
    let counts: Vec<_> = hours.iter().map(|h| (h.answered, h.limited, h.failed, h.found)).collect();
    assert_eq!(counts, [(1, 1, 1, 1), (1, 0, 0, 0)]);
    assert_eq!(hours[1].hour, minute(180), "two hours between were not asked about");
    assert_eq!(stage.archive.coverage(minute(60), minute(180)).await.unwrap(), vec![]);
}

async fn a_turn_outlives_the_process(stage: Stage) {
    let step = SignedDuration::from_secs(10);
    let at = |seconds: i64| minute(0).checked_add(SignedDuration::from_secs(seconds)).unwrap();
    for _ in 0..3 {
        let turn = stage.archive.take_turn("kohan.example", at(0), step, 3).await.unwrap();
        assert_eq!(turn, Turn::Now);
    }
    let again = stage.again().await;
    let refused = again.take_turn("kohan.example", at(9), step, 3).await.unwrap();
    assert_eq!(refused, Turn::NotBefore(at(10)));
    assert_eq!(again.take_turn("kohan.example", at(10), step, 3).await.unwrap(), Turn::Now);
    assert_eq!(again.take_turn("parsi.example", at(10), step, 3).await.unwrap(), Turn::Now);
}

async fn a_host_that_said_wait_is_left_alone(stage: Stage) {
    stage.archive.hold_back("kohan.example", minute(5)).await.unwrap();
    stage.archive.hold_back("kohan.example", minute(2)).await.unwrap();
    let step = SignedDuration::from_secs(1);
    let early = stage.archive.take_turn("kohan.example", minute(4), step, 9).await.unwrap();
    assert_eq!(early, Turn::NotBefore(minute(5)));
    let late = stage.archive.take_turn("kohan.example", minute(5), step, 9).await.unwrap();
    assert_eq!(late, Turn::Now);
}

async fn what_a_host_grants_is_counted_down_and_outlives_the_process(stage: Stage) {
    let step = SignedDuration::from_micros(1);
    stage.archive.note_granted("kohan.example", minute(0), 2, minute(5)).await.unwrap();
    // An answer that was overtaken says more than is left.
    stage.archive.note_granted("kohan.example", minute(0), 3, minute(5)).await.unwrap();
    for _ in 0..2 {
        let turn = stage.archive.take_turn("kohan.example", minute(1), step, 99).await.unwrap();
        assert_eq!(turn, Turn::Now);
    }
    let again = stage.again().await;
    let refused = again.take_turn("kohan.example", minute(4), step, 99).await.unwrap();
    assert_eq!(refused, Turn::NotBefore(minute(5)));
    assert_eq!(again.take_turn("kohan.example", minute(5), step, 99).await.unwrap(), Turn::Now);
    again.note_granted("kohan.example", minute(5), 9, minute(10)).await.unwrap();
    assert_eq!(again.take_turn("kohan.example", minute(6), step, 99).await.unwrap(), Turn::Now);
}

async fn states_of_sources_are_remembered(stage: Stage) {
    let mut state = SourceState {
        source: "kohan".to_owned(),
        last_run_at: Some(minute(1)),
        last_sweep_at: None,
        health: "well".to_owned(),
        message: "3 new".to_owned(),
    };
    stage.archive.put_source_state(&state).await.unwrap();
    state.last_run_at = None;
    state.last_sweep_at = Some(minute(2));
    stage.archive.put_source_state(&state).await.unwrap();
    let states = stage.archive.source_states().await.unwrap();
    assert_eq!(
        (states[0].last_run_at, states[0].last_sweep_at),
        (Some(minute(1)), Some(minute(2)))
    );
}

async fn answers_written_but_not_noted_are_found_again(stage: Stage) {
    stored_answer(&stage, ["first", "x"]).await;
    let (last, _) = stored_answer(&stage, ["second", "x"]).await;
    let file = stage.folder.path().join("raw/000001.warc.gz");
    let whole = std::fs::read(&file).unwrap();
    let records = read_records(&whole);
    let start = records.last().unwrap().offset as usize;
    stage.archive.close().await;
    let (folder, url) = (stage.folder, stage.url);
    for cut in [start, start + 1, (start + whole.len()) / 2, whole.len() - 1, whole.len()] {
        std::fs::write(&file, &whole[..cut]).unwrap();
        // As after a crash: the lock of the former process is gone with it.
        let archive = archive::Archive::open(&url, folder.path()).await.unwrap();
        let left = std::fs::read(&file).unwrap();
        let kept = read_records(&left);
        assert_eq!(kept.len(), if cut == whole.len() { 3 } else { 2 });
        assert_eq!(kept.iter().map(|record| record.length).sum::<u64>(), left.len() as u64);
        assert_eq!(kept.last().unwrap().id() == Some(last.as_str()), cut == whole.len());
        archive.close().await;
    }
}

async fn the_same_post_through_two_nets_is_one_post(stage: Stage) {
    let mut by_mention = reading(1, vec![post("a", "کلیدر")]);
    by_mention.net = "mention".to_owned();
    stage.archive.keep(&reading(0, vec![post("a", "کلیدر")])).await.unwrap();
    stage.archive.keep(&by_mention).await.unwrap();
    let entry = stage.archive.find(&PostKey::new("mastodon", "a")).await.unwrap().unwrap();
    let numbers = std::collections::BTreeSet::from([entry.number]);
    let mut nets: Vec<_> = stage.archive.sightings(&numbers).await.unwrap();
    nets.sort();
    let nets: Vec<&str> = nets.iter().map(|(_, _, net)| net.as_str()).collect();
    assert_eq!(nets, ["hashtag", "mention"]);
    let found = stage.archive.found_by("kohan", 0, 10).await.unwrap();
    assert_eq!(found, vec![(entry.number, PostKey::new("mastodon", "a"), Some("77".to_owned()))]);
}
