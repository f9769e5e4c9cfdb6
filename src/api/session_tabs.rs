//! The session's policy, tried: several tabs that share one storage, a server that spends each refresh token once and a
//! network that delays, loses and refuses, all in a time of their own and in an order that a seed decides.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::rc::Rc;

use serde_json::{Value as Json, json};

use super::error::Failure;
use super::session::Session;
use super::session_policy::{Ask, Begin, Policy, Storage};
use super::sign_in_failure::SignInFailure;

type Answer = Result<Json, SignInFailure>;

/// What all tabs of a browser see.
#[derive(Clone, Default)]
pub(super) struct Shelf(Rc<RefCell<Option<String>>>);

impl Storage for Shelf {
    fn read(&self) -> Option<Session> {
        Session::from_stored(self.0.borrow().as_deref()?)
    }
    fn write(&self, session: &Session) -> bool {
        *self.0.borrow_mut() = Some(session.to_stored());
        true
    }
    fn clear(&self) {
        *self.0.borrow_mut() = None;
    }
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
    fn time(&mut self, end: i64) -> i64 {
        i64::try_from(self.below(end.unsigned_abs())).expect("small")
    }
    fn chance(&mut self) -> f64 {
        f64::from(u32::try_from(self.below(1000)).expect("small")) / 1000.0
    }
    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// GoTrue's way with refresh tokens: one that is used is spent; the one before the present one gives the present one, and
/// so does any within ten seconds of its use; every other use ends the session.
struct Server {
    lasts: i64,
    spent: BTreeMap<String, (u32, Option<i64>)>,
    active: BTreeMap<u32, (String, Option<String>)>,
    access: BTreeMap<String, (&'static str, i64)>,
    people: BTreeMap<u32, &'static str>,
    made: u32,
    rotations: u32,
    ended: Vec<u32>,
}

impl Server {
    fn new(lasts: i64) -> Self {
        Self {
            lasts,
            spent: BTreeMap::new(),
            active: BTreeMap::new(),
            access: BTreeMap::new(),
            people: BTreeMap::new(),
            made: 0,
            rotations: 0,
            ended: Vec::new(),
        }
    }

    fn sign_in(&mut self, person: &'static str, now: i64) -> Json {
        self.made += 1;
        let family = self.made;
        self.people.insert(family, person);
        let token = format!("r{family}-0");
        self.spent.insert(token.clone(), (family, None));
        self.active.insert(family, (token, None));
        self.answer(family, now)
    }

    fn answer(&mut self, family: u32, now: i64) -> Json {
        self.made += 1;
        let (person, access) = (self.people[&family], format!("a{}", self.made));
        self.access.insert(access.clone(), (person, now + self.lasts * 1000));
        // Its own clock is a day off, and says so.
        json!({ "access_token": access, "refresh_token": self.active[&family].0, "expires_in": self.lasts,
            "expires_at": now / 1000 + 86_400 + self.lasts, "user": { "id": person } })
    }

