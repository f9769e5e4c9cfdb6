//! Why a sign-in step failed, in words of our own: what the server or an address says is never repeated.

use std::fmt;

use serde_json::Value as Json;

use super::error::Failure;

/// Why a sign-in step failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignInFailure {
    /// The sign-in's own refusal.
    Refused(Reason),
    /// A status 403 without a reason, which a gateway may also give for reasons of its own.
    Denied,
    /// Too many attempts from here, and the seconds to wait.
    TooMany(Option<u32>),
    /// Too many mails: to this address, or from this project.
    TooManyMails,
    /// Not the sign-in's fault.
    Other(Failure),
}

/// What a code of the sign-in means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    code: &'static str,
    renewal: Renewal,
    words: &'static str,
}

/// What it means for a session whose renewal is answered so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Renewal {
    /// It is over.
    Ends,
    /// It stays; who asks again gets the same.
    Stays,
    /// It stays; asking again may do.
    Passes,
}

/// What there is to say where the code is none of these.
const UNKNOWN: Reason = reason("", Renewal::Ends, "This link or code is used, wrong or too old. Ask for a new one.");

const ENDED: &str = "Your session has ended. Sign in again.";
const SET_UP: &str =
    "A part of the sign-in is not set up as it should be. Tell your administrator: its hook gives a wrong answer.";
const OFF: &str =
    "Sign-in by mail is switched off. Tell your administrator: the project has to allow it, with the mail's link.";

/// Every code of GoTrue that a person of this application can meet. (Its other codes belong to passwords, telephones,
/// second factors, other providers and the administration of accounts, which nothing here asks for.)
static REASONS: [Reason; 31] = [
    reason("otp_expired", Renewal::Ends, UNKNOWN.words),
    reason(
        "bad_code_verifier",
        Renewal::Stays,
        "This link belongs to another browser, or to an earlier mail. Ask for a new mail here: its six-digit code works in every browser.",
    ),
    reason(
        "flow_state_not_found",
        Renewal::Stays,
        "This link is used, or was asked for in another browser. Ask for a new mail here: its six-digit code works in every browser.",
    ),
    reason("flow_state_expired", Renewal::Stays, "This link was opened too long ago. Ask for a new one."),
    reason("bad_oauth_state", Renewal::Stays, "This sign-in was begun elsewhere or too long ago. Begin again here."),
    reason(
        "access_denied",
        Renewal::Stays,
        "The sign-in was refused. Ask for a new link, or enter the code from the mail.",
    ),
    reason(
        "user_banned",
        Renewal::Ends,
        "This account is switched off. Ask the agency to switch it on again, or sign in with another address.",
    ),
    reason(
        "user_not_found",
        Renewal::Ends,
        "This account is not there any more. Ask the agency to invite you again, or sign in with another address.",
    ),
    reason("session_not_found", Renewal::Ends, ENDED),
    reason("session_expired", Renewal::Ends, "Your session has lasted as long as it may. Sign in again."),
    reason("refresh_token_not_found", Renewal::Ends, ENDED),
    reason("refresh_token_already_used", Renewal::Ends, ENDED),
    reason(
        "email_not_confirmed",
        Renewal::Stays,
        "This address is not confirmed yet. Open the link of the newest mail from here.",
    ),
    reason(
        "email_address_invalid",
        Renewal::Stays,
        "No mail can be sent to this address. Check how it is written, or use another one.",
    ),
    reason(
        "email_address_not_authorized",
        Renewal::Stays,
        "This server sends no mail to addresses outside its own team yet. Tell your administrator: the project needs a mail service of its own.",
    ),
    reason(
        "validation_failed",
        Renewal::Ends,
        "The server does not take this as it is written. Check it and try again.",
    ),
    reason(
        "bad_json",
        Renewal::Stays,
        "The server does not understand this page. Load it again; if that does not help, tell your administrator.",
    ),
    reason("email_provider_disabled", Renewal::Stays, OFF),
    reason("provider_disabled", Renewal::Stays, OFF),
    reason("otp_disabled", Renewal::Stays, OFF),
    reason("signup_disabled", Renewal::Stays, "There is no account for this address. Ask the agency to invite it."),
    reason(
        "captcha_failed",
        Renewal::Stays,
        "This server asks for a captcha, which this page does not have. Tell your administrator to switch it off.",
    ),
    reason(
        "insufficient_aal",
        Renewal::Stays,
        "This account asks for a second proof, which this page does not have. Tell your administrator.",
    ),
    reason("hook_timeout", Renewal::Passes, "A part of the sign-in did not answer in time. Try again in a moment."),
    reason(
        "hook_timeout_after_retry",
        Renewal::Passes,
        "A part of the sign-in did not answer in time. Try again in a minute.",
    ),
    reason("hook_payload_over_size_limit", Renewal::Stays, SET_UP),
    reason("hook_payload_invalid_content_type", Renewal::Stays, SET_UP),
    reason("request_timeout", Renewal::Passes, "The sign-in took too long. Try again."),
    reason("conflict", Renewal::Passes, "Something else was signed in or renewed at the same moment. Try again."),
    reason(
        "unexpected_failure",
        Renewal::Passes,
        "The sign-in has a problem. Try again in a moment; if it stays, tell your administrator.",
    ),
    reason(
        "server_error",
        Renewal::Passes,
        "The sign-in has a problem. Try again in a moment; if it stays, tell your administrator.",
    ),
];

