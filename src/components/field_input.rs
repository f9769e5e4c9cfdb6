//! One field of a form: label, the right control for its kind, help, and its error.

use leptos::prelude::*;

use crate::domain::choice::Choice;
use crate::domain::field::{Field, Kind};
use crate::erased::live;

/// Draws an input that holds `text`. It is uncontrolled: the form reads it when it is left and when it is saved.
#[component]
pub fn FieldInput(
    /// Which field.
    field: Field,
    /// What the input holds at first.
    text: String,
    /// The field's error, when there is one.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let spec = field.spec();
    let id = format!("field-{}", spec.key);
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    let described = {
        let (help_id, error_id) = (help_id.clone(), error_id.clone());
        move || if error.read().is_some() { format!("{error_id} {help_id}") } else { help_id.clone() }
    };
    let invalid = move || error.read().is_some().then_some("true");
    let required = spec.required.then_some("true");
    let key = spec.key;
    let control = match spec.kind {
        Kind::Text { lines: true, .. } | Kind::Tags | Kind::Json(_) => view! {
            <textarea id=id.clone() name=key class="input" rows="4" spellcheck=matches!(spec.kind, Kind::Text { .. }).to_string()
                data-mono=matches!(spec.kind, Kind::Json(_)).then_some("") aria-invalid=invalid aria-describedby=described>
                {text}
            </textarea>
        }
        .into_any(),
        Kind::Choice(options) => view! {
            <select id=id.clone() name=key class="input" aria-invalid=invalid aria-describedby=described>
                {choice_options(options, &text)}
            </select>
        }
        .into_any(),
        _ => view! {
            <input id=id.clone() name=key class="input" type=input_type(spec.kind) inputmode=input_mode(spec.kind)
                value=text autocomplete="off" aria-required=required
                aria-invalid=invalid aria-describedby=described/>
        }
        .into_any(),
    };
    view! {
        <div class="field" data-field=key>
            <label class="field__label" for=id>
                {spec.label}
                {spec.required.then(|| view! { <span class="field__required">"Required"</span> })}
            </label>
            {control}
            <p class="field__error" id=error_id>{live(move || error.get())}</p>
            <p class="field__help" id=help_id>{spec.help}</p>
        </div>
    }
}

/// A field that this role may read but not change: its value as text, and who may change it.
#[component]
pub fn FieldText(
    /// Which field.
    field: Field,
    /// The value as people read it.
    text: String,
) -> impl IntoView {
    let who = match field.spec().writes {
        Some(lowest) => format!("Only {}s change this.", lowest.to_string().to_lowercase()),
        None => "Nobody changes this.".to_owned(),
    };
    let text = if text.is_empty() { "–".to_owned() } else { text };
    view! {
        <div class="field" data-field=field.key() data-read-only="">
            <p class="field__label">{field.label()}</p>
            <p class="field__text">{text}</p>
            <p class="field__help">{who}</p>
        </div>
    }
}

fn choice_options(options: &'static [Choice], chosen: &str) -> AnyView {
    let known = options.iter().any(|choice| choice.wire == chosen);
    // A word this version does not know must not turn into another one by opening the form.
    let odd = (!known).then(|| chosen.to_owned());
    view! {
        {odd.map(|word| view! { <option value=word.clone() selected=true>{word.clone()}</option> })}
        {(known).then(|| view! { <option value="">""</option> })}
        {options.iter().map(|choice| view! {
            <option value=choice.wire selected=choice.wire == chosen>{choice.label}</option>
        }).collect_view()}
    }
    .into_any()
}

const fn input_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Email => "email",
        Kind::Url => "url",
        Kind::Phone => "tel",
        Kind::Date => "date",
        Kind::Instant { .. } => "datetime-local",
        _ => "text",
    }
}

const fn input_mode(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Money => Some("decimal"),
        Kind::Integer { .. } => Some("numeric"),
        _ => None,
    }
}
