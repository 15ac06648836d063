//! The index is derived: deleted and made anew it gives the same answers, byte for byte, and they
//! are what reading the archive through gives.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use archive::{Archive, PostKey};
use config::Config;
use harvester::import_file;
use indexer::{Indexer, Reader};
use jiff::Timestamp;
use search::counting::By;
use search::counting::{CountingAsk, Unit, to_csv, to_json};
use search::finder::{Ask, Finder, Found, Sort};
use search::query::Query;

mod support;
use support::brute::{Brute, Read, counts_of, total};
use support::posts::{Line, PEOPLE, PLATFORMS, TAGS, WORDS, caption, file_of, some};
use support::seed::Seed;

const POSTS: usize = 2_000;
const QUERIES: usize = 300;

/// An archive, its index and what asks it.
struct House {
    folder: tempfile::TempDir,
    config: Config,
    archive: Arc<Archive>,
}

impl House {
    async fn build() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open("sqlite", folder.path()).await.unwrap();
        Self { folder, config: Config::embedded().unwrap(), archive: Arc::new(archive) }
    }

    fn index(&self) -> std::path::PathBuf {
        self.folder.path().join("index")
    }

    fn indexer(&self) -> Indexer {
        Indexer::new(&self.config, self.archive.clone(), &self.index())
    }

    fn finder(&self) -> Finder {
        Finder::new(&self.config, self.archive.clone(), Reader::in_folder(&self.index()))
    }

    async fn import(&self, lines: &[Line]) {
        let file = self.folder.path().join("lines.ndjson");
        std::fs::write(&file, file_of(lines)).unwrap();
        let imported =
            import_file(&self.archive, &file, Timestamp::now(), |_, _| ()).await.unwrap();
        assert_eq!(imported.unreadable, Vec::<String>::new());
    }

    async fn withdraw(&self, line: &Line) {
        let key = PostKey::new(&*line.platform, &*line.id);
        self.archive.withdraw(&key, "asked by its author", Timestamp::now()).await.unwrap();
    }
}

/// A year that passes: posts come in many steps, some change, some are withdrawn, and the index
/// follows each step; now and then it is opened anew.
async fn live(house: &House, seed: &mut Seed) {
    let mut lines = some(seed, POSTS);
    let mut indexer = house.indexer();
    let mut came: Vec<usize> = Vec::new();
    let mut next = 0;
    while next < lines.len() {
        let step = (1 + seed.below(180) as usize).min(lines.len() - next);
        house.import(&lines[next..next + step]).await;
        came.extend(next..next + step);
        next += step;
        for _ in 0..1 + step / 12 {
            let changed = *seed.pick(&came);
            // A word that nobody else writes, to be gone after the next change.
            let rare = if seed.once_in(3) {
                format!("نادره{changed}ستان")
            } else {
                String::new()
            };
            lines[changed].text = format!("{} {rare}", caption(seed));
            house.import(&lines[changed..=changed]).await;
        }
        for _ in 0..step / 40 {
            let place = seed.below(came.len() as u64) as usize;
            house.withdraw(&lines[came.swap_remove(place)]).await;
        }
        if seed.once_in(5) {
            indexer = house.indexer();
        }
        indexer.catch_up().await.unwrap();
    }
}

/// What people ask: every mark of the query language, alone and together.
fn queries(seed: &mut Seed) -> Vec<String> {
    let mut all: Vec<String> = ["", "کتاب", "كتاب", "نادره۵ستان", "سووشون -رمان", "\"بوف کور\""]
        .map(str::to_owned)
        .to_vec();
    while all.len() < QUERIES {
        let pieces: Vec<String> = (0..1 + seed.below(4)).map(|_| piece(seed)).collect();
        all.push(pieces.join(" "));
    }
    all
}

fn piece(seed: &mut Seed) -> String {
    let word = *seed.pick(WORDS);
    let person = *seed.pick(PEOPLE);
    let day = 1 + seed.below(28);
    match seed.below(18) {
        0..=5 => word.to_owned(),
        6 => format!("\"{word} {}\"", seed.pick(WORDS)),
        7 => format!("-{word}"),
        8 => {
            // A beginning of one letter is refused, and elongation is none.
            let length = 2 + seed.below(2) as usize;
            let letters: String = persian::key(word).chars().take(length).collect();
            format!("{}*", if letters.chars().count() > 1 { &letters } else { "کتاب" })
        }
        9 => format!("#{}", seed.pick(TAGS)),
        10 => format!("@{}", person.0),
        11 => format!("author:{}", person.0),
        12 => format!("نویسنده:\"{}\"", person.1),
        13 => format!("platform:{}", seed.pick(PLATFORMS)),
        14 => format!("from:2020-{:02}-{day:02}", 1 + seed.below(6)),
        15 => format!("تا:۱۳۹۹/{}/{day}", 4 + seed.below(6)),
        16 => format!("نادره{}ستان", seed.below(POSTS as u64)),
        // A slip of the finger.
        _ => word.chars().skip(1).chain(word.chars().take(1)).collect(),
    }
}

