//! `/admin/access`: who reads and who changes which field, as the registry says and the database enforces; and the way
//! to look at the pages as another role.

use leptos::prelude::*;

use crate::api::person::Person;
use crate::components::access_table::AccessTable;
use crate::components::heading::Heading;
use crate::domain::lens::Lens;
use crate::domain::role::Role;
use crate::state::preview::{Looking, use_preview};
use crate::state::route::use_route;

/// Draws the policy for the role.
pub fn access_page(_person: Person, lens: Lens) -> AnyView {
    let preview = use_preview();
    let route = use_route();
    let role = lens.shown();
    let on_look = (role >= Role::Admin).then(|| {
        Callback::new(move |role: Role| {
            preview.start(Looking { role, client: None });
            route.go("/admin/clients");
        })
    });
    view! {
        <div class="page__head"><Heading text="Access"/></div>
        <p class="page__text">
            "What each role reads and changes of the clients it sees. Owners and admins see every client; members and staff those they \
            manage or created, and a member changes those they manage; a viewer sees their own record in the portal, and \
            proposes changes that the agency accepts or refuses. The database enforces \
            the same: a field that a role does not read never leaves it."
        </p>
        <AccessTable role on_look/>
    }
    .into_any()
}
