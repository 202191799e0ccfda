//! Outreach: messages that campaigns send to customers, contact pressure and what comes of it, and which messages one plan
//! for all of them leaves out.
//!
//! Each message is an event of its customer's own, which puts down the next of its campaign. What holds is read from the
//! rules of the day; kept of a customer is only what earlier messages have left behind.

use super::{Happening, Hook, Mechanism, Scene, Spot};
use crate::chance::maths::{exp, ln};
use crate::chance::{CustomerLuck, OwnLuck, ReplicationLuck, named};
use crate::mistakes::Mistake::{OptOutIgnored, PressureUnforgotten};
use crate::mistakes::is_made;
use crate::model::experience::Ended;
use crate::model::joining::Newcomer;
use crate::model::journey::{Customer, JOINING_NEED, Journey, cause_and_need, journey_id};
use crate::model::rules::{NOWHERE, Rules};
use crate::scenario::meant::{self, Later, Market, Probability};
use crate::scenario::timetable::{DAY, MINUTES_PER_DAY, Micros, float, micros, nearest};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Where the luck of outreach stands below a customer's: how they respond, and each message, by its campaign and number.
const OUTREACH: u64 = named("outreach");
/// Of a customer: how easily they respond.
const RESPONSIVE: u64 = 0;
/// Of a message, at random moments: time since the one before.
const GAP: u64 = 0;
/// Whether it goes to this customer.
const IS_SENT: u64 = 1;
/// Whether it is suppressed.
const IS_SUPPRESSED: u64 = 2;
/// Whether it begins a journey.
const RESPONDS: u64 = 3;
/// How much later.
const DELAY: u64 = 4;
/// Whether that takes the place of a need.
const BRINGS_FORWARD: u64 = 5;
/// Whether the customer opts out.
const OPTS_OUT: u64 = 6;

/// Names of what is counted: by the campaign's channel and the type that it begins.
pub const SENT: &str = "outreach.sent";
/// Messages that were not sent, since they would have been unwelcome.
pub const SUPPRESSED: &str = "outreach.suppressed";
/// Messages that began a journey.
pub const RESPONSES: &str = "outreach.responses";
/// Customers who opted out of a channel.
pub const OPT_OUTS: &str = "outreach.opt_outs";
/// Needs that did not arise, since a response had taken their place.
pub const BROUGHT_FORWARD: &str = "outreach.brought_forward";
/// Customers who got a message: once each.
pub const REACHED: &str = "outreach.reached";
const COUNTERS: [&str; 6] = [SENT, SUPPRESSED, RESPONSES, OPT_OUTS, BROUGHT_FORWARD, REACHED];

/// Bits of a message's number in an event; above them stands the campaign's.
const NUMBER_BITS: u32 = 18;
const MOST: u32 = 1 << NUMBER_BITS;

#[derive(Debug, Clone)]
struct Outreach {
    /// When each campaign sends.
    clocks: Vec<Clock>,
    /// How many of a customer's last messages are looked at, on any day.
    last: usize,
    hooks: &'static [Hook],
    /// What earlier messages have left behind, by customer.
    heard: BTreeMap<u32, Heard>,
}

/// How many messages of a campaign have been due up to a moment.
#[derive(Debug, Clone)]
struct Clock {
    /// From when on it runs at which rate (per micro-minute), and what it shows then.
    spans: Vec<(Micros, f64, f64)>,
    /// Whether each message comes to all at once.
    in_waves: bool,
}

/// What earlier messages have left behind, and what the customer did since.
#[derive(Debug, Clone, Default)]
struct Heard {
    /// Contact pressure after the last message, and when that came.
    pressure: f64,
    at: Micros,
    /// Channels, as bits, of which the customer has opted out.
    opted_out: u16,
    /// Campaigns, as bits, to which they have responded.
    responded: u64,
    /// Whether a message has come since the warm-up.
    is_reached: bool,
    /// When they joined; nothing, where they were there at the start, or that makes no difference.
    joined: Option<Micros>,
    /// When the last messages came, as many as are looked at.
    last: VecDeque<Micros>,
    /// Needs whose place responses have taken, by journey type.
    taken: BTreeMap<usize, u32>,
    /// When a journey was last completed, by type.
    completed: BTreeMap<usize, Micros>,
}

/// A message of a campaign to a customer.
#[derive(Debug, Clone, Copy)]
struct Message {
    campaign: usize,
    /// The customer's luck, and its own.
    customer: CustomerLuck,
    luck: OwnLuck,
}