/// The answers that only an address gets which is not known here, or only one that is. Nobody is told which: the page goes
/// on as if the mail was sent. (Too many mails to one address is one of them: the mail before is a minute old at most.)
const SAY_WHO_IS_KNOWN: [&str; 6] =
    ["", "otp_disabled", "signup_disabled", "user_not_found", "user_banned", "email_not_confirmed"];

const fn reason(code: &'static str, renewal: Renewal, words: &'static str) -> Reason {
    Reason { code, renewal, words }
}

impl SignInFailure {
    /// A refusal that says no more.
    pub const REFUSED: Self = Self::Refused(UNKNOWN);

    /// By the code alone, as the address of a link says it; any other word is one refusal.
    pub fn from_code(code: &str) -> Self {
        match code {
            "over_request_rate_limit" => Self::TooMany(None),
            "over_email_send_rate_limit" => Self::TooManyMails,
            _ => Self::Refused(REASONS.iter().find(|reason| reason.code == code).copied().unwrap_or(UNKNOWN)),
        }
    }

    /// What a status outside 200–299 of the sign-in endpoint means.
    pub fn from_answer(status: u16, body: &Json, retry_after: Option<u32>) -> Self {
        let code = ["error_code", "code", "error"].iter().find_map(|key| body.get(key)?.as_str()).unwrap_or_default();
        match (Self::from_code(code), status) {
            (Self::TooMany(_), _) | (_, 429) if code != "over_email_send_rate_limit" => Self::TooMany(retry_after),
            (Self::Refused(UNKNOWN), 401) if code.is_empty() || code == "invalid_api_key" => {
                Self::Other(Failure::WrongKey)
            }
            (Self::Refused(UNKNOWN), 403) => Self::Denied,
            (Self::Refused(UNKNOWN), 502..=504) => Self::Other(Failure::Busy(retry_after)),
            (Self::Refused(UNKNOWN), 400 | 401 | 404 | 410 | 422) => Self::REFUSED,
            (Self::Refused(UNKNOWN), _) => Self::Other(Failure::Server(status)),
            (known, _) => known,
        }
    }

    /// Whether this answer would tell who is known here.
    pub fn says_who_is_known(&self) -> bool {
        match self {
            Self::Refused(reason) => SAY_WHO_IS_KNOWN.contains(&reason.code),
            Self::Denied | Self::TooManyMails => true,
            Self::TooMany(_) | Self::Other(_) => false,
        }
    }

    /// Whether somebody has spent this refresh token before.
    pub fn is_already_used(&self) -> bool {
        matches!(self, Self::Refused(reason) if reason.code == "refresh_token_already_used")
    }

    /// What it means for a session whose token no longer works: only the sign-in's own refusal ends it.
    pub fn after_renewal(self) -> Failure {
        match self {
            Self::Refused(Reason { renewal: Renewal::Ends, .. }) => Failure::SessionEnded,
            Self::Refused(Reason { renewal: Renewal::Passes, .. }) => Failure::Busy(None),
            Self::Refused(_) | Self::Denied => Failure::Forbidden,
            Self::TooMany(seconds) => Failure::TooMany(seconds),
            Self::TooManyMails => Failure::TooMany(None),
            Self::Other(failure) => failure,
        }
    }
}

