//! The record as the portal shows it: who it is and what is ahead, then what the agency has on record, by groups.

use leptos::prelude::*;

use crate::components::format::{day_text, today};
use crate::components::heading::Heading;
use crate::components::record_value::record_value;
use crate::components::record_view::is_empty;
use crate::components::way::way;
use crate::domain::field::{Field, Kind, Shape};
use crate::domain::portal::{GROUPS, Group, NextDate, days_words, in_words, label, next_dates, status_words};
use crate::domain::record::Record;
use crate::domain::value::Value;

/// Who the client is and how they stand, who looks after them, and what is ahead.
pub fn head(record: &Record) -> AnyView {
    let plan = record.label(Field::Tier);
    let plan = (!plan.is_empty()).then(|| view! { <span class="portal__plan">{plan}" plan"</span> });
    view! {
        <div class="portal__head">
            <Heading text=record.title()/>
            <p class="portal__state">{status(record)}" "{plan}</p>
            {way("/portal/propose".to_owned(), "button", false, "Propose a change")}
        </div>
        <div class="portal__strip">{contact(record)} {dates(record)}</div>
    }
    .into_any()
}

/// What the agency has on record, by what belongs together in a client's mind.
pub fn record_groups(record: &Record) -> AnyView {
    GROUPS.iter().map(|group| group_of(group, record)).collect::<Vec<_>>().into_any()
}

fn status(record: &Record) -> AnyView {
    let wire = record.text(Field::Status);
    let shown = status_words(record).map_or_else(|| record.label(Field::Status), str::to_owned);
    (!wire.is_empty()).then(|| view! { <span class="badge" data-word=wire>{shown}</span> }).into_any()
}

fn contact(record: &Record) -> AnyView {
    let name = record.text(Field::AssignedManager);
    let body = if name.is_empty() {
        view! { <p class="portal__quiet">"Nobody looks after you yet."</p> }.into_any()
    } else {
        let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
        view! {
            <p class="portal__contact">
                <span class="portal__initials" aria-hidden="true">{initials}</span>
                <span data-field="assigned_manager">{name}</span>
            </p>
        }
        .into_any()
    };
    view! { <section class="portal__card"><h2 class="portal__label">"Your contact"</h2>{body}</section> }.into_any()
}

fn dates(record: &Record) -> AnyView {
    let ahead = next_dates(record, today());
    let date = |date: NextDate| {
        view! {
            <li class="portal__date">
                <span>{date.what}</span>" "
                <span class="portal__day">{day_text(&date.day.to_string())}</span>" "
                <span class="portal__quiet">{days_words(date.days)}</span>
            </li>
        }
        .into_any()
    };
    let body = if ahead.is_empty() {
        view! { <p class="portal__quiet">"Nothing is ahead."</p> }.into_any()
    } else {
        view! { <ul class="portal__dates">{ahead.into_iter().map(date).collect::<Vec<_>>()}</ul> }.into_any()
    };
    view! { <section class="portal__card"><h2 class="portal__label">"Next dates"</h2>{body}</section> }.into_any()
}

/// Empty fields are named at the end: a client sees what is still missing without reading through dashes.
fn group_of(group: &Group, record: &Record) -> AnyView {
    let (missing, there): (Vec<_>, Vec<_>) = group.fields().partition(|field| is_empty(record, *field));
    let rows: Vec<_> = there.into_iter().map(|field| row(record, field)).collect();
    let missing = missing.into_iter().map(label).collect::<Vec<_>>().join(", ");
    view! {
        <section class="portal__group">
            <h2 class="portal__title">{group.title}</h2>
            <dl class="record__fields">{rows}</dl>
            {(!missing.is_empty()).then(|| view! { <p class="portal__quiet">"Not on record yet: " {missing} "."</p> })}
        </section>
    }
    .into_any()
}

fn row(record: &Record, field: Field) -> AnyView {
    let value = match (field, field.kind(), record.value(field)) {
        (Field::Status, ..) => status(record),
        (_, Kind::Json(Shape::Free), Some(Value::Json(object))) => {
            let spoken = record.with(field, Some(Value::Json(in_words(object))));
            record_value(&spoken, field, &|_| None)
        }
        _ => record_value(record, field, &|_| None),
    };
    view! { <div class="record__row" data-field=field.key()><dt>{label(field)}</dt><dd>{value}</dd></div> }.into_any()
}
