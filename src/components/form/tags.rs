//! The editor of a list of short texts: entries to go through, move and take away, and a line to write new ones.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, Element, Event, FocusEvent, KeyboardEvent, Node};

use super::spot::{Spot, button};
use crate::components::dom::{add, around, find, find_all, focus, make, set, set_value, value};
use crate::domain::entries::{complete, guarded, split};
use crate::domain::field::Kind;
use crate::domain::value::Value;

/// Draws the entries and the line; `None` when the text is no list.
pub fn draw(spot: &Spot) -> Option<()> {
    let entries = read(&spot.text())?;
    let list = make("ul", &[("class", "entries"), ("role", "list")])?;
    add(&spot.group, &list);
    let line = make("input", &[("class", "input entries__line"), ("type", "text"), ("autocomplete", "off")])?;
    set(&line, "aria-label", &format!("Add to {}", spot.field.label().to_lowercase()));
    set(&line, "placeholder", "Add, with Enter or a comma");
    add(&spot.group, &line);
    fill(&list, &entries, 0)
}

/// Hears what happens in the list.
pub fn hear(spot: &Spot, kind: &str, event: &Event, target: &Element) -> Option<bool> {
    let list = find(&spot.group, ".entries")?;
    let line = find(&spot.group, ".entries__line")?;
    let shown = Shown { spot, list, line };
    if target == &shown.line {
        return shown.line_heard(kind, event);
    }
    shown.entry_heard(kind, event, target)
}

/// The list as it is drawn.
struct Shown<'a> {
    spot: &'a Spot,
    list: Element,
    line: Element,
}

