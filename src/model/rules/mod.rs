//! A market compiled for one strategy: every rule as a table indexed by number, so that the walk neither searches nor
//! computes what could be known before.

mod causes;
mod compile;
mod course;

pub use causes::{Cause, Follower};

use super::joining::Joining;
use super::mechanism::Mechanism;
use super::needs::Rhythm;
use crate::chance::{Quantiles, Varies};
use crate::scenario::meant::{self, Kind, LostContext, Reach};
use crate::scenario::timetable::{Micros, NEVER, Timetable};
use crate::scenario::{MOST_CHANNELS, MOST_STEPS, typed};
use std::ops::Range;
use std::sync::Arc;

/// Stands for "no channel yet", and is the row of a first contact in tables by the channel before.
pub const NOWHERE: u8 = MOST_CHANNELS as u8;
/// Rows of a table by the channel before.
pub const BEFORE: usize = MOST_CHANNELS + 1;
/// Weights of the channels in a choice, by channel.
pub type Weights = [f64; MOST_CHANNELS];
/// How likely who is recognised meets somebody else's record: `[before][channel]`, before = [`NOWHERE`] for a first
/// contact.
pub type WrongMatch = [[f64; MOST_CHANNELS]; BEFORE];

/// Everything that a replication needs to know, and that none can change.
#[allow(clippy::struct_excessive_bools, reason = "facts that hold in any combination")]
#[derive(Debug, Clone)]
pub struct Rules {
    /// Number of customers.
    pub customers: u32,
    /// End of the run.
    pub horizon: Micros,
    /// Contacts in line or in service at the horizon are followed up to here.
    pub followed_until: Micros,
    /// Start of what is reported.
    pub warm_up: Micros,
    /// Who is served after at most so long was served in time.
    pub in_time: Micros,
    /// Journeys that begin from here on may not end within the run, and are not counted.
    pub counted_until: Micros,
    /// Channels by number.
    pub channels: Vec<Channel>,
    /// What channels are in the course of the run: what each is at the start, by its number, then what they become.
    pub forms: Vec<Form>,
    /// Segments by number.
    pub segments: Vec<Segment>,
    /// Journey types by number.
    pub journeys: Vec<Journey>,
    /// Causes of journeys: first each journey type's own needs, then each campaign, then what follows from what.
    pub causes: Vec<Cause>,
    /// Staff pools by number.
    pub pools: Vec<Pool>,
    /// Number of stock pools.
    pub stock_pools: usize,
    /// Campaigns by number.
    pub campaigns: Vec<Campaign>,
    /// What their messages do to a customer.
    pub outreach: typed::Outreach,
    /// An unwelcome message is not sent.
    pub suppressed: f64,
    /// The mechanisms that the market has.
    pub mechanisms: Vec<Arc<dyn Mechanism>>,
    /// Factor on all needs of a day.
    pub day_factor: Quantiles,
    /// Factor of the channel used last, on a first contact.
    pub habit: f64,
    /// Whether habit pulls at all.
    pub habit_pulls: bool,
    /// Push of an expected wait (logit per minute).
    pub wait_aversion: f64,
    /// Push of a channel that is sure to be out of stock (logit).
    pub stockout_aversion: f64,
    /// Where customers see the goods, and what that does.
    pub showroom: meant::Showroom,
    /// Weight of not pursuing a need; 0: every need is pursued.
    pub outside: f64,
    /// A transfer goes to the best channel.
    pub routed_right: f64,
    /// Who is recognised meets somebody else's record; nothing, where nobody ever does and each contact is recognised by
    /// luck of its own.
    pub wrong_match: Option<Box<WrongMatch>>,
    /// A conflict is for the better: `[before][channel]`.
    pub better_share: Box<[[f64; MOST_CHANNELS]; BEFORE]>,
    /// The steps of each journey type in the file, by their numbers.
    pub steps_of: Vec<Vec<usize>>,
    /// Channels, as bits, that are always open.
    pub always_open: u16,
    /// Channels, as bits, whose liking differs between customers.
    pub liked_differently: u16,
    /// Channels, as bits, whose queue is judged by those who choose.
    pub queues: u16,
    /// Whether nothing but the step and the channel before makes a difference to a choice.
    pub all_choose_alike: bool,
    /// What is counted beyond the ordinary.
    pub asked: meant::Asked,
    /// What is read as it was typed.
    pub whole: meant::Whole,
    /// Whether customers join, of any segment.
    pub somebody_joins: bool,
    /// Whether fewer needs arise than at the start, of any segment and type.
    pub has_fewer_needs: bool,
    /// Whether more needs arise than at the start, at any time.
    pub has_more_needs: bool,
    /// Whether the rates at which customers are lost by the calendar become others.
    pub losses_change: bool,
    /// Whether there is a pool, at any time, whose agents know cases.
    pub agents_know_cases: bool,
    /// The rules that hold later, in order of time.
    pub later: Vec<Later>,
}

