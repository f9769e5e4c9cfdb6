//! The editor of any JSON object: a tree of names and values, and the same as text. It is drawn when it is opened.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlTextAreaElement, KeyboardEvent};

use super::spot::{Spot, button};
use super::{pairs, parts};
use crate::components::dom::{add, around, find, find_all, focus, make, make_text, set, set_value, value};
use crate::domain::field::{Field, Kind, Shape};
use crate::domain::json_tree::{Refused, Sort, Tree};
use crate::domain::rules::{Reason, json};
use crate::domain::value::Value;

const HINT: &str =
    "Up to 64 KB and 8 levels. Enter adds a value, Alt with the up and down arrows moves one within its list.";

/// Draws the editor of a field that has no other, closed; `None` when the text is no object.
pub fn draw(spot: &Spot) -> Option<()> {
    closed(spot, &spot.tree()?)
}

/// Draws it below another editor, where it is needed: for parts that the other one does not show.
pub fn draw_rest(spot: &Spot) -> Option<()> {
    let tree = spot.tree()?;
    let known = |place: usize| match spot.field.kind() {
        Kind::Json(Shape::Address) => {
            tree.key(place).is_some_and(|key| ["street", "city", "region", "postal_code", "country"].contains(&key))
        }
        _ => matches!(tree.child(place), Some(Tree::Text(_))),
    };
    let needed = spot.field == Field::TypographyPreferences || !(0..tree.len()).all(known);
    if needed { closed(spot, &tree) } else { Some(()) }
}

fn closed(spot: &Spot, tree: &Tree) -> Option<()> {
    let details = make("details", &[("class", "json")])?;
    let summary = make("summary", &[("class", "json__summary")])?;
    add(&summary, &make_text("span", &[("class", "json__title")], title(spot))?);
    add(&summary, &make_text("span", &[("class", "json__digest")], &digest(tree))?);
    add(&details, &summary);
    add(&details, &make("div", &[("class", "json__body")])?);
    add(&spot.group, &details);
    Some(())
}

fn title(spot: &Spot) -> &'static str {
    let alone = spot.field.kind() == Kind::Json(Shape::Free) && spot.field != Field::TypographyPreferences;
    if alone { "Edit" } else { "All values" }
}

/// The object in a line.
fn digest(tree: &Tree) -> String {
    let names: Vec<&str> = (0..tree.len().min(6)).filter_map(|place| tree.key(place)).collect();
    match tree.len() {
        0 => "Nothing yet".to_owned(),
        more if more > names.len() => format!("{}, …", names.join(", ")),
        _ => names.join(", "),
    }
}

/// Brings the tree to what the object holds, for an object that was changed elsewhere.
pub fn refresh(spot: &Spot) {
    let Some(tree) = spot.tree() else { return };
    if let Some(place) = find(&spot.group, ".json__digest") {
        place.set_text_content(Some(&digest(&tree)));
    }
    if is_open(spot) && spot.control.has_attribute("hidden") {
        let _drawn = fill(spot, &tree);
    }
}

fn is_open(spot: &Spot) -> bool {
    find(&spot.group, "details.json").is_some_and(|details| details.has_attribute("open"))
}

fn fill(spot: &Spot, tree: &Tree) -> Option<()> {
    let body = find(&spot.group, ".json__body")?;
    body.set_text_content(None);
    add(&body, &level(tree, &mut Vec::new())?);
    let tools = make("div", &[("class", "json__tools")])?;
    let grow = button("grow", "button", "Add a value", "Add a value")?;
    set(&grow, "data-path", "");
    add(&tools, &grow);
    add(&tools, &button("raw", "button", "As text", "As text")?);
    add(&body, &tools);
    add(&body, &make_text("p", &[("class", "field__help")], HINT)?);
    Some(())
}

fn level(tree: &Tree, path: &mut Vec<usize>) -> Option<Element> {
    let list = make("ul", &[("class", "json__level"), ("role", "list")])?;
    for place in 0..tree.len() {
        path.push(place);
        let item = make("li", &[("class", "json__item")])?;
        add(&item, &line(tree, place, path)?);
        let child = tree.child(place)?;
        if !child.is_empty() {
            add(&item, &level(child, path)?);
        }
        add(&list, &item);
        path.pop();
    }
    Some(list)
}

