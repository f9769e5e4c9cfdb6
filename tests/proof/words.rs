//! Random words: texts of every script, addresses, numbers, and their neighbours one slip away.

/// A generator of numbers that is the same for the same name (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(name: &str) -> Self {
        Self(name.bytes().fold(0x1357_9bdf, |seed, byte| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.below(usize::try_from(most - least + 1).unwrap())).unwrap()
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Every control character, every blank, and what only looks like one.
pub fn blanks_and_controls() -> Vec<char> {
    let ranges = [(0, 0x20), (0x7f, 0xa1), (0x2000, 0x2012), (0x2026, 0x2030), (0x205e, 0x2070), (0xfff0, 0xffff)];
    let others = [
        0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x1680, 0x17b4, 0x180e, 0x2800, 0x3000, 0x3164, 0xd7ff, 0xe000, 0xfeff,
        0xffa0, 0x10000, 0x1d173, 0xe0001, 0xe0020, 0x10fffe, 0x10_ffff,
    ];
    let all = ranges.into_iter().flat_map(|(first, last)| first..=last).chain(others);
    all.filter_map(char::from_u32).collect()
}

fn char_of(dice: &mut Dice) -> char {
    match dice.below(12) {
        0 => *dice.pick(&blanks_and_controls()),
        1 => char::from_u32(u32::try_from(dice.below(0x500)).unwrap()).unwrap_or('x'),
        2 => char::from_u32(u32::try_from(dice.below(0x0011_0000)).unwrap()).unwrap_or('y'),
        3 => ['é', '\u{301}', '漢', 'ж', 'א', '\u{202e}', '😀', '\u{200d}', '\u{fe0f}'][dice.below(9)],
        _ => char::from(b' ' + u8::try_from(dice.below(95)).unwrap()),
    }
}

/// A text whose length is often at the edge, often blank or of one script.
pub fn text(dice: &mut Dice, max: usize) -> String {
    let length = match dice.below(if max > 1_000 { 40 } else { 10 }) {
        0 => max,
        1 => max + 1,
        2 => max - 1,
        3 => 0,
        4 => max + 1 + dice.below(40),
        _ => 1 + dice.below(30),
    };
    let one = char_of(dice);
    let blanks: Vec<char> =
        blanks_and_controls().into_iter().filter(|c| clientele::domain::rules::chars::is_blank(*c)).collect();
    let mode = dice.below(5);
    let mut text: String = (0..length)
        .map(|_| match mode {
            0 => one,
            1 => *dice.pick(&blanks),
            2 => char::from(b'a' + u8::try_from(dice.below(26)).unwrap()),
            3 => char_of(dice),
            _ => ['a', ' ', 'é', '😀', '\n', '\t'][dice.below(6)],
        })
        .collect();
    if mode == 1 && dice.below(2) == 0 {
        text.push(char_of(dice));
    }
    text
}

/// The same text in one case of three; else with one to three characters put in, taken out or exchanged.
pub fn mutated(text: String, dice: &mut Dice, alphabet: &str) -> String {
    if dice.below(3) == 0 {
        return text;
    }
    let alphabet: Vec<char> = alphabet.chars().collect();
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=dice.below(3) {
        let place = dice.below(chars.len() + 1);
        let c = *dice.pick(&alphabet);
        match dice.below(4) {
            0 if place < chars.len() => drop(chars.remove(place)),
            1 if place < chars.len() => chars[place] = c,
            2 => chars.push(c),
            _ => chars.insert(place, c),
        }
    }
    chars.into_iter().collect()
}

fn letters(dice: &mut Dice, from: &[u8], most: usize) -> String {
    (0..=dice.below(most)).map(|_| char::from(*dice.pick(from))).collect()
}

pub fn agency_email(dice: &mut Dice) -> String {
    let local = match dice.below(8) {
        0 => "a".repeat(240 + dice.below(14)),
        _ => letters(dice, b"abcxyz0189._%+-", 12),
    };
    let top = letters(dice, b"abcz", 4);
    let address = format!("{local}@{}.{top}", letters(dice, b"abc019.-", 10));
    match dice.below(6) {
        0 => address.to_uppercase(),
        1 => format!(" {address}\n"),
        _ => address,
    }
}

/// A web address, or nearly.
pub fn address(dice: &mut Dice) -> String {
    let scheme = *dice.pick(&[
        "https",
        "https",
        "https",
        "https",
        "http",
        "http",
        "HTTPS",
        "Http",
        "ftp",
        "javascript",
        "httpss",
        "",
    ]);
    let mark = *dice.pick(&["://", "://", "://", "://", "://", "://", "://", "://", ":/", ":", ":///"]);
    let host = *dice.pick(&[
        "a.b",
        "a.b",
        "a.b",
        "example.com",
        "example.com",
        "münchen.example",
        "漢字.example",
        "-a",
        ".a",
        "a-",
        "a.",
        "a..b",
        "[::1]",
        "127.0.0.1",
        "user@a.b",
        "u:p@a.b",
        "a_b",
        "\u{1f600}.example",
        "",
    ]);
    let port = *dice.pick(&["", "", "", "", "", "", ":80", ":0", ":99999", ":123456", ":", ":8a", "::80"]);
    let rest = *dice.pick(&[
        "",
        "",
        "",
        "/",
        "/",
        "/a",
        "/a/b.html",
        "/a b",
        "/a?b=c#d",
        "?q=@",
        "#@",
        "/\\",
        "/ä/ö",
        "@",
        "/@",
        "/%00",
        "\n",
        "/\u{2028}",
    ]);
    let length = if dice.below(10) == 0 { 470 + dice.below(40) } else { 0 };
    format!("{scheme}{mark}{host}{port}{rest}{}", "p".repeat(length))
}

/// A telephone number, or nearly.
pub fn phone(dice: &mut Dice) -> String {
    let plus = *dice.pick(&["+", "+", "", "", "", "++"]);
    let body = letters(dice, b"0123456789012345678901234567890123456789 .()-", 10) + &letters(dice, b"0123456789 -", 9);
    let long = if dice.below(12) == 0 { " ".repeat(20 + dice.below(25)) } else { String::new() };
    let extension = *dice.pick(&[
        "",
        "",
        "",
        "",
        " x12",
        "ext 1",
        " EXT. 123456",
        "eXt.7",
        "x",
        "ext.",
        "x1234567",
        " ex 1",
        "x 1 2",
        "ext..1",
        "xx1",
    ]);
    format!("{plus}{body}{long}{extension}")
}

/// A number as JSON writes it: near a limit, with many places, or with an exponent.
pub fn number(dice: &mut Dice) -> String {
    let sign = if dice.below(6) == 0 { "-" } else { "" };
    let whole = match dice.below(7) {
        0 => "0".to_owned(),
        1 => (1_u64 << 53).wrapping_add(dice.next() % 5).to_string(),
        2 => (9_999_999_999_990 + dice.next() % 20).to_string(),
        3 => (dice.next() % 1_000_000_000_000_000_000).to_string(),
        _ => (dice.next() % 2_000_000).to_string(),
    };
    let fraction = match dice.below(5) {
        0 => String::new(),
        1 => format!(".{:02}", dice.below(100)),
        2 => format!(".{}", letters(dice, b"0000000000000000005", 25)),
        3 => format!(".{}", ["0", "00", "000", "99", "990", "991", "995", "999"][dice.below(8)]),
        _ => format!(".{}", dice.below(1_000_000)),
    };
    let exponent = match dice.below(6) {
        0 => format!("{}{}", ["e", "E", "e+", "e-", "E-"][dice.below(5)], dice.below(20)),
        1 if dice.below(5) == 0 => format!("e{}", dice.between(-140_000, 140_000)),
        _ => String::new(),
    };
    format!("{sign}{whole}{fraction}{exponent}")
}
