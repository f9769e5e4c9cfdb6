//! A list of short texts. Mirrors `app.valid_tags(value)`.

use std::fmt;

use super::text;

/// The most entries.
pub const MAX: usize = 50;
/// The longest entry, in characters.
pub const MAX_ENTRY: usize = 200;

/// Why a list is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// More than [`MAX`] entries.
    TooMany(usize),
    /// The entry at this place (from 1) is refused.
    Entry(usize, text::Reason),
    /// The same text twice.
    Twin(String),
    /// Not a list of texts.
    NotAList,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany(count) => write!(f, "Keep at most {MAX} entries; there are {count}."),
            Self::Entry(place, reason) => write!(f, "Entry {place}: {reason}"),
            Self::Twin(entry) => write!(f, "\u{201c}{entry}\u{201d} is there twice. Remove one."),
            Self::NotAList => f.write_str("Write one entry per line."),
        }
    }
}

/// Judges a list: at most 50 entries of 1 to 200 characters, none twice.
///
/// # Errors
/// The first [`Reason`] found.
pub fn check<S: AsRef<str>>(entries: &[S]) -> Result<(), Reason> {
    if entries.len() > MAX {
        return Err(Reason::TooMany(entries.len()));
    }
    for (place, entry) in entries.iter().enumerate() {
        text::check(entry.as_ref(), MAX_ENTRY).map_err(|reason| Reason::Entry(place + 1, reason))?;
    }
    // Fifty entries at most: comparing each with those before it is quicker than hashing them.
    for (place, entry) in entries.iter().enumerate() {
        if entries.iter().take(place).any(|earlier| earlier.as_ref() == entry.as_ref()) {
            return Err(Reason::Twin(entry.as_ref().to_owned()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_names_its_place() {
        assert_eq!(check(&["a", " "]), Err(Reason::Entry(2, text::Reason::Blank)));
    }

    #[test]
    fn twins_and_crowds_are_refused() {
        assert_eq!(check(&["a", "b", "a"]), Err(Reason::Twin("a".into())));
        let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
        assert_eq!(check(&many), Err(Reason::TooMany(51)));
        assert_eq!(check::<&str>(&[]), Ok(()));
    }
}
