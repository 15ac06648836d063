//! When a source is due: cron expressions that stay right across clock changes.
//!
//! The crate `cron` parses and steps through fields, but in a zone with clock changes it skips
//! the days whose hour does not exist, fires twice where an hour comes twice, and runs backwards
//! through the fold. So it is asked about civil time only (as if it were UTC), and the mapping to
//! instants is made here:
//!
//! - a schedule at fixed hours fires once a day that has its hour twice, at the first of them,
//!   and at the first instant after the gap on a day that does not have its hour;
//! - a schedule for every hour (`*`, `*/n` or all 24 in the hour field) fires as often as its hour comes.

use std::str::FromStr;

use chrono::{DateTime, Datelike, TimeZone as _, Timelike, Utc};
use cron::TimeUnitSpec;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// A schedule in a time zone.
#[derive(Debug, Clone)]
pub struct Schedule {
    text: String,
    fields: cron::Schedule,
    every_hour: bool,
    zone: TimeZone,
}

/// A schedule that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a schedule: {why}")]
pub struct ScheduleError {
    /// The schedule as written.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
}

/// Civil times are looked at from this long before the wanted instant, because a fold brings
/// back times that are already past on the clock's face.
const FOLD: SignedDuration = SignedDuration::from_hours(26);

/// Fire times looked through for the next one; more than a fold of seconds can hold.
const CANDIDATES: usize = 200_000;

impl Schedule {
    /// Reads 5 fields (minute, hour, day, month, weekday), or 6 with seconds first. Weekdays are
    /// written by name, because their numbers mean different days to different programs.
    pub fn parse(text: &str, zone: TimeZone) -> Result<Self, ScheduleError> {
        let wrong = |why: String| ScheduleError { text: text.to_owned(), why };
        let mut fields: Vec<&str> = text.split_whitespace().collect();
        match fields.len() {
            5 => fields.insert(0, "0"),
            6 => {}
            n => return Err(wrong(format!("it has {n} fields, not 5 or 6"))),
        }
        let (hour, day, weekday) = (fields[2], fields[3], fields[5]);
        // A step's number counts days and names none.
        let days = weekday.split(',').filter_map(|part| part.split('/').next());
        if days.flat_map(str::bytes).any(|byte| byte.is_ascii_digit()) {
            return Err(wrong("write weekdays by name, as in `Sat` or `Mon-Fri`".to_owned()));
        }
        let open = |field: &str| field == "*" || field == "?";
        if !open(day) && !open(weekday) {
            return Err(wrong("it names days of the month and weekdays; name one".to_owned()));
        }
        let stepped = hour.starts_with('*');
        let fields = cron::Schedule::from_str(&fields.join(" "))
            .map_err(|error| wrong(error.to_string().trim().to_owned()))?;
        let every_hour = stepped || fields.hours().is_all();
        Ok(Self { text: text.to_owned(), fields, every_hour, zone })
    }

    /// The schedule as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first instant after `now` at which it is due; `None` if it never is again.
    pub fn after(&self, now: Timestamp) -> Option<Timestamp> {
        let start = self.zone.to_datetime(now.checked_sub(FOLD).ok()?);
        let mut best: Option<Timestamp> = None;
        for face in self.fields.after(&as_utc(start)?).take(CANDIDATES) {
            let (first, second) = self.instants(civil_of(face)?)?;
            let later = [first, second].into_iter().flatten().filter(|instant| *instant > now);
            best = best.into_iter().chain(later).min();
            let past = first.or(second).is_some_and(|instant| {
                best.is_some_and(|best| {
                    instant.duration_since(best) > SignedDuration::from_hours(3)
                })
            });
            // A fixed schedule's instants come in order; a fold can disturb only the others.
            if best.is_some() && (past || !self.every_hour) {
                return best;
            }
        }
        best
    }

