//! The living state of a customer and of an open journey.

use super::experience::{Ended, LastStraw};
use super::rules::{self, Attempt, NOWHERE, Rules, Weights};
use super::traits::Traits;
use crate::chance::{AttemptLuck, ContactLuck, JourneyLuck};
use crate::scenario::timetable::Micros;
use crate::scenario::{MOST_CHANNELS, MOST_STEPS};

/// Stands for "no journey".
pub const NO_JOURNEY: u32 = u32::MAX;
/// Numbers of needs that fit beside the cause in an id.
const MOST_NEEDS: u32 = (1 << CAUSE_SHIFT) - 1;
/// The need with which a customer joins has the last of them.
pub const JOINING_NEED: u32 = MOST_NEEDS;
/// Needs that arise beyond the usual, while a change lets more arise, are numbered from here.
pub const MORE_NEEDS: u32 = 1 << (CAUSE_SHIFT - 1);
/// Those every so many days that only a change brings, from here.
pub const REGULAR_NEEDS: u32 = MORE_NEEDS + MORE_NEEDS / 2;
const CAUSE_SHIFT: u32 = 24;

/// The id of a journey: its cause, and the number of the need at its root.
pub const fn journey_id(cause: usize, k: u32) -> u32 {
    (cause as u32) << CAUSE_SHIFT | k
}

/// The cause and the number of the need, from a journey's id.
pub const fn cause_and_need(id: u32) -> (usize, u32) {
    ((id >> CAUSE_SHIFT) as usize, id & MOST_NEEDS)
}

/// What a customer carries from journey to journey.
#[derive(Debug, Clone, Copy)]
pub struct Customer {
    /// Satisfaction in [0, 1].
    pub satisfaction: f64,
    /// Slot of the customer's first open journey.
    pub journeys: u32,
    /// The segment.
    pub segment: u8,
    /// The channel used last.
    pub last_channel: u8,
    /// Whether lost.
    pub lost: bool,
    /// What this customer has done since the warm-up, or at any time, as bits.
    done: u8,
}

/// Ended a journey with a value, in whatever way.
const VISITED: u8 = 1;
/// Completed one.
const BOUGHT: u8 = 2;
/// Has seen the goods, whenever that was.
const SEEN: u8 = 4;

/// What a customer did for the first time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct First {
    /// Ended a journey with a value, in whatever way.
    pub visit: bool,
    /// Completed one.
    pub order: bool,
}

impl Customer {
    /// A customer who comes in.
    pub fn new(rules: &Rules, segment: u8) -> Self {
        Self {
            satisfaction: rules.whole.experience.start,
            journeys: NO_JOURNEY,
            segment,
            last_channel: NOWHERE,
            lost: false,
            done: 0,
        }
    }

    /// Whether the customer has seen the goods.
    pub const fn has_seen_the_goods(&self) -> bool {
        self.done & SEEN != 0
    }

    /// The customer has seen the goods from now on.
    pub const fn sees_the_goods(&mut self) {
        self.done |= SEEN;
    }

    /// What the customer does for the first time by ending this journey; from now on it is done.
    pub fn first(&mut self, journey: &Journey, ended: Ended) -> First {
        let now = match journey.kind.value {
            None => 0,
            Some(_) if ended.is_completed() => VISITED | BOUGHT,
            Some(_) => VISITED,
        };
        let new = now & !self.done;
        self.done |= now;
        First { visit: new & VISITED != 0, order: new & BOUGHT != 0 }
    }
}

/// What a journey does next when its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Chooses a channel.
    Choosing,
    /// Enters the channel that it is bound for, unless the journey is over by then, or the channel closed.
    Entering,
    /// Arrives there.
    Arriving(Arrival),
    /// Loses patience in the queue.
    Waiting,
    /// Waits no longer for the agent who knows the case alone.
    WaitingForAgent,
    /// Is turned away at closing.
    TurnedAway,
    /// Ends an attempt at a step.
    Served,
    /// Ends a contact.
    Leaving(ContactEnd),
    /// Comes back, having seemed completed.
    Reopening,
    /// Ends.
    Ending(Ended),
}

