//! The chart of a course of time, drawn by the server: one plot for wide windows, one for narrow.
//!
//! Bars begin at nought. Time runs as the page is read, right to left in Persian. A gap of the
//! ledger is hatched above its bar, at a height that measures nothing.

use super::rows::{CountRow, RowName, row_name};
use super::shell::Shell;
use crate::calendar;

/// A chart with its plots.
pub(crate) struct Drawing {
    pub(crate) caption: String,
    pub(crate) has_gaps: bool,
    pub(crate) plots: Vec<Plot>,
}

/// One SVG picture; all lengths are in its own units, written with one decimal.
pub(crate) struct Plot {
    pub(crate) class: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) lines: Vec<Line>,
    pub(crate) bars: Vec<Bar>,
    pub(crate) labels: Vec<Label>,
}

pub(crate) struct Line {
    pub(crate) class: &'static str,
    pub(crate) x1: String,
    pub(crate) x2: String,
    pub(crate) y1: String,
    pub(crate) y2: String,
}

/// A bar (`f1`) or a gap (`fh`).
pub(crate) struct Bar {
    pub(crate) class: &'static str,
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) width: String,
    pub(crate) height: String,
}

pub(crate) struct Label {
    pub(crate) class: &'static str,
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) anchor: &'static str,
    pub(crate) text: String,
}

/// From this many rows on, a narrow window gets upright bars too: lying ones would be a long way.
const MOST_LYING: usize = 16;

/// Draws rows of time; `None` if there are none.
pub(crate) fn draw(rows: &[CountRow], caption: String, shell: &Shell) -> Option<Drawing> {
    // What has no date has no place in a course of time; the table tells of it.
    let timed = rows.iter().filter(|row| matches!(row.name, RowName::Days { .. }));
    let rows: &[CountRow] = &timed.cloned().collect::<Vec<_>>();
    if rows.is_empty() {
        return None;
    }
    let narrow = match rows.len() {
        0..=MOST_LYING => lying(rows, shell),
        _ => upright(rows, shell, "narrow", 328.0),
    };
    let has_gaps = rows.iter().any(|row| row.unasked_hours > 0);
    Some(Drawing { caption, has_gaps, plots: vec![upright(rows, shell, "wide", 700.0), narrow] })
}

const BASE: f64 = 250.0;
const TOP: f64 = 34.0;
const GAP_HEIGHT: f64 = 36.0;

/// Bars that stand side by side, in the order of reading.
fn upright(rows: &[CountRow], shell: &Shell, class: &'static str, width: f64) -> Plot {
    let scale = Scale::over(rows);
    let across = width - 44.0;
    let slot = across / rows.len().max(1) as f64;
    // The axis' figures stand where reading begins.
    let mirrored = shell.fa();
    let left = if mirrored { 0.0 } else { 44.0 };
    let (lines, mut labels) = grid(&scale, left, across, shell);
    let each = (52.0 / slot).ceil().max(1.0) as usize;
    let mut bars = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let place = if mirrored { rows.len() - 1 - at } else { at };
        let start = left + slot * place as f64;
        let middle = start + slot / 2.0;
        let (x, wide) = (start + slot * 0.19, slot * 0.62);
        let height = scale.height(row.count, BASE - TOP);
        let mut roof = BASE - height;
        bars.push(bar("f1", x, roof, wide, height));
        if row.unasked_hours > 0 {
            roof = (roof - GAP_HEIGHT).max(4.0);
            bars.push(bar("fh", x, roof, wide, BASE - height - roof));
        }
        if slot >= 26.0 {
            labels.push(label("tot", middle, roof - 7.0, "middle", figure(row.count, shell)));
        }
        let room = middle.min(width - middle);
        if at % each == 0 && room >= 20.0 {
            labels.push(label("", middle, BASE + 20.0, "middle", short_name(row, shell)));
        }
    }
    Plot { class, width: width as u32, height: 280, lines, bars, labels }
}

/// The axis, its steps, and their figures.
fn grid(scale: &Scale, left: f64, across: f64, shell: &Shell) -> (Vec<Line>, Vec<Label>) {
    let beside = if left > 0.0 { left / 2.0 } else { across + 22.0 };
    let mut lines = Vec::new();
    let mut labels = Vec::new();
    for step in 0..=scale.steps {
        let value = step * scale.step;
        let y = BASE - scale.height(Some(value), BASE - TOP);
        let class = if step == 0 { "axis" } else { "grid" };
        let (x1, x2) = (length(left), length(left + across));
        lines.push(Line { class, x1, x2, y1: length(y), y2: length(y) });
        labels.push(label("", beside, y + 4.0, "middle", shell.number(&value)));
    }
    (lines, labels)
}

