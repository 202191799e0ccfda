//! Figures of cases: the first reply, waiting, and what is done with one contact.

use super::facts::{Begun, Case, Contact, Facts, Left, Medium, Part, Settings, Status};
use super::waits::and;
use crate::scenario::timetable::{DAY, Micros};
use crate::stats::Ratio;
use std::collections::BTreeMap;

/// Time to the first message of a person that the customer sees, by case that had one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstReply {
    /// From when on.
    pub from: From,
    /// By which clock.
    pub clock: Clock,
    /// Time in these states is taken out.
    pub less: &'static [Status],
}

/// From when on a first reply is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The case was opened.
    Creation,
    /// A bot handed it over to people; where none did, it was opened. Anew after it has been opened again.
    HandOver,
}

/// By which clock time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// All of it.
    Wall,
    /// The time in which the channel is open.
    OpeningHours,
}

impl FirstReply {
    /// The time (micro-minutes) by case.
    pub fn of(&self, facts: &Facts, settings: &Settings, part: Part) -> Ratio {
        cases(facts, part).fold(Ratio::NONE, |sum, case| match case.first_reply() {
            Some(reply) => and(sum, self.waited(case, reply, settings).into(), 1),
            None => sum,
        })
    }

    fn waited(&self, case: &Case, reply: Micros, settings: &Settings) -> Micros {
        let from = match self.from {
            From::Creation => case.created,
            From::HandOver => {
                let begun = case.handed_over.unwrap_or(case.created);
                case.reopenings().filter(|&at| at <= reply).fold(begun, Micros::max)
            }
        };
        let between = |from: Micros, to: Micros| match self.clock {
            Clock::Wall => to.saturating_sub(from),
            Clock::OpeningHours => settings.open_between(case.channel, from, to),
        };
        let taken_out = case.spans_in(self.less, reply).into_iter().map(|(begun, to)| between(begun.max(from), to));
        between(from, reply) - taken_out.sum::<Micros>()
    }
}

/// Time in these states, by case, also after it has been opened again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeIn(pub &'static [Status]);

impl TimeIn {
    /// The time (micro-minutes) by case.
    pub fn of(self, facts: &Facts, part: Part) -> Ratio {
        cases(facts, part).fold(Ratio::NONE, |sum, case| {
            let time: Micros = case.spans_in(self.0, facts.until).into_iter().map(|(from, to)| to - from).sum();
            and(sum, time.into(), 1)
        })
    }
}

/// What counts as done at the first contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstContact {
    /// Of cases solved: those with exactly one call, chat or e-mail. Only for all channels together.
    OneContact,
    /// Of contacts answered, each credited to the channel in which it ended, whose window is over: those after which
    /// the customer did not turn to the firm again within so many days.
    NoneWithin {
        /// The window.
        days: u32,
    },
    /// Of cases solved: those in which the firm replied so often.
    Replies {
        /// At least.
        least: usize,
        /// At most.
        most: usize,
    },
}

impl FirstContact {
    /// Those done of those counted.
    pub fn of(self, facts: &Facts, part: Part) -> Ratio {
        match self {
            Self::OneContact if part != Part::All => Ratio::NONE,
            Self::OneContact => one_contact(facts),
            Self::NoneWithin { days } => none_within(facts, Micros::from(days) * DAY, part),
            Self::Replies { least, most } => {
                let is_done = |case: &Case| (least..=most).contains(&case.replies());
                of_solved(cases(facts, part), is_done)
            }
        }
    }
}

fn one_contact(facts: &Facts) -> Ratio {
    let counts = |contact: &&Contact| matches!(contact.medium, Medium::Call | Medium::Chat | Medium::Mail);
    let mut contacts: BTreeMap<u64, u32> = BTreeMap::new();
    for contact in facts.contacts.iter().filter(counts) {
        *contacts.entry(contact.case).or_default() += 1;
    }
    of_solved(facts.cases.iter(), |case| contacts.get(&case.number) == Some(&1))
}

fn of_solved<'a>(cases: impl Iterator<Item = &'a Case>, is_done: impl Fn(&Case) -> bool) -> Ratio {
    let solved = cases.filter(|case| case.status() == Some(Status::Solved));
    solved.fold(Ratio::NONE, |sum, case| and(sum, i128::from(is_done(case)), 1))
}

fn none_within(facts: &Facts, window: Micros, part: Part) -> Ratio {
    let mut in_order: Vec<&Contact> = facts.contacts.iter().collect();
    in_order.sort_by_key(|contact| (contact.customer, contact.entered, contact.case));
    let next = |at: usize| in_order.get(at + 1).filter(|next| next.customer == in_order[at].customer);
    let is_last = |at: usize| next(at).is_none_or(|next| next.begun_by == Begun::Anew);
    let is_over = |contact: &Contact| contact.left + window <= facts.until;
    let counts = |at: usize| {
        let contact = in_order[at];
        part.holds(contact.channel) && contact.how == Left::Answered && is_over(contact) && is_last(at)
    };
    let nobody_came = |at: usize| next(at).is_none_or(|next| next.entered > in_order[at].left + window);
    let counted = (0..in_order.len()).filter(|&at| counts(at));
    counted.fold(Ratio::NONE, |sum, at| and(sum, i128::from(nobody_came(at)), 1))
}

fn cases(facts: &Facts, part: Part) -> impl Iterator<Item = &Case> {
    facts.cases.iter().filter(move |case| part.holds(case.channel))
}
