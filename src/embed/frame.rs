//! What every tag has around it: its project, who is signed in, what was just done, and why it cannot show anything.

use std::cell::RefCell;
use std::rc::Rc;

use clientele::api::config::Unusable;
use clientele::api::person::Person;
use clientele::api::tag_settings::Settings;
use clientele::components::format::learn;
use clientele::components::here::regains_focus;
use clientele::components::states::{Message, Skeleton};
use clientele::components::toasts::{Toast, Toasts, are_held};
use clientele::domain::lens::Lens;
use clientele::erased::{effect, live};
use clientele::pages::sign_in::steps;
use clientele::state::commands::Commands;
use clientele::state::newcomer::Newcomer;
use clientele::state::notices::Notice;
use clientele::state::pending::Pending;
use clientele::state::session::{Phase, SessionState};
use clientele::state::store::is_shared;
use js_sys::Function;
use leptos::prelude::*;

use super::faces::{Kind, face};
use super::project::{self, Project};

use super::voice::{SESSION, Voice};

/// What a tag is drawn with.
#[derive(Clone, Copy)]
pub struct Frame {
    pub kind: Kind,
    pub voice: Voice,
    pub settings: Signal<Settings>,
    /// Changes with `given`.
    pub provider: Signal<u32>,
    /// What is asked for the page's own session.
    pub given: StoredValue<Rc<RefCell<Option<Function>>>, LocalStorage>,
    /// Changes when the person turns to this tag.
    pub touched: Signal<u32>,
}

impl Frame {
    /// Whether nothing may be changed in the tag, tracked. A list is to look at unless the page says otherwise.
    pub fn is_read_only(self) -> bool {
        self.settings.read().is_read_only(self.kind == Kind::List)
    }
}

/// Draws the tag; anew where it is another project, another session or another language.
pub fn frame(this: Frame) -> AnyView {
    let apart = Memo::new(move |_| {
        let settings = this.settings.read();
        let texts = [settings.endpoint(), settings.api_key(), settings.locale()].map(str::to_owned);
        (texts, settings.is_handed(), project::round(&settings))
    });
    live(move || {
        // Read, and not only tracked: a memo that nobody has read follows nothing yet.
        apart.with(|_| ());
        let settings = this.settings.get_untracked();
        let provider = this.given.with_value(|given| given.borrow().clone());
        provide_context(learn(settings.locale()));
        match Project::of(&settings, provider.as_ref()) {
            Ok(project) => of_project(this, &project),
            Err(unusable) => unusable_settings(this, unusable),
        }
    })
}

fn unusable_settings(this: Frame, unusable: Unusable) -> AnyView {
    let text = match unusable {
        Unusable::NoKey => "This tag has no api-key. Give it the project's publishable key.",
        Unusable::SecretKey => {
            "This tag was given a secret key. Give it the project's publishable key, and revoke the secret one: whoever opens this page can read it."
        }
        Unusable::NoAddress | Unusable::Malformed => {
            "The endpoint is no address. Write the project's, such as https://abc.supabase.co, with https."
        }
    };
    this.voice.say_error("settings", text);
    view! { <Message kind="failed" title="This part of the page is not set up" text/> }.into_any()
}

fn of_project(this: Frame, project: &Rc<Project>) -> AnyView {
    project.provide();
    let session = project.session();
    provide_context(Pending::new());
    provide_context(Commands::new());
    provide_context(Newcomer::new());
    provide_context(this.voice.ears());
    let number = project.number();
    let at = project.at;
    effect(move || {
        if this.touched.get() > 0 || at.get_untracked() == 0 {
            at.set(number);
        }
    });
    {
        let project = StoredValue::new_local(Rc::clone(project));
        effect(move || {
            this.provider.track();
            let provider = this.given.try_with_value(|given| given.borrow().clone()).flatten();
            if let Some(provider) = provider {
                project.with_value(|project| project.hand(&provider));
            }
        });
    }
    tell_of_session(this, session);
    // It is drawn anew only when it is another person, not when the same session is renewed.
    let phase = Memo::new(move |_| session.phase());
    let read_only = Memo::new(move |_| this.is_read_only());
    let body = move || match phase.get() {
        Phase::Unknown => view! { <Skeleton/> }.into_any(),
        Phase::Anonymous => anonymous(this, session),
        Phase::Failed(failure) => {
            this.voice.say_error("account", &failure.to_string());
            view! {
                <Message kind="failed" title="Your account could not be read" text=failure.to_string()>
                    <button type="button" class="button" on:click=move |_| session.identify()>"Try again"</button>
                </Message>
            }
            .into_any()
        }
        Phase::SignedIn(person) => signed_in(this, session, person, read_only.get()),
    };
    let notices = project.notices();
    notices.held_while(are_held);
    let list = Signal::derive(move || {
        let toast =
            |notice: Notice| Toast { id: notice.id, text: notice.text, act: notice.act.map(|(label, _)| label) };
        // What concerns the whole project is said once: where the person is.
        if at.get() == number { notices.list().into_iter().map(toast).collect() } else { Vec::new() }
    });
    view! {
        {live(move || session.ended().map(|person| ended(this, session, &person)))}
        {live(body)}
        <Toasts list on_act=Callback::new(move |id| notices.act(id))
            on_dismiss=Callback::new(move |id| notices.dismiss(id))/>
    }
    .into_any()
}

