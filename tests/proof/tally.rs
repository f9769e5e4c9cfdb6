//! How many questions were asked, how many of them told rows apart, and which were answered wrongly.

use std::cell::{Cell, RefCell};

use clientele::domain::list::ListQuery;

use crate::scene::Scene;

/// Counts, over all scenes of a test.
#[derive(Default)]
pub struct Tally {
    asked: Cell<usize>,
    /// Some rows belonged and some did not: a question that all or none answer proves little.
    telling: Cell<usize>,
    wrong: RefCell<Vec<String>>,
}

impl Tally {
    /// Asks; what is wrong stops the test.
    pub fn check(&self, scene: &Scene, query: &ListQuery) -> Result<usize, String> {
        let rows = scene.check(query)?;
        self.asked.set(self.asked.get() + 1);
        if (1..scene.rows.len()).contains(&rows) {
            self.telling.set(self.telling.get() + 1);
        }
        Ok(rows)
    }

    /// Asks; what is wrong is told at the end, with everything else that is.
    pub fn note(&self, scene: &Scene, query: &ListQuery) {
        if let Err(wrong) = self.check(scene, query) {
            self.wrong.borrow_mut().push(wrong);
        }
    }

    /// Says how much was asked; fails when something was wrong.
    pub fn done(&self, what: &str) {
        let wrong = self.wrong.take();
        assert!(
            wrong.is_empty(),
            "{} wrong answers, such as\n{}",
            wrong.len(),
            wrong[..wrong.len().min(40)].join("\n\n")
        );
        let (asked, telling) = (self.asked.get(), self.telling.get());
        let telling = if telling > 0 { format!("; {telling} give some rows and not all") } else { String::new() };
        println!("lists: {asked} questions with {what}{telling}");
    }
}
