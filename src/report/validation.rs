//! What was found where the simulator is held against theory: for a terminal, as a table, and as a page.

use super::rounding::{Rounding, plain};
use super::table::{Cell, Table};
use crate::scenario::lines::{pieces, wrapped};
use crate::validate::{Beside, CHANCE_OF_ALARM, Fact, Finding};
use std::fmt::Write;

/// Columns of the terminal that the name of a fact has.
const NAME: usize = 37;

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
        Beside::Baseline => "baseline",
    }
}

/// What was simulated, what is exact, and the standard error, of which the first digit is shown; and by how many of these it
/// is off.
fn numbers(one: &Finding) -> [String; 4] {
    let rounding = rounding(one);
    let [simulated, exact, se] = [one.simulated, one.fact.exact, one.se].map(|number| rounding.plain(number));
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

/// For a terminal of 80 columns: market by market, a line for each fact.
pub fn terminal(findings: &[Finding]) -> String {
    let mut text = format!("{:NAME$} {:>10} {:>10} {:>6} {:>5}\n", "", "simulated", "exact", "s.e.", "z");
    for market in findings.chunk_by(|one, next| one.about == next.about) {
        let _ = writeln!(text, "{} ({} replications)", market[0].about, market[0].n);
        for one in market {
            let names = pieces(&name(one), NAME - 2, 2);
            let (last, before) = names.split_last().expect("a name is not empty");
            for line in before {
                let _ = writeln!(text, "  {line}");
            }
            let [simulated, exact, se, z] = numbers(one);
            let _ = writeln!(
                text,
                "  {last:width$} {simulated:>10} {exact:>10} {se:>6} {z:>5} {}",
                verdict(one),
                width = NAME - 2
            );
        }
    }
    text + &wrapped(&summary(findings)) + "\n"
}

/// As a table.
pub fn table(findings: &[Finding]) -> Table<'_> {
    let row = |one: &Finding| -> Vec<Cell<'_>> {
        vec![
            one.about.into(),
            one.fact.law.into(),
            one.fact.outcome.into(),
            one.fact.channel.into(),
            one.fact.strategy.into(),
            beside(one.fact.beside).into(),
            one.unit.into(),
            one.n.into(),
            one.simulated.into(),
            one.fact.exact.into(),
            one.se.into(),
            one.z.into(),
            verdict(one).to_lowercase().into(),
        ]
    };
    let columns = vec![
        "market",
        "law",
        "metric",
        "channel",
        "strategy",
        "beside",
        "unit",
        "n",
        "simulated",
        "exact",
        "se",
        "z",
        "verdict",
    ];
    Table { columns, rows: Box::new(findings.iter().map(row).collect::<Vec<_>>().into_iter()) }
}

/// As a page in Markdown.
pub fn page(findings: &[Finding]) -> String {
    let mut text = String::from(
        "# Validation\n\nPrinted by `throughline validate --format markdown`. Each market leaves all but a mechanism or two off, so that theory gives the\noutcome exactly; [model.md, section 8](model.md#8-checks) has what tests hold besides.\n\n| market | law | outcome | simulated | exact | s.e. | z | verdict |\n|---|---|---|---|---|---|---|---|\n",
    );
    for one in findings {
        let [simulated, exact, se, z] = numbers(one);
        let (law, outcome, whose) = (one.fact.law, one.fact.outcome, whose(&one.fact));
        let (unit, about, verdict) = (rounding(one).unit(), one.about, verdict(one));
        let _ = writeln!(
            text,
            "| {about} | {law} | `{outcome}`{whose} [{unit}] | {simulated} | {exact} | {se} | {z} | {verdict} |"
        );
    }
    text + "\n" + &summary(findings) + "\n"
}