/// Every answer to a query: all pages in every order (the rarest of them now and then), as text, and the numbers found.
async fn answer(finder: &Finder, query: &Query) -> (String, BTreeSet<i64>, u64) {
    let (mut told, mut all, mut total) = (String::new(), BTreeSet::new(), 0);
    let oldest = query.typed.len().is_multiple_of(5).then_some(Sort::Oldest);
    for sort in [Sort::Relevance, Sort::Newest].into_iter().chain(oldest) {
        let (mut after, mut numbers) = (None, Vec::new());
        loop {
            let ask = Ask { query: query.clone(), sort, limit: 97, after };
            let found: Found =
                finder.find(&ask).await.unwrap_or_else(|error| panic!("{}: {error}", query.typed));
            told.push_str(&format!("{sort:?} {found:?}\n"));
            numbers.extend(found.hits.iter().map(|hit| hit.number));
            total = found.total;
            let Some((place, _)) = found.next else { break };
            after = Some(place);
        }
        let several: BTreeSet<i64> = numbers.iter().copied().collect();
        assert_eq!(several.len(), numbers.len(), "{:?}: a page shows a hit again", query.typed);
        assert!(all.is_empty() || all == several, "{:?}: orders differ in hits", query.typed);
        all = several;
    }
    (told, all, total)
}

/// Every count of a query, as text.
async fn counts(finder: &Finder, query: &Query, brute: &Brute, found: &[&Read]) -> String {
    let mut told = String::new();
    for by in By::ALL {
        for unit in [Unit::Post, Unit::Account] {
            let ask = CountingAsk { query: query.clone(), by, unit };
            let counted = finder.count(&ask).await.unwrap();
            let json = to_json(&counted);
            let what = (&query.typed, by, unit);
            assert_eq!(counts_of(&json), brute.count(found, by, unit), "{what:?}");
            let (sum, unknown) = total(found, unit);
            assert_eq!(
                (counted.card.total, counted.card.author_unknown),
                (sum, unknown),
                "{what:?}"
            );
            told.push_str(&format!("{json}\n{}", to_csv(&counted).unwrap()));
        }
    }
    told
}

/// All answers and counts, each held against reading the archive through.
async fn everything(house: &House, queries: &[String]) -> Vec<(String, String)> {
    let finder = house.finder();
    let brute = Brute::read(&house.archive, &house.config).await;
    let mut all = Vec::new();
    for (number, typed) in queries.iter().enumerate() {
        let query = Query::parse(typed).unwrap();
        let (told, found, total) = answer(&finder, &query).await;
        let reads = brute.answer(&query);
        let wanted: BTreeSet<i64> = reads.iter().map(|read| read.number).collect();
        let strange: Vec<_> = found.symmetric_difference(&wanted).take(3).collect();
        assert!(strange.is_empty(), "`{typed}`: {strange:?} of {} differ", wanted.len());
        assert_eq!(total, wanted.len() as u64, "`{typed}`");
        // Counts cost ten walks; every fourth query and all simple ones are counted.
        let counted = number < 12 || number.is_multiple_of(4);
        let counts =
            if counted { counts(&finder, &query, &brute, &reads).await } else { String::new() };
        all.push((told, counts));
    }
    all
}

#[tokio::test]
async fn rebuilt_it_answers_the_same_and_agrees_with_the_archive() {
    let mut seed = Seed::new(1399);
    let began = Instant::now();
    let house = House::build().await;
    live(&house, &mut seed).await;
    let totals = house.archive.totals().await.unwrap();
    println!("{totals:?} after {:?}", began.elapsed());
    assert!(totals.withdrawn > 20, "{totals:?}");

    let queries = queries(&mut seed);
    let before = everything(&house, &queries).await;
    println!("{} queries asked after {:?}", queries.len(), began.elapsed());
    std::fs::remove_dir_all(house.index()).unwrap();
    house.indexer().catch_up().await.unwrap();
    let after = everything(&house, &queries).await;
    let mut answered = 0;
    for ((typed, before), after) in queries.iter().zip(&before).zip(&after) {
        same(typed, &before.0, &after.0);
        same(typed, &before.1, &after.1);
        answered += usize::from(!before.0.starts_with("Relevance Found { total: 0,"));
    }
    println!("{answered} queries found something; all done after {:?}", began.elapsed());
    assert!(answered * 2 > queries.len(), "the queries are too strange to prove anything");
    assert_eq!(archive::check(&house.archive).await.unwrap(), []);
}

/// Two answers must be the same; if not, shows where they part.
fn same(typed: &str, before: &str, after: &str) {
    if before == after {
        return;
    }
    let at = before.chars().zip(after.chars()).take_while(|(b, a)| b == a).count();
    let near =
        |text: &str| -> String { text.chars().skip(at.saturating_sub(150)).take(300).collect() };
    panic!("`{typed}` is answered otherwise:\n…{}…\n…{}…", near(before), near(after));
}