/// How a contact that was served ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactEnd {
    /// The customer leaves for reasons of their own.
    Left,
    /// The last step is done.
    Completed,
    /// A step failed.
    Failed,
    /// The next step is to be done in another channel, the one that the journey is bound for.
    On,
    /// No channel within reach offers the next step.
    Stuck,
}

/// How a contact comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// By the customer's own choice.
    Chosen,
    /// Passed on without context.
    Cold,
    /// Passed on with context, keeping the place in the queue.
    Warm,
    /// By the customer's own choice, and served by the agent who knows the case.
    Known,
}

impl Arrival {
    /// Whether the customer came of their own choice, whoever served them.
    #[inline(always)]
    pub const fn is_chosen(self) -> bool {
        matches!(self, Self::Chosen | Self::Known)
    }

    /// Whether whoever serves has the context, whatever integration there is.
    #[inline(always)]
    pub const fn keeps_context(self) -> bool {
        matches!(self, Self::Warm | Self::Known)
    }
}

/// What was asked at a seam to know who the customer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Nothing.
    NotAsked,
    /// The customer had to say who they are.
    Asked,
    /// Nothing, but the record was somebody else's.
    Mistaken,
}

/// Number of these.
pub const IDENTITIES: usize = Identity::Mistaken as usize + 1;

/// The causes of effort, in the order in which they are reported.
pub const EFFORT_CAUSES: [&str; 5] = ["waiting", "handling", "access", "identification", "rebuilding"];
/// Effort by cause (weighted micro-minutes).
pub type Effort = [Micros; EFFORT_CAUSES.len()];

/// The contact under way, or the last one.
#[derive(Debug, Clone, Copy)]
pub struct Contact {
    /// Its luck.
    pub luck: ContactLuck,
    /// The luck of the attempt under way.
    pub attempt: AttemptLuck,
    /// When the customer arrived; on the way there, when they set out.
    pub arrived: Micros,
    /// From when its place in the queue counts.
    pub since: Micros,
    /// When the service, or the attempt under way, began.
    pub began: Micros,
    /// Time of the attempt under way that went into identification and rebuilding.
    pub overhead: Micros,
    /// Time served so far.
    pub handled: Micros,
    /// How it came about.
    pub arrival: Arrival,
    /// What the channel was when it arrived.
    pub form: u8,
    /// Effort of the journey when it began.
    pub effort_before: Micros,
    /// Whether the next attempt is the first after context was lost.
    pub cold: bool,
    /// Whether the channel told a better price or news than the one before.
    pub better: bool,
    /// Whether it told a worse one.
    pub worse: bool,
    /// How much of what can be known of the customer the channel knew on arrival, 0 to 1.
    pub known: f64,
}

/// Somebody who serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agent {
    /// The number of the pool.
    pub pool: u32,
    /// The number among its agents.
    pub number: u32,
}

impl Agent {
    /// Nobody of any pool.
    pub const NOBODY: Self = Self { pool: u32::MAX, number: 0 };
}

