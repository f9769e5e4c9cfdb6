//! One field's value, drawn as what it is.

use leptos::prelude::*;
use serde_json::{Map, Value as Json};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::format::{NameOf, country_text, relative_text, value_text};
use super::json_tree::json_tree;
use crate::domain::field::{Field, Kind, Shape};
use crate::domain::record::{Cell, Record};
use crate::domain::rules::url;
use crate::domain::value::Value;

/// Text of more characters than this is folded.
const LONG: usize = 500;

/// As much of a long text as stands there before it is opened.
const START: usize = 240;

/// Draws what a record has in a field.
pub fn record_value(record: &Record, field: Field, name_of: NameOf<'_>) -> AnyView {
    let Cell::Filled(value) = record.cell(field) else {
        return match record.cell(field) {
            Cell::Empty => empty(),
            Cell::Restricted => view! { <span class="restricted">"Restricted"</span> }.into_any(),
            _ => record.text(field).into_any(),
        };
    };
    match (field.kind(), value) {
        (Kind::Email, _) => link(&format!("mailto:{}", value.to_text()), value.to_text(), false),
        (Kind::Phone, Value::Text(phone)) => link(&phone_link(phone), phone.clone(), false),
        (Kind::Url, Value::Text(address)) => web_link(address, address.clone()),
        (Kind::Choice(_), _) => {
            view! { <span class="badge" data-word=value.to_text()>{record.label(field)}</span> }.into_any()
        }
        (_, Value::List(entries)) if entries.is_empty() => empty(),
        (_, Value::List(entries)) => {
            let entries = entries.iter().map(|entry| view! { <li class="tag">{entry.clone()}</li> }.into_any());
            view! { <ul class="tags">{entries.collect::<Vec<_>>()}</ul> }.into_any()
        }
        (_, Value::Json(object)) if object.is_empty() => empty(),
        (Kind::Json(Shape::Address), Value::Json(parts)) => address(parts),
        (Kind::Json(Shape::Palette), Value::Json(colors)) => palette(colors),
        (Kind::Json(Shape::Logos), Value::Json(logos)) => logo_list(logos),
        (_, Value::Json(object)) => json_tree(object),
        (_, Value::Instant(moment)) => {
            let ago = relative_text(*moment);
            view! { {value_text(record, field, name_of)} " " <span class="record__aside">{ago}</span> }.into_any()
        }
        (Kind::Text { .. }, Value::Text(text)) if text.chars().count() > LONG => folded(text),
        _ => value_text(record, field, name_of).into_any(),
    }
}

/// A web address to follow; one that the rules refuse is only shown.
pub fn web_link(address: &str, text: String) -> AnyView {
    if url::check(address).is_ok() { link(address, text, true) } else { text.into_any() }
}

/// What a telephone dials: the digits, and the extension after a pause.
pub fn phone_link(phone: &str) -> String {
    let (number, extension) = phone.split_once(|c: char| c.is_ascii_alphabetic()).unwrap_or((phone, ""));
    let digits = |text: &str| text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect::<String>();
    let extension = digits(extension);
    let pause = if extension.is_empty() { "" } else { "," };
    format!("tel:{}{pause}{extension}", digits(number))
}

fn link(href: &str, text: String, elsewhere: bool) -> AnyView {
    let (rel, target) =
        if elsewhere { (Some("external noopener noreferrer"), Some("_blank")) } else { (Some("external"), None) };
    view! { <a href=href.to_owned() rel=rel target=target>{text}</a> }.into_any()
}

fn empty() -> AnyView {
    view! { <span class="empty">"–"</span> }.into_any()
}

fn folded(text: &str) -> AnyView {
    let start: String = text.chars().take(START).collect();
    view! {
        <details class="fold">
            <summary class="fold__head"><span class="fold__start">{start.trim_end().to_owned()}"… "</span></summary>
            <div>{text.to_owned()}</div>
        </details>
    }
    .into_any()
}

/// An address as on a letter; what else stands in it follows.
fn address(parts: &Map<String, Json>) -> AnyView {
    let part = |key: &str| parts.get(key).and_then(Json::as_str).unwrap_or_default().trim().to_owned();
    let town = format!("{} {}", part("postal_code"), part("city"));
    let lines = [part("street"), town.trim().to_owned(), part("region"), country(&part("country"))];
    let lines = lines.into_iter().filter(|line| !line.is_empty()).map(|line| view! { <div>{line}</div> }.into_any());
    let known = ["street", "postal_code", "city", "region", "country"];
    let rest: Map<_, _> = parts
        .iter()
        .filter(|(key, _)| !known.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    view! { {lines.collect::<Vec<_>>()} {(!rest.is_empty()).then(|| json_tree(&rest))} }.into_any()
}

fn country(code: &str) -> String {
    if code.is_empty() { String::new() } else { country_text(code) }
}

fn palette(colors: &Map<String, Json>) -> AnyView {
    let colors = colors.iter().map(|(name, color)| {
        let (name, color) = (name.clone(), color.as_str().unwrap_or_default().to_owned());
        view! { <li class="swatch" style:--swatch=color.clone()>{name} " " <code>{color.clone()}</code></li> }
            .into_any()
    });
    view! { <ul class="swatches">{colors.collect::<Vec<_>>()}</ul> }.into_any()
}

fn logo_list(logos: &Map<String, Json>) -> AnyView {
    let logos = logos.iter().map(|(name, value)| {
        let address = value.as_str().or_else(|| value.get("url")?.as_str());
        let rest = match value {
            Json::Object(object) => object
                .iter()
                .filter(|(key, _)| *key != "url" || address.is_none())
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect(),
            _ => Map::new(),
        };
        let picture = address.filter(|address| is_picture(address)).map(str::to_owned);
        let picture = picture.map(
            |src| view! { <img class="logo__image" src=src alt="" loading="lazy" decoding="async" on:error=gone/> },
        );
        let named = match address {
            Some(address) => web_link(address, name.clone()),
            None => name.clone().into_any(),
        };
        view! {
            <li class="logo">
                {picture}
                <div>{named}{(!rest.is_empty()).then(|| json_tree(&rest))}</div>
            </li>
        }
        .into_any()
    });
    view! { <ul class="logos">{logos.collect::<Vec<_>>()}</ul> }.into_any()
}

/// A picture that does not come leaves no broken one behind.
fn gone(event: leptos::ev::ErrorEvent) {
    if let Some(picture) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        picture.remove();
    }
}

/// Whether a preview may be loaded. The page's policy lets no picture come over http.
fn is_picture(address: &str) -> bool {
    address.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://")) && url::check(address).is_ok()
}
