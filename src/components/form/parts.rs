//! The editor of an object whose parts are known: an input for each. Other keys stay as they are, and are shown below.

use web_sys::Element;

use super::field::id_of;
use super::spot::Spot;
use super::tree;
use crate::components::dom::{add, around, find_all, make, make_text, set, set_value, value};
use crate::domain::field::{Field, Kind, Shape};
use crate::domain::json_tree::{Tree, is_number};

/// What an input of a part holds.
#[derive(Clone, Copy, PartialEq)]
enum Holds {
    Text,
    /// A number, where it is one.
    Number,
    /// Several, with commas between them.
    Several,
}

/// A part: its label, the names that lead to it, what it holds, and what the browser may fill in.
pub struct Part(&'static str, &'static [&'static str], Holds, &'static str);

pub static ADDRESS: [Part; 5] = [
    Part("Street", &["street"], Holds::Text, "street-address"),
    Part("Postal code", &["postal_code"], Holds::Text, "postal-code"),
    Part("City", &["city"], Holds::Text, "address-level2"),
    Part("Region", &["region"], Holds::Text, "address-level1"),
    Part("Country, two letters", &["country"], Holds::Text, "country"),
];

pub static TYPOGRAPHY: [Part; 5] = [
    Part("Heading font", &["headings", "family"], Holds::Text, "off"),
    Part("Heading weights", &["headings", "weights"], Holds::Several, "off"),
    Part("Text font", &["text", "family"], Holds::Text, "off"),
    Part("Text weights", &["text", "weights"], Holds::Several, "off"),
    Part("Text size in pixels", &["text", "size"], Holds::Number, "off"),
];

/// The parts of a field.
fn parts_of(field: Field) -> &'static [Part] {
    match field.kind() {
        Kind::Json(Shape::Address) => &ADDRESS,
        _ if field == Field::TypographyPreferences => &TYPOGRAPHY,
        _ => &[],
    }
}

/// Draws the inputs; `None` when the text is no object.
pub fn draw(spot: &Spot, parts: &[Part]) -> Option<()> {
    let tree = spot.tree()?;
    let grid = make("div", &[("class", "parts"), ("data-parts", spot.field.key())])?;
    for (place, Part(label, names, holds, fills)) in parts.iter().enumerate() {
        let id = format!("{}-{}", id_of(spot.field), names.join("-"));
        let part = make("div", &[("class", "parts__part"), ("data-part", names.join("-").as_str())])?;
        add(&part, &make_text("label", &[("class", "parts__label"), ("for", &id)], label)?);
        let input = make(
            "input",
            &[("class", "input"), ("id", &id), ("autocomplete", fills), ("data-place", &place.to_string())],
        )?;
        if *label == "Country, two letters" {
            set(&input, "maxlength", "2");
        }
        fill(&input, &tree, names, *holds);
        add(&part, &input);
        add(&grid, &part);
    }
    add(&spot.group, &grid);
    tree::draw_rest(spot)
}

/// Hears what is typed into a part.
pub fn hear(spot: &Spot, kind: &str, target: &Element) -> Option<bool> {
    let place: usize =
        around(target, ".parts input").filter(|_| kind == "input")?.get_attribute("data-place")?.parse().ok()?;
    let Part(_, names, holds, _) = parts_of(spot.field).get(place)?;
    let mut tree = spot.tree()?;
    let typed = value(target);
    let typed = typed.trim();
    let plain = |text: &str| {
        if *holds != Holds::Text && is_number(text) { Tree::Word(text.to_owned()) } else { Tree::Text(text.to_owned()) }
    };
    let new = match holds {
        _ if typed.is_empty() => None,
        Holds::Several => {
            let words = typed.split([',', ';']).map(str::trim).filter(|word| !word.is_empty());
            Some(Tree::List(words.map(plain).collect()))
        }
        _ => Some(plain(typed)),
    };
    if !tree.put(names, new) {
        spot.say("Something else stands there. Change it under \u{201c}All values\u{201d}.");
        return Some(false);
    }
    spot.write(&tree);
    tree::refresh(spot);
    Some(true)
}

/// Brings the inputs to what the object holds; what is no plain value is left to the tree.
pub fn refresh(spot: &Spot) {
    let Some(tree) = spot.tree() else { return };
    for input in find_all(&spot.group, ".parts input") {
        let place = input.get_attribute("data-place").and_then(|place| place.parse::<usize>().ok());
        let Some(Part(_, names, holds, _)) = place.and_then(|place| parts_of(spot.field).get(place)) else { continue };
        fill(&input, &tree, names, *holds);
    }
}

fn fill(input: &Element, tree: &Tree, names: &[&str], holds: Holds) {
    let text = match (tree.along(names), holds) {
        (None, _) => return set_value(input, ""),
        (Some(Tree::List(items)), Holds::Several) => {
            let words: Option<Vec<&str>> = items.iter().map(Tree::plain).collect();
            words.map(|words| words.join(", "))
        }
        (Some(here), _) => here.plain().map(str::to_owned),
    };
    if text.is_none() || input.has_attribute("readonly") {
        let _always = input.toggle_attribute_with_force("readonly", text.is_none());
    }
    set_value(input, &text.unwrap_or_else(|| "(several values)".to_owned()));
}
