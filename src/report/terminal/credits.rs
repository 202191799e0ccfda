//! Credits by paths of a file on a terminal: rules side by side, and by how much claims are above what there is.

use super::columns::{Cells, Line, drawn};
use super::paragraph;
use crate::attribution::{Credit, Paths, over_claim};
use crate::report::attribution::{Credited, IF_REMOVED, by_claims, by_rule};
use crate::report::rounding::{Rounding, plain};
use crate::scenario::text::short;

/// Longest name of a channel beside numbers (characters).
pub const LONGEST: usize = 24;
/// Where there is no number.
pub const NONE: &str = "-";
/// Stands for all channels.
pub const ALL: &str = "all";

/// Credits, for a terminal of so many columns.
pub fn of_paths(file: &str, paths: &Paths, columns: usize) -> String {
    let all = paths.all();
    let rules = by_rule(paths);
    let (scale, factor) = scale(paths, &rules);
    let counts = table(paths, &rules, ("conversions", factor), columns);
    let text = format!("{}\nconversions{scale} by rule\n{counts}\n", head(file, paths));
    if all.conversions == 0 {
        return text + &paragraph("Nothing was converted, so that there is nothing to share out.");
    }
    let shares = table(paths, &rules, ("share", 1.0 / all.conversions as f64), columns);
    let about_removal = format!(
        "{IF_REMOVED}: what would be lost if whoever goes to the channel went nowhere (a Markov chain of first order); Markov removal shares out by it what there is."
    );
    let over_claim = over_claimed(over_claim(paths).map(|factor| (factor, None)), "conversion");
    format!("{text}share of conversions by rule [%]\n{shares}\n{over_claim}{}", paragraph(&about_removal))
}

fn head(file: &str, paths: &Paths) -> String {
    let all = paths.all();
    let conversion = all.conversion().map_or_else(String::new, |share| format!(", {} %", plain(share * 100.0, 2)));
    paragraph(&format!(
        "{file}: {} of {}; {}, {}{conversion}",
        many(paths.paths.len() as u64, "path"),
        many(paths.channels.len() as u64, "channel"),
        many(all.conversions + all.nulls, "journey"),
        many(all.conversions, "conversion"),
    ))
}

/// So many of something.
fn many(count: u64, what: &str) -> String {
    format!("{} {what}{}", plain(count as f64, 0), if count == 1 { "" } else { "s" })
}

/// In what counts are shown that would be too wide, and what each is multiplied with.
fn scale(paths: &Paths, rules: &[Credited]) -> (&'static str, f64) {
    const TOO_WIDE: f64 = 1e6;
    let claims = |(_, credits): &Credited| credits.iter().flatten().map(|one| one.conversions).sum::<f64>();
    let largest = rules.iter().map(claims).fold(paths.all().conversions as f64, f64::max);
    let scales = [("", 1.0), (" [thousand]", 1e-3), (" [million]", 1e-6)];
    scales.into_iter().find(|(_, factor)| largest * factor < TOO_WIDE).unwrap_or((" [thousand million]", 1e-9))
}

/// Conversions by channel and rule, in a unit and times a factor; and the sum of each rule that shares out.
fn table(paths: &Paths, rules: &[Credited], (unit, factor): (&'static str, f64), columns: usize) -> String {
    let shown = |credit: &Credit| credit.conversions * factor;
    let of_channel = |channel: usize| -> Vec<Option<f64>> {
        rules.iter().map(|(_, credits)| credits.as_ref().map(|credits| shown(&credits[channel]))).collect()
    };
    let sum = |(rule, credits): &Credited| -> Option<f64> {
        credits.as_ref().filter(|_| *rule != IF_REMOVED).map(|credits| credits.iter().map(shown).sum())
    };
    let channels = by_claims(paths).into_iter();
    let rows: Vec<(String, Vec<Option<f64>>)> = channels
        .map(|channel| (short(&paths.channels[channel], LONGEST), of_channel(channel)))
        .chain([(ALL.into(), rules.iter().map(sum).collect())])
        .collect();
    let largest = rows.iter().flat_map(|(_, numbers)| numbers).flatten().copied().fold(0.0, f64::max);
    let rounding = Rounding::new(unit, largest, None);
    let cell = |number: Option<f64>| number.map_or_else(|| NONE.into(), |number| rounding.plain(number));
    let line = |(label, numbers): (String, Vec<Option<f64>>)| Line {
        label,
        cells: Cells::Values(numbers.into_iter().map(cell).collect()),
    };
    let heads: Vec<&str> = rules.iter().map(|(rule, _)| *rule).collect();
    drawn(&heads, &rows.into_iter().map(line).collect::<Vec<_>>(), columns)
}

/// How many channels claim one of these, in a sentence.
pub fn over_claimed(factor: Option<(f64, Option<(f64, f64)>)>, what: &str) -> String {
    let Some((factor, ci)) = factor else { return String::new() };
    let rounding = Rounding::of("channels", [(factor, ci)]);
    let within = ci.map_or_else(String::new, |ci| format!(" ({})", interval(&rounding, ci)));
    paragraph(&format!(
        "Over-claim: each {what} is claimed by {}{within} channels on average, each of which books all of it.",
        rounding.plain(factor)
    ))
}

/// From where to where.
pub fn interval(rounding: &Rounding, (low, high): (f64, f64)) -> String {
    format!("{} to {}", rounding.plain(low), rounding.plain(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::read;
    use crate::scenario::lines::{WIDTH, width};

    #[test]
    fn no_table_is_wider_than_a_terminal_however_many_are_counted_and_whatever_channels_are_called() {
        for count in ["0", "7", "9999999", "100000000000000"] {
            let long = "x".repeat(100);
            let table =
                format!("path,total_conversions,total_null\nweb > {long} > 店舗と電話,{count},3\nweb,{count},1\n");
            let paths = read("", table.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
            let text = of_paths("paths.csv", &paths, WIDTH);
            assert!(text.lines().all(|line| width(line) <= WIDTH), "{text}");
        }
    }

    #[test]
    fn many_are_counted_in_a_larger_unit() {
        let table = b"path,total_conversions,total_null\nweb > store,2500000,0\n";
        let text = of_paths("", &read("", table).unwrap_or_else(|error| panic!("{error}")), WIDTH);
        assert!(text.contains("conversions [thousand] by rule"), "{text}");
        assert!(text.contains("\nweb        2,500      2,500          0      1,250      1,250      2,500\n"), "{text}");
    }
}
