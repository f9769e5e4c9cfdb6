//! The controls of a condition's operand.

use leptos::prelude::*;

use super::client_rows::{Names, by_name};
use super::filter_builder::{Building, control_id};
use super::filter_row::error_id;
use crate::domain::choice::Choice;
use crate::domain::filter_draft::Refusal;
use crate::domain::operand_form::Form;
use crate::erased::live;

/// Draws the controls with what is written in them; `on_text` hears which control has which text.
pub fn operand(
    this: Building,
    row: u32,
    form: Form,
    texts: [String; 2],
    refused: Memo<Option<Refusal>>,
    on_text: Callback<(usize, String)>,
) -> AnyView {
    let control = Control { row, refused, on_text };
    let [first, second] = texts;
    let [label, other] = form.labels();
    match form {
        Form::Nothing => ().into_any(),
        Form::Words(options) => words(control, options, first),
        Form::Word(options) => {
            let options = options.iter().map(|choice| (choice.wire.to_owned(), choice.label.to_owned())).collect();
            select(control, label, "Choose…", first, Signal::stored(options))
        }
        Form::Person => {
            let chosen = first.clone();
            let people = move || people(&this.names.get(), &chosen);
            select(control, label, "Choose…", first, Signal::derive(people))
        }
        Form::Lines => view! {
            <textarea class="input" rows="3" id=control_id(row, 0) aria-label=label placeholder="One per line"
                aria-invalid=control.invalid(0) aria-describedby=error_id(row) prop:value=first
                on:input=move |event| on_text.run((0, event_target_value(&event)))></textarea>
        }
        .into_any(),
        Form::Dates => pair(control, "date", [(label, first), (other, second)], "and"),
        Form::Amounts => pair(control, "decimal", [(label, first), (other, second)], "and"),
        Form::Path => pair(control, "path", [(label, first), (other, second)], "="),
        Form::Day => input(control, 0, "date", label, first),
        Form::Days => input(control, 0, "numeric", label, first),
        Form::Amount => input(control, 0, "decimal", label, first),
        Form::Text => input(control, 0, "text", label, first),
    }
}

#[derive(Clone, Copy)]
struct Control {
    row: u32,
    refused: Memo<Option<Refusal>>,
    on_text: Callback<(usize, String)>,
}

impl Control {
    /// Whether the row was refused because of this control; nothing when not, so that no reader says "valid".
    fn invalid(self, control: usize) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + 'static {
        move || self.refused.read().as_ref().is_some_and(|refusal| refusal.control == control).then_some("true")
    }
}

fn input(this: Control, control: usize, kind: &'static str, label: &'static str, text: String) -> AnyView {
    let mode = matches!(kind, "decimal" | "numeric").then_some(kind);
    let hint = match kind {
        "path" if control == 0 => Some("plan.name"),
        "numeric" => Some("days"),
        _ => None,
    };
    let kind = if kind == "date" { "date" } else { "text" };
    view! {
        <input class="input" type=kind inputmode=mode id=control_id(this.row, control) aria-label=label placeholder=hint
            autocomplete="off" spellcheck="false" aria-invalid=this.invalid(control) aria-describedby=error_id(this.row)
            value=text on:input=move |event| this.on_text.run((control, event_target_value(&event)))/>
    }
    .into_any()
}

fn pair(this: Control, kind: &'static str, controls: [(&'static str, String); 2], joint: &'static str) -> AnyView {
    let [(label, text), (other, second)] = controls;
    view! {
        <div class="filter-row__pair">
            {input(this, 0, kind, label, text)}
            <span>{joint}</span>
            {input(this, 1, kind, other, second)}
        </div>
    }
    .into_any()
}

fn select(
    this: Control,
    label: &'static str,
    none: &'static str,
    chosen: String,
    options: Signal<Vec<(String, String)>>,
) -> AnyView {
    let options = move || {
        let option = |(value, label): (String, String)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    };
    view! {
        <select class="input" id=control_id(this.row, 0) aria-label=label aria-invalid=this.invalid(0)
            aria-describedby=error_id(this.row) on:change=move |event| this.on_text.run((0, event_target_value(&event)))>
            <option value="">{none}</option>
            {live(options)}
        </select>
    }
    .into_any()
}

fn words(this: Control, options: &'static [Choice], text: String) -> AnyView {
    let chosen = StoredValue::new(text.split(',').map(str::to_owned).collect::<Vec<_>>());
    let toggle = move |word: &'static str, on: bool| {
        chosen.update_value(|chosen| {
            chosen.retain(|other| other != word && !other.is_empty());
            if on {
                chosen.push(word.to_owned());
            }
        });
        this.on_text.run((0, chosen.with_value(|chosen| chosen.join(","))));
    };
    let word = |(place, choice): (usize, &'static Choice)| {
        let on = chosen.with_value(|chosen| chosen.iter().any(|word| word == choice.wire));
        view! {
            <label class="filter-row__word">
                <input type="checkbox" class="check" id=(place == 0).then(|| control_id(this.row, 0)) prop:checked=on
                    aria-invalid=this.invalid(0) aria-describedby=error_id(this.row)
                    on:change:target=move |event| toggle(choice.wire, event.target().checked())/>
                {choice.label}
            </label>
        }
    };
    view! { <div class="filter-row__words">{options.iter().enumerate().map(word).collect_view()}</div> }.into_any()
}

/// The agency's people, and whoever is asked for without being one of them any more.
fn people(names: &Names, chosen: &str) -> Vec<(String, String)> {
    let mut people = by_name(names);
    if !chosen.is_empty() && people.iter().all(|(id, _)| id != chosen) {
        people.push((chosen.to_owned(), "Former colleague".to_owned()));
    }
    people
}
