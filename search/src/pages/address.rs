//! Addresses inside the site: every state of a page is in its address.

use config::Language;
use url::form_urlencoded::Serializer;

use crate::counting::By;

/// The language of a page, and how its addresses say so.
///
/// The site's own language has no prefix; the other's addresses begin with `/en` or `/fa`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tongue {
    /// The language of the page.
    pub language: Language,
    /// The language of an address without a prefix.
    pub own: Language,
}

impl Tongue {
    /// The language that a path names, and the rest of the path, beginning with `/`.
    pub fn of(path: &str, own: Language) -> (Self, &str) {
        let language = other(own);
        let rest = path.strip_prefix(prefix(language));
        match rest {
            Some("") => (Self { language, own }, "/"),
            Some(rest) if rest.starts_with('/') => (Self { language, own }, rest),
            _ => (Self { language: own, own }, path),
        }
    }

    /// The same site in the other language.
    pub fn turned(self) -> Self {
        Self { language: other(self.language), own: self.own }
    }

    /// The address of a path (with its query) in this language.
    pub fn href(self, path: &str) -> String {
        if self.language == self.own { path.to_owned() } else { self.prefix().to_owned() + path }
    }

    /// What this language's addresses begin with: nothing for the site's own.
    pub fn prefix(self) -> &'static str {
        if self.language == self.own { "" } else { prefix(self.language) }
    }
}

fn other(language: Language) -> Language {
    match language {
        Language::Fa => Language::En,
        Language::En => Language::Fa,
    }
}

fn prefix(language: Language) -> &'static str {
    match language {
        Language::Fa => "/fa",
        Language::En => "/en",
    }
}

/// The address of one introduction's page, from its key (`platform:id`).
pub fn post_address(key: &str) -> String {
    format!("/p/{}", segment(key))
}

/// The address of a campaign's page.
pub fn campaign_address(slug: &str) -> String {
    format!("/campaigns/{}", segment(slug))
}

/// One segment of a path: `/` and all else that could end it early is percent-encoded.
fn segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' | b'@' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// The order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// The nearest to what was typed first.
    #[default]
    Nearest,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

impl Order {
    /// All orders, as the page offers them.
    pub const ALL: [Self; 3] = [Self::Nearest, Self::Newest, Self::Oldest];

    /// Its word in addresses (`sort=newest`).
    pub fn word(self) -> &'static str {
        match self {
            Self::Nearest => "nearest",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }
}

/// A search as its address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// What was typed.
    pub text: String,
    /// Boxes ticked, as name and value, such as `("platform", "aparat")`.
    pub filters: Vec<(String, String)>,
    /// The order of hits.
    pub order: Order,
    /// The place after which the page begins; `None` for the first page.
    pub after: Option<String>,
}

impl Search {
    /// Whether a box is ticked.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.filters.iter().any(|(held, is)| held == name && is == value)
    }

    /// Its first page.
    pub fn first_page(&self) -> Self {
        Self { after: None, ..self.clone() }
    }

    /// The page that begins after a place.
    pub fn further(&self, after: &str) -> Self {
        Self { after: Some(after.to_owned()), ..self.clone() }
    }

    /// The first page without one of its filters.
    pub fn without(&self, name: &str, value: &str) -> Self {
        let mut wider = self.first_page();
        wider.filters.retain(|(held, is)| held != name || is != value);
        wider
    }

    /// The first page of the same filters for another text.
    pub fn instead(&self, text: &str) -> Self {
        Self { text: text.to_owned(), ..self.first_page() }
    }

    /// A search for everything that a filter lets through.
    pub fn of(name: &str, value: &str) -> Self {
        Self { filters: vec![(name.to_owned(), value.to_owned())], ..Self::default() }
    }

    /// Its path and query. Parts: `q`, each filter by its name, `sort`, `after`.
    pub fn address(&self) -> String {
        let mut query = Serializer::new(String::new());
        if !self.text.is_empty() {
            query.append_pair("q", &self.text);
        }
        for (name, value) in &self.filters {
            query.append_pair(name, value);
        }
        if self.order != Order::default() {
            query.append_pair("sort", self.order.word());
        }
        if let Some(after) = &self.after {
            query.append_pair("after", after);
        }
        with_query("/search", &query.finish())
    }
}

