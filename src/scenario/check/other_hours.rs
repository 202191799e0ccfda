//! Hours as they are written elsewhere, such as "Mo-Fr 9-17 Uhr".

use crate::scenario::timetable::Hours;

/// Longest text that is looked at (bytes).
const LONGEST: usize = 200;
/// The days of the week, by their names in English and German; two letters and more stand for one.
const DAYS: [(&str, &str, &str); 7] = [
    ("mon", "monday", "montag"),
    ("tue", "tuesday", "dienstag"),
    ("wed", "wednesday", "mittwoch"),
    ("thu", "thursday", "donnerstag"),
    ("fri", "friday", "freitag"),
    ("sat", "saturday", "samstag"),
    ("sun", "sunday", "sonntag"),
];

/// The hours that are meant, as they are written here, if all of them can be read.
pub fn hours_meant(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = text.to_lowercase().replace(['–', '—'], "-").replace(';', ",").replace("uhr", "");
    let plain = plain.replace(" to ", "-").replace(" bis ", "-");
    let parts = plain.split(',').map(part).collect::<Option<Vec<_>>>()?;
    let written = parts.join(", ");
    Hours::parse(&written).is_ok().then_some(written)
}

/// Days and the times on them.
fn part(text: &str) -> Option<String> {
    let (days, times) = text.split_at(text.find(|c: char| c.is_ascii_digit())?);
    let days = days.trim().trim_end_matches(':');
    let (from, to) = times.split_once('-')?;
    Some(format!("{} {}-{}", span(days)?, time(from)?, time(to)?))
}

fn span(days: &str) -> Option<String> {
    match days.split_once('-') {
        Some((first, last)) => Some(format!("{}-{}", day(first)?, day(last)?)),
        None => day(days).map(String::from),
    }
}

fn day(word: &str) -> Option<&'static str> {
    let word = word.trim().trim_end_matches('.');
    let stands_for = |name: &str| word.len() > 1 && name.starts_with(word);
    DAYS.iter().find(|(_, english, german)| stands_for(english) || stands_for(german)).map(|(day, ..)| *day)
}

/// A time such as 9, 9:30, 9.30, 9am or 5 pm.
fn time(text: &str) -> Option<String> {
    let text = text.trim();
    let (text, later) = match text.strip_suffix("pm") {
        Some(text) => (text, 12),
        None => (text.strip_suffix("am").or_else(|| text.strip_suffix('h')).unwrap_or(text), 0),
    };
    let (hour, minute) = text.trim().split_once([':', '.']).unwrap_or((text.trim(), "00"));
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    Some(format!("{:02}:{minute:02}", if hour < 12 { hour + later } else { hour }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_of_other_notations_are_written_as_here() {
        for (typed, written) in [
            ("Mo-Fr 9-16 Uhr", "mon-fri 09:00-16:00"),
            ("Mo.–Fr.: 9.30 bis 17.00 Uhr; Sa 10-14 Uhr", "mon-fri 09:30-17:00, sat 10:00-14:00"),
            ("monday to friday 9am-5pm", "mon-fri 09:00-17:00"),
            ("Do 12-24h", "thu 12:00-24:00"),
        ] {
            assert_eq!(hours_meant(typed).as_deref(), Some(written), "{typed}");
        }
    }

    #[test]
    fn what_can_be_read_in_part_is_not_guessed() {
        for typed in ["9-17", "Mo-Fr", "Mo-Fr 9", "Mo-Fr 17-9", "Mo-Xy 9-17", "mon, tue 9-17", "Mo-Fr 9-25"] {
            assert_eq!(hours_meant(typed), None, "{typed}");
        }
    }
}
