//! `/auth/confirm`: where the mail's link leads. Mail scanners open links, so opening it spends nothing: a person
//! presses the button.

use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sign_in::shared_choice;
use crate::api::arrival::{Arrival, Proof};
use crate::components::heading::Heading;
use crate::components::states::Message;
use crate::erased::live;
use crate::state::route::use_route;
use crate::state::session::use_session;
use crate::state::store::is_shared;

/// The page behind the mail's link.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let session = use_session();
    let Arrival { proof, next, shared } = arrival();
    let stop = match &proof {
        Proof::Nothing => Some(("This link is not complete", "Ask for a new one, or enter the code from the mail.".to_owned())),
        Proof::Failed(failure) => Some(("This link does not work", failure.to_string())),
        Proof::Tokens(_) if !session.takes_tokens() => Some((
            "This link is not safe to use",
            "It carries the whole sign-in in its address, where others can read it; it was taken out there, and not used. Ask for a new mail \
            and enter its six-digit code, and tell the agency: its mails need another link, as the README of Clientele says."
                .to_owned(),
        )),
        Proof::Code(_) if !session.has_asked() => Some((
            "This link belongs to another browser",
            "It works only where it was asked for, and opening it has used it up. Ask for a new mail here: its six-digit code works in \
            every browser."
                .to_owned(),
        )),
        _ => None,
    };
    let body = match stop {
        Some((title, text)) => view! {
            <Message kind="failed" title text><a class="button" href="/sign-in">"Go to sign-in"</a></Message>
        }
        .into_any(),
        None => confirm(proof, next, RwSignal::new(shared || is_shared())),
    };
    view! { <div class="sign-in"><Heading text="Sign in"/>{body}</div> }
}

fn confirm(proof: Proof, next: String, shared: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let route = use_route();
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (proof, next) = (proof.clone(), next.clone());
        spawn_local(async move {
            match session.arrive(proof, shared.get_untracked()).await {
                Ok(()) => route.replace(&next),
                Err(failure) => drop(error.try_set(Some(failure.to_string()))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="sign-in__sent">"You opened the link from your mail. Press the button to sign in here."</p>
        {shared_choice(shared)}
        <button type="button" class="button" data-primary="" aria-disabled=move || busy.get().to_string() on:click=press>
            {live(move || if busy.get() { "Signing in…" } else { "Sign in" })}
        </button>
        {live(move || error.get().map(|text| view! {
            <Message kind="failed" title="Not signed in" text>
                <a class="button" href="/sign-in">"Ask for a new link"</a>
            </Message>
        }))}
    }
    .into_any()
}

/// What the link brought. `public/boot.js` has taken it out of the address before anything else happened; it stands nowhere
/// else, and is gone from there as well now.
fn arrival() -> Arrival {
    let (place, window) = ("clienteleArrival".into(), window());
    let text = Reflect::get(&window, &place).ok().and_then(|text| text.as_string()).unwrap_or_default();
    let _not_there = Reflect::delete_property(&window, &place);
    let (search, fragment) = text.split_once('#').unwrap_or((&text, ""));
    Arrival::from_address(search, fragment)
}
