//! `/sign-in`: asks for an address, sends a mail, and takes the mail's code. [`steps`] does the same over a page whose
//! session has ended.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api::auth::{code_from_text, safe_path, verify_code};
use crate::components::heading::Heading;
use crate::domain::email::Email;
use crate::erased::{effect, live};
use crate::state::session::{Phase, use_session};

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let params = use_query_map();
    let next = Memo::new(move |_| params.read().get_str("next").and_then(safe_path).unwrap_or("/").to_owned());
    let navigate = use_navigate();
    // Whoever is signed in, here or in another tab, has nothing to do on this page.
    effect(move || {
        if matches!(session.phase(), Phase::SignedIn(_)) {
            navigate(&next.get(), NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    view! {
        <div class="sign-in">
            <Heading text="Sign in"/>
            {steps(next, String::new())}
        </div>
    }
}

/// The steps themselves, for whoever signs in: asking for the mail and entering its code. The mail's link leads to `next`.
pub fn steps(next: Memo<String>, email: String) -> AnyView {
    let session = use_session();
    let sent_to = RwSignal::new(None::<Email>);
    view! {
        {live(move || match sent_to.get() {
            None => view! { <AskForMail next sent_to email=email.clone()/> }.into_any(),
            Some(email) => view! { <EnterCode email sent_to/> }.into_any(),
        })}
        {session.mailbox().map(|href| view! {
            <p class="sign-in__mailbox">
                "Local server: " <a href=href target="_blank" rel="external">"open the mailbox"</a>
            </p>
        })}
    }
    .into_any()
}

#[component]
fn AskForMail(next: Memo<String>, sent_to: RwSignal<Option<Email>>, email: String) -> impl IntoView {
    let session = use_session();
    let input = NodeRef::<html::Input>::new();
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    focus_when_there(input);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let email = match Email::from_text(&input.value()) {
            Ok(email) => email,
            Err(reason) => {
                error.set(Some(reason.to_string()));
                let _unmoved = input.focus();
                return;
            }
        };
        busy.set(true);
        spawn_local(async move {
            let sent = session.send_mail(&email, &next.get_untracked()).await;
            // The session may have come back by another tab meanwhile, and this dialog with it gone.
            busy.try_set(false);
            match sent {
                Ok(()) => drop(sent_to.try_set(Some(email))),
                Err(failure) => drop(error.try_set(Some(failure.to_string()))),
            }
        });
    };
    view! {
        <form class="sign-in__form" novalidate=true on:submit=submit>
            <div class="field">
                <label class="field__label" for="email">"Email"</label>
                <input id="email" name="email" class="input" type="email" autocomplete="email" value=email node_ref=input
                    aria-invalid=move || error.read().is_some().then_some("true") aria-describedby="email-error"/>
                <p class="field__error" id="email-error" role="alert">{live(move || error.get())}</p>
            </div>
            <button type="submit" class="button" data-primary="" aria-disabled=move || busy.get().to_string()>
                {live(move || if busy.get() { "Sending…" } else { "Email me a link" })}
            </button>
        </form>
    }
}

#[component]
fn EnterCode(email: Email, sent_to: RwSignal<Option<Email>>) -> impl IntoView {
    let session = use_session();
    let input = NodeRef::<html::Input>::new();
    let error = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let address = email.to_string();
    focus_when_there(input);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let Some(code) = code_from_text(&input.value()) else {
            error.set(Some("Write the six digits from the mail.".to_owned()));
            let _unmoved = input.focus();
            return;
        };
        busy.set(true);
        let verify = verify_code(&email, &code);
        spawn_local(async move {
            // Success ends this by itself: the session is then signed in.
            if let Err(failure) = session.finish(verify).await {
                error.try_set(Some(failure.to_string()));
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="sign-in__sent" role="status">
            "If " <strong>{address}</strong> " belongs to a person here, a mail is on its way. Open its link, or enter its code."
        </p>
        <form class="sign-in__form" novalidate=true on:submit=submit>
            <div class="field">
                <label class="field__label" for="code">"Six-digit code"</label>
                <input id="code" name="code" class="input" inputmode="numeric" autocomplete="one-time-code" node_ref=input
                    aria-invalid=move || error.read().is_some().then_some("true") aria-describedby="code-error"/>
                <p class="field__error" id="code-error" role="alert">{live(move || error.get())}</p>
            </div>
            <button type="submit" class="button" data-primary="" aria-disabled=move || busy.get().to_string()>
                {live(move || if busy.get() { "Signing in…" } else { "Sign in" })}
            </button>
            <button type="button" class="button" on:click=move |_| sent_to.set(None)>"Use another address"</button>
        </form>
    }
}

/// Each step has one thing to fill in: typing can begin at once.
fn focus_when_there(input: NodeRef<html::Input>) {
    effect(move || {
        if let Some(input) = input.get() {
            let _unmoved = input.focus();
        }
    });
}
