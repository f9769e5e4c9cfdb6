//! What a run would do, before it does: the last dry run's report, each of its numbers with its rows behind it, and the words
//! that can still be mapped.

use leptos::prelude::*;
use serde_json::Value as Json;

use super::unification::{Look, column, drawn, press, rows_of, text_of, trouble};
use super::unification_rows::Opener;
use crate::api::unification::{Rows, dry_run, last_dry_run, word};
use crate::components::file::save;
use crate::components::format::{amount_text, number_text};
use crate::components::moment::moment;
use crate::components::panel::{Cell, acts, badge, count, facts, list, none, panel, quiet, quiet_text, table};
use crate::domain::calendar::Instant;
use crate::domain::field::{Field, Kind};
use crate::domain::unification::{Report, Word};
use crate::erased::live;
use crate::state::notices::use_notices;
use crate::state::unification::Unification;

const LOOKING: &str = "dry run";
const MAPPING: &str = "word";

/// What a value that does not stand as it was can be, the gravest first: on the wire, in words, how its badge looks.
const KINDS: [(&str, &str, &str); 6] = [
    ("quarantine", "Quarantine", "refused"),
    ("parked", "Parked", "refused"),
    ("conflict", "Conflict", "waiting"),
    ("kept", "Kept aside", ""),
    ("mapped", "Mapped", ""),
    ("noted", "Noted", ""),
];

/// Draws the part.
pub fn preflight(this: Unification) -> AnyView {
    let last = this.load_once(last_dry_run);
    let opener = Opener::new(this, false);
    // They are asked for again and again, and their buttons stay.
    let blockers = Memo::new(move |_| this.blockers());
    let blockers = move || {
        let blockers: Vec<_> = blockers.get().into_iter().map(|blocker| blocked(blocker, opener)).collect();
        if blockers.is_empty() {
            quiet_text("Nothing keeps it from running.")
        } else {
            view! { <p>"It cannot run before this is mended:"</p>{list(blockers, true)} }.into_any()
        }
    };
    let label = Signal::derive(move || if this.is_doing(LOOKING) { "Looking…" } else { "Run the dry run" });
    let look = press(this, label, Look::Primary, Signal::stored(this.lens.writer().is_none()), move || {
        this.act(LOOKING, dry_run, move |_| last.again());
    });
    let head = vec![
        quiet_text(
            "A dry run does all that the run does, takes it back, and says what it would have done. Nothing is changed, and nobody has to wait.",
        ),
        live(blockers),
        acts(vec![look, live(move || progress(this))]),
        trouble(this, LOOKING),
    ];
    let body = drawn(last, "The last dry run could not be read", move |answer| match rows_of(&answer).first() {
        None => none("There has been no dry run yet."),
        Some(row) => shown(this, row, opener),
    });
    view! { {panel("Pre-flight", head)}{body}{opener.dialog()} }.into_any()
}

/// What keeps it from running, with the rows behind it.
fn blocked((sentence, has_rows): (String, bool), opener: Opener) -> AnyView {
    let rows = has_rows.then(|| opener.rows(sentence.clone(), Rows::Blocked(sentence.clone())));
    view! { {sentence}" "{rows} }.into_any()
}

/// How far a run or a dry run is.
pub fn progress(this: Unification) -> Option<AnyView> {
    if !this.is_busy() && !this.is_running() {
        return None;
    }
    let step = this.said("step").as_u64().unwrap_or_default();
    let steps = this.said("steps");
    let steps = rows_of(&steps);
    let name = usize::try_from(step).ok().and_then(|step| steps.get(step)?.as_str()).unwrap_or_default();
    let most = steps.len().saturating_sub(1);
    Some(
        view! {
            <div class="unify-progress" role="status">
                <progress max=most.to_string() value=step.to_string() aria-label="Progress"></progress>
                <span>{format!("Step {step} of {most}: {name}")}</span>
            </div>
        }
        .into_any(),
    )
}

fn shown(this: Unification, row: &Json, opener: Opener) -> AnyView {
    let json = row.get("report").cloned().unwrap_or_default();
    let report = Report::from_json(&json);
    let made = Instant::from_text(&text_of(row, "made_at")).map(moment);
    let head = quiet(
        view! { {made}{format!(", by {}. It took {}.", text_of(row, "made_by"), seconds(report.took))} }.into_any(),
    );
    if !report.blockers.is_empty() {
        return panel(
            "The last dry run",
            vec![head, quiet_text("It was kept from looking: what keeps it stands above.")],
        );
    }
    let words = (!report.words.is_empty()).then(|| panel("Words", words(this, &report, opener)));
    let body = vec![head, account(&report), downloads(report.page("Pre-flight of the unification"), &json)];
    view! { {panel("The last dry run", body)}{words}{numbers(&report, opener)} }.into_any()
}

/// A time in milliseconds, in seconds.
pub fn seconds(millis: u64) -> String {
    let text = format!("{}.{:02}", millis / 1000, millis % 1000 / 10);
    format!("{} s", number_text(&text))
}

/// The ways to take a report away.
pub fn downloads(page: String, json: &Json) -> AnyView {
    let notices = use_notices();
    let way = |name: &'static str, file: &'static str, kind: &'static str, text: String| {
        let take = move |_| {
            if save(file, kind, &text).is_none() {
                notices.happened("This browser does not save the file.");
            }
        };
        view! { <button type="button" class="button" on:click=take>{name}</button> }.into_any()
    };
    acts(vec![
        way("Download the page", "unification.md", "text/markdown", page),
        way("Download JSON", "unification.json", "application/json", json.to_string()),
    ])
}

