//! The strategies beside each other, by the document's criteria, its stars, and weights that one can change.

use leptos::prelude::*;

use super::unification_decide::Deciding;
use crate::components::format::number_text;
use crate::components::panel::{Cell, quiet_text, table};
use crate::domain::strategy::{CRITERIA, Criterion, MOST, STRATEGIES, Weights, sums};
use crate::erased::live;

/// The three strategies with the document's criteria, weighed.
pub fn matrix(deciding: Deciding) -> Vec<AnyView> {
    let choice = deciding.choice(0);
    let weights = move || choice.with(|choice| choice.get("weights").map_or_else(Weights::default, Weights::from_json));
    let closed = move || deciding.this.lens.writer().is_none() || deciding.state(0) == "approved";
    let weight = |criterion: &'static Criterion| {
        let key = criterion.key;
        let options: Vec<_> = (0..=MOST)
            .map(|weight| {
                view! { <option value=weight.to_string() selected=move || weights().of(key) == weight>{weight.to_string()}</option> }.into_any()
            })
            .collect();
        let weigh = move |event| {
            let Ok(weight) = event_target_value(&event).parse() else { return };
            let weights = untrack(weights).with(key, weight);
            choice.update(|choice| drop(choice.insert("weights".to_owned(), weights.to_json())));
        };
        view! { <select class="input" aria-label=format!("Weight of {}", criterion.label) disabled=closed on:change=weigh>{options}</select> }
            .into_any()
    };
    let row = |criterion: &'static Criterion| {
        let mut cells = vec![Cell::Head(criterion.label.into_any()), Cell::Word(weight(criterion))];
        for (words, stars) in criterion.words.into_iter().zip(criterion.stars) {
            let row = |from: u8, to: u8| (from..to).map(|_| '\u{2605}').collect::<String>();
            let label = format!("{stars} of 5");
            cells.push(Cell::Word(
                view! { {words}<span class="stars" role="img" aria-label=label>{row(0, stars)}<span class="stars__none">{row(stars, 5)}</span></span> }.into_any(),
            ));
        }
        cells
    };
    let line = |label: &'static str, values: [AnyView; 3]| {
        let mut cells = vec![Cell::Head(view! { <strong>{label}</strong> }.into_any()), Cell::Word(().into_any())];
        cells.extend(values.map(|value| Cell::Word(view! { <strong>{value}</strong> }.into_any())));
        cells
    };
    let weighed = |place: usize| {
        live(move || {
            let totals = weights().totals();
            let most = totals.and_then(|totals| totals.into_iter().max());
            let total = totals.and_then(|totals| totals.get(place).copied());
            let text =
                total.map_or_else(|| "–".to_owned(), |total| number_text(&format!("{}.{}", total / 10, total % 10)));
            view! { <span class="stars__total" data-best=(total.is_some() && total == most).then_some("")>{text}</span> }.into_any()
        })
    };
    let printed = STRATEGIES.map(|strategy| strategy.printed);
    let whole = |values: [u32; 3]| values.map(|value| value.to_string().into_any());
    let mut rows: Vec<_> = CRITERIA.iter().map(row).collect();
    rows.push(line("Sum of the stars, of 50", whole(sums())));
    rows.push(line("Printed in the document", whole(printed)));
    rows.push(line("Weighed, of 50", [weighed(0), weighed(1), weighed(2)]));
    let differs = (sums() != printed).then(|| {
        let list = |values: [u32; 3]| {
            let [a, b, c] = values.map(|value| value.to_string());
            format!("{a}, {b} and {c}")
        };
        quiet_text(format!(
            "The document prints {} of 50. Its own stars add up to {}: none of its totals is the sum of its stars. Here they are added.",
            list(printed),
            list(sums())
        ))
    });
    let [a, b, c] = STRATEGIES.map(|strategy| strategy.name);
    let lines =
        STRATEGIES.iter().map(|strategy| format!("{}: {}.", strategy.letter, strategy.line)).collect::<Vec<_>>();
    vec![
        quiet_text(lines.join(" ")),
        differs.into_any(),
        table("Strategies by the document\u{2019}s criteria", &["Criterion", "Weight", a, b, c], rows),
        quiet_text("The weights are kept with the answer to the first question."),
    ]
}