/// Rules that hold from some moment on.
#[derive(Debug, Clone)]
pub struct Later {
    /// From when.
    pub from: Micros,
    /// What holds.
    pub rules: Rules,
}

/// A channel's rules.
#[allow(clippy::struct_excessive_bools, reason = "facts that hold in any combination")]
#[derive(Debug, Clone)]
pub struct Channel {
    /// Its number.
    pub number: u8,
    /// What it is now, among all that channels are in the course of the run.
    pub form: u8,
    /// Its part of an address of luck.
    pub address: u64,
    /// Kind.
    pub kind: Kind,
    /// Whether somebody serves here, so that a contact counts as assisted.
    pub assisted: bool,
    /// Whether the strategy keeps it open.
    pub open: bool,
    /// When one can enter.
    pub hours: Timetable,
    /// The pool that serves here.
    pub pool: Option<usize>,
    /// The stock pool that it sells from.
    pub stock: Option<usize>,
    /// Whether returning customers wait there for the agent who knows the case.
    pub same_agent: bool,
    /// Time to get there.
    pub access: Micros,
    /// Weight of being served.
    pub handling_weight: f64,
    /// Weight of waiting.
    pub waiting_weight: f64,
    /// Time to say who one is.
    pub identify: Micros,
    /// Work after the customer has gone.
    pub after_contact: Micros,
    /// Patience in the queue (minutes).
    pub patience: Varies,
    /// Contacts that an agent handles at a time.
    pub slots: u8,
    /// Slow-down per further contact; none but of chats.
    pub slowdown: f64,
    /// Whether other contacts may delay the work of the agent on one.
    pub is_delayed: bool,
    /// Probability that a failed step is passed on.
    pub transfer: f64,
    /// Whether others can pass customers on to here.
    pub accepts_transfers: bool,
    /// Mean time that a contact takes, for customers who judge a queue (minutes).
    pub typical_minutes: f64,
    /// Liking over customers, as a factor of the weight.
    pub liking: Varies,
}

/// What a channel is for a time: a contact is of the form in which it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The number of the channel.
    pub channel: usize,
    /// Its kind.
    pub kind: Kind,
    /// Whether a pool serves it.
    pub has_pool: bool,
}

/// A campaign's rules.
#[derive(Debug, Clone)]
pub struct Campaign {
    /// Its part of an address of luck.
    pub address: u64,
    /// The channel in which it sends.
    pub channel: u8,
    /// The journey type that a message may begin.
    pub begins: usize,
    /// To which segments, as bits.
    pub segments: u64,
    /// Share of the audience to whom each message goes.
    pub share: f64,
    /// A message begins a journey: over customers.
    pub response: Quantiles,
    /// So much later (minutes).
    pub response_after: Varies,
    /// Whoever has responded hears no more of it.
    pub until_response: bool,
    /// Share of the value that is given away.
    pub discount: f64,
    /// A response takes the place of an own need.
    pub brought_forward: f64,
    /// Whoever gets a message opts out.
    pub opt_out: f64,
    /// What a message adds to contact pressure.
    pub pressure: f64,
}

