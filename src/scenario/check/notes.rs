//! What is not wrong with a market, and worth a look before its results are believed.

use crate::scenario::meant::{Channel, Journey, LostContext, Market, Names, Note, Probability};
use crate::scenario::path::Path;
use crate::scenario::typed;

/// Above this level, identity without a single mismatch is more than such matching is said to do.
const NEARLY_FULL: f64 = 0.9;

/// The notes on a market under a strategy.
pub fn notes(
    market: &Market,
    typed: &typed::Scenario,
    names: &Names,
    (at, strategy): (usize, &typed::Strategy),
) -> Vec<Note> {
    let wrong = nobody_is_mistaken(market, typed, at, strategy);
    let restarts = market.journeys.iter().zip(&names.journeys).filter_map(|(journey, name)| {
        let (channel, step) = nothing_to_restart(market, journey)?;
        Some(Note {
            path: Path::of(["journey", name, "restart"]),
            what: format!(
                "`{}` offers `{}` and no step from `{}` to it: context lost there costs nothing, unless restart_not_offered says so",
                names.channels[channel],
                names.steps[step],
                journey.typed.restart.as_deref().unwrap_or_default(),
            ),
        })
    });
    wrong.into_iter().chain(restarts).collect()
}

/// Identity in full, where it saves anything, without anybody taken for somebody else.
fn nobody_is_mistaken(market: &Market, typed: &typed::Scenario, at: usize, strategy: &typed::Strategy) -> Option<Note> {
    let (identity, path) = (&typed.capability.identity, Path::of(["strategy"]).index(at));
    let ends = identity.wrong_match;
    let is_gain = identity.recognised.integrated > identity.recognised.siloed;
    let takes_time = |channel: &Channel| channel.open && channel.identify_minutes > 0.0;
    let is_meant = strategy.set.keys().any(|path| path.starts_with("capability.identity.wrong_match"));
    if ends.siloed > 0.0 || ends.integrated > 0.0 || is_meant || !is_gain || !market.channels.iter().any(takes_time) {
        return None;
    }
    let whole = strategy.levels.get("identity").filter(|level| **level > NEARLY_FULL);
    let single = || strategy.seam_levels.get("identity")?.values().find(|level| **level > NEARLY_FULL);
    let table = if whole.is_some() { "levels" } else { "seam_levels" };
    whole.or_else(single)?;
    Some(Note {
        path: path.key(table).key("identity"),
        what: "nobody is taken for somebody else: capability.identity.wrong_match is 0 (E34 calls up to 0.05 and 0.15 good)"
            .into(),
    })
}

/// A channel and a step of a journey that restarts, reached there with nothing to do again: a channel that offers the step,
/// and none from `restart` to it, where context can be lost.
fn nothing_to_restart(market: &Market, journey: &Journey) -> Option<(usize, usize)> {
    let LostContext::Restart(first) = journey.lost_context else { return None };
    if journey.typed.restart_not_offered.is_some() {
        return None;
    }
    let open = || market.channels.iter().enumerate().filter(|(_, channel)| channel.open);
    let is_lost = |before: usize, channel: usize| {
        journey.seams[before][channel].context_kept < Probability::ONE
            || market.wrong_match[before][channel] > Probability::default()
    };
    open().filter(|&(channel, _)| open().any(|(before, _)| is_lost(before, channel))).find_map(|(at, channel)| {
        let offers = |&step: &usize| channel.steps[step].is_some();
        let from_restart = &journey.steps[first..];
        // Those that it offers after this one fall back to it.
        let step = from_restart.iter().find(|step| offers(step)).filter(|step| **step != from_restart[0])?;
        Some((at, *step))
    })
}
