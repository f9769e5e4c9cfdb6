//! A way to another view: a link in the application; in a tag on somebody else's page, where no address leads to it, a
//! button.

use leptos::prelude::*;

use super::here;

/// Where a button of a tag leads: the tag hears it.
pub const WAY: &str = "data-way";

/// Draws the way to an address of the application.
pub fn way(address: String, class: &'static str, primary: bool, label: &'static str) -> AnyView {
    drawn(address, class, primary, label.to_owned())
}

/// The same for what is not known beforehand.
pub fn way_of_text(address: String, class: &'static str, label: String) -> AnyView {
    drawn(address, class, false, label)
}

fn drawn(address: String, class: &'static str, primary: bool, label: String) -> AnyView {
    let primary = primary.then_some("");
    if here::is_embedded() {
        view! { <button type="button" class=class data-primary=primary data-way=address>{label}</button> }.into_any()
    } else {
        view! { <a class=class data-primary=primary href=address>{label}</a> }.into_any()
    }
}
