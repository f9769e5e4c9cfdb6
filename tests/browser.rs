//! Component tests in a real browser: each component alone, as a person meets it.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::sync::{Arc, Mutex};

use clientele::components::client_rows::{ClientRows, Editing, RowSignals, Rows};
use clientele::components::client_table::ClientTable;
use clientele::components::form::{ClientForm, Save, texts_for_new, texts_from_record};
use clientele::components::grid_keys::Act;
use clientele::components::pager::{Pager, Shown};
use clientele::components::record_view::RecordView;
use clientele::components::status_filter::StatusFilter;
use clientele::components::toasts::{Toast, Toasts};
use clientele::domain::cursor::Place;
use clientele::domain::draft::Report;
use clientele::domain::edits::Edits;
use clientele::domain::field::Field;
use clientele::domain::layout::Layout;
use clientele::domain::list::{Count, ListQuery, Order, standard_columns};
use clientele::domain::record::Record;
use clientele::domain::role::Role;
use clientele::domain::rules::{Reason, Verdict};
use clientele::domain::selection::Selection;
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use serde_json::json;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, FocusEvent, FocusEventInit, HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

/// A place of its own on the page for each test.
fn mounted<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Element {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    mount_to(place.clone(), view).forget();
    place.into()
}

fn one(place: &Element, selector: &str) -> HtmlElement {
    place.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
}

fn count(place: &Element, selector: &str) -> u32 {
    place.query_selector_all(selector).unwrap().length()
}

fn write(place: &Element, name: &str, text: &str) {
    one(place, &format!("[name={name}]")).unchecked_into::<HtmlInputElement>().set_value(text);
}

fn leave(place: &Element, name: &str) {
    let init = FocusEventInit::new();
    init.set_bubbles(true);
    let event = FocusEvent::new_with_focus_event_init_dict("focusout", &init).unwrap();
    one(place, &format!("[name={name}]")).dispatch_event(&event).unwrap();
}

fn tell(place: &Element, name: &str, event: &str) {
    let init = web_sys::EventInit::new();
    init.set_bubbles(true);
    let event = web_sys::Event::new_with_event_init_dict(event, &init).unwrap();
    one(place, &format!("[name={name}]")).dispatch_event(&event).unwrap();
}

/// What a callback was called with.
fn recorder<T: Clone + Send + 'static>() -> (Callback<T>, Arc<Mutex<Vec<T>>>) {
    let calls = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&calls);
    (Callback::new(move |value: T| heard.lock().unwrap().push(value)), calls)
}

fn ann() -> Record {
    let row = json!({
        "id": "00000000-0000-4000-8000-000000000001", "version": 3, "email": "ann@example.com", "name": "Ann",
        "company_name": "Ann Co", "phone": null, "website_url": null, "industry": "Travel", "business_size": "small",
        "business_goals": ["More bookings", "Fewer calls"], "status": "active", "tier": "basic",
        "last_contact_date": "2026-03-01T10:00:00+00:00", "contract_start_date": "2026-01-01", "renewal_date": null,
        "annual_revenue": "1200.50", "project_scope": null, "satisfaction_score": 7,
        "color_palette": { "ink": "#222222" }, "assigned_manager": null,
    });
    Record::from_row(row.as_object().unwrap())
}

fn form(role: Role) -> (Element, RwSignal<Report>, Arc<Mutex<Vec<Save>>>) {
    let report = RwSignal::new(Report::new());
    let (on_save, calls) = recorder();
    let place = mounted(move || {
        let (base, texts) = (ann(), texts_from_record(&ann(), role));
        view! {
            <ClientForm role base=Some(base) texts team=Default::default() report saving=false on_save cancel_href="/admin/clients"/>
        }
        .into_any()
    });
    (place, report, calls)
}

