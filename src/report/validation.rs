//! What was found where the simulator is held against theory, and against what is observed: for a terminal, as a table, and
//! as a page.

use super::rounding::{Rounding, first_digit, plain};
use super::table::{Cell, Table};
use super::tables::name_of_cohort;
use crate::engine::tally::cohorts::PERIOD;
use crate::scenario::lines::{pieces, wrapped};
use crate::scenario::timetable::WEEK;
use crate::validate::credible::{Asked, Seen, Stands, Unseen, unseen};
use crate::validate::{Beside, CHANCE_OF_ALARM, Fact, Finding};
use std::fmt::Write;

/// Columns of the terminal that the name of a fact has.
const NAME: usize = 37;

/// Weeks of a period of ages.
const WEEKS: usize = (PERIOD / WEEK) as usize;

/// Words for whether a fact holds.
const fn verdict(one: &Finding) -> &'static str {
    if one.agrees { "agrees" } else { "DIFFERS" }
}

/// Whose the outcome of a fact is, under which strategy, and beside what.
fn whose(fact: &Fact) -> String {
    let of = |what: &str, word: &str| if what.is_empty() { String::new() } else { format!(" {word} {what}") };
    let beside = match fact.beside {
        Beside::Nothing => String::new(),
        Beside::Per { what, .. } => of(what, "per"),
        Beside::AtAge { cohort, period } => {
            format!(" of {}, {} to {} weeks", name_of_cohort(cohort), WEEKS * period, WEEKS * (period + 1))
        }
        Beside::InWeek(week) => format!(" in week {}", week + 1),
        Beside::Baseline => ", less the baseline's".into(),
    };
    format!("{}{}{beside}", of(fact.channel, "of"), of(fact.strategy, "under"))
}

/// What is held against theory, in words, and the law.
fn name(one: &Finding) -> String {
    let Fact { outcome, law, .. } = one.fact;
    format!("{outcome}{} [{}]: {law}", whose(&one.fact), rounding(one).unit())
}

/// Beside what, for programs.
fn beside(beside: Beside) -> &'static str {
    match beside {
        Beside::Nothing => "",
        Beside::Per { what, .. } => what,
        Beside::AtAge { .. } => "cohort and age",
        Beside::InWeek(_) => "week",
        Beside::Baseline => "baseline",
    }
}

/// What was simulated, what is exact, and the standard error, of which the first digit is shown; and by how many of these it
/// is off.
fn numbers(one: &Finding) -> [String; 4] {
    let rounding = rounding(one);
    let [simulated, exact, se] = [one.simulated, one.fact.exact, one.se].map(|number| rounding.plain(number));
    let is_hidden = one.se > 0.0 && rounding.last_digits(one.se) == 0;
    let se = if is_hidden { first_digit(rounding.in_unit(one.se)) } else { se };
    [simulated, exact, se, plain(one.z, 1)]
}

fn rounding(one: &Finding) -> Rounding {
    Rounding::new(one.unit, one.simulated.abs().max(one.fact.exact.abs()), Some(one.se))
}

/// How many facts hold, in a sentence.
fn summary(findings: &[Finding]) -> String {
    let agree = findings.iter().filter(|one| one.agrees).count();
    format!(
        "{agree} of {} facts agree. A right model fails any of them with a chance of {} % (Student's t, Bonferroni).",
        findings.len(),
        CHANCE_OF_ALARM * 100.0
    )
}

/// What was measured, and its standard error.
fn measured(seen: &Seen) -> [String; 2] {
    let rounding = Rounding::new("", seen.measured.abs(), Some(seen.se));
    [seen.measured, seen.se].map(|number| rounding.plain(number))
}

/// What is asked of a measured value, in words.
fn asked(asked: Asked) -> String {
    let number = |number: f64| number.to_string().replace('-', "\u{2212}");
    match asked {
        Asked::Within(low, high) => format!("{} to {}", number(low), number(high)),
        Asked::Above(low) => format!("above {}", number(low)),
        Asked::Below(high) => format!("below {}", number(high)),
        Asked::Exactly(exact) => format!("exactly {}", number(exact)),
    }
}

/// Words for whether what is asked for was measured.
fn met(seen: &Seen) -> &'static str {
    if seen.is_met() { "in it" } else { "MISSES" }
}

