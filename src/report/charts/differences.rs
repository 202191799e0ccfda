//! Paired differences from the baseline: in the headline outcomes, and in what effort is made of.

use super::comparison::title;
use super::effort::CAUSES;
use super::font::Weight;
use super::page::{Around, Values, capital, page};
use super::picture::Picture;
use super::rows::{self, Dot, Entry, Kind, Panel, Row};
use super::theme::look;
use crate::experiment::{Difference, Study, Verdict};
use crate::report::finding::{finding, of_headline};
use crate::report::rounding::Rounding;

/// The chart of the headline outcomes; none where there is nothing to compare the baseline with.
pub fn picture(study: &Study, differences: &[Difference]) -> Option<Picture> {
    let keys: Vec<usize> = study.headlines().collect();
    let found = of_headline(study, differences).map(|found| found.words);
    let panels = keys.iter().map(|&key| (title(study.keys[key].metric), key));
    drawn(study, differences, (found, ""), "adjusted after Holm", &panels.collect::<Vec<_>>())
}

/// The chart of the causes of effort, which no level shows beside the others.
pub fn causes(study: &Study, differences: &[Difference]) -> Option<Picture> {
    let all = study.key("effort_per_journey");
    let found = finding(study, differences, &[all]).map(|found| found.words);
    let of_cause = |metric: &str| (capital(title(metric).trim_start_matches("Effort: ")), study.key(metric));
    let panels: Vec<(String, usize)> = CAUSES.into_iter().map(of_cause).chain([("All together".into(), all)]).collect();
    let about = " in the effort of a journey, by cause";
    drawn(study, differences, (found, about), "causes after Benjamini and Hochberg", &panels)
}

/// A row for each strategy, a panel for each outcome.
fn drawn(
    study: &Study,
    differences: &[Difference],
    (finding, about): (Option<String>, &str),
    adjusted: &str,
    outcomes: &[(String, usize)],
) -> Option<Picture> {
    let names = &study.scenario.strategies;
    let baseline = study.scenario.baseline();
    let others: Vec<usize> = (0..names.len()).filter(|&strategy| strategy != baseline).collect();
    if others.is_empty() || outcomes.is_empty() {
        return None;
    }
    let panel =
        |(title, key): &(String, usize)| Panel { title: title.clone(), ..panel(study, &others, differences, *key) };
    let panels: Vec<Panel> = outcomes.iter().map(panel).collect();
    let rows: Vec<Row> = others.iter().map(|&s| Row { name: names[s].name.clone(), weight: Weight::Regular }).collect();
    let about = format!("Differences from the baseline “{}”{about}", names[baseline].name);
    let beyond = if panels.iter().any(Panel::has_far) { " Arrow: beyond the scale." } else { "" };
    let note = format!("Cross: worse. Hollow: no difference shown, or no verdict (5 %, {adjusted}).{beyond}");
    let around = Around { finding, about: &about, note: &note, values: Values::WithIntervals };
    let (mut picture, top) = page(study, around, rows::height(rows.len()));
    rows::draw(&mut picture, top, &rows, &panels);
    Some(picture)
}

fn dot(verdict: Verdict) -> Dot {
    match verdict {
        Verdict::Worse => Dot::Cross,
        shown if shown.is_shown() => Dot::Full,
        _ => Dot::Hollow,
    }
}

fn panel(study: &Study, others: &[usize], differences: &[Difference], key: usize) -> Panel {
    let rounding = Rounding::of_outcome(study, differences, key);
    let value = |&strategy: &usize| {
        let one = differences.iter().find(|one| one.key == key && one.strategy == strategy)?;
        Some(Entry {
            value: rounding.in_unit(one.paired.difference),
            ci: one.paired.ci.map(|(low, high)| (rounding.in_unit(low), rounding.in_unit(high))),
            number: rounding.signed(one.paired.difference),
            look: look(study, strategy),
            dot: dot(one.verdict),
        })
    };
    Panel {
        title: String::new(),
        unit: rounding.unit_of_differences(),
        better: study.keys[key].better,
        kind: Kind::Differences,
        middle: 0.0,
        values: others.iter().map(value).collect(),
    }
}
