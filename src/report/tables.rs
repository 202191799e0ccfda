//! Tidy tables: long, one value a row, columns and rows in a fixed order. A `*` stands for all segments, all channels, no
//! design point, or no settings. Columns stay where they are, new ones come last.

use super::table::{Cell, Table};
use crate::chance::ReplicationLuck;
use crate::dashboards::facts::Part;
use crate::dashboards::{CLAIMS, COUNTED, Figure, Reach, Row};
use crate::engine::tally::cohorts::PERIOD;
use crate::experiment::{self, BesideBaseline, Difference, Dip, Study, Total};
use crate::outcomes::days::DAYS;
use crate::outcomes::{COHORTS, HOURS, Key, SERIES, series};
use crate::scenario::Scenario;
use crate::scenario::timetable::WEEK;
use crate::stats::{Estimate, Measure, Paired, Ratio};
use indexmap::IndexMap;
use serde::Serialize;
use std::borrow::Cow;

/// All segments, all channels, the only design point, or the file as it is: not empty, since readers drop what is empty.
pub(super) const ALL: &str = "*";
/// The column of what the command line changed.
pub(super) const SETTINGS: &str = "settings";

/// A study with its differences.
pub type Compared = (Study, Vec<Difference>);
/// A table of a study.
pub(super) type Made = for<'a> fn(&'a Study, &'a [Difference]) -> Table<'a>;

/// All tables of a study by name, in the order in which they are written.
pub(super) const TABLES: [(&str, Made); 6] = [
    ("comparison", comparison),
    ("hours", |study, _| hours(study)),
    ("replications", |study, _| replications(study)),
    ("series", |study, _| series(study)),
    ("summary", |study, _| summary(study)),
    ("worth", |study, _| worth(study)),
];

const ORIGIN: [&str; 3] = ["scenario", "strategy", "design_point"];

fn origin(study: &Study, strategy: usize) -> [Cell<'_>; ORIGIN.len()] {
    [study.scenario.name.as_str().into(), name_of(study, strategy).into(), design_point(study).into()]
}

fn design_point(study: &Study) -> &str {
    study.scenario.design_point.as_deref().unwrap_or(ALL)
}

/// A table with a last column that tells what the command line changed in the scenario's file.
fn with_settings<'a>(study: &Study, table: Table<'a>) -> Table<'a> {
    let cell: Cell = settings_in_a_cell(&study.scenario).into();
    let rows = table.rows.map(move |row| row.into_iter().chain([cell.clone()]).collect());
    Table { columns: [&table.columns[..], &[SETTINGS]].concat(), rows: Box::new(rows) }
}

fn settings(scenario: &Scenario) -> Vec<String> {
    scenario.wishes.settings.iter().map(ToString::to_string).collect()
}

/// What the command line changed in a scenario, as it stands in a row.
pub(super) fn settings_in_a_cell(scenario: &Scenario) -> String {
    let settings = settings(scenario);
    if settings.is_empty() { ALL.into() } else { settings.join("; ") }
}

fn name_of(study: &Study, strategy: usize) -> &str {
    &study.scenario.strategies[strategy].name
}

const ABOUT: [&str; 4] = ["metric", "unit", "segment", "channel"];

fn about(key: &Key) -> [Cell<'_>; ABOUT.len()] {
    [key.metric.into(), key.measure.unit.into(), part(&key.segment).into(), part(&key.channel).into()]
}

/// A segment or channel.
fn part(name: &str) -> &str {
    if name.is_empty() { ALL } else { name }
}

const SPREAD: [&str; 6] = ["n", "mean", "sd", "se", "ci_low", "ci_high"];

fn spread(estimate: &Estimate) -> [Cell<'static>; SPREAD.len()] {
    let (low, high) = estimate.ci.unzip();
    [estimate.n.into(), estimate.mean.into(), estimate.sd.into(), estimate.se.into(), low.into(), high.into()]
}

const VALUE: [&str; 3] = ["value", "numerator", "denominator"];

/// A value, and what it is the ratio of.
fn value(ratio: &Ratio, measure: &Measure) -> [Cell<'static>; VALUE.len()] {
    let numerator = ratio.has_value().then(|| ratio.numerator_in_units(measure));
    [ratio.value(measure).into(), numerator.into(), ratio.denominator.into()]
}

fn strategies(study: &Study) -> std::ops::Range<usize> {
    0..study.outcomes.len()
}

