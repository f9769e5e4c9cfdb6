//! The list's rows in their frame: a page of them, or one list to scroll; or why there are none.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clients::table;
use super::clients_rows::RowActions;
use crate::api::error::Failure;
use crate::components::client_rows::{ClientRows, Names, Rows};
use crate::components::empty_list::{EmptyList, Without};
use crate::components::filter_chips::filter_text;
use crate::components::list_rest::ListRest;
use crate::components::pager::{Pager, Shown};
use crate::components::states::{Message, Skeleton};
use crate::domain::list::{Count, ListQuery};
use crate::domain::record::Record;
use crate::erased::live;
use crate::state::clients::Wanted;
use crate::state::endless::{Chunk, Endless, Rest};
use crate::state::list::{Answer, ClientList};

/// What the body needs.
#[derive(Clone, Copy)]
pub struct ListBody {
    pub list: ClientList,
    /// The agency's people; `None` until they are known.
    pub names: Memo<Option<Names>>,
    pub actions: RowActions,
    /// Asks another question.
    pub go: Callback<ListQuery>,
}

impl ListBody {
    /// Leads on from the rows that are seen. While those of another question are on their way, what was found in these leads
    /// nowhere: it would take that question back.
    fn lead_on(self, seen: &ListQuery, next: ListQuery) {
        if self.list.query.with_untracked(|now| now.from_start() == seen.from_start()) {
            self.go.run(next);
        }
    }
}

/// What is to be drawn: the frame of the table stays while the rows in it change.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Loading,
    Nothing,
    Failed,
    Pages,
    Endless,
}

/// Draws the body.
pub fn body(this: ListBody) -> AnyView {
    let ListBody { list, names, .. } = this;
    let shape = Memo::new(move |_| match list.answer.get() {
        _ if names.read().is_none() => Shape::Loading,
        None => Shape::Loading,
        Some(Answer { page: Err(_), .. }) => Shape::Failed,
        Some(Answer { page: Ok(page), .. }) if page.rows.is_empty() => Shape::Nothing,
        Some(Answer { endless: Some(_), .. }) => Shape::Endless,
        Some(_) => Shape::Pages,
    });
    let scroller = NodeRef::<html::Div>::new();
    let row_height = StoredValue::new(40.0);
    // One look per frame, however many events a wheel sends.
    let waiting = StoredValue::new(false);
    let look = move || {
        let endless = list.answer.get_untracked().and_then(|answer| answer.endless);
        if let (Some(endless), Some(scroller)) = (endless, scroller.get_untracked()) {
            look(&endless, &scroller, row_height);
        }
    };
    let scrolled = Callback::new(move |()| {
        if !waiting.get_value() {
            waiting.set_value(true);
            request_animation_frame(move || {
                // The page may have gone meanwhile.
                if waiting.try_update_value(|waiting| *waiting = false).is_some() {
                    look();
                }
            });
        }
    });
    let on_window = window_event_listener(leptos::ev::scroll, move |_| scrolled.run(()));
    let on_resize = window_event_listener(leptos::ev::resize, move |_| scrolled.run(()));
    on_cleanup(move || [on_window, on_resize].into_iter().for_each(WindowListenerHandle::remove));
    let content = move || match shape.get() {
        Shape::Loading => view! { <Skeleton rows=12/> }.into_any(),
        Shape::Failed => live(move || failed(list)),
        Shape::Nothing => live(move || nothing(this)),
        Shape::Pages => paged(this),
        Shape::Endless => endless(this, row_height, scrolled),
    };
    let foot = move || (shape.get() == Shape::Pages).then(|| foot(this));
    view! {
        <div class="list" node_ref=scroller aria-busy=move || list.answer.is_pending().to_string()
            on:scroll=move |_| scrolled.run(())>{live(content)}</div>
        {live(foot)}
    }
    .into_any()
}

