//! Strategies side by side in effort, conversion and retention.

use super::page::{BODY, Values, capital, name, page, weight};
use super::picture::Picture;
use super::rows::{self, Dot, Entry, Kind, Panel, Row};
use super::scale::Unit;
use super::theme::look;
use crate::experiment::Study;
use crate::outcomes::METRICS;
use crate::outcomes::metric::position;
use crate::stats::Estimate;

/// The outcomes, and what each is called in the heading.
const OUTCOMES: [(&str, &str); 3] =
    [("effort_per_journey", "effort"), ("conversion_rate", "conversion"), ("retention_rate", "retention")];

/// The chart.
pub fn picture(study: &Study) -> Picture {
    let strategies = 0..study.scenario.strategies.len();
    let rows: Vec<Row> = strategies.map(|s| Row { name: name(study, s), weight: weight(study, s) }).collect();
    let (shown, names): (Vec<&str>, Vec<&str>) =
        OUTCOMES.iter().filter(|(metric, _)| study.has_value(study.key(metric))).copied().unzip();
    let panels: Vec<Panel> = shown.into_iter().map(|metric| panel(study, metric)).collect();
    let title = capital(&format!("{} by strategy", names.join(", "))).replace(", retention", " and retention");
    let note = "Each panel has its own scale.";
    let mut picture = page(study, &title, note, Values::WithIntervals, rows::height(rows.len()));
    rows::draw(&mut picture, BODY, &rows, &panels);
    picture
}

fn panel(study: &Study, metric: &str) -> Panel {
    let key = study.key(metric);
    let estimates: Vec<Option<Estimate>> =
        (0..study.scenario.strategies.len()).map(|strategy| study.estimate(strategy, key)).collect();
    let largest = estimates.iter().flatten().map(|estimate| estimate.mean.abs()).fold(0.0, f64::max);
    let unit = Unit::of(study.keys[key].measure.unit, largest);
    let value = |(strategy, estimate): (usize, &Option<Estimate>)| {
        let estimate = estimate.as_ref()?;
        Some(Entry {
            value: estimate.mean * unit.factor,
            ci: estimate.ci.map(|(low, high)| (low * unit.factor, high * unit.factor)),
            look: look(study, strategy),
            dot: Dot::Full,
        })
    };
    Panel {
        title: title(metric),
        unit: unit.name,
        better: study.keys[key].better,
        kind: Kind::Levels,
        values: estimates.iter().enumerate().map(value).collect(),
    }
}

/// An outcome's name as the title of a panel.
pub fn title(metric: &str) -> String {
    capital(position(metric).map_or(metric, |at| METRICS[at].label))
}
