//! What posts are made of: sentences, titles and names. Real ones where they are at hand.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

use crate::typing::Dice;

/// Sentences, titles and names to draw from.
pub(crate) struct Texts {
    /// As people write them, slips and all.
    pub(crate) sentences: Vec<String>,
    /// Titles of books.
    pub(crate) titles: Vec<String>,
    /// Names of authors.
    pub(crate) names: Vec<String>,
    /// Whole questions of many words.
    pub(crate) questions: Vec<String>,
    /// Where they are from, for whoever reads the table.
    pub(crate) source: &'static str,
}

/// A sentence that is longer, in characters, is left out: it is a page that somebody pasted.
const LONGEST: usize = 400;

impl Texts {
    /// The real ones of a folder; made ones where a part of them is missing.
    pub(crate) fn of(folder: &Path) -> Self {
        Self::real(&folder.join("data")).unwrap_or_else(Self::made)
    }

    fn real(data: &Path) -> Option<Self> {
        let mut running = cells(&data.join("taaghche-reviews/val.csv"), b',', 1)?;
        running.extend(cells(&data.join("tweets-armanemo/train.tsv"), b'\t', 0)?);
        let (paragraphs, questions) = paragraphs(&data.join("pquad/Validation.json"))?;
        // Excerpts of books are written as an encyclopedia is.
        running.extend(paragraphs);
        let titles = cells(&data.join("catalogue-30book/isbn_titles.tsv"), b'\t', 1)?;
        let names = distinct(cells(&data.join("taaghche-reviews/atp.csv"), b',', 1)?);
        let sentences = running.iter().flat_map(|text| sentences(text)).collect();
        let titles = distinct(titles);
        Some(Self { sentences, titles, names, questions, source: "real sentences, drawn again" })
    }

    /// Words nobody has said, as frequent as words are.
    fn made() -> Self {
        let mut dice = Dice::new(1398);
        let words: Vec<String> =
            distinct((0..60_000).map(|_| made_word(&mut dice)).collect::<Vec<_>>());
        let mut run = |least: usize, most: usize| {
            let length = least + dice.below(most - least);
            let words: Vec<&str> =
                (0..length).map(|_| words[zipf(words.len(), &mut dice)].as_str()).collect();
            words.join(" ")
        };
        Self {
            sentences: (0..60_000).map(|_| run(4, 20)).collect(),
            titles: distinct((0..20_000).map(|_| run(1, 6)).collect()),
            names: distinct((0..10_000).map(|_| run(2, 4)).collect()),
            questions: (0..2_000).map(|_| run(8, 20)).collect(),
            source: "made words",
        }
    }
}

/// A rank under `count`, the first ones much more often: the chance falls as its inverse.
pub(crate) fn zipf(count: usize, dice: &mut Dice) -> usize {
    const FINE: usize = 1 << 30;
    let share = dice.below(FINE) as f64 / FINE as f64;
    ((count as f64 + 1.0).powf(share) as usize - 1).min(count.saturating_sub(1))
}

/// A word of two to five syllables.
pub(crate) fn made_word(dice: &mut Dice) -> String {
    let (heads, vowels) = ("بپتجچخدرزسشغفقکگلمنهی", ["ا", "و", "ی", "", ""]);
    let mut word = String::new();
    for _ in 0..2 + dice.below(4) {
        word.extend(heads.chars().nth(dice.below(heads.chars().count())));
        word.push_str(vowels[dice.below(vowels.len())]);
    }
    word
}

fn sentences(text: &str) -> Vec<String> {
    let ends = ['.', '!', '؟', '?', '\n', '؛', '…'];
    let parts = text.split_inclusive(ends).map(str::trim);
    let wanted = |part: &&str| (8..LONGEST).contains(&part.chars().count());
    parts.filter(wanted).map(str::to_owned).collect()
}

fn distinct(texts: Vec<String>) -> Vec<String> {
    let mut held = HashSet::new();
    texts.into_iter().filter(|text| !text.is_empty() && held.insert(text.clone())).collect()
}

/// One column of a table.
fn cells(file: &Path, delimiter: u8, column: usize) -> Option<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(delimiter).flexible(true).from_path(file).ok()?;
    let rows = reader.records().filter_map(Result::ok);
    let cells: Vec<String> = rows.filter_map(|row| Some(row.get(column)?.to_owned())).collect();
    (!cells.is_empty()).then_some(cells)
}

fn paragraphs(file: &Path) -> Option<(Vec<String>, Vec<String>)> {
    let root: Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    let (mut texts, mut questions) = (Vec::new(), Vec::new());
    let articles = root["data"].as_array()?.iter();
    for paragraph in articles.filter_map(|article| article["paragraphs"].as_array()).flatten() {
        texts.push(paragraph["context"].as_str()?.to_owned());
        let asked = paragraph["qas"].as_array().into_iter().flatten();
        questions.extend(asked.filter_map(|asked| Some(asked["question"].as_str()?.to_owned())));
    }
    Some((texts, questions))
}
