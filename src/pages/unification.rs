//! `/admin/unification`: how the agency's two legacy tables become one. Before: what a run would do, what is decided, and the
//! run. After: whether it holds, what waits for a decision, and the way back. One part at a time, each at its own address.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::leaving::asks_before_leaving;
use super::unification_checks::checks;
use super::unification_decide::{Chosen, decisions};
use super::unification_preflight::preflight;
use super::unification_run::{running, way_back};
use super::unification_settle::settle;
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::panel::{alert, badge, count};
use crate::components::states::{Message, Skeleton};
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::role::Role;
use crate::domain::unification::Phase;
use crate::erased::live;
use crate::state::load::Loaded;
use crate::state::route::use_route;
use crate::state::unification::{Answer, Unification};

/// Its address.
pub const UNIFICATION: &str = "/admin/unification";

/// One part of the console: its word in the address, its name, what it draws.
type Part = (&'static str, &'static str, fn(Unification) -> AnyView);

const BEFORE: [Part; 3] =
    [("preflight", "Pre-flight", preflight), ("decide", "Decisions", decisions), ("run", "Run", running)];
const AFTER: [Part; 4] = [
    ("checks", "Checkpoints", checks),
    ("settle", "To settle", settle),
    ("run", "Report and way back", way_back),
    ("decide", "Decisions", decisions),
];

/// Draws the console for owner and admin.
pub fn unification_page(_person: Person, lens: Lens) -> AnyView {
    if lens.shown() < Role::Admin {
        return view! {
            <Heading text="Unification"/>
            <Message kind="forbidden" title="The unification is not yours to see" text="The agency's owners and admins decide it."/>
        }
        .into_any();
    }
    let this = Unification::new(lens);
    let chosen = Chosen::new();
    provide_context(chosen);
    let leaving =
        asks_before_leaving(Signal::derive(move || chosen.is_unsaved()), Signal::stored(true), Callback::new(|()| {}));
    let route = use_route();
    let part = Memo::new(move |_| route.param("part").unwrap_or_default());
    // Asking how far it is draws nothing anew.
    let phase = Memo::new(move |_| this.state.get().map(|answer| answer.map(|state| phase_of(&state))));
    let body = move || {
        match phase.get() {
        None => view! { <Skeleton/> }.into_any(),
        Some(Err(failure)) => failed("The unification could not be read", &failure.to_string(), this.state),
        Some(Ok(Phase::None)) => view! {
            <Message kind="empty" title="There is nothing to unify"
                text="This project has had one table of clients from its beginning. Where clients and clients_enhanced stand side by side, the migrations bring them together here."/>
        }
        .into_any(),
        Some(Ok(Phase::Waiting)) => parts(this, &BEFORE, part),
        Some(Ok(Phase::Done)) => parts(this, &AFTER, part),
    }
    };
    view! {
        <div class="page__head"><Heading text="Unification"/>{live(move || standing(this))}</div>
        {live(body)}
        {leaving}
    }
    .into_any()
}

fn phase_of(state: &Json) -> Phase {
    Phase::from_wire(state.get("state").and_then(Json::as_str).unwrap_or_default())
}

fn standing(this: Unification) -> Option<AnyView> {
    let (word, outcome) = match (this.is_running(), phase_of(&this.state.get()?.ok()?)) {
        (true, _) => ("Running", "waiting"),
        (_, Phase::Waiting) => ("Waiting", "waiting"),
        (_, Phase::Done) => ("Unified", "accepted"),
        (_, Phase::None) => return None,
    };
    Some(view! { <div role="status">{badge(word.to_owned(), outcome)}</div> }.into_any())
}

