//! What dashboards count, in words: for a terminal, and as a page.

use crate::dashboards::{Dashboard, Figure, dashboards};
use crate::scenario::lines::hung;
use std::fmt::Write;

/// Columns before what is told of a figure.
const INDENT: usize = 4;

/// The figures of some dashboards, for a terminal.
pub fn told<'a>(of: impl IntoIterator<Item = &'a Dashboard>) -> String {
    of.into_iter().map(dashboard).collect::<Vec<_>>().join("\n")
}

fn dashboard(dashboard: &Dashboard) -> String {
    let head = hung(&format!("{}: {}", dashboard.name, dashboard.title), INDENT);
    dashboard.figures.iter().fold(head + "\n", |text, one| text + "\n" + &figure(one))
}

fn figure(figure: &Figure) -> String {
    let head = format!("  {} [{}]", figure.name, figure.measure.unit);
    let line = |(label, what): &(&str, String)| hung(&format!("{:INDENT$}{label:<13}{what}", ""), INDENT + 13);
    let lines = parts(figure);
    let lines = [head].into_iter().chain(lines.iter().map(line));
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

/// What is told of a figure, by label.
fn parts(figure: &Figure) -> Vec<(&'static str, String)> {
    let source = format!("{} ({})", figure.source.title, figure.source.version);
    let mut parts = vec![
        ("is", figure.subject.words().to_string()),
        ("numerator", figure.numerator.into()),
        ("denominator", figure.denominator.into()),
        ("left out", figure.left_out.into()),
        ("delivered", figure.delivered.words().into()),
        ("also so", figure.also.into()),
        ("source", source),
        ("here", figure.reach.words()),
    ];
    parts.retain(|(_, what)| !what.is_empty());
    parts
}

/// All dashboards as a page in Markdown.
pub fn page() -> String {
    format!("{PREFACE}\n{}", part_of_page(dashboards()))
}

/// Some dashboards as they stand on that page.
pub fn part_of_page<'a>(of: impl IntoIterator<Item = &'a Dashboard>) -> String {
    of.into_iter().map(section).collect::<Vec<_>>().join("\n")
}

fn section(dashboard: &Dashboard) -> String {
    let mut text = format!("### `{}`\n\n{}.\n", dashboard.name, dashboard.title);
    for figure in dashboard.figures {
        let _ = write!(text, "\n**{}** [{}]\n\n", figure.name, figure.measure.unit);
        text.extend(parts(figure).iter().map(|(label, what)| format!("- {label}: {what}\n")));
    }
    text
}

const PREFACE: &str = include_str!("definitions.md");