/// `replications`: every outcome of every replication.
pub fn replications(study: &Study) -> Table<'_> {
    let of_run = |replication: usize| -> [Cell; 2] {
        let seed = ReplicationLuck::new(study.scenario.run.seed, replication as u32).seed();
        [(replication + 1).into(), seed.into()]
    };
    let rows = strategies(study).flat_map(move |strategy| {
        study.outcomes[strategy].iter().enumerate().flat_map(move |(replication, outcomes)| {
            study.keys.iter().zip(&outcomes.parts).map(move |(key, ratio)| {
                let start = origin(study, strategy).into_iter().chain(of_run(replication));
                start.chain(about(key)).chain(value(ratio, &key.measure)).collect()
            })
        })
    });
    let columns = [&ORIGIN[..], &["replication", "seed"], &ABOUT, &VALUE].concat();
    with_settings(study, Table { columns, rows: Box::new(rows) })
}

/// `summary`: estimates over replications.
pub fn summary(study: &Study) -> Table<'_> {
    let rows = strategies(study).flat_map(move |strategy| {
        study.keys.iter().enumerate().filter_map(move |(at, key)| {
            let estimate = study.estimate(strategy, at)?;
            Some(origin(study, strategy).into_iter().chain(about(key)).chain(spread(&estimate)).collect())
        })
    });
    with_settings(study, Table { columns: [&ORIGIN[..], &ABOUT, &SPREAD].concat(), rows: Box::new(rows) })
}

const DIFFERENCE: [&str; 10] = [
    "n",
    "difference",
    "se",
    "ci_low",
    "ci_high",
    "p_value",
    "p_adjusted",
    "variance_ratio",
    "verdict",
    "p_benjamini_hochberg",
];

fn difference(one: &Difference) -> [Cell<'static>; DIFFERENCE.len()] {
    let paired = &one.paired;
    let (low, high) = paired.ci.unzip();
    [
        paired.n.into(),
        paired.difference.into(),
        paired.se.into(),
        low.into(),
        high.into(),
        paired.p_value.into(),
        one.p_adjusted.into(),
        paired.variance_ratio.into(),
        one.verdict.words().into(),
        one.p_benjamini_hochberg.into(),
    ]
}

/// `comparison`: paired differences from the baseline.
pub fn comparison<'a>(study: &'a Study, differences: &'a [Difference]) -> Table<'a> {
    let baseline = name_of(study, study.scenario.baseline());
    let rows = differences.iter().map(move |one| {
        let start = origin(study, one.strategy).into_iter().chain([baseline.into()]);
        start.chain(about(&study.keys[one.key])).chain(difference(one)).collect()
    });
    let columns = [&ORIGIN[..], &["baseline"], &ABOUT, &DIFFERENCE].concat();
    with_settings(study, Table { columns, rows: Box::new(rows) })
}

/// `worth`: whether each strategy pays, beside the baseline: what integration costs more, at which cost it stops paying,
/// and what money over time tells, where that is asked for; without a value where it is not within the horizon.
pub fn worth(study: &Study) -> Table<'_> {
    let baseline = name_of(study, study.scenario.baseline());
    let row = move |one: &BesideBaseline, (metric, unit, told): Told| -> Vec<Cell> {
        let (n, value, ci) = told;
        let (low, high) = ci;
        let start = origin(study, one.strategy).into_iter().chain([baseline.into()]);
        start.chain([metric.into(), unit.into(), n.into(), value.into(), low.into(), high.into()]).collect()
    };
    let rows: Vec<Vec<Cell>> = experiment::worth(study)
        .iter()
        .flat_map(|one| told(study, one).into_iter().map(|told| row(one, told)).collect::<Vec<_>>())
        .collect();
    let columns = [&ORIGIN[..], &["baseline", "metric", "unit", "n", "value", "ci_low", "ci_high"]].concat();
    with_settings(study, Table { columns, rows: Box::new(rows.into_iter()) })
}

/// A row of `worth`: its metric, its unit, and how many replications, the value and the ends of its interval.
type Told = (&'static str, &'static str, (usize, Option<f64>, (Option<f64>, Option<f64>)));