/// What a message does.
#[derive(Debug, Clone, Copy)]
struct Effect {
    /// It begins a journey, so much later.
    begins_after: Option<Micros>,
    /// That takes the place of a need.
    brings_forward: bool,
    /// The customer opts out.
    opts_out: bool,
    /// Share of satisfaction that it takes.
    annoys: f64,
    /// Contact pressure after it.
    pressure: f64,
}

/// The mechanism, where any campaign sends anything, from the start on or later.
pub fn of(market: &Market, later: &[Later]) -> Option<Arc<dyn Mechanism>> {
    let markets = || [(0, market)].into_iter().chain(later.iter().map(|later| (later.day, &later.market)));
    let any = |holds: &dyn Fn(&Market) -> bool| markets().any(|(_, market)| holds(market));
    if !any(&Market::reaches_out) {
        return None;
    }
    let none = Probability::default();
    let brings_forward = any(&|market| market.campaigns.iter().any(|campaign| campaign.brought_forward > none));
    let keeps_quiet = any(&|market| market.outreach.quiet_days > 0.0 && market.suppressed > none);
    let hooks: &[Hook] = match (brings_forward, keeps_quiet) {
        (false, false) => &[Hook::Newcomer],
        (true, false) => &[Hook::Newcomer, Hook::Arises],
        (false, true) => &[Hook::Newcomer, Hook::Journey],
        (true, true) => &[Hook::Newcomer, Hook::Arises, Hook::Journey],
    };
    let clock = |number: usize| {
        let rates =
            markets().map(|(day, market)| (Micros::from(day) * DAY, market.campaigns[number].a_day() / float(DAY)));
        Clock::new(&market.campaigns[number], rates)
    };
    Some(Arc::new(Outreach {
        clocks: (0..market.campaigns.len()).map(clock).collect(),
        last: markets()
            .filter_map(|(_, market)| market.outreach.cap)
            .map(|cap| cap.messages as usize)
            .max()
            .unwrap_or(0),
        hooks,
        heard: BTreeMap::new(),
    }))
}

impl Mechanism for Outreach {
    fn start(&self, _: ReplicationLuck) -> Box<dyn Mechanism> {
        Box::new(self.clone())
    }

    fn hooks(&self) -> &'static [Hook] {
        self.hooks
    }

    fn counters(&self) -> &'static [&'static str] {
        &COUNTERS
    }

    fn came_in(&mut self, scene: &mut dyn Scene, newcomer: Newcomer) {
        let Newcomer { number, at, .. } = newcomer;
        if newcomer.has_joined(scene.rules()) && scene.rules().outreach.newcomer_response != 1.0 {
            self.heard.entry(number).or_default().joined = Some(at);
        }
        for (campaign, clock) in self.clocks.iter().enumerate() {
            let k = if clock.in_waves { clock.first_wave(at) } else { 0 };
            clock.put_down(scene, number, (campaign, k), at);
        }
    }

    fn need_arises(&mut self, scene: &mut dyn Scene, customer: &Customer, who: u32, id: u32, now: Micros) -> bool {
        let (journey, k) = cause_and_need(id);
        if journey >= scene.rules().journeys.len() || k == JOINING_NEED {
            return true;
        }
        let taken = self.heard.get_mut(&who).and_then(|heard| heard.taken.get_mut(&journey));
        let Some(taken) = taken.filter(|taken| **taken > 0) else { return true };
        *taken -= 1;
        count(scene, Spot { segment: customer.segment, journey, channel: NOWHERE }, BROUGHT_FORWARD, now);
        false
    }

    fn journey_ended(&mut self, _: &mut dyn Scene, _: &mut Customer, journey: &Journey, ended: Ended, now: Micros) {
        if ended.is_completed() {
            self.heard.entry(journey.customer).or_default().completed.insert(journey.kind.number, now);
        }
    }

    fn closed(&mut self, _: &mut dyn Scene, _: Micros) {
        self.heard.clear();
    }

    fn happened(&mut self, scene: &mut dyn Scene, happening: Happening) {
        let Happening { who, customer, mut open, what, now } = happening;
        let (campaign, k) = ((what >> NUMBER_BITS) as usize, what & (MOST - 1));
        let heard = self.heard.entry(who).or_default();
        if customer.lost || heard.hears_no_more(scene.rules(), campaign) {
            return;
        }
        self.clocks[campaign].put_down(scene, who, (campaign, k + 1), now);
        let reach = scene.reach_of(who, customer.segment, now);
        let message = Message::new(scene.rules(), scene.luck_of(who), campaign, k);
        if !message.is_sent(scene.rules(), customer.segment, reach) {
            return;
        }
        let rule = &scene.rules().campaigns[campaign];
        let spot = Spot { segment: customer.segment, journey: rule.begins, channel: rule.channel };
        let has_problem = Iterator::any(&mut open, |journey| journey.kind.value.is_none());
        if message.may_be_suppressed(scene.rules())
            && (has_problem || heard.has_enough(scene.rules(), now) || heard.has_just(scene.rules(), spot.journey, now))
        {
            return count(scene, spot, SUPPRESSED, now);
        }
        let effect = heard.effect(scene.rules(), message, now);
        let is_first = heard.note(effect, message.campaign, spot, now, now >= scene.rules().warm_up);
        heard.last.push_back(now);
        heard.last.drain(..heard.last.len().saturating_sub(self.last));
        scene.sent(campaign, now);
        tell(scene, effect, spot, is_first, now);
        if let Some(later) = effect.begins_after {
            let cause = scene.rules().cause_of(campaign);
            scene.let_need_arise(who, journey_id(cause, k), now + later);
        }
        if effect.annoys > 0.0 {
            let before = customer.satisfaction;
            customer.satisfaction *= 1.0 - effect.annoys;
            scene.moved(who, customer, before, now);
        }
    }
}