/// One need on its way to an end.
#[allow(clippy::struct_excessive_bools, reason = "facts that hold in any combination")]
#[derive(Debug, Clone)]
pub struct Journey<'a> {
    /// The rules of its type.
    pub kind: &'a rules::Journey,
    /// The customer.
    pub customer: u32,
    /// Cause in the upper 8 bits, number of the need in the lower 24: unique for the customer.
    pub id: u32,
    /// Slot of the customer's next open journey.
    pub next: u32,
    /// The customer's segment.
    pub segment: u8,
    /// The number of segment and type together, for tables of both.
    pub cell: u16,
    /// The step reached.
    pub step: u8,
    /// The channel of the contact under way, or of the last one.
    pub channel: u8,
    /// The channel of the contact before that.
    pub before: u8,
    /// The channel that was last told the story: that of the last contact served to its end.
    pub told: u8,
    /// Who served the last contact that a pool served, where agents know cases.
    pub served_by: Agent,
    /// The channel of the first contact.
    pub first_channel: u8,
    /// The self-service channel in which the basket at hand was filled.
    pub basket: u8,
    /// The stock pool from which a unit was taken, or [`NOWHERE`].
    pub unit_from: u8,
    /// Whether the basket at hand holds all twice.
    pub holds_twice: bool,
    /// Whether it has just met an older one, which has to be set aside.
    pub sets_aside: bool,
    /// Whether a contact was served where customers see the goods.
    pub saw_the_goods: bool,
    /// The channel of the next contact, where that is known before it begins.
    pub bound_for: u8,
    /// What comes next.
    pub phase: Phase,
    /// When it comes, if nothing else happens before.
    pub due: Micros,
    /// When the need arose.
    pub started: Micros,
    /// When it is given up, unless a contact is under way then.
    pub over: Micros,
    /// Its luck.
    pub luck: JourneyLuck,
    /// Channels the customer can use, as bits.
    pub reach: u16,
    /// Channels that the customer turned to at least once, as bits.
    pub once: u16,
    /// Channels that the customer turned to more than once, as bits.
    pub again: u16,
    /// Contacts, transfers included.
    pub contacts: u16,
    /// Turns to somebody who serves: contacts that the customer began, or was put through to from self-service.
    pub initiated_assisted: u16,
    /// Whether somebody who serves was met since the customer last turned anywhere.
    pub met_somebody: bool,
    /// Contacts that failed and were not passed on.
    pub failed: u16,
    /// Times that it came back, having seemed completed.
    pub reopened: u16,
    /// What last went wrong.
    pub last_straw: LastStraw,
    /// Contacts in another channel than the one before.
    pub switches: u16,
    /// Steps done again because context was lost.
    pub repeats: u16,
    /// Contacts passed on.
    pub transfers: u16,
    /// Of those, cold.
    pub cold_transfers: u16,
    /// Conflicts for the worse.
    pub worse: u16,
    /// Conflicts for the better.
    pub better: u16,
    /// Times that what was wanted was out of stock.
    pub stock_outs: u16,
    /// Share of the questions that would follow which its last contact that was served has anticipated.
    pub anticipated: f64,
    /// Whether the price was accepted in a contact with the better price.
    pub discounted: bool,
    /// What was asked at the last seam to know who the customer is.
    pub identity: Identity,
    /// Whether the last seam lost context.
    pub lost_context: bool,
    /// Contacts that met somebody else's record.
    pub wrong_records: u16,
    /// Choices made.
    pub decisions: u16,
    /// Openings missed before the contact to come.
    pub openings_missed: u8,
    /// Attempts at each step.
    pub attempts: [u16; MOST_STEPS],
    /// Effort so far.
    pub effort: Effort,
    /// Effort so far, over all causes.
    pub total_effort: Micros,
    /// Effort of failed contacts so far.
    pub failed_effort: Micros,
    /// The contact under way, or the last one.
    pub contact: Contact,
    /// Liking of each channel as a factor.
    pub liking: [f32; MOST_CHANNELS],
}

