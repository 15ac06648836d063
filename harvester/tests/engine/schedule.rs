//! Schedules against a brute-force oracle that looks at the clock's face every minute of a year.

use std::collections::BTreeSet;

use harvester::Schedule;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// Zones and the years in which their clocks do something: two changes at midnight, one of half an
/// hour, one that leaves a day out, and none at all.
const YEARS: &[(&str, i64)] = &[
    ("Asia/Tehran", 2020),
    ("Asia/Tehran", 2021),
    ("Asia/Tehran", 2022),
    ("Europe/Berlin", 2026),
    ("Australia/Lord_Howe", 2026),
    ("America/Sao_Paulo", 2018),
    ("America/New_York", 2024),
    ("Pacific/Apia", 2011),
    ("Africa/Cairo", 2023),
    ("UTC", 2024),
];

/// What a schedule says: which minutes of an hour, which hours, which weekdays.
#[derive(Debug, Clone)]
struct Plan {
    minutes: BTreeSet<i8>,
    hours: BTreeSet<i8>,
    every_hour: bool,
    text: String,
}

fn listed(numbers: &BTreeSet<i8>) -> String {
    numbers.iter().map(i8::to_string).collect::<Vec<_>>().join(",")
}

fn plans() -> impl Strategy<Value = Plan> {
    let some = |below| proptest::collection::btree_set(0..below, 1..4);
    let fixed = (some(60_i8), some(24_i8)).prop_map(|(minutes, hours)| {
        let text = format!("{} {} * * *", listed(&minutes), listed(&hours));
        Plan { minutes, hours, every_hour: false, text }
    });
    // The hours in which clocks are changed.
    let early = (some(60_i8), some(4_i8)).prop_map(|(minutes, hours)| {
        let text = format!("{} {} * * *", listed(&minutes), listed(&hours));
        Plan { minutes, hours, every_hour: false, text }
    });
    let every =
        (proptest::collection::btree_set(0..60_i8, 1), 1..7_i8).prop_map(|(minutes, step)| {
            let hours = (0..24).step_by(step as usize).collect();
            let hour = if step == 1 { "*".to_owned() } else { format!("*/{step}") };
            let text = format!("{} {hour} * * *", listed(&minutes));
            Plan { minutes, hours, every_hour: true, text }
        });
    prop_oneof![fixed, early, every]
}

/// Each minute of a year and two days beside, with the clock's face in that minute.
fn minutes(zone: &TimeZone, year: i64) -> Vec<(Timestamp, jiff::civil::DateTime)> {
    let first: Timestamp = format!("{year}-01-01T00:00:00Z").parse().unwrap();
    let minute = |n: i64| first + SignedDuration::from_mins(n);
    (-1440..367 * 1440).map(|n| (minute(n), zone.to_datetime(minute(n)))).collect()
}

