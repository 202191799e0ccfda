//! What changes that end did under each strategy, in a sentence.

use crate::experiment::{BadDay, Dip, Study, Total, first_bad_day};
use crate::outcomes::days::DAYS;
use crate::outcomes::{METRICS, metric};
use crate::report::rounding::Rounding;

/// A sentence for each strategy.
pub(super) fn sentences<'a>(study: &'a Study, days: &'a [BadDay]) -> impl Iterator<Item = String> + 'a {
    let first = first_bad_day(study).unwrap_or(0);
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
    let ends = |write: &dyn Fn(f64) -> String| {
        change.ci.map_or_else(String::new, |(low, high)| format!(" ({} to {})", write(low), write(high)))
    };
    let (plain, signed) = (|value| rounding.plain(value), |value| rounding.signed(value));
    Some(if total.id == "customers_lost" {
        format!("{} more customers lost{}", plain(change.difference), ends(&plain))
    } else {
        format!("profit {} {}{}", signed(change.difference), rounding.unit(), ends(&signed))
    })
}

/// Of what customers live through, how far seven days together fell, and for how long.
fn fell(dip: &Dip) -> Option<String> {
    let series = &DAYS[dip.series];
    if !["effort_per_journey", "completion_rate"].contains(&series.id) || dip.length == Some(0) {
        return None;
    }
    let rounding = Rounding::of(series.measure.unit, [(dip.depth.difference, dip.depth.ci)]);
    let label = metric::position(series.id).map_or(series.id, |at| METRICS[at].label);
    let back = match dip.length {
        Some(days) => format!("as without it after {days} days"),
        None => "not as without it up to the horizon".into(),
    };
    let (number, unit) = (rounding.signed(dip.depth.difference), rounding.unit_of_differences());
    Some(format!("{label} {number} {unit} in the worst seven days, {back}"))
}
