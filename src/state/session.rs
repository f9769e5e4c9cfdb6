//! Who is signed in. Unknown, anonymous and signed in are different states; every request for data goes through
//! [`SessionState::ask`], which never lets one leave without the person's token.

use std::rc::Rc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{LocalBoxFuture, Shared};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::SessionStore;
use crate::api::auth::{self, AfterFailure, Session, SignInFailure, after_refresh_failure};
use crate::api::config::Config;
use crate::api::error::Failure;
use crate::api::http::{self, Answer};
use crate::api::person::Person;
use crate::api::query;
use crate::api::request::Request;
use crate::api::saved::DefaultView;

/// What is known of the person at the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Not yet known.
    Unknown,
    /// Nobody has signed in.
    Anonymous,
    /// Somebody has signed in.
    SignedIn(Person),
    /// Somebody has signed in, but the server could not say who they are to the agency.
    Failed(Failure),
}

/// The session, as a context.
#[derive(Clone, Copy)]
pub struct SessionState {
    phase: RwSignal<Phase>,
    // Beside the person: choosing another view makes nobody another person, and draws no page anew.
    default_view: RwSignal<Option<DefaultView>>,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    config: Rc<Config>,
    store: SessionStore,
    session: Option<Session>,
    /// Whether the browser keeps the session; other tabs can end it only then.
    stored: bool,
    /// The renewal under way, which everybody who needs a token waits for.
    renewal: Option<Shared<LocalBoxFuture<'static, Option<String>>>>,
}

/// The session of this page.
pub fn use_session() -> SessionState {
    expect_context()
}

impl SessionState {
    /// Takes up the stored session and follows other tabs.
    pub fn start(config: Config) -> Self {
        let store = SessionStore::new(&config);
        let session = store.read();
        let inner = Inner { config: Rc::new(config), stored: session.is_some(), session, store, renewal: None };
        let state = Self {
            phase: RwSignal::new(Phase::Unknown),
            default_view: RwSignal::new(None),
            inner: StoredValue::new_local(inner),
        };
        state.identify();
        let listener = window_event_listener(ev::storage, move |event| state.follow(event.key().as_deref()));
        on_cleanup(move || listener.remove());
        state
    }

    /// What is known of the person, tracked.
    pub fn phase(self) -> Phase {
        self.phase.get()
    }

    /// The person, when signed in.
    pub fn person(self) -> Option<Person> {
        match self.phase.get() {
            Phase::SignedIn(person) => Some(person),
            _ => None,
        }
    }

    /// With which view the person's list opens, tracked.
    pub fn default_view(self) -> Option<DefaultView> {
        self.default_view.get()
    }

    /// The list opens with another view from now on.
    pub fn set_default_view(self, view: Option<DefaultView>) {
        self.default_view.set(view);
    }

    /// The page that shows the local server's mails; only the local server names one.
    pub fn mailbox(self) -> Option<String> {
        self.config().mailbox.clone()
    }

    /// Asks the server who the session belongs to.
    pub fn identify(self) {
        if self.inner.with_value(|inner| inner.session.is_none()) {
            self.phase.set(Phase::Anonymous);
            return;
        }
        self.phase.set(Phase::Unknown);
        self.schedule();
        spawn_local(async move { self.learn(query::me()).await });
    }

