//! `/sign-in`: asks for an address, sends a mail, and takes the mail's code. [`steps`] does the same over a page whose
//! session has ended.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::countdown::Countdown;
use crate::api::arrival::safe_path;
use crate::api::auth::{code_from_text, verify_code};
use crate::api::sign_in_failure::SignInFailure;
use crate::components::heading::Heading;
use crate::components::here;
use crate::domain::email::Email;
use crate::erased::{effect, live};
use crate::state::route::use_route;
use crate::state::session::{Phase, use_session};
use crate::state::store::is_shared;

/// Seconds between two mails to one address, as GoTrue wants it unless it is told otherwise. Reckoned here and alike for
/// every address, so that the wait does not tell who is known.
const BETWEEN_MAILS: u32 = 60;
/// Seconds to wait where the server does not say how long.
const PATIENCE: u32 = 60;

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session();
    let route = use_route();
    let next = Memo::new(move |_| route.param("next").as_deref().and_then(safe_path).unwrap_or("/").to_owned());
    // Whoever is signed in, here or in another tab, has nothing to do on this page.
    effect(move || {
        if matches!(session.phase(), Phase::SignedIn(_)) {
            // This page leads on once, wherever that is: its address is another one then.
            route.replace(&next.get_untracked());
        }
    });
    let shared = RwSignal::new(is_shared());
    view! {
        <div class="sign-in">
            <Heading text="Sign in"/>
            {steps(next, String::new(), shared, true)}
        </div>
    }
}

/// The question whose computer this is.
pub fn shared_choice(shared: RwSignal<bool>) -> AnyView {
    view! {
        <div class="sign-in__shared">
            <label class="sign-in__choice">
                <input type="checkbox" class="check" aria-describedby="shared-help" prop:checked=move || shared.get()
                    on:change:target=move |event| shared.set(event.target().checked())/>
                "This is a shared computer"
            </label>
            <p class="field__help" id="shared-help">"You stay signed in in this tab alone. Nothing is kept when it is closed, not even drafts."</p>
        </div>
    }
    .into_any()
}

/// What a step of the sign-in shows while it runs and when it failed.
#[derive(Clone, Copy)]
struct Step {
    error: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    wait: Countdown,
}

impl Step {
    fn new() -> Self {
        Self { error: RwSignal::new(None), busy: RwSignal::new(false), wait: Countdown::new() }
    }

    fn failed(self, failure: &SignInFailure) {
        self.error.try_set(Some(failure.to_string()));
        if let SignInFailure::TooMany(seconds) = failure {
            self.wait.begin(seconds.unwrap_or(PATIENCE), "try again");
        }
    }

    /// Whether its button does something, tracked.
    fn free(self) -> bool {
        !self.busy.get() && !self.wait.lasts()
    }
}

/// The steps themselves, for whoever signs in: asking for the mail and entering its code. The mail's link leads to `next`.
/// `asks`: whose computer it is, too.
pub fn steps(next: Memo<String>, email: String, shared: RwSignal<bool>, asks: bool) -> AnyView {
    let session = use_session();
    let sent_to = RwSignal::new(None::<Email>);
    view! {
        {live(move || match sent_to.get() {
            None => ask_for_mail(next, shared, sent_to, email.clone()),
            Some(email) => enter_code(email, next, shared, sent_to),
        })}
        {asks.then(|| shared_choice(shared))}
        {session.mailbox().map(|href| view! {
            <p class="sign-in__mailbox">
                "Local server: " <a href=href target="_blank" rel="external">"open the mailbox"</a>
            </p>
        })}
    }
    .into_any()
}

