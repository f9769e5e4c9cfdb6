//! What happened to a client, newest first: who, when, and each field from what to what.

use leptos::prelude::*;
use serde_json::Map;

use super::format::{NameOf, value_text};
use super::moment::moment;
use crate::domain::field::{Field, Kind};
use crate::domain::history::{Change, Edit, What};
use crate::domain::record::{Cell, Record};
use crate::domain::value::Value;

/// A text of more characters than this is folded.
const LONG: usize = 80;

/// Draws the changes.
pub fn timeline(changes: &[Change], name_of: NameOf<'_>) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="related__none">"Nothing has been changed since changes are recorded."</p> }
            .into_any();
    }
    let items: Vec<_> = changes.iter().map(|change| item(change, name_of)).collect();
    view! { <ol class="timeline">{items}</ol> }.into_any()
}

fn item(change: &Change, name_of: NameOf<'_>) -> AnyView {
    let who = match (&change.actor, change.person) {
        (Some(name), _) => name.clone(),
        (None, Some(_)) => "Former colleague".to_owned(),
        (None, None) => "An import or an integration".to_owned(),
    };
    let (did, edits) = match &change.what {
        What::Created => (" created this client", Vec::new()),
        What::Deleted => (" deleted this client", Vec::new()),
        What::Edited(edits) => ("", edits.iter().map(|edit| line(edit, name_of)).collect()),
    };
    view! {
        <li class="timeline__item">
            <p class="timeline__head"><span><b class="timeline__who">{who}</b>{did}</span>{moment(change.at)}</p>
            {(!edits.is_empty()).then(|| view! { <ul class="timeline__edits">{edits}</ul> })}
        </li>
    }
    .into_any()
}

fn line(edit: &Edit, name_of: NameOf<'_>) -> AnyView {
    let label = edit.field.label();
    let (before, after) = (words(edit.field, &edit.before, name_of), words(edit.field, &edit.after, name_of));
    let long = |text: &str| text.chars().count() > LONG || text.contains('\n');
    if long(&before) || long(&after) {
        return view! {
            <li>
                <details class="fold">
                    <summary class="fold__head"><span class="timeline__field">{label}</span>" changed "</summary>
                    <p class="timeline__side">"From"</p><pre class="timeline__text">{before}</pre>
                    <p class="timeline__side">"To"</p><pre class="timeline__text">{after}</pre>
                </details>
            </li>
        }
        .into_any();
    }
    view! {
        <li>
            <span class="timeline__field">{label}</span>" "<span class="visually-hidden">"from "</span><del>{before}</del>
            <span aria-hidden="true">" → "</span><span class="visually-hidden">" to "</span><ins>{after}</ins>
        </li>
    }
    .into_any()
}

/// A value of a field as people read it.
fn words(field: Field, cell: &Cell, name_of: NameOf<'_>) -> String {
    let text = match cell {
        Cell::Filled(Value::List(entries)) if matches!(field.kind(), Kind::Tags) => entries.join(", "),
        Cell::Filled(value) => {
            value_text(&Record::from_row(&Map::new()).with(field, Some(value.clone())), field, name_of)
        }
        Cell::Unreadable(raw) => raw.clone(),
        Cell::Empty | Cell::Restricted => String::new(),
    };
    if text.is_empty() { "empty".to_owned() } else { text }
}
