//! `/auth/confirm`: where the mail's link leads. Mail scanners open links, so opening it spends nothing: a person
//! presses the button.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api::auth::{safe_path, verify_link};
use crate::components::heading::Heading;
use crate::components::states::Message;
use crate::erased::live;
use crate::state::session::use_session;

/// The page behind the mail's link.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let session = use_session();
    let params = use_query_map().get_untracked();
    let token = params.get_str("token_hash").unwrap_or_default().to_owned();
    let next = params.get_str("next").and_then(safe_path).unwrap_or("/").to_owned();
    // A token in the address bar ends up in screenshots, histories and referrers.
    if let Ok(history) = window().history() {
        let _still_there = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some("/auth/confirm"));
    }
    let navigate = use_navigate();
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    if token.is_empty() {
        return view! {
            <div class="sign-in">
                <Heading text="Sign in"/>
                <Message kind="failed" title="This link is not complete" text="Ask for a new one, or enter the code from the mail.">
                    <a class="button" href="/sign-in">"Go to sign-in"</a>
                </Message>
            </div>
        }
        .into_any();
    }
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (verify, navigate, next) = (verify_link(&token), navigate.clone(), next.clone());
        spawn_local(async move {
            match session.finish(verify).await {
                Ok(()) => navigate(&next, NavigateOptions { replace: true, ..NavigateOptions::default() }),
                Err(failure) => error.set(Some(failure.to_string())),
            }
            busy.set(false);
        });
    };
    view! {
        <div class="sign-in">
            <Heading text="Sign in"/>
            <p class="sign-in__sent">"You opened the link from your mail. Press the button to sign in here."</p>
            <button type="button" class="button" data-primary="" aria-disabled=move || busy.get().to_string() on:click=press>
                {live(move || if busy.get() { "Signing in…" } else { "Sign in" })}
            </button>
            {live(move || error.get().map(|text| view! {
                <Message kind="failed" title="Not signed in" text>
                    <a class="button" href="/sign-in">"Ask for a new link"</a>
                </Message>
            }))}
        </div>
    }
    .into_any()
}
