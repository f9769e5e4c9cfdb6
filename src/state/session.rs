//! Who is signed in. Unknown, anonymous and signed in are different states; every request for data goes through
//! [`SessionState::ask`], which never lets one leave without the person's token.
//!
//! A session that ends by itself (refused, or signed out in another tab) takes nobody's page away: the person stays, what
//! is asked waits, and goes on when the same person has signed in again.

use futures::channel::oneshot;
use futures::future::select;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::{SessionStore, is_shared, share};
use super::tokens::{Tokens, now, pause};
use crate::api::arrival::Proof;
use crate::api::auth;
use crate::api::config::Config;
use crate::api::error::Failure;
use crate::api::http::{self, Answer};
use crate::api::person::Person;
use crate::api::query;
use crate::api::request::Request;
use crate::api::saved::DefaultView;
use crate::api::session::Session;
use crate::api::session_policy::Policy;
use crate::api::sign_in_failure::SignInFailure;
use crate::domain::email::Email;

/// Milliseconds that somebody who leaves waits at most for the server to hear of it.
const FAREWELL: u64 = 3_000;

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
        let storage = window_event_listener(ev::storage, move |event| {
            match SessionStore::left(event.key().as_deref(), event.new_value()) {
                Some(who) if untrack(|| state.person()).is_some_and(|person| person.user_id == who) => state.vanish(),
                _ => state.follow(),
            }
        });
        // What a tab that was asleep or put away has not heard, it looks up.
        let seen = window_event_listener_untyped("visibilitychange", move |_| state.wake());
        let online = window_event_listener_untyped("online", move |_| {
            state.tokens.with(Policy::rested);
            state.wake();
        });
        // Back to a page that was put away as it stood: whoever has left meanwhile is not shown again.
        let shown = window_event_listener(ev::pageshow, move |event| {
            if event.persisted() {
                state.back();
            }
        });
        on_cleanup(move || [storage, seen, online, shown].into_iter().for_each(WindowListenerHandle::remove));
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
        if !self.present() {
            self.phase.set(Phase::Anonymous);
            return;
        }
        self.phase.set(Phase::Unknown);
        self.schedule();
        spawn_local(async move { self.learn(query::me()).await });
    }

    /// Sends a mail with a link and a code; the link remembers where to go, and whether the computer is a shared one.
    ///
    /// # Errors
    /// Why it could not be sent. What only a known or only an unknown address gets is no error: both must look the same.
    pub async fn send_mail(self, email: &Email, next: &str, shared: bool) -> Result<(), SignInFailure> {
        let origin = window().location().origin().unwrap_or_default();
        let mut redirect = format!("{origin}/auth/confirm?next=");
        crate::api::request::encode_into(next, &mut redirect);
        if shared {
            redirect.push_str("&shared=1");
        }
        let challenge = self.tokens.challenge().await;
        let mail = auth::otp(email, &redirect, challenge.as_deref());
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

    /// Signs out here: in this browser at once, at the server as far as it answers.
    pub async fn sign_out(self) {
        if let Some(session) = self.take_leave(true) {
            let farewell = Box::pin(self.say_farewell(session));
            let _unanswered = select(farewell, Box::pin(pause(FAREWELL))).await;
        }
        self.go();
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
    fn vanish(self) {
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
        let _refused = window().location().replace("/sign-in");
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

    /// Asks for data as the signed-in person. A token that the server no longer takes is renewed once; where that is
    /// refused as well, the request waits until the person has signed in again.
    ///
    /// # Errors
    /// [`Failure::SessionEnded`] when nobody is signed in any more, else what the server said.
    pub async fn ask(self, request: Request) -> Result<Answer, Failure> {
        let person = untrack(|| self.person()).map(|person| person.user_id);
        loop {
            while self.ended.get_untracked() {
                let (sender, back) = oneshot::channel();
                self.waiting.update_value(|waiting| waiting.push(sender));
                back.await.map_err(|_| Failure::SessionEnded)?;
            }
            match self.ask_now(&request, person.as_deref()).await {
                Err(Failure::SessionEnded)
                    if self.ended.get_untracked() || self.tokens.with(|policy| policy.is_of(person.as_deref())) => {}
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

    /// As this person and nobody else, where it is already known who they are.
    async fn ask_now(self, request: &Request, person: Option<&str>) -> Result<Answer, Failure> {
        let answer = self.ask_twice(request, person).await;
        if let Err(Failure::SessionEnded) = &answer {
            self.end();
        }
        answer
    }

    async fn ask_twice(self, request: &Request, person: Option<&str>) -> Result<Answer, Failure> {
        let config = self.tokens.config();
        let token = self.tokens.get(person, None).await?;
        match http::send(&config, &token, request).await {
            Err(Failure::SessionEnded) => {}
            other => return other,
        }
        let fresh = self.tokens.get(person, Some(&token)).await?;
        let answer = http::send(&config, &fresh, request).await;
        if let Err(Failure::SessionEnded) = &answer {
            self.tokens.refused(&fresh);
        }
        answer
    }

    /// Learns who the session belongs to, whether they are new or back.
    async fn learn(self, request: Request) {
        let answer = self.ask_now(&request, None).await;
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
            (Some(before), Err(_)) if ended && self.tokens.with(|policy| policy.is_of(Some(&before.user_id))) => {
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
        self.tokens.with(Policy::let_go);
        self.waiting.set_value(Vec::new());
        self.phase.set(Phase::Unknown);
        self.ended.set(false);
        let _refused = window().location().replace("/");
    }

    /// There is no session any more. Who was here stays; who was never known is sent to sign in.
    fn end(self) {
        if self.present() || self.leaving.get_value() {
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
                if let Err(Failure::SessionEnded) = self.tokens.get(None, None).await {
                    self.end();
                }
                self.schedule();
            });
        });
    }

    /// Looks up what other tabs have done, and whether a renewal is due.
    fn wake(self) {
        self.follow();
        if !self.leaving.get_value() {
            self.schedule();
        }
    }

    /// The page was put away, and is here again as it stood.
    fn back(self) {
        let gone = self.tokens.with(|policy| policy.news().is_some_and(|stored| stored.is_none()));
        if self.leaving.get_value() || gone && untrack(|| self.person()).is_some() {
            self.vanish()
        } else {
            self.wake()
        }
    }

    /// Another tab signed in, out or renewed.
    fn follow(self) {
        let Some(stored) = self.tokens.with(|policy| policy.news()).filter(|_| !self.leaving.get_value()) else {
            return;
        };
        let there = stored.is_some();
        let id = stored.as_ref().and_then(Session::user_id);
        let nobody = self.phase.with_untracked(|phase| *phase == Phase::Anonymous);
        self.tokens.with(|policy| policy.take_up(stored));
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

    fn present(self) -> bool {
        self.tokens.with(|policy| policy.session().is_some())
    }
}
