//! Days and moments as the columns hold them: the Gregorian calendar from year 1 to 9999, moments in UTC to the
//! microsecond.
//!
//! Our own 200 lines, because jiff and its words for errors were a tenth of what a browser downloads: without it, and
//! without a derived reading of the session, the program went from 278 to 234 KB (brotli). jiff judges them in the tests. Showing a day in the person's words is left to the browser's `Intl`.

use std::fmt;

const DAY: i64 = 86_400_000_000;
const MINUTE: i64 = 60_000_000;
const SECOND: i64 = 1_000_000;

/// A calendar day. Later days are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The last day of the year 9999.
    pub const LATEST: Self = Self { year: 9999, month: 12, day: 31 };

    /// A day of the years 1 to 9999, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            _ => 0,
        };
        ((1..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// Reads `2026-03-31` and nothing else: other spellings mean different days to different people.
    ///
    /// ```
    /// use clientele::domain::calendar::Date;
    /// assert!(Date::from_text("2024-02-29").is_some());
    /// assert!(Date::from_text("2023-02-29").is_none());
    /// assert!(Date::from_text("31.12.2026").is_none());
    /// ```
    pub fn from_text(text: &str) -> Option<Self> {
        let mut rest = text;
        let date = take_date(&mut rest)?;
        rest.is_empty().then_some(date)
    }

    /// So many days later, or the last day there is.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_days_since_epoch(self.days_since_epoch().saturating_add(days)).unwrap_or(Self::LATEST)
    }

    /// How many days later the other day is.
    ///
    /// ```
    /// use clientele::domain::calendar::Date;
    /// let day = |text| Date::from_text(text).expect("a day");
    /// assert_eq!(day("2024-02-28").days_until(day("2024-03-01")), 2);
    /// ```
    pub fn days_until(self, other: Self) -> i64 {
        other.days_since_epoch() - self.days_since_epoch()
    }

    /// The first and the last day of the `day`, `week` (from Monday), `month`, `quarter` or `year` this day is in.
    ///
    /// ```
    /// use clientele::domain::calendar::Date;
    /// let (first, last) = Date::from_text("2024-02-15").expect("a day").period("month");
    /// assert_eq!((first.to_string(), last.to_string()), ("2024-02-01".into(), "2024-02-29".into()));
    /// ```
    pub fn period(self, word: &str) -> (Self, Self) {
        let months = match word {
            "week" => {
                // 1970-01-01 was a Thursday.
                let monday = self.plus_days(-(self.days_since_epoch() + 3).rem_euclid(7));
                return (monday, monday.plus_days(6));
            }
            "month" => 1,
            "quarter" => 3,
            "year" => 12,
            _ => return (self, self),
        };
        let month = (self.month - 1) / months * months + 1;
        let first = Self { month, day: 1, ..self };
        let next = match month + months {
            month @ 1..=12 => Some(Self { month, ..first }),
            _ => Self::new(self.year.saturating_add(1), 1, 1),
        };
        (first, next.map_or(Self::LATEST, |next| next.plus_days(-1)))
    }

    /// Days since 1970-01-01, by counting from the first of March so that the leap day comes last.
    fn days_since_epoch(self) -> i64 {
        let (month, day) = (i64::from(self.month), i64::from(self.day));
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
    }

    fn from_days_since_epoch(days: i64) -> Option<Self> {
        let days = days.checked_add(719_468)?;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = (month_from_march + 2) % 12 + 1;
        let year = era * 400 + year_of_era + i64::from(month <= 2);
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A moment, in microseconds since 1970-01-01T00:00:00Z. Later moments are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The last microsecond of the year 9999.
    pub const LATEST: Self = Self(253_402_300_799_999_999);

    /// A moment of the years 1 to 9999.
    pub fn from_micros(micros: i64) -> Option<Self> {
        Date::from_days_since_epoch(micros.div_euclid(DAY)).map(|_| Self(micros))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// So many days earlier, or the first moment there is.
    #[must_use]
    pub fn minus_days(self, days: i64) -> Self {
        Self::from_micros(self.0.saturating_sub(days.saturating_mul(DAY))).unwrap_or(Self(-62_135_596_800_000_000))
    }

    /// Reads RFC 3339, with `T` or a blank, seconds or none, and with `+00` as Postgres writes it. More than six decimal
    /// places are rounded as Postgres rounds them.
    ///
    /// ```
    /// use clientele::domain::calendar::Instant;
    /// let utc = Instant::from_text("2026-11-22T16:24:00.5Z");
    /// assert_eq!(Instant::from_text("2026-11-22 18:24:00.5+02"), utc);
    /// assert_eq!(utc.unwrap().to_string(), "2026-11-22T16:24:00.5Z");
    /// assert_eq!(Instant::from_text("infinity"), None);
    /// ```
    pub fn from_text(text: &str) -> Option<Self> {
        let mut rest = text;
        let date = take_date(&mut rest)?;
        rest = rest.strip_prefix(['T', 't', ' '])?;
        let hour = take_number(&mut rest, 2).filter(|hour| *hour < 24)?;
        rest = rest.strip_prefix(':')?;
        let minute = take_number(&mut rest, 2).filter(|minute| *minute < 60)?;
        let mut micros = date.days_since_epoch() * DAY + (hour * 60 + minute) * MINUTE;
        if let Some(seconds) = rest.strip_prefix(':') {
            rest = seconds;
            micros += take_number(&mut rest, 2).filter(|second| *second < 60)? * SECOND;
            if let Some(fraction) = rest.strip_prefix('.') {
                rest = fraction;
                micros += take_fraction(&mut rest)?;
            }
        }
        let offset = take_offset(&mut rest)?;
        Self::from_micros(micros - offset).filter(|_| rest.is_empty())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, time) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        if let Some(date) = Date::from_days_since_epoch(days) {
            date.fmt(f)?;
        }
        write!(f, "T{:02}:{:02}:{:02}", time / (60 * MINUTE), time / MINUTE % 60, time / SECOND % 60)?;
        let mut fraction = time % SECOND;
        if fraction > 0 {
            let mut places = 6;
            while fraction % 10 == 0 {
                fraction /= 10;
                places -= 1;
            }
            write!(f, ".{fraction:0places$}")?;
        }
        f.write_str("Z")
    }
}

fn take_date(rest: &mut &str) -> Option<Date> {
    let year = take_number(rest, 4)?;
    *rest = rest.strip_prefix('-')?;
    let month = take_number(rest, 2)?;
    *rest = rest.strip_prefix('-')?;
    let day = take_number(rest, 2)?;
    Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// Exactly `places` ASCII digits.
fn take_number(rest: &mut &str, places: usize) -> Option<i64> {
    let (digits, tail) = rest.split_at_checked(places)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    *rest = tail;
    digits.parse().ok()
}

/// One or more digits after the point, in microseconds.
fn take_fraction(rest: &mut &str) -> Option<i64> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, tail) = rest.split_at_checked(digits).filter(|_| digits > 0)?;
    *rest = tail;
    let mut places = fraction.bytes().map(|byte| i64::from(byte - b'0'));
    let micros = (0..6).fold(0, |micros, _| micros * 10 + places.next().unwrap_or(0));
    Some(micros + i64::from(places.next().is_some_and(|digit| digit >= 5)))
}

