//! Refusals as pages: what is missing, withdrawn, refused or broken, with ways on.

use askama::Template;

use super::Html;
use super::shell::Shell;

/// What a refusal shows. A withdrawn introduction's page is the one of status 410 and names
/// nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorView {
    /// The HTTP status.
    pub status: u16,
    /// What was wrong, in the page's language, where more can be said than the status says.
    pub sentence: Option<String>,
    /// A short code to read out.
    pub code: Option<String>,
}

impl ErrorView {
    /// A refusal of which only the status is known.
    pub fn of(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// The page.
    pub fn page(&self, shell: &Shell) -> Html {
        let words = words(self.status);
        let heading = shell.t(words.heading.0, words.heading.1);
        let reason = shell.t(words.reason.0, words.reason.1);
        ErrorTemplate { shell, view: self, heading, reason }.render()
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorTemplate<'a> {
    shell: &'a Shell,
    view: &'a ErrorView,
    heading: &'a str,
    reason: &'a str,
}

/// What a refusal says, each in Persian and English.
struct Words {
    heading: (&'static str, &'static str),
    reason: (&'static str, &'static str),
}

fn words(status: u16) -> &'static Words {
    match status {
        404 => &MISSING,
        405 => &NOT_HERE,
        410 => &WITHDRAWN,
        408 | 503 | 504 => &LATE,
        413 | 414 | 431 => &TOO_LONG,
        429 => &TOO_FAST,
        400..=499 => &UNREAD,
        _ => &BROKEN,
    }
}

const MISSING: Words = Words {
    heading: ("این برگ در بایگانی نیست.", "This leaf is not in the archive."),
    reason: (
        "شاید نشانی درست رونویسی نشده باشد. چیزی از دست نرفته؛ از این‌جا ادامه دهید.",
        "The address may have been copied wrongly. Nothing is lost; go on from here.",
    ),
};

const WITHDRAWN: Words = Words {
    heading: (
        "این معرفی به خواست صاحبش برداشته شده است.",
        "This introduction was removed at its owner’s wish.",
    ),
    reason: (
        "متن، نام و نشانی‌اش دیگر این‌جا نیست. معرفی‌های دیگر سر جای خود است.",
        "Its text, name and address are gone. The other introductions are in their place.",
    ),
};

const NOT_HERE: Words = Words {
    heading: ("این کار این‌جا شدنی نیست.", "That cannot be done here."),
    reason: ("این نشانی را تنها می‌توان خواند.", "This address can only be read."),
};

const LATE: Words = Words {
    heading: ("پاسخ به‌موقع آماده نشد.", "The answer was not ready in time."),
    reason: (
        "کمی بعد دوباره بیازمایید؛ قفسه‌ها باز است.",
        "Try again in a little while; the shelves are open.",
    ),
};

const TOO_FAST: Words = Words {
    heading: ("کمی آهسته‌تر.", "A little slower, please."),
    reason: (
        "در زمانی کوتاه درخواست‌های بسیاری رسید. کمی بعد دوباره بیازمایید.",
        "Many requests came in a short time. Try again in a little while.",
    ),
};

const TOO_LONG: Words = Words {
    heading: ("درخواست بلندتر از اندازه بود.", "The request was too long."),
    reason: ("کوتاه‌تر بنویسید؛ یک یا دو واژه بس است.", "Write less; one or two words are enough."),
};

const UNREAD: Words = Words {
    heading: ("این درخواست درست خوانده نشد.", "This request could not be read."),
    reason: (
        "شاید نشانی درست رونویسی نشده باشد؛ از این‌جا ادامه دهید.",
        "The address may have been copied wrongly; go on from here.",
    ),
};

const BROKEN: Words = Words {
    heading: ("چیزی این‌جا از کار افتاد.", "Something here broke."),
    reason: (
        "گناه از شما نیست. کمی بعد دوباره بیازمایید؛ قفسه‌ها باز است.",
        "It was not you. Try again in a little while; the shelves are open.",
    ),
};
