//! The Jalali calendar: dates, and the names of months and weekdays.

use config::Language;
use icu_calendar::Date as IcuDate;
use icu_calendar::cal::Persian;
use jiff::civil::{Date, Weekday};

/// A date of the Jalali (solar Hijri) calendar; always a real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jalali {
    year: i32,
    month: u8,
    day: u8,
}

impl Jalali {
    /// A Jalali date, if there is such a day; month and day count from 1.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let date = IcuDate::try_new_persian(year, month, day).ok()?;
        Some(Self::of_icu(date))
    }

    /// The year of the solar Hijra.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 (Farvardin) to 12 (Esfand).
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The Gregorian date of the same day; `None` some ten thousand years away from ours.
    pub fn to_gregorian(self) -> Option<Date> {
        let date = IcuDate::try_new_persian(self.year, self.month, self.day).ok()?;
        let iso = date.to_calendar(icu_calendar::cal::Iso);
        let year = i16::try_from(iso.year().extended_year()).ok()?;
        let month = i8::try_from(iso.month().number()).ok()?;
        Date::new(year, month, i8::try_from(iso.day_of_month().0).ok()?).ok()
    }

    /// The month's name.
    pub fn month_name(self, language: Language) -> &'static str {
        let names = match language {
            Language::Fa => MONTHS_FA,
            Language::En => MONTHS_EN,
        };
        names.get(usize::from(self.month).wrapping_sub(1)).copied().unwrap_or_default()
    }

    fn of_icu(date: IcuDate<Persian>) -> Self {
        let (month, day) = (date.month().number(), date.day_of_month().0);
        Self { year: date.year().extended_year(), month, day }
    }
}

impl From<Date> for Jalali {
    fn from(date: Date) -> Self {
        // `Date` counts from 1 too, so neither cast loses anything.
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        IcuDate::try_new_iso(date.year().into(), month, day)
            .map(|iso| Self::of_icu(iso.to_calendar(Persian)))
            .unwrap_or(Self { year: 1, month: 1, day: 1 })
    }
}

const MONTHS_FA: [&str; 12] = [
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
];

const MONTHS_EN: [&str; 12] = [
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
];

/// A weekday's name.
pub fn weekday_name(weekday: Weekday, language: Language) -> &'static str {
    let (fa, en) = match weekday {
        Weekday::Saturday => ("شنبه", "Saturday"),
        Weekday::Sunday => ("یکشنبه", "Sunday"),
        Weekday::Monday => ("دوشنبه", "Monday"),
        Weekday::Tuesday => ("سه‌شنبه", "Tuesday"),
        Weekday::Wednesday => ("چهارشنبه", "Wednesday"),
        Weekday::Thursday => ("پنجشنبه", "Thursday"),
        Weekday::Friday => ("جمعه", "Friday"),
    };
    match language {
        Language::Fa => fa,
        Language::En => en,
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn known_days_meet() {
        let table = [
            ((1278, 10, 11), date(1900, 1, 1)),
            ((1348, 1, 1), date(1969, 3, 21)),
            ((1375, 12, 30), date(1997, 3, 20)),
            ((1399, 1, 1), date(2020, 3, 20)),
            ((1399, 1, 31), date(2020, 4, 19)),
            ((1399, 12, 30), date(2021, 3, 20)),
            ((1403, 12, 30), date(2025, 3, 20)),
            ((1404, 1, 1), date(2025, 3, 21)),
            ((1405, 9, 2), date(2026, 11, 23)),
            ((1408, 12, 30), date(2030, 3, 20)),
        ];
        for ((year, month, day), gregorian) in table {
            let jalali = Jalali::new(year, month, day).unwrap();
            assert_eq!(jalali.to_gregorian(), Some(gregorian), "{jalali:?}");
            assert_eq!(Jalali::from(gregorian), jalali);
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for (year, month, day) in [
            (1404, 12, 30),
            (1399, 7, 31),
            (1399, 13, 1),
            (1399, 0, 1),
            (1399, 1, 0),
            (1399, 1, 32),
        ] {
            assert_eq!(Jalali::new(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn every_day_of_two_and_a_half_centuries_goes_there_and_back_in_order() {
        let last = date(2150, 12, 31);
        let mut day = date(1900, 1, 1);
        let mut before = Jalali::from(day.yesterday().unwrap());
        while day <= last {
            let jalali = Jalali::from(day);
            assert_eq!(jalali.to_gregorian(), Some(day));
            assert_eq!(Jalali::new(jalali.year, jalali.month, jalali.day), Some(jalali));
            let next = (jalali.year, jalali.month, jalali.day)
                == (before.year, before.month, before.day + 1);
            let turns = jalali.day == 1 && before.day >= 29;
            assert!(next || turns, "{before:?} {jalali:?}");
            before = jalali;
            day = day.saturating_add(1.day());
        }
    }

    #[test]
    fn the_furthest_days_do_not_fail() {
        for day in [date(-9000, 1, 1), date(1, 1, 1), Date::MAX] {
            assert_eq!(Jalali::from(day).to_gregorian(), Some(day));
        }
        let furthest = Jalali::from(Date::MIN);
        assert!(furthest.to_gregorian().is_none_or(|day| day == Date::MIN));
    }

    #[test]
    fn months_and_weekdays_have_names_in_both_languages() {
        let esfand = Jalali::new(1403, 12, 1).unwrap();
        assert_eq!(esfand.month_name(Language::Fa), "اسفند");
        assert_eq!(esfand.month_name(Language::En), "Esfand");
        assert_eq!(weekday_name(date(2020, 4, 19).weekday(), Language::Fa), "یکشنبه");
        assert_eq!(weekday_name(date(2020, 4, 19).weekday(), Language::En), "Sunday");
    }
}
