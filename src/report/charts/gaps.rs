//! A panel of strategies beside the baseline by week: what each has more or less, with its band, from the baseline's line
//! of 0. Who is far beyond most others leaves the panel at its edge.

use super::font::{Weight, room};
use super::lines::{self, Axes, Line, Spot};
use super::page::{name_within, weight};
use super::picture::{Area, Picture, Text};
use super::rows::FAR;
use super::scale::{largest_before_a_gap, ticks};
use super::theme::{LABEL, NUMBER, TEXT};
use super::weeks::{LEADER, draw_labels, draw_panel, rounded_outwards, weeks};
use crate::experiment::Study;
use crate::report::rounding::plain;

/// What a strategy has more or less than the baseline.
#[derive(Debug, Clone)]
pub struct Gap {
    /// The strategy.
    pub strategy: usize,
    /// By week.
    pub line: Line,
    /// What stands behind its name.
    pub note: String,
}

/// Draws gaps that are in this unit, with their names and notes at the right of the area; and says on what axes.
pub fn draw_gaps(picture: &mut Picture, study: &Study, area: Area, unit: &str, gaps: &[Gap]) -> Axes {
    let label = |gap: &Gap| {
        let name = name_within(study, gap.strategy, 250.0, LABEL);
        let says = format!("{name} {}", gap.note);
        Text::new(says.trim_end(), (0.0, 0.0), LABEL, TEXT).weight(weight(study, gap.strategy))
    };
    let labels: Vec<Text> = gaps.iter().map(label).collect();
    let lines: Vec<Line> = gaps.iter().map(|gap| gap.line.clone()).collect();
    let room = labels.iter().map(Text::room).fold(0.0, f64::max) + LEADER;
    let range = gaps_shown(&lines);
    let area = Area { left: area.left.max(room_for_numbers(range)), right: area.right - room, ..area };
    let axes = Axes::new(area, (0.0, weeks(study)), range);
    let title = format!("{unit} from “{}”", study.scenario.strategies[study.scenario.baseline()].name);
    draw_panel(picture, study, area, &axes, &title);
    let zero = axes.y.at(0.0);
    picture.line(&[(area.left, zero), (area.right, zero)], 1.5, TEXT);
    let shown: Vec<Line> = lines.iter().map(|line| as_far_as_shown(line, range)).collect();
    lines::draw(picture, &axes, &shown);
    for (_, shown) in lines.iter().zip(&shown).filter(|(line, shown)| line.spots.len() > shown.spots.len()) {
        draw_way_out(picture, &axes, shown);
    }
    draw_labels(picture, area, &axes, &lines, labels);
    axes
}

/// How far from the edge of the page a panel with numbers of this range is at least.
fn room_for_numbers((low, high): (f64, f64)) -> f64 {
    let ticks = ticks(low, high, 6);
    let wide = |&value: &f64| room(&plain(value, ticks.decimals), NUMBER, Weight::Regular);
    ticks.values.iter().map(wide).fold(0.0, f64::max) + 14.0
}

/// A line up to where it leaves a range, if it does not come back.
fn as_far_as_shown(line: &Line, (low, high): (f64, f64)) -> Line {
    let is_shown = |spot: &Option<Spot>| spot.is_some_and(|spot| (low..=high).contains(&spot.y));
    let end = line.spots.iter().rposition(is_shown).map_or(line.spots.len(), |last| last + 2);
    Line { look: line.look, spots: line.spots.iter().take(end).copied().collect() }
}

/// An arrow where a line leaves the panel.
fn draw_way_out(picture: &mut Picture, axes: &Axes, line: &Line) {
    if let Some((x, y)) = lines::end(axes, line) {
        let back = if y > axes.y.at(0.0) { -11.0 } else { 11.0 };
        picture.shape(vec![(x, y), (x - 6.5, y + back), (x + 6.5, y + back)], line.look.ink);
    }
}

/// What is to be said of gaps, where some leave the scale.
pub fn of_the_far(gaps: &[Gap]) -> &'static str {
    let lines: Vec<Line> = gaps.iter().map(|gap| gap.line.clone()).collect();
    let range = gaps_shown(&lines);
    let leaves = lines.iter().any(|line| as_far_as_shown(line, range).spots.len() < line.spots.len());
    if leaves { " Arrow: to the value beyond the scale." } else { "" }
}

/// The range of gaps, but of those that are far beyond most others.
fn gaps_shown(lines: &[Line]) -> (f64, f64) {
    let size = |line: &Line| line.spots.iter().flatten().map(|spot| spot.y.abs()).fold(0.0, f64::max);
    let limit = largest_before_a_gap(lines.iter().map(size), FAR).unwrap_or(f64::INFINITY);
    let near: Vec<Line> = lines.iter().filter(|line| size(line) <= limit).cloned().collect();
    let (low, high) = lines::range(&near);
    rounded_outwards((low.min(0.0), high.max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::super::theme::{Look, Marker};
    use super::*;

    fn line(gaps: &[f64]) -> Line {
        let look = Look { ink: TEXT, dash: &[], marker: Marker::Circle, width: 1.0 };
        let spot = |(x, y): (usize, &f64)| Some(Spot { x: x as f64, y: *y, ci: None });
        Line { look, spots: gaps.iter().enumerate().map(spot).collect() }
    }

    #[test]
    fn arrows_are_spoken_of_only_where_one_is_drawn() {
        let gaps = |ends: &[f64]| -> Vec<Gap> {
            ends.iter()
                .map(|&end| Gap { strategy: 0, line: line(&[0.0, end / 2.0, end]), note: String::new() })
                .collect()
        };
        assert_eq!(of_the_far(&gaps(&[0.2, 0.3, -0.1])), "");
        assert!(of_the_far(&gaps(&[0.2, 0.3, -9.0])).contains("Arrow"));
    }

    #[test]
    fn a_line_that_leaves_the_scale_for_good_ends_there() {
        let shown = |gaps: &[f64]| as_far_as_shown(&line(gaps), (-0.1, 0.4)).spots.len();
        assert_eq!(shown(&[0.0, -0.05, -0.2, -0.5, -0.9]), 3);
        assert_eq!(shown(&[0.0, -0.2, 0.1]), 3);
        assert_eq!(shown(&[0.0, 0.1, 0.5]), 3);
    }
}
