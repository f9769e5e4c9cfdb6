//! What clients propose: asked for, made, taken back and decided. Which proposals wait is asked for once, for the bar at
//! the top and for the records' pages.

use std::time::Duration;

use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::LocalBoxFuture;
use leptos::prelude::*;
use serde_json::Value as Json;
use uuid::Uuid;

use super::load::{Loaded, Meanwhile, load};
use super::session::{SessionState, use_session};
use crate::api::error::Failure;
use crate::api::proposals;
use crate::api::request::Request;
use crate::domain::permission::creates;
use crate::domain::proposal::Proposal;
use crate::domain::record::Record;

/// By then the page that was opened has what it asked for.
const OPENED: Duration = Duration::from_millis(800);

/// Proposals, and where that is asked for the record that they are about.
pub type Answer = Result<(Vec<Proposal>, Option<Record>), Failure>;

/// Asks for them.
type Ask = Box<dyn Fn(Option<Uuid>) -> LocalBoxFuture<'static, Answer>>;

/// The proposals, as a context.
#[derive(Clone, Copy)]
pub struct Proposals {
    session: SessionState,
    waiting: Loaded<Answer>,
    asked: StoredValue<bool>,
}

/// The proposals of this page.
pub fn use_proposals() -> Proposals {
    expect_context()
}

impl Proposals {
    /// Asks which ones wait, for those who decide; made after the session.
    pub fn new() -> Self {
        let session = use_session();
        let asked = StoredValue::new(false);
        let decider = Memo::new(move |_| {
            let person = session.person().filter(|person| person.role.is_some_and(creates))?;
            person.user_id.parse().ok()
        });
        let waiting = load_read(decider, move |decider| {
            async move {
                if decider.is_none() {
                    return Ok((Vec::new(), None));
                }
                if asked.try_update_value(|asked| !std::mem::replace(asked, true)) == Some(true) {
                    pause().await;
                }
                Ok((read(session, proposals::waiting()).await?, None))
            }
            .boxed_local()
        });
        Self { session, waiting, asked }
    }

    /// The proposals that wait, tracked; `None` while that is not known.
    pub fn waiting(self) -> Option<Vec<Proposal>> {
        Some(self.waiting.get()?.ok()?.0)
    }

    /// Asks again which ones wait.
    pub fn look_again(self) {
        self.asked.set_value(true);
        self.waiting.again();
    }

    /// Reads proposals.
    ///
    /// # Errors
    /// What the server said.
    pub async fn list(self, request: Request) -> Result<Vec<Proposal>, Failure> {
        read(self.session, request).await
    }

    /// Reads or writes one proposal, and returns it as the server has it.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when it is not there for this person, else what the server said.
    pub async fn one(self, request: Request) -> Result<Proposal, Failure> {
        read(self.session, request).await?.into_iter().next().ok_or(Failure::NotFound)
    }
}

impl Default for Proposals {
    fn default() -> Self {
        Self::new()
    }
}

/// Loads proposals through one copy of the machinery: it is written anew for every kind of answer and every closure.
pub fn load_read(
    question: Memo<Option<Uuid>>,
    ask: impl Fn(Option<Uuid>) -> LocalBoxFuture<'static, Answer> + 'static,
) -> Loaded<Answer> {
    fn shared(question: Memo<Option<Uuid>>, ask: Ask) -> Loaded<Answer> {
        load(question, Meanwhile::Keep, ask)
    }
    shared(question, Box::new(ask))
}

async fn read(session: SessionState, request: Request) -> Result<Vec<Proposal>, Failure> {
    match session.ask(request).await?.body {
        Json::Array(rows) => rows.iter().map(|row| Proposal::from_row(row).ok_or(Failure::Malformed)).collect(),
        _ => Err(Failure::Malformed),
    }
}

async fn pause() {
    let (sender, passed) = oneshot::channel();
    set_timeout(
        move || {
            let _nobody_waits = sender.send(());
        },
        OPENED,
    );
    let _always = passed.await;
}

/// The identity of the client whose proposal waits, and the proposal's.
pub fn waiting_of(waiting: &[Proposal], client: Uuid) -> Option<Uuid> {
    waiting.iter().find(|proposal| proposal.client == Some(client)).map(|proposal| proposal.id)
}
