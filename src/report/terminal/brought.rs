//! What the channels of a strategy are credited with and what they bring in truth, on a terminal; and in sentences where the
//! two part.

use super::columns::{Cells, Line, drawn_without};
use super::credits::{ALL, LONGEST, NONE, interval, over_claimed};
use super::paragraph;
use crate::attribution::Rule;
use crate::experiment::{Attributed, Brought, Closing, One, Stopping};
use crate::report::attribution::{IF_CLOSED, Known, SHAPLEY, at_the_margin_and_on_average};
use crate::report::rounding::{Rounding, plain};
use crate::scenario::text::short;

/// All of it, for a terminal of so many columns.
pub fn of_strategy(attributed: &Attributed, columns: usize) -> String {
    let by_rule = format!(
        "\norders in a replication by rule, and what is lost where the channel is closed\n{}",
        rules(attributed, columns)
    );
    let closed = Brought::ALL.map(|what| format!("\n{}", closed(attributed, what, columns)));
    let silent = Brought::ALL.map(|what| stopped(attributed, what, columns));
    let asked = [pulse(attributed, columns), contacts(attributed, columns), messages(attributed, columns)];
    let more = silent.into_iter().chain(asked);
    let more = more.flatten().flat_map(|table| ["\n".to_owned(), table]).collect::<String>();
    let over_claim = over_claimed(attributed.over_claim().map(|one| (one.mean, one.ci)), "order");
    let sentences = removal_and_truth(attributed)
        .into_iter()
        .chain(below_zero(attributed))
        .chain(carried_over(attributed))
        .chain(tenths(attributed))
        .chain(closing_and_stopping(attributed))
        .chain(never_closed(attributed))
        .chain(without_players(attributed));
    let sentences: String = sentences.map(|sentence| paragraph(&sentence)).collect();
    format!("{}{by_rule}{}{more}\n{over_claim}{sentences}", head(attributed), closed.concat())
}

fn head(attributed: &Attributed) -> String {
    let scenario = &attributed.study.scenario;
    let run = &scenario.run;
    let about = format!("{}: {}", scenario.name, scenario.title);
    let size = format!(
        "strategy \"{}\": {} customers, {} days, {} replication{}, seed {}; intervals at 95 %",
        scenario.strategies[0].name,
        plain(f64::from(run.customers), 0),
        run.horizon_days,
        run.replications,
        if run.replications == 1 { "" } else { "s" },
        run.seed,
    );
    [about].into_iter().chain(scenario.changed()).chain([size]).map(|line| paragraph(&line)).collect()
}

fn name(attributed: &Attributed, channel: usize) -> &str {
    &attributed.study.scenario.names.channels[channel]
}

fn label(attributed: &Attributed, channel: usize) -> String {
    short(name(attributed, channel), LONGEST)
}

fn lost(attributed: &Attributed, closing: Closing, what: Brought) -> Option<Known> {
    attributed.incremental(closing, what).map(Known::from)
}

/// Orders by rule, what is lost in truth, and Shapley's value where it was asked for; and the sum of each.
fn rules(attributed: &Attributed, columns: usize) -> String {
    let of_channel = |&(channel, closing): &(usize, Closing)| -> Vec<Option<Known>> {
        let by_rule =
            Rule::ALL.into_iter().map(|rule| attributed.credit(rule, channel, Brought::Orders).map(Known::from));
        let shapley = attributed.has_shapley().then(|| attributed.shapley(closing).map(Known::from));
        by_rule.chain([lost(attributed, closing, Brought::Orders)]).chain(shapley).collect()
    };
    let rows: Vec<Vec<Option<Known>>> = attributed.channels.iter().map(of_channel).collect();
    let rounding = Rounding::of("orders", rows.iter().flatten().flatten().map(|one| (one.value, one.ci)));
    let cell = |value: Option<f64>| value.map_or_else(|| NONE.into(), |value| rounding.plain(value));
    let line = |label: String, values: Vec<Option<f64>>| Line {
        label,
        cells: Cells::Values(values.into_iter().map(cell).collect()),
    };
    let values = |row: &Vec<Option<Known>>| row.iter().map(|one| one.map(|one| one.value)).collect();
    let heads =
        Rule::ALL.into_iter().map(Rule::words).chain([IF_CLOSED]).chain(attributed.has_shapley().then_some(SHAPLEY));
    let heads: Vec<&str> = heads.collect();
    let sum = |at: usize| rows.iter().map(|row| row[at].map(|one| one.value)).sum::<Option<f64>>();
    let lines = attributed.channels.iter().zip(&rows).map(|(&(at, _), row)| line(label(attributed, at), values(row)));
    let lines: Vec<Line> = lines.chain([line(ALL.into(), (0..heads.len()).map(sum).collect())]).collect();
    drawn_without(NONE, &heads, lines, columns)
}

