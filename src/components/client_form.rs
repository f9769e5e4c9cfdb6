//! The form of a client, drawn from the registry for a role. What is typed stays in the inputs until the server has it.

use leptos::ev::{FocusEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use serde_json::{Map, Value as Json};
use wasm_bindgen::JsCast;
use web_sys::{FormData, HtmlElement, HtmlFormElement};

use super::field_input::{FieldInput, FieldText};
use super::format::{NameOf, local_input, moment_from_local, now, value_text};
use crate::domain::draft::{Context, Draft, Report};
use crate::domain::field::{Field, Kind, Section};
use crate::domain::gather::gather;
use crate::domain::merge::Texts;
use crate::domain::permission::{reads_field, writes_field};
use crate::domain::record::Record;
use crate::domain::role::Role;
use crate::erased::live;

/// The fields of the form, by section in the registry's order.
pub const FORM: [Field; 16] = [
    Field::CompanyName,
    Field::Name,
    Field::Email,
    Field::Phone,
    Field::WebsiteUrl,
    Field::Industry,
    Field::BusinessSize,
    Field::BusinessGoals,
    Field::Status,
    Field::Tier,
    Field::LastContactDate,
    Field::ContractStartDate,
    Field::RenewalDate,
    Field::AnnualRevenue,
    Field::ProjectScope,
    Field::SatisfactionScore,
];

/// What a press on Save asks for.
#[derive(Clone, Debug)]
pub struct Save {
    /// The columns that differ from the base.
    pub changes: Map<String, Json>,
    /// Everything the form holds, for a merge.
    pub texts: Texts,
}

/// What the form shows of a record.
pub fn texts_from_record(record: &Record, role: Role) -> Texts {
    let shown = FORM.into_iter().filter(|field| writes_field(role, *field));
    gather(shown.map(|field| (field, input_text(record, field))))
}

/// Draws the form. It judges a field when it is left and everything on Save, and calls `on_save` only with a draft
/// that every rule accepts.
#[component]
pub fn ClientForm<'a>(
    /// Who edits.
    role: Role,
    /// The record as it was read.
    base: Record,
    /// What the inputs hold at first.
    texts: Texts,
    /// Names of the agency's people.
    name_of: NameOf<'a>,
    /// Refusals to show at their fields; the server's come in here too.
    report: RwSignal<Report>,
    /// A save is under way.
    #[prop(into)]
    saving: Signal<bool>,
    /// Nothing can be saved: somebody is only looking.
    #[prop(optional)]
    read_only: bool,
    /// Called with what is to be saved.
    on_save: Callback<Save>,
    /// Where Cancel leads.
    #[prop(into)]
    cancel_href: String,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let summary = NodeRef::<html::Div>::new();
    let sections = Section::ALL.into_iter().filter_map(|section| {
        let fields = FORM.into_iter().filter(|field| field.spec().section == section && reads_field(role, *field));
        let inputs: Vec<AnyView> = fields.map(|field| one_field(role, field, &base, &texts, name_of, report)).collect();
        (!inputs.is_empty()).then(|| {
            view! {
                <fieldset class="form__section">
                    <legend class="form__heading">{section.label()}</legend>
                    {inputs}
                </fieldset>
            }
        })
    });
    let sections = sections.collect_view();
    let base = StoredValue::new(base);

    let read = move || form.get_untracked().map(|form| read_texts(&form, role)).unwrap_or_default();
    let judge = move |texts: &Texts| base.with_value(|base| judge(texts, base, role));
    let judge_left = move |event: FocusEvent| {
        let left = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let Some(field) = left.and_then(|input| Field::from_key(&input.get_attribute("name")?)) else { return };
        let reason = judge(&read()).1.remove(&field);
        report.update(|report| match reason {
            Some(reason) => drop(report.insert(field, reason)),
            None => drop(report.remove(&field)),
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if saving.get_untracked() {
            return;
        }
        let texts = read();
        let (changes, found) = judge(&texts);
        let accepted = found.is_empty();
        report.set(found);
        if accepted { on_save.run(Save { changes, texts }) } else { focus_when_drawn(summary) }
    };
    let errors = move || report.read().iter().map(|(field, reason)| (*field, reason.to_string())).collect::<Vec<_>>();
    view! {
        <form class="form" node_ref=form novalidate=true on:submit=submit on:focusout=judge_left>
            <div class="form__summary" role="alert" tabindex="-1" node_ref=summary hidden=move || report.read().is_empty()>
                <p>"Not saved yet. Please look at:"</p>
                <ul>
                    {live(move || errors().into_iter().map(|(field, reason)| view! {
                        <li>
                            <a href=format!("#field-{}", field.key()) on:click=move |event| {
                                event.prevent_default();
                                focus_field(field);
                            }>{field.label()}</a>
                            ": " {reason}
                        </li>
                    }).collect_view())}
                </ul>
            </div>
            {sections}
            <div class="form__actions">
                <button type="submit" class="button" data-primary="" disabled=read_only aria-disabled=move || saving.get().to_string()>
                    {live(move || if saving.get() { "Saving…" } else { "Save" })}
                </button>
                <a class="button" href=cancel_href>"Cancel"</a>
            </div>
        </form>
    }
}

fn one_field(
    role: Role,
    field: Field,
    base: &Record,
    texts: &Texts,
    name_of: NameOf<'_>,
    report: RwSignal<Report>,
) -> AnyView {
    match texts.get(&field) {
        Some(text) if writes_field(role, field) => {
            let error = Signal::derive(move || report.read().get(&field).map(ToString::to_string));
            view! { <FieldInput field text=text.clone() error/> }.into_any()
        }
        _ => view! { <FieldText field text=value_text(base, field, name_of)/> }.into_any(),
    }
}

/// Judges only what differs from the record: a field nobody touched is not this person's error.
fn judge(texts: &Texts, base: &Record, role: Role) -> (Map<String, Json>, Report) {
    let touched = texts.iter().filter(|(field, text)| **text != input_text(base, **field));
    let spelled: Vec<(Field, String)> = touched.map(|(field, text)| (*field, domain_text(*field, text))).collect();
    let draft = Draft::from_texts(spelled.iter().map(|(field, text)| (*field, text.as_str())));
    (draft.changes(Some(base)), draft.judge(Context { role, now: now(), base: Some(base) }))
}

fn read_texts(form: &HtmlFormElement, role: Role) -> Texts {
    let Ok(data) = FormData::new_with_form(form) else { return Texts::new() };
    let fields = FORM.into_iter().filter(|field| writes_field(role, *field));
    // A form sends line ends as CRLF; the record has LF.
    let text = |field: Field| data.get(field.key()).as_string().map(|text| (field, text.replace("\r\n", "\n")));
    gather(fields.filter_map(text))
}

/// A record's field as its input shows it.
fn input_text(record: &Record, field: Field) -> String {
    let text = record.text(field);
    if matches!(field.kind(), Kind::Instant { .. }) { local_input(&text) } else { text }
}

/// What an input holds, as the domain reads it.
fn domain_text(field: Field, text: &str) -> String {
    if matches!(field.kind(), Kind::Instant { .. }) { moment_from_local(text) } else { text.to_owned() }
}

fn focus_field(field: Field) {
    let input = document().get_element_by_id(&format!("field-{}", field.key()));
    if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot take the focus leaves it where it is.
        let _unmoved = input.focus();
    }
}

/// The summary is shown by the change that follows; focusing a hidden element does nothing.
fn focus_when_drawn(summary: NodeRef<html::Div>) {
    request_animation_frame(move || {
        if let Some(summary) = summary.get_untracked() {
            let _unmoved = summary.focus();
        }
    });
}
