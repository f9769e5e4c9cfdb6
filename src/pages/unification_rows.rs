//! The rows behind a number of the report, in a dialog.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value as Json;

use super::unification::{Look, column, label, plain, press, rows_of, text_of};
use crate::api::unification::{PAGE, Rows, rows};
use crate::components::here;
use crate::components::modal::{Modal, close};
use crate::components::panel::{self, acts, alert, facts, none};
use crate::components::states::Skeleton;
use crate::erased::live;
use crate::state::unification::Unification;

/// The rows in the dialog.
const ROWS: &str = "unify-rows";

/// Opens the rows behind numbers, one at a time.
#[derive(Clone, Copy)]
pub struct Opener {
    this: Unification,
    open: RwSignal<bool>,
    what: RwSignal<Option<(String, Rows)>>,
    seen: RwSignal<Vec<Json>>,
    /// Whether an answer is under way, there are more, or what went wrong.
    rest: RwSignal<Rest>,
    done: bool,
}

#[derive(Clone, PartialEq)]
enum Rest {
    Asking,
    More,
    Nothing,
    Failed(String),
}

/// What stands below the rows.
#[derive(Clone, PartialEq)]
enum Face {
    Bars,
    More,
    Gone,
    End,
    Failed(String),
}

impl Opener {
    /// For the report of a dry run, or of a run that is `done`.
    pub fn new(this: Unification, done: bool) -> Self {
        Self {
            this,
            open: RwSignal::new(false),
            what: RwSignal::new(None),
            seen: RwSignal::new(Vec::new()),
            rest: RwSignal::new(Rest::Nothing),
            done,
        }
    }

    /// A number that opens its rows.
    pub fn count(self, count: u64, title: String, what: Rows) -> AnyView {
        let shown = panel::count(count);
        if count == 0 {
            return shown.into_any();
        }
        self.button(shown, title, what)
    }

    /// The word that opens rows which nobody has counted.
    pub fn rows(self, title: String, what: Rows) -> AnyView {
        self.button("Show the rows".to_owned(), title, what)
    }

    fn button(self, shown: String, title: String, what: Rows) -> AnyView {
        let label = format!("{shown}: {title}");
        let press = move |_| {
            self.what.set(Some((title.clone(), what.clone())));
            self.seen.set(Vec::new());
            self.open.set(true);
            self.ask();
        };
        view! { <button type="button" class="panel__count" aria-label=label on:click=press>{shown}</button> }.into_any()
    }

    fn ask(self) {
        let Some((_, what)) = self.what.get_untracked() else { return };
        let last = self.seen.with_untracked(|seen| {
            let by_place = matches!((&what, self.done), (Rows::Became(_), true) | (Rows::Blocked(_), _));
            let place = by_place.then_some(seen.len() as u64);
            place.or_else(|| seen.last()?.get("id")?.as_u64()).unwrap_or_default()
        });
        self.rest.set(Rest::Asking);
        spawn_local(async move {
            let answer = self.this.ask(rows(&what, self.done, last)).await;
            // Another number has been opened meanwhile.
            if self.what.try_with_untracked(|now| now.as_ref().is_some_and(|(_, now)| *now == what)) != Some(true) {
                return;
            }
            match answer {
                Ok(answer) => {
                    let found = rows_of(&answer);
                    self.seen.update(|seen| seen.extend(found.iter().take(PAGE).cloned()));
                    self.rest.set(if found.len() > PAGE { Rest::More } else { Rest::Nothing });
                    // The button goes with the last rows.
                    here::regains_focus_at(ROWS);
                }
                Err(failure) => self.rest.set(Rest::Failed(failure.to_string())),
            }
        });
    }

    fn is_blocked(self) -> bool {
        self.what.with(|what| matches!(what, Some((_, Rows::Blocked(_)))))
    }

    fn asks(self, text: &'static str) -> AnyView {
        acts(vec![press(self.this, label(text), Look::Plain, Signal::stored(false), move || self.ask())])
    }

    /// The dialog.
    pub fn dialog(self) -> AnyView {
        // What is pressed stays while it is waited for.
        let face = Memo::new(move |_| match self.rest.get() {
            Rest::Asking if self.seen.read().is_empty() => Face::Bars,
            Rest::Asking | Rest::More => Face::More,
            Rest::Nothing if self.seen.read().is_empty() => Face::Gone,
            Rest::Nothing => Face::End,
            Rest::Failed(sentence) => Face::Failed(sentence),
        });
        let rest = move || match face.get() {
            Face::Bars => view! { <Skeleton rows=3/> }.into_any(),
            Face::More => self.asks("Show more"),
            Face::Gone => none("They are no longer there."),
            Face::End if !self.done && !self.is_blocked() => none("A dry run keeps up to 200 rows of each number."),
            Face::End => ().into_any(),
            Face::Failed(sentence) => view! { {alert(sentence)}{self.asks("Try again")} }.into_any(),
        };
        let title = move || self.what.get().map(|(title, _)| title);
        view! {
            <Modal open=self.open class="dialog unify-rows" label="Rows">
                <h2 class="dialog__title">{live(title)}</h2>
                <div class="dialog__body" id=ROWS tabindex="0" role="region" aria-label="Rows">
                    <ul class="unify-rows__list">{live(move || self.seen.get().iter().map(row).collect::<Vec<_>>())}</ul>
                    {live(rest)}
                </div>
                <div class="dialog__actions">
                    <button type="button" class="button" autofocus=true on:click=|_| close()>"Close"</button>
                </div>
            </Modal>
        }
        .into_any()
    }
}

/// One row: whose, which column, what it was, what stands instead.
fn row(row: &Json) -> AnyView {
    let client = text_of(row, "client");
    let source = format!("{} {}", text_of(row, "source"), text_of(row, "source_id"));
    let who = match row.get("client_id").and_then(Json::as_str) {
        Some(id) => view! { <a href=format!("/admin/clients/{id}")>{client}</a>" " }.into_any(),
        None if client.is_empty() => ().into_any(),
        None => view! { <strong>{client}</strong>" " }.into_any(),
    };
    view! { <li class="unify-rows__row"><p>{who}<span class="panel__quiet">{source}</span></p>{change(row)}</li> }
        .into_any()
}

/// What a value was, and what stands instead.
pub fn change(row: &Json) -> AnyView {
    let value = row.get("value").unwrap_or(&Json::Null);
    if value.is_null() {
        return ().into_any();
    }
    let field = row.get("field").and_then(Json::as_str);
    let whole = field.is_none();
    // What keeps the run from beginning is no value of the report: it is as it is, and why stands above.
    let was = if row.get("kind").is_some() { "Was" } else { "Is" };
    let mut all = vec![("Field", field.map_or("Whole row".to_owned(), column)), (was, plain(value, whole))];
    let mut fact = |label: &'static str, key: &str| {
        if let Some(found) = row.get(key).filter(|found| !found.is_null() && (key != "offered" || *found != value)) {
            all.push((label, plain(found, whole)));
        }
    };
    fact("Said with our words", "offered");
    fact("Stands", "chosen");
    all.extend(Some(("Why", text_of(row, "reason"))).filter(|(_, reason)| !reason.is_empty()));
    facts("unify-rows__facts", all)
}