fn line(parent: &Tree, place: usize, path: &[usize]) -> Option<Element> {
    let child = parent.child(place)?;
    let words = path.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
    let line = make("div", &[("class", "json__line"), ("data-path", &words)])?;
    let name = parent.key(place).map_or_else(|| format!("Entry {}", place + 1), str::to_owned);
    let labelled = |element: Element, part: &str, label: &str| {
        set(&element, "data-part", part);
        set(&element, "aria-label", &format!("{label} of {name}"));
        set(&element, "autocomplete", "off");
        Some(element)
    };
    if parent.key(place).is_some() {
        let key = labelled(make("input", &[("class", "input json__name")])?, "name", "Name")?;
        set_value(&key, &name);
        add(&line, &key);
    } else {
        add(&line, &make_text("span", &[("class", "json__place")], &format!("{}.", place + 1))?);
    }
    let sort = labelled(make("select", &[("class", "input json__sort")])?, "sort", "Kind")?;
    for each in Sort::ALL {
        add(&sort, &make_text("option", &[], each.label())?);
    }
    set_value(&sort, child.sort().label());
    add(&line, &sort);
    let long = child.plain().is_some_and(|text| text.contains(['\n', '\r']) || text.len() > 60);
    let worth = match child.sort() {
        Sort::Text if long => make("textarea", &[("class", "input"), ("rows", "3")])?,
        Sort::Text => make("input", &[("class", "input")])?,
        Sort::Number => make("input", &[("class", "input"), ("inputmode", "decimal")])?,
        Sort::Truth => {
            let select = make("select", &[("class", "input")])?;
            add(&select, &make_text("option", &[("value", "true")], "Yes")?);
            add(&select, &make_text("option", &[("value", "false")], "No")?);
            select
        }
        Sort::Nothing => make_text("span", &[("class", "json__nothing")], "–")?,
        Sort::Object | Sort::List => {
            let grow = button("grow", "button", &format!("Add a value to {name}"), "Add a value")?;
            set(&grow, "data-path", &words);
            grow
        }
    };
    if let Some(text) = child.plain().filter(|_| child.sort() != Sort::Nothing) {
        set_value(&worth, text);
        labelled(worth.clone(), "value", "Value")?;
    }
    add(&line, &worth);
    add(&line, &button("cut", "pairs__remove", &format!("Remove {name}"), "×")?);
    Some(line)
}

/// Hears what happens in the tree.
pub fn hear(spot: &Spot, kind: &str, event: &Event, target: &Element) -> Option<bool> {
    if kind == "toggle" {
        refresh(spot);
        return None;
    }
    around(target, ".json")?;
    let line = around(target, "[data-path]");
    let path: Vec<usize> =
        line.and_then(|line| line.get_attribute("data-path")).map(|path| path_of(&path)).unwrap_or_default();
    match kind {
        "click" => match around(target, "[data-act]")?.get_attribute("data-act")?.as_str() {
            "raw" => {
                raw(spot);
                None
            }
            "grow" => grow(spot, &path),
            "cut" => {
                change(spot, |tree| tree.remove(&path));
                spot.say("Removed.");
                let left = find_all(&spot.group, "[data-act=cut]");
                focus(left.last().cloned().or_else(|| find(&spot.group, "[data-act=grow]")).as_ref()?);
                Some(true)
            }
            _ => None,
        },
        "keydown" => key(spot, event.dyn_ref::<KeyboardEvent>()?, target, &path),
        "input" => typed(spot, target, &path),
        _ => None,
    }
}

fn path_of(text: &str) -> Vec<usize> {
    text.split('.').filter_map(|place| place.parse().ok()).collect()
}

fn typed(spot: &Spot, target: &Element, path: &[usize]) -> Option<bool> {
    let text = value(target);
    let part = target.get_attribute("data-part")?;
    let mut tree = spot.tree()?;
    let done = match part.as_str() {
        "name" => tree.rename(path, &text),
        "sort" => {
            Sort::ALL.into_iter().find(|sort| sort.label() == text).map_or(Ok(()), |sort| tree.retype(path, sort))
        }
        _ => tree.write_plain(path, &text),
    };
    spot.say(&done.err().map(|refused: Refused| refused.to_string()).unwrap_or_default());
    let _always = target.toggle_attribute_with_force("aria-invalid", false);
    if done.is_err() {
        set(target, "aria-invalid", "true");
    }
    spot.write(&tree);
    around_changed(spot);
    if part == "sort" {
        fill(spot, &tree);
        go(spot, path, "sort");
    }
    Some(true)
}

