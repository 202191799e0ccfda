//! A part of the market, one segment or one channel or all, with its counters added up.

use super::days::{Day, days};
use super::measures::{EURO, SHARE_OF_EACH};
use super::place::Place;
use super::worth::{Ledger, Worth};
use crate::engine::log::elapsed::Span;
use crate::engine::tally::{
    Baskets, Class, Contacts, Customers, Efforts, Endings, Orphans, Repeats, Resolution, Spending, Stored, Tally,
    effort_quantile,
};
use crate::mistakes::Mistake::HourUnpaid;
use crate::mistakes::is_made;
use crate::model::mechanism::{outreach, personalisation, stock};
use crate::model::rules::{Form, Rules};
use crate::scenario::meant::{Kind, Later, Market, Pool, Segment};
use crate::scenario::timetable::{DAY, HOUR, MINUTE, Micros, YEAR};
use crate::stats::Ratio;
use std::ops::Range;

/// What the firm pays whatever happens, and for what happens.
#[derive(Debug, Clone)]
pub struct Books {
    /// Staffed hours at their cost (millionths of EUR).
    pub staff: i128,
    /// Paid time of each pool.
    pub staffed: Vec<Micros>,
    /// Integration, whatever happens (millionths of EUR).
    integration: i128,
    /// Integration, per contact (EUR).
    integration_per_contact: f64,
    /// Per contact, by channel (EUR).
    per_contact: Vec<f64>,
    /// Per minute handled, by channel (EUR).
    per_minute: Vec<f64>,
    /// A unit of stock on hand, by stock pool (EUR per year).
    per_unit: Vec<f64>,
    /// Per message, by campaign (EUR).
    per_message: Vec<f64>,
    /// Items of each stock pool.
    items: Vec<u64>,
    /// Margin of an active customer by the calendar, by segment (EUR per year).
    margin_per_year: Vec<f64>,
    /// The same, where it stays as it is in the course of the run.
    steady_margin_per_year: Option<Vec<f64>>,
    /// Cost of each who joins, by segment (EUR).
    per_joiner: Vec<f64>,
    /// Time that is reported.
    reported: Micros,
    /// The steps of each journey type, by their numbers.
    steps: Vec<Vec<usize>>,
    /// Whether a journey of any type has a value.
    something_is_sold: bool,
    /// Money by the day, where that is counted.
    ledger: Option<Ledger>,
    /// Whether what things cost changes in the course of the run.
    changes: bool,
    /// Whether what a change did is looked at, day by day.
    looks_at_days: bool,
}

/// The time that is paid of that on duty: all of it.
fn paid(time: Micros) -> Micros {
    if is_made(HourUnpaid) { time.saturating_sub(HOUR) } else { time }
}

