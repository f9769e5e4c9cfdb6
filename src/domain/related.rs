//! What hangs on a client beside the record: deployments, customizations, figures and apps, as their tables name them.

/// How a column is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// What the row is called.
    Title,
    /// A day that the row is called by.
    TitleDay,
    /// A word of the database's own vocabulary.
    Word,
    /// Such a word that says how things stand.
    Badge,
    /// The same, in words for a client.
    Health,
    /// A web address, or the name of a host.
    Link,
    Number,
    Money,
    Percent,
    /// How long ago something was.
    Moment,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub key: &'static str,
    /// What people call it.
    pub label: &'static str,
    pub show: Show,
}

/// One kind of thing that hangs on a client.
#[derive(Debug)]
pub struct Related {
    /// What people call them.
    pub label: &'static str,
    /// What is said where there are none.
    pub none: &'static str,
    /// The window of owner and admin.
    pub whole: &'static str,
    /// Everybody else's window, with every column below.
    pub mine: &'static str,
    /// The newest first.
    pub order: &'static str,
    pub columns: &'static [Column],
}

/// The most rows of each that a client's page shows.
pub const MOST: usize = 5;

const fn column(key: &'static str, label: &'static str, show: Show) -> Column {
    Column { key, label, show }
}

/// The same for the agency and for the client.
static APPS: [Column; 6] = [
    column("name", "Name", Show::Title),
    column("status", "Status", Show::Badge),
    column("public_url", "Address", Show::Link),
    column("admin_url", "Administration", Show::Link),
    column("submissions_count", "Submissions", Show::Number),
    column("documents_count", "Documents", Show::Number),
];

/// In the order of the page.
pub static RELATED: [Related; 4] = [
    Related {
        label: "Deployments",
        none: "Nothing is deployed.",
        whole: "client_deployments",
        mine: "my_deployments",
        order: "created_at.desc,id.desc",
        columns: &[
            column("deployment_name", "Name", Show::Title),
            column("status", "Status", Show::Badge),
            column("health_status", "Health", Show::Badge),
            column("deployment_url", "Address", Show::Link),
            column("custom_domain", "Domain", Show::Link),
            column("deployment_type", "Type", Show::Word),
            column("uptime_percentage", "Uptime", Show::Percent),
            column("deployed_at", "Deployed", Show::Moment),
        ],
    },
    Related {
        label: "Apps",
        none: "There are no apps.",
        whole: "tenant_apps",
        mine: "my_apps",
        order: "created_at.desc,id.desc",
        columns: &APPS,
    },
    Related {
        label: "Analytics",
        none: "No figures have come in.",
        whole: "client_analytics",
        mine: "my_analytics",
        order: "analytics_date.desc,created_at.desc,id.desc",
        columns: &[
            column("analytics_date", "Day", Show::TitleDay),
            column("analytics_period", "Period", Show::Word),
            column("page_views", "Page views", Show::Number),
            column("unique_visitors", "Visitors", Show::Number),
            column("sessions", "Sessions", Show::Number),
            column("bounce_rate", "Bounce rate", Show::Percent),
            column("conversions", "Conversions", Show::Number),
            column("revenue", "Revenue", Show::Money),
            column("error_rate", "Errors", Show::Percent),
        ],
    },
    Related {
        label: "Customizations",
        none: "Nothing is customized.",
        whole: "client_customizations",
        mine: "my_customizations",
        order: "created_at.desc,id.desc",
        columns: &[
            column("template_id", "Template", Show::Title),
            column("status", "Status", Show::Badge),
            column("template_version", "Template version", Show::Word),
            column("version", "Revision", Show::Number),
            column("approved_at", "Approved", Show::Moment),
            column("updated_at", "Updated", Show::Moment),
        ],
    },
];

/// What a client takes away of their proposals.
pub static PROPOSALS: [Column; 8] = [
    column("created_at", "Sent", Show::Title),
    column("status", "Status", Show::Word),
    column("base", "What stood there", Show::Word),
    column("changes", "Proposed", Show::Word),
    column("note", "Note", Show::Word),
    column("decisions", "Decided", Show::Word),
    column("decided_at", "Decided at", Show::Moment),
    column("answer", "Answer", Show::Word),
];

/// What a client's portal shows of it.
pub static IN_PORTAL: [Related; 2] = [
    Related {
        label: "Our sites",
        none: "No site is live yet.",
        whole: "client_deployments",
        mine: "my_deployments",
        order: "created_at.desc,id.desc",
        columns: &[
            column("deployment_name", "Name", Show::Title),
            column("health_status", "Health", Show::Health),
            column("custom_domain", "Domain", Show::Link),
            column("deployment_url", "Address", Show::Link),
            column("status", "Status", Show::Word),
            column("deployment_type", "Kind", Show::Word),
            column("deployed_at", "Last change", Show::Moment),
            column("last_health_check", "Checked", Show::Moment),
        ],
    },
    Related {
        label: "Our apps",
        none: "There are no apps yet.",
        whole: "tenant_apps",
        mine: "my_apps",
        order: "created_at.desc,id.desc",
        columns: &APPS,
    },
];

/// How a site is, in words for a client.
///
/// ```
/// assert_eq!(clientele::domain::related::health_words("critical"), "Serious problem");
/// ```
pub fn health_words(wire: &str) -> String {
    match wire {
        "healthy" => "Running well".to_owned(),
        "warning" => "Some problems".to_owned(),
        "critical" => "Serious problem".to_owned(),
        "unknown" => "Not checked yet".to_owned(),
        other => words(other),
    }
}

/// A word of the database as people read it.
///
/// ```
/// use clientele::domain::related::words;
/// assert_eq!((words("in_review").as_str(), words("").as_str()), ("In review", ""));
/// ```
pub fn words(wire: &str) -> String {
    let mut chars = wire.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars.map(|c| if c == '_' { ' ' } else { c })).collect()
}
