//! "Your proposals" in the portal: what the client wants changed, how it stands, and what the agency said.

use futures::FutureExt;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::api::error::Failure;
use crate::api::proposals;
use crate::components::modal::focus_soon;
use crate::components::moment::moment;
use crate::components::proposed::{outcome, quoted, standing};
use crate::components::states::{Message, Skeleton};
use crate::components::way::way;
use crate::domain::lens::Lens;
use crate::domain::portal::label;
use crate::domain::proposal::{Proposal, Status};
use crate::erased::live;
use crate::state::notices::use_notices;
use crate::state::proposals::{Proposals, load_read, use_proposals};

const HEADING: &str = "your-proposals";

/// Draws the client's own proposals; with `looked_at`, those of the client as whom somebody looks.
pub fn proposals_of(lens: Lens, looked_at: Option<Uuid>) -> AnyView {
    let proposals = use_proposals();
    let loaded = load_read(Memo::new(|_| None), move |_| {
        async move { Ok((own_proposals(proposals, looked_at).await?, None)) }.boxed_local()
    });
    let notices = use_notices();
    let trouble = RwSignal::new(None::<String>);
    let sending = RwSignal::new(false);
    let withdraw = Callback::new(move |id: Uuid| {
        let Some(writer) = lens.writer().filter(|_| !sending.get_untracked()) else { return };
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            match proposals.one(proposals::withdraw(writer, id)).await {
                Ok(_) => notices.happened("Your proposal is withdrawn."),
                Err(failure) => drop(trouble.try_set(Some(format!("Not withdrawn. {failure}")))),
            }
            // What stands there now is what the server says.
            if sending.try_set(false).is_none() {
                loaded.again();
                focus_soon(HEADING.to_owned());
            }
        });
    });
    let list = move || match loaded.get() {
        None => view! { <Skeleton rows=2/> }.into_any(),
        Some(Err(failure)) => view! {
            <Message kind="failed" title="Your proposals could not be loaded" text=failure.to_string()>
                <button type="button" class="button" on:click=move |_| loaded.again()>"Try again"</button>
            </Message>
        }
        .into_any(),
        Some(Ok((list, _))) if list.is_empty() => {
            view! { <p class="proposals__none">"You have not proposed a change yet."</p> }.into_any()
        }
        Some(Ok((list, _))) => {
            let may = lens.writer().is_some();
            let items: Vec<_> = list.iter().map(|proposal| item(proposal, may, withdraw)).collect();
            view! { <ol class="proposals">{items}</ol> }.into_any()
        }
    };
    view! {
        <section class="proposals__own" aria-labelledby=HEADING>
            <h2 class="record__heading" id=HEADING tabindex="-1">"Your proposals"</h2>
            {live(move || trouble.get().map(|text| view! { <p class="note" data-kind="failed" role="alert">{text}</p> }))}
            {live(list)}
        </section>
    }
    .into_any()
}

/// The proposals of the client, or of the one as whom somebody looks.
pub async fn own_proposals(proposals: Proposals, looked_at: Option<Uuid>) -> Result<Vec<Proposal>, Failure> {
    proposals.list(looked_at.map_or_else(proposals::own, proposals::of_client)).await
}

fn item(proposal: &Proposal, may: bool, withdraw: Callback<Uuid>) -> AnyView {
    let id = proposal.id;
    let acts = (may && proposal.status == Status::Open).then(|| {
        view! {
            <div class="proposals__acts">
                {way("/portal/propose".to_owned(), "button", false, "Change it")}
                <button type="button" class="button" on:click=move |_| withdraw.run(id)>"Withdraw"</button>
            </div>
        }
    });
    let partly = (proposal.outcome() == "Partly accepted").then(|| {
        let labels: Vec<_> = proposal.accepted.iter().map(|field| label(*field)).collect();
        format!(": {}", labels.join(", "))
    });
    view! {
        <li class="proposals__item">
            <div class="proposals__head">
                <p>{standing(proposal)}{partly}</p>
                <p class="proposals__when">"Sent "{moment(proposal.at)}</p>
            </div>
            {outcome(proposal, label)}
            {quoted("Your note", proposal.note.as_deref())}
            {quoted("The agency\u{2019}s answer", proposal.answer.as_deref())}
            {acts}
        </li>
    }
    .into_any()
}
