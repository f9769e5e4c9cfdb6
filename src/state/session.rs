//! Who is signed in. Unknown, anonymous and signed in are different states; every request for data goes through
//! [`SessionState::ask`], which never lets one leave without the person's token.
//!
//! A session that ends by itself (refused, or taken away by another program) takes nobody's page away: the person stays,
//! what is asked waits, and goes on when the same person has signed in again. Here is who that is and what they ask; how
//! they come, go and are followed by other tabs, in [`super::entering`], [`super::leaving`] and [`super::following`].

use futures::channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::tokens::Tokens;
use crate::api::error::Failure;
use crate::api::http::{self, Answer};
use crate::api::person::Person;
use crate::api::query;
use crate::api::request::Request;
use crate::api::saved::DefaultView;
use crate::api::session_policy::Policy;

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

/// Whose page this is: the application's own, or one that somebody else has made and that has our tags in it.
#[derive(Clone, Copy)]
pub struct Host {
    /// Begins anew, so that nothing stays of whoever was here; in the application, at this address.
    depart: StoredValue<Depart>,
    /// Whether a mail's link can come back to this page.
    pub(super) takes_links: bool,
}

/// Begins anew, at an address of the application.
type Depart = Box<dyn Fn(&'static str) + Send + Sync>;

impl Host {
    /// The application's own page: a new one takes its place.
    pub fn application() -> Self {
        let depart = |address: &'static str| drop(window().location().replace(address));
        Self { depart: StoredValue::new(Box::new(depart)), takes_links: true }
    }

    /// Somebody else's page, which stays as it is.
    pub fn other(depart: impl Fn() + Send + Sync + 'static) -> Self {
        Self { depart: StoredValue::new(Box::new(move |_| depart())), takes_links: false }
    }

    /// Begins anew.
    pub(super) fn depart(self, address: &'static str) {
        self.depart.try_with_value(|depart| depart(address));
    }
}

/// The session, as a context.
#[derive(Clone, Copy)]
pub struct SessionState {
    pub(super) phase: RwSignal<Phase>,
    // Beside the person, whose page stays.
    pub(super) ended: RwSignal<bool>,
    // Beside the person: choosing another view makes nobody another person, and draws no page anew.
    default_view: RwSignal<Option<DefaultView>>,
    pub(super) tokens: Tokens,
    /// Whom to tell that the person is back; dropped, they never will be.
    pub(super) waiting: StoredValue<Vec<oneshot::Sender<()>>>,
    pub(super) leaving: StoredValue<bool>,
    pub(super) host: Host,
}

/// The session of this page.
pub fn use_session() -> SessionState {
    expect_context()
}

impl SessionState {
    /// Takes up the session and follows other tabs.
    pub fn start(tokens: Tokens, host: Host) -> Self {
        let state = Self {
            phase: RwSignal::new(Phase::Unknown),
            ended: RwSignal::new(false),
            default_view: RwSignal::new(None),
            tokens,
            waiting: StoredValue::new(Vec::new()),
            leaving: StoredValue::new(false),
            host,
        };
        state.identify();
        state.listen();
        // The first to hear it: whoever takes another's place must not be asked about what the other typed.
        let unload = window_event_listener_untyped("beforeunload", move |event| {
            if state.leaving.get_value() {
                event.stop_immediate_propagation();
            }
        });
        on_cleanup(move || {
            unload.remove();
            state.rest();
        });
        state
    }

    /// Whoever waits for the person to come back does so no longer, and nothing is renewed: the last who showed anything of
    /// them is gone.
    pub fn rest(self) {
        self.waiting.try_update_value(Vec::clear);
        self.tokens.rest();
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

    /// Whether the page that our tags stand on has the session, and not this browser's storage.
    pub fn is_handed(self) -> bool {
        self.tokens.are_handed()
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

    /// The page has handed in a session, or another one: whoever waited goes on with it, if it is theirs.
    pub fn hand_in(self) {
        if untrack(|| self.person()).is_some() {
            spawn_local(async move { self.learn(query::me()).await });
        } else {
            self.identify();
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
                Err(Failure::SessionEnded) if self.ended.get_untracked() || self.tokens.is_of(person.as_deref()) => {}
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
    pub(super) async fn learn(self, request: Request) {
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
            (Some(before), Err(_)) if ended && self.tokens.is_of(Some(&before.user_id)) => {
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
    pub(super) fn give_way(self) {
        self.leaving.set_value(true);
        self.tokens.with(Policy::let_go);
        self.waiting.set_value(Vec::new());
        self.phase.set(Phase::Unknown);
        self.ended.set(false);
        self.host.depart("/");
    }

    /// There is no session any more. Who was here stays; who was never known is sent to sign in.
    pub(super) fn end(self) {
        if self.leaving.get_value() || (self.present() && !self.tokens.are_handed()) {
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
    pub(super) fn schedule(self) {
        self.tokens.when_due(move || {
            spawn_local(async move {
                if let Err(Failure::SessionEnded) = self.tokens.get(None, None).await {
                    self.end();
                }
                self.schedule();
            });
        });
    }

    pub(super) fn present(self) -> bool {
        self.tokens.present()
    }
}
