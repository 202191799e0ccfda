//! Of what the effort of a journey is made, strategy by strategy.

use super::font::{Weight, room, wrap};
use super::page::{BODY, Entry, Sample, Values, legend, name, nothing, page, weight};
use super::picture::{Area, Picture, Text};
use super::scale::{Scale, plain, ticks};
use super::theme::{AXIS, GRID, Ink, LABEL, MARGIN, MUTED, NUMBER, PARTS, SMALL, TEXT, WHITE, WIDTH};
use crate::experiment::Study;
use crate::outcomes::METRICS;
use crate::outcomes::metric::position;

const PART_METRICS: [&str; 5] =
    ["effort_waiting", "effort_handling", "effort_access", "effort_identification", "effort_rebuilding"];
const LEGEND: f64 = 44.0;
const FOOT: f64 = 52.0;

/// The chart.
pub fn picture(study: &Study) -> Picture {
    let strategies = study.scenario.strategies.len();
    let each = (420.0 / strategies as f64).clamp(42.0, 76.0);
    let body = LEGEND + each * strategies as f64 + FOOT;
    let mut picture = page(study, "Where the effort of a journey comes from", "", Values::Means, body);
    legend(&mut picture, (MARGIN - 12.0, BODY - 8.0), &legend_entries());
    let lines: Vec<Vec<String>> =
        (0..strategies).map(|s| wrap(&name(study, s), 330.0, LABEL, weight(study, s))).collect();
    let widest = |s: usize| lines[s].iter().map(|line| room(line, LABEL, weight(study, s))).fold(0.0, f64::max);
    let left = MARGIN + (0..strategies).map(widest).fold(0.0, f64::max) + 8.0;
    let top = BODY + LEGEND;
    let area = Area { left, top, right: WIDTH - MARGIN, bottom: top + each * strategies as f64 };
    let bars: Vec<Option<Bar>> = (0..strategies).map(|strategy| bar(study, strategy)).collect();
    let scale = draw_axis(&mut picture, area, &bars);
    for (at, lines) in lines.iter().enumerate() {
        let middle = area.top + each * (at as f64 + 0.5);
        draw_name(&mut picture, lines, weight(study, at), middle);
        match &bars[at] {
            Some(bar) => draw_bar(&mut picture, &scale, middle, (each * 0.62).min(44.0), bar),
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
    PARTS.into_iter().zip(PART_METRICS).map(entry).collect()
}

struct Bar {
    parts: [f64; 5],
    total: f64,
}

fn bar(study: &Study, strategy: usize) -> Option<Bar> {
    let mean = |metric: &str| study.estimate(strategy, study.key(metric)).map(|estimate| estimate.mean);
    let mut parts = [0.0; 5];
    for (part, metric) in parts.iter_mut().zip(PART_METRICS) {
        *part = mean(metric)?;
    }
    Some(Bar { parts, total: parts.iter().sum() })
}

fn draw_axis(picture: &mut Picture, area: Area, bars: &[Option<Bar>]) -> Scale {
    let longest = bars.iter().flatten().map(|bar| bar.total).fold(0.0, f64::max);
    let high = if longest > 0.0 { longest } else { 1.0 };
    let beside = room(&total(high), LABEL, Weight::Bold) + 9.0;
    let scale = Scale { low: 0.0, high, from: area.left, to: area.right - beside };
    let ticks = scale.ticks_beside();
    for &value in &ticks.values {
        let x = scale.at(value);
        picture.line(&[(x, area.top), (x, area.bottom)], 1.0, GRID);
        let number = plain(value, ticks.decimals);
        picture.text(Text::new(&number, (x, area.bottom + 18.0), NUMBER, MUTED).middle());
    }
    let middle = f64::midpoint(scale.from, scale.to);
    let unit = "minutes of effort per ended journey, weighted as customers feel them";
    picture.text(Text::new(unit, (middle, area.bottom + 41.0), SMALL, MUTED).middle());
    scale
}

fn total(minutes: f64) -> String {
    format!("{} min", plain(minutes, decimals(minutes)))
}

fn decimals(minutes: f64) -> usize {
    ticks(0.0, minutes.max(1e-3), 10).decimals.max(1)
}

fn draw_name(picture: &mut Picture, lines: &[String], weight: Weight, middle: f64) {
    for (at, line) in lines.iter().enumerate() {
        let y = middle + (at as f64 - (lines.len() - 1) as f64 / 2.0) * LABEL * 1.25;
        picture.text(Text::new(line, (MARGIN, y), LABEL, TEXT).weight(weight));
    }
}

fn draw_bar(picture: &mut Picture, scale: &Scale, middle: f64, thick: f64, bar: &Bar) {
    let mut sum = 0.0;
    for (&part, ink) in bar.parts.iter().zip(PARTS) {
        let (left, right) = (scale.at(sum), scale.at(sum + part));
        sum += part;
        if right - left < 0.5 {
            continue;
        }
        let block = Area { left, top: middle - thick / 2.0, right, bottom: middle + thick / 2.0 };
        picture.block(block, ink);
        picture.line(&[(right, block.top), (right, block.bottom)], 1.0, WHITE);
        let number = plain(part, decimals(bar.total));
        if room(&number, NUMBER, Weight::Regular) + 5.0 < block.width() {
            picture.text(Text::new(&number, (f64::midpoint(left, right), middle), NUMBER, ink.text_on()).middle());
        }
    }
    picture.text(Text::new(&total(bar.total), (scale.at(sum) + 9.0, middle), LABEL, TEXT).bold());
}
