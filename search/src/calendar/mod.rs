//! Iranian time and Persian figures.
//!
//! Days are days of a time zone, built from its transitions; weeks run Saturday to Friday;
//! months are Jalali. A date is written Jalali in Persian and Gregorian in English, with the
//! digits of the page's language.

mod figures;
mod jalali;
mod periods;
mod typed;
mod written;

pub use figures::{digits, film_length, latin_digits, number, percent};
pub use jalali::{Jalali, weekday_name};
pub use periods::{Period, Periods, Unit, day_of, start_of, week_of};
pub use typed::{NotADate, read_date};
pub use written::{clock, date_span, date_with_weekday, date_with_year, date_without_year};