fn told(study: &Study, one: &BesideBaseline) -> Vec<Told> {
    let currency = study.scenario.run.currency;
    let paired = |paired: &Paired, factor: f64| {
        let ci = paired.ci.map(|(low, high)| (low * factor, high * factor));
        (paired.n, Some(paired.difference * factor), ci.unzip())
    };
    let a_year = BesideBaseline::per_year(study, 1.0);
    let mut rows = vec![
        ("integration_cost_per_year", currency, paired(&one.integration, a_year)),
        ("integration_stops_paying_per_year", currency, paired(&one.stops_paying, a_year)),
        ("integration_stops_paying_once", currency, paired(&one.stops_paying, 1.0)),
    ];
    if let Some(over) = &one.over_time {
        let day = |day: Option<usize>| day.map(|day| day as f64);
        let payback = over.payback;
        let roi = over.roi.map(|roi| (roi.n, Some(roi.mean), roi.ci.unzip()));
        rows.push(("npv", currency, paired(&over.npv, 1.0)));
        rows.push(("roi", "for each", roi.unwrap_or((0, None, (None, None)))));
        rows.push((
            "payback_days",
            "days",
            (over.npv.n, day(payback.day), (day(payback.earliest), day(payback.latest))),
        ));
    }
    rows
}

/// `bad_day`: what changes that end did under each strategy, beside the same strategy with the same luck without them: how
/// far the outcomes of seven days fell and when they were as if nothing had been, and what it cost over the whole run, also
/// less what it cost under the baseline.
pub fn bad_day(study: &Study) -> Table<'_> {
    let rows = experiment::bad_day(study).into_iter().flat_map(move |one| {
        let dips = one.dips.iter().flat_map(|dip| of_dip(study, dip));
        let rows: Vec<Vec<Cell>> = dips.chain(one.totals.iter().map(of_total)).collect();
        rows.into_iter().map(move |row| origin(study, one.strategy).into_iter().chain(row).collect())
    });
    let own = ["metric", "unit", "what", "n", "value", "ci_low", "ci_high"];
    let beside = ["beside_baseline", "beside_baseline_ci_low", "beside_baseline_ci_high"];
    with_settings(study, Table { columns: [&ORIGIN[..], &own, &beside].concat(), rows: Box::new(rows) })
}

const NOTHING: Cell = Cell::Number(None);

/// How many replications, a difference, and the ends of its interval.
fn compared(one: &Paired) -> [Cell<'static>; 4] {
    let (low, high) = one.ci.unzip();
    [one.n.into(), one.difference.into(), low.into(), high.into()]
}

/// How far an outcome fell, from which day its worst week began, and for how long it was not as without the bad day.
fn of_dip(study: &Study, dip: &Dip) -> [Vec<Cell<'static>>; 3] {
    let series = &DAYS[dip.series];
    let unit = series.measure.in_currency(study.scenario.run.currency).unit;
    let row = |unit: &'static str, what: &'static str, told: [Cell<'static>; 4]| {
        let start: [Cell; 3] = [series.id.into(), unit.into(), what.into()];
        start.into_iter().chain(told).chain([NOTHING; 3]).collect()
    };
    let days = |days: Option<usize>| [dip.depth.n.into(), days.map(|days| days as f64).into(), NOTHING, NOTHING];
    [
        row(unit, "depth", compared(&dip.depth)),
        row("days", "deepest_from_day", days(Some(dip.deepest))),
        row("days", "length", days(dip.length)),
    ]
}

/// What the bad day cost, and how much more than under the baseline.
fn of_total(total: &Total) -> Vec<Cell<'static>> {
    let start: [Cell; 3] = [total.id.into(), total.measure.unit.into(), "total".into()];
    let beside = total.beside_baseline.as_ref().map_or([NOTHING; 4], compared);
    start.into_iter().chain(compared(&total.change)).chain(beside.into_iter().skip(1)).collect()
}

/// `series`: outcomes by week, the first being week 1, with the days of it that lie within the run, and of these the days
/// of warm-up.
pub fn series(study: &Study) -> Table<'_> {
    let of_week = move |at: usize, week: usize| -> [Cell; 5] {
        let (days, warm_up_days) = study.days(week);
        let series = &SERIES[at];
        let unit = series.measure.in_currency(study.scenario.run.currency).unit;
        [series.id.into(), unit.into(), (week + 1).into(), days.into(), warm_up_days.into()]
    };
    let rows = strategies(study).flat_map(move |strategy| {
        series::reported(&study.scenario.run.asked).flat_map(move |at| {
            (0..study.weeks()).filter_map(move |week| {
                let estimate = study.week(strategy, week, at)?;
                Some(origin(study, strategy).into_iter().chain(of_week(at, week)).chain(spread(&estimate)).collect())
            })
        })
    });
    let own = ["metric", "unit", "week", "days", "warm_up_days"];
    with_settings(study, Table { columns: [&ORIGIN[..], &own, &SPREAD].concat(), rows: Box::new(rows) })
}

