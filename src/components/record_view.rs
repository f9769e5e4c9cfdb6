//! A record to read: the fields of a role by section. "Restricted" and "empty" look different.

use leptos::prelude::*;

use super::format::NameOf;
use super::record_value::record_value;
use crate::domain::field::{FIELDS, Field, Section, Spec};
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
        let rows: Vec<_> =
            fields(role).filter(|spec| spec.section == section).map(|spec| row(record, spec, name_of)).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="record__section">
                    <h2 class="record__heading">{section.label()}</h2>
                    <dl class="record__fields">{rows}</dl>
                </section>
            }
            .into_any()
        })
    });
    view! { <div class="record">{sections.collect::<Vec<_>>()}</div> }
}

/// How many of the fields have nothing in them.
pub fn empty_fields(role: Role, record: &Record) -> usize {
    fields(role).filter(|spec| is_empty(record, spec.field)).count()
}

fn fields(role: Role) -> impl Iterator<Item = &'static Spec> {
    FIELDS.iter().filter(move |spec| reads_field(role, spec.field))
}

/// Whether there is nothing in a field, or nothing in what is in it.
pub fn is_empty(record: &Record, field: Field) -> bool {
    match record.cell(field) {
        Cell::Empty => true,
        Cell::Filled(Value::List(entries)) => entries.is_empty(),
        Cell::Filled(Value::Json(object)) => object.is_empty(),
        _ => false,
    }
}

fn row(record: &Record, spec: &Spec, name_of: NameOf<'_>) -> AnyView {
    view! {
        <div class="record__row" data-field=spec.key data-empty=is_empty(record, spec.field).then_some("")>
            <dt>{spec.label}</dt>
            <dd>{record_value(record, spec.field, name_of)}</dd>
        </div>
    }
    .into_any()
}
