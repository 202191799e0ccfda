//! The mean wait by hour of the day, channel by channel.

use super::font::{Weight, room, shorten};
use super::lines::{self, Axes, Line, Spot};
use super::page::{Around, Entry, Sample, Values, legend, legend_height, name_within, page, weight};
use super::picture::{Area, Picture, Text};
use super::scale::{Ticks, largest_usual, ticks};
use super::theme::{LABEL, MARGIN, MUTED, NUMBER, SMALL, TEXT, WIDTH, look};
use crate::experiment::{Difference, Study};
use crate::report::finding::finding;
use crate::report::rounding::Rounding;

const GAP: f64 = 34.0;
/// Room left of a panel for numbers, above for its title, below for the hours.
const BESIDE: f64 = 54.0;
const ABOVE: f64 = 74.0;
const BELOW: f64 = 40.0;

/// The chart; none where nobody waits for staff.
pub fn picture(study: &Study, differences: &[Difference]) -> Option<Picture> {
    let channels: Vec<(usize, Vec<Line>)> = (0..study.scenario.names.channels.len())
        .filter(|&channel| has_staff(study, channel))
        .map(|channel| (channel, channel_lines(study, channel)))
        .filter(|(_, lines)| lines.iter().any(|line| line.last().is_some()))
        .collect();
    if channels.is_empty() {
        return None;
    }
    let columns = columns(channels.len());
    let rows = channels.len().div_ceil(columns);
    let (wide, high) = ((WIDTH - 2.0 * MARGIN + GAP) / columns as f64, (460.0 / rows as f64).max(210.0));
    let (mut picture, top) = begin(study, differences, high * rows as f64);
    for (at, (channel, lines)) in channels.iter().enumerate() {
        let (left, top) = (MARGIN + wide * (at % columns) as f64, top + high * (at / columns) as f64);
        let cell = Area { left, top, right: left + wide - GAP, bottom: top + high };
        draw_panel(&mut picture, cell, (study, &study.scenario.names.channels[*channel]), lines);
    }
    Some(picture)
}

fn columns(panels: usize) -> usize {
    match panels {
        few @ 1..=3 => few,
        4 => 2,
        5 | 6 | 9 => 3,
        _ => 4,
    }
}

/// The page with its legend, for panels of this height together; and where they start.
fn begin(study: &Study, differences: &[Difference], panels: f64) -> (Picture, f64) {
    let around = Around {
        finding: finding(study, differences, &[study.key("wait_minutes")]).map(|found| found.words),
        about: "Mean wait by hour of the day",
        note: "Hour of arrival. Each panel has its own scale; above: longest and shortest beyond it. Gaps: nobody came, or beyond.",
        values: Values::WithIntervals,
    };
    let entries = legend_entries(study);
    let height = legend_height(MARGIN, &entries) + 12.0;
    let (mut picture, start) = page(study, around, height + panels);
    legend(&mut picture, (MARGIN, start - 6.0), &entries);
    (picture, start + height)
}

fn has_staff(study: &Study, channel: usize) -> bool {
    study.scenario.strategies.iter().any(|strategy| strategy.market.channels[channel].pool.is_some())
}

fn legend_entries(study: &Study) -> Vec<Entry> {
    let strategies = 0..study.scenario.strategies.len();
    strategies.map(|s| (Sample::Line(look(study, s)), name_within(study, s, 380.0, LABEL), weight(study, s))).collect()
}

fn channel_lines(study: &Study, channel: usize) -> Vec<Line> {
    let spot = |strategy: usize, hour: usize| {
        let estimate = study.hour(strategy, channel, hour)?;
        Some(Spot { x: hour as f64 + 0.5, y: estimate.mean, ci: estimate.ci })
    };
    (0..study.scenario.strategies.len())
        .map(|strategy| Line { look: look(study, strategy), spots: (0..24).map(|hour| spot(strategy, hour)).collect() })
        .collect()
}

fn draw_panel(picture: &mut Picture, cell: Area, (study, channel): (&Study, &str), lines: &[Line]) {
    let area =
        Area { left: cell.left + BESIDE, top: cell.top + ABOVE, right: cell.right - 18.0, bottom: cell.bottom - BELOW };
    let beyond = Beyond::of(lines);
    let longest = beyond.as_ref().map_or_else(|| lines::range(lines).1, |beyond| beyond.limit).max(f64::MIN_POSITIVE);
    let rounding = Rounding::new("min", longest, None);
    let lines: Vec<Line> = lines.iter().map(|line| in_unit(line, &rounding)).collect();
    let longest_shown = if longest > 1e-5 { rounding.in_unit(longest) } else { 1.0 };
    let most = (area.height() / 38.0).min(6.0) as usize;
    let step = ticks(0.0, longest_shown, most).step;
    let axes = Axes::new(area, (0.0, 24.0), (0.0, (longest_shown / step).ceil() * step));
    let title = shorten(channel, area.width() + BESIDE, LABEL, Weight::Bold);
    picture.text(Text::new(&title, (cell.left, cell.top + 10.0), LABEL, TEXT).bold());
    picture.text(Text::new(&rounding.unit(), (cell.left, cell.top + 33.0), SMALL, MUTED));
    let every = if area.width() < 360.0 { 6 } else { 4 };
    let hours = (0..=24).step_by(every).map(f64::from).collect();
    let hours = Ticks { values: hours, step: every as f64, decimals: 0 };
    lines::frame(picture, &axes, &hours, &ticks(0.0, axes.y.high, most), |hour| format!("{hour:02.0}:00"));
    lines::draw(picture, &axes, &lines);
    if let Some(beyond) = beyond {
        beyond.draw(picture, (study, area), &axes);
    }
}