/// A table of one row, its acts, and what is chosen in it.
fn table(
    role: Role,
    orders: Vec<Order>,
    on_sort: Callback<(Field, bool)>,
    on_act: Callback<Act>,
) -> (Element, RwSignal<Selection>, RwSignal<Option<Editing>>) {
    let (selection, editing) = (RwSignal::new(Selection::default()), RwSignal::new(None));
    let place = mounted(move || {
        let columns: Arc<[Field]> = standard_columns(role).collect();
        let shown = columns.to_vec();
        let signals = RowSignals {
            names: Signal::derive(Arc::default),
            selection: selection.into(),
            edits: Signal::derive(Edits::default),
            editing: editing.into(),
            on_edited: Callback::new(move |_| editing.set(None)),
        };
        let rows = Some(Rows { records: [ann()].into(), first: 25, columns });
        view! {
            <ClientTable orders=Signal::derive(move || orders.clone()) columns=Signal::derive(move || shown.clone())
                layout=Signal::derive(Layout::default) total=Signal::derive(|| Some(40)) selection
                all_shown=Signal::derive(|| false) on_sort on_resize=Callback::new(|_| ()) on_act>
                <ClientRows rows=Signal::derive(move || rows.clone()) signals/>
            </ClientTable>
        }
        .into_any()
    });
    (place, selection, editing)
}

#[wasm_bindgen_test]
async fn a_column_above_the_role_is_not_in_the_page() {
    for (role, columns) in [(Role::Owner, 9), (Role::Staff, 8)] {
        let (place, ..) = table(role, Vec::new(), recorder().0, recorder().0);
        tick().await;
        assert_eq!(count(&place, "th[data-field]"), columns);
        assert_eq!(count(&place, "[data-field=annual_revenue]") > 0, role == Role::Owner);
        assert_eq!(
            one(&place, "tbody a").get_attribute("href").unwrap(),
            "/admin/clients/00000000-0000-4000-8000-000000000001"
        );
        assert_eq!(one(&place, "table").get_attribute("aria-rowcount").as_deref(), Some("41"));
        assert_eq!(one(&place, "tbody tr").get_attribute("aria-rowindex").as_deref(), Some("27"));
    }
}

#[wasm_bindgen_test]
async fn a_heading_sorts_and_says_so() {
    let (on_sort, calls) = recorder();
    let orders = ListQuery::default().sorted_by(Field::Tier, false).orders;
    let (place, ..) = table(Role::Owner, orders, on_sort, recorder().0);
    tick().await;
    assert_eq!(one(&place, "th[data-field=tier]").get_attribute("aria-sort").as_deref(), Some("ascending"));
    assert_eq!(count(&place, "[aria-sort]"), 1);
    one(&place, "th[data-field=tier] button").click();
    assert_eq!(*calls.lock().unwrap(), [(Field::Tier, false)]);
}

#[wasm_bindgen_test]
async fn a_row_says_what_is_done_to_it_and_shows_what_is_chosen() {
    let (on_act, acts) = recorder();
    let (place, selection, editing) = table(Role::Owner, Vec::new(), recorder().0, on_act);
    let id = ann().id().unwrap();
    tick().await;
    one(&place, "tbody .check").click();
    assert_eq!(*acts.lock().unwrap(), [Act::Select { id, chosen: true, range: false }]);
    selection.update(|selection| selection.set([id], true));
    tick().await;
    assert_eq!(one(&place, "tbody tr").get_attribute("aria-selected").as_deref(), Some("true"));
    editing.set(Some(Editing { id, field: Field::Status, refusal: Some("Not so.".to_owned()) }));
    tick().await;
    assert_eq!(one(&place, ".cell-editor [role=alert]").text_content().as_deref(), Some("Not so."));
    assert_eq!(count(&place, ".cell-editor option"), 6);
}

#[wasm_bindgen_test]
async fn a_status_is_chosen_and_taken_away() {
    let query = RwSignal::new(ListQuery::default());
    let place = mounted(move || view! { <StatusFilter query on_change=Callback::new(move |next| query.set(next))/> });
    assert_eq!(one(&place, "button").get_attribute("aria-pressed").as_deref(), Some("true"));
    one(&place, "button:nth-child(2)").click();
    tick().await;
    assert_eq!(query.get_untracked().to_params(), [("status", "lead".to_owned())]);
    assert_eq!(one(&place, "button").get_attribute("aria-pressed").as_deref(), Some("false"));
    one(&place, "button:nth-child(2)").click();
    assert_eq!(query.get_untracked(), ListQuery::default());
}

