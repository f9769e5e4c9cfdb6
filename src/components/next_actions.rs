//! What should be done about a client, each with the one thing to do.

use leptos::prelude::*;

use crate::domain::next_action::{NextAction, Step};

/// Where the steps lead that are links.
pub struct Aims {
    /// The form's address.
    pub form: String,
    /// The client's e-mail address.
    pub email: String,
}

/// Draws them; nothing where there is nothing to do. `on_step` is called with a step that is no link.
pub fn next_actions_list(actions: &[NextAction], aims: &Aims, on_step: Callback<Step>) -> AnyView {
    if actions.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = actions
        .iter()
        .map(|action| {
            view! {
                <li class="next__item" data-late=action.reason.is_late().then_some("")>
                    <span class="next__reason">{action.reason.to_string()}</span>
                    {step(action.step, aims, on_step)}
                </li>
            }
            .into_any()
        })
        .collect();
    view! { <section class="next" aria-label="Next actions"><ul class="next__list">{items}</ul></section> }.into_any()
}

fn step(step: Step, aims: &Aims, on_step: Callback<Step>) -> AnyView {
    let label = step.label();
    match step {
        Step::Edit(field) => {
            view! { <a class="next__step" href=format!("{}#field-{}", aims.form, field.key())>{label}</a> }.into_any()
        }
        Step::Write => {
            view! { <a class="next__step" rel="external" href=format!("mailto:{}", aims.email)>{label}</a> }.into_any()
        }
        Step::AskAdmin => view! { <span class="next__hint">{label}</span> }.into_any(),
        _ => view! { <button type="button" class="next__step" on:click=move |_| on_step.run(step)>{label}</button> }
            .into_any(),
    }
}
