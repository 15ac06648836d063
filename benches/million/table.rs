//! The table that is printed, and the floors that its figures must hold.

use std::fmt::Write as _;

use crate::bag::BOUNDS;
use crate::clock::Times;
use crate::expansion::Expansion;
use crate::house::{House, bytes};
use crate::posts::Maker;
use crate::round::Taken;

/// Ninety-nine of a hundred queries that visitors type are through within so many milliseconds by
/// the clock: total and places.
const WITHIN: f64 = 10.0;
/// The index may take so many times the bytes of bare tantivy with the texts stored: what it takes
/// to find a post and to show it.
const BYTES: f64 = 1.4;
/// How many of the slowest queries are named.
const SLOWEST: usize = 12;

/// Figures class by class, in the order in which they were measured.
pub(crate) struct Table {
    head: String,
    bytes: f64,
    classes: Vec<(&'static str, Vec<Taken>)>,
}

/// One figure of a query; none where it was not measured.
type Figure = fn(&Taken) -> Option<f64>;

impl Table {
    /// A table that begins with what was made and how large it is.
    pub(crate) fn of(house: &House, maker: &Maker<'_>) -> Self {
        let posts = maker.count as f64;
        let step = (maker.count / 1_000).max(1);
        let some: Vec<usize> =
            (0..maker.count).step_by(step).map(|n| maker.post(n).text.len()).collect();
        let mean = some.iter().sum::<usize>() / some.len().max(1);
        let mut head = format!(
            "{} posts of {mean} bytes of text on average ({})\n{}",
            maker.count,
            maker.texts.source,
            house.history()
        );
        let view = house.reader().view().expect("a view");
        let segments = view.searcher.segment_readers();
        let terms: Vec<usize> = segments
            .iter()
            .map(|segment| {
                segment
                    .inverted_index(view.fields.text)
                    .map_or(0, |index| index.terms().num_terms())
            })
            .collect();
        let _ = writeln!(head, "segments and their terms of captions: {terms:?}");
        let ours = view.searcher.space_usage().expect("sizes").total().get_bytes() as f64 / posts;
        let stored = bytes(&house.bare(), &|name| name.ends_with(".store")) as f64 / posts;
        let bare = bytes(&house.bare(), &|name| !name.ends_with(".store")) as f64 / posts;
        let _ = writeln!(
            head,
            "bytes of index per post: ketabkhan {ours:.0}, bare tantivy {bare:.0} \
             ({:.2} times), with the texts stored {:.0} ({:.2} times)",
            ours / bare,
            bare + stored,
            ours / (bare + stored)
        );
        head.push_str(&sizes(&view, posts));
        Self { head, bytes: ours / (bare + stored), classes: Vec::new() }
    }

    pub(crate) fn put(&mut self, class: &'static str, taken: Taken) {
        match self.classes.iter_mut().find(|(held, _)| *held == class) {
            Some((_, some)) => some.push(taken),
            None => self.classes.push((class, vec![taken])),
        }
    }

    /// How many queries of a class were measured so far.
    pub(crate) fn measured(&self, class: &str) -> usize {
        self.classes.iter().find(|(held, _)| *held == class).map_or(0, |(_, some)| some.len())
    }

    pub(crate) fn print(&self) {
        println!("{}", self.head);
        let figures: [(&str, Figure); 9] = [
            ("compiling", |taken| Some(taken.compile)),
            ("compiling and searching", |taken| Some(taken.search.spent)),
            ("the same by the clock", |taken| Some(taken.search.passed)),
            ("page: hits read and highlighted, near ones too", |taken| Some(taken.page.spent)),
            ("the same by the clock", |taken| Some(taken.page.passed)),
            ("boxes of counts beside it", |taken| taken.boxes),
            ("proposals for three letters", |taken| Some(taken.proposals)),
            ("bare tantivy, searching", |taken| taken.bare),
            ("bare tantivy, hits read", |taken| taken.bare_page),
        ];
        for (name, figure) in figures {
            self.print_one(name, figure);
        }
        self.print_ratios();
        self.print_slowest();
        let most = |of: fn(&Expansion) -> usize| {
            self.all().max_by_key(|taken| of(&taken.expansion)).map_or(String::new(), |taken| {
                let typed: String = taken.typed.chars().take(40).collect();
                format!("{} (`{typed}`)", of(&taken.expansion))
            })
        };
        println!("most terms that one query names: {}", most(|one| one.named));
        println!("most terms that one query's prefixes stand for: {}", most(|one| one.begun));
    }

