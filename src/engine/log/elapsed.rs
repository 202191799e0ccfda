//! How long customers wait for the first answer, and for the end: on the clock, and in opening hours.

use super::{Log, LoggedJourney};
use crate::model::rules::Rules;
use crate::scenario::timetable::Micros;
use std::ops::Range;

/// What is measured of a journey from its need on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// To the first service by somebody who serves, on the clock.
    Answer,
    /// The same, in opening hours.
    AnswerOpen,
    /// To the end of a completed journey, on the clock.
    End,
    /// The same, in opening hours.
    EndOpen,
}

/// How many spans there are.
pub const SPANS: usize = 4;

/// How many rows elapsed times have: one a journey type, then one a channel of the first contact.
pub fn rows(rules: &Rules) -> usize {
    if rules.asked.elapsed { rules.journeys.len() + rules.channels.len() } else { 0 }
}

/// Adds the spans of a log's journeys, whose contacts are in order, each to the row of its type and to that of the channel
/// of its first contact.
pub fn count(rules: &Rules, log: &Log, mut add: impl FnMut(usize, Span, Micros)) {
    if !rules.asked.elapsed {
        return;
    }
    for journey in &log.journeys {
        let mut add_to_both = |span, time| {
            add(journey.kind, span, time);
            add(rules.journeys.len() + usize::from(journey.first_channel), span, time);
        };
        if let Some((at, channel)) = first_answer(rules, log, journey) {
            add_to_both(Span::Answer, at - journey.started);
            add_to_both(Span::AnswerOpen, open_time(rules, channel, journey.started, at));
        }
        if journey.completed {
            let open = open_time(rules, journey.last_channel, journey.started, journey.ended);
            add_to_both(Span::End, journey.ended - journey.started);
            add_to_both(Span::EndOpen, open);
        }
    }
}

/// When somebody who serves first began to serve, and in which channel.
fn first_answer(rules: &Rules, log: &Log, journey: &LoggedJourney) -> Option<(Micros, u8)> {
    let contacts = log.contacts_of(journey.customer, journey.journey).iter();
    let mut by_somebody = contacts.filter(|contact| rules.forms[usize::from(contact.form)].is_assisted());
    by_somebody.find_map(|contact| Some((contact.answered?, contact.channel)))
}

/// How long a channel was open between two moments, by the rules of each; one with a pool, also one of messages, while
/// somebody was on duty.
fn open_time(rules: &Rules, channel: u8, from: Micros, to: Micros) -> Micros {
    let of_part = |(rules, part): (&Rules, Range<Micros>)| {
        let (from, to) = (from.max(part.start), to.min(part.end));
        let channel = &rules.channels[usize::from(channel)];
        let hours = channel.pool.map_or(&channel.hours, |pool| &rules.pools[pool].timetable);
        if from < to && channel.open { hours.open_time(from, to) } else { 0 }
    };
    rules.course().map(of_part).sum()
}