/// `cohorts`: customers by how long they have been there, of those there at the start and of those who joined in each quarter,
/// as far as all of them have been there for so long; only where somebody joins.
pub fn cohorts(study: &Study) -> Table<'_> {
    let segments = &study.scenario.names.segments;
    let parts = [ALL].into_iter().chain(segments.iter().map(String::as_str)).enumerate();
    let rows = strategies(study).flat_map(move |strategy| {
        parts.clone().flat_map(move |(part, segment)| {
            let is_there =
                move |&(cohort, _): &(usize, usize)| cohort == 0 || study.scenario.strategies[strategy].has_joiners();
            study.ages(part).filter(is_there).flat_map(move |(cohort, period)| {
                COHORTS.iter().enumerate().filter_map(move |(at, series)| {
                    let estimate = study.aged(strategy, part, (cohort, period), at)?;
                    let unit = series.measure.in_currency(study.scenario.run.currency).unit;
                    let about: [Cell; 6] = [
                        series.id.into(),
                        unit.into(),
                        segment.into(),
                        name_of_cohort(cohort).into(),
                        (WEEKS_OF_A_PERIOD * period).into(),
                        (WEEKS_OF_A_PERIOD * (period + 1)).into(),
                    ];
                    Some(origin(study, strategy).into_iter().chain(about).chain(spread(&estimate)).collect())
                })
            })
        })
    });
    let own = ["metric", "unit", "segment", "cohort", "from_week", "to_week"];
    with_settings(study, Table { columns: [&ORIGIN[..], &own, &SPREAD].concat(), rows: Box::new(rows) })
}

/// Ages go by periods of four weeks.
const WEEKS_OF_A_PERIOD: usize = (PERIOD / WEEK) as usize;

/// What a cohort is called.
pub(super) fn name_of_cohort(cohort: usize) -> String {
    if cohort == 0 { "start".into() } else { format!("quarter {cohort}") }
}

/// `hours`: mean wait by channel and hour of arrival.
pub fn hours(study: &Study) -> Table<'_> {
    let [wait] = &HOURS;
    let rows = strategies(study).flat_map(move |strategy| {
        study.scenario.names.channels.iter().enumerate().flat_map(move |(at, channel)| {
            (0..24).filter_map(move |hour| {
                let estimate = study.hour(strategy, at, hour)?;
                let of_hour: [Cell; 4] =
                    [wait.id.into(), wait.measure.unit.into(), channel.as_str().into(), hour.into()];
                Some(origin(study, strategy).into_iter().chain(of_hour).chain(spread(&estimate)).collect())
            })
        })
    });
    let columns = [&ORIGIN[..], &["metric", "unit", "channel", "hour"], &SPREAD].concat();
    with_settings(study, Table { columns, rows: Box::new(rows) })
}

/// What stands for each channel by its own dashboard.
const SILOS: &str = "silos";

/// `dashboards`: the figures of the dashboards asked for, over replications; then what channels report each by itself, by
/// replication, beside one set of books.
pub fn dashboards(study: &Study) -> Table<'_> {
    let columns = [
        "scenario",
        "strategy",
        "dashboard",
        "channel",
        "figure",
        "value",
        "numerator",
        "denominator",
        "unit",
        "reach",
        "kind",
        "ci_low",
        "ci_high",
        "design_point",
    ];
    let rows = strategies(study).flat_map(move |strategy| {
        let figures = study.dashboard_rows().into_iter().enumerate();
        let figures = figures.filter_map(move |(at, row)| figure(study, strategy, at, &row));
        figures.chain((0..COUNTED.len()).flat_map(move |of| claims(study, strategy, of)))
    });
    with_settings(study, Table { columns: columns.to_vec(), rows: Box::new(rows) })
}