fn paged(this: ListBody) -> AnyView {
    let ListBody { list, actions, go, .. } = this;
    let rows = Signal::derive(move || {
        let answer = list.answer.get()?;
        let first = (answer.wanted.query.page - 1) * answer.wanted.rows;
        Some(Rows { records: Arc::clone(&answer.page.as_ref().ok()?.rows), first, columns: answer.columns() })
    });
    table(list, actions, go, view! { <ClientRows rows signals=actions.signals/> }.into_any())
}

/// Which rows of how many, and the way to the others.
fn foot(this: ListBody) -> AnyView {
    let list = this.list;
    let shown = Memo::new(move |before: Option<&Shown>| {
        let answer = list.answer.get();
        let rows = answer.as_ref().and_then(|answer| Some((answer, answer.page.as_ref().ok()?.rows.len())));
        // While the rows are gone, so is the pager.
        let Some((answer, rows)) = rows else { return before.cloned().unwrap_or_default() };
        let Wanted { query, rows: limit, .. } = &answer.wanted;
        let (before, after) = answer.neighbours();
        Shown { first: (query.page - 1) * limit + 1, rows, before, after }
    });
    let on_go = Callback::new(move |(place, by): (_, isize)| {
        let Some(answer) = list.answer.get_untracked() else { return };
        let query = answer.wanted.query;
        this.lead_on(&query, query.at(place, query.page.saturating_add_signed(by).max(1)));
    });
    view! { <Pager shown total=list.count on_go on_count=Callback::new(move |()| list.count_exactly())/> }.into_any()
}

fn endless(this: ListBody, row_height: StoredValue<f64>, scrolled: Callback<()>) -> AnyView {
    let ListBody { list, actions, go, .. } = this;
    let present = move || list.answer.get().and_then(|answer| answer.endless);
    let stretches = move || {
        scrolled.run(());
        present().map(|endless| endless.with_chunks(stretches)).unwrap_or_default()
    };
    // A chunk is drawn once for each reading of it.
    let key = |stretch: &Stretch| (stretch.first, stretch.len, stretch.rows.as_ref().map(|(reading, _)| *reading));
    let draw = move |stretch: Stretch| match stretch.rows {
        Some((_, records)) => {
            let columns = list.answer.get_untracked().map(|answer| answer.columns()).unwrap_or_default();
            let rows = Some(Rows { records, first: stretch.first, columns });
            view! { <ClientRows rows=Signal::derive(move || rows.clone()) signals=actions.signals/> }.into_any()
        }
        None => {
            let rows = u32::try_from(stretch.len).unwrap_or(u32::MAX);
            #[expect(clippy::cast_possible_truncation, reason = "the browser cannot show more")]
            let height = format!("{}px", (row_height.get_value() * f64::from(rows)) as i64);
            view! {
                <tbody class="client-table__space" aria-hidden="true"><tr><td style:height=height></td></tr></tbody>
            }
            .into_any()
        }
    };
    let rest = move || present().map(|endless| endless.rest());
    let text = Signal::derive(move || match rest() {
        Some(Rest::Reading) => "Loading more…".to_owned(),
        Some(Rest::Failed(failure)) => failure.to_string(),
        Some(Rest::Nothing) => "That is all of them.".to_owned(),
        _ => String::new(),
    });
    let failed = Signal::derive(move || matches!(rest(), Some(Rest::Failed(_))));
    let on_again = Callback::new(move |()| {
        if let Some(endless) = untrack(present) {
            endless.read_on();
        }
    });
    view! {
        {table(list, actions, go, view! { <For each=stretches key=key children=draw/> }.into_any())}
        <ListRest text failed on_again/>
    }
    .into_any()
}

/// A part of the endless list: a chunk's rows, or the room of those that were let go.
struct Stretch {
    /// The place of its first row, from 0.
    first: usize,
    len: usize,
    /// The rows, with the number of their reading.
    rows: Option<(u32, Arc<[Record]>)>,
}

