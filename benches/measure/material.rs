//! The texts that are measured on. They belong to others and are only read.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

use crate::typing::{Dice, Way};

/// How many books the titles are asked of.
const BOOKS: usize = 5_000;

/// Everything that is measured on.
pub(crate) struct Material {
    pub(crate) pairs: Vec<Pair>,
    /// Paragraphs of an encyclopedia.
    pub(crate) paragraphs: Vec<String>,
    /// Questions, each answered by one of the paragraphs.
    pub(crate) questions: Vec<Question>,
    /// Title and author of books.
    pub(crate) books: Vec<String>,
    /// The books' titles.
    pub(crate) titles: Vec<Question>,
    /// Reviews as people type them.
    reviews: Vec<String>,
}

/// A query and a text that must or must not meet.
pub(crate) struct Pair {
    pub(crate) query: String,
    pub(crate) text: String,
    pub(crate) wanted: bool,
}

/// A query and the one text that it wants.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) text: String,
    /// The text's place among the texts.
    pub(crate) wanted: usize,
}

impl Question {
    /// The same, typed in another way.
    pub(crate) fn typed(&self, way: Way, dice: &mut Dice) -> Self {
        Self { text: way.type_out(&self.text, dice), wanted: self.wanted }
    }
}

impl Material {
    /// Reads it; none where a part is missing.
    pub(crate) fn in_folder(folder: &Path) -> Option<Self> {
        let data = folder.join("data");
        let (paragraphs, questions) = read_paragraphs(&data.join("pquad/Validation.json"))?;
        let (books, titles) = read_books(&data)?;
        Some(Self {
            pairs: read_pairs(&folder.join("persian/pairs.tsv"))?,
            paragraphs,
            questions,
            books,
            titles,
            reviews: read_cells(&data.join("taaghche-reviews/val.csv"), 1)?,
        })
    }

    /// What is analysed for speed: paragraphs and reviews.
    pub(crate) fn running_texts(&self) -> impl Iterator<Item = &str> {
        self.paragraphs.iter().chain(&self.reviews).map(String::as_str)
    }
}

fn read_pairs(file: &Path) -> Option<Vec<Pair>> {
    let table = std::fs::read_to_string(file).ok()?;
    let pairs = table.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t').map(str::to_owned);
        let (query, text, wanted) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Pair { query, text, wanted: wanted == "1" })
    });
    Some(pairs.collect())
}

/// Paragraphs and the questions that they answer; those without an answer are left out.
fn read_paragraphs(file: &Path) -> Option<(Vec<String>, Vec<Question>)> {
    let root: Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    let (mut paragraphs, mut questions) = (Vec::new(), Vec::new());
    let articles = root["data"].as_array()?.iter();
    for paragraph in articles.filter_map(|article| article["paragraphs"].as_array()).flatten() {
        let wanted = paragraphs.len();
        paragraphs.push(paragraph["context"].as_str()?.to_owned());
        let asked = paragraph["qas"].as_array().into_iter().flatten();
        for question in asked.filter(|question| question["is_impossible"] == Value::Bool(false)) {
            questions.push(Question { text: question["question"].as_str()?.to_owned(), wanted });
        }
    }
    Some((paragraphs, questions))
}

/// Books with different titles: those whose author is told, and of the others as many as are
/// wanted, each with an author drawn from a list of real ones.
fn read_books(data: &Path) -> Option<(Vec<String>, Vec<Question>)> {
    let mut books = read_told_books(&data.join("catalogue-30book"))?;
    let authors = read_cells(&data.join("taaghche-reviews/atp.csv"), 1)?;
    let list = std::fs::read_to_string(data.join("catalogue-30book/isbn_titles.tsv")).ok()?;
    let titles: Vec<&str> =
        list.lines().skip(1).filter_map(|line| Some(line.split_once('\t')?.1)).collect();
    let mut dice = Dice::new(1400);
    while books.len() < BOOKS * 2 {
        let title = titles[dice.below(titles.len())];
        books.push((title.to_owned(), authors[dice.below(authors.len())].clone()));
    }
    let (mut texts, mut questions, mut held) = (Vec::new(), Vec::new(), HashSet::new());
    for (title, author) in books {
        let title = without_brackets(&title);
        if texts.len() < BOOKS && title.chars().count() > 1 && held.insert(persian::key(&title)) {
            questions.push(Question { text: title.clone(), wanted: texts.len() });
            texts.push(format!("{title}\n{author}"));
        }
    }
    Some((texts, questions))
}

fn read_told_books(folder: &Path) -> Option<Vec<(String, String)>> {
    let mut books = Vec::new();
    for file in ["book", "book_0", "book_1", "book_2", "book_3"] {
        let text = std::fs::read_to_string(folder.join(format!("{file}.json"))).ok()?;
        let root: Value = serde_json::from_str(&text).ok()?;
        books.extend(root.as_array()?.iter().filter_map(|book| {
            let author = book["properties"]["author"][0]["name"].as_str()?;
            Some((book["title"].as_str()?.to_owned(), author.to_owned()))
        }));
    }
    Some(books)
}

/// A shop writes bindings and series into brackets; nobody types them.
fn without_brackets(title: &str) -> String {
    let mut depth = 0_usize;
    let kept = title.chars().filter(|c| {
        let inside = depth > 0;
        depth = match c {
            '(' => depth + 1,
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        !inside && *c != '(' && *c != ')'
    });
    kept.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One column of a file of comma-separated values.
fn read_cells(file: &Path, column: usize) -> Option<Vec<String>> {
    let mut reader = csv::Reader::from_path(file).ok()?;
    let cells = reader.records().filter_map(|row| Some(row.ok()?.get(column)?.to_owned()));
    Some(cells.filter(|cell| !cell.is_empty()).collect())
}