/// A figure's row; none for a channel in which nothing of it is counted.
fn figure<'a>(study: &'a Study, strategy: usize, at: usize, row: &Row) -> Option<Vec<Cell<'a>>> {
    let Figure { name, measure, .. } = row.figure;
    let parts = study.dashboard_parts(strategy, at);
    let sum: Ratio = parts.iter().sum();
    (row.is_of_all_channels() || sum.counts_something(measure)).then(|| {
        counted(
            study,
            strategy,
            (row.dashboard.name, row.part, Cow::Borrowed(*name)),
            (&parts, measure),
            (row.figure.reach.words(), row.figure.subject.words()),
        )
    })
}

/// The rows of one thing that channels count each by itself; none where there is nothing of it.
fn claims(study: &Study, strategy: usize, of: usize) -> Vec<Vec<Cell<'_>>> {
    let claimed = study.claimed(strategy, of);
    if claimed.is_nothing() {
        return Vec::new();
    }
    let name = COUNTED[of].name;
    let row = |part: Part, figure: String, parts: &[Ratio]| {
        counted(study, strategy, (SILOS, part, figure.into()), (parts, &CLAIMS), (Reach::Simulated.words(), name))
    };
    let sums = [
        (name.to_string(), claimed.sum),
        (format!("{name}, in one set of books"), claimed.books),
        (format!("{name} twice"), claimed.twice),
        (format!("{name} though it is not so"), claimed.not_so),
        (format!("{name} by nobody"), claimed.nobody),
    ];
    let channels =
        claimed.channels.iter().zip(0..).filter(|(parts, _)| parts.iter().sum::<Ratio>().counts_something(&CLAIMS));
    let of_channels = channels.map(|(parts, channel)| row(Part::Channel(channel), name.into(), parts));
    sums.iter().map(|(figure, parts)| row(Part::All, figure.clone(), parts)).chain(of_channels).collect()
}

fn counted<'a>(
    study: &'a Study,
    strategy: usize,
    (dashboard, channel, figure): (&'a str, Part, Cow<'a, str>),
    (parts, measure): (&[Ratio], &Measure),
    (reach, kind): (String, &'static str),
) -> Vec<Cell<'a>> {
    let channel = match channel {
        Part::All => ALL,
        Part::Channel(at) => study.scenario.names.channels[usize::from(at)].as_str(),
    };
    let about: [Cell; 5] = [
        study.scenario.name.as_str().into(),
        name_of(study, strategy).into(),
        dashboard.into(),
        channel.into(),
        Cell::Text(figure),
    ];
    let (low, high) = Estimate::of_ratio(parts, measure).and_then(|estimate| estimate.ci).unzip();
    let last: [Cell; 6] =
        [measure.unit.into(), reach.into(), kind.into(), low.into(), high.into(), design_point(study).into()];
    about.into_iter().chain(value(&parts.iter().sum(), measure)).chain(last).collect()
}

/// A study as JSON.
#[derive(Serialize)]
struct Shown<'a> {
    scenario: &'a str,
    title: &'a str,
    customers: u32,
    horizon_days: f64,
    replications: u32,
    seed: u64,
    settings: Vec<String>,
    summary: Vec<IndexMap<&'static str, Cell<'a>>>,
    comparison: Vec<IndexMap<&'static str, Cell<'a>>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dashboards: Vec<IndexMap<&'static str, Cell<'a>>>,
}

/// Everything that the summary and the comparison hold, as JSON.
pub fn json(compared: &[Compared]) -> String {
    let shown: Vec<Shown> = compared.iter().map(|(study, differences)| shown(study, differences)).collect();
    serde_json::to_string_pretty(&shown).expect("rows can be written as JSON")
}

fn shown<'a>(study: &'a Study, differences: &'a [Difference]) -> Shown<'a> {
    // The scenario and what was changed in it stand above the rows.
    let rows = |table: Table<'a>| {
        let mut objects = table.objects();
        for object in &mut objects {
            object.shift_remove("scenario");
            object.shift_remove(SETTINGS);
        }
        objects
    };
    let run = &study.scenario.run;
    Shown {
        scenario: &study.scenario.name,
        title: &study.scenario.title,
        customers: run.customers,
        horizon_days: run.horizon_days,
        replications: run.replications,
        seed: run.seed,
        settings: settings(&study.scenario),
        summary: rows(summary(study)),
        comparison: rows(comparison(study, differences)),
        dashboards: if study.has_dashboards() { rows(dashboards(study)) } else { Vec::new() },
    }
}
