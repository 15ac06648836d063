//! The process killed at random moments: nothing is lost, nothing is there twice, and no server
//! was asked more often than it allows.
//!
//! `KETABKHAN_KILLS` says how many kills (200 where it is absent), `KETABKHAN_SEED` which ones.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use archive::{Archive, Entry, PostKey};
use search::counting::By;
use search::counting::Unit;
use simulator::{FaultMix, Settings, World};

mod support;
use support::brute::{Brute, counts_of, held, total};
use support::posts::{Line, file_of, some};
use support::program::Serving;
use support::seed::Seed;
use support::stage::{Stage, hasty_world};

/// What runs when the kill comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scene {
    Up,
    UpBesideImport,
    Import,
    Rebuild,
    Index,
}

/// One kill: what runs, and when it comes.
#[derive(Debug)]
struct Kill {
    scene: Scene,
    life: Duration,
    /// It does not come before something was asked; these live long enough for a sweep.
    at_work: bool,
}

/// Kills at moments of chance. Half of them come while the program is still beginning, the others
/// later; every seventh when it is at work.
fn kills(seed: &mut Seed, count: u64, beginning: Duration) -> Vec<Kill> {
    let scenes = [Scene::UpBesideImport, Scene::Import, Scene::Rebuild, Scene::Index];
    let one = |seed: &mut Seed, number: u64| {
        let at_work = number.is_multiple_of(7);
        let scene = if seed.once_in(3) && !at_work { *seed.pick(&scenes) } else { Scene::Up };
        let begun = if seed.once_in(2) { beginning } else { Duration::ZERO };
        let life = begun + Duration::from_millis(20 + seed.below(580));
        Kill { scene, life, at_work }
    };
    (0..count).map(|number| one(seed, number)).collect()
}

/// The world with more deletions: some after ten days, some when all else is over.
fn forgetful(mut world: World) -> World {
    let last = world.ends + Duration::from_secs(1_800);
    let kept = world.posts.iter_mut().filter(|post| post.deleted_at.is_none());
    for (number, post) in kept.enumerate().filter(|(number, _)| number.is_multiple_of(12)) {
        let after_days = post.at + Duration::from_secs(10 * 86_400);
        let soon = number.is_multiple_of(24)
            && after_days > post.edited.as_ref().map_or(post.at, |e| e.at);
        post.deleted_at = Some(if soon { after_days.min(last) } else { last });
    }
    world
}

/// How long the program takes on this machine until it serves.
fn beginning(stage: &Stage) -> Duration {
    let began = Instant::now();
    drop(stage.program.serve("up"));
    began.elapsed().min(Duration::from_secs(1))
}

#[test]
fn killed_at_any_moment_nothing_is_lost_or_doubled_and_no_limit_is_overrun() {
    let number = |name: &str, otherwise| {
        std::env::var(name).map_or(otherwise, |value| value.parse().expect("a number"))
    };
    let (seed_number, count) = (number("KETABKHAN_SEED", 1399), number("KETABKHAN_KILLS", 200));
    let mut seed = Seed::new(seed_number);
    let world = forgetful(hasty_world());
    let faults = FaultMix {
        // A refusal that a killed process never read cannot be known to the next one.
        too_many_requests: 0.0,
        delay_seconds: 0.15,
        ..world.faults
    };
    let stage = Stage::set(world, Settings { seed: 7, speed: 0.0, faults, ..Settings::default() });
    let kills = kills(&mut seed, count, beginning(&stage));
    let lines = some(&mut seed, 240);
    let file = stage.program.file("posts.ndjson", &file_of(&lines));

    let began = Instant::now();
    let killed = kill_all(&stage, &kills, &file);
    println!("seed {seed_number}: killed {killed:?} in {:?}", began.elapsed());
    println!("asked while killing: {:?}", stage.ledger());
    let real: u64 = killed.values().sum();
    assert!(real * 10 >= kills.len() as u64 * 8, "too many had ended before: {killed:?}");

    let calm = Instant::now();
    let caught_up = catch_up(&stage, &file);
    println!("caught up in {caught_up} runs, {:?}", calm.elapsed());
    stage.wait_for(compare(&stage, &lines));
    let ledger = stage.ledger();
    println!("asked in all: {ledger:?}");
    for (server, ledger) in stage.running.ledger() {
        assert_eq!(ledger.requests_beyond_limit, 0, "{server}: {ledger:?}");
    }
}

