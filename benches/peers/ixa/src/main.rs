//! Reference market 1 (`benches/LAWS.md`, `benches/rm1.toml`) in [ixa](https://docs.rs/ixa), strategy `siloed`.
//!
//! `ixa-peer stream|customers CUSTOMERS SEED REPLICATIONS` prints one line of JSON: the outcomes of each replication, how
//! long each took (building the population and recording included) and the most memory the process held.
//!
//! It is written as ixa's book and its reference models are:
//!
//! - Customers are entities with three properties; tables and totals are data plugins.
//! - Everything that happens is a plan at its time: the next need, a contact, the end of a journey. A contact is drawn to
//!   its end at its start, since it depends on nothing but its journey.
//! - A journey is the state that travels in the closures of its plans.
//! - Needs arise in one of two ways. `stream`: one stream for all customers, each need falling to any of them, and to
//!   nothing if that one is lost; that is the law of independent Poisson processes, and how the book has its infections
//!   ("The Transmission Manager"). `customers`: a plan for each customer's next need, which takes longer.
//! - State stays in properties: in one struct in place of three properties it is hardly faster.

use ixa::prelude::*;
use ixa::rand::rngs::SmallRng;
use ixa::rand::{Rng, RngExt};
use rand_distr::{Beta, Exp1, LogNormal};
use serde::Serialize;
use std::time::Instant;

/// Days in which customers live, and days before its end in which begun journeys are not counted.
const HORIZON_DAYS: f64 = 364.0;
const COUNTED_DAYS: f64 = HORIZON_DAYS - GIVE_UP_DAYS;
const NEEDS_PER_YEAR: f64 = 6.0;
const TOLERANCE_MINUTES: f64 = 60.0;
const VALUE: (f64, f64) = (60.0, 0.5); // mean, coefficient of variation
const CONTEXT_KEPT: f64 = 0.55;
const CONTEXT_KEPT_WITHIN: f64 = 0.95;
const PAUSE_DAYS: f64 = 1.5;
const GIVE_UP_DAYS: f64 = 21.0;
const CONTACT_LIMIT: u32 = 50;
const REFERENCE_MINUTES: f64 = 20.0;
const COLD: f64 = 0.3;
const MINUTES_PER_DAY: f64 = 1440.0;

/// `(leave, success, minutes)` of the steps find, choose, order; `None` where a channel does not offer a step.
type Step = Option<(f64, f64, f64)>;
const CHANNELS: usize = 5;
const STEPS: usize = 3;
const RESTART: usize = 1;
const CHANNEL: [[Step; STEPS]; CHANNELS] = [
    [Some((0.10, 0.90, 8.0)), Some((0.32, 0.70, 12.0)), Some((0.04, 0.97, 4.0))], // store
    [Some((0.40, 0.72, 4.0)), Some((0.30, 0.50, 6.0)), Some((0.40, 0.66, 4.0))],  // web
    [Some((0.36, 0.76, 3.0)), Some((0.26, 0.55, 5.0)), Some((0.34, 0.68, 4.0))],  // app
    [None, Some((0.10, 0.70, 5.0)), Some((0.08, 0.92, 4.0))],                     // phone
    [None, Some((0.15, 0.60, 8.0)), Some((0.12, 0.85, 5.0))],                     // chat
];
const TASTE: [f64; CHANNELS] = [0.0, 1.0, 0.4, 0.6, 0.3];
/// From the channel of the row to that of the column.
const SYNERGY: [[f64; CHANNELS]; CHANNELS] = [
    [2.5, 0.9, 0.0, 0.0, 0.0],
    [1.9, 1.6, 0.0, 1.4, 0.0],
    [0.0, 0.0, 1.6, 0.0, 0.0],
    [0.0, 0.0, 0.0, 2.6, 0.0],
    [0.0, 0.0, 0.0, 1.2, 1.4],
];

