//! The views of the list: the tabs, what can be done with the one that is open, and what of a link was left out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::error::Failure;
use crate::api::saved::{NAME_MAX, SavedView, can_be_kept};
use crate::components::view_menu::{Act, At, Opened, ViewMenu};
use crate::components::view_tabs::{Tab, ViewTabs};
use crate::domain::field::Field;
use crate::domain::layout::Layout;
use crate::domain::lens::{Lens, Writer};
use crate::domain::list::{Count, ListQuery, standard_columns};
use crate::domain::role::Role;
use crate::domain::rules::{chars, text};
use crate::domain::views::{BUILT_IN, same_question};
use crate::erased::{effect, live};
use crate::state::commands::{Command, use_commands};
use crate::state::list::ClientList;
use crate::state::notices::use_notices;
use crate::state::route::use_route;
use crate::state::saved_views::{SavedViews, use_saved_views};

/// Draws the row of views and what can be done with them.
pub fn views_row(list: ClientList, lens: Lens) -> AnyView {
    let views = use_saved_views();
    views.want();
    offer_commands(list);
    let role = lens.shown();
    let saved = Memo::new(move |_| views.seen(lens));
    let tabs = Memo::new(move |_| tabs(views, &saved.read(), role));
    let present = Memo::new(move |before: Option<&Option<String>>| {
        let query = list.query.get();
        let built_in = BUILT_IN.iter().filter(|view| same_question(&view.query(role), &query));
        let saved = saved.get().into_iter().filter(|view| same_question(&view.query, &query));
        let mut fits = built_in.map(|view| view.word.to_owned()).chain(saved.map(|view| view.id.to_string()));
        // Of two views with one question, the one that was opened stays.
        let before = before.cloned().flatten();
        let first = fits.next();
        if before.is_some() && fits.any(|key| Some(key) == before) { before } else { first }
    });
    let opened = Memo::new(move |before: Option<&Option<String>>| present.get().or_else(|| before.cloned().flatten()));
    // It remembers, so it must see every view that is opened, also while no menu looks.
    effect(move || opened.with(|_| ()));
    let view = Memo::new(move |_| {
        let key = opened.get()?;
        saved.get().into_iter().find(|view| view.id.to_string() == key)
    });
    let failed = move || {
        views.failure().map(|failure| {
            view! {
                <span class="view-tabs__failed" role="alert">
                    "Your saved views could not be read. "{failure.to_string()}" "
                    <button type="button" class="button" on:click=move |_| views.again()>"Try again"</button>
                </span>
            }
        })
    };
    let menu = lens.writer().map(|writer| menu(list, views, writer, view, present));
    view! {
        <div class="views-row">
            <ViewTabs tabs current=present/>
            {live(failed)}
            {menu}
        </div>
    }
    .into_any()
}

fn tabs(views: SavedViews, saved: &[SavedView], role: Role) -> Vec<Tab> {
    let built_in = BUILT_IN.iter().map(|view| Tab {
        key: view.word.to_owned(),
        label: view.label.to_owned(),
        href: views.href(&view.query(role)),
        title: None,
    });
    let saved = saved.iter().map(|view| Tab {
        key: view.id.to_string(),
        label: view.name.clone(),
        href: views.href(&view.query),
        title: match (view.mine, view.shared) {
            (false, _) => Some(format!("{}, shared by {}", view.name, view.author)),
            (true, true) => Some(format!("{}, shared with the agency", view.name)),
            (true, false) => Some(view.name.clone()),
        },
    });
    built_in.chain(saved).collect()
}

fn menu(
    list: ClientList,
    views: SavedViews,
    writer: Writer,
    view: Memo<Option<SavedView>>,
    present: Memo<Option<String>>,
) -> AnyView {
    let notices = use_notices();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<(At, String)>);
    let done = RwSignal::new(0_u32);
    let opened = Memo::new(move |_| {
        let view = view.get()?;
        let key = view.id.to_string();
        Some(Opened {
            deletable: view.mine || (view.shared && writer.role() >= Role::Admin),
            changed: present.get() != Some(key),
            name: view.name,
            shared: view.shared,
            mine: view.mine,
        })
    });
    let is_default = Memo::new(move |_| present.get().map(|key| views.default_id() == Some(key)));
    let on_act = Callback::new(move |act: Act| {
        if busy.get_untracked() {
            return;
        }
        refusal.set(None);
        // The list opens with the view as it is kept, in the columns that it brings.
        let query = match act {
            Act::Default(_) => list.query.get_untracked().from_start(),
            _ => shown(list, writer.role()),
        };
        if let Some(refused) = refused(&act, &query) {
            refusal.set(Some(refused));
            return;
        }
        busy.set(true);
        let (view, present) = (view.get_untracked(), present.get_untracked());
        spawn_local(async move {
            let said = run(views, writer, &act, view, present, query).await;
            busy.try_set(false);
            match said {
                Ok((text, go)) => {
                    notices.happened(text);
                    done.try_update(|done| *done = done.wrapping_add(1));
                    if let Some(query) = go {
                        list.go(&query, true);
                    }
                }
                Err(failure) => drop(refusal.try_set(Some(words(&act, &failure)))),
            }
        });
    });
    view! { <ViewMenu opened is_default busy refusal done on_act/> }.into_any()
}