/// What is lost where each channel is closed, beside all that there is.
fn closed(attributed: &Attributed, what: Brought, columns: usize) -> String {
    let lost: Vec<Option<Known>> = attributed.channels.iter().map(|&(_, one)| lost(attributed, one, what)).collect();
    let rest = attributed.interaction(what).map(Known::from);
    let total = attributed.total(what).map(Known::from);
    let known = lost.iter().chain([&rest, &total]).flatten().map(|one| (one.value, one.ci));
    let rounding = Rounding::of(attributed.measure(what).unit, known);
    let share = |value: f64| match total {
        Some(total) if total.value > 0.0 => format!("{} %", plain(value / total.value * 100.0, 1)),
        _ => NONE.into(),
    };
    let cells = |one: Known| {
        let within = one.ci.map_or_else(|| NONE.into(), |ci| interval(&rounding, ci));
        Cells::Values(vec![rounding.plain(one.value), within, share(one.value)])
    };
    let of_channel = |(&(channel, _), lost): (&(usize, Closing), &Option<Known>)| Line {
        label: label(attributed, channel),
        cells: lost.map_or_else(|| Cells::Across("cannot be closed alone".into()), cells),
    };
    let whole =
        |label: &'static str, one: Option<Known>| one.map(|one| Line { label: label.into(), cells: cells(one) });
    let lines = attributed.channels.iter().zip(&lost).map(of_channel);
    let lines: Vec<Line> = lines.chain(whole(rest_of(attributed), rest)).chain(whole(ALL, total)).collect();
    let brought = if what == Brought::Value { "order value" } else { what.metric() };
    let table = drawn_without(NONE, &["lost", "95 % interval", "of all"], lines, columns);
    format!("{brought} lost where the channel is closed [{}]\n{table}", rounding.unit())
}

