//! The list of the form's sections: where one is, and where errors are.

use std::cell::RefCell;

use web_sys::Element;

use super::board::section_id;
use crate::components::dom::{add, find_all, make, make_text, set_or_not};
use crate::domain::draft::Report;
use crate::domain::field::Section;

/// The index in the document.
pub struct Index {
    element: Element,
    counts: RefCell<Vec<(Section, Element)>>,
}

impl Index {
    /// Draws it, empty.
    pub fn new() -> Option<Self> {
        let element = make("nav", &[("class", "form__index"), ("aria-label", "Sections of the form")])?;
        Some(Self { element, counts: RefCell::default() })
    }

    /// The index's element.
    pub const fn element(&self) -> &Element {
        &self.element
    }

    /// Names the sections.
    pub fn fill(&self, sections: &[Section]) -> Option<()> {
        let list = make("ul", &[("class", "form__ways")])?;
        for section in sections {
            let id = section_id(*section);
            let link = make("a", &[("class", "form__way"), ("href", &format!("#{id}")), ("data-to", &id)])?;
            add(&link, &make_text("span", &[], section.label())?);
            let count = make("span", &[("class", "form__count")])?;
            add(&link, &count);
            self.counts.borrow_mut().push((*section, count));
            let item = make("li", &[])?;
            add(&item, &link);
            add(&list, &item);
        }
        add(&self.element, &list);
        Some(())
    }

    /// Says how many errors each section has.
    pub fn count(&self, report: &Report) {
        for (section, place) in self.counts.borrow().iter() {
            let text = match report.keys().filter(|field| field.spec().section == *section).count() {
                0 => String::new(),
                1 => "1 error".to_owned(),
                count => format!("{count} errors"),
            };
            if place.text_content().as_deref() != Some(&text) {
                place.set_text_content(Some(&text));
            }
        }
    }

    /// Marks the section with this id: it is on the screen.
    pub fn mark(&self, section: &str) {
        for link in find_all(&self.element, "a") {
            let here = link.get_attribute("data-to").as_deref() == Some(section);
            set_or_not(&link, "aria-current", here.then_some("true"));
        }
    }
}
