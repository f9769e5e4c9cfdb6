//! Where the endpoint is: `config.json`, read at start, never compiled in.

use serde::Deserialize;
use serde_json::Value as Json;

/// The runtime configuration of a deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Config {
    /// The project's address, such as `https://abc.supabase.co`; empty means the origin that serves the page.
    #[serde(default)]
    pub url: String,
    /// The publishable (anon) key. Never the secret one: everybody can read this file.
    pub key: String,
    /// The local server's mailbox; absent in production.
    #[serde(default)]
    pub mailbox: Option<String>,
    /// Whether a whole session in a link's address is taken. Addresses are kept by histories and shown to whoever looks:
    /// only for a project whose mails cannot be changed.
    #[serde(default, rename = "acceptFragmentTokens")]
    pub accept_fragment_tokens: bool,
    /// How the agency looks, read by [`crate::domain::brand::Brand::from_json`].
    #[serde(default)]
    pub brand: Json,
}

/// Why a configuration cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Not JSON, or a part of the wrong type.
    Malformed,
    /// No publishable key.
    NoKey,
    /// The key opens everything and must not be in a browser.
    SecretKey,
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Malformed => "config.json cannot be read. It needs {\"url\": \"…\", \"key\": \"…\"}.",
            Self::NoKey => "config.json has no key. Put the project's publishable key there.",
            Self::SecretKey => {
                "config.json holds a secret key. Replace it with the publishable key, and revoke the secret one."
            }
        })
    }
}

impl Config {
    /// Reads and judges the text of `config.json`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_text(text: &str) -> Result<Self, Unusable> {
        let config: Self = serde_json::from_str(text).map_err(|_| Unusable::Malformed)?;
        match config.key.as_str() {
            "" => Err(Unusable::NoKey),
            key if key.starts_with("sb_secret_") => Err(Unusable::SecretKey),
            _ => Ok(Self { url: config.url.trim_end_matches('/').to_owned(), ..config }),
        }
    }

    /// The name under which the session is stored: the one supabase-js uses, so that both share a sign-in.
    /// `host` is the page's own host, for a configuration without an address.
    pub fn storage_key(&self, host: &str) -> String {
        let host = self.url.split_once("://").map_or(host, |(_, rest)| rest);
        let project = host.split(['.', ':', '/']).next().unwrap_or_default();
        format!("sb-{project}-auth-token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_key_is_refused() {
        assert_eq!(Config::from_text(r#"{"key": "sb_secret_x"}"#), Err(Unusable::SecretKey));
        assert_eq!(Config::from_text(r#"{"key": ""}"#), Err(Unusable::NoKey));
        assert_eq!(Config::from_text("<html>"), Err(Unusable::Malformed));
    }

    #[test]
    fn the_session_is_stored_where_supabase_js_looks() {
        let config = Config::from_text(r#"{"url": "https://abc.supabase.co/", "key": "k"}"#).expect("usable");
        assert_eq!(config.storage_key("ignored"), "sb-abc-auth-token");
        assert_eq!(Config::default().storage_key("127.0.0.1:54330"), "sb-127-auth-token");
    }
}
