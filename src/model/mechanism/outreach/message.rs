//! A message to a customer: whether it is sent, what it does, and what it leaves behind.

use super::memory::{Heard, Memory};
use crate::chance::maths::{exp, halved};
use crate::chance::{CustomerLuck, OwnLuck, named};
use crate::mistakes::Mistake::{OptOutIgnored, PressureUnforgotten};
use crate::mistakes::is_made;
use crate::model::rules::Rules;
use crate::scenario::timetable::{DAY, MINUTES_PER_DAY, Micros, float, micros};

/// Where the luck of outreach stands below a customer's: how they respond, and each message, by its campaign and number.
const OUTREACH: u64 = named("outreach");
/// Of a customer: how easily they respond.
const RESPONSIVE: u64 = 0;
/// Of a message, at random moments: time since the one before.
pub const GAP: u64 = 0;
/// Of a customer and a campaign: whether they are held out, to see what it brings.
pub const HELD_OUT: u64 = 0;
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

/// A message of a campaign to a customer.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    pub campaign: usize,
    /// The customer's luck, and its own.
    pub customer: CustomerLuck,
    pub luck: OwnLuck,
}

/// What a message does.
#[derive(Debug, Clone, Copy)]
pub struct Effect {
    /// It begins a journey, so much later.
    pub begins_after: Option<Micros>,
    /// That takes the place of a need.
    pub brings_forward: bool,
    /// The customer opts out.
    pub opts_out: bool,
    /// Share of satisfaction that it takes.
    pub annoys: f64,
    /// Contact pressure after it.
    pub pressure: f64,
}

impl Message {
    pub fn new(rules: &Rules, customer: CustomerLuck, campaign: usize, k: u32) -> Self {
        let luck = Self::luck_of_campaign(rules, customer, campaign).of(u64::from(k));
        Self { campaign, customer, luck }
    }

    /// The luck of a customer with a campaign.
    pub fn luck_of_campaign(rules: &Rules, customer: CustomerLuck, campaign: usize) -> OwnLuck {
        customer.own(OUTREACH).of(rules.campaigns[campaign].address)
    }

    /// Whether it goes to its customer, of this segment and with this reach, with a factor on the share of the audience.
    pub fn is_sent(&self, rules: &Rules, segment: u8, reach: u16, factor: f64) -> bool {
        let campaign = &rules.campaigns[self.campaign];
        let is_open = rules.channels[usize::from(campaign.channel)].open;
        let is_audience = campaign.segments >> segment & 1 == 1 && reach >> campaign.channel & 1 == 1;
        is_open && is_audience && self.luck.draw(IS_SENT).falls_below(campaign.share * factor)
    }

    /// Whether it is held back, if it is unwelcome.
    pub fn may_be_suppressed(&self, rules: &Rules) -> bool {
        self.luck.draw(IS_SUPPRESSED).falls_below(rules.suppressed)
    }
}

/// What there is to look at before and when a message reaches a customer.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'m> {
    pub rules: &'m Rules,
    pub memory: &'m Memory,
    pub who: u32,
    pub now: Micros,
}

impl Recipient<'_> {
    /// Whether so many messages have come that any more is too many.
    pub fn has_enough(self) -> bool {
        self.rules.outreach.cap.is_some_and(|cap| {
            let window = micros(cap.days * MINUTES_PER_DAY);
            self.memory.last(self.who).filter(|&at| at + window > self.now).count() >= cap.messages as usize
        })
    }

    /// Whether the customer has just completed a journey of a type.
    pub fn has_just(self, journey: usize) -> bool {
        let quiet = micros(self.rules.outreach.quiet_days * MINUTES_PER_DAY);
        self.memory.completed(self.who, journey).is_some_and(|at| self.now < at + quiet)
    }

    /// Factor on the response of who has joined.
    fn freshness(self) -> f64 {
        let law = &self.rules.outreach;
        self.memory.joined(self.who).map_or(1.0, |joined| {
            let half_lives = float(self.now - joined) / (law.newcomer_half_life_days * float(DAY));
            1.0 + (law.newcomer_response - 1.0) * halved(half_lives)
        })
    }

    /// What a message does, under such a pressure.
    pub fn effect(self, message: Message, pressure: f64) -> Effect {
        let (campaign, law, luck) = (&self.rules.campaigns[message.campaign], &self.rules.outreach, message.luck);
        let own = campaign.response.at(|| message.customer.own(OUTREACH).draw(RESPONSIVE));
        let response = own * exp(-law.fatigue * pressure) * self.freshness();
        let responds = luck.draw(RESPONDS).falls_below(response);
        Effect {
            begins_after: responds.then(|| micros(campaign.response_after.at(luck.draw(DELAY)))),
            brings_forward: responds && luck.draw(BRINGS_FORWARD).falls_below(campaign.brought_forward),
            opts_out: luck.draw(OPTS_OUT).falls_below(campaign.opt_out * exp(law.opt_out_rise * pressure)),
            annoys: (law.annoyance * pressure).min(1.0),
            pressure: pressure + campaign.pressure,
        }
    }
}

impl Heard {
    /// Whether a campaign is over for the customer.
    pub fn hears_no_more(&self, rules: &Rules, campaign: usize) -> bool {
        let rule = &rules.campaigns[campaign];
        self.opted_out >> rule.channel & 1 == 1 || rule.until_response && self.responded >> campaign & 1 == 1
    }

    /// Contact pressure just before a message.
    pub fn pressure(&self, rules: &Rules, now: Micros) -> f64 {
        let half_life = rules.outreach.half_life_days * float(DAY);
        if is_made(PressureUnforgotten) {
            self.pressure
        } else {
            self.pressure * halved(float(now - self.at) / half_life)
        }
    }

    /// Remembers a message; tells whether it is the first that counts.
    pub fn note(&mut self, effect: Effect, campaign: usize, channel: u8, now: Micros, counts: bool) -> bool {
        (self.pressure, self.at) = (effect.pressure, now);
        self.responded |= u64::from(effect.begins_after.is_some()) << campaign;
        self.opted_out |= u16::from(effect.opts_out && !is_made(OptOutIgnored)) << channel;
        let is_first = counts && !self.is_reached;
        self.is_reached |= counts;
        is_first
    }
}
