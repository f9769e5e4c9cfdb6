//! What people decide: the strategies beside each other, the four questions one after another, and the sign-offs of three
//! teams. The database keeps the rules; what is typed here is lost to nobody else's decision.

use std::array;

use leptos::prelude::*;
use serde_json::{Map, Value as Json};
use web_sys::HtmlInputElement;

use super::unification::{Look, failed, label, press, rows_of, text_of, trouble};
use super::unification_preflight::seconds;
use super::unification_signoffs::{log, sign_offs};
use super::unification_strategies::matrix;
use crate::api::request::Request;
use crate::api::unification::{decide, last_dry_run, steps};
use crate::components::format::{local_input, moment_from_local, moment_text};
use crate::components::modal::focus_soon;
use crate::components::moment::moment;
use crate::components::panel::{acts, badge, panel, quiet, quiet_text};
use crate::components::states::Skeleton;
use crate::domain::approval::{Ask, Input, QUESTIONS, Question};
use crate::domain::calendar::Instant;
use crate::domain::unification::Report;
use crate::erased::{effect, live};
use crate::state::load::Loaded;
use crate::state::unification::{Answer, Unification};

/// What is chosen for each question, beside what the database has. It stays while the person looks at the other parts.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// The newest answer, once it is one.
    known: RwSignal<Vec<Json>>,
    choices: [RwSignal<Map<String, Json>>; 4],
    notes: [RwSignal<String>; 4],
}

impl Chosen {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            known: RwSignal::new(Vec::new()),
            choices: array::from_fn(|_| RwSignal::new(Map::new())),
            notes: array::from_fn(|_| RwSignal::new(String::new())),
        }
    }

    /// Whether something has been chosen that the database does not have, tracked.
    pub fn is_unsaved(self) -> bool {
        let known = self.known.read();
        let differs =
            |(place, choice): (usize, &RwSignal<Map<String, Json>>)| *choice.read() != chosen_in(&known, place);
        self.choices.iter().enumerate().any(differs) || self.notes.iter().any(|note| !note.read().is_empty())
    }

    /// A newer answer takes the place of what was not touched here.
    fn take(self, rows: &[Json]) {
        let before = self.known.get_untracked();
        for (place, choice) in self.choices.iter().enumerate() {
            if choice.with_untracked(|choice| *choice == chosen_in(&before, place)) {
                choice.set(chosen_in(rows, place));
            }
        }
        self.known.set(rows.to_vec());
    }
}

/// What the database has for a question.
fn chosen_in(rows: &[Json], place: usize) -> Map<String, Json> {
    rows.get(place).and_then(|row| row.get("choice")?.as_object().cloned()).unwrap_or_default()
}

/// The decisions, as this person sees and makes them.
#[derive(Clone, Copy)]
pub struct Deciding {
    pub this: Unification,
    chosen: Chosen,
    steps: Loaded<Answer>,
    /// How often something was decided or signed here.
    pub times: RwSignal<u32>,
}

/// Draws the part.
pub fn decisions(this: Unification) -> AnyView {
    let chosen = expect_context::<Chosen>();
    let deciding = Deciding { this, chosen, steps: this.load_once(steps), times: RwSignal::new(0) };
    effect(move || {
        if let Some(Ok(answer)) = deciding.steps.get() {
            chosen.take(rows_of(&answer));
        }
    });
    // Whoever was too late reads what has become of it.
    effect(move || {
        if this.trouble.get().is_some() {
            deciding.steps.again();
            deciding.times.update(|times| *times += 1);
        }
    });
    let last = this.load_once(last_dry_run);
    let is_known = Memo::new(move |_| !chosen.known.read().is_empty());
    // Drawn once: who decides keeps the focus where it is.
    let questions = move || {
        if is_known.get() {
            let questions: Vec<_> = QUESTIONS
                .iter()
                .enumerate()
                .map(|(place, question)| deciding.question(place, question, last))
                .collect();
            return view! { <ul class="steps">{questions}</ul> }.into_any();
        }
        match deciding.steps.get() {
            Some(Err(failure)) => failed("The decisions could not be read", &failure.to_string(), deciding.steps),
            _ => view! { <Skeleton rows=4/> }.into_any(),
        }
    };
    view! {
        {panel("Three ways", matrix(deciding))}
        {panel("Four questions", vec![live(questions)])}
        {panel("Sign-offs", sign_offs(deciding))}
        {panel("What was decided", vec![log(deciding)])}
    }
    .into_any()
}

impl Deciding {
    /// The database's row of a question, tracked.
    fn row(self, place: usize) -> Json {
        self.chosen.known.with(|known| known.get(place).cloned().unwrap_or_default())
    }

    /// How a question stands, tracked.
    pub fn state(self, place: usize) -> String {
        text_of(&self.row(place), "state")
    }

    /// Whether all questions before this one are approved, tracked.
    pub fn is_reached(self, place: usize) -> bool {
        (0..place).all(|before| self.state(before) == "approved")
    }

