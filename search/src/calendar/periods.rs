//! Days, weeks and months of a time zone, with their first and last instants.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::jalali::Jalali;

/// A length of time that counts are made by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A day of the time zone.
    Day,
    /// Saturday to Friday.
    Week,
    /// A Jalali month.
    Month,
}

/// A day, week or month of a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first day.
    pub first: Date,
    /// Its last day.
    pub last: Date,
    /// Its first instant.
    pub starts: Timestamp,
    /// The first instant that is no longer in it.
    pub ends: Timestamp,
}

/// The periods that cover an interval, in order, without a gap between them.
#[derive(Debug, Clone)]
pub struct Periods {
    unit: Unit,
    zone: TimeZone,
    next: Option<Date>,
    until: Timestamp,
}

impl Period {
    /// The period of a unit that a day lies in.
    pub fn of(day: Date, unit: Unit, zone: &TimeZone) -> Self {
        let first = match unit {
            Unit::Day => day,
            Unit::Week => week_of(day),
            Unit::Month => first_of_month(day),
        };
        let next = first_after(first, unit);
        let last = next.yesterday().unwrap_or(next);
        Self { first, last, starts: start_of(first, zone), ends: start_of(next, zone) }
    }

    /// Whether an instant lies in it.
    pub fn contains(&self, instant: Timestamp) -> bool {
        self.starts <= instant && instant < self.ends
    }

    /// Its length in whole hours: 23 or 25 for a day on which the clocks were moved.
    pub fn hours(&self) -> u64 {
        u64::try_from(self.ends.duration_since(self.starts).as_hours()).unwrap_or(0)
    }
}

impl Periods {
    /// The periods from the one that `from` lies in up to the one before `until`. They are made
    /// one by one: bound an interval that comes from outside with `take`.
    pub fn covering(from: Timestamp, until: Timestamp, unit: Unit, zone: &TimeZone) -> Self {
        let next = Some(day_of(from, zone)).filter(|_| from < until);
        Self { unit, zone: zone.clone(), next, until }
    }
}

impl Iterator for Periods {
    type Item = Period;

    fn next(&mut self) -> Option<Period> {
        loop {
            let period = Period::of(self.next?, self.unit, &self.zone);
            let following = first_after(period.first, self.unit);
            let goes_on = period.ends < self.until && following > period.first;
            self.next = goes_on.then_some(following);
            // A zone that crossed the date line has a day that never was.
            if period.starts < period.ends {
                return Some(period);
            }
        }
    }
}

/// The first day, a Saturday, of the week that a day lies in.
pub fn week_of(day: Date) -> Date {
    day.saturating_sub(Span::new().days(day.weekday().since(Weekday::Saturday)))
}

/// The first instant of a day, by the zone's transitions: 2020-03-21 in Tehran has no midnight.
pub fn start_of(day: Date, zone: &TimeZone) -> Timestamp {
    let furthest = if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    day.to_zoned_datetime(zone.clone())
        .and_then(|near_midnight| near_midnight.start_of_day())
        .map_or(furthest, |start| start.timestamp())
}

/// The day of a time zone that an instant lies in. Where clocks went back over midnight, the hour
/// that came twice belongs to the later day, so that days never overlap.
pub fn day_of(instant: Timestamp, zone: &TimeZone) -> Date {
    let day = zone.to_datetime(instant).date();
    match day.tomorrow() {
        Ok(tomorrow) if start_of(tomorrow, zone) <= instant => tomorrow,
        _ => day,
    }
}

fn first_of_month(day: Date) -> Date {
    let past = Span::new().days(i64::from(Jalali::from(day).day()) - 1);
    day.saturating_sub(past)
}

