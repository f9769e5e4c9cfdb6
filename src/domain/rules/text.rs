//! Plain text: not blank, not too long, nothing invisible in it. Mirrors `app.valid_text(value, max)`.

use std::fmt;

use super::chars::{all_blank, first_control};

/// Why a text is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Only blanks.
    Blank,
    /// Longer than `max` characters.
    TooLong { length: usize, max: usize },
    /// Holds a character that cannot be seen.
    Control(char),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("Write something, or leave it empty."),
            Self::TooLong { length, max } => write!(f, "Shorten this to {max} characters; it has {length}."),
            Self::Control(c) => write!(f, "Remove the invisible character U+{:04X}.", u32::from(*c)),
        }
    }
}

/// Judges a text of at most `max` Unicode code points.
///
/// # Errors
/// The first [`Reason`] found: length, then characters, then blankness.
///
/// ```
/// use clientele::domain::rules::text::{Reason, check};
/// assert_eq!(check("Ann", 3), Ok(()));
/// assert_eq!(check("Anna", 3), Err(Reason::TooLong { length: 4, max: 3 }));
/// ```
pub fn check(text: &str, max: usize) -> Result<(), Reason> {
    // A code point has at least one byte, so a short text needs no counting.
    if text.len() > max {
        let length = text.chars().count();
        if length > max {
            return Err(Reason::TooLong { length, max });
        }
    }
    if let Some(c) = first_control(text) {
        return Err(Reason::Control(c));
    }
    if all_blank(text) { Err(Reason::Blank) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_not_bytes() {
        assert_eq!(check("ééé", 3), Ok(()));
        assert_eq!(check("👩‍🚀", 3), Ok(()));
        assert_eq!(check("éééé", 3), Err(Reason::TooLong { length: 4, max: 3 }));
    }

    #[test]
    fn blanks_of_every_script_are_blank() {
        for text in ["", " ", "\u{a0}\u{3000}", "\t\n"] {
            assert_eq!(check(text, 10), Err(Reason::Blank), "{text:?}");
        }
    }

    #[test]
    fn invisible_characters_are_named() {
        assert_eq!(check("a\u{85}b", 10), Err(Reason::Control('\u{85}')));
        assert_eq!(Reason::Control('\0').to_string(), "Remove the invisible character U+0000.");
    }
}