    /// The instants at which a clock's face shows a civil time.
    fn instants(&self, face: civil::DateTime) -> Option<(Option<Timestamp>, Option<Timestamp>)> {
        let ambiguous = self.zone.to_ambiguous_timestamp(face);
        Some(match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { offset } => (offset.to_timestamp(face).ok(), None),
            AmbiguousOffset::Fold { before, after } => {
                let second = self.every_hour.then(|| after.to_timestamp(face).ok()).flatten();
                (before.to_timestamp(face).ok(), second)
            }
            AmbiguousOffset::Gap { after, .. } if !self.every_hour => {
                // The face seen with the later offset lies just before the change.
                let near = after.to_timestamp(face).ok()?;
                let change = self.zone.following(near).next()?;
                (Some(change.timestamp()), None)
            }
            AmbiguousOffset::Gap { .. } => (None, None),
        })
    }
}

fn as_utc(face: civil::DateTime) -> Option<DateTime<Utc>> {
    let (date, time) = (face.date(), face.time());
    Utc.with_ymd_and_hms(
        i32::from(date.year()),
        u32::try_from(date.month()).ok()?,
        u32::try_from(date.day()).ok()?,
        u32::try_from(time.hour()).ok()?,
        u32::try_from(time.minute()).ok()?,
        u32::try_from(time.second()).ok()?,
    )
    .single()
}

fn civil_of(face: DateTime<Utc>) -> Option<civil::DateTime> {
    let small = |number: u32| i8::try_from(number).ok();
    civil::DateTime::new(
        i16::try_from(face.year()).ok()?,
        small(face.month())?,
        small(face.day())?,
        small(face.hour())?,
        small(face.minute())?,
        small(face.second())?,
        0,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(text: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
        let zone = TimeZone::get(zone).unwrap();
        let schedule = Schedule::parse(text, zone.clone()).unwrap();
        let mut at: Timestamp = after.parse().unwrap();
        (0..count)
            .map(|_| {
                at = schedule.after(at).unwrap();
                at.to_zoned_datetime(zone.clone()).strftime("%m-%dT%H:%M%:z").to_string()
            })
            .collect()
    }

    #[test]
    fn a_fixed_hour_that_does_not_exist_fires_after_the_gap() {
        let fired = next("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2);
        assert_eq!(fired, ["03-29T03:00+02:00", "03-30T02:30+02:00"]);
        let fired = next("30 0 * * *", "Asia/Tehran", "2022-03-21T12:00:00Z", 2);
        assert_eq!(fired, ["03-22T01:00+04:30", "03-23T00:30+04:30"]);
    }

    #[test]
    fn a_fixed_hour_that_comes_twice_fires_once() {
        let fired = next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2);
        assert_eq!(fired, ["10-25T02:30+02:00", "10-26T02:30+01:00"]);
    }

    #[test]
    fn an_hourly_schedule_goes_forward_through_a_fold_and_over_a_gap() {
        let fired = next("*/30 * * * *", "Europe/Berlin", "2026-10-24T23:45:00Z", 6);
        assert_eq!(
            fired,
            [
                "10-25T02:00+02:00",
                "10-25T02:30+02:00",
                "10-25T02:00+01:00",
                "10-25T02:30+01:00",
                "10-25T03:00+01:00",
                "10-25T03:30+01:00"
            ]
        );
        let fired = next("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:15:00Z", 3);
        assert_eq!(fired, ["03-29T01:30+01:00", "03-29T03:00+02:00", "03-29T03:30+02:00"]);
    }

    #[test]
    fn what_two_programs_read_differently_is_refused() {
        let wrong = |text| Schedule::parse(text, TimeZone::UTC).unwrap_err().to_string();
        assert!(wrong("0 3 * * 1").contains("by name"));
        assert!(wrong("0 3 13 * Fri").contains("name one"));
        assert!(wrong("0 3 * *").contains("4 fields"));
        assert!(wrong("0 25 * * *").contains("`0 25 * * *`"));
        assert!(Schedule::parse("0 3 * * Mon-Fri", TimeZone::UTC).is_ok());
        assert!(Schedule::parse("*/10 * * * * *", TimeZone::UTC).is_ok());
    }
}
