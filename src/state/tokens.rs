//! The tokens of this page's session: what the policy decides, done in a browser. Who is told about what the server
//! refuses is [`super::session`]'s affair.

use std::rc::Rc;
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::LocalBoxFuture;
use js_sys::{Date, Math, Uint8Array};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::store::SessionStore;
use crate::api::config::Config;
use crate::api::error::Failure;
use crate::api::session::{self, Session};
use crate::api::session_policy::{Ask, Begin, Policy};
use crate::api::sign_in_failure::SignInFailure;
use crate::api::under_way::UnderWay;
use crate::api::{auth, base64url, http};

type Came = Result<String, SignInFailure>;

/// Asks the page that our tags stand on for a token of its own session; with the one that the server has refused, if it has.
pub type Handed = Rc<dyn Fn(Option<String>) -> LocalBoxFuture<'static, Option<String>>>;

/// The present session's tokens.
#[derive(Clone, Copy)]
pub struct Tokens(StoredValue<Inner, LocalStorage>);

struct Inner {
    config: Rc<Config>,
    policy: Policy<SessionStore>,
    /// Who has the session instead of this browser's storage.
    handed: Option<Handed>,
    /// Everybody who waits for the renewal under way.
    waiting: Vec<oneshot::Sender<Came>>,
    timer: Option<TimeoutHandle>,
}

impl Tokens {
    /// Takes up the stored session.
    pub fn new(config: Config) -> Self {
        let store = SessionStore::new(&config);
        Self::from(config, store, None)
    }

    /// Takes the tokens of a session that the page itself has. Nothing of it is stored.
    pub fn handed(config: Config, handed: Handed) -> Self {
        Self::from(config, SessionStore::nowhere(), Some(handed))
    }

    /// Takes up the session that is kept under this name.
    pub fn kept(config: Config, name: String) -> Self {
        Self::from(config, SessionStore::named(name), None)
    }

    fn from(config: Config, store: SessionStore, handed: Option<Handed>) -> Self {
        let policy = Policy::new(store);
        Self(StoredValue::new_local(Inner {
            config: Rc::new(config),
            policy,
            handed,
            waiting: Vec::new(),
            timer: None,
        }))
    }

    /// Whether the page itself has the session.
    pub fn are_handed(self) -> bool {
        self.0.with_value(|inner| inner.handed.is_some())
    }

    /// Whether there is a session, or somebody to ask for one.
    pub fn present(self) -> bool {
        self.0.with_value(|inner| inner.handed.is_some() || inner.policy.session().is_some())
    }

    /// Whether a request of this person's page may be sent with what there is.
    pub fn is_of(self, person: Option<&str>) -> bool {
        self.with(|policy| policy.is_of(person))
    }

    /// The project that the tokens are for.
    pub fn config(self) -> Rc<Config> {
        self.0.with_value(|inner| Rc::clone(&inner.config))
    }

    /// Asks the policy, or tells it.
    pub fn with<T>(self, act: impl FnOnce(&mut Policy<SessionStore>) -> T) -> T {
        act(&mut self.0.write_value().policy)
    }

    /// A token that will last, for a request of this person's page; waits for its renewal where it is near its end. After
    /// the server has `refused` one, another one.
    ///
    /// # Errors
    /// [`Failure::SessionEnded`] when there is no session of theirs any more, else why it could not be renewed.
    pub async fn get(self, person: Option<&str>, refused: Option<&str>) -> Result<String, Failure> {
        if let Some(handed) = self.0.with_value(|inner| inner.handed.clone()) {
            let token = handed(refused.map(str::to_owned)).await;
            return session::accepted(token, person, refused).ok_or(Failure::SessionEnded);
        }
        let (ask, asked) = self.with(|policy| {
            let ask = match refused {
                _ if !policy.is_of(person) => Ask::Nobody,
                Some(refused) => policy.ask_other_than(refused, now()),
                None => policy.ask(now()),
            };
            (ask, policy.session().cloned())
        });
        match (ask, asked) {
            (Ask::Send(token), _) => Ok(token),
            (Ask::Renew, Some(asked)) => {
                let came = self.renew().await;
                self.with(|policy| policy.settle(&asked, came, refused.is_some(), now()))
            }
            _ => Err(Failure::SessionEnded),
        }
    }