impl Shown<'_> {
    fn line_heard(&self, kind: &str, event: &Event) -> Option<bool> {
        match kind {
            "input" => {
                if complete(&value(&self.line)) {
                    self.take_line();
                } else {
                    self.spot.say("");
                    self.write(&self.entries());
                }
                Some(true)
            }
            "focusout" => {
                // A press on an entry would miss it if the entries were drawn anew before.
                let next = event.dyn_ref::<FocusEvent>()?.related_target();
                let stays = next.is_some_and(|next| self.spot.group.contains(next.dyn_ref::<Node>()));
                (!stays).then(|| self.take_line())
            }
            "paste" => {
                // A line keeps no line feeds: what is pasted is taken before it would lose them.
                let text = event.dyn_ref::<ClipboardEvent>()?.clipboard_data()?.get_data("text/plain").ok()?;
                let typed = value(&self.line);
                let many = split(&text).len() > 1;
                many.then(|| {
                    event.prevent_default();
                    self.take(&format!("{typed},{text}"))
                })
            }
            "keydown" => {
                let event = event.dyn_ref::<KeyboardEvent>()?;
                let entries = self.entries();
                match event.key().as_str() {
                    "Enter" if !event.is_composing() => {
                        event.prevent_default();
                        return Some(self.take_line());
                    }
                    "Backspace" if value(&self.line).is_empty() && !entries.is_empty() => {
                        event.prevent_default();
                        self.edit(entries.len() - 1);
                        return Some(true);
                    }
                    "ArrowUp" | "ArrowLeft" if value(&self.line).is_empty() && !entries.is_empty() => {
                        event.prevent_default();
                        self.go(entries.len() - 1);
                    }
                    _ => {}
                }
                None
            }
            _ => None,
        }
    }

    fn entry_heard(&self, kind: &str, event: &Event, target: &Element) -> Option<bool> {
        let place = self.place_of(target)?;
        match kind {
            "click" => match around(target, "[data-act]")?.get_attribute("data-act")?.as_str() {
                "remove" => Some(self.remove(place)),
                _ => {
                    self.edit(place);
                    Some(true)
                }
            },
            "keydown" => self.entry_key(event.dyn_ref::<KeyboardEvent>()?, place),
            "dragstart" => {
                set(&self.list, "data-dragged", &place.to_string());
                let carried = event.dyn_ref::<DragEvent>()?.data_transfer()?;
                // Some browsers drag nothing that carries nothing.
                let _always = carried.set_data("text/plain", self.entries().get(place)?);
                None
            }
            "dragover" if self.list.has_attribute("data-dragged") => {
                event.prevent_default();
                None
            }
            "drop" => {
                let from = self.list.get_attribute("data-dragged")?.parse().ok()?;
                event.prevent_default();
                Some(self.shift(from, place, false))
            }
            "dragend" => {
                let _whether_there = self.list.remove_attribute("data-dragged");
                None
            }
            _ => None,
        }
    }

    fn entry_key(&self, event: &KeyboardEvent, place: usize) -> Option<bool> {
        let last = self.entries().len().saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowUp" | "ArrowLeft" => place.saturating_sub(1),
            "ArrowDown" | "ArrowRight" => place + 1,
            "Home" => 0,
            "End" => last,
            "Delete" | "Backspace" => {
                event.prevent_default();
                return Some(self.remove(place));
            }
            _ => return None,
        };
        event.prevent_default();
        if event.alt_key() {
            return Some(self.shift(place, to.min(last), true));
        }
        if to > last {
            focus(&self.line)
        } else {
            self.go(to)
        }
        None
    }

    fn entries(&self) -> Vec<String> {
        let texts = find_all(&self.list, "[data-act=edit]").into_iter();
        texts.map(|entry| entry.text_content().unwrap_or_default()).collect()
    }

    fn place_of(&self, target: &Element) -> Option<usize> {
        let entry = around(target, ".entries__entry")?;
        find_all(&self.list, ".entries__entry").iter().position(|other| *other == entry)
    }

    /// Where new entries go: to the end, or back to where the one that is being changed was.
    fn at(&self) -> usize {
        let at = self.line.get_attribute("data-at").and_then(|at| at.parse().ok());
        at.unwrap_or(usize::MAX)
    }

    /// Writes the field's text: the entries, and what stands in the line as if it were one already.
    fn write(&self, entries: &[String]) {
        let mut all = entries.to_vec();
        put_in(&mut all, self.at(), split(&value(&self.line)));
        if all.is_empty() {
            self.spot.write_empty();
        } else {
            set_value(&self.spot.control, &Value::List(all).to_text());
        }
    }

    fn take_line(&self) -> bool {
        let typed = value(&self.line);
        !typed.is_empty() && self.take(&typed)
    }

    /// Makes entries of a text. What is in the list already stays in the line.
    fn take(&self, text: &str) -> bool {
        let mut entries = self.entries();
        let twins = put_in(&mut entries, self.at(), split(text));
        set_value(&self.line, &twins.iter().map(|twin| guarded(twin)).collect::<Vec<_>>().join(", "));
        self.spot.say(&match twins.as_slice() {
            [] => String::new(),
            [twin] => format!("\u{201c}{twin}\u{201d} is in the list already."),
            _ => format!("{} of them are in the list already.", twins.len()),
        });
        let _whether_there = self.line.remove_attribute("data-at");
        self.redraw(&entries, 0);
        true
    }

    fn remove(&self, place: usize) -> bool {
        let mut entries = self.entries();
        if place < entries.len() {
            let gone = entries.remove(place);
            self.redraw(&entries, place);
            self.spot.say(&format!("Removed \u{201c}{gone}\u{201d}."));
        }
        if entries.is_empty() {
            focus(&self.line)
        } else {
            self.go(place.min(entries.len() - 1))
        }
        true
    }

    /// Takes an entry back into the line, to change it.
    fn edit(&self, place: usize) {
        self.take_line();
        let mut entries = self.entries();
        if entries.get(place).is_some_and(|entry| entry.contains(['\n', '\r'])) {
            self.spot.say("This entry has several lines. Remove it to write another one.");
        } else if place < entries.len() {
            let entry = entries.remove(place);
            set(&self.line, "data-at", &place.to_string());
            set_value(&self.line, &guarded(&entry));
            self.redraw(&entries, 0);
            focus(&self.line);
        }
    }

    fn shift(&self, from: usize, to: usize, keep_focus: bool) -> bool {
        let mut entries = self.entries();
        if from >= entries.len() || to >= entries.len() || from == to {
            return false;
        }
        let entry = entries.remove(from);
        entries.insert(to, entry.clone());
        self.redraw(&entries, to);
        self.spot.say(&format!("\u{201c}{entry}\u{201d} is now {} of {}.", to + 1, entries.len()));
        if keep_focus {
            self.go(to);
        }
        true
    }

    fn redraw(&self, entries: &[String], stop: usize) {
        let _drawn = fill(&self.list, entries, stop);
        self.write(entries);
    }

    /// Brings the focus to an entry, which becomes the list's one stop of the Tab key.
    fn go(&self, place: usize) {
        for (other, entry) in find_all(&self.list, "[data-act=edit]").iter().enumerate() {
            set(entry, "tabindex", if other == place { "0" } else { "-1" });
            if other == place {
                focus(entry);
            }
        }
    }
}

/// Puts new entries in; those that are there already are given back.
fn put_in(entries: &mut Vec<String>, at: usize, new: Vec<String>) -> Vec<String> {
    let mut twins = Vec::new();
    for (offset, entry) in new.into_iter().enumerate() {
        if entries.contains(&entry) {
            twins.push(entry);
        } else {
            let place = at.saturating_add(offset).min(entries.len());
            entries.insert(place, entry);
        }
    }
    twins
}

fn read(text: &str) -> Option<Vec<String>> {
    match Value::from_text(Kind::Tags, text) {
        Ok(Some(Value::List(entries))) => Some(entries),
        Ok(None) => Some(Vec::new()),
        _ => None,
    }
}

fn fill(list: &Element, entries: &[String], stop: usize) -> Option<()> {
    list.set_text_content(None);
    for (place, entry) in entries.iter().enumerate() {
        let item = make("li", &[("class", "entries__entry"), ("draggable", "true")])?;
        let text = button("edit", "entries__text", entry, entry)?;
        set(&text, "tabindex", if place == stop { "0" } else { "-1" });
        add(&item, &text);
        let remove = button("remove", "entries__remove", &format!("Remove {entry}"), "×")?;
        set(&remove, "tabindex", "-1");
        add(&item, &remove);
        add(list, &item);
    }
    Some(())
}
