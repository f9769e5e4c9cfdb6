//! How the tabs of a browser follow each other, also those that were asleep or put away.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::PageTransitionEvent;

use super::session::{Phase, SessionState};
use super::store::SessionStore;
use crate::api::query;
use crate::api::session::Session;
use crate::api::session_policy::Policy;

impl SessionState {
    /// Listens to the other tabs, and to this one's coming back.
    pub(super) fn listen(self) {
        let storage = window_event_listener(ev::storage, move |event| {
            match SessionStore::left(event.key().as_deref(), event.new_value()) {
                Some(who) if untrack(|| self.person()).is_some_and(|person| person.user_id == who) => self.vanish(),
                _ => self.follow(),
            }
        });
        // What a tab that was asleep or put away has not heard, it looks up.
        let seen = window_event_listener_untyped("visibilitychange", move |_| self.wake());
        let online = window_event_listener_untyped("online", move |_| {
            self.tokens.with(Policy::rested);
            self.wake();
        });
        // Back to a page that was put away as it stood: whoever has left meanwhile is not shown again.
        let shown = window_event_listener_untyped("pageshow", move |event| {
            if event.unchecked_ref::<PageTransitionEvent>().persisted() {
                self.back();
            }
        });
        on_cleanup(move || [storage, seen, online, shown].into_iter().for_each(WindowListenerHandle::remove));
    }

    /// Looks up what other tabs have done, and whether a renewal is due.
    pub(super) fn wake(self) {
        self.follow();
        if !self.leaving.get_value() {
            self.schedule();
        }
    }

    /// The page was put away, and is here again as it stood.
    pub(super) fn back(self) {
        let gone = self.tokens.with(|policy| policy.news().is_some_and(|stored| stored.is_none()));
        if self.leaving.get_value() || gone && untrack(|| self.person()).is_some() {
            self.vanish()
        } else {
            self.wake()
        }
    }

    /// Another tab signed in, out or renewed.
    pub(super) fn follow(self) {
        let Some(stored) = self.tokens.with(|policy| policy.news()).filter(|_| !self.leaving.get_value()) else {
            return;
        };
        let there = stored.is_some();
        let id = stored.as_ref().and_then(Session::user_id);
        let nobody = self.phase.with_untracked(|phase| *phase == Phase::Anonymous);
        self.tokens.with(|policy| policy.take_up(stored));
        match untrack(|| self.person()) {
            Some(_) if !there => self.end(),
            Some(person) if id.is_some_and(|id| id != person.user_id) => self.give_way(),
            Some(_) => {
                self.schedule();
                // A renewal by another tab must not draw the page anew: somebody may be typing in it.
                if self.ended.get_untracked() {
                    spawn_local(async move { self.learn(query::me()).await });
                }
            }
            None if nobody && !there => {}
            None => self.identify(),
        }
    }
}
