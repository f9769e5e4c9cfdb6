//! The views that a person may see, asked for once by whoever shows them first. What the database keeps is what is
//! shown: after every change they are asked for again.

use std::sync::Arc;

use leptos::prelude::*;
use serde_json::Value as Json;
use uuid::Uuid;

use super::list::address;
use super::load::{Loaded, Meanwhile, load};
use super::session::{SessionState, use_session};
use crate::api::error::Failure;
use crate::api::request::Request;
use crate::api::saved::{self, DefaultView, SavedView};
use crate::domain::lens::{Lens, Writer};
use crate::domain::list::ListQuery;
use crate::domain::role::Role;

/// The list's path.
const LIST: &str = "/admin/clients";

/// Rows of views with the person whose they are.
type Answer = (Option<String>, Result<Arc<[Json]>, Failure>);

/// The saved views, as a context.
#[derive(Clone, Copy)]
pub struct SavedViews {
    session: SessionState,
    wanted: RwSignal<bool>,
    reader: Memo<Option<String>>,
    loaded: Loaded<Answer>,
}

/// The saved views of this page.
pub fn use_saved_views() -> SavedViews {
    expect_context()
}

impl SavedViews {
    /// Nothing is asked for yet.
    pub fn new() -> Self {
        let session = use_session();
        let wanted = RwSignal::new(false);
        let reader = Memo::new(move |_| {
            let person = session.person().filter(|person| person.role.is_some_and(Role::is_agency))?;
            wanted.get().then_some(person.user_id)
        });
        let loaded = load(reader, Meanwhile::Keep, move |reader: Option<String>| async move {
            let views = match reader {
                None => Ok(Arc::default()),
                Some(_) => session.ask(saved::views()).await.and_then(rows),
            };
            (reader, views)
        });
        Self { session, wanted, reader, loaded }
    }

    /// Somebody shows them.
    pub fn want(self) {
        if !self.wanted.get_untracked() {
            self.wanted.set(true);
        }
    }

    /// The views as this lens sees them, tracked. A view that asks about a field which the role does not read would find
    /// other rows than it says: it is not there.
    pub fn seen(self, lens: Lens) -> Vec<SavedView> {
        let Some((_, Ok(rows))) = self.answer() else { return Vec::new() };
        let view = |row: &Json| {
            let view = SavedView::from_row(row, lens.shown())?;
            let whole = SavedView::from_row(row, Role::Owner)?;
            (view.query.fields() == whole.query.fields()).then_some(view)
        };
        rows.iter().filter_map(view).collect()
    }

    /// Whether they have been read, or could not be, tracked.
    pub fn are_known(self) -> bool {
        self.answer().is_some()
    }

    /// Why they could not be read, tracked.
    pub fn failure(self) -> Option<Failure> {
        self.answer()?.1.err()
    }

    /// Asks for them again.
    pub fn again(self) {
        self.loaded.again();
    }

    /// The question behind the list's path, from the `?` on, tracked: with a default view, the list of everybody has to be
    /// named.
    pub fn address(self, query: &ListQuery) -> String {
        let text = address(query);
        if text.is_empty() && self.session.default_view().is_some() { "?view=all".to_owned() } else { text }
    }

    /// The address of the list with this question, tracked.
    pub fn href(self, query: &ListQuery) -> String {
        format!("{LIST}{}", self.address(query))
    }

    /// The address with which the list opens for these eyes, tracked. Who looks as another role sees everybody's list.
    pub fn home(self, lens: Lens) -> String {
        let own = self.session.default_view().filter(|_| !lens.is_preview());
        let query = own.and_then(|view| view.query(lens.shown()));
        format!("{LIST}{}", query.map(|query| address(&query)).unwrap_or_default())
    }

    /// The id, or the word, of the view with which the list opens, tracked.
    pub fn default_id(self) -> Option<String> {
        self.session.default_view().map(|view| view.id)
    }

    /// Keeps a question under a name, and returns it as the database has it.
    ///
    /// # Errors
    /// What the server said: [`Failure::Refused`] where the name is taken.
    pub async fn save(self, writer: Writer, name: &str, query: &ListQuery, shared: bool) -> Result<SavedView, Failure> {
        from_row(&self.write(writer, saved::create_view(name, query, shared)).await?, writer)
    }

    /// Puts this in place of one's own view.
    ///
    /// # Errors
    /// The same.
    pub async fn change(self, writer: Writer, view: &SavedView) -> Result<SavedView, Failure> {
        let request = saved::change_view(view.id, &view.name, &view.query, view.shared);
        let changed = from_row(&self.write(writer, request).await?, writer)?;
        let id = changed.id.to_string();
        if untrack(|| self.default_id()).as_ref() == Some(&id) {
            self.session.set_default_view(Some(DefaultView::of(id, &changed.query)));
        }
        Ok(changed)
    }

    /// Removes a view.
    ///
    /// # Errors
    /// What the server said.
    pub async fn delete(self, writer: Writer, id: Uuid) -> Result<(), Failure> {
        self.write(writer, saved::delete_view(id)).await?;
        if untrack(|| self.default_id()) == Some(id.to_string()) {
            self.session.set_default_view(None);
        }
        Ok(())
    }

    /// Lets the list open with this view: its id or its word, and its question.
    ///
    /// # Errors
    /// What the server said.
    pub async fn set_default(self, _writer: Writer, view: Option<(String, ListQuery)>) -> Result<(), Failure> {
        let id = view.as_ref().map(|(id, _)| id.as_str());
        self.session.ask(saved::set_default_view(id)).await?;
        self.session.set_default_view(view.map(|(id, query)| DefaultView::of(id, &query)));
        Ok(())
    }

    /// Sends a change; who has no [`Writer`] cannot.
    async fn write(self, _writer: Writer, request: Request) -> Result<Json, Failure> {
        let rows = rows(self.session.ask(request).await?)?;
        self.again();
        rows.first().cloned().ok_or(Failure::NotFound)
    }

    /// The answer to the person who is here now.
    fn answer(self) -> Option<Answer> {
        let reader = self.reader.get()?;
        self.loaded.get().filter(|(asked, _)| asked.as_ref() == Some(&reader))
    }
}

impl Default for SavedViews {
    fn default() -> Self {
        Self::new()
    }
}

fn from_row(row: &Json, writer: Writer) -> Result<SavedView, Failure> {
    SavedView::from_row(row, writer.role()).ok_or(Failure::Malformed)
}

fn rows(answer: crate::api::http::Answer) -> Result<Arc<[Json]>, Failure> {
    match answer.body {
        Json::Array(rows) => Ok(rows.into()),
        _ => Err(Failure::Malformed),
    }
}
