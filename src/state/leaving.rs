//! How somebody leaves: from this browser or from all of them, by a button here or in another tab. Nothing of them stays.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::{Phase, SessionState};
use super::store::{is_shared, share};
use super::tokens::now;
use crate::api::session::Session;
use crate::api::session_policy::Policy;
use crate::api::sign_in_failure::SignInFailure;
use crate::api::{auth, http, query};

/// How long somebody who leaves waits at most for the server to hear of it.
const FAREWELL: Duration = Duration::from_secs(3);

impl SessionState {
    /// Signs out here: in this browser at once, at the server as far as it answers.
    pub fn sign_out(self) {
        let session = self.take_leave(true);
        spawn_local(async move {
            if let Some(session) = session {
                self.say_farewell(session).await;
            }
            self.go();
        });
        // A server that does not answer keeps nobody.
        set_timeout(move || self.go(), FAREWELL);
    }

    /// Signs out here and wherever else the person is signed in.
    ///
    /// # Errors
    /// Why the server could not do it: then nothing has changed anywhere.
    pub async fn sign_out_everywhere(self) -> Result<(), SignInFailure> {
        let config = self.tokens.config();
        let token = self.tokens.get(None, None).await.map_err(SignInFailure::Other)?;
        let _only_noted = http::send(&config, &token, &query::touch_logout()).await;
        http::send_sign_in(&config, Some(&token), &auth::logout(true)).await?;
        self.take_leave(true);
        self.go();
        Ok(())
    }

    /// Goes away from a page whose session is over: nothing of it stays but the drafts, for whoever typed them; on a shared
    /// computer not even these.
    pub fn leave(self) {
        self.take_leave(is_shared());
        self.go();
    }

    /// Nothing of the person stays on the screen or in the browser; what was asked for them is asked no more.
    fn take_leave(self, wipe: bool) -> Option<Session> {
        self.leaving.set_value(true);
        let person = untrack(|| self.person()).map(|person| person.user_id);
        let session = self.tokens.with(|policy| {
            let whose = person.or_else(|| policy.session()?.user_id());
            if let Some(whose) = whose.filter(|_| wipe) {
                policy.storage().wipe(&whose);
            }
            policy.storage().drop_verifier();
            policy.clear()
        });
        share(false);
        self.vanish_from_screen();
        session
    }

    /// The person has left in another tab: nothing of them stays in this one either.
    pub(super) fn vanish(self) {
        self.leaving.set_value(true);
        self.tokens.with(Policy::let_go);
        self.vanish_from_screen();
        self.go();
    }

    fn vanish_from_screen(self) {
        self.waiting.set_value(Vec::new());
        self.phase.set(Phase::Unknown);
        self.ended.set(false);
    }

    /// A page of its own, and not another view of this one: what this one has in memory goes with it.
    fn go(self) {
        self.host.depart("/sign-in");
    }

    /// The person wants to leave; a server that does not answer must not keep them.
    async fn say_farewell(self, session: Session) {
        let config = self.tokens.config();
        let token = if session.is_valid(now()) {
            Some(session.access_token)
        } else {
            let answer = http::send_sign_in(&config, None, &auth::refresh(&session.refresh_token)).await;
            answer.ok().and_then(|answer| Some(Session::from_answer(answer, now())?.access_token))
        };
        if let Some(token) = token {
            let _unanswered = http::send(&config, &token, &query::touch_logout()).await;
            let _unanswered = http::send_sign_in(&config, Some(&token), &auth::logout(false)).await;
        }
    }
}