    fn print_one(&self, name: &str, figure: Figure) {
        println!("{name:<48} {:>5} {:>9} {:>9} {:>9} {:>9}", "n", "p50", "p90", "p99", "max");
        for (class, some) in &self.classes {
            line(class, some.iter().filter_map(figure));
        }
        line("all but those at the bounds", self.usual().filter_map(figure));
        line("all", self.all().filter_map(figure));
        println!();
    }

    /// The middle of the ratios, query by query.
    fn print_ratios(&self) {
        println!("{:<48} {:>9} {:>9}", "ketabkhan to bare tantivy, p50", "searching", "page");
        for (class, some) in &self.classes {
            let ratio = |of: fn(&Taken) -> Option<f64>| {
                let mut times = Times::default();
                some.iter().filter_map(of).for_each(|ratio| times.put(ratio));
                times.within(0.5)
            };
            let searching = ratio(|taken| Some(taken.search.spent / taken.bare?));
            let page = ratio(|taken| Some(taken.page.spent / taken.bare_page?));
            if !searching.is_nan() {
                println!("{class:<48} {searching:>9.2} {page:>9.2}");
            }
        }
        println!();
    }

    fn print_slowest(&self) {
        let mut all: Vec<(&str, &Taken)> = self
            .classes
            .iter()
            .flat_map(|(class, some)| some.iter().map(move |taken| (*class, taken)))
            .collect();
        all.sort_by(|(_, a), (_, b)| b.page.spent.total_cmp(&a.page.spent));
        println!("the slowest");
        for (class, taken) in all.iter().take(SLOWEST) {
            let typed: String = taken.typed.chars().take(50).collect();
            println!(
                "{class:<24} {:>9.2} (compiling {:.2}, searching {:.2}, {} hits, {} terms) {typed}",
                taken.page.spent,
                taken.compile,
                taken.search.spent,
                taken.total,
                taken.expansion.named + taken.expansion.begun
            );
        }
        println!();
    }

    /// What visitors type.
    fn usual(&self) -> impl Iterator<Item = &Taken> {
        let usual = self.classes.iter().filter(|(class, _)| !BOUNDS.contains(class));
        usual.flat_map(|(_, some)| some)
    }

    fn all(&self) -> impl Iterator<Item = &Taken> {
        self.classes.iter().flat_map(|(_, some)| some)
    }

    /// Whether every figure holds; says which ones do not.
    pub(crate) fn hold(&self) -> bool {
        let mut times = Times::default();
        self.usual().for_each(|taken| times.put(taken.search.passed));
        let slow = times.within(0.99) > WITHIN;
        if slow {
            println!("99 of 100 queries take {:.1} ms, not {WITHIN}", times.within(0.99));
        }
        let large = self.bytes > BYTES;
        if large {
            println!("the index takes {:.2} times bare tantivy's bytes, not {BYTES}", self.bytes);
        }
        !slow && !large
    }
}

fn line(name: &str, figures: impl Iterator<Item = f64>) {
    let mut times = Times::default();
    let mut count = 0;
    for figure in figures {
        times.put(figure);
        count += 1;
    }
    if count > 0 {
        let [half, most, nearly, all] = [0.5, 0.9, 0.99, 1.0].map(|share| times.within(share));
        println!("{name:<48} {count:>5} {half:>9.3} {most:>9.3} {nearly:>9.3} {all:>9.3}");
    }
}

/// Bytes a post of each field, the larger ones.
fn sizes(view: &indexer::View, posts: f64) -> String {
    let usage = view.searcher.space_usage().expect("sizes");
    let schema = view.searcher.schema();
    let mut told = String::from("of these, by field:");
    for (_, entry) in schema.fields() {
        let mut bytes = [0_u64; 5];
        for segment in usage.segments() {
            let parts = [
                segment.termdict(),
                segment.postings(),
                segment.positions(),
                segment.fast_fields(),
                segment.fieldnorms(),
            ];
            for (sum, part) in bytes.iter_mut().zip(parts) {
                let own = part.fields().filter(|held| held.field_name() == entry.name());
                *sum += own.map(|held| held.total().get_bytes()).sum::<u64>();
            }
        }
        let each = bytes.map(|bytes| (bytes as f64 / posts).round());
        if each.iter().sum::<f64>() >= 1.0 {
            let _ = write!(told, " {} {each:?};", entry.name());
        }
    }
    told.push_str(" (terms, postings, positions, columns, lengths)\n");
    told
}
