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
        let (heading, reason) = words(self.status, shell);
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

/// A heading and why it may be.
fn words(status: u16, shell: &Shell) -> (&str, &str) {
    match status {
        404 => (
            shell.t("این برگ در بایگانی نیست.", "This leaf is not in the archive."),
            shell.t(
                "شاید نشانی درست رونویسی نشده باشد. چیزی از دست نرفته؛ از این‌جا ادامه دهید.",
                "The address may have been copied wrongly. Nothing is lost; go on from here.",
            ),
        ),
        410 => (
            shell.t(
                "این معرفی به خواست صاحبش برداشته شده است.",
                "This introduction was removed at its owner’s wish.",
            ),
            shell.t(
                "متن، نام و نشانی‌اش دیگر این‌جا نیست. معرفی‌های دیگر سر جای خود است.",
                "Its text, name and address are no longer here. The other introductions are in their place.",
            ),
        ),
        405 => (
            shell.t("این کار این‌جا شدنی نیست.", "That cannot be done here."),
            shell.t(
                "این نشانی را تنها می‌توان خواند.",
                "This address can only be read.",
            ),
        ),
        408 | 503 | 504 => (
            shell.t("پاسخ به‌موقع آماده نشد.", "The answer was not ready in time."),
            shell.t(
                "کمی بعد دوباره بیازمایید؛ قفسه‌ها باز است.",
                "Try again in a little while; the shelves are open.",
            ),
        ),
        429 => (
            shell.t("کمی آهسته‌تر.", "A little slower, please."),
            shell.t(
                "در زمانی کوتاه درخواست‌های بسیاری رسید. کمی بعد دوباره بیازمایید.",
                "Many requests came in a short time. Try again in a little while.",
            ),
        ),
        413 | 414 | 431 => (
            shell.t("درخواست بلندتر از اندازه بود.", "The request was too long."),
            shell.t(
                "کوتاه‌تر بنویسید؛ یک یا دو واژه بس است.",
                "Write less; one or two words are enough.",
            ),
        ),
        400..=499 => (
            shell.t("این درخواست درست خوانده نشد.", "This request could not be read."),
            shell.t(
                "شاید نشانی درست رونویسی نشده باشد؛ از این‌جا ادامه دهید.",
                "The address may have been copied wrongly; go on from here.",
            ),
        ),
        _ => (
            shell.t("چیزی این‌جا از کار افتاد.", "Something here broke."),
            shell.t(
                "گناه از شما نیست. کمی بعد دوباره بیازمایید؛ قفسه‌ها باز است.",
                "It was not you. Try again in a little while; the shelves are open.",
            ),
        ),
    }
}
