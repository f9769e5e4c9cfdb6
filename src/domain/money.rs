//! Money in exact cents over the whole range of the column (`0` to `9 999 999 999 999.99`).

use std::fmt;

/// A non-negative amount in the agency's currency, exact to the cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

/// Why a text is not an amount this column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not digits with at most one decimal point.
    NotANumber,
    /// Below zero.
    Negative,
    /// Above [`Money::MAX`].
    TooLarge,
    /// More than two places that are not zero: the database would refuse it, so nothing is rounded in silence.
    TooPrecise,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "Write an amount such as 12500 or 12500.50.",
            Self::Negative => "Write an amount of zero or more.",
            Self::TooLarge => "The largest amount is 9,999,999,999,999.99.",
            Self::TooPrecise => "Write at most two decimal places.",
        })
    }
}

impl Money {
    /// The largest amount a `decimal(15,2)` holds.
    pub const MAX: Self = Self(999_999_999_999_999);

    /// An amount in cents, if the column can hold it.
    pub const fn from_cents(cents: i64) -> Option<Self> {
        if cents >= 0 && cents <= Self::MAX.0 { Some(Self(cents)) } else { None }
    }

    /// The amount in cents.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Reads a decimal number as JSON and Postgres write it, exponents included.
    ///
    /// # Errors
    /// The [`Reason`] why the column cannot hold it.
    ///
    /// ```
    /// use clientele::domain::money::Money;
    /// assert_eq!(Money::from_decimal("12.5").unwrap().cents(), 1250);
    /// assert_eq!(Money::from_decimal("1.2e3").unwrap().cents(), 120_000);
    /// assert!(Money::from_decimal("0.001").is_err());
    /// ```
    pub fn from_decimal(text: &str) -> Result<Self, Reason> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i32>().map_err(|_| Reason::NotANumber)?),
            None => (digits, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let written = whole.len() + fraction.len();
        if written == 0 || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(Reason::NotANumber);
        }
        // The database keeps no more places, even when all are zero.
        if i64::try_from(fraction.len()).map_or(true, |places| places - i64::from(exponent) > 16_383) {
            return Err(if negative { Reason::Negative } else { Reason::TooPrecise });
        }
        // The power of ten of each digit in cents: the last whole digit stands at `exponent + 2`.
        let mut place = i64::from(exponent) + 2 + i64::try_from(whole.len()).unwrap_or(i64::MAX / 2);
        let mut cents: i64 = 0;
        let mut reason = None;
        for byte in whole.bytes().chain(fraction.bytes()) {
            place = place.saturating_sub(1);
            let digit = i64::from(byte - b'0');
            if digit == 0 {
                continue;
            }
            match u32::try_from(place) {
                Err(_) => reason = reason.or(Some(Reason::TooPrecise)),
                Ok(power) => {
                    let part = 10_i64.checked_pow(power).and_then(|ten| ten.checked_mul(digit));
                    match part.and_then(|part| cents.checked_add(part)) {
                        Some(sum) => cents = sum,
                        None => return Err(if negative { Reason::Negative } else { Reason::TooLarge }),
                    }
                }
            }
        }
        match reason {
            _ if negative && (cents > 0 || reason.is_some()) => Err(Reason::Negative),
            Some(reason) => Err(reason),
            None => Self::from_cents(cents).ok_or(Reason::TooLarge),
        }
    }

    /// Reads what a person typed: blanks anywhere, and commas that group by three, are taken out.
    ///
    /// # Errors
    /// The [`Reason`] why it is not an amount.
    pub fn from_text(text: &str) -> Result<Self, Reason> {
        let joined: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’')).collect();
        if joined.contains(['e', 'E']) {
            return Err(Reason::NotANumber);
        }
        let (whole, fraction) = match joined.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (joined.as_str(), None),
        };
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let mut plain = first.to_owned();
        for group in groups {
            // "1,50" is somebody's decimal comma: better asked than guessed.
            if group.len() != 3 || first.is_empty() {
                return Err(Reason::NotANumber);
            }
            plain.push_str(group);
        }
        if let Some(fraction) = fraction {
            plain.push('.');
            plain.push_str(fraction);
        }
        Self::from_decimal(&plain)
    }

    /// The amount in groups of three, parted as the person's locale does where [`Money::from_text`] reads that back, else
    /// by a narrow blank: a form must not show what the rules would take for another amount.
    ///
    /// ```
    /// use clientele::domain::money::Money;
    /// let money = Money::from_cents(123_456_750).unwrap();
    /// assert_eq!(money.grouped(','), "1,234,567.50");
    /// assert_eq!(money.grouped('.'), "1\u{202f}234\u{202f}567.50");
    /// ```
    pub fn grouped(self, mark: char) -> String {
        let known = mark == ',' || matches!(mark, '\'' | '’') || mark.is_whitespace();
        let mark = if known { mark } else { '\u{202f}' };
        let whole = (self.0 / 100).to_string();
        let mut text = String::new();
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push(mark);
            }
            text.push(digit);
        }
        if self.0 % 100 == 0 { text } else { format!("{text}.{:02}", self.0 % 100) }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        for (text, cents) in [("1,250,000.5", 125_000_050), ("1 250", 125_000), ("0", 0), (".5", 50), ("-0", 0)] {
            assert_eq!(Money::from_text(text).map(Money::cents), Ok(cents), "{text}");
        }
    }

    #[test]
    fn refuses_with_the_reason() {
        for (text, reason) in [
            ("1,50", Reason::NotANumber),
            ("1e3", Reason::NotANumber),
            ("", Reason::NotANumber),
            ("-1", Reason::Negative),
            ("10000000000000", Reason::TooLarge),
            ("1.005", Reason::TooPrecise),
            ("99999999999999999999999999", Reason::TooLarge),
        ] {
            assert_eq!(Money::from_text(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn exponents_are_exact() {
        assert_eq!(Money::from_decimal("99999999999999900e-4").map(Money::cents), Ok(999_999_999_999_999));
    }

    proptest! {
        #[test]
        fn every_amount_prints_and_reads_back(cents in 0..=Money::MAX.cents()) {
            let money = Money::from_cents(cents).unwrap();
            prop_assert_eq!(Money::from_text(&money.to_string()), Ok(money));
            prop_assert_eq!(Money::from_decimal(&money.to_string()), Ok(money));
            for mark in [',', '.', ' ', '\'', '’', '\u{a0}', '\u{202f}', '٬', '0', '-'] {
                prop_assert_eq!(Money::from_text(&money.grouped(mark)), Ok(money), "{}", mark);
            }
        }

        #[test]
        fn no_text_panics(text in ".*", number in "-?[0-9]{0,30}\\.?[0-9]{0,30}([eE][+-]?[0-9]{1,12})?") {
            let _ = (Money::from_text(&text), Money::from_decimal(&text), Money::from_decimal(&number));
        }
    }
}
