//! The share of customers still active, week by week, and its gap to the baseline's.

use super::lines::{self, Axes, Line, Spot};
use super::page::{Around, Values, name_within, page, weight};
use super::picture::{Area, Picture, Text};
use super::rows::FAR;
use super::scale::{Scale, Ticks, largest_usual, ticks};
use super::theme::{GRID, LABEL, MARGIN, MUTED, SMALL, TEXT, WIDTH, look};
use crate::experiment::{Difference, Study};
use crate::outcomes::SERIES;
use crate::report::finding::finding;
use crate::report::rounding::{Rounding, plain};

/// Least height.
const HEIGHT: f64 = 490.0;
/// More points than this are closer than the eye can tell apart.
const MOST_POINTS: usize = 200;
const LABELS: f64 = 22.0;
/// Width of the panel of levels, where that of gaps stands beside it.
const LEVELS: f64 = 330.0;
/// Room left of a panel for its numbers.
const NUMBERS: f64 = 56.0;
/// From a line's end to its label.
const LEADER: f64 = 34.0;

/// The chart.
pub fn picture(study: &Study, differences: &[Difference]) -> Picture {
    let found = finding(study, differences, &[study.key("retention_rate")]).map(|found| found.words);
    let has_gaps = study.scenario.strategies.len() > 1;
    let about = if has_gaps { "Customers still active, and the gap to the baseline" } else { "Customers still active" };
    let note = "The left axis need not start at 0. Arrow: beyond the scale, to the value on the right.";
    let around = Around { finding: found, about, note, values: Values::WithIntervals };
    let height = HEIGHT.max(LABELS * study.scenario.strategies.len() as f64 + 90.0);
    let (mut picture, start) = page(study, around, height);
    let all = Area { left: MARGIN + NUMBERS, top: start + 26.0, right: WIDTH - MARGIN, bottom: start + height - 46.0 };
    if has_gaps {
        draw_levels(&mut picture, study, Area { right: all.left + LEVELS, ..all });
        draw_gaps(&mut picture, study, Area { left: all.left + LEVELS + 40.0 + NUMBERS, ..all });
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
    draw_panel(picture, study, area, &axes, "% of all customers");
    lines::draw(picture, &axes, &lines);
    (axes, lines)
}

fn draw_gaps(picture: &mut Picture, study: &Study, area: Area) {
    let baseline = study.scenario.baseline();
    let others: Vec<usize> = (0..study.scenario.strategies.len()).filter(|&strategy| strategy != baseline).collect();
    let lines: Vec<Line> = others.iter().map(|&strategy| gap(study, strategy)).collect();
    let last = |line: &Line| line.last().map(|spot| (spot.y / 100.0, spot.ci.map(|ci| (ci.0 / 100.0, ci.1 / 100.0))));
    let rounding = Rounding::of("share", lines.iter().filter_map(last));
    let label = |(line, &strategy): (&Line, &usize)| {
        let name = name_within(study, strategy, 250.0, LABEL);
        let gap = line.last().map_or_else(String::new, |spot| format!(" {}", rounding.signed(spot.y / 100.0)));
        Text::new(&(name + &gap), (0.0, 0.0), LABEL, TEXT).weight(weight(study, strategy))
    };
    let labels: Vec<Text> = lines.iter().zip(&others).map(label).collect();
    let room = labels.iter().map(Text::room).fold(0.0, f64::max) + LEADER;
    let area = Area { right: area.right - room, ..area };
    let range = gaps_shown(&lines);
    let axes = Axes::new(area, (0.0, weeks(study)), range);
    let title = format!("% points from “{}”", study.scenario.strategies[baseline].name);
    draw_panel(picture, study, area, &axes, &title);
    let zero = axes.y.at(0.0);
    picture.line(&[(area.left, zero), (area.right, zero)], 1.5, TEXT);
    let shown: Vec<Line> = lines.iter().map(|line| as_far_as_shown(line, range)).collect();
    lines::draw(picture, &axes, &shown);
    for (_, shown) in lines.iter().zip(&shown).filter(|(line, shown)| line.spots.len() > shown.spots.len()) {
        draw_way_out(picture, &axes, shown);
    }
    draw_labels(picture, area, &axes, &lines, labels);
}

/// A line up to where it leaves a range, if it does not come back.
fn as_far_as_shown(line: &Line, (low, high): (f64, f64)) -> Line {
    let is_shown = |spot: &Option<Spot>| spot.is_some_and(|spot| (low..=high).contains(&spot.y));
    let end = line.spots.iter().rposition(is_shown).map_or(line.spots.len(), |last| last + 2);
    Line { look: line.look, spots: line.spots.iter().take(end).copied().collect() }
}

/// An arrow where a line leaves the panel.
fn draw_way_out(picture: &mut Picture, axes: &Axes, line: &Line) {
    if let Some(spot) = line.last() {
        let (x, y) = (axes.x.at(spot.x), axes.y.within(spot.y));
        let back = if spot.y < 0.0 { -11.0 } else { 11.0 };
        picture.shape(vec![(x, y), (x - 6.5, y + back), (x + 6.5, y + back)], line.look.ink);
    }
}

/// The range of gaps, but of those that are far beyond most others.
fn gaps_shown(lines: &[Line]) -> (f64, f64) {
    let size = |line: &Line| line.spots.iter().flatten().map(|spot| spot.y.abs()).fold(0.0, f64::max);
    let limit = largest_usual(lines.iter().map(size), FAR).unwrap_or(f64::INFINITY);
    let near: Vec<Line> = lines.iter().filter(|line| size(line) <= limit).cloned().collect();
    let (low, high) = lines::range(&near);
    rounded_outwards((low.min(0.0), high.max(0.0)))
}

fn rounded_outwards((low, high): (f64, f64)) -> (f64, f64) {
    let step = ticks(low, high, 6).step;
    ((low / step).floor() * step, (high / step).ceil() * step)
}

fn weeks(study: &Study) -> f64 {
    study.scenario.run.horizon_days / 7.0
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

fn draw_panel(picture: &mut Picture, study: &Study, area: Area, axes: &Axes, title: &str) {
    draw_warm_up(picture, area, axes, study.scenario.run.warm_up_days / 7.0);
    let weeks = whole_weeks(&axes.x, (area.width() / 60.0) as usize);
    lines::frame(picture, axes, &weeks, &ticks(axes.y.low, axes.y.high, 6), |week| plain(week, 0));
    let room = area.width() + NUMBERS;
    let title = super::font::shorten(title, room, SMALL, super::font::Weight::Regular);
    picture.text(Text::new(&title, (area.left - NUMBERS, area.top - 28.0), SMALL, MUTED));
    let middle = f64::midpoint(area.left, area.right);
    picture.text(Text::new("week", (middle, area.bottom + 42.0), SMALL, MUTED).middle());
}

/// Outcomes over the whole run leave these weeks out.
fn draw_warm_up(picture: &mut Picture, area: Area, axes: &Axes, weeks: f64) {
    if weeks > 0.0 {
        let right = axes.x.at(weeks);
        picture.block(Area { right, ..area }, GRID);
        picture.line(&[(right, area.top), (right, area.bottom)], 1.0, MUTED);
        let label = Text::new("warm-up", (f64::midpoint(area.left, right), area.top - 8.0), SMALL, MUTED).middle();
        if label.room() < right - area.left {
            picture.text(label);
        }
    }
}

fn whole_weeks(scale: &Scale, most: usize) -> Ticks {
    let weeks = ticks(scale.low, scale.high, most.clamp(2, 10));
    if weeks.step >= 1.0 {
        return weeks;
    }
    Ticks { values: (0..=scale.high.floor() as u32).map(f64::from).collect(), step: 1.0, decimals: 0 }
}

fn draw_labels(picture: &mut Picture, area: Area, axes: &Axes, lines: &[Line], labels: Vec<Text>) {
    let end = |line: &Line| line.last().map_or(area.bottom, |spot| axes.y.within(spot.y));
    let ends: Vec<f64> = lines.iter().map(end).collect();
    let places = apart(&ends, LABELS, area.top - 10.0, area.bottom);
    for (((line, label), end), place) in lines.iter().zip(labels).zip(ends).zip(places) {
        let x = area.right;
        picture.line(&[(x + 3.0, end), (x + 22.0, place), (x + 28.0, place)], 1.25, line.look.ink);
        picture.text(Text { at: (x + LEADER, place), ..label });
    }
}

/// Heights near the wanted ones, in the same order, at least `gap` apart, and inside the limits if there is room.
fn apart(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    // Neighbours that are too close join a group, which is centred on its members' mean.
    let mut groups: Vec<(f64, usize)> = Vec::new();
    for &at in &order {
        let mut group = (wanted[at], 1);
        while let Some(&(middle, size)) = groups.last() {
            if group.0 - middle >= gap * (size + group.1) as f64 / 2.0 {
                break;
            }
            groups.pop();
            let all = size + group.1;
            let half = gap * all as f64 / 2.0;
            let mean = (middle * size as f64 + group.0 * group.1 as f64) / all as f64;
            group = (mean.min(bottom - half + gap / 2.0).max(top + half - gap / 2.0), all);
        }
        groups.push(group);
    }
    let heights = groups
        .iter()
        .flat_map(|&(middle, size)| (0..size).map(move |nth| middle + gap * (nth as f64 - (size - 1) as f64 / 2.0)));
    let mut places = vec![0.0; wanted.len()];
    for (&at, height) in order.iter().zip(heights) {
        places[at] = height;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::super::theme::Marker;
    use super::*;
    use crate::report::charts::theme::Look;

    #[test]
    fn a_line_that_leaves_the_scale_for_good_ends_there() {
        let look = Look { ink: TEXT, dash: &[], marker: Marker::Circle, width: 1.0 };
        let spot = |(x, y): (usize, &f64)| Some(Spot { x: x as f64, y: *y, ci: None });
        let line = |gaps: &[f64]| Line { look, spots: gaps.iter().enumerate().map(spot).collect() };
        let shown = |gaps: &[f64]| as_far_as_shown(&line(gaps), (-0.1, 0.4)).spots.len();
        assert_eq!(shown(&[0.0, -0.05, -0.2, -0.5, -0.9]), 3);
        assert_eq!(shown(&[0.0, -0.2, 0.1]), 3);
        assert_eq!(shown(&[0.0, 0.1, 0.5]), 3);
    }

    #[test]
    fn labels_that_are_far_apart_stay_where_they_are() {
        assert_eq!(apart(&[50.0, 10.0], 20.0, 0.0, 100.0), [50.0, 10.0]);
    }

    #[test]
    fn labels_at_one_height_are_spread_around_it_in_order() {
        assert_eq!(apart(&[50.0, 50.0, 50.0], 20.0, 0.0, 100.0), [30.0, 50.0, 70.0]);
    }

    #[test]
    fn labels_stay_inside_the_panel() {
        assert_eq!(apart(&[99.0, 98.0, 70.0], 20.0, 0.0, 100.0), [100.0, 80.0, 60.0]);
    }
}