fn parts(this: Unification, all: &'static [Part], part: Memo<String>) -> AnyView {
    let Some(first) = all.first() else { return ().into_any() };
    let present = Memo::new(move |_| all.iter().find(|(word, ..)| part.read().as_str() == *word).unwrap_or(first).0);
    let link = |(word, label, _): &Part| {
        let word = *word;
        let open = move || (word == "settle").then(|| this.open_count()).filter(|count| *count > 0);
        view! {
            <a class="view-tabs__tab" href=format!("{UNIFICATION}?part={word}")
                aria-current=move || (present.get() == word).then_some("page")>
                {*label}" "{live(move || open().map(|open| badge(count(open), "waiting")))}
            </a>
        }
        .into_any()
    };
    let links: Vec<_> = all.iter().map(link).collect();
    let drawn = move || {
        let present = present.get();
        all.iter().find(|(word, ..)| *word == present).map(|(_, _, draw)| draw(this))
    };
    view! {
        <nav class="view-tabs" aria-label="Parts of the unification">{links}</nav>
        <div class="unify">{live(drawn)}</div>
    }
    .into_any()
}

/// What stands where something could not be loaded.
pub fn failed(title: &'static str, text: &str, loaded: Loaded<Answer>) -> AnyView {
    view! {
        <Message kind="failed" title text=text.to_owned()>
            <button type="button" class="button" on:click=move |_| loaded.again()>"Try again"</button>
        </Message>
    }
    .into_any()
}

/// What is drawn of an answer: bars while there is none, and what to do where it failed.
pub fn drawn(loaded: Loaded<Answer>, title: &'static str, draw: impl Fn(Json) -> AnyView + Send + 'static) -> AnyView {
    live(move || match loaded.get() {
        None => view! { <Skeleton rows=4/> }.into_any(),
        Some(Err(failure)) => failed(title, &failure.to_string(), loaded),
        Some(Ok(answer)) => draw(answer),
    })
}

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Plain,
    Primary,
    Danger,
}

/// A button that does something here. While anything is being done it waits; `off`: it cannot be pressed.
pub fn press(
    this: Unification,
    label: Signal<&'static str>,
    look: Look,
    off: Signal<bool>,
    on: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let on: Box<dyn Fn() + Send + Sync> = Box::new(on);
    let primary = (look == Look::Primary).then_some("");
    let danger = (look == Look::Danger).then_some("");
    let pressed = move |_| {
        if !this.is_busy_untracked() {
            on();
        }
    };
    view! {
        <button type="button" class="button" data-primary=primary data-danger=danger disabled=move || off.get()
            aria-disabled=move || this.is_busy().to_string() on:click=pressed>{live(move || label.get())}</button>
    }
    .into_any()
}

/// A label that never changes.
pub fn label(text: &'static str) -> Signal<&'static str> {
    Signal::stored(text)
}

/// Why something that was pressed here was not done.
pub fn trouble(this: Unification, name: &'static str) -> AnyView {
    live(move || this.trouble.get().filter(|(what, _)| *what == name).map(|(_, sentence)| alert(sentence)))
}

/// A column's name as people read it.
pub fn column(key: &str) -> String {
    Field::from_key(key).map_or_else(|| key.to_owned(), |field| field.label().to_owned())
}

/// So much of a value is shown, in characters.
const SHOWN: usize = 400;

/// A value as it stands in the database, the beginning of a long one; of a whole row what is in it, line by line.
pub fn plain(value: &Json, whole_row: bool) -> String {
    let text = in_full(value, whole_row);
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) if !whole_row => {
            let length = count(text.chars().count() as u64);
            format!("{}… ({length} characters)", text.get(..end).unwrap_or_default())
        }
        _ => text,
    }
}

fn in_full(value: &Json, whole_row: bool) -> String {
    match value {
        Json::Object(row) if whole_row => {
            let full = row.iter().filter(|(_, value)| !value.is_null());
            full.map(|(key, value)| format!("{key}: {}", plain(value, false))).collect::<Vec<_>>().join("\n")
        }
        Json::Null => String::new(),
        Json::String(text) if text.trim().is_empty() || text.trim() != text => format!("\u{201c}{text}\u{201d}"),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A text of an answer.
pub fn text_of(json: &Json, key: &str) -> String {
    json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// The rows of an answer.
pub fn rows_of(json: &Json) -> &[Json] {
    json.as_array().map(Vec::as_slice).unwrap_or_default()
}
