//! Base64 as addresses and tokens have it: `-` and `_`, and nothing at the end.

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Reads it; `None` where a letter is none of its.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let (mut bits, mut held) = (0_u32, 0_usize);
    for letter in text.bytes() {
        held = (held << 6 | LETTERS.iter().position(|known| *known == letter)?) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.extend(u8::try_from(held >> bits & 0xFF));
        }
    }
    Some(bytes)
}

/// Writes it.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let held = (0..3).fold(0, |held, place| held << 8 | usize::from(three.get(place).copied().unwrap_or(0)));
        let letters = (0..=three.len()).filter_map(|place| LETTERS.get(held >> (18 - 6 * place) & 63));
        text.extend(letters.map(|letter| char::from(*letter)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_what_everybody_else_writes_and_reads(bytes in proptest::collection::vec(any::<u8>(), 0..70)) {
            let theirs = BASE64_URL_SAFE_NO_PAD.encode(&bytes);
            prop_assert_eq!(&encode(&bytes), &theirs);
            prop_assert_eq!(decode(&theirs), Some(bytes));
        }
    }

    #[test]
    fn other_letters_are_refused() {
        for text in ["a+b", "a/b", "ab==", "a b", "ä"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
