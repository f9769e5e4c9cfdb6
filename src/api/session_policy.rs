//! The session's policy: when a token is renewed, what a failure means, and who wins when several tabs share one session.
//!
//! It has no clock, no network and no channel of its own: the time, an answer, or another tab's news go in, and what is
//! to be done comes out. Only the storage is asked, because what stands there counts at that very moment. The browser's
//! lock is not used: it is known to freeze. Every decision is made between reading the storage and writing it instead,
//! with no waiting in between.

use super::error::Failure;
use super::session::Session;
use super::sign_in_failure::SignInFailure;

/// Milliseconds of the first pause after a failed renewal; each further one is twice as long.
const FIRST_PAUSE: i64 = 1_000;
const LONGEST_PAUSE: i64 = 60_000;
/// Milliseconds to wait for a tab that has spent the same refresh token and not yet written down what it got.
const PATIENCE: u64 = 1_500;
const DAY: i64 = 86_400_000;

/// Where the session is kept for all tabs of the browser, or for this one.
pub trait Storage {
    /// What is stored; damaged or blocked storage holds nothing.
    fn read(&self) -> Option<Session>;
    /// Stores it, and says whether it is kept.
    fn write(&self, session: &Session) -> bool;
    /// Removes it.
    fn clear(&self);
}

/// What a request may be sent with.
#[derive(Debug, PartialEq, Eq)]
pub enum Ask {
    /// This token.
    Send(String),
    /// What a renewal brings.
    Renew,
    /// Nothing: nobody is signed in any more.
    Nobody,
}

/// What to do about a renewal that is wanted.
#[derive(Debug, PartialEq)]
pub enum Begin {
    /// Ask the server, with this session's refresh token, and tell [`Policy::end`].
    Spend(Session),
    /// Wait for the one under way.
    Wait,
    /// Nothing: another tab has done it, or ended the session.
    Done(Result<String, SignInFailure>),
}

/// One tab's part of the session.
pub struct Policy<S> {
    storage: S,
    session: Option<Session>,
    /// Whether the storage keeps it: other tabs can end it only then.
    kept: bool,
    /// The session whose refresh token is under way.
    spending: Option<Session>,
    failures: u32,
    rest_until: i64,
}

impl<S: Storage> Policy<S> {
    /// Takes up what is stored.
    pub fn new(storage: S) -> Self {
        let session = storage.read();
        Self { kept: session.is_some(), storage, session, spending: None, failures: 0, rest_until: 0 }
    }

    /// Where it is kept.
    pub fn storage(&mut self) -> &mut S {
        &mut self.storage
    }

    /// The present session.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// Whether a request of this person's page, or of nobody's in particular, may be sent with it.
    pub fn is_of(&self, person: Option<&str>) -> bool {
        let whose = |session: &Session| person.is_none_or(|person| session.user_id().is_none_or(|id| id == person));
        self.session.as_ref().is_some_and(whose)
    }

    /// What another tab has put in the present session's place, and this one has not heard of; the inner `None`: it ended
    /// it.
    pub fn news(&self) -> Option<Option<Session>> {
        let stored = self.storage.read();
        (stored != self.session && (stored.is_some() || self.kept)).then_some(stored)
    }

    /// What a request may be sent with now.
    pub fn ask(&self, now: i64) -> Ask {
        match &self.session {
            None => Ask::Nobody,
            Some(session) if !session.is_stale(now) => Ask::Send(session.access_token.clone()),
            Some(session) if session.is_valid(now) && self.rests(now) => Ask::Send(session.access_token.clone()),
            Some(_) => Ask::Renew,
        }
    }

    /// The same after the server has refused a token: another request may have renewed it while this one was under way.
    pub fn ask_other_than(&self, refused: &str, now: i64) -> Ask {
        match &self.session {
            Some(session) if session.access_token == refused => Ask::Renew,
            _ => self.ask(now),
        }
    }

    /// A renewal is wanted.
    pub fn begin(&mut self, now: i64) -> Begin {
        if self.spending.is_some() {
            return Begin::Wait;
        }
        let Some(mine) = self.session.clone() else { return Begin::Done(Err(SignInFailure::REFUSED)) };
        // Another tab may have been quicker, and its news not be here yet. A token that it has spent is not spent again.
        match self.look(&mine) {
            Some(Ok(session)) if !session.is_stale(now) => return Begin::Done(Ok(session.access_token)),
            Some(Err(failure)) => return Begin::Done(Err(failure)),
            _ => {}
        }
        self.spending.clone_from(&self.session);
        self.session.clone().map_or(Begin::Done(Err(SignInFailure::REFUSED)), Begin::Spend)
    }

    /// How long to wait before this answer is taken for the last word.
    pub fn patience(&self, answer: &Result<Session, SignInFailure>, now: i64) -> Option<u64> {
        let spent_by_another = answer.as_ref().is_err_and(SignInFailure::is_already_used);
        let over = self.session.as_ref().is_some_and(|session| !session.is_valid(now));
        (spent_by_another && over && self.kept).then_some(PATIENCE)
    }

