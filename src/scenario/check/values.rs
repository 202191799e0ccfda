//! What was found wrong so far, and checks of single values that go beyond a range: names that exist, hours that can
//! be read, weights of which one counts.

use super::other_hours::hours_meant;
use crate::scenario::error::{Problem, name_remedy};
use crate::scenario::meant::Probability;
use crate::scenario::path::Path;
use crate::scenario::timetable::Hours;
use crate::scenario::tree::plain;
use crate::scenario::typed::Named;
use std::fmt::Display;

/// Below this coefficient of variation rates are as good as alike, and their law beyond what can be tabled.
pub const LEAST_CV: f64 = 0.01;
pub(super) const A_CHANNEL: &str = "a channel of this scenario";
/// Most problems that are told apart; more are counted.
pub const MOST_PROBLEMS: usize = 100;

/// What was found wrong so far.
#[derive(Debug, Default)]
pub struct Check {
    /// One entry per thing.
    pub problems: Vec<Problem>,
    /// How many were found beside those.
    pub more: usize,
}

impl Check {
    /// Notes that something is wrong.
    pub fn wrong(
        &mut self,
        path: impl Into<Path>,
        found: impl Display,
        expected: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        if self.is_full() {
            return self.one_more();
        }
        let problem =
            Problem { path: path.into(), found: found.to_string(), expected: expected.into(), remedy: remedy.into() };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// A single thing that is wrong.
    pub fn of(problem: Problem) -> Self {
        Self { problems: vec![problem], more: 0 }
    }

    /// What was checked, if nothing is wrong with it.
    ///
    /// # Errors
    /// What was found wrong.
    pub fn or<T>(self, checked: T) -> Result<T, Self> {
        if self.problems.is_empty() { Ok(checked) } else { Err(self) }
    }

    /// Whether more problems are only counted.
    pub const fn is_full(&self) -> bool {
        self.problems.len() >= MOST_PROBLEMS
    }

    /// Counts another problem.
    pub const fn one_more(&mut self) {
        self.more += 1;
    }

    pub(super) fn name(&mut self, path: impl Into<Path>, name: &str, what: &str, known: &[String]) -> Option<usize> {
        let position = known.iter().position(|one| one == name);
        if position.is_none() {
            if self.is_full() {
                self.one_more();
            } else {
                let remedy = name_remedy(name, known.iter().map(String::as_str));
                self.wrong(path, format_args!("`{name}`"), what, remedy);
            }
        }
        position
    }

    pub(super) fn seam(&mut self, path: &Path, key: &str, channels: &[String]) -> Option<(usize, usize)> {
        let Some((before, channel)) = key.split_once('>') else {
            self.wrong(
                path,
                format_args!("`{key}`"),
                "two channels, such as \"web>phone\"",
                "write the channel before, >, and the channel after, in quotes",
            );
            return None;
        };
        let before = self.name(path.key(key), before.trim(), A_CHANNEL, channels);
        let channel = self.name(path.key(key), channel.trim(), A_CHANNEL, channels);
        before.zip(channel)
    }

    pub(super) fn per_channel<T: Copy>(
        &mut self,
        path: &Path,
        values: &Named<T>,
        channels: &[String],
    ) -> Vec<Option<T>> {
        let mut list = vec![None; channels.len()];
        for (channel, value) in values {
            if let Some(index) = self.name(path.key(channel), channel, A_CHANNEL, channels) {
                list[index] = Some(*value);
            }
        }
        list
    }

    pub(super) fn hours(&mut self, path: impl Into<Path>, text: &str) -> Hours {
        Hours::parse(text).unwrap_or_else(|wrong| {
            self.wrong(
                path,
                format_args!("\"{text}\": {wrong}"),
                "hours such as \"mon-fri 08:00-20:00, sat 09:00-14:00\"",
                hours_meant(text).map_or_else(|| remedy_of_hours(text).into(), |hours| format!("write \"{hours}\"")),
            );
            Hours::always()
        })
    }

    pub(super) fn weights(&mut self, path: &Path, list: &[f64], lengths: &[usize]) {
        const LEAST_WEIGHT: f64 = 1e-6;
        const MOST_WEIGHT: f64 = 1e6;
        if !list.is_empty() && !lengths.contains(&list.len()) {
            let lengths: Vec<String> = lengths.iter().map(ToString::to_string).collect();
            self.wrong(
                path,
                format_args!("{} weights", list.len()),
                format!("{} weights", lengths.join(" or ")),
                if list.len() == 12 {
                    "months do not fit the year of 52 weeks: write 13 weights of four weeks each"
                } else {
                    "write one weight for each part"
                },
            );
        }
        for &weight in list.iter().filter(|&&weight| weight != 0.0 && weight < LEAST_WEIGHT) {
            let range = format!("weights of 0, or from {LEAST_WEIGHT} to {MOST_WEIGHT}");
            self.wrong(path, plain(weight), range, "only their ratios count: scale them");
        }
        if !list.is_empty() && list.iter().sum::<f64>() <= 0.0 {
            self.wrong(
                path,
                "weights that are all 0",
                "at least one weight above 0",
                "leave the key out for no rhythm",
            );
        }
    }
}

/// What to write for hours that are written in another way.
fn remedy_of_hours(text: &str) -> &'static str {
    let is_day = |part: &str| part.trim().len() == 3 && part.trim().chars().all(char::is_alphabetic);
    let text = text.to_lowercase();
    if ["24/7", "24h", "24 h", "always", "daily"].iter().any(|all| text.contains(all)) {
        "write \"mon-sun 00:00-24:00\" for round the clock; every day is mon-sun"
    } else if text.split(',').any(is_day) {
        "repeat the times after each day, or write days that follow each other as mon-fri"
    } else if text.contains(['–', '—']) {
        "write the plain sign - between days and times"
    } else if text.contains(';') {
        "write a comma between the parts"
    } else if text.contains("am") || text.contains("pm") {
        "write times from 00:00 to 24:00, such as 16:00 for 4 pm"
    } else {
        "write days as mon to sun, and times as 00:00 to 24:00; over midnight in two parts"
    }
}

/// A number that was held against the range of its key.
pub(super) fn share(value: f64) -> Probability {
    Probability::new(value).expect("the rule of every share is a range from 0 to 1")
}