/// Bars that lie one under another, each beneath its dates.
fn lying(rows: &[CountRow], shell: &Shell) -> Plot {
    const WIDTH: f64 = 328.0;
    const ROW: f64 = 44.0;
    // A figure, and a gap, must still fit beside the longest bar.
    const LONGEST: f64 = 230.0;
    let scale = Scale::over(rows);
    let mirrored = shell.fa();
    let across = |start: f64, wide: f64| if mirrored { WIDTH - start - wide } else { start };
    let mut bars = Vec::new();
    let mut labels = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let y = ROW * at as f64;
        let edge = if mirrored { WIDTH } else { 0.0 };
        labels.push(label("", edge, y + 16.0, "start", row_name(&row.name, shell)));
        let mut end = scale.height(row.count, LONGEST);
        bars.push(bar("f1", across(0.0, end), y + 22.0, end, 16.0));
        if row.unasked_hours > 0 {
            bars.push(bar("fh", across(end, GAP_HEIGHT), y + 22.0, GAP_HEIGHT, 16.0));
            end += GAP_HEIGHT;
        }
        labels.push(label(
            "tot",
            across(end + 8.0, 0.0),
            y + 35.0,
            "start",
            figure(row.count, shell),
        ));
    }
    let height = (ROW * rows.len() as f64) as u32;
    Plot { class: "narrow", width: WIDTH as u32, height, lines: Vec::new(), bars, labels }
}

/// How numbers become lengths: steps of 1, 2 or 5 times a power of ten, at most five of them.
struct Scale {
    step: u64,
    steps: u64,
}

impl Scale {
    fn over(rows: &[CountRow]) -> Self {
        let most = rows.iter().filter_map(|row| row.count).max().unwrap_or(0).max(1);
        let mut step: u64 = 1;
        for factor in [2, 5, 10].iter().cycle().enumerate() {
            if most.div_ceil(step) <= 5 {
                break;
            }
            let (at, factor) = factor;
            let Some(power) = 10u64.checked_pow(u32::try_from(at / 3).unwrap_or(u32::MAX)) else {
                break;
            };
            step = power.saturating_mul(*factor);
        }
        Self { step, steps: most.div_ceil(step) }
    }

    /// The length of a number where the whole scale has the length `whole`.
    fn height(&self, count: Option<u64>, whole: f64) -> f64 {
        count.unwrap_or(0) as f64 / (self.step.saturating_mul(self.steps)) as f64 * whole
    }
}

/// The first day of a row, short enough to stand under its bar.
fn short_name(row: &CountRow, shell: &Shell) -> String {
    match &row.name {
        RowName::Days { first, .. } => {
            let name = calendar::date_without_year(*first, shell.language());
            let (day, month) = name.split_once(' ').unwrap_or((&name, ""));
            format!("{day} {}", month.chars().take(3).collect::<String>())
        }
        RowName::Named { name, .. } => name.clone(),
    }
}

fn figure(count: Option<u64>, shell: &Shell) -> String {
    count.map_or_else(|| shell.t("؟", "?").to_owned(), |count| shell.number(&count))
}

fn bar(class: &'static str, x: f64, y: f64, width: f64, height: f64) -> Bar {
    let (x, y, width, height) = (length(x), length(y), length(width), length(height));
    Bar { class, x, y, width, height }
}

fn label(class: &'static str, x: f64, y: f64, anchor: &'static str, text: String) -> Label {
    Label { class, x: length(x), y: length(y), anchor, text }
}

fn length(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn rows(counts: &[u64]) -> Vec<CountRow> {
        let day = date(2020, 4, 4);
        let row = |count: &u64| CountRow {
            name: RowName::Days { first: day, last: day },
            count: Some(*count),
            unasked_hours: 0,
        };
        counts.iter().map(row).collect()
    }

    #[test]
    fn steps_are_round() {
        for (most, step, steps) in [
            (0, 1, 1),
            (1, 1, 1),
            (5, 1, 5),
            (6, 2, 3),
            (11, 5, 3),
            (111, 50, 3),
            (120, 50, 3),
            (1000, 200, 5),
        ] {
            let scale = Scale::over(&rows(&[most]));
            assert_eq!((scale.step, scale.steps), (step, steps), "{most}");
        }
    }

    proptest! {
        #[test]
        fn every_bar_is_inside_the_scale(counts in prop::collection::vec(any::<u64>(), 1..20)) {
            let rows = rows(&counts);
            let scale = Scale::over(&rows);
            prop_assert!(scale.steps >= 1);
            for row in &rows {
                let height = scale.height(row.count, 100.0);
                prop_assert!((0.0..=100.001).contains(&height), "{height}");
            }
        }
    }
}