    /// The renewal's answer. `chance` is between 0 and 1.
    ///
    /// # Errors
    /// Why there is no new token. The session stays; whether it is over, [`Policy::settle`] says.
    pub fn end(
        &mut self,
        answer: Result<Session, SignInFailure>,
        now: i64,
        chance: f64,
    ) -> Result<String, SignInFailure> {
        let spent = self.spending.take().ok_or(SignInFailure::REFUSED)?;
        let mine = self.session.clone().ok_or(SignInFailure::REFUSED)?;
        // What another tab, or a sign-in here, has put in its place meanwhile wins; a sign-out does as well.
        if let Some(elsewhere) = self.look(&spent) {
            return elsewhere.map(|session| session.access_token);
        }
        if mine.refresh_token != spent.refresh_token {
            return if mine.same_person(&spent) { Ok(mine.access_token) } else { Err(SignInFailure::REFUSED) };
        }
        match answer {
            // An answer that is somebody else's is no answer.
            Ok(session) if spent.user_id().is_some() && !session.same_person(&spent) => {
                self.rest(now, chance);
                Err(SignInFailure::Other(Failure::Malformed))
            }
            Ok(session) => {
                let token = session.access_token.clone();
                self.keep(session);
                Ok(token)
            }
            Err(failure) => {
                self.rest(now, chance);
                Err(failure)
            }
        }
    }

    /// What came of a renewal, for a request that `asked` with this session; `refused`: the server does not take its token.
    ///
    /// # Errors
    /// What to tell; [`Failure::SessionEnded`] once the session is over, which it then is here and in the storage.
    pub fn settle(
        &mut self,
        asked: &Session,
        came: Result<String, SignInFailure>,
        refused: bool,
        now: i64,
    ) -> Result<String, Failure> {
        let failure = match came {
            Ok(token) => return Ok(token),
            Err(failure) => failure.after_renewal(),
        };
        match &self.session {
            // Whatever the failure means, this token still works.
            Some(mine) if !refused && mine.refresh_token == asked.refresh_token && mine.is_valid(now) => {
                Ok(mine.access_token.clone())
            }
            _ => {
                if failure == Failure::SessionEnded {
                    self.forget(asked);
                }
                Err(failure)
            }
        }
    }

    /// Keeps a session, as far as the storage does.
    pub fn keep(&mut self, session: Session) {
        self.kept = self.storage.write(&session);
        self.take(Some(session));
    }

    /// Takes up what another tab has stored.
    pub fn take_up(&mut self, stored: Option<Session>) {
        self.kept = stored.is_some();
        self.take(stored);
    }

    /// Forgets this session; what another tab has stored meanwhile is not ours to remove.
    pub fn forget(&mut self, session: &Session) {
        let is_this = |other: Option<&Session>| other.is_some_and(|o| o.refresh_token == session.refresh_token);
        if is_this(self.session.as_ref()) {
            self.session = None;
        }
        if is_this(self.storage.read().as_ref()) {
            self.storage.clear();
        }
    }

    /// Forgets every session, here and for the other tabs, and gives back what was here.
    pub fn clear(&mut self) -> Option<Session> {
        self.storage.clear();
        self.session.take()
    }

    /// Forgets the session here alone.
    pub fn let_go(&mut self) {
        self.session = None;
    }

    /// The network is back: no reason to wait any longer.
    pub fn rested(&mut self) {
        (self.failures, self.rest_until) = (0, 0);
    }

    /// Milliseconds until a renewal is due, even while nobody asks for anything. A part of it is left to `chance`: so one
    /// of several tabs is the first, and the others find its work done.
    pub fn due(&self, now: i64, chance: f64) -> Option<u64> {
        let session = self.session.as_ref()?;
        let wait = if self.rests(now) {
            self.rest_until - now
        } else if session.is_stale(now) {
            FIRST_PAUSE
        } else {
            session.left(now) - session.early() + part(session.early() / 3, chance)
        };
        u64::try_from(wait.clamp(FIRST_PAUSE / 2, DAY)).ok()
    }

    /// What stands in the storage in this session's place, which is taken up where it is the same person's; `None` while
    /// this one stands there.
    fn look(&mut self, mine: &Session) -> Option<Result<Session, SignInFailure>> {
        match self.storage.read() {
            Some(stored) if stored.refresh_token == mine.refresh_token => None,
            Some(stored) if stored.same_person(mine) => {
                self.take_up(Some(stored.clone()));
                Some(Ok(stored))
            }
            // Nothing that this person asked for is ever sent as another.
            None if !self.kept => None,
            _ => {
                self.session = None;
                Some(Err(SignInFailure::REFUSED))
            }
        }
    }

    fn take(&mut self, session: Option<Session>) {
        self.session = session;
        self.rested();
    }

    fn rests(&self, now: i64) -> bool {
        // A clock that was put back makes no pause longer.
        now < self.rest_until && self.rest_until - now <= LONGEST_PAUSE
    }

    /// Half of each pause is left to chance: whoever lost the same server does not come back at the same moment.
    fn rest(&mut self, now: i64, chance: f64) {
        let pause = (FIRST_PAUSE << self.failures.min(16)).min(LONGEST_PAUSE);
        self.failures += 1;
        self.rest_until = now + pause / 2 + part(pause / 2, chance);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "milliseconds of a minute at most")]
fn part(of: i64, chance: f64) -> i64 {
    (of as f64 * chance.clamp(0.0, 1.0)) as i64
}