/// How many observations are met, in a sentence.
fn summary_of_seen(seen: &[Seen]) -> String {
    let met = seen.iter().filter(|one| one.is_met()).count();
    let (held_out, of_held_out) = seen
        .iter()
        .filter(|one| one.sight.stands == Stands::HeldOut)
        .fold((0, 0), |(met, all), one| (met + usize::from(one.is_met()), all + 1));
    let unseen = unseen().len();
    format!(
        "{met} of {} observations are met, {held_out} of {of_held_out} of those held out; {unseen} facts, or parts of facts, need what is not built yet.",
        seen.len()
    )
}

/// For a terminal of 80 columns: market by market, a line for each fact; then scenario by scenario, a line for each
/// observation; then what is not built yet.
pub fn terminal(findings: &[Finding], seen: &[Seen]) -> String {
    exact_for_terminal(findings) + "\n" + &credible_for_terminal(seen)
}

fn exact_for_terminal(findings: &[Finding]) -> String {
    let mut text = format!("{:NAME$} {:>10} {:>10} {:>6} {:>5}\n", "EXACT", "simulated", "exact", "s.e.", "z");
    for market in findings.chunk_by(|one, next| one.about == next.about) {
        text += &wrapped(&format!("{} ({} replications)\n", market[0].about, market[0].n));
        for one in market {
            let [simulated, exact, se, z] = numbers(one);
            let rest = format!("{simulated:>10} {exact:>10} {se:>6} {z:>5} {}", verdict(one));
            text += &named(&name(one), &rest);
        }
    }
    text + &wrapped(&summary(findings)) + "\n"
}

fn credible_for_terminal(seen: &[Seen]) -> String {
    let mut text = format!("{:NAME$} {:>10} {:>16} {:>6}\n", "CREDIBLE", "measured", "asked for", "s.e.");
    for scenario in seen.chunk_by(|one, next| (one.file, one.n) == (next.file, next.n)) {
        let _ = writeln!(text, "{} ({} replications)", scenario[0].file, scenario[0].n);
        for one in scenario {
            let [measured, se] = measured(one);
            let rest = format!("{measured:>10} {:>16} {se:>6} {}", asked(one.sight.asked), met(one));
            text += &named(&format!("{}: {}, {}", one.sight.rows, one.sight.what, one.sight.stands.words()), &rest);
        }
    }
    text += "Not built yet\n";
    for Unseen { rows, what, needs } in unseen() {
        text += &wrapped(&format!("  {rows}: {what}; needs {needs}\n"));
    }
    text + &wrapped(&summary_of_seen(seen)) + "\n"
}

/// A name on as many lines as it needs, and what stands behind its last.
fn named(name: &str, rest: &str) -> String {
    let names = pieces(name, NAME - 2, 2);
    let (last, before) = names.split_last().expect("a name is not empty");
    let mut text = String::new();
    for line in before {
        let _ = writeln!(text, "  {line}");
    }
    let _ = writeln!(text, "  {last:width$} {rest}", width = NAME - 2);
    text
}

/// The columns of the table, of which each part fills its own.
const COLUMNS: [&str; 19] = [
    "part",
    "market",
    "rows",
    "law",
    "metric",
    "channel",
    "strategy",
    "beside",
    "unit",
    "n",
    "simulated",
    "exact",
    "low",
    "high",
    "se",
    "z",
    "stands",
    "needs",
    "verdict",
];

/// As a table: a row for each fact, each observation, and each that needs what is not built yet.
pub fn table<'a>(findings: &'a [Finding], seen: &'a [Seen]) -> Table<'a> {
    let unseen = unseen().into_iter().map(row_of_unseen);
    let rows = findings.iter().map(row_of_finding).chain(seen.iter().map(row_of_seen)).chain(unseen);
    Table { columns: COLUMNS.to_vec(), rows: Box::new(rows) }
}

const NONE: Cell = Cell::Number(None);

fn row_of_finding(one: &Finding) -> Vec<Cell<'_>> {
    vec![
        "exact".into(),
        one.about.into(),
        "".into(),
        one.fact.law.into(),
        one.fact.outcome.into(),
        one.fact.channel.into(),
        one.fact.strategy.into(),
        beside(one.fact.beside).into(),
        one.unit.into(),
        one.n.into(),
        one.simulated.into(),
        one.fact.exact.into(),
        NONE,
        NONE,
        one.se.into(),
        one.z.into(),
        "".into(),
        "".into(),
        verdict(one).to_lowercase().into(),
    ]
}

