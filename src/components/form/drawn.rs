//! The form as elements, before anybody listens to it. It can be drawn ahead: while somebody points at the link to it.

use std::cell::RefCell;
use std::sync::Arc;

use web_sys::Element;

use super::board::section_id;
use super::control::Drawing;
use super::field::{field, frame};
use super::index::Index;
use super::spot::{Spot, draw};
use super::summary::Summary;
use crate::components::client_rows::Names;
use crate::components::dom::{add, make, make_text, set_or_not, value};
use crate::components::format::group_mark;
use crate::components::here;
use crate::domain::field::{Field, Section};
use crate::domain::form::{Sheet, fields_of, label_for};

/// While an element has this, the browser leaves what is far below the form's top for later (`style/form.css`).
const ROUGH: &str = "data-rough";

/// The form's elements.
pub struct Drawn {
    pub element: Element,
    pub sheet: Sheet,
    pub controls: Vec<(Field, Element)>,
    pub index: Index,
    pub summary: Summary,
    /// Editors further down, which are drawn when the form is on the screen.
    pub later: RefCell<Vec<Spot>>,
    /// What parts the thousands of an amount. Known from the drawing: whoever has left a field is in no view, and perhaps in
    /// another tag by then, of another language.
    pub mark: char,
    team: Names,
}

thread_local! {
    static AHEAD: RefCell<Option<Drawn>> = const { RefCell::new(None) };
}

/// Draws a form that is about to be opened.
pub fn draw_ahead(sheet: Sheet, team: &Names) {
    let known = AHEAD.with_borrow(|ahead| ahead.as_ref().is_some_and(|drawn| drawn.is_of(&sheet, team)));
    if !known {
        AHEAD.set(Drawn::new(sheet, team));
    }
}

/// Throws away what was drawn ahead and not opened.
pub fn forget_ahead() {
    AHEAD.set(None);
}

impl Drawn {
    /// The form that was drawn ahead, if it is this one, or else a new one; `None` where the browser makes no elements.
    pub fn of(sheet: Sheet, team: &Names) -> Option<Self> {
        AHEAD.take().filter(|drawn| drawn.is_of(&sheet, team)).or_else(|| Self::new(sheet, team))
    }

    fn new(sheet: Sheet, team: &Names) -> Option<Self> {
        let drawn = Self::begun(sheet, team)?;
        // A form that takes another's place has its hands and its scrolled page: it is whole at once.
        if here::find(".form__columns").is_some() {
            drawn.draw_rest();
        }
        Some(drawn)
    }

    fn begun(mut sheet: Sheet, team: &Names) -> Option<Self> {
        let element = make("div", &[("class", "form__columns"), (ROUGH, "")])?;
        let column = make("div", &[("class", "form__column")])?;
        let (index, summary) = (Index::new()?, Summary::new(label_for(sheet.role))?);
        add(&column, summary.element());
        let mark = group_mark();
        let mut controls = Vec::new();
        let mut counts = Vec::new();
        let later = {
            let line = make("input", &[("class", "input"), ("autocomplete", "off"), ("type", "text")])?;
            let drawing = Drawing { sheet: &sheet, team, mark, frame: frame()?, line, later: RefCell::default() };
            for section in Section::ALL {
                let fields: Vec<Field> = fields_of(sheet.role, sheet.base.as_ref(), section).collect();
                if fields.is_empty() {
                    continue;
                }
                counts.push(section);
                let place = make("section", &[("class", "form__section"), ("id", &section_id(section))])?;
                add(&place, &make_text("h2", &[("class", "form__heading"), ("tabindex", "-1")], section.label())?);
                for one in fields {
                    let (drawn, control) = field(&drawing, one)?;
                    if let Some(control) = control {
                        controls.push((one, control));
                    }
                    add(&place, &drawn);
                }
                add(&column, &place);
                if counts.len() == 1 {
                    // Nobody sees more than the first section's at first.
                    drawing.later.take().iter().for_each(draw);
                }
            }
            drawing.later
        };
        for (field, control) in &controls {
            sheet.note(*field, value(control));
        }
        index.fill(&counts)?;
        add(&element, index.element());
        add(&element, &column);
        Some(Self { element, sheet, controls, index, summary, later, mark, team: Arc::clone(team) })
    }

    /// Draws the editors that were left for later, and lays everything out.
    pub fn draw_rest(&self) {
        self.later.take().iter().for_each(draw);
        set_or_not(&self.element, ROUGH, None);
    }

    fn is_of(&self, sheet: &Sheet, team: &Names) -> bool {
        self.sheet.begins_like(sheet) && self.team == *team
    }
}
