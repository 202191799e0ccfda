//! A panel of lines by week: its weeks below, the warm-up, and a label at each line's end.

use super::font::{Weight, shorten};
use super::lines::{self, Axes, Line};
use super::picture::{Area, Picture, Text};
use super::scale::{Scale, Ticks, ticks};
use super::theme::{GRID, MUTED, SMALL};
use crate::experiment::Study;
use crate::report::rounding::plain;

/// More points than this are closer than the eye can tell apart.
pub const MOST_POINTS: usize = 200;
/// Least distance of labels.
pub const LABELS: f64 = 22.0;
/// Room left of a panel for its numbers.
pub const NUMBERS: f64 = 56.0;
/// From a line's end to its label.
pub const LEADER: f64 = 34.0;

/// The length of a run.
pub fn weeks(study: &Study) -> f64 {
    study.scenario.run.horizon_days / 7.0
}

/// The range from tick to tick that holds a range.
pub fn rounded_outwards((low, high): (f64, f64)) -> (f64, f64) {
    let step = ticks(low, high, 6).step;
    ((low / step).floor() * step, (high / step).ceil() * step)
}

/// Draws the frame of a panel with its title, and the warm-up behind what is to come.
pub fn draw_panel(picture: &mut Picture, study: &Study, area: Area, axes: &Axes, title: &str) {
    draw_warm_up(picture, area, axes, study.scenario.run.warm_up_days / 7.0);
    let weeks = whole_weeks(&axes.x, (area.width() / 60.0) as usize);
    lines::frame(picture, axes, &weeks, &ticks(axes.y.low, axes.y.high, 6), |week| plain(week, 0));
    let room = area.width() + NUMBERS;
    let title = shorten(title, room, SMALL, Weight::Regular);
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

/// Draws labels right of a panel, each with a leader from its line's end.
pub fn draw_labels(picture: &mut Picture, area: Area, axes: &Axes, lines: &[Line], labels: Vec<Text>) {
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
