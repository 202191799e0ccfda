//! A market compiled for one strategy: every rule as a table indexed by number, so that the walk neither searches nor
//! computes what could be known before.

use super::needs::Rhythm;
use crate::chance::maths::{exp, shifted};
use crate::chance::{Quantiles, Varies, cause_address};
use crate::scenario::meant::{self, Ending, Kind, LostContext, Market, Names, Reach};
use crate::scenario::timetable::{Micros, Timetable, micros};
use crate::scenario::{MOST_CHANNELS, MOST_STEPS};

/// Stands for "no channel yet", and is the row of a first contact in tables by the channel before.
pub const NOWHERE: u8 = MOST_CHANNELS as u8;
/// Rows of a table by the channel before.
pub const BEFORE: usize = MOST_CHANNELS + 1;
/// Weights of the channels in a choice, by channel.
pub type Weights = [f64; MOST_CHANNELS];

/// Everything that a replication needs to know, and that none can change.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Number of customers.
    pub customers: u32,
    /// End of the run.
    pub horizon: Micros,
    /// Start of what is reported.
    pub warm_up: Micros,
    /// Journeys that begin from here on may not end within the run, and are not counted.
    pub counted_until: Micros,
    /// Channels by number.
    pub channels: Vec<Channel>,
    /// Segments by number.
    pub segments: Vec<Segment>,
    /// Journey types by number.
    pub journeys: Vec<Journey>,
    /// Causes of journeys: first each journey type's own needs, then what follows from what.
    pub causes: Vec<Cause>,
    /// Staff pools by number.
    pub pools: Vec<Pool>,
    /// Factor of the channel used last, on a first contact.
    pub habit: f64,
    /// Push of an expected wait (logit per minute).
    pub wait_aversion: f64,
    /// Weight of not pursuing a need; 0: every need is pursued.
    pub outside: f64,
    /// A transfer goes to the best channel.
    pub routed_right: f64,
    /// Channels, as bits, that are always open.
    pub always_open: u16,
    /// Channels, as bits, whose liking differs between customers.
    pub liked_differently: u16,
    /// Channels, as bits, whose queue is judged by those who choose.
    pub queues: u16,
    /// Whether nothing but the step and the channel before makes a difference to a choice.
    pub all_choose_alike: bool,
    /// How conflicts touch experience and margin.
    pub conflict: crate::scenario::typed::Conflict,
    /// From journey to satisfaction.
    pub experience: crate::scenario::typed::Experience,
    /// From satisfaction to loss.
    pub loss: crate::scenario::typed::Loss,
}

/// A channel's rules.
#[derive(Debug, Clone)]
pub struct Channel {
    /// Kind.
    pub kind: Kind,
    /// Whether somebody serves here, so that a contact counts as assisted.
    pub assisted: bool,
    /// When one can enter.
    pub hours: Timetable,
    /// The pool that serves here.
    pub pool: Option<usize>,
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
    /// Slow-down per further contact.
    pub slowdown: f64,
    /// Probability that a failed step is passed on.
    pub transfer: f64,
    /// Whether others can pass customers on to here.
    pub accepts_transfers: bool,
    /// Mean time that a contact takes, for customers who judge a queue (minutes).
    pub typical_minutes: f64,
    /// Liking over customers, as a factor of the weight.
    pub liking: Varies,
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
    /// Effort of failed contacts that customers put up with (minutes).
    pub tolerance: Varies,
    /// Chance of being lost on an occasion that goes well.
    pub propensity: Quantiles,
    /// Factor on values.
    pub value_factor: f64,
}

/// How often a need arises.
#[derive(Debug, Clone)]
pub enum Needs {
    /// Not at all.
    Never,
    /// At random, at a rate that differs between customers (per micro-minute).
    Poisson(Quantiles),
    /// After every such time.
    Every(Micros),
}

