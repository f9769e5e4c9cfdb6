//! A page's heading: it names the document and takes the focus when one comes from another page.

use leptos::html;
use leptos::prelude::*;

/// Draws the page's `h1`.
#[component]
pub fn Heading(
    /// The page's name.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let heading = NodeRef::<html::H1>::new();
    document().set_title(&format!("{text} – Clientele"));
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        // A control that already has the focus keeps it; nothing else may lose it when its page goes.
        let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if lost {
            let _unmoved = heading.focus();
        }
    });
    view! { <h1 class="heading" tabindex="-1" node_ref=heading>{text}</h1> }
}
