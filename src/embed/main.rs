//! The custom elements: the list, the form, the card, the portal and the sign-in as plain tags on somebody else's page,
//! drawn by the application's own components with its rules and windows.
//!
//! `element.js` is what a page loads; it knows custom elements and not what is in them. It makes a [`Tag`] for each element
//! that stands in a document. The tags of one project share a [`project`]: one session, one set of what is known. [`frame`]
//! is what every tag has around it; [`faces`] is what each of them shows. `custom-elements.json` says what a page may ask
//! for and hears: `api::tag_settings` and [`voice`] are held to it by tests.
//!
//! May import everything but `app`; nobody imports it. It is a program of its own, so that neither loads the other.

mod faces;
mod frame;
mod project;
mod tag;
mod voice;

pub use tag::Tag;

fn main() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| web_sys::console::error_1(&panic.to_string().into())));
    clientele::components::here::embed();
}
