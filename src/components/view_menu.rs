//! What can be done with the view that is open: save it, change it, give it another name, share it, delete it, or let the
//! list open with it.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::modal::focus_soon;
use super::popover::{Popover, close_around};
use crate::erased::{effect, live};

/// The view that was opened last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub name: String,
    /// Whether the agency sees it.
    pub shared: bool,
    /// Whether it is the person's own.
    pub mine: bool,
    /// Whether they may delete it.
    pub deletable: bool,
    /// Whether the list's question is another one by now.
    pub changed: bool,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Save { name: String, shared: bool },
    Change,
    Rename(String),
    Share(bool),
    Delete,
    Default(bool),
}

/// Where a refusal belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    NewName,
    Name,
    Menu,
}

/// Draws the button and what it opens.
#[component]
pub fn ViewMenu(
    /// The saved view that was opened last, if it was one.
    #[prop(into)]
    opened: Signal<Option<Opened>>,
    /// Whether the list opens with the view that is shown; `None` while the question is no view's.
    #[prop(into)]
    is_default: Signal<Option<bool>>,
    /// Whether something is being sent.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the last try was refused.
    #[prop(into)]
    refusal: Signal<Option<(At, String)>>,
    /// Counts what was done: the menu then closes, with the fields empty.
    #[prop(into)]
    done: Signal<u32>,
    /// Called with what is wanted.
    on_act: Callback<Act>,
) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let new_name = NodeRef::<html::Input>::new();
    let new_shared = NodeRef::<html::Input>::new();
    Effect::new(move |before: Option<u32>| {
        let now = done.get();
        if before.is_some_and(|before| before != now)
            && let (Some(place), Some(name), Some(shared)) =
                (place.get_untracked(), new_name.get_untracked(), new_shared.get_untracked())
        {
            name.set_value("");
            shared.set_checked(false);
            close_around(&place);
        }
        now
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let (Some(name), Some(shared)) = (new_name.get_untracked(), new_shared.get_untracked()) {
            on_act.run(Act::Save { name: name.value(), shared: shared.checked() });
        }
    };
    // Drawn anew for another view, not for another question: a name may just be being typed.
    let which = Memo::new(move |_| opened.get().map(|opened| Opened { changed: false, shared: false, ..opened }));
    let present = move || which.get().map(|view| present(view, opened, busy, refusal, on_act));
    // Of two ways to save, the one that changes what is there is the likelier.
    let first = move || (!opened.read().as_ref().is_some_and(|view| view.mine && view.changed)).then_some("");
    let default = move || {
        is_default.get().map(|chosen| {
            view! {
                <div class="view-menu__part">
                    {check("Open the list with this view", Signal::stored(chosen), move |on| on_act.run(Act::Default(on)))}
                </div>
            }
        })
    };
    view! {
        <Popover label="View".to_owned() end=true>
            <div class="view-menu" node_ref=place>
                {live(present)}
                {live(default)}
                <form class="view-menu__part" novalidate aria-labelledby="view-menu-new" on:submit=save>
                    <h2 class="view-menu__title" id="view-menu-new">"Save as a new view"</h2>
                    {name(At::NewName, String::new(), new_name, refusal)}
                    <label class="settings__choice"><input type="checkbox" class="check" node_ref=new_shared/>"Share with the agency"</label>
                    <p class="field__help">"Colleagues see it if they may read every field that it filters or sorts by."</p>
                    <button type="submit" class="button" data-primary=first aria-disabled=move || busy.get().to_string()>"Save view"</button>
                </form>
                <p class="field__error" role="alert">{live(move || refused(refusal, At::Menu))}</p>
            </div>
        </Popover>
    }
}

fn present(
    view: Opened,
    opened: Signal<Option<Opened>>,
    busy: Signal<bool>,
    refusal: Signal<Option<(At, String)>>,
    on_act: Callback<Act>,
) -> AnyView {
    let flag = move |flag: fn(&Opened) -> bool| Signal::derive(move || opened.read().as_ref().is_some_and(flag));
    let (shared, changed) = (flag(|view| view.shared), flag(|view| view.changed));
    let asking = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    let rename = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            on_act.run(Act::Rename(input.value()));
        }
    };
    let title = view.name.clone();
    let change = move || {
        changed.get().then(|| {
            view! {
                <button type="button" class="button" data-primary="" aria-disabled=move || busy.get().to_string()
                    on:click=move |_| on_act.run(Act::Change)>{format!("Save changes to {title}")}</button>
            }
        })
    };
    let own = view.mine.then(|| {
        view! {
            {live(change)}
            <form class="view-menu__line" novalidate aria-label="Rename" on:submit=rename>
                {name(At::Name, view.name.clone(), input, refusal)}
                <button type="submit" class="button">"Rename"</button>
            </form>
            {check("Shared with the agency", shared, move |on| on_act.run(Act::Share(on)))}
        }
    });
    let question = format!("Delete \u{201c}{}\u{201d}?", view.name);
    let delete = move || {
        if asking.get() {
            let warning = shared.get().then_some(" Your colleagues lose it too.");
            view! {
                <p class="view-menu__ask" id="view-menu-ask">{question.clone()}{warning}</p>
                <div class="view-menu__line">
                    <button type="button" class="button" data-danger="" aria-describedby="view-menu-ask"
                        on:click=move |_| on_act.run(Act::Delete)>"Delete"</button>
                    <button type="button" class="button" id="view-menu-keep" on:click=move |_| {
                        asking.set(false);
                        focus_soon("view-menu-delete".to_owned());
                    }>"Keep"</button>
                </div>
            }
            .into_any()
        } else {
            view! {
                <button type="button" class="button view-menu__delete" data-quiet="" id="view-menu-delete" on:click=move |_| {
                    asking.set(true);
                    focus_soon("view-menu-keep".to_owned());
                }>"Delete this view…"</button>
            }
            .into_any()
        }
    };
    view! {
        <section class="view-menu__part" aria-label=format!("View {}", view.name)>
            <h2 class="view-menu__title">{view.name.clone()}</h2>
            {own}
            {view.deletable.then_some(delete)}
        </section>
    }
    .into_any()
}

/// A name's field, with what is wrong with it.
fn name(at: At, value: String, input: NodeRef<html::Input>, refusal: Signal<Option<(At, String)>>) -> impl IntoView {
    let (id, error) = match at {
        At::NewName => ("view-menu-new-name", "view-menu-new-error"),
        _ => ("view-menu-name", "view-menu-error"),
    };
    let said = Memo::new(move |_| refused(refusal, at));
    effect(move || {
        if said.read().is_some()
            && let Some(input) = input.get_untracked()
        {
            let _unmoved = input.focus();
        }
    });
    view! {
        <div class="field">
            <label class="field__label" for=id>"Name"</label>
            <input class="input" id=id node_ref=input value=value autocomplete="off" aria-describedby=error
                aria-invalid=move || said.read().is_some().then_some("true")/>
            <p class="field__error" id=error>{live(move || said.get())}</p>
        </div>
    }
}

/// A box that shows what is, and changes when that has.
fn check(label: &'static str, on: Signal<bool>, change: impl Fn(bool) + 'static) -> impl IntoView {
    view! {
        <label class="settings__choice">
            <input type="checkbox" class="check" prop:checked=move || on.get() on:change:target=move |event| {
                let wanted = event.target().checked();
                event.target().set_checked(!wanted);
                change(wanted);
            }/>
            {label}
        </label>
    }
}

fn refused(refusal: Signal<Option<(At, String)>>, at: At) -> Option<String> {
    refusal.get().filter(|(place, _)| *place == at).map(|(_, text)| text)
}
