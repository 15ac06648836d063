//! Megabytes a second of folding and of the whole chain, on one core.
//!
//! `cargo run --release --example speed -- TEXT_FILE` reads a file; without one, a made text is used.

use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use tantivy_persian::{Analyzer, Lexicon, Plan, fold, tokens};

/// Made for measuring: words in several spellings, a hashtag, an account, numbers.
const SAMPLE: &str = "امروز در کتابخانه‌ی عمومی شهر، كتابهاي تازه‌ای دیدم که خیلییی خواندنی بودند؛ \
    نویسنده‌هایشان را نمی شناختم ولی دوستام میگفتن عالیه! ۱۲ نفر از بچه‌های باشگاه، داستان کوتاه \
    می‌نویسند و هر هفته می‌خوانند. #معرفی_کتاب #باشگاهکتابخوانی @ketab_doost Reading 2 books a week.\n";

fn main() -> Result<(), Box<dyn Error>> {
    let text = match std::env::args().nth(1) {
        Some(path) => std::fs::read_to_string(path)?,
        None => SAMPLE.repeat(4_000),
    };
    let lines: Vec<&str> = text.lines().collect();
    let started = Instant::now();
    black_box(Lexicon::bundled().knows("کتاب"));
    println!("{:>8}  {:.1} ms", "start", started.elapsed().as_secs_f64() * 1e3);
    let mut analyzer = Analyzer::new(Lexicon::bundled());
    measure("fold", &lines, |line| fold(line).as_str().len());
    measure("tokens", &lines, |line| tokens(line).len());
    measure("analyze", &lines, |line| analyzer.analyze(line).len());
    measure_new(&lines);
    let started = Instant::now();
    for _ in 0..1_000 {
        black_box(Plan::new(black_box("کتابخنه sadegh هدایت \"صد سال تنهایی\"")));
    }
    println!("{:>8}  {:.3} ms a query with a slip", "plan", started.elapsed().as_secs_f64());
    Ok(())
}

fn measure(name: &str, lines: &[&str], mut work: impl FnMut(&str) -> usize) {
    let bytes: usize = lines.iter().map(|line| line.len()).sum();
    let mut best = f64::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        for line in lines {
            black_box(work(line));
        }
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("{name:>8}  {:.1} MB/s", bytes as f64 / best / 1e6);
}

/// Lines that were not read before: each tenth of them by an analyzer that has read the others.
fn measure_new(lines: &[&str]) {
    let (mut bytes, mut seconds) = (0, 0.0);
    for part in 0..10 {
        let (new, known): (Vec<_>, Vec<_>) =
            lines.iter().enumerate().partition(|(at, _)| at % 10 == part);
        let mut analyzer = Analyzer::new(Lexicon::bundled());
        let mut read = |lines: &[(usize, &&str)]| {
            lines.iter().for_each(|(_, line)| drop(black_box(analyzer.analyze(line))));
        };
        read(&known);
        let started = Instant::now();
        read(&new);
        seconds += started.elapsed().as_secs_f64();
        bytes += new.iter().map(|(_, line)| line.len()).sum::<usize>();
    }
    println!("{:>8}  {:.1} MB/s", "new", bytes as f64 / seconds / 1e6);
}
