//! Figures by week, day, month, platform or campaign: a chart, the same numbers in a table, and
//! the card that says how they were made.

use askama::Template;

use super::Html;
use super::address::{Counting, Search};
use super::chart::{Drawing, draw};
use super::rows::{CountRow, RowName, row_name};
use super::shell::Shell;
use crate::calendar;
use crate::counting::By;

/// What the page of figures shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CountsView {
    /// What is counted, as its address says it.
    pub counting: Counting,
    /// All campaigns to choose from, as slug and name in the page's language.
    pub campaigns: Vec<(String, String)>,
    /// The numbers, in the order of time or of size.
    pub rows: Vec<CountRow>,
    /// The number over all rows; for accounts each is counted once.
    pub total: Option<u64>,
    /// How the numbers were made.
    pub card: CountCard,
}

/// The card of a count: given it, the numbers can be made again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountCard {
    /// People, as the least and the most there can have been.
    pub people: Option<(u64, u64)>,
    /// Introductions whose author is unknown.
    pub author_unknown: u64,
    /// Introductions withdrawn, which are not counted.
    pub withdrawn: u64,
    /// Hours asked about, and all hours; `None` without a ledger.
    pub coverage: Option<(u64, u64)>,
    /// The archive's revision.
    pub revision: u64,
    /// The version of the definitions; 0 where none is stated.
    pub definition: u64,
    /// The checksum of the numbers.
    pub checksum: Option<String>,
}

/// A row of a table with bars.
pub(crate) struct BarRow {
    pub(crate) name: String,
    pub(crate) search: Option<Search>,
    pub(crate) count: String,
    /// Its length, and what is left of the longest, in hundredths.
    pub(crate) share: u64,
    pub(crate) rest: u64,
}

/// The most rows that a page shows; the file has all.
const MOST_ROWS: usize = 120;

impl CountsView {
    /// The page.
    pub fn page(&self, shell: &Shell) -> Html {
        let rows = &self.rows[..self.rows.len().min(MOST_ROWS)];
        let (unit_name, unit_word) = if self.counting.accounts {
            (shell.t("حساب", "Accounts"), shell.t("حساب", "accounts"))
        } else {
            (shell.t("معرفی", "Introductions"), shell.t("معرفی", "introductions"))
        };
        CountsTemplate {
            shell,
            view: self,
            finding: self.finding(shell),
            by_name: by_name(self.counting.by, shell),
            unit_name,
            unit_word,
            total_name: self.total_name(shell),
            drawing: draw(rows, self.caption(shell), shell),
            table: rows.iter().map(|row| TableRow::new(row, shell)).collect(),
            bars: bars(rows, shell),
            left_out: u64::try_from(self.rows.len() - rows.len()).unwrap_or(0),
            unasked: self.rows.iter().map(|row| row.unasked_hours).sum(),
            coverage: self
                .card
                .coverage
                .and_then(|(asked, all)| calendar::percent(asked, all, shell.language())),
        }
        .render()
    }

    /// What the numbers show, in a sentence.
    fn finding(&self, shell: &Shell) -> String {
        let things = if self.counting.accounts {
            shell.t("حساب‌ها", "Accounts")
        } else {
            shell.t("معرفی‌ها", "Introductions")
        };
        let by = by_name(self.counting.by, shell).to_lowercase();
        let timed = |row: &&CountRow| matches!(row.name, RowName::Days { .. });
        let course = self.rows.iter().any(|row| timed(&row));
        let rows: Vec<&CountRow> = self.rows.iter().filter(|row| !course || timed(row)).collect();
        let most = rows.iter().filter(|row| row.count > Some(0)).max_by(|a, b| {
            // Of equal numbers the first is named.
            a.count.cmp(&b.count).then(std::cmp::Ordering::Greater)
        });
        let Some(most) = most else {
            return if shell.fa() {
                format!("{things} بر پایهٔ {by}")
            } else {
                format!("{things} by {by}")
            };
        };
        let peak = row_name(&most.name, shell);
        let many = shell.number(&u64::try_from(rows.len()).unwrap_or(u64::MAX));
        let timed = matches!(most.name, RowName::Days { .. });
        match (shell.fa(), timed) {
            (true, true) => format!("{things} در {many} {by}: اوج در {peak}"),
            (false, true) => format!("{things} by {by}: the peak is {peak}"),
            (true, false) => format!("{things} بر پایهٔ {by}: بیشترین، {peak}"),
            (false, false) => format!("{things} by {by}: most in {peak}"),
        }
    }