/// A table of what is known of each of these, by its place, and its unit; none where nothing is.
fn by_place<const N: usize>(
    labels: &[String],
    (unit, heads): (&'static str, [&str; N]),
    known: impl Fn(usize) -> [Option<Known>; N],
    columns: usize,
) -> Option<(String, String)> {
    let rows: Vec<(&String, [Option<Known>; N])> = (labels.iter().enumerate().map(|(at, label)| (label, known(at))))
        .filter(|(_, row)| row.iter().any(Option::is_some))
        .collect();
    let all = || rows.iter().flat_map(|(_, row)| row).flatten();
    all().next()?;
    let rounding = Rounding::of(unit, all().map(|one| (one.value, one.ci)));
    let cells = |one: &Option<Known>| match one {
        None => [NONE.into(), NONE.into()],
        Some(one) => [rounding.plain(one.value), one.ci.map_or_else(|| NONE.into(), |ci| interval(&rounding, ci))],
    };
    let line = |(label, row): &(&String, [Option<Known>; N])| Line {
        label: (*label).clone(),
        cells: Cells::Values(row.iter().flat_map(cells).collect()),
    };
    let heads: Vec<&str> = heads.into_iter().flat_map(|head| [head, "95 % interval"]).collect();
    Some((rounding.unit(), drawn_without(NONE, &heads, rows.iter().map(line).collect(), columns)))
}

/// The open channels, as tables name them.
fn channels(attributed: &Attributed) -> Vec<String> {
    attributed.channels.iter().map(|&(channel, _)| label(attributed, channel)).collect()
}

/// What is lost where campaigns are stopped, beside what they claim; none where nothing is sent.
fn stopped(attributed: &Attributed, what: Brought, columns: usize) -> Option<String> {
    let all = attributed.lost_in_silence(what).map(Known::from)?;
    let rest = attributed.no_campaign_alone(what).map(Known::from);
    let claims = |at: usize| attributed.claimed_by(at).filter(|_| what == Brought::Orders).map(|one| one.mean);
    let each: Vec<(&str, Option<f64>, Option<Known>)> = (attributed.campaigns.iter().enumerate())
        .map(|(at, one)| (campaign(attributed, one), claims(at), attributed.lost_without(one, what).map(Known::from)))
        .collect();
    let sum = each.iter().map(|(_, claims, _)| *claims).sum::<Option<f64>>();
    let known = each.iter().filter_map(|(.., lost)| *lost).chain([all]).chain(rest).map(|one| (one.value, one.ci));
    let rounding = Rounding::of(attributed.measure(what).unit, known);
    let line = |label: &str, claims: Option<f64>, lost: Option<Known>| {
        let number = |value: Option<f64>| value.map_or_else(|| NONE.into(), |value| rounding.plain(value));
        let within = lost.and_then(|lost| lost.ci).map_or_else(|| NONE.into(), |ci| interval(&rounding, ci));
        let cells = vec![number(claims), number(lost.map(|lost| lost.value)), within];
        Line { label: short(label, LONGEST), cells: Cells::Values(cells) }
    };
    let lines = each.iter().map(|&(name, claims, lost)| line(name, claims, lost));
    let rest = rest.map(|rest| line("no campaign alone", None, Some(rest)));
    let lines: Vec<Line> = lines.chain(rest).chain([line(ALL, sum, Some(all))]).collect();
    let table = drawn_without(NONE, &["claimed", "lost", "95 % interval"], lines, columns);
    let brought = if what == Brought::Value { "order value" } else { what.metric() };
    Some(format!("{brought} lost where the campaign is stopped [{}]\n{table}", rounding.unit()))
}

fn campaign<'a>(attributed: &'a Attributed, one: &Stopping) -> &'a str {
    &attributed.study.scenario.names.campaigns[one.campaign]
}

/// That closing a channel and stopping what is sent in it are two questions, in a sentence, where their answers differ.
fn closing_and_stopping(attributed: &Attributed) -> Option<String> {
    let scenario = &attributed.study.scenario;
    let both = |one: &Stopping| {
        let channel = scenario.strategies[0].market.campaigns[one.campaign].channel;
        let &(_, closing) = attributed.channels.iter().find(|(at, _)| *at == channel)?;
        let closed = lost(attributed, closing, Brought::Orders)?;
        let stopped = Known::from(attributed.lost_without(one, Brought::Orders)?);
        let rounding = Rounding::of("orders", [stopped, closed].map(|one| (one.value, one.ci)));
        let [stopped, closed] = [stopped, closed].map(|one| rounding.plain(one.value));
        let (campaign, channel) = (campaign(attributed, one), name(attributed, channel));
        (stopped != closed).then(|| {
            format!(
                "Stopping {campaign} loses {stopped} orders, and closing {channel}, in which it is sent, {closed}: with the channel goes whatever else is done there."
            )
        })
    };
    attributed.campaigns.iter().find_map(both)
}

/// Orders lost within the pulse and after it.
fn pulse(attributed: &Attributed, columns: usize) -> Option<String> {
    let days = attributed.pulse()?;
    let (within, after) = attributed.weeks_of_pulse()?;
    let lost = |at, weeks| attributed.lost_in(at, weeks, Brought::Orders).map(Known::from);
    let known = |at| [lost(at, within.clone()), lost(at, after.clone())];
    let heads = ("orders", ["on these days", "on all days after"]);
    let (unit, table) = by_place(&channels(attributed), heads, known, columns)?;
    let (from, to, end) = (days.start, days.end - 1, attributed.study.scenario.run.horizon_days);
    let about = format!(
        "orders lost where the channel is closed on days {from} to {to} alone: on these days, and on all days after, from {} to the horizon on day {end} [{unit}]",
        days.end
    );
    Some(paragraph(&about) + &table)
}