impl Books {
    /// The books of a market.
    pub fn new(market: &Market, later: &[Later], rules: &Rules) -> Self {
        let years = (rules.horizon - rules.warm_up) as f64 / YEAR as f64;
        let duties: Vec<Vec<(Micros, f64)>> =
            (0..market.pools.len()).map(|pool| duties(market, later, rules, pool)).collect();
        let staffed: Vec<Micros> = duties.iter().map(|spans| spans.iter().map(|(time, _)| time).sum()).collect();
        let wages =
            duties.iter().map(|spans| spans.iter().map(|&(time, cost)| cost * (paid(time) as f64 / HOUR as f64)).sum());
        let cost = market.integration_cost();
        // What is furthest from nothing in the course of the run: whether there is any is asked of all of it, and how much
        // only where nothing changes.
        let most = |price: &dyn Fn(&Market) -> f64| {
            let prices = later.iter().map(|later| price(&later.market));
            prices.fold(price(market), |most, one| if one.abs() > most.abs() { one } else { most })
        };
        Self {
            staff: wages.map(millionths).sum(),
            staffed,
            integration: millionths(cost.once + cost.per_year * years),
            integration_per_contact: most(&|market| market.integration_cost().per_contact),
            per_contact: (0..market.channels.len())
                .map(|c| most(&|market| market.channels[c].cost_per_contact))
                .collect(),
            per_minute: (0..market.channels.len())
                .map(|c| most(&|market| market.channels[c].cost_per_minute))
                .collect(),
            per_unit: market.stocks.iter().map(|stock| stock.holding_cost_per_year).collect(),
            per_message: (0..market.campaigns.len()).map(|c| most(&|market| market.campaigns[c].cost)).collect(),
            items: market.stocks.iter().map(|stock| stock.items.into()).collect(),
            margin_per_year: (0..market.segments.len())
                .map(|s| most(&|market| market.segments[s].margin_per_year))
                .collect(),
            steady_margin_per_year: later
                .iter()
                .all(|later| margins(&later.market) == margins(market))
                .then(|| margins(market)),
            per_joiner: market.segments.iter().map(Segment::cost_of_joining).collect(),
            reported: rules.horizon - rules.warm_up,
            steps: rules.journeys.iter().map(|kind| kind.step_numbers.clone()).collect(),
            something_is_sold: rules.journeys.iter().any(|kind| kind.value.is_some()),
            ledger: Ledger::of(market, later, rules),
            changes: !later.is_empty(),
            looks_at_days: rules.asked.bad_days,
        }
    }

    /// Whether the cost to serve is that of the timetables alone.
    pub fn serving_costs_are_fixed(&self) -> bool {
        self.per_contact.iter().chain(&self.per_minute).chain(&self.per_unit).all(|&cost| cost == 0.0)
    }

    /// Whether integration costs the same whatever happens.
    pub fn integration_costs_are_fixed(&self) -> bool {
        self.integration_per_contact == 0.0
    }

    /// Whether units on hand cost nothing.
    pub fn holding_costs_nothing(&self) -> bool {
        self.per_unit.iter().all(|&cost| cost == 0.0)
    }

    /// Whether there is no revenue whatever happens.
    pub fn nothing_is_sold(&self) -> bool {
        !self.something_is_sold
    }

    /// The days of a replication, where what a change did is looked at.
    pub fn days(&self, tally: &Tally) -> Vec<Day> {
        self.ledger.iter().filter(|_| self.looks_at_days).flat_map(|ledger| days(ledger, tally)).collect()
    }

    /// The ledger, where only that tells what things cost, since it changes.
    fn in_course(&self) -> Option<&Ledger> {
        self.ledger.as_ref().filter(|_| self.changes)
    }

    /// For how long these customers were active in the time that is reported, in all.
    fn active_time(&self, customers: &Customers) -> Micros {
        let all = customers.ever_there().saturating_mul(self.reported);
        all.saturating_sub(customers.time_before).saturating_sub(customers.time_lost)
    }

    /// Margin of an active customer by the calendar, by segment, unless it changes in the course of the run.
    pub fn steady_margin_per_year(&self) -> Option<&[f64]> {
        self.steady_margin_per_year.as_deref()
    }

    /// Whether there is no margin whatever happens.
    pub fn nothing_is_earned(&self) -> bool {
        self.nothing_is_sold() && self.nothing_comes_by_the_calendar()
    }

    /// Whether there is none by the calendar.
    pub fn nothing_comes_by_the_calendar(&self) -> bool {
        self.margin_per_year.iter().all(|&margin| margin == 0.0)
    }

    /// Whether whoever joins costs nothing.
    pub fn joiners_cost_nothing(&self) -> bool {
        self.per_joiner.iter().all(|&cost| cost == 0.0)
    }

    /// Whether messages cost nothing.
    pub fn messages_cost_nothing(&self) -> bool {
        self.per_message.iter().all(|&cost| cost == 0.0)
    }

    /// Whether nothing is earned, messages cost nothing, and the cost to serve is fixed.
    pub fn lifetime_value_is_fixed(&self) -> bool {
        self.nothing_is_earned() && self.serving_costs_are_fixed() && self.messages_cost_nothing()
    }

