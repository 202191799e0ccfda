//! What each channel is credited with, rule by rule, and what it brings in truth with its interval, one below the other.

use super::font::{Weight, room, shorten};
use super::page::framed;
use super::picture::{Area, Picture, Text};
use super::scale::{Scale, range};
use super::theme::{AXIS, GRID, LABEL, MARGIN, MORE, MUTED, NUMBER, TEXT, WIDTH};
use crate::report::rounding::{Rounding, plain};

/// More channels than this are not drawn.
const MOST_CHANNELS: usize = 12;
const LINE: f64 = 23.0;
const HEAD: f64 = 30.0;
const GAP: f64 = 12.0;
const FOOT: f64 = 40.0;
/// Longest name of a channel (points).
const LONGEST: f64 = 420.0;

/// What channels are credited with, and what stands around it.
pub struct Credits {
    /// What was found, or what is shown.
    pub title: String,
    /// What is shown, and of what.
    pub subtitle: String,
    /// Of what it was made.
    pub source: String,
    /// How numbers are written.
    pub rounding: Rounding,
    /// Channels, those with the most claims first, each with its lines.
    pub channels: Vec<(String, Vec<Line>)>,
}

/// A rule, and what it says of a channel.
pub struct Line {
    /// What it is called.
    pub rule: &'static str,
    /// What it says.
    pub value: f64,
    /// Its interval, where it has one.
    pub ci: Option<(f64, f64)>,
    /// What it is.
    pub of: Of,
}

/// What a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// What a rule makes of paths.
    Rule,
    /// What the channel brings.
    Truth,
}

/// The chart.
pub fn picture(credits: &Credits) -> Picture {
    let shown = &credits.channels[..credits.channels.len().min(MOST_CHANNELS)];
    let heights = shown.iter().map(|(_, lines)| HEAD + LINE * lines.len() as f64 + GAP);
    let note = match credits.channels.len() - shown.len() {
        0 => "Dark: in truth, with its interval. Light: by rule.".into(),
        more => format!("The {MOST_CHANNELS} channels with the most claims; {more} more are left out."),
    };
    let body = heights.sum::<f64>() + FOOT;
    let (mut picture, top) = framed((&credits.title, &credits.subtitle), (&note, &credits.source), body);
    let lines = || shown.iter().flat_map(|(_, lines)| lines);
    let names = lines().map(|line| room(line.rule, NUMBER, Weight::Bold)).fold(0.0, f64::max);
    let numbers =
        lines().map(|line| room(&credits.rounding.plain(line.value), NUMBER, Weight::Bold)).fold(0.0, f64::max);
    let area = Area { left: MARGIN + names + 18.0, top, right: WIDTH - MARGIN, bottom: top + body - FOOT };
    let ends = lines().flat_map(|line| [line.value, line.ci.map_or(0.0, |ci| ci.0), line.ci.map_or(0.0, |ci| ci.1)]);
    let (low, high) = range(ends.map(|value| credits.rounding.in_unit(value)).chain([0.0]));
    let scale = Scale { low, high, from: area.left, to: area.right - numbers - 14.0 };
    draw_axis(&mut picture, area, &scale);
    let mut y = top;
    for (name, lines) in shown {
        let name = shorten(name, LONGEST, LABEL, Weight::Bold);
        picture.text(Text::new(&name, (MARGIN, y + HEAD / 2.0), LABEL, TEXT).bold());
        y += HEAD;
        for line in lines {
            draw_line(&mut picture, (area, y + LINE / 2.0), &scale, &credits.rounding, line);
            y += LINE;
        }
        y += GAP;
    }
    picture
}

fn draw_axis(picture: &mut Picture, area: Area, scale: &Scale) {
    let ticks = scale.ticks_beside();
    for &value in &ticks.values {
        let x = scale.at(value);
        picture.line(&[(x, area.top), (x, area.bottom)], 1.0, GRID);
        let number = plain(value, ticks.decimals);
        picture.text(Text::new(&number, (x, area.bottom + 18.0), NUMBER, MUTED).middle());
    }
    picture.line(&[(scale.at(0.0), area.top), (scale.at(0.0), area.bottom)], 1.25, AXIS);
}

fn draw_line(picture: &mut Picture, (area, y): (Area, f64), scale: &Scale, rounding: &Rounding, line: &Line) {
    let (ink, weight) = if line.of == Of::Truth { (MORE, Weight::Bold) } else { (AXIS.faint(0.6), Weight::Regular) };
    picture.text(Text::new(line.rule, (area.left - 12.0, y), NUMBER, TEXT).end().weight(weight));
    let (zero, x) = (scale.at(0.0), scale.at(rounding.in_unit(line.value)));
    picture.block(Area { left: zero.min(x), top: y - 6.0, right: zero.max(x), bottom: y + 6.0 }, ink);
    let [low, high] = match line.ci {
        Some((low, high)) => [low, high].map(|end| scale.at(rounding.in_unit(end))),
        None => [x, x],
    };
    if high > low {
        picture.line(&[(low, y), (high, y)], 2.5, TEXT);
        for end in [low, high] {
            picture.line(&[(end, y - 5.0), (end, y + 5.0)], 1.75, TEXT);
        }
    }
    let beside = zero.max(x).max(high) + 8.0;
    picture.text(Text::new(&rounding.plain(line.value), (beside, y), NUMBER, TEXT).weight(weight));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credits(channels: usize, value: f64) -> Credits {
        let line = |rule, of, ci| Line { rule, value, ci, of };
        let lines =
            || vec![line("last touch", Of::Rule, None), line("if closed", Of::Truth, Some((value - 2.0, value + 3.0)))];
        Credits {
            title: "What channels bring".into(),
            subtitle: "a market".into(),
            source: "a file".into(),
            rounding: Rounding::new("orders", 100.0, None),
            channels: (0..channels).map(|at| (format!("channel {at}"), lines())).collect(),
        }
    }

    #[test]
    fn all_numbers_stand_within_the_page_whatever_their_sign() {
        for value in [-80.0, 0.0, 7.0, 1e5] {
            let picture = picture(&credits(3, value));
            assert!(picture.texts().all(|text| {
                let ends = match text.align {
                    super::super::font::Align::Start => (text.at.0, text.at.0 + text.room()),
                    super::super::font::Align::Middle => (text.at.0 - text.room() / 2.0, text.at.0 + text.room() / 2.0),
                    super::super::font::Align::End => (text.at.0 - text.room(), text.at.0),
                };
                ends.0 >= 0.0 && ends.1 <= WIDTH
            }));
        }
    }

    #[test]
    fn of_many_channels_the_rest_is_told_and_not_drawn() {
        let says =
            |channels: usize, what: &str| picture(&credits(channels, 5.0)).texts().any(|text| text.says.contains(what));
        assert!(says(13, "1 more are left out") && !says(13, "channel 12") && says(12, "channel 11"));
    }
}
