//! Market 1 as one hand-written loop with nothing but speed in mind: a sequential generator, alias tables, exponentials
//! by ziggurat, and several tosses merged into one draw. What is achievable at all; it shares no luck between strategies.

use super::market::{
    ATTEMPTS, CHANNELS, CONTACT_LIMIT, COUNTED_UNTIL, End, GIVE_UP, HORIZON, KEPT, KEPT_WITHIN, NEEDS_PER_MICRO, PAUSE,
    START, STEPS, TOLERANCE, Totals, cold_success, experience, is_lost, moved, shift, weights,
};
use rand::{Rng, SeedableRng};
use rand_distr::{Beta, Distribution, Exp1, LogNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use throughline::engine::tally::fixed;
use throughline::scenario::timetable::{Micros, micros};

/// Walker's alias table over the channels, padded to eight columns: threshold and alias of each.
#[derive(Clone, Copy, Default)]
struct Alias([(u32, u8); 8]);

/// Thresholds of one toss, in units of 2^-32: below the first the customer leaves, below the second the attempt succeeds.
#[derive(Clone, Copy, Default)]
struct Toss {
    leave: u32,
    success: [u32; 2],
    micros: f64,
}

/// What can be computed before.
pub struct Tables {
    choices: [[Alias; CHANNELS + 1]; STEPS],
    tosses: [[Toss; CHANNELS]; STEPS],
    kept: [u32; 2],
    propensity: Beta<f64>,
    value: LogNormal<f64>,
}

struct Ended {
    at: f64,
    end: End,
    failed: u16,
    effort: f64,
}

/// Simulates one replication.
pub fn replicate(tables: &Tables, seed: u64, customers: u32) -> Totals {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut totals = Totals::default();
    let mut open: Vec<Ended> = Vec::new();
    for _ in 0..customers {
        simulate_customer(tables, &mut random, &mut open, &mut totals);
    }
    totals
}

fn threshold(probability: f64) -> u32 {
    (probability * 4_294_967_296.0) as u32
}

impl Alias {
    fn new(weights: [f64; CHANNELS]) -> Self {
        let total: f64 = weights.iter().sum();
        let mut shares: Vec<f64> = (0..8).map(|at| weights.get(at).unwrap_or(&0.0) / total * 8.0).collect();
        let mut table = Self(std::array::from_fn(|at| (u32::MAX, at as u8)));
        let mut poor: Vec<usize> = (0..8).filter(|&at| shares[at] < 1.0).collect();
        let mut rich: Vec<usize> = (0..8).filter(|&at| shares[at] >= 1.0).collect();
        while let (Some(short), Some(&long)) = (poor.pop(), rich.last()) {
            table.0[short] = (threshold(shares[short]), long as u8);
            shares[long] -= 1.0 - shares[short];
            if shares[long] < 1.0 {
                poor.extend(rich.pop());
            }
        }
        table
    }

    fn pick(&self, draw: u64) -> usize {
        let column = (draw >> 61) as usize;
        let (threshold, alias) = self.0[column];
        if (draw as u32) < threshold { column } else { usize::from(alias) }
    }
}

impl Tables {
    pub fn new() -> Self {
        let toss = |step: usize, channel: usize| {
            let [leave, success, minutes] = ATTEMPTS[step][channel];
            let thresholds = [success, cold_success(step, channel)].map(|odds| threshold(leave + (1.0 - leave) * odds));
            Toss { leave: threshold(leave), success: thresholds, micros: minutes * 1e6 }
        };
        Self {
            choices: std::array::from_fn(|step| std::array::from_fn(|before| Alias::new(weights(step, before)))),
            tosses: std::array::from_fn(|step| std::array::from_fn(|channel| toss(step, channel))),
            kept: [threshold(KEPT), threshold(KEPT_WITHIN)],
            propensity: Beta::new(0.5, 9.5).expect("shapes are positive"),
            value: LogNormal::from_mean_cv(60.0, 0.5).expect("the mean is positive"),
        }
    }
}

fn exponential(random: &mut Xoshiro256PlusPlus) -> f64 {
    Exp1.sample(random)
}

fn simulate_customer(tables: &Tables, random: &mut Xoshiro256PlusPlus, open: &mut Vec<Ended>, totals: &mut Totals) {
    let mut satisfaction = START;
    let mut lost = false;
    let mut propensity = None;
    let mut at = 0.0;
    loop {
        at += exponential(random) / NEEDS_PER_MICRO;
        while let Some(next) = first(open).filter(|&next| open[next].at <= at) {
            feel(tables, random, &open.swap_remove(next), &mut propensity, (&mut satisfaction, &mut lost));
        }
        if lost || at >= HORIZON as f64 {
            break;
        }
        if let Some(ended) = run(tables, random, at, totals) {
            open.push(ended);
        }
    }
    while let Some(next) = first(open) {
        feel(tables, random, &open.swap_remove(next), &mut propensity, (&mut satisfaction, &mut lost));
    }
    totals.lost += u64::from(lost);
    totals.satisfaction += if lost { 0 } else { fixed(satisfaction) };
}

fn first(open: &[Ended]) -> Option<usize> {
    (0..open.len()).min_by(|&a, &b| open[a].at.total_cmp(&open[b].at))
}

/// Runs a journey to its end; `None` if that is beyond the horizon.
fn run(tables: &Tables, random: &mut Xoshiro256PlusPlus, started: f64, totals: &mut Totals) -> Option<Ended> {
    let (mut now, mut effort, mut budget) = (started, 0.0, exponential(random) * TOLERANCE * 1e6);
    let (mut step, mut before) = (0, CHANNELS);
    let (mut contacts, mut switches, mut repeats, mut failed) = (0_u32, 0_u32, 0_u32, 0_u16);
    let mut entering = None;
    let end = 'journey: loop {
        if contacts >= u32::from(CONTACT_LIMIT) {
            break End::GivenUp;
        }
        let channel = entering.take().unwrap_or_else(|| tables.choices[step][before].pick(random.next_u64()));
        totals.arrived += 1;
        contacts += 1;
        let mut cold = false;
        let mut draw = random.next_u64();
        if before != CHANNELS {
            switches += u32::from(before != channel);
            cold = (draw >> 32) as u32 >= tables.kept[usize::from(before == channel)];
            if cold && step == 2 {
                step = 1;
                repeats += 1;
            }
        }
        before = channel;
        let effort_before = effort;
        loop {
            let toss = &tables.tosses[step][channel];
            let time = exponential(random) * toss.micros;
            now += time;
            if now >= HORIZON as f64 {
                return None;
            }
            effort += time;
            let chance = draw as u32;
            if chance >= toss.success[usize::from(cold)] {
                failed += 1;
                budget -= effort - effort_before;
                if budget <= 0.0 {
                    break 'journey End::GivenUp;
                }
                break;
            }
            if chance < toss.leave {
                break 'journey End::Left;
            }
            cold = false;
            step += 1;
            if step == STEPS {
                break 'journey End::Completed;
            }
            draw = random.next_u64();
            let next = tables.choices[step][channel].pick(random.next_u64());
            if next != channel {
                entering = Some(next);
                break;
            }
        }
        let over = (started + GIVE_UP as f64).max(now);
        now += exponential(random) * PAUSE * 1e6;
        if now.min(over) >= HORIZON as f64 {
            return None;
        }
        if now > over {
            now = over;
            break End::GivenUp;
        }
    };
    if end == End::Completed {
        totals.revenue += (tables.value.sample(random) * 1e6 + 0.5) as u64;
    }
    if started < COUNTED_UNTIL as f64 {
        match end {
            End::Completed => totals.completed += 1,
            End::Left => totals.left += 1,
            End::GivenUp => totals.given_up += 1,
        }
        let effort: Micros = micros(effort / 1e6);
        totals.contacts += u64::from(contacts);
        totals.switches += u64::from(switches);
        totals.repeats += u64::from(repeats);
        totals.failed += u64::from(failed);
        totals.effort += effort;
        totals.effort_squared += u128::from(effort) * u128::from(effort);
    }
    Some(Ended { at: now, end, failed, effort })
}

/// The customer takes away an experience, and may be lost over it.
fn feel(
    tables: &Tables,
    random: &mut Xoshiro256PlusPlus,
    ended: &Ended,
    propensity: &mut Option<f64>,
    (satisfaction, lost): (&mut f64, &mut bool),
) {
    let x = experience(ended.effort / 1e6, ended.failed, ended.end);
    *satisfaction = moved(*satisfaction, x);
    if !*lost {
        let plain = *propensity.get_or_insert_with(|| tables.propensity.sample(random));
        let draw = (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        *lost = is_lost(draw, plain, shift(ended.end, ended.failed, *satisfaction));
    }
}
