//! The three ways to make one table out of two, as the design document HT-034.1.3 compares them: its ten criteria, its
//! stars, and what they add up to. The document prints totals that are not the sums of its own stars; here they are added.

use serde_json::{Map, Value as Json};

use super::gather::gather;

/// A way to unify.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strategy {
    /// Its letter in the document, and on the wire.
    pub letter: &'static str,
    /// Its name, with its letter.
    pub name: &'static str,
    /// What is done.
    pub line: &'static str,
    /// The total out of 50 that the document prints (its section 3.2).
    pub printed: u32,
}

/// The document's three.
pub const STRATEGIES: [Strategy; 3] = [
    Strategy {
        letter: "A",
        name: "A: Enhanced extension",
        line: "The sign-in table gets the business fields",
        printed: 37,
    },
    Strategy { letter: "B", name: "B: Complete migration", line: "The business table takes its place", printed: 25 },
    Strategy { letter: "C", name: "C: Bridge architecture", line: "A third table links both for a time", printed: 32 },
];

/// By what they are compared: one line of the document's section 3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// On the wire.
    pub key: &'static str,
    pub label: &'static str,
    /// What the document says of each strategy.
    pub words: [&'static str; 3],
    /// Its stars for each, of five.
    pub stars: [u8; 3],
}

const fn criterion(key: &'static str, label: &'static str, words: [&'static str; 3], stars: [u8; 3]) -> Criterion {
    Criterion { key, label, words, stars }
}

/// The document's ten, in its order.
pub const CRITERIA: [Criterion; 10] = [
    criterion("risk", "Implementation risk", ["Low", "High", "Medium"], [4, 1, 3]),
    criterion("downtime", "Downtime required", ["30 minutes", "4–6 hours", "15 minutes"], [4, 1, 5]),
    criterion("code", "Code changes required", ["Minimal", "Extensive", "Moderate"], [4, 1, 3]),
    criterion("loss", "Data loss risk", ["Very low", "Medium", "Very low"], [5, 2, 5]),
    criterion("maintainability", "Future maintainability", ["High", "High", "Low"], [4, 4, 2]),
    criterion("performance", "Performance impact", ["Low", "None", "Medium"], [4, 5, 3]),
    criterion("rollback", "Rollback capability", ["Easy", "Difficult", "Easy"], [4, 2, 5]),
    criterion("continuity", "Business continuity", ["High", "Medium", "High"], [4, 3, 4]),
    criterion("time", "Implementation time", ["1–2 days", "5–7 days", "2–3 days"], [4, 2, 3]),
    criterion("resources", "Resource requirements", ["Low", "High", "Medium"], [4, 2, 3]),
];

/// The most that a criterion can weigh.
pub const MOST: u8 = 5;

/// What each criterion weighs, from 0 to [`MOST`], in the order of [`CRITERIA`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights([u8; 10]);

impl Default for Weights {
    /// All the same, as in the document.
    fn default() -> Self {
        Self([1; 10])
    }
}

impl Weights {
    /// Reads them; what is not there, or is no weight, weighs 1.
    pub fn from_json(json: &Json) -> Self {
        let weight = |criterion: &Criterion| {
            let weight = json.get(criterion.key)?.as_u64()?;
            u8::try_from(weight).ok().filter(|weight| *weight <= MOST)
        };
        Self(CRITERIA.each_ref().map(|criterion| weight(criterion).unwrap_or(1)))
    }

    /// As they are stored.
    pub fn to_json(self) -> Json {
        let weights = CRITERIA.iter().zip(self.0).map(|(criterion, weight)| (criterion.key.to_owned(), weight.into()));
        Json::Object(gather::<Map<String, Json>, _>(weights))
    }

    /// What a criterion weighs.
    pub fn of(self, key: &str) -> u8 {
        CRITERIA.iter().zip(self.0).find(|(criterion, _)| criterion.key == key).map_or(1, |(_, weight)| weight)
    }

    /// With another weight for one criterion.
    #[must_use]
    pub fn with(mut self, key: &str, weight: u8) -> Self {
        for (criterion, present) in CRITERIA.iter().zip(&mut self.0) {
            if criterion.key == key {
                *present = weight.min(MOST);
            }
        }
        self
    }

    /// Each strategy's total in tenths of a point, of 500: the weighted mean of its stars, times ten criteria, so that equal
    /// weights give the sum of the stars. `None` when nothing weighs anything.
    ///
    /// ```
    /// use clientele::domain::strategy::Weights;
    /// assert_eq!(Weights::default().totals(), Some([410, 230, 360]));
    /// ```
    pub fn totals(self) -> Option<[u32; 3]> {
        let all: u32 = self.0.iter().map(|weight| u32::from(*weight)).sum();
        let mut totals = [0; 3];
        for (criterion, weight) in CRITERIA.iter().zip(self.0) {
            for (total, stars) in totals.iter_mut().zip(criterion.stars) {
                *total += u32::from(stars) * u32::from(weight);
            }
        }
        // Half a tenth more, so that it is rounded.
        (all > 0).then(|| totals.map(|total| (total * 200 + all) / (2 * all)))
    }
}

/// What the document's stars add up to.
pub fn sums() -> [u32; 3] {
    let mut sums = [0; 3];
    for criterion in &CRITERIA {
        for (sum, stars) in sums.iter_mut().zip(criterion.stars) {
            *sum += u32::from(stars);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn the_printed_totals_are_not_the_sums_of_the_stars() {
        assert_eq!(sums(), [41, 23, 36]);
        assert_eq!(STRATEGIES.map(|strategy| strategy.printed), [37, 25, 32]);
    }

    #[test]
    fn weights_decide() {
        let only =
            |key| CRITERIA.iter().fold(Weights::default(), |all, one| all.with(one.key, u8::from(one.key == key)));
        assert_eq!(only("downtime").totals(), Some([400, 100, 500]));
        assert_eq!(only("performance").totals(), Some([400, 500, 300]));
        assert_eq!(only("").totals(), None);
        // (4 × 5 + 37 × 1) / 14 = 4.0714…, and so on.
        assert_eq!(Weights::default().with("risk", 5).totals(), Some([407, 193, 343]));
    }

    proptest! {
        #[test]
        fn what_is_stored_is_read_again(weights in proptest::array::uniform10(0..=MOST)) {
            let weights = Weights(weights);
            prop_assert_eq!(Weights::from_json(&weights.to_json()), weights);
            if let Some(totals) = weights.totals() {
                prop_assert!(totals.iter().all(|total| (100..=500).contains(total)));
            }
        }

        #[test]
        fn no_json_is_a_surprise(text in ".*", number in any::<f64>()) {
            for json in [json!({ "risk": text }), json!({ "risk": number }), json!(text), json!([number])] {
                prop_assert_eq!(Weights::from_json(&json), Weights::default().with("risk", Weights::from_json(&json).of("risk")));
            }
        }
    }
}
