//! Money by the day, and what it is worth at the end of the warm-up.
//!
//! Money of a day is discounted by (1 + rate)^-t, with t in years of 364 days from the end of the warm-up to the middle of
//! the day, as far as it is reported; what is paid once is paid at the end of the warm-up.

use super::measures::EURO;
use crate::engine::Tally;
use crate::engine::tally::{Earned, Spent};
use crate::model::rules::Rules;
use crate::scenario::meant::{Market, Pool};
use crate::scenario::timetable::{DAY, HOUR, MINUTE, Micros, YEAR};

/// What a market earns and pays by the day, where that is asked for.
#[derive(Debug, Clone)]
pub struct Ledger {
    days: Vec<Day>,
    /// Integration, at the end of the warm-up.
    once: f64,
    /// Integration, per year.
    per_year: f64,
    /// Integration, per contact.
    integration_per_contact: f64,
    /// Per contact, by channel.
    per_contact: Vec<f64>,
    /// Per minute handled, by channel.
    per_minute: Vec<f64>,
    /// Margin of an active customer by the calendar, by segment, per year.
    margin_per_year: Vec<f64>,
}

/// A day, as far as it is reported.
#[derive(Debug, Clone, Copy)]
struct Day {
    /// What money of this day is worth at the end of the warm-up.
    discount: f64,
    /// How long it is.
    length: Micros,
    /// Wages of staff.
    wages: f64,
}

/// What a day is worth at the end of the warm-up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Worth {
    /// Margin less cost to serve.
    pub earned: f64,
    /// The cost of integration.
    pub integration: f64,
}

impl Worth {
    /// What is left.
    pub fn profit(&self) -> f64 {
        self.earned - self.integration
    }
}

impl Ledger {
    /// The ledger of a market, where money is counted by the day.
    pub fn of(market: &Market, rules: &Rules) -> Option<Self> {
        let rate = rules.asked.discount_per_year?;
        let day = |from: Micros| {
            let (begins, ends) = (from.max(rules.warm_up), (from + DAY).min(rules.horizon).max(rules.warm_up));
            let middle = (begins + ends) as f64 / 2.0 - rules.warm_up as f64;
            let wages = |pool: &Pool| pool.timetable.time_on_duty(begins, ends) as f64 / HOUR as f64 * pool.cost_per_hour;
            Day {
                discount: (1.0 + rate).powf(-middle.max(0.0) / YEAR as f64),
                length: ends.saturating_sub(begins),
                wages: market.pools.iter().map(wages).sum(),
            }
        };
        let cost = market.integration_cost;
        Some(Self {
            days: (0..rules.horizon.div_ceil(DAY)).map(|number| day(number * DAY)).collect(),
            once: cost.once,
            per_year: cost.per_year,
            integration_per_contact: cost.per_contact,
            per_contact: market.channels.iter().map(|channel| channel.cost_per_contact).collect(),
            per_minute: market.channels.iter().map(|channel| channel.cost_per_minute).collect(),
            margin_per_year: market.segments.iter().map(|segment| segment.margin_per_year).collect(),
        })
    }

    /// What each day of a replication is worth.
    pub fn worth(&self, tally: &Tally) -> Vec<Worth> {
        let mut active: Vec<u64> = tally.customers.cells().iter().map(|customers| customers.all).collect();
        let mut once = self.once;
        let of_day = |(number, day): (usize, &Day)| {
            let margin: f64 = (active.iter_mut().enumerate())
                .map(|(segment, active)| self.margin(segment, active, *day, &tally.earned[(segment, number)]))
                .sum();
            let spent = || (0..self.per_contact.len()).map(|channel| &tally.spent[(channel, number)]);
            let served: f64 = spent().enumerate().map(|(channel, spent)| self.paid_for(channel, spent)).sum();
            let contacts: u64 = spent().map(|spent| spent.contacts).sum();
            let running = self.per_year * day.length as f64 / YEAR as f64 + self.integration_per_contact * contacts as f64;
            let at_once = if day.length > 0 { std::mem::take(&mut once) } else { 0.0 };
            Worth {
                earned: day.discount * (margin - day.wages - served),
                integration: at_once + day.discount * running,
            }
        };
        self.days.iter().enumerate().map(of_day).collect()
    }

    /// Margin of a segment's orders, and by the calendar of those who are active.
    fn margin(&self, segment: usize, active: &mut u64, day: Day, earned: &Earned) -> f64 {
        let time = *active as f64 * day.length as f64 - earned.time_lost as f64;
        *active -= earned.lost;
        earned.margin as f64 / EURO + self.margin_per_year[segment] * time / YEAR as f64
    }

    /// What a channel costs for contacts.
    fn paid_for(&self, channel: usize, spent: &Spent) -> f64 {
        let minutes = spent.handled as f64 / MINUTE as f64;
        self.per_contact[channel] * spent.contacts as f64 + self.per_minute[channel] * minutes
    }
}
