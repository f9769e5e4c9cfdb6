//! The field registry: one row per column. The list, the filters, the form, the rules, every request's `select`,
//! the database's windows, grants and CHECKs all come from it. An agency changes its policy here.
//!
//! After a change: `cargo xtask schema` writes the SQL that enforces it.

use super::choice::{BUDGET_RANGE, BUSINESS_SIZE, Choice, STATUS, TIER};
use super::role::{ROLES, Role};

/// What a column holds, with the parameters of its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A row's identity.
    Uuid,
    /// A folded e-mail address.
    Email,
    /// Text of at most `max` characters (Unicode code points); `lines` draws a text area.
    Text { max: usize, lines: bool },
    /// An http or https address.
    Url,
    /// A telephone number.
    Phone,
    /// One word of a closed vocabulary.
    Choice(&'static [Choice]),
    /// An amount in the agency's currency, exact to the cent.
    Money,
    /// A whole number from `min` to `max`.
    Integer { min: i64, max: i64 },
    /// A calendar day.
    Date,
    /// A moment; with `past`, not later than now.
    Instant { past: bool },
    /// An ordered list of distinct short texts.
    Tags,
    /// A JSON object of the given shape.
    Json(Shape),
    /// A person of the agency (`auth.users.id`).
    Person,
}

/// What is known of a JSON object's inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Nothing: any object.
    Free,
    /// `street`, `city`, `region`, `postal_code`, `country`.
    Address,
    /// Colour name → `#rgb` or `#rrggbb`.
    Palette,
    /// Names → web addresses, or objects with a `url`.
    Logos,
}

/// The part of the record a field belongs to, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Contact,
    Business,
    Lifecycle,
    Relationship,
    Contract,
    Commercial,
    Project,
    Technical,
    Branding,
    Performance,
    Access,
    System,
}

impl Section {
    /// In the order of the form.
    pub const ALL: [Self; 12] = [
        Self::Contact,
        Self::Business,
        Self::Lifecycle,
        Self::Relationship,
        Self::Contract,
        Self::Commercial,
        Self::Project,
        Self::Technical,
        Self::Branding,
        Self::Performance,
        Self::Access,
        Self::System,
    ];

    /// The heading people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Contact => "Contact",
            Self::Business => "Business",
            Self::Lifecycle => "Lifecycle",
            Self::Relationship => "Relationship",
            Self::Contract => "Contract",
            Self::Commercial => "Commercial",
            Self::Project => "Project",
            Self::Technical => "Technical",
            Self::Branding => "Branding",
            Self::Performance => "Performance",
            Self::Access => "Access",
            Self::System => "System",
        }
    }
}

/// One row of the registry.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// Which field this row describes.
    pub field: Field,
    /// The column's name, in the database and on the wire.
    pub key: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// One sentence under the input: what to write, and in which form.
    pub help: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Where it stands in the form.
    pub section: Section,
    /// A new client cannot be without it.
    pub required: bool,
    /// The lowest role that reads it.
    pub reads: Role,
    /// The lowest role that changes it on a row it may edit; `None`: nobody, the database keeps it.
    pub writes: Option<Role>,
    /// The lowest role that gives it on creation (a member creates a client with an address, but only an admin changes it).
    pub creates: Option<Role>,
    /// A client may propose another value for their own record; who writes the field decides on it.
    pub proposes: bool,
}

