//! What happened to the client that is on screen: the newest changes, and older ones as they are asked for. A write brings
//! the newest in again and leaves the older ones where they are.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value as Json;
use uuid::Uuid;

use super::load::{Loaded, Meanwhile, load};
use super::session::use_session;
use crate::api::error::Failure;
use crate::api::history;
use crate::domain::history::History;
use crate::domain::lens::Lens;
use crate::domain::past::{newer, older};

/// So many changes at once: a look at the last weeks, not the whole past.
const PAGE: usize = 15;

/// What is known so far, and why the last question was not answered.
type Answer = (Arc<History>, Option<Failure>);

/// The past of one client.
#[derive(Clone, Copy)]
pub struct Past {
    answer: Loaded<Answer>,
    wanted: RwSignal<u32>,
}

impl Past {
    /// Asks for the newest changes, and again whenever the version is another one.
    pub fn new(lens: Lens, client: Uuid, version: Memo<Option<i64>>) -> Self {
        let session = use_session();
        let wanted = RwSignal::new(0_u32);
        let known = StoredValue::new((0_u32, Arc::new(History::default())));
        let question = Memo::new(move |_| (version.get(), wanted.get()));
        let answer = load(question, Meanwhile::Keep, move |(_, presses): (Option<i64>, u32)| async move {
            let (pages, history) = known.try_get_value().unwrap_or_default();
            // Another page is asked for, or the newest one again.
            let below = if presses > pages { history.below } else { None };
            let answer = session.ask(history::history(client, below, PAGE)).await;
            let read = match answer.map(|answer| answer.body) {
                Ok(Json::Array(rows)) => History::from_rows(&rows, lens.shown(), PAGE),
                Ok(_) => return (history, Some(Failure::Malformed)),
                Err(failure) => return (history, Some(failure)),
            };
            let joined = Arc::new(match below {
                Some(_) => older(&history, read),
                None => newer(&history, read),
            });
            known.try_set_value((presses, Arc::clone(&joined)));
            (joined, None)
        });
        Self { answer, wanted }
    }

    /// The changes so far and the last failure, tracked; `None` until there is an answer.
    pub fn get(self) -> Option<Answer> {
        self.answer.get()
    }

    /// Whether there are older ones, tracked.
    pub fn has_older(self) -> bool {
        self.answer.get().is_some_and(|(history, _)| history.below.is_some())
    }

    /// Asks for older ones.
    pub fn read_on(self) {
        self.wanted.update(|wanted| *wanted = wanted.wrapping_add(1));
    }

    /// Asks the last question again.
    pub fn again(self) {
        self.answer.again();
    }
}
