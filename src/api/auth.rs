//! Sign-in by e-mail (GoTrue) and the session's policy: what is stored, when it is refreshed, what ends it.

use std::fmt;

use serde_json::{Value as Json, json};

use super::error::Failure;
use super::request::Request;
use crate::domain::email::Email;

/// Seconds before its end at which a token is renewed.
pub const REFRESH_EARLY: i64 = 90;

/// A signed-in session. What another library stored beside its tokens is kept.
#[derive(Clone, PartialEq)]
pub struct Session {
    pub access_token: String,
    pub refresh_token: String,
    /// Unix time in seconds at which the access token runs out.
    pub expires_at: i64,
    whole: Json,
}

// A token in a log is a token lost: nothing of it is ever printed.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session {{ expires_at: {}, .. }}", self.expires_at)
    }
}

impl Session {
    /// Reads the token endpoint's answer. `now` is Unix time in seconds, for a server that only says how long.
    pub fn from_answer(mut answer: Json, now: i64) -> Option<Self> {
        if answer.get("expires_at").and_then(Json::as_i64).is_none() {
            let lasts = answer.get("expires_in")?.as_i64()?;
            answer.as_object_mut()?.insert("expires_at".to_owned(), now.saturating_add(lasts).into());
        }
        Self::from_json(answer)
    }

    /// Reads what is stored; damaged storage is nobody's session.
    pub fn from_stored(text: &str) -> Option<Self> {
        Self::from_json(serde_json::from_str(text).ok()?)
    }

    /// As it is stored: the shape supabase-js writes.
    pub fn to_stored(&self) -> String {
        self.whole.to_string()
    }

    fn from_json(whole: Json) -> Option<Self> {
        let token = |key: &str| whole.get(key)?.as_str().filter(|token| !token.is_empty()).map(str::to_owned);
        let (access_token, refresh_token) = (token("access_token")?, token("refresh_token")?);
        Some(Self { access_token, refresh_token, expires_at: whole.get("expires_at")?.as_i64()?, whole })
    }

    /// Whose session it is, where the endpoint said so.
    pub fn user_id(&self) -> Option<&str> {
        self.whole.get("user")?.get("id")?.as_str()
    }

    /// Whether the token is so near its end that it should be renewed before it is used.
    pub fn is_stale(&self, now: i64) -> bool {
        now >= self.expires_at.saturating_sub(REFRESH_EARLY)
    }

    /// Whether the server still takes the token.
    pub fn is_valid(&self, now: i64) -> bool {
        now < self.expires_at
    }

    /// Milliseconds from `now` until the renewal is due; at most a day, because a timer cannot wait for ever.
    pub fn refresh_in_ms(&self, now: i64) -> u64 {
        let seconds = self.expires_at.saturating_sub(REFRESH_EARLY).saturating_sub(now).clamp(1, 86_400);
        u64::try_from(seconds).unwrap_or(1) * 1000
    }
}

/// What a failed renewal means for a session whose token no longer works: only the sign-in's own refusal ends it.
pub fn after_renewal_failure(failure: &SignInFailure) -> Failure {
    match failure {
        SignInFailure::Refused => Failure::SessionEnded,
        SignInFailure::Denied => Failure::Forbidden,
        SignInFailure::TooMany(seconds) => Failure::TooMany(*seconds),
        SignInFailure::Other(failure) => failure.clone(),
    }
}

/// Why a sign-in step failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInFailure {
    /// The link or code is used, wrong or too old; or the refresh token is.
    Refused,
    /// The same with a status 403, which a gateway may also give for reasons of its own.
    Denied,
    /// Too many attempts.
    TooMany(Option<u32>),
    /// Not the sign-in's fault.
    Other(Failure),
}

impl fmt::Display for SignInFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused | Self::Denied => {
                f.write_str("This link or code is used, wrong or too old. Ask for a new one.")
            }
            Self::TooMany(Some(seconds)) => write!(f, "Too many attempts. Try again in {seconds} seconds."),
            Self::TooMany(None) => f.write_str("Too many attempts. Wait a minute and try again."),
            Self::Other(failure) => failure.fmt(f),
        }
    }
}

/// What a status outside 200–299 of the sign-in endpoint means.
pub fn sign_in_failure(status: u16, body: &Json, retry_after: Option<u32>) -> SignInFailure {
    let code = ["error_code", "code", "error"].iter().find_map(|key| body.get(key));
    match status {
        // A gateway that refuses the key gives no code, or this one.
        401 if code.is_none_or(|code| code == "invalid_api_key") => SignInFailure::Other(Failure::WrongKey),
        400 | 401 | 404 | 410 | 422 => SignInFailure::Refused,
        403 => SignInFailure::Denied,
        429 => SignInFailure::TooMany(retry_after),
        502..=504 => SignInFailure::Other(Failure::Busy(retry_after)),
        _ => SignInFailure::Other(Failure::Server(status)),
    }
}

/// Asks for a mail with a link and a code. It never makes an account; the answer for an address that has none is
/// shown like the answer for one that has, so that nobody can find out who is a client.
pub fn otp(email: &Email, redirect_to: &str) -> Request {
    Request::post("/auth/v1/otp", json!({ "email": email.as_str(), "create_user": false }))
        .with("redirect_to", redirect_to)
}

