//! The clients' data as one lens sees it.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::known::Known;
use super::notices::{Notices, use_notices};
use super::session::{SessionState, use_session};
use crate::api::error::Failure;
use crate::api::filters::Asker;
use crate::api::http::Answer;
use crate::api::query::{self, Scope};
use crate::api::related;
use crate::api::request::Request;
use crate::api::similar::{Similar, similar_from_rows};
use crate::domain::cursor::Place;
use crate::domain::field::Field;
use crate::domain::gather::gather;
use crate::domain::lens::{Lens, Writer};
use crate::domain::list::ListQuery;
use crate::domain::record::Record;
use crate::domain::related::Related;
use crate::domain::role::Role;

/// One page of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub rows: Arc<[Record]>,
    /// Whether there are rows beyond, in the direction that was read.
    pub more: bool,
}

/// What of a question's answer is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub query: ListQuery,
    pub columns: Vec<Field>,
    /// At most so many rows.
    pub rows: usize,
}

/// The names of the agency's people by their identity.
pub type Team = BTreeMap<Uuid, String>;

/// Columns that the database turned out not to have, as a context: learnt once, then no longer asked for.
#[derive(Clone, Copy, Default)]
pub struct Drift(StoredValue<Vec<Field>>);

impl Drift {
    /// Nothing is known to be missing.
    pub fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }
}

/// The door to the clients' data.
#[derive(Clone, Copy)]
pub struct Clients {
    session: SessionState,
    notices: Notices,
    drift: Drift,
    known: Known,
    lens: Lens,
}

/// The clients' data as this lens sees it.
pub fn use_clients(lens: Lens) -> Clients {
    Clients { session: use_session(), notices: use_notices(), drift: expect_context(), known: expect_context(), lens }
}

impl Clients {
    /// The same data with these eyes.
    #[must_use]
    pub fn through(self, lens: Lens) -> Self {
        Self { lens, ..self }
    }

    /// Reads one page.
    ///
    /// # Errors
    /// What the server said.
    pub async fn page(self, wanted: &Wanted, asker: &Asker) -> Result<Page, Failure> {
        let page = self.rows_at(wanted, asker).await?;
        if page.rows.is_empty() {
            // A demotion works at once, and the old role's window is then empty: that is not "no clients".
            self.session.confirm().await;
        }
        Ok(page)
    }

    /// The same where nothing is said of there being none, as behind the last client of a list.
    ///
    /// # Errors
    /// What the server said.
    pub async fn rows_at(self, wanted: &Wanted, asker: &Asker) -> Result<Page, Failure> {
        let Wanted { query, columns, rows: limit } = wanted;
        let mut found = Vec::new();
        for place in 0.. {
            if self.scope().stretches(query).len() <= place {
                break;
            }
            // One more than is shown tells whether there are more.
            let rest = limit + 1 - found.len();
            let request = |scope: &Scope| {
                let stretches = scope.stretches(query);
                let stretch = stretches.get(place).map_or([].as_slice(), Vec::as_slice);
                query::list(scope, query, columns, stretch, rest, asker)
            };
            found.extend(rows(self.read(request).await?)?);
            if found.len() > *limit {
                break;
            }
        }
        let more = found.len() > *limit;
        found.truncate(*limit);
        if matches!(self.scope().place(query), Place::Before(_)) {
            found.reverse();
        }
        Ok(Page { rows: found.into(), more })
    }

    /// Whether counts of all rows are estimates: for those who see every row.
    pub fn estimates(self) -> bool {
        self.lens.window() == Role::Owner.window()
    }

    /// Counts what a question finds in all; for those who see every row an estimate, unless `exact`.
    ///
    /// # Errors
    /// What the server said.
    pub async fn count(self, query: &ListQuery, exact: bool, asker: &Asker) -> Result<usize, Failure> {
        let answer = self.read(|scope| query::count(scope, query, exact, asker)).await?;
        answer.total.ok_or(Failure::Malformed)
    }

    /// Reads one client.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when it is not there for this lens, else what the server said.
    pub async fn client(self, id: Uuid) -> Result<Record, Failure> {
        let record = first(self.read(|scope| query::client(scope, id)).await?)?;
        self.known.keep_client(self.lens, &record);
        Ok(record)
    }

    /// The client as it was last read or written, if no other one was since.
    pub fn known_client(self, id: Uuid) -> Option<Record> {
        self.known.client(self.lens, id)
    }

    /// The names of the agency's people as they were last read.
    pub fn known_team(self) -> Option<Team> {
        self.known.team()
    }

    /// Reads a portal user's own record.
    ///
    /// # Errors
    /// [`Failure::NotFound`] when no record is linked to them, else what the server said.
    pub async fn own(self) -> Result<Record, Failure> {
        first(self.read(query::own_client).await?)
    }

