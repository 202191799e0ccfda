//! Strategies side by side in effort, conversion, resolution and retention.

use super::page::{Around, Values, capital, name, page, weight};
use super::picture::Picture;
use super::rows::{self, Dot, Entry, Kind, Panel, Row};
use super::theme::look;
use crate::experiment::{Difference, Study};
use crate::outcomes::METRICS;
use crate::outcomes::metric::position;
use crate::report::finding::{COMPLETION, finding};
use crate::report::rounding::Rounding;

/// The outcomes, and what each is called in the heading.
const OUTCOMES: [(&str, &str); 4] = [
    ("effort_per_journey", "effort"),
    ("conversion_rate", "conversion"),
    ("resolution_rate", "resolution"),
    ("retention_rate", "retention"),
];

/// The chart.
pub fn picture(study: &Study, differences: &[Difference]) -> Picture {
    let strategies = 0..study.scenario.strategies.len();
    let rows: Vec<Row> = strategies.map(|s| Row { name: name(study, s), weight: weight(study, s) }).collect();
    let shown = OUTCOMES.map(|(metric, name)| (study.key(metric), name));
    let (keys, names): (Vec<usize>, Vec<&str>) = shown.into_iter().filter(|(key, _)| study.has_value(*key)).unzip();
    let panels: Vec<Panel> = keys.iter().map(|&key| panel(study, differences, key)).collect();
    let beyond = if panels.iter().any(Panel::has_far) { " Arrow: beyond it." } else { "" };
    let about = capital(&format!("{} by strategy", names.join(", "))).replace(", retention", " and retention");
    let around = Around {
        finding: finding(study, differences, &what_for_first(study, &keys)).map(|found| found.words),
        about: &about,
        note: &format!("Each panel has its own scale.{beyond}"),
        values: Values::WithIntervals,
    };
    let (mut picture, top) = page(study, around, rows::height(rows.len()));
    rows::draw(&mut picture, top, &rows, &panels);
    picture
}

/// What customers come for before what it costs them.
fn what_for_first(study: &Study, keys: &[usize]) -> Vec<usize> {
    let is_what_for = |&&key: &&usize| COMPLETION.contains(&study.keys[key].metric);
    let (first, then): (Vec<usize>, Vec<usize>) = keys.iter().partition(is_what_for);
    [first, then].concat()
}

fn panel(study: &Study, differences: &[Difference], key: usize) -> Panel {
    let rounding = Rounding::of_outcome(study, differences, key);
    let value = |strategy: usize| {
        let estimate = study.estimate(strategy, key)?;
        Some(Entry {
            value: rounding.in_unit(estimate.mean),
            ci: estimate.ci.map(|(low, high)| (rounding.in_unit(low), rounding.in_unit(high))),
            number: rounding.plain(estimate.mean),
            look: look(study, strategy),
            dot: Dot::Full,
        })
    };
    Panel {
        title: title(study.keys[key].metric),
        unit: rounding.unit(),
        better: study.keys[key].better,
        kind: Kind::Levels,
        middle: study.estimate(study.scenario.baseline(), key).map_or(0.0, |level| rounding.in_unit(level.mean)),
        values: (0..study.scenario.strategies.len()).map(value).collect(),
    }
}

/// An outcome's name as the title of a panel.
pub fn title(metric: &str) -> String {
    capital(position(metric).map_or(metric, |at| METRICS[at].label))
}
