//! What a person settles after the run: conflicts, which have a winner and can be swapped; values and rows in quarantine,
//! which get a value, a client or an end; and rows that could not follow their client.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value as Json, json};

use super::unification::{Look, UNIFICATION, column, failed, label, press, rows_of, text_of};
use super::unification_rows::change;
use crate::api::error::Failure;
use crate::api::unification::{PAGE, Rows, client_of, rows, settle as settle_request};
use crate::components::format::now;
use crate::components::here;
use crate::components::modal::focus_soon;
use crate::components::panel::{acts, alert, badge, none, panel, quiet};
use crate::components::states::Skeleton;
use crate::domain::field::{Field, Kind};
use crate::domain::value::{Value, check};
use crate::erased::live;
use crate::state::load::Loaded;
use crate::state::route::use_route;
use crate::state::unification::{Answer, Unification, sentence};

const KINDS: [(&str, &str, &str); 3] = [
    ("quarantine", "Quarantine", "Nothing stands for these yet. Give a value, or dismiss it: it stays written down."),
    (
        "conflict",
        "Conflicts",
        "Both tables had a value. One stands by the rule, the other is one press away; another press swaps back.",
    ),
    (
        "parked",
        "Parked",
        "Rows that hang on a client who is not there, or twice. They follow when their row leaves quarantine.",
    ),
];

/// The list.
const LIST: &str = "to-settle";

/// The list of one kind.
#[derive(Clone, Copy)]
struct Settling {
    this: Unification,
    page: Loaded<Answer>,
    /// Of which kind the rows up to this one are passed by.
    after: RwSignal<(String, u64)>,
}

/// Draws the part.
pub fn settle(this: Unification) -> AnyView {
    let route = use_route();
    let kind = Memo::new(move |_| route.param("kind").unwrap_or_else(|| "quarantine".to_owned()));
    let after = RwSignal::new((String::new(), 0));
    let question = Memo::new(move |_| {
        let kind = kind.get();
        let from = after.with(|(of, from)| if *of == kind { *from } else { 0 });
        rows(&Rows::Open(kind), true, from)
    });
    let settling = Settling { this, page: this.load(question), after };
    let links: Vec<_> = KINDS
        .iter()
        .map(|(word, label, _)| {
            let count = move || this.said("open").get(*word).and_then(Json::as_u64).filter(|count| *count > 0);
            view! {
                <a class="chip" href=format!("{UNIFICATION}?part=settle&kind={word}") aria-current=move || (kind.read().as_str() == *word).then_some("page")>
                    {*label}{live(move || count().map(|count| format!(" {count}")))}
                </a>
            }
        })
        .collect();
    let says = move || KINDS.iter().find(|(word, ..)| kind.read().as_str() == *word).map(|(_, _, says)| *says);
    let body = move || match settling.page.get() {
        Some(Err(failure)) => failed("The list could not be read", &failure.to_string(), settling.page),
        Some(Ok(answer)) if rows_of(&answer).is_empty() => none("Nothing here."),
        Some(Ok(answer)) if is_of(&answer, &kind.read()) => settling.list(&answer),
        _ => view! { <Skeleton/> }.into_any(),
    };
    let kinds = view! { <nav class="chips" aria-label="Kinds">{links}</nav> }.into_any();
    panel("To settle", vec![kinds, quiet(live(says)), live(body)])
}

/// Whether the rows are of this kind, or still of the one before.
fn is_of(answer: &Json, kind: &str) -> bool {
    rows_of(answer).first().is_some_and(|row| text_of(row, "kind") == kind)
}

