//! What is remembered of customers: what their messages have left behind, and what they did since.

use super::super::by_customer::ByCustomer;
use crate::scenario::timetable::Micros;
use std::num::NonZeroU64;

/// What all that is sent looks at.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Contact pressure after the last message, and when that came.
    pub pressure: f64,
    pub at: Micros,
    /// Campaigns, as bits, to which they have responded.
    pub responded: u64,
    /// Channels, as bits, of which the customer has opted out.
    pub opted_out: u16,
    /// Whether a message has come since the warm-up.
    pub is_reached: bool,
}

/// What only some markets look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// When somebody joined.
    pub joined: bool,
    /// When so many last messages came.
    pub last: usize,
    /// When the last message of each of so many campaigns came.
    pub campaigns: usize,
    /// When a journey of each of so many types was last completed.
    pub types: usize,
    /// Of so many types, for how many needs a response has taken the place.
    pub taken: usize,
}

/// A moment, if there is one: counted from 1, so that it takes no more room than a moment.
type When = Option<NonZeroU64>;

/// All that is remembered; what nobody asks for has no cells.
#[derive(Debug, Clone)]
pub struct Memory {
    heard: ByCustomer<Heard>,
    joined: ByCustomer<When>,
    last: ByCustomer<When>,
    last_of: ByCustomer<When>,
    completed: ByCustomer<When>,
    taken: ByCustomer<u32>,
}

impl Memory {
    pub const fn new(asked: Asked, at_the_start: u32) -> Self {
        Self {
            heard: ByCustomer::new(1, at_the_start),
            joined: ByCustomer::new(asked.joined as usize, at_the_start),
            last: ByCustomer::new(asked.last, at_the_start),
            last_of: ByCustomer::new(asked.campaigns, at_the_start),
            completed: ByCustomer::new(asked.types, at_the_start),
            taken: ByCustomer::new(asked.taken, at_the_start),
        }
    }

    /// What all that is sent looks at, of a customer.
    pub fn heard(&mut self, who: u32) -> &mut Heard {
        &mut self.heard.row_mut(who)[0]
    }

    /// Somebody joins.
    pub fn joins(&mut self, who: u32, now: Micros) {
        note(&mut self.joined, who, 0, now);
    }

    /// When somebody joined, where that is asked for.
    pub fn joined(&self, who: u32) -> Option<Micros> {
        noted(&self.joined, who, 0)
    }

    /// A campaign has sent a message.
    pub fn gets(&mut self, who: u32, campaign: usize, now: Micros) {
        note(&mut self.last_of, who, campaign, now);
        let last = self.last.row_mut(who);
        last.rotate_right(1.min(last.len()));
        note(&mut self.last, who, 0, now);
    }

    /// When the last messages came, where that is asked for.
    pub fn last(&self, who: u32) -> impl Iterator<Item = Micros> {
        self.last.row(who).into_iter().flatten().copied().flatten().map(moment)
    }

    /// When the last message of a campaign came, where that is asked for.
    pub fn last_of(&self, who: u32, campaign: usize) -> Option<Micros> {
        noted(&self.last_of, who, campaign)
    }

    /// A journey is completed.
    pub fn completes(&mut self, who: u32, journey: usize, now: Micros) {
        note(&mut self.completed, who, journey, now);
    }

    /// When a journey of a type was last completed, where that is asked for.
    pub fn completed(&self, who: u32, journey: usize) -> Option<Micros> {
        noted(&self.completed, who, journey)
    }

    /// A response takes the place of a need.
    pub fn takes(&mut self, who: u32, journey: usize) {
        self.taken.row_mut(who)[journey] += 1;
    }

    /// Whether a need that is about to arise does not, since a response has taken its place.
    pub fn is_taken(&mut self, who: u32, journey: usize) -> bool {
        let is_taken = self.taken.row(who).is_some_and(|taken| taken[journey] > 0);
        if is_taken {
            self.taken.row_mut(who)[journey] -= 1;
        }
        is_taken
    }

    /// Forgets everybody.
    pub fn clear(&mut self) {
        self.heard.clear();
        for table in [&mut self.joined, &mut self.last, &mut self.last_of, &mut self.completed] {
            table.clear();
        }
        self.taken.clear();
    }
}

fn note(table: &mut ByCustomer<When>, who: u32, at: usize, now: Micros) {
    if let Some(cell) = table.row_mut(who).get_mut(at) {
        *cell = NonZeroU64::new(now + 1);
    }
}

fn noted(table: &ByCustomer<When>, who: u32, at: usize) -> Option<Micros> {
    table.row(who)?.get(at).copied().flatten().map(moment)
}

const fn moment(counted: NonZeroU64) -> Micros {
    counted.get() - 1
}
