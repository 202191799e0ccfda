//! Checks of single values: numbers in their range, names that exist, hours that can be read.

use crate::scenario::error::{Problem, name_remedy};
use crate::scenario::meant::{Law, Probability};
use crate::scenario::timetable::Hours;
use crate::scenario::typed::{Ends, Named};
use std::fmt::Display;

/// Below this coefficient of variation rates are as good as alike, and their law beyond what can be tabled.
pub(super) const LEAST_CV: f64 = 0.01;

/// Most money that one thing can cost (EUR).
const MOST_EUR: f64 = 1e12;
pub(super) const FOREVER: f64 = f64::INFINITY;
pub(super) const A_CHANNEL: &str = "a channel of this scenario";

/// What was found wrong so far.
#[derive(Debug, Default)]
pub struct Check {
    /// One entry per thing.
    pub problems: Vec<Problem>,
}

impl Check {
    pub(super) fn wrong(
        &mut self,
        path: impl Display,
        found: impl Display,
        expected: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let problem = Problem {
            path: path.to_string(),
            found: found.to_string(),
            expected: expected.into(),
            remedy: remedy.into(),
        };
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    pub(super) fn probability(&mut self, path: impl Display, value: f64) -> Probability {
        Probability::new(value).unwrap_or_else(|| {
            self.wrong(path, plain(value), "a number from 0 to 1", "write a share or a probability, not per cent");
            Probability::default()
        })
    }

    pub(super) fn within(&mut self, path: impl Display, value: f64, least: f64, most: f64, unit: &str) -> f64 {
        if !(least..=most).contains(&value) {
            let unit = if unit.is_empty() { String::new() } else { format!(" [{unit}]") };
            let range = match (least, most) {
                (least, most) if most == FOREVER => format!("a number of at least {least}{unit}, inf allowed"),
                (least, most) if most == f64::MAX => format!("a finite number of at least {least}{unit}"),
                (least, most) => format!("a number from {least} to {most}{unit}"),
            };
            self.wrong(path, plain(value), range, "write a number in that range");
        }
        value
    }

    pub(super) fn count(
        &mut self,
        path: &str,
        (value, most, what): (u64, u64, &str),
        if_none: &str,
        if_too_many: &str,
    ) {
        if value == 0 || value > most {
            let remedy = if value == 0 { if_none } else { if_too_many };
            self.wrong(path, value, format!("1 to {most} {what}"), remedy);
        }
    }

    pub(super) fn euros(&mut self, path: impl Display, value: f64) -> f64 {
        self.within(path, value, 0.0, MOST_EUR, "EUR")
    }

    pub(super) fn logit(&mut self, path: impl Display, value: f64) -> f64 {
        self.within(path, value, -50.0, 50.0, "logit")
    }

    pub(super) fn law(&mut self, path: &str, law: Law, most: f64, unit: &str) -> Law {
        self.within(format_args!("{path}.mean"), law.mean, 0.0, most, unit);
        self.within(format_args!("{path}.cv"), law.cv, 0.0, 10.0, "");
        law
    }

    pub(super) fn name(&mut self, path: impl Display, name: &str, what: &str, known: &[String]) -> Option<usize> {
        let position = known.iter().position(|one| one == name);
        if position.is_none() {
            let remedy = name_remedy(name, known.iter().map(String::as_str));
            self.wrong(path, format_args!("`{name}`"), what, remedy);
        }
        position
    }

    pub(super) fn seam(&mut self, path: &str, key: &str, channels: &[String]) -> Option<(usize, usize)> {
        let Some((before, channel)) = key.split_once('>') else {
            self.wrong(
                path,
                format_args!("`{key}`"),
                "two channels, such as \"web>phone\"",
                "write the channel before, `>`, the channel after",
            );
            return None;
        };
        let before = self.name(format_args!("{path}.{key}"), before.trim(), A_CHANNEL, channels);
        let channel = self.name(format_args!("{path}.{key}"), channel.trim(), A_CHANNEL, channels);
        before.zip(channel)
    }

    pub(super) fn per_channel<T: Copy>(
        &mut self,
        path: &str,
        values: &Named<T>,
        channels: &[String],
    ) -> Vec<Option<T>> {
        let mut list = vec![None; channels.len()];
        for (channel, value) in values {
            if let Some(index) = self.name(format_args!("{path}.{channel}"), channel, A_CHANNEL, channels) {
                list[index] = Some(*value);
            }
        }
        list
    }

    pub(super) fn hours(&mut self, path: impl Display, text: &str) -> Hours {
        Hours::parse(text).unwrap_or_else(|wrong| {
            self.wrong(path, format_args!("`{text}`"), "hours such as \"mon-fri 08:00-20:00, sat 09:00-14:00\"", wrong);
            Hours::always()
        })
    }

    pub(super) fn weights(&mut self, path: &str, list: &[f64], lengths: &[usize]) {
        const LEAST_WEIGHT: f64 = 1e-6;
        const MOST_WEIGHT: f64 = 1e6;
        if !list.is_empty() && !lengths.contains(&list.len()) {
            let lengths: Vec<String> = lengths.iter().map(ToString::to_string).collect();
            self.wrong(
                path,
                format_args!("{} weights", list.len()),
                format!("{} weights", lengths.join(", or ")),
                "write one weight for each part",
            );
        }
        for &weight in list.iter().filter(|&&weight| weight != 0.0) {
            if !(LEAST_WEIGHT..=MOST_WEIGHT).contains(&weight) {
                let range = format!("weights of 0, or from {LEAST_WEIGHT} to {MOST_WEIGHT}");
                self.wrong(path, plain(weight), range, "only their ratios count: scale them");
            }
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

/// A number in a few characters, whatever its size.
pub(super) fn plain(value: f64) -> String {
    let size = value.abs();
    if value != 0.0 && size.is_finite() && !(1e-6..1e15).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

pub(super) fn checked(check: &mut Check, path: &str, ends: Ends) -> Ends {
    check.probability(format_args!("{path}.siloed"), ends.siloed);
    check.probability(format_args!("{path}.integrated"), ends.integrated);
    ends
}