/// When it must fire. A face that comes twice fires once for a fixed hour, the first time; one that
/// is passed over fires at the first minute after the gap.
fn oracle(plan: &Plan, year: &[(Timestamp, jiff::civil::DateTime)]) -> BTreeSet<Timestamp> {
    let fits = |face: jiff::civil::DateTime| {
        plan.hours.contains(&face.hour()) && plan.minutes.contains(&face.minute())
    };
    let mut fired = BTreeSet::new();
    let mut furthest = year[0].1;
    for (at, face) in year {
        let next = furthest + SignedDuration::from_mins(1);
        let is_new = *face > furthest || fired.is_empty() && *at == year[0].0;
        if fits(*face) && (plan.every_hour || is_new) {
            fired.insert(*at);
        }
        if *face > next && !plan.every_hour {
            let mut passed = next;
            while passed < *face {
                if fits(passed) {
                    fired.insert(*at);
                }
                passed += SignedDuration::from_mins(1);
            }
        }
        furthest = furthest.max(*face);
    }
    fired
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]
    #[test]
    fn a_schedule_fires_as_the_clocks_face_says(plan in plans(), which in 0..YEARS.len()) {
        let (name, year) = YEARS[which];
        let zone = TimeZone::get(name).unwrap();
        let schedule = Schedule::parse(&plan.text, zone.clone()).unwrap();
        let year = minutes(&zone, year);
        let expected = oracle(&plan, &year);
        let (first, last) = (year[1440].0, year[year.len() - 1440].0);
        let expected: Vec<_> = expected.into_iter().filter(|at| *at > first && *at <= last).collect();
        let mut at = first;
        let mut fired = Vec::new();
        while let Some(next) = schedule.after(at) {
            prop_assert!(next > at, "{} after {at} is {next}", plan.text);
            at = next;
            if at > last {
                break;
            }
            fired.push(at);
        }
        let odd = expected.iter().zip(&fired).find(|(wanted, fired)| wanted != fired);
        prop_assert!(odd.is_none(), "{} in {name}: {odd:?}", plan.text);
        prop_assert_eq!(expected.len(), fired.len());
    }

    /// From any instant, and not only from a time at which it fired.
    #[test]
    fn it_does_not_matter_from_where_it_is_looked_at(plan in plans(), which in 0..YEARS.len(), seconds in 0..31_536_000_i64) {
        let (name, year) = YEARS[which];
        let schedule = Schedule::parse(&plan.text, TimeZone::get(name).unwrap()).unwrap();
        let start: Timestamp = format!("{year}-01-01T00:00:00Z").parse().unwrap();
        let now = start + SignedDuration::from_secs(seconds);
        let next = schedule.after(now).unwrap();
        prop_assert!(next > now);
        // Whoever looks a little later, but before it fires, sees the same.
        let between = now + (next.duration_since(now) / 2);
        prop_assert_eq!(schedule.after(between).unwrap(), next);
        let just_before = next - SignedDuration::from_secs(1);
        prop_assert_eq!(schedule.after(just_before).unwrap(), next);
    }
}

#[test]
fn a_day_that_is_left_out_and_a_month_without_its_day() {
    let next = |text: &str, zone: &str, from: &str| {
        let schedule = Schedule::parse(text, TimeZone::get(zone).unwrap()).unwrap();
        schedule.after(from.parse().unwrap()).map(|at| at.to_string())
    };
    // Samoa had no 30 December 2011: what was due then is due at the first instant of the 31st.
    assert_eq!(
        next("0 12 30 12 *", "Pacific/Apia", "2011-12-29T00:00:00Z").unwrap(),
        "2011-12-30T10:00:00Z"
    );
    assert_eq!(next("0 3 31 * *", "UTC", "2026-04-01T00:00:00Z").unwrap(), "2026-05-31T03:00:00Z");
    assert_eq!(next("0 3 30 2 *", "UTC", "2026-04-01T00:00:00Z"), None);
    assert_eq!(next("0 3 29 2 *", "UTC", "2026-04-01T00:00:00Z").unwrap(), "2028-02-29T03:00:00Z");
}

#[test]
fn steps_and_lists_that_touch_every_hour_follow_the_clock() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let count = |text: &str| {
        let schedule = Schedule::parse(text, berlin.clone()).unwrap();
        let (mut at, mut fired): (Timestamp, u32) = ("2026-10-24T22:00:00Z".parse().unwrap(), 0);
        let end: Timestamp = "2026-10-25T22:59:59Z".parse().unwrap();
        while let Some(next) = schedule.after(at).filter(|next| *next <= end) {
            (at, fired) = (next, fired + 1);
        }
        fired
    };
    // The day has 25 hours; the first of them began at 22:00 UTC and is not counted.
    assert_eq!(count("0 * * * *"), 24);
    assert_eq!(count("0 */1 * * *"), 24);
    assert_eq!(count("0 0-23 * * *"), 24);
    assert_eq!(count("30 2 * * *"), 1);
}

#[test]
fn weekdays_by_number_are_refused_in_every_form() {
    for text in
        ["0 3 * * 1", "0 3 * * 1-5", "0 3 * * 1/2", "0 3 * * 0", "0 3 * * Mon,3", "0 3 * * 1-5/2"]
    {
        let refused = Schedule::parse(text, TimeZone::UTC);
        assert!(refused.is_err(), "{text}");
    }
    for text in ["0 3 * * Sat", "0 3 * * Mon-Fri", "0 3 * * Mon,Wed", "0 3 ? * Fri", "0 3 * * */2"]
    {
        let read = Schedule::parse(text, TimeZone::UTC);
        assert!(read.is_ok() || text.contains('/'), "{text}: {read:?}");
    }
}
