//! What differs between customers and never changes: drawn from their own luck, never stored.

use super::bits;
use super::rules::Rules;
use crate::chance::maths::ln;
use crate::chance::{CustomerLuck, Uniform, named};
use crate::scenario::MOST_CHANNELS;
use crate::scenario::timetable::{Micros, NEVER, nearest};

/// The traits of one customer, each worked out when first asked for.
#[derive(Debug, Clone)]
pub struct Traits {
    /// The customer.
    pub customer: u32,
    /// The customer's luck.
    pub luck: CustomerLuck,
    /// The segment.
    pub segment: u8,
    /// Channels within reach, as bits, where that does not depend on the time.
    constant_reach: Option<u16>,
    /// Channels, as bits, whose liking is known.
    known: u16,
    /// Liking of each channel as a factor.
    liking: [f32; MOST_CHANNELS],
}

impl Traits {
    /// Those of a customer.
    pub const fn new(customer: u32, luck: CustomerLuck, segment: u8) -> Self {
        Self { customer, luck, segment, constant_reach: None, known: 0, liking: [1.0; MOST_CHANNELS] }
    }

    /// The channels, as bits, that the customer can use at a moment.
    #[inline]
    pub fn reach(&mut self, rules: &Rules, now: Micros) -> u16 {
        match self.constant_reach {
            Some(reach) => reach,
            None => self.learn_reach(rules, now),
        }
    }

    #[inline(never)]
    fn learn_reach(&mut self, rules: &Rules, now: Micros) -> u16 {
        let segment = &rules.segments[usize::from(self.segment)];
        let mut reach = segment.in_reach;
        for (channel, share) in &segment.reach {
            let within =
                self.luck.reach(rules.channels[*channel].address).falls_below(super::needs::reach_at(share, now));
            reach |= u16::from(within) << channel;
        }
        self.constant_reach = (!segment.reach_grows).then_some(reach);
        reach
    }

    /// The liking of channels as factors, of those that are asked for (bits).
    #[inline]
    pub fn liking(&mut self, rules: &Rules, channels: u16) -> &[f32; MOST_CHANNELS] {
        let unknown = channels & rules.liked_differently & !self.known;
        if unknown != 0 {
            self.learn_liking(rules, unknown);
        }
        &self.liking
    }

    #[inline(never)]
    fn learn_liking(&mut self, rules: &Rules, channels: u16) {
        self.known |= channels;
        for channel in bits(channels) {
            let rule = &rules.channels[channel];
            self.liking[channel] = rule.liking.at(self.luck.taste(rule.address)) as f32;
        }
    }
}

/// How much a customer spends, beside others.
pub fn spend(luck: CustomerLuck) -> Uniform {
    luck.own(SPEND).draw(0)
}

/// When a customer who is there from a moment on is lost by the calendar; never, where nobody is.
pub fn leaves_at(rules: &Rules, luck: CustomerLuck, segment: u8, from: Micros) -> Micros {
    let rate = |rules: &Rules| rules.segments[usize::from(segment)].leaving.at(|| luck.own(LEAVING).draw(0));
    if rules.losses_change {
        return leaves_in_the_course(rules, luck, from, rate);
    }
    let rate = rate(rules);
    if rate > 0.0 { nearest(leaves_after(luck) / rate).saturating_add(from) } else { NEVER }
}

/// How much of a rate passes until a customer is lost by the calendar.
fn leaves_after(luck: CustomerLuck) -> f64 {
    -ln(1.0 - luck.own(LEAVING).draw(1).get())
}

/// The same where the rate becomes another on some days.
#[cold]
fn leaves_in_the_course(rules: &Rules, luck: CustomerLuck, from: Micros, rate: impl Fn(&Rules) -> f64) -> Micros {
    let mut left = leaves_after(luck);
    for (rules, part) in rules.course().filter(|(_, part)| part.end > from) {
        let (rate, start) = (rate(rules), part.start.max(from));
        let passes = rate * (part.end - start) as f64;
        if passes >= left && rate > 0.0 {
            return nearest(left / rate).saturating_add(start);
        }
        left -= passes;
    }
    NEVER
}

/// Where the luck of these stands below a customer's.
const SPEND: u64 = named("spend");
const LEAVING: u64 = named("leaving");

/// The segment that a customer belongs to.
pub fn segment(rules: &Rules, luck: CustomerLuck) -> u8 {
    let at = luck.segment().get();
    rules.segments.iter().position(|segment| at < segment.cumulative_share).unwrap_or(0) as u8
}
