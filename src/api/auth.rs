//! Sign-in by e-mail (GoTrue): the requests, and what people paste into it.

use serde_json::json;

use super::request::Request;
use crate::domain::email::Email;

/// Asks for a mail with a link and a code. It never makes an account; the answer for an address that has none is
/// shown like the answer for one that has, so that nobody can find out who is a client. With a `challenge`, the mail's
/// own link of a hosted project comes back with a code that only this browser can redeem, and not with tokens. Without an
/// address to come back to, the link leads where the project says.
pub fn otp(email: &Email, redirect_to: Option<&str>, challenge: Option<&str>) -> Request {
    let mut body = json!({ "email": email.as_str(), "create_user": false });
    if let (Some(challenge), Some(body)) = (challenge, body.as_object_mut()) {
        body.insert("code_challenge".to_owned(), challenge.into());
        body.insert("code_challenge_method".to_owned(), "s256".into());
    }
    let request = Request::post("/auth/v1/otp", body);
    match redirect_to {
        Some(address) => request.with("redirect_to", address),
        None => request,
    }
}

/// Finishes a sign-in by the link's token.
pub fn verify_link(kind: &str, token_hash: &str) -> Request {
    Request::post("/auth/v1/verify", json!({ "type": kind, "token_hash": token_hash }))
}

/// Finishes a sign-in by the mail's code.
pub fn verify_code(email: &Email, code: &str) -> Request {
    Request::post("/auth/v1/verify", json!({ "type": "magiclink", "email": email.as_str(), "token": code }))
}

/// Redeems the code of a link, for the browser that asked for it.
pub fn redeem(code: &str, verifier: &str) -> Request {
    Request::post("/auth/v1/token", json!({ "auth_code": code, "code_verifier": verifier })).with("grant_type", "pkce")
}

/// Renews a session.
pub fn refresh(refresh_token: &str) -> Request {
    Request::post("/auth/v1/token", json!({ "refresh_token": refresh_token })).with("grant_type", "refresh_token")
}

/// Ends this session at the server, or every session of this person.
pub fn logout(everywhere: bool) -> Request {
    Request::post("/auth/v1/logout", json!({})).with("scope", if everywhere { "global" } else { "local" })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_never_makes_an_account() {
        let email = Email::from_text("Ann@Example.com").expect("valid");
        let request = otp(&email, Some("http://h/auth/confirm?next=/portal"), None);
        assert_eq!(request.target(), "/auth/v1/otp?redirect_to=http:%2F%2Fh%2Fauth%2Fconfirm%3Fnext%3D%2Fportal");
        assert_eq!(request.body, Some(json!({ "email": "ann@example.com", "create_user": false })));
        let proven = otp(&email, Some("http://h"), Some("CHALLENGE")).body.unwrap_or_default();
        assert_eq!(proven["code_challenge"], "CHALLENGE");
        assert_eq!(proven["code_challenge_method"], "s256");
        assert_eq!(proven["create_user"], false);
    }

    #[test]
    fn signing_out_is_for_here_unless_it_is_said() {
        assert_eq!(logout(false).target(), "/auth/v1/logout?scope=local");
        assert_eq!(logout(true).target(), "/auth/v1/logout?scope=global");
    }
}