impl fmt::Display for SignInFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reason) => f.write_str(reason.words),
            Self::Denied => f.write_str(UNKNOWN.words),
            Self::TooMany(Some(seconds)) => write!(f, "Too many attempts. Try again in {seconds} seconds."),
            Self::TooMany(None) => f.write_str("Too many attempts. Wait a minute and try again."),
            Self::TooManyMails => {
                f.write_str("Too many mails were sent. Look for the last one, or wait an hour and ask again.")
            }
            Self::Other(failure) => failure.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(status: u16, code: &str) -> SignInFailure {
        SignInFailure::from_answer(
            status,
            &json!({ "code": status, "error_code": code, "msg": "SAID BY THE SERVER" }),
            None,
        )
    }

    #[test]
    fn only_the_sign_ins_own_refusal_ends_a_session() {
        let ends = |status, body: Json| {
            SignInFailure::from_answer(status, &body, None).after_renewal() == Failure::SessionEnded
        };
        assert!(ends(400, json!({ "error_code": "refresh_token_not_found" })));
        assert!(ends(401, json!({ "code": "refresh_token_already_used" })));
        assert!(ends(403, json!({ "error_code": "user_banned" })), "whatever the status");
        for status in [403, 409, 429, 500, 502, 503, 504] {
            assert!(!ends(status, json!({ "code": "x" })), "{status}");
            assert!(!ends(status, Json::Null), "{status}");
        }
        for code in [
            "conflict",
            "request_timeout",
            "unexpected_failure",
            "hook_timeout",
            "captcha_failed",
            "over_request_rate_limit",
        ] {
            assert!(!ends(400, json!({ "error_code": code })), "{code}");
        }
        assert!(!ends(401, Json::Null), "a gateway that refuses the key");
        assert_eq!(SignInFailure::Other(Failure::Unreachable).after_renewal(), Failure::Unreachable);
    }

    #[test]
    fn every_code_has_words_of_ours_that_say_what_to_do() {
        for reason in &REASONS {
            let failure = answer(400, reason.code);
            let words = failure.to_string();
            assert!(words.ends_with('.') && words.matches(". ").count() >= 1 || words.contains("Try again"), "{words}");
            assert!(!words.contains("SAID") && !words.contains(reason.code) && !words.contains('_'), "{words}");
            assert_eq!(failure, SignInFailure::from_code(reason.code));
        }
        let codes: std::collections::BTreeSet<_> = REASONS.iter().map(|reason| reason.code).collect();
        assert_eq!(codes.len(), REASONS.len(), "each stands there once");
    }

    #[test]
    fn a_word_that_is_no_code_is_not_repeated() {
        for code in ["<script>", "Your account was hacked, call 555", ""] {
            assert_eq!(SignInFailure::from_code(code), SignInFailure::REFUSED);
        }
    }

    #[test]
    fn what_only_a_known_or_only_an_unknown_address_gets_is_not_told() {
        for (status, code) in [
            (422, "otp_disabled"),
            (422, "signup_disabled"),
            (429, "over_email_send_rate_limit"),
            (403, "user_banned"),
            (404, "user_not_found"),
            (400, "something_new"),
        ] {
            assert!(answer(status, code).says_who_is_known(), "{code}");
        }
        for (status, code) in [
            (429, "over_request_rate_limit"),
            (400, "captcha_failed"),
            (500, "unexpected_failure"),
            (400, "email_provider_disabled"),
            (429, ""),
        ] {
            assert!(!answer(status, code).says_who_is_known(), "{code}");
        }
    }

    #[test]
    fn a_limit_says_how_long_to_wait() {
        let limit = |code: &str| SignInFailure::from_answer(429, &json!({ "error_code": code }), Some(40));
        assert_eq!(limit("over_request_rate_limit"), SignInFailure::TooMany(Some(40)));
        assert_eq!(limit(""), SignInFailure::TooMany(Some(40)));
        assert_eq!(limit("over_email_send_rate_limit"), SignInFailure::TooManyMails);
    }
}
