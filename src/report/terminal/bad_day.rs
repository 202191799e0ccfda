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
        let dips = one.dips.iter().filter_map(|dip| fell(dip)).collect::<Vec<_>>().join("; ");
        format!("{name}, from day {first} on, beside itself without what ends: {}.", join(&totals, &dips))
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
    let what = match total.id {
        "customers_lost" => "more customers lost",
        "profit_change" => "of profit",
        _ => return None,
    };
    let unit = if total.id == "customers_lost" { total.measure.unit } else { study.scenario.run.currency };
    let rounding = Rounding::of(unit, [(total.change.difference, total.change.ci)]);
    let ends = total
        .change
        .ci
        .map_or_else(String::new, |(low, high)| format!(" ({} to {})", rounding.signed(low), rounding.signed(high)));
    let unit = if total.id == "customers_lost" { String::new() } else { format!(" {}", rounding.unit()) };
    Some(format!("{}{unit} {what}{ends}", rounding.signed(total.change.difference)))
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
