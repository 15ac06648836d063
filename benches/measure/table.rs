//! The table that is printed, and the floors that its figures must hold.

use std::collections::BTreeMap;

/// Goal and floor of a figure. A floor lies a little under what was measured when it was set, so
/// that a change which costs quality is seen and one which only moves a rounding is not. That of
/// speed leaves room for a slower machine.
const MARKS: &[(&str, f64, f64)] = &[
    ("pairs, must meet", 175.0, 175.0),
    ("pairs, kept apart", 43.0, 43.0),
    ("pquad, plain, MRR@10", 0.938, 0.944),
    ("pquad, ZWNJ removed, MRR@10", 0.933, 0.944),
    ("pquad, ZWNJ spaced, MRR@10", 0.933, 0.941),
    ("pquad, Arabic letters, MRR@10", 0.933, 0.944),
    ("titles, plain, MRR@10", 0.997, 0.997),
    ("titles, one typo, MRR@10", 0.97, 0.972),
    ("titles, #hash_tag, MRR@10", 0.95, 0.991),
    ("titles, no spaces, MRR@10", 0.95, 0.986),
    ("titles, Finglish, MRR@10", 0.80, 0.95),
    ("speed, MB/s", 10.0, 10.0),
];

/// Figures in the order in which they were measured.
pub(crate) struct Table {
    chosen: Vec<String>,
    rows: Vec<Row>,
    notes: Vec<String>,
}

struct Row {
    name: String,
    figure: f64,
    of: Option<f64>,
    beside: BTreeMap<String, f64>,
}

impl Table {
    /// A table of the measures whose names begin with one of these words; of all if there is none.
    pub(crate) fn of(chosen: &[&str]) -> Self {
        let chosen = chosen.iter().map(|word| (*word).to_owned()).collect();
        Self { chosen, rows: Vec::new(), notes: Vec::new() }
    }

    pub(crate) fn wants(&self, measure: &str) -> bool {
        self.chosen.is_empty() || self.chosen.iter().any(|word| measure.starts_with(word.as_str()))
    }

    pub(crate) fn put(&mut self, name: &str, figure: f64, of: Option<f64>) {
        self.rows.push(Row { name: name.to_owned(), figure, of, beside: BTreeMap::new() });
    }

    /// A figure of another analyzer for a measure; its name may have lost its marks on the way.
    pub(crate) fn beside(&mut self, analyzer: &str, name: &str, figure: f64) {
        let row = self.rows.iter_mut().find(|row| bare(&row.name) == bare(name));
        if let Some(row) = row {
            row.beside.insert(analyzer.to_owned(), figure);
        }
    }

    pub(crate) fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub(crate) fn print(&self) {
        let head = ["ketabkhan", "of", "Lucene Persian", "Standard", "to reach"];
        println!(
            "{:<37} {:>10} {:>5} {:>15} {:>9} {:>9}",
            "", head[0], head[1], head[2], head[3], head[4]
        );
        for row in &self.rows {
            let beside =
                |analyzer: &str| row.beside.get(analyzer).map_or("-".to_owned(), |f| shown(*f));
            println!(
                "{:<37} {:>10} {:>5} {:>15} {:>9} {:>9}",
                row.name,
                shown(row.figure),
                row.of.map_or(String::new(), shown),
                beside("Persian"),
                beside("Standard"),
                marks(&row.name).map_or(String::new(), |(goal, _)| shown(goal)),
            );
        }
        self.notes.iter().for_each(|note| println!("{note}"));
    }

    /// Says how the questions in other spellings stand to the plain ones, and these to Lucene's.
    pub(crate) fn compare(&mut self) {
        let questions = self
            .rows
            .iter()
            .filter(|row| row.name.starts_with("pquad") && row.name.ends_with("MRR@10"));
        let worst = questions.clone().map(|row| row.figure).fold(f64::INFINITY, f64::min);
        let Some(plain) = questions.clone().find(|row| row.name.contains("plain")) else { return };
        let lucene = plain.beside.values().copied().fold(f64::NAN, f64::max);
        let notes = [
            format!(
                "pquad: the worst spelling is {:.4} under plain, .005 to reach",
                plain.figure - worst
            ),
            format!("pquad: plain is {:+.4} to Lucene's best, 0 to reach", plain.figure - lucene),
        ];
        self.notes.extend(notes.into_iter().take(if lucene.is_nan() { 1 } else { 2 }));
    }

    /// Whether every figure is at its floor or above; says which ones are not.
    pub(crate) fn hold(&self) -> bool {
        let fallen = self.rows.iter().filter_map(|row| {
            let (_, floor) = marks(&row.name)?;
            (row.figure < floor).then_some((row, floor))
        });
        fallen.fold(true, |_, (row, floor)| {
            println!(
                "`{}` fell to {} under its floor {}",
                row.name,
                shown(row.figure),
                shown(floor)
            );
            false
        })
    }
}

fn marks(name: &str) -> Option<(f64, f64)> {
    MARKS.iter().find(|(known, ..)| *known == name).map(|(_, goal, floor)| (*goal, *floor))
}

fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Counts whole, shares to four places, speeds to one.
fn shown(figure: f64) -> String {
    match figure {
        figure if figure < 1.5 => format!("{figure:.4}"),
        figure if figure.fract() == 0.0 => format!("{figure:.0}"),
        figure => format!("{figure:.1}"),
    }
}
