//! How well text reads on a colour, by the formula of the Web Content Accessibility Guidelines.

/// The contrast between a colour and a text upon it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// The ratio to one in hundredths, never rounded up: from 100 to 2100.
    pub hundredths: u32,
}

impl Contrast {
    /// Whether text of usual size is readable (level AA asks for 4.5).
    pub const fn passes(self) -> bool {
        self.hundredths >= 450
    }
}

impl std::fmt::Display for Contrast {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.hundredths / 100, self.hundredths % 100)
    }
}

/// The contrast of a colour and the paper that it stands on; `None` where one of them is none.
pub fn contrast(color: &str, paper: &str) -> Option<Contrast> {
    let (color, paper) = (light(parts(color)?), light(parts(paper)?));
    Some(ratio(color.max(paper) + 0.05, color.min(paper) + 0.05))
}

/// The colour, made darker on light paper and lighter on dark paper until text in it is readable (level AA).
///
/// ```
/// use clientele::domain::contrast::legible;
/// assert_eq!(legible("#3b4bd8", "#ffffff").as_deref(), Some("#3b4bd8"));
/// assert_eq!(legible("#ffd500", "#ffffff").as_deref(), Some("#8d7400"));
/// ```
pub fn legible(color: &str, paper: &str) -> Option<String> {
    let mut mixed = parts(color)?;
    let toward = if light(parts(paper)?) > 0.18 { 0 } else { u8::MAX };
    loop {
        let [red, green, blue] = mixed;
        let text = format!("#{red:02x}{green:02x}{blue:02x}");
        if contrast(&text, paper)?.passes() || mixed == [toward; 3] {
            return Some(text);
        }
        // One twentieth of the way, and at least a step, so that it ends.
        mixed = mixed.map(|part| match toward {
            0 => part - part.div_ceil(20),
            _ => part + (toward - part).div_ceil(20),
        });
    }
}

/// The contrast of white and of black text on a colour (`#rgb` or `#rrggbb`); `None` for anything else.
///
/// ```
/// use clientele::domain::contrast::contrasts;
/// let (white, black) = contrasts("#767676").unwrap();
/// assert_eq!((white.to_string(), white.passes(), black.passes()), ("4.54".into(), true, true));
/// assert_eq!(contrasts("red"), None);
/// ```
pub fn contrasts(color: &str) -> Option<(Contrast, Contrast)> {
    let light = light(parts(color)?);
    Some((ratio(1.05, light + 0.05), ratio(light + 0.05, 0.05)))
}

/// The colour with six digits, as the browser's own colour control wants it.
pub fn six_digits(color: &str) -> Option<String> {
    let [red, green, blue] = parts(color)?;
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

fn parts(color: &str) -> Option<[u8; 3]> {
    let digits = color.strip_prefix('#')?;
    let wide = match digits.len() {
        3 => 1,
        6 => 2,
        _ => return None,
    };
    let mut parts = [0; 3];
    for (place, part) in parts.iter_mut().enumerate() {
        let digits = digits
            .get(place * wide..(place + 1) * wide)
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let value = u8::from_str_radix(digits, 16).ok()?;
        *part = if wide == 1 { value * 17 } else { value };
    }
    Some(parts)
}

/// How light a colour is, from 0 to 1.
fn light(parts: [u8; 3]) -> f64 {
    let [red, green, blue] = parts.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The share of light: `((c + 0.055) / 1.055) ^ 2.4`, whose fractional power is a fifth root found by Newton's way,
/// because the library's `powf` weighs more than everything else here.
fn linear(part: u8) -> f64 {
    let share = f64::from(part) / 255.0;
    if share <= 0.040_45 {
        return share / 12.92;
    }
    let base = (share + 0.055) / 1.055;
    let square = base * base;
    let mut root = 1.0_f64;
    for _ in 0..24 {
        let fourth = root * root * root * root;
        root -= (fourth * root - square) / (5.0 * fourth);
    }
    square * root
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 100 to 2100; down on purpose")]
fn ratio(lighter: f64, darker: f64) -> Contrast {
    // What is 4.5 but for the last bits of a division counts as 4.5.
    Contrast { hundredths: (lighter / darker * 100.0 + 1e-9) as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_are_the_guidelines() {
        let (white, black) = contrasts("#000").expect("a colour");
        assert_eq!((white.hundredths, black.hundredths), (2100, 100));
        let (white, black) = contrasts("#ffffff").expect("a colour");
        assert_eq!((white.hundredths, black.hundredths), (100, 2100));
        // #777 is the known grey that just misses.
        assert_eq!(contrasts("#777").expect("a colour").0.hundredths, 447);
        assert_eq!(six_digits("#0A7").as_deref(), Some("#00aa77"));
    }

    #[test]
    fn the_share_of_light_is_the_formula() {
        for part in 0..=255_u8 {
            let share = f64::from(part) / 255.0;
            let exact = if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) };
            assert!((linear(part) - exact).abs() < 1e-12, "{part}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "#?[0-9a-fA-Fé]{0,7}|\\PC{0,9}") {
            prop_assert_eq!(contrasts(&text).is_some(), six_digits(&text).is_some());
            prop_assert_eq!(legible(&text, "#ffffff").is_some(), six_digits(&text).is_some());
        }

        #[test]
        fn every_colour_becomes_readable_on_light_and_on_dark_paper(color in "#[0-9a-f]{6}") {
            for paper in ["#f1f2f5", "#23274a", "#000", "#fff"] {
                let found = legible(&color, paper).expect("a colour");
                prop_assert!(contrast(&found, paper).expect("colours").passes(), "{} on {}", found, paper);
            }
        }
    }
}
