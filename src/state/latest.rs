//! The answer to a question that may change while its answer is under way.

use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;

/// Loads the answer to the present question. A resource lets one load end before it begins the next, so a slow answer
/// that nobody waits for any more would hold up the one that somebody does: this one turns to the new question at once.
pub fn latest<Question, Answer, Load>(
    question: Memo<Question>,
    load: impl Fn(Question) -> Load + Clone + 'static,
) -> LocalResource<Answer>
where
    Question: Clone + PartialEq + Send + Sync + 'static,
    Answer: 'static,
    Load: Future<Output = Answer> + 'static,
{
    let running = StoredValue::new_local(None::<(Question, AbortHandle)>);
    Effect::new(move |_| {
        let present = question.get();
        running.with_value(|running| match running {
            Some((asked, handle)) if *asked != present => handle.abort(),
            _ => {}
        });
    });
    LocalResource::new(move || {
        question.track();
        let load = load.clone();
        async move {
            // The page may have gone meanwhile; then nobody waits for an answer.
            while let Some(present) = question.try_get_untracked() {
                let (answer, handle) = abortable(load(present.clone()));
                running.try_set_value(Some((present, handle)));
                if let Ok(answer) = answer.await {
                    return answer;
                }
            }
            std::future::pending().await
        }
    })
}
