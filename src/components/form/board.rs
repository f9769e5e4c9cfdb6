//! The form in the document: what its controls hold, and what becomes of it.
//!
//! One listener hears everything that happens in the form, instead of some hundred of them: a form of 42 fields opens and
//! takes a key as quickly as a bare page of inputs (`cargo xtask bench`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::leptos_dom::helpers::{set_timeout, window_event_listener};
use leptos::prelude::*;
use serde_json::{Map, Value as Json};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, FocusEvent, HtmlInputElement, IntersectionObserver, IntersectionObserverInit, Node};

use super::control::{as_read, as_shown};
use super::drawn::Drawn;
use super::field::{id_of, show_error};
use super::pairs::find_row;
use super::spot::{Spot, hear};
use super::tree::point;
use crate::components::dom::{add, around, find, find_all, focus, make, set_value, value};
use crate::components::format::now;
use crate::components::here;
use crate::domain::draft::Report;
use crate::domain::field::{Field, Kind, Section};
use crate::domain::form::{limit, near};
use crate::domain::merge::Texts;
use crate::domain::rules::{Reason, instant};

/// Who is told of what happens.
#[derive(Clone, Copy)]
pub struct Told {
    pub report: RwSignal<Report>,
    pub on_typed: Option<Callback<Texts>>,
}

/// A draft is at most so much behind what is typed.
const BEHIND: Duration = Duration::from_millis(150);

/// By then the form is on the screen.
const SHOWN: Duration = Duration::from_millis(40);

/// The form.
pub struct Board {
    drawn: Drawn,
    told: Told,
    /// What somebody typed into.
    touched: RefCell<Vec<Field>>,
    /// What is shown as refused.
    refused: RefCell<Report>,
    /// Something was typed that nobody was told yet.
    waits: Cell<bool>,
}

impl Board {
    /// The form, told to whom it may concern.
    pub fn new(drawn: Drawn, told: Told) -> Self {
        Self { drawn, told, touched: RefCell::default(), refused: RefCell::default(), waits: Cell::new(false) }
    }

    /// The form's element.
    pub const fn element(&self) -> &Element {
        &self.drawn.element
    }

    fn control(&self, field: Field) -> Option<&Element> {
        self.drawn.controls.iter().find(|(other, _)| *other == field).map(|(_, control)| control)
    }

    /// What the form holds, as the rules read it.
    fn texts(&self) -> Texts {
        let mut texts = Texts::new();
        for (field, control) in &self.drawn.controls {
            texts.insert(*field, self.text(*field, control));
        }
        texts
    }

    fn text(&self, field: Field, control: &Element) -> String {
        let holds = value(control);
        let touched = self.touched.borrow().contains(&field) && !unfinished(control);
        if self.drawn.sheet.untouched(field, &holds, touched) || unfinished(control) {
            return self.drawn.sheet.given(field).unwrap_or_default().to_owned();
        }
        as_read(field.kind(), holds)
    }

    fn judge(&self, texts: &Texts) -> (Map<String, Json>, Report) {
        let (changes, mut report) = self.drawn.sheet.judge(texts, now());
        for (field, control) in &self.drawn.controls {
            if unfinished(control) {
                let reason = match field.kind() {
                    Kind::Date => Reason::NotADate,
                    _ => instant::Reason::NotAMoment.into(),
                };
                report.insert(*field, reason);
            }
        }
        (changes, report)
    }

    /// Judges everything for a save; what may be saved, when there is no refusal.
    pub fn judge_all(&self) -> Option<(Map<String, Json>, Texts)> {
        self.tell();
        let texts = self.texts();
        let (changes, found) = self.judge(&texts);
        let accepted = found.is_empty();
        // The server's refusals come in later, and stand in the same summary.
        self.drawn.summary.ask();
        self.told.report.set(found);
        accepted.then_some((changes, texts))
    }

    /// Shows a report: at the fields, in the index, and in the summary while one stands.
    pub fn show(&self, report: &Report) {
        let mut refused = self.refused.borrow_mut();
        for field in refused.keys().filter(|field| !report.contains_key(*field)) {
            show_error(&self.drawn.element, *field, None);
        }
        for (field, reason) in report.iter().filter(|(field, reason)| refused.get(*field) != Some(*reason)) {
            show_error(&self.drawn.element, *field, Some(&reason.to_string()));
        }
        self.drawn.index.count(report);
        self.drawn.summary.show(report);
        refused.clone_from(report);
    }

