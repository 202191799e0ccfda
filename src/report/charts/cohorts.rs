//! Customers by how long they have been there, cohort by cohort: how many are still active, and what they bring; ages that not
//! all of a cohort have reached are left out.

use super::font::{Weight, shorten};
use super::lines::{self, Axes, Line, Spot};
use super::page::{Around, Entry, Sample, Values, legend, legend_height, name_within, page};
use super::picture::{Area, Picture, Text};
use super::scale::{Ticks, ticks};
use super::theme::{LABEL, LESS, Look, MARGIN, MUTED, Marker, NUMBER, PARTS, SMALL, TEXT, WIDTH};
use super::weeks::{NUMBERS, rounded_outwards};
use crate::engine::tally::cohorts::{PERIOD, QUARTER};
use crate::experiment::{Difference, Study};
use crate::outcomes::COHORTS;
use crate::report::rounding::{Rounding, plain};
use crate::scenario::timetable::WEEK;

/// Most lines in a panel, so that they can be told apart: those there at the start, and others evenly from first to last.
const MOST_COHORTS: usize = 6;
/// Most strategies, each in a row of panels.
const MOST_STRATEGIES: usize = 3;
/// Between two panels side by side.
const GAP: f64 = 40.0;
/// Room above a panel for its title, and below for ages.
const ABOVE: f64 = 56.0;
const BELOW: f64 = 58.0;
/// Height of all rows together.
const HEIGHT: f64 = 440.0;
/// Least height of one.
const ROW: f64 = 260.0;
const WEEKS_OF_A_PERIOD: f64 = (PERIOD / WEEK) as f64;
/// All customers, among the parts of which cohorts are told.
const ALL: usize = 0;

/// An outcome of cohorts as it is drawn: which, and the number of its unit in one that is shown.
struct Shown {
    series: usize,
    title: String,
    factor: f64,
    /// Where in a period its value stands: at its end, or in its middle.
    at: f64,
    /// What it is at the moment of joining, where that is known.
    start: Option<f64>,
}

/// The chart; none where nobody joins, or no cohort that joined is seen for two periods.
pub fn picture(study: &Study, _: &[Difference]) -> Option<Picture> {
    let cohorts = cohorts(study);
    if cohorts.iter().all(|&(cohort, _)| cohort == 0) {
        return None;
    }
    let shown = shown(study);
    let baseline = study.scenario.baseline();
    let others = (0..study.scenario.strategies.len()).filter(|&strategy| strategy != baseline);
    let strategies: Vec<usize> = [baseline].into_iter().chain(others).take(MOST_STRATEGIES).collect();
    let rows = strategies.len() as f64;
    let high = (HEIGHT / rows).max(ROW);
    let (mut picture, top) = begin(study, &cohorts, strategies.len(), high * rows);
    let wide = (WIDTH - 2.0 * MARGIN + GAP) / shown.len() as f64;
    for (column, one) in shown.iter().enumerate() {
        let of_row = |&strategy: &usize| cohorts.iter().map(|&cohort| line(study, strategy, cohort, one)).collect();
        let all: Vec<Vec<Line>> = strategies.iter().map(of_row).collect();
        // All strategies on one scale.
        let range = lines::range(&all.concat());
        for (row, lines) in all.iter().enumerate() {
            if column == 0 && study.scenario.strategies.len() > 1 {
                let name = name_within(study, strategies[row], WIDTH - 2.0 * MARGIN, LABEL);
                picture.text(Text::new(&name, (MARGIN, top + high * row as f64 + 12.0), LABEL, TEXT).bold());
            }
            let left = MARGIN + wide * column as f64;
            let top = top + high * row as f64;
            let cell = Area { left, top, right: left + wide - GAP, bottom: top + high };
            draw_panel(&mut picture, cell, one, lines, range);
        }
    }
    Some(picture)
}

/// The cohorts that are drawn, each with the number of its periods: those there at the start first.
fn cohorts(study: &Study) -> Vec<(usize, usize)> {
    let all = all_cohorts(study);
    let (most, last) = (MOST_COHORTS - 1, all.len().saturating_sub(2));
    let evenly = |nth: usize| 1 + nth * last / (most - 1);
    let is_shown = |at: usize| at == 0 || last < most || (0..most).any(|nth| evenly(nth) == at);
    (0..all.len()).filter(|&at| is_shown(at)).map(|at| all[at]).collect()
}

/// All cohorts that are seen for two periods and more, with the number of these.
fn all_cohorts(study: &Study) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> = Vec::new();
    for (cohort, period) in study.ages(ALL) {
        match all.last_mut().filter(|last| last.0 == cohort) {
            Some(last) => last.1 = period + 1,
            None => all.push((cohort, period + 1)),
        }
    }
    all.retain(|&(_, periods)| periods > 1);
    all
}

/// Who is still active, and what they bring: revenue where anything is sold, else margin, if there is any.
fn shown(study: &Study) -> Vec<Shown> {
    let series = |id: &str| COHORTS.iter().position(|series| series.id == id).expect("an outcome of cohorts");
    let currency = study.scenario.run.currency;
    let active = Shown {
        series: series("active_share"),
        title: "% of the cohort still active".into(),
        factor: 100.0,
        at: 1.0,
        start: Some(100.0),
    };
    let is_there = |&series: &usize| {
        study.ages(ALL).any(|age| {
            let of = |strategy| study.aged(strategy, ALL, age, series);
            (0..study.scenario.strategies.len()).filter_map(of).any(|estimate| estimate.mean != 0.0)
        })
    };
    let spent = ["revenue", "margin"].map(series).into_iter().find(is_there).map(|series| Shown {
        series,
        title: format!("{currency} of {} per customer of the cohort in four weeks", COHORTS[series].id),
        factor: 1.0,
        at: 0.5,
        start: None,
    });
    [active].into_iter().chain(spent).collect()
}

