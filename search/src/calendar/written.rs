//! Dates and times written out in the page's language.

use config::Language;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::figures::digits;
use super::jalali::{Jalali, weekday_name};

/// A date with its weekday: «یکشنبه ۳۱ فروردین ۱۳۹۹» or “Sunday 19 April 2020”.
pub fn date_with_weekday(day: Date, language: Language) -> String {
    format!("{} {}", weekday_name(day.weekday(), language), date_with_year(day, language))
}

/// A date with its year: «۳۱ فروردین ۱۳۹۹» or “19 April 2020”.
pub fn date_with_year(day: Date, language: Language) -> String {
    format!("{} {}", date_without_year(day, language), year_of(day, language))
}

/// A date without its year: «۳۱ فروردین» or “19 April”.
pub fn date_without_year(day: Date, language: Language) -> String {
    let (number, month) = day_and_month(day, language);
    format!("{number} {month}")
}

/// The days from one to another, each part written once: «۱۶–۲۲ فروردین ۱۳۹۹»,
/// «۳۰ فروردین–۵ اردیبهشت ۱۳۹۹», «۲۸ اسفند ۱۳۹۸–۴ فروردین ۱۳۹۹».
pub fn date_span(first: Date, last: Date, language: Language) -> String {
    let end = date_with_year(last, language);
    let (number, month) = day_and_month(first, language);
    if first == last {
        end
    } else if year_of(first, language) != year_of(last, language) {
        format!("{}–{end}", date_with_year(first, language))
    } else if month != day_and_month(last, language).1 {
        format!("{number} {month}–{end}")
    } else {
        format!("{number}–{end}")
    }
}

/// The time of day in a time zone: «۱۱:۲۰» or “11:20”.
pub fn clock(instant: Timestamp, zone: &TimeZone, language: Language) -> String {
    let time = zone.to_datetime(instant).time();
    digits(&format!("{}:{:02}", time.hour(), time.minute()), language)
}

fn year_of(day: Date, language: Language) -> String {
    match language {
        Language::Fa => digits(&Jalali::from(day).year().to_string(), language),
        Language::En => day.year().to_string(),
    }
}

fn day_and_month(day: Date, language: Language) -> (String, &'static str) {
    match language {
        Language::Fa => {
            let jalali = Jalali::from(day);
            (digits(&jalali.day().to_string(), language), jalali.month_name(language))
        }
        Language::En => (day.day().to_string(), gregorian_month(day)),
    }
}

fn gregorian_month(day: Date) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let place = usize::from(day.month().unsigned_abs()).wrapping_sub(1);
    NAMES.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_are_written_jalali_in_persian_and_gregorian_in_english() {
        let day = date(2020, 4, 19);
        assert_eq!(date_with_weekday(day, Language::Fa), "یکشنبه ۳۱ فروردین ۱۳۹۹");
        assert_eq!(date_with_weekday(day, Language::En), "Sunday 19 April 2020");
        assert_eq!(date_without_year(day, Language::Fa), "۳۱ فروردین");
        assert_eq!(date_with_year(day, Language::En), "19 April 2020");
    }

    #[test]
    fn a_span_writes_each_part_once() {
        for (first, last, fa, en) in [
            (date(2020, 4, 4), date(2020, 4, 10), "۱۶–۲۲ فروردین ۱۳۹۹", "4–10 April 2020"),
            (
                date(2020, 4, 18),
                date(2020, 4, 24),
                "۳۰ فروردین–۵ اردیبهشت ۱۳۹۹",
                "18–24 April 2020",
            ),
            (
                date(2020, 3, 18),
                date(2020, 3, 23),
                "۲۸ اسفند ۱۳۹۸–۴ فروردین ۱۳۹۹",
                "18–23 March 2020",
            ),
            (date(2020, 4, 19), date(2020, 4, 19), "۳۱ فروردین ۱۳۹۹", "19 April 2020"),
        ] {
            assert_eq!(date_span(first, last, Language::Fa), fa);
            assert_eq!(date_span(first, last, Language::En), en);
        }
    }

    #[test]
    fn the_clock_is_the_zones() {
        let tehran = TimeZone::get("Asia/Tehran").unwrap();
        let instant = "2026-11-23T07:50:00Z".parse().unwrap();
        assert_eq!(clock(instant, &tehran, Language::Fa), "۱۱:۲۰");
        assert_eq!(clock(instant, &tehran, Language::En), "11:20");
    }
}