/// A segment's rules.
#[derive(Debug, Clone)]
pub struct Segment {
    /// Sum of the shares up to and including this one.
    pub cumulative_share: f64,
    /// Channels, as bits, that everybody can use.
    pub in_reach: u16,
    /// Reach of the other channels.
    pub reach: Vec<(usize, Reach)>,
    /// Whether any of these changes with time.
    pub reach_grows: bool,
    /// How often each journey type is needed.
    pub needs: Vec<Needs>,
    /// The share of these that still arise, by journey type; empty where all do.
    pub still_arise: Vec<StillArise>,
    /// Needs at random beyond these while changes last, by journey type; empty where there are none.
    pub more_needs: Vec<Vec<MoreNeeds>>,
    /// Needs every so many days that only changes bring, by journey type; empty where there are none.
    pub regular_needs: Vec<Needs>,
    /// Effort of failed contacts that customers put up with (minutes).
    pub tolerance: Varies,
    /// Chance of being lost on an occasion that goes well.
    pub propensity: Quantiles,
    /// Factor on values.
    pub value_factor: f64,
    /// Factor on the values of one customer.
    pub spend: Quantiles,
    /// Rate at which customers are lost by the calendar (per micro-minute).
    pub leaving: Quantiles,
    /// How others join, if they do.
    pub joining: Option<Joining>,
    /// Its part of an address of luck.
    pub address: u64,
    /// Factor on the needs of a day.
    pub day_factor: Quantiles,
}

/// Needs that arise beyond the usual in a span of time.
#[derive(Debug, Clone)]
pub struct MoreNeeds {
    /// From when.
    pub from: Micros,
    /// Up to when.
    pub until: Micros,
    /// At which rate (per micro-minute).
    pub rates: Quantiles,
    /// Less that at the start, where customers do not differ as they did then.
    pub less: Option<Quantiles>,
}

/// How much of a need that arose at the start still arises.
#[derive(Debug, Clone)]
pub enum StillArise {
    /// The same share of every customer's.
    Alike(f64),
    /// By how often each customer has them now, and had them at the start.
    ByCustomer {
        /// The rates now.
        now: Quantiles,
        /// Those at the start.
        first: Quantiles,
    },
}

/// How often a need arises.
#[derive(Debug, Clone)]
pub enum Needs {
    /// Not at all.
    Never,
    /// At random, at a rate that differs between customers (per micro-minute).
    Poisson(Quantiles),
    /// Whenever a whole interval has passed, on the days on which there is one; in order of time.
    Every(Vec<Interval>),
}

/// Needs that come after every such time, in a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// From when.
    pub from: Micros,
    /// Up to when.
    pub until: Micros,
    /// The time from one to the next.
    pub period: Micros,
}

