//! Cohorts: those who are there at the start, and those who joined in the same quarter of a run, by how long they have been
//! there.

use crate::model::rules::Rules;
use crate::scenario::timetable::{Micros, WEEK};
use std::ops::Range;

/// Those who join within so long are a cohort.
pub const QUARTER: Micros = 13 * WEEK;
/// Ages are counted in periods of this length.
pub const PERIOD: Micros = 4 * WEEK;
/// Who joins later is in no cohort: ten years of 52 weeks are seen.
const MOST_QUARTERS: u64 = 40;
/// The same of ages.
const MOST_PERIODS: u64 = 130;

/// Number of cohorts in a run, those there at the start the first of them.
pub fn cohorts(horizon: Micros) -> usize {
    1 + horizon.div_ceil(QUARTER).min(MOST_QUARTERS) as usize
}

/// Number of periods in a run.
pub fn periods(horizon: Micros) -> usize {
    horizon.div_ceil(PERIOD).min(MOST_PERIODS) as usize
}

/// The periods that all of a cohort have behind them at the horizon, whenever they joined in its quarter.
pub fn seen_through(horizon: Micros, cohort: usize) -> Range<usize> {
    let last_joins = (QUARTER * cohort as Micros).min(horizon);
    0..(horizon.saturating_sub(last_joins) / PERIOD).min(MOST_PERIODS) as usize
}

/// The cohort and the period of somebody who joined then, if they did, at a moment; none where they are not seen any more.
pub fn place(rules: &Rules, joined: Option<Micros>, now: Micros) -> Option<(usize, usize)> {
    let cohort = joined.map_or(0, |at| 1 + (at / QUARTER) as usize);
    let period = ((now - joined.unwrap_or(0)) / PERIOD) as usize;
    (cohort < cohorts(rules.horizon) && period < periods(rules.horizon)).then_some((cohort, period))
}