    fn refresh(&mut self, token: &str, now: i64) -> Answer {
        let Some((family, spent)) = self.spent.get(token).copied() else {
            return Err(SignInFailure::from_code("refresh_token_not_found"));
        };
        let Some((active, parent)) = self.active.get(&family).cloned() else {
            return Err(SignInFailure::from_code("refresh_token_not_found"));
        };
        match spent {
            None => {
                self.made += 1;
                self.rotations += 1;
                let next = format!("r{family}-{}", self.made);
                self.spent.insert(active.clone(), (family, Some(now)));
                self.spent.insert(next.clone(), (family, None));
                self.active.insert(family, (next, Some(active)));
            }
            Some(at) if parent.as_deref() == Some(token) || now - at <= 10_000 => {}
            Some(_) => {
                self.active.remove(&family);
                self.ended.push(family);
                return Err(SignInFailure::from_code("refresh_token_already_used"));
            }
        }
        Ok(self.answer(family, now))
    }
}

#[derive(Clone)]
enum Event {
    /// A page wants data.
    Want(usize),
    /// A request for data is at the server.
    Data {
        tab: usize,
        token: String,
        again: bool,
    },
    Refused {
        tab: usize,
        token: String,
        again: bool,
    },
    /// A refresh token is at the server.
    Spend {
        tab: usize,
        token: String,
    },
    /// Its answer is back.
    Back {
        tab: usize,
        answer: Answer,
        patient: bool,
    },
    /// Another tab has written or removed the session.
    News(usize),
    Due {
        tab: usize,
        number: u32,
    },
}

struct Waits {
    asked: Session,
    /// The token that the server has refused.
    refused: bool,
}

struct Tab {
    policy: Policy<Shelf>,
    /// Whose page it is; nothing of it may go out as anybody else.
    person: &'static str,
    ended: bool,
    waits: Vec<Waits>,
    flying: u32,
    timer: u32,
    skew: i64,
}

/// A browser with tabs, a server, and the way between them.
struct World {
    now: i64,
    dice: Dice,
    server: Server,
    shelf: Shelf,
    tabs: Vec<Tab>,
    events: BinaryHeap<Reverse<(i64, u64)>>,
    what: BTreeMap<u64, Event>,
    number: u64,
    /// Of how many answers one is lost, refused by a gateway, or comes without being asked.
    fault: u64,
    slow: i64,
    sent: u32,
    said_over: u32,
    failures: Vec<Failure>,
}

impl World {
    fn new(seed: u64, tabs: usize, lasts: i64, skew: i64) -> Self {
        let mut world = Self {
            now: 1_700_000_000_000,
            dice: Dice(seed ^ 0x9E37_79B9_7F4A_7C15),
            server: Server::new(lasts),
            shelf: Shelf::default(),
            tabs: Vec::new(),
            events: BinaryHeap::new(),
            what: BTreeMap::new(),
            number: 0,
            fault: 6,
            slow: 1_500,
            sent: 0,
            said_over: 0,
            failures: Vec::new(),
        };
        let session =
            Session::from_answer(world.server.sign_in("ann", world.now), world.now + skew).expect("a session");
        world.shelf.write(&session);
        for place in 0..tabs {
            world.tabs.push(world.tab("ann", skew));
            world.arm(place);
        }
        world
    }

    fn tab(&self, person: &'static str, skew: i64) -> Tab {
        let policy = Policy::new(self.shelf.clone());
        Tab { policy, person, ended: false, waits: Vec::new(), flying: 0, timer: 0, skew }
    }

    fn soon(&mut self, within: i64, event: Event) {
        let at = self.now + 1 + self.dice.time(within);
        self.number += 1;
        self.events.push(Reverse((at, self.number)));
        self.what.insert(self.number, event);
    }

    fn clock(&self, tab: usize) -> i64 {
        self.now + self.tabs[tab].skew
    }

    fn arm(&mut self, tab: usize) {
        let (now, chance) = (self.clock(tab), self.dice.chance());
        self.tabs[tab].timer += 1;
        let number = self.tabs[tab].timer;
        if let Some(wait) = self.tabs[tab].policy.due(now, chance) {
            self.number += 1;
            self.events.push(Reverse((self.now + i64::try_from(wait).expect("small"), self.number)));
            self.what.insert(self.number, Event::Due { tab, number });
        }
    }

    /// The storage has changed: the other tabs hear of it after a while, this one never does.
    fn tell(&mut self, by: usize) {
        for tab in (0..self.tabs.len()).filter(|tab| *tab != by) {
            self.soon(800, Event::News(tab));
        }
    }

    /// What the browser's driver does: asks the policy, and renews where that is wanted.
    fn want(&mut self, tab: usize, refused: Option<&str>) {
        let now = self.clock(tab);
        if self.tabs[tab].ended {
            return;
        }
        let policy = &mut self.tabs[tab].policy;
        let ask = refused.map_or_else(|| policy.ask(now), |token| policy.ask_other_than(token, now));
        match ask {
            Ask::Send(token) => self.send(tab, token, refused.is_some()),
            Ask::Nobody => self.over(tab),
            Ask::Renew => {
                let asked = self.tabs[tab].policy.session().cloned().expect("a session");
                self.tabs[tab].waits.push(Waits { asked, refused: refused.is_some() });
                let before = self.shelf.0.borrow().clone();
                match self.tabs[tab].policy.begin(now) {
                    Begin::Wait => {}
                    Begin::Done(came) => self.came(tab, &came),
                    Begin::Spend(session) => {
                        self.tabs[tab].flying += 1;
                        assert_eq!(self.tabs[tab].flying, 1, "one renewal at a time");
                        let slow = self.slow;
                        self.soon(slow, Event::Spend { tab, token: session.refresh_token });
                    }
                }
                assert_eq!(*self.shelf.0.borrow(), before, "asking writes nothing");
            }
        }
    }

