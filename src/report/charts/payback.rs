//! The profit that each strategy has gained over the baseline so far, discounted, and from when on that has paid back.

use super::gaps::{Gap, draw_gaps, of_the_far};
use super::lines::{Line, Spot};
use super::page::{Around, Values, page};
use super::picture::{Area, Picture};
use super::theme::{Look, MARGIN, WIDTH, look};
use super::weeks::{LABELS, MOST_POINTS, NUMBERS};
use crate::experiment::{BesideBaseline, Difference, OverTime, Study, worth};
use crate::report::payback::{found, in_short};
use crate::report::rounding::Rounding;
use crate::stats::Paired;

/// Least height.
const HEIGHT: f64 = 490.0;
const DAYS_A_WEEK: f64 = 7.0;

/// The chart; none where no discount is given, or there is nothing to compare.
pub fn picture(study: &Study, _: &[Difference]) -> Option<Picture> {
    let beside = worth(study);
    let over: Vec<(usize, &OverTime)> =
        beside.iter().filter_map(|one| Some((one.strategy, one.over_time.as_ref()?))).collect();
    if over.is_empty() {
        return None;
    }
    let rounding =
        Rounding::of(study.scenario.run.currency, over.iter().map(|(_, over)| (over.npv.difference, over.npv.ci)));
    let gaps: Vec<Gap> = over.iter().map(|&(strategy, over)| gap(study, strategy, over, &rounding)).collect();
    let (mut picture, area) = begin(study, &beside, &gaps);
    let axes = draw_gaps(&mut picture, study, area, &rounding.unit_of_differences(), &gaps);
    for (at, gained, look) in over.iter().filter_map(|&(strategy, over)| payback(study, strategy, over, &rounding)) {
        if (axes.y.low..=axes.y.high).contains(&gained) {
            picture.dot((axes.x.at(at), axes.y.at(gained)), look);
        }
    }
    Some(picture)
}

/// The page, and where its panel is.
fn begin(study: &Study, beside: &[BesideBaseline], gaps: &[Gap]) -> (Picture, Area) {
    let is_paid_back = |one: &BesideBaseline| one.over_time.as_ref().is_some_and(|over| over.payback.day > Some(0));
    let dots = if beside.iter().any(is_paid_back) { "Dot: paid back, in days after the warm-up." } else { "" };
    let note = format!("{dots}{}", of_the_far(gaps));
    let note = note.trim_start();
    let around = Around {
        finding: found(study, beside),
        about: "Discounted profit gained so far, by weeks of the run; paid back where it stays at 0 or more",
        note,
        values: Values::WithIntervals,
    };
    let height = HEIGHT.max(LABELS * beside.len() as f64 + 90.0);
    let (picture, start) = page(study, around, height);
    let area = Area { left: MARGIN + NUMBERS, top: start + 26.0, right: WIDTH - MARGIN, bottom: start + height - 46.0 };
    (picture, area)
}

fn gap(study: &Study, strategy: usize, over: &OverTime, rounding: &Rounding) -> Gap {
    let when = in_short(&over.payback).map_or_else(String::new, |when| format!(", {when}"));
    let note = rounding.signed(over.npv.difference) + &when;
    Gap { strategy, line: line(study, strategy, &over.cumulative, rounding), note }
}

/// From 0 at the end of the warm-up on, through the ends of days.
fn line(study: &Study, strategy: usize, gained: &[Paired], rounding: &Rounding) -> Line {
    let every = gained.len().div_ceil(MOST_POINTS);
    let has_bands = gained.iter().any(|so_far| so_far.ci.is_some());
    let first = Spot { x: week(study, 0), y: 0.0, ci: has_bands.then_some((0.0, 0.0)) };
    let shown = (1..=gained.len()).filter(|&day| day == 1 || day % every == 0 || day == gained.len());
    let spot = |day: usize| {
        let so_far = &gained[day - 1];
        let ci = so_far.ci.map(|(low, high)| (rounding.in_unit(low), rounding.in_unit(high)));
        Spot { x: week(study, day), y: rounding.in_unit(so_far.difference), ci }
    };
    Line { look: look(study, strategy), spots: [first].into_iter().chain(shown.map(spot)).map(Some).collect() }
}

