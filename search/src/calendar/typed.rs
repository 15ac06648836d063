//! Dates as people type them.

use jiff::civil::Date;

use super::figures::latin_digits;
use super::jalali::Jalali;

/// A text that is not a date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; write it year-month-day, as in `1399-01-31` or `2020-04-19`")]
pub struct NotADate(pub String);

/// The year from which a typed date is Gregorian; below it, it is Jalali.
const FIRST_GREGORIAN_YEAR: i32 = 1700;

/// Reads a date typed year first, in Persian, Arabic or Latin digits, with `-` or `/` between the
/// parts: Jalali below the year 1700, Gregorian from there on.
pub fn read_date(text: &str) -> Result<Date, NotADate> {
    parts(&latin_digits(text.trim()))
        .and_then(|(year, month, day)| day_of_either_calendar(year, month, day))
        .ok_or_else(|| NotADate(text.trim().chars().take(40).collect()))
}

fn day_of_either_calendar(year: i32, month: u8, day: u8) -> Option<Date> {
    if year < FIRST_GREGORIAN_YEAR {
        return Jalali::new(year, month, day)?.to_gregorian();
    }
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

/// Year, month and day, if there are just three parts of one to four digits, the year in four.
fn parts(text: &str) -> Option<(i32, u8, u8)> {
    let separator = if text.contains('/') { '/' } else { '-' };
    let mut parts = text.split(separator).map(str::trim);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let whole = parts.next().is_none()
        && year.len() == 4
        && digits(year, 4)
        && digits(month, 2)
        && digits(day, 2);
    whole.then_some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_calendars_and_all_digits_are_read() {
        for text in
            ["1399-01-31", "۱۳۹۹/۱/۳۱", "١٣٩٩-٠١-٣١", " 2020-04-19 ", "2020/4/19", "۲۰۲۰-۰۴-۱۹"]
        {
            assert_eq!(read_date(text), Ok(date(2020, 4, 19)), "{text}");
        }
        assert_eq!(read_date("1403-12-30"), Ok(date(2025, 3, 20)));
        assert_eq!(read_date("1699-01-01").map(Jalali::from), Ok(Jalali::new(1699, 1, 1).unwrap()));
        assert_eq!(read_date("1700-01-01"), Ok(date(1700, 1, 1)));
    }

    #[test]
    fn what_is_not_a_date_is_refused_with_the_right_shape() {
        for text in [
            "",
            "-",
            "1399",
            "1399-01",
            "1399-01-31-1",
            "1404-12-30",
            "2021-02-29",
            "1399-13-01",
            "99-01-31",
            "1399-01-031",
            "1399--31",
            "+399-01-01",
            "1399-1/3",
            "شنبه",
            "13990131",
            "1399-01-3١x",
            "-1399-01-01",
        ] {
            let error = read_date(text).unwrap_err();
            assert!(error.to_string().contains("1399-01-31"), "{text}");
        }
        let long = "9".repeat(100_000);
        assert!(read_date(&long).unwrap_err().to_string().len() < 200);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(days in 0i32..91_000) {
            let day = date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            prop_assert_eq!(read_date(&day.to_string()), Ok(day));
            let jalali = Jalali::from(day);
            let typed = format!("{}/{}/{}", jalali.year(), jalali.month(), jalali.day());
            prop_assert_eq!(read_date(&typed), Ok(day));
        }

        #[test]
        fn no_text_makes_it_fail(text in ".{0,40}") {
            let _ = read_date(&text);
        }
    }
}