    fn send(&mut self, tab: usize, token: String, again: bool) {
        self.sent += 1;
        self.soon(300, Event::Data { tab, token, again });
    }

    /// A renewal is through, for everybody who waits.
    fn came(&mut self, tab: usize, came: &Result<String, SignInFailure>) {
        let now = self.clock(tab);
        for waits in std::mem::take(&mut self.tabs[tab].waits) {
            let before = self.shelf.0.borrow().is_some();
            match self.tabs[tab].policy.settle(&waits.asked, came.clone(), waits.refused, now) {
                Ok(token) => self.send(tab, token, waits.refused),
                Err(Failure::SessionEnded) => {
                    if before && self.shelf.0.borrow().is_none() {
                        self.tell(tab);
                    }
                    self.over(tab);
                }
                Err(failure) => self.failures.push(failure),
            }
        }
    }

    fn over(&mut self, tab: usize) {
        if !self.tabs[tab].ended && self.tabs[tab].policy.session().is_none() {
            self.tabs[tab].ended = true;
            self.said_over += 1;
        }
    }

    fn step(&mut self) -> bool {
        let Some(Reverse((at, number))) = self.events.pop() else { return false };
        self.now = at;
        match self.what.remove(&number).expect("an event") {
            Event::Want(tab) => self.want(tab, None),
            Event::Data { tab, token, again } => {
                let (person, until) = self.server.access[&token];
                assert_eq!(person, self.tabs[tab].person, "a request went out as somebody else");
                if self.now >= until {
                    self.soon(300, Event::Refused { tab, token, again });
                }
            }
            Event::Refused { tab, token, again: false } => self.want(tab, Some(&token)),
            // The driver gives up after the second refusal, and only then forgets: a lost race, not a lost session.
            Event::Refused { .. } => {}
            Event::Spend { tab, token } => {
                let fault = if self.dice.one_in(self.fault) { self.dice.below(5) } else { 9 };
                let answer = match fault {
                    0 => Err(SignInFailure::Other(Failure::Unreachable)),
                    1 => Err(SignInFailure::Other(Failure::Busy(None))),
                    2 => Err(SignInFailure::from_code("conflict")),
                    3 => Err(SignInFailure::Denied),
                    // The server has done it, and nobody learns of it.
                    4 => {
                        let _lost = self.server.refresh(&token, self.now);
                        Err(SignInFailure::Other(Failure::Unreachable))
                    }
                    _ => self.server.refresh(&token, self.now),
                };
                let slow = self.slow;
                self.soon(slow, Event::Back { tab, answer, patient: false });
            }
            Event::Back { tab, answer, patient } => {
                let (now, chance) = (self.clock(tab), self.dice.chance());
                let read = answer.clone().and_then(|answer| {
                    Session::from_answer(answer, now).ok_or(SignInFailure::Other(Failure::Malformed))
                });
                if let Some(wait) = self.tabs[tab].policy.patience(&read, now).filter(|_| !patient) {
                    let at = self.now + i64::try_from(wait).expect("small");
                    self.number += 1;
                    self.events.push(Reverse((at, self.number)));
                    self.what.insert(self.number, Event::Back { tab, answer, patient: true });
                    return true;
                }
                self.tabs[tab].flying -= 1;
                let before = self.shelf.0.borrow().clone();
                let came = self.tabs[tab].policy.end(read, now, chance);
                if *self.shelf.0.borrow() != before {
                    self.tell(tab);
                }
                self.came(tab, &came);
                self.arm(tab);
            }
            Event::News(tab) => self.news(tab),
            Event::Due { tab, number } if number == self.tabs[tab].timer => {
                self.want(tab, None);
                self.arm(tab);
            }
            Event::Due { .. } => {}
        }
        true
    }

