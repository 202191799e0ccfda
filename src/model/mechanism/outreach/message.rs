//! A message to a customer: whether it is sent, what it does, and what it leaves behind.

use super::super::Spot;
use crate::chance::maths::exp;
use crate::chance::{CustomerLuck, OwnLuck, named};
use crate::mistakes::Mistake::{OptOutIgnored, PressureUnforgotten};
use crate::mistakes::is_made;
use crate::model::rules::Rules;
use crate::scenario::timetable::{DAY, MINUTES_PER_DAY, Micros, float, micros};
use std::collections::{BTreeMap, VecDeque};

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

/// What earlier messages have left behind, and what the customer did since.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Contact pressure after the last message, and when that came.
    pub pressure: f64,
    pub at: Micros,
    /// Channels, as bits, of which the customer has opted out.
    pub opted_out: u16,
    /// Campaigns, as bits, to which they have responded.
    pub responded: u64,
    /// Whether a message has come since the warm-up.
    pub is_reached: bool,
    /// What only some markets look at.
    pub more: Option<Box<More>>,
}

/// What only some markets look at of a customer.
#[derive(Debug, Clone, Default)]
pub struct More {
    /// When they joined; nothing, where they were there at the start, or that makes no difference.
    pub joined: Option<Micros>,
    /// When the last messages came, as many as are looked at.
    pub last: VecDeque<Micros>,
    /// When the last message of each campaign came, where there is a budget.
    pub last_of: BTreeMap<usize, Micros>,
    /// Needs whose place responses have taken, by journey type.
    pub taken: BTreeMap<usize, u32>,
    /// When a journey was last completed, by type.
    pub completed: BTreeMap<usize, Micros>,
}

impl Heard {
    /// What only some markets look at, to be changed.
    pub fn more(&mut self) -> &mut More {
        self.more.get_or_insert_default()
    }
}

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

impl Heard {
    /// Whether a campaign is over for the customer.
    pub fn hears_no_more(&self, rules: &Rules, campaign: usize) -> bool {
        let rule = &rules.campaigns[campaign];
        self.opted_out >> rule.channel & 1 == 1 || rule.until_response && self.responded >> campaign & 1 == 1
    }

    /// Whether so many messages have come that any more is too many.
    pub fn has_enough(&self, rules: &Rules, now: Micros) -> bool {
        rules.outreach.cap.is_some_and(|cap| {
            let window = micros(cap.days * MINUTES_PER_DAY);
            let last = self.more.iter().flat_map(|more| &more.last);
            last.filter(|&&at| at + window > now).count() >= cap.messages as usize
        })
    }

    /// Whether the customer has just completed a journey of a type.
    pub fn has_just(&self, rules: &Rules, journey: usize, now: Micros) -> bool {
        let quiet = micros(rules.outreach.quiet_days * MINUTES_PER_DAY);
        self.more.as_ref().and_then(|more| more.completed.get(&journey)).is_some_and(|&at| now < at + quiet)
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

    /// Factor on the response of who has joined.
    pub fn freshness(&self, rules: &Rules, now: Micros) -> f64 {
        let law = &rules.outreach;
        self.more.as_ref().and_then(|more| more.joined).map_or(1.0, |joined| {
            let half_lives = float(now - joined) / (law.newcomer_half_life_days * float(DAY));
            1.0 + (law.newcomer_response - 1.0) * halved(half_lives)
        })
    }

    /// What a message does.
    pub fn effect(&self, rules: &Rules, message: Message, now: Micros) -> Effect {
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
    pub fn note(&mut self, effect: Effect, campaign: usize, spot: Spot, now: Micros, counts: bool) -> bool {
        (self.pressure, self.at) = (effect.pressure, now);
        self.responded |= u64::from(effect.begins_after.is_some()) << campaign;
        self.opted_out |= u16::from(effect.opts_out && !is_made(OptOutIgnored)) << spot.channel;
        if effect.brings_forward {
            *self.more().taken.entry(spot.journey).or_default() += 1;
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
