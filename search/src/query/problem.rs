//! What is wrong with a query, in a sentence a reader can act on.

use config::Language;

/// A mistake in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It is longer than a query may be.
    TooLong {
        /// The most characters.
        most: usize,
    },
    /// It asks for more things than a query may.
    TooMany {
        /// The most things.
        most: usize,
    },
    /// More of its words are mere beginnings than may be.
    TooManyBeginnings {
        /// The most beginnings.
        most: usize,
    },
    /// A beginning has too few letters.
    TooShort {
        /// The fewest letters.
        least: usize,
    },
    /// A date cannot be read.
    NotADate {
        /// What was typed.
        typed: String,
    },
    /// The page asked for does not exist (a `cursor` of another search, or a broken one).
    NotACursor,
    /// A value that is not among those known.
    NotKnown {
        /// The name of what was asked, such as `sort`.
        name: &'static str,
        /// What was given.
        given: String,
        /// The values that are known.
        known: Vec<String>,
    },
}

impl Problem {
    /// A value that is not among those known.
    pub(crate) fn not_known(
        name: &'static str,
        given: &str,
        known: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let known = known.into_iter().map(Into::into).collect();
        Self::NotKnown { name, given: short(given), known }
    }

    /// A text that is not a date.
    pub(crate) fn not_a_date(typed: &str) -> Self {
        Self::NotADate { typed: short(typed) }
    }

    /// The sentence in a language.
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::Fa => self.persian(),
            Language::En => self.english(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::TooLong { most } => {
                format!("The query is too long; use at most {most} characters.")
            }
            Self::TooMany { most } => {
                format!("The query asks for too much at once; use at most {most} words.")
            }
            Self::TooManyBeginnings { most } => {
                format!("Too many words end in `*`; let at most {most} do.")
            }
            Self::TooShort { least } => {
                format!("Write at least {least} letters before `*`.")
            }
            Self::NotADate { typed } => format!(
                "`{typed}` is not a date; write it year-month-day, as in 1399-01-31 or 2020-04-19."
            ),
            Self::NotACursor => {
                "This page of results is no longer there; begin from the first one.".to_owned()
            }
            Self::NotKnown { name, given, known } => {
                format!("`{given}` is not a value of `{name}`; use {}.", known.join(", "))
            }
        }
    }

    fn persian(&self) -> String {
        match self {
            Self::TooLong { most } => {
                format!("عبارت جست‌وجو بلند است؛ بیش از {} نویسه ننویسید.", figure(*most))
            }
            Self::TooMany { most } => {
                format!("واژه‌های جست‌وجو زیاد است؛ بیش از {} واژه ننویسید.", figure(*most))
            }
            Self::TooManyBeginnings { most } => {
                format!("ستاره‌ها زیاد است؛ بیش از {} واژه را با «*» ننویسید.", figure(*most))
            }
            Self::TooShort { least } => {
                format!("پیش از «*» دست‌کم {} حرف بنویسید.", figure(*least))
            }
            Self::NotADate { typed } => {
                format!("«{typed}» تاریخ نیست؛ سال، ماه و روز را این‌گونه بنویسید: ۱۳۹۹/۱/۳۱.")
            }
            Self::NotACursor => "این صفحه از نتیجه‌ها دیگر نیست؛ از صفحهٔ نخست آغاز کنید.".to_owned(),
            Self::NotKnown { name, given, known } => {
                format!("«{given}» برای «{name}» شناخته نیست؛ یکی از این‌ها: {}.", known.join("، "))
            }
        }
    }
}

/// As much of what was given as a sentence has room for.
fn short(given: &str) -> String {
    given.chars().take(40).collect()
}

fn figure(number: usize) -> String {
    crate::calendar::number(number as u64, Language::Fa)
}
