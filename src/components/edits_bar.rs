//! What waits to be saved: how much, and a way to look it through before saving it together.

use leptos::html;
use leptos::prelude::*;
use uuid::Uuid;

use super::client_rows::Names;
use super::format::value_text;
use crate::domain::edits::{Edit, Edits};
use crate::domain::field::Field;
use crate::domain::record::Record;
use crate::domain::value::Value;
use crate::erased::{effect, live};

/// Draws the bar while anything waits.
#[component]
pub fn EditsBar(
    /// What waits.
    #[prop(into)]
    edits: Signal<Edits>,
    /// Whether it is being saved.
    #[prop(into)]
    saving: Signal<bool>,
    /// The agency's people.
    #[prop(into)]
    names: Signal<Names>,
    /// Called to save all of it.
    on_save: Callback<()>,
    /// Called to give up one value.
    on_drop: Callback<(Uuid, Field)>,
    /// Called to give up all of it.
    on_drop_all: Callback<()>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let review = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            let _open_already = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    // What is looked through closes by itself when nothing is left.
    effect(move || {
        if edits.with(Edits::is_empty) {
            close();
        }
    });
    let text = move || {
        edits.with(|edits| {
            let (values, clients) = (edits.count(), edits.iter().count());
            let failed = edits.iter().filter(|(_, edit)| edit.failure.is_some()).count();
            let what =
                format!("{values} unsaved {} in {clients} {}", plural(values, "edit"), plural(clients, "client"));
            if failed > 0 { format!("{what}, {failed} not saved") } else { what }
        })
    };
    let buttons = move || {
        view! {
            <button type="button" class="button" data-primary="" disabled=move || saving.get() on:click=move |_| on_save.run(())>
                {live(move || if saving.get() { "Saving…" } else { "Save all" })}
            </button>
        }
    };
    let drop_all = move |_| on_drop_all.run(());
    let parts =
        move || edits.with(|edits| edits.iter().map(|(id, edit)| part(id, edit, &names.get(), on_drop)).collect_view());
    view! {
        <div class="bar" data-kind="edits" role="status" hidden=move || edits.with(Edits::is_empty)>
            <span class="bar__text">{live(text)}</span>
            <button type="button" class="button" on:click=review>"Review"</button>
            {live(buttons)}
        </div>
        <dialog class="dialog" aria-labelledby="review-title" node_ref=dialog>
            <h2 class="dialog__title" id="review-title">"Unsaved edits"</h2>
            <div class="dialog__body">{parts}</div>
            <div class="dialog__actions">
                {live(buttons)}
                <button type="button" class="button" on:click=move |_| close()>"Back to the list"</button>
                <button type="button" class="button" data-danger="" on:click=drop_all>"Discard all"</button>
            </div>
        </dialog>
    }
}

fn part(id: Uuid, edit: &Edit, names: &Names, on_drop: Callback<(Uuid, Field)>) -> AnyView {
    let name_of = |id: Uuid| names.get(&id).cloned();
    let said = |record: &Record, field: Field| match value_text(record, field, &name_of) {
        text if text.is_empty() => "empty".to_owned(),
        text => text,
    };
    let lines = edit.texts.iter().map(|(field, text)| {
        let field = *field;
        let after = Value::from_text(field.kind(), text).map(|value| edit.base.with(field, value));
        let after = after.map_or_else(|_| text.clone(), |record| said(&record, field));
        view! {
            <li class="edit">
                <span class="edit__field">{field.label()}</span>
                <span><del>{said(&edit.base, field)}</del>" → "<ins>{after}</ins></span>
                <button type="button" class="condition__remove" aria-label=format!("Discard the edit of {}", field.label())
                    on:click=move |_| on_drop.run((id, field))>"×"</button>
            </li>
        }
    });
    view! {
        <section class="edits">
            <h3 class="edits__client">{edit.base.title()}</h3>
            <ul class="edits__list">{lines.collect_view()}</ul>
            {edit.failure.clone().map(|failure| view! { <p class="field__error" role="alert">{failure}</p> })}
        </section>
    }
    .into_any()
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}