#[wasm_bindgen_test]
async fn the_pager_knows_its_ends() {
    let (on_go, calls) = recorder();
    let shown = RwSignal::new(Shown { first: 26, rows: 25, before: None, after: Some(Place::Start) });
    let total = Signal::derive(|| Count::About(60));
    let place = mounted(move || view! { <Pager shown total on_go on_count=Callback::new(|()| ())/> });
    tick().await;
    assert_eq!(one(&place, "[role=status]").text_content().as_deref(), Some("26–50 of ≈ 60"));
    one(&place, "button:last-of-type").click();
    assert_eq!(*calls.lock().unwrap(), [(Place::Start, 1)]);
    shown.set(Shown { first: 51, rows: 10, before: Some(Place::Start), after: None });
    tick().await;
    assert_eq!(one(&place, "[role=status]").text_content().as_deref(), Some("51–60 of ≈ 60"));
    assert!(one(&place, "button:last-of-type").has_attribute("disabled"));
}

#[wasm_bindgen_test]
async fn restricted_and_empty_look_different() {
    let place = mounted(move || {
        let record =
            Record::from_row(json!({ "phone": null, "color_palette": { "ink": "#222222" } }).as_object().unwrap());
        view! { <RecordView role=Role::Viewer record=&record name_of=&|_| None/> }.into_any()
    });
    assert_eq!(one(&place, "[data-field=phone] dd").text_content().as_deref(), Some("–"));
    assert_eq!(one(&place, "[data-field=website_url] dd").text_content().as_deref(), Some("Restricted"));
    assert_eq!(one(&place, "[data-field=color_palette] li").text_content().as_deref(), Some("ink #222222"));
    assert_eq!(count(&place, "[data-field=annual_revenue]"), 0);
}

#[wasm_bindgen_test]
async fn a_field_is_judged_when_it_is_left() {
    let (place, _, _) = form(Role::Admin);
    write(&place, "phone", "12");
    leave(&place, "phone");
    tick().await;
    let input = one(&place, "[name=phone]");
    assert_eq!(input.get_attribute("aria-invalid").as_deref(), Some("true"));
    assert!(input.get_attribute("aria-describedby").unwrap().contains("field-phone-error"));
    assert_eq!(one(&place, "#field-phone-error").text_content().as_deref(), Some("A number has 7 to 15 digits."));
    write(&place, "phone", "+49 30 901820");
    leave(&place, "phone");
    tick().await;
    assert!(!one(&place, "[name=phone]").has_attribute("aria-invalid"));
}

#[wasm_bindgen_test]
async fn a_wrong_form_is_not_saved_and_a_right_one_sends_its_differences() {
    let (place, report, calls) = form(Role::Admin);
    write(&place, "email", "");
    write(&place, "satisfaction_score", "11");
    one(&place, "[type=submit]").click();
    tick().await;
    assert!(calls.lock().unwrap().is_empty());
    assert_eq!(report.get_untracked().len(), 2);
    assert_eq!(count(&place, ".form__summary li"), 2);
    write(&place, "email", "Anna@Example.com ");
    write(&place, "satisfaction_score", "9");
    one(&place, "[type=submit]").click();
    tick().await;
    let calls = calls.lock().unwrap();
    assert_eq!(
        serde_json::Value::Object(calls[0].changes.clone()),
        json!({ "email": "anna@example.com", "satisfaction_score": 9 })
    );
}

#[wasm_bindgen_test]
async fn an_untouched_form_sends_nothing() {
    let (place, _, calls) = form(Role::Owner);
    one(&place, "[type=submit]").click();
    tick().await;
    assert!(calls.lock().unwrap()[0].changes.is_empty());
}

#[wasm_bindgen_test]
async fn what_a_member_may_only_read_is_text() {
    let (place, _, _) = form(Role::Member);
    assert_eq!(count(&place, "[name=tier], [name=email], [name=renewal_date]"), 0);
    let tier = one(&place, "[data-field=tier]").text_content().unwrap();
    assert!(tier.contains("Basic") && tier.contains("Only admins change this."), "{tier}");
    assert_eq!(count(&place, "[name=annual_revenue]"), 1);
}

