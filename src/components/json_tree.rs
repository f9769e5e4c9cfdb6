//! A JSON object to read: names and values, as deep as it goes (the rules allow eight levels).

use leptos::prelude::*;
use serde_json::{Map, Value as Json};

/// An object of more values than this is folded.
const LONG: usize = 12;

/// Draws an object; a long one shows how much is in it and opens at a press.
pub fn json_tree(object: &Map<String, Json>) -> AnyView {
    let values = object.values().map(count).sum::<usize>();
    if values > LONG {
        return view! {
            <details class="fold">
                <summary class="fold__head">{format!("{values} values")}</summary>
                {tree(object)}
            </details>
        }
        .into_any();
    }
    tree(object)
}

fn tree(object: &Map<String, Json>) -> AnyView {
    let rows = object.iter().map(|(name, value)| {
        let nested =
            matches!(value, Json::Object(_)) || matches!(value, Json::Array(items) if items.iter().any(is_nested));
        view! {
            <div class="tree__row" data-nested=nested.then_some("")>
                <dt>{name.clone()}</dt>
                <dd>{branch(value)}</dd>
            </div>
        }
        .into_any()
    });
    view! { <dl class="tree">{rows.collect::<Vec<_>>()}</dl> }.into_any()
}

fn branch(value: &Json) -> AnyView {
    match value {
        Json::Object(object) if !object.is_empty() => tree(object),
        Json::Array(items) if items.iter().any(is_nested) => {
            let items = items.iter().map(|item| view! { <li>{branch(item)}</li> }.into_any());
            view! { <ol class="tree__list">{items.collect::<Vec<_>>()}</ol> }.into_any()
        }
        Json::Array(items) => items.iter().map(leaf).collect::<Vec<_>>().join(", ").into_any(),
        _ => leaf(value).into_any(),
    }
}

fn is_nested(value: &Json) -> bool {
    value.is_object() || value.is_array()
}

fn count(value: &Json) -> usize {
    match value {
        Json::Object(object) => object.values().map(count).sum(),
        Json::Array(items) => items.iter().map(count).sum(),
        _ => 1,
    }
}

fn leaf(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::Null | Json::Object(_) => "–".to_owned(),
        _ => value.to_string(),
    }
}
