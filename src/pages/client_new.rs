//! `/admin/clients/new`: a client is made. Its identity is chosen here, so that a save whose answer was lost can be made
//! again without a second client.

use leptos::prelude::*;
use uuid::{Builder, Uuid};

use super::client_editor::{Since, client_editor};
use super::client_load::{load_team, names};
use super::client_notes::button;
use crate::api::person::Person;
use crate::components::format::relative_text;
use crate::components::heading::{Heading, focus_heading};
use crate::components::here;
use crate::components::states::{Message, Skeleton};
use crate::domain::kept::Kept;
use crate::domain::lens::Lens;
use crate::domain::permission::creates;
use crate::erased::{effect, live};
use crate::state::clients::use_clients;
use crate::state::drafts::Drafts;
use crate::state::newcomer::use_newcomer;

/// Draws the form for the role.
pub fn client_new_page(person: Person, lens: Lens) -> AnyView {
    if !creates(lens.shown()) {
        return view! {
            <Heading text="New client"/>
            <Message kind="forbidden" title="You may not make clients" text="Members, admins and owners make them. Ask one of them."/>
        }
        .into_any();
    }
    let clients = use_clients(lens);
    let team = load_team(clients);
    let names = names(team);
    let drafts = Drafts::of(&person.user_id);
    let newcomer = use_newcomer();
    // What this tab has begun goes on; so does its identity.
    let begun = newcomer.id().filter(|id| drafts.get(*id).is_some_and(|kept| kept.version.is_none()));
    let id = RwSignal::new(begun.unwrap_or_else(new_id));
    if !lens.is_preview() {
        effect(move || newcomer.begin(id.get()));
    }
    let another = Callback::new(move |()| {
        focus_heading();
        id.set(new_id());
    });
    let known = Memo::new(move |_| team.get().is_some());
    let begun = (!lens.is_preview()).then(|| begun_elsewhere(drafts, id));
    let form = move || match known.get() {
        true => {
            let since = Since { names, row: Memo::new(|_| None), another: Some(another) };
            client_editor(&person, lens, id.get(), None, since)
        }
        false => view! { <Skeleton/> }.into_any(),
    };
    view! {
        {(!here::is_embedded()).then(|| view! { <nav class="crumbs" aria-label="Breadcrumb"><a href="/admin/clients">"Clients"</a></nav> })}
        <div class="page__head"><Heading text="New client"/></div>
        {begun}
        {live(form)}
    }
    .into_any()
}

/// New clients that were begun elsewhere and are not saved, each with the way to go on with it. Its tab may be open still:
/// so what is gone on with here gets an identity of its own, and two tabs never save one client.
fn begun_elsewhere(drafts: Drafts, id: RwSignal<Uuid>) -> AnyView {
    let drafts = StoredValue::new(drafts);
    let thrown = RwSignal::new(false);
    let go_on = move |other: Uuid| {
        let new = new_id();
        let moved = drafts.with_value(|drafts| {
            let moved = drafts.get(other).is_some_and(|kept| drafts.put(&Kept { id: new, ..kept }));
            if moved {
                drafts.remove(other);
            }
            moved
        });
        focus_heading();
        if moved {
            id.set(new);
        } else {
            thrown.update(|thrown| *thrown = !*thrown);
        }
    };
    let throw_away = move |other: Uuid| {
        drafts.with_value(|drafts| drafts.remove(other));
        focus_heading();
        thrown.update(|thrown| *thrown = !*thrown);
    };
    let one = move |kept: Kept| {
        let other = kept.id;
        view! {
            <div class="note" data-kind="resumed" role="status">
                <p class="note__text">
                    "There is a new client that is not saved: "<strong>{kept.title}</strong>{format!(" (last typed: {}).", relative_text(kept.at))}
                </p>
                {button("Go on with it", Callback::new(move |()| go_on(other)))}
                {button("Throw it away", Callback::new(move |()| throw_away(other)))}
            </div>
        }
        .into_any()
    };
    live(move || {
        thrown.track();
        let here = id.get();
        let all = drafts.with_value(Drafts::of_new).into_iter().filter(|kept| kept.id != here);
        all.map(one).collect::<Vec<_>>()
    })
}

/// A random identity. A browser without random numbers gets one from its clock, which is as good as unique here.
pub(super) fn new_id() -> Uuid {
    let mut bytes = [0; 16];
    let random = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if random.is_err() {
        let clock = js_sys::Date::now()
            .to_bits()
            .to_le_bytes()
            .into_iter()
            .chain(js_sys::Math::random().to_bits().to_le_bytes());
        bytes.iter_mut().zip(clock).for_each(|(byte, tick)| *byte = tick);
    }
    Builder::from_random_bytes(bytes).into_uuid()
}
