//! Market 1 as one hand-written loop with the engine's addressed luck: what the law costs without the generality.
//!
//! A journey's course does not depend on the state of its customer, so it is run to its end at once; what it does to
//! the customer waits until the customer's next need comes after that end.

use super::market::{
    ATTEMPTS, CHANNELS, CONTACT_LIMIT, COUNTED_UNTIL, End, GIVE_UP, HORIZON, KEPT, KEPT_WITHIN, NEEDS_PER_MICRO, PAUSE,
    PURCHASES, START, STEPS, TOLERANCE, Totals, cold_success, experience, is_lost, moved, shift, weights,
};
use throughline::chance::maths::{exp, ln, probit};
use throughline::chance::{CustomerLuck, JourneyLuck, ReplicationLuck};
use throughline::engine::tally::fixed;
use throughline::scenario::timetable::{Micros, float, micros, nearest};
use throughline::stats::{QuantileTable, beta_quantile};

/// What can be computed before.
pub struct Tables {
    /// Running sums of the weights `[step][channel before]`.
    sums: [[[f64; CHANNELS]; CHANNELS + 1]; STEPS],
    /// Success of a first attempt after context was lost `[step][channel]`.
    pub cold: [[f64; CHANNELS]; STEPS],
    /// Of being lost if all goes well.
    pub propensity: QuantileTable,
    /// Mean and standard deviation of the value's logarithm.
    pub value: (f64, f64),
}

/// An ended journey that its customer has yet to feel.
struct Ended {
    at: Micros,
    luck: JourneyLuck,
    end: End,
    failed: u16,
    effort: Micros,
}

/// Simulates one replication.
pub fn replicate(tables: &Tables, luck: ReplicationLuck, customers: u32) -> Totals {
    let mut totals = Totals::default();
    let mut open: Vec<Ended> = Vec::new();
    for number in 0..customers {
        simulate_customer(tables, luck.customer(number), &mut open, &mut totals);
    }
    totals
}

impl Tables {
    pub fn new() -> Self {
        let mut sums = [[[0.0; CHANNELS]; CHANNELS + 1]; STEPS];
        for (step, rows) in sums.iter_mut().enumerate() {
            for (before, row) in rows.iter_mut().enumerate() {
                let mut sum = 0.0;
                for (so_far, weight) in row.iter_mut().zip(weights(step, before)) {
                    sum += weight;
                    *so_far = sum;
                }
            }
        }
        let variance = ln(1.0 + 0.25);
        Self {
            sums,
            cold: std::array::from_fn(|step| std::array::from_fn(|channel| cold_success(step, channel))),
            propensity: QuantileTable::of(beta_quantile(0.5, 9.5)),
            value: (ln(60.0) - 0.5 * variance, variance.sqrt()),
        }
    }

    /// The channel chosen for a step after a channel.
    pub fn choose(&self, step: usize, before: usize, luck: f64) -> usize {
        let sums = &self.sums[step][before];
        let target = luck * sums[CHANNELS - 1];
        sums.iter().map(|&sum| usize::from(target >= sum)).sum()
    }
}

fn simulate_customer(tables: &Tables, luck: CustomerLuck, open: &mut Vec<Ended>, totals: &mut Totals) {
    let mut satisfaction = START;
    let mut lost = false;
    let mut at = 0;
    let cause = PURCHASES;
    for k in 0.. {
        let own = luck.journey(cause, k);
        at = nearest(float(at) - ln(1.0 - own.gap().get()) / NEEDS_PER_MICRO);
        while let Some(next) = first(open).filter(|&next| open[next].at <= at) {
            feel(tables, luck, &open.swap_remove(next), (&mut satisfaction, &mut lost));
        }
        if lost || at >= HORIZON {
            break;
        }
        if let Some(ended) = run(tables, own, at, totals) {
            open.push(ended);
        }
    }
    while let Some(next) = first(open) {
        feel(tables, luck, &open.swap_remove(next), (&mut satisfaction, &mut lost));
    }
    totals.lost += u64::from(lost);
    totals.satisfaction += if lost { 0 } else { fixed(satisfaction) };
}

