//! Who may see a page: everybody else is sent to sign in and back, or told plainly that it is not for them.

use leptos::prelude::*;

use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::signing_out::use_signing_out;
use crate::api::person::Person;
use crate::api::request::encode_into;
use crate::components::heading::Heading;
use crate::components::states::{Message, Skeleton};
use crate::domain::lens::Lens;
use crate::domain::role::Role;
use crate::domain::unification;
use crate::erased::{effect, live};
use crate::state::preview::use_preview;
use crate::state::route::use_route;
use crate::state::session::{Phase, use_session};

/// Shows the page to the agency's people.
pub fn agency(page: fn(Person, Lens) -> AnyView) -> AnyView {
    guarded(Role::is_agency, false, page)
}

/// Shows them a page that has no clients on it: it is there too while these wait to be unified.
pub fn always(page: fn(Person, Lens) -> AnyView) -> AnyView {
    guarded(Role::is_agency, true, page)
}

/// Shows the page to a client's own people.
pub fn portal(page: fn(Person, Lens) -> AnyView) -> AnyView {
    guarded(|role| !role.is_agency(), false, page)
}

fn guarded(admits: fn(Role) -> bool, always: bool, page: fn(Person, Lens) -> AnyView) -> AnyView {
    let session = use_session();
    let preview = use_preview();
    // The page is drawn anew only when it is another person, not when the same session is renewed.
    let phase = Memo::new(move |_| session.phase());
    keep_focus();
    let view = move || match phase.get() {
        Phase::Unknown => view! { <Skeleton/> }.into_any(),
        Phase::Anonymous => view! { <ToSignIn/> }.into_any(),
        Phase::Failed(failure) => view! {
            <Heading text="Your account"/>
            <Message kind="failed" title="Your account could not be read" text=failure.to_string()>
                <button type="button" class="button" on:click=move |_| session.identify()>"Try again"</button>
            </Message>
        }
        .into_any(),
        Phase::SignedIn(person) => match person.role {
            Some(role) if person.unification == unification::Phase::Waiting && !always => {
                waiting(preview.lens(role).shown())
            }
            Some(role) if admits(preview.lens(role).shown()) => page(person, preview.lens(role)),
            role => not_yours(&person, role.map(|role| preview.lens(role).shown())),
        },
    };
    live(view)
}

/// The agency's clients stand in their old tables, and nothing of this application reads those.
fn waiting(role: Role) -> AnyView {
    let text = if role >= Role::Admin {
        "They still stand in the two tables of before, which go on working. Look what unifying them will do, and decide."
    } else {
        "They still stand in the two tables of before, which go on working. An owner of your agency decides when they move here."
    };
    view! {
        <Heading text="Clients"/>
        <Message kind="empty" title="The clients have not moved here yet" text>
            {(role >= Role::Admin).then(|| view! { <a class="button" data-primary="" href="/admin/unification">"Open the unification"</a> })}
        </Message>
    }
    .into_any()
}

/// Takes the focus out of the page that goes. A page that is taken away with the focus in it is laid out once more before,
/// beside the new one; the new one's heading takes the focus in a moment.
fn keep_focus() {
    let content = document().get_element_by_id("content");
    if let Some(content) = content.and_then(|content| content.dyn_into::<HtmlElement>().ok())
        && document().active_element().is_some_and(|active| content.contains(Some(&active)))
    {
        let stay = FocusOptions::new();
        stay.set_prevent_scroll(true);
        let _always = content.focus_with_options(&stay);
    }
}

fn not_yours(person: &Person, role: Option<Role>) -> AnyView {
    let signing_out = use_signing_out();
    let (text, home) = match role {
        Some(Role::Viewer) => (
            "This page is for the agency\u{2019}s people. Your own record is in the portal. If you work for the agency, sign in with the address that it invited.",
            Some(("/portal", "Go to your portal")),
        ),
        Some(_) => {
            ("The portal is for clients. You work for the agency.", Some(("/admin/clients", "Go to the clients")))
        }
        None if person.disabled => (
            "The agency has switched this account off. Ask an owner or admin there to switch it on again, or sign in with another address.",
            None,
        ),
        None => (
            "You are signed in, but no record is linked to your address. Ask the agency to invite this address, then sign in again; or sign in with the address that it has invited.",
            None,
        ),
    };
    let title = match role {
        None if person.disabled => format!("Access for {} is switched off", person.email),
        None => format!("No access for {}", person.email),
        Some(_) => "This page is not yours to see".to_owned(),
    };
    view! {
        <Heading text="No access"/>
        <Message kind="forbidden" title text>
            {home.map(|(href, label)| view! { <a class="button" href=href>{label}</a> })}
            <button type="button" class="button" on:click=move |_| signing_out.begin(false)>"Sign in with another address"</button>
        </Message>
    }
    .into_any()
}

/// Leads to the sign-in page, which leads back.
#[component]
fn ToSignIn() -> impl IntoView {
    let route = use_route();
    effect(move || {
        let here = format!("{}{}", route.path.get_untracked(), with_mark(&route.search.get_untracked()));
        let mut target = String::from("/sign-in?next=");
        encode_into(&here, &mut target);
        route.replace(&target);
    });
    view! { <Skeleton/> }
}

fn with_mark(search: &str) -> String {
    if search.is_empty() || search.starts_with('?') { search.to_owned() } else { format!("?{search}") }
}
