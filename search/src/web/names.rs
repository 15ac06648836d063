//! Platforms and campaigns by whatever name a query has for them.

use config::Name;
use persian::key;
use tantivy::Term;

use super::ask::Parameters;
use super::state::Web;
use crate::counting::CountingAsk;
use crate::finder::{Ask, FindError};
use crate::query::{Problem, Query};

impl Web {
    /// What the parameters of a page of hits ask.
    pub(super) fn ask(&self, parameters: &Parameters, page: usize) -> Result<Ask, FindError> {
        let ask = parameters.ask(page)?;
        Ok(Ask { query: self.understood(ask.query)?, ..ask })
    }

    /// What the parameters of a count ask.
    pub(super) fn counting(&self, parameters: &Parameters) -> Result<CountingAsk, FindError> {
        let ask = parameters.counting()?;
        Ok(CountingAsk { query: self.understood(ask.query)?, ..ask })
    }

    /// A query with the names that the index has: people write `سکو:آپارات`.
    fn understood(&self, mut query: Query) -> Result<Query, FindError> {
        let view = self.finder.view()?;
        let known = || self.platforms.iter().map(|(word, name)| (word.as_str(), name));
        for given in &mut query.filters.platforms {
            let term = Term::from_field_text(view.fields.platform, given);
            // Files bring posts of platforms that have no name yet.
            if view.searcher.doc_freq(&term).is_ok_and(|posts| posts > 0) {
                continue;
            }
            *given = named("platform", given, known())?;
        }
        let known = || self.campaigns.iter().map(|one| (one.slug.as_str(), &one.name));
        for given in &mut query.filters.campaigns {
            *given = named("campaign", given, known())?;
        }
        Ok(query)
    }
}

/// The word for what is called `given` in either language.
fn named<'n>(
    what: &'static str,
    given: &str,
    known: impl Iterator<Item = (&'n str, &'n Name)> + Clone,
) -> Result<String, Problem> {
    let asked = key(given);
    let called = |(word, name): &(&str, &Name)| {
        [word, name.fa.as_str(), name.en.as_str()].into_iter().any(|one| key(one) == asked)
    };
    let found = known.clone().find(called);
    let words = known.map(|(word, _)| word);
    found.map(|(word, _)| word.to_owned()).ok_or_else(|| Problem::not_known(what, given, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_is_known_by_either_name_in_any_spelling() {
        let name = Name { fa: "بله‌گرام".into(), en: "Balegram".into() };
        let known = || [("balegram", &name)].into_iter();
        for given in ["balegram", "Balegram", "بله گرام", "بله‌گرام", "بلهگرام"]
        {
            assert_eq!(named("platform", given, known()), Ok("balegram".to_owned()), "{given}");
        }
        let problem = named("platform", "بله", known()).unwrap_err();
        assert!(problem.sentence(config::Language::En).contains("`بله`"));
        assert!(problem.sentence(config::Language::En).contains("balegram"));
    }
}
