//! An e-mail address as it is stored: trimmed and in lower case, so that one mailbox is one spelling.

use std::fmt;

use super::rules::email;

/// A valid, folded address. Equal addresses are the same mailbox.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

impl Email {
    /// Folds what a person typed and judges it.
    ///
    /// # Errors
    /// The rule's reason when the folded text is not an address.
    ///
    /// ```
    /// use clientele::domain::email::Email;
    /// assert_eq!(Email::from_text("  Ann@Example.COM ").unwrap().as_str(), "ann@example.com");
    /// assert!(Email::from_text("ann@localhost").is_err());
    /// ```
    pub fn from_text(text: &str) -> Result<Self, email::Reason> {
        let folded = text.trim().to_ascii_lowercase();
        email::check(&folded)?;
        Ok(Self(folded))
    }

    /// The stored spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
