//! From what was typed to its parts.

use jiff::civil::Date;

use super::problem::Problem;
use crate::calendar::read_date;

/// A query in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What was typed.
    pub typed: String,
    /// What captions and authors must and must not have.
    pub parts: Vec<Part>,
    /// What else narrows it.
    pub filters: Filters,
}

/// One run of text with one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Everything in the text must be there.
    Must(String),
    /// Whatever answers the text must not be there.
    Not(String),
    /// The author's name or handle must answer the text.
    Author(String),
    /// The author's name or handle must not answer the text.
    NotAuthor(String),
    /// The caption must have the text where titles stand.
    Book(String),
    /// The caption must not have the text where titles stand.
    NotBook(String),
}

/// Filters; several values of one kind widen it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Platforms.
    pub platforms: Vec<String>,
    /// Campaigns' slugs.
    pub campaigns: Vec<String>,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

/// The most characters of a query.
const MOST_CHARACTERS: usize = 2_000;

/// The most parts of a query, each word counted.
const MOST_PIECES: usize = 64;

/// A filter's kind, by any of its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Author,
    Book,
    Platform,
    Campaign,
    From,
    To,
}

const FIELDS: &[(&str, Field)] = &[
    ("author", Field::Author),
    ("نویسنده", Field::Author),
    ("معرف", Field::Author),
    ("book", Field::Book),
    ("کتاب", Field::Book),
    ("عنوان", Field::Book),
    ("platform", Field::Platform),
    ("سکو", Field::Platform),
    ("campaign", Field::Campaign),
    ("پویش", Field::Campaign),
    ("from", Field::From),
    ("از", Field::From),
    ("to", Field::To),
    ("تا", Field::To),
];

impl Query {
    /// Reads a query. What is not a known filter is a word: people paste addresses and write
    /// colons, and that is no mistake.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        if typed.chars().count() > MOST_CHARACTERS {
            return Err(Problem::TooLong { most: MOST_CHARACTERS });
        }
        let pieces = pieces(typed);
        if pieces.len() > MOST_PIECES {
            return Err(Problem::TooMany { most: MOST_PIECES });
        }
        let mut query = Self { typed: typed.trim().to_owned(), ..Self::default() };
        // Words that stand together are read together: they may be one word written apart.
        let mut run = String::new();
        for piece in pieces {
            let (negated, rest) = match piece.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (true, rest),
                _ => (false, piece),
            };
            match field(rest) {
                Some((field, value)) => query.filter(field, negated, value)?,
                None if negated => query.parts.push(Part::Not(rest.to_owned())),
                None => {
                    run.push_str(piece);
                    run.push(' ');
                }
            }
        }
        if !run.trim().is_empty() {
            query.parts.insert(0, Part::Must(run.trim().to_owned()));
        }
        Ok(query)
    }

    fn filter(&mut self, field: Field, negated: bool, value: &str) -> Result<(), Problem> {
        let plain = value.trim_matches('"').to_owned();
        match field {
            Field::Author if negated => self.parts.push(Part::NotAuthor(value.to_owned())),
            Field::Author => self.parts.push(Part::Author(value.to_owned())),
            Field::Book if negated => self.parts.push(Part::NotBook(value.to_owned())),
            Field::Book => self.parts.push(Part::Book(value.to_owned())),
            Field::Platform => self.filters.platforms.push(plain.to_lowercase()),
            Field::Campaign => self.filters.campaigns.push(plain.to_lowercase()),
            Field::From => self.filters.from = Some(date(&plain)?),
            Field::To => self.filters.to = Some(date(&plain)?),
        }
        Ok(())
    }
}

fn date(typed: &str) -> Result<Date, Problem> {
    read_date(typed).map_err(|_| Problem::not_a_date(typed))
}

/// A known field and a value, if that is what a piece is.
fn field(piece: &str) -> Option<(Field, &str)> {
    let (name, value) = piece.split_once(':')?;
    let name = name.to_lowercase();
    let (_, field) = FIELDS.iter().find(|(known, _)| *known == name)?;
    (!value.is_empty()).then_some((*field, value))
}