/// A journey type's rules.
#[derive(Debug, Clone)]
pub struct Journey {
    /// Its number.
    pub number: usize,
    /// Number of steps.
    pub steps: usize,
    /// `[step][channel]`; see [`Attempt::NOT_OFFERED`].
    pub attempts: Vec<[Attempt; MOST_CHANNELS]>,
    /// Channels that offer a step and are open under the strategy, as bits by step.
    pub offered: [u16; MOST_STEPS],
    /// Channels that offer any of its steps, as bits.
    pub offered_at_all: u16,
    /// Number of its first step among the steps of all journey types.
    pub first_step: usize,
    /// `[segment * steps + step][before]`, before = [`NOWHERE`] for a first contact.
    pub weights: Vec<[Weights; BEFORE]>,
    /// The same, summed up to and including each channel; only where all choose alike.
    pub running_weights: Vec<[Weights; BEFORE]>,
    /// `[before][channel]`, before = [`NOWHERE`] for a first contact.
    pub seams: Vec<[meant::Seam; MOST_CHANNELS]>,
    /// What lost context costs.
    pub lost_context: LostContext,
    /// Loyalty is decided here.
    pub occasion: bool,
    /// Value (EUR).
    pub value: Option<Varies>,
    /// Share of the value that is margin.
    pub margin: f64,
    /// Pause between contacts (minutes).
    pub pause: Varies,
    /// Time after which no contact is started.
    pub give_up: Micros,
    /// Most contacts.
    pub contact_limit: u16,
    /// Effort taken for granted (minutes).
    pub reference_minutes: f64,
    /// Probability of going on after hanging up.
    pub retry: f64,
    /// When in the week and the year needs arise.
    pub rhythm: Rhythm,
}

/// How an attempt at a step goes in a channel.
#[derive(Debug, Clone, Copy)]
pub struct Attempt {
    /// Probability of leaving: plain, and after a conflict for the worse.
    pub leave: [f64; 2],
    /// Probability of success: plain, cold, after a conflict for the better, both.
    pub success: [f64; 4],
    /// Time (minutes).
    pub minutes: Varies,
}

/// Where a journey comes from.
#[derive(Debug, Clone)]
pub struct Cause {
    /// The journey type.
    pub journey: usize,
    /// Part of the address of its luck.
    pub address: u64,
    /// What can follow from it.
    pub followers: Vec<Follower>,
}

/// What can follow from a journey.
#[derive(Debug, Clone)]
pub struct Follower {
    /// The cause of the journey that follows.
    pub cause: usize,
    /// How the first must have ended.
    pub ending: Ending,
    /// Where it must have ended.
    pub channel: Option<usize>,
    /// With this probability.
    pub probability: f64,
    /// So much later (minutes).
    pub delay: Varies,
}

/// A staff pool's rules.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Who is on duty when.
    pub timetable: Timetable,
    /// Rank in the queue: `ranks[journey][channel]`.
    pub ranks: Vec<Vec<u8>>,
    /// Most contacts that an agent of this pool can handle at a time.
    pub most_slots: u8,
}

impl Attempt {
    /// Where a step is not offered, or the channel is closed for good.
    pub const NOT_OFFERED: Self = Self { leave: [0.0; 2], success: [0.0; 4], minutes: Varies::Fixed(0.0) };
}

const MINUTES_PER_DAY: f64 = 1440.0;

impl Rules {
    /// Compiles a market.
    pub fn new(run: &meant::Run, names: &Names, market: &Market) -> Self {
        let horizon = micros(run.horizon_days * MINUTES_PER_DAY);
        let longest = market.journeys.iter().map(|journey| journey.give_up_days).fold(0.0, f64::max);
        let mut total = 0.0;
        let mut steps = 0;
        let those = |is: &dyn Fn(&meant::Channel) -> bool| bits_of(market.channels.iter().map(is));
        let liked_differently = those(&|channel| channel.taste_sd != 0.0);
        let queues = those(&|channel| {
            market.choice.wait_aversion > 0.0 && channel.pool.is_some() && channel.kind != Kind::Messages
        });
        let all_choose_alike = liked_differently | queues == 0 && market.choice.habit == 0.0;
        Self {
            customers: run.customers,
            horizon,
            warm_up: micros(run.warm_up_days * MINUTES_PER_DAY),
            counted_until: horizon - micros(longest * MINUTES_PER_DAY),
            channels: market
                .channels
                .iter()
                .enumerate()
                .map(|(c, channel)| compile_channel(channel, typical_minutes(market, c)))
                .collect(),
            segments: market
                .segments
                .iter()
                .map(|segment| {
                    total += segment.share;
                    compile_segment(segment, total)
                })
                .collect(),
            journeys: market
                .journeys
                .iter()
                .enumerate()
                .map(|(at, journey)| {
                    let first_step = steps;
                    steps += journey.steps.len();
                    compile_journey(market, journey, at, first_step, all_choose_alike)
                })
                .collect(),
            causes: causes(market, names.journeys.len()),
            pools: market
                .pools
                .iter()
                .enumerate()
                .map(|(p, pool)| Pool {
                    timetable: pool.timetable.clone(),
                    ranks: pool.ranks.clone(),
                    most_slots: market
                        .channels
                        .iter()
                        .filter(|c| c.pool == Some(p))
                        .map(|c| c.slots)
                        .max()
                        .unwrap_or(1),
                })
                .collect(),
            habit: exp(market.choice.habit),
            wait_aversion: market.choice.wait_aversion,
            outside: market.choice.outside.map_or(0.0, exp),
            routed_right: market.routed_right.get(),
            always_open: those(&|channel| channel.hours.is_always()),
            all_choose_alike,
            liked_differently,
            queues,
            conflict: market.conflict.clone(),
            experience: market.experience.clone(),
            loss: market.loss.clone(),
        }
    }

