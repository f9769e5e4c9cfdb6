//! A telephone number as people write it. Mirrors `app.valid_phone(value)`.

use std::fmt;

/// Why a number is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A character or an order that numbers do not have.
    Format,
    /// Fewer than 7 or more than 15 digits before the extension.
    Digits,
    /// Longer than 50 characters.
    TooLong,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "Use digits, spaces, dots, dashes and parentheses; + only in front; ext. 12 at the end.",
            Self::Digits => "A number has 7 to 15 digits.",
            Self::TooLong => "Shorten this to 50 characters.",
        })
    }
}

/// Judges a number: `+` in front only, 7 to 15 digits, then perhaps `x`, `ext` or `ext.` and 1 to 6 digits.
///
/// # Errors
/// The [`Reason`].
///
/// ```
/// use clientele::domain::rules::phone::check;
/// assert_eq!(check("+1 (555) 010-9999 ext. 12"), Ok(()));
/// ```
pub fn check(text: &str) -> Result<(), Reason> {
    let (number, extension) = match text.find(|c: char| c.is_ascii_alphabetic()) {
        Some(place) => text.split_at_checked(place).ok_or(Reason::Format)?,
        None => (text, "x0"),
    };
    let body = number.strip_prefix('+').unwrap_or(number);
    let lower = extension.to_ascii_lowercase();
    let dial = ["ext.", "ext", "x"].iter().find_map(|word| lower.strip_prefix(word)).ok_or(Reason::Format)?;
    let dial = dial.trim_start_matches(' ');
    let well_formed = !body.is_empty()
        && body.bytes().all(|byte| byte.is_ascii_digit() || b" .()-".contains(&byte))
        && (1..=6).contains(&dial.len())
        && dial.bytes().all(|byte| byte.is_ascii_digit());
    if !well_formed {
        return Err(Reason::Format);
    }
    if !(7..=15).contains(&body.bytes().filter(u8::is_ascii_digit).count()) {
        return Err(Reason::Digits);
    }
    if text.len() > 50 { Err(Reason::TooLong) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_people_write_are_accepted() {
        for good in ["5550109", "+49 30 901820", "(030) 90.18-20 x12", "0301234567 EXT 9", "030 1234567ext.  1"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn everything_else_has_its_reason() {
        for (bad, reason) in [
            ("", Reason::Format),
            ("+", Reason::Format),
            ("123-456", Reason::Digits),
            ("1234567890123456", Reason::Digits),
            ("12+34567", Reason::Format),
            ("1234567 ext", Reason::Format),
            ("1234567 ext. 1234567", Reason::Format),
            ("call 1234567", Reason::Format),
            ("1234567x1x1", Reason::Format),
            ("１２３４５６７", Reason::Format),
        ] {
            assert_eq!(check(bad), Err(reason), "{bad}");
        }
        assert_eq!(check(&format!("1234567{}", " ".repeat(44))), Err(Reason::TooLong));
    }
}
