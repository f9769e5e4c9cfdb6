//! What the page that is shown can be told to do, for the command palette, which is no part of it.

use leptos::prelude::*;

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Command {
    pub label: String,
    pub run: Callback<()>,
}

/// A page's number, and what asks it for its commands.
type Offer = (u32, Callback<(), Vec<Command>>);

/// The present page's commands, as a context.
#[derive(Clone, Copy)]
pub struct Commands {
    present: RwSignal<Option<Offer>>,
    pages: StoredValue<u32>,
}

/// The commands of this page.
pub fn use_commands() -> Commands {
    expect_context()
}

impl Commands {
    /// None yet.
    pub fn new() -> Self {
        Self { present: RwSignal::new(None), pages: StoredValue::new(0) }
    }

    /// While the page that calls this is shown, these are its commands.
    pub fn offer(self, commands: impl Fn() -> Vec<Command> + Send + Sync + 'static) {
        let commands = Callback::new(move |()| commands());
        let page = self.pages.get_value().wrapping_add(1);
        self.pages.set_value(page);
        self.present.set(Some((page, commands)));
        on_cleanup(move || {
            // The next page may have come before this one went.
            if self.present.with_untracked(|present| present.is_some_and(|(other, _)| other == page)) {
                self.present.set(None);
            }
        });
    }

    /// What can be done at present, tracked.
    pub fn present(self) -> Vec<Command> {
        self.present.get().map(|(_, commands)| commands.run(())).unwrap_or_default()
    }
}

impl Default for Commands {
    fn default() -> Self {
        Self::new()
    }
}
