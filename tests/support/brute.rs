//! The archive read through from its first post to its last: what the index should find and
//! count, without an index.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use archive::{Archive, Entry, Post, PostKey};
use config::Config;
use indexer::{Marks, indexed_text};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use persian::{Lexicon, Pattern, Plan, Planner, Term, analyze};
use search::calendar::{Jalali, day_of};
use search::counting::By;
use search::counting::Unit;
use search::query::{Part, Query};

/// Every post that an index of the archive should hold.
pub(crate) struct Brute {
    pub(crate) posts: Vec<Read>,
    zone: TimeZone,
    known: HashSet<String>,
}

/// One post, read.
pub(crate) struct Read {
    pub(crate) number: i64,
    pub(crate) key: String,
    pub(crate) post: Post,
    pub(crate) campaigns: Vec<String>,
    text: Terms,
    author: Terms,
}

/// The terms of one text, each with its positions.
struct Terms(BTreeMap<String, BTreeSet<u32>>);

/// What is counted under each key: posts, and posts of unknown authors.
pub(crate) type Counts = BTreeMap<String, (u64, u64)>;

/// Every post that the archive ever took, as it stands now; a withdrawn one by its number only.
pub(crate) async fn entries(archive: &Archive) -> BTreeMap<i64, Entry> {
    let changes = archive.changes(0, 10_000_000).await.unwrap();
    changes.into_iter().map(|change| (change.entry.number, change.entry)).collect()
}

/// The same by key.
pub(crate) async fn held(archive: &Archive) -> BTreeMap<PostKey, Entry> {
    let keyed = entries(archive).await.into_values();
    keyed.filter_map(|entry| Some((entry.post.as_ref()?.key.clone(), entry))).collect()
}

impl Brute {
    pub(crate) async fn read(archive: &Archive, config: &Config) -> Self {
        let marks = Marks::of(config);
        let entries = entries(archive).await;
        let numbers: BTreeSet<i64> = entries.keys().copied().collect();
        let sightings = archive.sightings(&numbers).await.unwrap();
        let sought: BTreeSet<i64> =
            sightings.into_iter().filter(|(_, _, net)| net != "address").map(|s| s.0).collect();
        let mut posts = Vec::new();
        for (number, entry) in entries {
            let Some(post) = entry.public().cloned() else { continue };
            let campaigns = marks.campaigns(&post).into_iter().map(str::to_owned);
            let campaigns: Vec<String> = campaigns.collect();
            if campaigns.is_empty() && !sought.contains(&number) {
                continue;
            }
            let text = Terms::of(&analyze(&indexed_text(&post)));
            let author = Terms::of(&author_terms(&post));
            let key = post.key.to_string();
            posts.push(Read { number, key, post, campaigns, text, author });
        }
        let terms = posts.iter().flat_map(|read| read.text.0.keys().chain(read.author.0.keys()));
        let known = terms.cloned().collect();
        Self { posts, zone: config.site.zone(), known }
    }

    /// The posts that answer a query, in order of number. Now and then it is asked whether the
    /// matching in memory says the same.
    pub(crate) fn answer(&self, query: &Query) -> Vec<&Read> {
        let mut planner = Planner::new(Lexicon::bundled());
        let known = |term: &str| self.known.contains(term);
        let mut plan = |text: &str| planner.plan_knowing(text, &known);
        let parts: Vec<(&Part, Plan)> = query
            .parts
            .iter()
            .map(|part| match part {
                Part::Must(text)
                | Part::Not(text)
                | Part::Author(text)
                | Part::NotAuthor(text)
                | Part::Book(text)
                | Part::NotBook(text) => (part, plan(text)),
            })
            .collect();
        for (read, (_, plan)) in self.posts.iter().step_by(41).zip(parts.iter().cycle()) {
            let text = answered(plan, &read.text);
            let ours = !text.is_empty() && text.into_iter().all(|answered| answered);
            let theirs = plan.matches(&analyze(&indexed_text(&read.post)));
            assert_eq!(ours, theirs, "{:?} in {}", query.typed, read.key);
        }
        let fits = |read: &&Read| parts.iter().all(|(part, plan)| read.fits(part, plan));
        self.posts.iter().filter(fits).filter(|read| self.passes(query, read)).collect()
    }

    fn passes(&self, query: &Query, read: &Read) -> bool {
        let filters = &query.filters;
        let day = read.post.posted_at.map(|at| self.day(at));
        let platform = &read.post.key.platform;
        (filters.platforms.is_empty() || filters.platforms.contains(platform))
            && (filters.campaigns.is_empty()
                || filters.campaigns.iter().any(|slug| read.campaigns.contains(slug)))
            && filters.from.is_none_or(|from| day.is_some_and(|day| day >= from))
            && filters.to.is_none_or(|to| day.is_some_and(|day| day <= to))
    }

    fn day(&self, at: Timestamp) -> Date {
        day_of(at, &self.zone)
    }

    /// What a count of some posts says; time by the first day of the row.
    pub(crate) fn count(&self, found: &[&Read], by: By, unit: Unit) -> Counts {
        let mut groups: BTreeMap<String, Vec<&Read>> = BTreeMap::new();
        for read in found {
            for key in self.keys(read, by) {
                groups.entry(key).or_default().push(read);
            }
        }
        let counted = |(key, group): (String, Vec<&Read>)| (key, total(&group, unit));
        groups.into_iter().map(counted).collect()
    }

