//! What changes that end did under each strategy, in a sentence.

use crate::experiment::{BadDay, Dip, Study, Total, bad_days};
use crate::outcomes::days::DAYS;
use crate::outcomes::{METRICS, metric};
use crate::report::rounding::{Rounding, plain};
use crate::stats::Paired;

/// A sentence for each strategy.
pub(super) fn sentences<'a>(study: &'a Study, days: &'a [BadDay]) -> impl Iterator<Item = String> + 'a {
    let first = bad_days(study).map_or(0, |days| days.start);
    days.iter().map(move |one| {
        let name = &study.scenario.strategies[one.strategy].name;
        let totals = one.totals.iter().filter_map(|total| cost(study, total)).collect::<Vec<_>>().join(", ");
        let dips = one.dips.iter().filter_map(fell).collect::<Vec<_>>().join("; ");
        format!("{name}, from day {first} on, against itself without the change that ends: {}.", join(&totals, &dips))
    })
}

fn join(totals: &str, dips: &str) -> String {
    match (totals.is_empty(), dips.is_empty()) {
        (true, true) => "no difference".into(),
        (true, false) => dips.into(),
        (false, true) => totals.into(),
        (false, false) => format!("{totals}; {dips}"),
    }
}

/// Customers and money.
fn cost(study: &Study, total: &Total) -> Option<String> {
    let (unit, change) = match total.id {
        "customers_lost" => (total.measure.unit, total.change),
        "profit_change" => (study.scenario.run.currency, total.change),
        _ => return None,
    };
    let rounding = Rounding::of(unit, [(change.difference, change.ci)]);
    if total.id == "customers_lost" {
        return Some(customers_lost(&rounding, change));
    }
    let signed = |value| rounding.signed(value);
    let ends = change.ci.map_or_else(String::new, |(low, high)| format!(" ({} to {})", signed(low), signed(high)));
    Some(format!("profit {} {}{ends}", signed(change.difference), rounding.unit()))
}

/// How many customers more were lost, or fewer.
fn customers_lost(rounding: &Rounding, change: Paired) -> String {
    let Paired { difference, ci, .. } = change;
    let many = |value: f64| if ci.is_some() { rounding.plain(value) } else { tenths(value) };
    match ci {
        _ if difference == 0.0 => "as many customers lost".into(),
        Some((low, high)) if low <= 0.0 && high >= 0.0 => {
            let (low, high) = (rounding.signed(low), rounding.signed(high));
            format!("no difference in customers lost shown ({low} to {high})")
        }
        Some((low, high)) if difference < 0.0 => {
            format!("{} fewer customers lost ({} to {})", many(-difference), many(-high), many(-low))
        }
        Some((low, high)) => format!("{} more customers lost ({} to {})", many(difference), many(low), many(high)),
        None => {
            format!("{} {} customers lost", many(difference.abs()), if difference < 0.0 { "fewer" } else { "more" })
        }
    }
}

/// A number of customers of which nothing says how sure it is.
fn tenths(value: f64) -> String {
    plain(value, usize::from(value.fract() != 0.0))
}

/// Of what customers live through, how far seven days together fell, and for how long; or that they were better.
fn fell(dip: &Dip) -> Option<String> {
    let series = &DAYS[dip.series];
    if !["effort_per_journey", "completion_rate"].contains(&series.id) {
        return None;
    }
    let label = metric::position(series.id).map_or(series.id, |at| METRICS[at].label);
    let told = |of_seven: &Paired| {
        let rounding = Rounding::of(series.measure.unit, [(of_seven.difference, of_seven.ci)]);
        format!("{label} {} {}", rounding.signed(of_seven.difference), rounding.unit_of_differences())
    };
    if dip.is_worse() {
        let back = match dip.length {
            Some(days) => format!("as without it after {days} days"),
            None => "not as without it up to the horizon".into(),
        };
        return Some(format!("{} in the worst seven days, {back}", told(&dip.depth)));
    }
    dip.is_better().then(|| format!("{} in the best seven days, and in none shown to be worse", told(&dip.height)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lost(difference: f64, ci: Option<(f64, f64)>) -> String {
        let change = Paired { n: 20, difference, se: Some(1.0), ci, p_value: None, variance_ratio: None };
        customers_lost(&Rounding::of("customers", [(difference, ci)]), change)
    }

    #[test]
    fn customers_are_lost_or_kept_or_it_is_not_shown() {
        assert_eq!(lost(24.2, Some((21.4, 27.1))), "24 more customers lost (21 to 27)");
        assert_eq!(lost(-24.2, Some((-27.1, -21.4))), "24 fewer customers lost (21 to 27)");
        assert_eq!(lost(-3.0, Some((-8.0, 3.0))), "no difference in customers lost shown (−8 to +3)");
        assert_eq!(lost(0.0, None), "as many customers lost");
    }

    #[test]
    fn without_an_interval_no_more_than_tenths_of_a_customer_are_told() {
        assert_eq!(
            (lost(1.5, None), lost(-2.0, None)),
            ("1.5 more customers lost".into(), "2 fewer customers lost".into())
        );
    }
}
