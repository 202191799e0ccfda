//! From the baseline's profit to that of the strategy in the title, step by step: margin, staff, contacts and messages,
//! integration; and
//! the same steps of all strategies in figures.

use super::comparison::title;
use super::font::{Weight, room, wrap};
use super::page::{Around, Values, name, page, weight};
use super::picture::{Area, Picture, Text};
use super::scale::{Scale, range, ticks};
use super::theme::{AXIS, GRID, LABEL, Look, MARGIN, MUTED, NUMBER, SMALL, TEXT, WIDTH, look};
use crate::experiment::{Difference, Study};
use crate::report::finding::{of_shown, shown};
use crate::report::rounding::{Rounding, plain};

/// The steps, as columns of the figures are headed.
const STEPS: [&str; 4] = ["margin", "staff", "contacts", "integration"];
const HEIGHT: f64 = 300.0;
const HEADS: f64 = 54.0;

/// Profits of the baseline and of a strategy, and the steps between them (EUR).
struct Bridge {
    from: f64,
    steps: [f64; STEPS.len()],
    to: f64,
}

impl Bridge {
    fn of(study: &Study, strategy: usize) -> Option<Self> {
        let mean = |strategy, metric| study.estimate(strategy, study.key(metric)).map(|estimate| estimate.mean);
        let books = |strategy| {
            let [profit, margin, staff, serving, integration] =
                ["profit", "margin", "staff_cost", "cost_to_serve", "integration_cost"].map(|of| mean(strategy, of));
            let messages = study.key_of("outreach_cost", "", "").and_then(|key| study.estimate(strategy, key));
            let messages = messages.map_or(0.0, |estimate| estimate.mean);
            Some((profit?, [margin?, -staff?, staff? - serving? - messages, -integration?]))
        };
        let ((from, before), (to, after)) = (books(study.scenario.baseline())?, books(strategy)?);
        Some(Self { from, steps: std::array::from_fn(|at| after[at] - before[at]), to })
    }

    /// What stands before each step, and at the end.
    fn levels(&self) -> [f64; STEPS.len() + 1] {
        std::array::from_fn(|at| self.from + self.steps[..at].iter().sum::<f64>())
    }

    /// The numbers of a row: the baseline's profit, the steps, the strategy's profit.
    fn numbers(&self, rounding: &Rounding) -> Vec<String> {
        let steps = self.steps.iter().map(|&step| rounding.signed(step));
        [rounding.plain(self.from)].into_iter().chain(steps).chain([rounding.plain(self.to)]).collect()
    }

    /// Whether the numbers add up as they are printed.
    fn adds_up(&self, rounding: &Rounding) -> bool {
        let steps: i128 = self.steps.iter().map(|&step| rounding.last_digits(step)).sum();
        rounding.last_digits(self.from) + steps == rounding.last_digits(self.to)
    }
}

/// The chart; none where there is no profit to compare.
pub fn picture(study: &Study, differences: &[Difference]) -> Option<Picture> {
    let profit = study.headlines().find(|&key| study.keys[key].metric == "profit")?;
    let strategy = shown(study, differences)?;
    let others = (0..study.scenario.strategies.len()).filter(|&strategy| strategy != study.scenario.baseline());
    let bridges: Vec<(usize, Bridge)> = others.filter_map(|other| Some((other, Bridge::of(study, other)?))).collect();
    let (_, bridge) = bridges.iter().find(|(other, _)| *other == strategy)?;
    let rounding = Rounding::of_outcome(study, differences, profit);
    let rows = Rows::of(study, &bridges);
    let about = format!("Profit from the baseline’s to the strategy’s ({})", rounding.unit());
    let adds_up = bridges.iter().all(|(_, bridge)| bridge.adds_up(&rounding));
    let last =
        if adds_up { "The axis need not start at 0" } else { "Rounded one by one: sums may differ in the last digit" };
    let note = format!("Filled: more profit. Empty: less. {last}.");
    let finding = of_shown(study, differences, &[profit]);
    let around = Around { finding, about: &about, note: &note, values: Values::Means };
    let (mut picture, start) = page(study, around, HEIGHT + HEADS + rows.height);
    let area = Area { left: rows.left, top: start + 6.0, right: WIDTH - MARGIN, bottom: start + HEIGHT - 10.0 };
    draw_bridge(&mut picture, area, (bridge, &rounding), look(study, strategy));
    draw_heads(&mut picture, area, start + HEIGHT + 14.0, &title("profit"));
    draw_rows(&mut picture, study, &rows, area, start + HEIGHT + HEADS, (&bridges, &rounding));
    Some(picture)
}

/// Where the middle of a column is.
fn column(area: Area, at: usize) -> f64 {
    area.left + area.width() * (at as f64 + 0.5) / (STEPS.len() + 2) as f64
}