    fn keys(&self, read: &Read, by: By) -> Vec<String> {
        let day = read.post.posted_at.map(|at| self.day(at));
        let timed = |first: fn(Date) -> Date| {
            vec![day.map_or("unknown".to_owned(), |day| first(day).to_string())]
        };
        match by {
            By::Day => timed(|day| day),
            By::Week => timed(saturday),
            By::Month => timed(first_of_month),
            By::Platform => vec![read.post.key.platform.clone()],
            By::Campaign if read.campaigns.is_empty() => vec!["unknown".to_owned()],
            By::Campaign => read.campaigns.clone(),
        }
    }
}

/// How many there are of a unit, and how many posts are of unknown authors.
pub(crate) fn total(posts: &[&Read], unit: Unit) -> (u64, u64) {
    let accounts: Vec<String> = posts.iter().filter_map(|read| read.account()).collect();
    let unknown = (posts.len() - accounts.len()) as u64;
    let several: BTreeSet<String> = accounts.into_iter().collect();
    (if unit == Unit::Post { posts.len() } else { several.len() } as u64, unknown)
}

impl Read {
    fn account(&self) -> Option<String> {
        let author = &self.post.author;
        let id = author.id.as_ref().or(author.handle.as_ref())?;
        Some(format!("{}:{id}", self.post.key.platform))
    }

    fn fits(&self, part: &Part, plan: &Plan) -> bool {
        let (text, author) = (answered(plan, &self.text), answered(plan, &self.author));
        let all = |ways: &mut dyn Iterator<Item = bool>| {
            !plan.is_empty() && ways.collect::<Vec<_>>().into_iter().all(|answered| answered)
        };
        let either = || text.iter().zip(&author).map(|(text, author)| *text || *author);
        match part {
            Part::Must(_) => all(&mut either()),
            Part::Not(_) => !all(&mut either()),
            Part::Author(_) => all(&mut author.iter().copied()),
            Part::NotAuthor(_) => !all(&mut author.iter().copied()),
            // Where titles stand is tested in `search`.
            Part::Book(_) | Part::NotBook(_) => unreachable!("no query of these tests asks so"),
        }
    }
}

impl Terms {
    fn of(terms: &[Term]) -> Self {
        let mut all: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for term in terms {
            all.entry(term.text.clone()).or_default().insert(term.position);
        }
        Self(all)
    }

    fn has(&self, pattern: &Pattern) -> bool {
        match pattern {
            Pattern::Term(text) => self.0.contains_key(text),
            Pattern::Prefix(start) => self
                .0
                .range(start.clone()..)
                .next()
                .is_some_and(|(text, _)| text.starts_with(start)),
            Pattern::Phrase(words) => {
                let first = words.first().and_then(|(_, first)| self.0.get(first));
                let stands = |start: u32| {
                    let at = |(distance, text): &(u32, String)| {
                        self.0.get(text).is_some_and(|places| places.contains(&(start + distance)))
                    };
                    words.iter().skip(1).all(at)
                };
                first.is_some_and(|places| places.iter().any(|place| stands(*place)))
            }
        }
    }
}

/// Which clauses of a plan some terms answer.
fn answered(plan: &Plan, terms: &Terms) -> Vec<bool> {
    let any = |clause: &persian::Clause| {
        clause.alternatives.iter().any(|alternative| terms.has(&alternative.pattern))
    };
    plan.clauses().iter().map(any).collect()
}

/// The terms of an author's name and handle: two values, a position apart.
fn author_terms(post: &Post) -> Vec<Term> {
    let mut terms = post.author.name.as_deref().map(analyze).unwrap_or_default();
    let end = terms.iter().map(|term| term.position + term.length).max();
    let starts = if post.author.name.is_some() { end.unwrap_or(0) + 1 } else { 0 };
    if let Some(handle) = &post.author.handle {
        terms.extend(analyze(&format!("@{handle}")).into_iter().map(|mut term| {
            term.position += starts;
            term
        }));
    }
    terms
}

/// The first day of a week that begins on Saturday.
fn saturday(day: Date) -> Date {
    let mut first = day;
    while first.weekday() != Weekday::Saturday {
        first = first.yesterday().unwrap();
    }
    first
}

/// The first day of a Jalali month.
fn first_of_month(day: Date) -> Date {
    let mut first = day;
    while Jalali::from(first).day() != 1 {
        first = first.yesterday().unwrap();
    }
    first
}

/// A count of the program as [`Brute::count`] gives it; rows without a post are left out.
pub(crate) fn counts_of(json: &serde_json::Value) -> Counts {
    let row = |row: &serde_json::Value| {
        let number = |name: &str| row[name].as_u64().unwrap();
        let key = row["key"].as_str().unwrap_or("unknown").to_owned();
        (key, (number("count"), number("author_unknown")))
    };
    let rows = json["rows"].as_array().unwrap().iter().map(row);
    rows.filter(|(_, (count, unknown))| count + unknown > 0).collect()
}
