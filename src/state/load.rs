//! The answer to a question that may change while its answer is under way.
//!
//! Leptos has resources, `Suspense` and `Transition` for this. They let one load end before the next begins, so that a
//! slow answer nobody waits for any more holds up the one that somebody does; and putting this in their place took
//! 18 KB (brotli) off what a browser downloads. A question that nobody asks any more is dropped, and its request with
//! it.

use crate::erased::effect;
use std::future::Future;
use std::time::Duration;

use futures::FutureExt;
use futures::channel::oneshot;
use futures::future::{AbortHandle, LocalBoxFuture, abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// By then a page is on the screen.
const DRAWN: Duration = Duration::from_millis(40);

/// What has been answered so far.
pub struct Loaded<T: Send + Sync + 'static> {
    answer: RwSignal<Option<T>>,
    pending: RwSignal<bool>,
    round: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loaded<T> {}

impl<T: Clone + Send + Sync + 'static> Loaded<T> {
    /// The newest answer, tracked; `None` until there is one.
    pub fn get(self) -> Option<T> {
        self.answer.get()
    }

    /// Notices every answer.
    pub fn track(self) {
        self.answer.track();
    }

    /// The newest answer, untracked.
    pub fn get_untracked(self) -> Option<T> {
        self.answer.get_untracked()
    }

    /// Whether an answer is under way, tracked.
    pub fn is_pending(self) -> bool {
        self.pending.get()
    }

    /// Asks the same question again.
    pub fn again(self) {
        self.round.update(|round| *round = round.wrapping_add(1));
    }
}

/// What becomes of an answer when the question changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meanwhile {
    /// It stays until the next one has come.
    Keep,
    /// It goes at once: it would be taken for the answer to the new question.
    Clear,
}

/// Loads the answer to the present question, and again whenever the question changes. The older question is given up, and
/// so is the last one when the page goes.
pub fn load<Question, Answer, Asking>(
    question: Memo<Question>,
    meanwhile: Meanwhile,
    ask: impl Fn(Question) -> Asking + 'static,
) -> Loaded<Answer>
where
    Question: Clone + PartialEq + Send + Sync + 'static,
    Answer: Clone + Send + Sync + 'static,
    Asking: Future<Output = Answer> + 'static,
{
    load_from(question, meanwhile, |_| None, ask)
}

/// The same, beginning with what is known of the answer already.
pub fn load_from<Question, Answer, Asking>(
    question: Memo<Question>,
    meanwhile: Meanwhile,
    known: impl Fn(&Question) -> Option<Answer> + 'static,
    ask: impl Fn(Question) -> Asking + 'static,
) -> Loaded<Answer>
where
    Question: Clone + PartialEq + Send + Sync + 'static,
    Answer: Clone + Send + Sync + 'static,
    Asking: Future<Output = Answer> + 'static,
{
    let first = question.with_untracked(|question| known(question));
    let loaded = Loaded { answer: RwSignal::new(first), pending: RwSignal::new(true), round: RwSignal::new(0) };
    let asked = StoredValue::new(false);
    let running = StoredValue::new(None::<AbortHandle>);
    let give_up = move || {
        if let Some(Some(older)) = running.try_update_value(Option::take) {
            older.abort();
        }
    };
    // The signals written here are read by no effect of ours: they are what the world answered, not a copy of state.
    effect(move || {
        loaded.round.track();
        let question = question.get();
        let known = known(&question);
        let (asking, handle) = abortable(later(known.is_some(), ask(question).boxed_local()));
        give_up();
        running.set_value(Some(handle));
        loaded.pending.set(true);
        let asks_first = asked.try_update_value(|asked| !std::mem::replace(asked, true)).unwrap_or_default();
        if !asks_first && (known.is_some() || meanwhile == Meanwhile::Clear) {
            loaded.answer.set(known);
        }
        spawn_local(async move {
            if let Ok(answer) = asking.await {
                loaded.answer.try_set(Some(answer));
                loaded.pending.try_set(false);
            }
        });
    });
    on_cleanup(give_up);
    loaded
}

/// With `known`, what is known is drawn before anything is asked.
async fn later<Answer>(known: bool, asking: LocalBoxFuture<'static, Answer>) -> Answer {
    if known {
        let (sender, drawn) = oneshot::channel();
        set_timeout(
            move || {
                let _nobody_waits = sender.send(());
            },
            DRAWN,
        );
        let _always = drawn.await;
    }
    asking.await
}

/// Loads what does not depend on a question.
pub fn load_once<Answer, Asking>(ask: impl Fn() -> Asking + 'static) -> Loaded<Answer>
where
    Answer: Clone + Send + Sync + 'static,
    Asking: Future<Output = Answer> + 'static,
{
    load_once_from(None, ask)
}

/// The same, beginning with what is known of the answer already.
pub fn load_once_from<Answer, Asking>(known: Option<Answer>, ask: impl Fn() -> Asking + 'static) -> Loaded<Answer>
where
    Answer: Clone + Send + Sync + 'static,
    Asking: Future<Output = Answer> + 'static,
{
    load_from(Memo::new(|_| ()), Meanwhile::Keep, move |()| known.clone(), move |()| ask())
}
