//! A part of the market, one segment or one channel or all, with its counters added up.

use crate::engine::tally::{Baskets, Contacts, Customers, EFFORT_BINS, Endings, Resolution, Tally, UNIT, bin_middle};
use crate::model::rules::Rules;
use crate::scenario::meant::{Kind, Market};
use crate::scenario::timetable::{HOUR, MINUTE, YEAR};

/// What the firm pays whatever happens, and for what happens.
#[derive(Debug, Clone)]
pub struct Books {
    /// Staffed hours at their cost (EUR).
    pub staff: f64,
    /// Paid hours of each pool.
    pub staffed_hours: Vec<f64>,
    /// Integration, whatever happens (EUR).
    integration: f64,
    /// Integration, per contact (EUR).
    integration_per_contact: f64,
    /// Per contact, by channel (EUR).
    per_contact: Vec<f64>,
    /// Per minute handled, by channel (EUR).
    per_minute: Vec<f64>,
}

impl Books {
    /// The books of a market.
    pub fn new(market: &Market, rules: &Rules) -> Self {
        let time = rules.horizon - rules.warm_up;
        let hours = |pool: &crate::scenario::meant::Pool| {
            pool.timetable.time_on_duty(rules.warm_up, rules.horizon) as f64 / HOUR as f64
        };
        let staffed_hours: Vec<f64> = market.pools.iter().map(hours).collect();
        let cost = market.integration_cost;
        Self {
            staff: market
                .pools
                .iter()
                .zip(&staffed_hours)
                .fold(0.0, |sum, (pool, hours)| sum + pool.cost_per_hour * hours),
            staffed_hours,
            integration: cost.once + cost.per_year * time as f64 / YEAR as f64,
            integration_per_contact: cost.per_contact,
            per_contact: market.channels.iter().map(|channel| channel.cost_per_contact).collect(),
            per_minute: market.channels.iter().map(|channel| channel.cost_per_minute).collect(),
        }
    }
}

/// Counters of a part of the market.
pub struct Slice<'a> {
    /// Everything that happened.
    pub tally: &'a Tally,
    /// What is paid.
    pub books: &'a Books,
    /// All journeys.
    pub journeys: Endings,
    /// Journeys with a value.
    pub purchases: Endings,
    /// Journeys without one.
    pub service: Endings,
    /// Journeys not ended at the horizon.
    pub censored: u64,
    /// Customers.
    pub customers: Customers,
    /// All contacts.
    pub contacts: Contacts,
    /// Contacts in channels with a staff pool; over all channels without messages.
    pub staffed: Contacts,
    /// Contacts in channels where somebody serves; for one channel, that channel.
    pub assisted: Contacts,
    /// Contacts of journeys with a value.
    pub visits: Contacts,
    /// What channels report of resolution; over all channels, those where somebody serves.
    pub resolution: Resolution,
    /// Baskets, by where they were filled.
    pub baskets: Baskets,
    /// Effort of journeys by bin.
    histogram: Vec<u64>,
}

impl<'a> Slice<'a> {
    /// The part of one segment (or all) and one channel (or all).
    pub fn new(
        rules: &Rules,
        books: &'a Books,
        tally: &'a Tally,
        segment: Option<usize>,
        channel: Option<usize>,
    ) -> Self {
        let mut slice = Self {
            tally,
            books,
            journeys: Endings::default(),
            purchases: Endings::default(),
            service: Endings::default(),
            censored: 0,
            customers: Customers::default(),
            contacts: Contacts::default(),
            staffed: Contacts::default(),
            assisted: Contacts::default(),
            visits: Contacts::default(),
            resolution: Resolution::default(),
            baskets: Baskets::default(),
            histogram: vec![0; EFFORT_BINS],
        };
        for at in (0..rules.segments.len()).filter(|&at| segment.is_none_or(|only| only == at)) {
            slice.add_segment(rules, at, channel);
        }
        for (_, baskets) in tally.baskets.iter().enumerate().filter(|(at, _)| channel.is_none_or(|only| only == *at)) {
            slice.baskets += baskets;
        }
        slice
    }

