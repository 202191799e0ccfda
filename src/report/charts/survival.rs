//! The share of customers still active, week by week, and its gap to the baseline's.

use super::gaps::{Gap, draw_gaps, of_the_far};
use super::lines::{self, Axes, Line, Spot};
use super::page::{Around, Values, name_within, page};
use super::picture::{Area, Picture, Text};
use super::theme::{LABEL, MARGIN, TEXT, WIDTH, look};
use super::weeks::{LABELS, LEADER, MOST_POINTS, NUMBERS, draw_labels, draw_panel, rounded_outwards, weeks};
use crate::experiment::{Difference, Study};
use crate::outcomes::SERIES;
use crate::report::finding::finding;
use crate::report::rounding::Rounding;

/// Least height.
const HEIGHT: f64 = 490.0;
/// Width of the panel of levels, where that of gaps stands beside it.
const LEVELS: f64 = 330.0;

/// The chart.
pub fn picture(study: &Study, differences: &[Difference]) -> Picture {
    let found = finding(study, differences, &[study.key("retention_rate")]).map(|found| found.words);
    let has_gaps = study.scenario.strategies.len() > 1;
    let who = if study.scenario.run.asked.joins { "Customers there at the start" } else { "Customers" };
    let about = if has_gaps {
        format!("{who} still active, and the gap to the baseline")
    } else {
        format!("{who} still active")
    };
    let gaps = if has_gaps { gaps_in_share(study) } else { Vec::new() };
    let base = if study.scenario.run.warm_up_days > 0.0 { " Title: from the warm-up on." } else { "" };
    let note = format!("The left axis need not start at 0.{base}{}", of_the_far(&gaps));
    let around = Around { finding: found, about: &about, note: &note, values: Values::WithIntervals };
    let height = HEIGHT.max(LABELS * study.scenario.strategies.len() as f64 + 90.0);
    let (mut picture, start) = page(study, around, height);
    let all = Area { left: MARGIN + NUMBERS, top: start + 26.0, right: WIDTH - MARGIN, bottom: start + height - 46.0 };
    if has_gaps {
        draw_levels(&mut picture, study, Area { right: all.left + LEVELS, ..all });
        let area = Area { left: all.left + LEVELS + 40.0 + NUMBERS, ..all };
        draw_gaps(&mut picture, study, area, "% points", &gaps);
    } else {
        let label = Text::new(&name_within(study, 0, 350.0, LABEL), (0.0, 0.0), LABEL, TEXT).bold();
        let area = Area { right: all.right - label.room() - LEADER, ..all };
        let (axes, lines) = draw_levels(&mut picture, study, area);
        draw_labels(&mut picture, area, &axes, &lines, vec![label]);
    }
    picture
}

fn draw_levels(picture: &mut Picture, study: &Study, area: Area) -> (Axes, Vec<Line>) {
    let lines: Vec<Line> = (0..study.scenario.strategies.len()).map(|strategy| level(study, strategy)).collect();
    let (low, high) = rounded_outwards(lines::range(&lines));
    let axes = Axes::new(area, (0.0, weeks(study)), (low.max(0.0), high.min(100.0)));
    let who = if study.scenario.run.asked.joins { "% of those there at the start" } else { "% of all customers" };
    draw_panel(picture, study, area, &axes, who);
    lines::draw(picture, &axes, &lines);
    (axes, lines)
}

fn gaps_in_share(study: &Study) -> Vec<Gap> {
    let baseline = study.scenario.baseline();
    let others = (0..study.scenario.strategies.len()).filter(|&strategy| strategy != baseline);
    let lines: Vec<(usize, Line)> = others.map(|strategy| (strategy, gap(study, strategy))).collect();
    let last = |line: &Line| line.last().map(|spot| (spot.y / 100.0, spot.ci.map(|ci| (ci.0 / 100.0, ci.1 / 100.0))));
    let rounding = Rounding::of("share", lines.iter().filter_map(|(_, line)| last(line)));
    let gap = |(strategy, line): (usize, Line)| {
        let note = line.last().map_or_else(String::new, |spot| rounding.signed(spot.y / 100.0));
        Gap { strategy, line, note }
    };
    lines.into_iter().map(gap).collect()
}

/// All are active at the start; the last week may be short.
fn level(study: &Study, strategy: usize) -> Line {
    line(study, strategy, 100.0, |week| study.week(strategy, week, series()).map(|it| (it.mean, it.ci)))
}

fn gap(study: &Study, strategy: usize) -> Line {
    let of_week = |week| study.week_difference(strategy, week, series()).map(|it| (it.difference, it.ci));
    line(study, strategy, 0.0, of_week)
}

fn series() -> usize {
    SERIES.iter().position(|series| series.id == "active_share").expect("activity is a series")
}

/// A share with its interval.
type Share = (f64, Option<(f64, f64)>);

/// A line from a start on, through what is known of the weeks.
fn line(study: &Study, strategy: usize, start: f64, of_week: impl Fn(usize) -> Option<Share>) -> Line {
    let count = study.weeks();
    let every = count.div_ceil(MOST_POINTS);
    let spot = |week: usize| {
        let (share, ci) = of_week(week)?;
        let x = ((week + 1) as f64).min(weeks(study));
        Some(Spot { x, y: share * 100.0, ci: ci.map(|(low, high)| (low * 100.0, high * 100.0)) })
    };
    let first_ci = spot(0).and_then(|spot| spot.ci).map(|_| (start, start));
    let first = Some(Spot { x: 0.0, y: start, ci: first_ci });
    let shown = (0..count).filter(|week| (week + 1) % every == 0 || week + 1 == count);
    Line { look: look(study, strategy), spots: [first].into_iter().chain(shown.map(spot)).collect() }
}
