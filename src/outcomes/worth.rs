//! Money by the day, and what it is worth at the end of the warm-up.
//!
//! Money of a day is discounted by (1 + rate)^-t, with t in years of 364 days from the end of the warm-up to the middle of
//! the day, as far as it is reported; what is paid once is paid at the start of its day, as far as that is reported.

use super::measures::EURO;
use super::slice::holding_cost;
use crate::engine::Tally;
use crate::engine::tally::Spent;
use crate::mistakes::Mistake::DiscountLate;
use crate::mistakes::is_made;
use crate::model::rules::Rules;
use crate::scenario::meant::{Later, Market, Pool, Segment};
use crate::scenario::timetable::{DAY, HOUR, MINUTE, Micros, YEAR};

/// What a market earns and pays by the day, where that is counted.
#[derive(Debug, Clone)]
pub struct Ledger {
    days: Vec<Day>,
    /// What things cost, from the start and after each change.
    prices: Vec<Prices>,
    /// A unit of stock on hand, by stock pool, per year.
    per_unit: Vec<f64>,
}

/// A day, as far as it is reported.
#[derive(Debug, Clone, Copy)]
struct Day {
    /// What money of this day is worth at the end of the warm-up.
    discount: f64,
    /// The same of its start.
    discount_at_start: f64,
    /// How long it is.
    length: Micros,
    /// Wages of staff.
    wages: f64,
    /// Integration that is paid once, on this day.
    once: f64,
    /// Which prices hold.
    prices: usize,
}

/// What things cost and bring.
#[derive(Debug, Clone)]
struct Prices {
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
    /// Each who joins, by segment.
    per_joiner: Vec<f64>,
    /// Per message, by campaign.
    per_message: Vec<f64>,
}

/// Money of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Worth {
    /// Margin less cost to serve.
    pub earned: f64,
    /// What those cost who joined.
    pub acquisition: f64,
    /// What messages cost.
    pub outreach: f64,
    /// The cost of integration.
    pub integration: f64,
}

impl Worth {
    /// What is left.
    pub fn profit(&self) -> f64 {
        self.earned - self.acquisition - self.outreach - self.integration
    }
}

impl Prices {
    fn of(market: &Market) -> Self {
        let integration = market.integration_cost();
        Self {
            per_year: integration.per_year,
            integration_per_contact: integration.per_contact,
            per_contact: market.channels.iter().map(|channel| channel.cost_per_contact).collect(),
            per_minute: market.channels.iter().map(|channel| channel.cost_per_minute).collect(),
            margin_per_year: market.segments.iter().map(|segment| segment.margin_per_year).collect(),
            per_joiner: market.segments.iter().map(Segment::cost_of_joining).collect(),
            per_message: market.campaigns.iter().map(|campaign| campaign.cost).collect(),
        }
    }

    /// What a channel costs for contacts.
    fn paid_for(&self, channel: usize, spent: &Spent) -> f64 {
        let minutes = spent.handled as f64 / MINUTE as f64;
        self.per_contact[channel] * spent.contacts as f64 + self.per_minute[channel] * minutes
    }
}

impl Ledger {
    /// The ledger of a market and what becomes of it, where money is counted by the day.
    pub fn of(market: &Market, later: &[Later], rules: &Rules) -> Option<Self> {
        if !rules.counts_days() {
            return None;
        }
        let markets: Vec<&Market> = [market].into_iter().chain(later.iter().map(|later| &later.market)).collect();
        let mut ledger = Self {
            days: Vec::new(),
            prices: markets.iter().map(|market| Prices::of(market)).collect(),
            per_unit: market.stocks.iter().map(|stock| stock.holding_cost_per_year).collect(),
        };
        for number in 0..rules.horizon.div_ceil(DAY) {
            let prices = later.partition_point(|later| Micros::from(later.day) <= number);
            ledger.days.push(Day { prices, ..Day::of(rules, number * DAY, markets[prices]) });
        }
        for capability in 0..market.integration_costs.len() {
            ledger.pay_once(|prices| markets[prices].integration_costs[capability].once);
        }
        Some(ledger)
    }

    /// Pays for a capability what is paid once: on a day that has more of it than was paid, and where it rises from day to
    /// day from there on, all of the rise.
    fn pay_once(&mut self, cost: impl Fn(usize) -> f64) {
        let reported: Vec<usize> = (0..self.days.len()).filter(|&day| self.days[day].length > 0).collect();
        let costs: Vec<f64> = reported.iter().map(|&day| cost(self.days[day].prices)).collect();
        let mut paid = 0.0;
        for (at, &day) in reported.iter().enumerate() {
            if costs[at] > paid {
                let rise = costs[at..].windows(2).take_while(|pair| pair[1] > pair[0]).count();
                self.days[day].once += costs[at + rise] - paid;
                paid = costs[at + rise];
            }
        }
    }

