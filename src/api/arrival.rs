//! What a mail's link brings to the page, and where it leads from there.

use serde_json::{Value as Json, json};

use super::saved::params_from_text;
use super::sign_in_failure::SignInFailure;

/// What a link brings.
#[derive(Clone, PartialEq)]
pub enum Proof {
    /// The hash of a token, which any browser may spend.
    Link {
        kind: &'static str,
        token_hash: String,
    },
    /// A code, which only the browser can redeem that asked for it.
    Code(String),
    /// A whole session, put into the address.
    Tokens(Json),
    /// The sign-in's refusal.
    Failed(SignInFailure),
    Nothing,
}

/// How somebody comes to the page behind the mail's link.
#[derive(Clone, PartialEq)]
pub struct Arrival {
    pub proof: Proof,
    /// A path of this application.
    pub next: String,
    /// Whether the computer was called a shared one when the mail was asked for.
    pub shared: bool,
}

/// The kinds of mail that a person may get; any other is taken for the usual one.
const KINDS: [&str; 6] = ["magiclink", "signup", "invite", "recovery", "email_change", "email"];

impl Arrival {
    /// Reads what stands in an address behind `?` and behind `#`.
    pub fn from_address(search: &str, fragment: &str) -> Self {
        let all = params_from_text(search.trim_start_matches('?'));
        let behind = params_from_text(fragment.trim_start_matches('#'));
        let find = |list: &[(String, String)], key: &str| {
            list.iter().find(|(name, value)| name == key && !value.is_empty()).map(|(_, value)| value.clone())
        };
        let either = |key: &str| find(&behind, key).or_else(|| find(&all, key));
        let failed = either("error_code").or_else(|| either("error")).or_else(|| either("error_description"));
        let proof = if let Some(code) = failed {
            Proof::Failed(SignInFailure::from_code(&code))
        } else if let Some(token) = find(&behind, "access_token") {
            let lasts = find(&behind, "expires_in").and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
            let refresh = find(&behind, "refresh_token");
            Proof::Tokens(
                json!({ "access_token": token, "refresh_token": refresh, "expires_in": lasts, "token_type": "bearer" }),
            )
        } else if let Some(code) = find(&all, "code") {
            Proof::Code(code)
        } else if let Some(token_hash) = find(&all, "token_hash") {
            let kind = find(&all, "type").and_then(|kind| KINDS.into_iter().find(|known| *known == kind));
            Proof::Link { kind: kind.unwrap_or("magiclink"), token_hash }
        } else {
            Proof::Nothing
        };
        let next = find(&all, "next").as_deref().and_then(safe_path).unwrap_or("/").to_owned();
        Self { proof, next, shared: find(&all, "shared").is_some() }
    }
}

/// A path of this application to go to after sign-in. Everything that could lead elsewhere is refused, so that a
/// link to the sign-in page cannot send anybody away.
///
/// ```
/// use clientele::api::arrival::safe_path;
/// assert_eq!(safe_path("/admin/clients?page=2"), Some("/admin/clients?page=2"));
/// assert_eq!(safe_path("//evil.test"), None);
/// ```
pub fn safe_path(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    let plain = rest.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    // "//" and "/\" begin another origin; browsers drop tabs and line ends before they read an address.
    let leaves = path.chars().any(|c| c.is_control() || c == '\\');
    // Where an address is taken apart and put together again, these can become such a beginning.
    let folds = format!("/{plain}").contains("//")
        || plain.split('/').any(|part| part.starts_with('.'))
        || ["%2e", "%2f", "%5c", "%00"].iter().any(|hidden| plain.contains(hidden));
    // Back to a page of the sign-in itself would be a circle.
    let circle = ["sign-in", "auth"].iter().any(|page| plain.split('/').next() == Some(page));
    (!leaves && !folds && !circle && path.len() <= 2000).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every address that `next` may hold, and whether it is followed. The end-to-end tests try the same.
    const PATHS: &str = include_str!("../../tests/e2e/support/next-paths.json");

    #[test]
    fn only_paths_of_this_application_are_followed() {
        let table: Json = serde_json::from_str(PATHS).expect("a table");
        let list = |key: &str| table[key].as_array().expect("a list").clone();
        for good in list("followed") {
            assert_eq!(safe_path(good.as_str().expect("text")), good.as_str(), "{good}");
        }
        for bad in list("refused") {
            assert_eq!(safe_path(bad.as_str().expect("text")), None, "{bad:?}");
        }
        assert_eq!(safe_path(&format!("/{}", "a".repeat(2000))), None, "too long to be meant");
    }

    #[test]
    fn a_link_brings_one_proof_and_the_way_on() {
        let arrival = Arrival::from_address("?next=%2Fportal&shared=1&token_hash=pkce_abc&type=signup", "");
        assert!(arrival.proof == Proof::Link { kind: "signup", token_hash: "pkce_abc".to_owned() });
        assert_eq!((arrival.next.as_str(), arrival.shared), ("/portal", true));
        let arrival = Arrival::from_address("?code=c0de&next=//evil.test&type=weird", "#");
        assert!(arrival.proof == Proof::Code("c0de".to_owned()));
        assert_eq!((arrival.next.as_str(), arrival.shared), ("/", false));
        assert!(Arrival::from_address("", "").proof == Proof::Nothing);
        assert!(Arrival::from_address("?token_hash=&code=", "#access_token=").proof == Proof::Nothing);
    }

    #[test]
    fn tokens_are_read_behind_the_mark_only() {
        let fragment =
            "#access_token=a.b.c&expires_at=1&expires_in=3600&refresh_token=r&token_type=bearer&type=magiclink";
        let Proof::Tokens(tokens) = Arrival::from_address("", fragment).proof else { panic!("tokens") };
        assert_eq!(tokens["refresh_token"], "r");
        assert_eq!(tokens["expires_in"], 3600);
        assert!(Arrival::from_address("?access_token=a&refresh_token=r", "").proof == Proof::Nothing);
    }

    #[test]
    fn a_failure_goes_before_everything_and_is_told_by_its_code_alone() {
        for (search, fragment) in [
            ("?error=access_denied&error_code=otp_expired&error_description=CALL+555", ""),
            ("", "#error=access_denied&error_code=otp_expired&error_description=CALL+555&sb="),
            ("?code=c&token_hash=t", "#access_token=a&refresh_token=r&error_code=otp_expired"),
        ] {
            let Proof::Failed(failure) = Arrival::from_address(search, fragment).proof else { panic!("{search}") };
            assert_eq!(failure, SignInFailure::from_code("otp_expired"));
            assert!(!failure.to_string().contains("555"));
        }
        let unknown = Arrival::from_address("", "#error=<b>x</b>&error_description=y").proof;
        assert!(unknown == Proof::Failed(SignInFailure::REFUSED));
    }
}
