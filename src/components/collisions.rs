//! Two people wrote different things into the same fields: which of them stays is chosen field by field.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use web_sys::FormData;

use super::client_rows::Names;
use super::format::value_text;
use super::modal::{Modal, close};
use crate::domain::field::{Field, Kind};
use crate::domain::gather::gather;
use crate::domain::kept::changes;
use crate::domain::merge::{Collision, Texts};
use crate::domain::record::Record;

/// What is to be chosen from.
#[derive(Clone)]
pub struct Choices {
    pub collisions: Vec<Collision>,
    /// What the button that ends it says.
    pub done: &'static str,
}

/// Draws the dialog while there is something to choose.
#[component]
pub fn Collisions(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What is to be chosen from.
    #[prop(into)]
    choices: Signal<Option<Choices>>,
    /// The agency's people.
    names: Memo<Names>,
    /// Called with the chosen texts.
    on_chosen: Callback<Texts>,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(data) = form.get_untracked().and_then(|form| FormData::new_with_form(&form).ok()) else { return };
        let Some(Choices { collisions, .. }) = choices.get_untracked() else { return };
        let chosen = collisions.into_iter().map(|Collision { field, mine, theirs, .. }| {
            let theirs_chosen = data.get(field.key()).as_string().is_some_and(|side| side == "theirs");
            (field, if theirs_chosen { theirs } else { mine })
        });
        let chosen = gather(chosen);
        close();
        on_chosen.run(chosen);
    };
    let content = move || {
        let Some(Choices { collisions, done }) = choices.get() else { return ().into_any() };
        let names = names.get_untracked();
        let fields = collisions.iter().map(|collision| choice(collision, &names)).collect_view();
        view! {
            <form class="collisions__form" node_ref=form on:submit=submit>
                <h2 class="dialog__title">"Somebody else changed the same fields"</h2>
                <div class="dialog__body">
                    <p class="collisions__text">"Choose what stays. Everything else that either of you changed is kept."</p>
                    {fields}
                </div>
                <div class="dialog__actions">
                    <button type="submit" class="button" data-primary="">{done}</button>
                    <button type="button" class="button" on:click=move |_| close()>"Back to the form"</button>
                </div>
            </form>
        }
        .into_any()
    };
    view! { <Modal open class="dialog collisions" label="Somebody else changed the same fields">{content}</Modal> }
}

fn choice(collision: &Collision, names: &Names) -> AnyView {
    let Collision { field, base, mine, theirs } = collision;
    let side = |side: &'static str, label: &'static str, text: &str| {
        view! {
            <label class="collisions__side">
                <span class="collisions__who">
                    <input type="radio" name=field.key() value=side checked=side == "mine" autofocus=side == "mine"/>{label}
                </span>
                {value(*field, text, names)}
            </label>
        }
    };
    view! {
        <fieldset class="collisions__field">
            <legend class="collisions__label">{field.label()}</legend>
            <div class="collisions__side"><span class="collisions__who">"Before"</span>{value(*field, base, names)}</div>
            {side("mine", "Yours", mine)}
            {side("theirs", "Theirs", theirs)}
        </fieldset>
    }
    .into_any()
}

/// The text as people read it.
fn value(field: Field, text: &str, names: &Names) -> AnyView {
    let name_of = |id| names.get(&id).cloned();
    let row = changes(&gather::<Texts, _>([(field, text.to_owned())]));
    let readable = row.contains_key(field.key());
    let words = if readable { value_text(&Record::from_row(&row), field, &name_of) } else { text.to_owned() };
    let words = if words.is_empty() { "nothing".to_owned() } else { words };
    let lines = matches!(field.kind(), Kind::Json(_) | Kind::Tags | Kind::Text { lines: true, .. });
    view! { <span class="collisions__value" data-lines=lines.then_some("")>{words}</span> }.into_any()
}
