//! The editor of names with a colour or a web address: a row for each. A row whose value is something else is shown and
//! left alone. Rows have no order: the database keeps none of an object's names.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use super::spot::{Spot, button};
use super::tree;
use crate::components::dom::{add, around, find, find_all, focus, make, make_text, set, set_or_not, set_value, value};
use crate::domain::contrast::{contrasts, six_digits};
use crate::domain::field::{Kind, Shape};
use crate::domain::json_tree::{Tree, free_name};
use crate::domain::rules::url;

/// The words of a shape.
struct Words {
    name: &'static str,
    value: &'static str,
    add: &'static str,
    wish: &'static str,
    begin: &'static str,
}

const COLORS: Words =
    Words { name: "Colour name", value: "Colour value", add: "Add a colour", wish: "Colour", begin: "#" };
const LOGOS: Words =
    Words { name: "Logo name", value: "Logo address", add: "Add a logo", wish: "Logo", begin: "https://" };

/// Draws the rows; `None` when the text is no object.
pub fn draw(spot: &Spot, shape: Shape) -> Option<()> {
    spot.tree()?;
    let rows =
        make("div", &[("class", "pairs"), ("data-shape", if shape == Shape::Palette { "palette" } else { "logos" })])?;
    add(&spot.group, &rows);
    fill(spot, &rows)?;
    add(&spot.group, &button("add", "button", words(spot).add, words(spot).add)?);
    tree::draw_rest(spot)
}

fn words(spot: &Spot) -> &'static Words {
    if spot.field.kind() == Kind::Json(Shape::Palette) { &COLORS } else { &LOGOS }
}

/// Draws the rows anew, for an object that was changed elsewhere.
pub fn refresh(spot: &Spot) {
    if let Some(rows) = find(&spot.group, ".pairs") {
        let _drawn = fill(spot, &rows);
    }
}

fn fill(spot: &Spot, rows: &Element) -> Option<()> {
    let tree = spot.tree()?;
    rows.set_text_content(None);
    for place in 0..tree.len() {
        add(rows, &row(spot, &tree, place)?);
    }
    Some(())
}

fn row(spot: &Spot, tree: &Tree, place: usize) -> Option<Element> {
    let words = words(spot);
    let (name, text) = (tree.key(place)?, worth(tree, place));
    let row = make(
        "div",
        &[("class", "pairs__row"), ("role", "group"), ("data-place", &place.to_string()), ("aria-label", name)],
    )?;
    let picks = words.begin == "#";
    if picks {
        let pick = make("input", &[("type", "color"), ("class", "pairs__pick"), ("data-part", "pick")])?;
        set(&pick, "aria-label", "Pick the colour");
        add(&row, &pick);
    } else {
        add(&row, &make("span", &[("class", "pairs__picture")])?);
    }
    let input = |part: &str, label: &str, text: &str| {
        let input =
            make("input", &[("class", "input"), ("data-part", part), ("autocomplete", "off"), ("aria-label", label)])?;
        set_value(&input, text);
        Some(input)
    };
    add(&row, &input("name", words.name, name)?);
    let worth = input("value", words.value, text.unwrap_or("(something else, see All values)"))?;
    let _always = worth.toggle_attribute_with_force("readonly", text.is_none());
    add(&row, &worth);
    add(&row, &button("remove", "pairs__remove", &format!("Remove {name}"), "×")?);
    add(&row, &make("p", &[("class", "pairs__note")])?);
    note(&row, picks, text.unwrap_or_default());
    Some(row)
}

/// The text of a row: a plain text, or the address in an object.
fn worth(tree: &Tree, place: usize) -> Option<&str> {
    match tree.child(place)? {
        Tree::Text(text) => Some(text),
        object => match object.named("url")? {
            Tree::Text(text) => Some(text),
            _ => None,
        },
    }
}

