//! Luck that belongs to customers: every draw has an address, and there is no other way to draw.
//!
//! An address is (seed, replication, customer, cause, place, purpose); the strategy is no part of it, so that every
//! strategy meets the same customers with the same luck. Each level of the address is a type of its own, which offers
//! just the draws that have a meaning there. A draw is one round of SplitMix64 (Steele, Lea & Flood 2014) started at
//! the hashed address: any draw can be made without making those before it, and a mechanism that is off draws nothing.
//!
//! Numbers of purposes and places are fixed for ever: they decide what a seed means. Channels and journey types stand in
//! an address by their names, so that where a table stands in a file, and what else stands there, moves nothing.

mod law;
pub mod maths;

pub use law::{Laws, Quantiles, Varies};

use crate::mistakes::{Mistake::DrawsTilted, is_made};
use rand::RngExt;
use rand::distr::Open01;
use rand::rand_core::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;
use std::convert::Infallible;

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64's output function.
const fn mix(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

/// The hashed address of part `number` below the address `base`.
const fn below(base: u64, number: u64) -> u64 {
    mix(base.wrapping_add(number.wrapping_add(1).wrapping_mul(GOLDEN)))
}

/// A generator of numbers that starts at an address: SplitMix64.
#[derive(Debug, Clone, Copy)]
pub struct Address(u64);

impl Address {
    /// At part `number` below the address `base`; its first number is the hashed address of that part.
    #[inline(always)]
    pub const fn new(base: u64, number: u64) -> Self {
        Self(base.wrapping_add(number.wrapping_mul(GOLDEN)))
    }
}

impl TryRng for Address {
    type Error = Infallible;

    #[inline(always)]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(GOLDEN);
        Ok(mix(self.0))
    }

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| (number >> 32) as u32)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        fill_bytes_via_next_word(bytes, || self.try_next_u64())
    }
}

/// The part of an address that a name stands for.
pub const fn named(name: &str) -> u64 {
    let (bytes, mut address, mut at) = (name.as_bytes(), 0, 0);
    while at < bytes.len() {
        address = below(address, bytes[at] as u64);
        at += 1;
    }
    address
}

/// One draw, uniform on the open interval (0, 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uniform(f64);

impl Uniform {
    /// The first number at an address: its upper 52 bits, and a half.
    #[inline(always)]
    fn at(base: u64, purpose: u64) -> Self {
        let draw: f64 = Address::new(base, purpose).sample(Open01);
        Self(if is_made(DrawsTilted) { draw.powf(1.05) } else { draw })
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// True with this probability: never at 0, always at 1.
    pub fn falls_below(self, probability: f64) -> bool {
        self.0 < probability
    }
}

/// The luck of one replication.
#[derive(Debug, Clone, Copy)]
pub struct ReplicationLuck(u64);

impl ReplicationLuck {
    /// The luck of a replication of a run with this seed; a number below 2^53, which every program that reads it keeps.
    pub const fn new(seed: u64, replication: u32) -> Self {
        Self(below(mix(seed), replication as u64) >> 11)
    }

    /// The seed of this replication, for the record.
    pub const fn seed(self) -> u64 {
        self.0
    }

    /// A mechanism's luck that all customers share; mechanisms by their [`named`] addresses.
    pub const fn market(self, mechanism: u64) -> OwnLuck {
        // Customers' numbers end before this.
        OwnLuck(below(below(self.0, 1 << 32), mechanism))
    }

    /// A customer's luck.
    pub const fn customer(self, customer: u32) -> CustomerLuck {
        let own = below(self.0, customer as u64);
        CustomerLuck { own, journeys: below(own, JOURNEYS) }
    }
}

/// The luck of a mechanism at some place of an address: the market's, a customer's, a journey's, a contact's. It draws by
/// purposes that the mechanism numbers for itself.
#[derive(Debug, Clone, Copy)]
pub struct OwnLuck(u64);

impl OwnLuck {
    /// A draw for one purpose.
    #[inline]
    pub fn draw(self, purpose: u64) -> Uniform {
        Uniform::at(self.0, purpose)
    }