    /// Number of steps of all journey types together.
    pub fn steps(&self) -> usize {
        self.journeys.iter().map(|journey| journey.steps).sum()
    }

    /// Whether nothing couples the customers, so that each can be simulated alone.
    pub fn customers_are_independent(&self) -> bool {
        self.pools.is_empty()
    }
}

/// Bits that are set where something holds.
fn bits_of(holds: impl Iterator<Item = bool>) -> u16 {
    holds.enumerate().map(|(bit, holds)| u16::from(holds) << bit).sum()
}

fn compile_channel(channel: &meant::Channel, typical_minutes: f64) -> Channel {
    Channel {
        kind: channel.kind,
        assisted: channel.kind != Kind::SelfService,
        hours: channel.hours.clone(),
        pool: channel.pool,
        access: micros(channel.access_minutes),
        handling_weight: channel.handling_weight,
        waiting_weight: channel.waiting_weight,
        identify: micros(channel.identify_minutes),
        after_contact: micros(channel.after_contact_minutes),
        patience: Varies::exponential(channel.patience_minutes),
        slots: channel.slots,
        slowdown: channel.slowdown,
        transfer: channel.transfer.get(),
        accepts_transfers: channel.accepts_transfers,
        typical_minutes,
        liking: if channel.taste_sd == 0.0 {
            Varies::Fixed(1.0)
        } else {
            Varies::Lognormal { mu: 0.0, sigma: channel.taste_sd }
        },
    }
}

/// The plain mean over the steps that a channel offers, with the work after a contact.
fn typical_minutes(market: &Market, channel: usize) -> f64 {
    let channel = &market.channels[channel];
    let offered: Vec<f64> = channel.steps.iter().flatten().map(|step| step.minutes.mean).collect();
    channel.after_contact_minutes + offered.iter().sum::<f64>() / offered.len().max(1) as f64
}

fn compile_segment(segment: &meant::Segment, cumulative_share: f64) -> Segment {
    let is_full = |reach: &Reach| matches!(reach, Reach::Constant(share) if *share >= 1.0);
    Segment {
        cumulative_share,
        reach_grows: segment.reach.iter().any(|reach| !matches!(reach, Reach::Constant(_))),
        in_reach: bits_of(segment.reach.iter().map(is_full)),
        reach: segment.reach.iter().copied().enumerate().filter(|(_, reach)| !is_full(reach)).collect(),
        needs: segment.needs.iter().map(|needs| compile_needs(needs.as_ref())).collect(),
        tolerance: Varies::new(&segment.tolerance),
        propensity: Quantiles::beta(segment.loss.a, segment.loss.b),
        value_factor: segment.value_factor,
    }
}

fn compile_needs(needs: Option<&meant::Needs>) -> Needs {
    match needs {
        None => Needs::Never,
        Some(meant::Needs { every_days: Some(days), .. }) => Needs::Every(micros(days * MINUTES_PER_DAY)),
        Some(needs) => {
            let per_micro = needs.per_year.unwrap_or(0.0) / crate::scenario::timetable::YEAR as f64;
            Needs::Poisson(Quantiles::gamma(per_micro, needs.cv.unwrap_or(0.0)))
        }
    }
}

