//! A list without pages: rows are read on as one scrolls, a chunk at a time, and chunks far from the screen are let go.
//! What stays of a chunk is where it begins and how many rows it had, so that it can be read again, and for a while which.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::clients::{Clients, Page, Wanted};
use crate::api::error::Failure;
use crate::api::filters::Asker;
use crate::domain::cursor::{Cursor, Place};
use crate::domain::record::Record;

/// Chunks beyond those near the screen that are kept.
const KEPT: usize = 1;

/// Chunks beyond those near the screen whose ids are known: so far up is looked for a row that comes a second time, and
/// so far reaches what is chosen with Shift. All of them would be a list's worth of memory.
const REMEMBERED: usize = 250;

/// Tells one reading of a chunk from the next.
static READINGS: AtomicU32 = AtomicU32::new(0);

/// A stretch of the list.
#[derive(Clone)]
pub struct Chunk {
    place: Place,
    /// How many rows it had when it was read last.
    pub len: usize,
    /// Which; none once that is forgotten.
    pub ids: Arc<[Uuid]>,
    /// Its rows, unless they were let go.
    pub rows: Option<Arc<[Record]>>,
    /// Another number for each reading.
    pub reading: u32,
}

impl Chunk {
    fn new(place: Place, rows: Arc<[Record]>) -> Self {
        let ids = rows.iter().filter_map(Record::id).collect();
        Self { place, len: rows.len(), ids, rows: Some(rows), reading: READINGS.fetch_add(1, Ordering::Relaxed) }
    }
}

/// What follows the last chunk.
#[derive(Clone, Debug, PartialEq)]
pub enum Rest {
    More,
    Reading,
    Nothing,
    Failed(Failure),
}

/// The chunks of one question. They live as long as the question is asked.
#[derive(Clone)]
pub struct Endless {
    clients: Clients,
    asker: Asker,
    wanted: Wanted,
    chunks: ArcRwSignal<Vec<Chunk>>,
    rest: ArcRwSignal<Rest>,
}

impl Endless {
    /// Begins with the first page.
    pub fn new(clients: Clients, asker: Asker, wanted: Wanted, first: &Page) -> Self {
        let chunk = Chunk::new(Place::Start, Arc::clone(&first.rows));
        let rest = if first.more { Rest::More } else { Rest::Nothing };
        Self { clients, asker, wanted, chunks: ArcRwSignal::new(vec![chunk]), rest: ArcRwSignal::new(rest) }
    }

    /// Looks at the chunks, tracked.
    pub fn with_chunks<T>(&self, look: impl FnOnce(&[Chunk]) -> T) -> T {
        self.chunks.with(|chunks| look(chunks))
    }

    /// What follows them, tracked.
    pub fn rest(&self) -> Rest {
        self.rest.get()
    }

    /// A row that is at hand.
    pub fn record(&self, id: Uuid) -> Option<Record> {
        self.chunks.with_untracked(|chunks| {
            let mut rows = chunks.iter().filter_map(|chunk| chunk.rows.as_ref()).flat_map(|rows| rows.iter());
            rows.find(|row| row.id() == Some(id)).cloned()
        })
    }

    /// The screen shows these rows, from 0: reads what is missing around them and lets go what is far.
    pub fn look_at(&self, from: usize, to: usize) {
        let mut start = 0;
        let mut near = Vec::new();
        let mut far = false;
        self.chunks.with_untracked(|chunks| {
            for (place, chunk) in chunks.iter().enumerate() {
                let end = start + chunk.len;
                if start < to + self.wanted.rows && from < end + self.wanted.rows {
                    near.push(place);
                }
                start = end;
            }
            let kept = |place: usize| near.iter().any(|near| near.abs_diff(place) <= KEPT);
            far = chunks.iter().enumerate().any(|(place, chunk)| chunk.rows.is_some() && !kept(place));
        });
        if far {
            self.chunks.update(|chunks| {
                for (place, chunk) in chunks.iter_mut().enumerate() {
                    let distance = near.iter().map(|near| near.abs_diff(place)).min().unwrap_or(usize::MAX);
                    if distance > KEPT {
                        chunk.rows = None;
                    }
                    if distance > REMEMBERED {
                        chunk.ids = Arc::default();
                    }
                }
            });
        }
        let missing = self.chunks.with_untracked(|chunks| {
            near.iter()
                .copied()
                .filter(|place| chunks.get(*place).is_some_and(|chunk| chunk.rows.is_none()))
                .collect::<Vec<_>>()
        });
        for place in missing {
            self.read_again(place);
        }
        if to + self.wanted.rows > start && self.rest.get_untracked() == Rest::More {
            self.read_on();
        }
    }

    /// Reads the next chunk.
    pub fn read_on(&self) {
        let orders = &self.wanted.query.orders;
        let last = self.chunks.with_untracked(|chunks| chunks.last()?.rows.as_ref()?.last().cloned());
        let Some(cursor) = last.and_then(|last| Cursor::of(&last, orders)) else { return };
        let place = Place::After(cursor);
        let this = self.clone();
        self.rest.set(Rest::Reading);
        spawn_local(async move {
            match this.clients.page(&this.at(place.clone(), this.wanted.rows), &this.asker).await {
                Ok(page) => {
                    // A row that moved down the list meanwhile stays where it was seen.
                    let rows: Arc<[Record]> = this.chunks.with_untracked(|chunks| {
                        let seen = |id| chunks.iter().rev().any(|chunk| chunk.ids.contains(&id));
                        page.rows.iter().filter(|row| row.id().is_some_and(|id| !seen(id))).cloned().collect()
                    });
                    let more = page.more && !rows.is_empty();
                    this.chunks.update(|chunks| chunks.push(Chunk::new(place, rows)));
                    this.rest.set(if more { Rest::More } else { Rest::Nothing });
                }
                Err(failure) => this.rest.set(Rest::Failed(failure)),
            }
        });
    }

    fn read_again(&self, place: usize) {
        let known = self.chunks.with_untracked(|chunks| {
            let end = match &chunks.get(place + 1)?.place {
                Place::After(cursor) => cursor.id,
                _ => return None,
            };
            Some((chunks.get(place)?.clone(), end))
        });
        let Some((chunk, end)) = known else { return };
        let this = self.clone();
        spawn_local(async move {
            // Rows that came in between since then belong to this chunk as well.
            let limit = chunk.len + this.wanted.rows;
            let Ok(page) = this.clients.page(&this.at(chunk.place, limit), &this.asker).await else { return };
            let cut = page.rows.iter().position(|row| row.id() == Some(end)).map_or(chunk.len, |last| last + 1);
            let rows: Arc<[Record]> = page.rows.iter().take(cut).cloned().collect();
            this.chunks.update(|chunks| {
                if let Some(chunk) = chunks.get_mut(place) {
                    *chunk = Chunk::new(chunk.place.clone(), rows);
                }
            });
        });
    }

    fn at(&self, place: Place, rows: usize) -> Wanted {
        Wanted { query: self.wanted.query.at(place, 1), rows, ..self.wanted.clone() }
    }
}