/// Writes the enum and the table from the same rows, so that they cannot differ.
macro_rules! registry {
    ($($name:ident $key:literal $label:literal, $kind:expr, $section:ident, reads $reads:ident, writes $writes:expr, creates $creates:expr, proposes $proposes:ident, $required:literal, $help:literal;)*) => {
        /// A column of the unified table that some role reads.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field { $(#[doc = $label] $name),* }

        /// The registry, in the order of the column list.
        pub static FIELDS: &[Spec] = &[$(Spec {
            field: Field::$name, key: $key, label: $label, help: $help, kind: $kind, section: Section::$section,
            required: $required, reads: Role::$reads, writes: $writes, creates: $creates,
            proposes: $proposes,
        }),*];

        impl Field {
            /// Every field, in the order of the registry.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The field of a column name.
            ///
            /// ```
            /// use clientele::domain::field::Field;
            /// assert_eq!(Field::from_key("tier"), Some(Field::Tier));
            /// assert_eq!(Field::from_key("search_text"), None);
            /// ```
            pub fn from_key(key: &str) -> Option<Self> {
                match key {
                    $($key => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

const NOBODY: Option<Role> = None;
const MEMBER: Option<Role> = Some(Role::Member);
const ADMIN: Option<Role> = Some(Role::Admin);
const YES: bool = true;
const NO: bool = false;
const LINE_100: Kind = Kind::Text { max: 100, lines: false };
const LINE_255: Kind = Kind::Text { max: 255, lines: false };
const PROSE: Kind = Kind::Text { max: 10_000, lines: true };

registry! {
    Id "id" "ID", Kind::Uuid, System, reads Viewer, writes NOBODY, creates MEMBER, proposes NO, false, "The record's identity. It never changes.";
    Email "email" "Email", Kind::Email, Contact, reads Viewer, writes ADMIN, creates MEMBER, proposes NO, true, "The address this client signs in with. Stored in lower case; one client per address.";
    CreatedAt "created_at" "Created", Kind::Instant { past: false }, System, reads Viewer, writes NOBODY, creates NOBODY, proposes NO, false, "When the record was made.";
    UpdatedAt "updated_at" "Updated", Kind::Instant { past: false }, System, reads Viewer, writes NOBODY, creates NOBODY, proposes NO, false, "When the record last changed.";
    Role "role" "Role", Kind::Choice(&ROLES), Access, reads Staff, writes ADMIN, creates ADMIN, proposes NO, false, "What this person may do. Viewers see their own record in the portal.";
    LastLoginAt "last_login_at" "Last sign-in", Kind::Instant { past: false }, Access, reads Admin, writes NOBODY, creates NOBODY, proposes NO, false, "When this person last signed in.";
    LastLogoutAt "last_logout_at" "Last sign-out", Kind::Instant { past: false }, Access, reads Admin, writes NOBODY, creates NOBODY, proposes NO, false, "When this person last signed out.";
    Metadata "metadata" "Metadata", Kind::Json(Shape::Free), Access, reads Admin, writes ADMIN, creates ADMIN, proposes NO, false, "Anything your integrations keep with the client, as a JSON object.";
    Preferences "preferences" "Preferences", Kind::Json(Shape::Free), Access, reads Viewer, writes ADMIN, creates ADMIN, proposes NO, false, "The person's settings, as a JSON object.";
    Name "name" "Name", LINE_255, Contact, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "The person you talk to. A client needs a name or a company.";
    CompanyName "company_name" "Company", LINE_255, Contact, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "The company's full name. A client needs a name or a company.";
    Industry "industry" "Industry", LINE_100, Business, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "For example: Hospitality.";
    WebsiteUrl "website_url" "Website", Kind::Url, Contact, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "Starting with https:// or http://.";
    Phone "phone" "Phone", Kind::Phone, Contact, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "For example: +49 30 901820 ext. 12.";
    Address "address" "Address", Kind::Json(Shape::Address), Contact, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "Street, city, region, postal code and a two-letter country code.";
    BusinessSize "business_size" "Business size", Kind::Choice(&BUSINESS_SIZE), Business, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "How large the client's business is.";
    AnnualRevenue "annual_revenue" "Annual revenue", Kind::Money, Commercial, reads Member, writes MEMBER, creates MEMBER, proposes NO, false, "Per year, up to two decimal places.";
    TargetAudience "target_audience" "Target audience", PROSE, Business, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "Whom the client wants to reach.";
    BusinessGoals "business_goals" "Business goals", Kind::Tags, Business, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "One goal per line, up to 50.";
    TechnicalRequirements "technical_requirements" "Technical requirements", Kind::Json(Shape::Free), Technical, reads Viewer, writes MEMBER, creates MEMBER, proposes NO, false, "As a JSON object.";
    PreferredIntegrations "preferred_integrations" "Preferred integrations", Kind::Tags, Technical, reads Viewer, writes MEMBER, creates MEMBER, proposes NO, false, "One per line, up to 50.";
    ComplianceRequirements "compliance_requirements" "Compliance requirements", Kind::Tags, Technical, reads Viewer, writes MEMBER, creates MEMBER, proposes NO, false, "One per line, for example GDPR.";
    BrandGuidelines "brand_guidelines" "Brand guidelines", Kind::Json(Shape::Free), Branding, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "As a JSON object.";
    ColorPalette "color_palette" "Color palette", Kind::Json(Shape::Palette), Branding, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "Colour names with values such as #0a7 or #00aa77.";
    TypographyPreferences "typography_preferences" "Typography", Kind::Json(Shape::Free), Branding, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "As a JSON object.";
    LogoAssets "logo_assets" "Logo assets", Kind::Json(Shape::Logos), Branding, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "Names with web addresses of the files.";
    VisualIdentity "visual_identity" "Visual identity", Kind::Json(Shape::Free), Branding, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "As a JSON object.";
    ProjectType "project_type" "Project type", LINE_100, Project, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "For example: Website relaunch.";
    ProjectScope "project_scope" "Project scope", PROSE, Project, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "What the project includes, and what it does not.";
    BudgetRange "budget_range" "Budget", Kind::Choice(&BUDGET_RANGE), Project, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "What the client wants to spend on the project.";
    TimelineRequirements "timeline_requirements" "Timeline", LINE_100, Project, reads Viewer, writes MEMBER, creates MEMBER, proposes YES, false, "For example: live before the trade fair in March.";
    Status "status" "Status", Kind::Choice(&STATUS), Lifecycle, reads Viewer, writes MEMBER, creates MEMBER, proposes NO, false, "Where the client stands. Archiving sets it to Cancelled.";
    Tier "tier" "Tier", Kind::Choice(&TIER), Lifecycle, reads Viewer, writes ADMIN, creates ADMIN, proposes NO, false, "What the client has bought.";
    AcquisitionSource "acquisition_source" "Acquisition source", LINE_100, Commercial, reads Member, writes MEMBER, creates MEMBER, proposes NO, false, "How the client found you.";
    CreatedBy "created_by" "Created by", Kind::Person, Relationship, reads Staff, writes NOBODY, creates NOBODY, proposes NO, false, "Who made the record.";
    AssignedManager "assigned_manager" "Manager", Kind::Person, Relationship, reads Viewer, writes ADMIN, creates ADMIN, proposes NO, false, "Who looks after this client.";
    LastContactDate "last_contact_date" "Last contact", Kind::Instant { past: true }, Relationship, reads Staff, writes MEMBER, creates MEMBER, proposes NO, false, "When somebody last spoke with the client. Not in the future.";
    ContractStartDate "contract_start_date" "Contract start", Kind::Date, Contract, reads Viewer, writes ADMIN, creates ADMIN, proposes NO, false, "The first day of the contract.";
    ContractEndDate "contract_end_date" "Contract end", Kind::Date, Contract, reads Viewer, writes ADMIN, creates ADMIN, proposes NO, false, "The last day of the contract, not before its start.";
    RenewalDate "renewal_date" "Renewal", Kind::Date, Contract, reads Viewer, writes ADMIN, creates ADMIN, proposes NO, false, "When the contract is up for renewal, not before its start.";
    SatisfactionScore "satisfaction_score" "Satisfaction", Kind::Integer { min: 1, max: 10 }, Performance, reads Staff, writes MEMBER, creates MEMBER, proposes NO, false, "From 1 (unhappy) to 10 (delighted).";
    SuccessMetrics "success_metrics" "Success metrics", Kind::Json(Shape::Free), Performance, reads Staff, writes MEMBER, creates MEMBER, proposes NO, false, "As a JSON object.";
    Version "version" "Version", Kind::Integer { min: 1, max: i32::MAX as i64 }, System, reads Viewer, writes NOBODY, creates NOBODY, proposes NO, false, "Counts the record's changes, so that two people cannot overwrite each other.";
}

impl Field {
    /// This field's row of the registry.
    #[expect(clippy::indexing_slicing, reason = "the macro writes one row per variant, in order")]
    pub fn spec(self) -> &'static Spec {
        &FIELDS[self as usize]
    }

    /// The column's name.
    pub fn key(self) -> &'static str {
        self.spec().key
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        self.spec().label
    }

    /// Whether a stored record can be without it. The database keeps some, and nobody is without a role.
    pub fn can_be_empty(self) -> bool {
        let kept = matches!(self, Self::Id | Self::CreatedAt | Self::UpdatedAt | Self::Version | Self::Role);
        !kept && !self.spec().required
    }

    /// What it holds.
    pub fn kind(self) -> Kind {
        self.spec().kind
    }
}

impl Kind {
    /// Whether a list can be put in order by it: everything but lists and objects.
    pub const fn sortable(self) -> bool {
        !matches!(self, Self::Tags | Self::Json(_) | Self::Person | Self::Uuid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_at_its_field() {
        for (place, spec) in FIELDS.iter().enumerate() {
            assert_eq!(spec.field as usize, place);
            assert_eq!(Field::from_key(spec.key), Some(spec.field));
            assert_eq!(spec.field.spec().key, spec.key);
        }
    }

    #[test]
    fn there_are_42_fields_and_the_version() {
        assert_eq!(FIELDS.len(), 43);
    }

    #[test]
    fn nobody_writes_a_field_they_cannot_read() {
        for spec in FIELDS {
            for writer in [spec.writes, spec.creates].into_iter().flatten() {
                assert!(writer >= spec.reads, "{}", spec.key);
            }
        }
    }

    #[test]
    fn a_client_proposes_only_what_they_read_and_somebody_writes() {
        for spec in FIELDS.iter().filter(|spec| spec.proposes) {
            assert!(spec.reads == Role::Viewer && spec.writes.is_some(), "{}", spec.key);
            // What they sign in with is not theirs to change; a person is shown to them by name only.
            assert!(!matches!(spec.kind, Kind::Email | Kind::Person), "{}", spec.key);
        }
    }

    #[test]
    fn every_label_and_help_is_written() {
        for spec in FIELDS {
            assert!(!spec.label.is_empty() && spec.help.ends_with('.'), "{}", spec.key);
        }
    }
}
