//! What happened in one replication, in whole numbers only, so that no order of adding them up matters: times in
//! micro-minutes, money in millionths of EUR, satisfaction in units of 10^-9, everything else in counts.

pub mod cohorts;
mod counters;
mod counting;
mod efforts;
mod endings;
mod grid;
mod record;

pub use counters::{
    Baskets, Class, Cohort, Contacts, Customers, Earned, Elapsed, Hour, Journeys, Line, Orphans, Repeats, Resolution,
    Spending, Spent, Stored, Week,
};
pub use efforts::{Efforts, effort_quantile};
pub use endings::Endings;
pub use grid::Grid;
pub use record::{AfterContact, Ending, Fate, Record, Unpursued, WaitEnd};

use super::log::Log;
use super::log::elapsed::{self, SPANS, Span};
use crate::model::experience::ENDINGS;
use crate::model::rules::Rules;
use crate::scenario::MOST_STEPS;
use crate::scenario::timetable::{DAY, Micros, WEEK};
use efforts::EFFORT_BINS;
use std::collections::BTreeMap;
use std::ops::Range;

/// Units of satisfaction and experience in one.
pub const UNIT: f64 = 1e9;
/// Nobody passed the customer on.
pub const NO_TRANSFER: usize = 0;
/// The customer was passed on, always warm.
pub const WARM_TRANSFER: usize = 1;
/// The customer was passed on cold.
pub const COLD_TRANSFER: usize = 2;
/// Journeys are told apart by their contacts: 1, 2, 3, 4 and more.
pub const CONTACT_CLASSES: usize = 4;

/// A fixed-point value of satisfaction or experience.
#[inline]
pub fn fixed(value: f64) -> i64 {
    // Added to this, a number below 2^51 has no room for a fraction, and is rounded to the nearest, ties to even.
    const ROUND: f64 = 1.5 * (1_u64 << 52) as f64;
    (value * UNIT + ROUND).to_bits().cast_signed() - ROUND.to_bits().cast_signed()
}