    fn hear(self: &Rc<Self>, event: &Event) -> Option<()> {
        self.drawn.draw_rest();
        let target: Element = event.target()?.dyn_into().ok()?;
        let kind = event.type_();
        if kind == "click" {
            self.follow(&target, event);
        }
        let place = around(&target, "[data-field]")?;
        let field = Field::from_key(&place.get_attribute("data-field")?)?;
        let control = self.control(field)?;
        match around(control, ".editor") {
            Some(group) => {
                let spot = Spot { field, group, control: control.clone() };
                if hear(&spot, &kind, event, &target) {
                    self.typed(field, control);
                }
            }
            None if matches!(kind.as_str(), "input" | "change") => self.typed(field, &target),
            None => {}
        }
        if kind == "focusout" {
            let next = event.dyn_ref::<FocusEvent>().and_then(|event| event.related_target());
            if !next.is_some_and(|next| place.contains(next.dyn_ref::<Node>())) {
                self.left(field);
            }
        }
        Some(())
    }

    /// A link of the index or of the summary leads to its section or field.
    fn follow(&self, target: &Element, event: &Event) -> Option<()> {
        let link = around(target, "a[data-to]")?;
        event.prevent_default();
        let to = find(&self.drawn.element, &format!("#{}", link.get_attribute("data-to")?))?;
        to.scroll_into_view();
        let row = link.get_attribute("data-row").and_then(|row| find_row(&to, &row));
        let first = || find(&to, "h2, input, summary, button, textarea:not([hidden])");
        focus(&row.or_else(first).unwrap_or_else(|| to.clone()));
        if let Some(field) = to.id().strip_prefix("field-").and_then(Field::from_key)
            && let (Some(control), true) = (self.control(field), to.class_name() == "editor")
        {
            point(&Spot { field, group: to, control: control.clone() });
        }
        Some(())
    }

    fn typed(self: &Rc<Self>, field: Field, control: &Element) {
        if !self.touched.borrow().contains(&field) {
            self.touched.borrow_mut().push(field);
        }
        if !self.waits.replace(true) {
            let board = Rc::clone(self);
            set_timeout(move || board.tell(), BEHIND);
        }
        if let Some(limit) = limit(field.kind()) {
            self.count(field, control, limit);
        }
        if !self.told.report.with_untracked(Report::is_empty) {
            self.forgive(field);
        }
    }

    /// Takes back what is right now. What only the database knows is right when it is another text.
    fn forgive(&self, typed: Field) {
        let (_, found) = self.judge(&self.texts());
        let right = |field: &Field, reason: &Reason| match reason {
            Reason::Server(_) => *field == typed,
            _ => !found.contains_key(field),
        };
        if self.told.report.with_untracked(|report| report.iter().any(|(field, reason)| right(field, reason))) {
            self.told.report.update(|report| report.retain(|field, reason| !right(field, reason)));
        }
    }

    /// Says how much fits in, near the end only.
    fn count(&self, field: Field, control: &Element, limit: usize) {
        let length = value(control).chars().count();
        let id = format!("{}-count", id_of(field));
        let shown = find(&self.drawn.element, &format!("#{id}"));
        let text = near(length, limit).then(|| match limit.checked_sub(length) {
            Some(1) => "1 character left".to_owned(),
            Some(left) => format!("{left} characters left"),
            None => format!("{} characters too many", length - limit),
        });
        match (shown, text) {
            (Some(shown), text) => shown.set_text_content(text.as_deref()),
            (None, Some(text)) => {
                let Some(place) = around(control, "[data-field]") else { return };
                if let Some(counter) = make("p", &[("class", "field__count"), ("id", &id), ("aria-live", "polite")]) {
                    add(&place, &counter);
                    counter.set_text_content(Some(&text));
                }
            }
            (None, None) => {}
        }
    }

    fn left(&self, field: Field) {
        let Some(control) = self.control(field) else { return };
        let was_typed = self.touched.borrow().contains(&field);
        if was_typed && field.kind() == Kind::Money {
            // Only what the rules read as the same amount is written in its place.
            set_value(control, &as_shown(Kind::Money, &value(control), self.drawn.mark));
        }
        self.tell();
        let texts = self.texts();
        let differs = texts.get(&field).map(String::as_str) != self.drawn.sheet.given(field);
        if differs || unfinished(control) || self.told.report.with_untracked(|report| report.contains_key(&field)) {
            self.judge_left(field, &texts, was_typed);
        }
    }