    /// What each day of a replication is worth at the end of the warm-up.
    pub fn worth(&self, tally: &Tally) -> Vec<Worth> {
        let discounted = |(day, money): (&Day, Worth)| Worth {
            earned: day.discount * money.earned,
            acquisition: day.discount * money.acquisition,
            outreach: day.discount * money.outreach,
            integration: day.discount * (money.integration - day.once) + day.discount_at_start * day.once,
        };
        self.days.iter().zip(self.money(tally)).map(discounted).collect()
    }

    /// What each day of a replication brings and costs.
    pub fn money(&self, tally: &Tally) -> Vec<Worth> {
        let mut by_calendar = vec![0.0; self.days.len()];
        for segment in 0..tally.earned.rows().count() {
            for (sum, margin) in by_calendar.iter_mut().zip(self.margins_by_calendar(tally, segment)) {
                *sum += margin;
            }
        }
        let of_day = |(number, (day, by_calendar)): (usize, (&Day, f64))| {
            let orders: i128 = tally.earned.rows().map(|days| days[number].margin).sum();
            Worth {
                earned: orders as f64 / EURO + by_calendar - day.wages - self.served(tally, number),
                acquisition: self.acquisition(tally, number),
                outreach: self.outreach(tally, number),
                integration: self.integration(tally, number),
            }
        };
        self.days.iter().zip(by_calendar).enumerate().map(of_day).collect()
    }

    /// Margin of a segment by the calendar, day by day.
    pub fn margins_by_calendar(&self, tally: &Tally, segment: usize) -> impl Iterator<Item = f64> {
        let mut active = tally.customers[segment].all;
        self.days.iter().zip(tally.earned.row(segment)).map(move |(day, earned)| {
            active += earned.joined;
            let time = active as f64 * day.length as f64 - earned.time_before as f64 - earned.time_lost as f64;
            active -= earned.lost;
            self.prices[day.prices].margin_per_year[segment] * time / YEAR as f64
        })
    }

    /// What those cost who joined on a day.
    fn acquisition(&self, tally: &Tally, day: usize) -> f64 {
        let prices = &self.prices[self.days[day].prices].per_joiner;
        tally.earned.rows().zip(prices).map(|(days, cost)| days[day].acquired as f64 * cost).sum()
    }

    /// What those of a segment cost who joined, day by day.
    pub fn acquired(&self, tally: &Tally, segment: usize) -> impl Iterator<Item = f64> {
        let days = self.days.iter().zip(tally.earned.row(segment));
        days.map(move |(day, earned)| self.prices[day.prices].per_joiner[segment] * earned.acquired as f64)
    }

    /// What messages of a day cost.
    pub fn outreach(&self, tally: &Tally, day: usize) -> f64 {
        let prices = &self.prices[self.days[day].prices].per_message;
        tally.sent.rows().zip(prices).map(|(days, cost)| days[day] as f64 * cost).sum()
    }

    /// What contacts of a day cost, and units on hand.
    pub fn served(&self, tally: &Tally, day: usize) -> f64 {
        let prices = &self.prices[self.days[day].prices];
        let of_channel = |(channel, days): (usize, &[Spent])| prices.paid_for(channel, &days[day]);
        let contacts: f64 = tally.spent.rows().enumerate().map(of_channel).sum();
        let pools = self.per_unit.iter().zip(tally.stored.rows());
        contacts + pools.map(|(per_unit, days)| holding_cost(*per_unit, &days[day..=day])).sum::<f64>()
    }

    /// What integration costs on a day.
    pub fn integration(&self, tally: &Tally, day: usize) -> f64 {
        let Day { length, once, prices, .. } = self.days[day];
        let prices = &self.prices[prices];
        let contacts: u64 = tally.spent.rows().map(|days| days[day].contacts).sum();
        once + prices.per_year * length as f64 / YEAR as f64 + prices.integration_per_contact * contacts as f64
    }

    /// Number of days.
    pub fn days(&self) -> usize {
        self.days.len()
    }
}

impl Day {
    /// The day that begins at a moment, in a market.
    fn of(rules: &Rules, from: Micros, market: &Market) -> Self {
        let (begins, ends) = (from.max(rules.warm_up), (from + DAY).min(rules.horizon).max(rules.warm_up));
        let rate = rules.asked.discount_per_year.unwrap_or(0.0);
        let discount = |at: f64| (1.0 + rate).powf(-(at - rules.warm_up as f64).max(0.0) / YEAR as f64);
        let wages = |pool: &Pool| pool.timetable.time_on_duty(begins, ends) as f64 / HOUR as f64 * pool.cost_per_hour;
        Self {
            discount: discount(if is_made(DiscountLate) { ends as f64 } else { (begins + ends) as f64 / 2.0 }),
            discount_at_start: discount(begins as f64),
            length: ends.saturating_sub(begins),
            wages: market.pools.iter().map(wages).sum(),
            once: 0.0,
            prices: 0,
        }
    }
}
