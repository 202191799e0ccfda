//! When campaigns send.

use super::super::Scene;
use super::message::{GAP, Message};
use crate::chance::maths::ln;
use crate::scenario::meant::Campaign;
use crate::scenario::timetable::{MINUTES_PER_DAY, Micros, float, micros, nearest};

/// Bits of a message's number in an event; above them stands the campaign's.
const NUMBER_BITS: u32 = 18;
const MOST: u32 = 1 << NUMBER_BITS;

/// A message in an event.
const fn event(campaign: usize, k: u32) -> u32 {
    (campaign as u32) << NUMBER_BITS | k
}

/// The campaign and the number of the message of an event.
pub const fn message_of(event: u32) -> (usize, u32) {
    ((event >> NUMBER_BITS) as usize, event & (MOST - 1))
}

/// How many messages of a campaign have been due up to a moment.
#[derive(Debug, Clone)]
pub struct Clock {
    /// From when on it runs at which rate (per micro-minute), and what it shows then.
    spans: Vec<(Micros, f64, f64)>,
    /// Whether each message comes to all at once.
    pub in_waves: bool,
}

impl Clock {
    /// That of a campaign whose rate becomes another at some moments.
    pub fn new(campaign: &Campaign, rates: Vec<(Micros, f64)>) -> Self {
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
    pub fn first_wave(&self, at: Micros) -> u32 {
        let k = self.shown(at) as u32;
        k + u32::from(self.moment(k.into()).is_some_and(|wave| wave < at))
    }

    /// Puts down a message to a customer, the next one from a moment on.
    pub fn put_down(&self, scene: &mut dyn Scene, who: u32, (campaign, k): (usize, u32), from: Micros) {
        let shows = if self.in_waves {
            f64::from(k)
        } else {
            let luck = Message::new(scene.rules(), scene.luck_of(who), campaign, k).luck;
            self.shown(from) - ln(1.0 - luck.draw(GAP).get())
        };
        // Rates with which numbers could run out are refused.
        if let Some(at) = self.moment(shows).filter(|_| k < MOST) {
            scene.let_happen(who, event(campaign, k), at);
        }
    }
}
