//! What happens next: events in the order of their content, never of their history.

use crate::scenario::timetable::{MINUTE, Micros, NEVER};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Kinds of events, in the order in which they happen at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// The market changes.
    Change = 0,
    /// A staff pool's shift changes (who: the pool; id: how often the market has changed).
    Shift = 1,
    /// An agent finishes a piece of work (who: the pool; id: the agent).
    Work = 2,
    /// A journey's time has come.
    Journey = 3,
    /// A need arises.
    Need = 4,
    /// Something of a mechanism's own happens (who: whom it concerns; id: the mechanism, and what).
    Own = 5,
    /// A customer is lost by the calendar.
    Leave = 6,
}

/// Something that happens at a moment to somebody: time, kind, whom, and which journey or agent, in one number, whose
/// order is the order of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event(u128);

impl Event {
    /// An event; `who` is a customer or a pool, `id` a journey (cause and number), an agent, or what a
    /// mechanism makes of it.
    pub const fn new(at: Micros, kind: Kind, who: u32, id: u32) -> Self {
        Self((at as u128) << 67 | (kind as u128) << 64 | (who as u128) << 32 | id as u128)
    }

    /// When.
    pub const fn at(self) -> Micros {
        (self.0 >> 67) as Micros
    }

    /// What kind.
    pub const fn kind(self) -> Kind {
        match (self.0 >> 64) as u64 & 7 {
            0 => Kind::Change,
            1 => Kind::Shift,
            2 => Kind::Work,
            3 => Kind::Journey,
            4 => Kind::Need,
            5 => Kind::Own,
            _ => Kind::Leave,
        }
    }

    /// Customer or pool.
    pub const fn who(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Journey or agent.
    pub const fn id(self) -> u32 {
        self.0 as u32
    }
}

/// Events to come.
pub trait Agenda {
    /// Adds an event that is not before any taken so far.
    fn push(&mut self, event: Event);
    /// Takes the first.
    fn pop(&mut self) -> Option<Event>;
    /// A moment before which nothing happens, as far as that is easily known.
    fn quiet_until(&self) -> Micros;
    /// Tells of many events that are about to come, once.
    fn announce(&mut self) -> &[Event] {
        &[]
    }
}

/// For the few events of one customer: in order, the first at the end.
#[derive(Debug, Default)]
pub struct Few(Vec<Event>);

impl Agenda for Few {
    #[inline]
    fn push(&mut self, event: Event) {
        self.0.push(event);
        for at in (1..self.0.len()).rev() {
            if self.0[at - 1] > event {
                break;
            }
            self.0.swap(at - 1, at);
        }
    }

    #[inline]
    fn pop(&mut self) -> Option<Event> {
        self.0.pop()
    }

    #[inline]
    fn quiet_until(&self) -> Micros {
        self.0.last().map_or(NEVER, |first| first.at())
    }
}

/// For the events of a whole market: a calendar of eras, each a bucket of the events to come in it; the era at hand dealt
/// out to spans, the span at hand in order, and a heap for what is added to it (Brown 1988, in two levels as Varghese &
/// Lauck 1987, so that few places in memory are written to at a time).
#[derive(Debug)]
pub struct Many {
    eras: Vec<Bucket>,
    /// The spans of the era at hand.
    spans: [Bucket; SPANS],
    /// A span is 2^this long (10^-6 minutes).
    span_bits: u32,
    chunks: Chunks,
    /// The span at hand, counted from the start of time.
    at_hand: usize,
    /// The events that the span at hand began with, the first at the end.
    planned: Vec<Event>,
    /// Whether anybody has asked for them.
    announced: bool,
    /// Those that came up in the course of it.
    added: BinaryHeap<Reverse<Event>>,
}

/// Spans in an era.
const SPANS: usize = 256;

impl Many {
    /// An agenda for about so many events up to a horizon, and few from there to the end.
    pub fn new(horizon: Micros, end: Micros, events: usize) -> Self {
        let spans = events / EVENTS_TO_A_SPAN + 1;
        let span_bits = (horizon / spans as Micros).max(MINUTE).ilog2();
        Self {
            eras: vec![Bucket::default(); (end >> span_bits) as usize / SPANS + 1],
            spans: [Bucket::default(); SPANS],
            span_bits,
            chunks: Chunks::default(),
            at_hand: 0,
            planned: Vec::new(),
            announced: true,
            added: BinaryHeap::new(),
        }
    }

    fn turn_to_next_span_with_events(&mut self) {
        while self.planned.is_empty() && self.added.is_empty() && self.at_hand + 1 < self.eras.len() * SPANS {
            self.at_hand += 1;
            if self.at_hand.is_multiple_of(SPANS) {
                self.deal_out_era();
            }
            self.chunks.empty(&mut self.spans[self.at_hand % SPANS], &mut self.planned);
            self.planned.sort_unstable_by(|a, b| b.cmp(a));
            self.announced = false;
        }
    }

    fn deal_out_era(&mut self) {
        let mut era = std::mem::take(&mut self.eras[self.at_hand / SPANS]);
        while let Some(events) = self.chunks.take_last(&mut era) {
            for event in events {
                let span = (event.at() >> self.span_bits) as usize;
                self.chunks.push(&mut self.spans[span % SPANS], event);
            }
        }
    }

