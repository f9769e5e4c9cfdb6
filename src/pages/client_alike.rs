//! While a client is typed: whether it is here already. A hint, except that nobody else's address can be taken.

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api::similar::{Reason, Similar, similar};
use crate::components::similar_clients::similar_clients;
use crate::domain::draft::Report;
use crate::domain::field::Field;
use crate::domain::merge::Texts;
use crate::domain::record::Record;
use crate::domain::rules::{Reason as Refusal, Verdict};
use crate::erased::live;
use crate::state::clients::Clients;

/// Those that may be the client of a form.
#[derive(Clone, Copy)]
pub struct Alike {
    id: Uuid,
    clients: Clients,
    report: RwSignal<Report>,
    found: RwSignal<Vec<Similar>>,
    asked: StoredValue<String>,
}

impl Alike {
    /// None yet. An address that is taken comes into the form's report.
    pub fn new(id: Uuid, clients: Clients, report: RwSignal<Report>) -> Self {
        let (found, asked) = (RwSignal::new(Vec::new()), StoredValue::new(String::new()));
        Self { id, clients, report, found, asked }
    }

    /// Asks whether the client is here already. On an existing record only its address can be somebody else's.
    pub fn look(self, base: Option<&Record>, texts: &Texts) {
        let typed = |field: Field| match (base, texts.get(&field)) {
            (Some(base), Some(text)) if field != Field::Email || base.text(field) == *text => "",
            (_, Some(text)) => text.as_str(),
            (_, None) => "",
        };
        let Some(request) = similar(typed) else {
            self.found.set(Vec::new());
            self.asked.set_value(String::new());
            return;
        };
        let question = request.body.as_ref().map(ToString::to_string).unwrap_or_default();
        if self.asked.with_value(|asked| *asked == question) {
            return;
        }
        self.asked.set_value(question.clone());
        spawn_local(async move {
            let found = self.clients.similar(request).await;
            // A late answer to an older question is no answer.
            if self.asked.try_with_value(|asked| *asked == question) != Some(true) {
                return;
            }
            let Ok(found) = found else { return self.asked.set_value(String::new()) };
            let found: Vec<Similar> = found.into_iter().filter(|other| other.id != self.id).collect();
            if found.iter().any(|other| other.reason == Reason::Email) {
                self.report.update(|report| drop(report.insert(Field::Email, Refusal::Server(Verdict::Taken))));
            }
            self.found.set(found);
        });
    }

    /// Draws links to them.
    pub fn note(self) -> AnyView {
        live(move || similar_clients(&self.found.read()))
    }
}