fn compile_journey(
    market: &Market,
    journey: &meant::Journey,
    at: usize,
    first_step: usize,
    all_choose_alike: bool,
) -> Journey {
    let last = journey.steps.len().saturating_sub(1);
    let weights = weights(market, journey, at);
    let offered = |&step: &usize| bits_of(market.channels.iter().map(|channel| offer(channel, step).is_some()));
    let mut by_step = [0; MOST_STEPS];
    by_step.iter_mut().zip(journey.steps.iter().map(offered)).for_each(|(bits, offered)| *bits = offered);
    let mut seams = vec![[meant::Seam::default(); MOST_CHANNELS]; BEFORE];
    for (before, row) in journey.seams.iter().enumerate() {
        let first = before == market.channels.len();
        seams[if first { usize::from(NOWHERE) } else { before }][..row.len()].copy_from_slice(row);
    }
    Journey {
        number: at,
        steps: journey.steps.len(),
        first_step,
        attempts: (0..=last).map(|at| attempts(market, journey, at, at == last)).collect(),
        offered: by_step,
        offered_at_all: by_step.iter().fold(0, |all, step| all | step),
        running_weights: if all_choose_alike {
            weights.iter().map(|rows| rows.map(running)).collect()
        } else {
            Vec::new()
        },
        weights,
        seams,
        lost_context: journey.lost_context,
        occasion: journey.occasion,
        value: journey.value.as_ref().map(Varies::new),
        margin: journey.margin.get(),
        pause: Varies::exponential(journey.pause_days * MINUTES_PER_DAY),
        give_up: micros(journey.give_up_days * MINUTES_PER_DAY),
        contact_limit: journey.contact_limit,
        reference_minutes: journey.reference_minutes,
        retry: journey.retry.get(),
        rhythm: Rhythm::new(&journey.rhythm),
    }
}

/// A step in a channel, where it is offered and the channel is open.
fn offer(channel: &meant::Channel, step: usize) -> Option<meant::Step> {
    channel.steps[step].filter(|_| channel.open)
}

/// How a step goes in each channel; a better price helps with the last step of a journey with a value: the order.
fn attempts(market: &Market, journey: &meant::Journey, position: usize, is_last: bool) -> [Attempt; MOST_CHANNELS] {
    let better = if journey.value.is_some() && is_last { market.conflict.better_success } else { 0.0 };
    let mut attempts = [Attempt::NOT_OFFERED; MOST_CHANNELS];
    for (attempt, channel) in attempts.iter_mut().zip(&market.channels) {
        let Some(step) = offer(channel, journey.steps[position]) else { continue };
        let (leave, success) = (step.leave.get(), step.success.get());
        *attempt = Attempt {
            leave: [leave, shifted(leave, market.conflict.worse_leave)],
            success: [
                success,
                shifted(success, -market.cold),
                shifted(success, better),
                shifted(success, better - market.cold),
            ],
            minutes: Varies::new(&step.minutes),
        };
    }
    attempts
}

fn weights(market: &Market, journey: &meant::Journey, at: usize) -> Vec<[Weights; BEFORE]> {
    let mut all = Vec::new();
    for segment in &market.segments {
        for &step in &journey.steps {
            let mut rows = [[0.0; MOST_CHANNELS]; BEFORE];
            for (before, row) in rows.iter_mut().enumerate() {
                for (channel, weight) in row.iter_mut().enumerate().take(market.channels.len()) {
                    let Some(offer) = offer(&market.channels[channel], step) else { continue };
                    let taste = market.journeys[at].taste[channel].unwrap_or(segment.taste[channel]);
                    let synergy = market.choice.synergy.get(before).map_or(0.0, |row| row[channel]);
                    *weight = exp(taste + offer.fit + synergy);
                }
            }
            all.push(rows);
        }
    }
    all
}

/// Running sums.
fn running(weights: Weights) -> Weights {
    let mut sum = 0.0;
    weights.map(|weight| {
        sum += weight;
        sum
    })
}

/// The tree of causes: a journey type's own needs come at its number, then whatever follows from each, depth first.
fn causes(market: &Market, journeys: usize) -> Vec<Cause> {
    let own = |journey: usize| Cause { journey, address: cause_address(0, journey), followers: Vec::new() };
    let mut causes: Vec<Cause> = (0..journeys).map(own).collect();
    let mut at = 0;
    while at < causes.len() {
        let (parent, address) = (causes[at].journey, causes[at].address);
        for (journey, follower) in market.journeys.iter().enumerate() {
            for follows in follower.follows.iter().filter(|follows| follows.journey == parent) {
                let cause = causes.len();
                causes[at].followers.push(Follower {
                    cause,
                    ending: follows.ending,
                    channel: follows.channel,
                    probability: follows.probability.get(),
                    delay: Varies::exponential(follows.after_days * MINUTES_PER_DAY),
                });
                let number = causes[at]
                    .followers
                    .iter()
                    .filter(|other| causes.get(other.cause).is_some_and(|c| c.journey == journey))
                    .count();
                let address = cause_address(cause_address(address, journey), number);
                causes.push(Cause { journey, address, followers: Vec::new() });
            }
        }
        at += 1;
    }
    causes
}
