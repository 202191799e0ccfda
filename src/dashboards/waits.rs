//! Figures of waiting: service level, abandonment, speed of answer.

use super::facts::{Contact, Exactly, Facts, Left, Medium, Part, Settings, seconds, whole_seconds};
use crate::scenario::timetable::Micros;
use crate::stats::Ratio;

/// How a service level counts contacts that nobody answered, by how they left the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServiceLevel {
    /// Those who hung up.
    pub hung_up: Count,
    /// Those who asked to be called back.
    pub call_back: Count,
    /// Those whom the flow moved elsewhere.
    pub moved_on: Count,
    /// Those who had waited for as long as the queue allows.
    pub timed_out: Count,
    /// Those who still wait.
    pub waiting: Count,
    /// Who says whether exactly the threshold is in time.
    pub edge: Edge,
}

/// How contacts count that nobody answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// As missed.
    Missed,
    /// Not at all.
    LeftOut,
    /// As met, if they left in time, else as missed.
    MetInTime,
    /// Not at all, if they left in time, else as missed.
    LeftOutInTime,
    /// Not at all, if they left before so many seconds, else as missed.
    LeftOutBefore(u32),
}

/// Who says whether a wait of exactly the threshold is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// It always is.
    InTime,
    /// Whoever asks for the figure.
    Chosen,
}

/// What becomes of a contact in a service level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Met,
    Missed,
    Not,
}

impl ServiceLevel {
    /// Hang-ups counted in this way; all else that was not answered is left out.
    pub const fn of_hang_ups(hung_up: Count) -> Self {
        Self {
            hung_up,
            call_back: Count::LeftOut,
            moved_on: Count::LeftOut,
            timed_out: Count::LeftOut,
            waiting: Count::LeftOut,
            edge: Edge::InTime,
        }
    }

    /// Those met of those counted.
    pub fn of(&self, facts: &Facts, settings: &Settings, part: Part) -> Ratio {
        let counted = contacts(facts, part).map(|contact| self.counted(contact, settings));
        counted.fold(Ratio::NONE, |sum, counted| match counted {
            Counted::Met => and(sum, 1, 1),
            Counted::Missed => and(sum, 0, 1),
            Counted::Not => sum,
        })
    }

    fn counted(&self, contact: &Contact, settings: &Settings) -> Counted {
        let in_time = self.is_in_time(contact.wait(), settings);
        let met_if = |met: bool| if met { Counted::Met } else { Counted::Missed };
        let not_if = |left_out: bool| if left_out { Counted::Not } else { Counted::Missed };
        let count = match contact.how {
            Left::Answered => Count::MetInTime,
            Left::HungUp => self.hung_up,
            Left::CallBack => self.call_back,
            Left::MovedOn => self.moved_on,
            Left::TimedOut => self.timed_out,
            Left::Waiting => self.waiting,
        };
        match count {
            Count::Missed => Counted::Missed,
            Count::LeftOut => Counted::Not,
            Count::MetInTime => met_if(in_time),
            Count::LeftOutInTime => not_if(in_time),
            Count::LeftOutBefore(short) => not_if(contact.wait() < seconds(short)),
        }
    }

    fn is_in_time(&self, wait: Micros, settings: &Settings) -> bool {
        match (self.edge, settings.exactly) {
            (Edge::Chosen, Exactly::Late) => wait < settings.threshold,
            _ => wait <= settings.threshold,
        }
    }
}

/// Those who hung up, of those who were answered, hung up, or left the line in a way that counts too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abandonment {
    /// Who hung up before so many seconds is left out altogether; 0 leaves out nobody.
    pub short_seconds: u32,
    /// Other ways of leaving the line that count below the line.
    pub also: &'static [Left],
}

impl Abandonment {
    /// Those who hung up of those counted.
    pub fn of(&self, facts: &Facts, part: Part) -> Ratio {
        contacts(facts, part).fold(Ratio::NONE, |sum, contact| match contact.how {
            Left::HungUp if contact.wait() < seconds(self.short_seconds) => sum,
            Left::HungUp => and(sum, 1, 1),
            Left::Answered => and(sum, 0, 1),
            how if self.also.contains(&how) => and(sum, 0, 1),
            _ => sum,
        })
    }
}

/// How fast contacts are answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Mean wait of those answered.
    MeanOfAnswered,
    /// Mean wait of all who no longer wait.
    MeanOfAll,
    /// Moves by a quarter towards each answered contact's wait, in order of answering, in whole seconds rounded down;
    /// begins at 0, and is looked at when all is.
    MovingAverage,
}

impl Answer {
    /// The wait (micro-minutes) by contact; of a moving average the last value (seconds).
    pub fn of(self, facts: &Facts, part: Part) -> Ratio {
        let left_the_line = || contacts(facts, part).filter(|contact| contact.how != Left::Waiting);
        let answered = || left_the_line().filter(|contact| contact.how == Left::Answered);
        let mean = |sum, contact: &Contact| and(sum, contact.wait().into(), 1);
        match self {
            Self::MeanOfAnswered => answered().fold(Ratio::NONE, mean),
            Self::MeanOfAll => left_the_line().fold(Ratio::NONE, mean),
            Self::MovingAverage => moving_average(answered().filter(|contact| contact.left <= facts.until)),
        }
    }
}

/// The moving average after the last contact; contacts answered at one moment in the order in which they entered.
fn moving_average<'a>(answered: impl Iterator<Item = &'a Contact>) -> Ratio {
    let mut in_order: Vec<&Contact> = answered.collect();
    in_order.sort_by_key(|contact| (contact.left, contact.entered, contact.customer, contact.case));
    if in_order.is_empty() {
        return Ratio::NONE;
    }
    let by_the_clock = |contact: &Contact| whole_seconds(contact.left) - whole_seconds(contact.entered);
    let moved = |average: u64, contact: &&Contact| (3 * average + by_the_clock(contact)) / 4;
    Ratio::total(in_order.iter().fold(0, moved).into())
}

/// The contacts of a part; of all channels together without letters, whose writers do something else meanwhile.
fn contacts(facts: &Facts, part: Part) -> impl Iterator<Item = &Contact> {
    let counts = move |contact: &&Contact| match part {
        Part::All => contact.medium != Medium::Mail,
        Part::Channel(_) => part.holds(contact.channel),
    };
    facts.contacts.iter().filter(counts)
}

/// A sum with a part more.
pub(super) fn and(mut sum: Ratio, numerator: i128, denominator: u64) -> Ratio {
    sum += Ratio { numerator, denominator };
    sum
}
