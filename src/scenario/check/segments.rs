//! Segments: who the customers are, and what they need.

use super::values::{Check, LEAST_CV, share};
use crate::scenario::meant::{Joins, Names, Reach, Segment};
use crate::scenario::path::Path;
use crate::scenario::tree::plain;
use crate::scenario::typed::{self, Needs};
use crate::stats::gamma_quantile;
use std::ops::RangeInclusive;

/// Coefficients of variation, beside 0.
const CV: RangeInclusive<f64> = LEAST_CV..=10.0;
const DAYS_A_YEAR: f64 = 364.0;
/// Needs of one customer and type are numbered in 24 bits, and half of the numbers are kept for those that changes bring, in
/// halves at random and every so many days.
const BITS: i32 = 23;
/// Laws are cut at this probability (`stats::QuantileTable`), so that nobody's rate is beyond its quantile.
const RAREST: f64 = 1.0 / (1_u64 << 33) as f64;
/// Standard deviations by which a customer's needs may exceed their mean; 10 happen to nobody.
const CHANCE: f64 = 10.0;

pub(super) fn segments(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Vec<Segment> {
    shares_add_up(check, typed);
    typed
        .segment
        .iter()
        .map(|(name, segment)| {
            let path = Path::of(["segment", name]);
            let reach = check.per_channel(&path.key("reach"), &segment.reach, &names.channels);
            let taste = check.per_channel(&path.key("taste"), &segment.taste, &names.channels);
            let mut needs = vec![None; names.journeys.len()];
            for (journey, need) in &segment.needs {
                let path = path.key("needs").key(journey);
                if let Some(index) = check.name(&path, journey, "a journey of this scenario", &names.journeys) {
                    let need = need.times(typed.volume);
                    needs[index] = check_needs(check, &path, need);
                    let busiest = busiest_run(typed, segment);
                    let bits = if typed.changes() { BITS - 1 } else { BITS };
                    few_enough_needs(check, &path, need, (needs_days(typed, journey), busiest), bits);
                }
            }
            let loss = segment.loss(&typed.loss);
            if loss.a == 0.0 && loss.b == 0.0 {
                let path = if segment.loss.is_some() { path.key("loss") } else { Path::of(["loss"]) };
                check.wrong(
                    path,
                    "a = 0 and b = 0",
                    "at least one above 0",
                    "if nobody is lost when all goes well, write b = 1 beside a = 0",
                );
            }
            Segment {
                share: share(segment.share).get(),
                reach: reach.into_iter().map(|reach| reach.unwrap_or(Reach::Constant(1.0))).collect(),
                taste: taste.into_iter().map(Option::unwrap_or_default).collect(),
                needs,
                tolerance: segment.tolerance_minutes,
                loss,
                value_factor: segment.value_factor,
                value_cv: spread(check, &path.key("value_cv"), segment.value_cv),
                margin_per_year: segment.margin_per_year,
                loss_per_year: segment.loss_per_year,
                loss_cv: spread(check, &path.key("loss_cv"), segment.loss_cv),
                day_cv: spread_of_days(check, &path.key("day_cv"), segment.day_cv),
                joins: joins(check, &path.key("joins"), typed, segment.joins.as_ref(), names),
            }
        })
        .collect()
}

/// Who joins, and when; nobody, at a rate of 0.
fn joins(
    check: &mut Check,
    path: &Path,
    typed: &typed::Scenario,
    joins: Option<&typed::Joins>,
    names: &Names,
) -> Option<Joins> {
    let typed::Joins { per_year, by_week, first, cost } = joins?;
    let first = first.as_ref().map(|journey| {
        check.name(path.key("first"), journey, "a journey of this scenario", &names.journeys).unwrap_or(0)
    });
    check.weights(&path.key("by_week"), by_week, &[by_week.len()]);
    somebody_joins_within_the_run(check, &path.key("by_week"), typed, by_week);
    few_enough_joiners(check, &path.key("per_year"), typed, *per_year);
    (*per_year > 0.0).then(|| Joins { per_year: *per_year, by_week: by_week.clone(), first, cost: *cost })
}

fn somebody_joins_within_the_run(check: &mut Check, path: &Path, typed: &typed::Scenario, by_week: &[f64]) {
    let weeks = (typed.run.horizon_days / 7.0).ceil() as usize;
    let (within, beyond) = by_week.split_at(weeks.min(by_week.len()));
    if within.iter().all(|&weight| weight == 0.0) && beyond.iter().any(|&weight| weight > 0.0) {
        check.wrong(
            path,
            format_args!("weights that are 0 in all {weeks} weeks of the run"),
            "at least one weight above 0 within the run",
            "lengthen run.horizon_days, or leave `joins` out",
        );
    }
}

/// Customers are numbered in 32 bits, and the k-th who joins for one has k times as many before them as there are at the
/// start.
fn few_enough_joiners(check: &mut Check, path: &Path, typed: &typed::Scenario, per_year: f64) {
    const NUMBERS: f64 = 4_294_967_296.0;
    /// Beside the standard deviations: of a rare event, several may happen.
    const SEVERAL: f64 = 40.0;
    let mean = per_year * typed.run.horizon_days / DAYS_A_YEAR;
    let most = (mean + CHANCE * mean.sqrt() + SEVERAL).ceil();
    let customers = typed.run.customers as f64;
    if per_year > 0.0 && (most + 1.0) * customers >= NUMBERS {
        check.wrong(
            path,
            format_args!("{}, with which {most:.0} may join for one of {customers} customers", plain(per_year)),
            format!(
                "fewer than 2^32 = {NUMBERS} numbers of customers, of which each that joins for one takes {customers}"
            ),
            "lower the rate, shorten the horizon or simulate fewer customers",
        );
    }
}

fn shares_add_up(check: &mut Check, typed: &typed::Scenario) {
    /// Decimals that tell the sum from 1 wherever it is refused, and none that adding up makes.
    const DECIMALS: i32 = 9;
    let rounded = |value: f64| (value * 10_f64.powi(DECIMALS)).round() / 10_f64.powi(DECIMALS);
    let total: f64 = typed.segment.values().map(|segment| segment.share).sum();
    if (total - 1.0).abs() > 1e-6 {
        let what = if total > 1.0 { "too much" } else { "missing" };
        check.wrong(
            Path::of(["segment"]),
            format_args!("shares that add up to {}", rounded(total)),
            "shares that add up to 1",
            format!("correct the `share` of the segments: {} is {what}", rounded((total - 1.0).abs())),
        );
    }
}

/// Days of the mean rhythm that can pass before the horizon: whole years where seasons bend it, else whole weeks.
fn needs_days(typed: &typed::Scenario, journey: &str) -> f64 {
    let bent_by_season = typed.journey.get(journey).is_some_and(|journey| !journey.by_season.is_empty());
    let cycle = if bent_by_season { DAYS_A_YEAR } else { 7.0 };
    (typed.run.horizon_days / cycle).ceil() * cycle
}

/// A customer's needs are numbered in so many bits, also those of the customer with the highest rate that can be drawn.
fn few_enough_needs(check: &mut Check, path: &Path, needs: Needs, (days, busiest): (f64, f64), bits: i32) {
    let (key, number, most) = match (needs.per_year, needs.every_days) {
        (Some(per_year), _) => ("per_year", per_year, most_needs(per_year, needs.cv.unwrap_or(0.0), days * busiest)),
        (None, Some(every)) => ("every_days", every, days / every),
        (None, None) => return,
    };
    let too_many = 2_f64.powi(bits);
    if most >= too_many {
        let day_cv = if busiest > 1.0 { ", day_cv" } else { "" };
        check.wrong(
            path.key(key),
            format_args!("{}, with which one customer can have {most:.0} needs before the horizon", plain(number)),
            format!("fewer than 2^{bits} = {too_many} needs of a customer"),
            format!("lower the rate, its cv{day_cv} or the volume, or shorten the horizon; for a crowd, simulate several customers"),
        );
    }
}

/// How far the days of a run together may exceed their mean: a gamma law of as much spread as their factors, and twice that,
/// since a product of two has longer tails.
fn busiest_run(typed: &typed::Scenario, segment: &typed::Segment) -> f64 {
    let squared = |cv: f64| 1.0 + cv * cv;
    let of_a_day = (squared(typed.demand.day_cv) * squared(segment.day_cv) - 1.0).sqrt();
    let cv = of_a_day / typed.run.horizon_days.ceil().sqrt();
    if CV.contains(&cv) { 2.0 * gamma_quantile(1.0, cv)(1.0 - RAREST) } else { 1.0 + f64::from(cv > 0.0) }
}

/// A coefficient of variation of a gamma law, over customers.
fn spread(check: &mut Check, path: &Path, cv: f64) -> f64 {
    spread_up_to(*CV.end(), check, path, cv)
}

/// The same over days.
pub(super) fn spread_of_days(check: &mut Check, path: &Path, cv: f64) -> f64 {
    const MOST: f64 = 2.0;
    spread_up_to(MOST, check, path, cv)
}

fn spread_up_to(most: f64, check: &mut Check, path: &Path, cv: f64) -> f64 {
    if cv != 0.0 && !(LEAST_CV..=most).contains(&cv) {
        let range = format!("0, or a number from {LEAST_CV} to {most}");
        check.wrong(path.clone(), plain(cv), range, "write 0 if all are alike");
    }
    cv
}

/// As many needs as the customer can have whose rate is the highest that can be drawn.
fn most_needs(per_year: f64, cv: f64, days: f64) -> f64 {
    if cv != 0.0 && !CV.contains(&cv) {
        return 0.0;
    }
    let mean = gamma_quantile(per_year, cv)(1.0 - RAREST) * days / DAYS_A_YEAR;
    mean + CHANCE * mean.sqrt()
}

fn check_needs(check: &mut Check, path: &Path, needs: Needs) -> Option<Needs> {
    match (needs.per_year, needs.every_days) {
        (Some(rate), None) => {
            let cv = needs.cv.unwrap_or(0.0);
            spread(check, &path.key("cv"), cv);
            (rate > 0.0).then_some(needs)
        }
        (None, Some(_)) => {
            if needs.cv.is_some() {
                check.wrong(
                    path.key("cv"),
                    "a cv",
                    "no cv for needs that come every so many days",
                    "remove it, or use per_year",
                );
            }
            Some(needs)
        }
        (rate, _) => {
            let (found, remedy) = if rate.is_some() {
                ("both per_year and every_days", "keep one of the two")
            } else {
                ("neither per_year nor every_days", "write { per_year = ... }, or { every_days = ... }")
            };
            check.wrong(path, found, "one of the two", remedy);
            None
        }
    }
}
