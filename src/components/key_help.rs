//! Every key that does something.

use leptos::prelude::*;

use super::modal::{Modal, close};

type Keys = (&'static [&'static str], &'static str);

const PARTS: [(&str, &[Keys]); 4] = [
    (
        "Everywhere",
        &[
            (&["Ctrl K", "⌘ K"], "Commands, views and clients"),
            (&["Ctrl Z", "⌘ Z"], "Take back the last change; with Shift, do it again"),
            (&["?"], "This help"),
            (&["Esc"], "Leave what is open"),
        ],
    ),
    ("On a client", &[(&["E"], "Edit"), (&["J"], "Next client of the list"), (&["K"], "Previous client of the list")]),
    (
        "On the list",
        &[
            (&["/"], "Search"),
            (&["↑", "↓", "←", "→"], "Go from cell to cell"),
            (&["Home", "End"], "First or last cell of the row; with Ctrl, first or last row"),
            (&["Page Up", "Page Down"], "Ten rows up or down"),
            (&["Enter"], "Open the client, or edit the cell"),
            (&["F2"], "Edit the cell; so does a double click"),
            (&["Esc"], "Leave the cell as it was"),
            (&["Space"], "Select the row"),
            (&["Shift Space"], "Select every row since the last one"),
            (&["Ctrl A"], "Select the rows shown"),
            (&["Shift F10", "Menu"], "What can be done with the row"),
        ],
    ),
    (
        "On a heading of the list",
        &[
            (&["Enter"], "Sort by it; once more turns the order round"),
            (&["Shift Enter"], "Sort by it as well; so does Shift and a click"),
            (&["Alt ←", "Alt →"], "Make the column narrower or wider"),
        ],
    ),
];

/// Draws the help while it is open.
#[component]
pub fn KeyHelp(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let parts = || {
        let part = |(heading, keys): &(&'static str, &'static [Keys])| {
            let line = |(keys, text): &Keys| {
                let caps = keys.iter().map(|key| view! { <kbd>{*key}</kbd>" " }).collect_view();
                view! { <dt>{caps}</dt><dd>{*text}</dd> }
            };
            view! {
                <h3 class="key-help__heading">{*heading}</h3>
                <dl class="key-help">{keys.iter().map(line).collect_view()}</dl>
            }
        };
        PARTS.iter().map(part).collect_view()
    };
    view! {
        <Modal open class="dialog" label="Keyboard">
            <h2 class="dialog__title">"Keyboard"</h2>
            <div class="dialog__body" tabindex="0" role="region" aria-label="Keys">{parts()}</div>
            <div class="dialog__actions">
                <button type="button" class="button" autofocus="" on:click=|_| close()>"Close"</button>
            </div>
        </Modal>
    }
}