fn ask_for_mail(
    next: Memo<String>,
    shared: RwSignal<bool>,
    sent_to: RwSignal<Option<Email>>,
    email: String,
) -> AnyView {
    let session = use_session();
    let input = NodeRef::<html::Input>::new();
    let step = Step::new();
    focus_when_there(input);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked().filter(|_| untrack(|| step.free())) else { return };
        let email = match Email::from_text(&input.value()) {
            Ok(email) => email,
            Err(reason) => {
                step.error.set(Some(reason.to_string()));
                let _unmoved = input.focus();
                return;
            }
        };
        step.busy.set(true);
        spawn_local(async move {
            let sent = session.send_mail(&email, &next.get_untracked(), shared.get_untracked()).await;
            // The session may have come back by another tab meanwhile, and this dialog with it gone.
            step.busy.try_set(false);
            match sent {
                Ok(()) => drop(sent_to.try_set(Some(email))),
                Err(failure) => step.failed(&failure),
            }
        });
    };
    let error = step.error;
    view! {
        <form class="sign-in__form" novalidate=true on:submit=submit>
            <div class="field">
                <label class="field__label" for="email">"Email"</label>
                <input id="email" name="email" class="input" type="email" autocomplete="email" value=email node_ref=input
                    aria-invalid=move || error.read().is_some().then_some("true") aria-describedby="email-error"/>
                <p class="field__error" id="email-error" role="alert">{live(move || error.get())}</p>
            </div>
            {button(step, if here::is_embedded() { "Email me a code" } else { "Email me a link" }, "Sending…")}
        </form>
    }
    .into_any()
}

fn enter_code(email: Email, next: Memo<String>, shared: RwSignal<bool>, sent_to: RwSignal<Option<Email>>) -> AnyView {
    let session = use_session();
    let input = NodeRef::<html::Input>::new();
    let step = Step::new();
    let mails = Countdown::new();
    let address = email.to_string();
    mails.begin(BETWEEN_MAILS, "ask for another mail");
    focus_when_there(input);
    let again = email.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked().filter(|_| untrack(|| step.free())) else { return };
        let Some(code) = code_from_text(&input.value()) else {
            step.error.set(Some("Write the six digits from the mail.".to_owned()));
            let _unmoved = input.focus();
            return;
        };
        step.busy.set(true);
        let verify = verify_code(&email, &code);
        spawn_local(async move {
            // Success ends this by itself: the session is then signed in.
            if let Err(failure) = session.finish(verify, shared.get_untracked()).await {
                step.failed(&failure);
            }
            step.busy.try_set(false);
        });
    };
    let send_again = move |_| {
        if untrack(|| mails.lasts()) || step.busy.get_untracked() {
            return;
        }
        mails.begin(BETWEEN_MAILS, "ask for another mail");
        let email = again.clone();
        spawn_local(async move {
            match session.send_mail(&email, &next.get_untracked(), shared.get_untracked()).await {
                Ok(()) => drop(step.error.try_set(None)),
                Err(failure) => step.failed(&failure),
            }
        });
    };
    let error = step.error;
    let next_step = if here::is_embedded() { "Enter its code." } else { "Open its link, or enter its code." };
    view! {
        <p class="sign-in__sent" role="status">
            "If " <strong>{address}</strong> " belongs to a person here, a mail is on its way. "{next_step}
        </p>
        <form class="sign-in__form" novalidate=true on:submit=submit>
            <div class="field">
                <label class="field__label" for="code">"Six-digit code"</label>
                <input id="code" name="code" class="input" inputmode="numeric" autocomplete="one-time-code" node_ref=input
                    aria-invalid=move || error.read().is_some().then_some("true") aria-describedby="code-error"/>
                <p class="field__error" id="code-error" role="alert">{live(move || error.get())}</p>
            </div>
            {button(step, "Sign in", "Signing in…")}
            <button type="button" class="button" on:click=send_again aria-disabled=move || mails.lasts().to_string()>
                "Send another mail" {mails.seconds()}
            </button>
            <button type="button" class="button" on:click=move |_| sent_to.set(None)>"Use another address"</button>
            {mails.status()}
        </form>
        <p class="sign-in__hint">
            "No mail after a few minutes? Look in the spam folder. The server sends only so many in an hour: then ask again later, \
            or ask the agency which address it has."
        </p>
    }
    .into_any()
}

fn button(step: Step, label: &'static str, busy: &'static str) -> AnyView {
    view! {
        <button type="submit" class="button" data-primary="" aria-disabled=move || (!step.free()).to_string()>
            {live(move || if step.busy.get() { busy } else { label })} {step.wait.seconds()}
        </button>
        {step.wait.status()}
    }
    .into_any()
}

/// Each step has one thing to fill in: typing can begin at once.
fn focus_when_there(input: NodeRef<html::Input>) {
    effect(move || {
        // A page that somebody else has made keeps its focus until they turn to us.
        if let Some(input) = input.get().filter(|input| !here::is_embedded() || here::is_around(input)) {
            let _unmoved = input.focus();
        }
    });
}