    /// The same, and whoever joins costs nothing.
    pub fn profit_before_integration_is_fixed(&self) -> bool {
        self.lifetime_value_is_fixed() && self.joiners_cost_nothing()
    }

    /// Whether nothing is earned and all costs are fixed.
    pub fn profit_is_fixed(&self) -> bool {
        self.profit_before_integration_is_fixed() && self.integration_costs_are_fixed()
    }
}

/// The time for which a pool is paid and the cost of an hour, in each part of the course of a market.
fn duties(market: &Market, later: &[Later], rules: &Rules, pool: usize) -> Vec<(Micros, f64)> {
    let starts = later.iter().map(|later| Micros::from(later.day) * DAY);
    let froms = [0].into_iter().chain(starts.clone());
    let untils = starts.chain([rules.horizon]);
    let markets = [market].into_iter().chain(later.iter().map(|later| &later.market));
    let of_part = |((from, until), market): ((Micros, Micros), &Market)| {
        let Pool { timetable, cost_per_hour, .. } = &market.pools[pool];
        (timetable.time_on_duty(from.max(rules.warm_up), until.min(rules.horizon)), *cost_per_hour)
    };
    froms.zip(untils).zip(markets).map(of_part).collect()
}

/// Margin of an active customer by the calendar, by segment (EUR per year).
fn margins(market: &Market) -> Vec<f64> {
    market.segments.iter().map(|segment| segment.margin_per_year).collect()
}

/// Cost of what a stock pool has held (EUR).
pub(super) fn holding_cost(per_year: f64, days: &[Stored]) -> f64 {
    days.iter().map(|day| per_year * (day.units as f64 / YEAR as f64)).sum()
}

/// Money in millionths of EUR, rounded once for each kind of cost.
fn millionths(euros: f64) -> i128 {
    (euros * EURO).round() as i128
}

/// Counters of a part of the market.
pub struct Slice<'a> {
    /// Which part.
    pub place: Place,
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
    /// Margin by the calendar (millionths of a unit of money).
    pub margin_by_calendar: i128,
    /// What those who joined cost (millionths of a unit of money).
    pub acquisition_cost: i128,
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
    /// Messages for which nobody waits.
    pub orphans: Orphans,
    /// Effort of journeys by bin.
    efforts: Vec<Efforts>,
    /// How many journey types there are.
    journey_types: usize,
    /// What each day is worth, where that is asked for; of the whole market only.
    pub worth: Vec<Worth>,
    /// What mechanisms count, by the name of the counter.
    own: Vec<(&'static str, i64)>,
}

impl<'a> Slice<'a> {
    /// The part at a place; at passages, paths and pools, all of the market.
    pub fn new(rules: &Rules, books: &'a Books, tally: &'a Tally, place: Place) -> Self {
        let segment = if let Place::Segment(at) = place { Some(at) } else { None };
        let channel = if let Place::Channel(at) = place { Some(at) } else { None };
        let mut slice = Self {
            place,
            tally,
            books,
            journeys: Endings::default(),
            purchases: Endings::default(),
            service: Endings::default(),
            censored: 0,
            customers: Customers::default(),
            margin_by_calendar: 0,
            acquisition_cost: 0,
            contacts: Contacts::default(),
            staffed: Contacts::default(),
            assisted: Contacts::default(),
            visits: Contacts::default(),
            resolution: Resolution::default(),
            baskets: Baskets::default(),
            orphans: Orphans::default(),
            efforts: vec![Efforts::default(); tally.efforts.row(0).len()],
            journey_types: rules.journeys.len(),
            worth: books.ledger.iter().filter(|_| place == Place::All).flat_map(|ledger| ledger.worth(tally)).collect(),
            own: rules.counters().map(|counter| (counter, 0)).collect(),
        };
        for at in (0..rules.segments.len()).filter(|&at| segment.is_none_or(|only| only == at)) {
            slice.add_segment(rules, at, channel);
        }
        for at in (0..rules.channels.len()).filter(|&at| channel.is_none_or(|only| only == at)) {
            slice.baskets += &tally.baskets[at];
            slice.orphans += &tally.orphans[at];
        }
        slice
    }