    fn judge_left(&self, field: Field, texts: &Texts, was_typed: bool) {
        let reason = self.judge(texts).1.remove(&field);
        let before = self.told.report.with_untracked(|report| report.get(&field).cloned());
        // What only the database knows stays until it is another text.
        let keeps = reason.is_none() && matches!(before, Some(Reason::Server(_))) && !was_typed;
        if reason == before || keeps || (reason.is_none() && matches!(before, Some(Reason::Server(_)))) {
            return;
        }
        self.told.report.update(|report| match reason {
            Some(reason) => drop(report.insert(field, reason)),
            None => drop(report.remove(&field)),
        });
    }

    /// Tells everything that was typed, if nobody was told yet.
    pub fn tell(&self) {
        if let (true, Some(on_typed)) = (self.waits.replace(false), self.told.on_typed) {
            on_typed.try_run(self.texts());
        }
    }
}

const HEARD: [&str; 12] = [
    "input",
    "change",
    "focusout",
    "click",
    "keydown",
    "paste",
    "dragstart",
    "dragover",
    "drop",
    "dragend",
    "toggle",
    "error",
];

/// Listens to the form while it is there; Ctrl+S saves from anywhere on the page.
pub fn attend(board: &Rc<Board>, save: impl Fn() + 'static) {
    {
        let board = Rc::clone(board);
        set_timeout(move || board.drawn.draw_rest(), SHOWN);
    }
    let heard = {
        let board = Rc::clone(board);
        // Bringing the focus somewhere is heard while a click is still being answered.
        Closure::<dyn Fn(Event)>::new(move |event: Event| {
            let _whether_heard = board.hear(&event);
        })
    };
    // On the way down: a picture that fails and a panel that opens are heard by nobody above them.
    for name in HEARD {
        let _always =
            board.drawn.element.add_event_listener_with_callback_and_bool(name, heard.as_ref().unchecked_ref(), true);
    }
    let form = board.drawn.element.clone();
    let keys = window_event_listener(ev::keydown, move |event| {
        // Somebody else's page has keys of its own.
        let is_ours =
            !here::is_embedded() || here::touched(&event).is_some_and(|touched| form.contains(Some(&touched)));
        if is_ours
            && (event.ctrl_key() || event.meta_key())
            && !event.alt_key()
            && event.key().eq_ignore_ascii_case("s")
        {
            event.prevent_default();
            save();
        }
    });
    let hidden = {
        let board = Rc::clone(board);
        // The last that a page hears before it is closed or put away.
        window_event_listener(ev::pagehide, move |_| board.tell())
    };
    let watch = watch_sections(board);
    let kept = StoredValue::new_local((Rc::clone(board), heard, watch));
    on_cleanup(move || {
        keys.remove();
        hidden.remove();
        kept.try_update_value(|(board, heard, watch)| {
            for name in HEARD {
                let _always = board.drawn.element.remove_event_listener_with_callback_and_bool(
                    name,
                    heard.as_ref().unchecked_ref(),
                    true,
                );
            }
            if let Some((observer, _)) = watch {
                observer.disconnect();
            }
            board.tell();
            board.drawn.summary.leave();
        });
    });
}

type Watch = (IntersectionObserver, Closure<dyn Fn()>);

/// Marks in the index the section that crosses the screen's upper part.
fn watch_sections(board: &Rc<Board>) -> Option<Watch> {
    let heard = {
        let board = Rc::clone(board);
        // Which one came or went is no matter: the last that has begun is the one on the screen.
        Closure::<dyn Fn()>::new(move || {
            let sections = find_all(&board.drawn.element, ".form__section");
            let line = document().document_element().map_or(0, |root| root.client_height()) * 2 / 5;
            let begun = |section: &&Element| section.get_bounding_client_rect().top() < f64::from(line);
            let here = sections.iter().rev().find(begun).or(sections.first()).cloned();
            if let Some(section) = led().or(here) {
                board.drawn.index.mark(&section.id());
            }
        })
    };
    let options = IntersectionObserverInit::new();
    options.set_root_margin("0px 0px -60% 0px");
    let observer = IntersectionObserver::new_with_options(heard.as_ref().unchecked_ref(), &options).ok()?;
    for section in find_all(&board.drawn.element, ".form__section") {
        observer.observe(&section);
    }
    Some((observer, heard))
}

/// The section that somebody was led to, for as long as they are at its heading: the last ones are too short to come up.
fn led() -> Option<Element> {
    let heading = here::active().filter(|active| active.class_name() == "form__heading")?;
    heading.parent_element()
}

/// The element of a section.
pub fn section_id(section: Section) -> String {
    format!("section-{}", section.label().to_lowercase())
}

/// Whether a day or a moment was begun and not finished: the browser then says that there is nothing.
fn unfinished(control: &Element) -> bool {
    control.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.validity().bad_input())
}
