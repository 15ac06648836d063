//! Walking over what a query finds, large segments side by side.

use std::sync::LazyLock;

use indexer::View;
use tantivy::Executor;
use tantivy::collector::Collector;
use tantivy::query::{EnableScoring, Query as EngineQuery};

use crate::query::FixedStatistics;

/// To hand a segment of so many posts to another thread costs next to nothing beside the walk.
const LARGE: u32 = 50_000;
/// More threads would find no segments to walk over.
const MOST_THREADS: usize = 4;

/// Walks over what a query finds; what a post is worth depends on the post alone.
pub(super) fn walk<C: Collector>(
    view: &View,
    query: &dyn EngineQuery,
    collector: &C,
) -> tantivy::Result<C::Fruit> {
    let scoring =
        EnableScoring::Enabled { searcher: &view.searcher, statistics_provider: &FixedStatistics };
    search(view, query, collector, scoring)
}

/// The same, rare words counting more by the view's own statistics.
pub(super) fn walk_by_rarity<C: Collector>(
    view: &View,
    query: &dyn EngineQuery,
    collector: &C,
) -> tantivy::Result<C::Fruit> {
    search(view, query, collector, EnableScoring::enabled_from_searcher(&view.searcher))
}

fn search<C: Collector>(
    view: &View,
    query: &dyn EngineQuery,
    collector: &C,
    scoring: EnableScoring<'_>,
) -> tantivy::Result<C::Fruit> {
    let scoring = match collector.requires_scoring() {
        true => scoring,
        false => EnableScoring::disabled_from_searcher(&view.searcher),
    };
    view.searcher.search_with_executor(query, collector, threads(view), scoring)
}

/// As many threads as there are large segments, within reason.
fn threads(view: &View) -> &'static Executor {
    static ONE: Executor = Executor::SingleThread;
    static MANY: LazyLock<Executor> = LazyLock::new(|| {
        let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        // Who cannot have more threads walks alone.
        Executor::multi_thread(cores.min(MOST_THREADS), "walk-").unwrap_or(Executor::SingleThread)
    });
    let segments = view.searcher.segment_readers().iter();
    if segments.filter(|segment| segment.max_doc() >= LARGE).count() > 1 { &MANY } else { &ONE }
}
