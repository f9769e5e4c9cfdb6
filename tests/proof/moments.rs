//! Random days, moments and ids: well spelled, but not all in the calendar, in time or complete.

use clientele::domain::calendar::Instant;

use crate::words::Dice;

pub fn day(dice: &mut Dice) -> String {
    let year = match dice.below(4) {
        0 => dice.between(0, 12),
        1 => dice.between(9_990, 10_010),
        2 => 100 * dice.between(1, 99),
        _ => dice.between(1, 9_999),
    };
    let (month, day) = match dice.below(5) {
        0 => (2, dice.between(27, 31)),
        1 => (dice.between(0, 14), dice.between(0, 33)),
        _ => (dice.between(1, 12), dice.between(1, 31)),
    };
    format!("{year:04}-{month:02}-{day:02}")
}

pub fn moment(dice: &mut Dice, now: Instant) -> String {
    if dice.below(4) == 0 {
        let away = dice.between(-900_000_000, 900_000_000);
        return Instant::from_micros(now.micros() + away).unwrap().to_string();
    }
    let hour = if dice.below(12) == 0 { dice.between(25, 99) } else { dice.between(0, 23) };
    let minute = if dice.below(12) == 0 { dice.between(60, 99) } else { dice.between(0, 59) };
    let between = ["T", " ", "t"][dice.below(3)];
    let mut moment = format!("{}{between}{hour:02}:{minute:02}", day(dice));
    if dice.below(8) > 0 {
        let second = if dice.below(12) == 0 { dice.between(61, 99) } else { dice.between(0, 59) };
        moment.push_str(&format!(":{second:02}"));
        if dice.below(2) == 0 {
            moment.push('.');
            for _ in 0..=dice.below(9) {
                moment.push(['0', '4', '5', '9', '9', '9'][dice.below(6)]);
            }
        }
    }
    let hours = if dice.below(10) == 0 { dice.between(15, 30) } else { dice.between(0, 15) };
    let minutes = dice.between(0, 61);
    let sign = ['+', '-'][dice.below(2)];
    moment
        + &match dice.below(5) {
            0 => "Z".to_owned(),
            1 => "z".to_owned(),
            2 => format!("{sign}{hours:02}"),
            3 => format!("{sign}{hours:02}{minutes:02}"),
            _ => format!("{sign}{hours:02}:{minutes:02}"),
        }
}

/// Well spelled, but perhaps too short, too long or with a letter that is no hexadecimal digit.
pub fn id(dice: &mut Dice) -> String {
    let digits = b"0123456789abcdefABCDEF";
    let mut id: Vec<u8> =
        (0..36).map(|place| if [8, 13, 18, 23].contains(&place) { b'-' } else { digits[dice.below(22)] }).collect();
    match dice.below(8) {
        0 => drop(id.pop()),
        1 => id.push(b'0'),
        2 => id[dice.below(8)] = b"gGxz -"[dice.below(6)],
        3 => id[24 + dice.below(12)] = b"gGxz _"[dice.below(6)],
        _ => {}
    }
    String::from_utf8(id).unwrap()
}