fn draw_bridge(picture: &mut Picture, area: Area, (bridge, rounding): (&Bridge, &Rounding), look: Look) {
    let levels = bridge.levels().map(|level| rounding.in_unit(level));
    let (low, high) = range(levels.into_iter().chain([rounding.in_unit(bridge.to)]));
    let scale = Scale { low, high, from: area.bottom - 14.0, to: area.top + 34.0 };
    let ticks = ticks(low, high, 5);
    for &value in &ticks.values {
        picture.line(&[(area.left, scale.at(value)), (area.right, scale.at(value))], 1.0, GRID);
        let number = plain(value, ticks.decimals);
        picture.text(Text::new(&number, (area.left - 10.0, scale.at(value)), NUMBER, MUTED).end());
    }
    picture.line(&[(area.left, area.bottom), (area.right, area.bottom)], 1.25, AXIS);
    let half = area.width() / (STEPS.len() + 2) as f64 * 0.32;
    let numbers = bridge.numbers(rounding);
    for (at, step) in bridge.steps.iter().enumerate() {
        let (x, before, after) = (column(area, at + 1), scale.at(levels[at]), scale.at(levels[at + 1]));
        picture.line(&[(column(area, at) - half, before), (x + half, before)], 1.0, AXIS);
        let block = Area { left: x - half, top: before.min(after), right: x + half, bottom: before.max(after) };
        if *step < 0.0 {
            picture.frame(block, 2.5, look.ink);
        } else {
            picture.block(block, look.ink);
        }
        picture.text(Text::new(&numbers[at + 1], (x, block.top - 14.0), LABEL, TEXT).middle());
    }
    for (at, level) in [(0, levels[0]), (STEPS.len() + 1, rounding.in_unit(bridge.to))] {
        let (x, y) = (column(area, at), scale.at(level));
        picture.line(&[(x - half, y), (x + half, y)], 5.0, if at == 0 { TEXT } else { look.ink });
        picture.text(Text::new(&numbers[at], (x, y - 16.0), LABEL, TEXT).middle().bold());
    }
}

fn draw_heads(picture: &mut Picture, area: Area, y: f64, profit: &str) {
    let ends = ["baseline’s", "strategy’s"];
    let heads = [ends[0]].into_iter().chain(STEPS).chain([ends[1]]);
    for (at, head) in heads.enumerate() {
        picture.text(Text::new(head, (column(area, at), y), SMALL, MUTED).middle());
    }
    for at in [0, STEPS.len() + 1] {
        picture.text(Text::new(&profit.to_lowercase(), (column(area, at), y + 20.0), SMALL, MUTED).middle());
    }
}

/// The names of the rows, in lines.
struct Rows {
    names: Vec<Vec<String>>,
    left: f64,
    each: f64,
    height: f64,
}

impl Rows {
    fn of(study: &Study, bridges: &[(usize, Bridge)]) -> Self {
        let lines =
            |(strategy, _): &(usize, Bridge)| wrap(&name(study, *strategy), 2, 320.0, LABEL, weight(study, *strategy));
        let names: Vec<Vec<String>> = bridges.iter().map(lines).collect();
        let widest = names.iter().flatten().map(|line| room(line, LABEL, Weight::Regular)).fold(0.0, f64::max);
        let most = names.iter().map(Vec::len).max().unwrap_or(1);
        let each = 10.0 + 21.0 * most as f64;
        let height = each * names.len() as f64 + 8.0;
        Self { names, left: MARGIN + widest.max(100.0) + 12.0, each, height }
    }
}

fn draw_rows(
    picture: &mut Picture,
    study: &Study,
    rows: &Rows,
    area: Area,
    top: f64,
    (bridges, rounding): (&[(usize, Bridge)], &Rounding),
) {
    for (at, ((strategy, bridge), lines)) in bridges.iter().zip(&rows.names).enumerate() {
        let y = top + rows.each * at as f64;
        picture.line(&[(MARGIN, y), (area.right, y)], 1.0, GRID);
        let middle = y + rows.each / 2.0;
        for (nth, line) in lines.iter().enumerate() {
            let y = middle + 21.0 * (nth as f64 - (lines.len() - 1) as f64 / 2.0);
            picture.text(Text::new(line, (MARGIN, y), LABEL, TEXT).weight(weight(study, *strategy)));
        }
        for (column_at, number) in bridge.numbers(rounding).iter().enumerate() {
            picture.text(Text::new(number, (column(area, column_at), middle), NUMBER, TEXT).middle());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bridge_that_does_not_add_up_as_printed_is_told_from_one_that_does() {
        let rounding = Rounding::new("EUR", 100_000.0, Some(200.0));
        let even = Bridge { from: 89_600.0, steps: [31_400.0, 0.0, 2_000.0, -9_000.0], to: 114_000.0 };
        assert_eq!(even.numbers(&rounding), ["89.6", "+31.4", "0.0", "+2.0", "−9.0", "114.0"]);
        assert!(even.adds_up(&rounding));
        let odd = Bridge { from: 89_640.0, steps: [40.0, 0.0, 40.0, 0.0], to: 89_720.0 };
        assert_eq!(odd.numbers(&rounding), ["89.6", "0.0", "0.0", "0.0", "0.0", "89.7"]);
        assert!(!odd.adds_up(&rounding));
    }
}