impl<'a> Journey<'a> {
    /// A need that has just arisen, for a customer with these traits.
    pub fn new(rules: &'a Rules, traits: &mut Traits, id: u32, now: Micros) -> Self {
        let (cause, k) = cause_and_need(id);
        let cause = &rules.causes[cause];
        let own = traits.luck.journey(cause.address, k);
        let kind = &rules.journeys[cause.journey];
        let reach = traits.reach(rules, now);
        Self {
            kind,
            customer: traits.customer,
            id,
            next: NO_JOURNEY,
            segment: traits.segment,
            cell: (usize::from(traits.segment) * rules.journeys.len() + cause.journey) as u16,
            step: 0,
            channel: NOWHERE,
            before: NOWHERE,
            told: NOWHERE,
            served_by: Agent::NOBODY,
            first_channel: NOWHERE,
            basket: NOWHERE,
            unit_from: NOWHERE,
            holds_twice: false,
            sets_aside: false,
            saw_the_goods: false,
            bound_for: NOWHERE,
            phase: Phase::Choosing,
            due: now,
            started: now,
            over: now + kind.give_up,
            luck: own,
            reach,
            once: 0,
            again: 0,
            contacts: 0,
            initiated_assisted: 0,
            met_somebody: false,
            failed: 0,
            reopened: 0,
            last_straw: LastStraw::Nothing,
            switches: 0,
            repeats: 0,
            transfers: 0,
            cold_transfers: 0,
            worse: 0,
            better: 0,
            stock_outs: 0,
            anticipated: 0.0,
            discounted: false,
            identity: Identity::NotAsked,
            lost_context: false,
            wrong_records: 0,
            decisions: 0,
            openings_missed: 0,
            attempts: [0; MOST_STEPS],
            effort: [0; EFFORT_CAUSES.len()],
            total_effort: 0,
            failed_effort: 0,
            contact: Contact::NONE,
            liking: *traits.liking(rules, reach & kind.offered_at_all),
        }
    }

    /// The step reached, in a range that every table by step has. (No step is reached where all are done.)
    #[inline(always)]
    pub fn step(&self) -> usize {
        usize::from(self.step) % MOST_STEPS
    }

    /// Whether a choice of a channel for the step reached looks at queues or stock.
    #[inline(always)]
    pub fn looks_around(&self) -> bool {
        self.kind.judged[self.step()] & self.reach != 0
    }

    /// Whether the choice after the step reached, in the channel of the contact under way, looks at other queues, or at stock.
    #[inline(always)]
    pub fn looks_around_after_step(&self) -> bool {
        self.kind.judged[self.step() + 1] & self.reach & !(1 << self.channel) != 0
    }

    /// How an attempt at the step reached goes in the channel of the contact under way.
    #[inline(always)]
    pub fn attempt(&self) -> &'a Attempt {
        debug_assert!(self.channel < NOWHERE);
        &self.kind.attempts[self.step()][usize::from(self.channel) % MOST_CHANNELS]
    }

    /// The weights of the channels for the step reached, after the channel `before`.
    #[inline]
    pub fn weights(&self, before: u8) -> &'a Weights {
        &self.kind.weights[self.row()][usize::from(before)]
    }

    /// The same, summed up to and including each channel.
    #[inline(always)]
    pub fn running_weights(&self, before: u8) -> &'a Weights {
        &self.kind.running_weights[self.row()][usize::from(before)]
    }

    #[inline(always)]
    fn row(&self) -> usize {
        usize::from(self.segment) * self.kind.steps + usize::from(self.step)
    }

    /// The channels, as bits, that offer the step reached.
    #[inline]
    pub fn offered(&self) -> u16 {
        self.kind.offered[self.step()]
    }

    /// Whether the story was last told in another channel than that of the contact at hand.
    #[inline]
    pub fn is_after_switch(&self) -> bool {
        self.told != NOWHERE && self.told != self.channel
    }

    /// Whether the step reached has to be done elsewhere: the journey has been sent back to it.
    #[inline(always)]
    pub fn is_sent_back(&self) -> bool {
        self.kind.sends_back && self.offered() >> self.channel & 1 == 0
    }

    /// Adds to the effort so far.
    #[inline]
    pub fn take_effort(&mut self, cause: usize, time: Micros) {
        self.effort[cause] += time;
        self.total_effort += time;
    }

    /// The channels, as bits, that offer the step reached and that the customer can use.
    #[inline]
    pub fn possible(&self) -> u16 {
        self.offered() & self.reach
    }
}

impl Contact {
    const NONE: Self = Self {
        luck: ContactLuck::NONE,
        attempt: AttemptLuck::NONE,
        arrived: 0,
        since: 0,
        began: 0,
        overhead: 0,
        handled: 0,
        arrival: Arrival::Chosen,
        form: 0,
        effort_before: 0,
        cold: false,
        better: false,
        worse: false,
        known: 0.0,
    };
}