/// A journey type's rules.
#[derive(Debug, Clone)]
pub struct Journey {
    /// What is read as it was typed.
    pub typed: Arc<crate::scenario::typed::Journey>,
    /// Its number.
    pub number: usize,
    /// Its part of an address of luck.
    pub address: u64,
    /// Number of steps.
    pub steps: usize,
    /// Their numbers.
    pub step_numbers: Vec<usize>,
    /// `[step][channel]`; see [`Attempt::NOT_OFFERED`].
    pub attempts: Box<[[Attempt; MOST_CHANNELS]; MOST_STEPS]>,
    /// Channels that offer a step and are open under the strategy, as bits by step.
    pub offered: [u16; MOST_STEPS],
    /// Channels that offer any of its steps, as bits.
    pub offered_at_all: u16,
    /// Channels, as bits by step, whose queue or stock is judged in a choice for that step.
    pub judged: [u16; MOST_STEPS + 1],
    /// `[segment * steps + step][before]`, before = [`NOWHERE`] for a first contact.
    pub weights: Vec<[Weights; BEFORE]>,
    /// The same, summed up to and including each channel; only where all choose alike.
    pub running_weights: Vec<[Weights; BEFORE]>,
    /// `[before][channel]`, before = [`NOWHERE`] for a first contact.
    pub seams: Box<[[meant::Seam; MOST_CHANNELS]; BEFORE]>,
    /// The step that fills a basket: the one before the last, in journeys with a value.
    pub basket_step: Option<u8>,
    /// The step that is done with the price in hand: there a better one is given.
    pub priced_step: u8,
    /// The step that takes a unit of stock.
    pub takes_at: Option<u8>,
    /// What it takes to hand in the order that it brings back, if it does.
    pub refunds: Option<meant::Refunds>,
    /// What becomes of two baskets that meet.
    pub baskets: Option<Baskets>,
    /// What lost context costs.
    pub lost_context: LostContext,
    /// Whether it can send back to a step that is not offered where the customer is.
    pub sends_back: bool,
    /// Loyalty is decided here.
    pub occasion: bool,
    /// Value (EUR).
    pub value: Option<Varies>,
    /// Time after an opening at which those come who found all closed (minutes).
    pub return_after: Varies,
    /// Pause between contacts (minutes).
    pub pause: Varies,
    /// Time after which it is given up.
    pub give_up: Micros,
    /// Most contacts.
    pub contact_limit: u16,
    /// Probability that it comes back, each time that it seems completed.
    pub reopens: f64,
    /// So much later (minutes).
    pub reopens_after: Varies,
    /// Effort taken for granted (minutes).
    pub reference_minutes: f64,
    /// When in the week and the year needs arise.
    pub rhythm: Rhythm,
}

/// What becomes of two baskets of one journey that meet.
#[derive(Debug, Clone, Copy)]
pub struct Baskets {
    /// What becomes of them.
    pub merge: meant::BasketMerge,
    /// Time to set one aside.
    pub set_aside: Micros,
}

/// How an attempt at a step goes in a channel.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// Probability of leaving: plain, and after a conflict for the worse.
    pub leave: [f64; 2],
    /// Probability of success: plain, cold, after a conflict for the better, both.
    pub success: [f64; 4],
    /// What knowing the customer does to it (logit).
    pub beta: f64,
    /// Time (minutes).
    pub minutes: Varies,
}

/// A staff pool's rules.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Who is on duty when.
    pub timetable: Timetable,
    /// Rank in the queue: `ranks[journey][channel]`.
    pub ranks: Vec<Vec<u8>>,
    /// Most contacts that an agent of this pool can handle at a time, chats first.
    pub most_slots: u8,
    /// What an agent can have at hand at a time.
    pub sharing: meant::Sharing,
    /// How long a returning customer waits for the agent who knows the case; 0: no longer than for any.
    pub same_agent: Micros,
}

/// What a contact asks of the agent who takes it.
#[derive(Debug, Clone, Copy)]
pub struct Demand {
    /// The kind of its channel.
    pub kind: Kind,
    /// With how many like it at a time, itself included, an agent can handle it.
    pub slots: u8,
    /// Slow-down by each further contact.
    pub slowdown: f64,
}

impl Channel {
    /// Whether one can enter at a moment.
    pub fn is_open(&self, at: Micros) -> bool {
        self.open && self.hours.count_at(at) > 0
    }

    /// What a contact here asks of an agent.
    #[inline(always)]
    pub const fn demand(&self) -> Demand {
        Demand { kind: self.kind, slots: self.slots, slowdown: self.slowdown }
    }
}

impl Form {
    /// Whether somebody serves here, so that a contact counts as assisted.
    pub fn is_assisted(self) -> bool {
        self.kind != Kind::SelfService
    }
}