    /// Whether the first event is one that was added.
    fn added_is_first(&self) -> bool {
        let added = self.added.peek().map(|event| event.0);
        added.is_some_and(|added| self.planned.last().is_none_or(|planned| added < *planned))
    }
}

impl Agenda for Many {
    fn push(&mut self, event: Event) {
        let span = (event.at() >> self.span_bits) as usize;
        if span <= self.at_hand {
            self.added.push(Reverse(event));
        } else if span / SPANS == self.at_hand / SPANS {
            self.chunks.push(&mut self.spans[span % SPANS], event);
        } else {
            self.chunks.push(&mut self.eras[span / SPANS], event);
        }
    }

    fn pop(&mut self) -> Option<Event> {
        self.turn_to_next_span_with_events();
        if self.added_is_first() { self.added.pop().map(|event| event.0) } else { self.planned.pop() }
    }

    fn quiet_until(&self) -> Micros {
        0
    }

    fn announce(&mut self) -> &[Event] {
        if std::mem::replace(&mut self.announced, true) { &[] } else { &self.planned }
    }
}

/// Events of a span or an era to come, in no order: the chunk that is being filled, and how full it is.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    chunk: Option<u32>,
    len: usize,
}

/// Events in a chunk.
const CHUNK: usize = 16;
/// Events to a span, if they were spread evenly.
const EVENTS_TO_A_SPAN: usize = 64;

/// Memory of all buckets, in chunks that are used again: a bucket that grew on its own would move, and hold up to twice
/// what it needs.
#[derive(Debug, Default)]
struct Chunks {
    events: Vec<[Event; CHUNK]>,
    /// The chunk that was filled before each, of the same bucket or among those that are free.
    before: Vec<Option<u32>>,
    free: Option<u32>,
}

impl Chunks {
    fn push(&mut self, bucket: &mut Bucket, event: Event) {
        if bucket.chunk.is_none() || bucket.len == CHUNK {
            let chunk = self.take();
            self.before[chunk as usize] = bucket.chunk;
            *bucket = Bucket { chunk: Some(chunk), len: 0 };
        }
        if let Some(chunk) = bucket.chunk {
            self.events[chunk as usize][bucket.len] = event;
            bucket.len += 1;
        }
    }

    fn take(&mut self) -> u32 {
        if let Some(chunk) = self.free {
            self.free = self.before[chunk as usize];
            return chunk;
        }
        self.events.push([Event::new(0, Kind::Shift, 0, 0); CHUNK]);
        self.before.push(None);
        self.events.len() as u32 - 1
    }

    /// Moves all events of a bucket to a list.
    fn empty(&mut self, bucket: &mut Bucket, into: &mut Vec<Event>) {
        while let Some(events) = self.take_last(bucket) {
            into.extend(events);
        }
    }

    /// Takes the chunk that a bucket filled last.
    fn take_last(&mut self, bucket: &mut Bucket) -> Option<impl Iterator<Item = Event> + use<>> {
        let chunk = bucket.chunk?;
        let (events, len) = (self.events[chunk as usize], bucket.len);
        let before = std::mem::replace(&mut self.before[chunk as usize], self.free);
        self.free = Some(chunk);
        *bucket = Bucket { chunk: before, len: if before.is_some() { CHUNK } else { 0 } };
        Some(events.into_iter().take(len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::timetable::{DAY, HOUR};

    #[test]
    fn both_agendas_give_the_same_order_whatever_is_added_on_the_way() {
        for spans in [1, 10, 2_000] {
            both_give_the_same_order(Many::new(15 * DAY, 30 * DAY, spans * EVENTS_TO_A_SPAN));
        }
    }

    fn both_give_the_same_order(mut many: Many) {
        let mut events: Vec<Event> = (0..500_u64)
            .map(|n| {
                Event::new(
                    n * 7919 % 240 * HOUR,
                    [Kind::Need, Kind::Journey, Kind::Work, Kind::Own][n as usize % 4],
                    (n % 11) as u32,
                    n as u32 % 5,
                )
            })
            .collect();
        let mut few = Few::default();
        for event in &events {
            few.push(*event);
            many.push(*event);
        }
        let (mut of_few, mut of_many) = (Vec::new(), Vec::new());
        let mut later = Vec::new();
        while let Some(event) = few.pop() {
            of_few.push(event);
            of_many.extend(many.pop());
            // Every third brings another about: soon, or in some days; some of these do so again.
            if of_few.len() % 3 == 0 && event.at() < 20 * DAY {
                let at = event.at() + [0, 1, HOUR, 3 * DAY][of_few.len() % 4];
                later.push(Event::new(at, Kind::Need, of_few.len() as u32, 0));
                few.push(later[later.len() - 1]);
                many.push(later[later.len() - 1]);
            }
        }
        assert_eq!(of_many, of_few);
        assert_eq!(many.pop(), None);
        events.extend(later);
        events.sort_unstable();
        of_few.sort_unstable();
        assert_eq!(of_few, events);
    }
}
