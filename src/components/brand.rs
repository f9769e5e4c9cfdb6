//! The agency's brand on the page: its name, its logo, and its values in place of the design's tokens.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use super::dom::set;
use crate::domain::brand::Brand;

/// Where the page keeps the agency's name.
const NAME: &str = "data-site";

/// Names the site, and says in the console what of the brand cannot be used.
pub fn name_site(brand: &Brand) {
    for fault in brand.faults() {
        web_sys::console::warn_1(&JsValue::from_str(fault));
    }
    if let Some(root) = document().document_element().filter(|_| !brand.name.is_empty()) {
        set(&root, NAME, &brand.name);
    }
}

/// What the site is called.
pub fn site_name() -> String {
    let root = document().document_element();
    root.and_then(|root| root.get_attribute(NAME)).unwrap_or_else(|| "Clientele".to_owned())
}

/// Puts the brand's values in place of the tokens', or takes them away.
pub fn wear(brand: &Brand, worn: bool) {
    let Some(root) = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok()) else { return };
    for (token, value) in brand.tokens() {
        // A value that is none is passed over, as in a style sheet.
        let _always =
            if worn { root.style().set_property(token, &value) } else { root.style().remove_property(token).map(drop) };
    }
}

/// Draws the logo, or the name where there is none or it does not come.
pub fn mark(brand: &Brand) -> AnyView {
    let name = if brand.name.is_empty() { "Clientele".to_owned() } else { brand.name.clone() };
    let Some((light, dark)) = brand.logos() else { return name.into_any() };
    let (light, dark, shown) = (light.to_owned(), dark.to_owned(), name.clone());
    let gone = move |event: leptos::ev::ErrorEvent| {
        let picture = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if let Some(place) = picture.and_then(|picture| picture.closest("a").ok()?) {
            place.set_text_content(Some(&shown));
        }
    };
    view! {
        <picture>
            <source media="(prefers-color-scheme: dark)" srcset=dark/>
            <img class="shell__logo" src=light alt=name on:error=gone/>
        </picture>
    }
    .into_any()
}
