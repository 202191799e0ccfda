//! The bad day, twice lived: what changes that end did under each strategy, beside the same strategy with the same luck
//! without them.

use super::Study;
use crate::outcomes::days::DAYS;
use crate::outcomes::{Better, METRICS, Outcomes, metric};
use crate::scenario::meant::Strategy;
use crate::stats::{Measure, Paired, Ratio};

/// Days over which daily differences are taken together.
const WINDOW: usize = 7;
/// Days before the first bad one that are looked at, too.
const DAYS_BEFORE: usize = 21;

/// What changes that end did under a strategy.
#[derive(Debug, Clone)]
pub struct BadDay {
    /// The strategy.
    pub strategy: usize,
    /// Outcome by outcome, in the order of [`DAYS`], as far as they have values.
    pub dips: Vec<Dip>,
    /// What it cost in all.
    pub totals: Vec<Total>,
}

/// How far an outcome fell, and for how long.
#[derive(Debug, Clone)]
pub struct Dip {
    /// Which of [`DAYS`].
    pub series: usize,
    /// The differences of seven days together, by the day from which on they are.
    pub weeks: Vec<(usize, Paired)>,
    /// The difference of the seven days in which it is worst.
    pub depth: Paired,
    /// Days after the first bad one from which those seven days begin.
    pub deepest: usize,
    /// Days from the first bad one until seven days show no difference; none, where they do up to the horizon.
    pub length: Option<usize>,
}

/// What it cost over the whole run.
#[derive(Debug, Clone)]
pub struct Total {
    /// Stable name.
    pub id: &'static str,
    /// In what it is measured.
    pub measure: Measure,
    /// With the bad day less without it.
    pub change: Paired,
    /// The same less that under the baseline; none for the baseline.
    pub beside_baseline: Option<Paired>,
}

/// What is told in total: the outcome, and the name of what became of it.
const TOTALS: [(&str, &str); 5] = [
    ("customers_lost", "active_customers"),
    ("profit_change", "profit"),
    ("effort_change", "effort_per_journey"),
    ("completion_change", "completion_rate"),
    ("wait_change", "wait_minutes"),
];

/// What changes that end did, strategy by strategy; nothing where there are none.
pub fn bad_day(study: &Study) -> Vec<BadDay> {
    let Some(first) = first_bad_day(study) else { return Vec::new() };
    let of_strategy = |strategy: usize| BadDay {
        strategy,
        dips: (0..DAYS.len()).filter_map(|series| dip(study, strategy, series, first)).collect(),
        totals: TOTALS.iter().filter_map(|&(id, metric)| total(study, strategy, id, metric)).collect(),
    };
    (0..study.undisturbed.len()).map(of_strategy).collect()
}

/// The first day on which a change holds that will end.
pub fn first_bad_day(study: &Study) -> Option<usize> {
    study.scenario.strategies.iter().filter_map(Strategy::first_bad_day).min().map(|day| day as usize)
}

fn dip(study: &Study, strategy: usize, series: usize, first: usize) -> Option<Dip> {
    let days = study.outcomes[strategy].first()?.days.len();
    let window = |from: usize| {
        let sum = |one: &Outcomes| -> Ratio {
            let parts: Vec<Ratio> = one.days[from..from + WINDOW].iter().map(|day| day.part(series)).collect();
            parts.iter().sum()
        };
        let sums = |outcomes: &[Outcomes]| -> Vec<Ratio> { outcomes.iter().map(sum).collect() };
        Paired::of(&sums(&study.outcomes[strategy]), &sums(&study.undisturbed[strategy]), &DAYS[series].measure)
    };
    let ends = (days + 1).saturating_sub(WINDOW);
    let from = first.saturating_sub(DAYS_BEFORE);
    let weeks: Vec<(usize, Paired)> = (from..ends).filter_map(|day| Some((day, window(day)?))).collect();
    let bad = || weeks.iter().filter(|(day, _)| *day >= first);
    let worse = |one: &Paired| if is_better_higher(series) { -one.difference } else { one.difference };
    let &(deepest, depth) = bad().max_by(|(_, a), (_, b)| worse(a).total_cmp(&worse(b)))?;
    // Without an interval either none differs, or all do by the same, or too few to tell.
    let all_alike = |one: &Paired| one.se == Some(0.0) && one.difference != 0.0;
    let is_over = |one: &Paired| one.ci.map_or(!all_alike(one), |(low, high)| low <= 0.0 && high >= 0.0);
    let is_told = depth.se.is_some();
    let length = bad().find(|(day, one)| *day >= deepest && is_told && is_over(one));
    let length = length.map(|(day, _)| if *day == deepest { 0 } else { day - first });
    Some(Dip { series, deepest: deepest - first, depth, length, weeks })
}

fn is_better_higher(series: usize) -> bool {
    let id = DAYS[series].id;
    metric::position(id).is_some_and(|at| METRICS[at].better == Better::Higher)
}

fn total(study: &Study, strategy: usize, id: &'static str, metric: &str) -> Option<Total> {
    let key = study.key(metric);
    let measure = study.keys[key].measure;
    // Whoever is not active at the horizon is lost, whenever that was.
    let sign = if id == "customers_lost" { -1 } else { 1 };
    let part = |one: &Outcomes| Ratio { numerator: sign * one.parts[key].numerator, ..one.parts[key] };
    let parts = |outcomes: &[Outcomes]| -> Vec<Ratio> { outcomes.iter().map(part).collect() };
    let pair = |strategy: usize| (parts(&study.outcomes[strategy]), parts(&study.undisturbed[strategy]));
    let (with, without) = pair(strategy);
    let baseline = study.scenario.baseline();
    let beside_baseline = (strategy != baseline).then(|| {
        let (with_baseline, without_baseline) = pair(baseline);
        Paired::of_changes([&with, &without], [&with_baseline, &without_baseline], &measure)
    });
    let change = Paired::of(&with, &without, &measure)?;
    Some(Total { id, measure, change, beside_baseline: beside_baseline.flatten() })
}
