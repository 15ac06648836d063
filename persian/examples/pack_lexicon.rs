//! Makes the bundled dictionaries in `data/` from Hazm's and SCOWL's files.
//!
//! `cargo run --example pack_lexicon -- HAZM_FOLDER SCOWL_FOLDER data`

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use fst::{MapBuilder, SetBuilder};
use tantivy_persian::{key, skeleton};

/// Words that join nothing, whatever else the dictionary has them for.
const FUNCTION_WORDS: &[&str] = &[
    "با", "از", "به", "در", "که", "تا", "را", "و", "ما", "من", "تو", "او", "یا", "چه", "این", "آن",
    "بر", "نه", "هم", "یک", "است", "بود", "شد",
];

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let [hazm, scowl, data] = folders.as_slice() else {
        return Err(
            "give three folders: Hazm's data, SCOWL's final lists, and where to write".into()
        );
    };
    let (hazm, data) = (Path::new(hazm), Path::new(data));
    let mut words = persian_words(&fs::read_to_string(hazm.join("words.dat"))?);
    for list in ["lexemes.txt", "names.txt", "authors.txt"] {
        add_words(&mut words, &fs::read_to_string(data.join(list))?);
    }
    add_compounds(&mut words, &fs::read_to_string(data.join("compounds.txt"))?);
    for word in FUNCTION_WORDS {
        *words.entry(key(word)).or_insert(20) |= 1 << 9 | 1 << 13;
    }
    words.retain(|word, _| word.chars().count() > 1);
    write_map(&data.join("words.fst"), &words)?;
    write_skeletons(&data.join("skeletons.fst"), &words)?;
    write_map(&data.join("english.fst"), &english_words(Path::new(scowl))?)?;
    Ok(())
}

/// Words with a part of speech: key to a weight in the low six bits and the parts of speech above.
fn persian_words(lines: &str) -> BTreeMap<String, u64> {
    let mut words = BTreeMap::new();
    for line in lines.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let [word, frequency, parts] = fields.as_slice() else { continue };
        let key = key(word);
        if *parts == "0" || key.chars().count() < 2 {
            continue;
        }
        let weight = u64::from(64 - frequency.parse::<u64>().unwrap_or(0).leading_zeros());
        let compound = first_part(word) << 16;
        let value = parts.split(',').map(part_of_speech).sum::<u64>() | compound;
        let held = words.entry(key).or_insert(0);
        let parted = if *held >> 16 > 0 { value & 0xffff } else { value };
        *held = ((*held | parted) & !63) | (*held & 63).max(weight);
    }
    words
}

/// How many letters stand before the first non-joiner; 0 without one.
fn first_part(word: &str) -> u64 {
    word.split_once(['\u{200C}', ' ']).map_or(0, |(first, _)| key(first).chars().count() as u64)
}

/// Compounds of function words, with the place where they part, whatever else is known of them.
fn add_compounds(words: &mut BTreeMap<String, u64>, list: &str) {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    for word in lines.flat_map(str::split_whitespace) {
        let held = words.entry(key(word)).or_insert(14);
        *held = (*held & 0xffff) | 1 << 14 | first_part(word) << 16;
    }
}

/// The words of this crate's own lists are common nouns, whatever the dictionary thinks of them.
fn add_words(words: &mut BTreeMap<String, u64>, list: &str) {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    for key in lines.flat_map(str::split_whitespace).map(key).filter(|key| !key.is_ascii()) {
        let held = words.entry(key).or_insert(1 << 6);
        *held = (*held & !63) | (*held & 63).max(14);
    }
}

fn part_of_speech(part: &str) -> u64 {
    match part {
        "N" => 1 << 6,
        "AJ" => 1 << 7,
        "PL" => 1 << 8,
        "P" | "PRO" | "CONJ" | "POSTP" | "PR" => 1 << 9,
        "NUM" => 1 << 10,
        "ADV" => 1 << 12,
        _ => 0,
    }
}

fn write_map(path: &Path, words: &BTreeMap<String, u64>) -> Outcome<()> {
    let mut builder = MapBuilder::memory();
    for (word, value) in words {
        builder.insert(word, *value)?;
    }
    Ok(fs::write(path, builder.into_inner()?)?)
}

/// Every word after its skeleton and a tab, so that one skeleton is one range.
fn write_skeletons(path: &Path, words: &BTreeMap<String, u64>) -> Outcome<()> {
    let mut lines: Vec<String> =
        words.keys().map(|word| format!("{}\t{word}", skeleton(word))).collect();
    lines.sort();
    lines.dedup();
    let mut builder = SetBuilder::memory();
    for line in lines.iter().filter(|line| !line.starts_with('\t')) {
        builder.insert(line)?;
    }
    Ok(fs::write(path, builder.into_inner()?)?)
}

/// English words of SCOWL's sizes 10, 20 and 35, the commonest with the greatest value.
fn english_words(folder: &Path) -> Outcome<BTreeMap<String, u64>> {
    let mut words = BTreeMap::new();
    for (size, value) in [("35", 1), ("20", 2), ("10", 3)] {
        for region in ["english", "american", "british"] {
            let list = fs::read(folder.join(format!("{region}-words.{size}")))?;
            for word in String::from_utf8_lossy(&list).lines() {
                if word.is_ascii() && !word.contains('\'') {
                    words.insert(key(word), value);
                }
            }
        }
    }
    Ok(words)
}
