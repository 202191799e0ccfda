//! Whether each strategy pays, in a sentence.

use crate::experiment::{BesideBaseline, OverTime, Study};
use crate::report::payback::after;
use crate::report::rounding::Rounding;
use crate::stats::Paired;

/// Up to which cost a strategy's integration pays, and what money over time says; nothing where it costs as in the baseline.
pub(super) fn sentence(study: &Study, one: &BesideBaseline) -> Option<String> {
    if one.integration.difference == 0.0 && one.over_time.is_none() {
        return None;
    }
    let name = &study.scenario.strategies[one.strategy].name;
    let told: Vec<String> = [stops_paying(study, one)]
        .into_iter()
        .chain(one.over_time.as_ref().map(|over| over_time(study, over)))
        .collect();
    Some(format!("{name}: {}.", told.join(". ")))
}

/// At which cost integration stops paying, beside what it costs.
fn stops_paying(study: &Study, one: &BesideBaseline) -> String {
    let per_year = |value: f64| BesideBaseline::per_year(study, value);
    let (most, cost) = (&one.stops_paying, &one.integration);
    let ci = most.ci.map(|(low, high)| (per_year(low), per_year(high)));
    let currency = study.scenario.run.currency;
    let rounding = Rounding::of(currency, [(per_year(most.difference), ci), (per_year(cost.difference), None)]);
    let unit = rounding.unit();
    let costs = rounding.plain(per_year(cost.difference));
    if most.difference <= 0.0 {
        let lost = rounding.plain(-per_year(most.difference));
        return format!(
            "integration pays at no cost: apart from it, profit is {lost} {unit} a year less; it costs {costs}"
        );
    }
    let in_all = Rounding::of(currency, [(most.difference, most.ci)]);
    format!(
        "integration stops paying at {} {unit} a year{}, or {} {} once; it costs {costs} a year",
        rounding.plain(per_year(most.difference)),
        within(&rounding, ci),
        in_all.plain(most.difference),
        in_all.unit(),
    )
}

fn within(rounding: &Rounding, ci: Option<(f64, f64)>) -> String {
    ci.map_or_else(String::new, |(low, high)| format!(" ({} to {})", rounding.plain(low), rounding.plain(high)))
}

/// From when it pays, and how much.
fn over_time(study: &Study, over: &OverTime) -> String {
    let Paired { difference, ci, .. } = over.npv;
    let rounding = Rounding::of(study.scenario.run.currency, [(difference, ci)]);
    let ends =
        ci.map_or_else(String::new, |(low, high)| format!(" ({} to {})", rounding.signed(low), rounding.signed(high)));
    let npv = format!("Net present value {} {}{ends}", rounding.signed(difference), rounding.unit());
    let payback = match after(&over.payback) {
        _ if difference == 0.0 => "nothing to pay back".into(),
        Some(_) if over.payback.day == Some(0) => "nothing to pay back: it never lags behind".into(),
        Some(after) => format!("paid back {after}"),
        None => "not paid back within the horizon".into(),
    };
    format!("{npv}; {payback}")
}
