//! `/admin/proposals`: what clients want changed and nobody has decided yet, the oldest first.

use futures::FutureExt;
use leptos::prelude::*;

use crate::api::person::Person;
use crate::api::proposals::{self, QUEUE};
use crate::components::heading::Heading;
use crate::components::moment::moment;
use crate::components::states::{Message, Skeleton};
use crate::domain::lens::Lens;
use crate::domain::permission::creates;
use crate::domain::proposal::Proposal;
use crate::erased::live;
use crate::state::proposals::{load_read, use_proposals};

/// Draws the queue for whoever decides.
pub fn proposals_page(_person: Person, lens: Lens) -> AnyView {
    if let Some(not_yours) = not_yours(lens) {
        return not_yours;
    }
    let proposals = use_proposals();
    let loaded = load_read(Memo::new(|_| None), move |_| {
        async move { Ok((proposals.list(proposals::queue()).await?, None)) }.boxed_local()
    });
    let body = move || {
        match loaded.get() {
        None => view! { <Skeleton/> }.into_any(),
        Some(Err(failure)) => view! {
            <Message kind="failed" title="The proposals could not be loaded" text=failure.to_string()>
                <button type="button" class="button" on:click=move |_| loaded.again()>"Try again"</button>
            </Message>
        }
        .into_any(),
        Some(Ok((queue, _))) if queue.is_empty() => view! {
            <Message kind="empty" title="Nothing waits" text="When a client proposes a change to their record, it stands here until somebody decides."/>
        }
        .into_any(),
        Some(Ok((queue, _))) => {
            let more = (queue.len() >= QUEUE).then(|| format!("These are the {QUEUE} oldest. Later ones follow as these are decided."));
            view! {
                <ol class="proposals" aria-label="Proposals that wait">{queue.iter().map(row).collect::<Vec<_>>()}</ol>
                <p class="proposals__none">{more}</p>
            }
            .into_any()
        }
    }
    };
    view! {
        <div class="page__head"><Heading text="Proposals"/></div>
        <p class="page__text">"Changes that clients propose to their records. Nothing is changed until you decide, field by field."</p>
        {live(body)}
    }
    .into_any()
}

/// What those are told who decide nothing.
pub fn not_yours(lens: Lens) -> Option<AnyView> {
    (!creates(lens.shown())).then(|| {
        view! {
            <Heading text="Proposals"/>
            <Message kind="forbidden" title="Proposals are not yours to decide" text="A client's manager and the agency's admins decide them."/>
        }
        .into_any()
    })
}

fn row(proposal: &Proposal) -> AnyView {
    let labels: Vec<_> = proposal.fields.iter().map(|field| field.label()).collect();
    let count = match labels.len() {
        1 => "1 field: ".to_owned(),
        count => format!("{count} fields: "),
    };
    let who = proposal.proposer.clone().unwrap_or_else(|| "Somebody without access today".to_owned());
    view! {
        <li class="proposals__item proposals__row">
            <a class="proposals__client" href=format!("/admin/proposals/{}", proposal.id)>{proposal.title.clone()}</a>
            <p class="proposals__fields">{count}{labels.join(", ")}</p>
            <p class="proposals__when">{who}", "{moment(proposal.at)}</p>
        </li>
    }
    .into_any()
}