fn row_of_seen(one: &Seen) -> Vec<Cell<'_>> {
    let (exact, low, high) = match one.sight.asked {
        Asked::Within(low, high) => (None, Some(low), Some(high)),
        Asked::Above(low) => (None, Some(low), None),
        Asked::Below(high) => (None, None, Some(high)),
        Asked::Exactly(exact) => (Some(exact), None, None),
    };
    vec![
        "credible".into(),
        one.market().into(),
        one.sight.rows.into(),
        "".into(),
        one.sight.what.into(),
        "".into(),
        "".into(),
        "".into(),
        "".into(),
        one.n.into(),
        one.measured.into(),
        exact.into(),
        low.into(),
        high.into(),
        one.se.into(),
        NONE,
        one.sight.stands.words().into(),
        "".into(),
        met(one).to_lowercase().into(),
    ]
}

fn row_of_unseen<'a>(one: Unseen) -> Vec<Cell<'a>> {
    let mut row = vec![Cell::from(""); COLUMNS.len()];
    let filled = [("part", "credible"), ("rows", one.rows), ("metric", one.what), ("needs", one.needs)];
    for (column, text) in filled.into_iter().chain([("verdict", "not built yet")]) {
        row[COLUMNS.iter().position(|name| *name == column).expect("a column")] = text.into();
    }
    row
}

/// As a page in Markdown.
pub fn page(findings: &[Finding], seen: &[Seen]) -> String {
    format!("{PREFACE}{}\n{}", exact_on_page(findings), credible_on_page(seen))
}

const PREFACE: &str = "# Validation\n\nPrinted by `throughline validate --format markdown`.\n\n";

fn exact_on_page(findings: &[Finding]) -> String {
    let mut text = format!(
        "## Exact\n\nEach market leaves all but a mechanism or two off, so that theory gives the outcome exactly; [model.md, section 8](model.md#8-checks)\nhas what tests hold besides; n is the number of replications. {}\n\n| market | law | outcome | n | simulated | exact | s.e. | z | verdict |\n|---|---|---|---|---|---|---|---|---|\n",
        summary(findings)
    );
    for one in findings {
        let [simulated, exact, se, z] = numbers(one);
        let (law, outcome, whose) = (one.fact.law, one.fact.outcome, whose(&one.fact));
        let (unit, about, n, verdict) = (rounding(one).unit(), one.about, one.n, verdict(one));
        let _ = writeln!(
            text,
            "| {about} | {law} | `{outcome}`{whose} [{unit}] | {n} | {simulated} | {exact} | {se} | {z} | {verdict} |"
        );
    }
    text
}

fn credible_on_page(seen: &[Seen]) -> String {
    let mut text = format!(
        "## Credible\n\nWhat is observed of real markets ([evidence.md](evidence.md) has the rows), on the shipped scenarios, under the strategy\n*multichannel* unless others are named, and on small markets that are there for one fact. What is asked to be above or below a\nnumber must be so by two standard errors. *Fitted* is what something was moved or chosen for, or what comes close to what was put\nin; [model.md, section 9](model.md#9-calibration-outcomes-measured-band) tells what, and why misses stand. {}\n",
        summary_of_seen(seen)
    );
    for scenario in seen.chunk_by(|one, next| (one.file, one.n) == (next.file, next.n)) {
        let _ = writeln!(
            text,
            "\n**`{}`**, {} replications\n\n| row | observation | measured | s.e. | asked for | | verdict |\n|---|---|---|---|---|---|---|",
            scenario[0].file, scenario[0].n
        );
        for one in scenario {
            let [measured, se] = measured(one);
            let (rows, what, stands) = (one.sight.rows, one.sight.what, one.sight.stands.words());
            let (asked, met) = (asked(one.sight.asked), met(one));
            let _ = writeln!(text, "| {rows} | {what} | {measured} | {se} | {asked} | {stands} | {met} |");
        }
    }
    text += "\n**Not built yet**\n\n| row | fact | needs |\n|---|---|---|\n";
    for Unseen { rows, what, needs } in unseen() {
        let _ = writeln!(text, "| {rows} | {what} | {needs} |");
    }
    text
}
