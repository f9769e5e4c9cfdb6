//! The unification as its console sees it: where it stands, asked again and again while something runs, and what is asked
//! and done by one person at a time.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value as Json;

use super::load::{Loaded, Meanwhile, load};
use super::session::{SessionState, use_session};
use crate::api::error::Failure;
use crate::api::request::Request;
use crate::api::unification;
use crate::domain::lens::{Lens, Writer};
use crate::domain::unification::Phase;
use crate::erased::effect;

/// How often is asked how far it is, while it runs, and whether somebody else has begun.
const WATCH: Duration = Duration::from_millis(500);
const LOOK: Duration = Duration::from_secs(5);

/// What the server answered.
pub type Answer = Result<Json, Failure>;

/// What happens with an answer.
type Then = Box<dyn FnOnce(Json)>;

/// The unification, for the pages of its console.
#[derive(Clone, Copy)]
pub struct Unification {
    session: SessionState,
    /// With whose eyes it is seen.
    pub lens: Lens,
    /// Where it stands.
    pub state: Loaded<Answer>,
    /// What is being done, by its name; one thing at a time.
    doing: RwSignal<Option<&'static str>>,
    /// Why the last thing was not done: its name, and a sentence.
    pub trouble: RwSignal<Option<(&'static str, String)>>,
}

impl Unification {
    /// Asks where it stands.
    pub fn new(lens: Lens) -> Self {
        let session = use_session();
        let state = ask_json(session, Memo::new(|_| unification::state()));
        let this = Self { session, lens, state, doing: RwSignal::new(None), trouble: RwSignal::new(None) };
        effect(move || {
            this.state.track();
            let running = this.is_running() || this.is_busy();
            set_timeout(move || this.state.again(), if running { WATCH } else { LOOK });
        });
        // Somebody else may have run it, or undone it.
        effect(move || {
            let said = this.said("state");
            let known = untrack(|| session.person()).map(|person| person.unification);
            if said.as_str().is_some_and(|word| Some(Phase::from_wire(word)) != known) {
                this.moved_on();
            }
        });
        this
    }

    /// What the state says of this, tracked; null while nothing is known.
    pub fn said(self, key: &str) -> Json {
        self.state
            .get()
            .and_then(Result::ok)
            .and_then(|mut state| state.get_mut(key).map(Json::take))
            .unwrap_or_default()
    }

    /// Whether it is being run or looked at by anybody, tracked.
    pub fn is_running(self) -> bool {
        self.said("running") == true
    }

    /// What keeps it from running, and whether rows stand behind it, tracked.
    pub fn blockers(self) -> Vec<(String, bool)> {
        let blockers = self.said("blockers");
        let sentence =
            |blocker: &Json| Some((blocker.get("sentence")?.as_str()?.to_owned(), blocker.get("rows")? == true));
        blockers.as_array().into_iter().flatten().filter_map(sentence).collect()
    }

    /// What a run lacks, tracked.
    pub fn lacks(self) -> Vec<String> {
        let lacks = self.said("lacks");
        lacks.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
    }

    /// How many values and rows wait for a decision, tracked. A conflict has one already.
    pub fn open_count(self) -> u64 {
        let open = self.said("open");
        ["quarantine", "parked"].iter().filter_map(|kind| open.get(kind)?.as_u64()).sum()
    }

    /// What this person is doing here, tracked.
    pub fn is_doing(self, what: &'static str) -> bool {
        self.doing.get() == Some(what)
    }

    /// Whether anything is being done here, tracked.
    pub fn is_busy(self) -> bool {
        self.doing.get().is_some()
    }

    /// The same, untracked.
    pub fn is_busy_untracked(self) -> bool {
        self.doing.get_untracked().is_some()
    }

    /// The answer to a question, and to the next one when it changes.
    pub fn load(self, question: Memo<Request>) -> Loaded<Answer> {
        ask_json(self.session, question)
    }

    /// The answer to one question.
    pub fn load_once(self, request: fn() -> Request) -> Loaded<Answer> {
        self.load(Memo::new(move |_| request()))
    }

    /// Asks or does something, and waits for the answer.
    ///
    /// # Errors
    /// What the server said.
    pub async fn ask(self, request: Request) -> Answer {
        Ok(self.session.ask(request).await?.body)
    }

    /// Does one thing, by a person who may write and while nothing else is being done; then `then` with the server's answer.
    /// What is not done stands in [`Self::trouble`].
    pub fn act(self, what: &'static str, request: impl FnOnce(Writer) -> Request, then: impl FnOnce(Json) + 'static) {
        let Some(writer) = self.lens.writer().filter(|_| self.doing.get_untracked().is_none()) else { return };
        self.send(what, request(writer), Box::new(then));
    }

    fn send(self, what: &'static str, request: Request, then: Then) {
        self.trouble.set(None);
        self.doing.set(Some(what));
        spawn_local(async move {
            let answer = self.ask(request).await;
            // Whoever has left the page is told nothing.
            if self.doing.try_set(None).is_some() {
                return;
            }
            match answer {
                Ok(body) => then(body),
                Err(failure) => self.trouble.set(Some((what, sentence(&failure)))),
            }
            self.state.again();
        });
    }

    /// Does one thing beside whatever else is being done; then `then` with whether it was done.
    pub fn act_beside(
        self,
        what: &'static str,
        request: impl FnOnce(Writer) -> Request,
        then: impl FnOnce(bool) + 'static,
    ) {
        let Some(writer) = self.lens.writer() else { return };
        let request = request(writer);
        self.trouble.set(None);
        spawn_local(async move {
            let answer = self.ask(request).await;
            if self.doing.try_get_untracked().is_none() {
                return;
            }
            if let Err(failure) = &answer {
                self.trouble.set(Some((what, sentence(failure))));
            }
            then(answer.is_ok());
            self.state.again();
        });
    }

    /// The project stands elsewhere now: every page asks anew who may do what.
    pub fn moved_on(self) {
        spawn_local(self.session.confirm());
    }
}

/// Why the server did not do it, and what to do.
pub fn sentence(failure: &Failure) -> String {
    match failure {
        Failure::Unification(hindrance) => hindrance.sentence().to_owned(),
        other => other.to_string(),
    }
}

/// One copy of the machinery for every question of the console.
fn ask_json(session: SessionState, question: Memo<Request>) -> Loaded<Answer> {
    load(question, Meanwhile::Keep, move |question| async move { Ok(session.ask(question).await?.body) })
}
