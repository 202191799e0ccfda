//! Whether each strategy pays, in a sentence.

use super::label;
use crate::experiment::{BesideBaseline, Difference, OverTime, Study, Verdict};
use crate::report::payback::after;
use crate::report::rounding::{Rounding, plain};
use crate::stats::Paired;

/// Up to which cost a strategy's integration pays, and what money over time says; nothing where it costs as in the baseline.
pub(super) fn sentence(study: &Study, differences: &[Difference], one: &BesideBaseline) -> Option<String> {
    let name = &study.scenario.strategies[one.strategy].name;
    let cost = one.integration.difference;
    let told: Vec<String> = (cost != 0.0)
        .then(|| integration(study, differences, one))
        .into_iter()
        .chain(why_not(study, one))
        .chain(one.over_time.as_ref().map(|over| over_time(study, one.strategy, over)))
        .collect();
    (!told.is_empty()).then(|| format!("{name}: {}.", told.join(". ")))
}

/// What integration costs, and at which cost it stops paying.
fn integration(study: &Study, differences: &[Difference], one: &BesideBaseline) -> String {
    let per_year = |value: f64| BesideBaseline::per_year(study, value);
    let (most, cost) = (&one.stops_paying, per_year(one.integration.difference));
    let (most_a_year, ci) = (per_year(most.difference), most.ci.map(|(low, high)| (per_year(low), per_year(high))));
    let values = [(most_a_year, ci), (most.difference, most.ci), (cost, None)];
    let rounding = Rounding::of(study.scenario.run.currency, values);
    let (unit, write) = (rounding.unit(), |value: f64| rounding.plain(value));
    let verdict = pays(study, differences, one.strategy);
    if cost < 0.0 {
        let apart = apart(&rounding, most_a_year, ci);
        return format!(
            "integration costs {} {unit} a year less than in the baseline; apart from it, {apart}{verdict}",
            write(-cost)
        );
    }
    let is_lower = ci.map_or(most_a_year < 0.0 && most.se == Some(0.0), |(_, high)| high < 0.0);
    if most_a_year <= 0.0 {
        let would = if is_lower {
            "even free of cost, integration would not pay"
        } else {
            "integration is not shown to pay, were it free"
        };
        let apart = apart(&rounding, most_a_year, ci);
        return format!("{would}: apart from its cost, {apart}; it costs {} {unit} a year", write(cost));
    }
    format!(
        "integration stops paying at {} {unit} a year{}, or {} {unit} once{}; it costs {} {unit} a year{verdict}",
        write(most_a_year),
        within(&rounding, ci),
        write(most.difference),
        spread_over(study, one.strategy),
        write(cost),
    )
}

/// What becomes of the money where integration costs more than it brings.
fn why_not(study: &Study, one: &BesideBaseline) -> Option<String> {
    let profit: f64 = one.made_of.iter().map(|(_, adds)| adds).sum();
    if one.integration.difference <= 0.0 || profit >= 0.0 {
        return None;
    }
    let parts: Vec<(&str, f64)> = (one.made_of.iter())
        .map(|&(key, adds)| (label(&study.keys[key]), BesideBaseline::per_year(study, adds)))
        .collect();
    let rounding = Rounding::of(study.scenario.run.currency, parts.iter().map(|&(_, adds)| (adds, None)));
    let of = |is_gained: bool| {
        let parts = parts.iter().filter(|(_, adds)| (*adds > 0.0) == is_gained);
        let shown = parts.map(|(label, adds)| (label, rounding.plain(adds.abs())));
        let told: Vec<String> =
            shown.filter(|(_, adds)| !is_nothing(adds)).map(|(label, adds)| format!("{adds} by {label}")).collect();
        (!told.is_empty()).then(|| told.join(", "))
    };
    let gained = of(true).unwrap_or_else(|| "nothing".into());
    Some(format!("In {} a year, it gains {gained}, and loses {}", rounding.unit(), of(false)?))
}

/// Whether a number is 0 as it is shown.
fn is_nothing(shown: &str) -> bool {
    !shown.contains(|c: char| ('1'..='9').contains(&c))
}

/// By how much profit differs, integration apart.
fn apart(rounding: &Rounding, a_year: f64, ci: Option<(f64, f64)>) -> String {
    if a_year == 0.0 && ci.is_none() {
        return "profit is the same".into();
    }
    let ends =
        ci.map_or_else(String::new, |(low, high)| format!(" ({} to {})", rounding.signed(low), rounding.signed(high)));
    format!("profit is {} {} a year{ends}", rounding.signed(a_year), rounding.unit())
}

fn within(rounding: &Rounding, ci: Option<(f64, f64)>) -> String {
    ci.map_or_else(String::new, |(low, high)| format!(" ({} to {})", rounding.plain(low), rounding.plain(high)))
}

/// Over how many days amounts a year are spread, since a strategy may begin later, and be paid for once.
fn spread_over(study: &Study, strategy: usize) -> String {
    let run = &study.scenario.run;
    let days = run.horizon_days - run.warm_up_days;
    let late = study.scenario.strategies[strategy].from_day.map(f64::from).filter(|&day| day > run.warm_up_days);
    let in_use = late.map_or_else(String::new, |day| format!(", {} of them with it", plain(run.horizon_days - day, 0)));
    format!(" (over {} days{in_use})", plain(days, 0))
}

/// What the verdict on profit says.
fn pays(study: &Study, differences: &[Difference], strategy: usize) -> &'static str {
    let profit = study.key("profit");
    let verdict = differences.iter().find(|one| one.strategy == strategy && one.key == profit).map(|one| one.verdict);
    match verdict {
        Some(Verdict::Better) => ", and pays",
        Some(Verdict::Worse) => ", and does not pay",
        Some(Verdict::NoRelevantDifference | Verdict::ExactlyEqual) => ", and makes no relevant difference in profit",
        Some(Verdict::NoDifference) => "; whether it pays is not shown",
        _ => "",
    }
}

/// From when it pays, and how much.
fn over_time(study: &Study, strategy: usize, over: &OverTime) -> String {
    let Paired { difference, ci, .. } = over.npv;
    let rounding = Rounding::of(study.scenario.run.currency, [(difference, ci)]);
    let ends =
        ci.map_or_else(String::new, |(low, high)| format!(" ({} to {})", rounding.signed(low), rounding.signed(high)));
    let npv = format!("Net present value {} {}{ends}", rounding.signed(difference), rounding.unit());
    let payback = match after(&over.payback) {
        _ if difference == 0.0 => "nothing to pay back".into(),
        Some(_) if over.payback.day == Some(0) => "nothing to pay back: it never lags behind".into(),
        Some(after) => format!("paid back {after}{}", since_it_began(study, strategy, over)),
        None => "not paid back within the horizon".into(),
    };
    format!("{npv}; {payback}")
}

/// How long after it began a strategy that begins later has paid back.
fn since_it_began(study: &Study, strategy: usize, over: &OverTime) -> String {
    let began = study.scenario.strategies[strategy].from_day.map(f64::from);
    let since = began.zip(over.payback.day).map(|(from, day)| day as f64 + study.scenario.run.warm_up_days - from);
    since.filter(|&days| days > 0.0).map_or_else(String::new, |days| {
        let began = began.unwrap_or_default();
        format!(", {} after it begins on day {}", plain(days, 0), plain(began, 0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_as_0_is_nothing() {
        for (shown, is_so) in [("0", true), ("0.00", true), ("0.01", false), ("1,000", false), ("10", false)] {
            assert_eq!(is_nothing(shown), is_so, "{shown}");
        }
    }
}
