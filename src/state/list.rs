//! What the list page knows: the question, how it is drawn, what is chosen, and the answers.

use std::sync::Arc;

use leptos::prelude::*;
use uuid::Uuid;

use super::address_bar::AddressBar;
use super::clients::{Clients, Page, Wanted, use_clients};
use super::endless::Endless;
use super::load::{Loaded, Meanwhile, load};
use super::remembered::RememberedLayout;
use super::route::use_route;
use super::saved_views::use_saved_views;
use crate::api::error::Failure;
use crate::api::filters::Asker;
use crate::api::person::Person;
use crate::api::saved::params_to_text;
use crate::domain::cursor::{Cursor, Place};
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::list::{Count, ListQuery, SEARCH_MAX, filterable};
use crate::domain::record::Record;
use crate::domain::selection::{Selection, between};
use crate::erased::effect;

/// The endpoint's `max_rows`: an estimate up to it is exact, because so many rows are counted.
const ESTIMATED_ABOVE: usize = 1000;

/// Rows that are read at once where the list has no pages: more than a screen holds, few enough to be drawn in a frame.
const CHUNK: usize = 30;

/// Parameters of the address beside the fields.
const PARAMS: [&str; 8] = ["q", "sort", "columns", "after", "before", "page", "any", "all"];

/// An answer, with the question that it answers: rows are drawn with it, not with the one that is asked meanwhile.
#[derive(Clone)]
pub struct Answer {
    pub wanted: Wanted,
    pub page: Result<Page, Failure>,
    /// The way on, where the list has no pages.
    pub endless: Option<Endless>,
}

/// Leads to another question's address; with `true`, in place of the present one.
type Go = Box<dyn Fn(&ListQuery, bool) + Send + Sync>;

/// The list page's state.
#[derive(Clone, Copy)]
pub struct ClientList {
    /// The door to the rows.
    pub clients: Clients,
    /// The question in the address bar, or on its way there.
    pub query: Memo<ListQuery>,
    /// How the person has it drawn.
    pub layout: RememberedLayout,
    /// The columns shown.
    pub columns: Memo<Vec<Field>>,
    /// The rows.
    pub answer: Loaded<Answer>,
    asker: StoredValue<Box<dyn Fn() -> Asker + Send + Sync>>,
    /// How many rows the present question finds.
    pub count: Memo<Count>,
    exact_wanted: RwSignal<Option<ListQuery>>,
    /// What is chosen of the present question's rows. Another question's choice is no longer one.
    pub selection: Memo<Selection>,
    /// Whether every row on screen is chosen.
    pub all_shown: Memo<bool>,
    chosen: RwSignal<(ListQuery, Selection)>,
    anchor: StoredValue<Option<Uuid>>,
    go: StoredValue<Go>,
}

impl ClientList {
    /// Reads the address bar and begins to load.
    pub fn new(person: &Person, lens: Lens, asker: impl Fn() -> Asker + Clone + Send + Sync + 'static) -> Self {
        let clients = use_clients(lens);
        let role = lens.shown();
        let layout = RememberedLayout::of(person, role);
        let route = use_route();
        let ahead = RwSignal::new(None::<ListQuery>);
        let query = Memo::new(move |_| {
            if let Some(ahead) = ahead.get() {
                return ahead;
            }
            let params = route.params.read();
            let keys = PARAMS.into_iter().chain(filterable(role).map(Field::key));
            let given =
                |key| params.iter().filter(move |(other, _)| other == key).map(move |(_, value)| (key, value.as_str()));
            ListQuery::from_params(keys.flat_map(given), role)
        });
        let columns = Memo::new(move |_| layout.with(|layout| layout.shown(&query.read().columns, role)));
        let endless = Memo::new(move |_| layout.with(|layout| layout.endless));
        let wanted = Memo::new(move |_| {
            let query = query.get();
            let endless = endless.get();
            let query = if endless { query.from_start() } else { query };
            let rows = layout.with(|layout| layout.page_size);
            (Wanted { query, columns: columns.get(), rows: if endless { CHUNK } else { rows } }, endless)
        });
        let ask = asker.clone();
        let answer = load(wanted, Meanwhile::Keep, move |(wanted, endless)| {
            let asker = ask();
            async move {
                let page = clients.page(&wanted, &asker).await;
                let way_on = |page: &Page| Endless::new(clients, asker.clone(), wanted.clone(), page);
                let endless = page.as_ref().ok().filter(|_| endless).map(way_on);
                Answer { wanted, page, endless }
            }
        });
        let narrowing = Memo::new(move |_| query.read().narrowing());
        let exact_wanted = RwSignal::new(None::<ListQuery>);
        // The rows come first. They may say themselves how many there are, and then nobody counts.
        let uncounted = Memo::new(move |_| match answer.get() {
            Some(answer) if answer.wanted.query.narrowing() == *narrowing.read() => {
                answer.total().is_none().then(|| narrowing.get())
            }
            _ => None,
        });
        let counting = Memo::new(move |_| {
            let query = uncounted.get()?;
            let exact = exact_wanted.read().as_ref() == Some(&query);
            Some((query, exact))
        });
        let ask = asker.clone();
        let counted = load(counting, Meanwhile::Keep, move |counting| {
            let asker = ask();
            async move {
                let (query, exact) = counting?;
                let count = clients.count(&query, exact, &asker).await.ok()?;
                Some((query, exact, count))
            }
        });
        let count = Memo::new(move |_| {
            let narrowing = narrowing.read();
            let answer = answer.get().filter(|answer| answer.wanted.query.narrowing() == *narrowing);
            match (answer.and_then(|answer| answer.total()), counted.get().flatten()) {
                (Some(total), _) => Count::Exactly(total),
                (None, Some((query, exact, count))) if query == *narrowing => match query.search_term() {
                    Some(_) if count >= SEARCH_MAX => Count::AtLeast(count),
                    Some(_) => Count::Exactly(count),
                    None if exact || count <= ESTIMATED_ABOVE || !clients.estimates() => Count::Exactly(count),
                    None => Count::About(count),
                },
                _ => Count::Unknown,
            }
        });
        let chosen = RwSignal::<(ListQuery, Selection)>::default();
        let selection = Memo::new(move |_| {
            chosen.with(
                |(query, chosen)| {
                    if *query == *narrowing.read() { chosen.clone() } else { Selection::default() }
                },
            )
        });
        let all_shown = Memo::new(move |_| {
            let selection = selection.read();
            let Some(answer) = answer.get() else { return false };
            !selection.is_empty() && answer.ids().iter().all(|id| selection.contains(*id))
        });
        let bar = AddressBar::new(move || drop(ahead.try_set(None)));
        effect(move || {
            answer.track();
            bar.drawn();
        });
        let views = use_saved_views();
        let go = move |query: &ListQuery, replace: bool| {
            let address = format!("{}{}", route.path.get_untracked(), untrack(|| views.address(query)));
            bar.show(address, replace);
            ahead.set(Some(query.clone()));
        };
        Self {
            clients,
            query,
            layout,
            columns,
            answer,
            asker: StoredValue::new(Box::new(asker)),
            count,
            exact_wanted,
            selection,
            all_shown,
            chosen,
            anchor: StoredValue::new(None),
            go: StoredValue::new(Box::new(go)),
        }
    }

