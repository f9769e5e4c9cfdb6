//! The clients that a few typed letters may mean: asked for as somebody types, and only the answer to what stands there
//! now counts.

use std::sync::Arc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use super::clients::{Wanted, use_clients};
use super::load::{Loaded, Meanwhile, load};
use crate::api::error::Failure;
use crate::api::filters::Asker;
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::list::ListQuery;
use crate::domain::record::Record;
use crate::erased::effect;

/// Long enough to spare a request per key.
const PAUSE: Duration = Duration::from_millis(120);

/// What was found for which term.
type Answer = (Option<String>, Result<Arc<[Record]>, Failure>);

/// How far the search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Too little is typed to be searched for.
    Nothing,
    Searching,
    Some,
    None,
    Failed,
}

/// The search.
#[derive(Clone, Copy)]
pub struct FoundClients {
    term: Memo<Option<String>>,
    answer: Loaded<Answer>,
}

impl FoundClients {
    /// Searches for what is typed, the newest changes first and at most so many.
    pub fn new(lens: Lens, typed: Signal<String>, most: usize, asker: impl Fn() -> Asker + Copy + 'static) -> Self {
        let clients = use_clients(lens);
        let term = Memo::new(move |_| ListQuery::default().searching(&typed.read()).search_term().map(str::to_owned));
        let asked = RwSignal::new(None::<String>);
        let waiting = StoredValue::new(None::<TimeoutHandle>);
        // What is asked follows what is typed once the typing pauses.
        effect(move || {
            let term = term.get();
            if let Some(Some(before)) = waiting.try_update_value(Option::take) {
                before.clear();
            }
            let report = move || drop(asked.try_set(term.clone()));
            waiting.set_value(set_timeout_with_handle(report, PAUSE).ok());
        });
        let answer = load(Memo::new(move |_| asked.get()), Meanwhile::Keep, move |term: Option<String>| async move {
            let Some(search) = &term else { return (term, Ok(Arc::default())) };
            let columns = vec![Field::CompanyName, Field::Name, Field::Email];
            let wanted = Wanted { query: ListQuery::default().searching(search), columns, rows: most };
            let page = clients.page(&wanted, &asker()).await;
            (term, page.map(|page| page.rows))
        });
        Self { term, answer }
    }

    /// The clients, tracked.
    pub fn clients(self) -> Arc<[Record]> {
        match self.present() {
            Some(Ok(clients)) => clients,
            _ => Arc::default(),
        }
    }

    /// How far it is, tracked.
    pub fn state(self) -> State {
        match self.present() {
            _ if self.term.read().is_none() => State::Nothing,
            None => State::Searching,
            Some(Ok(clients)) if clients.is_empty() => State::None,
            Some(Ok(_)) => State::Some,
            Some(Err(_)) => State::Failed,
        }
    }

    /// The answer to what is typed now.
    fn present(self) -> Option<Result<Arc<[Record]>, Failure>> {
        let term = self.term.get()?;
        self.answer.get().filter(|(asked, _)| asked.as_ref() == Some(&term)).map(|(_, answer)| answer)
    }
}