    /// Row and column of the passage or path at hand.
    pub fn cell(&self) -> (usize, usize) {
        match self.place {
            Place::Passage(row, column) | Place::Path(row, column) => (row, column),
            place => unreachable!("{place:?} is no passage"),
        }
    }

    /// Share of the ended journeys of a type that ended at the step at hand without being completed.
    pub fn ended_at(&self) -> Ratio {
        let Place::Step(journey, step) = self.place else { unreachable!("{:?} is no step", self.place) };
        let types = self.journey_types;
        let (mut here, mut all) = (0, 0);
        for row in (0..self.tally.customers.cells().len()).map(|segment| segment * types + journey) {
            all += self.tally.journeys.row(row).iter().map(|cell| cell.ended).sum::<u64>();
            here += self.books.steps[journey]
                .iter()
                .position(|own| *own == step)
                .map_or(0, |at| self.tally.ended_at[(row, at)]);
        }
        Ratio::per(here, all)
    }

    /// The staff pool at hand.
    pub fn pool(&self) -> usize {
        match self.place {
            Place::Pool(pool) => pool,
            place => unreachable!("{place:?} is no pool"),
        }
    }

    /// Share of contacts in the line of the staff pool at hand whose customer hung up, messages left out.
    pub fn hang_ups(&self) -> Ratio {
        let line = &self.tally.lines[self.pool()];
        Ratio::per(line.hung_up, line.waits)
    }

    fn add_segment(&mut self, rules: &Rules, at: usize, only: Option<usize>) {
        let customers = &self.tally.customers[at];
        self.customers += customers;
        let years = self.books.active_time(customers) as f64 / YEAR as f64;
        self.margin_by_calendar += millionths(match self.books.in_course() {
            None => self.books.margin_per_year[at] * years,
            Some(ledger) => ledger.margins_by_calendar(self.tally, at).sum(),
        });
        self.acquisition_cost += millionths(match self.books.in_course() {
            None => self.books.per_joiner[at] * customers.joined as f64,
            Some(ledger) => ledger.acquired(self.tally, at).sum(),
        });
        self.efforts.iter_mut().zip(self.tally.efforts.row(at)).for_each(|(sum, more)| *sum += more);
        self.censored += self.tally.censored_of(rules, at);
        for row in self.tally.own_of(rules, at, only) {
            self.own.iter_mut().zip(row).for_each(|((_, sum), more)| *sum = sum.saturating_add(*more));
        }
        for (kind, cells) in rules.journeys.iter().zip(self.tally.journeys_of(rules, at)) {
            self.journeys.add(cells);
            if kind.value.is_some() { &mut self.purchases } else { &mut self.service }.add(cells);
        }
        let is_there = |form: &Form| only.is_none_or(|only| only == form.channel);
        for (at_form, form) in rules.forms.iter().enumerate().filter(|(_, form)| is_there(form)) {
            for (kind, cells) in rules.journeys.iter().zip(self.tally.contacts_of(rules, at)) {
                let cell = &cells[at_form];
                self.contacts += cell;
                if form.has_pool && (only.is_some() || form.kind != Kind::Messages) {
                    self.staffed += cell;
                }
                if only.is_some() || form.is_assisted() {
                    self.assisted += cell;
                }
                if kind.value.is_some() {
                    self.visits += cell;
                }
            }
            if only.is_some() || form.is_assisted() {
                self.resolution += &self.tally.resolution[(at, at_form)];
            }
        }
    }

    /// What a mechanism counted; 0, where the market does not have it.
    pub fn own(&self, counter: &str) -> i64 {
        self.own.iter().find(|(name, _)| *name == counter).map_or(0, |(_, sum)| *sum)
    }