    /// The same of one of many alike: a day, a message.
    #[must_use]
    pub const fn of(self, number: u64) -> Self {
        Self(below(self.0, number))
    }
}

/// The luck of one customer: traits, and the way to everything that happens to them.
#[derive(Debug, Clone, Copy)]
pub struct CustomerLuck {
    own: u64,
    /// The address of all journeys.
    journeys: u64,
}

const REACH: u64 = 1 << 8;
const TASTE: u64 = 2 << 8;
const OTHER_KIND: u64 = named("needs of the other kind");
const RATE: u64 = 3 << 8;
const JOURNEYS: u64 = 1 << 24;

impl CustomerLuck {
    /// Which segment.
    #[inline]
    pub fn segment(self) -> Uniform {
        Uniform::at(self.own, 0)
    }

    /// How much failed effort a journey may cost.
    #[inline]
    pub fn tolerance(self) -> Uniform {
        Uniform::at(self.own, 1)
    }

    /// How easily lost.
    #[inline]
    pub fn propensity(self) -> Uniform {
        Uniform::at(self.own, 2)
    }

    /// Whether a channel is within reach; channels and journey types by their [`named`] addresses.
    #[inline]
    pub fn reach(self, channel: u64) -> Uniform {
        Uniform::at(self.own, channel.wrapping_add(REACH))
    }

    /// How much a channel is liked.
    #[inline]
    pub fn taste(self, channel: u64) -> Uniform {
        Uniform::at(self.own, channel.wrapping_add(TASTE))
    }

    /// How often a journey type is needed, or when the contract's first term ends.
    #[inline]
    pub fn rate(self, journey: u64) -> Uniform {
        Uniform::at(self.own, journey.wrapping_add(RATE))
    }

    /// The same where needs become of the other kind in the course of a run.
    pub fn rate_of_other_kind(self, journey: u64) -> Uniform {
        self.own(OTHER_KIND).of(journey).draw(0)
    }

    /// A mechanism's luck with this customer.
    pub const fn own(self, mechanism: u64) -> OwnLuck {
        OwnLuck(below(self.own, mechanism))
    }

    /// The luck of the `k`-th need of a cause; `address` is the cause's own (see [`cause_address`]).
    pub const fn journey(self, address: u64, k: u32) -> JourneyLuck {
        JourneyLuck(below(self.journeys.wrapping_add(address), k as u64))
    }
}

/// The address of a cause: a journey type that is needed (`parent` 0), or one that follows the cause `parent`; the type by
/// its [`named`] address.
pub const fn cause_address(parent: u64, journey: u64) -> u64 {
    below(parent, journey)
}

/// The luck of one journey.
#[derive(Debug, Clone, Copy)]
pub struct JourneyLuck(u64);

const CONTACTS: u64 = 1 << 16;
const DECISIONS: u64 = 2 << 16;
const ATTEMPTS: u64 = 3 << 16;

impl JourneyLuck {
    /// Time from the need before to this one.
    #[inline]
    pub fn gap(self) -> Uniform {
        Uniform::at(self.0, 0)
    }

    /// How much of the customer's tolerance this journey has.
    #[inline]
    pub fn budget(self) -> Uniform {
        Uniform::at(self.0, 1)
    }

    /// Value if completed.
    #[inline]
    pub fn value(self) -> Uniform {
        Uniform::at(self.0, 2)
    }

    /// Whether the customer is lost over it.
    #[inline]
    pub fn loss(self) -> Uniform {
        Uniform::at(self.0, 3)
    }

    /// Whether this journey follows the one before.
    #[inline]
    pub fn follows(self) -> Uniform {
        Uniform::at(self.0, 4)
    }

    /// How long after the one before it follows.
    #[inline]
    pub fn delay(self) -> Uniform {
        Uniform::at(self.0, 5)
    }