define_rng!(PropensityRng);
define_rng!(NeedRng);
define_rng!(ContactRng);
define_rng!(EndRng);

define_entity!(Customer);
define_property!(
    enum Status {
        Active,
        Lost,
    },
    Customer,
    default_const = Status::Active
);
#[derive(Clone, Copy, Debug, PartialEq)]
struct Satisfaction(f64);
impl_property!(Satisfaction, Customer, default_const = Satisfaction(0.75));
/// The logit of the propensity to be lost.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Propensity(f64);
impl_property!(Propensity, Customer);

define_data_plugin!(TablesPlugin, Tables, Tables::new());
define_data_plugin!(OutcomesPlugin, Outcomes, Outcomes::default());

/// What follows from the constants.
struct Tables {
    /// Running sums of the weights of channels, by step and channel before (`CHANNELS`: none).
    choice: [[[f64; CHANNELS]; CHANNELS + 1]; STEPS],
    /// Steps with the chance of success when cold added: `(leave, success, minutes, cold)`.
    attempt: [[(f64, f64, f64, f64); STEPS]; CHANNELS],
    value: LogNormal<f64>,
}

impl Tables {
    fn new() -> Self {
        let sums = |step: usize, before: usize| {
            let mut sum = 0.0;
            std::array::from_fn(|to| {
                let synergy = SYNERGY.get(before).map_or(0.0, |row| row[to]);
                sum += CHANNEL[to][step].map_or(0.0, |_| (TASTE[to] + synergy).exp());
                sum
            })
        };
        let attempt = |(leave, success, minutes): (f64, f64, f64)| {
            let odds = success / (1.0 - success) / COLD.exp();
            (leave, success, minutes, odds / (1.0 + odds))
        };
        Tables {
            choice: std::array::from_fn(|step| std::array::from_fn(|before| sums(step, before))),
            attempt: CHANNEL.map(|steps| steps.map(|step| step.map_or((0.0, 0.0, 0.0, 0.0), attempt))),
            value: LogNormal::from_mean_cv(VALUE.0, VALUE.1).expect("a positive mean"),
        }
    }

    fn choose(&self, step: usize, before: usize, rng: &mut impl Rng) -> usize {
        let sums = &self.choice[step][before];
        let at = rng.random::<f64>() * sums[CHANNELS - 1];
        sums.iter().filter(|sum| **sum <= at).count()
    }
}

/// Totals of one replication.
#[derive(Default, Serialize)]
struct Outcomes {
    arrived: u64,
    journeys: u64,
    completed: u64,
    left: u64,
    given_up: u64,
    contacts: u64,
    switches: u64,
    repeats: u64,
    failed: u64,
    effort: f64,
    effort_squared: f64,
    revenue: f64,
    lost: u64,
    satisfaction: f64,
}

#[derive(Clone, Copy, PartialEq)]
enum Ending {
    Completed,
    Left,
    GivenUp,
}

/// How a contact ended.
enum After {
    End(Ending),
    /// The next contact comes after so many days.
    Pause(f64),
}

#[derive(Clone, Copy)]
struct Journey {
    customer: EntityId<Customer>,
    began: f64,
    /// Minutes of failed effort that are left.
    budget: f64,
    effort: f64,
    step: usize,
    /// The channel of the contact before, or `CHANNELS`.
    before: usize,
    /// The channel to enter, where it is already chosen.
    next: Option<usize>,
    contacts: u32,
    switches: u32,
    repeats: u32,
    failed: u32,
}