impl Settling {
    fn list(self, answer: &Json) -> AnyView {
        let found = rows_of(answer);
        let items: Vec<_> = found.iter().take(PAGE).map(|row| self.item(row)).collect();
        let last = found.get(PAGE - 1).and_then(|row| row.get("id")?.as_u64()).filter(|_| found.len() > PAGE);
        let kind = found.first().map(|row| text_of(row, "kind")).unwrap_or_default();
        let first = self.after.with_untracked(|(of, from)| *of != kind || *from == 0);
        let lead = |text: &'static str, from: u64| {
            let kind = kind.clone();
            press(self.this, label(text), Look::Plain, Signal::stored(false), move || {
                self.after.set((kind.clone(), from))
            })
        };
        // The way on stands first: who presses it finds it at the same place again.
        let back = (!first).then(|| lead("From the beginning", 0));
        let more = last.map(|last| lead("Next", last));
        here::regains_focus_at(LIST);
        view! { <ul class="settle" id=LIST tabindex="-1">{items}</ul>{acts(more.into_iter().chain(back).collect())} }
            .into_any()
    }

    fn item(self, row: &Json) -> AnyView {
        let Some(id) = row.get("id").and_then(Json::as_u64) else { return ().into_any() };
        let entry = Entry {
            all: self,
            id,
            row: RwSignal::new(row.clone()),
            text: RwSignal::new(String::new()),
            name: RwSignal::new(String::new()),
            into: RwSignal::new(None),
            sending: RwSignal::new(false),
            trouble: RwSignal::new(None),
        };
        entry.draw()
    }
}

/// One entry, as far as somebody has got with it.
#[derive(Clone, Copy)]
struct Entry {
    all: Settling,
    id: u64,
    row: RwSignal<Json>,
    text: RwSignal<String>,
    name: RwSignal<String>,
    /// The client that has the address: its identity and name.
    into: RwSignal<Option<(String, String)>>,
    sending: RwSignal<bool>,
    trouble: RwSignal<Option<String>>,
}

impl Entry {
    fn draw(self) -> AnyView {
        let row = self.row.get_untracked();
        let client = text_of(&row, "client");
        let who = match row.get("client_id").and_then(Json::as_str) {
            Some(id) => view! { <a href=format!("/admin/clients/{id}")>{client}</a> }.into_any(),
            None => format!("Row of {}", text_of(&row, "source")).into_any(),
        };
        let standing = move || {
            let (word, outcome) = match text_of(&self.row.read(), "settled").as_str() {
                "swapped" => ("Swapped", "accepted"),
                "used" => ("Settled", "accepted"),
                "dismissed" => ("Dismissed", ""),
                _ => return None,
            };
            Some(badge(word.to_owned(), outcome))
        };
        let title = format!("settle-{}", self.id);
        let trouble = move || self.trouble.get().map(alert);
        view! {
            <li class="settle__item" id=title tabindex="-1">
                <div class="settle__head"><strong>{who}</strong>{live(standing)}</div>
                {change(&row)}
                {live(move || self.acts())}
                {live(trouble)}
            </li>
        }
        .into_any()
    }

    /// A button of this entry; while something of it is under way, it waits.
    fn press(self, text: &'static str, on: impl Fn() + Send + Sync + 'static) -> AnyView {
        let on: Box<dyn Fn() + Send + Sync> = Box::new(on);
        let pressed = move |_| {
            if !self.sending.get_untracked() {
                on();
            }
        };
        view! {
            <button type="button" class="button" aria-disabled=move || self.sending.get().to_string() on:click=pressed>{text}</button>
        }
        .into_any()
    }

    fn button(self, text: &'static str, action: &'static str) -> AnyView {
        self.press(text, move || self.send(action, Json::Null))
    }

    fn acts(self) -> AnyView {
        if self.all.this.lens.writer().is_none() {
            return ().into_any();
        }
        let row = self.row.get();
        let (kind, settled) = (text_of(&row, "kind"), text_of(&row, "settled"));
        let field = row.get("field").and_then(Json::as_str).map(str::to_owned);
        let acts = match (kind.as_str(), settled.as_str(), field) {
            ("conflict", "swapped", _) => self.button("Swap back", "swap"),
            ("conflict", ..) => self.button("Swap", "swap"),
            (_, "dismissed", _) => self.button("Take up again", "reopen"),
            (_, "used", _) => return ().into_any(),
            ("quarantine", _, Some(field))
                if row.get("source").is_some_and(|source| *source == "clients" || *source == "clients_enhanced") =>
            {
                self.value(&field)
            }
            ("quarantine", _, None) => self.whole_row(),
            _ => self.button("Dismiss", "dismiss"),
        };
        view! { <div class="settle__acts">{acts}</div> }.into_any()
    }