    /// What is chosen for a question.
    pub fn choice(self, place: usize) -> RwSignal<Map<String, Json>> {
        self.chosen.choices.get(place).copied().unwrap_or_else(|| RwSignal::new(Map::new()))
    }

    fn note(self, place: usize) -> RwSignal<String> {
        self.chosen.notes.get(place).copied().unwrap_or_default()
    }

    /// The answer to one question, asked again after everything that is decided or signed here.
    pub fn again(self, request: fn() -> Request) -> Loaded<Answer> {
        let loaded = self.this.load_once(request);
        effect(move || {
            if self.times.get() > 0 {
                loaded.again();
            }
        });
        loaded
    }

    fn decide(self, place: usize, action: &'static str) {
        let Some(question) = QUESTIONS.get(place) else { return };
        let version = untrack(|| self.row(place)).get("version").and_then(Json::as_i64).unwrap_or_default();
        let (choice, note) = (self.choice(place), self.note(place));
        let (sent, said) = (choice.get_untracked(), note.get_untracked());
        let sends = matches!(action, "propose" | "approve");
        let request = move |writer| decide(writer, (question.key, version), action, sends.then_some(&sent), &said);
        self.this.act(question.key, request, move |answer| {
            note.set(String::new());
            self.chosen.take(rows_of(&answer));
            self.times.update(|times| *times += 1);
            // The button that was pressed may be gone.
            focus_soon(title_of(question));
        });
    }

    fn question(self, place: usize, question: &'static Question, last: Loaded<Answer>) -> AnyView {
        let standing = move || {
            let (word, outcome) = match self.state(place).as_str() {
                "approved" => ("Approved", "accepted"),
                "revision" => ("To be revised", "refused"),
                _ if self.is_reached(place) => ("In review", "waiting"),
                _ => ("Later", ""),
            };
            badge(word.to_owned(), outcome)
        };
        let who = move || {
            let row = self.row(place);
            let at = Instant::from_text(&text_of(&row, "changed_at"))?;
            Some(by(&text_of(&row, "changed_by"), at, &text_of(&row, "note")))
        };
        let body = move || match (self.is_reached(place), place.checked_sub(1).and_then(|before| QUESTIONS.get(before)))
        {
            (false, Some(before)) => {
                view! { <p class="panel__quiet">"Comes when all before it is approved, next: "{before.label}"."</p> }
                    .into_any()
            }
            _ => self.form(place, question, last),
        };
        let reached = Memo::new(move |_| (self.is_reached(place), self.state(place)));
        view! {
            <li class="steps__step">
                <div class="steps__head"><h3 class="steps__title" id=title_of(question) tabindex="-1">{question.label}</h3>{live(standing)}</div>
                {live(who)}
                {live(move || { reached.with(|_| ()); untrack(body) })}
                {trouble(self.this, question.key)}
            </li>
        }
        .into_any()
    }

    fn form(self, place: usize, question: &'static Question, last: Loaded<Answer>) -> AnyView {
        let state = self.state(place);
        let looks_only = self.this.lens.writer().is_none() || self.this.said("state") == "done";
        let closed = state == "approved" || looks_only;
        let inputs: Vec<_> = question.inputs.iter().map(|input| self.input(place, input, closed)).collect();
        let missing = move || {
            let missing = self.choice(place).with(|choice| question.missing(choice));
            (!closed && !missing.is_empty()).then(|| quiet_text(format!("Still to be given: {}.", missing.join("; "))))
        };
        let incomplete = Signal::derive(move || self.choice(place).with(|choice| !question.missing(choice).is_empty()));
        let act = |text: &'static str, action: &'static str, look: Look, off: Signal<bool>| {
            press(self.this, label(text), look, off, move || self.decide(place, action))
        };
        let never = Signal::stored(false);
        let silent = Signal::derive(move || self.note(place).read().trim().is_empty());
        let buttons = match state.as_str() {
            _ if looks_only => Vec::new(),
            "approved" => vec![act("Open again", "reopen", Look::Plain, never)],
            "revision" => vec![act("Propose again", "propose", Look::Primary, never)],
            _ => vec![
                act("Approve", "approve", Look::Primary, incomplete),
                act("Save for others", "propose", Look::Plain, never),
                act("Send back", "reject", Look::Plain, silent),
            ],
        };
        let note_id = format!("note-{}", question.key);
        let note = self.note(place);
        let needs_note = (!closed && state != "revision").then_some("Sending back needs one: what has to change?");
        let letter = (!buttons.is_empty()).then(|| {
            view! {
                <div class="field">
                    <label class="field__label" for=note_id.clone()>"Note"</label>
                    <textarea class="input" id=note_id.clone() rows="2" maxlength="2000" prop:value=move || note.get()
                        on:input=move |event| note.set(event_target_value(&event))></textarea>
                    <p class="field__help">{needs_note}</p>
                </div>
            }
        });
        view! {
            {evidence(question, last)}
            <div class="steps__inputs">{inputs}</div>
            {live(missing)}
            {letter}
            {acts(buttons)}
        }
        .into_any()
    }