/// Counts a message that was sent.
fn tell(scene: &mut dyn Scene, effect: Effect, spot: Spot, is_first: bool, now: Micros) {
    count(scene, spot, SENT, now);
    if is_first {
        count(scene, spot, REACHED, now);
    }
    if effect.begins_after.is_some() {
        count(scene, spot, RESPONSES, now);
    }
    if effect.opts_out {
        count(scene, spot, OPT_OUTS, now);
    }
}

fn count(scene: &mut dyn Scene, spot: Spot, counter: &str, now: Micros) {
    let at = COUNTERS.iter().position(|name| *name == counter).expect("one of its own counters");
    scene.count_at(spot, at, 1, now);
}

impl Message {
    fn new(rules: &Rules, customer: CustomerLuck, campaign: usize, k: u32) -> Self {
        let luck = customer.own(OUTREACH).of(rules.campaigns[campaign].address).of(u64::from(k));
        Self { campaign, customer, luck }
    }

    /// Whether it goes to its customer, of this segment and with this reach.
    fn is_sent(&self, rules: &Rules, segment: u8, reach: u16) -> bool {
        let campaign = &rules.campaigns[self.campaign];
        let is_open = rules.channels[usize::from(campaign.channel)].open;
        let is_audience = campaign.segments >> segment & 1 == 1 && reach >> campaign.channel & 1 == 1;
        is_open && is_audience && self.luck.draw(IS_SENT).falls_below(campaign.share)
    }

    /// Whether it is held back, if it is unwelcome.
    fn may_be_suppressed(&self, rules: &Rules) -> bool {
        self.luck.draw(IS_SUPPRESSED).falls_below(rules.suppressed)
    }
}

impl Heard {
    /// Whether a campaign is over for the customer.
    fn hears_no_more(&self, rules: &Rules, campaign: usize) -> bool {
        let rule = &rules.campaigns[campaign];
        self.opted_out >> rule.channel & 1 == 1 || rule.until_response && self.responded >> campaign & 1 == 1
    }

    /// Whether so many messages have come that any more is too many.
    fn has_enough(&self, rules: &Rules, now: Micros) -> bool {
        rules.outreach.cap.is_some_and(|cap| {
            let window = micros(cap.days * MINUTES_PER_DAY);
            self.last.iter().filter(|&&at| at + window > now).count() >= cap.messages as usize
        })
    }

    /// Whether the customer has just completed a journey of a type.
    fn has_just(&self, rules: &Rules, journey: usize, now: Micros) -> bool {
        let quiet = micros(rules.outreach.quiet_days * MINUTES_PER_DAY);
        self.completed.get(&journey).is_some_and(|&at| now < at + quiet)
    }

    /// Contact pressure just before a message.
    fn pressure(&self, rules: &Rules, now: Micros) -> f64 {
        let half_life = rules.outreach.half_life_days * float(DAY);
        if is_made(PressureUnforgotten) {
            self.pressure
        } else {
            self.pressure * halved(float(now - self.at) / half_life)
        }
    }

