//! Panels with figures, facts and sentences: what a page is made of that reports and asks. Every part is one type, because a
//! view per place costs bytes.

use leptos::prelude::*;

use super::format::number_text;

/// One panel.
pub fn panel(title: &'static str, body: Vec<AnyView>) -> AnyView {
    view! { <section class="panel"><h2 class="panel__title">{title}</h2>{body}</section> }.into_any()
}

/// What is said beside the matter.
pub fn quiet(text: AnyView) -> AnyView {
    view! { <p class="panel__quiet">{text}</p> }.into_any()
}

/// The same, of one text.
pub fn quiet_text(text: impl Into<String>) -> AnyView {
    quiet(text.into().into_any())
}

/// Something that is not there, in a word.
pub fn none(text: &'static str) -> AnyView {
    view! { <p class="panel__none">{text}</p> }.into_any()
}

/// The buttons of a panel, side by side.
pub fn acts(buttons: Vec<AnyView>) -> AnyView {
    view! { <div class="panel__acts">{buttons}</div> }.into_any()
}

/// Sentences as a list; `failed`: they keep something from being done.
pub fn list(sentences: Vec<AnyView>, failed: bool) -> AnyView {
    let items: Vec<_> = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }.into_any()).collect();
    view! { <ul class="panel__list" data-kind=failed.then_some("failed")>{items}</ul> }.into_any()
}

/// A word in a badge; `outcome` says how it looks.
pub fn badge(word: String, outcome: &'static str) -> AnyView {
    view! { <span class="badge" data-outcome=outcome>{word}</span> }.into_any()
}

/// A cell of a table: the row's name, a word, or a number.
pub enum Cell {
    Head(AnyView),
    Word(AnyView),
    Number(AnyView),
}

/// A table with its name; of heads that begin with `#`, the column holds numbers.
pub fn table(name: &'static str, heads: &[&'static str], rows: Vec<Vec<Cell>>) -> AnyView {
    let head = |head: &&'static str| match head.strip_prefix('#') {
        Some(head) => view! { <th scope="col" class="table__number">{head}</th> }.into_any(),
        None => view! { <th scope="col">{*head}</th> }.into_any(),
    };
    let cell = |cell: Cell| match cell {
        Cell::Head(content) => view! { <th scope="row">{content}</th> }.into_any(),
        Cell::Word(content) => view! { <td>{content}</td> }.into_any(),
        Cell::Number(content) => view! { <td class="table__number">{content}</td> }.into_any(),
    };
    let heads: Vec<_> = heads.iter().map(head).collect();
    let rows = rows.into_iter().map(|row| {
        let cells: Vec<_> = row.into_iter().map(cell).collect();
        view! { <tr>{cells}</tr> }.into_any()
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <div class="table-frame" role="region" aria-label=name tabindex="0">
            <table class="table"><caption class="visually-hidden">{name}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

/// Facts with their names.
pub fn facts(class: &'static str, facts: Vec<(&'static str, String)>) -> AnyView {
    let facts: Vec<_> = facts
        .into_iter()
        .map(|(name, fact)| view! { <div data-fact=name><dt>{name}</dt><dd>{fact}</dd></div> }.into_any())
        .collect();
    view! { <dl class=class>{facts}</dl> }.into_any()
}

/// A count as people read it.
pub fn count(number: u64) -> String {
    number_text(&number.to_string())
}

/// Why something was not done.
pub fn alert(sentence: String) -> AnyView {
    view! { <p class="note" data-kind="failed" role="alert">{sentence}</p> }.into_any()
}
