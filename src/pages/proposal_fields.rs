//! One proposed field with its choice: what the record says now, what is proposed, what accepting writes.

use leptos::prelude::*;

use super::proposal::Deciding;
use crate::components::proposed::{Side, sides};
use crate::domain::field::Field;
use crate::domain::proposal::{Item, Stands};
use crate::erased::live;

/// The first control of a field, to lead to.
pub fn first_radio(field: Field) -> String {
    format!("decide-{}-accept", field.key())
}

/// Draws the field.
pub fn field_choice(this: Deciding, item: &Item) -> AnyView {
    let field = item.field;
    let side = |label, text: &str| Side::of_text(label, field, text);
    let (now, proposed) = (side("Now", &item.now), side("Proposed", &item.proposed));
    let (said, shown) = match item.stands {
        Stands::Unchanged => (None, vec![now, proposed.marked()]),
        Stands::Already => (Some("The record says so already."), vec![side("When proposed", &item.base), now]),
        Stands::Merges => (
            Some("Somebody changed this field since it was proposed. Both changes fit together."),
            vec![side("When proposed", &item.base), now, proposed, side("Accepting writes", &item.writes).marked()],
        ),
        Stands::Collides => {
            let mut shown = vec![side("When proposed", &item.base), now, proposed];
            if item.writes != item.proposed {
                shown.push(side("Accepting writes", &item.writes).marked());
            }
            (
                Some(
                    "Somebody changed this field to something else since it was proposed. Accepting writes over what stands there now.",
                ),
                shown,
            )
        }
    };
    let may = this.may_accept(field);
    let closed = (!may)
        .then_some("Your role cannot change this field: you can only refuse it, or leave the proposal to an admin.");
    let shown_item = StoredValue::new(item.clone());
    let radio = |accepts: bool, label: &'static str| {
        let chosen =
            move || this.choices.with(|choices| choices.get(&field).is_some_and(|choice| choice.accepts == accepts));
        let choose = move |_| shown_item.with_value(|item| this.choose(item, accepts));
        let id = if accepts { first_radio(field) } else { format!("decide-{}-refuse", field.key()) };
        view! {
            <label class="decide__choice">
                <input type="radio" id=id name=format!("decide-{}", field.key()) disabled=accepts && !may
                    prop:checked=chosen on:change=choose/>
                {label}
            </label>
        }
        .into_any()
    };
    let about = format!("decide-{}", field.key());
    let line = |text: &'static str| view! { <p>{text}</p> }.into_any();
    let choices = vec![radio(true, "Accept"), radio(false, "Refuse")];
    let wrong = move || {
        let refused = this.report.with(|report| report.get(&field).map(ToString::to_string));
        let unchosen = || this.asked.get() && this.choices.with(|choices| !choices.contains_key(&field));
        let text = if let Some(refused) = refused {
            refused
        } else if this.again.with(|again| again.contains(&field)) {
            "This has changed since you chose. Look again and choose.".to_owned()
        } else if unchosen() {
            "Choose Accept or Refuse.".to_owned()
        } else {
            return None;
        };
        Some(view! { <p class="field__error" role="alert">{text}</p> })
    };
    view! {
        <fieldset class="decide__field" aria-describedby=format!("{about} {about}-wrong") data-stands=format!("{:?}", item.stands).to_lowercase()>
            <legend class="decide__name">{field.label()}</legend>
            <div class="decide__said" id=about.clone()>{said.map(line)}{closed.map(line)}</div>
            {sides(field, shown)}
            <div class="decide__choices">{choices}</div>
            <div id=format!("{about}-wrong")>{live(wrong)}</div>
        </fieldset>
    }
    .into_any()
}