    /// Customers active at the horizon.
    pub fn active(&self) -> u64 {
        self.customers.active()
    }

    /// Revenue (millionths of EUR).
    pub fn revenue(&self) -> i128 {
        self.journeys.all().revenue
    }

    /// Margin (millionths of EUR).
    pub fn margin(&self) -> i128 {
        self.journeys.all().margin + self.margin_by_calendar
    }

    /// Contacts a year, over the days that customers were active.
    pub fn contacts_a_year(&self) -> Ratio {
        let days = self.books.active_time(&self.customers) / DAY;
        Ratio { numerator: i128::from(self.contacts.arrived()) * i128::from(YEAR / DAY), denominator: days }
    }

    /// Cost to serve (millionths of EUR); of the whole market.
    pub fn cost_to_serve(&self) -> i128 {
        let mut cost = self.books.staff;
        if let Some(ledger) = self.books.in_course() {
            return cost + millionths((0..ledger.days()).map(|day| ledger.served(self.tally, day)).sum());
        }
        for (c, (per_contact, per_minute)) in self.books.per_contact.iter().zip(&self.books.per_minute).enumerate() {
            let cells = || self.tally.contacts.rows().map(|row| &row[c]);
            cost += millionths(per_contact * cells().map(Contacts::arrived).sum::<u64>() as f64);
            cost += millionths(per_minute * (cells().map(|cell| cell.handled as f64).sum::<f64>() / MINUTE as f64));
        }
        cost + self.holding_cost()
    }

    /// Cost of units on hand (millionths of EUR); of the whole market.
    pub fn holding_cost(&self) -> i128 {
        let pools = self.books.per_unit.iter().zip(self.tally.stored.rows());
        pools.map(|(per_year, days)| millionths(holding_cost(*per_year, days))).sum()
    }

    /// Mean units on hand in the stock pool at hand.
    pub fn stored(&self) -> Ratio {
        let units = self.tally.stored.row(self.stock()).iter().fold(0_u128, |sum, day| sum.saturating_add(day.units));
        Ratio { numerator: i128::try_from(units).unwrap_or(i128::MAX), denominator: self.books.reported }
    }

    /// Share of the time and of the items of the stock pool at hand of which there were none.
    pub fn empty(&self) -> Ratio {
        let empty = self.tally.stored.row(self.stock()).iter().fold(0_u128, |sum, day| sum.saturating_add(day.empty));
        let all = self.books.reported as f64 * self.books.items[self.stock()] as f64;
        Ratio::total((empty as f64 / all * SHARE_OF_EACH.in_one).round() as i128)
    }

    /// The stock pool at hand.
    fn stock(&self) -> usize {
        match self.place {
            Place::Stock(stock) => stock,
            place => unreachable!("{place:?} is no stock pool"),
        }
    }

    /// Of what was asked for from stock, the share that `part` counts.
    pub fn of_asked(&self, part: impl Fn(&Self) -> i64) -> Ratio {
        Ratio { numerator: part(self).into(), denominator: self.own(stock::ASKED).unsigned_abs() }
    }

    /// Records that channels knew on arrival, over contacts.
    pub fn records_known(&self) -> Ratio {
        let arrived = self.own(personalisation::ARRIVED).unsigned_abs();
        Ratio { numerator: self.own(personalisation::KNOWN).into(), denominator: arrived }
    }

    /// Share of customers who ever were there that got a message.
    pub fn reached(&self) -> Ratio {
        Ratio { numerator: self.own(outreach::REACHED).into(), denominator: self.customers.ever_there() }
    }

    /// Of messages sent, the share that `counter` counts.
    pub fn of_sent(&self, counter: &str) -> Ratio {
        Ratio { numerator: self.own(counter).into(), denominator: self.own(outreach::SENT).unsigned_abs() }
    }

    /// Units asked for that nobody had.
    pub fn missed(&self) -> i64 {
        self.own(stock::OUT) - self.own(stock::ELSEWHERE)
    }