/// Kills them one after another, while the world's weeks pass; says how many were still running,
/// by scene.
fn kill_all(stage: &Stage, kills: &[Kill], file: &Path) -> BTreeMap<Scene, u64> {
    let import = ["import", file.to_str().unwrap()];
    let up: &[&str] = &["up", "--listen", "127.0.0.1:0"];
    let weeks = stage.world.ends.duration_since(stage.world.begins);
    let step = weeks / i32::try_from(kills.len()).unwrap();
    // The world goes on by a step for each kill, and within the second that one lasts.
    stage.running.speed(step.as_secs_f64());
    let mut killed = BTreeMap::new();
    for (number, kill) in kills.iter().enumerate() {
        let now = stage.world.begins + step * i32::try_from(number).unwrap();
        if now > stage.running.now() {
            stage.running.jump(now);
        }
        // A few times somebody has the patience to let it end, whatever the weather.
        if kills.len() >= 3 && number % (kills.len() / 3) == kills.len() / 3 - 1 {
            stage.program.run(&["harvest", "--once"]);
        }
        let words: &[&[&str]] = match kill.scene {
            Scene::Up => &[up],
            Scene::UpBesideImport => &[up, &import],
            Scene::Import => &[&import],
            Scene::Rebuild => &[&["index", "rebuild"]],
            Scene::Index => &[&["index"]],
        };
        let asked = stage.ledger().requests;
        let mut begun: Vec<_> = words.iter().map(|words| stage.program.begin(words)).collect();
        let waited = Instant::now();
        while kill.at_work && stage.ledger().requests < asked + 12 && waited.elapsed() < WORKING {
            sleep(Duration::from_millis(20));
        }
        sleep(kill.life);
        let ran: Vec<bool> = begun.iter_mut().map(|begun| begun.kill()).collect();
        *killed.entry(kill.scene).or_default() += u64::from(ran[0]);
    }
    killed
}

/// The longest wait for a program to be at work.
const WORKING: Duration = Duration::from_secs(3);

/// The weather clears and the world stands still: what is left is asked for. Gives the number of
/// runs that took.
fn catch_up(stage: &Stage, file: &Path) -> u32 {
    stage.running.faults(FaultMix::none());
    stage.running.jump(stage.world.ends + Duration::from_secs(3_600));
    stage.running.freeze();
    let mut runs = 0;
    for words in [&["harvest", "--once"][..], &["harvest", "--once", "--sweep"]] {
        // A run that would have to wait long for its turn ends, and the next one goes on.
        loop {
            runs += 1;
            assert!(runs < 12, "it never catches up");
            let ran = stage.program.run(words);
            if ran.code == 0 && ran.out.lines().all(|line| line.ends_with("was answered")) {
                break;
            }
            println!("{}{}", ran.out, ran.err);
        }
    }
    stage.program.import(file).well();
    stage.program.run(&["index", "--once"]).well();
    let again = stage.program.run(&["harvest", "--once"]).well();
    let moved = [" new", " changed", " gone"].iter().any(|word| again.contains(word));
    assert!(!moved, "there was still something to find:\n{again}");
    runs
}