/// When so many days after the warm-up are over, in weeks.
fn week(study: &Study, day: usize) -> f64 {
    let run = &study.scenario.run;
    let days = if day == 0 { run.warm_up_days } else { run.warm_up_days.floor() + day as f64 };
    days.min(run.horizon_days) / DAYS_A_WEEK
}

/// The week in which a strategy has paid back, what it has gained by then, and how it looks.
fn payback(study: &Study, strategy: usize, over: &OverTime, rounding: &Rounding) -> Option<(f64, f64, Look)> {
    let day = over.payback.day.filter(|&day| day > 0)?;
    let gained = over.cumulative[day - 1].difference;
    Some((week(study, day), rounding.in_unit(gained), look(study, strategy)))
}

#[cfg(test)]
mod tests {
    use super::super::picture::{Mark, Point};
    use super::super::theme::TEXT;
    use super::*;
    use crate::experiment::{Order, differences, run};
    use crate::scenario::{Source, Wishes, understand};

    /// An order each day, and a record that costs 100 at once and makes each contact 2.5 cheaper.
    fn invested(days: u32, run_has: &str) -> Study {
        let text = format!(
            r#"
            [run]
            customers = 1
            horizon_days = {days}
            {run_has}
            [segment.all]
            share = 1
            needs.buy = {{ every_days = 1 }}
            [journey.buy]
            steps = ["buy"]
            value = {{ mean = 50, law = "fixed" }}
            give_up_days = 0
            [channel.shop]
            step.buy.minutes.mean = 0
            [capability.identity]
            cost.once = 100
            [[strategy]]
            name = "apart"
            baseline = true
            set = {{ "channel.shop.cost_per_contact" = 3.5 }}
            [[strategy]]
            name = "shared"
            levels.identity = 1
            set = {{ "channel.shop.cost_per_contact" = 1 }}
            "#
        );
        let source = Source::parse("invested.toml".into(), text).unwrap_or_else(|error| panic!("{error}"));
        let scenario = understand(&source, "invested", &Wishes::default()).unwrap_or_else(|error| panic!("{error}"));
        run(vec![scenario], Order::Forward, || {}).remove(0)
    }

    fn drawn(days: u32, run_has: &str) -> Option<Picture> {
        let study = invested(days, run_has);
        picture(&study, &differences(&study))
    }

    /// Dots, and the line of 0.
    fn dots_and_zero(picture: &Picture) -> (Vec<Point>, Vec<Point>) {
        let dot = |mark: &Mark| if let Mark::Circle(at, ..) = mark { Some(*at) } else { None };
        let zero = picture.marks().iter().find_map(|mark| match mark {
            Mark::Line(points, 1.5, ink, _) if *ink == TEXT => Some(points.clone()),
            _ => None,
        });
        (picture.marks().iter().filter_map(dot).collect(), zero.expect("the line of 0"))
    }

    #[test]
    fn a_dot_marks_the_day_on_which_what_is_saved_has_reached_what_it_cost() {
        let picture = drawn(100, "discount_per_year = 0\nreplications = 6").expect("a discount is given");
        assert_eq!(picture.title(), "Paid back: “shared” after 40 days");
        let (dots, zero) = dots_and_zero(&picture);
        let [(x, y)] = dots[..] else { panic!("one strategy has paid back: {dots:?}") };
        let day_40 = zero[0].0 + (zero[1].0 - zero[0].0) * 0.4;
        assert!((x - day_40).abs() < 1e-6 && (y - zero[0].1).abs() < 1e-6, "{x} {y}");
    }

    #[test]
    fn days_are_counted_from_the_end_of_the_warm_up() {
        let study = invested(100, "discount_per_year = 0\nwarm_up_days = 13.5\nreplications = 2");
        // What is reported of the first day is half of it.
        assert_eq!([0, 1, 40, 87].map(|day| week(&study, day) * 7.0), [13.5, 14.0, 53.0, 100.0]);
    }

    #[test]
    fn it_is_drawn_where_money_is_discounted_and_says_so_where_replications_are_too_few() {
        assert!(drawn(100, "replications = 6").is_none());
        let few = drawn(100, "discount_per_year = 0.1\nreplications = 2").expect("a discount is given");
        assert_eq!(few.title(), "Too few replications to say what has paid back");
        let short = drawn(39, "discount_per_year = 0\nreplications = 6").expect("a discount is given");
        assert_eq!((short.title(), dots_and_zero(&short).0), ("Not paid back: “shared”", vec![]));
    }
}
