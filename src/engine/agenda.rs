//! What happens next: events in the order of their content, never of their history.

use crate::scenario::timetable::{DAY, Micros};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Kinds of events, in the order in which they happen at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// A staff pool's shift changes (customer: the pool).
    Shift = 0,
    /// An agent finishes a piece of work (customer: the pool; id: the agent).
    Work = 1,
    /// A journey's time has come.
    Journey = 2,
    /// A need arises.
    Need = 3,
}

/// Something that happens at a moment to somebody. The order of the fields is the order of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// Time and kind in one number.
    key: u64,
    /// Customer or pool.
    pub who: u32,
    /// Journey (cause and number) or agent.
    pub id: u32,
}

impl Event {
    /// An event.
    pub const fn new(at: Micros, kind: Kind, who: u32, id: u32) -> Self {
        Self { key: at << 2 | kind as u64, who, id }
    }

    /// When.
    pub const fn at(self) -> Micros {
        self.key >> 2
    }

    /// What kind.
    pub const fn kind(self) -> Kind {
        match self.key & 3 {
            0 => Kind::Shift,
            1 => Kind::Work,
            2 => Kind::Journey,
            _ => Kind::Need,
        }
    }
}

/// Events to come.
pub trait Agenda {
    /// Adds an event that is not before any taken so far.
    fn push(&mut self, event: Event);
    /// Takes the first.
    fn pop(&mut self) -> Option<Event>;
    /// Looks at the first.
    fn first(&mut self) -> Option<Event>;
}

/// For the few events of one customer.
#[derive(Debug, Default)]
pub struct Few(BinaryHeap<Reverse<Event>>);

impl Agenda for Few {
    fn push(&mut self, event: Event) {
        self.0.push(Reverse(event));
    }

    fn pop(&mut self) -> Option<Event> {
        self.0.pop().map(|event| event.0)
    }

    fn first(&mut self) -> Option<Event> {
        self.0.peek().map(|event| event.0)
    }
}

/// For the events of a whole market: one bucket a day, and a heap for the day at hand.
#[derive(Debug)]
pub struct Many {
    days: Vec<Vec<Event>>,
    today: usize,
    now: Few,
}

impl Many {
    /// An agenda up to a horizon.
    pub fn new(horizon: Micros) -> Self {
        Self { days: vec![Vec::new(); (horizon / DAY) as usize + 1], today: 0, now: Few::default() }
    }

    fn turn_to_next_day_with_events(&mut self) {
        while self.now.0.is_empty() && self.today + 1 < self.days.len() {
            self.today += 1;
            self.now.0 = std::mem::take(&mut self.days[self.today]).into_iter().map(Reverse).collect();
        }
    }
}

impl Agenda for Many {
    fn push(&mut self, event: Event) {
        let day = (event.at() / DAY) as usize;
        if day <= self.today {
            self.now.push(event);
        } else {
            self.days[day].push(event);
        }
    }

    fn pop(&mut self) -> Option<Event> {
        self.turn_to_next_day_with_events();
        self.now.pop()
    }

    fn first(&mut self) -> Option<Event> {
        self.turn_to_next_day_with_events();
        self.now.first()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::timetable::HOUR;

    #[test]
    fn both_agendas_give_the_same_order_whatever_the_order_of_arrival() {
        let mut events: Vec<Event> = (0..500_u64)
            .map(|n| {
                Event::new(
                    n * 7919 % 240 * HOUR,
                    [Kind::Need, Kind::Journey, Kind::Work][n as usize % 3],
                    (n % 11) as u32,
                    n as u32 % 5,
                )
            })
            .collect();
        let (mut few, mut many) = (Few::default(), Many::new(10 * DAY));
        for event in &events {
            few.push(*event);
            many.push(*event);
        }
        events.sort_unstable();
        let of_few: Vec<Event> = std::iter::from_fn(|| few.pop()).collect();
        let of_many: Vec<Event> = std::iter::from_fn(|| many.pop()).collect();
        assert_eq!(of_few, events);
        assert_eq!(of_many, events);
    }
}