    fn input(self, place: usize, input: &'static Input, closed: bool) -> AnyView {
        let choice = self.choice(place);
        let id = format!("decide-{}", input.key);
        let put = move |value: Json| choice.update(|choice| drop(choice.insert(input.key.to_owned(), value)));
        let holds = move || choice.with(|choice| choice.get(input.key).cloned().unwrap_or_default());
        // Somebody else's answer beside one's own.
        let theirs = move || {
            let row = self.row(place);
            let theirs = row.get("choice")?.get(input.key)?.clone();
            let shown = match (input.ask, &theirs) {
                (_, theirs) if *theirs == holds() => return None,
                (Ask::Time, Json::String(text)) => moment_text(text),
                (Ask::Flag, theirs) => (if *theirs == Json::Bool(true) { "yes" } else { "no" }).to_owned(),
                (_, Json::String(text)) => text.clone(),
                (_, other) => other.to_string(),
            };
            Some(view! { <p class="field__help">{format!("The database has: {shown}")}</p> }.into_any())
        };
        let shown = move || match (input.ask, holds()) {
            (Ask::Time, Json::String(moment)) => local_input(&moment),
            (_, Json::String(text)) => text,
            (_, Json::Null | Json::Bool(_)) => String::new(),
            (_, other) => other.to_string(),
        };
        // A value that is none yet stays as it is typed: nothing is taken out of people's hands.
        let typed = move |text: String| {
            put(match input.ask {
                _ if text.is_empty() => Json::Null,
                Ask::Minutes => text.parse::<u32>().map_or_else(|_| text.into(), Json::from),
                Ask::Time => moment_from_local(&text).into(),
                _ => text.into(),
            });
        };
        let control = match input.ask {
            Ask::Flag => {
                return view! {
                    <div class="steps__flag">
                        {tick(input.label, Signal::derive(move || holds() == Json::Bool(true)), Signal::stored(closed), move |ticked| put(ticked.checked().into()))}
                        {live(theirs)}
                    </div>
                }
                .into_any();
            }
            Ask::OneOf(words) => {
                let words = std::iter::once(("", "Choose")).chain(words.iter().copied());
                let options: Vec<_> = words
                    .map(|(word, label)| {
                        view! { <option value=word selected=move || shown() == word>{label}</option> }.into_any()
                    })
                    .collect();
                view! { <select class="input" id=id.clone() disabled=closed on:change=move |event| typed(event_target_value(&event))>{options}</select> }
                    .into_any()
            }
            Ask::Minutes | Ask::Time => {
                let kind = if input.ask == Ask::Time { "datetime-local" } else { "number" };
                view! {
                    <input class="input" id=id.clone() type=kind min="1" disabled=closed prop:value=shown
                        on:input=move |event| typed(event_target_value(&event))/>
                }
                .into_any()
            }
        };
        view! { <div class="field"><label class="field__label" for=id>{input.label}</label>{control}{live(theirs)}</div> }.into_any()
    }
}

/// The identity of a question's title.
fn title_of(question: &'static Question) -> String {
    format!("question-{}", question.key)
}

/// A box to tick; `on` gets the box.
pub fn tick(
    label: &'static str,
    ticked: Signal<bool>,
    off: Signal<bool>,
    on: impl Fn(HtmlInputElement) + 'static,
) -> AnyView {
    let on: Box<dyn Fn(HtmlInputElement)> = Box::new(on);
    let on = StoredValue::new_local(on);
    view! {
        <label class="agree">
            <input type="checkbox" prop:checked=move || ticked.get() disabled=move || off.get()
                on:change=move |event| { on.try_with_value(|on| on(event_target(&event))); }/>
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// Who did something, when, and what they said.
pub fn by(who: &str, at: Instant, note: &str) -> AnyView {
    let who = if who.is_empty() { "The operator" } else { who };
    let note = (!note.is_empty()).then(|| view! { <q class="steps__note">{note.to_owned()}</q> }.into_any());
    view! { {quiet(view! { {format!("{who}, ")}{moment(at)} }.into_any())}{note} }.into_any()
}

/// What helps to decide.
fn evidence(question: &'static Question, last: Loaded<Answer>) -> AnyView {
    let report = move || {
        let answer = last.get()?.ok()?;
        let row = rows_of(&answer).first()?.get("report").cloned()?;
        Some(Report::from_json(&row))
    };
    match question.key {
        "schema" => {
            quiet(view! { "Field by field, with its rules: "<a href="/admin/access">"Access"</a>"." }.into_any())
        }
        "roles" => live(move || {
            let people = report().map(|report| report.agency)?;
            let people: Vec<_> = people.iter().map(|(email, role)| format!("{email} ({role})")).collect();
            let listed = if people.is_empty() { "nobody".to_owned() } else { people.join(", ") };
            Some(quiet_text(format!("By the last dry run these keep a role of the agency: {listed}.")))
        }),
        "timeline" => live(move || {
            let took = seconds(report()?.took);
            Some(quiet_text(format!(
                "The last dry run took {took}. Who writes into the old tables waits about as long; who reads waits for a moment at the end. A run outside of the window is refused."
            )))
        }),
        _ => ().into_any(),
    }
}
