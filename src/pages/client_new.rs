//! `/admin/clients/new`: a client is made. Its identity is chosen here, so that a save whose answer was lost can be made
//! again without a second client.

use leptos::prelude::*;
use uuid::{Builder, Uuid};

use super::client_editor::{Since, client_editor};
use super::client_load::{load_team, names};
use crate::api::person::Person;
use crate::components::heading::Heading;
use crate::components::states::{Message, Skeleton};
use crate::domain::lens::Lens;
use crate::domain::permission::creates;
use crate::erased::live;
use crate::state::clients::use_clients;
use crate::state::drafts::Drafts;

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
    // A draft that was not saved goes on; so does its identity.
    let id = Drafts::of(&person.user_id).of_new().first().map_or_else(new_id, |kept| kept.id);
    let known = Memo::new(move |_| team.get().is_some());
    let form = move || match known.get() {
        true => client_editor(&person, lens, id, None, Since { names, row: Memo::new(|_| None) }),
        false => view! { <Skeleton/> }.into_any(),
    };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb"><a href="/admin/clients">"Clients"</a></nav>
        <div class="page__head"><Heading text="New client"/></div>
        {live(form)}
    }
    .into_any()
}

/// A random identity. A browser without random numbers gets one from its clock, which is as good as unique here.
fn new_id() -> Uuid {
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
