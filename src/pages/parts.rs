//! Pages that few people ever open. In a release their code is no part of what every visitor loads: the build is split
//! (`xtask/src/split.rs`), and a part comes when somebody opens its page.

#[cfg(feature = "split")]
pub use split::unification_page;

#[cfg(not(feature = "split"))]
pub use super::unification::unification_page;

#[cfg(feature = "split")]
mod split {
    use std::pin::Pin;

    use futures::FutureExt;
    use leptos::prelude::*;
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use wasm_bindgen_futures::spawn_local;

    use crate::api::person::Person;
    use crate::components::heading::Heading;
    use crate::components::states::{Message, Skeleton};
    use crate::domain::lens::Lens;
    use crate::erased::live;
    use crate::state::route::use_route;

    type Loading = Pin<Box<dyn Future<Output = Result<(), SplitLoaderError>>>>;
    type Drawn = Result<AnyView, SplitLoaderError>;

    #[wasm_split(unification, wasm_split_path = ::leptos::wasm_split, preload(load_unification), fallible)]
    fn unification(person: Person, lens: Lens) -> Drawn {
        Ok(crate::pages::unification::unification_page(person, lens))
    }

    /// Draws the console of the unification for owner and admin, once it is here.
    pub fn unification_page(person: Person, lens: Lens) -> AnyView {
        once_loaded(
            "Unification",
            || Box::pin(load_unification()),
            // What is loaded is drawn without waiting, in the place that asks for it.
            move || unification(person.clone(), lens).now_or_never().and_then(Result::ok),
        )
    }

    #[derive(Clone, Copy)]
    enum Part {
        Coming,
        Here,
        Failed,
    }

    fn once_loaded(
        name: &'static str,
        load: fn() -> Loading,
        draw: impl Fn() -> Option<AnyView> + Send + Sync + 'static,
    ) -> AnyView {
        let part = RwSignal::new(Part::Coming);
        let begin = move || {
            part.set(Part::Coming);
            spawn_local(async move {
                let loaded = load().await;
                // Whoever asked may have gone on.
                let _gone = part.try_set(if loaded.is_ok() { Part::Here } else { Part::Failed });
            });
        };
        begin();
        let route = use_route();
        let head = move || view! { <div class="page__head"><Heading text=name/></div> };
        live(move || {
            let drawn = match part.get() {
                Part::Coming => return view! { {head()}<Skeleton/> }.into_any(),
                Part::Here => draw(),
                Part::Failed => None,
            };
            drawn.unwrap_or_else(|| {
                view! {
                    {head()}
                    <Message kind="failed" title="This page could not be loaded"
                        text="The connection failed on the way, or a new version of Clientele has just been published: then load the page again.">
                        <button type="button" class="button" on:click=move |_| begin()>"Try again"</button>
                        <a class="button" rel="external" href=move || route.path.get()>"Load the page again"</a>
                    </Message>
                }
                .into_any()
            })
        })
    }
}