    /// Asks another question; `replace` leaves no trace of the present one in the browser's history.
    pub fn go(self, query: &ListQuery, replace: bool) {
        self.go.with_value(|go| go(query, replace));
    }

    /// Who asks, now.
    pub fn asker(self) -> Asker {
        self.asker.with_value(|asker| asker())
    }

    /// Counts the present question's rows exactly.
    pub fn count_exactly(self) {
        self.exact_wanted.set(Some(self.query.get_untracked().narrowing()));
    }

    /// Chooses something else.
    pub fn select(self, selection: Selection) {
        self.chosen.set((self.query.get_untracked().narrowing(), selection));
    }

    /// Chooses a row or takes it out; with `range`, every row since the last one.
    pub fn select_row(self, id: Uuid, chosen: bool, range: bool) {
        let ids = self.shown_ids();
        let anchor = self.anchor.get_value().filter(|_| range).unwrap_or(id);
        let mut selection = self.selection.get_untracked();
        selection.set(between(&ids, anchor, id).iter().copied(), chosen);
        self.anchor.set_value(Some(id));
        self.select(selection);
    }

    /// Chooses every row on screen, or none of them.
    pub fn select_shown(self, chosen: bool) {
        let mut selection = self.selection.get_untracked();
        selection.set(self.shown_ids(), chosen);
        self.select(selection);
    }

    /// A row that is at hand.
    pub fn record(self, id: Uuid) -> Option<Record> {
        let answer = self.answer.get_untracked()?;
        match (&answer.endless, &answer.page) {
            (Some(endless), _) => endless.record(id),
            (None, Ok(page)) => page.rows.iter().find(|row| row.id() == Some(id)).cloned(),
            _ => None,
        }
    }

    fn shown_ids(self) -> Vec<Uuid> {
        self.answer.get_untracked().map(|answer| answer.ids()).unwrap_or_default()
    }
}

impl Answer {
    /// How many rows the question finds, where the first page holds all of them.
    fn total(&self) -> Option<usize> {
        let page = self.page.as_ref().ok()?;
        (self.wanted.query.place == Place::Start && !page.more).then_some(page.rows.len())
    }

    /// The rows on screen, tracked.
    fn ids(&self) -> Vec<Uuid> {
        match (&self.endless, &self.page) {
            (Some(endless), _) => {
                endless.with_chunks(|chunks| chunks.iter().flat_map(|chunk| chunk.ids.iter().copied()).collect())
            }
            (None, Ok(page)) => page.rows.iter().filter_map(Record::id).collect(),
            _ => Vec::new(),
        }
    }

    /// Where the pages before and behind this one are.
    pub fn neighbours(&self) -> (Option<Place>, Option<Place>) {
        let (Ok(page), query) = (&self.page, &self.wanted.query) else { return (None, None) };
        let cursor = |row: Option<&Record>| row.and_then(|row| Cursor::of(row, &query.orders));
        let back = matches!(query.place, Place::Before(_));
        let has_before = if back { page.more } else { query.place != Place::Start };
        let has_after = if back { true } else { page.more };
        let before = cursor(page.rows.first()).filter(|_| has_before).map(Place::Before);
        // The second page's way back is the beginning itself, whatever has come in before it since.
        let before = before.map(|before| if query.page <= 2 { Place::Start } else { before });
        (before, cursor(page.rows.last()).filter(|_| has_after).map(Place::After))
    }

    /// The columns, behind a pointer that rows can share.
    pub fn columns(&self) -> Arc<[Field]> {
        self.wanted.columns.as_slice().into()
    }
}

/// The question as it stands in the address bar, from the `?` on; empty for the one that needs nothing said.
pub fn address(query: &ListQuery) -> String {
    let text = params_to_text(&query.to_params());
    if text.is_empty() { text } else { format!("?{text}") }
}
