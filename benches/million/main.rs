//! A million posts, and a thousand different queries of every class, beside bare tantivy.
//!
//! `cargo bench --bench million` makes the posts, keeps them in a real archive, indexes them with
//! the real indexer and prints how long queries take: how many of a hundred within which time.
//! `KETABKHAN_BENCH_POSTS` sets how many posts; `KETABKHAN_BENCH_FOLDER` names a folder that keeps
//! archive and index for further runs; `KETABKHAN_TEXTS` the folder of real texts, `../shared`
//! without it. `--floor` makes it fail where a figure fell; further words choose classes whose
//! names begin so.
//!
//! Times are milliseconds, the middle of three after one that warms up: on the CPU of the whole
//! process, which other programs on the machine do not count in, and by the clock where it says so.

mod bag;
mod clock;
mod expansion;
mod house;
mod peer;
mod posts;
mod round;
mod table;
mod texts;
#[path = "../measure/typing.rs"]
#[expect(dead_code, reason = "the names of ways are for the other table")]
mod typing;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bag::Bag;
use house::House;
use peer::Bare;
use posts::Maker;
use round::Round;
use table::Table;
use texts::Texts;

/// How many queries of each class have the boxes of counts measured.
const BOXES: usize = 3;

/// How many posts there are unless it is said otherwise.
const POSTS: usize = 1_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let (bench, asked): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word == "--bench");
    // `cargo test --all-targets` runs it as well; it is no test, and takes minutes.
    if bench.is_empty() {
        println!("nothing is measured: run it with `cargo bench --bench million`");
        return ExitCode::SUCCESS;
    }
    let texts = std::env::var_os("KETABKHAN_TEXTS").map(PathBuf::from);
    let texts = texts.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let texts = Texts::of(&texts);
    let wanted = std::env::var("KETABKHAN_BENCH_POSTS").ok().and_then(|n| n.parse().ok());
    let maker = Maker::new(&texts, wanted.unwrap_or(POSTS));
    let scratch = tempfile::tempdir().expect("a folder");
    let kept = std::env::var_os("KETABKHAN_BENCH_FOLDER").map(PathBuf::from);
    let house = House::in_folder(kept.as_deref().unwrap_or(scratch.path()), &maker).await;

    let classes: Vec<&str> =
        asked.iter().map(String::as_str).filter(|word| !word.starts_with("--")).collect();
    let mut table = Table::of(&house, &maker);
    let cases = Bag::fill(&maker).into_iter().filter(|case| {
        classes.is_empty() || classes.iter().any(|class| case.class.starts_with(class))
    });
    let round = Round::new(&house, Bare::in_folder(&house.bare()));
    for case in cases {
        if table.measured(case.class) == 0 {
            eprintln!("{}", case.class);
        }
        let with_boxes = table.measured(case.class) < BOXES;
        table.put(case.class, round.ask(&case, with_boxes).await);
    }
    table.print();
    let holds = table.hold();
    match asked.iter().any(|word| word == "--floor") && !holds {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}
