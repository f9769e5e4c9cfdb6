//! A record to read: the fields of a role by section. "Restricted" and "empty" look different.

use leptos::prelude::*;
use serde_json::{Map, Value as Json};

use super::format::{NameOf, value_text};
use crate::domain::field::{FIELDS, Field, Kind, Section, Shape, Spec};
use crate::domain::permission::reads_field;
use crate::domain::record::{Cell, Record};
use crate::domain::role::Role;
use crate::domain::value::Value;

/// Draws every field that the role reads, by section; sections without one are left out. A client is not shown what
/// only serves the machinery.
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
        let fields = FIELDS.iter().filter(|spec| spec.section == section && shown(role, spec));
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

fn shown(role: Role, spec: &Spec) -> bool {
    let machinery = matches!(spec.section, Section::System | Section::Access);
    reads_field(role, spec.field) && (role.is_agency() || !machinery)
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
        (Kind::Json(shape), Cell::Filled(Value::Json(object))) => object_view(object, shape == Shape::Palette),
        _ => value_text(record, field, name_of).into_any(),
    }
}

/// An object as names and values, as deep as it goes (the rules allow eight levels); colours with a patch of them.
fn object_view(object: &Map<String, Json>, palette: bool) -> AnyView {
    if object.is_empty() {
        return view! { <span class="empty">"–"</span> }.into_any();
    }
    if palette {
        let colors = object.iter().filter_map(|(name, color)| {
            let (name, color) = (name.clone(), color.as_str()?.to_owned());
            Some(view! { <li class="swatch" style:--swatch=color.clone()>{name} " " <code>{color.clone()}</code></li> })
        });
        return view! { <ul class="swatches">{colors.collect_view()}</ul> }.into_any();
    }
    let rows = object.iter().map(|(name, value)| view! { <dt>{name.clone()}</dt> <dd>{json_view(value)}</dd> });
    view! { <dl class="record__object">{rows.collect_view()}</dl> }.into_any()
}

fn json_view(value: &Json) -> AnyView {
    match value {
        Json::Object(object) => object_view(object, false),
        Json::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            items.iter().map(plain_text).collect::<Vec<_>>().join(", ").into_any()
        }
        Json::Array(items) => {
            let items = items.iter().map(|item| view! { <li>{json_view(item)}</li> });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
        _ => plain_text(value).into_any(),
    }
}

fn plain_text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::Null => "–".to_owned(),
        _ => value.to_string(),
    }
}