    /// Factor on the response of who has joined.
    fn freshness(&self, rules: &Rules, now: Micros) -> f64 {
        let law = &rules.outreach;
        self.joined.map_or(1.0, |joined| {
            let half_lives = float(now - joined) / (law.newcomer_half_life_days * float(DAY));
            1.0 + (law.newcomer_response - 1.0) * halved(half_lives)
        })
    }

    /// What a message does.
    fn effect(&self, rules: &Rules, message: Message, now: Micros) -> Effect {
        let (campaign, law, luck) = (&rules.campaigns[message.campaign], &rules.outreach, message.luck);
        let pressure = self.pressure(rules, now);
        let own = campaign.response.at(|| message.customer.own(OUTREACH).draw(RESPONSIVE));
        let response = own * exp(-law.fatigue * pressure) * self.freshness(rules, now);
        let responds = luck.draw(RESPONDS).falls_below(response);
        Effect {
            begins_after: responds.then(|| micros(campaign.response_after.at(luck.draw(DELAY)))),
            brings_forward: responds && luck.draw(BRINGS_FORWARD).falls_below(campaign.brought_forward),
            opts_out: luck.draw(OPTS_OUT).falls_below(campaign.opt_out * exp(law.opt_out_rise * pressure)),
            annoys: (law.annoyance * pressure).min(1.0),
            pressure: pressure + campaign.pressure,
        }
    }

    /// Remembers a message; tells whether it is the first that counts.
    fn note(&mut self, effect: Effect, campaign: usize, spot: Spot, now: Micros, counts: bool) -> bool {
        (self.pressure, self.at) = (effect.pressure, now);
        self.responded |= u64::from(effect.begins_after.is_some()) << campaign;
        self.opted_out |= u16::from(effect.opts_out && !is_made(OptOutIgnored)) << spot.channel;
        if effect.brings_forward {
            *self.taken.entry(spot.journey).or_default() += 1;
        }
        let is_first = counts && !self.is_reached;
        self.is_reached |= counts;
        is_first
    }
}

/// 2 to the power of minus this.
fn halved(half_lives: f64) -> f64 {
    exp(-std::f64::consts::LN_2 * half_lives)
}

impl Clock {
    /// That of a campaign whose rate becomes another at some moments.
    fn new(campaign: &meant::Campaign, rates: impl Iterator<Item = (Micros, f64)>) -> Self {
        let first = micros(campaign.first_day * MINUTES_PER_DAY);
        let mut spans: Vec<(Micros, f64, f64)> = Vec::new();
        for (from, rate) in rates {
            let from = from.max(first);
            let shown = spans.last().map_or(0.0, |&(before, rate, shown)| shown + rate * float(from - before));
            spans.push((from, rate, shown));
        }
        Self { spans, in_waves: campaign.is_in_waves() }
    }

    /// What it shows at a moment.
    fn shown(&self, at: Micros) -> f64 {
        let begun = self.spans.partition_point(|&(from, ..)| from <= at);
        begun.checked_sub(1).map_or(0.0, |last| {
            let (from, rate, shown) = self.spans[last];
            shown + rate * float(at - from)
        })
    }

    /// The moment at which it shows so much, if it ever does.
    fn moment(&self, shown: f64) -> Option<Micros> {
        let ends = self.spans[1..].iter().map(|&(_, _, end)| end).chain([f64::INFINITY]);
        let found = self.spans.iter().zip(ends).find(|&(&(_, rate, _), end)| rate > 0.0 && shown < end);
        found.map(|(&(from, rate, begins), _)| from.saturating_add(nearest((shown - begins) / rate)))
    }

    /// The first wave from a moment on.
    fn first_wave(&self, at: Micros) -> u32 {
        let k = self.shown(at) as u32;
        k + u32::from(self.moment(k.into()).is_some_and(|wave| wave < at))
    }

    /// Puts down a message to a customer, the next one from a moment on.
    fn put_down(&self, scene: &mut dyn Scene, who: u32, (campaign, k): (usize, u32), from: Micros) {
        let shows = if self.in_waves {
            f64::from(k)
        } else {
            let luck = Message::new(scene.rules(), scene.luck_of(who), campaign, k).luck;
            self.shown(from) - ln(1.0 - luck.draw(GAP).get())
        };
        // Rates with which numbers could run out are refused.
        if let Some(at) = self.moment(shows).filter(|_| k < MOST) {
            scene.let_happen(who, (campaign as u32) << NUMBER_BITS | k, at);
        }
    }
}
