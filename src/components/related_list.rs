//! What hangs on a client, one kind at a time: a few of the newest, each with how it stands.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::format::{amount_text, day_text, moment_day_text, number_text};
use super::record_value::web_link;
use crate::domain::related::{Column, MOST, Related, Show, health_words, words};

/// Draws the rows, or says that there are none.
pub fn related_list(related: &'static Related, rows: &[Json]) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="related__none">{related.none}</p> }.into_any();
    }
    let more =
        (rows.len() > MOST).then(|| view! { <p class="related__none">{format!("These are the newest {MOST}.")}</p> });
    let items: Vec<_> = rows.iter().take(MOST).map(|row| item(related.columns, row)).collect();
    view! { <ul class="related__list">{items}</ul> {more} }.into_any()
}

fn item(columns: &'static [Column], row: &Json) -> AnyView {
    let text = |column: &Column| match row.get(column.key) {
        Some(Json::String(text)) if !text.is_empty() => Some(text.clone()),
        Some(Json::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let (mut heads, mut links, mut facts) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns {
        let Some(text) = text(column) else { continue };
        match column.show {
            Show::Title => heads.push(view! { <span class="related__title">{text}</span> }.into_any()),
            Show::TitleDay => heads.push(view! { <span class="related__title">{day_text(&text)}</span> }.into_any()),
            Show::Badge => heads.push(badge(column.label, &text, words(&text))),
            Show::Health => heads.push(badge(column.label, &text, health_words(&text))),
            Show::Link => links.push(address(&text)),
            _ => facts.push(fact(column, &text)),
        }
    }
    view! {
        <li class="related__item">
            <div class="related__head">{heads}</div>
            {links}
            <dl class="related__facts">{facts}</dl>
        </li>
    }
    .into_any()
}

fn badge(label: &'static str, wire: &str, shown: String) -> AnyView {
    view! { <span class="badge" data-word=wire.to_owned()><span class="visually-hidden">{label}": "</span>{shown}</span> }.into_any()
}

/// An address, or a host's name alone.
fn address(text: &str) -> AnyView {
    let address = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let shown = text.trim_start_matches("https://").trim_end_matches('/').to_owned();
    view! { <div class="related__link">{web_link(&address, shown)}</div> }.into_any()
}

fn fact(column: &Column, text: &str) -> AnyView {
    let shown = match column.show {
        Show::Number => number_text(text),
        Show::Money => amount_text(text),
        Show::Percent => format!("{} %", number_text(text)),
        Show::Moment => moment_day_text(text),
        _ => words(text),
    };
    view! { <div><dt>{column.label}</dt><dd>{shown}</dd></div> }.into_any()
}