fn begin(study: &Study, cohorts: &[(usize, usize)], strategies: usize, panels: f64) -> (Picture, f64) {
    let all = study.scenario.strategies.len();
    let of_strategies = if strategies < all {
        format!(" {strategies} of {all} strategies; all are in cohorts.csv.")
    } else {
        String::new()
    };
    let there = all_cohorts(study).len();
    let of_cohorts = if cohorts.len() < there {
        format!(" {} of {there} cohorts; all are in cohorts.csv.", cohorts.len())
    } else {
        String::new()
    };
    let note = format!(
        "The left axis need not start at 0. Ages that not all of a cohort have reached are left out.{of_cohorts}{of_strategies}"
    );
    let around = Around {
        finding: found(study, cohorts),
        about: "Customers by the time since they joined",
        note: &note,
        values: Values::WithIntervals,
    };
    let entry = |&(cohort, _): &(usize, usize)| (Sample::Line(look(cohort, study)), words(cohort), Weight::Regular);
    let entries: Vec<Entry> = cohorts.iter().map(entry).collect();
    let height = legend_height(MARGIN, &entries) + 4.0;
    let (mut picture, start) = page(study, around, height + panels);
    legend(&mut picture, (MARGIN, start - 6.0), &entries);
    (picture, start + height)
}

/// Who of a cohort is meant.
fn words(cohort: usize) -> String {
    let weeks = (QUARTER / WEEK) as usize;
    match cohort {
        0 => "there at the start".into(),
        nth => format!("joined in weeks {} to {}", (nth - 1) * weeks + 1, nth * weeks),
    }
}

/// How many are left at an age that those at the start and the first who joined have both reached.
fn found(study: &Study, cohorts: &[(usize, usize)]) -> Option<String> {
    let [first, (joined, periods), ..] = cohorts else { return None };
    let period = first.1.min(*periods) - 1;
    let active = COHORTS.iter().position(|series| series.id == "active_share")?;
    let of = |cohort: usize| study.aged(study.scenario.baseline(), ALL, (cohort, period), active);
    let (start, later) = (of(0)?, of(*joined)?);
    let rounding = Rounding::of("share", [&start, &later].map(|it| (it.mean, it.ci)));
    let shown = |share: f64| format!("{} {}", rounding.plain(share), rounding.unit());
    let under = if study.scenario.strategies.len() > 1 {
        format!(" under “{}”", study.scenario.strategies[study.scenario.baseline()].name)
    } else {
        String::new()
    };
    Some(format!(
        "After {} weeks{under}, {} of those there at the start are still active, and {} of those who {}",
        plain((period + 1) as f64 * WEEKS_OF_A_PERIOD, 0),
        shown(start.mean),
        shown(later.mean),
        words(*joined),
    ))
}

/// Those there at the start stand apart; those who joined go from one colour to another, the later the further.
fn look(cohort: usize, study: &Study) -> Look {
    if cohort == 0 {
        return Look { ink: TEXT, dash: &[], marker: Marker::Circle, width: 2.0 };
    }
    let last = study.ages(ALL).map(|(cohort, _)| cohort).max().unwrap_or(1);
    let part = if last > 1 { (cohort - 1) as f64 / (last - 1) as f64 } else { 0.0 };
    Look { ink: PARTS[0].towards(LESS, part), dash: &[], marker: Marker::Circle, width: 3.0 }
}

fn line(study: &Study, strategy: usize, (cohort, periods): (usize, usize), shown: &Shown) -> Line {
    let spot = |period: usize| {
        let estimate = study.aged(strategy, ALL, (cohort, period), shown.series)?;
        let ci = estimate.ci.map(|(low, high)| (low * shown.factor, high * shown.factor));
        let x = (period as f64 + shown.at) * WEEKS_OF_A_PERIOD;
        Some(Spot { x, y: estimate.mean * shown.factor, ci })
    };
    let begins = |first: Spot| shown.start.map(|y| Some(Spot { x: 0.0, y, ci: first.ci.map(|_| (y, y)) }));
    let first = spot(0).and_then(begins);
    Line { look: look(cohort, study), spots: first.into_iter().chain((0..periods).map(spot)).collect() }
}

fn draw_panel(picture: &mut Picture, cell: Area, shown: &Shown, lines: &[Line], range: (f64, f64)) {
    let area =
        Area { left: cell.left + NUMBERS, top: cell.top + ABOVE, right: cell.right, bottom: cell.bottom - BELOW };
    let (low, high) = rounded_outwards(range);
    let y = if shown.start.is_some() { (low.max(0.0), high.min(100.0)) } else { (low.min(0.0), high) };
    let oldest = lines.iter().filter_map(Line::last).map(|spot| spot.x).fold(1.0, f64::max);
    let axes = Axes::new(area, (0.0, oldest), y);
    let weeks: Ticks = ticks(0.0, oldest, (area.width() / 80.0) as usize);
    lines::frame(picture, &axes, &weeks, &ticks(y.0, y.1, 6), |week| plain(week, 0));
    lines::draw(picture, &axes, lines);
    let title = shorten(&shown.title, cell.width(), SMALL, Weight::Regular);
    picture.text(Text::new(&title, (cell.left, cell.top + 34.0), SMALL, MUTED));
    let middle = f64::midpoint(area.left, area.right);
    picture.text(Text::new("weeks since joining", (middle, area.bottom + 40.0), NUMBER, MUTED).middle());
}
