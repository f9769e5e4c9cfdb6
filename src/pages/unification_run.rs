//! The run: what it still lacks, how far it is; and after it, its report and the way back.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::unification::{Look, drawn, label, press, rows_of, text_of, trouble};
use super::unification_preflight::{account, downloads, numbers, progress, seconds};
use super::unification_rows::Opener;
use crate::api::unification::{done_run, last_dry_run, run, undo, written};
use crate::components::modal::{Modal, close};
use crate::components::moment::moment;
use crate::components::panel::{acts, count, list, none, panel, quiet, quiet_text};
use crate::domain::calendar::Instant;
use crate::domain::role::Role;
use crate::domain::unification::Report;
use crate::erased::live;
use crate::state::notices::use_notices;
use crate::state::unification::Unification;

const RUNNING: &str = "run";
const UNDOING: &str = "undo";

/// Draws the part before the run.
pub fn running(this: Unification) -> AnyView {
    let last = this.load_once(last_dry_run);
    let (open, notices) = (RwSignal::new(false), use_notices());
    let lacks = Memo::new(move |_| {
        let mut lacks: Vec<_> = this.blockers().into_iter().map(|(sentence, _)| sentence).collect();
        lacks.extend(this.lacks());
        match last.get() {
            Some(Ok(answer)) if rows_of(&answer).is_empty() => lacks.push("There has been no dry run.".to_owned()),
            _ => {}
        }
        lacks
    });
    let missing = move || {
        let lacks: Vec<_> = lacks.get().into_iter().map(IntoAny::into_any).collect();
        if lacks.is_empty() {
            quiet_text("Everything is decided and signed.")
        } else {
            view! { <p>"What it still lacks:"</p>{list(lacks, false)} }.into_any()
        }
    };
    let begin = move || {
        close();
        let expected = last.get_untracked().and_then(Result::ok).and_then(|answer| {
            let report = rows_of(&answer).first()?.get("report")?;
            Some(text_of(report, "sources"))
        });
        this.act(
            RUNNING,
            move |writer| run(writer, &expected.unwrap_or_default()),
            move |_| {
                notices.happened("The two tables are one.");
                this.moved_on();
            },
        );
    };
    let owner = this.lens.shown() == Role::Owner;
    let ready = move || owner && this.lens.writer().is_some() && lacks.with(Vec::is_empty) && last.get().is_some();
    let label = Signal::derive(move || if this.is_doing(RUNNING) { "Running…" } else { "Unify" });
    let unify = press(this, label, Look::Primary, Signal::derive(move || !ready()), move || open.set(true));
    let waits = move || {
        let answer = last.get()?.ok()?;
        let took = Report::from_json(rows_of(&answer).first()?.get("report")?).took;
        Some(format!("The last dry run took {}. ", seconds(took)))
    };
    let sure = sure(this, open, "Unify now?", ["Not now", "Unify now"], Look::Primary, begin, move || {
        view! { {live(waits)}"Who writes into the old tables waits until it is done; who reads waits for a moment at its end. The old application can write into them no longer." }.into_any()
    });
    panel(
        "Run",
        vec![
            quiet_text(
                "It happens in one transaction: all of it, or nothing. The old tables then stand untouched in the schema legacy, and there is a way back.",
            ),
            live(missing),
            (!owner).then(|| quiet_text("An owner runs it.")).into_any(),
            acts(vec![unify, live(move || progress(this))]),
            trouble(this, RUNNING),
            sure,
        ],
    )
}

/// Asks once more before something that cannot be taken back by a press.
fn sure(
    this: Unification,
    open: RwSignal<bool>,
    title: &'static str,
    [no, yes]: [&'static str; 2],
    look: Look,
    go: impl Fn() + Clone + Send + Sync + 'static,
    body: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    view! {
        <Modal open class="dialog" label=title>
            <h2 class="dialog__title">{title}</h2>
            <p class="dialog__body">{body()}</p>
            <div class="dialog__actions">
                <button type="button" class="button" autofocus=true on:click=|_| close()>{no}</button>
                {press(this, label(yes), look, Signal::stored(false), go.clone())}
            </div>
        </Modal>
    }
    .into_any()
}

/// Draws the part after it.
pub fn way_back(this: Unification) -> AnyView {
    let done = this.load_once(done_run);
    let opener = Opener::new(this, true);
    let report = drawn(done, "The run\u{2019}s report could not be read", move |answer| {
        let Some(row) = rows_of(&answer).first() else {
            return none("There is no run.");
        };
        let json = row.get("report").cloned().unwrap_or_default();
        let report = Report::from_json(&json);
        let at = Instant::from_text(&text_of(row, "finished_at")).map(moment);
        let waited = report.waited.map(|[writers, readers]| {
            format!(" Who wrote waited {}, who read {}.", seconds(writers), seconds(readers))
        });
        let head = vec![
            quiet(view! { "Unified "{at}{format!(", in {}.", seconds(report.took))}{waited} }.into_any()),
            account(&report),
            downloads(report.page("Report of the unification"), &json),
        ];
        view! { {panel("Report", head)}{numbers(&report, opener)} }.into_any()
    });
    view! { {report}{panel("The way back", back(this))}{opener.dialog()} }.into_any()
}

fn back(this: Unification) -> Vec<AnyView> {
    let since = this.load_once(written);
    let (open, notices) = (RwSignal::new(false), use_notices());
    let since = drawn(since, "What has been written since could not be read", |answer| {
        let rows = rows_of(&answer);
        if rows.is_empty() {
            return quiet_text("Nothing has been written since.");
        }
        let mut counts: Vec<(String, u64)> = Vec::new();
        for row in rows {
            let what = format!("{} {}", text_of(row, "target"), text_of(row, "action"));
            match counts.iter_mut().find(|(known, _)| *known == what) {
                Some((_, count)) => *count += 1,
                None => counts.push((what, 1)),
            }
        }
        let more = if rows.len() >= 1000 { "at least " } else { "" };
        let lines = counts.into_iter().map(|(what, number)| format!("{more}{} × {what}", count(number)).into_any());
        view! { <p>"Written since; going back takes it away, and keeps it in unification_writes:"</p>{list(lines.collect(), false)} }.into_any()
    });
    let go = move || {
        close();
        this.act(UNDOING, undo, move |answer| {
            let same = answer.get("identical") == Some(&Json::Bool(true));
            notices.happened(if same {
                "The old tables are back, as they were to the byte."
            } else {
                "The old tables are back. Somebody has written into them while they stood aside."
            });
            this.moved_on();
        });
    };
    let owner = this.lens.shown() == Role::Owner;
    let off = Signal::stored(!owner || this.lens.writer().is_none());
    let label = Signal::derive(move || if this.is_doing(UNDOING) { "Going back…" } else { "Undo the unification" });
    vec![
        quiet_text(
            "The old tables come back to their place with their policies, triggers and rows; the clients that came from them leave this application. Every decision has to be made anew.",
        ),
        since,
        (!owner).then(|| quiet_text("An owner goes back.")).into_any(),
        acts(vec![press(this, label, Look::Danger, off, move || open.set(true))]),
        trouble(this, UNDOING),
        sure(this, open, "Undo the unification?", ["Stay", "Undo it"], Look::Danger, go, || {
            "Clients, their edits and everything that hangs on them leave this application; the old tables take over again. What has been written since is kept aside, not carried back.".into_any()
        }),
    ]
}
