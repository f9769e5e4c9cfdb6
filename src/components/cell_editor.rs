//! One cell of the list while it is edited: Enter keeps what was typed, Escape leaves it as it was.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

use super::client_rows::Names;
use super::format::{local_input, moment_from_local};
use crate::domain::field::{Field, Kind};
use crate::erased::{effect, live};

/// Whether a field fits into a cell: what takes more than one line has the form.
pub const fn fits_a_cell(kind: Kind) -> bool {
    !matches!(kind, Kind::Text { lines: true, .. } | Kind::Tags | Kind::Json(_) | Kind::Uuid)
}

/// Draws the control of the field's kind, and has the focus at once.
#[component]
pub fn CellEditor(
    /// What is edited.
    field: Field,
    /// Its value as a form shows it.
    text: String,
    /// The agency's people.
    names: Names,
    /// Why the last try was refused.
    refusal: Signal<Option<String>>,
    /// Called with what was typed, or with nothing when it was given up.
    on_edited: Callback<Option<String>>,
) -> impl IntoView {
    let place = NodeRef::<html::Span>::new();
    let control = move || -> Option<HtmlElement> {
        // The control that goes loses the focus, when nothing of it is there any more.
        let place = place.try_get_untracked().flatten()?;
        place.query_selector("input,select").ok()??.dyn_into().ok()
    };
    effect(move || {
        if place.get().is_some()
            && let Some(control) = control()
        {
            let _unmoved = control.focus();
            if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
                input.select();
            }
        }
    });
    let moment = matches!(field.kind(), Kind::Instant { .. });
    let typed = move || -> Option<String> {
        let control = control()?;
        let text = match control.dyn_ref::<HtmlSelectElement>() {
            Some(select) => select.value(),
            None => control.dyn_ref::<HtmlInputElement>()?.value(),
        };
        Some(if moment { moment_from_local(&text) } else { text })
    };
    let keep = move || {
        if let Some(text) = typed() {
            on_edited.run(Some(text));
        }
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            event.prevent_default();
            keep();
        }
        "Escape" => {
            event.stop_propagation();
            on_edited.run(None);
        }
        _ => {}
    };
    let invalid = move || refusal.read().is_some().to_string();
    let label = field.label();
    let control = match field.kind() {
        Kind::Choice(options) => {
            let options = options.iter().map(|choice| (choice.wire.to_owned(), choice.label.to_owned()));
            let none = field.can_be_empty().then(|| (String::new(), "–".to_owned()));
            select(label, &text, none.into_iter().chain(options))
        }
        Kind::Person => {
            let people = names.iter().map(|(id, name)| (id.to_string(), name.clone()));
            select(label, &text, [(String::new(), "Nobody".to_owned())].into_iter().chain(people))
        }
        kind => {
            let (kind, value) = match kind {
                Kind::Date => ("date", text),
                Kind::Instant { .. } => ("datetime-local", local_input(&text)),
                _ => ("text", text),
            };
            view! { <input class="input" type=kind aria-label=label aria-invalid=invalid autocomplete="off" value=value/> }
                .into_any()
        }
    };
    view! {
        <span class="cell-editor" node_ref=place on:keydown=keys on:focusout=move |_| keep()>
            {control}
            <span class="cell-editor__refusal" role="alert">{live(move || refusal.get())}</span>
        </span>
    }
}

fn select(label: &'static str, text: &str, options: impl Iterator<Item = (String, String)>) -> AnyView {
    let options = options.map(|(value, label)| {
        let selected = value == text;
        view! { <option value=value selected=selected>{label}</option> }
    });
    view! { <select class="input" aria-label=label>{options.collect_view()}</select> }.into_any()
}