/// Does it, and returns what to say and where to go: what was saved is what is shown then.
async fn run(
    views: SavedViews,
    writer: Writer,
    act: &Act,
    view: Option<SavedView>,
    present: Option<String>,
    query: ListQuery,
) -> Result<(String, Option<ListQuery>), Failure> {
    match act {
        Act::Save { name, shared } => {
            let saved = views.save(writer, chars::trimmed(name), &query, *shared).await?;
            return Ok((format!("Saved the view {}.", saved.name), Some(saved.query)));
        }
        Act::Default(on) => {
            let Some(key) = present.filter(|_| *on) else {
                views.set_default(writer, None).await?;
                return Ok(("The list opens with all clients again.".to_owned(), None));
            };
            views.set_default(writer, Some((key, query))).await?;
            return Ok(("The list opens with this view from now on.".to_owned(), None));
        }
        _ => {}
    }
    let view = view.ok_or(Failure::NotFound)?;
    let change = |changed: SavedView| async move { views.change(writer, &changed).await };
    match act {
        Act::Rename(name) => {
            let saved = change(SavedView { name: chars::trimmed(name).to_owned(), ..view }).await?;
            Ok((format!("The view is called {} now.", saved.name), None))
        }
        Act::Share(shared) => {
            let saved = change(SavedView { shared: *shared, ..view }).await?;
            let with = if saved.shared { "shared with the agency" } else { "yours alone" };
            Ok((format!("{} is {with} now.", saved.name), None))
        }
        Act::Delete => {
            views.delete(writer, view.id).await?;
            Ok((format!("Deleted the view {}.", view.name), None))
        }
        _ => {
            let saved = change(SavedView { query, ..view }).await?;
            Ok((format!("Saved the changes to {}.", saved.name), Some(saved.query)))
        }
    }
}

/// The present question with the columns that it is shown in, where these are not everybody's.
fn shown(list: ClientList, role: Role) -> ListQuery {
    let query = list.query.get_untracked().from_start();
    let columns = list.columns.get_untracked();
    let own = !query.columns.is_empty() || columns != standard_columns(role).collect::<Vec<_>>();
    ListQuery { columns: if own { columns } else { Vec::new() }, ..query }
}

/// What the database would refuse, said before it is asked.
fn refused(act: &Act, query: &ListQuery) -> Option<(At, String)> {
    let (at, name) = match act {
        Act::Save { name, .. } => (At::NewName, Some(name)),
        Act::Rename(name) => (At::Name, Some(name)),
        Act::Change => (At::Menu, None),
        _ => return None,
    };
    if let Some(reason) = name.and_then(|name| name_refusal(name)) {
        return Some((at, reason));
    }
    let too_long = || "This question is too long to be kept. Take some of its filters away.".to_owned();
    (!can_be_kept(query)).then(|| (At::Menu, too_long()))
}

fn name_refusal(name: &str) -> Option<String> {
    let name = chars::trimmed(name);
    // One line of a menu: the rule for texts lets tabs pass, the database's for names does not.
    let tab = name.contains('\t').then_some(text::Reason::Control('\t'));
    match tab.map_or_else(|| text::check(name, NAME_MAX), Err) {
        Err(text::Reason::Blank) => Some("Give the view a name.".to_owned()),
        Err(reason) => Some(reason.to_string()),
        Ok(()) => None,
    }
}

fn words(act: &Act, failure: &Failure) -> (At, String) {
    let at = match act {
        Act::Save { .. } => At::NewName,
        Act::Rename(_) => At::Name,
        _ => At::Menu,
    };
    match failure {
        // The name's other rules were asked before.
        Failure::Refused(_) => (at, "You have a view of this name. Choose another name.".to_owned()),
        Failure::NotFound => (At::Menu, "This view is not there any more. Load the page again.".to_owned()),
        failure => (At::Menu, format!("Not saved. {failure}")),
    }
}

/// What the command palette can tell the list.
fn offer_commands(list: ClientList) {
    let change = |change: fn(&mut Layout)| Callback::new(move |()| list.layout.change(change));
    let (density, pages) =
        (change(|layout| layout.compact = !layout.compact), change(|layout| layout.endless = !layout.endless));
    let clear = Callback::new(move |()| list.go(&list.query.get_untracked().widened(), false));
    let exactly = Callback::new(move |()| list.count_exactly());
    use_commands().offer(move || {
        let command = |label: &str, run| Command { label: label.to_owned(), run };
        let (compact, endless) = list.layout.with(|layout| (layout.compact, layout.endless));
        let narrows = list.query.with(ListQuery::narrows);
        let about = matches!(list.count.get(), Count::About(_));
        [
            Some(command(if compact { "Comfortable rows" } else { "Compact rows" }, density)),
            Some(command(if endless { "Show pages" } else { "Scroll without pages" }, pages)),
            narrows.then(|| command("Clear search and filters", clear)),
            about.then(|| command("Count exactly", exactly)),
        ]
        .into_iter()
        .flatten()
        .collect()
    });
}

/// Says that a part of the link's filters names fields which this role does not read.
pub fn left_out(lens: Lens) -> AnyView {
    let route = use_route();
    let role = lens.shown();
    let some = Memo::new(move |_| {
        let params = route.params.read();
        let keys = ["any", "all"].into_iter().chain(Field::ALL.iter().map(|field| field.key()));
        let given: Vec<(&str, &str)> = keys
            .flat_map(|key| {
                params.iter().filter(move |(other, _)| other == key).map(move |(_, text)| (key, text.as_str()))
            })
            .collect();
        let read = |role| ListQuery::from_params(given.iter().copied(), role).filters;
        read(role) != read(Role::Owner)
    });
    let line = move || {
        some.get().then(|| {
            view! {
                <p class="list__note" role="status">
                    "A part of this link\u{2019}s filters was left out: your role does not read the fields they ask about."
                </p>
            }
        })
    };
    line.into_any()
}
