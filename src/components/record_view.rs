//! A record to read: the fields of a role by section. "Restricted" and "empty" look different.

use leptos::prelude::*;

use super::format::{NameOf, value_text};
use crate::domain::field::{FIELDS, Field, Kind, Section, Shape};
use crate::domain::permission::reads_field;
use crate::domain::record::{Cell, Record};
use crate::domain::role::Role;
use crate::domain::value::Value;

/// Draws every field that the role reads, by section; sections without one are left out.
#[component]
pub fn RecordView<'a>(
    /// Whose fields.
    role: Role,
    /// The client.
    record: &'a Record,
    /// Names of the agency's people.
    name_of: NameOf<'a>,
) -> impl IntoView {
    let sections = Section::ALL.into_iter().filter_map(|section| {
        let fields = FIELDS.iter().filter(|spec| spec.section == section && reads_field(role, spec.field));
        let rows: Vec<_> = fields.map(|spec| row(record, spec.field, name_of)).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="record__section">
                    <h2 class="record__heading">{section.label()}</h2>
                    <dl class="record__fields">{rows}</dl>
                </section>
            }
        })
    });
    view! { <div class="record">{sections.collect_view()}</div> }
}

fn row(record: &Record, field: Field, name_of: NameOf<'_>) -> AnyView {
    view! {
        <div class="record__row" data-field=field.key()>
            <dt>{field.label()}</dt>
            <dd>{content(record, field, name_of)}</dd>
        </div>
    }
    .into_any()
}

fn content(record: &Record, field: Field, name_of: NameOf<'_>) -> AnyView {
    match (field.kind(), record.cell(field)) {
        (_, Cell::Empty) => view! { <span class="empty">"–"</span> }.into_any(),
        (_, Cell::Restricted) => view! { <span class="restricted">"Restricted"</span> }.into_any(),
        (Kind::Url, Cell::Filled(Value::Text(url))) => {
            view! { <a href=url.clone() rel="external noopener noreferrer" target="_blank">{url.clone()}</a> }
                .into_any()
        }
        (Kind::Choice(_), Cell::Filled(value)) => {
            view! { <span class="badge" data-word=value.to_text()>{record.label(field)}</span> }.into_any()
        }
        (Kind::Tags, Cell::Filled(Value::List(entries))) if !entries.is_empty() => {
            let entries = entries.iter().map(|entry| view! { <li class="tag">{entry.clone()}</li> }).collect_view();
            view! { <ul class="tags">{entries}</ul> }.into_any()
        }
        (Kind::Json(Shape::Address), Cell::Filled(Value::Json(parts))) => {
            let keys = ["street", "postal_code", "city", "region", "country"];
            let lines = keys.iter().filter_map(|key| parts.get(*key)?.as_str());
            lines.collect::<Vec<_>>().join(", ").into_any()
        }
        (Kind::Json(_), Cell::Filled(value)) => view! { <pre class="record__json">{value.to_text()}</pre> }.into_any(),
        _ => value_text(record, field, name_of).into_any(),
    }
}