    fn add_segment(&mut self, rules: &Rules, at: usize, only: Option<usize>) {
        self.customers += &self.tally.customers[at];
        self.histogram.iter_mut().zip(self.tally.effort_histogram.row(at)).for_each(|(sum, more)| *sum += more);
        self.censored += self.tally.censored_of(rules, at);
        for (kind, cells) in rules.journeys.iter().zip(self.tally.journeys_of(rules, at)) {
            self.journeys.add(cells);
            if kind.value.is_some() { &mut self.purchases } else { &mut self.service }.add(cells);
        }
        for (c, channel) in rules.channels.iter().enumerate().filter(|(c, _)| only.is_none_or(|only| only == *c)) {
            for (kind, cells) in rules.journeys.iter().zip(self.tally.contacts_of(rules, at)) {
                let cell = &cells[c];
                self.contacts += cell;
                if channel.pool.is_some() && (only.is_some() || channel.kind != Kind::Messages) {
                    self.staffed += cell;
                }
                if only.is_some() || channel.assisted {
                    self.assisted += cell;
                }
                if kind.value.is_some() {
                    self.visits += cell;
                }
            }
            if only.is_some() || channel.assisted {
                self.resolution += &self.tally.resolution[(at, c)];
            }
        }
    }

    /// Customers active at the horizon.
    pub fn active(&self) -> u64 {
        self.customers.all - self.customers.lost_before - self.customers.lost
    }

    /// Margin (EUR).
    pub fn margin(&self) -> f64 {
        self.journeys.all().margin as f64 / 1e6
    }

    /// Cost to serve (EUR); of the whole market.
    pub fn cost_to_serve(&self) -> f64 {
        let mut cost = self.books.staff;
        for cells in self.tally.contacts.rows() {
            for (c, cell) in cells.iter().enumerate() {
                cost += self.books.per_contact[c] * cell.arrived() as f64;
                cost += self.books.per_minute[c] * (cell.handled as f64 / MINUTE as f64);
            }
        }
        cost
    }

    /// Cost of integration (EUR); of the whole market.
    pub fn integration_cost(&self) -> f64 {
        let contacts: u64 = self.tally.contacts.cells().iter().map(Contacts::arrived).sum();
        self.books.integration + self.books.integration_per_contact * contacts as f64
    }

    /// Variance of satisfaction over the active.
    pub fn satisfaction_variance(&self) -> Option<f64> {
        let active = self.active();
        let mean = (active > 0).then(|| self.customers.satisfaction as f64 / UNIT / active as f64)?;
        let squares = self.customers.satisfaction_squared as f64 / (UNIT * UNIT) / active as f64;
        Some((squares - mean * mean).max(0.0))
    }

    /// Variance of effort (minutes^2).
    pub fn effort_variance(&self) -> Option<f64> {
        let all = self.journeys.all();
        let mean = (all.ended > 0).then(|| all.total_effort() as f64 / 1e6 / all.ended as f64)?;
        Some((all.effort_squared as f64 / 1e12 / all.ended as f64 - mean * mean).max(0.0))
    }

    /// A quantile of effort (minutes).
    pub fn effort_quantile(&self, share: f64) -> Option<f64> {
        let total: u64 = self.histogram.iter().sum();
        let mut below = 0;
        let reached = |&count: &u64| {
            below += count;
            below as f64 >= share * total as f64
        };
        (total > 0).then(|| self.histogram.iter().position(reached).map(bin_middle))?
    }

    /// The mean of a function of effort (minutes).
    pub fn mean_over_efforts(&self, of: impl Fn(f64) -> f64) -> Option<f64> {
        let total: u64 = self.histogram.iter().sum();
        let sum = || {
            self.histogram
                .iter()
                .enumerate()
                .filter(|(_, count)| **count > 0)
                .map(|(bin, &count)| count as f64 * of(bin_middle(bin)))
                .sum::<f64>()
        };
        (total > 0).then(|| sum() / total as f64)
    }

    /// Mean report of service journeys of a class of contacts.
    pub fn reported(&self, class: usize) -> Option<f64> {
        let [same, switched] = &self.tally.by_contacts[class];
        let journeys = same.journeys + switched.journeys;
        (journeys > 0).then(|| (same.reported + switched.reported) as f64 / UNIT / journeys as f64)
    }

    /// Share of contacts in the channel of the contact before, and what it would be by chance.
    pub fn same_channel(&self) -> (Option<f64>, Option<f64>) {
        let count = self.tally.paths.rows().count();
        let flow: Vec<&[u64]> = self.tally.flow.rows().take(count).collect();
        let total: u64 = flow.iter().copied().flatten().sum();
        if total == 0 {
            return (None, None);
        }
        let share = |sum: u64| sum as f64 / total as f64;
        let row = |c: usize| share(flow[c].iter().sum());
        let column = |c: usize| share(flow.iter().map(|row| row[c]).sum());
        let same: u64 = (0..count).map(|c| flow[c][c]).sum();
        (Some(share(same)), Some((0..count).map(|c| row(c) * column(c)).sum()))
    }
}
