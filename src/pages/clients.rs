//! `/admin/clients`: the list. The address bar holds the question, so that reload, Back and a link show the same rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use uuid::Uuid;

use super::client_load::load_team;
use super::clients_body::{ListBody, body};
use super::clients_rows::{RowActions, row_actions};
use super::clients_views::{left_out, views_row};
use crate::api::filters::Asker;
use crate::api::person::Person;
use crate::components::client_rows::Names;
use crate::components::client_table::ClientTable;
use crate::components::edits_bar::EditsBar;
use crate::components::filter_builder::FilterBuilder;
use crate::components::filter_chips::FilterChips;
use crate::components::format::{midnight, today};
use crate::components::heading::Heading;
use crate::components::here;
use crate::components::list_settings::ListSettings;
use crate::components::row_menu::RowMenu;
use crate::components::search_box::SearchBox;
use crate::components::selection_bar::SelectionBar;
use crate::components::status_filter::StatusFilter;
use crate::domain::filter::Filter;
use crate::domain::lens::Lens;
use crate::domain::list::ListQuery;
use crate::domain::permission::creates;
use crate::erased::{effect, live};
use crate::state::list::ClientList;
use crate::state::undo::use_undo;

/// Draws the list for the role.
pub fn clients_page(person: Person, lens: Lens) -> AnyView {
    let user_id = person.user_id.clone();
    let asker = move || Asker { user_id: user_id.clone(), today: today(), midnight };
    let list = ClientList::new(&person, lens, asker);
    let role = lens.shown();
    let team = load_team(list.clients);
    // A list without the managers' names is better than no list; a late answer to this draws no row anew.
    let names = Memo::new(move |_| team.get().map(|team| Arc::new(team.unwrap_or_default())));
    let known = Signal::derive(move || names.get().unwrap_or_default());
    let go = Callback::new(move |query: ListQuery| list.go(&query, false));
    // Back leads out of a search, not through every letter of it.
    let on_search = Callback::new(move |search: String| list.go(&list.query.get_untracked().searching(&search), true));
    let actions = row_actions(list, lens, person, known);
    let further = Memo::new(move |_| list.query.read().further_filters());
    let chips = move || chips(&further.read(), &known.get(), list, go);
    let on_apply = Callback::new(move |filters| go.run(list.query.get_untracked().filtered_by(filters)));
    let columns = Signal::derive(move || list.columns.get());
    let on_columns = Callback::new(move |columns: Vec<_>| {
        list.layout.change(|layout| layout.columns.clone_from(&columns));
        // Columns that came with the question give way to the person's own.
        let query = list.query.get_untracked();
        if !query.columns.is_empty() {
            list.go(&ListQuery { columns: Vec::new(), ..query }, true);
        }
    });
    // A write that was taken back is on the rows as well.
    let undo = use_undo();
    let seen = StoredValue::new(untrack(|| undo.written()));
    effect(move || {
        let written = undo.written();
        if written != seen.get_value() {
            seen.set_value(written);
            list.answer.again();
        }
    });
    // A tag has its question from the page that it stands on.
    let page = !here::is_embedded();
    let on_layout = Callback::new(move |layout| list.layout.change(|present| *present = layout));
    view! {
        <div class="clients">
            <div class="page__head">
                {page.then(|| view! { <Heading text="Clients"/> })}
                <StatusFilter query=list.query on_change=go/>
                {(page && creates(role)).then(|| view! { <a class="button" data-primary="" href="/admin/clients/new">"New client"</a> })}
            </div>
            {page.then(|| views_row(list, lens))}
            <div class="list__tools">
                <SearchBox search=Signal::derive(move || list.query.read().search.clone()) on_search/>
                <FilterBuilder role filters=further names=known on_apply/>
                {live(chips)}
                <ListSettings role columns layout=Signal::derive(move || list.layout.get()) on_columns on_layout/>
            </div>
            {left_out(lens)}
            <Bars list actions names=known/>
            {body(ListBody { list, names, actions, go })}
        </div>
    }
    .into_any()
}

/// What is chosen and what waits, over the page's foot, so that no row moves when they come.
#[component]
fn Bars(list: ClientList, actions: RowActions, names: Signal<Names>) -> impl IntoView {
    view! {
        <div class="bars">
        <SelectionBar selection=list.selection total=list.count all_shown=list.all_shown on_select=Callback::new(move |selection| list.select(selection))/>
        <EditsBar edits=actions.edits saving=actions.saving names on_save=actions.on_save on_drop=actions.on_drop
            on_drop_all=actions.on_drop_all/>
        </div>
        {live(move || actions.menu.get().map(|menu| view! { <RowMenu menu on_choose=actions.on_choose/> }))}
    }
}

/// The filters beside the status, which has its own buttons.
fn chips(filters: &[Filter], names: &BTreeMap<Uuid, String>, list: ClientList, go: Callback<ListQuery>) -> AnyView {
    let name_of = |id| names.get(&id).cloned();
    let on_remove = Callback::new(move |filter| go.run(list.query.get_untracked().without(&filter)));
    view! { <FilterChips filters name_of=&name_of on_remove/> }.into_any()
}

/// The table's frame, around rows that are drawn elsewhere.
pub fn table(list: ClientList, actions: RowActions, go: Callback<ListQuery>, rows: AnyView) -> AnyView {
    // The headings show the order of the rows that are on screen. They are drawn anew only when it is another one.
    let orders = Memo::new(move |_| {
        list.answer.get().map_or_else(|| list.query.get().orders, |answer| answer.wanted.query.orders)
    });
    let columns =
        Memo::new(move |_| list.answer.get().map_or_else(|| list.columns.get(), |answer| answer.wanted.columns));
    let on_sort = Callback::new(move |(field, further)| go.run(list.query.get_untracked().sorted_by(field, further)));
    let layout = Signal::derive(move || list.layout.get());
    let on_resize = Callback::new(move |(field, width)| list.layout.change(|layout| layout.resize(field, width)));
    view! {
        <ClientTable orders columns layout
            total=Signal::derive(move || list.count.get().number()) selection=list.selection all_shown=list.all_shown
            on_sort on_resize on_act=actions.on_act>
            {rows}
        </ClientTable>
    }
    .into_any()
}
