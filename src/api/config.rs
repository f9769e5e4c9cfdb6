//! Where the endpoint is: `config.json`, read at start, never compiled in.

use serde::Deserialize;
use serde_json::Value as Json;

use super::base64url;

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
    /// The project's address is none, or one over which everybody could read along.
    NoAddress,
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Malformed => "config.json cannot be read. It needs {\"url\": \"…\", \"key\": \"…\"}.",
            Self::NoAddress => "The endpoint is no address. Write the project's, such as https://abc.supabase.co.",
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
        let key = publishable(&config.key)?;
        Ok(Self { url: config.url.trim_end_matches('/').to_owned(), key, ..config })
    }

    /// The project that a tag on somebody's page names: its address and its publishable key, on a page of this origin.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_attributes(endpoint: &str, key: &str, page_origin: &str) -> Result<Self, Unusable> {
        let url = match endpoint.trim().trim_end_matches('/') {
            "" => String::new(),
            address => origin_of(address).ok_or(Unusable::NoAddress)?,
        };
        let url = if url == page_origin { String::new() } else { url };
        Ok(Self { url, key: publishable(key)?, ..Self::default() })
    }

    /// The name under which a tag keeps the session: bound to the whole origin, so that an address that only looks like the
    /// project's finds nothing. A page of the endpoint's own origin, and a hosted project, have the application's name.
    pub fn own_storage_key(&self, page_host: &str) -> String {
        let hosted = self.url.strip_prefix("https://").and_then(|host| host.strip_suffix(".supabase.co"));
        match hosted {
            Some(project) if !project.contains('.') => self.storage_key(page_host),
            None if self.url.is_empty() => self.storage_key(page_host),
            _ => format!("clientele-session-{}", self.url),
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

/// The origin that an address names: encrypted, or this machine's own.
fn origin_of(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', '\\']).next()?.to_ascii_lowercase();
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    let name = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
    let here = ["localhost", "127.0.0.1", "[::1]"].contains(&name);
    let safe = scheme.eq_ignore_ascii_case("https") || (here && scheme.eq_ignore_ascii_case("http"));
    // A name and a password before the host would send it elsewhere than it looks.
    (safe && !name.is_empty() && plain(&host)).then(|| format!("{}://{host}", scheme.to_ascii_lowercase()))
}

/// A key that a browser may have, without what stands around it by mistake.
fn publishable(key: &str) -> Result<String, Unusable> {
    match key.trim() {
        "" => Err(Unusable::NoKey),
        key if key.starts_with("sb_secret_") || claims_service(key) => Err(Unusable::SecretKey),
        key => Ok(key.to_owned()),
    }
}

/// Whether a key of the older kind says that it is the one that passes every policy.
fn claims_service(key: &str) -> bool {
    let claims = || serde_json::from_slice::<Json>(&base64url::decode(key.split('.').nth(1)?)?).ok();
    claims().is_some_and(|claims| claims.get("role").is_some_and(|role| role == "service_role"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_keeps_its_session_under_the_whole_origin() {
        let key = |endpoint: &str| {
            Config::from_attributes(endpoint, "k", "https://page.example")
                .map(|config| config.own_storage_key("page.example"))
        };
        assert_eq!(key("https://abc.supabase.co/").as_deref(), Ok("sb-abc-auth-token"));
        assert_eq!(key("").as_deref(), Ok("sb-page-auth-token"));
        assert_eq!(key("https://page.example").as_deref(), Ok("sb-page-auth-token"));
        for looks_alike in [
            "https://abc.supabase.co.evil.example",
            "https://abc.evil.example",
            "https://abc.supabase.co:444",
            "https://page.example.evil.example",
            "http://127.0.0.1:5000",
        ] {
            assert_eq!(key(looks_alike), Ok(format!("clientele-session-{looks_alike}")));
        }
        for none in [
            "abc",
            "http://abc.supabase.co",
            "javascript://x",
            "https://",
            "https://abc.supabase.co@evil.example",
            "https://a b",
        ] {
            assert_eq!(key(none), Err(Unusable::NoAddress), "{none}");
        }
        assert_eq!(key("https://abc.supabase.co\\@evil.example").as_deref(), Ok("sb-abc-auth-token"));
    }

    #[test]
    fn a_key_that_passes_every_policy_is_refused() {
        // {"role":"service_role"} and {"role":"anon"}
        let refused = Config::from_attributes("", "a.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c", "");
        assert_eq!(refused, Err(Unusable::SecretKey));
        assert!(Config::from_attributes("", "a.eyJyb2xlIjoiYW5vbiJ9.c", "").is_ok());
        assert_eq!(Config::from_attributes("", "sb_secret_x", ""), Err(Unusable::SecretKey));
        assert_eq!(Config::from_attributes("", " ", ""), Err(Unusable::NoKey));
    }

    #[test]
    fn a_secret_key_is_refused() {
        assert_eq!(Config::from_text(r#"{"key": "sb_secret_x"}"#), Err(Unusable::SecretKey));
        assert_eq!(Config::from_text(r#"{"key": ""}"#), Err(Unusable::NoKey));
        assert_eq!(Config::from_text(r#"{"key": " sb_secret_x"}"#), Err(Unusable::SecretKey));
        assert_eq!(Config::from_text(r#"{"key": " "}"#), Err(Unusable::NoKey));
        assert_eq!(Config::from_text("<html>"), Err(Unusable::Malformed));
    }

    #[test]
    fn the_session_is_stored_where_supabase_js_looks() {
        let config = Config::from_text(r#"{"url": "https://abc.supabase.co/", "key": "k"}"#).expect("usable");
        assert_eq!(config.storage_key("ignored"), "sb-abc-auth-token");
        assert_eq!(Config::default().storage_key("127.0.0.1:54330"), "sb-127-auth-token");
    }
}
