//! The table of search quality: this program's ranking beside Lucene's, on real Persian texts.
//!
//! `.ci/measure` runs it. It measures what a visitor meets: a query is parsed, planned and run by
//! the finder, first as a whole and then, where fewer than ten posts answer, by what is near.
//! `--floor` makes it fail where a figure fell under its floor; further words choose measures
//! whose names begin so. The texts are not part of the project: `KETABKHAN_TEXTS` names their
//! folder, `../shared` without it. Where they are missing, the program says so and ends with 3.

mod baseline;
mod material;
mod speed;
mod stage;
mod table;
mod typing;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use material::{Material, Question};
use stage::Stage;
use table::Table;
use typing::{Dice, Way};

/// Ends the program where the texts are missing.
const NO_TEXTS: u8 = 3;

#[tokio::main]
async fn main() -> ExitCode {
    let asked: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--bench")).collect();
    let folder = std::env::var_os("KETABKHAN_TEXTS").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let Some(material) = Material::in_folder(&folder) else {
        println!("nothing is measured: the texts are not in `{}`", folder.display());
        return ExitCode::from(NO_TEXTS);
    };
    let chosen: Vec<&str> =
        asked.iter().map(String::as_str).filter(|word| !word.starts_with("--")).collect();
    let mut table = Table::of(&chosen);
    measure(&material, &mut table).await;
    table.print();
    let holds = table.hold();
    match asked.iter().any(|word| word == "--floor") && !holds {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

async fn measure(material: &Material, table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut beside = baseline::Baseline::in_folder(folder.path());
    pairs(material, table, &mut beside);
    conformance(table);
    if table.wants("pquad") {
        let texts: Vec<&str> = material.paragraphs.iter().map(String::as_str).collect();
        let ways = [Way::Plain, Way::Joined, Way::Spaced, Way::Arabic];
        let questions = &material.questions;
        retrieve("pquad", &texts, questions, &ways, table, &mut beside).await;
    }
    if table.wants("titles") {
        let texts: Vec<&str> = material.books.iter().map(String::as_str).collect();
        let ways = [Way::Plain, Way::Typo, Way::Tag, Way::Fused, Way::Finglish];
        retrieve("titles", &texts, &material.titles, &ways, table, &mut beside).await;
    }
    if table.wants("speed") {
        let texts: Vec<&str> = material.running_texts().collect();
        beside.write_texts(&texts);
        let speed = speed::measure(&texts, 10);
        table.put("speed, MB/s", speed.megabytes, None);
        table.put("speed, documents/s", speed.documents, None);
        let first = speed::measure(&texts, 2);
        table.put("speed, first minute, documents/s", first.documents, None);
        table.put(AGAIN, speed::measure_again(&texts).documents, None);
    }
    for (analyzer, name, figure) in beside.run() {
        table.beside(&analyzer, &name, figure);
        if name == "speed, documents/s" {
            table.beside(&analyzer, AGAIN, figure);
        }
    }
    table.compare();
}

/// Texts that were read before: as Lucene is timed.
const AGAIN: &str = "speed, same texts again, documents/s";

/// Pairs of a query and a text that must or must not meet.
fn pairs(material: &Material, table: &mut Table, beside: &mut baseline::Baseline) {
    if !table.wants("pairs") {
        return;
    }
    beside.write_pairs(&material.pairs);
    for (wanted, name) in [(true, "pairs, must meet"), (false, "pairs, kept apart")] {
        let some = material.pairs.iter().filter(|pair| pair.wanted == wanted);
        let right = some.clone().filter(|pair| {
            persian::Plan::new(&pair.query).matches(&persian::analyze(&pair.text)) == wanted
        });
        table.put(name, right.count() as f64, Some(some.count() as f64));
    }
}

/// What the crate's own test of hashtags and mentions said; whoever starts this program ran it.
fn conformance(table: &mut Table) {
    if let Ok(verdict) = std::env::var("KETABKHAN_CONFORMANCE") {
        table.note(format!("hashtags and mentions: {verdict}"));
    }
}

/// Puts texts into an index and asks for them in every way of typing.
async fn retrieve(
    set: &str,
    texts: &[&str],
    questions: &[Question],
    ways: &[Way],
    table: &mut Table,
    beside: &mut baseline::Baseline,
) {
    let stage = Stage::of(texts).await;
    beside.write_documents(set, texts);
    for way in ways {
        let name = format!("{set}, {}", way.name());
        // Every measure throws its own dice, so that leaving one out changes no other.
        let mut dice = Dice::new(1399);
        let asked: Vec<Question> =
            questions.iter().map(|question| question.typed(*way, &mut dice)).collect();
        beside.write_queries(set, &name, &asked);
        let ranks = stage.ranks(&asked).await;
        if std::env::var_os("KETABKHAN_MISSES").is_some() {
            show_misses(&name, &asked, &ranks, texts);
        }
        let mean = |value: fn(usize) -> f64| {
            let sum: f64 = ranks.iter().flatten().map(|rank| value(*rank)).sum();
            sum / ranks.len().max(1) as f64
        };
        table.put(&format!("{name}, MRR@10"), mean(|rank| 1.0 / rank as f64), None);
        table.put(&format!("{name}, nDCG@10"), mean(|rank| 1.0 / (rank as f64 + 1.0).log2()), None);
    }
}

fn show_misses(name: &str, asked: &[Question], ranks: &[Option<usize>], texts: &[&str]) {
    for (question, rank) in asked.iter().zip(ranks).filter(|(_, rank)| **rank != Some(1)) {
        let wanted: String = texts[question.wanted].chars().take(60).collect();
        println!("MISS\t{name}\t{rank:?}\t{}\t{wanted}", question.text);
    }
}