    fn caption(&self, shell: &Shell) -> String {
        let by = by_name(self.counting.by, shell).to_lowercase();
        match (shell.fa(), self.counting.accounts) {
            (true, false) => format!("معرفی‌های هر {by}"),
            (true, true) => format!("حساب‌های هر {by}"),
            (false, false) => format!("Introductions of each {by}"),
            (false, true) => format!("Accounts of each {by}"),
        }
    }

    fn total_name<'a>(&self, shell: &'a Shell) -> &'a str {
        if self.counting.accounts {
            shell.t("همه، هر حساب یک بار", "All, each account once")
        } else if self.counting.by == By::Campaign {
            shell.t("همه، هر معرفی یک بار", "All, each introduction once")
        } else {
            shell.t("جمع", "Total")
        }
    }
}

#[derive(Template)]
#[template(path = "counts.html")]
struct CountsTemplate<'a> {
    shell: &'a Shell,
    view: &'a CountsView,
    finding: String,
    by_name: &'a str,
    unit_name: &'a str,
    unit_word: &'a str,
    total_name: &'a str,
    /// The chart of a course of time; others are tables with bars.
    drawing: Option<Drawing>,
    table: Vec<TableRow>,
    bars: Vec<BarRow>,
    left_out: u64,
    unasked: u64,
    coverage: Option<String>,
}

/// A row of the table beside the chart.
struct TableRow {
    name: String,
    count: String,
    unasked: String,
    partial: bool,
}

impl TableRow {
    fn new(row: &CountRow, shell: &Shell) -> Self {
        Self {
            name: row_name(&row.name, shell),
            count: count_word(row.count, shell),
            unasked: shell.number(&row.unasked_hours),
            partial: row.unasked_hours > 0,
        }
    }
}

impl BarRow {
    pub(crate) fn new(
        name: &str,
        count: Option<u64>,
        most: Option<u64>,
        search: Option<Search>,
        shell: &Shell,
    ) -> Self {
        let of_most = most.filter(|most| *most > 0).map_or(0, |most| {
            u64::try_from(u128::from(count.unwrap_or(0)) * 100 / u128::from(most)).unwrap_or(100)
        });
        Self {
            name: name.to_owned(),
            search,
            count: count_word(count, shell),
            share: of_most,
            rest: 100 - of_most.min(100),
        }
    }
}

fn bars(rows: &[CountRow], shell: &Shell) -> Vec<BarRow> {
    let most = rows.iter().filter_map(|row| row.count).max();
    let bar = |row: &CountRow| {
        let search = match &row.name {
            RowName::Named { search, .. } => search.clone(),
            RowName::Days { .. } => None,
        };
        BarRow::new(&row_name(&row.name, shell), row.count, most, search, shell)
    };
    rows.iter().map(bar).collect()
}

fn count_word(count: Option<u64>, shell: &Shell) -> String {
    count.map_or_else(|| shell.t("نامعلوم", "unknown").to_owned(), |count| shell.number(&count))
}

fn by_name(by: By, shell: &Shell) -> &str {
    match by {
        By::Week => shell.t("هفته", "Week"),
        By::Day => shell.t("روز", "Day"),
        By::Month => shell.t("ماه", "Month"),
        By::Platform => shell.t("سکو", "Platform"),
        By::Campaign => shell.t("پویش", "Campaign"),
    }
}
