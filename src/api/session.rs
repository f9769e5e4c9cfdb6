//! A signed-in session as it is stored and shared: its tokens, whose they are, and how long they last by this machine's
//! own clock. Times are Unix milliseconds, but for `expires_at`, which is stored in seconds as supabase-js stores it.

use std::fmt;

use serde_json::Value as Json;

use super::base64url;

/// Seconds before its end at which a token is renewed; of a short one, a third of its life.
pub const REFRESH_EARLY: i64 = 90;

/// A signed-in session. What another library stored beside its tokens is kept.
#[derive(Clone, PartialEq)]
pub struct Session {
    pub access_token: String,
    pub refresh_token: String,
    /// Unix time in seconds at which the access token runs out.
    pub expires_at: i64,
    /// Seconds that it was given for, where that is known.
    lasts: Option<i64>,
    whole: Json,
}

// A token in a log is a token lost: nothing of it is ever printed.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Session {{ expires_at: {}, .. }}", self.expires_at)
    }
}

impl Session {
    /// Reads the token endpoint's answer. How long it lasts is reckoned from `now`, by our own clock: the server's may
    /// differ by hours, and ours is the one that it is held against.
    pub fn from_answer(mut answer: Json, now: i64) -> Option<Self> {
        if let Some(lasts) = answer.get("expires_in").and_then(Json::as_i64) {
            let end = now.div_euclid(1000).saturating_add(lasts);
            answer.as_object_mut()?.insert("expires_at".to_owned(), end.into());
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
        let expires_at = whole.get("expires_at")?.as_i64()?;
        let lasts = whole.get("expires_in").and_then(Json::as_i64).filter(|lasts| *lasts > 0);
        Some(Self { access_token, refresh_token, expires_at, lasts, whole })
    }

    /// Whose session it is: as the endpoint said, else as its token says.
    pub fn user_id(&self) -> Option<String> {
        let said = self.whole.get("user").and_then(|user| user.get("id")?.as_str().map(str::to_owned));
        said.or_else(|| subject(&self.access_token))
    }

    /// Whether both are surely one person's.
    pub fn same_person(&self, other: &Self) -> bool {
        self.user_id().is_some_and(|id| other.user_id() == Some(id))
    }

    /// Whether the token should be renewed before it is used: it is near its end, or it seems to last longer than it was
    /// given for, which only a clock that was put back can make of it.
    pub fn is_stale(&self, now: i64) -> bool {
        let longest = self.lasts.map_or(i64::MAX, |lasts| (lasts + REFRESH_EARLY).saturating_mul(1000));
        let left = self.left(now);
        left <= self.early() || left > longest
    }

    /// Whether the server still takes the token.
    pub fn is_valid(&self, now: i64) -> bool {
        self.left(now) > 0
    }

    /// Milliseconds before its end at which it is renewed.
    pub fn early(&self) -> i64 {
        self.lasts.map_or(REFRESH_EARLY, |lasts| REFRESH_EARLY.min(lasts / 3)) * 1000
    }

    /// Milliseconds until it runs out.
    pub fn left(&self, now: i64) -> i64 {
        self.expires_at.saturating_mul(1000).saturating_sub(now)
    }
}

/// A token that somebody has handed in, where it may be sent for this person's page: it is theirs, and not the one that the
/// server has refused already.
pub fn accepted(token: Option<String>, person: Option<&str>, refused: Option<&str>) -> Option<String> {
    let whose = |token: &str| person.is_none_or(|person| subject(token).is_none_or(|subject| subject == person));
    token.filter(|token| !token.is_empty() && refused != Some(token) && whose(token))
}

/// Whose the token says that it is. It is believed about no more than whether two sessions are one person's.
fn subject(token: &str) -> Option<String> {
    let claims: Json = serde_json::from_slice(&base64url::decode(token.split('.').nth(1)?)?).ok()?;
    claims.get("sub")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn session(expires_at: i64, lasts: i64) -> Session {
        let stored = json!({ "access_token": "a", "refresh_token": "r", "expires_at": expires_at, "expires_in": lasts, "user": { "id": "u" } });
        Session::from_stored(&stored.to_string()).expect("a session")
    }

    #[test]
    fn a_token_is_renewed_ninety_seconds_early() {
        let session = session(4_000, 3_600);
        assert!(!session.is_stale(3_909_999) && session.is_stale(3_910_000));
        assert!(session.is_valid(3_999_999) && !session.is_valid(4_000_000));
    }

    #[test]
    fn a_token_of_ten_seconds_is_renewed_in_the_last_third_and_not_at_every_request() {
        let session = session(1_010, 10);
        assert!(!session.is_stale(1_000_000) && !session.is_stale(1_006_999) && session.is_stale(1_007_000));
    }

    #[test]
    fn a_clock_that_was_put_back_makes_a_token_stale_and_one_that_differs_a_little_does_not() {
        let session = session(4_000, 3_600);
        assert!(!session.is_stale(400_000) && !session.is_stale(310_000), "the server's clock is 90 s ahead");
        assert!(session.is_stale(309_999) && session.is_stale(0));
    }

    #[test]
    fn how_long_a_token_lasts_is_reckoned_by_our_own_clock() {
        let server_is_hours_ahead =
            json!({ "access_token": "a", "refresh_token": "r", "expires_in": 3_600, "expires_at": 90_000 });
        let session = Session::from_answer(server_is_hours_ahead, 100_000).expect("a session");
        assert_eq!(session.expires_at, 3_700);
        let stored: Json = serde_json::from_str(&session.to_stored()).expect("JSON");
        assert_eq!(stored["expires_at"], 3_700, "the other tabs hold the same clock");
        let only_when = json!({ "access_token": "a", "refresh_token": "r", "expires_at": 5 });
        assert_eq!(Session::from_answer(only_when, 100).map(|session| session.expires_at), Some(5));
        assert_eq!(Session::from_answer(json!({ "error": "x" }), 100), None);
    }

    #[test]
    fn what_another_library_stored_is_kept() {
        let stored: Json = serde_json::from_str(&session(5, 1).to_stored()).expect("JSON");
        assert_eq!(stored["user"]["id"], "u");
    }

    #[test]
    fn whose_a_session_is_stands_in_its_token_where_nobody_says_it() {
        // {"alg":"HS256"} . {"sub":"de000000-0000-4000-8000-000000000001","x":"ÿ?>"}
        let token =
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJkZTAwMDAwMC0wMDAwLTQwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJ4Ijoiw78_PiJ9.c2ln";
        let of = |token: &str| {
            let stored = json!({ "access_token": token, "refresh_token": "r", "expires_at": 1 }).to_string();
            Session::from_stored(&stored).expect("a session")
        };
        assert_eq!(of(token).user_id().as_deref(), Some("de000000-0000-4000-8000-000000000001"));
        assert!(of(token).same_person(&of(token)));
        for unreadable in ["a", "a.b.c", "a.=.c", "..", "a.bnVsbA.c"] {
            assert_eq!(of(unreadable).user_id(), None);
            assert!(!of(unreadable).same_person(&of(unreadable)), "nobody knows whether they are one");
        }
    }

    #[test]
    fn a_token_that_is_handed_in_is_sent_for_its_own_person_alone() {
        // {"sub":"u"}
        let token = "a.eyJzdWIiOiJ1In0.c".to_owned();
        let ask = |person, refused| accepted(Some(token.clone()), person, refused);
        assert_eq!(ask(None, None).as_ref(), Some(&token));
        assert_eq!(ask(Some("u"), Some("another")).as_ref(), Some(&token));
        assert_eq!(ask(Some("somebody else"), None), None);
        assert_eq!(ask(Some("u"), Some(&token)), None, "it was refused");
        assert_eq!(accepted(Some(String::new()), None, None), None);
        assert_eq!(accepted(None, None, None), None);
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
    fn a_token_is_never_printed() {
        assert_eq!(format!("{:?}", session(7, 1)), "Session { expires_at: 7, .. }");
    }
}