/// A count as its address says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counting {
    /// The search whose hits are counted; empty for everything.
    pub text: String,
    /// The campaign's slug; `None` for all.
    pub campaign: Option<String>,
    /// Whether accounts are counted instead of introductions.
    pub accounts: bool,
    /// What it is made by.
    pub by: By,
}

impl Counting {
    /// Its page's path and query. Parts: `q`, `campaign`, `unit`, `by`.
    pub fn address(&self) -> String {
        with_query("/counts", &self.query())
    }

    /// The same numbers as a file of comma-separated values.
    pub fn csv_address(&self) -> String {
        with_query("/counts.csv", &self.query())
    }

    fn query(&self) -> String {
        let mut query = Serializer::new(String::new());
        if !self.text.is_empty() {
            query.append_pair("q", &self.text);
        }
        if let Some(campaign) = &self.campaign {
            query.append_pair("campaign", campaign);
        }
        if self.accounts {
            query.append_pair("unit", "account");
        }
        if self.by != By::default() {
            query.append_pair("by", self.by.word());
        }
        query.finish()
    }
}

fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_its_language_only_as_a_whole_segment() {
        for (path, language, rest) in [
            ("/", Language::Fa, "/"),
            ("/en", Language::En, "/"),
            ("/en/", Language::En, "/"),
            ("/en/search", Language::En, "/search"),
            ("/english", Language::Fa, "/english"),
            ("/fa/search", Language::Fa, "/fa/search"),
        ] {
            let (tongue, found) = Tongue::of(path, Language::Fa);
            assert_eq!((tongue.language, found), (language, rest), "{path}");
        }
    }

    #[test]
    fn the_other_language_keeps_the_address() {
        for own in [Language::Fa, Language::En] {
            let (tongue, rest) = Tongue::of("/search?q=a", own);
            let there = tongue.turned().href(rest);
            let (turned, same) = Tongue::of(&there, own);
            assert_eq!((turned, same), (tongue.turned(), "/search?q=a"));
            assert_eq!(turned.turned().href(same), "/search?q=a");
        }
    }

    #[test]
    fn any_key_is_one_segment() {
        for key in
            ["mastodon:https://a.example/@b/1?c#d", "feed:..", "a:b/../%2f", "کتاب\u{202e}\0"]
        {
            let address = post_address(key);
            let encoded = address.strip_prefix("/p/").unwrap();
            assert!(!encoded.contains(['/', '?', '#', ' ', '\0']), "{address}");
            let url = url::Url::parse("http://a.example").unwrap().join(&address).unwrap();
            assert_eq!(url.path(), address, "no browser may read it as another path");
        }
    }

    #[test]
    fn a_search_is_wholly_in_its_address() {
        let search = Search {
            text: "كيمياگر & \"ب\"".into(),
            filters: vec![("platform".into(), "aparat".into()), ("campaign".into(), "a".into())],
            order: Order::Newest,
            after: Some("c=1".into()),
        };
        let url = url::Url::parse("http://a.example").unwrap().join(&search.address()).unwrap();
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            pairs,
            [
                pair("q", "كيمياگر & \"ب\""),
                pair("platform", "aparat"),
                pair("campaign", "a"),
                pair("sort", "newest"),
                pair("after", "c=1"),
            ]
        );
        let wider = search.without("platform", "aparat");
        assert!(!wider.has("platform", "aparat") && wider.has("campaign", "a"));
        assert_eq!(wider.after, None, "another set of hits has other pages");
        assert_eq!(Search::default().address(), "/search");
    }
}
