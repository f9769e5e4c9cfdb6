//! A web address that is safe to show as a link. Mirrors `app.valid_url(value)`.

use std::fmt;

use super::chars::is_blank;

/// The longest address, in characters.
pub const MAX: usize = 500;

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Does not begin with `http://` or `https://`.
    Scheme,
    /// A user name or password stands before the host.
    Credentials,
    /// No host, or one with characters a host cannot have.
    Host,
    /// A blank, a backslash or an invisible character.
    Character,
    /// Longer than [`MAX`].
    TooLong,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "Begin the address with https:// or http://.",
            Self::Credentials => "Remove the user name and password before the @.",
            Self::Host => "Write the address with its host, such as https://example.com.",
            Self::Character => "Remove blanks, backslashes and invisible characters.",
            Self::TooLong => "Shorten this to 500 characters.",
        })
    }
}

/// Judges an address: http or https, a host, no credentials, no blanks or control characters.
///
/// # Errors
/// The [`Reason`].
///
/// ```
/// use clientele::domain::rules::url::{Reason, check};
/// assert_eq!(check("https://example.com/a?b#c"), Ok(()));
/// assert_eq!(check("javascript:alert(1)"), Err(Reason::Scheme));
/// assert_eq!(check("https://user:pw@example.com"), Err(Reason::Credentials));
/// ```
pub fn check(text: &str) -> Result<(), Reason> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(Reason::Scheme);
    };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return Err(Reason::Scheme);
    }
    if text.chars().any(|c| matches!(c, '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\\') || is_blank(c)) {
        return Err(Reason::Character);
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(Reason::Credentials);
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, "0"));
    let letter = |c: char| c.is_ascii_alphanumeric() || c > '\u{a0}';
    let host_ok = host.starts_with(letter) && host.chars().all(|c| letter(c) || matches!(c, '.' | '-'));
    let port_ok = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    if !host_ok || !port_ok {
        return Err(Reason::Host);
    }
    if text.chars().count() > MAX { Err(Reason::TooLong) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_people_have_are_accepted() {
        for good in ["http://a", "HTTPS://EXAMPLE.com", "https://münchen.example:8080/ä?x=@#@", "https://a.b-c.d"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn everything_else_has_its_reason() {
        for (bad, reason) in [
            ("example.com", Reason::Scheme),
            ("ftp://example.com", Reason::Scheme),
            (" https://example.com", Reason::Scheme),
            ("https://", Reason::Host),
            ("https://:80", Reason::Host),
            ("https://a:port", Reason::Host),
            ("https://a:123456", Reason::Host),
            ("https://[::1]", Reason::Host),
            ("https://a b", Reason::Character),
            ("https://a\\b", Reason::Character),
            ("https://a\u{200a}", Reason::Character),
            ("https://a@b", Reason::Credentials),
        ] {
            assert_eq!(check(bad), Err(reason), "{bad}");
        }
        assert_eq!(check(&format!("https://a/{}", "b".repeat(491))), Err(Reason::TooLong));
    }
}
