//! The policy as a table: one row per field, one column per role.

use leptos::prelude::*;

use crate::domain::field::{FIELDS, Section, Spec};
use crate::domain::permission::{creates_field, fills_in, reads_field, writes_field};
use crate::domain::role::Role;

/// Draws the table with the person's own column marked.
#[component]
pub fn AccessTable(
    /// The person's own role.
    role: Role,
    /// Called with a role to look at the pages as; without it there are no buttons for that.
    on_look: Option<Callback<Role>>,
) -> impl IntoView {
    let roles: Vec<Role> = Role::ALL.into_iter().rev().collect();
    let headings = roles.iter().map(|column| heading(*column, role, on_look)).collect_view();
    let sections = Section::ALL.into_iter().filter_map(|section| {
        let specs: Vec<&Spec> = FIELDS.iter().filter(|spec| spec.section == section).collect();
        let rows = specs.iter().map(|spec| row(spec, &roles, role)).collect_view();
        (!specs.is_empty()).then(|| {
            view! {
                <tbody>
                    <tr class="access-table__section"><th scope="rowgroup" colspan="6">{section.label()}</th></tr>
                    {rows}
                </tbody>
            }
        })
    });
    view! {
        <div class="access-table" role="region" aria-label="Policy" tabindex="0">
            <table>
                <caption class="visually-hidden">"Who reads and changes which field"</caption>
                <thead><tr><th scope="col">"Field"</th>{headings}</tr></thead>
                {sections.collect_view()}
            </table>
        </div>
    }
}

fn heading(column: Role, role: Role, on_look: Option<Callback<Role>>) -> AnyView {
    let mine = column == role;
    // A client's portal is somebody's: it is looked at from that client's page.
    let look = on_look.filter(|_| column < role && column.is_agency());
    let elsewhere = on_look.is_some() && !column.is_agency();
    view! {
        <th scope="col" data-mine=mine.then_some("")>
            {column.to_string()}
            {mine.then(|| view! { <span class="access-table__note">" (you)"</span> })}
            {elsewhere.then(|| view! { <span class="access-table__hint">"See it from a client\u{2019}s page"</span> })}
            {look.map(|look| view! {
                <button type="button" class="access-table__look" on:click=move |_| look.run(column)>
                    "Look as " {column.to_string().to_lowercase()}
                </button>
            })}
        </th>
    }
    .into_any()
}

fn row(spec: &'static Spec, roles: &[Role], role: Role) -> AnyView {
    let cells = roles.iter().map(|column| {
        let word = verdict(*column, spec);
        view! { <td data-verdict=word data-mine=(*column == role).then_some("")>{word}</td> }
    });
    view! {
        <tr>
            <th scope="row">{spec.label} " " <code>{spec.key}</code></th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}

/// One word for what a role may do with a field.
fn verdict(role: Role, spec: &Spec) -> &'static str {
    match (reads_field(role, spec.field), writes_field(role, spec.field), creates_field(role, spec.field)) {
        (false, _, _) => "hidden",
        (true, true, _) => "changes",
        (true, false, true) => "sets once",
        (true, false, false) if fills_in(role, spec.field) => "proposes",
        (true, false, false) => "reads",
    }
}