/// The page hears who is there, and that nobody is any more.
fn tell_of_session(this: Frame, session: SessionState) {
    let told = StoredValue::new(None::<&'static str>);
    effect(move || {
        let state = match session.phase() {
            Phase::Unknown | Phase::Failed(_) => return,
            Phase::SignedIn(_) if session.ended().is_some() => "ended",
            Phase::SignedIn(_) => "signed-in",
            Phase::Anonymous => "signed-out",
        };
        if told.get_value() != Some(state) {
            told.set_value(Some(state));
            this.voice.say(SESSION, &[("state", state.into())]);
            if state == "ended" {
                this.voice.say_error("session-ended", "The session has ended. What was typed is still there.");
            }
        }
    });
}

fn signed_in(this: Frame, session: SessionState, person: Person, read_only: bool) -> AnyView {
    if this.kind == Kind::SignIn {
        return view! {
            <div class="sign-in">
                <p class="sign-in__sent" tabindex="-1" use:regains_focus>"You are signed in as "<strong>{person.title().to_owned()}</strong>"."</p>
                {(!session.is_handed()).then(|| view! {
                    <button type="button" class="button" on:click=move |_| session.sign_out()>"Sign out"</button>
                })}
            </div>
        }
        .into_any();
    }
    let portal = this.kind == Kind::Portal;
    match person.role {
        Some(role) if role.is_agency() != portal => {
            let lens = if read_only && !portal { Lens::reading(role) } else { Lens::own(role) };
            face(this, person, lens)
        }
        role => {
            let text = match role {
                None if person.disabled => "The agency has switched this account off. Ask an owner or admin there.",
                None => "You are signed in, but no record is linked to your address. Ask the agency to invite it.",
                Some(_) if portal => "This part is for clients. You work for the agency.",
                Some(_) => "This part is for the agency\u{2019}s people.",
            };
            this.voice.say_error("forbidden", text);
            view! { <Message kind="forbidden" title="This is not yours to see" text/> }.into_any()
        }
    }
}

/// Nobody is signed in: the way in, where it is asked for.
fn anonymous(this: Frame, session: SessionState) -> AnyView {
    if session.is_handed() {
        return view! {
            <Message kind="empty" title="Nobody is signed in" text="This page has not handed in a session. Sign in to the page itself; if you are, load it again."/>
        }
        .into_any();
    }
    if this.kind == Kind::SignIn {
        return sign_in(String::new(), true);
    }
    let open = RwSignal::new(false);
    live(move || {
        if open.get() {
            sign_in(String::new(), true)
        } else {
            view! {
                <Message kind="empty" title="You are not signed in" text="Sign in to see this.">
                    <button type="button" class="button" data-primary="" on:click=move |_| open.set(true)>"Sign in"</button>
                </Message>
            }
            .into_any()
        }
    })
}

fn sign_in(email: String, asks: bool) -> AnyView {
    let next = Memo::new(|_| "/".to_owned());
    view! { <div class="sign-in">{steps(next, email, RwSignal::new(is_shared()), asks)}</div> }.into_any()
}

/// The session has ended by itself: what was typed stays, and the way back stands above it.
fn ended(this: Frame, session: SessionState, person: &Person) -> AnyView {
    let again = move |_| session.hand_in();
    let email = person.email.clone();
    let open = RwSignal::new(this.kind == Kind::SignIn);
    let way_back = live(move || match (session.is_handed(), open.get()) {
        (true, _) => view! { <button type="button" class="button" on:click=again>"Try again"</button> }.into_any(),
        (false, true) => sign_in(email.clone(), false),
        (false, false) => {
            view! { <button type="button" class="button" on:click=move |_| open.set(true)>"Sign in again"</button> }
                .into_any()
        }
    });
    view! {
        <section class="note" data-kind="ended" role="alert">
            <p class="note__text">"Your session has ended. What you see and typed is still here."</p>
            {way_back}
        </section>
    }
    .into_any()
}
