//! This program beside bare tantivy on the same posts, in one run.
//!
//! `cargo bench --bench beside_tantivy` prints, for both: documents per CPU second, bytes per
//! post, and queries; then the time from an answer received to a hit on the page. Ratios are what
//! to look at: they stay when the machine changes. `KETABKHAN_BENCH_POSTS` sets how many posts.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use archive::{Archive, Post, PostKey, Reading, Seen};
use config::Config;
use indexer::{Indexer, Reader};
use jiff::{SignedDuration, Timestamp};
use search::finder::{Ask, Finder};
use search::query::Query;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::{FAST, INDEXED, IndexRecordOption, STRING, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};
use tokio_util::sync::CancellationToken;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let wanted = std::env::var("KETABKHAN_BENCH_POSTS").ok().and_then(|n| n.parse().ok());
    let posts = posts(wanted.unwrap_or(20_000));
    println!("{} posts of {} bytes of text on average\n", posts.len(), mean_bytes(&posts));
    let folder = tempfile::tempdir().expect("a folder");

    let bare = bare(&posts, &folder.path().join("bare"));
    let archive = Archive::open("sqlite", folder.path()).await.expect("an archive");
    let archive = Arc::new(archive);
    let kept = keep(&archive, &posts).await;
    let config = Config::embedded().expect("the embedded settings");
    let ours = ours(&config, &archive, &folder.path().join("index")).await;

    println!("{:<34} {:>12} {:>12} {:>8}", "", "bare tantivy", "ketabkhan", "ratio");
    row("documents indexed per CPU second", bare.per_cpu, ours.per_cpu, true);
    row("bytes of index per post", bare.bytes, ours.bytes, false);
    println!("{:<34} {:>12} {:>12.0}", "posts archived per CPU second", "-", kept);

    let finder = finder(&config, &archive, &folder.path().join("index"));
    println!(
        "\nqueries: total and first ten, microseconds, median of {ROUNDS} (ours reads the hits \
              from the archive as well)"
    );
    for words in [["کتاب"].as_slice(), &["کتاب", "خوب"], &["سووشون"], &["book"]] {
        let (theirs, mine) = queries(&bare.index, &finder, words).await;
        row(&words.join(" "), theirs, mine, false);
    }

    let (median, worst) = freshness(&config, &archive, folder.path()).await;
    println!("\nfrom an answer received to a hit over HTTP: median {median:?}, worst {worst:?}");
}

/// A line of the table; `higher` says that more is better, and the ratio is ours to theirs.
fn row(name: &str, theirs: f64, ours: f64, higher: bool) {
    let better = if higher { "higher is better" } else { "lower is better" };
    println!("{name:<34} {theirs:>12.0} {ours:>12.0} {:>8.2}  {better}", ours / theirs);
}

const WORDS: &[&str] = &[
    "کتاب",
    "خوب",
    "خواندم",
    "نویسنده",
    "داستان",
    "رمان",
    "کودکان",
    "کتابخانه",
    "سووشون",
    "کلیدر",
    "می‌خواهم",
    "معرفی",
    "کنم",
    "امروز",
    "دوستان",
    "شهر",
    "زندگی",
    "عشق",
    "تاریخ",
    "شعر",
    "حافظ",
    "book",
    "reader",
    "library",
    "story",
    "novel",
    "قصه‌های",
    "مجید",
    "بوف",
    "کور",
    "چشم‌هایش",
];