fn first_after(first: Date, unit: Unit) -> Date {
    match unit {
        Unit::Day => first.saturating_add(Span::new().days(1)),
        Unit::Week => first.saturating_add(Span::new().days(7)),
        Unit::Month => first_of_month(first.saturating_add(Span::new().days(31))),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn tehran() -> TimeZone {
        TimeZone::get("Asia/Tehran").unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_of_tehran_follow_its_clocks() {
        for (day, starts, hours) in [
            (date(2020, 3, 20), "2020-03-19T20:30:00Z", 24),
            (date(2020, 3, 21), "2020-03-20T20:30:00Z", 23),
            (date(2020, 3, 22), "2020-03-21T19:30:00Z", 24),
            (date(2020, 9, 20), "2020-09-19T19:30:00Z", 25),
            (date(2020, 9, 21), "2020-09-20T20:30:00Z", 24),
            (date(2022, 9, 21), "2022-09-20T19:30:00Z", 25),
            (date(2023, 3, 21), "2023-03-20T20:30:00Z", 24),
        ] {
            let period = Period::of(day, Unit::Day, &tehran());
            assert_eq!((period.starts, period.hours()), (at(starts), hours), "{day}");
        }
    }

    #[test]
    fn weeks_run_from_saturday_to_friday() {
        assert_eq!(week_of(date(2020, 4, 19)), date(2020, 4, 18));
        assert_eq!(week_of(date(2020, 4, 18)), date(2020, 4, 18));
        assert_eq!(week_of(date(2020, 4, 24)), date(2020, 4, 18));
        assert_eq!(week_of(date(2020, 4, 25)), date(2020, 4, 25));
        let week = Period::of(date(2020, 3, 21), Unit::Week, &tehran());
        assert_eq!((week.first, week.last), (date(2020, 3, 21), date(2020, 3, 27)));
        assert_eq!(week.hours(), 7 * 24 - 1);
    }

    #[test]
    fn months_are_jalali() {
        let month = Period::of(date(2025, 3, 20), Unit::Month, &tehran());
        assert_eq!((month.first, month.last), (date(2025, 2, 19), date(2025, 3, 20)));
        let months = Periods::covering(
            at("2025-03-20T00:00:00Z"),
            at("2026-03-20T20:30:00Z"),
            Unit::Month,
            &tehran(),
        );
        let firsts: Vec<_> = months.map(|month| Jalali::from(month.first)).collect();
        assert_eq!(firsts.len(), 13);
        assert!(firsts.iter().all(|first| first.day() == 1));
    }

    #[test]
    fn a_day_that_never_was_is_left_out() {
        let apia = TimeZone::get("Pacific/Apia").unwrap();
        let days = Periods::covering(
            at("2011-12-29T12:00:00Z"),
            at("2012-01-01T12:00:00Z"),
            Unit::Day,
            &apia,
        );
        let days: Vec<_> = days.map(|day| day.first).collect();
        assert!(!days.contains(&date(2011, 12, 30)), "{days:?}");
        assert!(days.contains(&date(2011, 12, 31)));
    }

    #[test]
    fn an_empty_or_endless_interval_ends() {
        let covering = |from, until| Periods::covering(from, until, Unit::Day, &tehran());
        assert_eq!(covering(Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH).count(), 0);
        assert_eq!(covering(at("2020-01-01T00:00:00Z"), at("1990-01-01T00:00:00Z")).count(), 0);
        assert!(covering(at("9999-12-01T00:00:00Z"), Timestamp::MAX).count() < 40);
        assert!(covering(Timestamp::MIN, at("-009999-02-01T00:00:00Z")).count() < 40);
    }

    proptest! {
        #[test]
        fn periods_cover_each_instant_once(
            zone in prop::sample::select(vec![
                "Asia/Tehran", "UTC", "America/St_Johns", "America/Havana", "Pacific/Apia",
            ]),
            unit in prop::sample::select(vec![Unit::Day, Unit::Week, Unit::Month]),
            from in 0i64..2_000_000_000,
            length in 1i64..20_000_000,
            within in 0.0f64..1.0,
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let from_instant = Timestamp::from_second(from).unwrap();
            let until = Timestamp::from_second(from + length).unwrap();
            let instant = Timestamp::from_second(from + (length as f64 * within) as i64).unwrap();
            let periods: Vec<_> =
                Periods::covering(from_instant, until, unit, &zone).collect();
            prop_assert!(periods.windows(2).all(|pair| pair[0].ends == pair[1].starts));
            prop_assert!(periods[0].contains(from_instant));
            let last = periods[periods.len() - 1];
            prop_assert!(last.starts < until && last.ends >= until);
            let around: Vec<_> = periods.iter().filter(|period| period.contains(instant)).collect();
            prop_assert_eq!(around.len(), 1);
            let day = day_of(instant, &zone);
            prop_assert!(around[0].first <= day && day <= around[0].last);
        }
    }
}
