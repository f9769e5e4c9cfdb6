//! The faces of a page that has nothing to show: loading, empty, forbidden and failed look different.

use leptos::prelude::*;

use super::heading::focus_heading;
use crate::domain::role::Role;

/// Grey bars where rows will be, so that nothing jumps when they come.
#[component]
pub fn Skeleton(
    /// How many bars.
    #[prop(default = 8)]
    rows: usize,
) -> impl IntoView {
    let bars = (0..rows).map(|_| view! { <div class="skeleton__row"></div> }).collect_view();
    view! {
        <div class="skeleton" role="status">
            <span class="visually-hidden">"Loading…"</span>
            {bars}
        </div>
    }
}

/// A sentence in place of the page's content, with what to do next.
#[component]
pub fn Message(
    /// `empty`, `forbidden` or `failed`: how it looks.
    kind: &'static str,
    /// What is the case.
    #[prop(into)]
    title: String,
    /// What to do about it.
    #[prop(into)]
    text: String,
    /// A link or button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let role = if kind == "failed" { "alert" } else { "status" };
    view! {
        <section class="message" data-kind=kind role=role>
            <h2 class="message__title">{title}</h2>
            <p class="message__text">{text}</p>
            {children.map(|children| view! { <p class="message__action" on:click=|_| focus_heading()>{children()}</p> })}
        </section>
    }
}

/// The role as a quiet badge.
#[component]
pub fn RoleBadge(
    /// Whose role.
    role: Role,
) -> impl IntoView {
    view! { <span class="badge" data-role=role.wire()>{role.to_string()}</span> }
}