fn first(open: &[Ended]) -> Option<usize> {
    (0..open.len()).min_by_key(|&journey| open[journey].at)
}

/// Runs a journey to its end; `None` if that is beyond the horizon.
fn run(tables: &Tables, luck: JourneyLuck, started: Micros, totals: &mut Totals) -> Option<Ended> {
    let (mut now, mut effort, mut failed_effort) = (started, 0, 0);
    let (mut step, mut before, mut decisions) = (0, CHANNELS, 0);
    let (mut contacts, mut switches, mut repeats, mut failed) = (0_u16, 0_u16, 0_u16, 0_u16);
    let mut attempts = [0_u16; STEPS];
    let mut entering = None;
    let end = 'journey: loop {
        if contacts >= CONTACT_LIMIT {
            break End::GivenUp;
        }
        let channel = entering.take().unwrap_or_else(|| {
            decisions += 1;
            tables.choose(step, before, luck.choice(decisions - 1).get())
        });
        let contact = luck.contact(contacts);
        totals.arrived += 1;
        contacts += 1;
        let mut cold = false;
        if before != CHANNELS {
            switches += u16::from(before != channel);
            cold = contact.context().get() >= if before == channel { KEPT_WITHIN } else { KEPT };
            if cold && step == 2 {
                step = 1;
                repeats += 1;
            }
        }
        before = channel;
        let effort_before = effort;
        loop {
            let [leave, success, minutes] = ATTEMPTS[step][channel];
            let attempt = luck.attempt(step as u8, attempts[step]);
            attempts[step] += 1;
            let time = micros(-minutes * ln(1.0 - attempt.minutes().get()));
            now += time;
            if now >= HORIZON {
                return None;
            }
            effort += time;
            if attempt.leave().get() < leave {
                break 'journey End::Left;
            }
            let odds = if cold { tables.cold[step][channel] } else { success };
            cold = false;
            if attempt.success().get() >= odds {
                failed += 1;
                failed_effort += effort - effort_before;
                if failed_effort >= micros(-TOLERANCE * ln(1.0 - luck.budget().get())) {
                    break 'journey End::GivenUp;
                }
                break;
            }
            step += 1;
            if step == STEPS {
                break 'journey End::Completed;
            }
            decisions += 1;
            let next = tables.choose(step, channel, luck.choice(decisions - 1).get());
            if next != channel {
                entering = Some(next);
                break;
            }
        }
        let over = (started + GIVE_UP).max(now);
        now += micros(-PAUSE * ln(1.0 - contact.pause().get()));
        if now.min(over) >= HORIZON {
            return None;
        }
        if now > over {
            now = over;
            break End::GivenUp;
        }
    };
    if end == End::Completed {
        let (mu, sigma) = tables.value;
        totals.revenue += nearest(exp(mu + sigma * probit(luck.value().get())) * 1e6);
    }
    if started < COUNTED_UNTIL {
        match end {
            End::Completed => totals.completed += 1,
            End::Left => totals.left += 1,
            End::GivenUp => totals.given_up += 1,
        }
        totals.contacts += u64::from(contacts);
        totals.switches += u64::from(switches);
        totals.repeats += u64::from(repeats);
        totals.failed += u64::from(failed);
        totals.effort += effort;
        totals.effort_squared += u128::from(effort) * u128::from(effort);
    }
    Some(Ended { at: now, luck, end, failed, effort })
}

/// The customer takes away an experience, and may be lost over it.
fn feel(tables: &Tables, luck: CustomerLuck, ended: &Ended, (satisfaction, lost): (&mut f64, &mut bool)) {
    let x = experience(float(ended.effort) / 1e6, ended.failed, ended.end);
    *satisfaction = moved(*satisfaction, x);
    if !*lost {
        let plain = tables.propensity.at(luck.propensity().get());
        *lost = is_lost(ended.luck.loss().get(), plain, shift(ended.end, ended.failed, *satisfaction));
    }
}