    /// Cost of integration (millionths of EUR); of the whole market.
    pub fn integration_cost(&self) -> i128 {
        if let Some(ledger) = self.books.in_course() {
            return millionths((0..ledger.days()).map(|day| ledger.integration(self.tally, day)).sum());
        }
        let contacts: u64 = self.tally.contacts.cells().iter().map(Contacts::arrived).sum();
        self.books.integration + millionths(self.books.integration_per_contact * contacts as f64)
    }

    /// Cost of messages (millionths of EUR); of the whole market.
    pub fn outreach_cost(&self) -> i128 {
        if let Some(ledger) = self.books.in_course() {
            return millionths((0..ledger.days()).map(|day| ledger.outreach(self.tally, day)).sum());
        }
        let sent = self.tally.sent.rows().map(|days| days.iter().sum::<u64>());
        self.books.per_message.iter().zip(sent).map(|(cost, sent)| millionths(cost * sent as f64)).sum()
    }

    /// Profit (millionths of EUR); of the whole market.
    pub fn profit(&self) -> i128 {
        let costs = self.cost_to_serve() + self.acquisition_cost + self.outreach_cost() + self.integration_cost();
        self.margin() - costs
    }

    /// Profit per customer there was at the start.
    pub fn profit_per_customer(&self) -> Ratio {
        Ratio { numerator: self.profit(), denominator: self.customers.all }
    }

    /// Margin less cost to serve and of messages at its present value, per customer there ever was.
    pub fn lifetime_value(&self) -> Ratio {
        let of_all = self.present_value(|day| day.earned - day.outreach);
        of_all.map_or(Ratio::NONE, |numerator| Ratio { numerator, denominator: self.customers.ever_there() })
    }

    /// Share of customers without an order, where something is sold.
    pub fn without_order(&self) -> Ratio {
        let all = self.customers.ever_there();
        if self.books.nothing_is_sold() { Ratio::NONE } else { Ratio::per(all - self.customers.buyers, all) }
    }

    /// What all days are worth together (millionths of a unit of money); nothing, where that is not asked for.
    pub fn present_value(&self, of_day: impl Fn(&Worth) -> f64) -> Option<i128> {
        (!self.worth.is_empty()).then(|| millionths(self.worth.iter().map(of_day).sum()))
    }

    /// Variance of satisfaction over the active.
    pub fn satisfaction_variance(&self) -> Ratio {
        variance(self.customers.satisfaction.into(), self.customers.satisfaction_squared, self.active(), 1.0)
    }

    /// Variance of effort.
    pub fn effort_variance(&self) -> Ratio {
        let all = self.journeys.all();
        let squares = i128::try_from(all.effort_squared).unwrap_or(i128::MAX);
        variance(all.total_effort().into(), squares, all.ended, 1.0)
    }

    /// The effort that this many tenths of the journeys do not exceed.
    pub fn effort_quantile(&self, tenths: u64) -> Ratio {
        effort_quantile(&self.efforts, tenths).map_or(Ratio::NONE, |effort| Ratio::total(effort.round() as i128))
    }

    /// Mean time of a span, where elapsed times are asked for.
    pub fn elapsed(&self, span: Span) -> Ratio {
        let (sums, _) = self.tally.elapsed_in(self.elapsed_rows(), span);
        Ratio::per(sums.time, sums.journeys)
    }

    /// The time of a span that this many tenths of the journeys do not exceed, where elapsed times are asked for.
    pub fn elapsed_quantile(&self, span: Span, tenths: u64) -> Ratio {
        let (_, bins) = self.tally.elapsed_in(self.elapsed_rows(), span);
        effort_quantile(&bins, tenths).map_or(Ratio::NONE, |time| Ratio::total(time.round() as i128))
    }

    /// The rows of elapsed times that make up the part.
    fn elapsed_rows(&self) -> Range<usize> {
        let types = self.journey_types;
        match self.place {
            Place::All => 0..types,
            Place::Journey(at) => at..at + 1,
            Place::Channel(at) => types + at..types + at + 1,
            place => unreachable!("there are no elapsed times of {place:?}"),
        }
    }

