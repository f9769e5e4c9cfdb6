//! A client in short: who it is, how it stands, whom to ask.

use leptos::prelude::*;

use super::client_rows::Names;
use super::record_value::record_value;
use super::way::way_of_text;
use crate::domain::field::Field;
use crate::domain::lens::Lens;
use crate::domain::record::{Cell, Record};

/// What a card says below the client's name, in this order, where the role reads it and there is something to say.
const FACTS: [Field; 6] =
    [Field::Email, Field::Phone, Field::WebsiteUrl, Field::AssignedManager, Field::LastContactDate, Field::RenewalDate];

/// Draws the card.
#[component]
pub fn ClientCard(
    /// Who it is.
    record: Record,
    /// With whose eyes.
    lens: Lens,
    /// The names of the agency's people.
    names: Names,
    /// Where the client's name leads.
    address: String,
) -> impl IntoView {
    let name_of = |id| Some(names.get(&id).cloned().unwrap_or_else(|| "Former colleague".to_owned()));
    let shown = |field: Field| lens.reads(field) && matches!(record.cell(field), Cell::Filled(_));
    let badge = |field: Field| shown(field).then(|| record_value(&record, field, &name_of));
    let fact = |field: &Field| {
        let value = record_value(&record, *field, &name_of);
        view! { <div class="client__fact" data-field=field.key()><dt>{field.label()}</dt><dd>{value}</dd></div> }
            .into_any()
    };
    let facts: Vec<_> = FACTS.iter().filter(|field| shown(**field)).map(fact).collect();
    let (name, title) = (record.text(Field::Name), record.title());
    let contact = (!name.is_empty() && name != title).then(|| view! { <p class="card__contact">{name}</p> });
    view! {
        <article class="card" part="card">
            <div class="card__head">
                <h2 class="card__title">{way_of_text(address, "card__way", title)}</h2>
                <p class="card__badges">{badge(Field::Status)} " " {badge(Field::Tier)}</p>
            </div>
            {contact}
            <dl class="client__facts">{facts}</dl>
        </article>
    }
}