impl Journey {
    /// Draws a contact from its start to its end. Returns its minutes and what comes then.
    fn contact(&mut self, tables: &Tables, rng: &mut SmallRng) -> (f64, After) {
        let channel = self.next.take().unwrap_or_else(|| tables.choose(self.step, self.before, rng));
        let mut cold = false;
        if self.contacts > 0 {
            let within = channel == self.before;
            self.switches += u32::from(!within);
            cold = rng.random::<f64>() >= if within { CONTEXT_KEPT_WITHIN } else { CONTEXT_KEPT };
            if cold && self.step > RESTART {
                self.step = RESTART;
                self.repeats += 1;
            }
        }
        self.contacts += 1;
        self.before = channel;
        let mut spent = 0.0;
        let after = loop {
            let (leave, success, minutes, success_cold) = tables.attempt[channel][self.step];
            spent += minutes * rng.sample::<f64, _>(Exp1);
            if rng.random::<f64>() < leave {
                break After::End(Ending::Left);
            }
            if rng.random::<f64>() >= if cold { success_cold } else { success } {
                self.failed += 1;
                self.budget -= spent;
                break if self.budget <= 0.0 { After::End(Ending::GivenUp) } else { After::Pause(pause(rng)) };
            }
            cold = false;
            self.step += 1;
            if self.step == STEPS {
                break After::End(Ending::Completed);
            }
            let next = tables.choose(self.step, channel, rng);
            if next != channel {
                self.next = Some(next);
                break After::Pause(pause(rng));
            }
        };
        self.effort += spent;
        (spent, after)
    }

    fn experience(&self, ending: Ending) -> f64 {
        let effort = (self.effort / REFERENCE_MINUTES - 1.0).clamp(0.0, 3.0);
        let given_up = f64::from(ending == Ending::GivenUp);
        (1.0 - 0.15 * f64::from(self.failed) - 0.04 * effort - 0.30 * given_up).clamp(0.0, 1.0)
    }
}

fn pause(rng: &mut SmallRng) -> f64 {
    PAUSE_DAYS * rng.sample::<f64, _>(Exp1)
}

/// Plans the next need of a customer, or of anybody.
fn plan_need(context: &mut Context, whose: Option<EntityId<Customer>>, per_day: f64) {
    let days = context.sample_distr::<_, f64>(NeedRng, Exp1) / per_day;
    schedule_relative!(context, days, need, whose, per_day);
}

/// Somebody has a need, and a journey if still active.
fn need(context: &mut Context, whose: Option<EntityId<Customer>>, per_day: f64) {
    let customer = whose.unwrap_or_else(|| context.sample_entity(NeedRng, Customer).expect("there are customers"));
    let active = context.get_property::<_, Status>(customer) == Status::Active;
    if active || whose.is_none() {
        plan_need(context, whose, per_day);
    }
    if !active {
        return;
    }
    let journey = Journey {
        customer,
        began: context.get_current_time(),
        budget: TOLERANCE_MINUTES * context.sample_distr::<_, f64>(ContactRng, Exp1),
        effort: 0.0,
        step: 0,
        before: CHANNELS,
        next: None,
        contacts: 0,
        switches: 0,
        repeats: 0,
        failed: 0,
    };
    contact(context, journey);
}

/// A contact would start.
fn contact(context: &mut Context, mut journey: Journey) {
    if journey.contacts == CONTACT_LIMIT {
        return end(context, journey, Ending::GivenUp);
    }
    context.get_data_mut(OutcomesPlugin).arrived += 1;
    let tables = context.get_data(TablesPlugin);
    let (minutes, after) = context.sample(ContactRng, |rng| journey.contact(tables, rng));
    let days = minutes / MINUTES_PER_DAY;
    match after {
        After::End(ending) => schedule_relative!(context, days, end, journey, ending),
        After::Pause(pause) => {
            let left = days.max(journey.began + GIVE_UP_DAYS - context.get_current_time());
            if days + pause > left {
                schedule_relative!(context, left, end, journey, Ending::GivenUp)
            } else {
                schedule_relative!(context, days + pause, contact, journey)
            }
        }
    };
}