    /// Another tab's news, as the page takes them.
    fn news(&mut self, tab: usize) {
        let stored = self.shelf.read();
        let whose = stored.as_ref().and_then(Session::user_id);
        let skew = self.tabs[tab].skew;
        match whose.as_deref() {
            None => {
                self.tabs[tab].policy.take_up(None);
                self.over(tab);
            }
            Some(person) if person != self.tabs[tab].person => {
                // The page is loaded anew, as theirs. What was under way has nobody to come back to.
                let person = if person == "ann" { "ann" } else { "bob" };
                self.what.retain(|_, event| !matches!(event, Event::Data { tab: of, .. } | Event::Refused { tab: of, .. } | Event::Spend { tab: of, .. } | Event::Back { tab: of, .. } if *of == tab));
                self.events.retain(|Reverse((_, number))| self.what.contains_key(number));
                let timer = self.tabs[tab].timer;
                self.tabs[tab] = Tab { timer, ..self.tab(person, skew) };
                self.arm(tab);
            }
            Some(_) => {
                self.tabs[tab].policy.take_up(stored);
                self.tabs[tab].ended = false;
                self.arm(tab);
            }
        }
    }

    fn sign_out(&mut self, tab: usize) {
        self.tabs[tab].policy.clear();
        self.tabs[tab].ended = true;
        self.tell(tab);
    }

    fn sign_in(&mut self, tab: usize, person: &'static str) {
        let answer = self.server.sign_in(person, self.now);
        let session = Session::from_answer(answer, self.clock(tab)).expect("a session");
        // Somebody else gets a page of their own.
        self.shelf.write(&session);
        self.news(tab);
        self.tell(tab);
    }
}

#[test]
fn five_tabs_with_tokens_of_ten_seconds_stay_signed_in_over_200_rounds_whatever_the_network_does() {
    for seed in 0..60 {
        // Machines whose clock is right, hours ahead and hours behind.
        let skew = [0, 7_200_000, -7_200_000][usize::try_from(seed % 3).expect("small")];
        let mut world = World::new(seed, 5, 10, skew);
        world.fault = 2 + seed % 6;
        while world.server.rotations < 200 {
            let tab = usize::try_from(world.dice.below(5)).expect("small");
            world.soon(2_000, Event::Want(tab));
            for _step in 0..3 {
                world.step();
            }
            // What a browser does to a machine that was asleep for a while, or whose clock is set.
            if world.dice.one_in(400) {
                let jump = world.dice.time(7_200_000) - 3_600_000;
                world.tabs.iter_mut().for_each(|tab| tab.skew += jump);
            }
        }
        assert_eq!(world.said_over, 0, "seed {seed}: a tab was signed out");
        assert_eq!(world.server.ended, [] as [u32; 0], "seed {seed}: the server ended the session");
        assert!(world.tabs.iter().all(|tab| tab.policy.session().is_some()), "seed {seed}");
        assert!(world.sent > 200, "seed {seed}: data was asked for");
        assert!(!world.failures.contains(&Failure::SessionEnded));
    }
}

#[test]
fn sign_outs_and_other_people_win_in_any_order_and_nothing_is_sent_as_another() {
    for seed in 0..300 {
        let mut world = World::new(seed, 4, 10, 0);
        world.slow = 4_000;
        for _round in 0..150 {
            let tab = usize::try_from(world.dice.below(4)).expect("small");
            match world.dice.below(24) {
                0 => world.sign_out(tab),
                1 => world.sign_in(tab, "ann"),
                2 => world.sign_in(tab, "bob"),
                _ => world.soon(1_000, Event::Want(tab)),
            }
            for _step in 0..4 {
                world.step();
            }
        }
        // The last word is one tab's sign-out: whatever is still under way, nobody comes back.
        world.sign_out(0);
        for _step in 0..2_000 {
            world.step();
        }
        assert_eq!(*world.shelf.0.borrow(), None, "seed {seed}: a late renewal brought the session back");
        assert!(world.tabs.iter().all(|tab| tab.policy.session().is_none() && tab.ended), "seed {seed}");
    }
}

#[test]
fn a_session_that_the_server_ends_is_over_once_in_every_tab_and_leaves_nothing() {
    for seed in 0..100 {
        let mut world = World::new(seed, 5, 10, 0);
        for tab in 0..5 {
            world.soon(1_000, Event::Want(tab));
        }
        world.server.active.clear();
        for _step in 0..3_000 {
            let tab = usize::try_from(world.dice.below(5)).expect("small");
            world.soon(4_000, Event::Want(tab));
            world.step();
        }
        assert_eq!(world.said_over, 5, "seed {seed}: each tab says it once");
        assert_eq!(*world.shelf.0.borrow(), None, "seed {seed}");
    }
}
