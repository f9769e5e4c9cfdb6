//! How a session begins: a mail is asked for, and what it brings is redeemed.

use leptos::prelude::*;

use super::session::SessionState;
use super::store::share;
use super::tokens::now;
use crate::api::arrival::Proof;
use crate::api::error::Failure;
use crate::api::request::{Request, encode_into};
use crate::api::session::Session;
use crate::api::sign_in_failure::SignInFailure;
use crate::api::{auth, http, query};
use crate::domain::email::Email;

impl SessionState {
    /// Sends a mail with a link and a code; the link remembers where to go, and whether the computer is a shared one.
    ///
    /// # Errors
    /// Why it could not be sent. What only a known or only an unknown address gets is no error: both must look the same.
    pub async fn send_mail(self, email: &Email, next: &str, shared: bool) -> Result<(), SignInFailure> {
        let mail = if self.host.takes_links {
            let origin = window().location().origin().unwrap_or_default();
            let mut redirect = format!("{origin}/auth/confirm?next=");
            encode_into(next, &mut redirect);
            if shared {
                redirect.push_str("&shared=1");
            }
            let challenge = self.tokens.challenge().await;
            auth::otp(email, Some(&redirect), challenge.as_deref())
        } else {
            // The code is what counts here; the link leads to the project's own site.
            auth::otp(email, None, None)
        };
        match http::send_sign_in(&self.tokens.config(), None, &mail).await {
            Err(failure) if !failure.says_who_is_known() => Err(failure),
            _ => Ok(()),
        }
    }

    /// Whether a whole session in a link's address is taken here.
    pub fn takes_tokens(self) -> bool {
        self.tokens.config().accept_fragment_tokens
    }

    /// Whether this browser asked for the mail of a link with a code.
    pub fn has_asked(self) -> bool {
        self.tokens.with(|policy| policy.storage().verifier().is_some())
    }

    /// Finishes a sign-in with what the mail's link brought.
    ///
    /// # Errors
    /// Why it was refused; nothing has changed then.
    pub async fn arrive(self, proof: Proof, shared: bool) -> Result<(), SignInFailure> {
        match proof {
            Proof::Link { kind, token_hash } => self.finish(auth::verify_link(kind, &token_hash), shared).await,
            Proof::Code(code) => {
                let verifier = self.tokens.with(|policy| policy.storage().verifier());
                let verifier = verifier.ok_or(SignInFailure::from_code("bad_code_verifier"))?;
                self.finish(auth::redeem(&code, &verifier), shared).await
            }
            Proof::Tokens(tokens) if self.takes_tokens() => {
                let session = Session::from_answer(tokens, now()).ok_or(SignInFailure::REFUSED)?;
                self.begin(session, shared).await
            }
            Proof::Failed(failure) => Err(failure),
            Proof::Tokens(_) | Proof::Nothing => Err(SignInFailure::REFUSED),
        }
    }

    /// Finishes a sign-in with a request of [`auth`].
    ///
    /// # Errors
    /// Why it was refused; nothing has changed then.
    pub async fn finish(self, verify: Request, shared: bool) -> Result<(), SignInFailure> {
        let answer = http::send_sign_in(&self.tokens.config(), None, &verify).await?;
        let session = Session::from_answer(answer, now()).ok_or(SignInFailure::Other(Failure::Malformed))?;
        self.begin(session, shared).await
    }

    async fn begin(self, session: Session, shared: bool) -> Result<(), SignInFailure> {
        share(shared);
        self.tokens.with(|policy| {
            policy.storage().drop_verifier();
            policy.keep(session);
        });
        self.schedule();
        self.learn(query::touch_login()).await;
        if self.ended.get_untracked() { Err(SignInFailure::Other(Failure::SessionEnded)) } else { Ok(()) }
    }
}
