//! The tokens of this page's session: renewed once at a time, and shared with the browser's other tabs. What the server
//! refused is forgotten here; who is told about it is [`super::session`]'s affair.

use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::store::SessionStore;
use crate::api::auth::{self, Session, SignInFailure, after_renewal_failure};
use crate::api::config::Config;
use crate::api::error::Failure;
use crate::api::http;

/// How long to wait after a renewal that failed for the network's sake.
const AGAIN_MS: u64 = 30_000;

type Renewal = Shared<LocalBoxFuture<'static, Result<String, SignInFailure>>>;

/// The present session's tokens.
#[derive(Clone, Copy)]
pub struct Tokens(StoredValue<Inner, LocalStorage>);

struct Inner {
    config: Rc<Config>,
    store: SessionStore,
    session: Option<Session>,
    /// Whether the browser keeps the session; other tabs can end it only then.
    stored: bool,
    /// The renewal under way, which everybody who needs a token waits for.
    renewal: Option<Renewal>,
    timer: Option<TimeoutHandle>,
}

impl Tokens {
    /// Takes up the stored session.
    pub fn new(config: Config) -> Self {
        let store = SessionStore::new(&config);
        let session = store.read();
        let config = Rc::new(config);
        let stored = session.is_some();
        Self(StoredValue::new_local(Inner { config, store, session, stored, renewal: None, timer: None }))
    }

    /// The project that the tokens are for.
    pub fn config(self) -> Rc<Config> {
        self.0.with_value(|inner| Rc::clone(&inner.config))
    }

    /// Whether there is a session.
    pub fn present(self) -> bool {
        self.0.with_value(|inner| inner.session.is_some())
    }

    /// Whose session it is, where the endpoint said so.
    pub fn user_id(self) -> Option<String> {
        self.0.with_value(|inner| inner.session.as_ref()?.user_id().map(str::to_owned))
    }

    /// A token that will last; waits for its renewal where it is near its end.
    ///
    /// # Errors
    /// [`Failure::SessionEnded`] when there is no session any more, else why it could not be renewed.
    pub async fn get(self) -> Result<String, Failure> {
        let session = self.session().ok_or(Failure::SessionEnded)?;
        if !session.is_stale(now()) {
            return Ok(session.access_token);
        }
        match self.renew().await {
            Ok(token) => Ok(token),
            // Whatever the renewal's failure means, this token still works.
            Err(_) if session.is_valid(now()) => Ok(session.access_token),
            Err(failure) => Err(self.failed(&session, &failure)),
        }
    }

    /// Another token than the one that the server has just refused.
    ///
    /// # Errors
    /// The same.
    pub async fn other_than(self, refused: &str) -> Result<String, Failure> {
        // Another request may have renewed it while this one was under way.
        let session = self.session().ok_or(Failure::SessionEnded)?;
        if session.access_token != refused {
            return self.get().await;
        }
        self.renew().await.map_err(|failure| self.failed(&session, &failure))
    }

    /// Keeps a session, in the browser as far as it lets us.
    pub fn keep(self, session: Session) {
        self.0.update_value(|inner| {
            inner.stored = inner.store.write(&session);
            inner.session = Some(session);
        });
    }

    /// Forgets the session with this token, unless another has taken its place.
    pub fn refused(self, token: &str) {
        if let Some(session) = self.session().filter(|session| session.access_token == token) {
            self.forget(&session);
        }
    }

    /// Forgets every session, here and for the other tabs.
    pub fn clear(self) {
        self.0.update_value(|inner| {
            inner.store.clear();
            inner.session = None;
        });
    }

    /// Forgets the session here alone.
    pub fn let_go(self) {
        self.0.update_value(|inner| inner.session = None);
    }

    /// What another tab has stored, if that is what the event of this key is about.
    pub fn stored_elsewhere(self, event_key: Option<&str>) -> Option<Option<Session>> {
        self.0.with_value(|inner| inner.store.concerns(event_key).then(|| inner.store.read()))
    }

    /// Takes up what another tab has stored.
    pub fn take_up(self, stored: Option<Session>) {
        self.0.update_value(|inner| {
            inner.stored = stored.is_some();
            inner.session = stored;
        });
    }

    /// Calls this when the renewal is due, even while nobody asks for anything; once, and only the newest call counts.
    pub fn when_due(self, then: impl FnOnce() + 'static) {
        let session = self.session();
        let wait = session.map(|session| if session.is_stale(now()) { AGAIN_MS } else { session.refresh_in_ms(now()) });
        let timer = wait.and_then(|wait| set_timeout_with_handle(then, Duration::from_millis(wait)).ok());
        self.0.update_value(|inner| {
            if let Some(before) = std::mem::replace(&mut inner.timer, timer) {
                before.clear();
            }
        });
    }

    /// Renews the session, once at a time: whoever comes while one renewal is under way gets its result.
    async fn renew(self) -> Result<String, SignInFailure> {
        let running = self.0.with_value(|inner| inner.renewal.clone());
        let renewal = running.unwrap_or_else(|| {
            let renewal = self.renew_alone().boxed_local().shared();
            self.0.update_value(|inner| inner.renewal = Some(renewal.clone()));
            renewal
        });
        renewal.await
    }

    async fn renew_alone(self) -> Result<String, SignInFailure> {
        let old = self.session().ok_or(SignInFailure::Refused)?;
        let answer = http::send_sign_in(&self.config(), None, &auth::refresh(&old.refresh_token)).await;
        self.0.update_value(|inner| inner.renewal = None);
        let renewed = answer
            .and_then(|answer| Session::from_answer(answer, now()).ok_or(SignInFailure::Other(Failure::Malformed)));
        // Another tab that has renewed, signed in or signed out meanwhile wins.
        let (stored, kept) = self.0.with_value(|inner| (inner.store.read(), inner.stored));
        match (stored, renewed) {
            (Some(stored), _) if stored.refresh_token != old.refresh_token => {
                // Nothing that this person asked for is ever sent as another.
                if stored.user_id() != old.user_id() {
                    return Err(SignInFailure::Refused);
                }
                let token = stored.access_token.clone();
                self.take_up(Some(stored));
                Ok(token)
            }
            (None, Ok(_)) if kept => Err(SignInFailure::Refused),
            (_, Ok(session)) => {
                let token = session.access_token.clone();
                self.keep(session);
                Ok(token)
            }
            (_, Err(failure)) => Err(failure),
        }
    }

    /// What a failed renewal means for whoever needs a token now.
    fn failed(self, session: &Session, failure: &SignInFailure) -> Failure {
        let failure = after_renewal_failure(failure);
        if failure == Failure::SessionEnded {
            self.forget(session);
        }
        failure
    }

    /// Forgets this session; what another tab has stored meanwhile is not ours to remove.
    fn forget(self, session: &Session) {
        self.0.update_value(|inner| {
            let is_this = |other: Option<&Session>| other.is_some_and(|o| o.refresh_token == session.refresh_token);
            if is_this(inner.session.as_ref()) {
                inner.session = None;
            }
            if is_this(inner.store.read().as_ref()) {
                inner.store.clear();
            }
        });
    }

    fn session(self) -> Option<Session> {
        self.0.with_value(|inner| inner.session.clone())
    }
}

/// Unix time in seconds.
#[expect(clippy::cast_possible_truncation, reason = "whole seconds fit for the next 292 billion years")]
pub fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}