    /// Forgets the session with this token, unless another has taken its place.
    pub fn refused(self, token: &str) {
        self.with(|policy| {
            if let Some(session) = policy.session().filter(|session| session.access_token == token).cloned() {
                policy.forget(&session);
            }
        });
    }

    /// Calls this when the renewal is due, even while nobody asks for anything; once, and only the newest call counts.
    pub fn when_due(self, then: impl FnOnce() + 'static) {
        let wait = self.with(|policy| policy.due(now(), Math::random()));
        let then = move || {
            // On somebody else's page a session goes with its last tag.
            if self.0.try_with_value(|_| ()).is_some() {
                then();
            }
        };
        let timer = wait.and_then(|wait| set_timeout_with_handle(then, Duration::from_millis(wait)).ok());
        self.0.update_value(|inner| {
            if let Some(before) = std::mem::replace(&mut inner.timer, timer) {
                before.clear();
            }
        });
    }

    /// Nothing is renewed any more unless somebody asks.
    pub fn rest(self) {
        if let Some(Some(timer)) = self.0.try_update_value(|inner| inner.timer.take()) {
            timer.clear();
        }
    }

    /// Begins a proof that this browser asked for the mail: what to send now; the rest stays here. `None` where the browser
    /// cannot make one, as on a page without encryption.
    pub async fn challenge(self) -> Option<String> {
        let _until_made = UnderWay::begin();
        let crypto = window().crypto().ok()?;
        let mut chance = [0; 48];
        crypto.get_random_values_with_u8_array(&mut chance).ok()?;
        let verifier = base64url::encode(&chance);
        let digest = crypto.subtle().digest_with_str_and_u8_array("SHA-256", verifier.as_bytes()).ok()?;
        let digest = JsFuture::from(digest).await.ok()?;
        self.with(|policy| policy.storage().keep_verifier(&verifier))?;
        Some(base64url::encode(&Uint8Array::new(&digest).to_vec()))
    }

    /// Renews the session, once at a time: whoever comes while one renewal is under way gets its result.
    async fn renew(self) -> Came {
        let (sender, came) = oneshot::channel();
        match self.with(|policy| policy.begin(now())) {
            Begin::Done(came) => return came,
            Begin::Wait => self.0.update_value(|inner| inner.waiting.push(sender)),
            Begin::Spend(session) => {
                self.0.update_value(|inner| inner.waiting.push(sender));
                // By itself: whoever asked may be gone before the answer is here, and the token is spent all the same.
                spawn_local(self.spend(session));
            }
        }
        came.await.unwrap_or(Err(SignInFailure::REFUSED))
    }

    async fn spend(self, session: Session) {
        let _until_told = UnderWay::begin();
        let answer = http::send_sign_in(&self.config(), None, &auth::refresh(&session.refresh_token)).await;
        let answer = answer
            .and_then(|answer| Session::from_answer(answer, now()).ok_or(SignInFailure::Other(Failure::Malformed)));
        if let Some(wait) = self.with(|policy| policy.patience(&answer, now())) {
            pause(wait).await;
        }
        let came = self.with(|policy| policy.end(answer, now(), Math::random()));
        let waiting = self.0.try_update_value(|inner| std::mem::take(&mut inner.waiting)).unwrap_or_default();
        for sender in waiting {
            let _gone = sender.send(came.clone());
        }
    }
}

/// Waits for so many milliseconds.
async fn pause(milliseconds: u64) {
    let (sender, over) = oneshot::channel::<()>();
    set_timeout(move || drop(sender), Duration::from_millis(milliseconds));
    let _dropped = over.await;
}

/// Unix time in milliseconds, by this machine's clock.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds fit for the next 292 million years")]
pub fn now() -> i64 {
    Date::now() as i64
}