/// Defines the tally: each field with what it holds in a row, and its rows and columns. Making and adding follow.
macro_rules! tally {
    ($(#[$doc:meta])* |$rules:ident| { $($(#[$field_doc:meta])* $field:ident: $cell:ty = [$rows:expr, $columns:expr],)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Tally {
            $($(#[$field_doc])* pub $field: Grid<$cell>,)*
            /// What is not counted yet; nothing, where nothing that is asked for needs it.
            log: Option<Box<Log>>,
            /// What is kept for dashboards, in no order; empty where none is asked for.
            pub kept: Log,
            /// When those at hand joined who were not there at the start.
            joined_at: BTreeMap<u32, Micros>,
        }

        impl Tally {
            /// Nothing has happened yet.
            pub fn new($rules: &Rules) -> Self {
                Self {
                    $($field: Grid::new($rows, $columns),)*
                    log: Log::if_needed($rules),
                    kept: Log::default(),
                    joined_at: BTreeMap::new(),
                }
            }

            /// Adds another tally, of other customers of the same replication.
            pub fn add(&mut self, other: &Self) {
                $(self.$field += &other.$field;)*
                self.kept.append(&other.kept);
            }
        }
    };
}

tally! {
    /// What happened in one replication.
    |rules| {
        /// `[segment and journey][form of a channel]`.
        contacts: Contacts = [cells(rules), rules.forms.len()],
        /// `[segment and journey][ended]`.
        journeys: Journeys = [cells(rules), ENDINGS],
        /// Of those not completed, by the step that they had reached: `[segment and journey][place of the step]`.
        ended_at: u64 = [cells(rules), MOST_STEPS],
        /// Journeys begun in the time that counts and not ended at the horizon: `[segment and journey]`.
        censored: u64 = [1, cells(rules)],
        /// `[segment][form of a channel, when the journey ends]`, of service journeys.
        resolution: Resolution = [rules.segments.len(), rules.forms.len()],
        /// Baskets by the channel in which they were filled.
        baskets: Baskets = [1, rules.channels.len()],
        /// Messages for which nobody waits, by channel.
        orphans: Orphans = [1, rules.channels.len()],
        /// Contacts by channel before (the last row for none) and channel.
        flow: u64 = [rules.channels.len() + 1, rules.channels.len()],
        /// Orders by channel of the first contact and of the last.
        paths: u64 = [rules.channels.len(), rules.channels.len()],
        /// `[segment]`.
        customers: Customers = [1, rules.segments.len()],
        /// By the calendar.
        weeks: Week = [1, rules.horizon.div_ceil(WEEK) as usize],
        /// `[channel][hour of the day]`.
        hours: Hour = [rules.channels.len(), 24],
        /// Effort of counted journeys: `[segment][bin]`.
        efforts: Efforts = [rules.segments.len(), EFFORT_BINS],
        /// Service journeys by number of contacts, without and with a switch of channel.
        by_contacts: Class = [CONTACT_CLASSES, 2],
        /// Service journeys that turned to somebody who serves, by [`NO_TRANSFER`] to [`COLD_TRANSFER`].
        by_transfer: Class = [1, COLD_TRANSFER + 1],
        /// Lines of staff pools, `[pool]`, by the pool of the day on which the wait ends.
        lines: Line = [1, rules.pools.len()],
        /// Agents' time at work, `[pool]`: work begun and ended, whenever that was.
        work: u64 = [1, rules.pools.len()],
        /// What stock pools have held, `[pool][day]`; in one, where nothing is counted by the day.
        stored: Stored = [rules.stock_pools, days(rules).max(1)],
        /// Messages that campaigns have sent, `[campaign][day]`; in one, where nothing is counted by the day.
        sent: u64 = [rules.campaigns.len(), days(rules).max(1)],
        /// What mechanisms count: `[segment, journey and channel, the last for none][counter]`.
        own: i64 = [cells(rules) * (rules.channels.len() + 1), rules.counters().count()],
        /// Elapsed times, where they are asked for: `[journey type, then channel of the first contact][span]`.
        elapsed: Elapsed = [elapsed::rows(rules), SPANS],
        /// The same in bins, for quantiles: `[row and span][bin]`.
        elapsed_bins: Efforts = [elapsed::rows(rules) * SPANS, EFFORT_BINS],
        /// Money by the day, where that is asked for: `[segment][day]`.
        earned: Earned = [rules.segments.len(), days(rules)],
        /// What costs by the day, where that is asked for: `[channel][day]`.
        spent: Spent = [rules.channels.len(), days(rules)],
        /// Customers by how long they have been there, where any join: `[segment and cohort][period]`.
        cohorts: Cohort = [if rules.asked.joins { rules.segments.len() * cohorts::cohorts(rules.horizon) } else { 0 }, cohorts::periods(rules.horizon)],
        /// Customers who were served in one channel, and in more, where that is asked for.
        channels_used: Spending = [1, if rules.asked.channels_used { 2 } else { 0 }],
        /// Contacts that may be repeated, by channel, where that is asked for.
        repeats: Repeats = [1, if rules.asked.repeat_within_days.is_some() { rules.channels.len() } else { 0 }],
    }
}

/// Days, where money is counted by them; the last may be short.
fn days(rules: &Rules) -> usize {
    if rules.counts_days() { rules.horizon.div_ceil(DAY) as usize } else { 0 }
}

/// Pairs of segment and journey type.
fn cells(rules: &Rules) -> usize {
    rules.segments.len() * rules.journeys.len()
}

impl Tally {
    /// Contacts of a segment by journey type and form of a channel.
    pub fn contacts_of(&self, rules: &Rules, segment: usize) -> impl Iterator<Item = &[Contacts]> {
        let journeys = rules.journeys.len();
        (segment * journeys..(segment + 1) * journeys).map(|row| self.contacts.row(row))
    }

    /// Journeys of a segment by type and ending.
    pub fn journeys_of(&self, rules: &Rules, segment: usize) -> impl Iterator<Item = &[Journeys]> {
        let journeys = rules.journeys.len();
        (segment * journeys..(segment + 1) * journeys).map(|row| self.journeys.row(row))
    }

    /// What mechanisms counted in a segment, or one channel of it.
    pub fn own_of(&self, rules: &Rules, segment: usize, channel: Option<usize>) -> impl Iterator<Item = &[i64]> {
        let (journeys, channels) = (rules.journeys.len(), rules.channels.len() + 1);
        let rows = segment * journeys * channels..(segment + 1) * journeys * channels;
        let is_there = move |row: &usize| channel.is_none_or(|only| row % channels == only);
        rows.filter(is_there).map(|row| self.own.row(row))
    }

    /// How often and for how long a span of time was measured in some rows of elapsed times, and its bins.
    pub fn elapsed_in(&self, rows: Range<usize>, span: Span) -> (Elapsed, Vec<Efforts>) {
        let mut sums = Elapsed::default();
        let mut bins = vec![Efforts::default(); EFFORT_BINS];
        for row in rows {
            sums += &self.elapsed[(row, span as usize)];
            let more = self.elapsed_bins.row(row * SPANS + span as usize);
            bins.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
        (sums, bins)
    }

    /// Journeys of a segment that had not ended at the horizon.
    pub fn censored_of(&self, rules: &Rules, segment: usize) -> u64 {
        let journeys = rules.journeys.len();
        self.censored.cells()[segment * journeys..][..journeys].iter().sum()
    }
}