    /// Sends a mail with a link and a code.
    ///
    /// # Errors
    /// Why it could not be sent. An address without an account is no error: it must look the same.
    pub async fn send_mail(self, email: &crate::domain::email::Email, next: &str) -> Result<(), SignInFailure> {
        let origin = window().location().origin().unwrap_or_default();
        let mut redirect = format!("{origin}/auth/confirm?next=");
        crate::api::request::encode_into(next, &mut redirect);
        match http::send_sign_in(&self.config(), None, &auth::otp(email, &redirect)).await {
            Ok(_) | Err(SignInFailure::Refused) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// Finishes a sign-in with [`auth::verify_link`] or [`auth::verify_code`].
    ///
    /// # Errors
    /// Why it was refused; nothing has changed then.
    pub async fn finish(self, verify: Request) -> Result<(), SignInFailure> {
        let answer = http::send_sign_in(&self.config(), None, &verify).await?;
        let session = Session::from_answer(answer, now()).ok_or(SignInFailure::Other(Failure::Malformed))?;
        self.keep(session);
        self.learn(query::touch_login()).await;
        Ok(())
    }

    /// Signs out here: at the server as far as it answers, in this browser always.
    pub async fn sign_out(self) {
        if let Some(token) = self.token().await {
            let config = self.config();
            // The person wants to leave; a server that does not answer must not keep them.
            let _unanswered = http::send(&config, &token, &query::touch_logout()).await;
            let _unanswered = http::send_sign_in(&config, Some(&token), &auth::logout()).await;
        }
        self.end();
    }

    /// Asks for data as the signed-in person. A token that the server no longer takes is renewed once.
    ///
    /// # Errors
    /// [`Failure::SessionEnded`] when nobody is signed in any more, else what the server said.
    pub async fn ask(self, request: Request) -> Result<Answer, Failure> {
        let token = self.token().await.ok_or(Failure::SessionEnded)?;
        match http::send(&self.config(), &token, &request).await {
            Err(Failure::SessionEnded) => {}
            other => return other,
        }
        // Another request may have renewed it while this one was under way.
        let fresh = match self.token().await {
            Some(fresh) if fresh != token => fresh,
            _ => self.renew().await.ok_or(Failure::SessionEnded)?,
        };
        let answer = http::send(&self.config(), &fresh, &request).await;
        if let Err(Failure::SessionEnded) = &answer {
            self.end();
        }
        answer
    }

    /// Asks again who the person is. What cannot be learnt changes nothing.
    pub async fn confirm(self) {
        let Ok(answer) = self.ask(query::me()).await else { return };
        let Some(phase) = Person::from_json(&answer.body).map(Phase::SignedIn) else { return };
        if self.phase.get_untracked() != phase {
            self.phase.set(phase);
        }
    }

    async fn learn(self, request: Request) {
        let phase = match self.ask(request).await {
            Ok(answer) => {
                self.default_view.set(DefaultView::from_json(&answer.body));
                Person::from_json(&answer.body).map_or(Phase::Failed(Failure::Malformed), Phase::SignedIn)
            }
            Err(Failure::SessionEnded) => {
                self.end();
                return;
            }
            Err(failure) => Phase::Failed(failure),
        };
        self.phase.set(phase);
    }

    /// A token that will last; waits for its renewal where it is near its end.
    async fn token(self) -> Option<String> {
        let session = self.inner.with_value(|inner| inner.session.clone())?;
        if session.is_stale(now()) { self.renew().await } else { Some(session.access_token) }
    }

    /// Renews the session, once at a time: whoever comes while one renewal is under way gets its result.
    async fn renew(self) -> Option<String> {
        let running = self.inner.with_value(|inner| inner.renewal.clone());
        let renewal = running.unwrap_or_else(|| {
            let renewal = self.renew_alone().boxed_local().shared();
            self.inner.update_value(|inner| inner.renewal = Some(renewal.clone()));
            renewal
        });
        renewal.await
    }

    async fn renew_alone(self) -> Option<String> {
        let old = self.inner.with_value(|inner| inner.session.clone())?;
        let answer = http::send_sign_in(&self.config(), None, &auth::refresh(&old.refresh_token)).await;
        self.inner.update_value(|inner| inner.renewal = None);
        let renewed = answer
            .and_then(|answer| Session::from_answer(answer, now()).ok_or(SignInFailure::Other(Failure::Malformed)));
        match renewed {
            Ok(session) => self.commit(&old, session),
            Err(failure) => match after_refresh_failure(&failure, old.is_valid(now())) {
                AfterFailure::Keep => old.is_valid(now()).then_some(old.access_token),
                AfterFailure::End => {
                    self.end();
                    None
                }
            },
        }
    }

    /// Keeps a renewed session, unless another tab has signed out or signed in meanwhile: then that tab wins.
    fn commit(self, old: &Session, renewed: Session) -> Option<String> {
        let stored = self.inner.with_value(|inner| inner.store.read());
        match stored {
            Some(stored) if stored.refresh_token != old.refresh_token => {
                let token = stored.access_token.clone();
                self.inner.update_value(|inner| inner.session = Some(stored));
                Some(token)
            }
            None if self.inner.with_value(|inner| inner.stored) => {
                self.end();
                None
            }
            _ => {
                let token = renewed.access_token.clone();
                self.keep(renewed);
                Some(token)
            }
        }
    }

    fn keep(self, session: Session) {
        self.inner.update_value(|inner| {
            inner.stored = inner.store.write(&session);
            inner.session = Some(session);
        });
        self.schedule();
    }

    fn end(self) {
        self.inner.update_value(|inner| {
            inner.store.clear();
            inner.session = None;
        });
        self.phase.set(Phase::Anonymous);
    }

    /// Renews early even while nobody asks for anything, so that a page left open stays signed in.
    fn schedule(self) {
        let Some(wait) =
            self.inner.with_value(|inner| inner.session.as_ref().map(|session| session.refresh_in_ms(now())))
        else {
            return;
        };
        set_timeout(
            move || {
                let due = self
                    .inner
                    .with_value(|inner| inner.session.as_ref().is_some_and(|session| session.is_stale(now())));
                if due {
                    spawn_local(async move {
                        let _token = self.renew().await;
                    });
                }
            },
            Duration::from_millis(wait),
        );
    }

    /// Another tab signed in, out or renewed.
    fn follow(self, event_key: Option<&str>) {
        let stored = self.inner.with_value(|inner| inner.store.concerns(event_key).then(|| inner.store.read()));
        let Some(stored) = stored else { return };
        let same_person = match (self.phase.get_untracked(), &stored) {
            (Phase::SignedIn(person), Some(session)) => session.user_id().is_none_or(|id| id == person.user_id),
            (Phase::Anonymous, None) => true,
            _ => false,
        };
        self.inner.update_value(|inner| {
            inner.stored = stored.is_some();
            inner.session = stored;
        });
        // A renewal by another tab must not draw the page anew: somebody may be typing in it.
        if !same_person {
            self.identify();
        }
    }

    fn config(self) -> Rc<Config> {
        self.inner.with_value(|inner| Rc::clone(&inner.config))
    }
}

/// Unix time in seconds.
#[expect(clippy::cast_possible_truncation, reason = "whole seconds fit for the next 292 billion years")]
fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}
