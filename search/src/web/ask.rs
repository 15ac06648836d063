//! From an address's parameters to what is asked.

use crate::calendar::read_date;
use crate::counting::{By, CountingAsk, Unit};
use crate::finder::{Ask, Place, Sort};
use crate::query::{Problem, Query};

/// Parameters of an address, in their order; of a name that stands twice, all values count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameters(Vec<(String, String)>);

/// Most hits of one page.
const MOST_HITS: usize = 100;

impl Parameters {
    /// Reads the part of an address after `?`.
    pub(crate) fn of(query: Option<&str>) -> Self {
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        Self(pairs.into_owned().filter(|(_, value)| !value.trim().is_empty()).collect())
    }

    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        let same = self.0.iter().filter(|(known, _)| known == name);
        same.map(|(_, value)| value.clone()).collect()
    }

    /// The query with the parameters that narrow it.
    pub(crate) fn query(&self) -> Result<Query, Problem> {
        let mut query = Query::parse(self.first("q").unwrap_or_default())?;
        query.filters.platforms.extend(self.all("platform"));
        query.filters.campaigns.extend(self.all("campaign"));
        let date = |name: &str| {
            let typed = self.first(name)?;
            // A whole instant is taken for its day.
            let day = typed.split('T').next().unwrap_or(typed);
            Some(read_date(day).map_err(|_| Problem::not_a_date(typed)))
        };
        query.filters.from = date("from").transpose()?.or(query.filters.from);
        query.filters.to = date("to").transpose()?.or(query.filters.to);
        Ok(query)
    }

    /// A page of hits. Parameters: `q`, `campaign`, `platform`, `from`, `to`, `sort`, `limit`,
    /// `cursor`.
    pub(crate) fn ask(&self, page: usize) -> Result<Ask, Problem> {
        let sort = match self.first("sort") {
            None | Some("relevance" | "nearest") => Sort::Relevance,
            Some("newest") => Sort::Newest,
            Some("oldest") => Sort::Oldest,
            Some(given) => {
                return Err(Problem::not_known("sort", given, ["relevance", "newest", "oldest"]));
            }
        };
        let limit = match self.first("limit").map(str::parse::<usize>) {
            None => page,
            Some(Ok(limit @ 1..=MOST_HITS)) => limit,
            Some(_) => {
                let given = self.first("limit").unwrap_or_default();
                return Err(Problem::not_known("limit", given, ["1 … 100"]));
            }
        };
        let after = self.first("cursor").or(self.first("after"));
        let after = after.map(|text| Place::from_text(text).ok_or(Problem::NotACursor));
        Ok(Ask { query: self.query()?, sort, limit, after: after.transpose()? })
    }

    /// A count. Parameters: those of a query, `by`, `unit`.
    pub(crate) fn counting(&self) -> Result<CountingAsk, Problem> {
        Ok(CountingAsk {
            query: self.query()?,
            by: by(self.first("by"))?,
            unit: unit(self.first("unit"))?,
        })
    }
}

/// What a count is made by, from its word.
pub(crate) fn by(word: Option<&str>) -> Result<By, Problem> {
    let Some(word) = word else { return Ok(By::default()) };
    let found = By::ALL.into_iter().find(|by| by.word() == word);
    found.ok_or_else(|| Problem::not_known("by", word, By::ALL.map(By::word)))
}

/// What is counted, from its word.
pub(crate) fn unit(word: Option<&str>) -> Result<Unit, Problem> {
    match word {
        None | Some("post") => Ok(Unit::Post),
        Some("account") => Ok(Unit::Account),
        Some(given) => Err(Problem::not_known("unit", given, ["post", "account"])),
    }
}