/// What is drawn of the chunks: neighbours that were let go share one room, however many they are.
fn stretches(chunks: &[Chunk]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut first = 0;
    for chunk in chunks {
        let rows = chunk.rows.clone().map(|rows| (chunk.reading, rows));
        match stretches.last_mut() {
            Some(room) if room.rows.is_none() && rows.is_none() => room.len += chunk.len,
            _ => stretches.push(Stretch { first, len: chunk.len, rows }),
        }
        first += chunk.len;
    }
    stretches
}

/// Tells the list which rows are on screen, whether it scrolls by itself or with the page.
fn look(endless: &Endless, scroller: &web_sys::HtmlDivElement, row_height: StoredValue<f64>) {
    let find = |selector: &str| scroller.query_selector(selector).ok().flatten();
    let (Some(body), Some(row)) = (find(".client-table"), find("tbody tr[data-id]")) else { return };
    // Cards stand apart: a row takes what lies between its top and the next one's.
    let next = row.next_element_sibling().map(|next| next.get_bounding_client_rect().top());
    let row = row.get_bounding_client_rect();
    let height = next.map_or_else(|| row.height(), |next| next - row.top()).max(1.0);
    row_height.set_value(height);
    let (body, frame) = (body.get_bounding_client_rect(), scroller.get_bounding_client_rect());
    let head = find("thead").map_or(0.0, |head| head.get_bounding_client_rect().height());
    let window = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(1000.0);
    let (top, bottom) = (frame.top().max(0.0), frame.bottom().min(window));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped; a list has fewer rows than 2^32"
    )]
    let row_at = |edge: f64| ((edge - body.top() - head) / height).clamp(0.0, f64::from(u32::MAX)) as usize;
    endless.look_at(row_at(top), row_at(bottom) + 1);
}

fn failed(list: ClientList) -> Option<AnyView> {
    let failure = list.answer.get()?.page.err()?;
    let view = match failure {
        Failure::Forbidden | Failure::NotFound => view! {
            <Message kind="forbidden" title="No access to the clients" text="Your role may have changed. Sign in again, or ask an admin."/>
        }
        .into_any(),
        failure => view! {
            <Message kind="failed" title="The clients could not be loaded" text=failure.to_string()>
                <button type="button" class="button" on:click=move |_| list.answer.again()>"Try again"</button>
            </Message>
        }
        .into_any(),
    };
    Some(view)
}

/// Nothing to show has three reasons, and each its own way on.
fn nothing(this: ListBody) -> Option<AnyView> {
    let ListBody { list, names, .. } = this;
    let query = list.answer.get()?.wanted.query;
    let seen = query.clone();
    let on_go = Callback::new(move |next| this.lead_on(&seen, next));
    if query.page > 1 {
        let first = query.from_start();
        return Some(
            view! {
                <Message kind="empty" title="This page is past the end" text="There are fewer clients than when the link was made.">
                    <button type="button" class="button" on:click=move |_| on_go.run(first.clone())>"First page"</button>
                </Message>
            }
            .into_any(),
        );
    }
    let reasons = RwSignal::new(None);
    if query.narrows() {
        let query = query.clone();
        let names = names.get_untracked().unwrap_or_default();
        spawn_local(async move {
            reasons.try_set(Some(find_reasons(list, &query, &names).await));
        });
    }
    Some(view! { <EmptyList query reasons on_go/> }.into_any())
}

/// The parts of the question without which it would find something, counted one by one.
async fn find_reasons(list: ClientList, query: &ListQuery, names: &Names) -> Vec<Without> {
    let name_of = |id| names.get(&id).cloned();
    let search =
        query.search_term().map(|term| (format!("The search for \u{201c}{term}\u{201d}"), query.searching("")));
    let filters = query.filters.iter().map(|filter| (filter_text(filter, &name_of), query.without(filter)));
    let mut reasons = Vec::new();
    for (part, query) in search.into_iter().chain(filters) {
        // One question after the other: an agency's server has better things to do than an empty page.
        let Ok(count) = list.clients.count(&query, true, &list.asker()).await else { continue };
        if count > 0 {
            reasons.push(Without { part, query, count: Count::Exactly(count) });
        }
    }
    reasons
}