    /// Saves changes to the client that was read as `base`, and returns the row as the server now has it.
    ///
    /// # Errors
    /// [`Failure::Conflict`] when the row is no longer at the base's version, else what the server said.
    pub async fn save(self, writer: Writer, base: &Record, changes: Map<String, Json>) -> Result<Record, Failure> {
        let (Some(id), Some(version)) = (base.id(), base.version()) else {
            return Err(Failure::Malformed);
        };
        self.save_at(writer, id, version, changes).await
    }

    /// Saves changes to the client, if it is still at this version.
    ///
    /// # Errors
    /// [`Failure::Conflict`] when it is not, or is gone, else what the server said.
    pub async fn save_at(
        self,
        writer: Writer,
        id: Uuid,
        version: i64,
        changes: Map<String, Json>,
    ) -> Result<Record, Failure> {
        match first(self.session.ask(query::update(writer, id, version, changes)).await?) {
            Err(Failure::NotFound) => Err(Failure::Conflict),
            other => other.inspect(|record| self.known.keep_client(Lens::own(writer.role()), record)),
        }
    }

    /// Reads the newest rows of what hangs on a client.
    ///
    /// # Errors
    /// What the server said.
    pub async fn related(self, related: &Related, client: Uuid) -> Result<Vec<Json>, Failure> {
        self.rows(related::related(self.lens, related, client)).await
    }

    /// Reads all rows of what is asked for by the place that a page of it begins at.
    ///
    /// # Errors
    /// What the server said.
    pub async fn all(self, page: impl Fn(usize) -> Request) -> Result<Vec<Json>, Failure> {
        let mut all = Vec::new();
        loop {
            let rows = self.rows(page(all.len())).await?;
            // A server may give fewer than it is asked for: only nothing more is the end.
            if rows.is_empty() {
                return Ok(all);
            }
            all.extend(rows);
        }
    }

    async fn rows(self, request: Request) -> Result<Vec<Json>, Failure> {
        match self.session.ask(request).await?.body {
            Json::Array(rows) => Ok(rows),
            _ => Err(Failure::Malformed),
        }
    }

    /// Makes a client with this identity, and returns the row as the server has it.
    ///
    /// # Errors
    /// [`Failure::Refused`] without a field when there is a client of this identity, else what the server said.
    pub async fn create(self, writer: Writer, id: Uuid, columns: Map<String, Json>) -> Result<Record, Failure> {
        let record = first(self.session.ask(query::create(writer, id, columns)).await?)?;
        self.known.keep_client(Lens::own(writer.role()), &record);
        Ok(record)
    }

    /// Asks for the clients that may be the one that is being made.
    ///
    /// # Errors
    /// What the server said.
    pub async fn similar(self, request: Request) -> Result<Vec<Similar>, Failure> {
        let answer = self.session.ask(request).await?;
        Ok(similar_from_rows(answer.body.as_array().ok_or(Failure::Malformed)?))
    }

    /// Reads the names of the agency's people; as they were read before, when they cannot be read again.
    ///
    /// # Errors
    /// What the server said, where they never were.
    pub async fn team(self) -> Result<Team, Failure> {
        self.team_now().await.or_else(|failure| self.known.team().ok_or(failure))
    }

    async fn team_now(self) -> Result<Team, Failure> {
        let answer = self.session.ask(query::team()).await?;
        let people = answer.body.as_array().ok_or(Failure::Malformed)?;
        let person = |person: &Json| {
            let id = person.get("user_id")?.as_str()?.parse().ok()?;
            Some((id, person.get("name")?.as_str()?.to_owned()))
        };
        let team = gather(people.iter().filter_map(person));
        self.known.keep_team(&team);
        Ok(team)
    }

    /// Asks; where the database lacks a column, learns which ones, says so once, and asks for the rest.
    async fn read(self, request: impl Fn(&Scope) -> Request) -> Result<Answer, Failure> {
        let asked = self.session.ask(request(&self.scope())).await;
        if !matches!(asked, Err(Failure::UnknownColumn)) {
            return asked;
        }
        let probe = self.session.ask(query::any_row(&self.scope())).await?;
        let Some(row) = probe.body.get(0).and_then(Json::as_object) else { return asked };
        let absent: Vec<Field> = self.lens.readable().filter(|field| !row.contains_key(field.key())).collect();
        if absent.is_empty() {
            return asked;
        }
        let labels: Vec<_> = absent.iter().map(|field| field.label()).collect();
        self.notices.happened(format!(
            "This database is older than the application and has no {}. Tell your administrator to push the migrations.",
            labels.join(", ")
        ));
        self.drift.0.set_value(absent);
        self.session.ask(request(&self.scope())).await
    }

    fn scope(self) -> Scope {
        Scope { lens: self.lens, absent: self.drift.0.get_value() }
    }
}

fn rows(answer: Answer) -> Result<Vec<Record>, Failure> {
    let Json::Array(rows) = answer.body else {
        return Err(Failure::Malformed);
    };
    rows.iter().map(|row| row.as_object().map(Record::from_row).ok_or(Failure::Malformed)).collect()
}

fn first(answer: Answer) -> Result<Record, Failure> {
    rows(answer)?.into_iter().next().ok_or(Failure::NotFound)
}