/// The channel of whose pulse most is lost, or won back, after it, in a sentence.
fn carried_over(attributed: &Attributed) -> Option<String> {
    let (_, after) = attributed.weeks_of_pulse()?;
    let of = |at: usize| {
        let lost = Known::from(attributed.lost_in(at, after.clone(), Brought::Orders)?);
        lost.ci.filter(|(low, high)| *low > 0.0 || *high < 0.0).map(|ci| (at, lost.value, ci))
    };
    let most = (0..attributed.channels.len()).filter_map(of).max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
    let Some((at, lost, (low, high))) = most else {
        return Some("No channel's pulse is shown to be felt after it.".into());
    };
    let rounding = Rounding::of("orders", [(lost, Some((low, high)))]);
    let channel = name(attributed, attributed.channels[at].0);
    let (does, (low, high)) = if lost < 0.0 { ("are made up for", (-high, -low)) } else { ("are lost", (low, high)) };
    Some(format!(
        "Carry-over: {} orders ({}) {does} after {channel} is open again.",
        rounding.plain(lost.abs()),
        interval(&rounding, (low, high)),
    ))
}

/// What a contact of each channel brings at the margin and on average.
fn contacts(attributed: &Attributed, columns: usize) -> Option<String> {
    let known = |at| next_and_average(attributed, One::Channel(at));
    let (unit, table) = by_place(&channels(attributed), ("orders per contact", HEADS), known, columns)?;
    Some(paragraph(&format!("what a contact of the channel brings, at the margin and on average [{unit}]")) + &table)
}

/// The same of a message of each campaign.
fn messages(attributed: &Attributed, columns: usize) -> Option<String> {
    let known = |at| next_and_average(attributed, One::Campaign(at));
    let campaigns = attributed.campaigns.iter().map(|one| short(campaign(attributed, one), LONGEST));
    let campaigns: Vec<String> = campaigns.collect();
    let (unit, table) = by_place(&campaigns, ("orders per message", HEADS), known, columns)?;
    Some(paragraph(&format!("what a message of the campaign brings, at the margin and on average [{unit}]")) + &table)
}

const HEADS: [&str; 2] = ["at the margin", "on average"];

/// What the next one brings, and what each does on average, where it is asked for.
fn next_and_average(attributed: &Attributed, one: One) -> [Option<Known>; 2] {
    match attributed.tenths(one, Brought::Orders) {
        Some(_) => at_the_margin_and_on_average(attributed, one, Brought::Orders),
        None => [None, None],
    }
}

/// What a tenth more and a tenth less are, in a sentence.
fn tenths(attributed: &Attributed) -> Option<String> {
    attributed.tenths(One::Channel(0), Brought::Orders)?;
    let channel = "a channel weighs so much less or more where customers choose";
    let campaign = "a campaign sends so much less or more often, to the same audience";
    let what = if attributed.campaigns.is_empty() { channel.into() } else { format!("{channel}, and {campaign}") };
    Some(format!("At the margin is between a tenth less and a tenth more: {what}."))
}

/// What is lost with no channel by itself; with it, what those bring that cannot be closed.
fn rest_of(attributed: &Attributed) -> &'static str {
    let is_whole = attributed.channels.iter().all(|(_, closing)| matches!(closing, Closing::Under(_)));
    if is_whole { "no channel alone" } else { "all else" }
}