/// A journey ends: it is counted, and moves its customer.
fn end(context: &mut Context, journey: Journey, ending: Ending) {
    let value = if ending == Ending::Completed {
        (context.sample_distr(EndRng, context.get_data(TablesPlugin).value) * 1e6).round() / 1e6
    } else {
        0.0
    };
    let totals = context.get_data_mut(OutcomesPlugin);
    totals.revenue += value;
    if journey.began < COUNTED_DAYS {
        totals.journeys += 1;
        totals.completed += u64::from(ending == Ending::Completed);
        totals.left += u64::from(ending == Ending::Left);
        totals.given_up += u64::from(ending == Ending::GivenUp);
        totals.contacts += u64::from(journey.contacts);
        totals.switches += u64::from(journey.switches);
        totals.repeats += u64::from(journey.repeats);
        totals.failed += u64::from(journey.failed);
        totals.effort += journey.effort;
        totals.effort_squared += journey.effort * journey.effort;
    }

    let customer = journey.customer;
    let Satisfaction(old) = context.get_property(customer);
    let gap = journey.experience(ending) - old;
    let new = old + gap * if gap < 0.0 { 0.30 } else { 0.10 };
    context.set_property(customer, Satisfaction(new));
    if context.get_property::<_, Status>(customer) == Status::Active {
        let Propensity(propensity) = context.get_property(customer);
        let event = match ending {
            Ending::Completed if journey.failed > 0 => 0.63,
            Ending::GivenUp => 1.85,
            _ => 0.0,
        };
        let logit = propensity + 0.5 * event + 2.0 * (0.75 - new);
        if context.sample_bool(EndRng, 1.0 / (1.0 + (-logit).exp())) {
            context.set_property(customer, Status::Lost);
            context.get_data_mut(OutcomesPlugin).lost += 1;
        }
    }
}

fn replicate(one_stream: bool, customers: u32, seed: u64) -> Outcomes {
    let mut context = Context::new();
    context.init_random(seed);
    let per_day = NEEDS_PER_YEAR / HORIZON_DAYS;
    let propensity = Beta::new(0.5, 9.5).expect("positive shapes");
    for _ in 0..customers {
        let p: f64 = context.sample_distr(PropensityRng, propensity);
        let logit = Propensity((p / (1.0 - p)).ln());
        let customer = context.add_entity(with!(Customer, logit)).expect("all properties are given");
        if !one_stream {
            plan_need(&mut context, Some(customer), per_day);
        }
    }
    if one_stream {
        plan_need(&mut context, None, f64::from(customers) * per_day);
    }
    context.schedule_shutdown(HORIZON_DAYS);
    context.execute();
    let active = context.query_result_iterator(with!(Customer, Status::Active));
    let satisfaction = active.map(|customer| context.get_property::<_, Satisfaction>(customer).0).sum();
    Outcomes { satisfaction, ..std::mem::take(context.get_data_mut(OutcomesPlugin)) }
}

fn peak_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? / 1024.0)
}

#[allow(clippy::disallowed_methods, reason = "it times itself")]
fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Option<Vec<u32>> = words.iter().skip(1).map(|word| word.parse().ok()).collect();
    let one_stream = words.first().and_then(|word| match word.as_str() {
        "stream" => Some(true),
        "customers" => Some(false),
        _ => None,
    });
    let (Some(one_stream), Some(&[customers @ 1..=u32::MAX, seed, replications])) = (one_stream, numbers.as_deref())
    else {
        eprintln!("usage: ixa-peer stream|customers CUSTOMERS SEED REPLICATIONS");
        std::process::exit(2);
    };
    let (outcomes, seconds): (Vec<Outcomes>, Vec<f64>) = (0..replications)
        .map(|replication| {
            let start = Instant::now();
            let outcomes = replicate(one_stream, customers, (u64::from(seed) << 32) + u64::from(replication));
            (outcomes, start.elapsed().as_secs_f64())
        })
        .unzip();
    println!("{}", serde_json::json!({ "outcomes": outcomes, "seconds": seconds, "peak_mb": peak_mb() }));
}