/// The sentence that everything is about.
pub fn account(report: &Report) -> AnyView {
    let [read, same, written, lost] = report.values.map(count);
    let lost_is = if report.values[3] == 0 { "good" } else { "bad" };
    let figures = vec![
        ("Values read", read),
        ("On their client as they were", same),
        ("Written down with a reason", written),
        ("Lost", lost),
    ];
    view! { <div data-lost=lost_is>{facts("figures", figures)}</div> }.into_any()
}

/// The report's numbers, each with its rows behind it.
pub fn numbers(report: &Report, opener: Opener) -> AnyView {
    let became = |key: &str, name: &'static str, kinds: &'static str| {
        let number = report.people(key);
        let number = if kinds.is_empty() {
            count(number).into_any()
        } else {
            opener.count(number, name.to_owned(), Rows::Became(kinds))
        };
        vec![Cell::Head(name.into_any()), Cell::Number(number)]
    };
    let people = vec![
        became("sign_ins", "Sign-ins, from clients", ""),
        became("businesses", "Business rows, from clients_enhanced", ""),
        became("inserted", "Become a client", "sign_in,business,renumbered"),
        became("renumbered", "Of these with a new id, because theirs is a sign-in\u{2019}s", "renumbered"),
        became("merged", "Become part of another row\u{2019}s client", "merged"),
        became("quarantined", "Wait in quarantine", "waiting"),
    ];
    let mut groups = Vec::new();
    for (kind, word, outcome) in KINDS {
        for group in report.of_kind(kind) {
            let field = group.field.as_deref().map_or("Whole row".to_owned(), column);
            let title = format!("{field}, {}: {}", group.table, group.reason);
            let place = view! { {field}" "<span class="panel__quiet">{group.table.clone()}</span> }.into_any();
            groups.push(vec![
                Cell::Word(badge(word.to_owned(), outcome)),
                Cell::Number(opener.count(group.rows, title, Rows::Group(group.clone()))),
                Cell::Head(place),
                Cell::Word(group.reason.clone().into_any()),
            ]);
        }
    }
    let numbers = |name: &str, numbers: [String; 3]| {
        let mut cells = vec![Cell::Head(name.to_owned().into_any())];
        cells.extend(numbers.map(|number| Cell::Number(number.into_any())));
        cells
    };
    let satellites = report.satellites.iter().map(|(table, rows)| numbers(table, rows.map(count))).collect();
    let money = report
        .money
        .iter()
        .map(|sum| numbers(&sum.column, [&sum.before, &sum.after, &sum.set_aside].map(|amount| amount_text(amount))));
    let agency = report
        .agency
        .iter()
        .map(|(email, role)| vec![Cell::Head(email.clone().into_any()), Cell::Word(badge(role.clone(), ""))]);
    let agency = vec![
        quiet_text("The legacy tables let people write their own role. Read this list."),
        table("Addresses and their roles", &["Address", "Role"], agency.collect()),
    ];
    view! {
        {panel("Who becomes what", vec![table("Who becomes what", &["What", "#Rows"], people)])}
        {panel("What does not stand as it was", vec![table("What does not stand as it was", &["What", "#Values", "Field", "Why"], groups)])}
        {panel("What hangs on clients, and money", vec![
            table("What hangs on clients", &["Table", "#Rows", "#Carried", "#Parked"], satellites),
            table("Money", &["Money", "#Before", "#After", "#Set aside"], money.collect()),
        ])}
        {panel("Who keeps a role of the agency", agency)}
    }
    .into_any()
}

/// The words that are not ours, and what becomes of them; those without a counterpart can be given one.
fn words(this: Unification, report: &Report, opener: Opener) -> Vec<AnyView> {
    let row = |one: &Word| {
        let title = format!("{}: \u{201c}{}\u{201d}", column(&one.field), one.word);
        let number = opener.count(one.rows, title.clone(), Rows::Word(one.field.clone(), one.word.clone()));
        let becomes = one.becomes.clone().map_or_else(|| mapping(this, one, &title), IntoAny::into_any);
        vec![Cell::Head(title.into_any()), Cell::Word(becomes), Cell::Number(number)]
    };
    vec![
        quiet_text(
            "What has no counterpart waits in quarantine. Nothing becomes active by a word, and nobody gains a role.",
        ),
        trouble(this, MAPPING),
        table("Words", &["Word", "Becomes", "#Values"], report.words.iter().map(row).collect()),
    ]
}

/// Chooses what becomes of a word from the next dry run on.
fn mapping(this: Unification, one: &Word, title: &str) -> AnyView {
    let options = match Field::from_key(&one.field).map(Field::kind) {
        // Nobody gains a role, and what is blank is no word.
        Some(Kind::Choice(options)) if one.field != "role" && !one.word.trim().is_empty() => options,
        _ => return "Quarantine".into_any(),
    };
    let options: Vec<_> = options
        .iter()
        .filter(|option| one.field != "status" || option.wire != "active")
        .map(|option| view! { <option value=option.wire>{option.label}</option> })
        .collect();
    let (field, raw, said) = (one.field.clone(), one.word.clone(), title.to_owned());
    let notices = use_notices();
    let choose = move |event| {
        let becomes = event_target_value(&event);
        let (field, raw, said) = (field.clone(), raw.clone(), said.clone());
        this.act(
            MAPPING,
            move |writer| word(writer, &field, &raw, Some(becomes.as_str()).filter(|word| !word.is_empty())),
            move |_| notices.happened(format!("{said}: saved. The next dry run says what it does.")),
        );
    };
    view! {
        <select class="input" aria-label=format!("{title} becomes") disabled=this.lens.writer().is_none() on:change=choose>
            <option value="">"Quarantine"</option>
            {options}
        </select>
    }
    .into_any()
}
