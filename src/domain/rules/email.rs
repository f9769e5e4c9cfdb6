//! An e-mail address in its stored form. Mirrors `app.valid_email(value)`, which is the document's
//! `clients_email_format` on the folded text.

use std::fmt;

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not `name@domain.tld` in plain letters.
    Format,
    /// Longer than 255 characters.
    TooLong,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "Write an address such as ann@example.com.",
            Self::TooLong => "Shorten this to 255 characters.",
        })
    }
}

/// Judges a folded address: `^[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}$`, at most 255 characters.
///
/// # Errors
/// The [`Reason`].
pub fn check(text: &str) -> Result<(), Reason> {
    let (local, domain) = text.split_once('@').ok_or(Reason::Format)?;
    let (host, top) = domain.rsplit_once('.').ok_or(Reason::Format)?;
    let folded = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let well_formed = !local.is_empty()
        && local.bytes().all(|byte| folded(byte) || b"._%+-".contains(&byte))
        && !host.is_empty()
        && host.bytes().all(|byte| folded(byte) || b".-".contains(&byte))
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_lowercase());
    match well_formed {
        false => Err(Reason::Format),
        true if text.len() > 255 => Err(Reason::TooLong),
        true => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_the_documents() {
        for good in ["a@b.co", "a.b+c%d@sub-domain.example.com", "1@2.xyz", "a@-.-.ab"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "", "a", "a@b", "@b.co", "a@.c", "a@b.c", "a@b.c1", "A@b.co", " a@b.co", "a@b@c.de", "a@b..", "ä@b.co",
            "a@b.co\n",
        ] {
            assert_eq!(check(bad), Err(Reason::Format), "{bad}");
        }
    }

    #[test]
    fn a_long_address_is_too_long() {
        let local = "a".repeat(250);
        assert_eq!(check(&format!("{local}@b.co")), Ok(()));
        assert_eq!(check(&format!("{local}a@b.co")), Err(Reason::TooLong));
    }
}
