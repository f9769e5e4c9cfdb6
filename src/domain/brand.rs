//! An agency's brand, as `config.json` names it: how the portal and the sign-in look.

use serde_json::Value as Json;

use super::contrast::legible;
use super::rules::url;

/// The papers on which the accent has to be readable: the darkest light and the lightest dark that text stands on.
const PAPERS: [&str; 2] = ["#f1f2f5", "#23274a"];

/// The largest radius of a corner, in pixels, that a control can bear.
const MOST_ROUND: u8 = 24;

/// What an agency says of its looks. Whatever it leaves out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brand {
    /// What the agency is called.
    pub name: String,
    /// The address of its logo: a path of this site, or https.
    pub logo: String,
    /// The same for dark looks.
    pub logo_dark: String,
    /// Its colour: `#rgb` or `#rrggbb`.
    pub accent: String,
    /// How round corners are, in pixels.
    pub radius: Option<u8>,
    /// Its typeface, as CSS lists families. Nothing is loaded for it.
    pub font: String,
}

impl Brand {
    /// Reads the part `brand` of `config.json`. What is no text, or no whole number of pixels, counts as left out.
    pub fn from_json(brand: &Json) -> Self {
        let text = |key: &str| brand.get(key).and_then(Json::as_str).unwrap_or_default().trim().to_owned();
        let radius = brand.get("radius").and_then(Json::as_u64);
        Self {
            name: text("name"),
            logo: text("logo"),
            logo_dark: text("logoDark"),
            accent: text("accent"),
            radius: radius.map(|radius| u8::try_from(radius).unwrap_or(u8::MAX)),
            font: text("font"),
        }
    }

    /// The values of the design's tokens (`style/tokens.css`) that the brand replaces. The accent is made darker or
    /// lighter as far as text in it would be hard to read.
    pub fn tokens(&self) -> Vec<(&'static str, String)> {
        let mut tokens = Vec::new();
        let [light, dark] = PAPERS.map(|paper| legible(&self.accent, paper));
        if let (Some(light), Some(dark)) = (light, dark) {
            tokens.push(("--accent", format!("light-dark({light}, {dark})")));
            tokens.push(("--accent-hover", "color-mix(in oklab, var(--accent) 82%, var(--text))".to_owned()));
            tokens.push(("--accent-wash", "color-mix(in oklab, var(--accent) 9%, var(--surface-raised))".to_owned()));
        }
        if let Some(radius) = self.radius {
            let radius = radius.min(MOST_ROUND);
            tokens.push(("--radius", format!("{radius}px")));
            tokens.push(("--radius-l", format!("{}px", u16::from(radius) * 5 / 3)));
        }
        if !self.font.is_empty() {
            tokens.push(("--font", format!("{}, sans-serif", self.font)));
        }
        tokens
    }

    /// What of it cannot be used, and how to write it.
    pub fn faults(&self) -> Vec<&'static str> {
        let is_address = |text: &str| text.is_empty() || is_own_path(text) || is_https(text);
        let faults = [
            (
                !self.accent.is_empty() && legible(&self.accent, "#fff").is_none(),
                "config.json: \"accent\" is no colour. Write it like \"#5b2a4e\".",
            ),
            (
                !is_address(&self.logo) || !is_address(&self.logo_dark),
                "config.json: \"logo\" is neither a path of this site nor an https address. Write it like \"/logo.svg\".",
            ),
            (
                self.radius.is_some_and(|radius| radius > MOST_ROUND),
                "config.json: \"radius\" is larger than 24. Corners are drawn with 24 pixels.",
            ),
        ];
        faults.into_iter().filter_map(|(is_fault, words)| is_fault.then_some(words)).collect()
    }

    /// The logo's address for light and for dark looks, if it may be loaded.
    pub fn logos(&self) -> Option<(&str, &str)> {
        let usable = |text: &str| is_own_path(text) || is_https(text);
        let logo = Some(self.logo.as_str()).filter(|logo| usable(logo))?;
        Some((logo, if usable(&self.logo_dark) { &self.logo_dark } else { logo }))
    }
}

fn is_own_path(text: &str) -> bool {
    text.starts_with('/') && !text.starts_with("//") && !text.contains('\\')
}

fn is_https(text: &str) -> bool {
    text.starts_with("https://") && url::check(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_is_left_out_stays() {
        assert_eq!(Brand::default().tokens(), []);
        assert_eq!((Brand::default().faults(), Brand::default().logos()), (vec![], None));
    }

    #[test]
    fn what_cannot_be_used_is_named_and_left_out() {
        let brand = Brand {
            accent: "plum".into(),
            logo: "//elsewhere.test/logo.svg".into(),
            radius: Some(99),
            ..Brand::default()
        };
        assert_eq!(brand.faults().len(), 3);
        assert_eq!(brand.logos(), None);
        assert_eq!(brand.tokens(), [("--radius", "24px".to_owned()), ("--radius-l", "40px".to_owned())]);
    }

    #[test]
    fn what_is_of_another_kind_counts_as_left_out() {
        let read = |json| Brand::from_json(&json);
        assert_eq!(read(json!(null)), Brand::default());
        assert_eq!(read(json!({ "name": 7, "accent": ["#000"], "radius": "wide", "font": null })), Brand::default());
        assert_eq!(read(json!({ "name": " Ann ", "radius": 300 })).radius, Some(u8::MAX));
    }

    #[test]
    fn a_logo_for_dark_looks_is_the_same_where_there_is_none() {
        let brand = Brand { logo: "/logo.svg".into(), ..Brand::default() };
        assert_eq!(brand.logos(), Some(("/logo.svg", "/logo.svg")));
    }

    proptest! {
        #[test]
        fn no_text_panics(accent in "\\PC{0,9}", logo in "\\PC{0,30}") {
            let brand = Brand { accent, logo, ..Brand::default() };
            let _any = (brand.tokens(), brand.faults(), brand.logos());
        }
    }
}