    /// A mechanism's luck with this journey.
    pub const fn own(self, mechanism: u64) -> OwnLuck {
        OwnLuck(below(self.0, mechanism))
    }

    /// The luck of a contact by its number.
    pub const fn contact(self, number: u16) -> ContactLuck {
        ContactLuck(below(self.0, CONTACTS + number as u64))
    }

    /// The choice of a channel, by the number of the decision.
    #[inline]
    pub fn choice(self, decision: u16) -> Uniform {
        Uniform::at(self.0, DECISIONS + u64::from(decision))
    }

    /// The luck of an attempt at a step, by position of the step in the journey and number of the attempt.
    pub const fn attempt(self, step: u8, attempt: u16) -> AttemptLuck {
        AttemptLuck(below(self.0, ATTEMPTS + ((step as u64) << 16) + attempt as u64))
    }
}

/// The luck of one contact.
#[derive(Debug, Clone, Copy)]
pub struct ContactLuck(u64);

impl ContactLuck {
    /// Before the first contact; nobody draws from it.
    pub const NONE: Self = Self(0);

    /// A mechanism's luck with this contact.
    pub const fn own(self, mechanism: u64) -> OwnLuck {
        OwnLuck(below(self.0, mechanism))
    }

    /// Whether recognised.
    #[inline]
    pub fn recognised(self) -> Uniform {
        Uniform::at(self.0, 0)
    }

    /// Whether context survived.
    #[inline]
    pub fn context(self) -> Uniform {
        Uniform::at(self.0, 1)
    }

    /// Whether the channels agree.
    #[inline]
    pub fn consistent(self) -> Uniform {
        Uniform::at(self.0, 2)
    }

    /// Whether a conflict is for the better.
    #[inline]
    pub fn better(self) -> Uniform {
        Uniform::at(self.0, 3)
    }

    /// How long the customer waits in the queue before hanging up.
    #[inline]
    pub fn patience(self) -> Uniform {
        Uniform::at(self.0, 4)
    }

    /// Whether the customer goes on after hanging up.
    #[inline]
    pub fn retry(self) -> Uniform {
        Uniform::at(self.0, 5)
    }

    /// Pause before the next contact.
    #[inline]
    pub fn pause(self) -> Uniform {
        Uniform::at(self.0, 6)
    }

    /// Time after the next opening, when all is closed, at the `n`-th try.
    #[inline]
    pub fn opening(self, n: u8) -> Uniform {
        Uniform::at(self.0, 16 + u64::from(n))
    }

    /// Whether a failed step is passed on.
    #[inline]
    pub fn transfer(self) -> Uniform {
        Uniform::at(self.0, 8)
    }

    /// Whether it is passed on to the best channel.
    #[inline]
    pub fn routed_right(self) -> Uniform {
        Uniform::at(self.0, 9)
    }

    /// Where it goes otherwise.
    #[inline]
    pub fn misrouted(self) -> Uniform {
        Uniform::at(self.0, 10)
    }

    /// Whether the transfer is warm.
    #[inline]
    pub fn warm(self) -> Uniform {
        Uniform::at(self.0, 11)
    }
}

/// The luck of one attempt at a step.
#[derive(Debug, Clone, Copy)]
pub struct AttemptLuck(u64);

impl AttemptLuck {
    /// Before the first attempt; nobody draws from it.
    pub const NONE: Self = Self(0);

    /// A mechanism's luck with this attempt.
    pub const fn own(self, mechanism: u64) -> OwnLuck {
        OwnLuck(below(self.0, mechanism))
    }

    /// Whether the customer leaves.
    #[inline]
    pub fn leave(self) -> Uniform {
        Uniform::at(self.0, 0)
    }

    /// Whether it succeeds.
    #[inline]
    pub fn success(self) -> Uniform {
        Uniform::at(self.0, 1)
    }

    /// How long it takes.
    #[inline]
    pub fn minutes(self) -> Uniform {
        Uniform::at(self.0, 2)
    }
}

#[cfg(test)]
mod tests;
