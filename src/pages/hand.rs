//! Where somebody is typing: a form that is drawn anew under their hands must not take the place away from them.

use leptos::task::{spawn_local, tick};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use crate::components::dom::{around, focus};
use crate::components::here;

/// The control that has the focus, and the selection in it.
pub struct Hand {
    control: String,
    selected: Option<(u32, u32)>,
}

impl Hand {
    /// Where it is now; `None` outside every form.
    pub fn here() -> Option<Self> {
        let active = here::active()?;
        around(&active, "form")?;
        let control = match (active.id(), around(&active, "[data-field]")) {
            (id, _) if !id.is_empty() => format!("#{id}"),
            (_, Some(field)) => {
                let class = active.class_list().item(0).map(|class| format!(".{class}")).unwrap_or_default();
                format!("[data-field=\"{}\"] {}{class}", field.get_attribute("data-field")?, active.local_name())
            }
            (_, None) => "form [type=submit]".to_owned(),
        };
        let selected = match (active.dyn_ref::<HtmlInputElement>(), active.dyn_ref::<HtmlTextAreaElement>()) {
            (Some(input), _) => input.selection_start().ok().flatten().zip(input.selection_end().ok().flatten()),
            (_, Some(area)) => area.selection_start().ok().flatten().zip(area.selection_end().ok().flatten()),
            _ => None,
        };
        Some(Self { control, selected })
    }

    /// Back to its place once the form is drawn.
    pub fn put_back_soon(hand: Option<Self>) {
        spawn_local(async move {
            tick().await;
            hand.and_then(|hand| hand.put_back());
        });
    }

    /// Back to the control that stands in its place now.
    fn put_back(&self) -> Option<()> {
        let control = here::find(&self.control)?;
        focus(&control);
        let (start, end) = self.selected?;
        let _no_text = match (control.dyn_ref::<HtmlInputElement>(), control.dyn_ref::<HtmlTextAreaElement>()) {
            (Some(input), _) => input.set_selection_range(start, end),
            (_, Some(area)) => area.set_selection_range(start, end),
            _ => Ok(()),
        };
        Some(())
    }
}