/// Splits at white space, but not inside quotation marks.
fn pieces(typed: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut quoted) = (None, false);
    for (at, letter) in typed.char_indices() {
        match letter {
            '"' | '«' | '»' | '“' | '”' => {
                quoted = match letter {
                    '«' | '“' => true,
                    '»' | '”' => false,
                    _ => !quoted,
                };
                start.get_or_insert(at);
            }
            _ if letter.is_whitespace() && !quoted => {
                pieces.extend(start.take().and_then(|start: usize| typed.get(start..at)));
            }
            _ => {
                start.get_or_insert(at);
            }
        }
    }
    pieces.extend(start.and_then(|start| typed.get(start..)));
    pieces
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn parts(typed: &str) -> Vec<Part> {
        Query::parse(typed).unwrap().parts
    }

    #[test]
    fn words_stand_together_and_marks_part_them() {
        let must = |text: &str| Part::Must(text.into());
        assert_eq!(parts("کتاب  خانه"), [must("کتاب خانه")]);
        assert_eq!(parts("\"من او\" -فیلم"), [must("\"من او\""), Part::Not("فیلم".into())]);
        assert_eq!(parts("-\"قسمتی از\""), [Part::Not("\"قسمتی از\"".into())]);
        assert_eq!(parts("کتاب - خوب"), [must("کتاب - خوب")]);
        assert_eq!(parts("«چراغ‌ها را» x"), [must("«چراغ‌ها را» x")]);
    }

    #[test]
    fn filters_have_two_names_and_both_calendars() {
        let query =
            Query::parse("کتاب سکو:Mastodon از:۱۳۹۹/۱/۳۱ to:2020-05-01 پویش:every-house").unwrap();
        assert_eq!(query.filters.platforms, ["mastodon"]);
        assert_eq!(query.filters.campaigns, ["every-house"]);
        assert_eq!(query.filters.from, Some(date(2020, 4, 19)));
        assert_eq!(query.filters.to, Some(date(2020, 5, 1)));
        assert_eq!(query.parts, [Part::Must("کتاب".into())]);
        assert_eq!(
            parts("نویسنده:\"مینا نمونه\" -author:@reader"),
            [Part::Author("\"مینا نمونه\"".into()), Part::NotAuthor("@reader".into())]
        );
        assert_eq!(
            parts("کتاب:«بوف کور» -book:dune"),
            [Part::Book("«بوف کور»".into()), Part::NotBook("dune".into())]
        );
    }

    #[test]
    fn what_is_no_filter_is_a_word() {
        assert_eq!(parts("https://example.org/a"), [Part::Must("https://example.org/a".into())]);
        assert_eq!(parts("قسمت:دوم"), [Part::Must("قسمت:دوم".into())]);
        assert_eq!(parts("کتاب: سووشون"), [Part::Must("کتاب: سووشون".into())]);
        assert_eq!(parts("from:"), [Part::Must("from:".into())]);
    }

    #[test]
    fn mistakes_are_told_in_sentences() {
        let problem = Query::parse("از:فردا").unwrap_err();
        assert!(problem.sentence(config::Language::Fa).contains("«فردا» تاریخ نیست"));
        assert_eq!(Query::parse(&"ا".repeat(2_001)), Err(Problem::TooLong { most: 2_000 }));
        assert_eq!(Query::parse(&"ا ".repeat(65)), Err(Problem::TooMany { most: 64 }));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail(typed in ".{0,80}") {
            let _ = Query::parse(&typed);
        }

        #[test]
        fn no_word_is_lost(words in prop::collection::vec("[a-zآ-ی]{1,8}", 1..10)) {
            let query = Query::parse(&words.join(" ")).unwrap();
            prop_assert_eq!(query.parts, vec![Part::Must(words.join(" "))]);
        }
    }
}