impl Attempt {
    /// Where a step is not offered, or the channel is closed for good.
    pub const NOT_OFFERED: Self = Self { leave: [0.0; 2], success: [0.0; 4], beta: 0.0, minutes: Varies::Fixed(0.0) };
}

impl Rules {
    /// Whether nothing couples the customers, so that each can be simulated alone.
    pub fn customers_are_independent(&self) -> bool {
        self.pools.is_empty() && !self.mechanisms.iter().any(|mechanism| mechanism.couples_customers())
    }

    /// Whether journeys of a cause bring orders back.
    pub fn brings_back(&self, cause: usize) -> bool {
        self.journeys[self.causes[cause].journey].refunds.is_some()
    }

    /// Whether a journey that began then is among those whose outcomes are reported.
    #[inline]
    pub fn counts(&self, started: Micros) -> bool {
        (self.warm_up..self.counted_until).contains(&started)
    }

    /// What a contact of a form asks of an agent who takes it now.
    #[inline(always)]
    pub fn demand(&self, form: usize) -> Demand {
        let Form { channel, kind, .. } = self.forms[form];
        let channel = &self.channels[channel];
        if kind == channel.kind { channel.demand() } else { Demand { kind, slots: 1, slowdown: 0.0 } }
    }

    /// Whether money is counted by the day.
    pub fn counts_days(&self) -> bool {
        self.asked.days
    }

    /// These rules and the later ones, each with the time for which they hold.
    pub fn course(&self) -> impl Iterator<Item = (&Self, Range<Micros>)> {
        let starts = self.later.iter().map(|later| later.from);
        let times = [0].into_iter().chain(starts.clone()).zip(starts.chain([NEVER]));
        let rules = [self].into_iter().chain(self.later.iter().map(|later| &later.rules));
        rules.zip(times).map(|(rules, (from, to))| (rules, from..to))
    }

    /// Those of the course that hold at a moment.
    pub fn on(&self, at: Micros) -> &Self {
        let later = self.later.partition_point(|later| later.from <= at);
        later.checked_sub(1).map_or(self, |last| &self.later[last].rules)
    }

    /// Most agents that a pool ever has on duty.
    pub fn most_agents(&self, pool: usize) -> usize {
        self.course().map(|(rules, _)| rules.pools[pool].timetable.most()).max().unwrap_or(0) as usize
    }

    /// Most contacts that an agent of a pool can ever handle at a time, chats first.
    pub fn most_slots(&self, pool: usize) -> u8 {
        self.course().map(|(rules, _)| rules.pools[pool].most_slots).max().unwrap_or(1)
    }

    /// Whether a pool serves other channels, or by another order or rule, than by other rules.
    pub fn has_other_pools_than(&self, other: &Self) -> bool {
        let serves = |rules: &Self| rules.channels.iter().map(|channel| channel.pool).collect::<Vec<_>>();
        let works = |pool: &Pool| (pool.sharing, pool.same_agent > 0);
        serves(self) != serves(other)
            || self.pools.iter().zip(&other.pools).any(|(one, two)| one.ranks != two.ranks || works(one) != works(two))
    }

    /// The campaign whose messages are a cause, if it is one of those.
    #[inline]
    pub fn campaign_of(&self, cause: usize) -> Option<&Campaign> {
        self.campaigns.get(cause.wrapping_sub(self.journeys.len()))
    }

    /// The cause of journeys that a campaign begins, by its number.
    pub const fn cause_of(&self, campaign: usize) -> usize {
        self.journeys.len() + campaign
    }

    /// Names of the counters of all mechanisms, in their order.
    pub fn counters(&self) -> impl Iterator<Item = &'static str> {
        self.mechanisms.iter().flat_map(|mechanism| mechanism.counters().iter().copied())
    }
}

/// Running sums; the last holds the sum of all.
pub fn running(weights: Weights) -> Weights {
    let mut sum = 0.0;
    weights.map(|weight| {
        sum += weight;
        sum
    })
}