/// Where Markov removal and closing part most, in a sentence, of channels from which somebody can be rerouted; none where
/// none of these can be closed.
fn removal_and_truth(attributed: &Attributed) -> Option<String> {
    let both = |&(channel, closing): &(usize, Closing)| {
        Some((channel, Known::from(attributed.lost_by_removal(channel)?), lost(attributed, closing, Brought::Orders)?))
    };
    let turned_to = attributed.channels.iter().filter(|(channel, _)| !attributed.only_reaches_out(*channel));
    let both: Vec<(usize, Known, Known)> = turned_to.filter_map(both).collect();
    let about = "Markov removal sends people to nowhere, and closing a channel reroutes them";
    if both.iter().all(|(.., closed)| closed.ci.is_none()) {
        return (!both.is_empty()).then(|| format!("{about}; replications do not tell where the two part."));
    }
    let parts = |(_, removed, closed): &&(usize, Known, Known)| {
        closed.ci.is_some_and(|(low, high)| removed.value < low || removed.value > high)
    };
    let gap = |(_, removed, closed): &(usize, Known, Known)| (removed.value - closed.value).abs();
    let most = both.iter().filter(parts).max_by(|a, b| gap(a).total_cmp(&gap(b)));
    let Some((channel, removed, closed)) = most else {
        return Some(format!("{about}; here the two do not part by more than chance."));
    };
    let rounding = Rounding::of("orders", [removed, closed].map(|one| (one.value, one.ci)));
    let (low, high) = closed.ci.unwrap_or((closed.value, closed.value));
    let (does, within) = if closed.value < 0.0 { ("gains", (-high, -low)) } else { ("loses", (low, high)) };
    Some(format!(
        "Without {}, Markov removal loses {} orders, since it sends whoever goes there to nowhere; closing the channel {does} {} ({}), since it reroutes them.",
        name(attributed, *channel),
        rounding.plain(removed.value),
        rounding.plain(closed.value.abs()),
        interval(&rounding, within),
    ))
}

/// What it means that less than nothing is lost, where that is shown of any channel that somebody can turn to.
fn below_zero(attributed: &Attributed) -> Option<String> {
    let is_gained =
        |closing| lost(attributed, closing, Brought::Orders).and_then(|one| one.ci).is_some_and(|ci| ci.1 < 0.0);
    let gained = attributed.channels.iter().filter(|&&(_, closing)| is_gained(closing));
    let gained = gained.filter(|(channel, _)| !attributed.only_reaches_out(*channel));
    let names: Vec<&str> = gained.map(|&(channel, _)| name(attributed, channel)).collect();
    (!names.is_empty()).then(|| {
        let names = names.join(", or without ");
        let stay = if stays_away(attributed) { "" } else { NOBODY_STAYS_AWAY };
        format!("Below 0: without {names} more is sold: customers go elsewhere instead, and buy more in all.{stay}")
    })
}

/// What is to be said where a channel is closed and everybody goes to another, however far.
const NOBODY_STAYS_AWAY: &str =
    " Nobody stays away for want of a channel here: choice.outside, the liking of doing nothing, is not set.";

/// Whether a need may come to nothing because what is left is not worth the trouble.
fn stays_away(attributed: &Attributed) -> bool {
    attributed.study.scenario.strategies[0].markets().all(|market| market.choice.outside.is_some())
}

/// Why channels cannot be closed, in a sentence for each.
fn never_closed(attributed: &Attributed) -> impl Iterator<Item = String> {
    let sentence = |channel: usize, step: usize| {
        format!(
            "{} cannot be closed alone: no other open channel offers the step {}. What it brings is in \"{}\".",
            name(attributed, channel),
            attributed.study.scenario.names.steps[step],
            rest_of(attributed),
        )
    };
    attributed.channels.iter().filter_map(move |&(channel, closing)| match closing {
        Closing::Under(_) => None,
        Closing::OnlyFor(step) => Some(sentence(channel, step)),
    })
}

/// What Shapley's value is, and what it leaves.
fn without_players(attributed: &Attributed) -> Option<String> {
    let rest = attributed.orders_without_players()?;
    let orders = Rounding::of("orders", [(rest.mean, rest.ci)]).plain(rest.mean);
    Some(format!(
        "{SHAPLEY}: what a channel adds, on average over all orders in which those that can be closed could be opened one after the other; {orders} orders are there without any of them."
    ))
}