/// Posts of about a hundred words; words' frequencies fall as in real text.
fn posts(count: usize) -> Vec<Post> {
    let mut state = 1399_u64;
    let mut next = move || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let start: Timestamp = "2020-03-21T08:00:00Z".parse().expect("a date");
    (0..count)
        .map(|n| {
            let mut text = String::new();
            for _ in 0..60 + next() % 80 {
                // The product of two draws makes the first words frequent.
                let rank = (next() % 1_000) * (next() % 1_000) / 1_000;
                match WORDS.get(rank) {
                    Some(word) => text.push_str(word),
                    None => text.push_str(&format!("واژهٔ{}", letters(rank))),
                }
                text.push(' ');
            }
            text.push_str("#هر_کتابدار_یک_کتابخوان");
            let mut post =
                Post::new(PostKey::new("mastodon", format!("https://a.example/{n}")), text);
            post.posted_at = start.checked_add(SignedDuration::from_mins(n as i64)).ok();
            post.author.handle = Some(format!("reader{}@a.example", next() % 3_000));
            post.author.name = Some("خوانندهٔ نمونه".to_owned());
            post
        })
        .collect()
}

fn letters(mut number: usize) -> String {
    const LETTERS: [char; 10] = ['ا', 'ب', 'س', 'م', 'ن', 'ر', 'ش', 'د', 'ک', 'ل'];
    let mut text = String::new();
    while number > 0 {
        text.push(LETTERS[number % 10]);
        number /= 10;
    }
    text
}

fn mean_bytes(posts: &[Post]) -> usize {
    posts.iter().map(|post| post.text.len()).sum::<usize>() / posts.len().max(1)
}

struct Bare {
    index: Index,
    per_cpu: f64,
    bytes: f64,
}

/// tantivy with its default tokenizer and the same fields, texts stored as its own examples do.
fn bare(posts: &[Post], folder: &Path) -> Bare {
    std::fs::create_dir_all(folder).expect("a folder");
    let mut schema = Schema::builder();
    let number = schema.add_u64_field("number", INDEXED | FAST);
    let text = schema.add_text_field("text", TEXT | tantivy::schema::STORED);
    let author = schema.add_text_field("author", TEXT);
    let platform = schema.add_text_field("platform", STRING | FAST);
    let account = schema.add_text_field("account", STRING | FAST);
    let posted_at = schema.add_i64_field("posted_at", INDEXED | FAST);
    let index = Index::create_in_dir(folder, schema.build()).expect("an index");
    let before = cpu();
    let mut writer: IndexWriter = index.writer(96 << 20).expect("a writer");
    for (n, post) in posts.iter().enumerate() {
        let mut document = TantivyDocument::new();
        document.add_u64(number, n as u64);
        document.add_text(text, &post.text);
        document.add_text(author, post.author.name.as_deref().unwrap_or_default());
        document.add_text(platform, &post.key.platform);
        document.add_text(account, post.author.handle.as_deref().unwrap_or_default());
        document.add_i64(posted_at, post.posted_at.map_or(0, |at| at.as_microsecond()));
        writer.add_document(document).expect("a document");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("merges");
    let per_cpu = posts.len() as f64 / (cpu() - before);
    Bare { index, per_cpu, bytes: size(folder) as f64 / posts.len() as f64 }
}

async fn keep(archive: &Archive, posts: &[Post]) -> f64 {
    let before = cpu();
    for some in posts.chunks(500) {
        let seen = |post: &Post| Seen { post: post.clone(), native_id: None, range: 0..0 };
        let reading = Reading {
            source: "bench".to_owned(),
            stream: "tag".to_owned(),
            net: "hashtag".to_owned(),
            seen: some.iter().map(seen).collect(),
            at: Timestamp::UNIX_EPOCH,
            ..Reading::default()
        };
        archive.keep(&reading).await.expect("a reading is kept");
    }
    posts.len() as f64 / (cpu() - before)
}

struct Ours {
    per_cpu: f64,
    bytes: f64,
}

/// The whole way from the archive: read, parse, campaign marks, Persian analysis, commit.
async fn ours(config: &Config, archive: &Arc<Archive>, folder: &Path) -> Ours {
    let before = cpu();
    let mut indexer = Indexer::new(config, archive.clone(), folder);
    let progress = indexer.rebuild(|_, _| ()).await.expect("an index");
    drop(indexer);
    let per_cpu = progress.posts as f64 / (cpu() - before);
    Ours { per_cpu, bytes: size(folder) as f64 / progress.posts as f64 }
}

fn finder(config: &Config, archive: &Arc<Archive>, folder: &Path) -> Finder {
    Finder::new(config, archive.clone(), Reader::in_folder(folder))
}

const ROUNDS: usize = 51;

async fn queries(index: &Index, finder: &Finder, words: &[&str]) -> (f64, f64) {
    let searcher = index.reader().expect("a reader").searcher();
    let text = index.schema().get_field("text").expect("a field");
    let query = BooleanQuery::new(
        words
            .iter()
            .map(|word| {
                let term = Term::from_field_text(text, word);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                (Occur::Must, Box::new(query) as Box<dyn EngineQuery>)
            })
            .collect(),
    );
    let ask = Ask {
        query: Query::parse(&words.join(" ")).expect("a query"),
        limit: 10,
        ..Ask::default()
    };
    let (mut theirs, mut mine) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let top = TopDocs::with_limit(10).order_by_score();
        let (_, hits) = searcher.search(&query, &(Count, top)).expect("hits");
        for (_, address) in hits {
            let _: TantivyDocument = searcher.doc(address).expect("a document");
        }
        theirs.push(start.elapsed());
        let start = Instant::now();
        finder.find(&ask).await.expect("hits");
        mine.push(start.elapsed());
    }
    (micros(&mut theirs), micros(&mut mine))
}

