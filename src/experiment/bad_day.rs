//! The bad day, twice lived: what changes that end did under each strategy, beside the same strategy with the same luck
//! without them.

use super::Study;
use crate::outcomes::days::DAYS;
use crate::outcomes::{Better, METRICS, Outcomes, metric};
use crate::scenario::meant::Strategy;
use crate::stats::{Measure, Paired, Ratio};
use std::ops::Range;

/// Days over which daily differences are taken together.
pub const WINDOW: usize = 7;
/// So many days after the last bad one, the worst days may still begin: later ones are not the doing of the bad day, or
/// are the largest of many that chance makes.
const AFTER: usize = 28;
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
    /// The difference of the seven days in which it is worst, of those that bad days are among and of the four weeks
    /// after them.
    pub depth: Paired,
    /// The day with which those seven begin.
    pub deepest: usize,
    /// The difference of the seven days in which it is best, of the same ones.
    pub height: Paired,
    /// How many of these do not overlap.
    pub looks: usize,
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

impl Dip {
    /// By how much a difference is for the worse.
    fn worse(&self, of_seven: &Paired) -> f64 {
        worse(self.series, of_seven)
    }

    /// Whether seven days are shown to be worse, and those in which it is worst are.
    pub fn is_worse(&self) -> bool {
        self.worse(&self.depth) > 0.0 && self.length != Some(0) && self.is_shown(&self.depth)
    }

    /// Whether seven days are shown to be better.
    pub fn is_better(&self) -> bool {
        self.worse(&self.height) < 0.0 && self.is_shown(&self.height)
    }

    /// Whether a difference of seven days is more than the largest that chance makes in so many.
    fn is_shown(&self, of_seven: &Paired) -> bool {
        const CHANCE: f64 = 0.05;
        of_seven
            .p_value
            .map_or(of_seven.se == Some(0.0) && of_seven.difference != 0.0, |p| p * self.looks as f64 <= CHANCE)
    }
}

/// What changes that end did, strategy by strategy; nothing where there are none.
pub fn bad_day(study: &Study) -> Vec<BadDay> {
    let Some(days) = bad_days(study) else { return Vec::new() };
    let of_strategy = |strategy: usize| BadDay {
        strategy,
        dips: (0..DAYS.len()).filter_map(|series| dip(study, strategy, series, &days)).collect(),
        totals: TOTALS.iter().filter_map(|&(id, metric)| total(study, strategy, id, metric)).collect(),
    };
    (0..study.undisturbed.len()).map(of_strategy).collect()
}

/// From the first day on which a change holds that will end to the day on which none does any more.
pub fn bad_days(study: &Study) -> Option<Range<usize>> {
    let days = || study.scenario.strategies.iter().filter_map(Strategy::bad_days);
    let first = days().map(|days| days.start).min()?;
    let last = days().map(|days| days.end).max()?;
    Some(first as usize..last as usize)
}

fn dip(study: &Study, strategy: usize, series: usize, bad_days: &Range<usize>) -> Option<Dip> {
    let first = bad_days.start;
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
    let near = first.saturating_sub(WINDOW - 1)..=bad_days.end.saturating_add(AFTER);
    let looked_at: Vec<&(usize, Paired)> = weeks.iter().filter(|(day, _)| near.contains(day)).collect();
    let by_worse =
        |(_, a): &&&(usize, Paired), (_, b): &&&(usize, Paired)| worse(series, a).total_cmp(&worse(series, b));
    let &&(deepest, depth) = looked_at.iter().max_by(by_worse)?;
    let &&(_, height) = looked_at.iter().min_by(by_worse)?;
    // Without an interval either none differs, or all do by the same, or too few to tell.
    let all_alike = |one: &Paired| one.se == Some(0.0) && one.difference != 0.0;
    let is_over = |one: &Paired| one.ci.map_or(!all_alike(one), |(low, high)| low <= 0.0 && high >= 0.0);
    let length = match depth.se {
        None => None,
        Some(_) if is_over(&depth) || worse(series, &depth) <= 0.0 => Some(0),
        Some(_) => {
            let after = weeks.iter().filter(|(day, _)| *day > deepest.max(first));
            after.filter(|(_, one)| is_over(one)).map(|(day, _)| day - first).next()
        }
    };
    let looks = looked_at.len().div_ceil(WINDOW);
    Some(Dip { series, weeks, depth, deepest, height, looks, length })
}

/// By how much a difference of an outcome is for the worse.
fn worse(series: usize, one: &Paired) -> f64 {
    let is_better_higher = metric::position(DAYS[series].id).is_some_and(|at| METRICS[at].better == Better::Higher);
    if is_better_higher { -one.difference } else { one.difference }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of_seven(difference: f64, p_value: Option<f64>) -> Paired {
        Paired {
            n: 20,
            difference,
            se: Some(0.1),
            ci: Some((difference - 0.2, difference + 0.2)),
            p_value,
            variance_ratio: None,
        }
    }

    fn dip(depth: Paired, height: Paired) -> Dip {
        // Of effort, less is better.
        Dip { series: 0, weeks: Vec::new(), depth, deepest: 0, height, looks: 6, length: Some(9) }
    }

    #[test]
    fn the_worst_of_many_weeks_is_told_only_where_it_is_more_than_chance_makes_of_the_worst_of_many() {
        let nothing = of_seven(-0.01, Some(0.9));
        assert!(dip(of_seven(0.5, Some(0.001)), nothing).is_worse());
        assert!(!dip(of_seven(0.25, Some(0.02)), nothing).is_worse(), "one in fifty, of six");
        assert!(!dip(of_seven(-0.5, Some(0.001)), nothing).is_worse(), "less effort is no harm");
    }

    #[test]
    fn a_week_is_better_only_where_it_is_better_than_without_the_bad_day() {
        let nothing = of_seven(0.01, Some(0.9));
        assert!(dip(nothing, of_seven(-0.5, Some(0.001))).is_better());
        assert!(!dip(nothing, of_seven(0.5, Some(0.001))).is_better(), "the least of what is worse is not better");
        assert!(!dip(nothing, of_seven(-0.25, Some(0.02))).is_better());
    }
}