/// `Z`, `+02`, `+0230` or `+02:30`, in microseconds east of UTC.
fn take_offset(rest: &mut &str) -> Option<i64> {
    if let Some(tail) = rest.strip_prefix(['Z', 'z']) {
        *rest = tail;
        return Some(0);
    }
    let east = rest.starts_with('+');
    *rest = rest.strip_prefix(['+', '-'])?;
    let hours = take_number(rest, 2).filter(|hours| *hours < 16)?;
    *rest = rest.strip_prefix(':').unwrap_or(rest);
    let minutes = if rest.is_empty() { 0 } else { take_number(rest, 2).filter(|minutes| *minutes < 60)? };
    let offset = (hours * 60 + minutes) * MINUTE;
    Some(if east { offset } else { -offset })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{Timestamp, civil};
    use proptest::prelude::*;

    #[test]
    fn every_day_of_the_calendar_is_the_one_jiff_knows() {
        for year in [1, 4, 100, 400, 1600, 1899, 1900, 1970, 2000, 2024, 2026, 2100, 9999_u16] {
            for month in 0..=13_u8 {
                for day in 0..=32_u8 {
                    let theirs = civil::Date::new(year.cast_signed(), month.cast_signed(), day.cast_signed()).ok();
                    let ours = Date::new(year, month, day);
                    assert_eq!(ours.map(|date| date.to_string()), theirs.map(|date| date.to_string()));
                    if let Some(date) = ours {
                        assert_eq!(Date::from_days_since_epoch(date.days_since_epoch()), Some(date));
                    }
                }
            }
        }
    }

    #[test]
    fn periods_begin_and_end_where_jiff_says() {
        for text in ["0001-01-01", "2024-02-29", "2026-11-22", "2026-12-31", "2027-01-01", "9999-12-31"] {
            let (day, theirs) = (Date::from_text(text).unwrap(), text.parse::<civil::Date>().unwrap());
            let week = theirs.weekday().to_monday_zero_offset();
            if text != "9999-12-31" {
                assert_eq!(
                    day.period("week").0.to_string(),
                    theirs.checked_sub(jiff::Span::new().days(week)).unwrap().to_string()
                );
                assert_eq!(day.period("week").0.plus_days(6), day.period("week").1);
            }
            let (first, last) = day.period("month");
            assert_eq!(
                (first.to_string(), last.to_string()),
                (theirs.first_of_month().to_string(), theirs.last_of_month().to_string())
            );
            let (first, last) = day.period("year");
            assert_eq!(
                (first.to_string(), last.to_string()),
                (theirs.first_of_year().to_string(), theirs.last_of_year().to_string())
            );
            let (first, last) = day.period("quarter");
            let quarter = (theirs.month() - 1) / 3 * 3 + 1;
            assert_eq!(
                (first.to_string(), last.to_string()),
                (
                    civil::date(theirs.year(), quarter, 1).to_string(),
                    civil::date(theirs.year(), quarter + 2, 1).last_of_month().to_string(),
                )
            );
        }
    }

    #[test]
    fn only_moments_are_moments() {
        for bad in [
            "",
            "2026-11-22",
            "2026-11-22T25:00:00Z",
            "2026-11-22T10:60:00Z",
            "2026-11-22T10:00:00",
            "2026-11-22T10:00:00.Z",
            "2026-11-22T10:00:00+2",
            "2026-11-22T10:00:00ZZ",
            "0001-01-01T00:00:00+01",
            "９999-01-01T00:00:00Z",
        ] {
            assert_eq!(Instant::from_text(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_moment_is_the_one_jiff_knows(micros in -62_135_596_800_000_000_i64..253_402_214_400_000_000, zone in -15_i64..=15) {
            let theirs = Timestamp::from_microsecond(micros).unwrap();
            let ours = Instant::from_micros(micros).unwrap();
            prop_assert_eq!(ours.to_string(), theirs.to_string());
            prop_assert_eq!(Instant::from_text(&ours.to_string()), Some(ours));
            let local = Instant::from_micros(micros + zone * 60 * MINUTE);
            if let Some(local) = local {
                let text = local.to_string().replace('Z', &format!("{zone:+03}:00")).replace('T', " ");
                prop_assert_eq!(Instant::from_text(&text), Some(ours));
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,30}", near in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?([+-][0-9]{2}(:?[0-9]{2})?|Z)") {
            let _ = (Instant::from_text(&text), Date::from_text(&text));
            if let Some(moment) = Instant::from_text(&near) {
                prop_assert!(near.parse::<Timestamp>().is_ok());
                prop_assert_eq!(Instant::from_text(&moment.to_string()), Some(moment));
            }
        }
    }
}
