//! The weeks around changes that end: what they did under each strategy, beside itself with the same luck without them.

use super::lines::{self, Axes, Line, Spot};
use super::page::{Around, Values, name_within, page, weight};
use super::picture::{Area, Picture, Text};
use super::scale::ticks;
use super::theme::{GRID, LABEL, MARGIN, MUTED, SMALL, TEXT, WIDTH, look};
use super::weeks::{LABELS, LEADER, NUMBERS, draw_labels, rounded_outwards};
use crate::experiment::{BadDay, Difference, Dip, Study, WINDOW, bad_day, bad_days};
use crate::outcomes::days::DAYS;
use crate::report::bad_day::found;
use crate::report::charts::comparison::title;
use crate::report::rounding::{Rounding, plain};
use std::ops::Range;

/// Least height.
const HEIGHT: f64 = 490.0;
/// Days after the first bad one that are shown.
const SHOWN: usize = 70;
const DAYS_A_WEEK: f64 = 7.0;
/// Least width of what stands for the bad days.
const LEAST: f64 = 2.0;
/// What is shown, from left to right.
const PANELS: [&str; 2] = ["effort_per_journey", "active_customers"];

/// The chart; none where no change ends.
pub fn picture(study: &Study, _: &[Difference]) -> Option<Picture> {
    let days = bad_day(study);
    let bad = bad_days(study)?;
    let around = Around {
        finding: found(study, &days),
        about: "What the bad day did, seven days together, beside the same strategy without it",
        note: "At each day, the seven days up to it. Grey: the bad days.",
        values: Values::WithIntervals,
    };
    let height = HEIGHT.max(LABELS * days.len() as f64 + 90.0);
    let (mut picture, start) = page(study, around, height);
    let label = |one: &BadDay| {
        let name = name_within(study, one.strategy, 250.0, LABEL);
        Text::new(&name, (0.0, 0.0), LABEL, TEXT).weight(weight(study, one.strategy))
    };
    let labels: Vec<Text> = days.iter().map(label).collect();
    let room = labels.iter().map(Text::room).fold(0.0, f64::max) + LEADER;
    let (left, right) = (MARGIN + NUMBERS, WIDTH - MARGIN - room);
    let width = (right - left - NUMBERS - 24.0) / 2.0;
    let area = |at: usize| {
        let left = left + at as f64 * (width + NUMBERS + 24.0);
        Area { left, top: start + 26.0, right: left + width, bottom: start + height - 46.0 }
    };
    for (at, series) in PANELS.iter().enumerate() {
        let lines = draw_panel(&mut picture, study, area(at), (&days, series), &bad);
        if let Some((axes, lines)) = lines.filter(|_| at + 1 == PANELS.len()) {
            draw_labels(&mut picture, area(at), &axes, &lines, labels.clone());
        }
    }
    Some(picture)
}

/// A panel of one outcome: the lines of all strategies on their axes; none where it has no values.
fn draw_panel(
    picture: &mut Picture,
    study: &Study,
    area: Area,
    (days, series): (&[BadDay], &str),
    bad: &Range<usize>,
) -> Option<(Axes, Vec<Line>)> {
    let dips: Vec<(usize, &Dip)> = days
        .iter()
        .filter_map(|one| Some((one.strategy, one.dips.iter().find(|dip| DAYS[dip.series].id == series)?)))
        .collect();
    let measure = DAYS[dips.first()?.1.series].measure.in_currency(study.scenario.run.currency);
    let rounding = Rounding::of(measure.unit, dips.iter().map(|(_, dip)| (dip.depth.difference, dip.depth.ci)));
    let lines: Vec<Line> =
        dips.iter().map(|(strategy, dip)| line(study, *strategy, dip, bad.start, &rounding)).collect();
    let (low, high) = lines::range(&lines);
    let x = lines.iter().flat_map(|line| line.spots.iter().flatten()).map(|spot| spot.x);
    let (from, to) = super::scale::range(x);
    let from = from.min(bad.start as f64 / DAYS_A_WEEK);
    let axes = Axes::new(area, (from, to), rounded_outwards((low.min(0.0), high.max(0.0))));
    let at = |day: usize| axes.x.at((day as f64 / DAYS_A_WEEK).min(axes.x.high));
    picture.block(Area { left: at(bad.start), right: at(bad.end).max(at(bad.start) + LEAST), ..area }, GRID);
    let weeks = ticks(axes.x.low, axes.x.high, 6);
    lines::frame(picture, &axes, &weeks, &ticks(axes.y.low, axes.y.high, 6), |week| plain(week, weeks.decimals));
    let zero = axes.y.at(0.0);
    picture.line(&[(area.left, zero), (area.right, zero)], 1.5, TEXT);
    lines::draw(picture, &axes, &lines);
    let head = format!("{} [{}]", title(series), rounding.unit_of_differences());
    picture.text(Text::new(&head, (area.left - NUMBERS, area.top - 28.0), SMALL, MUTED));
    let middle = f64::midpoint(area.left, area.right);
    picture.text(Text::new("week", (middle, area.bottom + 42.0), SMALL, MUTED).middle());
    Some((axes, lines))
}

fn line(study: &Study, strategy: usize, dip: &Dip, first: usize, rounding: &Rounding) -> Line {
    let spot = |(day, one): &(usize, crate::stats::Paired)| {
        let ci = one.ci.map(|(low, high)| (rounding.in_unit(low), rounding.in_unit(high)));
        Some(Spot { x: (*day + WINDOW) as f64 / DAYS_A_WEEK, y: rounding.in_unit(one.difference), ci })
    };
    let shown = dip.weeks.iter().filter(|(day, _)| *day <= first + SHOWN);
    Line { look: look(study, strategy), spots: shown.map(spot).collect() }
}
