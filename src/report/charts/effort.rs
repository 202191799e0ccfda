//! Of what the effort of a journey is made, strategy by strategy.

use super::font::{Weight, room, wrap};
use super::page::{Around, Entry, Sample, Values, legend, name, nothing, page, weight};
use super::picture::{Area, Picture, Text};
use super::scale::Scale;
use super::theme::{AXIS, GRID, Ink, LABEL, MARGIN, MUTED, NUMBER, PAGE, PARTS, TEXT, WIDTH};
use crate::experiment::{Difference, Study};
use crate::outcomes::METRICS;
use crate::outcomes::metric::position;
use crate::report::finding::finding;
use crate::report::rounding::{Rounding, plain};

/// The parts of effort, in the order in which they are shown.
pub const CAUSES: [&str; 5] =
    ["effort_waiting", "effort_handling", "effort_access", "effort_identification", "effort_rebuilding"];
const LEGEND: f64 = 44.0;
const FOOT: f64 = 34.0;

/// The chart.
pub fn picture(study: &Study, differences: &[Difference]) -> Picture {
    let strategies = study.scenario.strategies.len();
    let each = (420.0 / strategies as f64).clamp(42.0, 76.0);
    let body = LEGEND + each * strategies as f64 + FOOT;
    let all = study.key("effort_per_journey");
    let around = Around {
        finding: finding(study, differences, &[all]).map(|found| found.words),
        about: "Where the effort of a journey comes from",
        note: "Minutes of effort per ended journey, weighted as customers feel them.",
        values: Values::Means,
    };
    let (mut picture, start) = page(study, around, body);
    legend(&mut picture, (MARGIN - 12.0, start - 8.0), &legend_entries());
    let rounding = Rounding::of_outcome(study, differences, all);
    let lines: Vec<Vec<String>> =
        (0..strategies).map(|s| wrap(&name(study, s), 2, 330.0, LABEL, weight(study, s))).collect();
    let widest = |s: usize| lines[s].iter().map(|line| room(line, LABEL, weight(study, s))).fold(0.0, f64::max);
    let left = MARGIN + (0..strategies).map(widest).fold(0.0, f64::max) + 8.0;
    let top = start + LEGEND;
    let area = Area { left, top, right: WIDTH - MARGIN, bottom: top + each * strategies as f64 };
    let bars: Vec<Option<Bar>> = (0..strategies).map(|strategy| bar(study, strategy)).collect();
    let scale = draw_axis(&mut picture, area, &bars, &rounding);
    for (at, lines) in lines.iter().enumerate() {
        let middle = area.top + each * (at as f64 + 0.5);
        draw_name(&mut picture, lines, weight(study, at), middle);
        match &bars[at] {
            Some(bar) => draw_bar(&mut picture, &scale, middle, (each * 0.62).min(44.0), (bar, &rounding)),
            None => nothing(&mut picture, (area.left + 8.0, middle)),
        }
    }
    picture.line(&[(area.left, area.top), (area.left, area.bottom)], 1.25, AXIS);
    picture
}

/// The outcomes' names without what all five have in common.
fn legend_entries() -> Vec<Entry> {
    let entry = |(ink, metric): (Ink, &str)| {
        let label = position(metric).map_or(metric, |at| METRICS[at].label);
        (Sample::Block(ink), label.trim_start_matches("effort: ").into(), Weight::Regular)
    };
    PARTS.into_iter().zip(CAUSES).map(entry).collect()
}

struct Bar {
    parts: [f64; 5],
    total: f64,
}

fn bar(study: &Study, strategy: usize) -> Option<Bar> {
    let mean = |metric: &str| study.estimate(strategy, study.key(metric)).map(|estimate| estimate.mean);
    let mut parts = [0.0; 5];
    for (part, metric) in parts.iter_mut().zip(CAUSES) {
        *part = mean(metric)?;
    }
    Some(Bar { parts, total: parts.iter().sum() })
}

fn draw_axis(picture: &mut Picture, area: Area, bars: &[Option<Bar>], rounding: &Rounding) -> Scale {
    let longest = bars.iter().flatten().map(|bar| rounding.in_unit(bar.total)).fold(0.0, f64::max);
    let high = if longest > 0.0 { longest } else { 1.0 };
    let totals = bars.iter().flatten().map(|bar| room(&total(rounding, bar.total), LABEL, Weight::Bold));
    let beside = totals.fold(0.0, f64::max) + 9.0;
    let scale = Scale { low: 0.0, high, from: area.left, to: area.right - beside };
    let ticks = scale.ticks_beside();
    for &value in &ticks.values {
        let x = scale.at(value);
        picture.line(&[(x, area.top), (x, area.bottom)], 1.0, GRID);
        let number = plain(value, ticks.decimals);
        picture.text(Text::new(&number, (x, area.bottom + 18.0), NUMBER, MUTED).middle());
    }
    scale
}

fn total(rounding: &Rounding, minutes: f64) -> String {
    format!("{} {}", rounding.plain(minutes), rounding.unit())
}

fn draw_name(picture: &mut Picture, lines: &[String], weight: Weight, middle: f64) {
    for (at, line) in lines.iter().enumerate() {
        let y = middle + (at as f64 - (lines.len() - 1) as f64 / 2.0) * LABEL * 1.25;
        picture.text(Text::new(line, (MARGIN, y), LABEL, TEXT).weight(weight));
    }
}

fn draw_bar(picture: &mut Picture, scale: &Scale, middle: f64, thick: f64, (bar, rounding): (&Bar, &Rounding)) {
    let mut sum = 0.0;
    for (&part, ink) in bar.parts.iter().zip(PARTS) {
        let (left, right) = (scale.at(rounding.in_unit(sum)), scale.at(rounding.in_unit(sum + part)));
        sum += part;
        if right - left < 0.5 {
            continue;
        }
        let block = Area { left, top: middle - thick / 2.0, right, bottom: middle + thick / 2.0 };
        picture.block(block, ink);
        picture.line(&[(right, block.top), (right, block.bottom)], 1.0, PAGE);
        let number = rounding.plain(part);
        if room(&number, NUMBER, Weight::Regular) + 5.0 < block.width() {
            picture.text(Text::new(&number, (f64::midpoint(left, right), middle), NUMBER, ink.text_on()).middle());
        }
    }
    picture.text(
        Text::new(&total(rounding, bar.total), (scale.at(rounding.in_unit(sum)) + 9.0, middle), LABEL, TEXT).bold(),
    );
}