/// Finishes a sign-in by the link's token.
pub fn verify_link(token_hash: &str) -> Request {
    Request::post("/auth/v1/verify", json!({ "type": "magiclink", "token_hash": token_hash }))
}

/// Finishes a sign-in by the mail's code.
pub fn verify_code(email: &Email, code: &str) -> Request {
    Request::post("/auth/v1/verify", json!({ "type": "magiclink", "email": email.as_str(), "token": code }))
}

/// Renews a session.
pub fn refresh(refresh_token: &str) -> Request {
    Request::post("/auth/v1/token", json!({ "refresh_token": refresh_token })).with("grant_type", "refresh_token")
}

/// Ends this session at the server.
pub fn logout() -> Request {
    Request::post("/auth/v1/logout", json!({})).with("scope", "local")
}

/// The six digits of a code as people paste it, or `None`.
///
/// ```
/// assert_eq!(clientele::api::auth::code_from_text(" 123 456 ").as_deref(), Some("123456"));
/// assert_eq!(clientele::api::auth::code_from_text("12345"), None);
/// ```
pub fn code_from_text(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// A path of this application to go to after sign-in. Everything that could lead elsewhere is refused, so that a
/// link to the sign-in page cannot send anybody away.
///
/// ```
/// use clientele::api::auth::safe_path;
/// assert_eq!(safe_path("/admin/clients?page=2"), Some("/admin/clients?page=2"));
/// assert_eq!(safe_path("//evil.test"), None);
/// ```
pub fn safe_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    // "//" and "/\" begin another origin; browsers drop tabs and line ends before they read an address.
    let leaves = rest.starts_with(['/', '\\']) || path.chars().any(|c| c.is_control() || c == '\\');
    // Back to a page of the sign-in itself would be a circle.
    let circle = ["sign-in", "auth/"].iter().any(|page| rest.starts_with(page));
    (!leaves && !circle && path.len() <= 2000).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(expires_at: i64) -> Session {
        let stored =
            json!({ "access_token": "a", "refresh_token": "r", "expires_at": expires_at, "user": { "id": "u" } });
        Session::from_stored(&stored.to_string()).expect("a session")
    }

    #[test]
    fn a_token_is_renewed_ninety_seconds_early() {
        let session = session(1_000);
        assert!(!session.is_stale(909) && session.is_stale(910));
        assert_eq!(session.refresh_in_ms(900), 10_000);
        assert!(session.is_valid(999) && !session.is_valid(1_000));
    }

    #[test]
    fn what_another_library_stored_is_kept() {
        let stored: Json = serde_json::from_str(&session(5).to_stored()).expect("JSON");
        assert_eq!(stored["user"]["id"], "u");
    }

    #[test]
    fn damaged_storage_is_nobody() {
        for text in [
            "",
            "null",
            "{}",
            "[1]",
            "{\"access_token\":\"\",\"refresh_token\":\"r\",\"expires_at\":1}",
            "{\"access_token\":1}",
        ] {
            assert_eq!(Session::from_stored(text), None, "{text}");
        }
    }

    #[test]
    fn an_answer_that_only_says_how_long_is_enough() {
        let answer = json!({ "access_token": "a", "refresh_token": "r", "expires_in": 3600 });
        assert_eq!(Session::from_answer(answer, 100).map(|session| session.expires_at), Some(3_700));
        assert_eq!(Session::from_answer(json!({ "error": "x" }), 100), None);
    }

    #[test]
    fn only_the_sign_ins_own_refusal_ends_a_session() {
        let ends =
            |status, body: Json| after_renewal_failure(&sign_in_failure(status, &body, None)) == Failure::SessionEnded;
        assert!(ends(400, json!({ "error_code": "refresh_token_not_found" })));
        assert!(ends(401, json!({ "code": "refresh_token_already_used" })));
        for status in [403, 429, 500, 502, 503, 504] {
            assert!(!ends(status, json!({ "code": "x" })), "{status}");
        }
        assert!(!ends(401, Json::Null), "a gateway that refuses the key");
        let lost = SignInFailure::Other(Failure::Unreachable);
        assert_eq!(after_renewal_failure(&lost), Failure::Unreachable);
    }

    #[test]
    fn a_token_is_never_printed() {
        assert_eq!(format!("{:?}", session(7)), "Session { expires_at: 7, .. }");
    }

    #[test]
    fn only_paths_of_this_application_are_followed() {
        for good in ["/", "/portal", "/admin/clients?status=lead#top", "/admin/clients/new"] {
            assert_eq!(safe_path(good), Some(good), "{good}");
        }
        for bad in [
            "",
            "admin",
            "//evil.test",
            "/\\evil.test",
            "\\\\evil",
            "https://evil.test",
            "/\t/evil.test",
            "/a\\b",
            "javascript:alert(1)",
            "/sign-in",
            "/auth/confirm?x",
        ] {
            assert_eq!(safe_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_sign_in_never_makes_an_account() {
        let email = Email::from_text("Ann@Example.com").expect("valid");
        let request = otp(&email, "http://h/auth/confirm?next=/portal");
        assert_eq!(request.target(), "/auth/v1/otp?redirect_to=http:%2F%2Fh%2Fauth%2Fconfirm%3Fnext%3D%2Fportal");
        assert_eq!(request.body, Some(json!({ "email": "ann@example.com", "create_user": false })));
    }
}
