//! The clients before and behind one in the list that it was opened from. They are asked for by the place that the client
//! had when it was read: what is changed in it afterwards does not lead somewhere else.

use leptos::prelude::*;
use uuid::Uuid;

use super::clients::{Clients, Wanted};
use super::load::{Loaded, Meanwhile, load};
use crate::api::filters::Asker;
use crate::domain::cursor::{Cursor, Place};
use crate::domain::list::ListQuery;

/// Before and behind.
pub type Neighbours = (Option<Uuid>, Option<Uuid>);

/// Asks for them whenever there is another client, or another list.
pub fn neighbours(
    clients: Clients,
    at: Memo<Option<(ListQuery, Cursor)>>,
    asker: impl Fn() -> Asker + Clone + 'static,
) -> Loaded<Neighbours> {
    load(at, Meanwhile::Clear, move |at: Option<(ListQuery, Cursor)>| {
        let asker = asker();
        async move {
            let Some((query, cursor)) = at else { return (None, None) };
            let one = |place: Place| {
                let wanted = Wanted { query: query.at(place, 1), columns: Vec::new(), rows: 1 };
                let asker = &asker;
                // A way that cannot be found is no way: the page itself says what is wrong with the server.
                async move { clients.rows_at(&wanted, asker).await.ok()?.rows.first()?.id() }
            };
            futures::future::join(one(Place::Before(cursor.clone())), one(Place::After(cursor))).await
        }
    })
}