fn key(spot: &Spot, event: &KeyboardEvent, target: &Element, path: &[usize]) -> Option<bool> {
    let later = match event.key().as_str() {
        "Enter" if target.tag_name() == "INPUT" => {
            event.prevent_default();
            return grow(spot, path.split_last()?.1);
        }
        "ArrowDown" if event.alt_key() => true,
        "ArrowUp" if event.alt_key() => false,
        _ => return None,
    };
    event.prevent_default();
    let mut tree = spot.tree()?;
    let Ok(to) = tree.shift(path, later) else {
        spot.say("Only the entries of a list have an order.");
        return None;
    };
    let mut there = path.to_vec();
    *there.last_mut()? = to;
    spot.write(&tree);
    around_changed(spot);
    fill(spot, &tree);
    go(spot, &there, target.get_attribute("data-part")?.as_str());
    spot.say(&format!("Now entry {}.", to + 1));
    Some(true)
}

fn grow(spot: &Spot, path: &[usize]) -> Option<bool> {
    let mut tree = spot.tree()?;
    let place = tree.grow(path).ok()?;
    spot.write(&tree);
    around_changed(spot);
    fill(spot, &tree);
    let mut there = path.to_vec();
    there.push(place);
    let part = if tree.at(path)?.key(place).is_some() { "name" } else { "value" };
    let input = go(spot, &there, part)?;
    let _selected = input.dyn_ref::<web_sys::HtmlInputElement>().map(web_sys::HtmlInputElement::select);
    Some(true)
}

fn change(spot: &Spot, change: impl FnOnce(&mut Tree) -> Result<(), Refused>) -> Option<()> {
    let mut tree = spot.tree()?;
    change(&mut tree).ok()?;
    spot.write(&tree);
    around_changed(spot);
    fill(spot, &tree)
}

/// The other editor of the same text follows, and the line that is shown when this one is closed.
fn around_changed(spot: &Spot) {
    parts::refresh(spot);
    pairs::refresh(spot);
    if let (Some(place), Some(tree)) = (find(&spot.group, ".json__digest"), spot.tree()) {
        place.set_text_content(Some(&digest(&tree)));
    }
}

fn go(spot: &Spot, path: &[usize], part: &str) -> Option<Element> {
    let words = path.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
    let input = find(&spot.group, &format!(".json__line[data-path='{words}'] [data-part={part}]"))?;
    focus(&input);
    Some(input)
}

/// Turns to the text, or back to the tree as soon as the text is an object.
fn raw(spot: &Spot) {
    let body = find(&spot.group, ".json__body");
    let Some(body) = body else { return };
    if spot.control.has_attribute("hidden") {
        body.set_text_content(None);
        let _shown = spot.control.remove_attribute("hidden");
        add(&body, &spot.control);
        if let Some(back) = button("raw", "button", "As a tree", "As a tree") {
            add(&body, &back);
        }
        focus(&spot.control);
    } else if let Some(tree) = spot.tree() {
        spot.say("");
        set(&spot.control, "hidden", "");
        add(&spot.group, &spot.control);
        around_changed(spot);
        let _drawn = fill(spot, &tree);
        if let Some(back) = find(&body, "[data-act=raw]") {
            focus(&back);
        }
    } else {
        point(spot);
    }
}

/// Says where the text is no JSON, and puts the cursor there.
pub fn point(spot: &Spot) {
    if spot.control.has_attribute("hidden") {
        return;
    }
    let text = spot.text();
    let Err(reason) = Value::from_text(Kind::Json(Shape::Free), &text) else { return };
    spot.say(&reason.to_string());
    focus(&spot.control);
    if let (Reason::Json(json::Reason::Syntax { line, column }), Some(area)) =
        (reason, spot.control.dyn_ref::<HtmlTextAreaElement>())
    {
        let before: usize =
            text.split('\n').take(line.saturating_sub(1)).map(|line| line.encode_utf16().count() + 1).sum();
        let at = u32::try_from(before + column.saturating_sub(1)).unwrap_or(u32::MAX);
        let _always = area.set_selection_range(at, at);
    }
}