    /// A value for the field, judged here by the rules that the database has too.
    fn value(self, key: &str) -> AnyView {
        let Some(field) = Field::from_key(key) else { return self.button("Dismiss", "dismiss") };
        let name = format!("{} instead", column(key));
        let type_in = move |event| self.text.set(event_target_value(&event));
        let control = match field.kind() {
            Kind::Choice(options) => {
                let options: Vec<_> =
                    options.iter().map(|option| view! { <option value=option.wire>{option.label}</option> }).collect();
                view! { <select class="input" aria-label=name on:change=type_in><option value="">"Choose"</option>{options}</select> }.into_any()
            }
            Kind::Tags | Kind::Json(_) => {
                view! { <textarea class="input" rows="3" aria-label=name on:input=type_in></textarea> }.into_any()
            }
            _ => view! { <input class="input" aria-label=name on:input=type_in/> }.into_any(),
        };
        let put = move || {
            let judged = self.text.with_untracked(|text| {
                let value = Value::from_text(field.kind(), text)?;
                if let Some(value) = &value {
                    check(field.kind(), value, now())?;
                }
                Ok(value)
            });
            match judged {
                Ok(Some(value)) => self.send("use", value.to_json()),
                Ok(None) => self.trouble.set(Some("Give a value, or dismiss it.".to_owned())),
                Err::<_, crate::domain::rules::Reason>(reason) => self.trouble.set(Some(reason.to_string())),
            }
        };
        view! {
            {control}
            {self.press("Use this", put)}
            {self.button("Dismiss", "dismiss")}
        }
        .into_any()
    }

    /// A whole row becomes a client with an address, or a part of the client who has it.
    fn whole_row(self) -> AnyView {
        let put = move || {
            let email = self.text.with_untracked(|text| text.trim().to_lowercase());
            if email.is_empty() {
                self.trouble.set(Some("Give an e-mail address, or dismiss it.".to_owned()));
                return;
            }
            let name = self.name.with_untracked(|name| name.trim().to_owned());
            let value =
                if name.is_empty() { json!({ "email": email }) } else { json!({ "email": email, "name": name }) };
            self.begin();
            spawn_local(async move {
                let found = self.all.this.ask(client_of(&email)).await;
                if self.sending.try_set(false).is_some() {
                    return;
                }
                match found.as_ref().map(|answer| rows_of(answer).first()) {
                    Ok(None) => self.send("use", value),
                    Ok(Some(client)) => {
                        let called = ["company_name", "name", "email"].map(|key| text_of(client, key));
                        let called = called.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
                        self.into.set(Some((text_of(client, "id"), called)));
                    }
                    Err(failure) => self.trouble.set(Some(failure.to_string())),
                }
            });
        };
        let join = move || {
            self.into.get().map(|(id, called)| {
                view! {
                    <p class="settle__join">{format!("This is the address of {called}. What is empty there is filled from this row; what differs is a conflict.")}
                        {self.press("Make it part of that client", move || self.send("use", json!({ "client_id": id })))}
                    </p>
                }
                .into_any()
            })
        };
        view! {
            <input class="input" type="email" aria-label="E-mail address of the client" placeholder="E-mail address"
                on:input=move |event| { self.into.set(None); self.text.set(event_target_value(&event)); }/>
            <input class="input" aria-label="Name, where the row has none" placeholder="Name, if it has none" on:input=move |event| self.name.set(event_target_value(&event))/>
            {self.press("Make it a client", put)}
            {self.button("Dismiss", "dismiss")}
            {live(join)}
        }
        .into_any()
    }

    fn begin(self) {
        self.trouble.set(None);
        self.sending.set(true);
    }

    fn send(self, action: &'static str, value: Json) {
        let Some(writer) = self.all.this.lens.writer().filter(|_| !self.sending.get_untracked()) else { return };
        self.begin();
        spawn_local(async move {
            let answer = self.all.this.ask(settle_request(writer, self.id, action, &value)).await;
            if self.sending.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => {
                    if let Some(row) = rows_of(&answer).first() {
                        self.row.set(row.clone());
                    }
                    // The button that was pressed is gone.
                    focus_soon(format!("settle-{}", self.id));
                    self.all.this.state.again();
                }
                Err(Failure::Refused(report)) if !report.is_empty() => {
                    let said =
                        report.iter().map(|(field, reason)| format!("{}: {reason}", field.label())).collect::<Vec<_>>();
                    self.trouble.set(Some(said.join(" ")));
                }
                Err(failure) => self.trouble.set(Some(sentence(&failure))),
            }
        });
    }
}