    /// Share of contacts with somebody who serves after which the customer turned to somebody who serves again, where that
    /// is asked for.
    pub fn repeats(&self) -> Ratio {
        let only = if let Place::Channel(at) = self.place { Some(at) } else { None };
        let mut sums = Repeats::default();
        for (_, cell) in
            self.tally.repeats.cells().iter().enumerate().filter(|(at, _)| only.is_none_or(|only| only == *at))
        {
            sums += cell;
        }
        Ratio::per(sums.repeated, sums.served)
    }

    /// Customers who were served in one channel, and in more, where that is asked for.
    pub fn spending(&self) -> [Spending; 2] {
        let cells = self.tally.channels_used.cells();
        [0, 1].map(|more| cells.get(more).copied().unwrap_or_default())
    }

    /// Mean report of service journeys of a class of contacts.
    pub fn reported(&self, class: usize) -> Ratio {
        let mut both = Class::default();
        self.tally.by_contacts.row(class).iter().for_each(|class| both += class);
        Ratio { numerator: both.reported.into(), denominator: both.journeys }
    }

    /// Contacts after another one, by the channel of that one.
    fn passages(&self) -> Vec<&[u64]> {
        let channels = self.tally.paths.rows().count();
        self.tally.flow.rows().take(channels).collect()
    }

    /// Share of contacts in the channel of the contact before.
    pub fn same_channel(&self) -> Ratio {
        let flow = self.passages();
        let same = flow.iter().enumerate().map(|(c, row)| row[c]).sum();
        Ratio::per(same, flow.iter().copied().flatten().sum())
    }

    /// What that share would be by chance.
    pub fn same_channel_by_chance(&self) -> Ratio {
        let flow = self.passages();
        let total: u64 = flow.iter().copied().flatten().sum();
        if total == 0 {
            return Ratio::NONE;
        }
        let share = |sum: u64| sum as f64 / total as f64;
        let row = |c: usize| share(flow[c].iter().sum());
        let column = |c: usize| share(flow.iter().map(|row| row[c]).sum());
        let chance: f64 = (0..flow.len()).map(|c| row(c) * column(c)).sum();
        Ratio::total((chance * SHARE_OF_EACH.in_one).round() as i128)
    }
}

/// The variance of whole numbers from their sum and that of their squares, in units of 1 / `in_one`.
///
/// Squares are taken about the whole part of the mean, so that nothing is lost to large numbers.
pub fn variance(sum: i128, squares: i128, count: u64, in_one: f64) -> Ratio {
    let n = i128::from(count);
    if n == 0 {
        return Ratio::NONE;
    }
    let (mean, rest) = (sum.div_euclid(n), sum.rem_euclid(n));
    let about = squares.saturating_sub(mean.saturating_mul(sum.saturating_add(rest)));
    let variance = (about as f64 - rest as f64 * (rest as f64 / n as f64)) / n as f64;
    Ratio::total((variance * in_one).round() as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variance_of_whole_numbers_is_exact_however_far_from_0_they_are() {
        assert_eq!(variance(6, 14, 3, 3e6), Ratio::total(2_000_000));
        let far = [1_000_000_000_001_i128, 1_000_000_000_002, 1_000_000_000_003];
        let squares = far.iter().map(|x| x * x).sum();
        assert_eq!(variance(far.iter().sum(), squares, 3, 3e6), Ratio::total(2_000_000));
        // 1, 2 and 2: 2/9.
        assert_eq!(variance(5, 9, 3, 9e6), Ratio::total(2_000_000));
        assert_eq!(variance(7 * 12, 7 * 144, 7, 1e12), Ratio::total(0));
        assert_eq!(variance(-5, 25, 1, 1e12), Ratio::total(0));
        assert_eq!(variance(0, 0, 0, 1e12), Ratio::NONE);
    }
}
