//! The command palette: one line to type in, and what it may mean. Arrows choose, Enter goes there, Escape leaves.

use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::modal::{Modal, close};
use crate::erased::{effect, live};

/// What an entry leads to.
#[derive(Clone, Debug)]
pub enum Aim {
    /// An address of the application.
    Address(String),
    Run(Callback<()>),
}

/// One entry.
#[derive(Clone, Debug)]
pub struct Entry {
    pub label: String,
    /// What tells it from others of the same name.
    pub detail: String,
    pub aim: Aim,
}

/// Entries under a heading.
#[derive(Clone, Debug)]
pub struct Section {
    pub label: &'static str,
    pub entries: Vec<Entry>,
}

/// Draws the palette while it is open.
#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What was typed.
    typed: RwSignal<String>,
    /// What it may mean.
    #[prop(into)]
    sections: Signal<Vec<Section>>,
    /// What there is to say of it, and whether that is about an answer under way.
    #[prop(into)]
    status: Signal<(&'static str, bool)>,
    /// Called with what was chosen.
    on_choose: Callback<Aim>,
) -> impl IntoView {
    view! {
        <Modal open class="dialog palette" label="Commands">
            {live(move || palette(typed, sections, status, on_choose))}
        </Modal>
    }
}

fn palette(
    typed: RwSignal<String>,
    sections: Signal<Vec<Section>>,
    status: Signal<(&'static str, bool)>,
    on_choose: Callback<Aim>,
) -> AnyView {
    let list = NodeRef::<html::Div>::new();
    let chosen = RwSignal::new(0_usize);
    let count = move || sections.with(|sections| sections.iter().map(|section| section.entries.len()).sum::<usize>());
    // What comes later, such as clients, may leave fewer entries than there were.
    let place = Memo::new(move |_| chosen.get().min(count().saturating_sub(1)));
    let choose = move |place: usize| {
        let aim = sections.with_untracked(|sections| {
            sections.iter().flat_map(|section| &section.entries).nth(place).map(|entry| entry.aim.clone())
        });
        if let Some(aim) = aim {
            close();
            on_choose.run(aim);
        }
    };
    let keys = move |event: KeyboardEvent| {
        let (here, last) = (place.get_untracked(), untrack(count).saturating_sub(1));
        let next = match event.key().as_str() {
            "ArrowDown" if here >= last => 0,
            "ArrowDown" => here + 1,
            "ArrowUp" if here == 0 => last,
            "ArrowUp" => here - 1,
            "PageDown" => (here + 8).min(last),
            "PageUp" => here.saturating_sub(8),
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
    };
    effect(move || {
        place.track();
        if let Some(list) = list.get() {
            show_chosen(&list);
        }
    });
    let groups = move || {
        let mut first = 0;
        let group = |section: Section| {
            let start = first;
            first += section.entries.len();
            let option = |(offset, entry): (usize, Entry)| option(start + offset, entry, place, choose);
            view! {
                <div class="palette__group" role="group" aria-label=section.label>
                    <div class="palette__section" aria-hidden="true">{section.label}</div>
                    {section.entries.into_iter().enumerate().map(option).collect_view()}
                </div>
            }
        };
        sections.get().into_iter().map(group).collect_view()
    };
    let active = move || (count() > 0).then(|| option_id(place.get()));
    let enter = move |event: SubmitEvent| {
        event.prevent_default();
        choose(place.get_untracked());
    };
    view! {
        <form class="palette__form" on:submit=enter>
            <input class="palette__input" type="text" role="combobox" aria-label="Type a command, a view or a client"
                placeholder="Type a command, a view or a client…" autocomplete="off" spellcheck="false" autofocus=""
                aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-activedescendant=active
                prop:value=typed on:keydown=keys on:input=move |event| {
                    chosen.set(0);
                    typed.set(event_target_value(&event));
                }/>
            <div class="palette__list" role="listbox" id="palette-list" aria-label="Commands" tabindex="-1" node_ref=list>{live(groups)}</div>
            <p class="palette__status" role="status" data-waiting=move || status.get().1.then_some("")>{live(move || status.get().0)}</p>
        </form>
    }
    .into_any()
}

fn option(place: usize, entry: Entry, chosen: Memo<usize>, choose: impl Fn(usize) + 'static) -> AnyView {
    view! {
        <div class="palette__option" role="option" id=option_id(place) aria-selected=move || (chosen.get() == place).to_string()
            on:click=move |_| choose(place)>
            <span class="palette__label">{entry.label}</span>
            <span class="palette__detail">{entry.detail}</span>
        </div>
    }
    .into_any()
}

fn option_id(place: usize) -> String {
    format!("palette-{place}")
}

/// The entry that is chosen is one that can be seen.
fn show_chosen(list: &Element) {
    let Ok(Some(option)) = list.query_selector("[aria-selected=true]") else { return };
    let (frame, place) = (list.get_bounding_client_rect(), option.get_bounding_client_rect());
    let beyond = (place.bottom() - frame.bottom()).max(0.0) + (place.top() - frame.top()).min(0.0);
    if beyond != 0.0
        && let Some(list) = list.dyn_ref::<HtmlElement>()
    {
        #[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
        list.set_scroll_top(list.scroll_top() + beyond.round() as i32);
    }
}