/// What is to be said of a row: how text reads on the colour, or what the picture is.
fn note(row: &Element, picks: bool, text: &str) -> Option<()> {
    let note = find(row, ".pairs__note")?;
    note.set_text_content(None);
    if picks {
        let pick = find(row, "[data-part=pick]")?;
        if let Some(six) = six_digits(text) {
            set_value(&pick, &six);
        }
        let (white, black) = contrasts(text)?;
        for (ink, word, contrast) in [("white", "White", white), ("black", "Black", black)] {
            let sample = make("span", &[("class", "pairs__sample"), ("data-ink", ink)])?;
            let _set = sample.dyn_ref::<HtmlElement>()?.style().set_property("--swatch", text);
            add(&note, &sample);
            let verdict = if contrast.passes() { "passes AA" } else { "fails AA" };
            let says = make_text(
                "span",
                &[("data-passes", if contrast.passes() { "yes" } else { "no" })],
                &format!("{word} text {contrast}:1 {verdict}"),
            )?;
            add(&note, &says);
        }
        return Some(());
    }
    let place = find(row, ".pairs__picture")?;
    place.set_text_content(None);
    match url::check(text) {
        Ok(()) if text.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) => {
            let name = find(row, "[data-part=name]").map(|name| value(&name)).unwrap_or_default();
            let picture = make(
                "img",
                &[
                    ("loading", "lazy"),
                    ("decoding", "async"),
                    ("referrerpolicy", "no-referrer"),
                    ("alt", &format!("Preview of {name}")),
                ],
            )?;
            set(&picture, "src", text);
            add(&place, &picture);
        }
        Ok(()) => note.set_text_content(Some("No preview: this page shows pictures from https:// only.")),
        Err(_) => {}
    }
    Some(())
}

/// Hears what happens in the rows.
pub fn hear(spot: &Spot, kind: &str, event: &Event, target: &Element) -> Option<bool> {
    if kind == "click" && around(target, "[data-act=add]").is_some() && around(target, ".json").is_none() {
        return grow(spot);
    }
    let row = around(target, ".pairs__row")?;
    let place: usize = row.get_attribute("data-place")?.parse().ok()?;
    let picks = words(spot).begin == "#";
    let mut tree = spot.tree()?;
    match kind {
        "error" => {
            find(&row, ".pairs__note")?.set_text_content(Some("This picture cannot be loaded."));
            find(&row, ".pairs__picture")?.set_text_content(None);
            return None;
        }
        "keydown" if event.dyn_ref::<KeyboardEvent>()?.key() == "Enter" && target.tag_name() == "INPUT" => {
            event.prevent_default();
            return grow(spot);
        }
        "click" => {
            around(target, "[data-act=remove]")?;
            tree.remove(&[place]).ok()?;
            spot.write(&tree);
            refresh(spot);
            spot.say("Removed.");
            let left = find_all(&spot.group, ".pairs__remove");
            let next = left.get(place).or_else(|| left.last()).cloned();
            focus(&next.or_else(|| find(&spot.group, "[data-act=add]"))?);
        }
        "focusout" => {
            // A picture is asked for when its address is there as a whole.
            if !picks && target.get_attribute("data-part")? == "value" {
                note(&row, picks, &value(target));
            }
            return None;
        }
        "input" => {
            let typed = value(target);
            let refused = match target.get_attribute("data-part")?.as_str() {
                "name" => tree.rename(&[place], &typed).err(),
                part => {
                    if part == "pick" {
                        set_value(&find(&row, "[data-part=value]")?, &typed);
                    }
                    put(&mut tree, place, typed.trim());
                    if picks {
                        note(&row, picks, typed.trim());
                    }
                    None
                }
            };
            set_or_not(target, "aria-invalid", refused.map(|_| "true"));
            spot.say(&refused.map(|refused| refused.to_string()).unwrap_or_default());
            spot.write(&tree);
        }
        _ => return None,
    }
    tree::refresh(spot);
    Some(true)
}

fn put(tree: &mut Tree, place: usize, text: &str) {
    let new = Tree::Text(text.to_owned());
    match tree.at_mut(&[place]) {
        Some(here @ Tree::Text(_)) => *here = new,
        Some(object) if object.named("url").is_some() => drop(object.put(&["url"], Some(new))),
        _ => {}
    }
}

fn grow(spot: &Spot) -> Option<bool> {
    let mut tree = spot.tree()?;
    if let Tree::Object(entries) = &mut tree {
        let name = free_name(entries, words(spot).wish);
        entries.push((name, Tree::Text(words(spot).begin.to_owned())));
    }
    spot.write(&tree);
    refresh(spot);
    tree::refresh(spot);
    let name = find_all(&spot.group, "[data-part=name]").pop()?;
    focus(&name);
    let _selected = name.dyn_ref::<web_sys::HtmlInputElement>().map(web_sys::HtmlInputElement::select);
    Some(true)
}

/// Leads to the row of this name.
pub fn find_row(group: &Element, name: &str) -> Option<Element> {
    let named = |row: &Element| find(row, "[data-part=name]").is_some_and(|input| value(&input) == name);
    let row = find_all(group, ".pairs__row").into_iter().find(named)?;
    find(&row, "[data-part=value]")
}
