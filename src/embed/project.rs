//! What the tags of one project on a page share: one session, and what is known and on its way. Two projects share nothing.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::sync::atomic::{AtomicBool, Ordering};

use clientele::api::config::{Config, Unusable};
use clientele::api::tag_settings::Settings;
use clientele::api::under_way::{UnderWay, when_quiet};
use clientele::state::clients::Drift;
use clientele::state::known::Known;
use clientele::state::notices::Notices;
use clientele::state::outbox::Outbox;
use clientele::state::preview::Preview;
use clientele::state::proposals::Proposals;
use clientele::state::saved_views::SavedViews;
use clientele::state::session::{Host, SessionState};
use clientele::state::tokens::{Handed, Tokens};
use clientele::state::undo::Undo;
use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The project of some tags.
pub struct Project {
    key: Key,
    owner: Owner,
    shared: Shared,
    /// Who is asked for the page's own session.
    provider: Rc<RefCell<Option<Function>>>,
    /// The number of the tag that the person touched last: what concerns all of them is said there.
    pub at: RwSignal<u32>,
    next: Cell<u32>,
}

/// Which project, and whose session.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    url: String,
    api_key: String,
    handed: bool,
}

/// The contexts of every view of the project.
#[derive(Clone, Copy)]
struct Shared {
    session: SessionState,
    preview: Preview,
    notices: Notices,
    drift: Drift,
    known: Known,
    views: SavedViews,
    undo: Undo,
    outbox: Outbox,
    proposals: Proposals,
}

thread_local! {
    static PROJECTS: RefCell<Vec<Weak<Project>>> = const { RefCell::new(Vec::new()) };
    /// The projects of this page that have begun anew, as often as they have; their tags follow them.
    static BEGUN_ANEW: ArcRwSignal<Vec<Key>> = ArcRwSignal::new(Vec::new());
}

fn begun_anew() -> ArcRwSignal<Vec<Key>> {
    BEGUN_ANEW.with(ArcRwSignal::clone)
}

/// How often the project that these settings name has begun anew, tracked. What becomes of another one is no matter.
pub fn round(settings: &Settings) -> usize {
    let key = named(settings).map(|(key, _)| key).ok();
    begun_anew().with(|begun| begun.iter().filter(|begun| Some(*begun) == key.as_ref()).count())
}

fn named(settings: &Settings) -> Result<(Key, Config), Unusable> {
    let origin = window().location().origin().unwrap_or_default();
    let config = Config::from_attributes(settings.endpoint(), settings.api_key(), &origin)?;
    let key = Key { url: config.url.clone(), api_key: config.key.clone(), handed: settings.is_handed() };
    Ok((key, config))
}

impl Project {
    /// The project that a tag's settings name, shared with the page's other tags of it.
    ///
    /// # Errors
    /// Why the settings name none.
    pub fn of(settings: &Settings, provider: Option<&Function>) -> Result<Rc<Self>, Unusable> {
        let (key, config) = named(settings)?;
        let known =
            PROJECTS.with_borrow(|projects| projects.iter().filter_map(Weak::upgrade).find(|one| one.key == key));
        let project = known.unwrap_or_else(|| Self::begin(key, config, provider.cloned()));
        if let Some(provider) = provider {
            project.hand(provider);
        }
        Ok(project)
    }

    fn begin(key: Key, config: Config, provider: Option<Function>) -> Rc<Self> {
        let provider = Rc::new(RefCell::new(provider));
        let around = Owner::current();
        let owner = Owner::new_root(None);
        let (shared, at) = owner.with(|| {
            let tokens = if key.handed {
                Tokens::handed(config, asking(Rc::clone(&provider)))
            } else {
                let host = window().location().hostname().unwrap_or_default();
                let name = config.own_storage_key(&host);
                Tokens::kept(config, name)
            };
            (Shared::begin(tokens, Host::other(begin_anew(key.clone()))), RwSignal::new(0))
        });
        if let Some(around) = around {
            around.set();
        }
        let project = Rc::new(Self { key, owner, shared, provider, at, next: Cell::new(1) });
        PROJECTS.with_borrow_mut(|projects| {
            projects.retain(|project| project.strong_count() > 0);
            projects.push(Rc::downgrade(&project));
        });
        project
    }

    /// Gives the present view the project's contexts.
    pub fn provide(&self) {
        self.shared.provide();
    }

    /// The session of its tags.
    pub fn session(&self) -> SessionState {
        self.shared.session
    }

    /// The notices of its tags.
    pub fn notices(&self) -> Notices {
        self.shared.notices
    }

    /// A number for one more tag.
    pub fn number(&self) -> u32 {
        let number = self.next.get();
        self.next.set(number.wrapping_add(1));
        number
    }

    /// The page hands in its session, or another one.
    pub fn hand(&self, provider: &Function) {
        let is_news = self.provider.borrow().as_ref() != Some(provider);
        self.provider.replace(Some(provider.clone()));
        if is_news {
            self.owner.with(|| self.session().hand_in());
        }
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let (owner, session) = (std::mem::take(&mut self.owner), self.shared.session);
        session.rest();
        // A request that is under way comes back to what it was asked from; a save is sent to its end.
        when_quiet(move || {
            session.rest();
            when_quiet(move || owner.cleanup());
        });
    }
}

impl Shared {
    fn begin(tokens: Tokens, host: Host) -> Self {
        let session = SessionState::start(tokens, host);
        provide_context(session);
        // Nobody looks as somebody else here; the views ask all the same.
        let preview = Preview::new();
        provide_context(preview);
        let notices = Notices::new();
        provide_context(notices);
        let (drift, known) = (Drift::new(), Known::new());
        provide_context(drift);
        provide_context(known);
        let views = SavedViews::new();
        provide_context(views);
        let undo = Undo::new();
        provide_context(undo);
        let outbox = Outbox::new();
        provide_context(outbox);
        let proposals = Proposals::new();
        Self { session, preview, notices, drift, known, views, undo, outbox, proposals }
    }

    fn provide(self) {
        provide_context(self.session);
        provide_context(self.preview);
        provide_context(self.notices);
        provide_context(self.drift);
        provide_context(self.known);
        provide_context(self.views);
        provide_context(self.undo);
        provide_context(self.outbox);
        provide_context(self.proposals);
    }
}

/// Of the project with this key nothing may stay: its tags begin anew, with another one.
fn begin_anew(gone: Key) -> impl Fn() + Send + Sync {
    let done = AtomicBool::new(false);
    move || {
        // The one that has taken its place may have the same key.
        if done.swap(true, Ordering::Relaxed) {
            return;
        }
        PROJECTS.with_borrow_mut(|projects| {
            projects.retain(|project| project.upgrade().is_some_and(|project| project.key != gone));
        });
        // Not at once: whoever says so is a part of what goes.
        let gone = gone.clone();
        set_timeout(move || begun_anew().update(|begun| begun.push(gone)), std::time::Duration::ZERO);
    }
}

/// Asks the page for a token, with the one that was refused.
fn asking(provider: Rc<RefCell<Option<Function>>>) -> Handed {
    Rc::new(move |refused| {
        let provider = provider.borrow().clone();
        Box::pin(async move {
            let refused = refused.map_or(JsValue::UNDEFINED, |refused| JsValue::from_str(&refused));
            let _until_answered = UnderWay::begin();
            let answer = provider?.call1(&JsValue::UNDEFINED, &refused).ok()?;
            match answer.dyn_into::<Promise>() {
                Ok(promise) => JsFuture::from(promise).await.ok()?.as_string(),
                Err(text) => text.as_string(),
            }
        })
    })
}
