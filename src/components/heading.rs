//! A page's heading: it names the document and takes the focus when one comes from another page.

use leptos::html;
use leptos::prelude::*;

use super::brand::site_name;
use super::here;
use crate::erased::effect;

/// Draws the page's `h1`.
#[component]
pub fn Heading(
    /// The page's name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    if here::is_embedded() {
        return view! { <h2 class="heading" tabindex="-1">{text}</h2> }.into_any();
    }
    document().set_title(&format!("{text} – {}", site_name()));
    effect(move || {
        let Some(heading) = heading.get() else { return };
        // What was loaded first is built before it stands in the document, and focusing it then does nothing.
        request_animation_frame(move || {
            // A control that already has the focus keeps it; nothing else may lose it when its page goes.
            let lost = document().active_element().is_none_or(|a| a.tag_name() == "BODY" || a.id() == "content");
            if lost {
                let _unmoved = heading.focus();
            }
        });
    });
    view! { <h1 class="heading" tabindex="-1" node_ref=heading>{text}</h1> }.into_any()
}

/// Brings the focus to the page's heading, for a control that goes away when it is pressed.
pub fn focus_heading() {
    if let Some(heading) = here::find_html(".heading") {
        let _unmoved = heading.focus();
    }
}
