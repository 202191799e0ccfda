//! Segments: who the customers are, and what they need.

use super::LONGEST_HORIZON;
use super::ranges::{Check, FOREVER, LEAST_CV, plain};
use crate::scenario::meant::{Names, Reach, Segment};
use crate::scenario::typed::{self, Needs, Propensity};

pub(super) fn segments(check: &mut Check, typed: &typed::Scenario, names: &Names) -> Vec<Segment> {
    let total: f64 = typed.segment.values().map(|segment| segment.share).sum();
    if (total - 1.0).abs() > 1e-6 && !typed.segment.is_empty() {
        check.wrong(
            "segment",
            format_args!("shares that add up to {total}"),
            "shares that add up to 1",
            "correct the `share` of the segments",
        );
    }
    typed
        .segment
        .iter()
        .map(|(name, segment)| {
            let path = format!("segment.{name}");
            let reach = check.per_channel(&format!("{path}.reach"), &segment.reach, &names.channels);
            for (channel, reach) in names.channels.iter().zip(&reach) {
                if let Some(reach) = reach {
                    check_reach(check, &format!("{path}.reach.{channel}"), *reach);
                }
            }
            let taste = check.per_channel(&format!("{path}.taste"), &segment.taste, &names.channels);
            for (channel, taste) in &segment.taste {
                check.logit(format_args!("{path}.taste.{channel}"), *taste);
            }
            let mut needs = vec![None; names.journeys.len()];
            for (journey, need) in &segment.needs {
                let path = format!("{path}.needs.{journey}");
                if let Some(index) = check.name(&path, journey, "a journey of this scenario", &names.journeys) {
                    needs[index] = check_needs(check, &path, *need);
                }
            }
            let loss = segment.loss.unwrap_or(Propensity { a: typed.loss.a, b: typed.loss.b });
            for (key, value) in [("a", loss.a), ("b", loss.b)] {
                let path = if segment.loss.is_some() { format!("{path}.loss.{key}") } else { format!("loss.{key}") };
                check.within(path, value, 0.0, 1e9, "");
            }
            if loss.a == 0.0 && loss.b == 0.0 {
                check.wrong(
                    format_args!("{path}.loss"),
                    "a = 0 and b = 0",
                    "at least one above 0",
                    "a = 0, b = 1: nobody is lost",
                );
            }
            Segment {
                share: check.probability(format_args!("{path}.share"), segment.share).get(),
                reach: reach.into_iter().map(|reach| reach.unwrap_or(Reach::Constant(1.0))).collect(),
                taste: taste.into_iter().map(Option::unwrap_or_default).collect(),
                needs,
                tolerance: check.law(
                    &format!("{path}.tolerance_minutes"),
                    segment.tolerance_minutes,
                    FOREVER,
                    "minutes",
                ),
                loss,
                value_factor: check.within(format_args!("{path}.value_factor"), segment.value_factor, 0.0, 1e6, ""),
            }
        })
        .collect()
}

fn check_reach(check: &mut Check, path: &str, reach: Reach) {
    match reach {
        Reach::Constant(share) => {
            check.probability(path, share);
        }
        Reach::Ramp(ramp) => {
            check.probability(format_args!("{path}.from"), ramp.from);
            check.probability(format_args!("{path}.to"), ramp.to);
            check.within(format_args!("{path}.days"), ramp.days, 1e-6, LONGEST_HORIZON, "days");
            check.within(format_args!("{path}.start_day"), ramp.start_day, 0.0, LONGEST_HORIZON, "days");
        }
        Reach::Bass(bass) => {
            check.probability(format_args!("{path}.to"), bass.to);
            check.within(format_args!("{path}.p"), bass.p, 1e-9, 1e3, "per year");
            check.within(format_args!("{path}.q"), bass.q, 0.0, 1e3, "per year");
        }
    }
}

fn check_needs(check: &mut Check, path: &str, needs: Needs) -> Option<Needs> {
    match (needs.per_year, needs.every_days) {
        (Some(rate), None) => {
            check.within(format_args!("{path}.per_year"), rate, 0.0, 1e6, "per year");
            let cv = needs.cv.unwrap_or(0.0);
            if cv != 0.0 && !(LEAST_CV..=10.0).contains(&cv) {
                let range = format!("0, or a number from {LEAST_CV} to 10");
                check.wrong(format_args!("{path}.cv"), plain(cv), range, "write 0 if all customers are alike");
            }
            (rate > 0.0).then_some(needs)
        }
        (None, Some(days)) => {
            check.within(format_args!("{path}.every_days"), days, 0.01, LONGEST_HORIZON, "days");
            if needs.cv.is_some() {
                check.wrong(
                    format_args!("{path}.cv"),
                    "a cv",
                    "no cv for needs that come every so many days",
                    "remove it, or use per_year",
                );
            }
            Some(needs)
        }
        (rate, _) => {
            check.wrong(
                path,
                if rate.is_some() { "both per_year and every_days" } else { "neither per_year nor every_days" },
                "one of the two",
                "write `{ per_year = 6, cv = 1.0 }` or `{ every_days = 30 }`",
            );
            None
        }
    }
}
