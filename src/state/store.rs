//! Where the session and whatever else is its person's is kept: in the browser, under the names supabase-js uses; on a
//! shared computer in this tab alone.

use leptos::prelude::window;
use web_sys::Storage as Area;

use crate::api::config::Config;
use crate::api::session::Session;
use crate::api::session_policy::Storage;

/// Stands in a tab whose person has called the computer a shared one.
const SHARED: &str = "clientele-shared";
/// Written for a moment when somebody signs out: the other tabs hear that they left, and not that their session broke off.
const LEFT: &str = "clientele-left";

/// The stored session of one project.
#[derive(Clone, Debug)]
pub struct SessionStore {
    /// Its name there; empty where nothing is kept.
    key: String,
}

impl SessionStore {
    /// The store for the project that the configuration names.
    pub fn new(config: &Config) -> Self {
        let host = window().location().hostname().unwrap_or_default();
        Self::named(config.storage_key(&host))
    }

    /// The store under this name.
    pub const fn named(key: String) -> Self {
        Self { key }
    }

    /// Keeps nothing.
    pub const fn nowhere() -> Self {
        Self::named(String::new())
    }

    /// Keeps what proves, when the mail's link comes back, that this browser asked for it. Another tab will need it, so it
    /// stands in the browser in any case; without the mail it is worth nothing.
    pub fn keep_verifier(&self, verifier: &str) -> Option<()> {
        browser()?.set_item(&self.verifier_key(), &format!("\"{verifier}\"")).ok()
    }

    /// The proof, if this browser has asked.
    pub fn verifier(&self) -> Option<String> {
        let text = browser()?.get_item(&self.verifier_key()).ok()??;
        // supabase-js adds what the link is for.
        let verifier = text.trim_matches('"').split('/').next()?;
        (!verifier.is_empty()).then(|| verifier.to_owned())
    }

    /// Nothing is waited for any more.
    pub fn drop_verifier(&self) {
        remove(browser(), &self.verifier_key());
    }

    /// Nothing of the person stays here, in the browser or in the tab, and the other tabs are told that they have left.
    pub fn wipe(&self, user_id: &str) {
        for area in [tab(), browser()] {
            let keys =
                |area: &Area| (0..area.length().unwrap_or(0)).filter_map(|place| area.key(place).ok()?).collect();
            let keys: Vec<String> = area.as_ref().map(keys).unwrap_or_default();
            for key in keys.iter().filter(|key| key.starts_with("clientele-") && key.contains(user_id)) {
                remove(area.clone(), key);
            }
        }
        if !is_shared()
            && let Some(browser) = browser()
        {
            let _blocked = browser.set_item(LEFT, user_id);
            remove(Some(browser), LEFT);
        }
    }

    /// Who has left in another tab, if that is what the event says.
    pub fn left(key: Option<&str>, value: Option<String>) -> Option<String> {
        value.filter(|_| key == Some(LEFT) && !is_shared())
    }

    fn verifier_key(&self) -> String {
        format!("{}-code-verifier", self.key)
    }
}

impl Storage for SessionStore {
    fn read(&self) -> Option<Session> {
        let area = area().filter(|_| !self.key.is_empty())?;
        Session::from_stored(&area.get_item(&self.key).ok()??)
    }

    /// Where storage is blocked or full, the session lasts until the page is closed.
    fn write(&self, session: &Session) -> bool {
        !self.key.is_empty() && area().is_some_and(|area| area.set_item(&self.key, &session.to_stored()).is_ok())
    }

    fn clear(&self) {
        remove(area(), &self.key);
    }
}

/// Where this tab keeps what is its person's.
pub fn area() -> Option<Area> {
    if is_shared() { tab() } else { browser() }
}

/// Whether this tab's person has called the computer a shared one.
pub fn is_shared() -> bool {
    tab().is_some_and(|tab| tab.get_item(SHARED).is_ok_and(|mark| mark.is_some()))
}

/// From now on this tab's person keeps everything in the tab alone, or in the browser.
pub fn share(shared: bool) {
    match tab() {
        Some(tab) if shared => drop(tab.set_item(SHARED, "1")),
        tab => remove(tab, SHARED),
    }
}

fn tab() -> Option<Area> {
    window().session_storage().ok()?
}

fn browser() -> Option<Area> {
    window().local_storage().ok()?
}

fn remove(area: Option<Area>, key: &str) {
    if let Some(area) = area {
        let _blocked = area.remove_item(key);
    }
}