/// So many times the wait of the middle hour are far longer.
const FAR: f64 = 3.0;
/// Shorter waits are none, whatever others are (minutes).
const A_SECOND: f64 = 1.0 / 60.0;

/// Waits of few hours that are far longer than those of the others, as when a desk opens.
struct Beyond {
    /// The longest of the others.
    limit: f64,
    /// The longest, and whose that is; then the shortest beyond the limit in the same hour, if that is another.
    spots: Vec<(Spot, usize)>,
}

impl Beyond {
    fn of(lines: &[Line]) -> Option<Self> {
        let longest = |hour: usize| {
            let spots = lines.iter().enumerate().filter_map(|(at, line)| Some((line.spots[hour]?, at)));
            spots.max_by(|one, other| one.0.y.total_cmp(&other.0.y))
        };
        let hours: Vec<(Spot, usize)> = (0..24).filter_map(longest).collect();
        let limit = largest_usual(hours.iter().map(|(spot, _)| spot.y), FAR).filter(|&limit| limit > A_SECOND)?;
        let longest = hours.into_iter().max_by(|one, other| one.0.y.total_cmp(&other.0.y))?;
        let then =
            |(at, line): (usize, &Line)| line.spots.iter().flatten().find(|it| it.x == longest.0.x).map(|it| (*it, at));
        let beyond = lines.iter().enumerate().filter_map(then).filter(|(spot, _)| spot.y > limit);
        let shortest = beyond.min_by(|one, other| one.0.y.total_cmp(&other.0.y)).filter(|one| one.0.y < longest.0.y);
        Some(Self { limit, spots: [longest].into_iter().chain(shortest).collect() })
    }

    /// Says above the lines that leave the panel how far they go.
    fn draw(&self, picture: &mut Picture, (study, area): (&Study, Area), axes: &Axes) {
        let rounding = Rounding::of("min", self.spots.iter().map(|(spot, _)| (spot.y, spot.ci)));
        for (above, (spot, strategy)) in self.spots.iter().rev().enumerate() {
            let wait = format!("{:02.0}:00: {} {}", spot.x.floor(), rounding.plain(spot.y), rounding.unit());
            let name = name_within(study, *strategy, area.width() / 2.0, NUMBER);
            let says = format!("{wait} ({name})");
            let half = room(&says, NUMBER, Weight::Regular) / 2.0;
            let x = axes.x.at(spot.x).min(area.right - half).max(area.left + half);
            picture.text(Text::new(&says, (x, area.top - 14.0 - 21.0 * above as f64), NUMBER, TEXT).middle());
        }
    }
}

fn in_unit(line: &Line, rounding: &Rounding) -> Line {
    let of = |minutes| rounding.in_unit(minutes);
    let spot = |spot: Spot| Spot { y: of(spot.y), ci: spot.ci.map(|(low, high)| (of(low), of(high))), ..spot };
    Line { look: line.look, spots: line.spots.iter().map(|at| at.map(spot)).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::theme::{Marker, TEXT};
    use super::*;
    use crate::report::charts::theme::Look;

    fn waits(minutes: impl Fn(usize) -> f64) -> Vec<Line> {
        let look = Look { ink: TEXT, dash: &[], marker: Marker::Circle, width: 1.0 };
        let spot = |hour: usize| Spot { x: hour as f64 + 0.5, y: minutes(hour), ci: None };
        vec![Line { look, spots: (0..24).map(|hour| (8..20).contains(&hour).then(|| spot(hour))).collect() }]
    }

    /// Hours, waits, and whose they are.
    fn told(beyond: &Beyond) -> Vec<(f64, f64, usize)> {
        beyond.spots.iter().map(|(spot, strategy)| (spot.x.floor(), spot.y, *strategy)).collect()
    }

    #[test]
    fn of_several_that_wait_long_when_a_desk_opens_the_longest_and_the_shortest_are_told() {
        let lines = |at_eight: &[f64]| -> Vec<Line> {
            at_eight.iter().flat_map(|&wait| waits(|hour| if hour == 8 { wait } else { 0.2 })).collect()
        };
        let told = |at_eight: &[f64]| told(&Beyond::of(&lines(at_eight)).expect("an hour far beyond"));
        assert_eq!(told(&[0.9, 1.5, 1.2]), [(8.0, 1.5, 1), (8.0, 0.9, 0)]);
        assert_eq!(told(&[0.2, 1.5]), [(8.0, 1.5, 1)], "the other is within the panel");
        assert_eq!(told(&[1.5, 1.5]).len(), 1, "both are alike");
    }

    #[test]
    fn the_opening_hour_does_not_flatten_the_rest_of_the_day() {
        let beyond = Beyond::of(&waits(|hour| if hour == 8 { 1.5 } else { 0.2 })).expect("an hour far beyond");
        assert_eq!((beyond.limit, told(&beyond)), (0.2, vec![(8.0, 1.5, 0)]));
        assert!(Beyond::of(&waits(|hour| if hour == 8 { 0.5 } else { 0.2 })).is_none());
        assert!(Beyond::of(&waits(|hour| if hour == 8 { 1.5 } else { 0.002 })).is_none(), "nobody else waits at all");
    }
}
