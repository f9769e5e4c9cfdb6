//! Who is signed in. Unknown, anonymous and signed in are different states; every request for data goes through
//! [`SessionState::ask`], which never lets one leave without the person's token.
//!
//! A session that ends by itself (refused, or signed out in another tab) takes nobody's page away: the person stays, what
//! is asked waits, and goes on when the same person has signed in again.

use futures::channel::oneshot;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::tokens::{Tokens, now};
use crate::api::auth::{self, Session, SignInFailure};
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
    // Beside the person, whose page stays.
    ended: RwSignal<bool>,
    // Beside the person: choosing another view makes nobody another person, and draws no page anew.
    default_view: RwSignal<Option<DefaultView>>,
    tokens: Tokens,
    /// Whom to tell that the person is back; dropped, they never will be.
    waiting: StoredValue<Vec<oneshot::Sender<()>>>,
    leaving: StoredValue<bool>,
}

/// The session of this page.
pub fn use_session() -> SessionState {
    expect_context()
}

impl SessionState {
    /// Takes up the stored session and follows other tabs.
    pub fn start(config: Config) -> Self {
        let state = Self {
            phase: RwSignal::new(Phase::Unknown),
            ended: RwSignal::new(false),
            default_view: RwSignal::new(None),
            tokens: Tokens::new(config),
            waiting: StoredValue::new(Vec::new()),
            leaving: StoredValue::new(false),
        };
        state.identify();
        let listener = window_event_listener(ev::storage, move |event| state.follow(event.key().as_deref()));
        on_cleanup(move || listener.remove());
        // The first to hear it: whoever takes another's place must not be asked about what the other typed.
        let unload = window_event_listener_untyped("beforeunload", move |event| {
            if state.leaving.get_value() {
                event.stop_immediate_propagation();
            }
        });
        on_cleanup(move || unload.remove());
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

    /// Whose session has ended by itself, tracked: their page is still there.
    pub fn ended(self) -> Option<Person> {
        if self.ended.get() { self.person() } else { None }
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
        self.tokens.config().mailbox.clone()
    }

    /// Asks the server who the session belongs to.
    pub fn identify(self) {
        if !self.tokens.present() {
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
        match http::send_sign_in(&self.tokens.config(), None, &auth::otp(email, &redirect)).await {
            Ok(_) | Err(SignInFailure::Refused | SignInFailure::Denied) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// Finishes a sign-in with [`auth::verify_link`] or [`auth::verify_code`].
    ///
    /// # Errors
    /// Why it was refused; nothing has changed then.
    pub async fn finish(self, verify: Request) -> Result<(), SignInFailure> {
        let answer = http::send_sign_in(&self.tokens.config(), None, &verify).await?;
        let session = Session::from_answer(answer, now()).ok_or(SignInFailure::Other(Failure::Malformed))?;
        self.tokens.keep(session);
        self.schedule();
        self.learn(query::touch_login()).await;
        if self.ended.get_untracked() { Err(SignInFailure::Other(Failure::SessionEnded)) } else { Ok(()) }
    }

    /// Signs out here: at the server as far as it answers, in this browser always.
    pub async fn sign_out(self) {
        self.leaving.set_value(true);
        if let Ok(token) = self.tokens.get().await {
            let config = self.tokens.config();
            // The person wants to leave; a server that does not answer must not keep them.
            let _unanswered = http::send(&config, &token, &query::touch_logout()).await;
            let _unanswered = http::send_sign_in(&config, Some(&token), &auth::logout()).await;
        }
        self.leaving.set_value(false);
        self.leave();
    }

    /// Goes away from a page whose session is over: nothing of it stays.
    pub fn leave(self) {
        self.tokens.clear();
        self.waiting.set_value(Vec::new());
        self.phase.set(Phase::Anonymous);
        self.ended.set(false);
    }

    /// Asks for data as the signed-in person. A token that the server no longer takes is renewed once; where that is
    /// refused as well, the request waits until the person has signed in again.
    ///
    /// # Errors
    /// [`Failure::SessionEnded`] when nobody is signed in any more, else what the server said.
    pub async fn ask(self, request: Request) -> Result<Answer, Failure> {
        loop {
            while self.ended.get_untracked() {
                let (sender, back) = oneshot::channel();
                self.waiting.update_value(|waiting| waiting.push(sender));
                back.await.map_err(|_| Failure::SessionEnded)?;
            }
            match self.ask_now(&request).await {
                Err(Failure::SessionEnded) if self.ended.get_untracked() || self.tokens.present() => {}
                other => return other,
            }
        }
    }

    /// Asks again who the person is. What cannot be learnt changes nothing.
    pub async fn confirm(self) {
        let Ok(answer) = self.ask(query::me()).await else { return };
        if let Some(person) = Person::from_json(&answer.body) {
            self.know(Phase::SignedIn(person));
        }
    }

    /// What is already known draws nothing anew.
    fn know(self, phase: Phase) {
        if self.phase.with_untracked(|before| *before != phase) {
            self.phase.set(phase);
        }
    }

    async fn ask_now(self, request: &Request) -> Result<Answer, Failure> {
        let answer = self.ask_twice(request).await;
        if let Err(Failure::SessionEnded) = &answer {
            self.end();
        }
        answer
    }

    async fn ask_twice(self, request: &Request) -> Result<Answer, Failure> {
        let token = self.tokens.get().await?;
        match http::send(&self.tokens.config(), &token, request).await {
            Err(Failure::SessionEnded) => {}
            other => return other,
        }
        let fresh = self.tokens.other_than(&token).await?;
        let answer = http::send(&self.tokens.config(), &fresh, request).await;
        if let Err(Failure::SessionEnded) = &answer {
            self.tokens.refused(&fresh);
        }
        answer
    }

    /// Learns who the session belongs to, whether they are new or back.
    async fn learn(self, request: Request) {
        let answer = self.ask_now(&request).await;
        if let Ok(answer) = &answer {
            let view = DefaultView::from_json(&answer.body);
            if self.default_view.with_untracked(|before| *before != view) {
                self.default_view.set(view);
            }
        }
        let found = answer.and_then(|answer| Person::from_json(&answer.body).ok_or(Failure::Malformed));
        let ended = self.ended.get_untracked();
        match (untrack(|| self.person()), found) {
            // Refused once more: the page has been told.
            (_, Err(Failure::SessionEnded)) => {}
            (Some(before), Ok(person)) if before.user_id != person.user_id => self.give_way(),
            (Some(before), Ok(person)) if ended => self.resume(&before, person),
            // What could not be asked is no reason to keep the right person out; their rights are the server's to judge.
            (Some(before), Err(_)) if ended && self.tokens.user_id().as_ref() == Some(&before.user_id) => {
                self.resume(&before, before.clone());
            }
            (Some(_), Err(_)) if ended => self.give_way(),
            (_, Ok(person)) => self.know(Phase::SignedIn(person)),
            (_, Err(failure)) => self.know(Phase::Failed(failure)),
        }
    }

    /// The same person is back: what waits goes on, unless they are somebody else to the agency now.
    fn resume(self, before: &Person, person: Person) {
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        self.ended.set(false);
        if before.role == person.role {
            for sender in waiting {
                let _nobody_waits = sender.send(());
            }
        } else {
            self.phase.set(Phase::SignedIn(person));
        }
    }

    /// Somebody else is here: of the page before, and of what it has in memory, nothing may stay.
    fn give_way(self) {
        self.leaving.set_value(true);
        self.tokens.let_go();
        self.waiting.set_value(Vec::new());
        self.phase.set(Phase::Unknown);
        self.ended.set(false);
        let _refused = window().location().replace("/");
    }

    /// There is no session any more. Who was here stays; who was never known is sent to sign in.
    fn end(self) {
        if self.tokens.present() || self.leaving.get_value() {
            return;
        }
        if self.phase.with_untracked(|phase| matches!(phase, Phase::SignedIn(_))) {
            // Said once: what is typed into the dialog must not be drawn anew.
            if !self.ended.get_untracked() {
                self.ended.set(true);
            }
        } else {
            self.know(Phase::Anonymous);
        }
    }

    /// Renews early even while nobody asks for anything, so that a page left open stays signed in.
    fn schedule(self) {
        self.tokens.when_due(move || {
            spawn_local(async move {
                if let Err(Failure::SessionEnded) = self.tokens.get().await {
                    self.end();
                }
                self.schedule();
            });
        });
    }

    /// Another tab signed in, out or renewed.
    fn follow(self, event_key: Option<&str>) {
        let Some(stored) = self.tokens.stored_elsewhere(event_key) else { return };
        let there = stored.is_some();
        let id = stored.as_ref().and_then(Session::user_id).map(str::to_owned);
        let nobody = self.phase.with_untracked(|phase| *phase == Phase::Anonymous);
        self.tokens.take_up(stored);
        match untrack(|| self.person()) {
            Some(_) if !there => self.end(),
            Some(person) if id.is_some_and(|id| id != person.user_id) => self.give_way(),
            Some(_) => {
                self.schedule();
                // A renewal by another tab must not draw the page anew: somebody may be typing in it.
                if self.ended.get_untracked() {
                    spawn_local(async move { self.learn(query::me()).await });
                }
            }
            None if nobody && !there => {}
            None => self.identify(),
        }
    }
}
