//! What forms keep in this browser until the server has it, per person and client: the save that waits, and what was typed
//! and not saved.

use uuid::Uuid;

use crate::domain::gather::in_order;
use crate::domain::kept::Kept;
use crate::state::store::area as storage;

const PREFIX: &str = "clientele-draft-";

/// The drafts of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafts {
    prefix: String,
}

impl Drafts {
    /// Of the person with this identity.
    pub fn of(user_id: &str) -> Self {
        Self { prefix: format!("{PREFIX}{user_id}-") }
    }

    /// What was typed for a client and not saved; where a save waits, since that.
    pub fn get(&self, id: Uuid) -> Option<Kept> {
        read(&self.key(id, false))
    }

    /// The same without what is not its person's any more: that does not stay in the browser either.
    pub fn narrowed(&self, id: Uuid, narrow: impl FnOnce(Kept) -> Option<Kept>) -> Option<Kept> {
        let kept = self.get(id)?;
        let narrowed = narrow(kept.clone());
        match &narrowed {
            Some(less) if *less != kept => drop(self.put(less)),
            Some(_) => {}
            None => self.remove(id),
        }
        narrowed
    }

    /// The save of a client that waits.
    pub fn waiting(&self, id: Uuid) -> Option<Kept> {
        read(&self.key(id, true))
    }

    /// The drafts of clients that are not made yet, the newest first. What was typed on top of a save belongs to the client
    /// that the save makes.
    pub fn of_new(&self) -> Vec<Kept> {
        let mut all = self.all();
        all.retain(|kept| kept.version.is_none() && !kept.waits && self.waiting(kept.id).is_none());
        all.reverse();
        all
    }

    /// Keeps a draft, or a save that waits. Whether the browser does: storage may be blocked or full.
    pub fn put(&self, kept: &Kept) -> bool {
        let key = self.key(kept.id, kept.waits);
        storage().is_some_and(|storage| storage.set_item(&key, &kept.to_text()).is_ok())
    }

    /// The draft of a client has done its work.
    pub fn remove(&self, id: Uuid) {
        remove(&self.key(id, false));
    }

    /// The note that goes along with a client's proposal.
    pub fn note(&self, id: Uuid) -> String {
        storage().and_then(|storage| storage.get_item(&self.note_key(id)).ok()?).unwrap_or_default()
    }

    /// Keeps that note; an empty one is none.
    pub fn put_note(&self, id: Uuid, note: &str) {
        match storage() {
            Some(storage) if !note.is_empty() => drop(storage.set_item(&self.note_key(id), note)),
            _ => remove(&self.note_key(id)),
        }
    }

    /// So has the save that waited.
    pub fn remove_waiting(&self, id: Uuid) {
        remove(&self.key(id, true));
    }

    /// Every draft and every save that waits, the oldest first.
    pub fn all(&self) -> Vec<Kept> {
        in_order(keys(&self.prefix).iter().filter_map(|key| read(key)), |kept| kept.at)
    }

    /// Wipes all of them, also those that cannot be read: whoever signs out leaves nothing of theirs behind.
    pub fn wipe(&self) {
        keys(&self.prefix).iter().for_each(|key| remove(key));
    }

    fn note_key(&self, id: Uuid) -> String {
        format!("{}{id}-note", self.prefix)
    }

    fn key(&self, id: Uuid, waits: bool) -> String {
        format!("{}{id}{}", self.prefix, if waits { "-waits" } else { "" })
    }
}

fn read(key: &str) -> Option<Kept> {
    Kept::from_text(&storage()?.get_item(key).ok()??)
}

fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _blocked = storage.remove_item(key);
    }
}

fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let all = (0..storage.length().unwrap_or(0)).filter_map(|place| storage.key(place).ok()?);
    all.filter(|key| key.starts_with(prefix)).collect()
}