fn micros(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_nanos() as f64 / 1e3
}

const NEWS: usize = 40;

/// New posts, one at a time, until each is found over HTTP.
async fn freshness(config: &Config, archive: &Arc<Archive>, folder: &Path) -> (Duration, Duration) {
    let stop = CancellationToken::new();
    let mut indexer = Indexer::new(config, archive.clone(), &folder.join("index"));
    indexer.catch_up().await.expect("an index");
    let token = stop.clone();
    let following = tokio::spawn(async move { indexer.follow(&token, |_| ()).await });
    let finder = Arc::new(finder(config, archive, &folder.join("index")));
    let web = search::web::Web::new(config, finder, Default::default(), Arc::new(Timestamp::now));
    let limits = search::server::Limits::default();
    let server = search::server::Server::bind("127.0.0.1:0", limits).await.expect("a server");
    let address = server.address();
    let serving = tokio::spawn(server.serve(search::web::routes(web), stop.clone()));

    // Already there if another client came first; either is right.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let mut times = Vec::new();
    for n in 0..NEWS {
        let word = format!("نوواژه{}", letters(n + 10_000));
        let post = Post::new(PostKey::new("mastodon", format!("https://b.example/{n}")), &word);
        let reading = Reading {
            source: "bench".to_owned(),
            net: "hashtag".to_owned(),
            seen: vec![Seen { post, native_id: None, range: 0..0 }],
            ..Reading::default()
        };
        let start = Instant::now();
        archive.keep(&reading).await.expect("a reading is kept");
        loop {
            let found = client
                .get(format!("http://{address}/api/v1/search"))
                .query(&[("q", &word)])
                .send()
                .await
                .expect("an answer");
            let found = found.text().await.expect("a body");
            if found.contains(&word) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        times.push(start.elapsed());
    }
    stop.cancel();
    let _ = (following.await, serving.await);
    times.sort();
    (times[times.len() / 2], times[times.len() - 1])
}

/// CPU seconds of this process, all threads, user and system.
fn cpu() -> f64 {
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = |at: usize| -> f64 {
        after_name.split_whitespace().nth(at).and_then(|n| n.parse().ok()).unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / TICKS_PER_SECOND
}

fn size(folder: &Path) -> u64 {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let meta = entry.metadata().expect("a file");
        bytes += if meta.is_dir() { size(&entry.path()) } else { meta.len() };
    }
    bytes
}
