//! The share of customers still active, week by week.

use super::lines::{self, Axes, Line, Spot};
use super::page::{BODY, Values, name_within, page, weight};
use super::picture::{Area, Picture, Text};
use super::scale::{Scale, Ticks, plain, ticks};
use super::theme::{GRID, LABEL, MARGIN, MUTED, SMALL, TEXT, WIDTH, look};
use crate::experiment::Study;
use crate::outcomes::SERIES;

const HEIGHT: f64 = 490.0;
/// More points than this are closer than the eye can tell apart.
const MOST_POINTS: usize = 200;
const LABELS: f64 = 20.0;

/// The chart.
pub fn picture(study: &Study) -> Picture {
    let mut picture = page(
        study,
        "Customers still active, week by week",
        "The axis need not start at 0.",
        Values::WithIntervals,
        HEIGHT,
    );
    let strategies = 0..study.scenario.strategies.len();
    let labels: Vec<Text> = strategies.clone().map(|strategy| label(study, strategy)).collect();
    let lines: Vec<Line> = strategies.map(|strategy| line(study, strategy)).collect();
    let room = labels.iter().map(Text::room).fold(0.0, f64::max) + 34.0;
    let area =
        Area { left: MARGIN + 44.0, top: BODY + 26.0, right: WIDTH - MARGIN - room, bottom: BODY + HEIGHT - 46.0 };
    let axes = axes(study, area, &lines);
    draw_warm_up(&mut picture, area, &axes, study.scenario.run.warm_up_days / 7.0);
    draw_frame(&mut picture, area, &axes);
    lines::draw(&mut picture, &axes, &lines);
    draw_labels(&mut picture, area, &axes, &lines, labels);
    picture
}

/// Its place is decided later.
fn label(study: &Study, strategy: usize) -> Text {
    let weight = weight(study, strategy);
    let name = name_within(study, strategy, 350.0, LABEL);
    Text::new(&name, (0.0, 0.0), LABEL, TEXT).weight(weight)
}

fn axes(study: &Study, area: Area, lines: &[Line]) -> Axes {
    let (low, high) = lines::range(lines);
    let step = ticks(low, high, 6).step;
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    Axes::new(area, (0.0, study.scenario.run.horizon_days / 7.0), (low.max(0.0), high.min(100.0)))
}

/// All are active at the start; the last week may be short.
fn line(study: &Study, strategy: usize) -> Line {
    let series = SERIES.iter().position(|series| series.id == "active_share").expect("activity is a series");
    let weeks = study.weeks();
    let every = weeks.div_ceil(MOST_POINTS);
    let spot = |week: usize| {
        let estimate = study.week(strategy, week, series)?;
        let x = ((week + 1) as f64).min(study.scenario.run.horizon_days / 7.0);
        let ci = estimate.ci.map(|(low, high)| (low * 100.0, high * 100.0));
        Some(Spot { x, y: estimate.mean * 100.0, ci })
    };
    let first_ci = spot(0).and_then(|spot| spot.ci).map(|_| (100.0, 100.0));
    let start = Some(Spot { x: 0.0, y: 100.0, ci: first_ci });
    let shown = (0..weeks).filter(|week| (week + 1) % every == 0 || week + 1 == weeks);
    Line { look: look(study, strategy), spots: [start].into_iter().chain(shown.map(spot)).collect() }
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

fn draw_frame(picture: &mut Picture, area: Area, axes: &Axes) {
    let weeks = whole_weeks(&axes.x, (area.width() / 60.0) as usize);
    let shares = ticks(axes.y.low, axes.y.high, 6);
    lines::frame(picture, axes, &weeks, &shares, |week| plain(week, 0));
    let middle = f64::midpoint(area.left, area.right);
    picture.text(Text::new("% of all customers", (MARGIN, area.top - 24.0), SMALL, MUTED));
    picture.text(Text::new("week", (middle, area.bottom + 40.0), SMALL, MUTED).middle());
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
        picture.text(Text { at: (x + 34.0, place), ..label });
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
    use super::apart;

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