#[wasm_bindgen_test]
async fn what_is_typed_is_told_when_its_field_is_left() {
    let (on_typed, typed) = recorder();
    let (on_save, _) = recorder();
    let place = mounted(move || {
        let (base, texts) = (Some(ann()), texts_from_record(&ann(), Role::Owner));
        let report = RwSignal::new(Report::new());
        view! {
            <ClientForm role=Role::Owner base texts team=Default::default() report saving=false on_save on_typed cancel_href="/admin/clients"/>
        }
        .into_any()
    });
    write(&place, "phone", "5550109");
    tell(&place, "phone", "input");
    assert!(typed.lock().unwrap().is_empty());
    leave(&place, "phone");
    let typed = typed.lock().unwrap();
    assert_eq!(typed.len(), 1);
    // Everything the form holds, in the spelling that the rules read, whatever the controls show.
    let mut expected = texts_from_record(&ann(), Role::Owner);
    expected.insert(Field::Phone, "5550109".to_owned());
    assert_eq!(typed[0], expected);
}

#[wasm_bindgen_test]
async fn a_new_client_has_only_what_the_role_gives() {
    let report = RwSignal::new(Report::new());
    let (on_save, calls) = recorder();
    let place = mounted(move || {
        let texts = texts_for_new(Role::Member);
        view! { <ClientForm role=Role::Member base=None texts team=Default::default() report saving=false on_save cancel_href="/"/> }
            .into_any()
    });
    assert_eq!(count(&place, "[data-field=tier], [data-field=id], [data-field=role], [data-read-only]"), 0);
    assert_eq!(count(&place, "#section-system, #section-contract"), 0);
    write(&place, "name", "Ann");
    one(&place, "[type=submit]").click();
    tick().await;
    assert!(calls.lock().unwrap().is_empty());
    assert_eq!(report.get_untracked(), Report::from([(Field::Email, Reason::Required)]));
    write(&place, "email", "ann@example.com");
    one(&place, "[type=submit]").click();
    tick().await;
    let changes = serde_json::Value::Object(calls.lock().unwrap()[0].changes.clone());
    assert_eq!(changes, json!({ "email": "ann@example.com", "name": "Ann", "status": "active" }));
}

#[wasm_bindgen_test]
async fn a_shown_error_goes_while_it_is_typed_and_none_comes() {
    let (place, report, _) = form(Role::Admin);
    write(&place, "phone", "12");
    tell(&place, "phone", "input");
    assert!(report.get_untracked().is_empty());
    leave(&place, "phone");
    assert!(report.get_untracked().contains_key(&Field::Phone));
    write(&place, "phone", "5550109");
    tell(&place, "phone", "input");
    assert!(report.get_untracked().is_empty());
}

#[wasm_bindgen_test]
async fn the_servers_refusal_is_shown_at_its_field() {
    let (place, report, _) = form(Role::Admin);
    report.set(Report::from([(Field::Email, Reason::Server(Verdict::Taken))]));
    tick().await;
    assert!(one(&place, "#field-email-error").text_content().unwrap().starts_with("Another client already has this."));
}

#[wasm_bindgen_test]
async fn a_message_can_be_dismissed_or_acted_on() {
    let toast = |id, act| Toast { id, text: "Saved Ann Co.".to_owned(), act };
    let list = RwSignal::new(vec![toast(1, None), toast(2, Some("Undo"))]);
    let (on_act, acts) = recorder();
    let on_dismiss = Callback::new(move |id| list.update(|list| list.retain(|toast| toast.id != id)));
    let place = mounted(move || view! { <Toasts list on_act on_dismiss/> });
    tick().await;
    assert_eq!(one(&place, "[role=status] p span").text_content().as_deref(), Some("Saved Ann Co."));
    one(&place, "button").click();
    tick().await;
    assert_eq!(count(&place, "p"), 1);
    one(&place, ".toast__act").click();
    assert_eq!(*acts.lock().unwrap(), [2]);
}
