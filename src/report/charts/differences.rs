//! Paired differences from the baseline in the headline outcomes.

use super::comparison::title;
use super::font::Weight;
use super::page::{BODY, Values, page};
use super::picture::Picture;
use super::rows::{self, Dot, Entry, Kind, Panel, Row};
use super::scale::Unit;
use super::theme::look;
use crate::experiment::{Difference, Study, Verdict, differences};

/// The chart; none where there is nothing to compare the baseline with.
pub fn picture(study: &Study) -> Option<Picture> {
    let baseline = study.scenario.baseline();
    let others: Vec<usize> = (0..study.scenario.strategies.len()).filter(|&s| s != baseline).collect();
    if others.is_empty() {
        return None;
    }
    let all = differences(study);
    let panels: Vec<Panel> = study.headlines().map(|key| panel(study, &others, &all, key)).collect();
    let names = &study.scenario.strategies;
    let rows: Vec<Row> = others.iter().map(|&s| Row { name: names[s].name.clone(), weight: Weight::Regular }).collect();
    let heading = format!("Differences from the baseline “{}”", names[baseline].name);
    let note = "Paired by replication. Hollow: no difference shown (5 %, adjusted after Holm).";
    let mut picture = page(study, &heading, note, Values::WithIntervals, rows::height(rows.len()));
    rows::draw(&mut picture, BODY, &rows, &panels);
    Some(picture)
}

fn dot(verdict: Verdict) -> Dot {
    match verdict {
        Verdict::NoDifference | Verdict::None => Dot::Hollow,
        Verdict::Better | Verdict::Worse | Verdict::Higher | Verdict::Lower => Dot::Full,
    }
}

fn panel(study: &Study, others: &[usize], all: &[Difference], key: usize) -> Panel {
    let of_key = || all.iter().filter(|difference| difference.key == key);
    let largest = of_key().map(|difference| difference.paired.difference.abs()).fold(0.0, f64::max);
    let unit = Unit::of_difference(study.keys[key].measure.unit, largest);
    let value = |&strategy: &usize| {
        let difference = of_key().find(|difference| difference.strategy == strategy)?;
        Some(Entry {
            value: difference.paired.difference * unit.factor,
            ci: difference.paired.ci.map(|(low, high)| (low * unit.factor, high * unit.factor)),
            look: look(study, strategy),
            dot: dot(difference.verdict),
        })
    };
    Panel {
        title: title(study.keys[key].metric),
        unit: unit.name,
        better: study.keys[key].better,
        kind: Kind::Differences,
        values: others.iter().map(value).collect(),
    }
}
