//! One query, asked of both.

use indexer::Reader;
use search::counting::By;
use search::finder::{Ask, Finder, Place, Sort};
use search::query::{Demand, Query};

use crate::bag::{Case, FAR};
use crate::clock::{Clock, Took, cpu, middle, middle_took};
use crate::expansion::{Expansion, expansion};
use crate::house::House;
use crate::peer::Bare;

/// Hits of a page, and those shown as near where nothing answers.
const PAGE: usize = 10;
const NEAR: usize = 4;
/// Letters that are typed before something is proposed, and how much is.
const LETTERS: usize = 3;
const PROPOSALS: usize = 8;

/// What asks.
pub(crate) struct Round {
    finder: Finder,
    reader: Reader,
    bare: Bare,
}

/// What one query took, in milliseconds, on the CPU where nothing else is said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Taken {
    pub(crate) typed: String,
    pub(crate) total: u64,
    pub(crate) expansion: Expansion,
    /// From what was typed to what the engine runs; where nothing answers, both times.
    pub(crate) compile: f64,
    /// The same, and the walk over what answers: total and places.
    pub(crate) search: Took,
    /// The same, and the hits read and highlighted; where nothing answers, what is near.
    pub(crate) page: Took,
    /// The two boxes of counts beside the results; where they were asked for.
    pub(crate) boxes: Option<f64>,
    /// What is proposed once its first letters are typed.
    pub(crate) proposals: f64,
    /// Bare tantivy's total and places.
    pub(crate) bare: Option<f64>,
    /// Bare tantivy's total, places and hits.
    pub(crate) bare_page: Option<f64>,
}

impl Round {
    pub(crate) fn new(house: &House, bare: Bare) -> Self {
        Self { finder: house.finder(), reader: house.reader(), bare }
    }

    /// Asks once to warm up and three times for the middle.
    pub(crate) async fn ask(&self, case: &Case, with_boxes: bool) -> Taken {
        let ask = self.whole(case).await;
        let total = self.page(&ask).await;
        let (mut compile, mut search, mut page) =
            ([0.0; 3], [Took::default(); 3], [Took::default(); 3]);
        for at in 0..3 {
            compile[at] = self.compile(&ask, total == 0);
            search[at] = {
                let clock = Clock::start();
                let _ = std::hint::black_box(self.finder.seek(&ask).await);
                clock.stop()
            };
            let clock = Clock::start();
            self.page(&ask).await;
            page[at] = clock.stop();
        }
        let boxes = if with_boxes { Some(self.boxes(&ask.query).await) } else { None };
        let view = self.reader.view().expect("a view");
        Taken {
            typed: case.typed.clone(),
            total,
            expansion: expansion(&ask.query, &view, self.finder.zone(), total == 0),
            compile: middle(compile),
            search: middle_took(search),
            page: middle_took(page),
            boxes,
            proposals: self.proposals(&case.typed).await,
            bare: self.bare(case, false),
            bare_page: self.bare(case, true),
        }
    }

    /// The ask, with the place of the page before where it is a far one.
    async fn whole(&self, case: &Case) -> Ask {
        let query = Query::parse(&case.typed).unwrap_or_default();
        let sort = if case.newest { Sort::Newest } else { Sort::Relevance };
        let mut ask = Ask { query, sort, limit: PAGE, after: None };
        if case.far {
            let before = Ask { limit: FAR, ..ask.clone() };
            let (_, places): (u64, Vec<Place>) = self.finder.seek(&before).await.expect("places");
            ask.after = places.last().copied();
        }
        ask
    }

    fn compile(&self, ask: &Ask, near: bool) -> f64 {
        let before = cpu();
        let view = self.reader.view().expect("a view");
        let demands: &[Demand] = if near { &[Demand::All, Demand::Any] } else { &[Demand::All] };
        for demand in demands {
            let _ = std::hint::black_box(ask.query.compile(&view, self.finder.zone(), *demand));
        }
        cpu() - before
    }

    /// As the page does it. A query that is refused takes its time as well.
    async fn page(&self, ask: &Ask) -> u64 {
        let Ok(found) = self.finder.find(ask).await else { return 0 };
        if found.total == 0 && ask.after.is_none() {
            std::hint::black_box(self.finder.near(&ask.query, NEAR).await.expect("hits"));
        }
        found.total
    }

    async fn boxes(&self, query: &Query) -> f64 {
        let before = cpu();
        for by in [By::Campaign, By::Platform] {
            let _ = std::hint::black_box(self.finder.posts_by(query, by).await);
        }
        cpu() - before
    }

    async fn proposals(&self, typed: &str) -> f64 {
        let begun: String = typed.chars().take(LETTERS).collect();
        let before = cpu();
        std::hint::black_box(self.finder.complete(&begun, PROPOSALS).await.expect("proposals"));
        cpu() - before
    }

    fn bare(&self, case: &Case, shown: bool) -> Option<f64> {
        let peer = case.peer.as_ref()?;
        self.bare.ask(case, peer, shown);
        let mut times = [0.0; 3];
        for time in &mut times {
            let before = cpu();
            std::hint::black_box(self.bare.ask(case, peer, shown));
            *time = cpu() - before;
        }
        Some(middle(times))
    }
}
