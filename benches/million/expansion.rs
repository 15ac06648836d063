//! How many terms a query was expanded into.

use indexer::View;
use jiff::tz::TimeZone;
use persian::Pattern;
use search::query::{Compiled, Demand, Query};
use tantivy::query::Query as _;

/// Terms that the engine is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// Those that the query names, each field's own.
    pub(crate) named: usize,
    /// Those of the dictionaries that begin as a prefix does, each segment's own.
    pub(crate) begun: usize,
}

/// The expansion of a query; of what is near as well, where nothing answers.
pub(crate) fn expansion(query: &Query, view: &View, zone: &TimeZone, near: bool) -> Expansion {
    let demands: &[Demand] = if near { &[Demand::All, Demand::Any] } else { &[Demand::All] };
    let of = demands.iter().filter_map(|demand| query.compile(view, zone, *demand).ok());
    let of: Vec<Expansion> = of.map(|compiled| of_compiled(&compiled, view)).collect();
    Expansion {
        named: of.iter().map(|one| one.named).max().unwrap_or_default(),
        begun: of.iter().map(|one| one.begun).max().unwrap_or_default(),
    }
}

fn of_compiled(compiled: &Compiled, view: &View) -> Expansion {
    let mut named = 0;
    compiled.engine.query_terms(&mut |_, _| named += 1);
    let clauses = compiled.plans.iter().flat_map(|plan| plan.clauses());
    let ways = clauses.flat_map(|clause| &clause.alternatives);
    let begun = ways.filter_map(|way| match &way.pattern {
        Pattern::Prefix(start) => Some(beginning_so(start, view)),
        Pattern::Term(_) | Pattern::Phrase(_) => None,
    });
    Expansion { named, begun: begun.sum() }
}

fn beginning_so(start: &str, view: &View) -> usize {
    let end = format!("{start}\u{10FFFF}");
    let fields = [view.fields.text, view.fields.author];
    let dictionaries =
        view.searcher.segment_readers().iter().flat_map(|segment| {
            fields.iter().filter_map(|field| segment.inverted_index(*field).ok())
        });
    let counts = dictionaries.map(|index| {
        let range = index.terms().range().ge(start).lt(&end);
        let mut terms = range.into_stream().expect("a dictionary");
        let mut count = 0;
        while terms.advance() {
            count += 1;
        }
        count
    });
    counts.sum()
}