async fn compare(stage: &Stage, lines: &[Line]) {
    let archive = Archive::open("sqlite", &stage.program.data()).await.unwrap();
    assert_eq!(archive::check(&archive).await.unwrap(), []);
    let mut held = held(&archive).await;
    let keys = lines.iter().map(|line| PostKey::new(&*line.platform, &*line.id));
    for (line, key) in lines.iter().zip(keys) {
        let entry = held.remove(&key).unwrap_or_else(|| panic!("{key} is lost"));
        assert_eq!(entry.post.as_ref().unwrap().text, line.text, "{key}");
        assert_eq!(archive.edits(entry.number).await.unwrap(), [], "{key} never changed");
        assert!(entry.gone_at.is_none(), "{key}");
    }
    compare_world(stage, &archive, &held).await;
    let brute = Brute::read(&archive, &stage.config).await;
    println!("archive: {:?}, index: {} posts", archive.totals().await.unwrap(), brute.posts.len());
    archive.close().await;
    compare_index(&brute, &stage.program.serve("serve"));
}

/// The archive is the world: every post once, in its last words, and gone where it was deleted.
async fn compare_world(stage: &Stage, archive: &Archive, held: &BTreeMap<PostKey, Entry>) {
    let expected = stage.expected();
    let (mut gone, mut edited) = (0, 0);
    for ((platform, id), post) in &expected {
        let key = PostKey::new(platform, id);
        let name = &post.post;
        let Some(entry) = held.get(&key) else {
            assert!(post.deleted, "{name} is lost");
            continue;
        };
        let former = archive.edits(entry.number).await.unwrap();
        let text = &entry.post.as_ref().unwrap().text;
        if post.platform.name() == "feed" {
            assert!(text.ends_with(&post.text), "{name}: {text:?} is not {:?}", post.text);
            continue;
        }
        // The other dialects cannot be asked about many posts at once, and are not asked.
        let seen = archive.sightings(&BTreeSet::from([entry.number])).await.unwrap();
        let asked = |source: &str| source == "mastodon-kohan" || source == "bluesky";
        let noticed = post.deleted && seen.iter().any(|(_, source, _)| asked(source));
        assert_eq!(entry.gone_at.is_some(), noticed, "{name}: {entry:?}");
        if !post.deleted {
            assert_eq!(text, &post.text, "{name}");
        }
        let reworded = former.iter().filter(|(_, body)| body.text != *text).count();
        assert!(reworded <= usize::from(post.edited), "{name} changed {reworded} times");
        gone += u64::from(noticed);
        edited += reworded;
    }
    let known = |key: &&PostKey| expected.contains_key(&(key.platform.clone(), key.id.clone()));
    // A feed is read whole: what belongs to no campaign is for the indexer to leave out.
    let strange: Vec<_> = held.keys().filter(|key| key.platform != "feed" && !known(key)).collect();
    assert!(strange.is_empty(), "nobody posted {strange:?}");
    println!("world: {} posts, {gone} gone, {edited} edits seen", expected.len());
    assert!(expected.len() > 200 && gone > 10, "the world was too quiet to prove anything");
}

/// The index, asked over HTTP, is what reading the archive through gives.
fn compare_index(brute: &Brute, serving: &Serving) {
    let (keys, told) = serving.keys(&[("sort", "newest")]);
    let found: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
    let wanted: BTreeSet<&str> = brute.posts.iter().map(|read| read.key.as_str()).collect();
    assert_eq!(found, wanted);
    assert_eq!((keys.len(), told), (wanted.len(), wanted.len() as u64), "a post is there twice");
    let all: Vec<_> = brute.posts.iter().collect();
    for by in By::ALL {
        for unit in [Unit::Post, Unit::Account] {
            let counted = serving.api("counts", &[("by", by.word()), ("unit", unit.word())]);
            assert_eq!(counts_of(&counted), brute.count(&all, by, unit), "{by:?} {unit:?}");
            let (sum, unknown) = total(&all, unit);
            assert_eq!(counted["card"]["total"], sum);
            assert_eq!(counted["card"]["author_unknown"], unknown);
        }
    }
}
