//! Signs in the width of Chinese characters, which look like those of TOML and are others.

use super::fault::{Fault, Slip};

/// From a sign of that width to the same in ASCII.
const TO_ASCII: u32 = 0xFEE0;

/// A line with such signs, and the line with those of TOML.
pub fn slip(fault: &Fault) -> Option<Slip> {
    let (at, _) = fault.first_from(0, |c| narrow(c).is_some())?;
    let line: String = fault.statement().chars().map(|c| narrow(c).unwrap_or(c)).collect();
    let expected = "the signs of a keyboard for Latin letters";
    Some(fault.slip(at, fault.statement(), expected, format!("write {line}")))
}

fn narrow(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - TO_ASCII),
        '\u{3000}' => Some(' '),
        '。' => Some('.'),
        '、' => Some(','),
        _ => None,
    }
}
